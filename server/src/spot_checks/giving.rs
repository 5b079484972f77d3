//! Giving checks to monitors: a day's walk at once, or one check.

use super::days_off::DaysOff;
use super::lists::MOST_CHECKS;
use super::{failed, refused, rights_in, visible_draw};
use crate::permission::require_in;
use crate::site::Site;
use api::spot_checks::{MonitorChoice, StepForm, StepProblem};
use api::{ApiError, Session};
use domain::area::AreaId;
use domain::people::Role;
use domain::permission::Permission;
use domain::spot_check::{Action, State};
use domain::time::SurveyDay;
use store::spot_checks::{NewSpotStep, SpotFilter};

/// Characters of a reason at most.
const LONGEST_COMMENT: usize = 1_000;

/// Those who go to doors in one of these areas, by name: their keys and names.
pub(super) async fn monitors(
    site: &Site,
    areas: &[AreaId],
) -> Result<Vec<(i32, String)>, ApiError> {
    let users = site.db().list_users().await.map_err(failed)?;
    let (survey, now) = (site.survey(), site.clock().now());
    let visits = Permission::VisitSpotChecks;
    let mut monitors: Vec<(i32, String)> = users
        .into_iter()
        .filter(|user| {
            let mut areas = areas.iter();
            let goes = |area: &AreaId| user.grants.may(visits, *area, now, &survey.cube);
            !user.disabled && areas.any(goes)
        })
        .map(|user| (user.user_id, user.display_name))
        .collect();
    monitors.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    Ok(monitors)
}

/// The same as a form offers them, with who is away.
pub(super) async fn choices(
    site: &Site,
    days: &DaysOff,
    area: AreaId,
) -> Result<Vec<MonitorChoice>, ApiError> {
    let monitors = monitors(site, &[area]).await?.into_iter();
    let choices = monitors.map(|(user_id, name)| MonitorChoice {
        user_id,
        name,
        away: days.next_away(user_id),
    });
    Ok(choices.collect())
}

/// How many tehsil monitors go to doors in an area: what a plan begins with. Others may go, and are not there to do it every day.
pub(super) async fn monitors_of(site: &Site, area: AreaId) -> Result<usize, ApiError> {
    let users = site.db().list_users().await.map_err(failed)?;
    let (survey, now) = (site.survey(), site.clock().now());
    let monitors = users.iter().filter(|user| {
        let mut grants = user.grants.in_force(now);
        !user.disabled
            && grants.any(|grant| {
                grant.role == Role::TehsilMonitor
                    && grant.acts
                    && survey.cube.is_within(area, grant.area)
            })
    });
    Ok(monitors.count())
}

/// A step with a check as a form says it, if what it says can be.
pub(super) async fn step_of(
    site: &Site,
    session: &Session,
    area: AreaId,
    // By when it is to be visited if the form says nothing.
    before: Option<SurveyDay>,
    form: &StepForm,
) -> Result<Result<NewSpotStep, StepProblem>, ApiError> {
    let action = form.action.ok_or(ApiError::NotFound)?;
    let today = site.clock().today();
    let due_on = match form.due_on.as_str() {
        "" => None,
        text => match SurveyDay::parse(text).filter(|day| *day >= today) {
            Some(day) => Some(day),
            None => return Ok(Err(StepProblem::BadDay)),
        },
    };
    if form.comment.chars().count() > LONGEST_COMMENT {
        return Ok(Err(StepProblem::LongComment));
    }
    if let Some(monitor) = form.monitor {
        let all = monitors(site, &[area]).await?;
        let Some((_, name)) = all.into_iter().find(|(id, _)| *id == monitor) else {
            return Ok(Err(StepProblem::NoMonitor));
        };
        let days = DaysOff::load(site, session).await?;
        let away = days.away_when_due(monitor, due_on.or(before));
        if let Some(away) = away.filter(|_| !form.anyway) {
            return Ok(Err(StepProblem::Away {
                name,
                from: away.from,
                to: away.to,
            }));
        }
    }
    let gives = matches!(action, Action::Assign | Action::Reassign);
    if gives && form.monitor.is_none() {
        return Ok(Err(StepProblem::NoMonitor));
    }
    // Whose a visit was and why it is another's has to be told.
    if action == Action::Reassign && form.comment.is_empty() {
        return Ok(Err(StepProblem::NoReason));
    }
    Ok(Ok(NewSpotStep {
        user_id: session.caller.user_id,
        rights: rights_in(site, session, area),
        at: site.clock().now(),
        action,
        monitor: form.monitor,
        due_on,
        outcome: form.outcome,
        comment: form.comment.clone(),
        seen: None,
    }))
}

/// Gives a day's walk of a draw to a monitor: those of its checks that nobody has. All or none.
pub async fn give_walk(
    site: &Site,
    session: &Session,
    draw_id: i32,
    form: &StepForm,
) -> Result<Result<(), StepProblem>, ApiError> {
    let draw = visible_draw(site, session, draw_id).await?;
    require_in(
        site,
        session,
        Permission::AssignSpotChecks,
        draw.plan.tehsil,
    )?;
    let walk = form.walk.ok_or(ApiError::NotFound)?;
    let form = StepForm {
        action: Some(Action::Assign),
        ..form.clone()
    };
    let step = match step_of(site, session, draw.plan.tehsil, None, &form).await? {
        Ok(step) => step,
        Err(problem) => return Ok(Err(problem)),
    };
    let filter = SpotFilter {
        draw: Some(draw_id),
        ..SpotFilter::default()
    };
    let checks = site.db().list_spot_checks(&filter, MOST_CHECKS).await;
    let of_walk: Vec<i32> = checks
        .map_err(failed)?
        .iter()
        .filter(|check| check.walk == walk && check.state == State::Drawn)
        .map(|check| check.check_id)
        .collect();
    if of_walk.is_empty() {
        return Ok(Err(StepProblem::NothingToGive));
    }
    let taken = site
        .db()
        .take_spot_steps(&of_walk, &step, &session.by)
        .await;
    let taken = taken.map_err(failed)?.ok_or(ApiError::NotFound)?;
    Ok(taken.map(|_| ()).map_err(|refusal| refused(site, refusal)))
}
