//! When the survey will be finished: a day, and the days between which it lies four times in five.
//!
//! [`forecast`] lets the last two weeks happen again, a thousand times, until every area that is at work has reached its target.
//! Whole days are drawn for all areas at once, because rain and holidays hit many of them on the same day. Weekdays are
//! learnt from all areas together (`window`), an area's pace half from its own days and half from everybody's (`pace`), what has not
//! begun works as fast against its plan as others do and begins as late as they did (`late`); the last households of an area take longer (`mop_up`). Why each is so, and how often the
//! days were right on simulated surveys: docs/decisions/0080.
//!
//! It is a function of its arguments: the same areas in any order give the same days on every machine.

mod late;
mod mop_up;
mod pace;
mod runs;
mod window;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use crate::coverage::{Class, Measure};
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// An area has reached its target from this share on, in per mille: the bound of [`Class::Full`]. Refusals, empty houses and wrong
/// lists mean that the last few in a hundred are never reached; nobody plans for them.
pub const REACHED_PERMILLE: u64 = 950;

/// The survey is **finished** when areas that hold this share of the whole target, in per mille, have each reached theirs
/// ([`REACHED_PERMILLE`]). Of areas, so that what one does too much does not hide what another lacks; not of all of them, so that one flooded
/// tehsil of 146 does not leave a province without a date. Where each area holds more than 2 %, as the tehsils of a district do, it means
/// every one.
pub const FINISHED_PERMILLE: u64 = 980;

/// Whole survey days that the forecast looks back on: two weeks, each weekday twice.
pub const WINDOW_DAYS: usize = 14;

/// The newest of them are not taken for a pace: a tenth and more of a day's work is still on tablets on the next day, a few in a hundred on
/// the one after. What has arrived of them is counted as done.
pub const LATE_DAYS: usize = 2;

/// The fewest days with work (anywhere, days off and holidays apart) from which a pace is told. With the late days this is a week, so that
/// every weekday was seen.
pub const LEAST_DAYS: u32 = 5;

/// The fewest households in these days. With 200 the pace of all areas together is known to about 7 % by chance alone.
pub const LEAST_HOUSEHOLDS: u64 = 200;

/// No day further ahead than this is named: by then a survey has been planned anew.
pub const MOST_DAYS: u32 = 365;

/// What is planned and done in one area and wave.
///
/// Counts are of households completed, each once. They say what had arrived when they were counted; the days are survey days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AreaWork {
    /// Households to reach. An area with 0 has no target and is left out.
    pub target: u64,
    /// Households completed from the beginning to the end of the last whole day.
    pub complete: u64,
    /// The first planned day.
    pub starts_on: SurveyDay,
    /// The last planned day.
    pub ends_on: SurveyDay,
    /// The first day by whose end 1 % of the target was complete (a stray record is not a beginning); `None` before that.
    pub begun_on: Option<SurveyDay>,
    /// Of `complete`, those of the last 14 whole days, oldest first: of `today − 14` to `today − 1`.
    pub daily: [u32; WINDOW_DAYS],
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forecast {
    /// It is finished ([`FINISHED_PERMILLE`]).
    Finished,
    /// It will be finished on about this day.
    Finishes(Finishes),
    /// There is no honest answer.
    CannotBeTold(WhyNot),
}

/// When it will be finished. `earliest ≤ likely ≤ latest`, none before today and none more than [`MOST_DAYS`] after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finishes {
    /// As likely sooner as later (median).
    pub likely: SurveyDay,
    /// One in ten is sooner.
    pub earliest: SurveyDay,
    /// One in ten is later.
    pub latest: SurveyDay,
    /// Areas where work has stopped, which the day does not wait for: together they hold no more than what may be missing when the
    /// survey is finished.
    pub stopped: Standing,
    /// Areas that have not begun. Their pace is taken from their plans and from how others keep theirs.
    pub not_begun: Standing,
    /// … of them those that should have begun before today. The forecast supposes that they will, as late as others did.
    pub overdue: Standing,
}

/// Some areas, and what they lack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How many areas.
    pub areas: u32,
    /// Households that are missing there to [`REACHED_PERMILLE`] of their targets.
    pub missing_households: u64,
}

