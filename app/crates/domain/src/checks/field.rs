//! What a check is given: an enumerator's work, and the field it was done in.

use super::limits::{Limits, WaveLimits};
use super::roster::Roster;
use crate::answers::Sheets;
use crate::area::AreaId;
use crate::clock::Run;
use crate::place::Fix;
use crate::setting::Setting;
use crate::time::{EpochMs, MS_PER_DAY, SurveyDay, local_ms};
use crate::visit::Timed;
use jiff::tz::TimeZone;

/// What the checks know of an area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AreaFacts {
    /// The tehsil it lies in; 0 where that is not known.
    pub tehsil: AreaId,
    /// Whether it is urban or rural: its own word, else the nearest one's that it lies in; `None` where none says.
    pub setting: Option<Setting>,
    /// How far its boundary may be off, in metres.
    pub tolerance_m: f64,
    /// The day on which the wave that is judged opens in it, where planned.
    pub opens: Option<SurveyDay>,
    /// The last day of the wave in it, where planned.
    pub closes: Option<SurveyDay>,
}

/// Everything beside the visits that a check may read.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// The thresholds that hold in the wave that is judged. Ask by place: [`Field::limits_at`].
    pub limits: &'a WaveLimits,
    /// The zone of survey days and hours.
    pub zone: &'a TimeZone,
    /// Areas by their id.
    pub areas: &'a dyn Fn(AreaId) -> AreaFacts,
    /// Whether a position lies in any area on file. Asked only about positions that could mend a fix outside all of them.
    pub in_survey: &'a dyn Fn(&Fix) -> bool,
}

impl<'a> Field<'a> {
    /// The thresholds that hold in an area. What is found in a visit goes by the visit's area, between two visits by the
    /// second's, among peers by the tehsil's.
    pub fn limits_at(&self, area: AreaId) -> &'a Limits {
        match self.limits.same_everywhere() {
            Some(limits) => limits,
            None => self.limits.at((self.areas)(area).setting),
        }
    }

    /// The thresholds that hold for a day: those of its first visit's area.
    pub fn limits_of_day(&self, visits: &[Timed]) -> &'a Limits {
        match visits.first() {
            Some(first) => self.limits_at(first.visit.area),
            None => self.limits.at(None),
        }
    }

    /// The survey day of a visit by its corrected time; [`SurveyDay::UNKNOWN`] where it has none.
    pub fn day(&self, visit: &Timed) -> SurveyDay {
        visit.day(self.zone)
    }

    /// Minutes after midnight in the survey's zone.
    pub fn minute_of_day(&self, at: EpochMs) -> i32 {
        let local = local_ms(at, self.zone).unwrap_or(at.0);
        (local.rem_euclid(MS_PER_DAY) / 60_000) as i32
    }
}

/// An enumerator's use of a device on a day, from visits that were not rejected, by corrected time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeviceUse {
    /// The device.
    pub device: i32,
    /// The day.
    pub day: SurveyDay,
    /// Who used it.
    pub enumerator: i32,
}

/// The one complete interview of a household that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The household.
    pub household: i64,
    /// The interview's key.
    pub key: i64,
    /// Who sent it.
    pub enumerator: i32,
    /// On which tablet.
    pub device: Option<i32>,
    /// When it ended, by corrected time.
    pub ended_at: Option<EpochMs>,
}

/// One enumerator's visits in one wave, in the order of work: by [`Timed::at`], then by key; those without a time first.
/// Beside them what other people's work says about them.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// Whose.
    pub enumerator: i32,
    /// The wave.
    pub wave: i32,
    /// The visits.
    pub visits: &'a [Timed],
    /// What the roster says of the enumerator.
    pub roster: Roster,
    /// The runs of the clocks of the devices that the visits were recorded on. Those whose first visit is somebody else's are
    /// passed over.
    pub runs: &'a [Run],
    /// Who used those devices on the days of the visits, sorted. May hold more, and the enumerator's own use.
    pub device_uses: &'a [DeviceUse],
    /// What others have recorded on the same devices in the wave, in no order. May hold visits from other devices.
    pub beside: &'a [Timed],
    /// The counted interviews of the households of which a visit here is a repetition, sorted by household. May hold more.
    pub counted: &'a [Counted],
    /// The answers of the visits, as far as there are enough of them. May hold more.
    pub sheets: &'a Sheets,
}

impl<'a> Work<'a> {
    /// Work of which nothing is known but the visits.
    pub fn of(enumerator: i32, wave: i32, visits: &'a [Timed]) -> Work<'a> {
        Work {
            enumerator,
            wave,
            visits,
            roster: Roster::NoneOnFile,
            runs: &[],
            device_uses: &[],
            beside: &[],
            counted: &[],
            sheets: Sheets::NONE,
        }
    }

    /// The visits that the collection system has not thrown out: what checks judge.
    pub fn judged(&self) -> impl Iterator<Item = &'a Timed> + Clone + use<'a> {
        self.visits
            .iter()
            .filter(|visit| !visit.visit.is_rejected())
    }

    /// The days of the work, each with its visits, in order; rejected visits are among them.
    pub fn days(&self, field: &Field<'_>) -> impl Iterator<Item = (SurveyDay, &'a [Timed])> {
        let mut rest = self.visits;
        let mut next_day = rest.first().map(|visit| field.day(visit));
        std::iter::from_fn(move || {
            let day = next_day.take()?;
            let mut length = 1;
            for visit in rest.get(1..).unwrap_or_default() {
                let other = field.day(visit);
                if other != day {
                    next_day = Some(other);
                    break;
                }
                length += 1;
            }
            let (visits, after) = rest.split_at(length);
            rest = after;
            Some((day, visits))
        })
    }

    /// Every judged visit with the one before it.
    pub fn steps(&self) -> impl Iterator<Item = (&'a Timed, &'a Timed)> + use<'a> {
        let mut before = None;
        self.judged()
            .filter_map(move |visit| before.replace(visit).map(|first| (first, visit)))
    }

    /// Whether a visit's fix says where that visit took place: not one from another time, and not one that the tablet
    /// repeated from memory. A fix of unknown time is believed.
    ///
    /// It searches the days around the visit: for use on what would otherwise be found, not on every visit.
    pub fn has_own_fix(&self, visit: &Timed) -> bool {
        match visit.fix_away_ms() {
            Some(0) => true,
            _ if visit.has_foreign_fix() => false,
            _ => !self.repeats_fix(visit),
        }
    }

    /// Whether another visit within a day carries the same satellite time.
    fn repeats_fix(&self, visit: &Timed) -> bool {
        let Some(fix_at) = visit.visit.fix_at else {
            return false;
        };
        let at = visit.at();
        let from = at.map(|at| EpochMs(at.0.saturating_sub(MS_PER_DAY)));
        let to = at.map(|at| EpochMs(at.0.saturating_add(MS_PER_DAY)));
        let first = self.visits.partition_point(|other| other.at() < from);
        self.visits
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|other| other.at() <= to)
            .any(|other| other.visit.key != visit.visit.key && other.visit.fix_at == Some(fix_at))
    }
}

/// Puts visits into the order of work, wave by wave.
pub fn in_order_of_work(visits: &mut [Timed]) {
    // Visits are large: each is moved once.
    visits.sort_by_cached_key(|visit| (visit.visit.wave, visit.at(), visit.visit.key));
}
