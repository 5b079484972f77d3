//! Facts that step aside, and step back: households are decided anew by the same pure code as when submissions are recorded.

use super::reading::of_work;
use crate::error::StoreError;
use crate::flags::wait;
use crate::forks::{WriteTx, each_tx};
use crate::meta;
use crate::record::Cell;
use crate::record::households::{Claim, Holder, judged_again, plan_households};
use crate::record::plan::KnownFact;
use domain::area::AreaId;
use std::collections::BTreeSet;

/// A fact with what places it among its household's.
pub(super) struct Known {
    pub(super) fact: KnownFact,
    completed_at_ms: i64,
    pub(super) submission_id: String,
    is_valid_complete: bool,
}

/// `household_key` for valid completes only, as everywhere.
macro_rules! known_columns {
    () => {
        "SELECT f.enumerator_id, f.survey_day, f.raw_id, f.area_id, f.wave_id, \
         CASE WHEN f.outcome = 0 AND f.review_state <> 3 THEN f.household_key END, f.counted, f.completed_at_ms, r.submission_id, \
         (f.outcome = 0 AND f.review_state <> 3) AS is_valid FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id WHERE "
    };
}

type Columns = (
    i32,
    i32,
    i64,
    i32,
    i32,
    Option<i64>,
    bool,
    i64,
    String,
    bool,
);

fn read(row: Columns) -> Known {
    Known {
        fact: KnownFact {
            enumerator_id: row.0,
            survey_day: row.1,
            raw_id: row.2,
            area_id: row.3,
            wave_id: row.4,
            household_key: row.5,
            counted: row.6,
        },
        completed_at_ms: row.7,
        submission_id: row.8,
        is_valid_complete: row.9,
    }
}

/// Lets an enumerator's work in a union council and wave step aside. Of its households whoever is next counts. Answers the facts by day.
pub(super) async fn step_aside(
    tx: &mut WriteTx,
    (wave_id, enumerator_id, area_id): (i32, i32, AreaId),
    resurvey_id: i32,
) -> Result<Vec<Known>, StoreError> {
    const FIND: &str = concat!(
        known_columns!(),
        "f.enumerator_id = $1 AND f.wave_id = $2 AND f.area_id = $3 AND ",
        of_work!(),
        " ORDER BY f.survey_day, f.raw_id"
    );
    const STEP_ASIDE: &str = "UPDATE fact SET counted = FALSE, resurvey_id = $4 \
                              WHERE enumerator_id = $1 AND survey_day = $2 AND raw_id = $3";
    let rows: Vec<Columns> = each_tx!(&mut *tx, conn => sqlx::query_as(FIND)
        .bind(enumerator_id)
        .bind(wave_id)
        .bind(area_id)
        .fetch_all(&mut *conn)
        .await?);
    let known: Vec<Known> = rows.into_iter().map(read).collect();
    let removed: Vec<KnownFact> = known.iter().map(|known| known.fact).collect();
    let holders = holders(tx, &removed).await?;
    for fact in &removed {
        each_tx!(&mut *tx, conn => {
            sqlx::query(STEP_ASIDE)
                .bind(fact.enumerator_id)
                .bind(fact.survey_day)
                .bind(fact.raw_id)
                .bind(resurvey_id)
                .execute(&mut *conn)
                .await?;
        });
    }
    let counted = plan_households(&[], &removed, &holders);
    recount(tx, &counted.promoted, true).await?;
    mark(tx, &[&removed, &counted.promoted], &holders).await?;
    Ok(known)
}

/// Lets the facts of an acceptance step back, whatever they say by now: each counts as if nothing had been.
pub(super) async fn step_back(tx: &mut WriteTx, resurvey_id: i32) -> Result<(), StoreError> {
    const FIND: &str = concat!(
        known_columns!(),
        "f.resurvey_id = $1 AND f.kept ORDER BY f.survey_day, f.raw_id"
    );
    let rows: Vec<Columns> = each_tx!(&mut *tx, conn => sqlx::query_as(FIND)
        .bind(resurvey_id)
        .fetch_all(&mut *conn)
        .await?);
    let known: Vec<Known> = rows.into_iter().map(read).collect();
    let facts: Vec<KnownFact> = known.iter().map(|known| known.fact).collect();
    let holders = holders(tx, &facts).await?;
    let with_household = |known: &&Known| known.fact.household_key.is_some();
    let claims: Vec<Claim<'_>> = known
        .iter()
        .filter_map(|known| {
            Some(Claim {
                household_key: known.fact.household_key?,
                completed_at_ms: known.completed_at_ms,
                submission_id: &known.submission_id,
            })
        })
        .collect();
    let counted = plan_households(&claims, &[], &holders);
    recount(tx, &counted.dethroned, false).await?;
    for fact in &facts {
        each_tx!(&mut *tx, conn => {
            sqlx::query(
                "UPDATE fact SET resurvey_id = NULL WHERE enumerator_id = $1 AND survey_day = $2 AND raw_id = $3",
            )
            .bind(fact.enumerator_id)
            .bind(fact.survey_day)
            .bind(fact.raw_id)
            .execute(&mut *conn)
            .await?;
        });
    }
    let claimed = known.iter().filter(with_household).zip(&counted.claims);
    let of_nobody = known
        .iter()
        .filter(|known| !with_household(known) && known.is_valid_complete);
    let count: Vec<KnownFact> = claimed
        .filter(|(_, counts)| **counts)
        .map(|(known, _)| known)
        .chain(of_nobody)
        .map(|known| known.fact)
        .collect();
    recount(tx, &count, true).await?;
    mark(tx, &[&facts, &counted.dethroned], &holders).await
}

