//! A monitor's list: the doors that are due, in walking order.

use super::days_off::DaysOff;
use super::{failed, item};
use crate::site::Site;
use api::spot_checks::{CheckItem, Stop, TodayView};
use api::{ApiError, Session};
use domain::permission::Permission;
use domain::place::Fix;
use domain::spot_check::{State, walk};
use store::listing::ListedAt;
use store::spot_checks::{SpotCheckRow, SpotFilter};

/// Checks that are read of one monitor at most: the newest weeks' are among them, as closed ones are not read.
const MOST: u32 = 2_000;

/// Where a listing has a household.
pub(super) fn listed_place(at: &ListedAt) -> Option<Fix> {
    at.point.map(|point| Fix {
        latitude: point.latitude,
        longitude: point.longitude,
        accuracy_m: None,
    })
}

/// See [`api::spot_checks::SpotPage::Today`].
pub async fn today(
    site: &Site,
    session: &Session,
    shows_later: bool,
) -> Result<TodayView, ApiError> {
    session.require(Permission::VisitSpotChecks)?;
    let days = DaysOff::load(site, session).await?;
    let today = days.today;
    let filter = SpotFilter {
        area: Some(session.caller.scope),
        monitor: Some(session.caller.user_id),
        is_open: true,
        ..SpotFilter::default()
    };
    let rows = site.db().list_spot_checks(&filter, MOST).await;
    let rows = rows.map_err(failed)?;
    let is_due = |row: &&SpotCheckRow| row.due_on.is_none_or(|due| due <= today);
    let open = || rows.iter().filter(|row| row.state == State::Assigned);
    let later = open().filter(|row| !is_due(row)).count();
    let doors: Vec<&SpotCheckRow> = open().filter(|row| shows_later || is_due(row)).collect();
    let numbers: Vec<i32> = doors.iter().map(|row| row.check_id).collect();
    let listed = site.db().listed_at(&numbers).await.map_err(failed)?;
    // What was drawn keeps its place; where it had none, a listing may have come since.
    let place = |row: &SpotCheckRow| {
        row.point
            .or_else(|| listed_place(listed.get(&row.check_id)?))
    };
    let points: Vec<_> = doors.iter().map(|row| place(row)).collect();
    // From the office of the tehsil, where it was entered; who has doors in several begins with the first one's.
    let starts = site.db().spot_starts().await.map_err(failed)?;
    let start = doors.first().and_then(|row| {
        let set = starts.iter().find(|(tehsil, _)| *tehsil == row.tehsil_id);
        set.map(|(_, fix)| *fix)
    });
    let way = walk(start.as_ref(), &points);
    let stops = way.legs.iter().filter_map(|leg| {
        let row = doors.get(leg.at as usize)?;
        Some(Stop {
            check: item(site, &days, row),
            point: place(row),
            from_before_m: leg.from_before_m,
            address: listed.get(&row.check_id).and_then(|at| at.address.clone()),
        })
    });
    let visited = rows.iter().filter(|row| row.state == State::Visited);
    let to_decide: Vec<CheckItem> = visited.map(|row| item(site, &days, row)).collect();
    let survey = site.survey();
    let of = doors
        .first()
        .map_or(session.caller.scope, |row| row.area_id);
    let holiday = days.today_in(&survey.cube, of);
    Ok(TodayView {
        today,
        stops: stops.collect(),
        length_m: way.length_m,
        later: u32::try_from(later).unwrap_or(u32::MAX),
        shows_later,
        to_decide,
        holiday: holiday.map(|one| one.words.clone()),
    })
}
