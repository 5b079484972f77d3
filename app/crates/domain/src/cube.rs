//! Coverage in memory: area × wave × survey day, answered without a database.
//!
//! Built from rollup rows at start and after each roll-up; every page and map reads from here. Sums over areas are
//! taken once, at building, along each area's ancestors; sums over days are differences of running totals.

use crate::area::{Area, AreaId, Level};
use crate::coverage::{Counts, Measure, Summary};
use crate::target::Plan;
use crate::time::{EpochMs, SurveyDay};
use std::collections::{BTreeMap, HashMap};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    by_id: HashMap<AreaId, usize>,
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
        let by_id: HashMap<AreaId, usize> = nodes
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

/// Adds a cell to running totals; cells arrive ordered by (wave, day).
fn add_running(
    running: &mut Vec<(WaveId, SurveyDay, Counts)>,
    wave: WaveId,
    day: SurveyDay,
    counts: Counts,
) {
    match running.last_mut() {
        Some((w, d, total)) if *w == wave && *d == day => *total = total.plus(counts),
        Some((w, _, total)) if *w == wave => {
            let total = total.plus(counts);
            running.push((wave, day, total));
        }
        _ => running.push((wave, day, counts)),
    }
}

/// Brings the areas into depth-first order under the province. Without a province there is no tree, and no page.
fn depth_first(areas: Vec<Area>) -> Vec<Node> {
    let Some(root) = areas.iter().position(|area| area.level == Level::Province) else {
        return Vec::new();
    };
    let root_id = areas[root].id;
    let known: std::collections::HashSet<AreaId> = areas.iter().map(|area| area.id).collect();
    let mut below: HashMap<AreaId, Vec<usize>> = HashMap::new();
    let mut order: Vec<usize> = (0..areas.len()).filter(|index| *index != root).collect();
    order.sort_unstable_by(|a, b| areas[*a].code.cmp(&areas[*b].code));
    let mut reached: std::collections::HashSet<usize> = std::collections::HashSet::new();
    for index in order {
        let parent = areas[index]
            .parent
            .filter(|parent| known.contains(parent))
            .unwrap_or(root_id);
        below.entry(parent).or_default().push(index);
    }
    let mut slots: Vec<Option<Area>> = areas.into_iter().map(Some).collect();
    let mut nodes: Vec<Node> = Vec::with_capacity(slots.len());
    place(root, None, &below, &mut slots, &mut nodes, &mut reached);
    nodes
}

fn place(
    index: usize,
    parent: Option<usize>,
    below: &HashMap<AreaId, Vec<usize>>,
    slots: &mut [Option<Area>],
    nodes: &mut Vec<Node>,
    reached: &mut std::collections::HashSet<usize>,
) {
    // A parent cycle cannot be reached from the province; a second visit can only be a fault, and is not followed.
    if !reached.insert(index) {
        return;
    }
    let Some(area) = slots[index].take() else {
        return;
    };
    let id = area.id;
    let at = nodes.len();
    nodes.push(Node {
        area,
        parent,
        end: at + 1,
        children: Vec::new(),
        running: Vec::new(),
    });
    for child in below.get(&id).map(Vec::as_slice).unwrap_or_default() {
        let child_at = nodes.len();
        place(*child, Some(at), below, slots, nodes, reached);
        if nodes.len() > child_at {
            nodes[at].children.push(child_at);
        }
    }
    nodes[at].end = nodes.len();
}

