//! Targets: what each wave should reach in each area.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::meta;
use crate::run::{Line, Rejected, RowOutcome, Run, RunKind};
use crate::sealing::Sealer;
use domain::area::AreaId;
use domain::audit::Action;
use domain::problem::Problem;
use domain::reason::Reason;
use domain::target::{Plan, TargetRow};
use domain::time::SurveyDay;
use std::collections::HashMap;

impl Db {
    /// Takes a batch of targets in one transaction; answers what became of each row, in order.
    ///
    /// A row whose area nobody knows is quarantined, and so is one that a later row of the batch contradicts.
    pub async fn import_targets(
        &self,
        run: &mut Run,
        batch: &[Line<TargetRow>],
    ) -> Result<Vec<RowOutcome>, StoreError> {
        let mut tx = self.begin_write().await?;
        let areas = read_area_ids(&mut tx).await?;
        let mut waves = Waves::read(&mut tx).await?;
        let on_file = read_targets(&mut tx).await?;
        let mut last: HashMap<(&str, &str), usize> = HashMap::new();
        for (index, line) in batch.iter().enumerate() {
            if let Ok(row) = &line.content {
                last.insert((row.area_code.as_str(), row.wave_code.as_str()), index);
            }
        }
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut rejections: Vec<(usize, Rejected)> = Vec::new();
        for (index, line) in batch.iter().enumerate() {
            let row = match &line.content {
                Ok(row) => row,
                Err(rejected) => {
                    rejections.push((index, rejected.clone()));
                    outcomes.push(RowOutcome::Quarantined);
                    continue;
                }
            };
            let Some(&area_id) = areas.get(&row.area_code) else {
                rejections.push((index, unknown_area(&row.area_code)));
                outcomes.push(RowOutcome::Quarantined);
                continue;
            };
            let decisive = last[&(row.area_code.as_str(), row.wave_code.as_str())];
            if decisive != index {
                if batch[decisive].content != line.content {
                    rejections.push((index, overruled(batch[decisive].row_number)));
                    outcomes.push(RowOutcome::Quarantined);
                } else {
                    outcomes.push(RowOutcome::Unchanged);
                }
                continue;
            }
            let wave_id = waves.id(&mut tx, &row.wave_code).await?;
            match on_file.get(&(area_id, wave_id)) {
                Some(plan) if *plan == row.plan => outcomes.push(RowOutcome::Unchanged),
                Some(_) if run.is_replay => {
                    rejections.push((index, overtaken()));
                    outcomes.push(RowOutcome::Quarantined);
                }
                known => {
                    write_target(&mut tx, area_id, wave_id, row.plan).await?;
                    outcomes.push(match known {
                        Some(_) => RowOutcome::Updated,
                        None => RowOutcome::Accepted,
                    });
                }
            }
        }
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let batch = (batch, &*outcomes);
        finish_batch(tx, &sealer, run, RunKind::Targets, batch, &rejections).await?;
        Ok(outcomes)
    }
}

/// Writes the batch's quarantine and run row and commits, if anything changed at all.
pub(crate) async fn finish_batch<T>(
    mut tx: WriteTx,
    sealer: &Sealer,
    run: &mut Run,
    kind: RunKind,
    (batch, outcomes): (&[Line<T>], &[RowOutcome]),
    rejections: &[(usize, Rejected)],
) -> Result<(), StoreError> {
    let mut summary = run.summary;
    summary.add(outcomes);
    let taken =
        |outcome: &RowOutcome| matches!(outcome, RowOutcome::Accepted | RowOutcome::Updated);
    let changed = outcomes.iter().any(taken);
    let mut released = 0;
    if !crate::quarantine::is_empty(&mut tx, kind).await? {
        // What is on file with this content waits for nothing any more.
        let hashes = batch
            .iter()
            .zip(outcomes)
            .filter(|(_, outcome)| **outcome != RowOutcome::Quarantined)
            .map(|(line, _)| &line.body_hash);
        released = crate::quarantine::release(&mut tx, kind, hashes).await?;
    }
    let rejected = rejections
        .iter()
        .map(|(index, rejected)| crate::quarantine::Quarantined {
            row_number: batch[*index].row_number,
            body: &batch[*index].body,
            body_hash: &batch[*index].body_hash,
            format: batch[*index].format,
            rejected,
        })
        .collect();
    let rejected = crate::quarantine::sort_out(&mut tx, sealer, kind, run, rejected).await?;
    if changed || released > 0 || !rejected.new.is_empty() {
        let traces = run.traces.with(None, rejected.new.len());
        let run_id = crate::run::write_run(&mut tx, run, summary, traces).await?;
        crate::quarantine::insert(&mut tx, sealer, kind, run_id, run.seen_at, &rejected.new)
            .await?;
        if changed {
            meta::bump_data_version(&mut tx).await?;
        }
        let action = match kind {
            RunKind::Targets => Action::TargetsImported,
            RunKind::Roster => Action::RosterImported,
            RunKind::Submissions => Action::SubmissionsRecorded,
            RunKind::Trails => Action::TrailsRecorded,
        };
        tx.commit_noted(&[run.batch_entry(action, run_id, summary)])
            .await?;
        run.run_id = Some(run_id);
        run.traces = traces;
    } else if rejected.noted {
        tx.commit_derived().await?;
    }
    run.summary = summary;
    Ok(())
}

