//! What a change would do, worked out in the background before anybody saves it. Asked for by a page, worked on by a server, decided
//! by whoever asked.

use super::changes::{NewChange, Proposed, SaveError, entry_of, last_change, save_in};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use domain::audit::{Action, By, Entry};
use domain::checks::{Check, Extent, ThresholdId};
use domain::setting::Setting;
use domain::time::{EpochMs, SurveyDay};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

/// How far a preview is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewState {
    /// Nobody works on it yet.
    Waits,
    /// A server works on it.
    Runs,
    /// It can be decided.
    Done,
    /// It could not be worked out; the log says why.
    Failed,
    /// The change was saved.
    Saved,
    /// It was not wanted.
    Discarded,
}

impl PreviewState {
    const ALL: [PreviewState; 6] = [
        PreviewState::Waits,
        PreviewState::Runs,
        PreviewState::Done,
        PreviewState::Failed,
        PreviewState::Saved,
        PreviewState::Discarded,
    ];

    fn rank(self) -> i16 {
        self as i16
    }

    fn from_rank(rank: i16) -> Option<PreviewState> {
        PreviewState::ALL
            .into_iter()
            .find(|state| state.rank() == rank)
    }
}

/// A preview to be worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPreview {
    /// When it was asked for.
    pub at: EpochMs,
    /// By whom.
    pub user_id: i32,
    /// Why the change is wanted.
    pub reason: String,
    /// The change.
    pub proposed: Proposed,
    /// The period: first and last day.
    pub days: (SurveyDay, SurveyDay),
    /// Stands for the checks and their versions.
    pub checks: i64,
}

/// A preview.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewRow {
    /// Its number.
    pub preview_id: i32,
    /// When it was asked for.
    pub at: EpochMs,
    /// By whom.
    pub user_id: i32,
    /// Why the change is wanted.
    pub reason: String,
    /// The check's number.
    pub check_number: i16,
    /// The threshold's name.
    pub threshold: String,
    /// Where.
    pub extent: Extent,
    /// The new value; `None`: back to what holds otherwise.
    pub value: Option<f64>,
    /// The period: first and last day.
    pub days: (SurveyDay, SurveyDay),
    /// How far it is.
    pub state: PreviewState,
    /// Enumerators to be judged.
    pub enumerators: i32,
    /// … of them judged.
    pub judged: i32,
    /// The last change of any threshold that it knew of.
    pub last_change: i32,
    /// The statistics of peers that it was judged by.
    pub peers_version: i64,
    /// Stands for the checks and their versions.
    pub checks: i64,
    /// What was worked out, as JSON.
    pub result: Option<String>,
}

impl PreviewRow {
    /// The change that it is about; `None` if this program's checks have no such threshold.
    pub fn proposed(&self) -> Option<Proposed> {
        let check = Check::from_rank(self.check_number)?;
        Some(Proposed {
            id: ThresholdId::of(check, &self.threshold).ok()?,
            extent: self.extent,
            value: self.value,
        })
    }
}

/// Previews that are kept: older ones that were not saved are forgotten when another is asked for.
const KEPT: i32 = 500;

macro_rules! preview {
    ($where:literal) => {
        concat!(
            "SELECT preview_id, asked_at_ms, user_id, reason, check_number, threshold, wave_id, setting, value, from_day, to_day, \
             status, enumerators, judged, last_change_id, peers_version, checks, result FROM threshold_preview WHERE ",
            $where
        )
    };
}

