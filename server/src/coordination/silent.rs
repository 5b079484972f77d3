//! Who is silent: union councils in which work should be going on, enumerators who are deployed, their devices.

use super::{
    area_ref, can_write, district_of, failed, freshness, may_see, of_level, page_of, sees_details,
};
use crate::coverage::visible_area;
use crate::flags::list::districts;
use crate::permission::name_for;
use crate::quality::{Contact, is_deployed};
use crate::site::{Site, Survey};
use api::coordination::{CASES_A_PAGE, Silent, SilentItem, SilentQuery, SilentView};
use api::coverage::AreaRef;
use api::{ApiError, Session};
use domain::area::{AreaId, Level};
use domain::coordination::{CaseKind, Silence, SilenceState, Subject, SubjectKind};
use domain::cube::{Cube, Period};
use domain::time::SurveyDay;
use std::collections::HashMap;
use std::sync::Arc;
use store::coordination::CaseFilter;
use store::flags::Heard;

/// A silent union council.
pub struct Council {
    /// Which.
    pub area: AreaId,
    /// Whether work ever began there.
    pub silence: Silence,
    /// Silent since this day; `None` where nothing is planned.
    pub since: Option<SurveyDay>,
}

/// Silent union councils.
pub struct Councils {
    /// Those that should be heard of.
    pub silent: Vec<Council>,
    /// In how many work should be going on.
    pub of: u64,
    /// Those from which nothing ever came and for which nothing is planned: nobody expects them, and nobody should forget them.
    pub unplanned: Vec<Council>,
}

impl Councils {
    /// In how many of the silent ones work never began.
    pub fn never_began(&self) -> u64 {
        let never = |council: &&Council| council.silence.state() == SilenceState::NeverBegan;
        self.silent.iter().filter(never).count() as u64
    }
}

/// The union councils in an area in which work is planned today, not yet done, and from which nothing came for more than `days` days. Where
/// it never began it is silent from so many days after the first planned day, also when the last planned day has passed.
pub fn councils(survey: &Survey, area: AreaId, days: i32, today: SurveyDay) -> Arc<Councils> {
    survey.councils.or_make((area, days, today), || {
        found(&survey.cube, area, days, today)
    })
}

fn found(cube: &Cube, area: AreaId, days: i32, today: SurveyDay) -> Councils {
    let period = Period {
        wave: None,
        from: None,
        to: today,
    };
    let mut found = Councils {
        silent: Vec::new(),
        of: 0,
        unplanned: Vec::new(),
    };
    for council in of_level(cube, area, Level::UnionCouncil) {
        let last = cube.last_day(council.id, today);
        let ever = cube.planned_days(council.id, None).map(|(first, _)| first);
        let summary = cube.summary(council.id, &period);
        // A record without a time is of no day, and work all the same.
        let has_any = summary.counts.submissions() > 0;
        let silence = Silence::of(last, ever, has_any);
        let planned = match last {
            // A wave that has begun since asks for nothing from before it.
            Some(last) => cube
                .plan_since(council.id, today)
                .map(|since| last.max(since)),
            None => ever.filter(|first| *first <= today),
        };
        // Who has reached the target has nothing left to send.
        let is_done = summary
            .target
            .is_some_and(|target| u64::from(summary.counts.complete) >= target);
        match planned {
            _ if is_done => {}
            Some(since) => {
                found.of += 1;
                if is_long(since, days, today) {
                    found.silent.push(Council {
                        area: council.id,
                        silence,
                        since: Some(since),
                    });
                }
            }
            None if silence.state() == SilenceState::NotPlanned => {
                found.unplanned.push(Council {
                    area: council.id,
                    silence,
                    since: None,
                });
            }
            None => {}
        }
    }
    found
}

fn is_long(since: SurveyDay, days: i32, today: SurveyDay) -> bool {
    today.0.saturating_sub(since.0) > days
}

/// What an address asks for.
pub struct Chosen {
    /// The silent ones, all of them, the longest silent first.
    pub items: Vec<SilentItem>,
    /// How many there are before the state is chosen, without union councils for which nothing is planned.
    pub silent: u64,
    /// Of how many from whom something should be heard.
    pub of: u64,
    /// How many are silent in which way, in order.
    pub by_state: Vec<(SilenceState, u64)>,
}

/// The silent ones that an address asks for.
pub async fn all(site: &Site, session: &Session, query: &SilentQuery) -> Result<Chosen, ApiError> {
    may_see(session)?;
    if query.what != Silent::UnionCouncils && !sees_details(session) {
        return Err(ApiError::NotFound);
    }
    let survey = site.survey();
    let cube = &survey.cube;
    let area = visible_area(cube, session, query.area.as_deref())?.id;
    let open = open_escalations(site, session).await?;
    let (mut items, of) = match query.what {
        Silent::UnionCouncils => silent_councils(site, &survey, area, query.days),
        Silent::Enumerators => enumerators(site, session, cube, area, query.days),
        Silent::Devices => devices(site, session, cube, area, query.days),
    };
    let by_state = SilenceState::ALL.map(|state| {
        let there = items.iter().filter(|item| item.silence.state() == state);
        (state, there.count() as u64)
    });
    // Where nothing is planned nothing is expected: it is shown to those who ask for it.
    let is_expected = |item: &SilentItem| {
        query.what != Silent::UnionCouncils || item.silence.state() != SilenceState::NotPlanned
    };
    let silent = items.iter().filter(|item| is_expected(item)).count() as u64;
    items.retain(|item| match query.state {
        Some(state) => item.silence.state() == state,
        None => is_expected(item),
    });
    for item in &mut items {
        item.escalated = open.get(&about(cube, query.what, item)).copied();
    }
    let key = |item: &SilentItem| (std::cmp::Reverse(item.days), item.code.clone());
    items.sort_by_key(key);
    Ok(Chosen {
        items,
        silent,
        of,
        by_state: by_state.to_vec(),
    })
}

