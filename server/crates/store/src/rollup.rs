//! The stage `roll_up`: sums by enumerator-day and by area-day, recomputed from facts for dirty cells, never
//! incremented.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::sqlite_rollup::{self, Extent};
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta;
use sqlx::PgConnection;

/// What a roll-up did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RollUp {
    /// Cells (enumerator, day, area, wave) recomputed.
    pub cells: u64,
}

/// The columns of `domain::coverage::Counts`, in its order.
macro_rules! counts {
    () => {
        "complete, repeated, partial, refused, not_at_home, vacant, not_found, other, rejected, with_fix, judged_fix, \
         inside_claimed"
    };
}

/// The twelve sums over facts `f`. Outcomes and places are ranks of the domain: outcome 0 complete … 6 other,
/// review state 3 rejected, place 2 inside, 3 outside the claimed area, 4 outside the survey, 5 no boundary.
/// A fix outside the survey can be judged where the claimed area has an edge. Interviews that are made again count with those rejected.
macro_rules! sums_of_facts {
    () => {
        "COUNT(*) FILTER (WHERE f.counted), \
         COUNT(*) FILTER (WHERE NOT f.counted AND f.outcome = 0 AND f.review_state <> 3 AND f.resurvey_id IS NULL), \
         COUNT(*) FILTER (WHERE f.outcome = 1 AND f.review_state <> 3), \
         COUNT(*) FILTER (WHERE f.outcome = 2 AND f.review_state <> 3), \
         COUNT(*) FILTER (WHERE f.outcome = 3 AND f.review_state <> 3), \
         COUNT(*) FILTER (WHERE f.outcome = 4 AND f.review_state <> 3), \
         COUNT(*) FILTER (WHERE f.outcome = 5 AND f.review_state <> 3), \
         COUNT(*) FILTER (WHERE f.outcome = 6 AND f.review_state <> 3), \
         COUNT(*) FILTER (WHERE f.review_state = 3 OR (f.outcome = 0 AND f.resurvey_id IS NOT NULL)), \
         COUNT(*) FILTER (WHERE f.place >= 2), \
         COUNT(*) FILTER (WHERE f.place IN (2, 3) OR (f.place = 4 AND f.edge_distance_m IS NOT NULL)), \
         COUNT(*) FILTER (WHERE f.place = 2)"
    };
}

macro_rules! sums_of_rollups {
    () => {
        "SUM(r.complete), SUM(r.repeated), SUM(r.partial), SUM(r.refused), SUM(r.not_at_home), SUM(r.vacant), \
         SUM(r.not_found), SUM(r.other), SUM(r.rejected), SUM(r.with_fix), SUM(r.judged_fix), SUM(r.inside_claimed)"
    };
}

/// The district of every area, found by climbing its parents (level 2 is a district).
macro_rules! districts {
    () => {
        "WITH RECURSIVE climb (area_id, at_level, at_id, next_id) AS ( \
             SELECT area_id, level, area_id, parent_id FROM area \
             UNION ALL \
             SELECT c.area_id, a.level, a.area_id, a.parent_id FROM climb c JOIN area a ON a.area_id = c.next_id \
             WHERE c.at_level > 2 \
         ), district (area_id, district_id) AS (SELECT area_id, at_id FROM climb WHERE at_level = 2) "
    };
}

const FORGET_DIRTY_ENUMERATOR_DAYS: &str = "DELETE FROM rollup_enumerator_day \
     WHERE (enumerator_id, survey_day, area_id, wave_id) IN \
     (SELECT enumerator_id, survey_day, area_id, wave_id FROM dirty_cell)";

const SUM_DIRTY_ENUMERATOR_DAYS: &str = concat!(
    "INSERT INTO rollup_enumerator_day (enumerator_id, survey_day, area_id, wave_id, ",
    counts!(),
    ", first_start_ms, last_end_ms) SELECT f.enumerator_id, f.survey_day, f.area_id, f.wave_id, ",
    sums_of_facts!(),
    ", MIN(f.started_at_ms), MAX(f.ended_at_ms) FROM dirty_cell d JOIN fact f \
     ON f.enumerator_id = d.enumerator_id AND f.survey_day = d.survey_day AND f.area_id = d.area_id \
     AND f.wave_id = d.wave_id GROUP BY f.enumerator_id, f.survey_day, f.area_id, f.wave_id \
     ORDER BY f.enumerator_id, f.survey_day, f.area_id, f.wave_id"
);

