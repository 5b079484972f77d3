//! Submissions that a pull saw deleted in the collection system, so that it can be asked whether they were restored.

use super::PullClaim;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use crate::record::Arrival;
use domain::time::EpochMs;

/// A submission that is deleted in the collection system, as far as is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedThere {
    /// Its id.
    pub submission_id: String,
    /// When the collection system received it.
    pub sent_at: EpochMs,
    /// When it was deleted there.
    pub deleted_at: EpochMs,
}

impl Db {
    /// Those of a form, the ones that were asked for longest ago first.
    pub async fn list_deleted_there(
        &self,
        claim: &PullClaim,
    ) -> Result<Vec<DeletedThere>, StoreError> {
        let rows: Vec<(String, i64, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT submission_id, sent_at_ms, deleted_at_ms FROM pull_deleted WHERE pull_id = $1 \
             ORDER BY asked_at_ms, deleted_at_ms DESC, submission_id"
        ).bind(claim.pull_id).fetch_all(pool).await?);
        let read = |(submission_id, sent_at, deleted_at)| DeletedThere {
            submission_id,
            sent_at: EpochMs(sent_at),
            deleted_at: EpochMs(deleted_at),
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Notes what a page said, after its rows were recorded: which are deleted, and which of those known as deleted are there again.
    pub async fn note_deleted_there(
        &self,
        claim: &PullClaim,
        deleted: &[DeletedThere],
        there_again: &[String],
    ) -> Result<(), StoreError> {
        if deleted.is_empty() && there_again.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin_write().await?;
        for row in deleted {
            each_tx!(&mut tx, conn => {
                sqlx::query(
                    "INSERT INTO pull_deleted (pull_id, submission_id, sent_at_ms, deleted_at_ms, asked_at_ms) \
                     VALUES ($1, $2, $3, $4, 0) ON CONFLICT (pull_id, submission_id) \
                     DO UPDATE SET sent_at_ms = excluded.sent_at_ms, deleted_at_ms = excluded.deleted_at_ms",
                )
                .bind(claim.pull_id)
                .bind(&row.submission_id)
                .bind(row.sent_at.0)
                .bind(row.deleted_at.0)
                .execute(&mut *conn)
                .await?;
            });
        }
        for submission_id in there_again {
            each_tx!(&mut tx, conn => {
                sqlx::query("DELETE FROM pull_deleted WHERE pull_id = $1 AND submission_id = $2")
                    .bind(claim.pull_id)
                    .bind(submission_id)
                    .execute(&mut *conn)
                    .await?;
            });
        }
        tx.commit_derived().await
    }

    /// Whether a row's content is on file already, as the current revision or an earlier one.
    pub async fn knows_content(&self, arrival: &Arrival) -> Result<bool, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM raw_submission WHERE id_hash = $1 AND submission_id = $2 AND content_hash = $3)"
        )
        .bind(arrival.id_hash)
        .bind(&arrival.submission_id)
        .bind(&arrival.content_hash[..])
        .fetch_one(pool)
        .await?))
    }

    /// Notes that these were asked for at `now`.
    pub async fn note_asked_there(
        &self,
        claim: &PullClaim,
        asked: &[DeletedThere],
        now: EpochMs,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        for row in asked {
            each_tx!(&mut tx, conn => {
                sqlx::query(
                    "UPDATE pull_deleted SET asked_at_ms = $1 WHERE pull_id = $2 AND submission_id = $3",
                )
                .bind(now.0)
                .bind(claim.pull_id)
                .bind(&row.submission_id)
                .execute(&mut *conn)
                .await?;
            });
        }
        tx.commit_derived().await
    }

    /// Forgets those of a form that were deleted before `before`: they were purged and cannot be restored.
    pub async fn forget_purged_there(
        &self,
        claim: &PullClaim,
        before: EpochMs,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM pull_deleted WHERE pull_id = $1 AND deleted_at_ms < $2")
                .bind(claim.pull_id)
                .bind(before.0)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_derived().await
    }
}
