//! The quarantine as a replay walks through it: run by run, page by page.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::quarantine::{QuarantineFilter, QuarantineRow, read_kind};
use crate::run::RunKind;

/// A run of which rows stand in the quarantine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRun {
    /// Its number.
    pub run_id: i32,
    /// What it imported.
    pub kind: RunKind,
    /// Its file, or the address that was posted to.
    pub source_name: String,
    /// Who imported it: of what was pushed, the token's name.
    pub actor: String,
    /// How many of the rows that are meant.
    pub rows: u64,
}

impl Db {
    /// The runs that first brought the rows that are meant, oldest first.
    pub async fn waiting_runs(
        &self,
        filter: &QuarantineFilter,
    ) -> Result<Vec<WaitingRun>, StoreError> {
        let rows: Vec<(i32, i16, String, String, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT r.run_id, r.kind, r.source_name, r.actor, waiting.row_count FROM import_run r JOIN \
             (SELECT run_id, COUNT(*) AS row_count FROM quarantine WHERE ($1 < 0 OR kind = $1) \
             AND ($2 = '' OR reason_code = $2) AND ($3 < 0 OR run_id = $3) GROUP BY run_id) AS waiting \
             ON waiting.run_id = r.run_id ORDER BY r.run_id"
        )
        .bind(filter.kind.map_or(-1, RunKind::rank))
        .bind(filter.reason_code.as_deref().unwrap_or(""))
        .bind(filter.run_id.unwrap_or(-1))
        .fetch_all(pool)
        .await?);
        rows.into_iter()
            .map(|row| {
                Ok(WaitingRun {
                    run_id: row.0,
                    kind: read_kind(row.1)?,
                    source_name: row.2,
                    actor: row.3,
                    rows: u64::try_from(row.4).unwrap_or(0),
                })
            })
            .collect()
    }

    /// Rows of one run for one reason or all, in order of arrival, those after `after`: at most `most_rows`, and no more
    /// than have `most_bytes` together, unless the first alone has more. A row may have megabytes.
    pub async fn waiting_page(
        &self,
        run_id: i32,
        reason_code: Option<&str>,
        after: i64,
        most_rows: u32,
        most_bytes: u64,
    ) -> Result<Vec<QuarantineRow>, StoreError> {
        let lengths: Vec<i64> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT CAST(LENGTH(body) AS BIGINT) FROM quarantine WHERE run_id = $1 AND quarantine_id > $2 \
             AND ($3 = '' OR reason_code = $3) ORDER BY quarantine_id LIMIT $4"
        )
        .bind(run_id)
        .bind(after)
        .bind(reason_code.unwrap_or(""))
        .bind(i64::from(most_rows))
        .fetch_all(pool)
        .await?);
        let mut bytes = 0_u64;
        let fitting = lengths
            .iter()
            .take_while(|length| {
                bytes += u64::try_from(**length).unwrap_or(0);
                bytes <= most_bytes
            })
            .count();
        let filter = QuarantineFilter {
            kind: None,
            reason_code: reason_code.map(str::to_owned),
            run_id: Some(run_id),
        };
        let rows = u32::try_from(fitting.max(1)).unwrap_or(most_rows);
        self.list_quarantine_for(&filter, after, rows).await
    }
}
