//! Coverage in memory: area × wave × survey day, answered without a database.
//!
//! Built from rollup rows at start and after each roll-up; every page and map reads from here. Sums over areas are
//! taken once, at building, along each area's ancestors; sums over days are differences of running totals.

mod lately;
mod tree;
mod work;

use crate::area::{Area, AreaId, ByArea, Level};
use crate::coverage::{Counts, Measure, Summary};
use crate::target::Plan;
use crate::time::{EpochMs, SurveyDay};
use std::collections::{BTreeMap, HashMap};
use tree::{add_running, depth_first, effective_plans};

/// The surrogate key of a wave.
pub type WaveId = i32;

/// What a cube is made of: rollup rows and what people planned.
#[derive(Clone, Debug, Default)]
pub struct CubeRows {
    /// Every area, the province included.
    pub areas: Vec<Area>,
    /// Waves by key and code.
    pub waves: Vec<(WaveId, String)>,
    /// Targets.
    pub plans: Vec<(AreaId, WaveId, Plan)>,
    /// What happened, one row a (area, wave, day). A submission without a wave has wave 0.
    pub cells: Vec<(AreaId, WaveId, SurveyDay, Counts)>,
    /// Which enumerator sent anything from which area on which day.
    pub presence: Vec<(SurveyDay, AreaId, WaveId, i32)>,
    /// The roster: area of deployment, first and last day (open where absent).
    pub deployments: Vec<(AreaId, Option<SurveyDay>, Option<SurveyDay>)>,
    /// The latest receipt on file: what is later is not in these numbers.
    pub as_of: Option<EpochMs>,
    /// Grows with every change of the data.
    pub version: i64,
}

/// Which part of the survey a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// One wave, or all.
    pub wave: Option<WaveId>,
    /// The first day that counts; `None` counts everything up to `to`, records without a time included.
    pub from: Option<SurveyDay>,
    /// The last day that counts.
    pub to: SurveyDay,
}

/// A point of the progress chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The day.
    pub day: SurveyDay,
    /// Complete from the beginning of the period to the end of this day.
    pub complete: u64,
    /// Expected by the end of this day (within the period); `None` without a target.
    pub expected: Option<u64>,
}

/// The survey in memory.
#[derive(Debug)]
pub struct Cube {
    nodes: Vec<Node>,
    by_id: ByArea<usize>,
    by_code: HashMap<String, usize>,
    plans: Vec<(usize, WaveId, Plan)>,
    presence: BTreeMap<SurveyDay, Vec<(usize, WaveId, i32)>>,
    deployments: Vec<(usize, Option<SurveyDay>, Option<SurveyDay>)>,
    waves: Vec<(WaveId, String)>,
    as_of: Option<EpochMs>,
    version: i64,
}

/// An area with everything below it. Nodes stand in depth-first order, so that a subtree is a range of positions.
#[derive(Debug)]
struct Node {
    area: Area,
    parent: Option<usize>,
    /// One past the last position of the subtree.
    end: usize,
    children: Vec<usize>,
    /// Counts of the subtree, running totals within each wave, ordered by (wave, day).
    running: Vec<(WaveId, SurveyDay, Counts)>,
}

impl Cube {
    /// Orders the areas and sums the cells along their ancestors.
    ///
    /// An area whose parent is not on file hangs under the province, so that it is seen and counted all the same.
    /// Rows that name an unknown area are left out; the database's foreign keys make that impossible.
    pub fn build(rows: CubeRows) -> Cube {
        let mut nodes = depth_first(rows.areas);
        let by_id: ByArea<usize> = nodes
            .iter()
            .enumerate()
            .map(|(at, n)| (n.area.id, at))
            .collect();
        let by_code = nodes
            .iter()
            .enumerate()
            .map(|(at, n)| (n.area.code.clone(), at))
            .collect();

        let mut cells = rows.cells;
        cells.sort_unstable_by_key(|(_, wave, day, _)| (*wave, *day));
        for (area, wave, day, counts) in cells {
            let mut at = by_id.get(&area).copied();
            while let Some(position) = at {
                add_running(&mut nodes[position].running, wave, day, counts);
                at = nodes[position].parent;
            }
        }

        let mut presence: BTreeMap<SurveyDay, Vec<(usize, WaveId, i32)>> = BTreeMap::new();
        for (day, area, wave, enumerator) in rows.presence {
            if let Some(at) = by_id.get(&area) {
                presence
                    .entry(day)
                    .or_default()
                    .push((*at, wave, enumerator));
            }
        }
        for day in presence.values_mut() {
            day.sort_unstable();
        }

        let mut deployments: Vec<_> = rows
            .deployments
            .iter()
            .filter_map(|(area, from, to)| Some((*by_id.get(area)?, *from, *to)))
            .collect();
        deployments.sort_unstable();
        let plans = effective_plans(&nodes, &by_id, &rows.plans);
        Cube {
            nodes,
            by_id,
            by_code,
            plans,
            presence,
            deployments,
            waves: rows.waves,
            as_of: rows.as_of,
            version: rows.version,
        }
    }

