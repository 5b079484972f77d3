//! The roster: who was sent where, and when.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::run::{Line, Rejected, RowOutcome, Run, RunKind};
use crate::sealing::Sealer;
use crate::targets::{finish_batch, overruled, overtaken, read_area_ids, unknown_area};
use domain::area::AreaId;
use domain::roster::RosterRow;
use domain::time::SurveyDay;
use std::collections::HashMap;

impl Db {
    /// Takes a batch of the roster in one transaction; answers what became of each row, in order.
    ///
    /// A row whose tehsil nobody knows is quarantined, and so is one that a later row of the batch contradicts.
    pub async fn import_roster(
        &self,
        run: &mut Run,
        batch: &[Line<RosterRow>],
    ) -> Result<Vec<RowOutcome>, StoreError> {
        let mut tx = self.begin_write().await?;
        let areas = read_area_ids(&mut tx).await?;
        let on_file = read_roster(&mut tx).await?;
        let mut next_id = on_file
            .values()
            .map(|known| known.enumerator_id)
            .max()
            .unwrap_or(0);
        let mut last: HashMap<&str, usize> = HashMap::new();
        for (index, line) in batch.iter().enumerate() {
            if let Ok(row) = &line.content {
                last.insert(row.enumerator_code.as_str(), index);
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
            let tehsil_id = match &row.tehsil_code {
                None => None,
                Some(code) => match areas.get(code) {
                    Some(&area_id) => Some(area_id),
                    None => {
                        rejections.push((index, unknown_area(code)));
                        outcomes.push(RowOutcome::Quarantined);
                        continue;
                    }
                },
            };
            let decisive = last[row.enumerator_code.as_str()];
            if decisive != index {
                if batch[decisive].content != line.content {
                    rejections.push((index, overruled(batch[decisive].row_number)));
                    outcomes.push(RowOutcome::Quarantined);
                } else {
                    outcomes.push(RowOutcome::Unchanged);
                }
                continue;
            }
            match on_file.get(&row.enumerator_code) {
                Some(known) if known.in_roster && known.says(row, tehsil_id) => {
                    outcomes.push(RowOutcome::Unchanged);
                }
                Some(known) if known.in_roster && run.is_replay => {
                    rejections.push((index, overtaken()));
                    outcomes.push(RowOutcome::Quarantined);
                }
                Some(known) => {
                    write_row(&mut tx, known.enumerator_id, row, tehsil_id).await?;
                    // Known from submissions only: as a line of the roster it is new.
                    outcomes.push(if known.in_roster {
                        RowOutcome::Updated
                    } else {
                        RowOutcome::Accepted
                    });
                }
                None => {
                    next_id += 1;
                    write_row(&mut tx, next_id, row, tehsil_id).await?;
                    outcomes.push(RowOutcome::Accepted);
                }
            }
        }
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let batch = (batch, &*outcomes);
        finish_batch(tx, &sealer, run, RunKind::Roster, batch, &rejections).await?;
        Ok(outcomes)
    }
}

struct Known {
    enumerator_id: i32,
    in_roster: bool,
    tehsil_id: Option<AreaId>,
    row: RosterRow,
}

impl Known {
    fn says(&self, row: &RosterRow, tehsil_id: Option<AreaId>) -> bool {
        let row = RosterRow {
            tehsil_code: None,
            ..row.clone()
        };
        self.row == row && self.tehsil_id == tehsil_id
    }
}

type Columns = (
    i32,
    String,
    bool,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i32>,
    Option<i32>,
    Option<bool>,
    Option<i32>,
    Option<i32>,
);

async fn read_roster(tx: &mut WriteTx) -> Result<HashMap<String, Known>, StoreError> {
    let rows: Vec<Columns> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT enumerator_id, code, in_roster, name, supervisor_code, team, agency, tehsil_id, trained_on, certified, \
         active_from, active_to FROM enumerator"
    ).fetch_all(&mut *conn).await?);
    Ok(rows
        .into_iter()
        .map(|row| {
            let known = Known {
                enumerator_id: row.0,
                in_roster: row.2,
                tehsil_id: row.7,
                row: RosterRow {
                    enumerator_code: row.1.clone(),
                    name: row.3,
                    supervisor_code: row.4,
                    team: row.5,
                    agency: row.6,
                    tehsil_code: None,
                    trained_on: row.8.map(SurveyDay),
                    certified: row.9,
                    active_from: row.10.map(SurveyDay),
                    active_to: row.11.map(SurveyDay),
                },
            };
            (row.1, known)
        })
        .collect())
}

async fn write_row(
    tx: &mut WriteTx,
    enumerator_id: i32,
    row: &RosterRow,
    tehsil_id: Option<AreaId>,
) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO enumerator (enumerator_id, code, in_roster, name, supervisor_code, team, agency, tehsil_id, \
             trained_on, certified, active_from, active_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT (enumerator_id) DO UPDATE SET in_roster = excluded.in_roster, name = excluded.name, \
             supervisor_code = excluded.supervisor_code, team = excluded.team, agency = excluded.agency, \
             tehsil_id = excluded.tehsil_id, trained_on = excluded.trained_on, certified = excluded.certified, \
             active_from = excluded.active_from, active_to = excluded.active_to",
        )
        .bind(enumerator_id)
        .bind(&row.enumerator_code)
        .bind(true)
        .bind(&row.name)
        .bind(&row.supervisor_code)
        .bind(&row.team)
        .bind(&row.agency)
        .bind(tehsil_id)
        .bind(row.trained_on.map(|day| day.0))
        .bind(row.certified)
        .bind(row.active_from.map(|day| day.0))
        .bind(row.active_to.map(|day| day.0))
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}
