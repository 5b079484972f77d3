//! The draws of an area, and one draw.

use super::days_off::DaysOff;
use super::settings::holiday_items;
use super::{area_ref, failed, giving, item, rights_in, visible_draw};
use crate::coordination::choices;
use crate::coverage::visible_area;
use crate::flags::list::districts;
use crate::permission::may_in;
use crate::site::Site;
use api::coverage::AreaRef;
use api::spot_checks::{
    DrawItem, DrawView, DrawsQuery, DrawsView, LoadItem, StepForm, StepProblem,
};
use api::{ApiError, Session};
use domain::area::Level;
use domain::cube::Cube;
use domain::permission::Permission;
use domain::spot_check::{PlanSummary, Right, Standing, loads, together};
use std::collections::{BTreeMap, HashMap};
use store::spot_checks::{SpotDrawRow, SpotFilter, SpotStanding};

/// Holidays of so many days to come are told.
const HOLIDAYS_AHEAD_DAYS: i32 = 14;
/// Draws on a page: some weeks of all tehsils of a province.
const DRAWS_A_PAGE: u32 = 500;
/// Checks of a draw at most, replacements included.
pub(super) const MOST_CHECKS: u32 = 5_000;

/// See [`api::spot_checks::SpotPage::Draws`].
pub async fn draws(
    site: &Site,
    session: &Session,
    query: DrawsQuery,
) -> Result<DrawsView, ApiError> {
    session.require(Permission::SeeSpotChecks)?;
    let survey = site.survey();
    let area = visible_area(&survey.cube, session, query.area.as_deref())?;
    let db = site.db();
    let rows = db.list_spot_draws(area.id, 0, DRAWS_A_PAGE + 1).await;
    let mut rows = rows.map_err(failed)?;
    let is_cut = rows.len() > DRAWS_A_PAGE as usize;
    rows.truncate(DRAWS_A_PAGE as usize);
    let filter = SpotFilter {
        area: Some(area.id),
        ..SpotFilter::default()
    };
    let standings = db.spot_standings(&filter).await.map_err(failed)?;
    let days = DaysOff::load(site, session).await?;
    let mut by_draw: HashMap<i32, Vec<&SpotStanding>> = HashMap::new();
    for standing in &standings {
        by_draw.entry(standing.draw_id).or_default().push(standing);
    }
    let mut shown: Vec<&SpotStanding> = Vec::new();
    let mut draws = Vec::new();
    for row in &rows {
        let of_draw = by_draw.remove(&row.draw_id).unwrap_or_default();
        let draw = draw_item(site, &days, row, &of_draw);
        if !query.overdue || draw.load.overdue > 0 {
            draws.push(draw);
            shown.extend(of_draw);
        }
    }
    let may_draw =
        |area: &&domain::area::Area| may_in(site, session, Permission::DrawSpotChecks, area.id);
    let tehsils = choices(&survey.cube, session, |area| {
        area.level == Level::Tehsil && may_draw(area)
    });
    Ok(DrawsView {
        area: AreaRef::from(area),
        areas: districts(site, session),
        draws,
        is_cut,
        monitors: by_monitor(site, &days, &shown),
        tehsils,
        today: days.today,
        holidays: {
            let soon = days.next(&survey.cube, area.id, HOLIDAYS_AHEAD_DAYS);
            holiday_items(&survey.cube, &soon, session.lang)
        },
        query,
    })
}

/// What lies with whom.
fn by_monitor(site: &Site, days: &DaysOff, standings: &[&SpotStanding]) -> Vec<LoadItem> {
    let survey = site.survey();
    let names: BTreeMap<Option<i32>, Option<String>> = standings
        .iter()
        .map(|one| (one.standing.monitor, one.monitor.clone()))
        .collect();
    let mut by_tehsil: BTreeMap<i32, Vec<&SpotStanding>> = BTreeMap::new();
    for standing in standings {
        by_tehsil
            .entry(standing.tehsil_id)
            .or_default()
            .push(standing);
    }
    // What is late depends on the holidays there.
    let of_tehsils = by_tehsil.into_iter().map(|(tehsil, standings)| {
        let calendar = days.calendar(&survey.cube, tehsil);
        loads(&one_each(&standings), days.today, &calendar)
    });
    together(of_tehsils)
        .into_iter()
        .map(|load| LoadItem {
            monitor: names.get(&load.monitor).cloned().flatten(),
            away: load.monitor.and_then(|id| days.next_away(id)),
            load,
        })
        .collect()
}

