//! Who is silent: union councils in which work should be going on, enumerators who are deployed, their devices.

use super::{
    area_ref, can_write, district_of, failed, freshness, may_see, of_level, page_of, sees_details,
};
use crate::coverage::visible_area;
use crate::flags::list::districts;
use crate::quality::{Contact, is_deployed};
use crate::site::Site;
use api::coordination::{CASES_A_PAGE, Silent, SilentItem, SilentQuery, SilentView};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::area::{AreaId, Level};
use domain::coordination::CaseKind;
use domain::cube::{Cube, Period};
use domain::time::SurveyDay;
use std::collections::HashMap;
use store::coordination::{CaseFilter, CaseRow};
use store::flags::Heard;

/// Silent union councils.
pub struct Councils {
    /// Each with the last day on which something came, and the day since which it is silent.
    pub silent: Vec<(AreaId, Option<SurveyDay>, SurveyDay)>,
    /// In how many work should be going on.
    pub of: u64,
}

/// The union councils in an area in which work is planned today, not yet done, and from which nothing came for more than `days` days. One
/// that never began is silent from so many days after the first planned day.
pub fn councils(cube: &Cube, area: AreaId, days: i32, today: SurveyDay) -> Councils {
    let period = Period {
        wave: None,
        from: None,
        to: today,
    };
    let mut found = Councils {
        silent: Vec::new(),
        of: 0,
    };
    for council in of_level(cube, area, Level::UnionCouncil) {
        let Some(planned) = cube.plan_since(council.id, today) else {
            continue;
        };
        let summary = cube.summary(council.id, &period);
        // Who has reached the target has nothing left to send.
        if summary
            .target
            .is_some_and(|target| u64::from(summary.counts.complete) >= target)
        {
            continue;
        }
        found.of += 1;
        let last = cube.last_day(council.id, today);
        // A wave that has begun since asks for nothing from before it.
        let since = last.map_or(planned, |last| last.max(planned));
        if is_long(since, days, today) {
            found.silent.push((council.id, last, since));
        }
    }
    found
}

fn is_long(since: SurveyDay, days: i32, today: SurveyDay) -> bool {
    today.0.saturating_sub(since.0) > days
}

/// The silent ones that an address asks for, all of them, and of how many they are: the longest silent first.
pub async fn all(
    site: &Site,
    session: &Session,
    query: &SilentQuery,
) -> Result<(Vec<SilentItem>, u64), ApiError> {
    may_see(session)?;
    if query.what != Silent::UnionCouncils && !sees_details(session) {
        return Err(ApiError::NotFound);
    }
    let survey = site.survey();
    let cube = &survey.cube;
    let area = visible_area(cube, session, query.area.as_deref())?.id;
    let (mut items, of) = match query.what {
        Silent::UnionCouncils => silent_councils(site, cube, area, query.days).await?,
        Silent::Enumerators => enumerators(site, cube, area, query.days),
        Silent::Devices => devices(site, cube, area, query.days),
    };
    let key = |item: &SilentItem| (std::cmp::Reverse(item.days), item.code.clone());
    items.sort_by_key(key);
    Ok((items, of))
}

/// See [`api::coordination::CoordinationBackend::silent`].
pub async fn page(
    site: &Site,
    session: &Session,
    query: SilentQuery,
    problems: Vec<&'static str>,
) -> Result<SilentView, ApiError> {
    let (items, of) = all(site, session, &query).await?;
    let total = items.len() as u64;
    let (items, next) = page_of(items, query.from, CASES_A_PAGE);
    Ok(SilentView {
        items,
        total,
        of,
        next: next.map(|from| SilentQuery {
            from,
            ..query.clone()
        }),
        areas: districts(site, session),
        sees_details: sees_details(session),
        can_write: can_write(session),
        freshness: freshness(site),
        query,
        problems,
    })
}