    /// The latest receipt on file.
    pub fn as_of(&self) -> Option<EpochMs> {
        self.as_of
    }

    /// The version of the data the cube was built from.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Waves by key and code, in the order of their codes.
    pub fn waves(&self) -> &[(WaveId, String)] {
        &self.waves
    }

    /// The root: the province, or `None` while no area is on file.
    pub fn root(&self) -> Option<&Area> {
        self.nodes.first().map(|node| &node.area)
    }

    /// The area with this code.
    pub fn by_code(&self, code: &str) -> Option<&Area> {
        self.by_code.get(code).map(|at| &self.nodes[*at].area)
    }

    /// The area with this key.
    pub fn by_id(&self, id: AreaId) -> Option<&Area> {
        self.by_id.get(&id).map(|at| &self.nodes[*at].area)
    }

    /// Whether `area` is `root` or lies below it.
    pub fn is_within(&self, area: AreaId, root: AreaId) -> bool {
        match (self.by_id.get(&area), self.by_id.get(&root)) {
            (Some(area), Some(root)) => (*root..self.nodes[*root].end).contains(area),
            _ => false,
        }
    }

    /// An area and everything below it.
    pub fn below(&self, area: AreaId) -> impl Iterator<Item = AreaId> {
        let range = self
            .by_id
            .get(&area)
            .map_or(0..0, |at| *at..self.nodes[*at].end);
        self.nodes[range].iter().map(|node| node.area.id)
    }

    /// Distinct enumerators with a submission in an area from `from` to `to`.
    pub fn active_between(
        &self,
        area: AreaId,
        wave: Option<WaveId>,
        from: SurveyDay,
        to: SurveyDay,
    ) -> u32 {
        let Some(at) = self.by_id.get(&area).copied() else {
            return 0;
        };
        if from > to {
            return 0;
        }
        let range = at..self.nodes[at].end;
        let mut enumerators: Vec<i32> = self
            .presence
            .range(from..=to)
            .flat_map(|(_, day)| {
                let first = day.partition_point(|(at, ..)| *at < range.start);
                let last = day.partition_point(|(at, ..)| *at < range.end);
                &day[first..last]
            })
            .filter(|(_, of, _)| wave.is_none_or(|only| only == *of))
            .map(|(_, _, enumerator)| *enumerator)
            .collect();
        enumerators.sort_unstable();
        enumerators.dedup();
        u32::try_from(enumerators.len()).unwrap_or(u32::MAX)
    }

