//! The stages `correct` and `judge`: facts of whoever waits go through the checks, and what they find is kept.

mod kept;
mod peers;
pub mod preview;
pub mod risks;
mod timing;

pub use kept::{evidence_of, subject_of};
pub use peers::newest as newest_peers;
pub use timing::{Clocks, minutes_into};

use crate::ingest::interpret::Context;
use domain::area::{Area, AreaId, ByArea, Level};
use domain::checks::{
    AreaFacts, Check, Counted, Deployment, Field, Finding, LimitsBook, Roster, Work, judge,
    judge_among_peers,
};
use domain::clock::Run;
use domain::measures::{self, DayCell, day_cells};
use domain::mix::mixed;
use domain::peers::{Peers, Tally, tallies_of};
use domain::place::Fix;
use domain::setting::Setting;
use domain::target::Plan;
use domain::time::EpochMs;
use domain::visit::Timed;
use rayon::prelude::*;
use std::collections::HashMap;
use store::flags::{Judged, JudgedSome, ToJudge};
use store::thresholds::ChangeRow;
use store::turns::Share;
use store::{Db, StoreError};

/// Enumerators judged in one transaction at most: others can write in between.
const MOST_AT_A_TIME: usize = 50;
/// … where so many take too long.
const FEWEST_AT_A_TIME: usize = 5;

/// Areas by their id: asked for several times a visit.
type AreaTable = ByArea<AreaFacts>;

/// Everything that work is judged by, read once.
pub struct Judging<'a> {
    context: &'a Context,
    areas: AreaTable,
    /// The areas with what is planned for them, of the waves that have plans.
    planned: HashMap<i32, AreaTable>,
    /// Everybody on the roster; empty where none was imported.
    roster: HashMap<i32, Deployment>,
    by: By,
}

/// What findings depend on beside facts and plans: it may be another in a preview.
#[derive(Clone, Debug)]
pub struct By {
    /// The thresholds.
    pub limits: LimitsBook,
    /// The statistics of peers, once there are any.
    pub peers: Option<Peers>,
}

/// What the checks find in an enumerator's work, and what is summed on the way.
#[derive(Debug, Default)]
pub struct Found {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The work in sums.
    pub tallies: Vec<Tally>,
    /// The runs of the devices' clocks.
    pub runs: Vec<Run>,
    /// The work day by day.
    pub days: Vec<DayCell>,
}

impl<'a> Judging<'a> {
    /// Reads plans, the roster and the newest statistics of peers. `limits` are the thresholds that hold.
    pub async fn load(
        db: &Db,
        context: &'a Context,
        limits: LimitsBook,
    ) -> Result<Judging<'a>, StoreError> {
        let tolerance_m: HashMap<Level, f64> = db
            .boundary_sources()
            .await?
            .into_iter()
            .map(|source| (source.level, f64::from(source.tolerance_m.unwrap_or(0))))
            .collect();
        let by_id: HashMap<AreaId, &Area> =
            context.areas.values().map(|area| (area.id, area)).collect();
        let settings: HashMap<AreaId, Setting> = db.area_settings().await?.into_iter().collect();
        let areas: AreaTable = by_id
            .values()
            .map(|area| {
                let facts = AreaFacts {
                    tehsil: tehsil_of(area, &by_id),
                    setting: setting_of(area, &by_id, &settings),
                    tolerance_m: tolerance_m.get(&area.level).copied().unwrap_or(0.0),
                    ..AreaFacts::default()
                };
                (area.id, facts)
            })
            .collect();
        let planned = planned(&areas, db.plans().await?);
        Ok(Judging {
            context,
            areas,
            planned,
            roster: db.deployments().await?.into_iter().collect(),
            by: By {
                limits,
                peers: peers::newest(db).await?,
            },
        })
    }

    fn roster(&self, enumerator_id: i32) -> Roster {
        match self.roster.get(&enumerator_id) {
            Some(deployment) => Roster::On(*deployment),
            None if self.roster.is_empty() => Roster::NoneOnFile,
            None => Roster::NotOnIt,
        }
    }

    /// What everything is judged by.
    pub fn by(&self) -> &By {
        &self.by
    }

    /// The tehsil that an area lies in; 0 where that is not known.
    pub fn tehsil(&self, area: AreaId) -> AreaId {
        self.areas.get(&area).map_or(0, |facts| facts.tehsil)
    }

    /// Judges some enumerators' work, each on its own, on all processors. Answers in their order.
    pub fn judge_all(&self, some: &[ToJudge]) -> Vec<Judged> {
        some.par_iter().map(|facts| self.judge(facts)).collect()
    }

    /// Judges one enumerator's work, and answers it as it is kept.
    fn judge(&self, facts: &ToJudge) -> Judged {
        let found = self.find(facts, &self.by);
        let of_device = found.runs.chunk_by(|a, b| a.device == b.device);
        let digests = kept::digests(facts);
        Judged {
            findings: found.findings.iter().map(kept::finding).collect(),
            tallies: found.tallies.iter().map(kept::tally).collect(),
            work: kept::work(facts, &found.days),
            runs: of_device
                .flat_map(|runs| (0..).zip(runs))
                .map(|(number, run)| kept::run(number, run, &digests))
                .collect(),
        }
    }

    /// What the checks find in one enumerator's work by some thresholds and statistics.
    pub fn find(&self, facts: &ToJudge, by: &By) -> Found {
        let clocks = Clocks::of(facts, &by.limits.everywhere(), &self.context.survey_zone);
        let device_uses = clocks.device_uses(facts, &self.context.survey_zone);
        let mut counted: Vec<Counted> = facts
            .counted
            .iter()
            .filter_map(|visit| {
                Some(Counted {
                    household: visit.household?,
                    key: visit.key,
                    enumerator: visit.enumerator,
                    device: visit.device,
                    ended_at: visit
                        .ended_at
                        .map(|at| clocks.reading(visit.key).corrected(at)),
                })
            })
            .collect();
        counted.sort_by_key(|counted| (counted.household, counted.key));
        let in_survey = |fix: &Fix| self.context.ground.is_in_survey(fix);
        let visits = clocks.timed(&facts.visits);
        let beside = clocks.timed(&facts.beside);
        let mut found = Found::default();
        for visits in visits.chunk_by(|a, b| a.visit.wave == b.visit.wave) {
            let wave = visits[0].visit.wave;
            let table = self.planned.get(&wave).unwrap_or(&self.areas);
            let areas = |id: AreaId| table.get(&id).copied().unwrap_or_default();
            let limits = by.limits.in_wave(wave);
            let field = Field {
                limits: &limits,
                zone: &self.context.survey_zone,
                areas: &areas,
                in_survey: &in_survey,
            };
            let work = Work {
                roster: self.roster(facts.enumerator_id),
                runs: clocks.runs(),
                device_uses: &device_uses,
                beside: in_wave(&beside, wave),
                counted: &counted,
                sheets: &facts.sheets,
                ..Work::of(facts.enumerator_id, wave, visits)
            };
            found.findings.extend(judge(&work, &field));
            let tallies = tallies_of(&work, &field);
            if let Some(peers) = &by.peers {
                let among = judge_among_peers(&work, &tallies, &field, peers);
                found.findings.extend(among);
            }
            found.tallies.extend(tallies);
            found.days.extend(day_cells(&work, &field));
        }
        found.runs.extend_from_slice(clocks.runs());
        found
    }
}

