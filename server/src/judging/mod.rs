//! The stages `correct` and `judge`: facts of whoever waits go through the checks, and what they find is kept.

mod kept;

pub use kept::{evidence_of, subject_of};

use domain::area::{Area, AreaId, Level};
use domain::checks::{AreaFacts, Field, Limits, Work, in_order_of_work, judge};
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
}

impl Judging {
    /// Reads areas and thresholds.
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
        })
    }

    /// One enumerator's visits with their devices' clocks corrected, wave by wave in the order of work.
    pub fn timed(&self, facts: &ToJudge) -> Vec<Timed> {
        let mut visits: Vec<Timed> = facts.visits.iter().map(as_recorded).collect();
        in_order_of_work(&mut visits);
        visits.sort_by_key(|visit| visit.visit.wave);
        visits
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
        let findings = self
            .timed(facts)
            .chunk_by(|a, b| a.visit.wave == b.visit.wave)
            .flat_map(|visits| {
                let work = Work {
                    enumerator: facts.enumerator_id,
                    wave: visits[0].visit.wave,
                    visits,
                };
                judge(&work, &field)
            })
            .map(|finding| kept::row(&finding))
            .collect();
        Judged {
            findings,
            runs: Vec::new(),
            tallies: Vec::new(),
        }
    }
}

fn as_recorded(visit: &Visit) -> Timed {
    Timed {
        visit: *visit,
        clock: Default::default(),
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

/// Judges everybody who waits. `tell` hears after each transaction what was done by then.
pub async fn judge_waiting(
    db: &Db,
    zone: &TimeZone,
    mut tell: impl FnMut(&JudgedSome),
) -> Result<JudgedSome, StoreError> {
    let mut done = JudgedSome::default();
    if db.count_unjudged().await? == 0 {
        return Ok(done);
    }
    let judging = Judging::load(db, zone).await?;
    loop {
        let some = db
            .judge_waiting(AT_A_TIME, &|facts| judging.judge(facts))
            .await?;
        if some.enumerators == 0 {
            return Ok(done);
        }
        done.enumerators += some.enumerators;
        done.visits += some.visits;
        done.findings += some.findings;
        tell(&done);
    }
}
