//! How fast each area works: half its own days as they are drawn, half how all areas keep to their plans.

use super::mop_up::effort_per_share;
use super::window::{COUNTED, Window, at_work};
use super::{AreaWork, State, WINDOW_DAYS, state_of, sum};
use crate::time::SurveyDay;

/// An area's pace is drawn to what its plan and everybody's keeping of plans say, as if so many usual days of that had been seen: about as
/// much as the window shows of itself. Part of what sets areas apart in two weeks is chance; who lags is usually helped, and who has
/// just begun is hardly known. Without it the slowest of a hundred areas would seem to take for ever.
const SUPPOSED_DAYS: f64 = 12.0;

/// An area with work in the window.
#[derive(Debug)]
pub(super) struct Witness {
    /// Its place among the areas.
    pub area: usize,
    /// Its weight among all areas: its share of the whole target.
    weight: f64,
    /// Usual working days that its plan allows for the whole target.
    planned_days: f64,
    /// For each day of [`Window::days`]: effort done, and usual days it was at work (0 when it was not).
    days: Vec<(f64, f64)>,
}

/// Every area with work in the window, in the areas' order.
pub(super) fn witnesses(areas: &[AreaWork], window: &Window, today: SurveyDay) -> Vec<Witness> {
    let whole = sum(areas.iter().map(|a| a.target));
    let day_at = |at: usize| today.plus(at as i32 - WINDOW_DAYS as i32);
    areas
        .iter()
        .enumerate()
        .filter_map(|(area, a)| {
            let (first, last) = at_work(a, today)?;
            // Days without work since are slow days, unless the area has reached its target and gone home.
            let end = if state_of(a) == State::Reached {
                last
            } else {
                COUNTED
            };
            let share = |households: u64| households as f64 / a.target as f64;
            let recent = a.daily.iter().map(|n| u64::from(*n)).sum();
            let per_share = effort_per_share(share(a.complete), share(recent));
            let of_day = |(at, _): &(usize, f64)| {
                if !(first..end).contains(at) {
                    return (0.0, 0.0);
                }
                let done = share(u64::from(a.daily[*at])) * per_share;
                (done, window.factor(day_at(*at)))
            };
            Some(Witness {
                area,
                weight: a.target as f64 / whole as f64,
                planned_days: window.usual_days(a.starts_on, a.ends_on),
                days: window.days.iter().map(of_day).collect(),
            })
        })
        .collect()
}

/// The witnesses' paces when each day of the window comes as often as `times` says, as multiples of their plans': 1 completes the target in
/// the days planned, mop-up left out. Written to `paces`, in the witnesses' order.
pub(super) fn paces(witnesses: &[Witness], times: &[f64], paces: &mut Vec<f64>) {
    paces.clear();
    let mut sums = Vec::with_capacity(witnesses.len());
    let (mut done_by_all, mut planned_by_all) = (0.0, 0.0);
    for witness in witnesses {
        let (mut done, mut worth) = (0.0, 0.0);
        for ((of_day, usual), times) in witness.days.iter().zip(times) {
            done += of_day * times;
            worth += usual * times;
        }
        done_by_all += witness.weight * done;
        planned_by_all += witness.weight * worth / witness.planned_days;
        sums.push((done, worth));
    }
    let usual = if planned_by_all > 0.0 {
        done_by_all / planned_by_all
    } else {
        1.0
    };
    paces.extend(witnesses.iter().zip(sums).map(|(witness, (done, worth))| {
        (done * witness.planned_days + SUPPOSED_DAYS * usual) / (worth + SUPPOSED_DAYS)
    }));
}
