//! Forms of collection systems that submissions are pulled from: how far each was read, and how the last attempt ended.

mod deleted;

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::run::{RunKind, RunSummary, said_of};
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;

pub use deleted::DeletedThere;

/// A form of a collection system: what a pull reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PullForm {
    /// The collection system's address, without a slash at its end.
    pub url: String,
    /// The number of the project there.
    pub project: i32,
    /// The form's id there.
    pub form_id: String,
}

impl PullForm {
    /// A form at an address as a person wrote it.
    pub fn new(url: &str, project: i32, form_id: String) -> PullForm {
        PullForm {
            url: url.trim_end_matches('/').to_owned(),
            project,
            form_id,
        }
    }
}

/// The right to pull a form, which one process has at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PullClaim {
    /// The form's number.
    pub pull_id: i32,
    /// The holder's mark.
    holder: i64,
    /// The newest change that the last complete pull saw, by the collection system's clock; `None`: there was none yet.
    pub cursor: Option<EpochMs>,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PullEnd {
    /// It read to the end.
    Complete {
        /// The newest change it saw or knew of: where the next one begins.
        cursor: Option<EpochMs>,
        /// What it could not do, in a sentence.
        remark: Option<String>,
    },
    /// It did not; the next one begins where this one began. The reason is a sentence.
    Failed(String),
}

/// A form, and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullRow {
    /// The form.
    pub form: PullForm,
    /// Milliseconds between pulls; `None`: by hand.
    pub every_ms: Option<i64>,
    /// Until when somebody holds it, or held it.
    pub held_until: Option<EpochMs>,
    /// When the last attempt began.
    pub started_at: Option<EpochMs>,
    /// When it ended; `None`: still running, or killed.
    pub ended_at: Option<EpochMs>,
    /// When the last attempt that read to the end ended.
    pub complete_at: Option<EpochMs>,
    /// Since when attempts fail, if the last one did.
    pub failing_since: Option<EpochMs>,
    /// Why the last one failed, in a sentence.
    pub failure: Option<String>,
    /// What the last complete one could not do, in a sentence.
    pub remark: Option<String>,
    /// Rows of the last attempt that ended.
    pub summary: RunSummary,
}

