//! Deciding about a proposal, and taking an acceptance back: each in one transaction with its entry in the audit trail.

use super::facts::{step_aside, step_back};
use super::reading::of_work;
use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::audit::{Action, By, Entry};
use domain::spot_check::Resurvey;
use domain::time::EpochMs;

/// A decision about a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewResurvey {
    /// The wave.
    pub wave_id: i32,
    /// What was proposed, as whoever decides saw it.
    pub proposed: Resurvey,
    /// Whether it is accepted.
    pub accepts: bool,
    /// Why.
    pub reason: String,
    /// Who.
    pub user_id: i32,
    /// When.
    pub at: EpochMs,
}

/// Why nothing was decided. Nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResurveyRefusal {
    /// The work is another than the one that was seen: interviews have come, or somebody was faster.
    Changed,
    /// It is not accepted, or was taken back already.
    NotStanding,
}

/// Rows of one statement.
const ROWS_AT_A_TIME: usize = 200;

impl Db {
    /// Keeps a decision about a proposal. Of an accepted one the interviews that there are now are listed, and count no longer. Answers the
    /// decision's number. Sums are to be rolled up afterwards.
    pub async fn decide_resurvey(
        &self,
        new: &NewResurvey,
        by: &By,
    ) -> Result<Result<i32, ResurveyRefusal>, StoreError> {
        let proposed = &new.proposed;
        let work = (new.wave_id, proposed.enumerator, proposed.union_council);
        let mut tx = self.begin_write().await?;
        if work_now(&mut tx, work).await? != (proposed.interviews, proposed.counted) {
            return Ok(Err(ResurveyRefusal::Changed));
        }
        let resurvey_id = insert(&mut tx, new).await?;
        if new.accepts {
            let known = step_aside(&mut tx, work, resurvey_id).await?;
            let listed: Vec<(i32, &str, bool)> = (1..)
                .zip(&known)
                .map(|(number, known)| (number, known.submission_id.as_str(), known.fact.counted))
                .collect();
            for some in listed.chunks(ROWS_AT_A_TIME) {
                each_tx!(&mut tx, conn => {
                    let mut insert = sqlx::QueryBuilder::new(
                        "INSERT INTO resurvey_interview (resurvey_id, number, submission_id, counted) ",
                    );
                    insert.push_values(some, |mut row, (number, submission_id, counted)| {
                        row.push_bind(resurvey_id)
                            .push_bind(*number)
                            .push_bind(*submission_id)
                            .push_bind(*counted);
                    });
                    insert.build().execute(&mut *conn).await?;
                });
            }
        }
        let word = if new.accepts { "accepted" } else { "declined" };
        let said = format!(
            "{word} interviews={} counted={} fabricated={} of {}",
            proposed.interviews, proposed.counted, proposed.fabricated.part, proposed.fabricated.of
        );
        let entry = Entry::new(new.at, by, Action::ResurveyDecided)
            .about(resurvey_id)
            .in_area(area_code(&mut tx, proposed.union_council).await?)
            .saying(said);
        tx.commit_noted(&[entry]).await?;
        Ok(Ok(resurvey_id))
    }

    /// Takes an acceptance back: its interviews count as if it had never been, but those whose rows were deleted since. `None` if there is no such
    /// decision. Sums are to be rolled up afterwards.
    pub async fn take_resurvey_back(
        &self,
        resurvey_id: i32,
        reason: &str,
        (user_id, at): (i32, EpochMs),
        by: &By,
    ) -> Result<Option<Result<(), ResurveyRefusal>>, StoreError> {
        let mut tx = self.begin_write().await?;
        let found: Option<(i32, bool, Option<i64>)> = each_tx!(&mut tx, conn => sqlx::query_as(
            "SELECT area_id, accepted, taken_back_at_ms FROM resurvey WHERE resurvey_id = $1"
        ).bind(resurvey_id).fetch_optional(&mut *conn).await?);
        let Some((area_id, is_accepted, taken_back)) = found else {
            return Ok(None);
        };
        if !is_accepted || taken_back.is_some() {
            return Ok(Some(Err(ResurveyRefusal::NotStanding)));
        }
        step_back(&mut tx, resurvey_id).await?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "UPDATE resurvey SET taken_back_at_ms = $2, taken_back_by = $3, taken_back_reason = $4 WHERE resurvey_id = $1",
            )
            .bind(resurvey_id)
            .bind(at.0)
            .bind(user_id)
            .bind(reason)
            .execute(&mut *conn)
            .await?;
        });
        let entry = Entry::new(at, by, Action::ResurveyDecided)
            .about(resurvey_id)
            .in_area(area_code(&mut tx, area_id).await?)
            .saying("taken_back".to_owned());
        tx.commit_noted(&[entry]).await?;
        Ok(Some(Ok(())))
    }
}

/// Interviews, and those that count, as there are now.
async fn work_now(
    tx: &mut WriteTx,
    (wave_id, enumerator_id, area_id): (i32, i32, i32),
) -> Result<(u32, u32), StoreError> {
    const QUERY: &str = concat!(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE f.counted) FROM fact f WHERE f.enumerator_id = $1 AND f.wave_id = $2 AND f.area_id = $3 AND ",
        of_work!()
    );
    let (interviews, counted): (i64, i64) = each_tx!(tx, conn => sqlx::query_as(QUERY)
        .bind(enumerator_id)
        .bind(wave_id)
        .bind(area_id)
        .fetch_one(&mut *conn)
        .await?);
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok((count(interviews), count(counted)))
}

async fn insert(tx: &mut WriteTx, new: &NewResurvey) -> Result<i32, StoreError> {
    let last: i32 = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(resurvey_id), 0) FROM resurvey"
    ).fetch_one(&mut *conn).await?);
    let resurvey_id = last + 1;
    let proposed = &new.proposed;
    let count = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO resurvey (resurvey_id, wave_id, enumerator_id, area_id, accepted, scope, interviews, counted, fabricated_here, \
             told_here, fabricated, at_ms, user_id, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(resurvey_id)
        .bind(new.wave_id)
        .bind(proposed.enumerator)
        .bind(proposed.union_council)
        .bind(new.accepts)
        .bind(proposed.scope.rank())
        .bind(count(u64::from(proposed.interviews)))
        .bind(count(u64::from(proposed.counted)))
        .bind(count(proposed.fabricated_here.part))
        .bind(count(proposed.fabricated_here.of))
        .bind(count(proposed.fabricated.part))
        .bind(new.at.0)
        .bind(new.user_id)
        .bind(new.reason.as_str())
        .execute(&mut *conn)
        .await?;
    });
    Ok(resurvey_id)
}
