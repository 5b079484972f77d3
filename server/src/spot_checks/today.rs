//! A monitor's list: the doors that are due, in walking order.

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
    let today = site.clock().today();
    let filter = SpotFilter {
        area: Some(session.caller.scope),
        monitor: Some(session.caller.user_id),
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
    let way = walk(None, &points);
    let stops = way.legs.iter().filter_map(|leg| {
        let row = doors.get(leg.at as usize)?;
        Some(Stop {
            check: item(site, row),
            point: place(row),
            from_before_m: leg.from_before_m,
            address: listed.get(&row.check_id).and_then(|at| at.address.clone()),
        })
    });
    let visited = rows.iter().filter(|row| row.state == State::Visited);
    let to_decide: Vec<CheckItem> = visited.map(|row| item(site, row)).collect();
    Ok(TodayView {
        today,
        stops: stops.collect(),
        length_m: way.length_m,
        later: u32::try_from(later).unwrap_or(u32::MAX),
        shows_later,
        to_decide,
    })
}