/// Standings as the domain counts them: one a check.
fn one_each(standings: &[&SpotStanding]) -> Vec<Standing> {
    let each = standings.iter();
    each.flat_map(|one| std::iter::repeat_n(one.standing, one.checks as usize))
        .collect()
}

/// A draw as lists show it.
pub(super) fn draw_item(
    site: &Site,
    days: &DaysOff,
    row: &SpotDrawRow,
    standings: &[&SpotStanding],
) -> DrawItem {
    let survey = site.survey();
    let cube = &survey.cube;
    let nobodys: Vec<Standing> = one_each(standings)
        .into_iter()
        .map(|standing| Standing {
            monitor: None,
            ..standing
        })
        .collect();
    let calendar = days.calendar(cube, row.plan.tehsil);
    let load = loads(&nobodys, days.today, &calendar).pop();
    DrawItem {
        draw_id: row.draw_id,
        area: area_ref(cube, row.plan.tehsil),
        district: district_of(cube, row.plan.tehsil),
        starts_on: row.plan.starts_on,
        wave: wave_code(cube, row.plan.wave),
        at_local: row.at.to_minute_in(site.clock().zone()),
        by: row.by.clone(),
        visits: row.plan.visits(),
        interviews: row.plan.interviews,
        load: load.unwrap_or_default(),
    }
}

fn district_of(cube: &Cube, area: i32) -> Option<AreaRef> {
    let path = cube.path(area);
    let district = path.iter().find(|area| area.level == Level::District)?;
    (district.id != area).then(|| AreaRef::from(*district))
}

fn wave_code(cube: &Cube, wave: i32) -> String {
    let found = cube.waves().iter().find(|(id, _)| *id == wave);
    found.map_or_else(String::new, |(_, code)| code.clone())
}

/// The codes of the enumerators of a plan's strata.
pub(super) async fn enumerators_of(
    site: &Site,
    plan: &PlanSummary,
) -> Result<Vec<(i32, String)>, ApiError> {
    let wanted: Vec<i32> = plan
        .strata
        .iter()
        .filter_map(|one| one.enumerator)
        .collect();
    let codes = site.db().enumerator_codes().await.map_err(failed)?;
    Ok(codes
        .into_iter()
        .filter(|(id, _)| wanted.contains(id))
        .collect())
}

/// See [`api::spot_checks::SpotPage::Draw`].
pub async fn draw(
    site: &Site,
    session: &Session,
    draw_id: i32,
    is_done: bool,
    problem: Option<(StepForm, StepProblem)>,
) -> Result<DrawView, ApiError> {
    let row = visible_draw(site, session, draw_id).await?;
    let filter = SpotFilter {
        draw: Some(draw_id),
        ..SpotFilter::default()
    };
    let db = site.db();
    let checks = db
        .list_spot_checks(&filter, MOST_CHECKS)
        .await
        .map_err(failed)?;
    let standings = db.spot_standings(&filter).await.map_err(failed)?;
    let standings: Vec<&SpotStanding> = standings.iter().collect();
    let can_assign = rights_in(site, session, row.plan.tehsil).contains(&Right::Assign);
    let days = DaysOff::load(site, session).await?;
    let monitors = match can_assign {
        true => giving::choices(site, &days, row.plan.tehsil).await?,
        false => Vec::new(),
    };
    let asked = db.spot_questions_of_draw(draw_id).await;
    let asked = asked.map_err(failed)?.ok_or(ApiError::NotFound)?;
    Ok(DrawView {
        questions: asked.questions,
        draw: draw_item(site, &days, &row, &standings),
        seed: row.seed.0,
        enumerators: enumerators_of(site, &row.plan).await?,
        plan: row.plan,
        checks: checks
            .iter()
            .map(|check| item(site, &days, check))
            .collect(),
        monitors,
        can_assign,
        is_done,
        problem,
    })
}
