//! A golden day, judged.

use crate::area::AreaId;
use crate::checks::{
    AreaFacts, Counted, DeviceUse, Field, Finding, Limits, LimitsBook, Roster, Subject, Work,
    clock_offset, in_order_of_work, judge,
};
use crate::clock::{self, Reading, Run, UsualHours};
use crate::place::Fix;
use crate::time::SurveyDay;
use crate::visit::{Timed, Visit};
use jiff::tz::{TimeZone, offset};
use std::collections::{BTreeMap, BTreeSet};

/// Day 0 of every case, a Monday: 2026-03-02.
pub(super) const DAY_0: i32 = 20_514;
/// The base point: nothing about it is round.
pub(super) const BASE: (f64, f64) = (31.504_321_7, 74.351_237_9);
/// The survey reaches so many degrees from it.
const SURVEY_REACHES: f64 = 0.5;

pub(super) fn zone() -> TimeZone {
    offset(5).to_time_zone()
}

pub(super) fn in_survey(fix: &Fix) -> bool {
    (fix.latitude - BASE.0).abs() < SURVEY_REACHES
        && (fix.longitude - BASE.1).abs() < SURVEY_REACHES
}

/// A golden day.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub name: String,
    pub innocent: bool,
    /// Whether the clocks are estimated; else they are as given.
    pub correct: bool,
    pub visits: Vec<(Visit, Reading)>,
    pub areas: BTreeMap<AreaId, AreaFacts>,
    pub roster: Roster,
    pub limits: LimitsBook,
    /// Sorted.
    pub expected: Vec<String>,
}

impl Case {
    /// What the checks find, as in the files, sorted.
    pub fn found(&self) -> Vec<String> {
        let mut found: Vec<String> = self.findings().iter().map(line).collect();
        found.sort();
        found
    }

    /// What the checks find in each enumerator's work.
    pub fn findings(&self) -> Vec<Finding> {
        let zone = zone();
        let areas = |id| self.areas.get(&id).copied().unwrap_or_default();
        let limits = self.limits.in_wave(1);
        let field = Field {
            limits: &limits,
            zone: &zone,
            areas: &areas,
            in_survey: &in_survey,
        };
        let (timed, runs) = self.timed(&zone);
        let device_uses = device_uses(&timed, &field);
        let counted = counted(&timed);
        let enumerators: BTreeSet<i32> = timed.iter().map(|t| t.visit.enumerator).collect();
        let mut found = Vec::new();
        for enumerator in enumerators {
            let (mut visits, beside): (Vec<Timed>, Vec<Timed>) = timed
                .iter()
                .partition(|timed| timed.visit.enumerator == enumerator);
            in_order_of_work(&mut visits);
            let work = Work {
                roster: self.roster,
                runs: &runs,
                device_uses: &device_uses,
                beside: &beside,
                counted: &counted,
                ..Work::of(enumerator, 1, &visits)
            };
            found.extend(judge(&work, &field));
        }
        found
    }

    /// The thresholds that hold where a finding is filed.
    pub fn limits_of(&self, finding: &Finding) -> Limits {
        let setting = self.areas.get(&finding.area).and_then(|area| area.setting);
        self.limits.in_wave(finding.wave).at(setting).clone()
    }

    fn timed(&self, zone: &TimeZone) -> (Vec<Timed>, Vec<Run>) {
        if !self.correct {
            let timed = |(visit, clock): &(Visit, Reading)| Timed {
                visit: *visit,
                clock: *clock,
            };
            return (self.visits.iter().map(timed).collect(), Vec::new());
        }
        let rules = clock_offset::rules(&self.limits.everywhere(), zone, UsualHours::default());
        let mut devices: BTreeMap<Option<i32>, Vec<Visit>> = BTreeMap::new();
        for (visit, _) in &self.visits {
            devices.entry(visit.device).or_default().push(*visit);
        }
        let (mut timed, mut runs) = (Vec::new(), Vec::new());
        for (device, visits) in devices {
            let corrected = device
                .map(|device| clock::correct(device, &visits, &rules))
                .unwrap_or_default();
            timed.extend(visits.into_iter().map(|visit| Timed {
                visit,
                clock: corrected.reading(visit.key),
            }));
            runs.extend(corrected.runs);
        }
        (timed, runs)
    }
}

fn device_uses(timed: &[Timed], field: &Field<'_>) -> Vec<DeviceUse> {
    let judged = timed.iter().filter(|timed| !timed.visit.is_rejected());
    let uses: BTreeSet<DeviceUse> = judged
        .filter_map(|timed| {
            Some(DeviceUse {
                device: timed.visit.device?,
                day: field.day(timed),
                enumerator: timed.visit.enumerator,
            })
        })
        .collect();
    uses.into_iter().collect()
}

fn counted(timed: &[Timed]) -> Vec<Counted> {
    let mut counted: Vec<Counted> = timed
        .iter()
        .filter(|timed| timed.visit.counted && timed.visit.is_valid_complete())
        .filter_map(|timed| {
            Some(Counted {
                household: timed.visit.household?,
                key: timed.visit.key,
                enumerator: timed.visit.enumerator,
                device: timed.visit.device,
                ended_at: timed.end(),
            })
        })
        .collect();
    counted.sort_by_key(|counted| counted.household);
    counted
}

fn line(finding: &Finding) -> String {
    let day = |day: SurveyDay| format!("d{}", day.0 - DAY_0);
    let subject = match finding.subject {
        Subject::Visit { key } => key.to_string(),
        Subject::Visits { first, second } => format!("{first}+{second}"),
        Subject::Day { day: at } => day(at),
        Subject::Wave { .. } => "wave".to_owned(),
        Subject::DeviceRun { device, first } => format!("t{device}@{first}"),
        Subject::Spot { first } => format!("spot@{first}"),
    };
    let by = match finding.enumerator {
        1 => String::new(),
        other => format!(" by={other}"),
    };
    format!(
        "{} {} {subject}{by}",
        finding.check().code(),
        finding.severity.code()
    )
}
