//! Submissions from a file: read on one thread, recorded on another, batch by batch, in constant memory.

use super::cells::{Header, HeaderError, Splitter, as_text, json_cells, json_members};
use super::file::{Form, WrongFile, recognise};
use super::hash::{body_hash, content_hash};
use super::interpret::{Context, FACTS_VERSION, Noticed, Row, RowFormat, fit, unreadable};
use super::json_elements::JsonElements;
use super::records::Records;
use super::summary::ImportSummary;
use domain::problem::Problem;
use domain::submission::Column;
use domain::time::EpochMs;
use jiff::tz::TimeZone;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use store::{Arrival, Db, RunInfo, RunKind, StoreError};
use tokio::sync::mpsc;

/// Rows of the first transaction; each further one has twice as many as the one before. Something is on the pages soon, and
/// a short file is not held up.
const FIRST_BATCH_ROWS: usize = 5_000;
/// Rows of a transaction at most: large enough that the disk is not asked too often, small enough that little is repeated
/// after a crash.
const MOST_BATCH_ROWS: usize = 100_000;
/// Bytes a transaction, whatever the number of rows: what bounds the memory of an import.
const BATCH_BYTES: usize = 96 << 20;
/// Batches that wait between reading and recording. With one being read and one being recorded, three are in memory.
const BATCHES_WAITING: usize = 1;

/// Why a whole file was not imported. What earlier batches recorded stays; importing again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is no file of ours.
    #[error("{0}")]
    WrongFile(WrongFile),
    /// The zone told for it is none.
    #[error("{0}")]
    Zone(String),
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
        "The submissions on file were read by an older program, whose households are told apart in another way. Nothing was \
         imported. Run this first: fieldwatch reprocess --all"
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
    pub actor: String,
    /// The time of import: stands in for missing times of receipt.
    pub imported_at: EpochMs,
}

/// A file that was recognised and whose header was read.
pub struct Opened<R> {
    rows: Rows<R>,
    zone: Option<TimeZone>,
    /// What is needed to read single rows again; kept with the run.
    read_as: ReadAs,
}

/// What is needed to read a single row of a file again.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReadAs {
    /// A CSV file's header line.
    pub header: Option<String>,
    /// The zone that was told for times that name none.
    pub zone: Option<String>,
}

enum Rows<R> {
    Csv(Box<CsvRows<R>>),
    Json { elements: JsonElements<R>, row: u64 },
}

struct CsvRows<R> {
    records: Records<R>,
    header: Header,
    splitter: Splitter,
    format: RowFormat,
}

/// A source whose first bytes were looked at and put back.
pub type PutBack<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

/// Recognises a file and reads its header. Nothing is recorded yet. `zone` names the zone of times that name none;
/// without it such times are a problem.
pub fn open<R: Read>(
    source: R,
    zone_name: Option<String>,
) -> Result<Opened<PutBack<R>>, ImportError> {
    let zone = zone_name
        .as_deref()
        .map(crate::clock::zone)
        .transpose()
        .map_err(ImportError::Zone)?;
    let (start, source) = peek(source)?;
    let form = recognise(&start).map_err(ImportError::WrongFile)?;
    let whole = io::Cursor::new(start).chain(source);
    match form {
        Form::NdJson | Form::JsonArray => Ok(Opened {
            rows: Rows::Json {
                elements: JsonElements::new(whole),
                row: 0,
            },
            zone,
            read_as: ReadAs {
                header: None,
                zone: zone_name,
            },
        }),
        Form::Csv { separator } => {
            let mut records = Records::new(whole);
            let required = Column::REQUIRED.map(Column::name);
            let Some(first) = records.next_record()? else {
                return Err(ImportError::WrongFile(WrongFile::Empty));
            };
            let header = Header::read(first.bytes, separator, &required)?;
            let read_as = ReadAs {
                header: Some(String::from_utf8_lossy(first.bytes).into_owned()),
                zone: zone_name,
            };
            let format = if separator == b';' {
                RowFormat::CsvSemicolon
            } else {
                RowFormat::CsvComma
            };
            let splitter = header.splitter();
            Ok(Opened {
                rows: Rows::Csv(Box::new(CsvRows {
                    records,
                    header,
                    splitter,
                    format,
                })),
                zone,
                read_as,
            })
        }
    }
}

/// The first bytes of a source, enough for a header of any sane length.
fn peek<R: Read>(mut source: R) -> io::Result<(Vec<u8>, R)> {
    let mut start = Vec::new();
    source.by_ref().take(64 << 10).read_to_end(&mut start)?;
    Ok((start, source))
}

