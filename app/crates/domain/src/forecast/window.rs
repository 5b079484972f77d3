//! The last two weeks: what a weekday is worth, and how each day was beside its weekday.
//!
//! A day's **effect** is the work of all areas on it divided by what they do on a usual working day. Only areas count that were at work
//! then: from their first to their last day with work, so that areas which begin or end do not look like good or bad days.

use super::{AreaWork, LATE_DAYS, LEAST_DAYS, LEAST_HOUSEHOLDS, WINDOW_DAYS, WhyNot, sum};
use crate::time::SurveyDay;

/// Days before the late ones: those that a pace is taken from.
pub(super) const COUNTED: usize = WINDOW_DAYS - LATE_DAYS;

/// Below this effect nobody worked to speak of: a weekly day off if all such weekdays were so, else a holiday, which says nothing about
/// the days to come.
const IDLE: f64 = 0.1;

/// A weekday's factor is drawn to 1 as if so many usual days had been seen: once or twice is too seldom to tell a slow weekday from rain.
const SUPPOSED_DAYS: f64 = 2.0;

/// Enough for rates and effects to settle; they depend on each other.
const ROUNDS: usize = 5;

/// What the days were like.
#[derive(Debug)]
pub(super) struct Window {
    /// Work on a weekday, 1 being a usual working day; by [`weekday`].
    factors: [f64; 7],
    /// Days of the window that a pace is taken from, in order, with how each was beside its weekday; at least [`LEAST_DAYS`].
    pub days: Vec<(usize, f64)>,
}

impl Window {
    /// Work on a weekday, 1 being a usual working day.
    pub fn factor(&self, day: SurveyDay) -> f64 {
        self.factors[weekday(day)]
    }

    /// The usual working days that all days from `first` to `last` are worth; never less than one.
    pub fn usual_days(&self, first: SurveyDay, last: SurveyDay) -> f64 {
        let days = i64::from(last.0) - i64::from(first.0) + 1;
        let week: f64 = self.factors.iter().sum();
        let rest = (0..days.rem_euclid(7)).map(|d| self.factor(first.plus(d as i32)));
        (days.div_euclid(7) as f64 * week + rest.sum::<f64>()).max(1.0)
    }
}

/// The day's place in the week, from Thursday (1970-01-01 was one).
fn weekday(day: SurveyDay) -> usize {
    day.0.rem_euclid(7) as usize
}

/// The first day of the window on which an area was at work, and one past the last with work.
pub(super) fn at_work(area: &AreaWork, today: SurveyDay) -> Option<(usize, usize)> {
    let first = area.daily.iter().position(|n| *n > 0)?;
    let last = area.daily.iter().rposition(|n| *n > 0)?;
    let before = area
        .begun_on
        .is_some_and(|day| day < today.plus(-(WINDOW_DAYS as i32)));
    Some((if before { 0 } else { first }, last + 1))
}

/// Reads the window, or says what it lacks.
pub(super) fn read(areas: &[AreaWork], today: SurveyDay) -> Result<Window, WhyNot> {
    let effects = beside_usual(effects(areas, today));
    let day_at = |at: usize| today.plus(at as i32 - WINDOW_DAYS as i32);
    let mut window = Window {
        factors: std::array::from_fn(|of| factor(&effects, |at: usize| weekday(day_at(at)) == of)),
        days: Vec::new(),
    };
    for (at, effect) in effects[..COUNTED].iter().enumerate() {
        let factor = window.factor(day_at(at));
        if let Some(effect) = effect.filter(|effect| *effect >= IDLE && factor >= IDLE) {
            window.days.push((at, effect / factor));
        }
    }
    enough(areas, &window)?;
    // Days drawn again must together be worth what the same days were worth when the paces were taken from them.
    let (mut done, mut usual) = (0.0, 0.0);
    for (at, beside) in &window.days {
        let factor = window.factor(day_at(*at));
        done += factor * beside;
        usual += factor;
    }
    for (_, beside) in &mut window.days {
        *beside *= usual / done;
    }
    Ok(window)
}

fn enough(areas: &[AreaWork], window: &Window) -> Result<(), WhyNot> {
    let (have, need) = (window.days.len() as u32, LEAST_DAYS);
    if have < need {
        return Err(WhyNot::TooFewDays { have, need });
    }
    let on = |at: usize| sum(areas.iter().map(|a| u64::from(a.daily[at])));
    let (have, need) = (
        sum(window.days.iter().map(|(at, _)| on(*at))),
        LEAST_HOUSEHOLDS,
    );
    if have < need {
        return Err(WhyNot::TooFewHouseholds { have, need });
    }
    Ok(())
}

/// Effects on the scale on which the mean working day has 1.
fn beside_usual(effects: [Option<f64>; WINDOW_DAYS]) -> [Option<f64>; WINDOW_DAYS] {
    let mut worked: Vec<f64> = effects[..COUNTED].iter().flatten().copied().collect();
    worked.retain(|effect| *effect > 0.0);
    worked.sort_unstable_by(f64::total_cmp);
    // Idle beside the median, so that one day on which everything was dated does not make all others idle.
    let middle = worked.get(worked.len() / 2).copied().unwrap_or(1.0);
    worked.retain(|effect| *effect >= middle * IDLE);
    if worked.is_empty() {
        return effects;
    }
    let usual = worked.iter().sum::<f64>() / worked.len() as f64;
    effects.map(|effect| Some(effect? / usual))
}

/// What a weekday is worth, by the effects of the days that are such.
fn factor(effects: &[Option<f64>; WINDOW_DAYS], such: impl Fn(usize) -> bool) -> f64 {
    let (mut seen, mut worked) = (Vec::new(), Vec::new());
    for (at, effect) in effects.iter().enumerate().filter(|(at, _)| such(*at)) {
        seen.extend(*effect);
        worked.extend(effect.filter(|effect| at < COUNTED && *effect >= IDLE));
    }
    if !seen.is_empty() && seen.iter().all(|effect| *effect < IDLE) {
        return seen.iter().sum::<f64>() / seen.len() as f64;
    }
    (worked.iter().sum::<f64>() + SUPPOSED_DAYS) / (worked.len() as f64 + SUPPOSED_DAYS)
}

/// Each day's work against the areas' mean days, on any scale; `None` when no area was at work.
fn effects(areas: &[AreaWork], today: SurveyDay) -> [Option<f64>; WINDOW_DAYS] {
    let whole = sum(areas.iter().map(|a| a.target));
    // Shares of all households, so that the same survey in thousands gives the same days.
    let working: Vec<([f64; WINDOW_DAYS], std::ops::Range<usize>)> = areas
        .iter()
        .filter_map(|a| {
            let (first, end) = at_work(a, today)?;
            Some((a.daily.map(|n| f64::from(n) / whole as f64), first..end))
        })
        .collect();
    let mut effects = [Some(1.0); WINDOW_DAYS];
    for _ in 0..ROUNDS {
        let (mut done, mut expected) = ([0.0; WINDOW_DAYS], [0.0; WINDOW_DAYS]);
        for (daily, days) in &working {
            let worth: f64 = days.clone().filter_map(|at| effects[at]).sum();
            if worth <= 0.0 {
                continue;
            }
            let rate = days.clone().map(|at| daily[at]).sum::<f64>() / worth;
            for at in days.clone() {
                done[at] += daily[at];
                expected[at] += rate;
            }
        }
        effects = std::array::from_fn(|at| (expected[at] > 0.0).then(|| done[at] / expected[at]));
    }
    effects
}