/// All valid completes on file of the households of some facts, without those that stand aside.
async fn holders(tx: &mut WriteTx, facts: &[KnownFact]) -> Result<Vec<Holder>, StoreError> {
    // As the partial indexes say it: each database knows its own words again only.
    const SQLITE: [&str; 2] = [
        concat!(
            known_columns!(),
            "f.household_key = $1 AND f.household_key IS NOT NULL AND f.counted = 1"
        ),
        concat!(
            known_columns!(),
            "f.household_key = $1 AND f.household_key IS NOT NULL AND f.counted = 0 AND f.outcome = 0 AND f.review_state <> 3 \
             AND f.resurvey_id IS NULL"
        ),
    ];
    const POSTGRES: [&str; 2] = [
        concat!(
            known_columns!(),
            "f.household_key = $1 AND f.household_key IS NOT NULL AND f.counted"
        ),
        concat!(
            known_columns!(),
            "f.household_key = $1 AND f.household_key IS NOT NULL AND NOT f.counted AND f.outcome = 0 AND f.review_state <> 3 \
             AND f.resurvey_id IS NULL"
        ),
    ];
    let queries = match tx {
        WriteTx::Sqlite(_) => SQLITE,
        WriteTx::Postgres(_) => POSTGRES,
    };
    let keys: BTreeSet<i64> = facts.iter().filter_map(|fact| fact.household_key).collect();
    let mut holders = Vec::new();
    for household_key in keys {
        for query in queries {
            let rows: Vec<Columns> = each_tx!(&mut *tx, conn => sqlx::query_as(query)
                .bind(household_key)
                .fetch_all(&mut *conn)
                .await?);
            holders.extend(rows.into_iter().map(read).map(|known| Holder {
                fact: known.fact,
                household_key,
                completed_at_ms: known.completed_at_ms,
                submission_id: known.submission_id,
            }));
        }
    }
    Ok(holders)
}

async fn recount(tx: &mut WriteTx, facts: &[KnownFact], counts: bool) -> Result<(), StoreError> {
    for fact in facts {
        each_tx!(&mut *tx, conn => {
            sqlx::query(
                "UPDATE fact SET counted = $4 WHERE enumerator_id = $1 AND survey_day = $2 AND raw_id = $3",
            )
            .bind(fact.enumerator_id)
            .bind(fact.survey_day)
            .bind(fact.raw_id)
            .bind(counts)
            .execute(&mut *conn)
            .await?;
        });
    }
    Ok(())
}

/// Has the cells of facts summed again and their enumerators judged again. Recorders elsewhere remember which households count.
async fn mark(
    tx: &mut WriteTx,
    changed: &[&[KnownFact]],
    holders: &[Holder],
) -> Result<(), StoreError> {
    let cells: BTreeSet<Cell> = changed
        .iter()
        .flat_map(|facts| facts.iter().map(KnownFact::cell))
        .collect();
    let cells: Vec<Cell> = cells.into_iter().collect();
    for cell in &cells {
        each_tx!(&mut *tx, conn => {
            sqlx::query(
                "INSERT INTO dirty_cell (enumerator_id, survey_day, area_id, wave_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            )
            .bind(cell.enumerator_id)
            .bind(cell.survey_day)
            .bind(cell.area_id)
            .bind(cell.wave_id)
            .execute(&mut *conn)
            .await?;
        });
    }
    wait(tx, &judged_again(&cells, holders)).await?;
    each_tx!(tx, conn => {
        sqlx::query("UPDATE meta SET value = value + 1 WHERE key = $1")
            .bind(meta::RECORD_VERSION)
            .execute(&mut *conn)
            .await?;
    });
    Ok(())
}
