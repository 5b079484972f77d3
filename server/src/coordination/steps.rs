//! What forms do: dates of stages, new cases, steps with cases.

use super::cases::{typed_area, visible_case};
use super::district::visible_district;
use super::silent::is_known;
use super::{failed, may_write};
use crate::permission::{may_in, require_in};
use crate::site::Site;
use api::coordination::{CaseForm, StageForm, StepForm};
use api::{ApiError, Session};
use domain::area::{Area, Level};
use domain::coordination::{
    CaseKind, CaseProblem, NotADay, StageProblem, Subject, check_stage, typed_day,
};
use domain::permission::Permission;
use store::coordination::{NewCase, NewCaseStep, NewStageDates};

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Sets a stage's dates.
pub async fn set_stage(
    site: &Site,
    session: &Session,
    district: &str,
    form: &StageForm,
) -> Result<Result<(), StageProblem>, ApiError> {
    let survey = site.survey();
    let district = visible_district(&survey.cube, session, district)?;
    require_in(site, session, Permission::SetStages, district.id)?;
    let stage = form.stage.ok_or(ApiError::NotFound)?;
    let today = site.clock().today();
    let dates = match check_stage(&form.planned, &form.actual, &form.note, today) {
        Ok(dates) => dates,
        Err(problem) => return Ok(Err(problem)),
    };
    let change = NewStageDates {
        at: site.clock().now(),
        user_id: session.caller.user_id,
        district: district.id,
        stage,
        dates,
        note: filled(&form.note),
        // Without it nobody has seen what they change.
        seen: Some(form.seen.unwrap_or(-1)),
    };
    site.db()
        .set_stages(&[change], &session.by)
        .await
        .map_err(failed)
}

/// Opens a case; answers its number.
pub async fn open(
    site: &Site,
    session: &Session,
    form: &CaseForm,
) -> Result<Result<i32, CaseProblem>, ApiError> {
    may_write(session)?;
    let survey = site.survey();
    let (opened_on, due_on) = match form.draft.check(form.kind, site.clock().today()) {
        Ok(days) => days,
        Err(problem) => return Ok(Err(problem)),
    };
    // An area in which they may not write is none that they can choose.
    let writes = |area: &&Area| may_in(site, session, Permission::WriteCases, area.id);
    let Some(area) = typed_area(&survey.cube, session, &form.area).filter(writes) else {
        return Ok(Err(CaseProblem::NoArea));
    };
    if form.kind == CaseKind::Refusals && area.level != Level::UnionCouncil {
        return Ok(Err(CaseProblem::NotUnionCouncil));
    }
    let subject = match form.subject.as_str() {
        "" => None,
        text => {
            let within = session.caller.scope;
            let known = Subject::parse(text)
                .filter(|subject| is_known(site, &survey.cube, within, subject));
            match known {
                Some(subject) => Some(subject),
                None => return Ok(Err(CaseProblem::NoSubject)),
            }
        }
    };
    let case = NewCase {
        kind: form.kind,
        area_id: area.id,
        subject,
        title: form.draft.title.clone(),
        detail: filled(&form.draft.detail),
        reference: filled(&form.draft.reference),
        opened_on,
        agency: form.draft.agency,
        due_on,
    };
    let (user_id, now) = (session.caller.user_id, site.clock().now());
    site.db()
        .open_case(&case, user_id, now, &session.by)
        .await
        .map_err(failed)
}

/// Takes a step with a case.
pub async fn take(
    site: &Site,
    session: &Session,
    case_id: i32,
    form: &StepForm,
) -> Result<Result<(), CaseProblem>, ApiError> {
    may_write(session)?;
    let case = visible_case(site, session, case_id).await?;
    require_in(site, session, Permission::WriteCases, case.area_id)?;
    let due_on = match typed_day(&form.due_on, site.clock().today()) {
        Ok(day) => day,
        Err(NotADay) => return Ok(Err(CaseProblem::BadDay)),
    };
    if due_on.is_some_and(|due_on| due_on < case.opened_on) {
        return Ok(Err(CaseProblem::DueBefore));
    }
    let step = NewCaseStep {
        user_id: session.caller.user_id,
        at: site.clock().now(),
        step: form.wanted(due_on).ok_or(ApiError::NotFound)?,
        comment: filled(&form.comment),
        seen: Some(form.seen.unwrap_or(-1)),
    };
    let taken = site.db().take_case_step(case_id, &step, &session.by).await;
    taken.map_err(failed)?.ok_or(ApiError::NotFound)
}
