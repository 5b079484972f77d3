//! The day that a flag is about: the enumerator's visits in the order of work, as a time bar and a track show them.

use crate::judging::{Clocks, minutes_into, subject_of};
use crate::site::Site;
use api::Session;
use api::flags::DayVisit;
use domain::checks::{Limits, Subject};
use domain::geo::offset_m;
use domain::time::{EpochMs, SurveyDay};
use domain::visit::Timed;
use std::collections::HashMap;
use store::StoreError;
use store::flags::FlagRow;

/// Visits of a day that a page shows at most: more than anybody makes.
const MOST_VISITS: usize = 120;

/// The visits of a flag's day in the caller's scope; none where it is about no one day.
pub async fn of_flag(
    site: &Site,
    session: &Session,
    flag: &FlagRow,
) -> Result<Vec<DayVisit>, StoreError> {
    if flag.finding.survey_day == SurveyDay::UNKNOWN {
        return Ok(Vec::new());
    }
    let subjects: Vec<i64> = match subject_of(&flag.finding.subject) {
        Some(Subject::Visit { key } | Subject::Spot { first: key }) => vec![key],
        Some(Subject::Visits { first, second }) => vec![first, second],
        _ => Vec::new(),
    };
    let sent = sent(site, flag.finding.enumerator_id).await?;
    let (survey, scope) = (site.survey(), session.caller.scope);
    let may_see = |visit: &Timed| survey.cube.is_within(visit.visit.area, scope);
    Ok(shown(
        site,
        &sent,
        flag.finding.survey_day,
        &subjects,
        may_see,
    ))
}

/// An enumerator's visits with their clocks corrected, and their submissions' ids by key.
pub struct Sent {
    /// The visits, wave by wave in the order of work.
    pub timed: Vec<Timed>,
    /// How the clocks of their tablets ran.
    pub clocks: Clocks,
    ids: HashMap<i64, String>,
}

/// Reads everything that an enumerator has sent.
pub async fn sent(site: &Site, enumerator_id: i32) -> Result<Sent, StoreError> {
    let (facts, ids) = site.db().sent_by(enumerator_id).await?;
    let keys = facts.visits.iter().map(|visit| visit.key);
    let ids: HashMap<i64, String> = keys.zip(ids).collect();
    let clocks = Clocks::of(&facts, &Limits::default(), site.clock().zone());
    Ok(Sent {
        timed: clocks.timed(&facts.visits),
        clocks,
        ids,
    })
}

/// The visits of a day as pages show them, those that `may_see` lets through.
pub fn shown(
    site: &Site,
    sent: &Sent,
    day: SurveyDay,
    subjects: &[i64],
    may_see: impl Fn(&Timed) -> bool,
) -> Vec<DayVisit> {
    let zone = site.clock().zone();
    let of_day: Vec<&Timed> = sent
        .timed
        .iter()
        .filter(|visit| visit.day(zone) == day && may_see(visit))
        .take(MOST_VISITS)
        .collect();
    let base = of_day.iter().find_map(|visit| visit.visit.possible_fix());
    let minutes = |at: EpochMs| minutes_into(day, at, zone);
    of_day
        .iter()
        .enumerate()
        .map(|(index, timed)| {
            let visit = &timed.visit;
            let recorded = visit.started_at.zip(visit.ended_at);
            let corrected = timed.start().zip(timed.end());
            let span = |(start, end): (EpochMs, EpochMs)| (minutes(start), minutes(end));
            DayVisit {
                number: index as u32 + 1,
                is_subject: subjects.contains(&visit.key),
                minutes: corrected.map(span),
                minutes_recorded: recorded.filter(|_| timed.clock.offset_ms != 0).map(span),
                metres: base
                    .zip(visit.possible_fix())
                    .map(|(base, fix)| offset_m(&base, &fix)),
                accuracy_m: visit.fix.and_then(|fix| fix.accuracy_m),
                outcome: visit.outcome,
                submission_id: sent.ids.get(&visit.key).cloned().unwrap_or_default(),
            }
        })
        .collect()
}
