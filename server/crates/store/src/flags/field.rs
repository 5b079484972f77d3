//! What was planned, as far as work is judged by it: plans of areas, and who was sent where.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::targets::read_plan;
use domain::area::AreaId;
use domain::checks::Deployment;
use domain::permission::HeldName;
use domain::target::Plan;
use domain::time::SurveyDay;

/// Who an enumerator is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumeratorRow {
    /// The key.
    pub enumerator_id: i32,
    /// The name, from the roster.
    pub name: HeldName,
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
                ((area, wave), read_plan(target, starts, ends))
            })
            .collect())
    }

    /// Where everybody on the roster was sent, by enumerator.
    pub async fn deployments(&self) -> Result<Vec<(i32, Deployment)>, StoreError> {
        type Columns = (i32, Option<bool>, Option<i32>, Option<i32>, Option<i32>);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT enumerator_id, certified, tehsil_id, active_from, active_to FROM enumerator WHERE in_roster"
        ).fetch_all(pool).await?);
        let deployment = |(enumerator_id, certified, tehsil, from, to): Columns| {
            let deployment = Deployment {
                certified,
                tehsil,
                active_from: from.map(SurveyDay),
                active_to: to.map(SurveyDay),
            };
            (enumerator_id, deployment)
        };
        Ok(rows.into_iter().map(deployment).collect())
    }

    /// Who an enumerator is: key, name, agency and supervisor's code.
    pub async fn enumerator(&self, code: &str) -> Result<Option<EnumeratorRow>, StoreError> {
        type Columns = (
            i32,
            Option<String>,
            Option<String>,
            Option<String>,
            Option<i32>,
        );
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT enumerator_id, name, agency, supervisor_code, CASE WHEN in_roster THEN tehsil_id END FROM enumerator WHERE code = $1"
        ).bind(code).fetch_optional(pool).await?);
        Ok(row.map(
            |(enumerator_id, name, agency, supervisor_code, home)| EnumeratorRow {
                enumerator_id,
                name: HeldName::of(name, home),
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
