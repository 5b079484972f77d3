//! One check: where it stands, what was found, and what can be done with it.

use super::days_off::DaysOff;
use super::giving::{choices, step_of};
use super::today::listed_place;
use super::{failed, item, refused, rights_in, step_item, visible_check};
use crate::permission::{may_in, require_in};
use crate::secret::Token;
use crate::site::Site;
use api::spot_checks::{
    CheckView, Done, StepForm, StepProblem, VisitForm, VisitFormProblem, VisitItem, Way,
};
use api::{ApiError, Session};
use domain::permission::Permission;
use domain::spot_check::{Action, Right, State, ways};
use store::spot_checks::{SpotCheckRow, SpotVisitRow};

/// What a page of a check says beside what is on file.
#[derive(Default)]
pub struct Says {
    /// What was done.
    pub done: Option<Done>,
    /// A step that was not taken.
    pub problem: Option<(StepForm, StepProblem)>,
    /// A visit that was not taken.
    pub typed: Option<(VisitForm, Vec<VisitFormProblem>)>,
}

/// What can be done from where a check stands, and by which right.
pub(super) fn ways_of(check: &SpotCheckRow, rights: &[Right]) -> Vec<Way> {
    let by = |right: &Right| {
        let right = *right;
        let ways = ways(check.state, &[right]).into_iter();
        ways.map(move |action| Way { action, right })
    };
    let mut all: Vec<Way> = rights.iter().flat_map(by).collect();
    // Visits have a form of their own.
    all.retain(|way| !matches!(way.action, Action::Visit | Action::NotAtHome));
    // What needs three attempts is offered after them.
    let is_due = check.attempts >= domain::spot_check::ATTEMPTS_BEFORE_REPLACEMENT;
    all.retain(|way| way.action != Action::Replace || is_due);
    all
}

/// See [`api::spot_checks::SpotPage::Check`]. The interview stands beside the visit only where something was found and is on file: whoever
/// goes there, also for the second time, is blind.
pub async fn check(
    site: &Site,
    session: &Session,
    check_id: i32,
    says: Says,
) -> Result<CheckView, ApiError> {
    let row = visible_check(site, session, check_id).await?;
    let rights = rights_in(site, session, row.area_id);
    let db = site.db();
    let visits = db.spot_visits(check_id).await.map_err(failed)?;
    let steps = db.spot_steps(check_id).await.map_err(failed)?;
    // Where exactly a household is and what it said is for those who see households, and for whoever goes there.
    let sees_households = may_in(site, session, Permission::SeeHouseholds, row.area_id);
    let knows = rights.contains(&Right::Visit) || sees_households;
    let is_mine = row.monitor.as_ref().map(|(id, _)| *id) == Some(session.caller.user_id);
    let listed = db.listed_at(&[check_id]).await.map_err(failed)?;
    let goes_there = is_mine && rights.contains(&Right::Visit);
    let sees_address = goes_there || sees_households;
    let listed = listed.get(&check_id).filter(|_| sees_address);
    let visits_it = row.state == State::Assigned && goes_there;
    let is_open = matches!(row.state, State::Drawn | State::Assigned);
    let (typed, problems) = says.typed.unwrap_or_default();
    let form = match (visits_it, typed.visit_id.is_empty()) {
        (false, _) => None,
        (true, false) => Some(typed),
        (true, true) => Some(VisitForm {
            visit_id: new_visit_id()?,
            ..typed
        }),
    };
    let last = visits.last().filter(|_| !is_open && knows);
    let ways = ways_of(&row, &rights);
    let days = DaysOff::load(site, session).await?;
    let gives = ways
        .iter()
        .any(|way| matches!(way.action, Action::Assign | Action::Reassign));
    let monitors = match gives {
        true => choices(site, &days, row.area_id).await?,
        false => Vec::new(),
    };
    let asked = db.spot_questions_of_draw(row.draw_id).await;
    let asked = asked.map_err(failed)?.ok_or(ApiError::NotFound)?;
    Ok(CheckView {
        check: item(site, &days, &row),
        questions: asked.questions,
        point: row
            .point
            .filter(|_| knows)
            .or_else(|| listed_place(listed?)),
        address: listed.and_then(|at| at.address.clone()),
        form,
        problems,
        side_by_side: last.and_then(|visit| visit.comparison.clone()),
        size: last.and_then(|visit| visit.visit.household_size),
        // What was found before it is visited again would tell whoever goes there.
        visits: visits
            .iter()
            .filter(|visit| knows && (!is_open || visit.comparison.is_none()))
            .map(|visit| visit_item(site, visit))
            .collect(),
        ways,
        monitors,
        steps: steps
            .into_iter()
            .map(|step| step_item(site, step))
            .collect(),
        done: says.done,
        problem: says.problem,
        today: site.clock().today(),
        zone: site.clock().zone_name().to_owned(),
    })
}

/// The id of a visit that is to be entered.
fn new_visit_id() -> Result<String, ApiError> {
    let token = Token::draw()
        .map_err(|error| crate::coverage::internal(&std::io::Error::other(error.to_string())))?;
    Ok(token.as_str().to_owned())
}

fn visit_item(site: &Site, row: &SpotVisitRow) -> VisitItem {
    let visit = &row.visit;
    VisitItem {
        at_local: visit.at.to_minute_in(site.clock().zone()),
        by: row.by.clone(),
        found: visit.found,
        came: visit.came,
        came_on: visit.came_on,
        household_size: visit.household_size,
        note: visit.note.clone(),
    }
}

/// Takes a step with a check. `needs` is what the address that was posted to takes; the domain's table asks for what the step takes.
pub async fn step(
    site: &Site,
    session: &Session,
    check_id: i32,
    needs: Permission,
    form: &StepForm,
) -> Result<Result<(), StepProblem>, ApiError> {
    let row = visible_check(site, session, check_id).await?;
    require_in(site, session, needs, row.area_id)?;
    let step = match step_of(site, session, row.area_id, row.due_on, form).await? {
        Ok(mut step) if !matches!(step.action, Action::Visit | Action::NotAtHome) => {
            // Without it nobody has seen what they change.
            step.seen = Some(form.seen.unwrap_or(-1));
            step
        }
        Ok(_) => return Err(ApiError::NotFound),
        Err(problem) => return Ok(Err(problem)),
    };
    let taken = site.db().take_spot_step(check_id, &step, &session.by).await;
    let taken = taken.map_err(failed)?.ok_or(ApiError::NotFound)?;
    Ok(taken.map(|_| ()).map_err(|refusal| refused(site, refusal)))
}
