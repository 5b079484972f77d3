//! Submissions from a file: read on one thread, recorded on another, batch by batch, in constant memory.

use super::cells::{Header, HeaderError, Splitter, as_text, is_one_line, json_cells, json_members};
use super::file::WrongFile;
use super::formats::fields::{Fields, flatten};
use super::formats::recognise::names_next_page;
use super::formats::row::ForeignRow;
use super::formats::{Foreign, Format};
use super::hash::{body_hash, content_hash};
use super::interpret::{Context, FACTS_VERSION, Noticed, Row, RowFormat, fit, unreadable};
use super::opening::{CsvRows, Opened, Rows};
use super::summary::ImportSummary;
use domain::audit::By;
use domain::problem::Problem;
use domain::time::EpochMs;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;
use store::turns::Share;
use store::{Arrival, Batch, Db, RunInfo, RunKind, StoreError, background};
use tokio::sync::mpsc;

/// Rows of a transaction at least, and of the first. Something is on the pages soon, and a short file is not held up.
const FEWEST_BATCH_ROWS: usize = 5_000;
/// Rows of a transaction at most: large enough that the disk is not asked too often, small enough that little is repeated
/// after a crash.
const MOST_BATCH_ROWS: usize = 100_000;
/// Bytes a transaction, whatever the number of rows: what bounds the memory of an import.
const BATCH_BYTES: usize = 96 << 20;
/// Batches that wait between reading and recording. With one being read and one being recorded, three are in memory.
const BATCHES_WAITING: usize = 1;
/// Different sentences about names of areas that are kept for the end of an import: memory is bounded.
const MOST_UNMATCHED: usize = 1_000;

/// Why a whole file was not imported. What earlier batches recorded stays; importing again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is no file of ours.
    #[error("{0}")]
    WrongFile(WrongFile),
    /// The zone told for it is none.
    #[error("{0}")]
    Zone(String),
    /// Another tool's file, and nothing says what its form's fields mean.
    #[error(
        "This is {} data ({because}), and its form's fields must be mapped to ours. Run: fieldwatch mapping suggest FILE > \
         mapping.toml, look through it, and import again with --mapping mapping.toml", .format.title()
    )]
    NoMapping {
        /// What it was recognised as.
        format: Format,
        /// By what.
        because: &'static str,
    },
    /// The mapping and the file do not fit.
    #[error("{0}")]
    Mapping(String),
    /// A trail cannot be told whose it is.
    #[error("{0}")]
    Trail(String),
    /// Its header cannot be used.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// It cannot be read.
    #[error(
        "The file cannot be read to its end: {0}. What was recorded before stays; import it again when it can be read."
    )]
    Read(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The facts on file follow other rules.
    #[error(
        "The submissions on file were read by an older program, by other rules. Nothing was imported. Run this first: fieldwatch \
         reprocess --all"
    )]
    OlderFacts,
    /// The reading thread ended early, which is a fault of the program.
    #[error(
        "The reading of the file ended unexpectedly. What was recorded before stays; import it again."
    )]
    Reader,
}

/// Who imports what, when.
pub struct Job {
    /// The file's name, for the record.
    pub source_name: String,
    /// Who imports it.
    pub by: By,
    /// The time of import: stands in for missing times of receipt.
    pub imported_at: EpochMs,
}

