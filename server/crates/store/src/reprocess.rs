//! Deriving facts again from what arrived: after a change of boundaries, of the reader or of the configuration.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::record::FactInput;
use crate::sealing::{Column, Sealer};
use domain::time::EpochMs;

/// A current revision, verbatim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRow {
    /// Rises with arrival: the `after` of the next page.
    pub raw_id: i64,
    /// The submission's id.
    pub submission_id: String,
    /// The 128-bit hash of the body.
    pub content_hash: [u8; 16],
    /// When it was received.
    pub received_at: EpochMs,
    /// Whether that is the time of import.
    pub received_assumed: bool,
    /// The caller's number for the format of `body`.
    pub format: i16,
    /// The run that brought it: [`Db::run_header`] has that run's header.
    pub run_id: i32,
    /// Its number in that run's file.
    pub row_number: u64,
    /// The row, verbatim.
    pub body: Vec<u8>,
}

/// What a replacement of facts did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Facts written anew.
    pub facts: u64,
    /// Revisions that are no longer current and were left alone.
    pub skipped: u64,
}

type RawColumns = (i64, String, Vec<u8>, i64, bool, i16, i32, i64, Vec<u8>);

fn read(row: RawColumns, sealer: &Sealer) -> Result<RawRow, StoreError> {
    Ok(RawRow {
        raw_id: row.0,
        submission_id: row.1,
        content_hash: row
            .2
            .try_into()
            .map_err(|_| StoreError::other("a content hash that is not 16 bytes"))?,
        received_at: EpochMs(row.3),
        received_assumed: row.4,
        format: row.5,
        run_id: row.6,
        row_number: u64::try_from(row.7).unwrap_or(0),
        body: sealer.open(Column::RawBody, row.0, row.8)?,
    })
}

impl Db {
    /// Current revisions in order of arrival, those after `after` (0 is from the beginning), at most `limit`.
    pub async fn raw_current(&self, after: i64, limit: u32) -> Result<Vec<RawRow>, StoreError> {
        let rows: Vec<RawColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT raw_id, submission_id, content_hash, received_at_ms, received_assumed, format, run_id, row_number, \
             body FROM raw_submission WHERE raw_id > $1 AND is_current ORDER BY raw_id LIMIT $2"
        ).bind(after).bind(i64::from(limit)).fetch_all(pool).await?);
        let sealer = Sealer::reading(self).await?;
        rows.into_iter().map(|row| read(row, &sealer)).collect()
    }

    /// A revision, current or not; `None` if it is on file no longer.
    pub async fn raw_revision(&self, raw_id: i64) -> Result<Option<RawRow>, StoreError> {
        let row: Option<RawColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT raw_id, submission_id, content_hash, received_at_ms, received_assumed, format, run_id, row_number, \
             body FROM raw_submission WHERE raw_id = $1"
        ).bind(raw_id).fetch_optional(pool).await?);
        let sealer = Sealer::reading(self).await?;
        row.map(|row| read(row, &sealer)).transpose()
    }

    /// Replaces the facts of current revisions, in one transaction, and marks the cells they leave and enter as dirty.
    /// Households are decided again. Revisions that a newer one has superseded meanwhile are skipped.
    pub async fn replace_facts(
        &self,
        facts: Vec<(i64, FactInput)>,
    ) -> Result<Replaced, StoreError> {
        match self {
            Db::Sqlite(file) => {
                file.blocking(move |file, connection| {
                    crate::forks::sqlite_reprocess::replace_facts(file, connection, &facts)
                })
                .await
            }
            Db::Postgres(server) => {
                crate::forks::postgres_reprocess::replace_facts(server, &facts).await
            }
        }
    }
}