const SUM_ALL_ENUMERATOR_DAYS: &str = concat!(
    "INSERT INTO rollup_enumerator_day (enumerator_id, survey_day, area_id, wave_id, ",
    counts!(),
    ", first_start_ms, last_end_ms) SELECT f.enumerator_id, f.survey_day, f.area_id, f.wave_id, ",
    sums_of_facts!(),
    ", MIN(f.started_at_ms), MAX(f.ended_at_ms) FROM fact f \
     GROUP BY f.enumerator_id, f.survey_day, f.area_id, f.wave_id \
     ORDER BY f.enumerator_id, f.survey_day, f.area_id, f.wave_id"
);

const FORGET_DIRTY_AREA_DAYS: &str = "DELETE FROM rollup_area_day \
     WHERE (area_id, wave_id, survey_day) IN (SELECT area_id, wave_id, survey_day FROM dirty_cell)";

const SUM_DIRTY_AREA_DAYS: &str = concat!(
    districts!(),
    "INSERT INTO rollup_area_day (district_id, area_id, wave_id, survey_day, ",
    counts!(),
    ") SELECT COALESCE(t.district_id, 0), r.area_id, r.wave_id, r.survey_day, ",
    sums_of_rollups!(),
    " FROM (SELECT DISTINCT area_id, wave_id, survey_day FROM dirty_cell) d \
     JOIN rollup_enumerator_day r \
     ON r.area_id = d.area_id AND r.survey_day = d.survey_day AND r.wave_id = d.wave_id \
     LEFT JOIN district t ON t.area_id = r.area_id \
     GROUP BY COALESCE(t.district_id, 0), r.area_id, r.wave_id, r.survey_day"
);

const SUM_ALL_AREA_DAYS: &str = concat!(
    districts!(),
    "INSERT INTO rollup_area_day (district_id, area_id, wave_id, survey_day, ",
    counts!(),
    ") SELECT COALESCE(t.district_id, 0), r.area_id, r.wave_id, r.survey_day, ",
    sums_of_rollups!(),
    " FROM rollup_enumerator_day r LEFT JOIN district t ON t.area_id = r.area_id \
     GROUP BY COALESCE(t.district_id, 0), r.area_id, r.wave_id, r.survey_day"
);

const FORGET_ALL_ENUMERATOR_DAYS: &str = "DELETE FROM rollup_enumerator_day";
const FORGET_ALL_AREA_DAYS: &str = "DELETE FROM rollup_area_day";
/// Listings of whose union councils a visit has changed are counted again there ([`crate::listing`]). (SQLite takes the `ON` for a join's
/// where nothing stands before it.)
pub(crate) const MARK_LISTINGS: &str = "INSERT INTO listing_due (listing_id, area_id) \
     SELECT DISTINCT l.listing_id, d.area_id FROM dirty_cell d JOIN listing l ON l.wave_id = d.wave_id WHERE TRUE \
     ON CONFLICT DO NOTHING";
const CLEAR_DIRTY: &str = "DELETE FROM dirty_cell";
const TAKE_AS_OF: &str =
    "UPDATE meta SET value = (SELECT value FROM meta WHERE key = $1) WHERE key = $2";

