//! The plan of a simulated survey: targets, teams and who visits what. Interviews themselves are made day by day.

use crate::behaviour::Truth;
use crate::calendar::{Calendar, DAY_S, Weekday, weekday};
use crate::draw::{Draw, Purpose};
use crate::enumerator::{Enumerator, Progress};
use crate::gazetteer::{Gazetteer, gazetteer};
use crate::names;
use crate::plant::plant;
use crate::route::route;
use crate::row::submission_id;
use crate::scenario::Scenario;
use crate::stages::{Stage, Wave, stage_of};
use crate::submissions::Submissions;
use crate::visits::{BLOCK_COMPLETES, BLOCK_VISITS};
use crate::workday::work;
use domain::roster::RosterRow;
use domain::target::{Plan, TargetRow};
use domain::time::{EpochMs, SurveyDay};

/// Visits that an enumerator makes on a usual day, absences counted in.
const VISITS_A_DAY: f64 = 12.2;
/// Visits that it takes to complete one household.
const VISITS_PER_COMPLETE: f64 = BLOCK_VISITS as f64 / BLOCK_COMPLETES;
/// Days before the present on which anything can happen, clocks 12 hours slow included.
const DAYS_BACK: i32 = 85;
/// Days after the present that a fast clock can show.
const DAYS_AHEAD: i32 = 1;

/// A simulated survey, planned and ready to be read. Holds a few hundred kilobytes whatever the number of interviews,
/// plus 200 bytes an enumerator (one for about 600 interviews).
#[derive(Debug)]
pub struct Survey {
    pub(crate) scenario: Scenario,
    pub(crate) calendar: Calendar,
    pub(crate) tehsils: Vec<TehsilPlan>,
    pub(crate) enumerators: Vec<Enumerator>,
    targets: Vec<Option<u32>>,
    one_household_in: f64,
}

/// A tehsil's part of the plan.
#[derive(Debug)]
pub(crate) struct TehsilPlan {
    pub wave: Wave,
    stage: Stage,
    starts_on: SurveyDay,
    ends_on: SurveyDay,
    /// Union councils in order of work.
    pub route: Vec<u16>,
    /// For each of them, the number of the tehsil's visits that are made when it is left.
    pub visits_until: Vec<u32>,
    /// Share of its lost households that are lost to refusal.
    pub refusing: f64,
    /// Chance of a "don't know", three times an interview, and of a refused item.
    dont_know: f64,
    item_refused: f64,
    deployed: u32,
    working: u32,
}

impl Survey {
    /// Plans a survey.
    pub fn new(scenario: &Scenario) -> Survey {
        let all = gazetteer();
        let interviews = scenario.interviews.min(Scenario::MOST_INTERVIEWS);
        let households = households_by_uc(all);
        let (mut tehsils, shares) = stages_of_tehsils(all, scenario);
        let reach: f64 = all
            .tehsils
            .iter()
            .zip(&shares)
            .map(|(t, p)| f64::from(t.households) * p)
            .sum();
        // Roughly one household in this many is surveyed; the exact figure follows from the visits below.
        let about_one_in = reach * VISITS_PER_COMPLETE / interviews.max(1) as f64;
        let mut weights = vec![0.0; all.ucs.len()];
        for ((plan, facts), share) in tehsils.iter_mut().zip(&all.tehsils).zip(&shares) {
            if facts.ucs.is_empty() {
                continue;
            }
            let whole = f64::from(facts.households) / about_one_in * VISITS_PER_COMPLETE;
            let team = |visits: f64, last: SurveyDay| {
                let days = working_days(plan.starts_on, last).max(1);
                ((visits / (f64::from(days) * VISITS_A_DAY)).ceil() as u32).clamp(1, 20_000)
            };
            plan.deployed = team(whole, plan.ends_on);
            if *share > 0.0 {
                let last = plan.stage.last_day(plan.ends_on, scenario.today);
                plan.working = team(whole * share, last).min(plan.deployed);
                done_by_uc(scenario.seed, plan, *share, &households, &mut weights);
            }
        }
        for (weight, households) in weights.iter_mut().zip(&households) {
            *weight *= households;
        }
        let visits = shared_out(interviews, &weights);
        let reach: f64 = weights.iter().sum();
        let one_household_in = reach * VISITS_PER_COMPLETE / interviews.max(1) as f64;
        let targets = households
            .iter()
            .enumerate()
            .map(|(uc, households)| {
                has_target(uc).then(|| ((households / one_household_in).round() as u32).max(1))
            })
            .collect();
        let mut enumerators = Vec::new();
        for (index, plan) in tehsils.iter_mut().enumerate() {
            let mut until = 0;
            plan.visits_until = plan
                .route
                .iter()
                .map(|uc| {
                    until += visits[usize::from(*uc)];
                    until
                })
                .collect();
            hire(scenario, index as u16, plan, until, &mut enumerators);
        }
        plant(scenario.seed, &scenario.mix, &mut enumerators);
        for (index, enumerator) in enumerators.iter_mut().enumerate() {
            enumerator.settle(scenario.seed, index);
        }
        Survey {
            scenario: scenario.clone(),
            calendar: Calendar::new(
                scenario.today.plus(-DAYS_BACK),
                scenario.today.plus(DAYS_AHEAD),
                &scenario.zone,
            ),
            tehsils,
            enumerators,
            targets,
            one_household_in,
        }
    }

