//! `/spot-checks/monitors`: who is away and what has to be given to somebody else, and where the walks of tehsils begin.

use super::settings::holiday_items;
use super::{failed, giving};
use crate::permission::{may_in, require_in};
use crate::site::Site;
use api::coverage::AreaRef;
use api::spot_checks::{
    AbsenceForm, MonitorItem, MonitorsView, SettingsProblem, StartForm, StartItem,
};
use api::{ApiError, Session};
use domain::area::{Area, Level};
use domain::permission::Permission;
use domain::place::Fix;
use domain::spot_check::{Absence, DayOffProblem, away_when_due};
use domain::time::SurveyDay;
use std::collections::BTreeMap;
use store::spot_checks::{NewAbsence, SpotFilter};

/// Checks that are read of an area at most.
const MOST: u32 = 20_000;

/// What the page says beside what is on file.
#[derive(Default)]
pub struct Says {
    /// Something was done.
    pub is_done: bool,
    /// A form that was not taken, and why.
    pub problem: Option<SettingsProblem>,
    /// What was typed of days away.
    pub absence: AbsenceForm,
    /// What was typed of where walks begin.
    pub start: StartForm,
}

/// The tehsils in which the caller gives checks, by code.
fn tehsils(site: &Site, session: &Session) -> Vec<Area> {
    let survey = site.survey();
    let cube = &survey.cube;
    let below = cube.below(session.caller.scope);
    let mut tehsils: Vec<Area> = below
        .filter_map(|id| cube.by_id(id))
        .filter(|area| area.level == Level::Tehsil)
        .filter(|area| may_in(site, session, Permission::AssignSpotChecks, area.id))
        .cloned()
        .collect();
    tehsils.sort_unstable_by(|a, b| a.code.cmp(&b.code));
    tehsils
}

/// Those who go to doors where the caller gives checks: keys and names.
async fn theirs(site: &Site, session: &Session) -> Result<BTreeMap<i32, String>, ApiError> {
    let tehsils: Vec<i32> = tehsils(site, session).iter().map(|area| area.id).collect();
    let monitors = giving::monitors(site, &tehsils).await?;
    Ok(monitors.into_iter().collect())
}

/// See [`api::spot_checks::SpotPage::Monitors`].
pub async fn monitors(
    site: &Site,
    session: &Session,
    says: Says,
) -> Result<MonitorsView, ApiError> {
    session.require(Permission::AssignSpotChecks)?;
    let (db, today) = (site.db(), site.clock().today());
    let names = theirs(site, session).await?;
    let absences = db.spot_absences().await.map_err(failed)?;
    let absences: Vec<Absence> = absences.into_iter().filter(|one| one.to >= today).collect();
    let to_reassign = match absences.is_empty() {
        true => Vec::new(),
        false => to_reassign(site, session, &absences).await?,
    };
    let mut monitors: Vec<MonitorItem> = names
        .into_iter()
        .map(|(user_id, name)| {
            let theirs = absences.iter().filter(|one| one.monitor == user_id);
            let checks = to_reassign.iter().filter(|(of, _)| *of == user_id);
            MonitorItem {
                user_id,
                name,
                away: theirs.map(|one| (one.id, one.from, one.to)).collect(),
                to_reassign: checks.map(|(_, check)| *check).collect(),
            }
        })
        .collect();
    monitors.sort_by(|a, b| a.name.cmp(&b.name).then(a.user_id.cmp(&b.user_id)));
    let holidays = db.spot_holidays().await.map_err(failed)?;
    let survey = site.survey();
    let to_come = holidays.into_iter().filter(|one| one.day >= today);
    let to_come: Vec<_> = to_come.collect();
    Ok(MonitorsView {
        monitors,
        starts: starts(site, session).await?,
        holidays: holiday_items(&survey.cube, &to_come, session.lang),
        absence: says.absence,
        start: says.start,
        is_done: says.is_done,
        problem: says.problem,
        today,
    })
}

