//! One enumerator's one day: from door to door, with breaks, noise and the evening's synchronisation.

use crate::acts::Act;
use crate::behaviour::Behaviour;
use crate::calendar::{DAY_S, Weekday, weekday};
use crate::draw::{Draw, Purpose};
use crate::gazetteer::gazetteer;
use crate::interview::{duration_s, finish, size_of};
use crate::places::{BlockPlace, block_place};
use crate::plane::Point;
use crate::sending::synchronise;
use crate::survey::Survey;
use crate::visits::{BLOCK_HOUSEHOLDS, BLOCK_VISITS, Knock, block};
use domain::outcome::{Outcome, ReviewState};
use std::ops::Range;

/// A visit as it will be written. Times are wall-clock seconds of the survey's zone.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// Place in the survey's list of enumerators.
    pub enumerator: u32,
    /// Number among the enumerator's visits, from 0.
    pub number: u32,
    pub uc: u16,
    /// Number among the union council's households.
    pub household: u32,
    pub outcome: Outcome,
    pub review: ReviewState,
    /// By the tablet's clock.
    pub started_s: i64,
    pub ended_s: i64,
    /// By the server's clock.
    pub received_s: i64,
    pub fix: Option<VisitFix>,
    pub mock: bool,
    pub active_s: u16,
    /// 0: not asked.
    pub household_size: u8,
    /// Required, answered, don't know, refused; all 0: not asked.
    pub items: [u8; 4],
    pub form_version: u8,
    /// The planted behaviour that it shows.
    pub behaviour: Option<Behaviour>,
}

/// A position as the tablet recorded it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VisitFix {
    /// Millionths of a degree.
    pub lat_e6: i32,
    pub lon_e6: i32,
    /// Tenths of a metre.
    pub accuracy_dm: u16,
    pub altitude_m: i16,
    /// Satellite time.
    pub at_s: i64,
}

pub(crate) const HOUR_S: i64 = 3_600;

/// A visit before its time is known.
pub(crate) struct Stop {
    pub knock: Knock,
    pub uc: u16,
    /// Number among the union council's households.
    pub household: u32,
    /// Where the interview takes place.
    pub door: Point,
    /// From the end of the visit before: on the way, and otherwise.
    pub travel_s: f64,
    pub gap_s: f64,
    pub duration_s: f64,
    pub household_size: u8,
    pub behaviour: Option<Behaviour>,
    /// What else is drawn for this visit.
    pub draw: Draw,
}

/// Makes the visits `range` (the enumerator's own numbers) on `day` and appends them in order of work.
pub(crate) fn work(
    survey: &Survey,
    index: usize,
    day: i32,
    range: Range<u32>,
    visits: &mut Vec<Visit>,
) {
    if range.is_empty() {
        return;
    }
    let first_number = range.start;
    let mut act = Act::of_day(survey, index, day, &range);
    let mut stops = stops(survey, index, range, act.as_mut());
    let mut draw = Draw::keyed(
        survey.scenario.seed,
        Purpose::Workday,
        index as u64,
        day as u64,
    );
    let starts = clock_in(&mut stops, day, &mut draw);
    let first_new = visits.len();
    for ((stop, started_s), number) in stops.into_iter().zip(starts).zip(first_number..) {
        let mut visit = finish(survey, index, number, day, &stop, started_s);
        if let Some(act) = &mut act {
            act.record(&mut visit, stop.door);
        }
        visits.push(visit);
    }
    let made = &mut visits[first_new..];
    synchronise(survey, index, day, &mut draw, made);
    if let Some(act) = &mut act {
        act.close(made);
    }
}

