//! Whole surveys, day by day to their end: how many households each tehsil completes on each day, and when that is known.
//!
//! [`Survey`](crate::Survey) invents interviews up to a present at which districts stand at chosen stages. A [`Course`] invents no
//! interviews, only their numbers, but it goes on until nobody works any more: what a forecast can be held against. Nobody's formula for a
//! forecast is in it. People are absent, fall away and are hired ([`teams`]); rain, holidays and sieges hit many areas ([`days`]); areas
//! begin late, slow down towards their end, stop for weeks or end short of their target ([`field`]); teams go where work lags; and
//! tablets send late. How much of each differs from survey to survey.

mod days;
mod field;
mod teams;

use crate::draw::{Draw, Purpose};
use crate::gazetteer::{Gazetteer, gazetteer};
use domain::time::SurveyDay;

/// Days after which whatever goes on is given up.
const MOST_DAYS: usize = 500;

/// Days after a survey day on which its submissions can still arrive; with an outage they come at its end.
pub(crate) const MOST_LAG: usize = 14;

/// One survey.
#[derive(Clone, Debug)]
pub struct Course {
    /// The tehsils that are surveyed, in order of code.
    pub areas: Vec<CourseArea>,
    /// The first planned day of all.
    pub first_day: SurveyDay,
}

/// A tehsil's plan and what becomes of it.
#[derive(Clone, Debug)]
pub struct CourseArea {
    /// The tehsil's code.
    pub code: String,
    /// Households to reach.
    pub target: u32,
    /// The first planned day.
    pub starts_on: SurveyDay,
    /// The last planned day.
    pub ends_on: SurveyDay,
    /// For each day from the course's first: households completed on it, by the days until they arrive.
    arrivals: Vec<[u32; MOST_LAG + 1]>,
}

impl Course {
    /// Invents a survey from a seed: 8 to 41 districts in one to three waves.
    pub fn new(seed: u64) -> Course {
        Course::of(seed, &Traits::draw(seed))
    }

    /// The same survey, if nobody were sent or hired where work lags.
    pub fn without_help(seed: u64) -> Course {
        let traits = Traits {
            helped: 0.0,
            surge: false,
            ..Traits::draw(seed)
        };
        Course::of(seed, &traits)
    }

    fn of(seed: u64, traits: &Traits) -> Course {
        let all = gazetteer();
        let first_day = SurveyDay(20_500 + (seed % 365) as i32);
        let mut fields = field::plan(seed, all, traits);
        let province = days::Days::draw(seed, traits);
        for day in 0..MOST_DAYS {
            if fields.iter().all(field::Field::is_over) {
                break;
            }
            let weekday = first_day.plus(day as i32);
            for (index, field) in fields.iter_mut().enumerate() {
                let outside = province.at(day, weekday, field.region);
                let mut draw =
                    Draw::keyed(seed, Purpose::Course, 1 << 32 | index as u64, day as u64);
                field.work(day, outside, traits, &mut draw);
            }
            if day % 7 == 6 {
                let mut draw = Draw::keyed(seed, Purpose::Course, 2 << 32, day as u64);
                teams::review(&mut fields, day, traits, &mut draw);
            }
        }
        let areas = fields
            .into_iter()
            .map(|field| CourseArea {
                code: all.tehsils[field.tehsil].code.clone(),
                target: field.target,
                starts_on: first_day.plus(field.starts as i32),
                ends_on: first_day.plus(field.ends as i32),
                arrivals: field.arrivals,
            })
            .collect();
        Course { areas, first_day }
    }

    /// Days from the first to the last with any work.
    pub fn days(&self) -> usize {
        let last = |area: &CourseArea| area.arrivals.iter().rposition(|a| a.iter().any(|n| *n > 0));
        self.areas
            .iter()
            .filter_map(last)
            .max()
            .map_or(0, |last| last + 1)
    }
}

impl CourseArea {
    /// Households completed on the day that is `day` days after the course's first.
    pub fn done(&self, day: usize) -> u32 {
        self.arrivals
            .get(day)
            .map_or(0, |arrivals| arrivals.iter().sum())
    }

    /// … of them those that have arrived by the end of day `by`.
    pub fn arrived(&self, day: usize, by: usize) -> u32 {
        let (Some(arrivals), Some(lag)) = (self.arrivals.get(day), by.checked_sub(day)) else {
            return 0;
        };
        arrivals[..=lag.min(MOST_LAG)].iter().sum()
    }
}