    /// Each target stands for this many households of the census: the demonstration surveys one household in so many.
    pub fn one_household_in(&self) -> f64 {
        self.one_household_in
    }

    /// The simulated present: 21:00 on the scenario's last day. Nothing is received later.
    pub fn now(&self) -> EpochMs {
        self.calendar.instant(self.now_s())
    }

    pub(crate) fn now_s(&self) -> i64 {
        i64::from(self.scenario.today.0) * DAY_S + 21 * 3_600
    }

    /// The first day on which anyone works.
    pub(crate) fn first_day(&self) -> i32 {
        self.tehsils
            .iter()
            .map(|plan| plan.starts_on.0)
            .min()
            .unwrap_or(self.scenario.today.0)
    }

    /// The district's wave and how its work goes, by its code; `None` for a code that is not a district's.
    pub fn stage(district_code: &str) -> Option<(Wave, Stage)> {
        gazetteer()
            .districts
            .iter()
            .any(|district| district.code == district_code)
            .then(|| stage_of(district_code))
    }

    /// The targets: one row a union council that has a target, in order of code.
    pub fn targets(&self) -> impl Iterator<Item = TargetRow> + '_ {
        let all = gazetteer();
        all.ucs
            .iter()
            .zip(&self.targets)
            .filter_map(|(uc, target)| {
                let plan = &self.tehsils[usize::from(uc.tehsil)];
                target.map(|target_households| TargetRow {
                    area_code: uc.code.clone(),
                    wave_code: plan.wave.code().to_owned(),
                    plan: Plan {
                        target_households,
                        starts_on: plan.starts_on,
                        ends_on: plan.ends_on,
                    },
                })
            })
    }

    /// The target of a union council, by its place in the gazetteer.
    pub(crate) fn target(&self, uc: usize) -> Option<u32> {
        self.targets.get(uc).copied().flatten()
    }

    /// The roster, in order of code: everyone deployed, whether or not they have begun.
    pub fn roster(&self) -> impl Iterator<Item = RosterRow> + '_ {
        let all = gazetteer();
        self.enumerators
            .iter()
            .enumerate()
            .map(move |(index, enumerator)| {
                let tehsil = &all.tehsils[usize::from(enumerator.tehsil)].code;
                let plan = &self.tehsils[usize::from(enumerator.tehsil)];
                let team = (enumerator.number - 1) / 6 + 1;
                let mut draw = Draw::keyed(self.scenario.seed, Purpose::Person, index as u64, 1);
                RosterRow {
                    enumerator_code: enumerator_code(enumerator),
                    name: Some(names::person(self.scenario.seed, index as u32)),
                    supervisor_code: Some(format!("S-{tehsil}-{team:02}")),
                    team: Some(format!("T-{tehsil}-{team:02}")),
                    agency: Some(names::agency(enumerator.tehsil).to_owned()),
                    tehsil_code: Some(tehsil.clone()),
                    trained_on: Some(plan.starts_on.plus(-(draw.between(5, 15) as i32))),
                    certified: (!draw.chance(0.03)).then_some(true),
                    active_from: Some(plan.starts_on),
                    active_to: Some(
                        plan.stage
                            .last_day(plan.ends_on, self.scenario.today)
                            .max(plan.ends_on),
                    ),
                }
            })
    }

    /// Every submission in order of receipt. Holds a day's submissions and the few that are still on tablets.
    pub fn submissions(&self) -> Submissions<'_> {
        Submissions::new(self)
    }

    /// Who has which planted behaviour, with the submissions that show it, in order of enumerator.
    pub fn truth(&self) -> impl Iterator<Item = Truth> + '_ {
        self.enumerators
            .iter()
            .enumerate()
            .filter_map(|(index, enumerator)| {
                let planted = enumerator.planted?;
                let mut progress = Progress::default();
                let mut days: Option<(i32, i32)> = None;
                let mut submission_ids = Vec::new();
                let mut visits = Vec::new();
                for day in enumerator.first_day..=enumerator.last_day {
                    let range = progress.advance(self.scenario.seed, index, enumerator, day);
                    work(self, index, day, range, &mut visits);
                    for visit in visits.drain(..).filter(|visit| visit.behaviour.is_some()) {
                        days = Some((days.map_or(day, |(first, _)| first), day));
                        submission_ids.push(submission_id(
                            self.scenario.seed,
                            visit.enumerator,
                            visit.number,
                        ));
                    }
                }
                let (first, last) = days?;
                Some(Truth {
                    behaviour: planted.behaviour,
                    enumerator_code: enumerator_code(enumerator),
                    device_id: device_id(self.scenario.seed, index as u32, false),
                    first_day: SurveyDay(first),
                    last_day: SurveyDay(last),
                    submission_ids,
                })
            })
    }
}

