//! Who is silent: union councils in which work should be going on, enumerators who are deployed, their devices.

use super::{
    area_ref, can_write, days_between, district_of, failed, freshness, may_see, of_level, page_of,
    sees_details,
};
use crate::coverage::visible_area;
use crate::flags::list::districts;
use crate::permission::name_for;
use crate::quality::{Contact, QualityNow, is_deployed};
use crate::site::{Site, Survey};
use api::coordination::{CASES_A_PAGE, Silent, SilentItem, SilentQuery, SilentView};
use api::{ApiError, Session};
use domain::area::{AreaId, ByArea, Level};
use domain::coordination::{CaseKind, Silence, SilenceState, Subject, SubjectKind};
use domain::cube::{Cube, Period};
use domain::time::SurveyDay;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use store::coordination::CoordinationNow;
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
#[derive(Default)]
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

/// What the silent are read from, as it is now.
struct Sources {
    survey: Arc<Survey>,
    quality: Arc<QualityNow>,
    /// Union councils, where they are asked for.
    councils: Arc<Councils>,
    cases: Arc<CoordinationNow>,
    area: AreaId,
    today: SurveyDay,
}

impl Sources {
    async fn read(
        site: &Site,
        session: &Session,
        query: &SilentQuery,
    ) -> Result<Sources, ApiError> {
        may_see(session)?;
        if query.what != Silent::UnionCouncils && !sees_details(session) {
            return Err(ApiError::NotFound);
        }
        let (survey, today) = (site.survey(), site.clock().today());
        let area = visible_area(&survey.cube, session, query.area.as_deref())?.id;
        Ok(Sources {
            councils: match query.what {
                Silent::UnionCouncils => councils(&survey, area, query.days, today),
                Silent::Enumerators | Silent::Devices => Arc::new(Councils::default()),
            },
            quality: site.quality_now().now,
            cases: site.coordination().await.map_err(failed)?,
            survey,
            area,
            today,
        })
    }
}

/// Somebody or something silent. What is told of them is looked up for those who are shown: there can be thousands.
struct Found<'s> {
    who: Who<'s>,
    /// The enumerator's code or the device's id; the union council's code.
    code: &'s str,
    /// The union council itself, or the tehsil of the deployment.
    area: AreaId,
    silence: Silence,
    since: Option<SurveyDay>,
}

#[derive(Clone, Copy)]
enum Who<'s> {
    Council,
    Person(&'s Heard),
    /// A device, and who used it last.
    Device(&'s Heard),
}

/// What an address asks for.
struct Chosen<'s> {
    /// The silent ones, all of them, the longest silent first.
    found: Vec<Found<'s>>,
    /// How many there are before the state is chosen, without union councils for which nothing is planned.
    silent: u64,
    /// Of how many from whom something should be heard.
    of: u64,
    /// How many are silent in which way, in order.
    by_state: Vec<(SilenceState, u64)>,
}

fn chosen<'s>(sources: &'s Sources, query: &SilentQuery) -> Chosen<'s> {
    let (mut found, of) = match query.what {
        Silent::UnionCouncils => silent_councils(sources),
        Silent::Enumerators => enumerators(sources, query.days),
        Silent::Devices => devices(sources, query.days),
    };
    let by_state = SilenceState::ALL.map(|state| {
        let there = found.iter().filter(|one| one.silence.state() == state);
        (state, there.count() as u64)
    });
    // Where nothing is planned nothing is expected: it is shown to those who ask for it.
    let is_expected = |one: &Found<'_>| {
        query.what != Silent::UnionCouncils || one.silence.state() != SilenceState::NotPlanned
    };
    let silent = found.iter().filter(|one| is_expected(one)).count() as u64;
    found.retain(|one| match query.state {
        Some(state) => one.silence.state() == state,
        None => is_expected(one),
    });
    found.sort_by_key(|one| (Reverse(one.days(sources.today)), one.code));
    Chosen {
        found,
        silent,
        of,
        by_state: by_state.to_vec(),
    }
}

impl Found<'_> {
    fn days(&self, today: SurveyDay) -> Option<u32> {
        self.since.map(|since| days_between(since, today))
    }
}

/// What is told of those who are shown.
struct Teller<'s> {
    site: &'s Site,
    session: &'s Session,
    sources: &'s Sources,
    what: Silent,
    escalations: HashMap<About, i32>,
    agencies: Arc<ByArea<String>>,
}

impl<'s> Teller<'s> {
    fn new(
        site: &'s Site,
        session: &'s Session,
        sources: &'s Sources,
        query: &SilentQuery,
    ) -> Teller<'s> {
        let cube = &sources.survey.cube;
        Teller {
            site,
            session,
            sources,
            what: query.what,
            escalations: open_escalations(&sources.cases, cube, session),
            agencies: sources.quality.agencies_by_tehsil(sources.today),
        }
    }

    fn item(&self, one: &Found<'_>) -> SilentItem {
        let cube = &self.sources.survey.cube;
        let about = match self.what.subject(one.code) {
            Some(subject) => About::Subject(subject),
            None => About::Area(one.area),
        };
        let person = match one.who {
            Who::Council => None,
            Who::Person(who) | Who::Device(who) => Some(who),
        };
        let tehsil = cube.by_id(one.area).and_then(|council| council.parent);
        SilentItem {
            code: one.code.to_owned(),
            name: person.and_then(|who| name_for(self.site, self.session, &who.name)),
            area: area_ref(cube, one.area),
            district: district_of(cube, one.area),
            user: match one.who {
                Who::Device(who) => Some(who.code.clone()),
                Who::Council | Who::Person(_) => None,
            },
            silence: one.silence,
            since: one.since,
            days: one.days(self.sources.today),
            owner: match person {
                Some(who) => who.agency.clone(),
                None => tehsil.and_then(|tehsil| self.agencies.get(&tehsil).cloned()),
            },
            escalated: self.escalations.get(&about).copied(),
        }
    }
}

