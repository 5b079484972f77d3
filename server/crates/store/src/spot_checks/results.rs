//! What rates of spot checks are made of: every interview that was drawn, and how many were completed.

use super::fired::read_fired;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::area::AreaId;
use domain::evaluate::Part;
use domain::spot_check::{Checked, Found, Layer, PlanSummary, StratumKey, Verdict};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};
use std::collections::HashMap;

/// Which draws are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpotResultsOf {
    /// Those of this wave; `None`: of every wave.
    pub wave: Option<i32>,
    /// Those of tehsils in the subtree of this area; `None`: everywhere.
    pub area: Option<AreaId>,
}

/// A wave of which something was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotWaveDrawn {
    /// Its key.
    pub wave_id: i32,
    /// Its code; empty: the wave of submissions that name none.
    pub code: String,
    /// Draws.
    pub draws: u64,
}

/// What an enumerator completed in a union council.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpotCompleted {
    /// Whose.
    pub enumerator_id: i32,
    /// The union council.
    pub area_id: AreaId,
    /// Completed interviews that count for their households: each household once. What draws are made from.
    pub counted: u64,
    /// Completed interviews of households that count by another interview.
    pub repeated: u64,
}

/// Draws `d` of a wave ($1) and of tehsils under an area ($2) in which something of an enumerator ($3) was drawn; below 0 means any.
macro_rules! draws_meant {
    () => {
        "($3 < 0 OR d.draw_id IN (SELECT x.draw_id FROM spot_check x WHERE x.enumerator_id = $3)) AND ($1 < 0 OR d.wave_id = $1) AND ($2 < 0 OR d.tehsil_id IN (WITH RECURSIVE down (area_id) AS (SELECT area_id FROM area \
         WHERE area_id = $2 UNION ALL SELECT a.area_id FROM area a JOIN down x ON a.parent_id = x.area_id) SELECT area_id FROM down))"
    };
}

impl Db {
    /// Every interview that was drawn, and every one that was visited instead, in the order of their checks. Those replaced, withdrawn or
    /// not visited yet are among them. A draw has one tehsil, so that the strata of an area above are whole.
    pub async fn spot_results(&self, of: SpotResultsOf) -> Result<Vec<Checked>, StoreError> {
        self.spot_results_with(of, None).await
    }

    /// The same of those draws alone in which something of an enumerator was drawn: what their figures are made of.
    pub async fn spot_results_beside(
        &self,
        of: SpotResultsOf,
        enumerator_id: i32,
    ) -> Result<Vec<Checked>, StoreError> {
        self.spot_results_with(of, Some(enumerator_id)).await
    }

    async fn spot_results_with(
        &self,
        of: SpotResultsOf,
        enumerator_id: Option<i32>,
    ) -> Result<Vec<Checked>, StoreError> {
        const PLANS: &str = concat!(
            "SELECT d.draw_id, d.plan FROM spot_draw d WHERE ",
            draws_meant!()
        );
        const CHECKS: &str = concat!(
            "SELECT c.draw_id, d.tehsil_id, c.raw_id, c.enumerator_id, c.area_id, c.layer, c.stratum, c.fired, c.found, c.compared_1, \
             c.differ_1, c.compared_2, c.differ_2, c.compared_3, c.differ_3, c.outcome FROM spot_check c \
             JOIN spot_draw d ON d.draw_id = c.draw_id WHERE ",
            draws_meant!(),
            " ORDER BY c.check_id"
        );
        // The checks first: of what is drawn meanwhile the plan alone is read then, and no check is without its plan.
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(CHECKS)
            .bind(of.wave.unwrap_or(-1))
            .bind(of.area.unwrap_or(-1))
            .bind(enumerator_id.unwrap_or(-1))
            .fetch_all(pool)
            .await?);
        let plans: Vec<(i32, String)> = each_db!(self, pool => sqlx::query_as(PLANS)
            .bind(of.wave.unwrap_or(-1))
            .bind(of.area.unwrap_or(-1))
            .bind(enumerator_id.unwrap_or(-1))
            .fetch_all(pool)
            .await?);
        let sizes = sizes_of(plans)?;
        let checked = rows.into_iter().map(|row| {
            let stratum_interviews = sizes.get(&row.stratum).copied().ok_or_else(|| {
                let StratumKey { draw, stratum } = row.stratum;
                StoreError::other(format!("the plan of draw {draw} has no stratum {stratum}"))
            })?;
            Ok(Checked {
                stratum_interviews,
                ..row.checked()
            })
        });
        checked.collect()
    }

    /// The waves of which something was drawn in tehsils under an area, the last one first.
    pub async fn spot_waves_drawn(&self, area: AreaId) -> Result<Vec<SpotWaveDrawn>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT d.wave_id, w.code, COUNT(*), MAX(d.starts_on) FROM spot_draw d JOIN wave w ON w.wave_id = d.wave_id WHERE ",
            draws_meant!(),
            " GROUP BY d.wave_id, w.code ORDER BY 4 DESC, 1"
        );
        let rows: Vec<(i32, String, i64, i32)> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(-1)
            .bind(area)
            .bind(-1)
            .fetch_all(pool)
            .await?);
        let waves = rows
            .into_iter()
            .map(|(wave_id, code, draws, _)| SpotWaveDrawn {
                wave_id,
                code,
                draws: draws.unsigned_abs(),
            });
        Ok(waves.collect())
    }

    /// What those of whom something was drawn have completed, by union council: of the wave, and in the area. Whoever was never drawn is left out.
    pub async fn spot_completed(
        &self,
        of: SpotResultsOf,
    ) -> Result<Vec<SpotCompleted>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT r.enumerator_id, r.area_id, CAST(SUM(r.complete) AS BIGINT), CAST(SUM(r.repeated) AS BIGINT) \
             FROM rollup_enumerator_day r WHERE r.enumerator_id IN (SELECT c.enumerator_id FROM spot_check c \
             JOIN spot_draw d ON d.draw_id = c.draw_id WHERE ",
            draws_meant!(),
            ") AND ($1 < 0 OR r.wave_id = $1) AND ($2 < 0 OR r.area_id IN (WITH RECURSIVE below (area_id) AS (SELECT area_id FROM area \
             WHERE area_id = $2 UNION ALL SELECT a.area_id FROM area a JOIN below x ON a.parent_id = x.area_id) \
             SELECT area_id FROM below)) GROUP BY r.enumerator_id, r.area_id ORDER BY r.enumerator_id, r.area_id"
        );
        let rows: Vec<(i32, i32, i64, i64)> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(of.wave.unwrap_or(-1))
            .bind(of.area.unwrap_or(-1))
            .bind(-1)
            .fetch_all(pool)
            .await?);
        let completed =
            rows.into_iter().map(
                |(enumerator_id, area_id, counted, repeated)| SpotCompleted {
                    enumerator_id,
                    area_id,
                    counted: counted.unsigned_abs(),
                    repeated: repeated.unsigned_abs(),
                },
            );
        Ok(completed.collect())
    }
}

