//! Asks the forecast in the middle of simulated surveys, and compares with what became of them.
//!
//! The forecast gets what a server would have had on that morning: households that had arrived by the evening before, and the plan.

use domain::forecast::{
    AreaWork, FINISHED_PERMILLE, Finishes, Forecast, REACHED_PERMILLE, WINDOW_DAYS, forecast,
};
use domain::time::SurveyDay;
use simulate::course::{Course, CourseArea};
use std::fmt;

/// How far the survey is when the question is asked, in per cent of the days from its first to its finishing one.
pub const STAGES: [usize; 3] = [25, 50, 75];

/// One question and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// One of [`STAGES`].
    pub stage: usize,
    /// What was answered.
    pub answer: Forecast,
    /// The day it was asked.
    pub today: SurveyDay,
    /// The day on which the survey was finished; `None` if it never was.
    pub truth: Option<SurveyDay>,
}

/// Three questions to each survey.
pub fn cases(courses: impl Iterator<Item = Course>) -> Vec<Case> {
    let mut cases = Vec::new();
    for course in courses {
        let finished = finished_after(&course);
        let first = (0..course.days()).find(|day| course.areas.iter().any(|a| a.done(*day) > 0));
        let first = first.unwrap_or(0);
        let days = finished.unwrap_or(course.days()) - first;
        for stage in STAGES {
            let today = first + days * stage / 100;
            let works: Vec<AreaWork> = course
                .areas
                .iter()
                .map(|a| known(&course, a, today))
                .collect();
            cases.push(Case {
                stage,
                answer: forecast(&works, course.first_day.plus(today as i32)),
                today: course.first_day.plus(today as i32),
                truth: finished.map(|day| course.first_day.plus(day as i32)),
            });
        }
    }
    cases
}

/// A survey's first district as a survey of its own: three or four areas instead of dozens.
pub fn first_district(mut course: Course) -> Course {
    let district = course.areas[0].code[..4].to_owned();
    course.areas.retain(|area| area.code.starts_with(&district));
    course
}

/// The day on which areas that hold 98 % of the target have each done 95 % of theirs, in truth.
fn finished_after(course: &Course) -> Option<usize> {
    let target: u64 = course.areas.iter().map(|a| u64::from(a.target)).sum();
    let mut reached: Vec<(usize, u64)> = course
        .areas
        .iter()
        .filter_map(|area| {
            let mut done = 0;
            let day = (0..course.days()).find(|day| {
                done += u64::from(area.done(*day));
                done * 1_000 >= u64::from(area.target) * REACHED_PERMILLE
            })?;
            Some((day, u64::from(area.target)))
        })
        .collect();
    reached.sort_unstable();
    let mut sum = 0;
    reached.into_iter().find_map(|(day, of_area)| {
        sum += of_area;
        (sum * 1_000 >= target * FINISHED_PERMILLE).then_some(day)
    })
}

/// An area as it is known on the morning of `today`.
fn known(course: &Course, area: &CourseArea, today: usize) -> AreaWork {
    let arrived = |day: usize| area.arrived(day, today - 1);
    let mut complete = 0;
    let mut begun_on = None;
    for day in 0..today {
        complete += u64::from(arrived(day));
        if begun_on.is_none() && complete * 100 >= u64::from(area.target) {
            begun_on = Some(course.first_day.plus(day as i32));
        }
    }
    let daily = std::array::from_fn(|at| (today + at).checked_sub(WINDOW_DAYS).map_or(0, arrived));
    AreaWork {
        target: u64::from(area.target),
        complete,
        starts_on: area.starts_on,
        ends_on: area.ends_on,
        begun_on,
        daily,
    }
}

/// How good the answers were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    pub asked: usize,
    pub told: usize,
    /// Of those told: the truth lay within the interval, before it, after it.
    pub within: usize,
    pub before: usize,
    pub after: usize,
    pub median_width_days: i32,
    pub median_error_days: i32,
    /// Likely minus true: positive is too late.
    pub median_lateness_days: i32,
    pub median_left_days: i32,
}

impl Figures {
    pub fn of<'a>(cases: impl Iterator<Item = &'a Case>) -> Figures {
        let cases: Vec<&Case> = cases.collect();
        let told: Vec<(&Case, Finishes)> = cases
            .iter()
            .filter_map(|case| match case.answer {
                Forecast::Finishes(finishes) => Some((*case, finishes)),
                _ => None,
            })
            .collect();
        let ends: Vec<(Finishes, SurveyDay, SurveyDay)> = told
            .iter()
            .map(|(case, f)| {
                (
                    *f,
                    case.truth.unwrap_or(SurveyDay(i32::MAX / 2)),
                    case.today,
                )
            })
            .collect();
        let before = ends
            .iter()
            .filter(|(f, truth, _)| *truth < f.earliest)
            .count();
        let after = ends
            .iter()
            .filter(|(f, truth, _)| *truth > f.latest)
            .count();
        Figures {
            asked: cases.len(),
            told: told.len(),
            within: told.len() - before - after,
            before,
            after,
            median_width_days: median(ends.iter().map(|(f, ..)| f.latest.0 - f.earliest.0)),
            median_error_days: median(
                ends.iter()
                    .map(|(f, truth, _)| (f.likely.0 - truth.0).abs()),
            ),
            median_lateness_days: median(ends.iter().map(|(f, truth, _)| f.likely.0 - truth.0)),
            median_left_days: median(ends.iter().map(|(_, truth, today)| truth.0 - today.0)),
        }
    }

    pub fn within_pct(&self) -> f64 {
        100.0 * self.within as f64 / self.told.max(1) as f64
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>5} {:>5} {:>6.1} % {:>5} {:>5} {:>6} {:>6} {:>6} {:>6}",
            self.asked,
            self.asked - self.told,
            self.within_pct(),
            self.before,
            self.after,
            self.median_left_days,
            self.median_width_days,
            self.median_error_days,
            self.median_lateness_days,
        )
    }
}

pub const HEADER: &str =
    "stage  asked  not told  within  before after   left  width  error  bias (median days)";

fn median(values: impl Iterator<Item = i32>) -> i32 {
    let mut values: Vec<i32> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}
