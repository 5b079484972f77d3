//! The thousand times that the last two weeks happen again (bootstrap: Efron 1979, Ann Stat 7:1, with whole days as its units).

use super::late::Delays;
use super::mop_up::effort_left;
use super::pace::{Witness, paces, witnesses};
use super::window::Window;
use super::{AreaWork, LATE_DAYS, MOST_DAYS, State, WINDOW_DAYS, enough, state_of, sum};
use crate::mix::mixed;
use crate::peers::dice::Dice;
use crate::time::SurveyDay;

const RUNS: usize = 1_000;

/// Where the dice begin. Any number does; this one stays, so that a page shown twice says the same.
const SEED: i64 = 80;

/// How far everybody's pace until the end is from that of the window (log-normal deviation), beyond what days drawn again show: seasons,
/// pay, people who leave, orders from above. Two weeks cannot tell it. With the areas' own it is set so that the interval covers four in
/// five on surveys made to choose it by (docs/decisions/0080).
const DRIFT_OF_ALL: f64 = 0.19;

/// The same of one area against the others: this times the root of the usual days that it still needs …
const DRIFT_OF_AREA: f64 = 0.05;

/// … but no further than this: whoever falls far behind is not left alone. (Above 0.57 an area with less left could come later.)
const MOST_DRIFT_OF_AREA: f64 = 0.17;

/// Days that can be named, the late ones of the window included.
const HORIZON: usize = LATE_DAYS + MOST_DAYS as usize + 1;

/// The days on which one in ten, one in two and nine in ten runs are finished; `None` when the last of them lies beyond the horizon.
pub(super) fn finishing_days(
    areas: &[AreaWork],
    window: &Window,
    today: SurveyDay,
) -> Option<[SurveyDay; 3]> {
    let survey = Survey::of(areas, window, today);
    let mut rows = Rows::default();
    let mut days: Vec<usize> = (0..RUNS).map(|run| survey.run(run, &mut rows)).collect();
    days.sort_unstable();
    // What is finished by work that still lies on tablets is not known to be: today is the first day that is named.
    let day = |at: usize| today.plus((days[at].max(LATE_DAYS) - LATE_DAYS) as i32);
    (days[RUNS * 9 / 10] < HORIZON).then(|| [RUNS / 10, RUNS / 2, RUNS * 9 / 10].map(day))
}

/// What all runs share.
struct Survey<'a> {
    window: &'a Window,
    today: SurveyDay,
    /// Targets of areas that have reached them, and of how many it takes to be finished.
    reached: u64,
    enough: u64,
    witnesses: Vec<Witness>,
    delays: Delays,
    left: Vec<Left>,
}

/// An area that has not reached its target.
struct Left {
    /// Its place among the areas.
    area: usize,
    target: u64,
    starts_on: SurveyDay,
    /// Its place among the witnesses, if it is at work.
    witness: Option<usize>,
    /// Effort left in planned days, when what arrived of the late days is not counted and when it is.
    before_late: f64,
    after_late: f64,
}

/// Room that the runs use one after the other.
#[derive(Default)]
struct Rows {
    times: Vec<f64>,
    paces: Vec<f64>,
    reached_on: Vec<u64>,
    course: Vec<f64>,
}

