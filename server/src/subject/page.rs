//! The page's use cases: what its forms ask, as what it shows.

use super::find::{Found, Household, Seen, find};
use super::spot_checks;
use super::{Correction, Deletion, Refusal, SubjectError, correct, delete, to_json};
use crate::accounts::failed;
use crate::retention::json;
use crate::site::Site;
use api::subject::{
    SubjectDone, SubjectForm, SubjectFound, SubjectProblem, SubjectSubmission, SubjectView,
};
use api::{ApiError, Session};
use domain::audit::Stamp;
use domain::checks::Check;
use domain::permission::Permission;
use jiff::tz::TimeZone;
use serde_json::Value;
use store::listing::ListedSubject;
use store::retention::HeldSubmission;
use store::subject::HeldFlag;

/// What a form is answered with.
pub enum Answered {
    /// The page.
    View(Box<SubjectView>),
    /// A copy to be taken away.
    Copy(String),
}

/// Does what a form asks.
pub async fn answer(
    site: &Site,
    session: &Session,
    action: &str,
    form: SubjectForm,
) -> Result<Answered, ApiError> {
    session.require(Permission::AnswerSubjects)?;
    let by = Stamp {
        by: session.by.clone(),
        at: site.clock().now(),
    };
    let mut view = SubjectView {
        form,
        ..SubjectView::default()
    };
    match act(site, action, &view.form, &by).await {
        Ok(Acted::Copied(copy)) => return Ok(Answered::Copy(copy)),
        Ok(Acted::Found(found)) => view.found = Some(shown(&found, site.clock().zone())),
        Ok(Acted::Done(done)) => {
            view.done = Some(done);
            // What is held now, without another entry: the act has its own.
            let household = Household::of(&view.form.area, &view.form.reference);
            if let Ok(household) = household {
                let found = find(site.db(), &household, Seen::Within, &by).await;
                view.found = found.ok().map(|found| shown(&found, site.clock().zone()));
            }
            site.refresh().await.map_err(failed)?;
        }
        Err(SubjectError::Asked(refusal)) => {
            if let Refusal::Unreadable(why) = &refusal {
                view.unreadable = Some(why.clone());
            }
            view.problem = Some(problem(&refusal));
            // A slip in one of the forms below does not take away what they are about.
            if matches!(action, "correct" | "delete")
                && let Ok(household) = Household::of(&view.form.area, &view.form.reference)
                && let Ok(found) = find(site.db(), &household, Seen::Found, &by).await
            {
                view.found = Some(shown(&found, site.clock().zone()));
            }
        }
        Err(error) => return Err(failed(error)),
    }
    Ok(Answered::View(Box::new(view)))
}

enum Acted {
    Found(Found),
    Copied(String),
    Done(SubjectDone),
}

async fn act(
    site: &Site,
    action: &str,
    form: &SubjectForm,
    by: &Stamp,
) -> Result<Acted, SubjectError> {
    let household = Household::of(&form.area, &form.reference)?;
    let db = site.db();
    match action {
        "export" => {
            let found = find(db, &household, Seen::Exported, by).await?;
            Ok(Acted::Copied(format!("{:#}\n", to_json(&found))))
        }
        "correct" => {
            let asked = Correction {
                household,
                confirmed: form.confirm.clone(),
                submission_id: form.submission.clone(),
                field: form.field.clone(),
                value: (!form.take_back).then(|| form.value.clone()),
                reason: form.reason.clone(),
            };
            correct(db, site.clock().zone(), &asked, by).await?;
            Ok(Acted::Done(SubjectDone::Corrected))
        }
        "delete" => {
            let asked = Deletion {
                household,
                confirmed: form.confirm.clone(),
                reason: form.reason.clone(),
            };
            let deleted = delete(db, &asked, by).await?;
            Ok(Acted::Done(SubjectDone::Deleted {
                submissions: deleted.erased.submissions,
                quarantined: deleted.quarantined,
                listed: deleted.listed,
            }))
        }
        _ => {
            let found = find(db, &household, Seen::Found, by).await?;
            match found.is_empty() && found.perhaps == 0 {
                true => Err(Refusal::NothingHeld.into()),
                false => Ok(Acted::Found(found)),
            }
        }
    }
}

