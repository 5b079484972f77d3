//! The stage `correct`: how far each device's clock was off, run by run, with the evidence and how sure it is.
//!
//! Clocks come first: an hour-of-night check once flagged 43 interviews, all of one tablet that was twelve hours slow.
//!
//! One device's visits are put in the order in which the server got them (`signal`). A few offsets that could explain them
//! are proposed (`levels`): none, those that put satellite times inside the interviews, those that no receipt contradicts.
//! The cheapest way through them cuts the visits into runs (`path`), and each run is judged on its own evidence
//! (`assess`). A clock is innocent until several visits agree: a tablet that is never online promptly, a few early starts
//! and one odd satellite time leave it as it stands.

mod assess;
#[cfg(test)]
mod field_tests;
mod levels;
mod path;
mod signal;
#[cfg(test)]
mod tests;

use crate::time::{EpochMs, MS_PER_DAY};
use crate::visit::Visit;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// Clocks that differ by less than this are taken for the same: people set clocks by other clocks.
const SLACK_MS: i64 = 2 * 60_000;

/// How sure a clock's offset is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Nothing speaks for or against the clock: it is taken as it stands.
    #[default]
    Unknown,
    /// Something speaks for an offset, but not enough to correct by it: checks that read an hour stay silent.
    Uncertain,
    /// Receipts prove that it is off, or two signs agree: times are corrected. The amount may be off by some hours, for it
    /// rests on how soon tablets send.
    Likely,
    /// Satellite times measured it: times are corrected, if by nothing.
    Measured,
}

/// What is known of the clock by which one visit was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The device's clock less the true time, in milliseconds: positive is fast. What times are corrected by; 0 while the
    /// offset is [`Certainty::Uncertain`].
    pub offset_ms: i64,
    /// How sure that is.
    pub certainty: Certainty,
}

impl Reading {
    /// A time of the device's clock, corrected.
    pub fn corrected(self, at: EpochMs) -> EpochMs {
        EpochMs(at.0.saturating_sub(self.offset_ms))
    }

    /// Whether checks may read an hour of the day, or an order between devices, from corrected times.
    pub fn tells_hours(self) -> bool {
        self.certainty != Certainty::Uncertain
    }

    /// Whether corrected times are as good as a right clock's, to the minute: an offset that is only likely may be off by
    /// hours, too much to say which of two devices' interviews came first.
    pub fn tells_minutes(self) -> bool {
        match self.certainty {
            Certainty::Uncertain => false,
            Certainty::Likely => self.offset_ms == 0,
            Certainty::Unknown | Certainty::Measured => true,
        }
    }

    /// Whether times were corrected by anything: then the correction is shown.
    pub fn corrects(self) -> bool {
        self.offset_ms != 0
    }
}

/// The hours of the day between which peers start their interviews, in minutes after local midnight, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsualHours {
    /// The first minute.
    pub from_min: i32,
    /// The last one.
    pub to_min: i32,
}

impl Default for UsualHours {
    /// 07:00 to 20:00, as in CHECKS.md, for as long as no peers have worked.
    fn default() -> UsualHours {
        UsualHours {
            from_min: 7 * 60,
            to_min: 20 * 60,
        }
    }
}

impl UsualHours {
    /// Whether a wall clock's time ([`crate::time::local_ms`]) lies in them.
    pub fn hold(self, local_ms: i64) -> bool {
        let minute = local_ms.rem_euclid(MS_PER_DAY) / 60_000;
        (i64::from(self.from_min)..=i64::from(self.to_min)).contains(&minute)
    }
}

/// What the stage goes by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The survey's zone.
    pub zone: &'a TimeZone,
    /// When peers work.
    pub usual: UsualHours,
    /// How many visits have to agree before a clock is called off.
    pub least_visits: usize,
    /// From which lag between end and receipt on a receipt counts as late.
    pub slow_lag_ms: i64,
}