/// What an escalation is about: an area itself, or an enumerator or a tablet wherever they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum About {
    Area(Option<AreaId>),
    Subject(Subject),
}

fn about(cube: &Cube, what: Silent, item: &SilentItem) -> About {
    match what.subject(&item.code) {
        Some(subject) => About::Subject(subject),
        None => About::Area(cube.by_code(&item.code).map(|area| area.id)),
    }
}

/// The open escalations of the caller's areas by what they are about; of several about the same, the one to see to first.
async fn open_escalations(site: &Site, session: &Session) -> Result<HashMap<About, i32>, ApiError> {
    let filter = CaseFilter {
        kind: Some(CaseKind::Escalation),
        waiting: true,
        ..CaseFilter::of_area(session.caller.scope)
    };
    let open = site.db().list_cases(&filter, 0, u32::MAX).await;
    let by_about = open.map_err(failed)?.into_iter().rev().map(|case| {
        let about = match case.subject {
            Some(subject) => About::Subject(subject),
            None => About::Area(Some(case.area_id)),
        };
        (about, case.case_id)
    });
    Ok(by_about.collect())
}

/// Whether an enumerator is deployed, or a tablet used by one who is, in an area.
pub(super) fn is_known(site: &Site, cube: &Cube, area: AreaId, subject: &Subject) -> bool {
    let (quality, today) = (site.quality_now().now, site.clock().today());
    let user = match subject.kind {
        SubjectKind::Enumerator => quality
            .people
            .iter()
            .find(|contact| contact.who.code == subject.code),
        SubjectKind::Device => quality
            .devices
            .iter()
            .find(|device| device.who.code == subject.code)
            .and_then(|device| {
                let user = device.who.enumerator_id;
                let mut people = quality.people.iter();
                people.find(|contact| contact.who.enumerator_id == user)
            }),
    };
    user.is_some_and(|user| deployed_in(cube, user, area, today).is_some())
}

/// See [`api::coordination::CoordinationBackend::silent`].
pub async fn page(
    site: &Site,
    session: &Session,
    query: SilentQuery,
    problems: Vec<&'static str>,
) -> Result<SilentView, ApiError> {
    let chosen = all(site, session, &query).await?;
    let total = chosen.items.len() as u64;
    let (items, next) = page_of(chosen.items, query.from, CASES_A_PAGE);
    Ok(SilentView {
        items,
        total,
        silent: chosen.silent,
        of: chosen.of,
        by_state: chosen.by_state,
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

fn silent_councils(
    site: &Site,
    survey: &Survey,
    area: AreaId,
    days: i32,
) -> (Vec<SilentItem>, u64) {
    let (cube, today) = (&survey.cube, site.clock().today());
    let owners = agencies_by_tehsil(site, today);
    let found = councils(survey, area, days, today);
    let all = found.silent.iter().chain(&found.unplanned);
    let items = all.map(|council| {
        let area = area_ref(cube, council.area);
        let tehsil = cube.by_id(council.area).and_then(|council| council.parent);
        SilentItem {
            code: area.code.clone(),
            name: None,
            district: district_of(cube, council.area),
            area,
            user: None,
            silence: council.silence,
            since: council.since,
            days: council.since.map(|since| super::days_between(since, today)),
            owner: tehsil.and_then(|tehsil| owners.get(&tehsil).cloned()),
            escalated: None,
        }
    });
    (items.collect(), found.of)
}

/// The agency that sends most of those who are deployed to a tehsil.
fn agencies_by_tehsil(site: &Site, today: SurveyDay) -> HashMap<AreaId, String> {
    let quality = site.quality_now().now;
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

fn enumerators(
    site: &Site,
    session: &Session,
    cube: &Cube,
    area: AreaId,
    days: i32,
) -> (Vec<SilentItem>, u64) {
    let (quality, today) = (site.quality_now().now, site.clock().today());
    let mut of = 0;
    let mut items = Vec::new();
    for contact in &quality.people {
        let Some(tehsil) = deployed_in(cube, contact, area, today) else {
            continue;
        };
        of += 1;
        let since = contact.day.or(contact.who.active_from);
        if since.is_none_or(|since| is_long(since, days, today)) {
            let name = name_for(site, session, &contact.who.name);
            let mut item = of_person(cube, &contact.who, name, tehsil);
            item.silence = Silence::of(contact.day, contact.who.active_from, false);
            item.since = since;
            item.days = since.map(|since| super::days_between(since, today));
            items.push(item);
        }
    }
    (items, of)
}

fn devices(
    site: &Site,
    session: &Session,
    cube: &Cube,
    area: AreaId,
    days: i32,
) -> (Vec<SilentItem>, u64) {
    let (quality, today) = (site.quality_now().now, site.clock().today());
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
            let name = name_for(site, session, &user.who.name);
            let person = of_person(cube, &user.who, name, tehsil);
            items.push(SilentItem {
                code: device.who.code.clone(),
                user: Some(person.code.clone()),
                silence: Silence::of(device.day, None, false),
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

fn of_person(cube: &Cube, who: &Heard, name: Option<String>, tehsil: AreaId) -> SilentItem {
    let area: AreaRef = area_ref(cube, tehsil);
    SilentItem {
        code: who.code.clone(),
        name,
        area,
        district: district_of(cube, tehsil),
        user: None,
        silence: Silence::of(None, None, false),
        since: None,
        days: None,
        owner: who.agency.clone(),
        escalated: None,
    }
}
