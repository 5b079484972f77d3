//! Steps with checks: the domain's table says what may be done, the history is kept, and the check stands as it says.

use super::replacing::replace;
use super::rows::{SpotCheckRow, SpotStepRow, StepColumns, check_columns, read_step, step_columns};
use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::flags::wait;
use crate::forks::{WriteTx, each_tx};
use crate::meta::bump_quality_version;
use domain::audit::{self, By, Entry};
use domain::spot_check::{
    Action, ReplaceProblem, Right, State, StateProblem, Verdict, Who, attempts_that_count, take,
};
use domain::time::{EpochMs, SurveyDay};

/// A step to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSpotStep {
    /// Who takes it.
    pub user_id: i32,
    /// What they may do in the household's area.
    pub rights: Vec<Right>,
    /// When.
    pub at: EpochMs,
    /// What they do. Visits are not taken here: see [`Db::record_spot_visit`].
    pub action: Action,
    /// Whom it is given to, if the step gives it; `None`: whoever has it keeps it.
    pub monitor: Option<i32>,
    /// By when it is to be visited; `None`: as before.
    pub due_on: Option<SurveyDay>,
    /// What is decided.
    pub outcome: Option<Verdict>,
    /// In their words; may be empty.
    pub comment: String,
    /// How many steps of its history they had seen; `None` does not ask.
    pub seen: Option<i32>,
}

/// Why a step was not taken. Nothing was written.
#[derive(Clone, Debug, PartialEq)]
pub enum SpotRefusal {
    /// Somebody was faster.
    ChangedSince {
        /// What happened last; `None` if nothing has.
        last: Option<Box<SpotStepRow>>,
    },
    /// The table does not allow it.
    State(StateProblem),
    /// Nobody can be visited instead.
    Replace(ReplaceProblem),
    /// It is not said whom it is given to.
    NoMonitor,
    /// It is not said what is decided.
    NoOutcome,
    /// The number of the visit belongs to another check, or to a visit of somebody else.
    VisitTaken,
}

impl Db {
    /// Takes a step with a check, if the table allows it from where the check stands now. `None` if there is no such check; otherwise the number
    /// of the check that is visited instead, if the step was to replace it.
    pub async fn take_spot_step(
        &self,
        check_id: i32,
        step: &NewSpotStep,
        by: &By,
    ) -> Result<Option<Result<Option<i32>, SpotRefusal>>, StoreError> {
        let taken = self.take_spot_steps(&[check_id], step, by).await?;
        Ok(taken.map(|taken| taken.map(|replaced| replaced.into_iter().next())))
    }

    /// Takes the same step with several checks, all or none. `None` if one of them does not exist; otherwise the numbers of the checks that are
    /// visited instead.
    pub async fn take_spot_steps(
        &self,
        checks: &[i32],
        step: &NewSpotStep,
        by: &By,
    ) -> Result<Option<Result<Vec<i32>, SpotRefusal>>, StoreError> {
        if matches!(step.action, Action::Visit | Action::NotAtHome) {
            return Err(StoreError::other("a visit is recorded with what was found"));
        }
        let mut tx = self.begin_write().await?;
        let mut entries = Vec::with_capacity(checks.len());
        let mut instead = Vec::new();
        for check_id in checks {
            let Some(mut check) = locked(&mut tx, *check_id).await? else {
                return Ok(None);
            };
            if step.seen.is_some_and(|seen| seen != check.steps) {
                let last = last_step(&mut tx, *check_id).await?.map(Box::new);
                return Ok(Some(Err(SpotRefusal::ChangedSince { last })));
            }
            if let Err(refusal) = step_with(&mut tx, &mut check, step, None).await? {
                return Ok(Some(Err(refusal)));
            }
            entries.push(entry(&mut tx, &check, step, by).await?);
            if step.action == Action::Replace {
                match replace(&mut tx, &check, step).await? {
                    Ok(replacement) => instead.push(replacement),
                    Err(problem) => return Ok(Some(Err(SpotRefusal::Replace(problem)))),
                }
            }
        }
        // What rates are made of: who has a check and whether it is closed is not.
        if matches!(
            step.action,
            Action::Decide | Action::DecideAgain | Action::VisitAgain | Action::Replace
        ) {
            bump_quality_version(&mut tx).await?;
        }
        tx.commit_noted(&entries).await?;
        Ok(Some(Ok(instead)))
    }
}

/// The check, inside the transaction that holds the write lock.
pub(super) async fn locked(
    tx: &mut WriteTx,
    check_id: i32,
) -> Result<Option<SpotCheckRow>, StoreError> {
    const QUERY: &str = concat!(check_columns!(), "WHERE c.check_id = $1");
    Ok(each_tx!(tx, conn => sqlx::query_as(QUERY)
        .bind(check_id)
        .fetch_optional(&mut *conn)
        .await?))
}

/// The last step of a check.
pub(super) async fn last_step(
    tx: &mut WriteTx,
    check_id: i32,
) -> Result<Option<SpotStepRow>, StoreError> {
    const QUERY: &str = concat!(step_columns!(), "ORDER BY s.step DESC LIMIT 1");
    let row: Option<StepColumns> = each_tx!(tx, conn => sqlx::query_as(QUERY)
        .bind(check_id)
        .fetch_optional(&mut *conn)
        .await?);
    Ok(row.map(read_step))
}

