//! What the score is made from: one enumerator's work in a wave in sums, and how often each check fired.

use crate::area::AreaId;
use crate::checks::{Check, Evidence, Finding, Severity, Subject, too_many_a_day};
use crate::peers::Tally;
use std::collections::BTreeMap;

/// How often a check fired in somebody's work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fired {
    /// Findings of severity review and severe. `info` is good to know beside others, and counts for nothing here.
    pub review: u32,
    /// … of them severe.
    pub severe: u32,
}

/// One enumerator in one wave.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The work, in all tehsils together; its tehsil is the one with most interviews.
    pub tally: Tally,
    /// Checks that fired.
    pub fired: BTreeMap<Check, Fired>,
    /// How far the busiest of the days with too many interviews lies above the peers' days, in deviations of a single day, less
    /// what being the busiest of so many explains.
    pub busiest_day_sd: Option<f64>,
}

impl Person {
    /// From an enumerator's tallies of one wave, one a tehsil, and everything that was found in that wave. `None` without a
    /// tally. The order of neither matters.
    pub fn of(tallies: &[Tally], findings: &[Finding]) -> Option<Person> {
        // Of two tehsils with as many interviews, the one with the lower key.
        let main = tallies
            .iter()
            .max_by_key(|tally| (tally.interviews(), std::cmp::Reverse(tally.tehsil)))?;
        let mut tally = main.clone();
        for other in tallies.iter().filter(|other| other.tehsil != main.tehsil) {
            tally.add(other);
        }
        Some(Person {
            fired: fired_in(findings),
            busiest_day_sd: busiest_day_sd(findings, tally.days.len()),
            tally,
        })
    }

    /// The enumerator.
    pub fn enumerator(&self) -> i32 {
        self.tally.enumerator
    }

    /// The wave and the tehsil with most of the work.
    pub fn group(&self) -> (i32, AreaId) {
        (self.tally.wave, self.tally.tehsil)
    }

    /// How often a check fired.
    pub fn fired(&self, check: Check) -> Fired {
        self.fired.get(&check).copied().unwrap_or_default()
    }

    /// Days with a complete interview.
    pub fn days(&self) -> u64 {
        self.tally.days.len() as u64
    }
}

fn busiest_day_sd(findings: &[Finding], days: usize) -> Option<f64> {
    let single_days = findings
        .iter()
        .filter_map(|finding| match &finding.evidence {
            Evidence::TooManyADay(day) => Some(too_many_a_day::as_single_day(day.deviations, days)),
            _ => None,
        });
    single_days.max_by(f64::total_cmp)
}

/// Whether it says no more than that a tablet's clock was wrong for some time, which is the tablet's matter: its times were
/// corrected, and the correction shows that it was set.
fn is_of_a_wrong_clock(finding: &Finding) -> bool {
    matches!(&finding.evidence, Evidence::ClockMovedBack(moved) if moved.by_correction)
}

/// How many interviews one finding is about. A spot is one finding of all the households there: counted once, forty households at
/// one point would weigh as little as one odd interview.
fn interviews_in(finding: &Finding) -> u32 {
    match &finding.evidence {
        Evidence::GpsRepeatedPoint(spot) => spot.households,
        _ => 1,
    }
}

/// Interviews by what a finding is about: its kind and key.
type Interviews = BTreeMap<(u8, i64), u32>;

/// Counts findings by check. An interview in two findings of one check counts once: a form left open overlaps with all that came
/// after it, and is one form.
fn fired_in(findings: &[Finding]) -> BTreeMap<Check, Fired> {
    let mut seen: BTreeMap<Check, [Interviews; 2]> = BTreeMap::new();
    for finding in findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Review && !is_of_a_wrong_clock(finding))
    {
        let about = match finding.subject {
            Subject::Visit { key } => (0, key),
            Subject::Visits { second, .. } => (0, second),
            Subject::Day { day } => (1, i64::from(day.0)),
            Subject::Wave { wave } => (2, i64::from(wave)),
            Subject::DeviceRun { first, .. } => (3, first),
            Subject::Spot { first } => (4, first),
        };
        let [review, severe] = seen.entry(finding.check()).or_default();
        let interviews = interviews_in(finding);
        review.insert(about, interviews);
        if finding.severity == Severity::Severe {
            severe.insert(about, interviews);
        }
    }
    let count = |found: Interviews| found.values().fold(0, |sum: u32, n| sum.saturating_add(*n));
    seen.into_iter()
        .map(|(check, [review, severe])| {
            let fired = Fired {
                review: count(review),
                severe: count(severe),
            };
            (check, fired)
        })
        .collect()
}
