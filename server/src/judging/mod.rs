//! The stages `correct` and `judge`: facts of whoever waits go through the checks, and what they find is kept.

mod kept;
mod peers;
pub mod risks;

pub use kept::{evidence_of, subject_of};

use domain::area::{Area, AreaId, Level};
use domain::checks::{AreaFacts, Field, Limits, Work, in_order_of_work, judge, judge_among_peers};
use domain::clock::{self, Reading, Rules, Run};
use domain::peers::{Peers, tallies_of};
use domain::time::{EpochMs, SurveyDay};
use domain::visit::{Timed, Visit};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use store::flags::{Judged, JudgedSome, ToJudge};
use store::{Db, StoreError};

/// Enumerators judged in one transaction: others can write in between.
const AT_A_TIME: u32 = 50;

/// Everything that work is judged by, read once.
pub struct Judging {
    areas: HashMap<AreaId, AreaFacts>,
    limits: Limits,
    zone: TimeZone,
    peers: Option<Peers>,
}

impl Judging {
    /// Reads areas, thresholds and the newest statistics of peers.
    pub async fn load(db: &Db, zone: &TimeZone) -> Result<Judging, StoreError> {
        let areas = db.load_areas().await?;
        let tolerance_m: HashMap<Level, f64> = db
            .boundary_sources()
            .await?
            .into_iter()
            .map(|source| (source.level, f64::from(source.tolerance_m.unwrap_or(0))))
            .collect();
        let by_id: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
        let facts = |area: &Area| AreaFacts {
            tehsil: tehsil_of(area, &by_id),
            tolerance_m: tolerance_m.get(&area.level).copied().unwrap_or(0.0),
        };
        Ok(Judging {
            areas: areas.iter().map(|area| (area.id, facts(area))).collect(),
            limits: Limits::default(),
            zone: zone.clone(),
            peers: peers::newest(db).await?,
        })
    }

    /// One enumerator's visits with their devices' clocks corrected, wave by wave in the order of work, and how the clocks ran.
    pub fn timed(&self, facts: &ToJudge) -> (Vec<Timed>, Vec<Run>) {
        let rules = Rules::in_zone(&self.zone);
        let mut devices: Vec<i32> = facts.visits.iter().filter_map(|v| v.device).collect();
        devices.sort_unstable();
        devices.dedup();
        let mut runs = Vec::new();
        let mut readings: HashMap<i64, Reading> = HashMap::with_capacity(facts.visits.len());
        for device in devices {
            let everybody = facts.visits.iter().chain(&facts.beside);
            let of_device: Vec<Visit> = everybody
                .filter(|visit| visit.device == Some(device))
                .copied()
                .collect();
            let corrected = clock::correct(device, &of_device, &rules);
            readings.extend(corrected.readings().iter().copied());
            runs.extend(corrected.runs);
        }
        let mut visits: Vec<Timed> = facts
            .visits
            .iter()
            .map(|visit| Timed {
                visit: *visit,
                clock: readings.get(&visit.key).copied().unwrap_or_default(),
            })
            .collect();
        in_order_of_work(&mut visits);
        visits.sort_by_key(|visit| visit.visit.wave);
        (visits, runs)
    }

    /// The survey day of a visit by its corrected time.
    pub fn day(&self, visit: &Timed) -> SurveyDay {
        visit
            .at()
            .map_or(SurveyDay::UNKNOWN, |at| SurveyDay::of(at, &self.zone))
    }

    /// Minutes from the midnight with which a day begins; beyond 1,440 on the next one.
    pub fn minutes_into(&self, day: SurveyDay, at: EpochMs) -> f64 {
        let midnight = day
            .date()
            .and_then(|date| date.to_zoned(self.zone.clone()).ok())
            .map_or(0, |zoned| zoned.timestamp().as_millisecond());
        at.0.saturating_sub(midnight) as f64 / 60_000.0
    }

    /// Judges one enumerator's work.
    pub fn judge(&self, facts: &ToJudge) -> Judged {
        let areas = |id: AreaId| self.areas.get(&id).copied().unwrap_or_default();
        let field = Field {
            limits: &self.limits,
            zone: &self.zone,
            areas: &areas,
        };
        let (visits, runs) = self.timed(facts);
        let mut judged = Judged::default();
        for visits in visits.chunk_by(|a, b| a.visit.wave == b.visit.wave) {
            let work = Work {
                enumerator: facts.enumerator_id,
                wave: visits[0].visit.wave,
                visits,
            };
            let mut found = judge(&work, &field);
            if let Some(peers) = &self.peers {
                found.extend(judge_among_peers(&work, &field, peers));
            }
            judged.findings.extend(found.iter().map(kept::finding));
            let tallies = tallies_of(visits, &field);
            judged.tallies.extend(tallies.iter().map(kept::tally));
        }
        for of_device in runs.chunk_by(|a, b| a.device == b.device) {
            let numbered = (0..).zip(of_device);
            judged
                .runs
                .extend(numbered.map(|(number, run)| kept::run(number, run)));
        }
        judged
    }
}

/// The tehsil that an area lies in, or is.
fn tehsil_of(area: &Area, by_id: &HashMap<AreaId, &Area>) -> AreaId {
    let mut at = area;
    loop {
        if at.level == Level::Tehsil {
            return at.id;
        }
        match at.parent.and_then(|parent| by_id.get(&parent)) {
            Some(parent) => at = parent,
            None => return 0,
        }
    }
}

/// Judges everybody who waits, and by new statistics if they are due. `tell` hears after each transaction what was done by then.
pub async fn judge_waiting(
    db: &Db,
    zone: &TimeZone,
    now: EpochMs,
    mut tell: impl FnMut(&JudgedSome),
) -> Result<JudgedSome, StoreError> {
    let mut done = JudgedSome::default();
    loop {
        judge_by_these(db, zone, &mut done, &mut tell).await?;
        if !peers::refresh_if_due(db, now).await? {
            return Ok(done);
        }
    }
}

async fn judge_by_these(
    db: &Db,
    zone: &TimeZone,
    done: &mut JudgedSome,
    tell: &mut impl FnMut(&JudgedSome),
) -> Result<(), StoreError> {
    if db.count_unjudged().await? == 0 {
        return Ok(());
    }
    let judging = Judging::load(db, zone).await?;
    loop {
        let some = db
            .judge_waiting(AT_A_TIME, &|facts| judging.judge(facts))
            .await?;
        if some.enumerators == 0 {
            return Ok(());
        }
        done.enumerators += some.enumerators;
        done.visits += some.visits;
        done.findings += some.findings;
        tell(done);
    }
}
