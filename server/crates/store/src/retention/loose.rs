//! Rows that belong to no wave: those that could not be taken, and trails whose submission never came.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use crate::sealing::{Column, Sealer, quarantine_row};
use domain::audit::{Action, Entry, Stamp};
use domain::time::EpochMs;

/// A table with such rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooseTable {
    /// Rows that could not be taken, by when they were last seen.
    Quarantine,
    /// Trails without a submission, by when they came.
    Trails,
}

macro_rules! orphans {
    ($what:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM raw_trail t JOIN import_run u ON u.run_id = t.run_id WHERE u.started_at_ms < $1 AND NOT EXISTS \
             (SELECT 1 FROM raw_submission r WHERE r.id_hash = t.id_hash AND r.submission_id = t.submission_id)"
        )
    };
}

impl LooseTable {
    /// Both.
    pub const ALL: [LooseTable; 2] = [LooseTable::Quarantine, LooseTable::Trails];

    /// The table's name.
    pub fn table(self) -> &'static str {
        match self {
            LooseTable::Quarantine => "quarantine",
            LooseTable::Trails => "raw_trail",
        }
    }

    /// Reads [`LooseTable::table`] back.
    pub fn from_table(name: &str) -> Option<LooseTable> {
        LooseTable::ALL.into_iter().find(|one| one.table() == name)
    }

    pub(super) fn count(self) -> &'static str {
        match self {
            LooseTable::Quarantine => {
                "SELECT COUNT(*) FROM quarantine WHERE last_seen_at_ms < $1 AND $2 = 0"
            }
            LooseTable::Trails => concat!(orphans!("COUNT(*)"), " AND $2 = 0"),
        }
    }
}

/// Such a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseRow {
    /// Its number in its table.
    pub number: i64,
    /// The run that brought it.
    pub run_id: i32,
    /// Its number in that run's file.
    pub row_number: i64,
    /// Why it could not be taken; the id of a trail's submission.
    pub about: String,
    /// The hash that tells it from a later row of the same number.
    pub hash: Vec<u8>,
    /// The row; of a trail its lines, compressed.
    pub body: Vec<u8>,
}

impl Db {
    /// Rows that came, or were last seen, before an instant, those after number `after`, at most `limit`.
    pub async fn loose_rows(
        &self,
        table: LooseTable,
        before: EpochMs,
        after: i64,
        limit: u32,
    ) -> Result<Vec<LooseRow>, StoreError> {
        let query = match table {
            LooseTable::Quarantine => {
                "SELECT quarantine_id, run_id, row_number, reason_code, body_hash, body, kind FROM quarantine WHERE last_seen_at_ms < $1 \
                 AND quarantine_id > $2 ORDER BY quarantine_id LIMIT $3"
            }
            LooseTable::Trails => concat!(
                orphans!(
                    "t.trail_id, t.run_id, t.row_number, t.submission_id, t.content_hash, t.body, t.source"
                ),
                " AND t.trail_id > $2 ORDER BY t.trail_id LIMIT $3"
            ),
        };
        type Columns = (i64, i32, i64, String, Vec<u8>, Vec<u8>, i16);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(query)
            .bind(before.0)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await?);
        let sealer = Sealer::reading(self).await?;
        let read = |row: Columns| {
            let body = match table {
                LooseTable::Quarantine => {
                    let hash: [u8; 16] = row.4.as_slice().try_into().map_err(|_| {
                        StoreError::other("a quarantined row's hash that is not 16 bytes")
                    })?;
                    let key = quarantine_row(row.6, &hash);
                    sealer.open(Column::QuarantineBody, key, row.5)?
                }
                LooseTable::Trails => sealer.open(Column::TrailBody, row.0, row.5)?,
            };
            Ok(LooseRow {
                number: row.0,
                run_id: row.1,
                row_number: row.2,
                about: row.3,
                hash: row.4,
                body,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Deletes such rows by their numbers and hashes, in one transaction with its entry. Answers how many were there.
    pub async fn delete_loose(
        &self,
        table: LooseTable,
        rows: &[(i64, Vec<u8>)],
        about: &str,
        by: &Stamp,
    ) -> Result<u64, StoreError> {
        let statement = match table {
            LooseTable::Quarantine => {
                "DELETE FROM quarantine WHERE quarantine_id = $1 AND body_hash = $2"
            }
            LooseTable::Trails => "DELETE FROM raw_trail WHERE trail_id = $1 AND content_hash = $2",
        };
        let mut tx = self.begin_write().await?;
        let mut deleted = 0;
        for (number, hash) in rows {
            let key: Option<(i64, String)> = match table {
                LooseTable::Quarantine => None,
                LooseTable::Trails => each_tx!(&mut tx, conn => sqlx::query_as(
                    "SELECT id_hash, submission_id FROM raw_trail WHERE trail_id = $1"
                ).bind(number).fetch_optional(&mut *conn).await?),
            };
            each_tx!(&mut tx, conn => {
                deleted += sqlx::query(statement).bind(number).bind(hash).execute(&mut *conn).await?.rows_affected();
            });
            let Some((id_hash, submission_id)) = key else {
                continue;
            };
            each_tx!(&mut tx, conn => {
                sqlx::query(
                    "DELETE FROM trail_fact WHERE id_hash = $1 AND submission_id = $2 AND NOT EXISTS \
                     (SELECT 1 FROM raw_trail t WHERE t.id_hash = $1 AND t.submission_id = $2)",
                )
                .bind(id_hash)
                .bind(submission_id)
                .execute(&mut *conn)
                .await?;
            });
        }
        if deleted == 0 {
            return Ok(0);
        }
        let entry = Entry::new(by.at, &by.by, Action::Retention)
            .about(about)
            .saying(format!("deleted: table={} rows={deleted}", table.table()));
        tx.commit_noted(&[entry]).await?;
        Ok(deleted)
    }
}