/// What an escalation is about: an area itself, or an enumerator or a tablet wherever they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum About {
    Area(AreaId),
    Subject(Subject),
}

/// The open escalations of the caller's areas by what they are about; of several about the same, the one to see to first.
fn open_escalations(now: &CoordinationNow, cube: &Cube, session: &Session) -> HashMap<About, i32> {
    let open = now
        .waiting_of(CaseKind::Escalation)
        .filter(|case| cube.is_within(case.area_id, session.caller.scope));
    let by_about = open.rev().map(|case| {
        let about = match &case.subject {
            Some(subject) => About::Subject(subject.clone()),
            None => About::Area(case.area_id),
        };
        (about, case.case_id)
    });
    by_about.collect()
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

/// The silent ones that an address asks for, all of them.
pub async fn all(
    site: &Site,
    session: &Session,
    query: &SilentQuery,
) -> Result<Vec<SilentItem>, ApiError> {
    let sources = Sources::read(site, session, query).await?;
    let teller = Teller::new(site, session, &sources, query);
    let chosen = chosen(&sources, query);
    Ok(chosen.found.iter().map(|one| teller.item(one)).collect())
}

/// See [`api::coordination::CoordinationBackend::silent`].
pub async fn page(
    site: &Site,
    session: &Session,
    query: SilentQuery,
    problems: Vec<&'static str>,
) -> Result<SilentView, ApiError> {
    let sources = Sources::read(site, session, &query).await?;
    let teller = Teller::new(site, session, &sources, &query);
    let chosen = chosen(&sources, &query);
    let total = chosen.found.len() as u64;
    let (found, next) = page_of(chosen.found, query.from, CASES_A_PAGE);
    Ok(SilentView {
        items: found.iter().map(|one| teller.item(one)).collect(),
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

fn silent_councils(sources: &Sources) -> (Vec<Found<'_>>, u64) {
    let (cube, councils) = (&sources.survey.cube, &sources.councils);
    let all = councils.silent.iter().chain(&councils.unplanned);
    let found = all.filter_map(|council| {
        Some(Found {
            who: Who::Council,
            code: &cube.by_id(council.area)?.code,
            area: council.area,
            silence: council.silence,
            since: council.since,
        })
    });
    (found.collect(), councils.of)
}

fn enumerators(sources: &Sources, days: i32) -> (Vec<Found<'_>>, u64) {
    let mut of = 0;
    let mut found = Vec::new();
    for contact in &sources.quality.people {
        let Some(tehsil) = sources.deployed(contact) else {
            continue;
        };
        of += 1;
        let since = contact.day.or(contact.who.active_from);
        if since.is_none_or(|since| is_long(since, days, sources.today)) {
            found.push(Found {
                who: Who::Person(&contact.who),
                code: &contact.who.code,
                area: tehsil,
                silence: Silence::of(contact.day, contact.who.active_from, false),
                since,
            });
        }
    }
    (found, of)
}

fn devices(sources: &Sources, days: i32) -> (Vec<Found<'_>>, u64) {
    let people: HashMap<i32, &Contact<Arc<Heard>>> = sources
        .quality
        .people
        .iter()
        .map(|contact| (contact.who.enumerator_id, contact))
        .collect();
    let mut of = 0;
    let mut found = Vec::new();
    for device in &sources.quality.devices {
        let user = people.get(&device.who.enumerator_id).copied();
        let deployed = user.and_then(|user| Some((user, sources.deployed(user)?)));
        let Some((user, tehsil)) = deployed else {
            continue;
        };
        of += 1;
        if device
            .day
            .is_none_or(|day| is_long(day, days, sources.today))
        {
            found.push(Found {
                who: Who::Device(&user.who),
                code: &device.who.code,
                area: tehsil,
                silence: Silence::of(device.day, None, false),
                since: device.day,
            });
        }
    }
    (found, of)
}

impl Sources {
    /// The tehsil that somebody is deployed to today, if it lies in the area that is asked for.
    fn deployed(&self, contact: &Contact<Arc<Heard>>) -> Option<AreaId> {
        deployed_in(&self.survey.cube, contact, self.area, self.today)
    }
}

/// The tehsil that somebody is deployed to today, if it lies in an area.
fn deployed_in(
    cube: &Cube,
    contact: &Contact<Arc<Heard>>,
    area: AreaId,
    today: SurveyDay,
) -> Option<AreaId> {
    let tehsil = contact.who.tehsil_id?;
    (cube.is_within(tehsil, area) && is_deployed(&contact.who, today)).then_some(tehsil)
}