/// The code of an enumerator.
pub(crate) fn enumerator_code(enumerator: &Enumerator) -> String {
    let tehsil = &gazetteer().tehsils[usize::from(enumerator.tehsil)].code;
    format!("E-{tehsil}-{:03}", enumerator.number)
}

/// The tablet of an enumerator, by their place in the survey, or the one that replaced it.
pub(crate) fn device_id(seed: u64, enumerator: u32, second: bool) -> String {
    let mut draw = Draw::keyed(
        seed,
        Purpose::Device,
        u64::from(enumerator),
        u64::from(second),
    );
    // The number keeps devices apart; the drawn part looks like a serial.
    format!(
        "TAB-{:04X}{:06X}",
        draw.below(1 << 16),
        enumerator * 2 + u32::from(second)
    )
}

/// Thirteen union councils have no target: work goes on there all the same.
fn has_target(uc: usize) -> bool {
    uc % 331 != 17
}

/// The tehsil's census households, parted among its union councils. The parting is made up (no census figure
/// exists by union council) and the same for every seed.
fn households_by_uc(all: &Gazetteer) -> Vec<f64> {
    let mut households = vec![0.0; all.ucs.len()];
    for tehsil in &all.tehsils {
        let share = |uc: u16| 0.6 + Draw::keyed(0, Purpose::Share, u64::from(uc), 0).unit();
        let sum: f64 = tehsil.ucs.iter().map(|uc| share(*uc)).sum();
        for uc in &tehsil.ucs {
            households[usize::from(*uc)] = f64::from(tehsil.households) * share(*uc) / sum;
        }
    }
    households
}

/// Each tehsil's calendar, and the share of its target that is complete at the present.
fn stages_of_tehsils(all: &Gazetteer, scenario: &Scenario) -> (Vec<TehsilPlan>, Vec<f64>) {
    all.tehsils
        .iter()
        .enumerate()
        .map(|(index, tehsil)| {
            let (wave, stage) = stage_of(&all.districts[usize::from(tehsil.district)].code);
            let (starts_on, ends_on) = wave.days(scenario.today, i32::from(tehsil.district % 4));
            let elapsed =
                f64::from((scenario.today.0 - starts_on.0 + 1).min(ends_on.0 - starts_on.0 + 1))
                    / f64::from(ends_on.0 - starts_on.0 + 1);
            let mut draw = Draw::keyed(scenario.seed, Purpose::Plan, index as u64, 0);
            let wobble = match stage {
                Stage::Finished | Stage::Over => 1.0,
                _ => 1.0 + 0.03 * draw.bell(),
            };
            let mut manners = Draw::keyed(scenario.seed, Purpose::Trait, index as u64, 0);
            let plan = TehsilPlan {
                refusing: f64::from(manners.between(15, 75)) / 100.0,
                dont_know: f64::from(manners.between(20, 50)) / 100.0,
                item_refused: f64::from(manners.between(5, 20)) / 100.0,
                wave,
                stage,
                starts_on,
                ends_on,
                route: route(all, tehsil),
                visits_until: Vec::new(),
                deployed: 0,
                working: 0,
            };
            let share = if tehsil.ucs.is_empty() {
                0.0
            } else {
                stage.progress(elapsed) * wobble
            };
            (plan, share)
        })
        .unzip()
}