    /// How many days of the plan an area is ahead of it (negative: behind): from the last day whose expectation is reached to the
    /// last day of the period. `None` without a target, before the first planned day, and once all that was planned is complete.
    pub fn days_ahead(&self, area: AreaId, period: &Period) -> Option<i32> {
        let at = *self.by_id.get(&area)?;
        let (first, last) = self.planned_days(area, period.wave)?;
        let complete = u64::from(self.nodes[at].counts(period).complete);
        let expected_by = |day: i32| {
            let until = Period {
                to: SurveyDay(day),
                ..*period
            };
            self.planned(at, &until).1.unwrap_or(0)
        };
        if period.to < first || complete >= expected_by(last.0) {
            return None;
        }
        // Expectation never falls, so that the last day it does not exceed what is complete can be searched for.
        let (mut low, mut high) = (first.0 - 1, last.0);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match expected_by(middle) <= complete {
                true => low = middle,
                false => high = middle,
            }
        }
        Some(low - period.to.0)
    }

    /// The areas from the province down to `area`, itself last.
    pub fn path(&self, area: AreaId) -> Vec<&Area> {
        let mut path = Vec::new();
        let mut at = self.by_id.get(&area).copied();
        while let Some(position) = at {
            path.push(&self.nodes[position].area);
            at = self.nodes[position].parent;
        }
        path.reverse();
        path
    }

    /// The areas that a page of `area` lists: those of the next level down, through divisions where there are any.
    /// In the order of their codes.
    pub fn listed_below(&self, area: AreaId) -> Vec<&Area> {
        let Some(at) = self.by_id.get(&area).copied() else {
            return Vec::new();
        };
        let node = &self.nodes[at];
        let Some(level) = node.area.level.listed_below() else {
            return Vec::new();
        };
        let below = &self.nodes[at + 1..node.end];
        let mut listed: Vec<&Area> = below
            .iter()
            .map(|n| &n.area)
            .filter(|a| a.level == level)
            .collect();
        listed.sort_unstable_by(|a, b| a.code.cmp(&b.code));
        listed
    }

    /// Every number of one area for one period.
    pub fn summary(&self, area: AreaId, period: &Period) -> Summary {
        let Some(at) = self.by_id.get(&area).copied() else {
            return Summary::default();
        };
        let node = &self.nodes[at];
        let (target, expected) = self.planned(at, period);
        let union_councils = self.union_councils(at);
        Summary {
            counts: node.counts(period),
            target,
            without_target: union_councils
                .saturating_sub(self.union_councils_with_target(at, period.wave)),
            union_councils,
            expected,
            active_enumerators: self.active_enumerators(at, node.end, period),
            deployed: self.deployed(at, node.end, period.to),
        }
    }

    /// What belongs to `area` and to none of the areas its page lists: submissions that claim a larger area.
    /// With it, the rows of a table sum to its total at every level.
    pub fn elsewhere(&self, area: AreaId, period: &Period) -> Counts {
        let total = self
            .by_id
            .get(&area)
            .map_or(Counts::default(), |at| self.nodes[*at].counts(period));
        if self
            .by_id(area)
            .is_some_and(|area| area.level == Level::UnionCouncil)
        {
            return Counts::default();
        }
        self.listed_below(area)
            .iter()
            .filter_map(|child| self.by_id.get(&child.id))
            .fold(total, |rest, at| rest.minus(self.nodes[*at].counts(period)))
    }

    /// The first and last day with any submission, records without a time left out.
    pub fn days(&self, area: AreaId) -> Option<(SurveyDay, SurveyDay)> {
        let node = &self.nodes[*self.by_id.get(&area)?];
        let days = node
            .running
            .iter()
            .map(|(_, day, _)| *day)
            .filter(|day| *day != SurveyDay::UNKNOWN);
        Some((days.clone().min()?, days.max()?))
    }

    /// The first planned and the last planned day below `area`, for the chosen waves.
    pub fn planned_days(
        &self,
        area: AreaId,
        wave: Option<WaveId>,
    ) -> Option<(SurveyDay, SurveyDay)> {
        let at = *self.by_id.get(&area)?;
        let plans = self.plans_below(at, wave);
        Some((
            plans.clone().map(|p| p.starts_on).min()?,
            plans.map(|p| p.ends_on).max()?,
        ))
    }

    /// Complete against expected for every day from `first` to `last`.
    pub fn progress(
        &self,
        area: AreaId,
        period: &Period,
        first: SurveyDay,
        last: SurveyDay,
    ) -> Vec<Progress> {
        let Some(at) = self.by_id.get(&area).copied() else {
            return Vec::new();
        };
        (first.0..=last.0)
            .map(|day| {
                let until = Period {
                    to: SurveyDay(day),
                    ..*period
                };
                let complete = self.nodes[at].counts(&until).complete;
                Progress {
                    day: SurveyDay(day),
                    complete: u64::from(complete),
                    expected: self.planned(at, &until).1,
                }
            })
            .collect()
    }

    /// A measure's numerator and denominator: as [`Cube::summary`] gives it, without the rest.
    pub fn ratio(&self, area: AreaId, measure: Measure, period: &Period) -> (u64, Option<u64>) {
        let Some(at) = self.by_id.get(&area).copied() else {
            return (0, None);
        };
        let counts = self.nodes[at].counts(period);
        let (target, expected) = match measure {
            Measure::Coverage | Measure::Schedule => self.planned(at, period),
            Measure::Inside => (None, None),
        };
        Summary {
            counts,
            target,
            expected,
            ..Summary::default()
        }
        .ratio(measure)
    }

    fn plans_below(&self, at: usize, wave: Option<WaveId>) -> impl Iterator<Item = &Plan> + Clone {
        let first = self.plans.partition_point(|(position, ..)| *position < at);
        let last = self
            .plans
            .partition_point(|(position, ..)| *position < self.nodes[at].end);
        self.plans[first..last]
            .iter()
            .filter(move |(_, of, _)| wave.is_none_or(|wave| wave == *of))
            .map(|(_, _, plan)| plan)
    }

    fn planned(&self, at: usize, period: &Period) -> (Option<u64>, Option<u64>) {
        let before = period.from.map(|from| from.plus(-1));
        self.plans_below(at, period.wave)
            .fold((None, None), |(target, expected), plan| {
                let within = plan.expected_by(period.to)
                    - before.map_or(0, |day| plan.expected_by(day.min(period.to)));
                (
                    Some(target.unwrap_or(0) + u64::from(plan.target_households)),
                    Some(expected.unwrap_or(0) + u64::from(within)),
                )
            })
    }

    fn union_councils(&self, at: usize) -> u32 {
        let below = self.nodes[at..self.nodes[at].end].iter();
        below
            .filter(|node| node.area.level == Level::UnionCouncil)
            .count() as u32
    }

    fn union_councils_with_target(&self, at: usize, wave: Option<WaveId>) -> u32 {
        let first = self.plans.partition_point(|(position, ..)| *position < at);
        let last = self
            .plans
            .partition_point(|(position, ..)| *position < self.nodes[at].end);
        let mut positions: Vec<usize> = self.plans[first..last]
            .iter()
            .filter(|(_, of, _)| wave.is_none_or(|wave| wave == *of))
            .map(|(position, ..)| *position)
            .filter(|position| self.nodes[*position].area.level == Level::UnionCouncil)
            .collect();
        positions.dedup();
        positions.len() as u32
    }

    fn active_enumerators(&self, first: usize, end: usize, period: &Period) -> u32 {
        let Some(day) = self.presence.get(&period.to) else {
            return 0;
        };
        let from = day.partition_point(|(at, ..)| *at < first);
        let to = day.partition_point(|(at, ..)| *at < end);
        let mut enumerators: Vec<i32> = day[from..to]
            .iter()
            .filter(|(_, wave, _)| period.wave.is_none_or(|only| only == *wave))
            .map(|(_, _, enumerator)| *enumerator)
            .collect();
        enumerators.sort_unstable();
        enumerators.dedup();
        enumerators.len() as u32
    }

    fn deployed(&self, first: usize, end: usize, day: SurveyDay) -> Option<u32> {
        let from = self.deployments.partition_point(|(at, ..)| *at < first);
        let to = self.deployments.partition_point(|(at, ..)| *at < end);
        let here = &self.deployments[from..to];
        (!here.is_empty()).then(|| {
            here.iter()
                .filter(|(_, from, to)| {
                    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
                })
                .count() as u32
        })
    }
}

impl Node {
    fn counts(&self, period: &Period) -> Counts {
        let mut sum = Counts::default();
        let mut rest = self.running.as_slice();
        while let Some((wave, ..)) = rest.first() {
            let wave = *wave;
            let (of_wave, others) = rest.split_at(rest.partition_point(|(w, ..)| *w == wave));
            rest = others;
            if period.wave.is_some_and(|only| only != wave) {
                continue;
            }
            let until = |bound: usize| {
                if bound == 0 {
                    Counts::default()
                } else {
                    of_wave[bound - 1].2
                }
            };
            let to = until(of_wave.partition_point(|(_, day, _)| *day <= period.to));
            let before = period
                .from
                .map_or(0, |from| of_wave.partition_point(|(_, day, _)| *day < from));
            sum = sum.plus(to.minus(until(before)));
        }
        sum
    }
}

#[cfg(test)]
mod tests;