impl Db {
    /// Takes the right to pull a form until `now + held_ms`, and notes the attempt. `None`: somebody else has it.
    ///
    /// With `every_ms` the claim is for a schedule: it is also refused while the last attempt that ended began less than that ago, so that
    /// of several servers with one schedule one pulls. `holder` is a number nobody else draws.
    pub async fn claim_pull(
        &self,
        form: &PullForm,
        every_ms: Option<i64>,
        holder: i64,
        now: EpochMs,
        held_ms: i64,
    ) -> Result<Option<PullClaim>, StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO pull_source (pull_id, url, project, form_id, rows_read, accepted, unchanged, updated, quarantined) \
                 SELECT COALESCE(MAX(pull_id), 0) + 1, $1, $2, $3, 0, 0, 0, 0, 0 FROM pull_source WHERE TRUE \
                 ON CONFLICT (url, project, form_id) DO NOTHING",
            )
            .bind(&form.url)
            .bind(form.project)
            .bind(&form.form_id)
            .execute(&mut *conn)
            .await?;
        });
        let claimed: Option<(i32, Option<i64>)> = each_tx!(&mut tx, conn => sqlx::query_as(
            "UPDATE pull_source SET held_by = $1, held_until_ms = $2, started_at_ms = $3, ended_at_ms = NULL, \
             every_ms = COALESCE($4, every_ms) \
             WHERE url = $5 AND project = $6 AND form_id = $7 AND (held_by IS NULL OR held_until_ms <= $3) \
             AND ($4 IS NULL OR ended_at_ms IS NULL OR started_at_ms + $4 <= $3) RETURNING pull_id, cursor_ms"
        )
        .bind(holder)
        .bind(now.0.saturating_add(held_ms))
        .bind(now.0)
        .bind(every_ms)
        .bind(&form.url)
        .bind(form.project)
        .bind(&form.form_id)
        .fetch_optional(&mut *conn)
        .await?);
        tx.commit_derived().await?;
        Ok(claimed.map(|(pull_id, cursor)| PullClaim {
            pull_id,
            holder,
            cursor: cursor.map(EpochMs),
        }))
    }

    /// Keeps the right until `until`. `false`: it was lost meanwhile, and the pull must stop.
    pub async fn keep_pull(&self, claim: &PullClaim, until: EpochMs) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let kept = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE pull_source SET held_until_ms = $1 WHERE pull_id = $2 AND held_by = $3"
        )
        .bind(until.0)
        .bind(claim.pull_id)
        .bind(claim.holder)
        .execute(&mut *conn)
        .await?
        .rows_affected());
        tx.commit_derived().await?;
        Ok(kept > 0)
    }

    /// Gives the right back and notes how the attempt ended. Whoever lost the right notes nothing.
    pub async fn end_pull(
        &self,
        claim: &PullClaim,
        end: &PullEnd,
        summary: RunSummary,
        now: EpochMs,
        by: &By,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        note_rows(&mut tx, claim, summary, now).await?;
        match end {
            PullEnd::Complete { cursor, remark } => {
                each_tx!(&mut tx, conn => sqlx::query(
                    "UPDATE pull_source SET cursor_ms = $1, complete_at_ms = $2, failing_since_ms = NULL, failure = NULL, \
                     remark = $3, held_by = NULL, held_until_ms = NULL WHERE pull_id = $4 AND held_by = $5"
                )
                .bind(cursor.map(|at| at.0))
                .bind(now.0)
                .bind(remark)
                .bind(claim.pull_id)
                .bind(claim.holder)
                .execute(&mut *conn)
                .await
                .map(|_| ())?)
            }
            PullEnd::Failed(failure) => each_tx!(&mut tx, conn => sqlx::query(
                "UPDATE pull_source SET failing_since_ms = COALESCE(failing_since_ms, $1), failure = $2, \
                 held_by = NULL, held_until_ms = NULL WHERE pull_id = $3 AND held_by = $4"
            )
            .bind(now.0)
            .bind(failure)
            .bind(claim.pull_id)
            .bind(claim.holder)
            .execute(&mut *conn)
            .await
            .map(|_| ())?),
        }
        let ended = match end {
            PullEnd::Complete { .. } => "complete",
            PullEnd::Failed(_) => "failed",
        };
        let entry = Entry::new(now, by, Action::Pull)
            .about(claim.pull_id)
            .saying(format!(
                "{ended}, {}",
                said_of(RunKind::Submissions, summary)
            ));
        tx.commit_noted(&[entry]).await
    }

    /// Every form that was ever pulled, by address, project and form.
    pub async fn list_pulls(&self) -> Result<Vec<PullRow>, StoreError> {
        type Columns = (
            String,
            i32,
            String,
            Option<i64>,
            Option<i64>,
            Option<i64>,
            Option<i64>,
            Option<i64>,
            Option<i64>,
            Option<String>,
            Option<String>,
            i64,
            i64,
            i64,
            i64,
            i64,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT url, project, form_id, every_ms, held_until_ms, started_at_ms, ended_at_ms, complete_at_ms, \
             failing_since_ms, failure, remark, rows_read, accepted, unchanged, updated, quarantined FROM pull_source \
             ORDER BY url, project, form_id"
        ).fetch_all(pool).await?);
        let read = |row: Columns| PullRow {
            form: PullForm {
                url: row.0,
                project: row.1,
                form_id: row.2,
            },
            every_ms: row.3,
            held_until: row.4.map(EpochMs),
            started_at: row.5.map(EpochMs),
            ended_at: row.6.map(EpochMs),
            complete_at: row.7.map(EpochMs),
            failing_since: row.8.map(EpochMs),
            failure: row.9,
            remark: row.10,
            summary: RunSummary::from_columns([row.11, row.12, row.13, row.14, row.15]),
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

async fn note_rows(
    tx: &mut WriteTx,
    claim: &PullClaim,
    summary: RunSummary,
    now: EpochMs,
) -> Result<(), StoreError> {
    let [read, accepted, unchanged, updated, quarantined] = summary.to_columns();
    each_tx!(tx, conn => {
        sqlx::query(
            "UPDATE pull_source SET ended_at_ms = $1, rows_read = $2, accepted = $3, unchanged = $4, updated = $5, \
             quarantined = $6 WHERE pull_id = $7 AND held_by = $8",
        )
        .bind(now.0)
        .bind(read)
        .bind(accepted)
        .bind(unchanged)
        .bind(updated)
        .bind(quarantined)
        .bind(claim.pull_id)
        .bind(claim.holder)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}
