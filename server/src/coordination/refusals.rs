//! Refusals: union councils where visits were declined lately, and who sees to them.

use super::{
    area_ref, can_write, cases, district_of, failed, freshness, may_see, of_level, page_of,
};
use crate::coverage::visible_area;
use crate::disclosure::declined_lately;
use crate::flags::list::districts;
use crate::site::Site;
use api::coordination::{CASES_A_PAGE, RefusalItem, RefusalsQuery, RefusalsView};
use api::{ApiError, Session};
use domain::area::{AreaId, Level};
use domain::coordination::{CaseKind, REFUSAL_DAYS};
use domain::cube::Period;
use domain::permission::Permission;
use domain::time::SurveyDay;
use std::collections::HashMap;
use store::coordination::{CaseFilter, CaseRow};

/// The days that are looked at.
fn days(today: SurveyDay) -> (SurveyDay, SurveyDay) {
    (today.plus(1 - REFUSAL_DAYS), today)
}

/// The union councils in an area with declined visits lately, those that nobody sees to first, the most declined first. One that
/// somebody sees to is listed although the last refusal is longer ago: it is not closed.
pub async fn all(
    site: &Site,
    session: &Session,
    area: AreaId,
) -> Result<Vec<RefusalItem>, ApiError> {
    may_see(session)?;
    let (survey, today) = (site.survey(), site.clock().today());
    let cube = &survey.cube;
    let filter = CaseFilter {
        kind: Some(CaseKind::Refusals),
        waiting: true,
        ..CaseFilter::of_area(area)
    };
    let open = site.db().list_cases(&filter, 0, u32::MAX).await;
    let mut owners: HashMap<AreaId, CaseRow> = open
        .map_err(failed)?
        .into_iter()
        .map(|case| (case.area_id, case))
        .collect();
    let (from, to) = days(today);
    let period = Period {
        wave: None,
        from: Some(from),
        to,
    };
    let counted = site.quality_now().now.declined(cube, &period);
    let mut items: Vec<RefusalItem> = of_level(cube, area, Level::UnionCouncil)
        .filter_map(|council| {
            let (declined, homes) = counted.get(&council.id).copied().unwrap_or_default();
            let owner = owners.remove(&council.id);
            if declined == 0 && owner.is_none() {
                return None;
            }
            let (declined, homes) = declined_lately(session, declined, homes);
            Some(RefusalItem {
                area: area_ref(cube, council.id),
                district: district_of(cube, council.id),
                declined,
                homes,
                owner: owner.map(|case| cases::item(cube, case, today)),
            })
        })
        .collect();
    let key = |item: &RefusalItem| {
        // In order of what is told alone.
        let most = std::cmp::Reverse((item.declined.held(), item.declined.told()));
        (item.owner.is_some(), most, item.area.code.clone())
    };
    items.sort_by_key(key);
    Ok(items)
}

/// See [`api::coordination::CoordinationBackend::refusals`].
pub async fn page(
    site: &Site,
    session: &Session,
    query: RefusalsQuery,
) -> Result<RefusalsView, ApiError> {
    let (items, counts) = chosen(site, session, &query).await?;
    let total = items.len() as u64;
    let (items, next) = page_of(items, query.from, CASES_A_PAGE);
    Ok(RefusalsView {
        items,
        total,
        counts,
        holds_back: !session.may(Permission::SeeHouseholds),
        days: days(site.clock().today()),
        next: next.map(|from| RefusalsQuery {
            from,
            ..query.clone()
        }),
        areas: districts(site, session),
        can_write: can_write(session),
        freshness: freshness(site),
        query,
    })
}

/// What an address asks for, and how many there are in all and without an owner.
pub async fn chosen(
    site: &Site,
    session: &Session,
    query: &RefusalsQuery,
) -> Result<(Vec<RefusalItem>, (u64, u64)), ApiError> {
    may_see(session)?;
    let area = visible_area(&site.survey().cube, session, query.area.as_deref())?.id;
    let mut items = all(site, session, area).await?;
    let unowned = items.iter().filter(|item| item.owner.is_none()).count();
    let counts = (items.len() as u64, unowned as u64);
    items.retain(|item| !query.unowned || item.owner.is_none());
    Ok((items, counts))
}
