//! `/listing`: how far the interviews have come, area by area.

use super::{chosen, failed, item, items, told};
use crate::coordination::freshness;
use crate::coverage::{visible_area, visible_path};
use crate::site::Site;
use api::coverage::AreaRef;
use api::listing::{AreaLine, AreasQuery, AreasView, LINES_A_PAGE};
use api::{ApiError, Session};
use domain::area::AreaId;
use domain::cube::Cube;
use domain::listing::Progress;
use domain::permission::Permission;
use std::collections::HashMap;

/// See [`api::listing::ListingPage::Areas`]. `whole`: all lines, for a file.
pub async fn areas(
    site: &Site,
    session: &Session,
    query: AreasQuery,
    whole: bool,
) -> Result<AreasView, ApiError> {
    session.require(Permission::SeeCoverage)?;
    let survey = site.survey();
    let cube = &survey.cube;
    let area = visible_area(cube, session, query.area.as_deref())?;
    let (all, one) = chosen(site, query.listing.as_deref()).await?;
    let counts: HashMap<AreaId, Progress> = match &one {
        Some(row) => {
            let counts = site.db().listing_progress(row.listing_id).await;
            counts.map_err(failed)?.into_iter().collect()
        }
        None => HashMap::new(),
    };
    let total = below(cube, &counts, area.id);
    let mut rest = total;
    let mut rows = Vec::new();
    for child in cube.listed_below(area.id) {
        let sum = below(cube, &counts, child.id);
        rest = minus(rest, sum);
        rows.push(AreaLine {
            area: AreaRef::from(child),
            has_below: cube.below(child.id).nth(1).is_some(),
            told: told(session, &sum),
        });
    }
    let itself = !rows.is_empty() && rest != Progress::default();
    let mut next = None;
    if !whole {
        let from = (query.from as usize).min(rows.len());
        rows.drain(..from);
        if rows.len() > LINES_A_PAGE as usize {
            rows.truncate(LINES_A_PAGE as usize);
            next = Some(query.from.saturating_add(LINES_A_PAGE));
        }
    }
    Ok(AreasView {
        listings: items(site, &all),
        chosen: one.as_ref().map(|row| item(site, row)),
        path: visible_path(cube, session, area.id),
        area: AreaRef::from(area),
        total: told(session, &total),
        itself: itself.then(|| told(session, &rest)),
        rows,
        next,
        sees_households: session.may(Permission::SeeHouseholds),
        freshness: freshness(site),
        query,
    })
}

/// The sums of an area and everything below it.
pub(super) fn below(cube: &Cube, counts: &HashMap<AreaId, Progress>, area: AreaId) -> Progress {
    let of = cube.below(area).filter_map(|id| counts.get(&id));
    of.fold(Progress::default(), |sum, one| sum.plus(*one))
}

/// What a part leaves of a whole.
fn minus(whole: Progress, part: Progress) -> Progress {
    Progress {
        listed: whole.listed.saturating_sub(part.listed),
        interviewed: whole.interviewed.saturating_sub(part.interviewed),
        attempted: whole.attempted.saturating_sub(part.attempted),
        not_listed: whole.not_listed.saturating_sub(part.not_listed),
        unnamed: whole.unnamed.saturating_sub(part.unnamed),
    }
}