impl Db {
    /// Whether any cell waits to be recomputed.
    pub async fn has_dirty_cells(&self) -> Result<bool, StoreError> {
        let waiting: Option<i32> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT 1 FROM dirty_cell LIMIT 1"
        ).fetch_optional(pool).await?);
        Ok(waiting.is_some())
    }

    /// Recomputes the sums of the cells that changed since the last roll-up, in one transaction. Writes nothing if none
    /// did.
    pub async fn roll_up(&self) -> Result<RollUp, StoreError> {
        if let Db::Sqlite(file) = self {
            return file
                .blocking(|file, connection| {
                    sqlite_rollup::roll_up(file, connection, Extent::Dirty)
                })
                .await;
        }
        let mut tx = self.begin_write().await?;
        let cells: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COUNT(*) FROM dirty_cell"
        ).fetch_one(&mut *conn).await?);
        if cells == 0 {
            return Ok(RollUp::default());
        }
        sum_in_memory(tx.postgres()?).await?;
        let everything = is_empty(&mut tx).await?;
        let enumerator_days: &[&'static str] = if everything {
            &[SUM_ALL_ENUMERATOR_DAYS]
        } else {
            &[FORGET_DIRTY_ENUMERATOR_DAYS, SUM_DIRTY_ENUMERATOR_DAYS]
        };
        run(&mut tx, enumerator_days).await?;
        run(&mut tx, &area_day_steps(everything)).await?;
        finish(tx).await?;
        Ok(RollUp {
            cells: u64::try_from(cells).unwrap_or(0),
        })
    }

    /// Recomputes all sums from all facts, in one transaction. Leaves the same content as [`Db::roll_up`].
    pub async fn roll_up_all(&self) -> Result<RollUp, StoreError> {
        if let Db::Sqlite(file) = self {
            return file
                .blocking(|file, connection| sqlite_rollup::roll_up(file, connection, Extent::All))
                .await;
        }
        let mut tx = self.begin_write().await?;
        sum_in_memory(tx.postgres()?).await?;
        run(
            &mut tx,
            &[FORGET_ALL_ENUMERATOR_DAYS, SUM_ALL_ENUMERATOR_DAYS],
        )
        .await?;
        run(&mut tx, &area_day_steps(true)).await?;
        let cells: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COUNT(*) FROM rollup_enumerator_day"
        ).fetch_one(&mut *conn).await?);
        finish(tx).await?;
        Ok(RollUp {
            cells: u64::try_from(cells).unwrap_or(0),
        })
    }
}

/// For the rest of the transaction PostgreSQL may hold some hundred thousand sums in memory: with the 4 MB of its default it writes them to
/// the disk and reads them again. Compiling the sums (`jit`) takes as long as it saves.
async fn sum_in_memory(pg: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("SELECT set_config('work_mem', '128MB', TRUE), set_config('jit', 'off', TRUE)")
        .execute(pg)
        .await?;
    Ok(())
}

/// The statements that bring the sums by area-day up to date with those by enumerator-day, on either database.
pub(crate) fn area_day_steps(everything: bool) -> [&'static str; 2] {
    if everything {
        [FORGET_ALL_AREA_DAYS, SUM_ALL_AREA_DAYS]
    } else {
        [FORGET_DIRTY_AREA_DAYS, SUM_DIRTY_AREA_DAYS]
    }
}

/// Nothing was ever summed: every fact is in a dirty cell, and no look-up by cell is needed.
async fn is_empty(tx: &mut WriteTx) -> Result<bool, StoreError> {
    Ok(each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT 1 FROM rollup_enumerator_day)"
    ).fetch_one(&mut *conn).await?))
}

/// Sums area-days again, from the sums of enumerator-days: areas have moved to other districts.
pub(crate) async fn rebuild_area_days(tx: &mut WriteTx) -> Result<(), StoreError> {
    run(tx, &area_day_steps(true)).await
}

async fn run(tx: &mut WriteTx, steps: &[&'static str]) -> Result<(), StoreError> {
    for step in steps {
        each_tx!(tx, conn => {
            sqlx::query(*step).execute(&mut *conn).await?;
        });
    }
    Ok(())
}

async fn finish(mut tx: WriteTx) -> Result<(), StoreError> {
    run(&mut tx, &[MARK_LISTINGS, CLEAR_DIRTY]).await?;
    each_tx!(&mut tx, conn => {
        sqlx::query(TAKE_AS_OF)
            .bind(meta::LATEST_RECEIVED_MS)
            .bind(meta::AS_OF_MS)
            .execute(&mut *conn)
            .await?;
    });
    meta::bump_data_version(&mut tx).await?;
    tx.commit_derived().await
}
