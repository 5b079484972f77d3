//! Removing: a listing, and one household from all of them.

use super::import::mark_due;
use super::{VALUES, with_list};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::retention::FreshKey;
use crate::retention::tombstones::marker_or_new;
use domain::area::AreaId;
use domain::audit::{Action, Entry, Stamp};
use domain::time::EpochMs;

/// Households that one transaction deletes.
const A_BATCH: i64 = 5_000;

impl Db {
    /// Removes a listing with its households, and answers how many they were; `None` if there is none of that name. First it counts as not
    /// read to its end, then its households go batch by batch, then the listing itself with the entry that tells of it: the command that
    /// was killed is given again.
    pub async fn remove_listing(
        &self,
        name: &str,
        reason: &str,
        by: &Stamp,
    ) -> Result<Option<u64>, StoreError> {
        let mut tx = self.begin_write().await?;
        let listing_id: Option<i32> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT listing_id FROM listing WHERE name = $1"
        ).bind(name).fetch_optional(&mut *conn).await?);
        let Some(listing_id) = listing_id else {
            return Ok(None);
        };
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE listing SET finished_at_ms = NULL, file_hash = NULL WHERE listing_id = $1")
                .bind(listing_id)
                .execute(&mut *conn)
                .await?;
        });
        let begun = Entry::new(by.at, &by.by, Action::ListingRemoved).about(name);
        tx.commit_noted(&[begun.saying(format!("begun: reason={reason}"))])
            .await?;
        let mut removed = 0;
        loop {
            let some = self.remove_some(listing_id).await?;
            removed += some;
            if some == 0 {
                break;
            }
        }
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            for statement in [
                "DELETE FROM listing_due WHERE listing_id = $1",
                "DELETE FROM listing_progress WHERE listing_id = $1",
                "DELETE FROM listing WHERE listing_id = $1",
            ] {
                sqlx::query(statement).bind(listing_id).execute(&mut *conn).await?;
            }
        });
        let ended = Entry::new(by.at, &by.by, Action::ListingRemoved).about(name);
        tx.commit_noted(&[ended.saying(format!("ended: households={removed}"))])
            .await?;
        Ok(Some(removed))
    }

    async fn remove_some(&self, listing_id: i32) -> Result<u64, StoreError> {
        let mut tx = self.begin_write().await?;
        // By the index: the order of the areas.
        let ids: Vec<i64> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT household_id FROM listing_household WHERE listing_id = $1 LIMIT $2"
        ).bind(listing_id).bind(A_BATCH).fetch_all(&mut *conn).await?);
        for some in ids.chunks(VALUES) {
            each_tx!(&mut tx, conn => {
                let mut query = with_list!("DELETE FROM listing_household WHERE household_id IN", some.iter().copied());
                query.build().execute(&mut *conn).await?;
            });
        }
        tx.commit_derived().await?;
        Ok(ids.len() as u64)
    }
}

/// A household of a listing that is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedToErase {
    /// The listing.
    pub listing_id: i32,
    /// Its wave's code.
    pub wave: String,
    /// The union council.
    pub area_id: AreaId,
    /// The household's number.
    pub household_id: i64,
}

/// Takes a household, by its union council's code and its reference, from the listings in whoever's transaction it is. For each wave a mark
/// stays, so that no file brings it back. Answers how many rows went.
pub(crate) async fn erase_listed(
    tx: &mut WriteTx,
    (area_code, reference): (&str, &str),
    rows: &[ListedToErase],
    fresh: &FreshKey,
    at: EpochMs,
) -> Result<u64, StoreError> {
    let mut erased = 0;
    for row in rows {
        let mark = marker_or_new(tx, fresh)
            .await?
            .listed(&row.wave, area_code, reference);
        each_tx!(&mut *tx, conn => {
            erased += sqlx::query("DELETE FROM listing_household WHERE household_id = $1 AND listing_id = $2")
                .bind(row.household_id)
                .bind(row.listing_id)
                .execute(&mut *conn)
                .await?
                .rows_affected();
            sqlx::query("INSERT INTO tombstone (mark, at_ms) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(&mark[..])
                .bind(at.0)
                .execute(&mut *conn)
                .await?;
        });
        mark_due(tx, row.listing_id, [row.area_id].into()).await?;
    }
    Ok(erased)
}
