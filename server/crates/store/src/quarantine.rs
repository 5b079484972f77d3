//! Rows that could not be taken: kept verbatim with the reason, until the same row is accepted.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::run::{Rejected, RunKind};
use domain::time::EpochMs;

/// A quarantined row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Rises with time of arrival: the `after` of the next page.
    pub quarantine_id: i64,
    /// What it was meant to be.
    pub kind: RunKind,
    /// The run that brought it first.
    pub run_id: i32,
    /// That run's file.
    pub source_name: String,
    /// Its number in that file.
    pub row_number: u64,
    /// A short code, for grouping.
    pub reason_code: String,
    /// What is wrong, in sentences.
    pub reason: String,
    /// The row, verbatim.
    pub body: Vec<u8>,
    /// When it arrived first.
    pub first_seen_at: EpochMs,
}

/// How many rows stand in the quarantine for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineCount {
    /// What they were meant to be.
    pub kind: RunKind,
    /// The reason's code.
    pub reason_code: String,
    /// How many.
    pub rows: u64,
}

/// A row on its way into the quarantine.
pub(crate) struct Quarantined<'a> {
    pub(crate) row_number: u64,
    pub(crate) body: &'a [u8],
    pub(crate) body_hash: &'a [u8; 16],
    pub(crate) rejected: &'a Rejected,
}

impl Db {
    /// Quarantined rows in order of arrival, those after `after`, at most `limit`; of one kind or of all.
    pub async fn list_quarantine(
        &self,
        kind: Option<RunKind>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<QuarantineRow>, StoreError> {
        self.list_quarantine_for(kind, None, after, limit).await
    }

    /// The same, of one reason or of all.
    pub async fn list_quarantine_for(
        &self,
        kind: Option<RunKind>,
        reason_code: Option<&str>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<QuarantineRow>, StoreError> {
        type Columns = (i64, i16, i32, String, i64, String, String, Vec<u8>, i64);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT q.quarantine_id, q.kind, q.run_id, r.source_name, q.row_number, q.reason_code, q.reason, q.body, \
             q.first_seen_at_ms FROM quarantine q JOIN import_run r ON r.run_id = q.run_id \
             WHERE q.quarantine_id > $1 AND ($2 < 0 OR q.kind = $2) AND ($3 = '' OR q.reason_code = $3) \
             ORDER BY q.quarantine_id LIMIT $4"
        )
        .bind(after)
        .bind(kind.map_or(-1, RunKind::rank))
        .bind(reason_code.unwrap_or(""))
        .bind(i64::from(limit))
        .fetch_all(pool).await?);
        rows.into_iter()
            .map(|row| {
                Ok(QuarantineRow {
                    quarantine_id: row.0,
                    kind: read_kind(row.1)?,
                    run_id: row.2,
                    source_name: row.3,
                    row_number: u64::try_from(row.4).unwrap_or(0),
                    reason_code: row.5,
                    reason: row.6,
                    body: row.7,
                    first_seen_at: EpochMs(row.8),
                })
            })
            .collect()
    }

    /// How many rows stand in the quarantine, by kind and reason, most first.
    pub async fn count_quarantine(&self) -> Result<Vec<QuarantineCount>, StoreError> {
        let rows: Vec<(i16, String, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT kind, reason_code, COUNT(*) AS row_count FROM quarantine GROUP BY kind, reason_code \
             ORDER BY row_count DESC, kind, reason_code"
        ).fetch_all(pool).await?);
        rows.into_iter()
            .map(|(kind, reason_code, count)| {
                Ok(QuarantineCount {
                    kind: read_kind(kind)?,
                    reason_code,
                    rows: u64::try_from(count).unwrap_or(0),
                })
            })
            .collect()
    }
}

fn read_kind(rank: i16) -> Result<RunKind, StoreError> {
    RunKind::from_rank(rank)
        .ok_or_else(|| StoreError::other("a quarantined row of an unknown kind"))
}

/// Whether any row of the kind stands in the quarantine: if not, nothing need be looked for there.
pub(crate) async fn is_empty(tx: &mut WriteTx, kind: RunKind) -> Result<bool, StoreError> {
    Ok(each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT 1 FROM quarantine WHERE kind = $1)"
    ).bind(kind.rank()).fetch_one(&mut *conn).await?))
}

/// Of the given rows, those that do not stand in the quarantine yet, each once.
pub(crate) async fn unknown<'a>(
    tx: &mut WriteTx,
    kind: RunKind,
    rows: Vec<Quarantined<'a>>,
) -> Result<Vec<Quarantined<'a>>, StoreError> {
    let mut seen = std::collections::HashSet::new();
    let mut new = Vec::new();
    for row in rows {
        if !seen.insert(*row.body_hash) {
            continue;
        }
        let known: bool = each_tx!(tx, conn => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM quarantine WHERE kind = $1 AND body_hash = $2)"
        ).bind(kind.rank()).bind(row.body_hash.to_vec()).fetch_one(&mut *conn).await?);
        if !known {
            new.push(row);
        }
    }
    Ok(new)
}

/// Puts rows that [`unknown`] let through into the quarantine.
pub(crate) async fn insert(
    tx: &mut WriteTx,
    kind: RunKind,
    run_id: i32,
    seen_at: EpochMs,
    rows: &[Quarantined<'_>],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut quarantine_id: i64 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(quarantine_id), 0) FROM quarantine"
    ).fetch_one(&mut *conn).await?);
    for row in rows {
        quarantine_id += 1;
        each_tx!(tx, conn => {
            sqlx::query(
                "INSERT INTO quarantine (quarantine_id, kind, run_id, row_number, reason_code, reason, body, \
                 body_hash, first_seen_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(quarantine_id)
            .bind(kind.rank())
            .bind(run_id)
            .bind(i64::try_from(row.row_number).unwrap_or(i64::MAX))
            .bind(&row.rejected.code)
            .bind(&row.rejected.reason)
            .bind(row.body)
            .bind(row.body_hash.to_vec())
            .bind(seen_at.0)
            .execute(&mut *conn)
            .await?;
        });
    }
    Ok(())
}

/// Takes accepted rows out of the quarantine. Answers how many stood there.
pub(crate) async fn release<'a>(
    tx: &mut WriteTx,
    kind: RunKind,
    body_hashes: impl Iterator<Item = &'a [u8; 16]>,
) -> Result<u64, StoreError> {
    let mut released = 0;
    for body_hash in body_hashes {
        released += each_tx!(tx, conn => sqlx::query(
            "DELETE FROM quarantine WHERE kind = $1 AND body_hash = $2"
        ).bind(kind.rank()).bind(body_hash.to_vec()).execute(&mut *conn).await?.rows_affected());
    }
    Ok(released)
}
