//! Single numbers that belong to the whole database.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use domain::time::EpochMs;

/// Rises whenever what pages show changes.
pub(crate) const DATA_VERSION: &str = "data_version";
/// Rises with every recorded batch: tells a recorder whether somebody else wrote.
pub(crate) const RECORD_VERSION: &str = "record_version";
/// The last revision of the last batch that was recorded to its end.
pub(crate) const LAST_RAW_ID: &str = "last_raw_id";
/// The last number given to a parcel of the inbox.
pub(crate) const LAST_INBOX_ID: &str = "last_inbox_id";
/// Newest receipt among current revisions.
pub(crate) const LATEST_RECEIVED_MS: &str = "latest_received_ms";
/// Newest receipt among the revisions that the rollups contain.
pub(crate) const AS_OF_MS: &str = "as_of_ms";
/// Stands for the checks, and their versions, by which everything was judged.
pub(crate) const JUDGED_BY: &str = "judged_by";
/// Rises with every judging, every decision about a flag, and whatever changes the rates of spot checks.
pub(crate) const QUALITY_VERSION: &str = "quality_version";
/// Rises with every change of a stage or a case.
pub(crate) const COORDINATION_VERSION: &str = "coordination_version";
/// Rises whenever an area or a boundary changes.
const AREAS_VERSION: &str = "areas_version";
/// By which rules facts were derived from raw rows.
const FACTS_VERSION: &str = "facts_version";
/// Stands for "nothing received yet" in the two keys above.
pub(crate) const NEVER_MS: i64 = i64::MIN;

/// Reads a stored time.
pub(crate) fn instant(value: i64) -> Option<EpochMs> {
    (value != NEVER_MS).then_some(EpochMs(value))
}

impl Db {
    /// A number that rises whenever what pages show changes: the key of caches.
    pub async fn data_version(&self) -> Result<i64, StoreError> {
        self.number(DATA_VERSION).await
    }

    /// A number that rises whenever an area or a boundary changes.
    pub async fn areas_version(&self) -> Result<i64, StoreError> {
        self.number(AREAS_VERSION).await
    }

    pub(crate) async fn number(&self, key: &str) -> Result<i64, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT value FROM meta WHERE key = $1"
        ).bind(key).fetch_one(pool).await?))
    }
}

impl Db {
    /// Whether the facts on file were derived by the caller's rules, `version`. A database without facts takes them over.
    pub async fn agrees_on_facts(&self, version: i64) -> Result<bool, StoreError> {
        if self.number(FACTS_VERSION).await? == version {
            return Ok(true);
        }
        let mut tx = self.begin_write().await?;
        let taken_over = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE meta SET value = $1 WHERE key = $2 AND NOT EXISTS (SELECT 1 FROM fact)"
        ).bind(version).bind(FACTS_VERSION).execute(&mut *conn).await?.rows_affected());
        tx.commit_derived().await?;
        Ok(taken_over > 0)
    }

    /// Notes that all facts have been derived again, by the rules `version`.
    pub async fn facts_now_follow(&self, version: i64) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE meta SET value = $1 WHERE key = $2")
                .bind(version)
                .bind(FACTS_VERSION)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_derived().await
    }
}

pub(crate) async fn bump_data_version(tx: &mut WriteTx) -> Result<(), StoreError> {
    bump(tx, DATA_VERSION).await
}

pub(crate) async fn bump_quality_version(tx: &mut WriteTx) -> Result<(), StoreError> {
    bump(tx, QUALITY_VERSION).await
}

pub(crate) async fn bump_coordination_version(tx: &mut WriteTx) -> Result<(), StoreError> {
    bump(tx, COORDINATION_VERSION).await
}

pub(crate) async fn bump_areas_version(tx: &mut WriteTx) -> Result<(), StoreError> {
    bump(tx, AREAS_VERSION).await
}

async fn bump(tx: &mut WriteTx, key: &str) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query("UPDATE meta SET value = value + 1 WHERE key = $1")
            .bind(key)
            .execute(&mut *conn)
            .await?;
    });
    Ok(())
}
