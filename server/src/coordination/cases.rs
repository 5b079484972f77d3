//! The list of cases, one case, and the form for a new one.

use super::board::by_agency;
use super::{
    area_ref, can_write, days_between, district_of, failed, may_see, sees_details, set_by,
};
use crate::coverage::visible_area;
use crate::flags::list::districts;
use crate::permission::may_in;
use crate::site::Site;
use api::coordination::{
    CASES_A_PAGE, CaseForm, CaseItem, CaseQuery, CaseStepItem, CaseView, CasesView, NewCaseView,
    Standing,
};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::area::{Area, Level};
use domain::coordination::CaseStatus;
use domain::cube::Cube;
use domain::permission::Permission;
use domain::time::SurveyDay;
use store::coordination::{CaseFilter, CaseRow, CaseStepRow};

/// The cases that an address asks for, never wider than what the caller may see.
pub(super) fn filter_of(
    site: &Site,
    session: &Session,
    query: &CaseQuery,
) -> Result<CaseFilter, ApiError> {
    may_see(session)?;
    let area = visible_area(&site.survey().cube, session, query.area.as_deref())?.id;
    Ok(CaseFilter {
        area,
        kind: query.kind,
        agency: query.agency,
        status: match query.status {
            Some(Standing::At(status)) => Some(status),
            _ => None,
        },
        waiting: query.status == Some(Standing::Waiting),
        overdue_on: query.overdue.then(|| site.clock().today()),
    })
}

/// See [`api::coordination::CoordinationBackend::cases`].
pub async fn cases(
    site: &Site,
    session: &Session,
    query: CaseQuery,
    problems: Vec<&'static str>,
) -> Result<CasesView, ApiError> {
    let filter = filter_of(site, session, &query)?;
    let (survey, today) = (site.survey(), site.clock().today());
    let every_agency = CaseFilter {
        agency: None,
        ..filter.clone()
    };
    let sums = site.db().sum_cases(&every_agency, today).await;
    let sums = sums.map_err(failed)?;
    let rows = site
        .db()
        .list_cases(&filter, query.from, CASES_A_PAGE)
        .await
        .map_err(failed)?;
    let total: u64 = sums
        .iter()
        .filter(|sum| filter.agency.is_none_or(|agency| sum.agency == agency))
        .map(|sum| sum.cases)
        .sum();
    let next = query.from.saturating_add(CASES_A_PAGE);
    Ok(CasesView {
        items: rows
            .into_iter()
            .map(|row| item(&survey.cube, row, today))
            .collect(),
        total,
        by_agency: by_agency(sums.iter()),
        next: (u64::from(next) < total).then(|| CaseQuery {
            from: next,
            ..query.clone()
        }),
        areas: districts(site, session),
        can_write: can_write(session),
        query,
        problems,
    })
}

/// A case as pages show it.
pub(super) fn item(cube: &Cube, row: CaseRow, today: SurveyDay) -> CaseItem {
    let overdue = row
        .due_on
        .map(|due_on| days_between(due_on, today))
        .filter(|days| *days > 0 && row.status != CaseStatus::Closed);
    CaseItem {
        case_id: row.case_id,
        kind: row.kind,
        area: area_ref(cube, row.area_id),
        district: district_of(cube, row.area_id),
        title: row.title,
        reference: row.reference,
        agency: row.agency,
        due_on: row.due_on,
        status: row.status,
        opened_on: row.opened_on,
        age_days: days_between(row.opened_on, today),
        overdue_days: overdue,
    }
}

/// The case of a number, if the caller may see it.
pub(super) async fn visible_case(
    site: &Site,
    session: &Session,
    case_id: i32,
) -> Result<CaseRow, ApiError> {
    may_see(session)?;
    let row = site.db().find_case(case_id).await.map_err(failed)?;
    row.filter(|row| {
        let survey = site.survey();
        survey.cube.is_within(row.area_id, session.caller.scope)
    })
    .ok_or(ApiError::NotFound)
}

/// See [`api::coordination::CoordinationBackend::case`].
pub async fn case(site: &Site, session: &Session, case_id: i32) -> Result<CaseView, ApiError> {
    let row = visible_case(site, session, case_id).await?;
    let steps = site.db().case_steps(case_id).await.map_err(failed)?;
    let details = sees_details(session);
    let can_write = may_in(site, session, Permission::WriteCases, row.area_id);
    let (survey, today) = (site.survey(), site.clock().today());
    Ok(CaseView {
        detail: row.detail.clone().filter(|_| details),
        subject: row.subject.clone().filter(|_| details),
        sees_details: details,
        seen: row.steps,
        ways: match can_write {
            true => row.kind.ways(row.status),
            false => Vec::new(),
        },
        case: item(&survey.cube, row, today),
        steps: steps
            .into_iter()
            .map(|step| shown_step(site, step, details))
            .collect(),
        can_write,
        zone: site.clock().zone_name().to_owned(),
    })
}

fn shown_step(site: &Site, step: CaseStepRow, details: bool) -> CaseStepItem {
    CaseStepItem {
        set: set_by(site, step.at, step.by),
        action: step.action,
        status: step.status,
        agency: step.agency,
        due_on: step.due_on,
        comment: step.comment.filter(|_| details),
        said: step.title.zip(Some(step.detail)).filter(|_| details),
    }
}

/// See [`api::coordination::CoordinationBackend::new_case`].
pub fn new_case(site: &Site, session: &Session, form: CaseForm) -> NewCaseView {
    let survey = site.survey();
    let cube = &survey.cube;
    let writes = |area: &&Area| may_in(site, session, Permission::WriteCases, area.id);
    let area = typed_area(cube, session, &form.area).filter(writes);
    NewCaseView {
        area: area.map(AreaRef::from),
        areas: choices(cube, session, writes),
        today: site.clock().today(),
        form,
    }
}

/// The area of a code in the caller's scope, or of a name that no other area there has.
pub(crate) fn typed_area<'c>(cube: &'c Cube, session: &Session, text: &str) -> Option<&'c Area> {
    if text.is_empty() {
        return None;
    }
    if let Ok(area) = visible_area(cube, session, Some(text)) {
        return Some(area);
    }
    let is_named = |area: &&Area| {
        area.name.eq_ignore_ascii_case(text) || area.name_ur.as_deref() == Some(text)
    };
    let within = cube.below(session.caller.scope);
    let mut named = within.filter_map(|id| cube.by_id(id)).filter(is_named);
    let found = named.next()?;
    named.next().is_none().then_some(found)
}

/// The most areas that a form offers: a page with all union councils of the province would be too heavy for a phone.
const MOST_CHOICES: usize = 400;

/// Districts and tehsils, and union councils where they are few.
pub(crate) fn choices(
    cube: &Cube,
    session: &Session,
    writes: impl Fn(&&Area) -> bool,
) -> Vec<(String, String)> {
    let down_to = |lowest: Level| {
        cube.below(session.caller.scope)
            .filter_map(|id| cube.by_id(id))
            .filter(move |area| area.level <= lowest)
            .filter(&writes)
            .map(|area| {
                let name = AreaRef::from(area).name_in(session.lang).to_owned();
                (area.code.clone(), name)
            })
    };
    let all: Vec<_> = down_to(Level::UnionCouncil)
        .take(MOST_CHOICES + 1)
        .collect();
    match all.len() <= MOST_CHOICES {
        true => all,
        false => down_to(Level::Tehsil).take(MOST_CHOICES).collect(),
    }
}