impl Db {
    /// Asks for a preview. Answers its number.
    pub async fn ask_preview(&self, new: &NewPreview, by: &By) -> Result<i32, StoreError> {
        let mut tx = self.begin_write().await?;
        let last = last_change(&mut tx).await?;
        let preview_id: i32 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(preview_id), 0) + 1 FROM threshold_preview"
        ).fetch_one(&mut *conn).await?);
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO threshold_preview (preview_id, asked_at_ms, user_id, reason, check_number, threshold, wave_id, setting, \
                 value, from_day, to_day, status, beat_at_ms, enumerators, judged, last_change_id, peers_version, checks) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $2, 0, 0, $12, 0, $13)",
            )
            .bind(preview_id)
            .bind(new.at.0)
            .bind(new.user_id)
            .bind(&new.reason)
            .bind(new.proposed.id.check().rank())
            .bind(new.proposed.id.threshold().name)
            .bind(new.proposed.extent.wave)
            .bind(new.proposed.extent.setting.map(Setting::rank))
            .bind(new.proposed.value)
            .bind(new.days.0.0)
            .bind(new.days.1.0)
            .bind(last)
            .bind(new.checks)
            .execute(&mut *conn)
            .await?;
            // What was saved stays beside the change.
            sqlx::query("DELETE FROM threshold_preview WHERE preview_id <= $1 AND status <> 4")
                .bind(preview_id - KEPT)
                .execute(&mut *conn)
                .await?;
        });
        let entry = Entry::new(new.at, by, Action::Preview)
            .about(preview_id)
            .saying(format!("asked for, {}", new.proposed.id.check().code()));
        tx.commit_noted(&[entry]).await?;
        Ok(preview_id)
    }

    /// One preview.
    pub async fn preview(&self, preview_id: i32) -> Result<Option<PreviewRow>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_as(
            preview!("preview_id = $1")
        ).bind(preview_id).fetch_optional(pool).await?))
    }

    /// Takes the oldest preview that nobody works on, or that somebody has left: whoever works on one says so more often than every
    /// `now - long_ago`.
    pub async fn claim_preview(
        &self,
        now: EpochMs,
        long_ago: EpochMs,
    ) -> Result<Option<PreviewRow>, StoreError> {
        const WAITING: &str =
            preview!("status = 0 OR (status = 1 AND beat_at_ms < $1) ORDER BY preview_id LIMIT 1");
        // Asked without the lock first: mostly there is none.
        let waiting: Option<PreviewRow> = each_db!(self, pool => sqlx::query_as(WAITING).bind(long_ago.0).fetch_optional(pool).await?);
        if waiting.is_none() {
            return Ok(None);
        }
        let mut tx = self.begin_write().await?;
        let waiting: Option<PreviewRow> = each_tx!(&mut tx, conn =>
            sqlx::query_as(WAITING).bind(long_ago.0).fetch_optional(&mut *conn).await?);
        let Some(row) = waiting else { return Ok(None) };
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE threshold_preview SET status = 1, beat_at_ms = $1, judged = 0 WHERE preview_id = $2")
                .bind(now.0)
                .bind(row.preview_id)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_derived().await?;
        Ok(Some(row))
    }

    /// Gives a preview that was claimed back: it waits again, for whoever comes next.
    pub async fn release_preview(&self, preview_id: i32) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE threshold_preview SET status = 0, judged = 0 WHERE preview_id = $1 AND status = 1")
                .bind(preview_id)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_derived().await
    }

    /// Says how far the work on a preview is. Answers whether it is still wanted.
    pub async fn note_preview(
        &self,
        preview_id: i32,
        now: EpochMs,
        judged: i32,
        enumerators: i32,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let wanted = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE threshold_preview SET beat_at_ms = $1, judged = $2, enumerators = $3 WHERE preview_id = $4 AND status = 1"
        )
        .bind(now.0)
        .bind(judged)
        .bind(enumerators)
        .bind(preview_id)
        .execute(&mut *conn)
        .await?
        .rows_affected());
        tx.commit_derived().await?;
        Ok(wanted > 0)
    }

    /// Keeps what was worked out: by the thresholds as of `last_change` and the statistics of peers `peers_version`. Without a result
    /// it has failed.
    pub async fn end_preview(
        &self,
        preview_id: i32,
        last_change: i32,
        peers_version: i64,
        result: Option<&str>,
    ) -> Result<(), StoreError> {
        let state = match result {
            Some(_) => PreviewState::Done,
            None => PreviewState::Failed,
        };
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "UPDATE threshold_preview SET status = $1, result = $2, last_change_id = $3, peers_version = $4, judged = enumerators \
                 WHERE preview_id = $5 AND status = 1",
            )
            .bind(state.rank())
            .bind(result)
            .bind(last_change)
            .bind(peers_version)
            .bind(preview_id)
            .execute(&mut *conn)
            .await?;
        });
        tx.commit_derived().await
    }

    /// Saves the change that a preview is about, in one transaction with the note that it was. Answers `false`, and saves nothing, if
    /// it is not there to be decided any more; [`SaveError::ChangedSince`] if another change has been made since.
    pub async fn save_preview(
        &self,
        preview_id: i32,
        at: EpochMs,
        actor: &str,
        user_id: i32,
        by: &By,
    ) -> Result<bool, SaveError> {
        let mut tx = self.begin_write().await?;
        let row: Option<PreviewRow> = each_tx!(&mut tx, conn => sqlx::query_as(
            preview!("preview_id = $1 AND status = 2")
        ).bind(preview_id).fetch_optional(&mut *conn).await?);
        let Some(row) = row else { return Ok(false) };
        let Some(proposed) = row.proposed() else {
            return Ok(false);
        };
        let change = NewChange {
            at,
            actor: actor.to_owned(),
            user_id: Some(user_id),
            reason: row.reason,
            proposed: vec![proposed],
        };
        save_in(&mut tx, &change, Some(row.last_change)).await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE threshold_preview SET status = 4 WHERE preview_id = $1")
                .bind(preview_id)
                .execute(&mut *conn)
                .await?;
        });
        tx.commit_noted(&[entry_of(&change, by)]).await?;
        Ok(true)
    }

    /// Discards a preview that is not saved; whoever works on it stops.
    pub async fn discard_preview(
        &self,
        preview_id: i32,
        at: EpochMs,
        by: &By,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("UPDATE threshold_preview SET status = 5 WHERE preview_id = $1 AND status <> 4")
                .bind(preview_id)
                .execute(&mut *conn)
                .await?;
        });
        let entry = Entry::new(at, by, Action::Preview)
            .about(preview_id)
            .saying("discarded");
        tx.commit_noted(&[entry]).await
    }

    /// Everybody whose flags of some days may change: who worked on them, or within `around` days of them by a clock that may be off,
    /// and who has flags of them. In the order of their keys.
    pub async fn enumerators_of_days(
        &self,
        days: (SurveyDay, SurveyDay),
        around: i32,
    ) -> Result<Vec<i32>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT enumerator_id FROM fact WHERE survey_day BETWEEN $1 AND $2 UNION \
             SELECT enumerator_id FROM finding WHERE survey_day BETWEEN $3 AND $4 ORDER BY enumerator_id"
        )
        .bind(days.0.0.saturating_sub(around))
        .bind(days.1.0.saturating_add(around))
        .bind(days.0.0)
        .bind(days.1.0)
        .fetch_all(pool)
        .await?))
    }

    /// Everybody who has sent anything, in the order of their keys.
    pub async fn enumerators_with_work(&self) -> Result<Vec<i32>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT DISTINCT enumerator_id FROM fact ORDER BY enumerator_id"
        ).fetch_all(pool).await?))
    }

    /// The identities of an enumerator's flags that people have decided: explained, confirmed or dismissed.
    pub async fn decided_flags(&self, enumerator_id: i32) -> Result<Vec<i64>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT identity FROM flag_state WHERE enumerator_id = $1 AND status BETWEEN 2 AND 4"
        ).bind(enumerator_id).fetch_all(pool).await?))
    }
}