impl<'a> Rules<'a> {
    /// The defaults in a zone.
    pub fn in_zone(zone: &'a TimeZone) -> Rules<'a> {
        Rules {
            zone,
            usual: UsualHours::default(),
            least_visits: 5,
            slow_lag_ms: 3 * 3_600_000,
        }
    }
}

/// What a run's offset rests on. Lags are from the end of an interview by the device's clock to its receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEvidence {
    /// Satellite times that no other visit of the device shares.
    pub satellite_times: u32,
    /// Those that the offset (or the suspected one) puts inside their interviews.
    pub satellite_agree: u32,
    /// The median of how far the interviews' clock was ahead of the satellites', 0 inside the interview, in milliseconds.
    pub satellite_median_ms: Option<i64>,
    /// Visits with a lag.
    pub lags: u32,
    /// Of them, received before they ended: only a fast clock does that.
    pub lags_negative: u32,
    /// The smallest lag, in milliseconds.
    pub lag_smallest_ms: Option<i64>,
    /// The median lag, in milliseconds.
    pub lag_median_ms: Option<i64>,
    /// Visits with a start.
    pub starts: u32,
    /// Of them in the usual hours, as recorded.
    pub starts_usual: u32,
    /// Of them in the usual hours, if corrected by the offset, or by the suspected one.
    pub starts_usual_corrected: u32,
    /// An offset that something speaks for, while it is too uncertain to correct by, in milliseconds.
    pub suspected_ms: Option<i64>,
}

/// A stretch of a device's visits through which its clock was off by the same amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The device.
    pub device: i32,
    /// The key of its first visit, in the order in which the server got them.
    pub first: i64,
    /// How many visits.
    pub visits: u32,
    /// The device's clock less the true time, in milliseconds: positive is fast; 0 while uncertain.
    pub offset_ms: i64,
    /// How sure that is.
    pub certainty: Certainty,
    /// Why.
    pub evidence: RunEvidence,
}

/// One device's clock through the survey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrected {
    /// The runs, in order.
    pub runs: Vec<Run>,
    /// What each visit's clock is known to be, by the visit's key.
    readings: Vec<(i64, Reading)>,
}

impl Corrected {
    /// What is known of the clock of a visit; that of a visit that the stage was not given is taken as it stands.
    pub fn reading(&self, key: i64) -> Reading {
        self.readings
            .binary_search_by_key(&key, |(key, _)| *key)
            .ok()
            .and_then(|at| self.readings.get(at))
            .map_or_else(Reading::default, |(_, reading)| *reading)
    }

    /// Every visit's key with what is known of its clock, by key.
    pub fn readings(&self) -> &[(i64, Reading)] {
        &self.readings
    }
}

/// Estimates a device's clock from all its visits, rejected ones included, for a clock does not care. The order of `visits`
/// does not matter. O(n log n).
pub fn correct<V: Borrow<Visit>>(device: i32, visits: &[V], rules: &Rules<'_>) -> Corrected {
    let signals = signal::in_order(visits, rules);
    let levels = levels::propose(&signals, rules);
    let stretches = path::stretches(&signals, &levels, rules);
    let mut runs = Vec::new();
    let mut readings = Vec::with_capacity(signals.len());
    for (members, verdict) in assess::runs(&signals, stretches, rules) {
        let Some(first) = members.first().and_then(|at| signals.get(*at)) else {
            continue;
        };
        let reading = Reading {
            offset_ms: verdict.offset_ms,
            certainty: verdict.certainty,
        };
        runs.push(Run {
            device,
            first: first.key,
            visits: u32::try_from(members.len()).unwrap_or(u32::MAX),
            offset_ms: verdict.offset_ms,
            certainty: verdict.certainty,
            evidence: verdict.evidence,
        });
        readings.extend(
            members
                .iter()
                .filter_map(|at| signals.get(*at))
                .map(|signal| (signal.key, reading)),
        );
    }
    readings.sort_unstable_by_key(|(key, _)| *key);
    Corrected { runs, readings }
}