impl<'a> Survey<'a> {
    fn of(areas: &[AreaWork], window: &'a Window, today: SurveyDay) -> Survey<'a> {
        let witnesses = witnesses(areas, window, today);
        let left = |(area, a): (usize, &AreaWork)| {
            let witness = match state_of(a) {
                State::AtWork => Some(witnesses.iter().position(|w| w.area == area)?),
                State::NotBegun => None,
                State::Reached | State::Stopped => return None,
            };
            let planned_days = window.usual_days(a.starts_on, a.ends_on);
            let late = &a.daily[WINDOW_DAYS - LATE_DAYS..];
            let late = late.iter().map(|n| u64::from(*n)).sum();
            let days_left =
                |complete: u64| planned_days * effort_left(complete as f64 / a.target as f64);
            Some(Left {
                area,
                target: a.target,
                starts_on: a.starts_on,
                witness,
                before_late: days_left(a.complete.saturating_sub(late)),
                after_late: days_left(a.complete),
            })
        };
        let left = areas.iter().enumerate().filter_map(left).collect();
        let reached = areas.iter().filter(|a| state_of(a) == State::Reached);
        Survey {
            reached: sum(reached.map(|a| a.target)),
            delays: Delays::of(areas),
            enough: enough(sum(areas.iter().map(|a| a.target))),
            window,
            today,
            witnesses,
            left,
        }
    }

    /// One course of the survey: the day on which it is finished, counted from the first late one as 0; [`HORIZON`] if it is on none.
    fn run(&self, run: usize, rows: &mut Rows) -> usize {
        let mut dice = Dice(mixed([SEED, run as i64]));
        let days = &self.window.days;
        rows.times.clear();
        rows.times.resize(days.len(), 0.0);
        for _ in days {
            rows.times[dice.place(days.len())] += 1.0;
        }
        paces(&self.witnesses, &rows.times, &mut rows.paces);
        rows.reached_on.clear();
        rows.reached_on.resize(HORIZON + 1, 0);
        rows.course.clear();
        let first = self.today.plus(-(LATE_DAYS as i32));
        let pace = dice.skewed(DRIFT_OF_ALL);
        let mut course = Course {
            window: self.window,
            first,
            pace,
            dice,
            sums: &mut rows.course,
        };
        for left in &self.left {
            // Each area throws its own dice, so that one which is done leaves the others' as they were.
            let mut dice = Dice(mixed([SEED, run as i64, left.area as i64]));
            let pace = match left.witness {
                Some(witness) => rows.paces[witness],
                None => rows.paces[dice.place(rows.paces.len())],
            };
            let drift = (DRIFT_OF_AREA * (left.before_late / pace).sqrt()).min(MOST_DRIFT_OF_AREA);
            let pace = pace * dice.skewed(drift);
            let on = if left.witness.is_some() {
                // Either by what has arrived of the late days, or by what they may have been, where that is more.
                let arrived = course.worth_of(LATE_DAYS) + left.after_late / pace;
                course.reaches(arrived.min(left.before_late / pace))
            } else {
                let begins_on = self.delays.begins_on(left.starts_on, self.today, &mut dice);
                let idle = i64::from(begins_on.0) - i64::from(first.0);
                let idle = usize::try_from(idle).unwrap_or(0).min(HORIZON);
                let begun = course.worth_of(idle);
                course.reaches(begun + left.after_late / pace)
            };
            rows.reached_on[on] = rows.reached_on[on].saturating_add(left.target);
        }
        let mut reached = self.reached;
        for (day, target) in rows.reached_on[..HORIZON].iter().enumerate() {
            reached = reached.saturating_add(*target);
            if reached >= self.enough {
                return day;
            }
        }
        HORIZON
    }
}

/// How the days go that all areas share, made as far as somebody asks.
struct Course<'a> {
    window: &'a Window,
    first: SurveyDay,
    pace: f64,
    dice: Dice,
    /// Usual working days that the days up to each are worth.
    sums: &'a mut Vec<f64>,
}

impl Course<'_> {
    /// Usual working days that the first `days` are worth.
    fn worth_of(&mut self, days: usize) -> f64 {
        while self.sums.len() < days {
            self.go_on();
        }
        if days == 0 { 0.0 } else { self.sums[days - 1] }
    }

    /// The day, from 0, on whose evening all until then are worth `usual_days`; [`HORIZON`] if none comes in time.
    fn reaches(&mut self, usual_days: f64) -> usize {
        while self.sums.last().is_none_or(|sum| *sum < usual_days) {
            if self.sums.len() >= HORIZON {
                return HORIZON;
            }
            self.go_on();
        }
        self.sums.partition_point(|sum| *sum < usual_days)
    }

    fn go_on(&mut self) {
        let days = &self.window.days;
        let (_, beside) = days[self.dice.place(days.len())];
        let day = self.first.plus(self.sums.len() as i32);
        let before = self.sums.last().copied().unwrap_or(0.0);
        self.sums
            .push(before + self.window.factor(day) * beside * self.pace);
    }
}
