//! Deleting what is held about a household.

use super::HeldFlag;
use crate::db::Db;
use crate::error::StoreError;
use crate::flags::wait;
use crate::forks::each_tx;
use crate::listing::{ListedToErase, erase_listed};
use crate::meta;
use crate::retention::FreshKey;
use crate::retention::erase::{Erased, ToErase, erase};
use domain::audit::Entry;
use domain::time::EpochMs;

/// What is to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToDelete {
    /// Submissions, whole.
    pub submissions: Vec<ToErase>,
    /// Flags about them: what people wrote about these goes.
    pub flags: Vec<HeldFlag>,
    /// Rows of the quarantine, by number and hash.
    pub quarantined: Vec<(i64, [u8; 16])>,
    /// The code of its union council, and its reference there.
    pub household: (String, String),
    /// Its rows of listings.
    pub listed: Vec<ListedToErase>,
}

/// What went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deleted {
    /// Submissions.
    pub erased: Erased,
    /// Rows of the quarantine.
    pub quarantined: u64,
    /// Flags whose words went.
    pub flags: u64,
    /// Rows of listings.
    pub listed: u64,
}

impl Db {
    /// Deletes all of it in one transaction, with the entry that `note` makes of what went. Whose work it was is judged again.
    pub async fn delete_household(
        &self,
        what: &ToDelete,
        fresh: &FreshKey,
        at: EpochMs,
        note: impl FnOnce(&Deleted) -> Entry,
    ) -> Result<Deleted, StoreError> {
        let mut tx = self.begin_write().await?;
        let erased = erase(&mut tx, &what.submissions, fresh, at).await?;
        let mut deleted = Deleted {
            erased,
            ..Deleted::default()
        };
        let (area_code, reference) = &what.household;
        let household = (area_code.as_str(), reference.as_str());
        deleted.listed = erase_listed(&mut tx, household, &what.listed, fresh, at).await?;
        for (number, hash) in &what.quarantined {
            each_tx!(&mut tx, conn => {
                deleted.quarantined += sqlx::query("DELETE FROM quarantine WHERE quarantine_id = $1 AND body_hash = $2")
                    .bind(number)
                    .bind(&hash[..])
                    .execute(&mut *conn)
                    .await?
                    .rows_affected();
            });
        }
        for flag in &what.flags {
            each_tx!(&mut tx, conn => {
                sqlx::query("UPDATE flag_step SET note = NULL, evidence = '{}' WHERE enumerator_id = $1 AND identity = $2")
                    .bind(flag.enumerator_id)
                    .bind(flag.identity)
                    .execute(&mut *conn)
                    .await?;
                deleted.flags += sqlx::query("DELETE FROM finding WHERE enumerator_id = $1 AND identity = $2")
                    .bind(flag.enumerator_id)
                    .bind(flag.identity)
                    .execute(&mut *conn)
                    .await?
                    .rows_affected();
            });
        }
        let others = what.flags.iter().map(|flag| flag.enumerator_id);
        let judged_again = deleted.erased.enumerators.iter().copied().chain(others);
        wait(&mut tx, &judged_again.collect::<Vec<_>>()).await?;
        meta::bump_quality_version(&mut tx).await?;
        let entry = note(&deleted);
        tx.commit_noted(&[entry]).await?;
        Ok(deleted)
    }
}
