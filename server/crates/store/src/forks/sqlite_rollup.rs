//! SQLite: facts streamed in the order of their key and summed in memory.
//!
//! `GROUP BY` over a million facts sorts them first, for area and wave are not part of the key; here an enumerator's day
//! is summed while it passes. The sums are those of the portable statements (`rollup.rs`), which the conformance story
//! compares.

use super::sqlite::SqliteFile;
use super::sqlite_bulk::insert_all;
use super::sqlite_door::For;
use super::sqlite_record::read_meta;
use super::sqlite_turns::begin_long_here;
use crate::beside::both;
use crate::error::StoreError;
use crate::meta;
use crate::rollup::{MARK_LISTINGS, RollUp, area_day_steps};
use domain::coverage::Counts;
use domain::outcome::{Outcome, ReviewState};
use domain::place::Place;
use rusqlite::{Connection, Params, Row, Transaction};

/// What is summed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The days of enumerators of which some cell is dirty.
    Dirty,
    /// Everything.
    All,
}

/// One enumerator's sums in one area and wave on one day.
#[derive(Clone, Debug)]
struct Sum {
    enumerator_id: i32,
    survey_day: i32,
    area_id: i32,
    wave_id: i32,
    counts: Counts,
    first_start_ms: Option<i64>,
    last_end_ms: Option<i64>,
}

/// Sums gathered before they are written.
const SUMS_AT_A_TIME: usize = 10_000;

pub(crate) fn roll_up(
    file: &SqliteFile,
    connection: &mut Connection,
    extent: Extent,
) -> Result<RollUp, StoreError> {
    let (tx, _turn) = begin_long_here(file, connection)?;
    let count = |table: &str| -> Result<i64, StoreError> {
        Ok(
            tx.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| {
                row.get(0)
            })?,
        )
    };
    let dirty = count("dirty_cell")?;
    if dirty == 0 && extent == Extent::Dirty {
        return Ok(RollUp::default());
    }
    let nothing_summed_yet: bool = tx.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM rollup_enumerator_day)",
        [],
        |row| row.get(0),
    )?;
    // Where nothing was summed every fact stands in a dirty cell: no need to look the cells up.
    let everything = extent == Extent::All || nothing_summed_yet;
    if everything {
        tx.execute("DELETE FROM rollup_enumerator_day", [])?;
        sum_everything(file, &tx)?;
    } else {
        tx.execute(FORGET_DIRTY, [])?;
        sum_facts(&tx, DIRTY_FACTS, [], |sums| write(&tx, sums))?;
    }
    for step in area_day_steps(everything) {
        tx.execute(step, [])?;
    }
    tx.execute(MARK_LISTINGS, [])?;
    tx.execute("DELETE FROM dirty_cell", [])?;
    tx.execute(
        "UPDATE meta SET value = (SELECT value FROM meta WHERE key = ?1) WHERE key = ?2",
        [meta::LATEST_RECEIVED_MS, meta::AS_OF_MS],
    )?;
    tx.execute(
        "UPDATE meta SET value = value + 1 WHERE key = ?1",
        [meta::DATA_VERSION],
    )?;
    let cells = match extent {
        Extent::Dirty => dirty,
        Extent::All => count("rollup_enumerator_day")?,
    };
    tx.commit()?;
    Ok(RollUp {
        cells: u64::try_from(cells).unwrap_or(0),
    })
}

const FORGET_DIRTY: &str = "DELETE FROM rollup_enumerator_day \
     WHERE (enumerator_id, survey_day) IN (SELECT enumerator_id, survey_day FROM dirty_cell)";

const FACTS_BELOW: &str =
    "FROM fact f WHERE f.enumerator_id < ?1 ORDER BY f.enumerator_id, f.survey_day";
const FACTS_FROM: &str =
    "FROM fact f WHERE f.enumerator_id >= ?1 ORDER BY f.enumerator_id, f.survey_day";

const DIRTY_FACTS: &str = "FROM (SELECT DISTINCT enumerator_id, survey_day FROM dirty_cell) d \
     CROSS JOIN fact f ON f.enumerator_id = d.enumerator_id AND f.survey_day = d.survey_day \
     ORDER BY d.enumerator_id, d.survey_day";

/// From so many facts on half of them are read on a thread of its own.
const WORTH_A_THREAD: i64 = 50_000;

/// The number in the middle of those of enumerators with facts; none where there are none.
const MIDDLE: &str =
    "SELECT ((SELECT MIN(enumerator_id) FROM fact) + (SELECT MAX(enumerator_id) FROM fact)) / 2";

/// Sums all facts, half of them on a thread and a connection of its own. That sees the same facts: nobody else may change any meanwhile, and
/// this transaction has not.
fn sum_everything(file: &SqliteFile, tx: &Transaction<'_>) -> Result<(), StoreError> {
    let middle: Option<i32> = tx.query_row(MIDDLE, [], |row| row.get(0))?;
    let Some(middle) = middle else { return Ok(()) };
    let (from_middle, below) = both(
        read_meta(tx, meta::LAST_RAW_ID)? >= WORTH_A_THREAD,
        || {
            let mut all = Vec::new();
            let connection = file.door.open(For::Reading)?;
            sum_facts(&connection, FACTS_FROM, [middle], |sums| {
                all.extend_from_slice(sums);
                Ok(())
            })?;
            Ok::<_, StoreError>(all)
        },
        || sum_facts(tx, FACTS_BELOW, [middle], |sums| write(tx, sums)),
    );
    below?;
    write(tx, &from_middle?)
}

