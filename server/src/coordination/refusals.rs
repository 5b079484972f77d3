//! Refusals: union councils where visits were declined lately, and who sees to them.

use super::{can_write, cases, district_of, failed, freshness, may_see, of_level, page_of};
use crate::coverage::visible_area;
use crate::disclosure::declined_lately;
use crate::flags::list::districts;
use crate::site::Site;
use api::coordination::{CASES_A_PAGE, RefusalItem, RefusalsQuery, RefusalsView};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::area::{Area, AreaId, ByArea, Level};
use domain::coordination::{CaseKind, REFUSAL_DAYS};
use domain::cube::{Cube, Period};
use domain::disclosure::Disclosed;
use domain::permission::Permission;
use domain::time::SurveyDay;
use store::coordination::{CaseRow, CoordinationNow};

/// The days that are looked at.
fn days(today: SurveyDay) -> (SurveyDay, SurveyDay) {
    (today.plus(1 - REFUSAL_DAYS), today)
}

/// A union council with declined visits lately, or with somebody who sees to them.
pub struct Found<'s> {
    council: &'s Area,
    declined: Disclosed<u64>,
    homes: Disclosed<u64>,
    /// Who sees to it.
    pub owner: Option<&'s CaseRow>,
}

impl Found<'_> {
    fn item(&self, cube: &Cube, today: SurveyDay) -> RefusalItem {
        RefusalItem {
            area: AreaRef::from(self.council),
            district: district_of(cube, self.council.id),
            declined: self.declined,
            homes: self.homes,
            owner: self
                .owner
                .map(|case| cases::item(cube, case.clone(), today)),
        }
    }
}

/// The union councils in an area with declined visits lately, those that nobody sees to first, the most declined first. One that
/// somebody sees to is listed although the last refusal is longer ago: it is not closed.
pub fn found<'s>(
    site: &Site,
    session: &Session,
    (cube, now): (&'s Cube, &'s CoordinationNow),
    area: AreaId,
) -> Result<Vec<Found<'s>>, ApiError> {
    may_see(session)?;
    let open = now.waiting_of(CaseKind::Refusals);
    let owners: ByArea<&CaseRow> = open.map(|case| (case.area_id, case)).collect();
    let (from, to) = days(site.clock().today());
    let period = Period {
        wave: None,
        from: Some(from),
        to,
    };
    let counted = site.quality_now().now.declined(cube, &period);
    let mut found: Vec<Found<'s>> = of_level(cube, area, Level::UnionCouncil)
        .filter_map(|council| {
            let (declined, homes) = counted.get(&council.id).copied().unwrap_or_default();
            let owner = owners.get(&council.id).copied();
            if declined == 0 && owner.is_none() {
                return None;
            }
            let (declined, homes) = declined_lately(session, declined, homes);
            Some(Found {
                council,
                declined,
                homes,
                owner,
            })
        })
        .collect();
    // In order of what is told alone.
    let key = |found: &Found<'s>| {
        let most = std::cmp::Reverse((found.declined.held(), found.declined.told()));
        (found.owner.is_some(), most, found.council.code.as_str())
    };
    found.sort_by(|a, b| key(a).cmp(&key(b)));
    Ok(found)
}

/// See [`api::coordination::CoordinationBackend::refusals`].
pub async fn page(
    site: &Site,
    session: &Session,
    query: RefusalsQuery,
) -> Result<RefusalsView, ApiError> {
    let (survey, now) = (site.survey(), site.coordination().await.map_err(failed)?);
    let (cube, today) = (&survey.cube, site.clock().today());
    let (found, counts) = chosen(site, session, (cube, &now), &query)?;
    let total = found.len() as u64;
    let (found, next) = page_of(found, query.from, CASES_A_PAGE);
    Ok(RefusalsView {
        items: found.iter().map(|one| one.item(cube, today)).collect(),
        total,
        counts,
        holds_back: !session.may(Permission::SeeHouseholds),
        days: days(today),
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

/// Everything that an address asks for.
pub async fn all(
    site: &Site,
    session: &Session,
    query: &RefusalsQuery,
) -> Result<Vec<RefusalItem>, ApiError> {
    let (survey, now) = (site.survey(), site.coordination().await.map_err(failed)?);
    let (cube, today) = (&survey.cube, site.clock().today());
    let (found, _) = chosen(site, session, (cube, &now), query)?;
    Ok(found.iter().map(|one| one.item(cube, today)).collect())
}

/// What an address asks for, and how many there are in all and without an owner.
fn chosen<'s>(
    site: &Site,
    session: &Session,
    (cube, now): (&'s Cube, &'s CoordinationNow),
    query: &RefusalsQuery,
) -> Result<(Vec<Found<'s>>, (u64, u64)), ApiError> {
    may_see(session)?;
    let area = visible_area(cube, session, query.area.as_deref())?.id;
    let mut found = found(site, session, (cube, now), area)?;
    let unowned = found.iter().filter(|one| one.owner.is_none()).count();
    let counts = (found.len() as u64, unowned as u64);
    found.retain(|one| !query.unowned || one.owner.is_none());
    Ok((found, counts))
}