/// Imports a file that was opened, and sums up what it changed. `done_bytes` grows as the file is read, for a progress bar.
pub async fn import<R: Read + Send + 'static>(
    db: &Db,
    context: Arc<Context>,
    opened: Opened<R>,
    job: Job,
    done_bytes: Arc<AtomicU64>,
) -> Result<ImportSummary, ImportError> {
    if !db.agrees_on_facts(FACTS_VERSION).await? {
        return Err(ImportError::OlderFacts);
    }
    let (imported_at, begun) = (job.imported_at, Instant::now());
    let mut recorder = db.recorder(RunInfo {
        kind: RunKind::Submissions,
        source_name: job.source_name,
        header: serde_json::to_string(&opened.read_as).ok(),
        started_at: imported_at,
        by: job.by,
    });
    let (send, mut receive) = mpsc::channel(BATCHES_WAITING);
    let mut share = Share::between(FEWEST_BATCH_ROWS, MOST_BATCH_ROWS);
    let most_rows = Arc::new(AtomicUsize::new(share.now()));
    let read_at_most = most_rows.clone();
    let hash = opened.hash.clone();
    let reader = background::spawn(move || {
        let mut reader = RowReader::new(&context, opened.zone, opened.foreign, imported_at);
        let mut rows = opened.rows;
        let mut noticed =
            read_batches(&mut rows, &mut reader, (&done_bytes, &read_at_most), &send)?;
        noticed.names_next_page |= opened.names_next_page;
        Ok::<_, io::Error>(noticed)
    })?;
    let mut outcome = Ok(());
    while let Some(batch) = receive.recv().await {
        let rows = batch.len();
        if let Err(error) = recorder.record(batch).await {
            outcome = Err(error);
            break;
        }
        share.learn(rows, recorder.held());
        most_rows.store(share.now(), Ordering::Relaxed);
    }
    // A closed channel stops the reader at its next batch.
    drop(receive);
    let read = reader.join().map_err(|_| ImportError::Reader)?;
    outcome?;
    recorder.of_file(hash.of_whole());
    let ended = later(imported_at, begun);
    // Before the recorder is let go: on SQLite it waits for the last batch's log to be folded, which goes on beside this.
    let rolled_up = db.roll_up().await;
    let summary = recorder.finish(ended).await?;
    rolled_up?;
    let noticed = read?;
    Ok(ImportSummary {
        swapped_fixes: noticed.swapped,
        first_swapped_line: noticed.first_swapped_line,
        unmatched_areas: noticed.unmatched_areas,
        names_next_page: noticed.names_next_page,
        ..summary.into()
    })
}

/// The time now, by the clock that told the time of import: a simulated import ends in simulated time.
pub(super) fn later(imported_at: EpochMs, begun: Instant) -> EpochMs {
    let passed_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
    EpochMs(imported_at.0.saturating_add(passed_ms))
}

#[derive(Default)]
struct NoticedInFile {
    swapped: u64,
    first_swapped_line: Option<u64>,
    unmatched_areas: BTreeMap<String, u64>,
    names_next_page: bool,
}

impl NoticedInFile {
    fn notice(&mut self, line: u64, noticed: Noticed) {
        if noticed.looks_swapped {
            self.swapped += 1;
            self.first_swapped_line = self.first_swapped_line.or(Some(line));
        }
        if let Some(reason) = noticed.unmatched_area
            && (self.unmatched_areas.len() < MOST_UNMATCHED
                || self.unmatched_areas.contains_key(&reason))
        {
            *self.unmatched_areas.entry(reason).or_default() += 1;
        }
    }
}

fn read_batches<R: Read>(
    rows: &mut Rows<R>,
    reader: &mut RowReader<'_>,
    (done_bytes, most_rows): (&AtomicU64, &AtomicUsize),
    send: &mpsc::Sender<Batch>,
) -> io::Result<NoticedInFile> {
    let mut file = NoticedInFile::default();
    let mut batch = Vec::with_capacity(FEWEST_BATCH_ROWS);
    let mut bytes = 0;
    let ended = loop {
        let from = batch.len();
        let next = reader.next(rows, |arrival: Arrival, noticed: Noticed| {
            file.notice(arrival.row_number, noticed);
            batch.push(arrival);
        });
        let read = match next {
            Ok(Some(read)) => read,
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        };
        done_bytes.fetch_add(read, Ordering::Relaxed);
        // A row costs its bytes and about 600 more for what was read from it.
        bytes += batch[from..]
            .iter()
            .map(|arrival| arrival.body.len() + 600)
            .sum::<usize>();
        let most_rows = most_rows.load(Ordering::Relaxed);
        if batch.len() >= most_rows || bytes >= BATCH_BYTES {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(most_rows));
            bytes = 0;
            if send.blocking_send(Batch::of(full)).is_err() {
                return Ok(file);
            }
        }
    };
    // What was read whole before the trouble is recorded.
    if !batch.is_empty() {
        // The receiver is gone only when recording failed, and then that error is what counts.
        let _ = send.blocking_send(Batch::of(batch));
    }
    ended?;
    if let Rows::Json { elements, .. } = rows {
        file.names_next_page = reader.foreign.is_some() && names_next_page(&elements.rest()?);
        elements.drain()?;
    }
    Ok(file)
}

