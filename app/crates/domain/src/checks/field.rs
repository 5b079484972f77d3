//! What a check is given: an enumerator's work, and the field it was done in.

use super::limits::Limits;
use crate::area::AreaId;
use crate::time::{EpochMs, SurveyDay};
use crate::visit::Timed;
use jiff::tz::TimeZone;

/// What the checks know of an area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AreaFacts {
    /// The tehsil it lies in; 0 where that is not known.
    pub tehsil: AreaId,
    /// How far its boundary may be off, in metres.
    pub tolerance_m: f64,
}

/// Everything beside the visits that a check may read.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// The thresholds that hold.
    pub limits: &'a Limits,
    /// The zone of survey days and hours.
    pub zone: &'a TimeZone,
    /// Areas by their id.
    pub areas: &'a dyn Fn(AreaId) -> AreaFacts,
}

impl Field<'_> {
    /// The survey day of a visit by its corrected time; [`SurveyDay::UNKNOWN`] where it has none.
    pub fn day(&self, visit: &Timed) -> SurveyDay {
        visit
            .at()
            .map_or(SurveyDay::UNKNOWN, |at| SurveyDay::of(at, self.zone))
    }

    /// Minutes after midnight in the survey's zone.
    pub fn minute_of_day(&self, at: EpochMs) -> i32 {
        let offset_s = jiff::Timestamp::from_millisecond(at.0)
            .map_or(0, |stamp| self.zone.to_offset(stamp).seconds());
        let local_s = at.0.div_euclid(1_000) + i64::from(offset_s);
        (local_s.rem_euclid(86_400) / 60) as i32
    }
}

/// One enumerator's visits in one wave, in the order of work: by [`Timed::at`], then by key; those without a time first.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// Whose.
    pub enumerator: i32,
    /// The wave.
    pub wave: i32,
    /// The visits.
    pub visits: &'a [Timed],
}

impl<'a> Work<'a> {
    /// The days of the work, each with its visits, in order.
    pub fn days(&self, field: &Field<'a>) -> impl Iterator<Item = (SurveyDay, &'a [Timed])> {
        self.visits
            .chunk_by(|a, b| field.day(a) == field.day(b))
            .map(|visits| {
                (
                    visits.first().map_or(SurveyDay::UNKNOWN, |v| field.day(v)),
                    visits,
                )
            })
    }

    /// Every visit with the one before it.
    pub fn steps(&self) -> impl Iterator<Item = (&'a Timed, &'a Timed)> + use<'a> {
        self.visits.windows(2).map(|pair| (&pair[0], &pair[1]))
    }
}

/// Puts visits into the order of work.
pub fn in_order_of_work(visits: &mut [Timed]) {
    visits.sort_by_key(|visit| (visit.at(), visit.visit.key));
}
