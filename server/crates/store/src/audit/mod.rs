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
use crate::forks::WriteTx;
use domain::audit::Entry;

impl WriteTx {
    /// Writes the entry that tells of what was written, and commits both.
    pub(crate) async fn commit_noted(mut self, entry: &Entry) -> Result<(), StoreError> {
        append::append(&mut self, std::slice::from_ref(entry)).await?;
        self.commit().await
    }

    /// Commits what follows from what is on file already (facts, sums, findings, what is being worked on), which nobody decides.
    pub(crate) async fn commit_derived(self) -> Result<(), StoreError> {
        self.commit().await
    }
}

impl Db {
    /// Adds entries to the trail in one transaction, in their order: what was seen, and what was refused. Answers the number of the last.
    pub async fn note(&self, entries: &[Entry]) -> Result<i64, StoreError> {
        let mut tx = self.begin_write().await?;
        let last = append::append(&mut tx, entries).await?;
        tx.commit().await?;
        Ok(last)
    }
}
