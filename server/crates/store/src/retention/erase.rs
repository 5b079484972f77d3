//! Deleting submissions: whole ones, in one transaction with the entry that tells of it.

use super::FreshKey;
use super::tombstones::{Marker, marker_or_new, number_of};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::meta;
use domain::audit::Entry;
use domain::time::EpochMs;

/// A submission that is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToErase {
    /// A hash of its id.
    pub id_hash: i64,
    /// Its id.
    pub submission_id: String,
    /// Its revisions as whoever decided knew them: with others on file by now it stays, and is looked at again.
    pub revisions: Vec<i64>,
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Submissions that went.
    pub submissions: u64,
    /// Their revisions.
    pub revisions: u64,
    /// Parts of their trails.
    pub trails: u64,
    /// What was entered at their doors for spot checks.
    pub spot_visits: u64,
    /// Submissions of which a revision has come since.
    pub changed: u64,
    /// Submissions that were gone already.
    pub gone: u64,
    /// Whose work it was, sorted, each once.
    pub enumerators: Vec<i32>,
}

impl Db {
    /// Deletes submissions, in one transaction, with the entry that `note` makes of what became of them. A batch of which nothing is left
    /// to delete writes nothing.
    pub async fn erase_submissions(
        &self,
        batch: &[ToErase],
        fresh: &FreshKey,
        at: EpochMs,
        note: impl FnOnce(&Erased) -> Entry,
    ) -> Result<Erased, StoreError> {
        let mut tx = self.begin_write().await?;
        let erased = erase(&mut tx, batch, fresh, at).await?;
        if erased.submissions == 0 {
            return Ok(erased);
        }
        let entry = note(&erased);
        tx.commit_noted(&[entry]).await?;
        Ok(erased)
    }
}

/// The same in a transaction that does more.
pub(crate) async fn erase(
    tx: &mut WriteTx,
    batch: &[ToErase],
    fresh: &FreshKey,
    at: EpochMs,
) -> Result<Erased, StoreError> {
    let marker = marker_or_new(tx, fresh).await?;
    let mut erased = Erased::default();
    for one in batch {
        erase_one(tx, one, &marker, at, &mut erased).await?;
    }
    erased.enumerators.sort_unstable();
    erased.enumerators.dedup();
    if erased.submissions > 0 {
        // Recorders elsewhere remember what is on file.
        each_tx!(tx, conn => {
            sqlx::query("UPDATE meta SET value = value + 1 WHERE key = $1")
                .bind(meta::RECORD_VERSION)
                .execute(&mut *conn)
                .await?;
        });
    }
    Ok(erased)
}

async fn erase_one(
    tx: &mut WriteTx,
    one: &ToErase,
    marker: &Marker,
    at: EpochMs,
    erased: &mut Erased,
) -> Result<(), StoreError> {
    let id = one.submission_id.as_str();
    type Revision = (i64, bool, Option<i32>, Option<i32>);
    let on_file: Vec<Revision> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT raw_id, is_current, enumerator_id, survey_day FROM raw_submission WHERE id_hash = $1 AND submission_id = $2 ORDER BY raw_id"
    ).bind(one.id_hash).bind(id).fetch_all(&mut *conn).await?);
    if on_file.is_empty() {
        erased.gone += 1;
        return Ok(());
    }
    if !on_file
        .iter()
        .map(|row| row.0)
        .eq(one.revisions.iter().copied())
    {
        erased.changed += 1;
        return Ok(());
    }
    let mark = marker.mark(id);
    for (raw_id, is_current, enumerator_id, survey_day) in &on_file {
        if let (true, Some(enumerator_id), Some(survey_day)) =
            (is_current, enumerator_id, survey_day)
        {
            empty_fact(tx, (*enumerator_id, *survey_day, *raw_id), number_of(&mark)).await?;
            erased.enumerators.push(*enumerator_id);
        }
    }
    each_tx!(tx, conn => {
        erased.revisions += sqlx::query("DELETE FROM raw_submission WHERE id_hash = $1 AND submission_id = $2")
            .bind(one.id_hash)
            .bind(id)
            .execute(&mut *conn)
            .await?
            .rows_affected();
        erased.trails += sqlx::query("DELETE FROM raw_trail WHERE id_hash = $1 AND submission_id = $2")
            .bind(one.id_hash)
            .bind(id)
            .execute(&mut *conn)
            .await?
            .rows_affected();
        for statement in [
            "DELETE FROM trail_fact WHERE id_hash = $1 AND submission_id = $2",
            "DELETE FROM correction WHERE id_hash = $1 AND submission_id = $2",
        ] {
            sqlx::query(statement).bind(one.id_hash).bind(id).execute(&mut *conn).await?;
        }
        erased.spot_visits += sqlx::query(
            "DELETE FROM spot_visit WHERE check_id IN (SELECT check_id FROM spot_check WHERE submission_id = $1)",
        )
        .bind(id)
        .execute(&mut *conn)
        .await?
        .rows_affected();
        // Of its spot check the outcome stays, which rates are made of; what the household said, where it is and what was written about it goes.
        for statement in [
            "DELETE FROM pull_deleted WHERE submission_id = $1",
            "UPDATE spot_step SET comment = NULL WHERE check_id IN (SELECT check_id FROM spot_check WHERE submission_id = $1)",
            "UPDATE spot_check SET latitude = NULL, longitude = NULL, accuracy_m = NULL, submission_id = '' WHERE submission_id = $1",
            "DELETE FROM spot_reserve WHERE submission_id = $1",
            // How many a re-survey named stays with it.
            "UPDATE resurvey_interview SET submission_id = '' WHERE submission_id = $1",
        ] {
            sqlx::query(statement).bind(id).execute(&mut *conn).await?;
        }
        sqlx::query("INSERT INTO tombstone (mark, at_ms) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(&mark[..])
            .bind(at.0)
            .execute(&mut *conn)
            .await?;
    });
    erased.submissions += 1;
    Ok(())
}

/// Takes everything from a fact that tells of the household. What sums are made of stays: who, when, where as an area, how it ended.
async fn empty_fact(
    tx: &mut WriteTx,
    (enumerator_id, survey_day, raw_id): (i32, i32, i64),
    number: i64,
) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query(
            "UPDATE fact SET kept = FALSE, id_hash = $4, household_key = NULL, latitude = NULL, longitude = NULL, accuracy_m = NULL, \
             fix_at_ms = NULL, mock_location = NULL, active_s = NULL, household_size = NULL, items_required = NULL, \
             items_answered = NULL, items_dont_know = NULL, items_refused = NULL, listing_latitude = NULL, listing_longitude = NULL, \
             answers = NULL WHERE enumerator_id = $1 AND survey_day = $2 AND raw_id = $3",
        )
        .bind(enumerator_id)
        .bind(survey_day)
        .bind(raw_id)
        .bind(number)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}