/// Fills in the share of each union council that is complete: those first on the way are done, one for each enumerator
/// is begun, the rest waits.
fn done_by_uc(seed: u64, plan: &TehsilPlan, share: f64, households: &[f64], weights: &mut [f64]) {
    let sizes: Vec<f64> = plan
        .route
        .iter()
        .map(|uc| households[usize::from(*uc)])
        .collect();
    let part =
        sizes.iter().sum::<f64>() / f64::from(plan.working.max(1).min(plan.route.len() as u32));
    let done = match plan.stage {
        Stage::Finished | Stage::Over => vec![1.0; sizes.len()],
        _ => done_on_the_way(&sizes, part, share / 0.995),
    };
    for (uc, done) in plan.route.iter().map(|uc| usize::from(*uc)).zip(done) {
        let mut draw = Draw::keyed(seed, Purpose::Plan, uc as u64, 1);
        let full = match plan.stage {
            Stage::Over => 1.09 + 0.02 * draw.bell(),
            _ if draw.chance(0.012) => 1.14,
            _ if draw.chance(0.015) => 0.84,
            _ => 0.99 + 0.012 * draw.bell(),
        };
        weights[uc] = done * full;
    }
}

/// The share of each union council that is done when `share` of all households is: everyone works through `part`
/// households from its beginning, and all have come equally far.
fn done_on_the_way(sizes: &[f64], part: f64, share: f64) -> Vec<f64> {
    let wanted = share.min(1.0) * sizes.iter().sum::<f64>();
    let at_reach = |reach: f64| -> Vec<f64> {
        let mut passed = 0.0;
        sizes
            .iter()
            .map(|size| {
                let at = passed % part;
                passed += size;
                ((reach - at) / size).clamp(0.0, 1.0)
            })
            .collect()
    };
    // Union councils do not end where parts do, so how far everyone has come is found by halving.
    let (mut low, mut high) = (
        0.0,
        2.0 * part + sizes.iter().fold(0.0, |a: f64, b| a.max(*b)),
    );
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        let done: f64 = at_reach(middle)
            .iter()
            .zip(sizes)
            .map(|(done, size)| done * size)
            .sum();
        if done < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    at_reach(high)
}

/// Parts `total` in proportion to the weights so that the parts sum to it exactly (largest remainders).
fn shared_out(total: u64, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: f64| total as f64 * weight / sum;
    let mut parts: Vec<u32> = weights.iter().map(|weight| exact(*weight) as u32).collect();
    let given: u64 = parts.iter().map(|part| u64::from(*part)).sum();
    let mut order: Vec<usize> = (0..weights.len()).filter(|&i| weights[i] > 0.0).collect();
    let remainder = |i: usize| exact(weights[i]) - f64::from(parts[i]);
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    let missing = total.saturating_sub(given) as usize;
    for place in order.into_iter().cycle().take(missing) {
        parts[place] += 1;
    }
    parts
}

fn working_days(first: SurveyDay, last: SurveyDay) -> i32 {
    (first.0..=last.0)
        .filter(|day| weekday(*day) != Weekday::Sunday)
        .count() as i32
}

/// Deploys a tehsil's enumerators and parts its visits among those who work.
fn hire(
    scenario: &Scenario,
    tehsil: u16,
    plan: &TehsilPlan,
    visits: u32,
    enumerators: &mut Vec<Enumerator>,
) {
    let last_day = plan.stage.last_day(plan.ends_on, scenario.today);
    let days = f64::from(working_days(plan.starts_on, last_day).max(1));
    for number in 0..plan.deployed {
        let cut = |n: u32| match plan.working {
            0 => 0,
            working => (u64::from(visits) * u64::from(n.min(working)) / u64::from(working)) as u32,
        };
        let (first_visit, end) = (cut(number), cut(number + 1));
        let own = end - first_visit;
        let mut draw = Draw::keyed(scenario.seed, Purpose::Person, enumerators.len() as u64, 0);
        // A few tablets fall silent before the present: not for so long that the days before would have to be crowded.
        let silent = if draw.chance(0.02) {
            (draw.between(4, 9) as i32).min((last_day.0 - plan.starts_on.0) / 5)
        } else {
            0
        };
        let replaced = draw.chance(0.02);
        let online = draw.chance(0.15);
        let second_device_from = if replaced && own > 20 {
            draw.between(own / 4, own * 3 / 4)
        } else {
            u32::MAX
        };
        enumerators.push(Enumerator {
            tehsil,
            number: number as u16 + 1,
            first_visit,
            visits: own,
            first_day: plan.starts_on.0,
            last_day: last_day.0.min(scenario.today.0 - silent),
            attendance: (f64::from(own) / (VISITS_A_DAY * days)).clamp(0.02, 1.0),
            online,
            second_device_from,
            pace: draw.skewed(0.10),
            dont_know: (plan.dont_know * draw.skewed(0.15)).min(0.9),
            item_refused: (plan.item_refused * draw.skewed(0.2)).min(0.9),
            planted: None,
            weights: 0,
        });
    }
}
