//! `/listing/{code}`: the households of one area, for those who may see households there.

use super::{chosen, failed, item, items, told};
use crate::coordination::freshness;
use crate::coverage::{visible_area, visible_path};
use crate::permission::require_in;
use crate::site::Site;
use api::coverage::AreaRef;
use api::listing::{EnumeratorLine, HouseholdLine, HouseholdsQuery, HouseholdsView, LINES_A_PAGE};
use api::{ApiError, Session};
use domain::permission::Permission;
use store::listing::{HouseholdFilter, ListedRow};

/// See [`api::listing::ListingPage::Households`]. `most`: lines, of a page or of a file.
pub async fn households(
    site: &Site,
    session: &Session,
    code: &str,
    query: HouseholdsQuery,
    most: Option<u32>,
) -> Result<HouseholdsView, ApiError> {
    let survey = site.survey();
    let area = visible_area(&survey.cube, session, Some(code))?;
    require_in(site, session, Permission::SeeHouseholds, area.id)?;
    let (all, one) = chosen(site, query.listing.as_deref()).await?;
    let listing = one.ok_or(ApiError::NotFound)?;
    let db = site.db();
    let place = (listing.listing_id, area.id);
    let counts = db.listing_progress(listing.listing_id).await;
    let mut counts = counts.map_err(failed)?.into_iter();
    let counts = counts.find(|(id, _)| *id == area.id);
    let counts = counts.map(|(_, sum)| sum).unwrap_or_default();
    let given = db.listing_by_enumerator(place.0, place.1).await;
    let given = given.map_err(failed)?;
    let is_given = given.iter().any(|row| row.enumerator.is_some());
    let filter = HouseholdFilter {
        reached: query.reached,
        enumerator: query.enumerator.clone(),
    };
    let most = most.unwrap_or(LINES_A_PAGE);
    let rows = db.listed_households(place, &filter, query.after, most.saturating_add(1));
    let mut rows = rows.await.map_err(failed)?;
    let has_more = rows.len() > most as usize;
    rows.truncate(most as usize);
    let next = rows.last().map(|row| row.household_id);
    Ok(HouseholdsView {
        listing: item(site, &listing),
        listings: items(site, &all),
        path: visible_path(&survey.cube, session, area.id),
        area: AreaRef::from(area),
        told: told(session, &counts),
        enumerators: given
            .into_iter()
            .filter(|_| is_given)
            .map(|row| EnumeratorLine {
                enumerator: row.enumerator,
                listed: row.progress.listed,
                interviewed: row.progress.interviewed,
                attempted: row.progress.attempted,
                nobody: row.progress.nobody(),
            })
            .collect(),
        households: rows.into_iter().map(line).collect(),
        next: next.filter(|_| has_more),
        freshness: freshness(site),
        query,
    })
}

fn line(row: ListedRow) -> HouseholdLine {
    HouseholdLine {
        reference: row.reference,
        address: row.address,
        point: row.point,
        enumerator: row.enumerator,
        reached: row.reached,
    }
}