/// What the trail tells of a step.
pub(super) async fn entry(
    tx: &mut WriteTx,
    check: &SpotCheckRow,
    step: &NewSpotStep,
    by: &By,
) -> Result<Entry, StoreError> {
    let mut said = step.action.code().to_owned();
    if let (Some(outcome), Action::Decide | Action::DecideAgain) = (step.outcome, step.action) {
        said += &format!(" outcome={}", outcome.code());
    }
    if let (Some((monitor, _)), Action::Assign | Action::Reassign) = (&check.monitor, step.action) {
        said += &format!(" monitor={monitor}");
    }
    Ok(Entry::new(step.at, by, audit::Action::SpotCheckStep)
        .about(check.check_id)
        .in_area(area_code(tx, check.area_id).await?)
        .saying(said))
}

/// The days on which nobody was at home since the check was last to be visited from the beginning.
async fn attempt_days(
    tx: &mut WriteTx,
    check_id: i32,
) -> Result<Vec<Option<SurveyDay>>, StoreError> {
    let rows: Vec<(i16, Option<i32>)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT action, attempt_on FROM spot_step WHERE check_id = $1 ORDER BY step"
    ).bind(check_id).fetch_all(&mut *conn).await?);
    let mut days = Vec::new();
    for (action, day) in rows {
        match Action::from_rank(action) {
            Some(Action::VisitAgain) => days.clear(),
            Some(Action::NotAtHome) => days.push(day.map(SurveyDay)),
            _ => {}
        }
    }
    Ok(days)
}

/// Takes the step by the domain's table and writes it with the check as it stands after it. `attempt_on` is the day of a visit at which nobody
/// was at home.
pub(super) async fn step_with(
    tx: &mut WriteTx,
    check: &mut SpotCheckRow,
    step: &NewSpotStep,
    attempt_on: Option<SurveyDay>,
) -> Result<Result<(), SpotRefusal>, StoreError> {
    let decides = matches!(step.action, Action::Decide | Action::DecideAgain);
    let outcome = if decides { step.outcome } else { check.outcome };
    let who = Who {
        rights: &step.rights,
        is_theirs: check.monitor.as_ref().map(|(id, _)| *id) == Some(step.user_id),
        has_decided: check.decided_by == Some(step.user_id),
        is_grave: outcome.is_some_and(Verdict::is_grave),
        attempts: check.attempts,
        words: &step.comment,
    };
    let state = match take(check.state, step.action, &who) {
        Ok(state) => state,
        Err(problem) => return Ok(Err(SpotRefusal::State(problem))),
    };
    if decides && step.outcome.is_none() {
        return Ok(Err(SpotRefusal::NoOutcome));
    }
    let gives = matches!(
        step.action,
        Action::Assign | Action::Reassign | Action::VisitAgain
    );
    if let Some(monitor) = step.monitor.filter(|_| gives) {
        let name: Option<String> = each_tx!(&mut *tx, conn => sqlx::query_scalar(
            "SELECT display_name FROM app_user WHERE user_id = $1"
        ).bind(monitor).fetch_optional(&mut *conn).await?);
        check.monitor = name.map(|name| (monitor, name));
    }
    if matches!(step.action, Action::Assign | Action::Reassign) && check.monitor.is_none() {
        return Ok(Err(SpotRefusal::NoMonitor));
    }
    if gives {
        check.due_on = step.due_on.or(check.due_on);
    }
    match step.action {
        Action::NotAtHome => {
            let mut days = attempt_days(tx, check.check_id).await?;
            days.push(attempt_on);
            check.attempts = attempts_that_count(days);
            check.last_attempt_on = check.last_attempt_on.max(attempt_on);
        }
        // It begins anew; what was found before stays in the history.
        Action::VisitAgain => {
            check.attempts = 0;
            check.outcome = None;
            check.decided_by = None;
        }
        Action::Reopen if state == State::Drawn => {
            check.monitor = None;
            check.due_on = None;
        }
        Action::Decide | Action::DecideAgain => {
            check.outcome = step.outcome;
            check.decided_by = Some(step.user_id);
        }
        _ => {}
    }
    // A closed verdict counts for the enumerator's score from then on, and one that is opened again no longer.
    let counts_else = (check.state == State::Closed) != (state == State::Closed);
    check.state = state;
    check.steps += 1;
    write(tx, check, step, (decides, attempt_on)).await?;
    if counts_else {
        wait(tx, &[check.enumerator_id]).await?;
    }
    Ok(Ok(()))
}

async fn write(
    tx: &mut WriteTx,
    check: &SpotCheckRow,
    step: &NewSpotStep,
    (decides, attempt_on): (bool, Option<SurveyDay>),
) -> Result<(), StoreError> {
    let monitor = check.monitor.as_ref().map(|(id, _)| *id);
    let due_on = check.due_on.map(|day| day.0);
    let outcome = check.outcome.map(Verdict::rank);
    let comment = Some(step.comment.trim()).filter(|comment| !comment.is_empty());
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO spot_step (check_id, step, at_ms, user_id, action, state, monitor_id, due_on, outcome, comment, attempt_on) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(check.check_id)
        .bind(check.steps)
        .bind(step.at.0)
        .bind(step.user_id)
        .bind(step.action.rank())
        .bind(check.state.rank())
        .bind(monitor)
        .bind(due_on)
        .bind(outcome.filter(|_| decides))
        .bind(comment)
        .bind(attempt_on.map(|day| day.0))
        .execute(&mut *conn)
        .await?;
        sqlx::query(
            "UPDATE spot_check SET state = $2, monitor_id = $3, due_on = $4, attempts = $5, outcome = $6, decided_by = $7, steps = $8 \
             WHERE check_id = $1",
        )
        .bind(check.check_id)
        .bind(check.state.rank())
        .bind(monitor)
        .bind(due_on)
        .bind(i64::from(check.attempts))
        .bind(outcome)
        .bind(check.decided_by)
        .bind(check.steps)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}
