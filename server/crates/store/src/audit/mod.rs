//! The audit trail as it is kept: append-only and hash-chained.
//!
//! What somebody decides is committed with its entry, by [`WriteTx::commit_noted`], or not at all; what follows from raw rows alone has no
//! author and is committed by [`WriteTx::commit_derived`]. There is no third way.

pub(crate) mod append;
pub mod chain;
mod list;
mod verify;

pub use list::{AuditFilter, AuditRow};
pub use verify::{AuditFault, AuditVerdict, Fault};

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::area::AreaId;
use domain::audit::Entry;

impl WriteTx {
    /// Writes the entries that tell of what was written, and commits both.
    pub(crate) async fn commit_noted(mut self, entries: &[Entry]) -> Result<(), StoreError> {
        append::append(&mut self, entries).await?;
        self.commit().await
    }

    /// Commits what follows from what is on file already (facts, sums, findings, what is being worked on), which nobody decides.
    pub(crate) async fn commit_derived(self) -> Result<(), StoreError> {
        self.commit().await
    }
}

/// The code of an area, as entries name it.
pub(crate) async fn area_code(
    tx: &mut WriteTx,
    area: AreaId,
) -> Result<Option<String>, StoreError> {
    Ok(each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT code FROM area WHERE area_id = $1"
    ).bind(area).fetch_optional(&mut *conn).await?))
}

impl Db {
    /// Adds entries to the trail in one transaction, in their order: what was seen, and what was refused. Answers the number of the last.
    pub async fn note(&self, entries: &[Entry]) -> Result<i64, StoreError> {
        self.note_who_waits(|| entries.to_vec()).await
    }

    /// The same for entries that are asked for once it is the trail's turn to be written to: whoever has come to wait until then is noted too.
    pub async fn note_who_waits(
        &self,
        entries: impl FnOnce() -> Vec<Entry>,
    ) -> Result<i64, StoreError> {
        let mut tx = self.begin_write().await?;
        let last = append::append(&mut tx, &entries()).await?;
        tx.commit().await?;
        Ok(last)
    }
}
