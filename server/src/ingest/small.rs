//! Targets and rosters: small CSV files, each row taken or set aside on its own.

use super::cells::{Header, HeaderError, as_text};
use super::file::{Form, peek, recognise};
use super::file_hash::Hashed;
use super::hash::body_hash;
use super::interpret::{RowFormat, fit};
use super::records::Records;
use super::submissions::{ImportError, Job, later};
use super::summary::ImportSummary;
use domain::parse::{ROSTER_COLUMNS, TARGET_COLUMNS, parse_roster, parse_target};
use domain::reason::Reason;
use domain::roster::RosterRow;
use domain::target::TargetRow;
use std::io::Read;
use std::time::Instant;
use store::{Db, Line, QuarantineRow, Rejected, RowOutcome, Run, RunInfo, RunKind, StoreError};

/// Rows a transaction. A province has 4,015 targets a wave and tens of thousands of enumerators.
const BATCH_ROWS: usize = 10_000;

/// Imports a targets file.
pub async fn import_targets(
    db: &Db,
    source: impl Read,
    job: Job,
) -> Result<ImportSummary, ImportError> {
    let (imported_at, begun) = (job.imported_at, Instant::now());
    let (lines, mut run) = read_targets(source, job)?;
    for batch in lines.chunks(BATCH_ROWS) {
        db.import_targets(&mut run, batch).await?;
    }
    Ok(db.finish_run(&run, later(imported_at, begun)).await?.into())
}

/// Imports a roster file. Only `enumerator_code` is required.
pub async fn import_roster(
    db: &Db,
    source: impl Read,
    job: Job,
) -> Result<ImportSummary, ImportError> {
    let (imported_at, begun) = (job.imported_at, Instant::now());
    let (lines, mut run) = read_roster(source, job)?;
    for batch in lines.chunks(BATCH_ROWS) {
        db.import_roster(&mut run, batch).await?;
    }
    Ok(db.finish_run(&run, later(imported_at, begun)).await?.into())
}

/// Reads the rows of a targets file.
pub fn read_targets(
    source: impl Read,
    job: Job,
) -> Result<(Vec<Line<TargetRow>>, Run), ImportError> {
    read(
        source,
        &TARGET_COLUMNS,
        &TARGET_COLUMNS,
        RunKind::Targets,
        job,
        |cells| parse_target(&cells),
    )
}

/// Reads the rows of a roster file.
pub fn read_roster(
    source: impl Read,
    job: Job,
) -> Result<(Vec<Line<RosterRow>>, Run), ImportError> {
    read(
        source,
        &ROSTER_COLUMNS,
        &ROSTER_COLUMNS[..1],
        RunKind::Roster,
        job,
        |cells| parse_roster(&cells),
    )
}

fn read<T, const N: usize>(
    source: impl Read,
    columns: &[&str; N],
    required: &[&str],
    kind: RunKind,
    job: Job,
    parse: impl Fn([&str; N]) -> Result<T, Vec<String>>,
) -> Result<(Vec<Line<T>>, Run), ImportError> {
    let source = Hashed::new(source);
    let hash = source.hash();
    let (start, source) = peek(source)?;
    let separator = match recognise(&start).map_err(ImportError::WrongFile)? {
        Form::Csv { separator } => separator,
        Form::NdJson | Form::JsonArray => {
            return Err(HeaderError::Missing {
                missing: required.iter().map(|name| (*name).to_owned()).collect(),
                found: vec!["JSON; these files are CSV".to_owned()],
            }
            .into());
        }
    };
    let mut records = Records::new(std::io::Cursor::new(start).chain(source));
    let mut lines = Vec::new();
    let mut header: Option<Header> = None;
    let mut header_text = None;
    while let Some(record) = records.next_record()? {
        let Some(header) = &header else {
            header = Some(Header::read(record.bytes, separator, required)?);
            header_text = Some(String::from_utf8_lossy(record.bytes).into_owned());
            continue;
        };
        let body = record.bytes.to_vec();
        lines.push(Line {
            row_number: record.line,
            content: content(&body, header, columns, kind, &parse),
            body_hash: body_hash(&body),
            format: RowFormat::of_separator(separator).rank(),
            body,
        });
    }
    let mut run = Run::new(RunInfo {
        kind,
        source_name: job.source_name,
        header: header_text,
        started_at: job.imported_at,
        by: job.by,
    });
    run.of_file(hash.of_whole());
    Ok((lines, run))
}

/// The one reason that lines of such files have: their sentences say the rest.
fn unreadable(kind: RunKind) -> Reason {
    match kind {
        RunKind::Targets => Reason::Targets,
        RunKind::Roster => Reason::Roster,
        RunKind::Submissions | RunKind::Trails => Reason::Malformed,
    }
}

fn content<T, const N: usize>(
    body: &[u8],
    header: &Header,
    columns: &[&str; N],
    kind: RunKind,
    parse: impl Fn([&str; N]) -> Result<T, Vec<String>>,
) -> Result<T, Rejected> {
    read_cells(body, header, columns)
        .and_then(|cells| parse(std::array::from_fn(|index| cells[index].as_str())))
        .map_err(|reasons| Rejected {
            code: unreadable(kind),
            reason: reasons.join(" "),
        })
}

/// Reads quarantined rows of a targets file again, under the file's header, and takes what can be taken.
/// Answers one outcome a row.
pub(super) async fn targets_again(
    db: &Db,
    run: &mut Run,
    header: &Header,
    rows: Vec<QuarantineRow>,
) -> Result<Vec<RowOutcome>, StoreError> {
    let lines = lines_again(rows, |body| {
        content(body, header, &TARGET_COLUMNS, RunKind::Targets, |cells| {
            parse_target(&cells)
        })
    });
    db.import_targets(run, &lines).await
}

/// The same for the roster.
pub(super) async fn roster_again(
    db: &Db,
    run: &mut Run,
    header: &Header,
    rows: Vec<QuarantineRow>,
) -> Result<Vec<RowOutcome>, StoreError> {
    let lines = lines_again(rows, |body| {
        content(body, header, &ROSTER_COLUMNS, RunKind::Roster, |cells| {
            parse_roster(&cells)
        })
    });
    db.import_roster(run, &lines).await
}

fn lines_again<T>(
    rows: Vec<QuarantineRow>,
    read: impl Fn(&[u8]) -> Result<T, Rejected>,
) -> Vec<Line<T>> {
    rows.into_iter()
        .map(|row| Line {
            row_number: row.row_number,
            content: read(&row.body),
            // It leaves by the fingerprint that it stands there with.
            body_hash: row.body_hash,
            format: row.format.unwrap_or_default(),
            body: row.body,
        })
        .collect()
}

/// A row's cells in the order of `columns`, trimmed; a column that the file lacks is blank.
fn read_cells<const N: usize>(
    bytes: &[u8],
    header: &Header,
    columns: &[&str; N],
) -> Result<[String; N], Vec<String>> {
    let said = |problem: domain::problem::Problem| vec![problem.to_string()];
    let text = as_text(bytes).map_err(said)?;
    let mut splitter = header.splitter();
    let mut cells: Vec<&str> = splitter.split(text).collect();
    fit(&mut cells, header).map_err(said)?;
    Ok(columns.map(|name| {
        header
            .position(name)
            .map_or(String::new(), |at| cells[at].trim().to_owned())
    }))
}
