//! One enumerator's times: how their devices' clocks ran, and what their visits' times are by the corrected clocks.

use domain::checks::{DeviceUse, Limits, clock_offset, in_order_of_work};
use domain::clock::{Reading, Run, UsualHours, correct};
use domain::time::{EpochMs, SurveyDay};
use domain::visit::{Timed, Visit};
use foldhash::fast::FixedState;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use store::flags::ToJudge;

/// The clocks of an enumerator's devices.
pub struct Clocks {
    runs: Vec<Run>,
    readings: HashMap<i64, Reading, FixedState>,
}

impl Clocks {
    /// From everything that was sent from the devices, by whomever.
    pub fn of(facts: &ToJudge, limits: &Limits, zone: &TimeZone) -> Clocks {
        let rules = clock_offset::rules(limits, zone, UsualHours::default());
        let everybody = facts.visits.iter().chain(&facts.beside);
        let mut on_device: Vec<&Visit> = everybody.filter(|v| v.device.is_some()).collect();
        on_device.sort_by_key(|visit| visit.device);
        let mut runs = Vec::new();
        let mut readings =
            HashMap::with_capacity_and_hasher(on_device.len(), FixedState::default());
        for of_device in on_device.chunk_by(|a, b| a.device == b.device) {
            let Some(device) = of_device[0].device else {
                continue;
            };
            let corrected = correct(device, of_device, &rules);
            readings.extend(corrected.readings().iter().copied());
            runs.extend(corrected.runs);
        }
        Clocks { runs, readings }
    }

    /// The runs, device by device.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// What is known of the clock of a visit; that of another device's is taken as it stands.
    pub fn reading(&self, key: i64) -> Reading {
        self.readings.get(&key).copied().unwrap_or_default()
    }

    /// Visits with their clocks corrected, wave by wave in the order of work.
    pub fn timed(&self, visits: &[Visit]) -> Vec<Timed> {
        let mut timed: Vec<Timed> = visits.iter().map(|visit| self.one(visit)).collect();
        in_order_of_work(&mut timed);
        timed
    }

    fn one(&self, visit: &Visit) -> Timed {
        Timed {
            visit: *visit,
            clock: self.reading(visit.key),
        }
    }

    /// Who used the devices on which days, sorted, each once.
    pub fn device_uses(&self, facts: &ToJudge, zone: &TimeZone) -> Vec<DeviceUse> {
        let everybody = facts.visits.iter().chain(&facts.beside);
        let mut uses: Vec<DeviceUse> = everybody
            .filter(|visit| !visit.is_rejected())
            .filter_map(|visit| {
                Some(DeviceUse {
                    device: visit.device?,
                    day: self.one(visit).day(zone),
                    enumerator: visit.enumerator,
                })
            })
            .collect();
        // Visits mostly come day by day.
        uses.dedup();
        uses.sort_unstable();
        uses.dedup();
        uses
    }
}

/// Minutes from the midnight with which a day begins; beyond 1,440 on the next one.
pub fn minutes_into(day: SurveyDay, at: EpochMs, zone: &TimeZone) -> f64 {
    let midnight = day
        .date()
        .and_then(|date| date.to_zoned(zone.clone()).ok())
        .map_or(0, |zoned| zoned.timestamp().as_millisecond());
    at.0.saturating_sub(midnight) as f64 / 60_000.0
}
