//! What was planned, as far as work is judged by it: plans of areas, and who was sent where.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::area::AreaId;
use domain::target::Plan;
use domain::time::SurveyDay;

/// What the roster says of an enumerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// Who.
    pub enumerator_id: i32,
    /// Whether they passed the training.
    pub certified: Option<bool>,
    /// The tehsil they were sent to.
    pub tehsil_id: Option<AreaId>,
    /// First day of deployment.
    pub active_from: Option<SurveyDay>,
    /// Last day of deployment.
    pub active_to: Option<SurveyDay>,
}

/// Who an enumerator is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumeratorRow {
    /// The key.
    pub enumerator_id: i32,
    /// The name, from the roster.
    pub name: Option<String>,
    /// Who employs them.
    pub agency: Option<String>,
    /// The supervisor's code.
    pub supervisor_code: Option<String>,
}

impl Db {
    /// The plans of all areas, by area and wave.
    pub async fn plans(&self) -> Result<Vec<((AreaId, i32), Plan)>, StoreError> {
        let rows: Vec<(i32, i32, i32, i32, i32)> = each_db!(self, pool => sqlx::query_as(
            "SELECT area_id, wave_id, target_households, starts_on, ends_on FROM target"
        ).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|(area, wave, target, starts, ends)| {
                let plan = Plan {
                    target_households: u32::try_from(target).unwrap_or(0),
                    starts_on: SurveyDay(starts),
                    ends_on: SurveyDay(ends),
                };
                ((area, wave), plan)
            })
            .collect())
    }

    /// Everybody on the roster.
    pub async fn roster_lines(&self) -> Result<Vec<RosterLine>, StoreError> {
        type Columns = (i32, Option<bool>, Option<i32>, Option<i32>, Option<i32>);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT enumerator_id, certified, tehsil_id, active_from, active_to FROM enumerator WHERE in_roster"
        ).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(
                |(enumerator_id, certified, tehsil_id, from, to)| RosterLine {
                    enumerator_id,
                    certified,
                    tehsil_id,
                    active_from: from.map(SurveyDay),
                    active_to: to.map(SurveyDay),
                },
            )
            .collect())
    }

    /// Who an enumerator is: key, name, agency and supervisor's code.
    pub async fn enumerator(&self, code: &str) -> Result<Option<EnumeratorRow>, StoreError> {
        type Columns = (i32, Option<String>, Option<String>, Option<String>);
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT enumerator_id, name, agency, supervisor_code FROM enumerator WHERE code = $1"
        ).bind(code).fetch_optional(pool).await?);
        Ok(row.map(
            |(enumerator_id, name, agency, supervisor_code)| EnumeratorRow {
                enumerator_id,
                name,
                agency,
                supervisor_code,
            },
        ))
    }

    /// A device's id as the tool writes it.
    pub async fn device_code(&self, device_id: i32) -> Result<Option<String>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT code FROM device WHERE device_id = $1"
        ).bind(device_id).fetch_optional(pool).await?))
    }
}
