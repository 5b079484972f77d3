//! The stages of districts: append-only. What holds is the last change of each stage.

use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta::bump_coordination_version;
use domain::area::AreaId;
use domain::audit::{Action, By, Entry};
use domain::coordination::{Stage, StageDates, StageProblem, Stages};
use domain::time::{EpochMs, SurveyDay};
use std::collections::HashMap;

/// Dates of a stage as somebody sets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStageDates {
    /// When.
    pub at: EpochMs,
    /// Who.
    pub user_id: i32,
    /// The district.
    pub district: AreaId,
    /// The stage.
    pub stage: Stage,
    /// Its dates.
    pub dates: StageDates,
    /// In their words.
    pub note: Option<String>,
    /// The number of the district's last change that they had seen (0: none); `None` does not ask.
    pub seen: Option<i32>,
}

/// Dates that were set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageChange {
    /// Their number: they rise.
    pub change_id: i32,
    /// When.
    pub at: EpochMs,
    /// By whom.
    pub by: String,
    /// The stage.
    pub stage: Stage,
    /// Its dates from then on.
    pub dates: StageDates,
    /// In their words.
    pub note: Option<String>,
}

type DateColumns = (i32, i16, Option<i32>, Option<i32>);

impl Db {
    /// Sets dates, all or none. Refused are those that are on file already and those of somebody who had not seen the district's last
    /// change.
    pub async fn set_stages(
        &self,
        changes: &[NewStageDates],
        by: &By,
    ) -> Result<Result<(), StageProblem>, StoreError> {
        let mut tx = self.begin_write().await?;
        let mut entries = Vec::with_capacity(changes.len());
        for change in changes {
            if let Err(problem) = set_stage(&mut tx, change).await? {
                return Ok(Err(problem));
            }
            let entry = Entry::new(change.at, by, Action::StagesSet)
                .about(change.stage.code())
                .in_area(area_code(&mut tx, change.district).await?);
            entries.push(entry);
        }
        bump_coordination_version(&mut tx).await?;
        tx.commit_noted(&entries).await?;
        Ok(Ok(()))
    }

    /// What holds, by district; districts of which nothing was ever set are not among them.
    pub async fn all_stages(&self) -> Result<HashMap<AreaId, Stages>, StoreError> {
        let rows: Vec<DateColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT c.district_id, c.stage, c.planned_on, c.actual_on FROM stage_change c WHERE c.change_id = \
             (SELECT MAX(l.change_id) FROM stage_change l WHERE l.district_id = c.district_id AND l.stage = c.stage)"
        ).fetch_all(pool).await?);
        let mut districts: HashMap<AreaId, Stages> = HashMap::new();
        for (district, stage, planned_on, actual_on) in rows {
            // A stage of a later program is passed over.
            if let Some(stage) = Stage::from_rank(stage) {
                let dates = dates(planned_on, actual_on);
                districts.entry(district).or_default().set(stage, dates);
            }
        }
        Ok(districts)
    }

    /// Every change of a district's stages, oldest first.
    pub async fn stage_changes(&self, district: AreaId) -> Result<Vec<StageChange>, StoreError> {
        type Columns = (
            i32,
            i64,
            String,
            i16,
            Option<i32>,
            Option<i32>,
            Option<String>,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT c.change_id, c.at_ms, u.display_name, c.stage, c.planned_on, c.actual_on, c.note FROM stage_change c \
             JOIN app_user u ON u.user_id = c.user_id WHERE c.district_id = $1 ORDER BY c.change_id"
        ).bind(district).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                Some(StageChange {
                    change_id: row.0,
                    at: EpochMs(row.1),
                    by: row.2,
                    stage: Stage::from_rank(row.3)?,
                    dates: dates(row.4, row.5),
                    note: row.6,
                })
            })
            .collect())
    }
}

fn dates(planned_on: Option<i32>, actual_on: Option<i32>) -> StageDates {
    StageDates {
        planned_on: planned_on.map(SurveyDay),
        actual_on: actual_on.map(SurveyDay),
    }
}

async fn set_stage(
    tx: &mut WriteTx,
    change: &NewStageDates,
) -> Result<Result<(), StageProblem>, StoreError> {
    let last: i32 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(change_id), 0) FROM stage_change WHERE district_id = $1"
    ).bind(change.district).fetch_one(&mut *conn).await?);
    if change.seen.is_some_and(|seen| seen != last) {
        return Ok(Err(StageProblem::ChangedSince));
    }
    let before: Option<(Option<i32>, Option<i32>)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT planned_on, actual_on FROM stage_change WHERE district_id = $1 AND stage = $2 ORDER BY change_id DESC LIMIT 1"
    ).bind(change.district).bind(change.stage.rank()).fetch_optional(&mut *conn).await?);
    let before = before.map_or_else(StageDates::default, |(planned, actual)| {
        dates(planned, actual)
    });
    // A note alone is worth keeping.
    if before == change.dates && change.note.is_none() {
        return Ok(Err(StageProblem::Same));
    }
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO stage_change (change_id, at_ms, user_id, district_id, stage, planned_on, actual_on, note) \
             VALUES ((SELECT COALESCE(MAX(change_id), 0) + 1 FROM stage_change), $1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(change.at.0)
        .bind(change.user_id)
        .bind(change.district)
        .bind(change.stage.rank())
        .bind(change.dates.planned_on.map(|day| day.0))
        .bind(change.dates.actual_on.map(|day| day.0))
        .bind(&change.note)
        .execute(&mut *conn)
        .await?;
    });
    Ok(Ok(()))
}