/// Interviews of each stratum, by the plans as they are kept.
fn sizes_of(plans: Vec<(i32, String)>) -> Result<HashMap<StratumKey, u32>, StoreError> {
    let mut sizes = HashMap::new();
    for (draw_id, plan) in plans {
        let plan: PlanSummary = serde_json::from_str(&plan).map_err(|error| {
            StoreError::other(format!("the plan of draw {draw_id} is not read: {error}"))
        })?;
        for stratum in plan.strata {
            let key = StratumKey {
                draw: i64::from(draw_id),
                stratum: stratum.number,
            };
            sizes.insert(key, stratum.interviews);
        }
    }
    Ok(sizes)
}

/// A check with what is known of it, but for its stratum's size.
struct Columns {
    stratum: StratumKey,
    tehsil: AreaId,
    key: i64,
    enumerator: i32,
    union_council: AreaId,
    layer: Layer,
    fired: Option<String>,
    found: Option<i16>,
    /// By type: compared, and differing.
    errors: [(Option<i32>, Option<i32>); 3],
    outcome: Option<i16>,
}

impl Columns {
    fn checked(self) -> Checked {
        let count = |count: Option<i32>| u64::from(count.unwrap_or(0).max(0).unsigned_abs());
        Checked {
            key: self.key,
            enumerator: self.enumerator,
            union_council: self.union_council,
            tehsil: self.tehsil,
            stratum: self.stratum,
            layer: self.layer,
            stratum_interviews: 0,
            fired: self.fired.as_deref().map(read_fired),
            found: self.found.and_then(Found::from_rank),
            errors: self.errors.map(|(compared, differ)| Part {
                part: count(differ),
                of: count(compared),
            }),
            verdict: self.outcome.and_then(Verdict::from_rank),
        }
    }
}

impl<'r, R> FromRow<'r, R> for Columns
where
    R: Row,
    usize: ColumnIndex<R>,
    i16: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Columns, sqlx::Error> {
        let layer: String = row.try_get(5)?;
        let draw: i32 = row.try_get(0)?;
        let stratum: i32 = row.try_get(6)?;
        Ok(Columns {
            stratum: StratumKey {
                draw: i64::from(draw),
                stratum: stratum.max(0).unsigned_abs(),
            },
            tehsil: row.try_get(1)?,
            key: row.try_get(2)?,
            enumerator: row.try_get(3)?,
            union_council: row.try_get(4)?,
            layer: Layer::from_code(&layer).ok_or_else(|| {
                sqlx::Error::Decode("a check of a later program: its layer".into())
            })?,
            fired: row.try_get(7)?,
            found: row.try_get(8)?,
            errors: [
                (row.try_get(9)?, row.try_get(10)?),
                (row.try_get(11)?, row.try_get(12)?),
                (row.try_get(13)?, row.try_get(14)?),
            ],
            outcome: row.try_get(15)?,
        })
    }
}