/// Why it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// No area has a target.
    NoTarget,
    /// Work has stopped (begun, not reached, no household in [`WINDOW_DAYS`]) in areas that hold more than may be missing when the survey
    /// is finished. When they will go on is a decision, which no pace tells.
    Stopped(Standing),
    /// Fewer than [`LEAST_DAYS`] days with work among those that count.
    TooFewDays {
        /// Days with work.
        have: u32,
        /// [`LEAST_DAYS`].
        need: u32,
    },
    /// Fewer than [`LEAST_HOUSEHOLDS`] households in those days.
    TooFewHouseholds {
        /// Households.
        have: u64,
        /// [`LEAST_HOUSEHOLDS`].
        need: u64,
    },
    /// At this pace more than one in ten forecasts lies beyond the horizon.
    NotWithin {
        /// [`MOST_DAYS`].
        days: u32,
    },
}

/// Tells when the survey of these areas will be finished, as known before `today` begins.
///
/// `today` is the day after the last of `daily`. When nothing has been received for days, take it from the as-of time and not from the
/// clock: what has not arrived would be read as not done.
///
/// Takes a few milliseconds for all tehsils of a province. Never fails and never panics, whatever the numbers.
pub fn forecast(areas: &[AreaWork], today: SurveyDay) -> Forecast {
    let mut areas: Vec<AreaWork> = areas.iter().filter(|a| a.target > 0).copied().collect();
    // `complete` comes last: of two areas alike but for it, it does not matter which throw of the dice is whose.
    areas.sort_unstable_by_key(|a| {
        let days = (a.starts_on, a.ends_on, a.begun_on);
        (days, a.target, a.daily, a.complete)
    });
    let target = sum(areas.iter().map(|a| a.target));
    if target == 0 {
        return Forecast::CannotBeTold(WhyNot::NoTarget);
    }
    let target_of = |state: State| -> u64 {
        let such = areas.iter().filter(|a| state_of(a) == state);
        sum(such.map(|a| a.target))
    };
    if target_of(State::Reached) >= enough(target) {
        return Forecast::Finished;
    }
    let stopped = standing(&areas, |a| state_of(a) == State::Stopped);
    if target - target_of(State::Stopped) < enough(target) {
        return Forecast::CannotBeTold(WhyNot::Stopped(stopped));
    }
    let window = match window::read(&areas, today) {
        Ok(window) => window,
        Err(why_not) => return Forecast::CannotBeTold(why_not),
    };
    let Some([earliest, likely, latest]) = runs::finishing_days(&areas, &window, today) else {
        return Forecast::CannotBeTold(WhyNot::NotWithin { days: MOST_DAYS });
    };
    let waits = |a: &AreaWork| state_of(a) == State::NotBegun;
    Forecast::Finishes(Finishes {
        likely,
        earliest,
        latest,
        stopped,
        not_begun: standing(&areas, waits),
        overdue: standing(&areas, |a| waits(a) && a.starts_on < today),
    })
}

/// Numbers beyond all surveys do not wrap around.
fn sum(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(0, u64::saturating_add)
}

/// Of a survey's target, how much areas must hold that have reached theirs ([`FINISHED_PERMILLE`]).
fn enough(target: u64) -> u64 {
    let enough = (u128::from(target) * u128::from(FINISHED_PERMILLE)).div_ceil(1_000);
    u64::try_from(enough).unwrap_or(target)
}

impl AreaWork {
    /// Whether work has stopped: begun, not reached, and no household in [`WINDOW_DAYS`].
    pub fn has_stopped(&self) -> bool {
        self.target > 0 && state_of(self) == State::Stopped
    }
}

/// How an area stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Reached,
    AtWork,
    Stopped,
    NotBegun,
}

fn state_of(area: &AreaWork) -> State {
    let class = Measure::Coverage.class(area.complete, Some(area.target));
    if matches!(class, Class::Full | Class::Over) {
        State::Reached
    } else if area.daily.iter().any(|n| *n > 0) {
        State::AtWork
    } else if area.begun_on.is_some() {
        State::Stopped
    } else {
        State::NotBegun
    }
}

fn standing(areas: &[AreaWork], which: impl Fn(&AreaWork) -> bool) -> Standing {
    areas
        .iter()
        .filter(|a| which(a))
        .fold(Standing::default(), |sum, a| {
            let reached = u128::from(a.target) * u128::from(REACHED_PERMILLE);
            let needed = u64::try_from(reached.div_ceil(1_000)).unwrap_or(a.target);
            Standing {
                areas: sum.areas + 1,
                missing_households: sum
                    .missing_households
                    .saturating_add(needed.saturating_sub(a.complete)),
            }
        })
}