/// The visits of one wave, of visits that lie wave by wave.
fn in_wave(visits: &[Timed], wave: i32) -> &[Timed] {
    let from = visits.partition_point(|timed| timed.visit.wave < wave);
    let to = visits.partition_point(|timed| timed.visit.wave <= wave);
    &visits[from..to]
}

/// Every area with what is planned for it, by wave.
fn planned(areas: &AreaTable, plans: Vec<((AreaId, i32), Plan)>) -> HashMap<i32, AreaTable> {
    let mut planned: HashMap<i32, AreaTable> = HashMap::new();
    for ((area, wave), plan) in plans {
        let table = planned.entry(wave).or_insert_with(|| areas.clone());
        let facts = table.entry(area).or_default();
        facts.opens = Some(plan.starts_on);
        facts.closes = Some(plan.ends_on);
    }
    planned
}

/// Whether an area is urban or rural: what it says, else what the nearest says that it lies in.
pub(crate) fn setting_of(
    area: &Area,
    by_id: &HashMap<AreaId, &Area>,
    settings: &HashMap<AreaId, Setting>,
) -> Option<Setting> {
    let mut at = area;
    loop {
        if let Some(setting) = settings.get(&at.id) {
            return Some(*setting);
        }
        at = by_id.get(&at.parent?)?;
    }
}

/// The tehsil that an area lies in, or is; 0 where that is not known.
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
    context: &Context,
    now: EpochMs,
    mut tell: impl FnMut(&JudgedSome),
) -> Result<JudgedSome, StoreError> {
    // Sums of days are made on the way: other sums mean that everybody is judged again, as other checks do.
    let by = mixed([Check::all_versions(), measures::VERSION]).cast_signed();
    db.judged_by(by).await?;
    let mut done = JudgedSome::default();
    loop {
        let changes = db.threshold_changes(None).await?;
        let by_these = judge_by_these(db, context, &changes, &mut done, &mut tell).await?;
        // Where thresholds were changed meanwhile, everybody waits again.
        if by_these && !peers::refresh_if_due(db, now, &changes).await? {
            return Ok(done);
        }
    }
}

/// Judges whoever waits by the thresholds after `changes`. Answers whether they still hold.
async fn judge_by_these(
    db: &Db,
    context: &Context,
    changes: &[ChangeRow],
    done: &mut JudgedSome,
    tell: &mut impl FnMut(&JudgedSome),
) -> Result<bool, StoreError> {
    if db.count_unjudged().await? == 0 {
        return Ok(true);
    }
    let (limits, last_change) = store::thresholds::book(changes);
    let judging = Judging::load(db, context, limits).await?;
    let mut share = Share::between(FEWEST_AT_A_TIME, MOST_AT_A_TIME);
    loop {
        let some = db
            .judge_waiting(share.now(), last_change, &|some| judging.judge_all(some))
            .await?;
        let Some(some) = some else { return Ok(false) };
        if some.enumerators == 0 {
            return Ok(true);
        }
        share.learn(some.enumerators as usize, some.held);
        done.enumerators += some.enumerators;
        done.visits += some.visits;
        done.findings += some.findings;
        tell(done);
    }
}
