//! What the cube in memory is built from: rollup rows and plans, never single submissions.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::{meta, targets};
use domain::area::{Area, AreaId};
use domain::coverage::Counts;
use domain::target::Plan;
use domain::time::{EpochMs, SurveyDay};

/// One area's plan in one wave.
pub type WavePlan = (AreaId, i32, Plan);
/// One area's sums on one day of one wave.
pub type AreaDayCell = (AreaId, i32, SurveyDay, Counts);
/// An enumerator sent something from an area on a day of a wave: day, area, wave, enumerator.
pub type Presence = (SurveyDay, AreaId, i32, i32);
/// One enumerator's deployment: tehsil, first and last day (`None` is open).
pub type Deployment = (AreaId, Option<SurveyDay>, Option<SurveyDay>);

/// Everything pages need to add up. Areas appear in `cells` and `presence` under the area that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CubeRows {
    /// Every area, by level and code.
    pub areas: Vec<Area>,
    /// Every target.
    pub plans: Vec<WavePlan>,
    /// Number and code of every wave; number 0, code "", is that of submissions that name none.
    pub waves: Vec<(i32, String)>,
    /// Sums by area, wave and day.
    pub cells: Vec<AreaDayCell>,
    /// Who was where when, each once.
    pub presence: Vec<Presence>,
    /// Deployments of the roster that name a tehsil.
    pub deployments: Vec<Deployment>,
    /// The latest receipt among the submissions in these sums; `None` before the first.
    pub as_of: Option<EpochMs>,
    /// The version of the data that this is.
    pub data_version: i64,
}

type CellColumns = (
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
    i32,
);

impl Db {
    /// Loads the cube's rows. If a roll-up or an import ends meanwhile, it is loaded again, so that all of it is of one
    /// version.
    pub async fn load_cube(&self) -> Result<CubeRows, StoreError> {
        loop {
            let data_version = self.data_version().await?;
            let rows = self.load_cube_rows(data_version).await?;
            if self.data_version().await? == data_version {
                return Ok(rows);
            }
        }
    }

    async fn load_cube_rows(&self, data_version: i64) -> Result<CubeRows, StoreError> {
        let plans: Vec<(i32, i32, i32, i32, i32)> = each_db!(self, pool => sqlx::query_as(
            "SELECT area_id, wave_id, target_households, starts_on, ends_on FROM target ORDER BY area_id, wave_id"
        ).fetch_all(pool).await?);
        let cells: Vec<CellColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT area_id, wave_id, survey_day, complete, repeated, partial, refused, not_at_home, vacant, not_found, \
             other, rejected, with_fix, judged_fix, inside_claimed FROM rollup_area_day \
             ORDER BY district_id, area_id, wave_id, survey_day"
        ).fetch_all(pool).await?);
        let presence: Vec<(i32, i32, i32, i32)> = each_db!(self, pool => sqlx::query_as(
            "SELECT survey_day, area_id, wave_id, enumerator_id FROM rollup_enumerator_day \
             ORDER BY enumerator_id, survey_day, area_id, wave_id"
        ).fetch_all(pool).await?);
        let deployments: Vec<(i32, Option<i32>, Option<i32>)> = each_db!(self, pool => sqlx::query_as(
            "SELECT tehsil_id, active_from, active_to FROM enumerator \
             WHERE in_roster AND tehsil_id IS NOT NULL ORDER BY enumerator_id"
        ).fetch_all(pool).await?);
        let as_of: i64 = each_db!(self, pool => sqlx::query_scalar(
            "SELECT value FROM meta WHERE key = $1"
        ).bind(meta::AS_OF_MS).fetch_one(pool).await?);
        Ok(CubeRows {
            areas: self.load_areas().await?,
            plans: plans
                .into_iter()
                .map(|(area, wave, target, starts_on, ends_on)| {
                    (area, wave, targets::read_plan(target, starts_on, ends_on))
                })
                .collect(),
            waves: each_db!(self, pool => sqlx::query_as(
                "SELECT wave_id, code FROM wave ORDER BY wave_id"
            ).fetch_all(pool).await?),
            cells: cells.into_iter().map(read_cell).collect(),
            presence: presence
                .into_iter()
                .map(|(day, area, wave, enumerator)| (SurveyDay(day), area, wave, enumerator))
                .collect(),
            deployments: deployments
                .into_iter()
                .map(|(tehsil, from, to)| (tehsil, from.map(SurveyDay), to.map(SurveyDay)))
                .collect(),
            as_of: meta::instant(as_of),
            data_version,
        })
    }
}

fn read_cell(row: CellColumns) -> AreaDayCell {
    let counts = [
        row.3, row.4, row.5, row.6, row.7, row.8, row.9, row.10, row.11, row.12, row.13, row.14,
    ]
    .map(|count| u32::try_from(count).unwrap_or(0));
    (row.0, row.1, SurveyDay(row.2), Counts::from_array(counts))
}