/// Finds the doors of the visits, with how long each takes and the way to it.
pub(crate) fn stops(
    survey: &Survey,
    index: usize,
    range: Range<u32>,
    mut act: Option<&mut Act<'_>>,
) -> Vec<Stop> {
    let seed = survey.scenario.seed;
    let all = gazetteer();
    let enumerator = &survey.enumerators[index];
    let plan = &survey.tehsils[usize::from(enumerator.tehsil)];
    let mean_size = all.tehsils[usize::from(enumerator.tehsil)].household_size;
    let mut current: Option<(u16, u32, BlockPlace, [Knock; BLOCK_VISITS as usize])> = None;
    let mut before: Option<Point> = None;
    let mut stops = Vec::with_capacity(range.len());
    for number in range {
        let slot = enumerator.first_visit + number;
        let leg = plan.visits_until.partition_point(|until| *until <= slot);
        let Some(&uc) = plan.route.get(leg) else {
            break;
        };
        let within = slot
            - leg
                .checked_sub(1)
                .map_or(0, |before| plan.visits_until[before]);
        let number_of_block = within / BLOCK_VISITS;
        let (_, _, place, knocks) = match current.take() {
            Some(same) if same.0 == uc && same.1 == number_of_block => current.insert(same),
            _ => current.insert((
                uc,
                number_of_block,
                block_place(seed, uc, &all.ucs[usize::from(uc)], number_of_block),
                block(seed, uc, number_of_block, plan.refusing),
            )),
        };
        let knock = knocks[(within % BLOCK_VISITS) as usize];
        let mut draw = Draw::keyed(seed, Purpose::Visit, index as u64, u64::from(number));
        let household = number_of_block * BLOCK_HOUSEHOLDS + u32::from(knock.household);
        let household_size = size_of(seed, uc, household, mean_size);
        let mut stop = Stop {
            knock,
            uc,
            household,
            door: place.door(knock.household),
            travel_s: 0.0,
            duration_s: duration_s(knock.outcome, household_size, enumerator.pace, &mut draw),
            gap_s: 60.0 + 100.0 * draw.skewed(0.5),
            household_size,
            behaviour: None,
            draw,
        };
        if let Some(act) = &mut act {
            let block_from = number.saturating_sub(within % BLOCK_VISITS);
            act.shape(number, block_from, place, &mut stop);
        }
        if let Some(before) = before
            && travels(stop.behaviour)
        {
            // By motorbike, 45 km/h on the straight line.
            stop.travel_s = (before.distance_m(stop.door) / 12.5).min(7_200.0);
        }
        before = Some(stop.door);
        stops.push(stop);
    }
    stops
}

/// Whether it takes time to get there.
fn travels(behaviour: Option<Behaviour>) -> bool {
    !matches!(
        behaviour,
        Some(Behaviour::InventorAtHome | Behaviour::OneSpot | Behaviour::ImpossibleTour)
    )
}

/// The second at which each visit starts: from about 8:45, now and then from 7:00, with a midday break, now and then a
/// long one, done before 19:45. A long day starts earlier; if that does not suffice, everything but the way goes faster.
fn clock_in(stops: &mut [Stop], day: i32, draw: &mut Draw) -> Vec<i64> {
    let midnight = i64::from(day) * DAY_S;
    let (break_from, break_s) = match weekday(day) {
        Weekday::Friday => (
            midnight + 12 * HOUR_S + 1_800,
            i64::from(draw.between(6_000, 7_800)),
        ),
        _ => (
            midnight + 13 * HOUR_S,
            i64::from(draw.between(1_800, 3_600)),
        ),
    };
    let habit = draw.unit();
    let (early, long_break_s) = match habit {
        h if h < 0.05 => (true, 0),
        // Lunch with relatives, or rain: two hours more.
        h if h < 0.09 => (false, 7_200),
        _ => (false, 0),
    };
    let end_of_day = midnight + 19 * HOUR_S + 2_700;
    let longest = |from: i64| (end_of_day - from - break_s - 1_800) as f64;
    let work_s: f64 = stops.iter().map(|stop| stop.gap_s + stop.duration_s).sum();
    let way_s: f64 = stops.iter().map(|stop| stop.travel_s).sum();
    let mut now = midnight + 8 * HOUR_S + i64::from(draw.between(900, 4_500));
    if early {
        now -= 4_500;
    }
    let mut break_s = break_s;
    if work_s + way_s > longest(now) {
        now = midnight + 7 * HOUR_S + 900;
    } else if work_s + way_s + (long_break_s as f64) < longest(now) {
        break_s += long_break_s;
    }
    let room_s = longest(now);
    // Where the way alone fills the day (only where a whole wave falls on one), it is shortened as well.
    let (squeeze, on_the_way) = if room_s - way_s > 0.25 * work_s {
        (((room_s - way_s) / work_s).min(1.0), 1.0)
    } else {
        let all = room_s / (work_s + way_s);
        (all, all)
    };
    // Even in a hurry nobody is done in five minutes, unless they never asked.
    let floor_s = if squeeze > 0.5 { 330.0 } else { 0.0 };
    let mut rested = false;
    let mut starts = Vec::with_capacity(stops.len());
    for stop in stops {
        let least_s = stop.duration_s.min(match stop.knock.outcome {
            Outcome::Complete => floor_s,
            _ => 0.0,
        });
        stop.duration_s = (stop.duration_s * squeeze).max(least_s);
        now += (stop.gap_s * squeeze + stop.travel_s * on_the_way) as i64;
        if !rested && now >= break_from {
            now += break_s;
            rested = true;
        }
        starts.push(now);
        now += stop.duration_s as i64;
    }
    starts
}
