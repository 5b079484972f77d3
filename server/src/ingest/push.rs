//! Submissions pushed by a machine: rows of a request, read in bounded memory and handed on in batches.

use super::interpret::Context;
use super::json_elements::JsonElements;
use super::submissions::RowReader;
use crate::ground::GroundError;
use domain::area::AreaId;
use domain::reason::Reason;
use domain::time::EpochMs;
use jiff::tz::TimeZone;
use std::io::{self, Read};
use store::{Arrival, Db, Rejected};

/// Rows a request at most: what a client repeats after a failure, and what an answer's memory is bounded by.
pub const MOST_ROWS: usize = 10_000;
/// Bytes a request at most, unpacked.
pub const MOST_BYTES: u64 = 64 << 20;
/// Rows handed on together.
const BATCH_ROWS: usize = 1_000;
/// Bytes handed on together, whatever the number of rows.
const BATCH_BYTES: usize = 4 << 20;

/// Why a request was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// It has more rows than a request may have.
    #[error("A request may have at most {MOST_ROWS} rows. Send the rest in another.")]
    TooManyRows,
    /// It is longer than a request may be.
    #[error("A request may have at most 64 MiB, unpacked. Send the rest in another.")]
    TooLong,
    /// It ended early, or is not what its headers say.
    #[error(
        "The request could not be read to its end: {0}. Send the rows that have no result again."
    )]
    Read(io::Error),
}

/// What rows are read by that come one by one: pushed, pulled, or replayed.
pub struct Reading {
    /// The version of the areas it was made from, or an older one.
    pub areas_version: i64,
    /// Areas and boundaries.
    pub context: Context,
}

impl Reading {
    /// Reads the areas as they are now.
    pub async fn load(db: &Db, survey_zone: &TimeZone) -> Result<Reading, GroundError> {
        // The version first: areas that change while they are read are then read again the next time.
        let areas_version = db.areas_version().await?;
        Ok(Reading {
            areas_version,
            context: Context::load(db, survey_zone).await?,
        })
    }

    /// A row for an area that the sender may not speak for is quarantined, not dropped: somebody made that interview.
    pub(super) fn refuse_outside(&self, scope: AreaId, arrival: &mut Arrival) {
        let Ok(fact) = &arrival.content else { return };
        let areas = &self.context.names;
        if fact.area_id == scope || areas.lies_in(fact.area_id, scope) {
            return;
        }
        arrival.content = Err(Rejected {
            code: Reason::OutsideScope,
            reason: format!(
                "The token may send for {} and what lies below it; {} does not.",
                areas.code(scope),
                areas.code(fact.area_id)
            ),
        });
    }
}

/// Reads the rows of a request and hands them on; `hand_on` answers whether to go on. Blocks.
pub fn read(
    reading: &Reading,
    scope: AreaId,
    imported_at: EpochMs,
    body: impl Read,
    mut hand_on: impl FnMut(Vec<Arrival>) -> bool,
) -> Result<(), PushError> {
    let mut elements = JsonElements::new(AtMost {
        source: body,
        left: MOST_BYTES,
    });
    let mut reader = RowReader::new(&reading.context, None, None, imported_at);
    let mut batch = Vec::with_capacity(BATCH_ROWS);
    let (mut bytes, mut rows) = (0, 0);
    let ended = loop {
        let element = match elements.next_element() {
            Ok(Some(element)) => element,
            Ok(None) => break Ok(()),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                break Err(PushError::TooLong);
            }
            Err(error) => break Err(PushError::Read(error)),
        };
        if rows == MOST_ROWS {
            break Err(PushError::TooManyRows);
        }
        rows += 1;
        let (mut arrival, _) = reader.json(element.trim_ascii(), rows as u64);
        reading.refuse_outside(scope, &mut arrival);
        bytes += arrival.body.len();
        batch.push(arrival);
        if batch.len() >= BATCH_ROWS || bytes >= BATCH_BYTES {
            bytes = 0;
            if !hand_on(std::mem::take(&mut batch)) {
                return Ok(());
            }
        }
    };
    // What was read whole before the trouble is recorded: the answer says so, row by row.
    if !batch.is_empty() {
        hand_on(batch);
    }
    ended
}

/// Ends with an error after so many bytes.
struct AtMost<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for AtMost<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_may_be_as_long_as_allowed_and_no_longer() {
        let read = |left| {
            let mut all = Vec::new();
            AtMost {
                source: &b"0123456789"[..],
                left,
            }
            .read_to_end(&mut all)
            .map_err(|error| error.kind())
        };
        assert_eq!(read(10), Ok(10));
        assert_eq!(read(9), Err(io::ErrorKind::FileTooLarge));
    }
}
