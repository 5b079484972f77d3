//! Recording what was found at a door.

use super::days_off::DaysOff;
use super::{failed, refused, rights_in, visible_check};
use crate::ingest::reprocess::interviewed;
use crate::permission::require_in;
use crate::site::Site;
use api::spot_checks::{Done, StepProblem, VisitForm, VisitFormProblem};
use api::{ApiError, Session};
use domain::permission::Permission;
use domain::place::Fix;
use domain::spot_check::{Found, Interviewed, SideBySide, SpotVisit, questions_of};
use domain::time::{EpochMs, SurveyDay, parse_instant};
use store::spot_checks::{NewSpotVisit, SpotVisited};

/// Field days that a replacement is given.
const REPLACEMENT_DAYS: u32 = 2;
/// Characters of a visit's id: what the server makes has 43; a program's own may have others.
const VISIT_ID: std::ops::RangeInclusive<usize> = 16..=64;

/// Why a visit was not recorded.
pub enum NotRecorded {
    /// It cannot be as it was typed.
    Typed(Vec<VisitFormProblem>),
    /// Where the check stands does not allow it.
    Refused(StepProblem),
}

/// What was typed, as the domain knows it, and whether the time is the phone's.
fn read(site: &Site, form: &VisitForm) -> Result<(SpotVisit, bool), Vec<VisitFormProblem>> {
    let mut problems = Vec::new();
    let now = site.clock().now();
    let found = form.found.unwrap_or_else(|| {
        problems.push(VisitFormProblem::NoFound);
        Found::Found
    });
    let household_size = match form.household_size.as_str() {
        "" => None,
        text => text.parse().map(Some).unwrap_or_else(|_| {
            problems.push(VisitFormProblem::Size);
            None
        }),
    };
    let came_on = VisitForm::day(&form.came_on).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let at = match form.at.as_str() {
        "" => None,
        text => match parse_instant(text, Some(site.clock().zone())) {
            Ok(at) => Some(at),
            Err(_) => {
                problems.push(VisitFormProblem::Time);
                None
            }
        },
    };
    let fix = fix(form).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    match problems.is_empty() {
        true => Ok((
            SpotVisit {
                found,
                came: form.came,
                came_on,
                household_size,
                answers: form.answers.clone(),
                fix,
                at: at.unwrap_or(now),
                note: form.note.clone(),
            },
            at.is_some(),
        )),
        false => Err(problems),
    }
}

fn fix(form: &VisitForm) -> Result<Option<Fix>, VisitFormProblem> {
    if form.latitude.is_empty() && form.longitude.is_empty() {
        return Ok(None);
    }
    let degrees = |text: &str| text.parse::<f64>().map_err(|_| VisitFormProblem::Position);
    Ok(Some(Fix {
        latitude: degrees(&form.latitude)?,
        longitude: degrees(&form.longitude)?,
        accuracy_m: match form.accuracy_m.as_str() {
            "" => None,
            text => Some(degrees(text)?),
        },
    }))
}

/// Records a visit. The same one sent twice counts once; the third day nobody is at home another household is visited instead.
pub async fn record(
    site: &Site,
    session: &Session,
    check_id: i32,
    form: &VisitForm,
) -> Result<Result<Done, NotRecorded>, ApiError> {
    let check = visible_check(site, session, check_id).await?;
    require_in(site, session, Permission::VisitSpotChecks, check.area_id)?;
    if !VISIT_ID.contains(&form.visit_id.len()) {
        return Err(ApiError::NotFound);
    }
    let (visit, has_phone_time) = match read(site, form) {
        Ok(read) => read,
        Err(problems) => return Ok(Err(NotRecorded::Typed(problems))),
    };
    let interview = interviewed(site.db(), check.raw_id).await.map_err(failed)?;
    let interview = Interviewed {
        day: check.survey_day,
        ..interview.unwrap_or(Interviewed {
            day: check.survey_day,
            household_size: None,
            answers: Vec::new(),
            fix: None,
        })
    };
    let asked = site.db().spot_questions_of_draw(check.draw_id).await;
    let asked = asked.map_err(failed)?.ok_or(ApiError::NotFound)?;
    let questions = questions_of(&asked.questions);
    let now: EpochMs = site.clock().now();
    let day = SurveyDay::of(visit.at, site.clock().zone());
    let problems = visit.check(&questions, &interview, day, now);
    if !problems.is_empty() {
        let problems = problems.into_iter().map(VisitFormProblem::Visit);
        return Ok(Err(NotRecorded::Typed(problems.collect())));
    }
    let days = DaysOff::load(site, session).await?;
    let survey = site.survey();
    let calendar = days.calendar(&survey.cube, check.area_id);
    let new = NewSpotVisit {
        visit_id: form.visit_id.clone(),
        user_id: session.caller.user_id,
        rights: rights_in(site, session, check.area_id),
        received_at: now,
        day,
        has_phone_time,
        side_by_side: SideBySide::of(&questions, &interview, &visit),
        visit,
        replacement_due_on: Some(calendar.after(days.today, REPLACEMENT_DAYS)),
    };
    let recorded = site
        .db()
        .record_spot_visit(check_id, &new, &session.by)
        .await;
    let recorded = recorded.map_err(failed)?.ok_or(ApiError::NotFound)?;
    Ok(match recorded {
        Ok(SpotVisited::Recorded) => Ok(Done::Visited),
        Ok(SpotVisited::TryAgain {
            same_day: false, ..
        }) => Ok(Done::AnotherDay),
        Ok(SpotVisited::TryAgain { same_day: true, .. }) => Ok(Done::SameDay),
        Ok(SpotVisited::Before) => Ok(Done::Before),
        Ok(SpotVisited::Replaced { .. }) => Ok(Done::Replaced),
        Ok(SpotVisited::NothingLeft) => Ok(Done::NothingLeft),
        Err(refusal) => Err(NotRecorded::Refused(refused(site, refusal))),
    })
}
