//! How the rows of a run are read again: by its header, zone and mapping, or by what was mended of them.

use super::Mended;
use crate::ingest::cells::Header;
use crate::ingest::file::{Form, recognise};
use crate::ingest::interpret::RowFormat;
use crate::ingest::opening::ReadAs;
use crate::ingest::push::Reading;
use crate::ingest::reprocess::HowToRead;
use crate::ingest::submissions::RowReader;
use domain::area::AreaId;
use domain::problem::Problem;
use domain::time::EpochMs;
use store::{Arrival, Db, QuarantineRow, RunKind, StoreError, WaitingRun};

/// How the rows of one run are read now.
pub(super) struct AsItCame {
    /// Kept with the replay's own run.
    pub(super) stored: Option<String>,
    pub(super) by: ReadBy,
}

pub(super) enum ReadBy {
    Submissions {
        read_as: ReadAs,
        /// Of what was pushed: the area that the token may send for.
        scope: Option<AreaId>,
    },
    /// Targets, by their file's header.
    Targets(Header),
    /// Lines of the roster, by their file's header.
    Roster(Header),
}

/// Finds how a run's rows are to be read, or a sentence why that cannot be told.
pub(super) async fn as_it_came(
    db: &Db,
    run: &WaitingRun,
    mended: &Mended,
) -> Result<Result<AsItCame, String>, StoreError> {
    let stored = db.run_header(run.run_id).await?;
    let read_by: fn(Header) -> ReadBy = match run.kind {
        RunKind::Submissions => return submissions_as_they_came(db, run, stored, mended).await,
        RunKind::Targets => ReadBy::Targets,
        RunKind::Roster => ReadBy::Roster,
        // A line of a log means nothing without the lines beside it.
        RunKind::Trails => return Ok(Err(LINE_OF_A_LOG.to_owned())),
    };
    let header = stored
        .as_deref()
        .and_then(|line| Header::read(line.as_bytes(), separator(line), &[]).ok());
    Ok(match header {
        Some(header) => Ok(AsItCame {
            stored,
            by: read_by(header),
        }),
        None => Err(NO_HEADER.to_owned()),
    })
}

async fn submissions_as_they_came(
    db: &Db,
    run: &WaitingRun,
    stored: Option<String>,
    mended: &Mended,
) -> Result<Result<AsItCame, String>, StoreError> {
    let (mut read_as, scope) = match stored.as_deref().map(serde_json::from_str::<ReadAs>) {
        Some(Ok(read_as)) => (read_as, None),
        Some(Err(_)) => return Ok(Err(NO_HEADER.to_owned())),
        // Pushed: each row is whole in itself, and what the token may not speak for stays where it is, as it did then. An
        // area's place may have changed since; a token's scope never does.
        None => match db.token_scope(&run.actor).await? {
            Some(scope) => (ReadAs::default(), Some(scope)),
            None => {
                return Ok(Err(format!(
                    "there is no token {}, so that it cannot be told which areas they may be for",
                    run.actor
                )));
            }
        },
    };
    if let Some(zone) = &mended.zone {
        read_as.zone = Some(zone.clone());
    }
    if let (Some(_), Some(mapping)) = (read_as.format, &mended.mapping) {
        read_as.mapping = Some(mapping.text.clone());
    }
    // Held against the file's header once and for all its rows, as at an import.
    let format = format_of(None, &read_as);
    if let Some(Err(reason)) = HowToRead::of(read_as.clone(), format).foreign {
        return Ok(Err(reason));
    }
    let stored = match read_as == ReadAs::default() {
        true => None,
        false => serde_json::to_string(&read_as).ok(),
    };
    let by = ReadBy::Submissions { read_as, scope };
    Ok(Ok(AsItCame { stored, by }))
}

const LINE_OF_A_LOG: &str = "lines of logs and paradata are not read again by themselves; mend the file and import it again";
const NO_HEADER: &str = "the header of their file is not on record; import the file again instead";

/// The separator of a header line, told as at the import.
fn separator(header: &str) -> u8 {
    match recognise(header.as_bytes()) {
        Ok(Form::Csv { separator }) => separator,
        _ => b',',
    }
}

/// The format of a row that was set aside before its format was kept: that of its file, told as at the import.
fn format_of(kept: Option<i16>, read_as: &ReadAs) -> i16 {
    kept.unwrap_or_else(|| {
        read_as
            .header
            .as_deref()
            .map_or(RowFormat::Json, |line| {
                RowFormat::of_separator(separator(line))
            })
            .rank()
    })
}

/// Reads a page of submissions again.
pub(super) fn again(reading: &Reading, by: &ReadBy, page: &[QuarantineRow]) -> Vec<Arrival> {
    let ReadBy::Submissions { read_as, scope } = by else {
        return Vec::new();
    };
    let mut arrivals = Vec::with_capacity(page.len());
    for same in page.chunk_by(|a, b| a.format == b.format) {
        let format = format_of(same[0].format, read_as);
        let HowToRead {
            header,
            zone,
            foreign,
        } = HowToRead::of(read_as.clone(), format);
        let foreign = foreign.and_then(Result::ok);
        let mut reader = RowReader::new(&reading.context, zone, foreign, EpochMs(0));
        for row in same {
            // Where the row names no time of receipt: it came when it came, not when it was replayed. It must not pass for
            // newer than a revision that arrived meanwhile.
            reader.importing_at(row.first_seen_at);
            let mut arrival = one_row(&mut reader, header.as_ref(), format, row);
            // It leaves by the fingerprint that it stands there with.
            arrival.quarantine_hash = row.body_hash;
            if let Some(scope) = scope {
                reading.refuse_outside(*scope, &mut arrival);
            }
            arrivals.push(arrival);
        }
    }
    arrivals
}

fn one_row(
    reader: &mut RowReader<'_>,
    header: Option<&Header>,
    format: i16,
    row: &QuarantineRow,
) -> Arrival {
    let (line, body) = (row.row_number, row.body.as_slice());
    let (arrival, _) = match (RowFormat::from_rank(format), header) {
        (Some(RowFormat::Json), _) => reader.json(body, line),
        (Some(format), Some(header)) => reader
            .csv(line, body, header, &mut header.splitter(), format)
            .unwrap_or_else(|problem| reader.broken(line, body, format, problem)),
        (format, _) => {
            let format = format.unwrap_or(RowFormat::Json);
            reader.broken(line, body, format, Problem::Malformed(NO_HEADER.to_owned()))
        }
    };
    arrival
}
