//! Reading checks: lists, counts by monitor, one with its history.

use super::rows::{
    SpotCheckRow, SpotStepRow, SpotVisitRow, StepColumns, check_columns, point, read_step,
    step_columns,
};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::sealing::{Column, Sealer};
use domain::area::AreaId;
use domain::spot_check::{Came, Found, SideBySide, SpotVisit, Standing, State};
use domain::time::{EpochMs, SurveyDay};
use serde::{Deserialize, Serialize};

/// Which checks are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpotFilter {
    /// Those of the subtree of this area; `None`: everywhere.
    pub area: Option<AreaId>,
    /// Those of this draw.
    pub draw: Option<i32>,
    /// Those that were given to this monitor.
    pub monitor: Option<i32>,
    /// Those of this enumerator's interviews.
    pub enumerator: Option<i32>,
    /// Those that are still to be visited and are due on this day or before it. Without a day to be visited by they are due at once.
    pub due_until: Option<SurveyDay>,
    /// Only those that are to be visited or decided.
    pub is_open: bool,
}

/// Checks that stand alike, as they are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotStanding {
    /// Their draw.
    pub draw_id: i32,
    /// Its tehsil.
    pub tehsil_id: AreaId,
    /// Whose, where, by when.
    pub standing: Standing,
    /// The monitor's name.
    pub monitor: Option<String>,
    /// How many.
    pub checks: u32,
}

/// What of a visit is kept sealed, as JSON.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    pub came: Option<Came>,
    pub came_on: Option<SurveyDay>,
    pub household_size: Option<u32>,
    pub answers: Vec<(String, String)>,
    pub note: String,
    /// `None`: nobody was at home.
    pub side_by_side: Option<SideBySide>,
}

macro_rules! filtered {
    () => {
        "WHERE ($1 < 0 OR c.area_id IN (WITH RECURSIVE down (area_id) AS (SELECT area_id FROM area WHERE area_id = $1 UNION ALL \
         SELECT a.area_id FROM area a JOIN down x ON a.parent_id = x.area_id) SELECT area_id FROM down)) \
         AND ($2 < 0 OR c.draw_id = $2) AND ($3 < 0 OR c.monitor_id = $3) \
         AND ($4 = -2147483648 OR (c.state = 1 AND (c.due_on IS NULL OR c.due_on <= $4))) \
         AND ($5 < 0 OR c.enumerator_id = $5) AND ($6 = 0 OR c.state IN (1, 2))"
    };
}

macro_rules! bind_filter {
    ($query:expr, $filter:expr) => {
        $query
            .bind($filter.area.unwrap_or(-1))
            .bind($filter.draw.unwrap_or(-1))
            .bind($filter.monitor.unwrap_or(-1))
            .bind($filter.due_until.map_or(i32::MIN, |day| day.0))
            .bind($filter.enumerator.unwrap_or(-1))
            .bind(i32::from($filter.is_open))
    };
}

impl Db {
    /// The checks that are meant: draw by draw, in walking order, replacements behind. At most `most`.
    pub async fn list_spot_checks(
        &self,
        filter: &SpotFilter,
        most: u32,
    ) -> Result<Vec<SpotCheckRow>, StoreError> {
        const QUERY: &str = concat!(
            check_columns!(),
            filtered!(),
            " ORDER BY c.draw_id, CASE WHEN c.walk = 0 THEN 1 ELSE 0 END, c.walk, c.check_id LIMIT $7"
        );
        Ok(
            each_db!(self, pool => bind_filter!(sqlx::query_as(QUERY), filter)
            .bind(i64::from(most))
            .fetch_all(pool)
            .await?),
        )
    }