fn problem(refusal: &Refusal) -> SubjectProblem {
    match refusal {
        Refusal::Missing => SubjectProblem::Missing,
        Refusal::UnknownArea => SubjectProblem::UnknownArea,
        Refusal::NotConfirmed => SubjectProblem::NotConfirmed,
        Refusal::NoReason => SubjectProblem::NoReason,
        Refusal::NothingHeld => SubjectProblem::NothingHeld,
        Refusal::OtherSubmission => SubjectProblem::OtherSubmission,
        Refusal::UnknownField => SubjectProblem::UnknownField,
        Refusal::Unreadable(_) => SubjectProblem::Unreadable,
        Refusal::Changing => SubjectProblem::Changing,
    }
}

fn shown(found: &Found, zone: &TimeZone) -> SubjectFound {
    let quarantined = found.quarantined.iter();
    let entries = found.entries.iter();
    SubjectFound {
        submissions: found
            .submissions
            .iter()
            .map(|(held, flags)| submission(found, held, flags, zone))
            .collect(),
        listed: found.listed.iter().map(listed).collect(),
        quarantined: quarantined
            .map(|row| (row.reason.clone(), text(&row.body)))
            .collect(),
        perhaps: found.perhaps,
        waiting: found.waiting,
        entries: entries
            .map(|entry| {
                let what = entry.detail.clone().unwrap_or_default();
                (entry.at.to_second_in(zone), entry.who.clone(), what)
            })
            .collect(),
    }
}

fn submission(
    found: &Found,
    held: &HeldSubmission,
    flags: &[HeldFlag],
    zone: &TimeZone,
) -> SubjectSubmission {
    let fact = held.fact.as_ref().map(json::fact);
    let fact = fact.as_ref().and_then(Value::as_object);
    let said = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let named = fact.into_iter().flatten();
    let checks = flags
        .iter()
        .filter_map(|flag| Check::from_rank(flag.check_number));
    SubjectSubmission {
        id: held.submission_id.clone(),
        fact: named
            .filter_map(|(name, value)| Some((name.clone(), said(value)?)))
            .collect(),
        revisions: held
            .revisions
            .iter()
            .map(|one| (one.received_at.to_second_in(zone), text(&one.body)))
            .collect(),
        trails: held
            .trails
            .iter()
            .map(|one| text(&json::unpacked(&one.body)))
            .collect(),
        corrections: held
            .corrections
            .iter()
            .map(|one| {
                let who = format!("{}, {}", one.actor, one.at.to_second_in(zone));
                (
                    one.field.clone(),
                    one.value.clone(),
                    one.reason.clone(),
                    who,
                )
            })
            .collect(),
        flags: checks.map(|check| check.code().to_owned()).collect(),
        spot_checks: found
            .spot_checks
            .iter()
            .filter(|one| one.check.submission_id == held.submission_id)
            .map(|one| (one.check.check_id, spot_checks::lines(one)))
            .collect(),
    }
}

fn listed(one: &ListedSubject) -> (String, Vec<(String, String)>) {
    let row = &one.row;
    let point = row.point;
    let degrees = |value: f64| value.to_string();
    let values = [
        ("address", row.address.clone()),
        ("latitude", point.map(|point| degrees(point.latitude))),
        ("longitude", point.map(|point| degrees(point.longitude))),
        ("enumerator_code", row.enumerator.clone()),
        (
            "wave",
            Some(one.wave.clone()).filter(|wave| !wave.is_empty()),
        ),
    ];
    let values = values.into_iter();
    let said = values.filter_map(|(name, value)| Some((name.to_owned(), value?)));
    (one.listing.clone(), said.collect())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
