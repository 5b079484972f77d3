//! How the database stands, in a few numbers: for whoever watches the program.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::meta::{LATEST_RECEIVED_MS, instant};
use domain::time::EpochMs;

/// Rows of all imports and pushes so far, by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// New ones.
    pub accepted: u64,
    /// Those that were on file.
    pub unchanged: u64,
    /// New revisions.
    pub updated: u64,
    /// Those that could not be taken.
    pub quarantined: u64,
}

impl RowCounts {
    /// Each with its name.
    pub fn by_result(self) -> [(&'static str, u64); 4] {
        [
            ("accepted", self.accepted),
            ("unchanged", self.unchanged),
            ("updated", self.updated),
            ("quarantined", self.quarantined),
        ]
    }
}

/// How a database stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The last migration.
    pub schema_version: i64,
    /// The version of what pages show.
    pub data_version: i64,
    /// Bytes on its disk.
    pub size_bytes: u64,
    /// Connections of this process that are idle.
    pub connections_idle: u32,
    /// … and in use.
    pub connections_used: u32,
    /// Submissions.
    pub facts: u64,
    /// By result.
    pub rows: RowCounts,
    /// Pushes that are acknowledged and not recorded.
    pub inbox_parcels: u64,
    /// Rows that could not be taken.
    pub quarantine_rows: u64,
    /// Cells that wait to be summed.
    pub dirty_cells: u64,
    /// Enumerators that wait to be judged.
    pub unjudged: u64,
    /// Sessions on file. (Those that have ended are removed when somebody signs in.)
    pub sessions: u64,
    /// The newest receipt.
    pub newest_receipt: Option<EpochMs>,
}

impl Db {
    /// Reads the figures. Tables that grow with the survey are not read: submissions are counted in their sums.
    pub async fn figures(&self) -> Result<Figures, StoreError> {
        let sums: (i64, i64, i64, i64) = each_db!(self, pool => sqlx::query_as(
            "SELECT CAST(COALESCE(SUM(accepted), 0) AS BIGINT), CAST(COALESCE(SUM(unchanged), 0) AS BIGINT), \
             CAST(COALESCE(SUM(updated), 0) AS BIGINT), CAST(COALESCE(SUM(quarantined), 0) AS BIGINT) FROM import_run"
        ).fetch_one(pool).await?);
        let counts: (i64, i64, i64, i64, i64, i64) = each_db!(self, pool => sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM inbox), (SELECT COUNT(*) FROM quarantine), (SELECT COUNT(*) FROM dirty_cell), \
             (SELECT COUNT(*) FROM unjudged), (SELECT COUNT(*) FROM session), (SELECT CAST(COALESCE(SUM(complete + repeated + \
             partial + refused + not_at_home + vacant + not_found + other + rejected), 0) AS BIGINT) FROM rollup_area_day)"
        ).fetch_one(pool).await?);
        let (size, idle) = each_db!(self, pool => (pool.size(), pool.num_idle()));
        let idle = u32::try_from(idle).unwrap_or(u32::MAX);
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Ok(Figures {
            schema_version: self.schema_version().await?.found,
            data_version: self.data_version().await?,
            size_bytes: self.size_bytes().await?,
            connections_idle: idle,
            connections_used: size.saturating_sub(idle),
            facts: count(counts.5),
            rows: RowCounts {
                accepted: count(sums.0),
                unchanged: count(sums.1),
                updated: count(sums.2),
                quarantined: count(sums.3),
            },
            inbox_parcels: count(counts.0),
            quarantine_rows: count(counts.1),
            dirty_cells: count(counts.2),
            unjudged: count(counts.3),
            sessions: count(counts.4),
            newest_receipt: instant(self.number(LATEST_RECEIVED_MS).await?),
        })
    }
}