    /// How the checks that are meant stand, counted: what [`domain::spot_check::loads`] is worked out from.
    pub async fn spot_standings(
        &self,
        filter: &SpotFilter,
    ) -> Result<Vec<SpotStanding>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT c.draw_id, d.tehsil_id, c.monitor_id, u.display_name, c.state, c.due_on, COUNT(*) FROM spot_check c \
             JOIN spot_draw d ON d.draw_id = c.draw_id LEFT JOIN app_user u ON u.user_id = c.monitor_id ",
            filtered!(),
            " GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 3, 5, 6"
        );
        type Columns = (i32, i32, Option<i32>, Option<String>, i16, Option<i32>, i64);
        let rows: Vec<Columns> = each_db!(self, pool => bind_filter!(sqlx::query_as(QUERY), filter)
            .fetch_all(pool)
            .await?);
        let mut standings: Vec<SpotStanding> = rows
            .into_iter()
            .filter_map(|row| {
                Some(SpotStanding {
                    draw_id: row.0,
                    tehsil_id: row.1,
                    standing: Standing {
                        monitor: row.2,
                        state: State::from_rank(row.4)?,
                        due_on: row.5.map(SurveyDay),
                    },
                    monitor: row.3,
                    checks: u32::try_from(row.6).unwrap_or(u32::MAX),
                })
            })
            .collect();
        // The two databases put absent values at different ends.
        standings.sort_by_key(|one| {
            let standing = &one.standing;
            (
                one.draw_id,
                standing.monitor,
                standing.state,
                standing.due_on,
            )
        });
        Ok(standings)
    }

    /// A check, wherever it is.
    pub async fn find_spot_check(&self, check_id: i32) -> Result<Option<SpotCheckRow>, StoreError> {
        const QUERY: &str = concat!(check_columns!(), "WHERE c.check_id = $1");
        Ok(each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(check_id)
            .fetch_optional(pool)
            .await?))
    }

    /// The history of a check, oldest first.
    pub async fn spot_steps(&self, check_id: i32) -> Result<Vec<SpotStepRow>, StoreError> {
        const QUERY: &str = concat!(step_columns!(), "ORDER BY s.step");
        let rows: Vec<StepColumns> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(check_id)
            .fetch_all(pool)
            .await?);
        Ok(rows.into_iter().map(read_step).collect())
    }

    /// What was entered at the door of a check, oldest first.
    pub async fn spot_visits(&self, check_id: i32) -> Result<Vec<SpotVisitRow>, StoreError> {
        type Columns = (
            i32,
            String,
            i32,
            String,
            i64,
            i16,
            Option<i64>,
            Option<f64>,
            Option<f64>,
            Option<f64>,
            Vec<u8>,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT v.visit_number, v.visit_id, v.step, u.display_name, v.received_at_ms, v.found, v.phone_at_ms, v.latitude, \
             v.longitude, v.accuracy_m, v.body FROM spot_visit v JOIN app_user u ON u.user_id = v.user_id \
             WHERE v.check_id = $1 ORDER BY v.step"
        ).bind(check_id).fetch_all(pool).await?);
        let sealer = Sealer::reading(self).await?;
        rows.into_iter()
            .map(|row| {
                let body = sealer.open(Column::SpotVisitBody, row.0, row.10)?;
                let body: Body = serde_json::from_slice(&body).map_err(|error| {
                    StoreError::other(format!("a visit of check {check_id} is not read: {error}"))
                })?;
                Ok(SpotVisitRow {
                    visit_id: row.1,
                    check_id,
                    step: row.2,
                    by: row.3,
                    received_at: EpochMs(row.4),
                    visit: SpotVisit {
                        found: Found::from_rank(row.5).ok_or_else(|| {
                            StoreError::other("a visit of a later program: what was found")
                        })?,
                        came: body.came,
                        came_on: body.came_on,
                        household_size: body.household_size,
                        answers: body.answers,
                        fix: point(row.7, row.8, row.9),
                        at: EpochMs(row.6.unwrap_or(row.4)),
                        note: body.note,
                    },
                    comparison: body.side_by_side,
                })
            })
            .collect()
    }
}