/// Checks that are due while whoever has them is away: the monitor and the check.
async fn to_reassign(
    site: &Site,
    session: &Session,
    absences: &[Absence],
) -> Result<Vec<(i32, i32)>, ApiError> {
    // Nothing is due later than anybody is away.
    let Some(last_away) = absences.iter().map(|one| one.to).max() else {
        return Ok(Vec::new());
    };
    let filter = SpotFilter {
        area: Some(session.caller.scope),
        due_until: Some(last_away),
        ..SpotFilter::default()
    };
    let checks = site.db().list_spot_checks(&filter, MOST).await;
    let today = site.clock().today();
    let due = checks.map_err(failed)?.into_iter().filter_map(|check| {
        let monitor = check.monitor.as_ref()?.0;
        away_when_due(absences, monitor, check.due_on, today).map(|_| (monitor, check.check_id))
    });
    Ok(due.collect())
}

async fn starts(site: &Site, session: &Session) -> Result<Vec<StartItem>, ApiError> {
    let set = site.db().spot_starts().await.map_err(failed)?;
    let tehsils = tehsils(site, session);
    let items = tehsils.iter().map(|area| StartItem {
        tehsil: area.id,
        code: area.code.clone(),
        name: AreaRef::from(area).name_in(session.lang).to_owned(),
        start: set
            .iter()
            .find(|(tehsil, _)| *tehsil == area.id)
            .map(|(_, fix)| *fix),
    });
    Ok(items.collect())
}

/// Enters days away or takes them out, or says why not.
pub async fn set_absence(
    site: &Site,
    session: &Session,
    form: &AbsenceForm,
) -> Result<Result<(), SettingsProblem>, ApiError> {
    session.require(Permission::AssignSpotChecks)?;
    let (db, now, today) = (site.db(), site.clock().now(), site.clock().today());
    let theirs = theirs(site, session).await?;
    if let Some(id) = form.remove {
        let all = db.spot_absences().await.map_err(failed)?;
        let known = all.iter().find(|one| one.id == id);
        if !known.is_some_and(|one| theirs.contains_key(&one.monitor)) {
            return Ok(Err(SettingsProblem::Gone));
        }
        let removed = db.remove_spot_absence(id, now, &session.by).await;
        let removed = removed.map_err(failed)?;
        return Ok(removed.then_some(()).ok_or(SettingsProblem::Gone));
    }
    let Some(monitor) = form.monitor.filter(|id| theirs.contains_key(id)) else {
        return Ok(Err(SettingsProblem::Monitor));
    };
    let days = SurveyDay::parse(&form.from).zip(SurveyDay::parse(&form.to));
    let Some((from, to)) = days else {
        return Ok(Err(SettingsProblem::DayOff(DayOffProblem::BadDay)));
    };
    if let Err(problem) = Absence::check(from, to) {
        return Ok(Err(SettingsProblem::DayOff(problem)));
    }
    let new = NewAbsence {
        monitor,
        from,
        to,
        at: now,
        today,
        set_by: session.caller.user_id,
    };
    db.add_spot_absence(&new, &session.by)
        .await
        .map_err(failed)?;
    Ok(Ok(()))
}

/// Sets where the walks of a tehsil begin, or says why not.
pub async fn set_start(
    site: &Site,
    session: &Session,
    form: &StartForm,
) -> Result<Result<(), SettingsProblem>, ApiError> {
    session.require(Permission::AssignSpotChecks)?;
    let survey = site.survey();
    let tehsil = survey.cube.by_code(&form.tehsil);
    let tehsil = tehsil.filter(|area| area.level == Level::Tehsil);
    let tehsil = tehsil.ok_or(ApiError::NotFound)?.id;
    require_in(site, session, Permission::AssignSpotChecks, tehsil)?;
    let start = match (form.latitude.as_str(), form.longitude.as_str()) {
        ("", "") => None,
        (latitude, longitude) => {
            let typed = latitude.parse().ok().zip(longitude.parse().ok());
            let fix = typed.map(|(latitude, longitude)| Fix {
                latitude,
                longitude,
                accuracy_m: None,
            });
            match fix.filter(Fix::is_possible) {
                Some(fix) => Some(fix),
                None => return Ok(Err(SettingsProblem::Place)),
            }
        }
    };
    let when = (site.clock().now(), session.caller.user_id);
    let set = site
        .db()
        .set_spot_start(tehsil, start, when, &session.by)
        .await;
    set.map_err(failed)?;
    Ok(Ok(()))
}