async fn silent_councils(
    site: &Site,
    cube: &Cube,
    area: AreaId,
    days: i32,
) -> Result<(Vec<SilentItem>, u64), ApiError> {
    let today = site.clock().today();
    let filter = CaseFilter {
        kind: Some(CaseKind::Escalation),
        waiting: true,
        ..CaseFilter::of_area(area)
    };
    let open = site.db().list_cases(&filter, 0, u32::MAX).await;
    let open: HashMap<AreaId, CaseRow> = open
        .map_err(failed)?
        .into_iter()
        .rev()
        .map(|case| (case.area_id, case))
        .collect();
    let owners = agencies_by_tehsil(site, today);
    let found = councils(cube, area, days, today);
    let items = found.silent.into_iter().map(|(id, last_on, since)| {
        let council = area_ref(cube, id);
        let tehsil = cube.by_id(id).and_then(|council| council.parent);
        SilentItem {
            code: council.code.clone(),
            name: None,
            district: district_of(cube, id),
            area: council,
            user: None,
            last_on,
            since: Some(since),
            days: Some(super::days_between(since, today)),
            owner: tehsil.and_then(|tehsil| owners.get(&tehsil).cloned()),
            escalated: open.get(&id).map(|case| (case.case_id, case.agency)),
        }
    });
    Ok((items.collect(), found.of))
}

/// The agency that sends most of those who are deployed to a tehsil.
fn agencies_by_tehsil(site: &Site, today: SurveyDay) -> HashMap<AreaId, String> {
    let quality = site.quality().now;
    let mut number: HashMap<AreaId, HashMap<&str, u32>> = HashMap::new();
    let there = quality
        .people
        .iter()
        .map(|contact| &contact.who)
        .filter(|who| is_deployed(who, today));
    for who in there {
        if let (Some(tehsil), Some(agency)) = (who.tehsil_id, &who.agency) {
            *number.entry(tehsil).or_default().entry(agency).or_default() += 1;
        }
    }
    number
        .into_iter()
        .filter_map(|(tehsil, agencies)| {
            let most = agencies
                .into_iter()
                .max_by_key(|(agency, number)| (*number, std::cmp::Reverse(*agency)))?;
            Some((tehsil, most.0.to_owned()))
        })
        .collect()
}

fn enumerators(site: &Site, cube: &Cube, area: AreaId, days: i32) -> (Vec<SilentItem>, u64) {
    let (quality, today) = (site.quality().now, site.clock().today());
    let mut of = 0;
    let mut items = Vec::new();
    for contact in &quality.people {
        let Some(tehsil) = deployed_in(cube, contact, area, today) else {
            continue;
        };
        of += 1;
        let since = contact.day.or(contact.who.active_from);
        if since.is_none_or(|since| is_long(since, days, today)) {
            let mut item = of_person(cube, &contact.who, tehsil);
            item.last_on = contact.day;
            item.since = since;
            item.days = since.map(|since| super::days_between(since, today));
            items.push(item);
        }
    }
    (items, of)
}

fn devices(site: &Site, cube: &Cube, area: AreaId, days: i32) -> (Vec<SilentItem>, u64) {
    let (quality, today) = (site.quality().now, site.clock().today());
    let people: HashMap<i32, &Contact<Heard>> = quality
        .people
        .iter()
        .map(|contact| (contact.who.enumerator_id, contact))
        .collect();
    let mut of = 0;
    let mut items = Vec::new();
    for device in &quality.devices {
        let user = people.get(&device.who.enumerator_id).copied();
        let deployed = user.and_then(|user| Some((user, deployed_in(cube, user, area, today)?)));
        let Some((user, tehsil)) = deployed else {
            continue;
        };
        of += 1;
        if device.day.is_none_or(|day| is_long(day, days, today)) {
            let person = of_person(cube, &user.who, tehsil);
            items.push(SilentItem {
                code: device.who.code.clone(),
                user: Some(person.code.clone()),
                last_on: device.day,
                since: device.day,
                days: device.day.map(|day| super::days_between(day, today)),
                ..person
            });
        }
    }
    (items, of)
}

/// The tehsil that somebody is deployed to today, if it lies in an area.
fn deployed_in(
    cube: &Cube,
    contact: &Contact<Heard>,
    area: AreaId,
    today: SurveyDay,
) -> Option<AreaId> {
    let tehsil = contact.who.tehsil_id?;
    (cube.is_within(tehsil, area) && is_deployed(&contact.who, today)).then_some(tehsil)
}

fn of_person(cube: &Cube, who: &Heard, tehsil: AreaId) -> SilentItem {
    let area: AreaRef = area_ref(cube, tehsil);
    SilentItem {
        code: who.code.clone(),
        name: who.name.clone(),
        area,
        district: district_of(cube, tehsil),
        user: None,
        last_on: None,
        since: None,
        days: None,
        owner: who.agency.clone(),
        escalated: None,
    }
}