/// Reads every row of a file that was opened, without a database: what an import would record.
pub fn read_rows<R: Read>(
    opened: Opened<R>,
    context: &Context,
    imported_at: EpochMs,
    mut hand_on: impl FnMut(Arrival),
) -> io::Result<()> {
    let mut reader = RowReader::new(context, opened.zone, opened.foreign, imported_at);
    let mut rows = opened.rows;
    while reader
        .next(&mut rows, |arrival, _| hand_on(arrival))?
        .is_some()
    {}
    Ok(())
}

/// Reads rows one by one.
pub(crate) struct RowReader<'c> {
    context: &'c Context,
    zone: Option<TimeZone>,
    foreign: Option<Foreign>,
    imported_at: EpochMs,
    scratch: Vec<u8>,
}

impl<'c> RowReader<'c> {
    /// Of rows in the canonical columns, or with `foreign` in those of another tool.
    pub(crate) fn new(
        context: &'c Context,
        zone: Option<TimeZone>,
        foreign: Option<Foreign>,
        imported_at: EpochMs,
    ) -> RowReader<'c> {
        RowReader {
            context,
            zone,
            foreign,
            imported_at,
            scratch: Vec::new(),
        }
    }

    /// Another time stands in for missing times of receipt from here on.
    pub(super) fn importing_at(&mut self, imported_at: EpochMs) {
        self.imported_at = imported_at;
    }

    /// Reads the next record and hands on its row (several, if a broken record had swallowed lines).
    /// Answers the bytes read, or `None` at the end.
    fn next<R: Read>(
        &mut self,
        rows: &mut Rows<R>,
        mut hand_on: impl FnMut(Arrival, Noticed),
    ) -> io::Result<Option<u64>> {
        match rows {
            Rows::Json { elements, row } => {
                let Some(element) = elements.next_element()? else {
                    return Ok(None);
                };
                *row += 1;
                let (arrival, noticed) = self.json(element.trim_ascii(), *row);
                let read = element.len() as u64;
                hand_on(arrival, noticed);
                Ok(Some(read))
            }
            Rows::Csv(rows) => {
                let CsvRows {
                    records,
                    header,
                    splitter,
                    format,
                } = rows.as_mut();
                let Some(record) = records.next_record()? else {
                    return Ok(None);
                };
                let read = record.bytes.len() as u64 + 1;
                match self.csv(record.line, record.bytes, header, splitter, *format) {
                    Ok((arrival, noticed)) => hand_on(arrival, noticed),
                    // A quote that was never closed joined several lines: each is read as a row of its own.
                    Err(_) if record.bytes.contains(&b'\n') => {
                        for (offset, line) in record.bytes.split(|byte| *byte == b'\n').enumerate()
                        {
                            let line = line.strip_suffix(b"\r").unwrap_or(line);
                            let number = record.line + offset as u64;
                            let (arrival, noticed) = self
                                .csv(number, line, header, splitter, *format)
                                .unwrap_or_else(|problem| {
                                    self.broken(number, line, *format, problem)
                                });
                            hand_on(arrival, noticed);
                        }
                    }
                    Err(problem) => {
                        let (arrival, noticed) =
                            self.broken(record.line, record.bytes, *format, problem);
                        hand_on(arrival, noticed);
                    }
                }
                Ok(Some(read))
            }
        }
    }

    /// Reads a row that is a line of a CSV file.
    pub(super) fn csv(
        &mut self,
        line: u64,
        bytes: &[u8],
        header: &Header,
        splitter: &mut Splitter,
        format: RowFormat,
    ) -> Result<(Arrival, Noticed), Problem> {
        let text = as_text(bytes)?;
        let mut cells: Vec<&str> = Vec::with_capacity(header.width());
        cells.extend(splitter.split(text));
        if !is_one_line(&cells, text, header) {
            let reason = "a quote inside a cell joins several lines".to_owned();
            return Err(Problem::Malformed(reason));
        }
        fit(&mut cells, header)?;
        if let Some(foreign) = &self.foreign {
            let fields = foreign.csv_fields(&cells);
            return Ok(self.foreign(foreign, &fields, line, bytes, format));
        }
        let content_hash = content_hash(header.named(&cells), &mut self.scratch);
        let row = Row {
            line,
            body: bytes,
            format,
            content_hash,
            quarantine_hash: content_hash,
        };
        Ok(self.context.arrival(
            &row,
            &header.cells(&cells),
            Vec::new(),
            self.zone.as_ref(),
            self.imported_at,
        ))
    }

    /// Reads a row that is a JSON object; `number` counts the rows from 1.
    pub(crate) fn json(&mut self, element: &[u8], number: u64) -> (Arrival, Noticed) {
        if let Some(foreign) = &self.foreign {
            return match flatten(element) {
                Ok(members) => {
                    let fields = Fields::of(&members);
                    self.foreign(foreign, &fields, number, element, RowFormat::Json)
                }
                Err(problem) => self.broken(number, element, RowFormat::Json, problem),
            };
        }
        match json_members(element) {
            Ok(members) => {
                let named = members
                    .iter()
                    .map(|(name, text)| (name.as_ref(), text.as_ref()));
                let content_hash = content_hash(named, &mut self.scratch);
                let row = Row {
                    line: number,
                    body: element,
                    format: RowFormat::Json,
                    content_hash,
                    quarantine_hash: content_hash,
                };
                self.context.arrival(
                    &row,
                    &json_cells(&members),
                    Vec::new(),
                    self.zone.as_ref(),
                    self.imported_at,
                )
            }
            Err(problem) => self.broken(number, element, RowFormat::Json, problem),
        }
    }

    fn foreign<'a>(
        &self,
        foreign: &'a Foreign,
        fields: &Fields<'a>,
        line: u64,
        body: &[u8],
        format: RowFormat,
    ) -> (Arrival, Noticed) {
        let mut read = foreign.read(fields);
        let row = Row {
            line,
            body,
            format,
            content_hash: foreign_hash(fields, &read),
            quarantine_hash: content_hash(fields.all(), &mut Vec::new()),
        };
        foreign.place(fields, &mut read, self.context);
        let found = std::mem::take(&mut read.problems);
        self.context.arrival(
            &row,
            &read.cells(),
            found,
            self.zone.as_ref(),
            self.imported_at,
        )
    }

    /// A row that cannot be read even so far as to have cells.
    pub(super) fn broken(
        &self,
        line: u64,
        bytes: &[u8],
        format: RowFormat,
        problem: Problem,
    ) -> (Arrival, Noticed) {
        let row = Row {
            line,
            body: bytes,
            format,
            content_hash: body_hash(bytes),
            quarantine_hash: body_hash(bytes),
        };
        (
            unreadable(&row, problem, self.imported_at),
            Noticed::default(),
        )
    }
}

/// The fingerprint of another tool's row: its fields, and what the mapping makes of them. The same row under a mapping that
/// was mended is then another revision, and not "unchanged"; comments and order in the mapping make no difference.
fn foreign_hash(fields: &Fields<'_>, row: &ForeignRow<'_>) -> [u8; 16] {
    let between = std::iter::once(("", "="));
    content_hash(
        fields.all().chain(between).chain(row.named()),
        &mut Vec::new(),
    )
}