/// What differs from survey to survey.
#[derive(Clone, Debug)]
pub(crate) struct Traits {
    /// Districts that are surveyed.
    districts: u32,
    waves: u32,
    /// Days between the beginnings of waves, and of a wave.
    wave_gap: u32,
    wave_days: u32,
    /// One household of the census in so many.
    one_in: f64,
    /// Work against plan, everybody's.
    pace: f64,
    /// Work on a Friday and on a Sunday.
    friday: f64,
    sunday: f64,
    /// Chance that rain begins in a region on a day.
    rain: f64,
    holidays: u32,
    /// Share of areas that begin late, and the most days.
    late: f64,
    most_late: u32,
    absent: f64,
    /// Share of people who leave in a week, and of them those who are replaced.
    leaving: f64,
    replaced: f64,
    /// Share of planned people on the first day.
    deployed: f64,
    /// Chance that a lagging area is helped at a weekly review.
    helped: f64,
    /// Whether lagging areas hire when their plan's end has passed.
    surge: bool,
    /// Chances that a day's work arrives on the day and on the next.
    same_day: f64,
    next_day: f64,
    /// Day on which everybody's pace changes, and to what.
    turn: usize,
    turned: f64,
}

impl Traits {
    fn draw(seed: u64) -> Traits {
        let mut draw = Draw::keyed(seed, Purpose::Course, 0, 0);
        let mut share = |from: f64, to: f64| from + (to - from) * draw.unit();
        let (pace, same_day, turned) = (share(0.65, 1.1), share(0.6, 0.92), share(0.8, 1.15));
        let (friday, rain, late) = (share(0.6, 0.95), share(0.01, 0.05), share(0.05, 0.3));
        let (absent, leaving, replaced) = (share(0.03, 0.12), share(0.0, 0.025), share(0.3, 1.0));
        let (deployed, helped) = (share(0.6, 1.05), share(0.0, 0.6));
        let next_day = (1.0 - same_day) * share(0.4, 0.8);
        let sunday = if share(0.0, 1.0) < 0.85 {
            0.0
        } else {
            share(0.1, 0.6)
        };
        Traits {
            districts: draw.between(8, 41),
            waves: draw.between(1, 3),
            wave_gap: draw.between(14, 35),
            wave_days: draw.between(35, 70),
            one_in: [40.0, 80.0, 150.0][draw.below(3) as usize],
            pace,
            friday,
            sunday,
            rain,
            holidays: draw.between(0, 3),
            late,
            most_late: draw.between(5, 30),
            absent,
            leaving,
            replaced,
            deployed,
            helped,
            surge: draw.chance(0.5),
            same_day,
            next_day,
            turn: draw.between(10, 120) as usize,
            turned,
        }
    }
}

/// The districts of a survey, as positions in the gazetteer.
pub(crate) fn districts_of(seed: u64, all: &Gazetteer, traits: &Traits) -> Vec<usize> {
    let mut districts: Vec<usize> = (0..all.districts.len()).collect();
    Draw::keyed(seed, Purpose::Course, 0, 1).shuffle(&mut districts);
    districts.truncate(traits.districts as usize);
    districts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(course: &Course) -> Vec<Vec<u32>> {
        let of_area = |area: &CourseArea| (0..course.days()).map(|day| area.done(day)).collect();
        course.areas.iter().map(of_area).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_survey_and_another_seed_another() {
        assert_eq!(done(&Course::new(5)), done(&Course::new(5)));
        assert_ne!(done(&Course::new(5)), done(&Course::new(6)));
    }

    #[test]
    fn everything_that_is_done_arrives_in_the_end_and_nothing_before_it_is_done() {
        let course = Course::new(7);
        for area in &course.areas {
            for day in 0..course.days() {
                assert_eq!(area.arrived(day, day + MOST_LAG), area.done(day));
                assert!(area.arrived(day, day) <= area.arrived(day, day + 1));
                assert_eq!(day.checked_sub(1).map_or(0, |by| area.arrived(day, by)), 0);
            }
        }
    }

    #[test]
    fn surveys_end_about_their_targets_and_never_before_their_plans_begin() {
        for seed in 1..20 {
            let course = Course::new(seed);
            assert!(course.days() < MOST_DAYS, "{seed}");
            for (area, done) in course.areas.iter().zip(done(&course)) {
                let share = f64::from(done.iter().sum::<u32>()) / f64::from(area.target);
                assert!(
                    (0.83..1.03).contains(&share),
                    "{seed} {}: {share}",
                    area.code
                );
                let before = usize::try_from(area.starts_on.0 - course.first_day.0).unwrap();
                assert_eq!(done[..before].iter().sum::<u32>(), 0);
            }
        }
    }

    #[test]
    fn without_help_a_survey_takes_longer() {
        let days = |make: fn(u64) -> Course| (1..20).map(|seed| make(seed).days()).sum::<usize>();
        assert!(days(Course::without_help) > days(Course::new));
    }
}