/// The plans that count. A target of a larger area counts only while no area below it has one in the same wave:
/// otherwise the same households would be planned twice.
fn effective_plans(
    nodes: &[Node],
    by_id: &HashMap<AreaId, usize>,
    plans: &[(AreaId, WaveId, Plan)],
) -> Vec<(usize, WaveId, Plan)> {
    let mut placed: Vec<(usize, WaveId, Plan)> = plans
        .iter()
        .filter_map(|(area, wave, plan)| Some((*by_id.get(area)?, *wave, *plan)))
        .collect();
    placed.sort_unstable_by_key(|(at, wave, _)| (*at, *wave));
    let positions: std::collections::BTreeSet<(WaveId, usize)> =
        placed.iter().map(|(at, wave, _)| (*wave, *at)).collect();
    placed.retain(|(at, wave, _)| {
        positions
            .range((*wave, at + 1)..(*wave, nodes[*at].end))
            .next()
            .is_none()
    });
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WAVE: WaveId = 1;

    fn area(id: AreaId, level: Level, parent: Option<AreaId>) -> Area {
        Area {
            id,
            code: format!("A{id:03}"),
            level,
            name: format!("Area {id}"),
            name_ur: None,
            parent,
            has_boundary: true,
        }
    }

    /// Province 1 → division 2 → districts 3, 4 → tehsils 5, 6 (in 3), 7 (in 4) → UCs 10–12 (in 5), 13 (6), 14 (7).
    fn areas() -> Vec<Area> {
        use Level::*;
        let mut areas = vec![area(1, Province, None), area(2, Division, Some(1))];
        areas.extend([3, 4].map(|id| area(id, District, Some(2))));
        areas.extend([(5, 3), (6, 3), (7, 4)].map(|(id, parent)| area(id, Tehsil, Some(parent))));
        areas.extend(
            [(10, 5), (11, 5), (12, 5), (13, 6), (14, 7)]
                .map(|(id, p)| area(id, UnionCouncil, Some(p))),
        );
        areas
    }

    fn complete(number: u32) -> Counts {
        Counts {
            complete: number,
            with_fix: number,
            ..Counts::default()
        }
    }

    fn until(day: i32) -> Period {
        Period {
            wave: None,
            from: None,
            to: SurveyDay(day),
        }
    }

    #[test]
    fn a_page_lists_the_next_level_through_divisions() {
        let cube = Cube::build(CubeRows {
            areas: areas(),
            ..CubeRows::default()
        });
        let listed = |id| {
            cube.listed_below(id)
                .iter()
                .map(|a| a.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(listed(1), [3, 4]);
        assert_eq!(listed(2), [3, 4]);
        assert_eq!(listed(3), [5, 6]);
        assert_eq!(listed(5), [10, 11, 12]);
        assert_eq!(listed(10), [0; 0]);
        assert_eq!(
            cube.path(13).iter().map(|a| a.id).collect::<Vec<_>>(),
            [1, 2, 3, 6, 13]
        );
        assert!(
            cube.is_within(13, 3)
                && cube.is_within(3, 3)
                && !cube.is_within(14, 3)
                && !cube.is_within(3, 13)
        );
    }

    #[test]
    fn the_first_and_the_last_day_of_a_period_both_count() {
        let cells = [1, 2, 3, 4]
            .map(|day| (10, WAVE, SurveyDay(day), complete(1)))
            .to_vec();
        let cube = Cube::build(CubeRows {
            areas: areas(),
            cells,
            ..CubeRows::default()
        });
        let period = Period {
            wave: None,
            from: Some(SurveyDay(2)),
            to: SurveyDay(3),
        };
        assert_eq!(cube.summary(1, &period).counts.complete, 2);
        assert_eq!(cube.summary(10, &until(4)).counts.complete, 4);
    }

    #[test]
    fn a_record_without_a_time_counts_only_in_an_open_period() {
        let cells = vec![
            (10, WAVE, SurveyDay::UNKNOWN, complete(1)),
            (10, WAVE, SurveyDay(5), complete(1)),
        ];
        let cube = Cube::build(CubeRows {
            areas: areas(),
            cells,
            ..CubeRows::default()
        });
        assert_eq!(cube.summary(1, &until(9)).counts.complete, 2);
        let period = Period {
            wave: None,
            from: Some(SurveyDay(0)),
            to: SurveyDay(9),
        };
        assert_eq!(cube.summary(1, &period).counts.complete, 1);
        assert_eq!(cube.days(1), Some((SurveyDay(5), SurveyDay(5))));
    }

    #[test]
    fn a_target_of_a_larger_area_counts_only_where_nothing_below_has_one() {
        let plan = |n| Plan {
            target_households: n,
            starts_on: SurveyDay(0),
            ends_on: SurveyDay(9),
        };
        let plans = vec![
            (3, WAVE, plan(1_000)),
            (10, WAVE, plan(10)),
            (4, WAVE, plan(50)),
            (14, 2, plan(7)),
        ];
        let cube = Cube::build(CubeRows {
            areas: areas(),
            plans,
            ..CubeRows::default()
        });
        assert_eq!(cube.summary(3, &until(9)).target, Some(10));
        assert_eq!(cube.summary(4, &until(9)).target, Some(57));
        assert_eq!(cube.summary(1, &until(9)).target, Some(67));
        assert_eq!(cube.summary(13, &until(9)).target, None);
        assert_eq!(cube.summary(3, &until(9)).without_target, 3);
        assert_eq!(cube.summary(3, &until(4)).expected, Some(5));
    }

    #[test]
    fn an_enumerator_in_two_union_councils_is_one_person() {
        let presence = vec![
            (SurveyDay(3), 10, WAVE, 77),
            (SurveyDay(3), 13, WAVE, 77),
            (SurveyDay(3), 14, WAVE, 78),
        ];
        let deployments = vec![(5, None, None), (6, Some(SurveyDay(4)), None)];
        let cube = Cube::build(CubeRows {
            areas: areas(),
            presence,
            deployments,
            ..CubeRows::default()
        });
        let active = |id| cube.summary(id, &until(3)).active_enumerators;
        assert_eq!([active(10), active(3), active(1)], [1, 1, 2]);
        assert_eq!(cube.summary(3, &until(3)).deployed, Some(1));
        assert_eq!(cube.summary(3, &until(4)).deployed, Some(2));
        assert_eq!(cube.summary(4, &until(4)).deployed, None);
    }

    #[test]
    fn progress_ends_at_the_summary() {
        let cells = (0..5)
            .map(|day| (10, WAVE, SurveyDay(day), complete(2)))
            .collect();
        let plans = vec![(
            10,
            WAVE,
            Plan {
                target_households: 20,
                starts_on: SurveyDay(0),
                ends_on: SurveyDay(9),
            },
        )];
        let cube = Cube::build(CubeRows {
            areas: areas(),
            cells,
            plans,
            ..CubeRows::default()
        });
        let progress = cube.progress(1, &until(4), SurveyDay(0), SurveyDay(4));
        assert_eq!(progress.len(), 5);
        assert_eq!(
            progress[4],
            Progress {
                day: SurveyDay(4),
                complete: 10,
                expected: Some(10)
            }
        );
    }

    #[test]
    fn a_survey_without_a_province_has_no_pages_and_does_not_fail() {
        let cube = Cube::build(CubeRows::default());
        assert_eq!(cube.root(), None);
        assert_eq!(cube.summary(1, &until(1)), Summary::default());
    }

    proptest! {
        #[test]
        fn rows_and_the_rest_sum_to_the_total_at_every_level(
            cells in prop::collection::vec((1i32..15, 0i32..3, -3i32..12, 0u32..50), 0..60),
            from in prop::option::of(-4i32..12), to in -4i32..12, wave in prop::option::of(0i32..3),
        ) {
            let known: Vec<AreaId> = areas().iter().map(|a| a.id).collect();
            let cells: Vec<_> = cells.into_iter().filter(|(id, ..)| known.contains(id))
                .map(|(id, wave, day, n)| (id, wave, SurveyDay(day), complete(n))).collect();
            let period = Period { wave, from: from.map(SurveyDay), to: SurveyDay(to) };
            let by_hand = |root: AreaId, cube: &Cube| -> u32 {
                cells.iter().filter(|(id, w, day, _)| cube.is_within(*id, root) && wave.is_none_or(|x| x == *w)
                    && period.from.is_none_or(|f| f <= *day) && *day <= period.to).map(|c| c.3.complete).sum()
            };
            let cube = Cube::build(CubeRows { areas: areas(), cells: cells.clone(), ..CubeRows::default() });
            for id in known {
                let total = cube.summary(id, &period).counts;
                prop_assert_eq!(total.complete, by_hand(id, &cube));
                let listed = cube.listed_below(id);
                if !listed.is_empty() {
                    let sum = listed.iter().map(|a| cube.summary(a.id, &period).counts)
                        .fold(cube.elsewhere(id, &period), Counts::plus);
                    prop_assert_eq!(sum, total);
                }
            }
        }
    }
}
