//! Reading a household listing in (docs/decisions/0115): a file to rows, rows to households with their codes looked up, households to the
//! store, batch by batch.

mod refused;
mod rows;

pub use refused::Refused;
pub use rows::{ListedRows, NoListing};

use super::file_hash::Hashed;
use super::hash::household_key;
use crate::retention::archive::ArchiveError;
use domain::area::AreaId;
use domain::audit::Stamp;
use domain::listing::{ListedHousehold, parse_listed};
use rows::ListedLine;
use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use store::listing::{ListedInput, ListingRefusal, NewListing, Outcome, Taken};
use store::{Db, StoreError};

/// Rows a transaction: others write in between.
const BATCH_ROWS: usize = 5_000;

/// Why a listing was not read in.
#[derive(Debug, thiserror::Error)]
pub enum ListingError {
    /// It is none.
    #[error(transparent)]
    NoListing(#[from] NoListing),
    /// Another one has the name.
    #[error(
        "The listing {name} is a {kind} of {wave}. Give this one another name, or remove that one first: fieldwatch listing remove {name}"
    )]
    Other {
        /// The name.
        name: String,
        /// What the other one lists.
        kind: &'static str,
        /// Of which wave, in words.
        wave: String,
    },
    /// Not a single row was there.
    #[error("The file has a header and no household. Nothing was changed.")]
    NoRows,
    /// What was hashed is not what was read.
    #[error(
        "The file was changed while it was read. What was taken stays, nothing was removed; import it again when nobody writes to it."
    )]
    FileChanged,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of refused rows cannot be written.
    #[error(transparent)]
    Refused(#[from] ArchiveError),
}

impl From<io::Error> for ListingError {
    fn from(error: io::Error) -> ListingError {
        NoListing::Read(error).into()
    }
}

/// How it is read.
pub struct HowRead<'a> {
    /// Nothing is written.
    pub is_dry: bool,
    /// Households that the file does not name stay.
    pub keeps_others: bool,
    /// Who, and when.
    pub by: &'a Stamp,
    /// Bytes read.
    pub progress: &'a AtomicU64,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListingSummary {
    /// Rows read.
    pub read: u64,
    /// What became of them.
    pub taken: Taken,
    /// Whether this very file had been read in before, with every row taken: it was not read again.
    pub is_known: bool,
    /// Whether households that the file does not name stay because rows of it were refused: they may be among these.
    pub keeps_for_refused: bool,
}

/// The hash of a file: SHA-256 of all of it.
pub fn hash_of(source: impl Read) -> io::Result<[u8; 32]> {
    let mut source = Hashed::new(source);
    let hash = source.hash();
    io::copy(&mut source, &mut io::sink())?;
    hash.of_whole()
        .ok_or_else(|| io::Error::other("the file's end was not reached"))
}

/// What the codes of rows mean. What cannot be looked up is not quoted: in a file whose columns are mixed up it is somebody's name.
struct Codes {
    areas: HashMap<String, AreaId>,
    enumerators: HashMap<String, i32>,
    wave: Option<String>,
}

impl Codes {
    fn look_up(&self, row: ListedHousehold) -> Result<ListedInput, String> {
        let Some(area_id) = self.areas.get(&row.area_code) else {
            return Err(
                "area_code is none of an area on file. Correct it, or import the areas first."
                    .to_owned(),
            );
        };
        let enumerator_id = match &row.enumerator_code {
            None => None,
            Some(code) => match self.enumerators.get(code) {
                Some(id) => Some(*id),
                None => {
                    return Err(
                        "enumerator_code is nobody's on the roster. Import the roster first, or correct it.".to_owned(),
                    );
                }
            },
        };
        Ok(ListedInput {
            household_key: household_key(self.wave.as_deref(), &row.area_code, &row.reference),
            area_id: *area_id,
            area_code: row.area_code,
            reference: row.reference,
            point: row.point,
            address: row.address,
            enumerator_id,
        })
    }
}

/// Reads a file in. Rows that cannot be taken go to `refused`; nothing of what they hold is in an error or in a log.
pub async fn import(
    db: &Db,
    new: NewListing,
    source: impl Read,
    how: &HowRead<'_>,
    refused: &mut Refused,
) -> Result<ListingSummary, ListingError> {
    let file_hash = new.file_hash;
    let source = Hashed::new(source);
    let hash = source.hash();
    let mut rows = ListedRows::open(Counted(source, how.progress))?;
    // A file without a household makes no listing.
    let mut waiting = rows.next_line()?;
    if waiting.is_none() {
        return Err(ListingError::NoRows);
    }
    let codes = Codes {
        areas: areas(db).await?,
        enumerators: db.enumerator_ids().await?,
        wave: Some(new.wave.clone()).filter(|wave| !wave.is_empty()),
    };
    let reading = match how.is_dry {
        true => db.look_at_listing(new.clone()).await?,
        false => db.begin_listing(new.clone(), how.by).await?,
    };
    let reading = reading.map_err(|ListingRefusal::Other { kind, wave }| ListingError::Other {
        name: new.name,
        kind: kind.code(),
        wave: match wave.as_str() {
            "" => "interviews that name no wave".to_owned(),
            code => format!("wave {code}"),
        },
    })?;
    let mut summary = ListingSummary::default();
    if reading.is_known {
        summary.is_known = true;
        return Ok(summary);
    }
    let mut batch: Vec<(ListedLine, ListedInput)> = Vec::with_capacity(BATCH_ROWS);
    loop {
        let line = match waiting.take() {
            Some(first) => Some(first),
            None => rows.next_line()?,
        };
        let is_end = line.is_none();
        if let Some(line) = line {
            summary.read += 1;
            let household = line.cells.clone().and_then(|cells| {
                let row = parse_listed(&cells.each_ref().map(String::as_str));
                row.map_err(|problems| problems.join(" "))
            });
            match household.and_then(|row| codes.look_up(row)) {
                Ok(input) => batch.push((line, input)),
                Err(problem) => refused.keep(&line, &problem)?,
            }
        }
        if batch.len() == BATCH_ROWS || (is_end && !batch.is_empty()) {
            let (lines, inputs): (Vec<ListedLine>, Vec<ListedInput>) = batch.drain(..).unzip();
            let outcomes = db.take_listed(&reading, &inputs).await?;
            summary.taken.add(&outcomes);
            for (line, outcome) in lines.iter().zip(outcomes) {
                if outcome == Outcome::Twice {
                    refused.keep(
                        line,
                        "An earlier row of the file names the same household and says something else of it; that one was taken. Remove \
                         the wrong one of the two.",
                    )?;
                }
            }
        }
        if is_end {
            break;
        }
    }
    rows.drain()?;
    if hash.of_whole() != Some(file_hash) {
        return Err(ListingError::FileChanged);
    }
    summary.taken.refused = refused.rows;
    // A row that was refused may be of a household that is on the list.
    summary.keeps_for_refused = refused.rows > 0 && !how.keeps_others;
    let removes = refused.rows == 0 && !how.keeps_others;
    refused.finish()?;
    summary.taken = match how.is_dry {
        true => db.would_be_gone(&reading, summary.taken, removes).await?,
        false => {
            db.finish_listing(&reading, summary.taken, removes, how.by)
                .await?
        }
    };
    Ok(summary)
}

async fn areas(db: &Db) -> Result<HashMap<String, AreaId>, StoreError> {
    let areas = db.load_areas().await?.into_iter();
    Ok(areas.map(|area| (area.code, area.id)).collect())
}

/// Counts the bytes that are read.
struct Counted<'a, R>(R, &'a AtomicU64);

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