pub(crate) fn unknown_area(code: &str) -> Rejected {
    let problem = Problem::UnknownArea(code.to_owned());
    Rejected {
        code: problem.reason(),
        reason: problem.to_string(),
    }
}

/// The reason for a row that a later one contradicts: which of the two is right, only people can tell.
pub(crate) fn overruled(by_row: u64) -> Rejected {
    Rejected {
        code: Reason::Overruled,
        reason: format!(
            "Row {by_row} of the same file says something else of the same subject, and was taken because it comes \
             later. Remove the wrong one of the two."
        ),
    }
}

/// The reason for a row that waited while another said something else of its subject.
pub(crate) fn overtaken() -> Rejected {
    Rejected {
        code: Reason::Overruled,
        reason: "Another row says something else of the same subject and is on file. A replay never changes what is on \
                 file; if this row is right, import it in a file."
            .to_owned(),
    }
}

/// The ids of all areas by code.
pub(crate) async fn read_area_ids(tx: &mut WriteTx) -> Result<HashMap<String, AreaId>, StoreError> {
    let rows: Vec<(String, AreaId)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT code, area_id FROM area"
    ).fetch_all(&mut *conn).await?);
    Ok(rows.into_iter().collect())
}

async fn read_targets(tx: &mut WriteTx) -> Result<HashMap<(AreaId, i32), Plan>, StoreError> {
    let rows: Vec<(i32, i32, i32, i32, i32)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT area_id, wave_id, target_households, starts_on, ends_on FROM target"
    ).fetch_all(&mut *conn).await?);
    Ok(rows
        .into_iter()
        .map(|(area_id, wave_id, target, starts_on, ends_on)| {
            ((area_id, wave_id), read_plan(target, starts_on, ends_on))
        })
        .collect())
}

pub(crate) fn read_plan(target: i32, starts_on: i32, ends_on: i32) -> Plan {
    Plan {
        target_households: u32::try_from(target).unwrap_or(0),
        starts_on: SurveyDay(starts_on),
        ends_on: SurveyDay(ends_on),
    }
}

async fn write_target(
    tx: &mut WriteTx,
    area_id: AreaId,
    wave_id: i32,
    plan: Plan,
) -> Result<(), StoreError> {
    let target = i32::try_from(plan.target_households)
        .map_err(|_| StoreError::other("a target above 2,147,483,647 households"))?;
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO target (area_id, wave_id, target_households, starts_on, ends_on) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (area_id, wave_id) DO UPDATE SET \
             target_households = excluded.target_households, starts_on = excluded.starts_on, \
             ends_on = excluded.ends_on",
        )
        .bind(area_id)
        .bind(wave_id)
        .bind(target)
        .bind(plan.starts_on.0)
        .bind(plan.ends_on.0)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}

/// The key of a wave; one that is not on file is added.
pub(crate) async fn wave_or_new(tx: &mut WriteTx, code: &str) -> Result<i32, StoreError> {
    let mut waves = Waves::read(tx).await?;
    waves.id(tx, code).await
}

/// The waves on file, and those that a batch adds.
struct Waves(HashMap<String, i32>);

impl Waves {
    async fn read(tx: &mut WriteTx) -> Result<Waves, StoreError> {
        let rows: Vec<(String, i32)> = each_tx!(tx, conn => sqlx::query_as(
            "SELECT code, wave_id FROM wave"
        ).fetch_all(&mut *conn).await?);
        Ok(Waves(rows.into_iter().collect()))
    }

    async fn id(&mut self, tx: &mut WriteTx, code: &str) -> Result<i32, StoreError> {
        if let Some(wave_id) = self.0.get(code) {
            return Ok(*wave_id);
        }
        let wave_id = self.0.values().max().copied().unwrap_or(0) + 1;
        each_tx!(tx, conn => {
            sqlx::query("INSERT INTO wave (wave_id, code) VALUES ($1, $2)")
                .bind(wave_id)
                .bind(code)
                .execute(&mut *conn)
                .await?;
        });
        self.0.insert(code.to_owned(), wave_id);
        Ok(wave_id)
    }
}
