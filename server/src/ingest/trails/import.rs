//! Trails from files into the database: read on one thread, recorded on another, batch by batch, in bounded memory.

use super::collect::{Batch, Collector, Trail};
use super::columns::Columns;
use super::derive::derive;
use super::naming::submission_in;
use crate::ingest::file::{self, Form, recognise};
use crate::ingest::records::Records;
use crate::ingest::submissions::{ImportError, Job, later};
use crate::ingest::summary::ImportSummary;
use domain::time::EpochMs;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;
use store::{Db, Run, RunInfo, RunKind};
use tokio::sync::mpsc;

/// Batches that wait between reading and recording.
const BATCHES_WAITING: usize = 1;

/// Looks at the first bytes of a file: the columns, if it is a trail.
pub fn columns_of(start: &[u8]) -> Option<Columns> {
    let Ok(Form::Csv { separator }) = recognise(start) else {
        return None;
    };
    let mut records = Records::new(start);
    let header = records.next_record().ok()??;
    // A header that cannot be used is said where the file is opened as one of submissions.
    Columns::read(header.bytes, separator).ok()?
}

/// Opens a trail that [`columns_of`] recognised. `path` is where it stood, as text: in a file of one submission it names the
/// submission.
pub fn open<R: Read>(
    source: Seen<R>,
    columns: Columns,
    path: &str,
) -> Result<Trail<Seen<R>>, ImportError> {
    let submission = if columns.names_submissions() {
        None
    } else {
        Some(submission_in(path).ok_or_else(|| {
            ImportError::Trail(format!(
                "This is an {} of one submission, and neither a column nor its path says of which. Import it under the name or in the \
                 folder that the collection tool gave it: TA_<uuid>.csv, or <uuid>/audit.csv.",
                columns.source.title()
            ))
        })?)
    };
    let mut records = Records::new(source);
    let header_line = records
        .next_record()?
        .map(|record| record.bytes.to_vec())
        .unwrap_or_default();
    Ok(Trail {
        columns,
        header_line,
        records,
        submission,
    })
}

/// A source whose first bytes were looked at and put back.
pub type Seen<R> = std::io::Chain<Cursor<Vec<u8>>, R>;

/// Looks at a source and puts the bytes back.
pub fn peek<R: Read>(source: R) -> Result<(Vec<u8>, Seen<R>), ImportError> {
    let (start, source) = file::peek(source)?;
    Ok((start.clone(), Cursor::new(start).chain(source)))
}

/// Brings trails in, of one file or of many, as one run.
pub struct TrailImport {
    db: Db,
    run: Run,
    collector: Collector,
    waiting: u64,
    imported_at: EpochMs,
    begun: Instant,
}

impl TrailImport {
    /// Begins a run. Nothing is written before a file changes something.
    pub fn new(db: &Db, job: Job) -> TrailImport {
        TrailImport {
            db: db.clone(),
            run: Run::new(RunInfo {
                kind: RunKind::Trails,
                source_name: job.source_name,
                // Every part is kept with its own header.
                header: None,
                started_at: job.imported_at,
                by: job.by,
            }),
            collector: Collector::default(),
            waiting: 0,
            imported_at: job.imported_at,
            begun: Instant::now(),
        }
    }

    /// Reads a file to its end. What is read may be recorded with a later file's, or at the [finish](TrailImport::finish).
    pub async fn add<R: Read + Send + 'static>(
        &mut self,
        trail: Trail<R>,
        done_bytes: Arc<AtomicU64>,
    ) -> Result<(), ImportError> {
        let mut collector = std::mem::take(&mut self.collector);
        let (send, mut receive) = mpsc::channel(BATCHES_WAITING);
        let reader = std::thread::spawn(move || {
            let read = collector.read(trail, &done_bytes, |batch| {
                send.blocking_send(batch).is_ok()
            });
            (collector, read)
        });
        let mut outcome = Ok(());
        while let Some(batch) = receive.recv().await {
            outcome = self.record(batch).await;
            if outcome.is_err() {
                break;
            }
        }
        // A closed channel stops the reader at its next batch.
        drop(receive);
        let (collector, read) = reader.join().map_err(|_| ImportError::Reader)?;
        self.collector = collector;
        outcome?;
        Ok(read?)
    }

    async fn record(&mut self, batch: Batch) -> Result<(), ImportError> {
        let Batch { parts, unreadable } = batch;
        let recorded = self
            .db
            .record_trails(&mut self.run, &parts, &unreadable, &derive)
            .await?;
        self.waiting += recorded.waiting;
        Ok(())
    }

    /// Records what is left and notes that the run has ended.
    pub async fn finish(mut self) -> Result<ImportSummary, ImportError> {
        let rest = self.collector.rest();
        if !rest.parts.is_empty() || !rest.unreadable.is_empty() {
            self.record(rest).await?;
        }
        let finished_at = later(self.imported_at, self.begun);
        let summary = self.db.finish_run(&self.run, finished_at).await?;
        Ok(ImportSummary {
            trails_waiting: self.waiting,
            ..summary.into()
        })
    }
}
