//! What people decide about flags: every step kept, with what they saw.

use super::list::{FlagFilter, bind_filter, filtered, status, within};
use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta;
use domain::audit::{self, By, Entry};
use domain::flag::{Action, Reason};
use domain::time::EpochMs;

/// A step to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStep {
    /// Who takes it.
    pub user_id: i32,
    /// When.
    pub at: EpochMs,
    /// What they do.
    pub action: Action,
    /// Why.
    pub reason: Option<Reason>,
    /// In their words.
    pub note: Option<String>,
    /// Who is to look at it: of [`Action::Assign`].
    pub assignee: Option<i32>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// When.
    pub at: EpochMs,
    /// By whom.
    pub by: String,
    /// What they did; `None` if a later program wrote it.
    pub action: Option<Action>,
    /// Why.
    pub reason: Option<Reason>,
    /// In their words.
    pub note: Option<String>,
    /// Who was to look at it.
    pub assignee: Option<String>,
    /// The evidence they saw, as JSON.
    pub evidence: String,
}

/// Flags decided in one transaction at most: a bulk step beyond it is refused before anything is written.
pub const MOST_AT_ONCE: u32 = 10_000;

impl Db {
    /// Takes the step with every flag that the filter means, all or none, each with its own entry in the history. Answers how
    /// many; `None`, and nothing is done, if they are no longer `expected`.
    pub async fn take_step(
        &self,
        filter: &FlagFilter,
        identity: Option<i64>,
        expected: Option<u64>,
        step: &NewStep,
        by: &By,
    ) -> Result<Option<u64>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT f.enumerator_id, f.identity, f.check_number, f.severity, f.evidence, f.facts_hash",
            filtered!(),
            " AND ($8 < 0 OR f.identity = $8) ORDER BY f.enumerator_id, f.identity LIMIT $9"
        );
        type Columns = (i32, i64, i16, i16, String, i64);
        let mut tx = self.begin_write().await?;
        let flags: Vec<Columns> = each_tx!(&mut tx, conn =>
            bind_filter!(sqlx::query_as(QUERY), filter)
                .bind(identity.unwrap_or(-1))
                .bind(i64::from(MOST_AT_ONCE) + 1)
                .fetch_all(&mut *conn)
                .await?);
        let found = flags.len() as u64;
        if found > u64::from(MOST_AT_ONCE) || expected.is_some_and(|expected| expected != found) {
            return Ok(None);
        }
        let mut entry = Entry::new(step.at, by, audit::Action::FlagStep)
            .in_area(area_code(&mut tx, filter.area).await?);
        if let [(enumerator_id, identity, ..)] = flags.as_slice() {
            entry = entry.about(format!("{enumerator_id}-{identity}"));
        }
        entry = entry.saying(match step.reason {
            Some(reason) => format!("{} as {}, {found}", step.action.code(), reason.code()),
            None => format!("{}, {found}", step.action.code()),
        });
        for flag in flags {
            note_step(&mut tx, step, flag).await?;
        }
        meta::bump_quality_version(&mut tx).await?;
        tx.commit_noted(&[entry]).await?;
        Ok(Some(found))
    }

    /// The history of a flag, oldest first.
    pub async fn flag_steps(
        &self,
        enumerator_id: i32,
        identity: i64,
    ) -> Result<Vec<StepRow>, StoreError> {
        type Columns = (
            i64,
            String,
            i16,
            Option<String>,
            Option<String>,
            Option<String>,
            String,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT t.at_ms, u.display_name, t.action, t.reason, t.note, o.display_name, t.evidence FROM flag_step t \
             JOIN app_user u ON u.user_id = t.user_id LEFT JOIN app_user o ON o.user_id = t.assignee_id \
             WHERE t.enumerator_id = $1 AND t.identity = $2 ORDER BY t.step"
        ).bind(enumerator_id).bind(identity).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|row| StepRow {
                at: EpochMs(row.0),
                by: row.1,
                action: Action::from_rank(row.2),
                reason: row.3.as_deref().and_then(Reason::from_code),
                note: row.4,
                assignee: row.5,
                evidence: row.6,
            })
            .collect())
    }
}

async fn note_step(
    tx: &mut WriteTx,
    step: &NewStep,
    (enumerator_id, identity, check, severity, evidence, facts_hash): (
        i32,
        i64,
        i16,
        i16,
        String,
        i64,
    ),
) -> Result<(), StoreError> {
    let status = step.action.leads_to().rank();
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO flag_step (enumerator_id, identity, step, at_ms, user_id, action, reason, note, assignee_id, severity, \
             evidence) VALUES ($1, $2, (SELECT COALESCE(MAX(step), 0) + 1 FROM flag_step WHERE enumerator_id = $1 \
             AND identity = $2), $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(enumerator_id)
        .bind(identity)
        .bind(step.at.0)
        .bind(step.user_id)
        .bind(status)
        .bind(step.reason.map(Reason::code))
        .bind(&step.note)
        .bind(step.assignee)
        .bind(severity)
        .bind(&evidence)
        .execute(&mut *conn)
        .await?;
        // Whoever was to look at it stays so until somebody else is.
        sqlx::query(
            "INSERT INTO flag_state (enumerator_id, identity, check_number, status, assignee_id, facts_hash, changed_at_ms, reason) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (enumerator_id, identity) DO UPDATE SET \
             status = excluded.status, assignee_id = COALESCE(excluded.assignee_id, flag_state.assignee_id), \
             facts_hash = excluded.facts_hash, changed_at_ms = excluded.changed_at_ms, reason = excluded.reason",
        )
        .bind(enumerator_id)
        .bind(identity)
        .bind(check)
        .bind(status)
        .bind(step.assignee)
        .bind(facts_hash)
        .bind(step.at.0)
        .bind(step.reason.map(Reason::code))
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}