/// Imports a file that was opened. `done_bytes` grows as the file is read, for a progress bar.
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
        actor: job.actor,
    });
    let (send, mut receive) = mpsc::channel(BATCHES_WAITING);
    let reader = std::thread::spawn(move || {
        read_batches(
            opened.rows,
            &context,
            opened.zone,
            imported_at,
            &done_bytes,
            &send,
        )
    });
    let mut outcome = Ok(());
    while let Some(batch) = receive.recv().await {
        if let Err(error) = recorder.record(batch).await {
            outcome = Err(error);
            break;
        }
    }
    // A closed channel stops the reader at its next batch.
    drop(receive);
    let read = reader.join().map_err(|_| ImportError::Reader)?;
    outcome?;
    let summary = recorder.finish(later(imported_at, begun)).await?;
    let noticed = read?;
    Ok(ImportSummary {
        swapped_fixes: noticed.swapped,
        first_swapped_line: noticed.first_swapped_line,
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
}

fn read_batches<R: Read>(
    mut rows: Rows<R>,
    context: &Context,
    zone: Option<TimeZone>,
    imported_at: EpochMs,
    done_bytes: &AtomicU64,
    send: &mpsc::Sender<Vec<Arrival>>,
) -> io::Result<NoticedInFile> {
    let mut file = NoticedInFile::default();
    let mut most_rows = FIRST_BATCH_ROWS;
    let mut batch = Vec::with_capacity(most_rows);
    let mut bytes = 0;
    let mut reader = RowReader::new(context, zone, imported_at);
    loop {
        let from = batch.len();
        let Some(read) = reader.next(&mut rows, |arrival: Arrival, noticed: Noticed| {
            if noticed.looks_swapped {
                file.swapped += 1;
                file.first_swapped_line = file.first_swapped_line.or(Some(arrival.row_number));
            }
            batch.push(arrival);
        })?
        else {
            break;
        };
        done_bytes.fetch_add(read, Ordering::Relaxed);
        // A row costs its bytes and about 600 more for what was read from it.
        bytes += batch[from..]
            .iter()
            .map(|arrival| arrival.body.len() + 600)
            .sum::<usize>();
        if batch.len() >= most_rows || bytes >= BATCH_BYTES {
            most_rows = (most_rows * 2).min(MOST_BATCH_ROWS);
            let full = std::mem::replace(&mut batch, Vec::with_capacity(most_rows));
            bytes = 0;
            if send.blocking_send(full).is_err() {
                return Ok(file);
            }
        }
    }
    if !batch.is_empty() {
        // The receiver is gone only when recording failed, and then that error is what counts.
        let _ = send.blocking_send(batch);
    }
    Ok(file)
}

/// Reads rows one by one.
pub(super) struct RowReader<'c> {
    context: &'c Context,
    zone: Option<TimeZone>,
    imported_at: EpochMs,
    scratch: Vec<u8>,
}

impl<'c> RowReader<'c> {
    pub(super) fn new(
        context: &'c Context,
        zone: Option<TimeZone>,
        imported_at: EpochMs,
    ) -> RowReader<'c> {
        RowReader {
            context,
            zone,
            imported_at,
            scratch: Vec::new(),
        }
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

    fn csv(
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
        fit(&mut cells, header)?;
        let content_hash = content_hash(header.named(&cells), &mut self.scratch);
        let row = Row {
            line,
            body: bytes,
            format,
            content_hash,
        };
        Ok(self.context.arrival(
            &row,
            &header.cells(&cells),
            self.zone.as_ref(),
            self.imported_at,
        ))
    }

    /// Reads a row that is a JSON object; `number` counts the rows from 1.
    pub(super) fn json(&mut self, element: &[u8], number: u64) -> (Arrival, Noticed) {
        match json_members(element) {
            Ok(members) => {
                let named = members
                    .iter()
                    .map(|(name, text)| (name.as_str(), text.as_str()));
                let content_hash = content_hash(named, &mut self.scratch);
                let row = Row {
                    line: number,
                    body: element,
                    format: RowFormat::Json,
                    content_hash,
                };
                self.context.arrival(
                    &row,
                    &json_cells(&members),
                    self.zone.as_ref(),
                    self.imported_at,
                )
            }
            Err(problem) => self.broken(number, element, RowFormat::Json, problem),
        }
    }

    fn broken(
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
        };
        (
            unreadable(&row, problem, self.imported_at),
            Noticed::default(),
        )
    }
}
