//! A visit as the checks see it: the facts of a submission's current revision, and the same with its clock corrected.

use crate::area::AreaId;
use crate::outcome::{Outcome, ReviewState};
use crate::place::{Fix, ListingPoint, Place};
use crate::time::{EpochMs, SurveyDay};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A form in one of its versions, by the database's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FormVersion {
    /// The form; 0 where the tool names none.
    pub form: i32,
    /// The version. Which of two is newer is told by their use, not by their names.
    pub version: i32,
}

/// What the checks know of one submission. Keys are the database's surrogate keys; times are the device's own unless said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// 64 bits that stand for the submission's id, through all its revisions: what a flag is attached to.
    pub key: i64,
    /// Who sent it.
    pub enumerator: i32,
    /// On which tablet.
    pub device: Option<i32>,
    /// The union council that the enumerator claims.
    pub area: AreaId,
    /// The field cycle; 0 is that of submissions that name none.
    pub wave: i32,
    /// How the visit ended.
    pub outcome: Outcome,
    /// The collection system's verdict.
    pub review_state: ReviewState,
    /// How the fix stands to the claimed area.
    pub place: Place,
    /// Metres from the fix to the claimed area's edge: negative inside, positive outside.
    pub edge_distance_m: Option<f64>,
    /// The household's key, the same for every visit to it in a wave.
    pub household: Option<i64>,
    /// Whether it is the one complete interview of its household that is counted.
    pub counted: bool,
    /// Start by the device's clock.
    pub started_at: Option<EpochMs>,
    /// End by the device's clock.
    pub ended_at: Option<EpochMs>,
    /// Receipt by the server's clock; `None` where the time of import stood in for it.
    pub received_at: Option<EpochMs>,
    /// Where the device says it was.
    pub fix: Option<Fix>,
    /// Satellite time of the fix.
    pub fix_at: Option<EpochMs>,
    /// Whether the device says the position was faked.
    pub mock_location: Option<bool>,
    /// Active interview time in seconds.
    pub active_s: Option<u32>,
    /// Persons in the household.
    pub household_size: Option<u32>,
    /// Required items of the form that applied.
    pub items_required: Option<u32>,
    /// … of them answered.
    pub items_answered: Option<u32>,
    /// … answered "don't know".
    pub items_dont_know: Option<u32>,
    /// … refused.
    pub items_refused: Option<u32>,
    /// Where the household listing recorded the household.
    pub listing_point: Option<ListingPoint>,
    /// The version of the form it was filled in on, where the tool says so.
    pub form: Option<FormVersion>,
}

impl Visit {
    /// Whether it is a finished interview that the collection system has not thrown out.
    pub fn is_valid_complete(&self) -> bool {
        self.outcome == Outcome::Complete && self.review_state != ReviewState::Rejected
    }

    /// Whether the collection system has thrown it out: then it is judged no more.
    pub fn is_rejected(&self) -> bool {
        self.review_state == ReviewState::Rejected
    }

    /// The fix, if the position can exist.
    pub fn possible_fix(&self) -> Option<Fix> {
        self.fix.filter(Fix::is_possible)
    }
}

/// How far outside its interview a fix's own time may lie before the fix is taken for an older or a later one.
const OWN_FIX_MS: u64 = 10 * 60_000;

/// A visit with its device's clock corrected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timed {
    /// As recorded.
    pub visit: Visit,
    /// What is known of the clock it was recorded by.
    pub clock: crate::clock::Reading,
}

impl Timed {
    /// The start by the true time, as far as the clock's offset is known.
    pub fn start(&self) -> Option<EpochMs> {
        self.visit.started_at.map(|at| self.clock.corrected(at))
    }

    /// The end by the true time, as far as the clock's offset is known.
    pub fn end(&self) -> Option<EpochMs> {
        self.visit.ended_at.map(|at| self.clock.corrected(at))
    }

    /// The survey day, by corrected time; [`SurveyDay::UNKNOWN`] where there is none.
    pub fn day(&self, zone: &TimeZone) -> SurveyDay {
        self.at()
            .map_or(SurveyDay::UNKNOWN, |at| SurveyDay::of(at, zone))
    }

    /// What visits are ordered by: the corrected start, else the end, else the fix's own time.
    pub fn at(&self) -> Option<EpochMs> {
        self.start().or_else(|| self.end()).or(self.visit.fix_at)
    }

    /// Start and end by the true time, where both are known and in order.
    pub fn interval_ms(&self) -> Option<(i64, i64)> {
        let (start, end) = (self.start()?.0, self.end()?.0);
        (start <= end).then_some((start, end))
    }

    /// How long the form was open, in milliseconds.
    pub fn duration_ms(&self) -> Option<i64> {
        self.interval_ms()
            .map(|(start, end)| end.saturating_sub(start))
    }

    /// How far the fix's own time lies before the interview (negative) or after it, in milliseconds; 0 inside it. `None`
    /// where either is not known, or the clock is too uncertain to say.
    pub fn fix_away_ms(&self) -> Option<i64> {
        let fix_at = self.visit.fix_at.filter(|_| self.clock.tells_hours())?.0;
        let (start, end) = self.interval_ms()?;
        Some(fix_at.saturating_sub(fix_at.clamp(start, end)))
    }

    /// Whether the fix is known to have been taken at another time than the interview.
    pub fn has_foreign_fix(&self) -> bool {
        self.fix_away_ms()
            .is_some_and(|away| away.unsigned_abs() > OWN_FIX_MS)
    }

    /// Whether what lies between the two visits' times can be told to the second, or at least to the minute: one device's
    /// clock in one state, or two clocks that are right or were measured.
    pub fn is_comparable(&self, other: &Timed) -> bool {
        let same_device = self.visit.device.is_some() && self.visit.device == other.visit.device;
        let same_clock = same_device && self.clock == other.clock && self.clock.tells_hours();
        same_clock || (self.clock.tells_minutes() && other.clock.tells_minutes())
    }
}