/// Sums the facts that a query finds, enumerator's day by enumerator's day; `hand_on` gets some at a time.
fn sum_facts(
    connection: &Connection,
    facts: &str,
    parameters: impl Params,
    mut hand_on: impl FnMut(&[Sum]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    // The last column of a fact: to find it SQLite reads the lengths of all others.
    let any_stands_aside: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM fact WHERE resurvey_id IS NOT NULL)",
        [],
        |row| row.get(0),
    )?;
    let stands_aside = match any_stands_aside {
        true => "f.resurvey_id IS NOT NULL",
        false => "0",
    };
    let mut statement = connection.prepare(&format!(
        "SELECT f.enumerator_id, f.survey_day, f.area_id, f.wave_id, f.outcome, f.review_state, f.place, f.counted, \
         f.edge_distance_m IS NOT NULL, f.started_at_ms, f.ended_at_ms, {stands_aside} {facts}"
    ))?;
    let mut rows = statement.query(parameters)?;
    let mut finished: Vec<Sum> = Vec::with_capacity(SUMS_AT_A_TIME + 64);
    // The sums of the enumerator's day that is passing: one for each area and wave, nearly always one.
    let mut passing: Vec<Sum> = Vec::new();
    while let Some(row) = rows.next()? {
        let day = (row.get(0)?, row.get(1)?);
        if passing
            .first()
            .is_some_and(|sum| (sum.enumerator_id, sum.survey_day) != day)
        {
            finished.append(&mut passing);
            if finished.len() >= SUMS_AT_A_TIME {
                hand_on(&finished)?;
                finished.clear();
            }
        }
        let place = (row.get(2)?, row.get(3)?);
        let index = match passing
            .iter()
            .position(|sum| (sum.area_id, sum.wave_id) == place)
        {
            Some(index) => index,
            None => {
                passing.push(Sum {
                    enumerator_id: day.0,
                    survey_day: day.1,
                    area_id: place.0,
                    wave_id: place.1,
                    counts: Counts::default(),
                    first_start_ms: None,
                    last_end_ms: None,
                });
                passing.len() - 1
            }
        };
        add(&mut passing[index], row)?;
    }
    finished.append(&mut passing);
    hand_on(&finished)
}

/// Adds a fact to its cell's sums.
fn add(sum: &mut Sum, row: &Row<'_>) -> Result<(), StoreError> {
    let unknown = |what: &str| StoreError::Corrupt {
        detail: format!("a fact with an unknown {what}"),
    };
    let outcome = Outcome::from_rank(row.get(4)?).ok_or_else(|| unknown("outcome"))?;
    let review = ReviewState::from_rank(row.get(5)?).ok_or_else(|| unknown("review state"))?;
    let place = Place::from_rank(row.get(6)?).ok_or_else(|| unknown("place"))?;
    let (counted, has_edge): (bool, bool) = (row.get(7)?, row.get(8)?);
    let stands_aside: bool = row.get(11)?;
    let counts = &mut sum.counts;
    let column = match (review, outcome) {
        (ReviewState::Rejected, _) => &mut counts.rejected,
        (_, Outcome::Complete) if stands_aside => &mut counts.rejected,
        (_, Outcome::Complete) if counted => &mut counts.complete,
        (_, Outcome::Complete) => &mut counts.repeated,
        (_, Outcome::Partial) => &mut counts.partial,
        (_, Outcome::Refused) => &mut counts.refused,
        (_, Outcome::NotAtHome) => &mut counts.not_at_home,
        (_, Outcome::Vacant) => &mut counts.vacant,
        (_, Outcome::NotFound) => &mut counts.not_found,
        (_, Outcome::Other) => &mut counts.other,
    };
    *column += 1;
    let (with_fix, judged, inside) = match place {
        Place::NoFix | Place::InvalidFix => (0, 0, 0),
        Place::InsideClaimed => (1, 1, 1),
        Place::OutsideClaimed => (1, 1, 0),
        Place::OutsideSurvey => (1, u32::from(has_edge), 0),
        Place::NoBoundary => (1, 0, 0),
    };
    counts.with_fix += with_fix;
    counts.judged_fix += judged;
    counts.inside_claimed += inside;
    let (start, end): (Option<i64>, Option<i64>) = (row.get(9)?, row.get(10)?);
    sum.first_start_ms = [sum.first_start_ms, start].into_iter().flatten().min();
    sum.last_end_ms = sum.last_end_ms.max(end);
    Ok(())
}

fn write(tx: &Transaction<'_>, sums: &[Sum]) -> Result<(), StoreError> {
    let statement = (
        "INSERT OR ROLLBACK INTO rollup_enumerator_day (enumerator_id, survey_day, area_id, wave_id, complete, repeated, \
         partial, refused, not_at_home, vacant, not_found, other, rejected, with_fix, judged_fix, inside_claimed, \
         first_start_ms, last_end_ms) VALUES ",
        18,
        "",
    );
    insert_all(tx, statement, sums, |row, sum| {
        row.push(sum.enumerator_id)?;
        row.push(sum.survey_day)?;
        row.push(sum.area_id)?;
        row.push(sum.wave_id)?;
        for count in sum.counts.to_array() {
            row.push(count)?;
        }
        row.push(sum.first_start_ms)?;
        row.push(sum.last_end_ms)?;
        Ok(())
    })
}
