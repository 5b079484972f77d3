//! What forms do with flags: one, or all that a filter means.

use super::{actions, filter_of, one};
use crate::coverage::internal;
use crate::site::Site;
use api::flags::{FlagKey, FlagQuery, StepNotice};
use api::{ApiError, Session};
use domain::flag::{Action, Reason, StepProblem, check_step};
use store::StoreError;
use store::flags::{FlagFilter, NewStep};

/// A form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct StepForm {
    /// What to do.
    pub action: Option<Action>,
    /// Why.
    pub reason: Option<Reason>,
    /// In their words.
    pub note: String,
    /// Who is to look at it, by user name.
    pub assignee: Option<String>,
    /// Of how many flags the page had said it would be.
    pub expected: Option<u64>,
}

impl StepForm {
    /// Reads a form's fields; what cannot be understood is missing.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> StepForm {
        let mut form = StepForm::default();
        for (name, value) in pairs {
            match name {
                "action" => form.action = Action::from_code(value),
                // Each action's own list of reasons is in the form: the one that was chosen counts.
                "reason" if !value.is_empty() => form.reason = Reason::from_code(value),
                "note" => form.note = value.trim().to_owned(),
                "give_to" => form.assignee = Some(value.to_owned()).filter(|name| !name.is_empty()),
                "expected" => form.expected = value.parse().ok(),
                _ => {}
            }
        }
        form
    }
}

/// Takes the step with one flag.
pub async fn take_one(
    site: &Site,
    session: &Session,
    key: FlagKey,
    form: StepForm,
) -> Result<StepNotice, ApiError> {
    let within = filter_of(site, session, &FlagQuery::default()).await?;
    let found = site
        .db()
        .find_flag(within.area, key.enumerator_id, key.identity);
    let found = found.await.map_err(|error| internal(&error))?;
    let filter = FlagFilter {
        enumerator: Some(key.enumerator_id),
        // What may be done is asked of the flag's own area.
        area: found.ok_or(ApiError::NotFound)?.finding.area_id,
        ..within
    };
    let form = StepForm {
        expected: Some(1),
        ..form
    };
    match take(site, session, &filter, Some(key.identity), form).await? {
        // Gone, or never within reach.
        StepNotice::OtherNumber => Err(ApiError::NotFound),
        notice => Ok(notice),
    }
}

/// Takes the step with every flag that a filter means.
pub async fn take_all(
    site: &Site,
    session: &Session,
    query: &FlagQuery,
    form: StepForm,
) -> Result<StepNotice, ApiError> {
    let filter = filter_of(site, session, query).await?;
    let form = StepForm {
        // A page always says how many: without that nobody has seen what they do.
        expected: Some(form.expected.unwrap_or(u64::MAX)),
        ..form
    };
    take(site, session, &filter, None, form).await
}

async fn take(
    site: &Site,
    session: &Session,
    filter: &FlagFilter,
    identity: Option<i64>,
    form: StepForm,
) -> Result<StepNotice, ApiError> {
    let action = form
        .action
        .filter(|action| actions(site, session, filter.area).contains(action))
        .ok_or(ApiError::NotFound)?;
    // A reason chosen for another action says nothing about this one.
    let reason = form.reason.filter(|_| !action.reasons().is_empty());
    if let Err(problem) = check_step(action, reason, &form.note) {
        return Ok(StepNotice::Problem(problem));
    }
    let failed = |error: StoreError| internal(&error);
    let assignee = match action {
        Action::Assign => {
            let users = site.db().list_users().await.map_err(failed)?;
            let allowed = one::assignable(site, &users, filter.area);
            let chosen = form
                .assignee
                .filter(|name| allowed.iter().any(|(username, _)| username == name));
            let user = users
                .iter()
                .find(|user| Some(&user.username) == chosen.as_ref());
            match user {
                Some(user) => Some(user.user_id),
                None => return Ok(StepNotice::Problem(StepProblem::NoAssignee)),
            }
        }
        _ => None,
    };
    let step = NewStep {
        user_id: session.caller.user_id,
        at: site.clock().now(),
        action,
        reason,
        note: Some(form.note).filter(|note| !note.is_empty()),
        assignee,
    };
    let taken = site
        .db()
        .take_step(filter, identity, form.expected, &step, &session.by)
        .await
        .map_err(failed)?;
    Ok(taken.map_or(StepNotice::OtherNumber, StepNotice::Done))
}