impl<'r, R> FromRow<'r, R> for PreviewRow
where
    R: Row,
    usize: ColumnIndex<R>,
    i16: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Option<i16>: Decode<'r, R::Database> + Type<R::Database>,
    Option<i32>: Decode<'r, R::Database> + Type<R::Database>,
    Option<f64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<PreviewRow, sqlx::Error> {
        let state = PreviewState::from_rank(row.try_get(11)?);
        Ok(PreviewRow {
            preview_id: row.try_get(0)?,
            at: EpochMs(row.try_get(1)?),
            user_id: row.try_get(2)?,
            reason: row.try_get(3)?,
            check_number: row.try_get(4)?,
            threshold: row.try_get(5)?,
            extent: Extent {
                wave: row.try_get(6)?,
                setting: row
                    .try_get::<Option<i16>, _>(7)?
                    .and_then(Setting::from_rank),
            },
            value: row.try_get(8)?,
            days: (SurveyDay(row.try_get(9)?), SurveyDay(row.try_get(10)?)),
            // A state that a later program knows is none that anything can be done with.
            state: state.unwrap_or(PreviewState::Discarded),
            enumerators: row.try_get(12)?,
            judged: row.try_get(13)?,
            last_change: row.try_get(14)?,
            peers_version: row.try_get(15)?,
            checks: row.try_get(16)?,
            result: row.try_get(17)?,
        })
    }
}
