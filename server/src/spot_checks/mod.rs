//! The use cases of spot checks: scope first, then what is on file. Nothing of an interview's answers is in a view before the monitor's own are.

pub mod drawing;
pub mod giving;
pub mod lists;
pub mod one;
pub mod results;
pub mod results_table;
pub mod resurveys;
pub mod table;
pub mod today;
pub mod visiting;

use crate::coverage::internal;
use crate::permission::may_in;
use crate::site::Site;
use api::coverage::AreaRef;
use api::spot_checks::{CheckItem, StepItem, StepProblem};
use api::{ApiError, Session};
use domain::area::{AreaId, Level};
use domain::cube::Cube;
use domain::permission::Permission;
use domain::spot_check::{FieldCalendar, Right, State};
use store::spot_checks::{SpotCheckRow, SpotDrawRow, SpotRefusal, SpotStepRow};

/// The permission that is a right.
pub fn permission_of(right: Right) -> Permission {
    match right {
        Right::See => Permission::SeeSpotChecks,
        Right::Draw => Permission::DrawSpotChecks,
        Right::Assign => Permission::AssignSpotChecks,
        Right::Visit => Permission::VisitSpotChecks,
        Right::Decide => Permission::DecideSpotChecks,
        Right::Close => Permission::CloseSpotChecks,
    }
}

/// What somebody may do with the spot checks of an area.
fn rights_in(site: &Site, session: &Session, area: AreaId) -> Vec<Right> {
    let may = |right: &Right| may_in(site, session, permission_of(*right), area);
    Right::ALL.into_iter().filter(may).collect()
}

/// The check of a number, if the caller may see it.
async fn visible_check(
    site: &Site,
    session: &Session,
    check_id: i32,
) -> Result<SpotCheckRow, ApiError> {
    session.require(Permission::SeeSpotChecks)?;
    let row = site.db().find_spot_check(check_id).await.map_err(failed)?;
    row.filter(|row| {
        let survey = site.survey();
        survey.cube.is_within(row.area_id, session.caller.scope)
    })
    .ok_or(ApiError::NotFound)
}

/// The draw of a number, if the caller may see all of it.
async fn visible_draw(
    site: &Site,
    session: &Session,
    draw_id: i32,
) -> Result<SpotDrawRow, ApiError> {
    session.require(Permission::SeeSpotChecks)?;
    let row = site.db().find_spot_draw(draw_id).await.map_err(failed)?;
    row.filter(|row| {
        let survey = site.survey();
        survey.cube.is_within(row.plan.tehsil, session.caller.scope)
    })
    .ok_or(ApiError::NotFound)
}

/// Days on which there is field work.
fn calendar() -> FieldCalendar {
    FieldCalendar::usual()
}

/// An area that is on file; its number where it no longer is, which the database's keys make impossible.
fn area_ref(cube: &Cube, area: AreaId) -> AreaRef {
    match cube.by_id(area) {
        Some(area) => AreaRef::from(area),
        None => AreaRef {
            code: area.to_string(),
            level: Level::UnionCouncil,
            name: area.to_string(),
            name_ur: None,
            has_boundary: false,
        },
    }
}

/// A check as lists show it.
fn item(site: &Site, row: &SpotCheckRow) -> CheckItem {
    let survey = site.survey();
    let today = site.clock().today();
    let is_open = matches!(row.state, State::Drawn | State::Assigned);
    let late = row.due_on.filter(|_| is_open);
    CheckItem {
        check_id: row.check_id,
        draw_id: row.draw_id,
        enumerator: row.enumerator_code.clone(),
        area: area_ref(&survey.cube, row.area_id),
        reasons: row.reasons.clone(),
        layer: row.layer,
        probability: row.probability,
        walk: row.walk,
        state: row.state,
        monitor: row.monitor.as_ref().map(|(_, name)| name.clone()),
        due_on: row.due_on,
        late_days: late.map_or(0, |due| calendar().late_by(due, today)),
        attempts: row.attempts,
        outcome: row.outcome,
        replaces: row.replaces,
        replaced_by: row.replaced_by,
        steps: row.steps,
    }
}

/// A step as pages show it.
fn step_item(site: &Site, row: SpotStepRow) -> StepItem {
    StepItem {
        at_local: row.at.to_minute_in(site.clock().zone()),
        by: row.by,
        action: row.action,
        state: row.state,
        monitor: row.monitor,
        outcome: row.outcome,
        comment: row.comment,
    }
}

/// Why the store did not take a step, as pages say it.
fn refused(site: &Site, refusal: SpotRefusal) -> StepProblem {
    match refusal {
        SpotRefusal::ChangedSince { last } => {
            StepProblem::Changed(last.map(|last| Box::new(step_item(site, *last))))
        }
        SpotRefusal::State(problem) => StepProblem::State(problem),
        SpotRefusal::Replace(problem) => StepProblem::Replace(problem),
        SpotRefusal::NoMonitor => StepProblem::NoMonitor,
        SpotRefusal::NoOutcome => StepProblem::NoOutcome,
        SpotRefusal::VisitTaken => StepProblem::VisitTaken,
    }
}

fn failed(error: store::StoreError) -> ApiError {
    internal(&error)
}
