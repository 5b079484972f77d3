//! One enumerator's one day: from door to door, with breaks, noise and the evening's synchronisation.

use crate::calendar::{DAY_S, Weekday, weekday};
use crate::draw::{Draw, Purpose};
use crate::faults::Fault;
use crate::gazetteer::gazetteer;
use crate::places::{BlockPlace, block_place, somewhere};
use crate::plane::Point;
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

const HOUR_S: i64 = 3_600;
/// The tablet of a slow clock is half a day behind.
const SLOW_S: i64 = 12 * HOUR_S;

/// A visit before its time is known.
struct Stop {
    knock: Knock,
    uc: u16,
    household: u32,
    door: Point,
    gap_s: f64,
    duration_s: f64,
    household_size: u8,
    fault: Option<Fault>,
    draw: Draw,
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
    let mut stops = stops(survey, index, range);
    let mut draw = Draw::keyed(
        survey.scenario.seed,
        Purpose::Workday,
        index as u64,
        day as u64,
    );
    let starts = clock_in(&mut stops, day, &mut draw);
    let first_new = visits.len();
    let mut cached: Option<VisitFix> = None;
    for (nth, (stop, started_s)) in stops.into_iter().zip(starts).enumerate() {
        let fault = stop.fault;
        let mut visit = finish(
            survey,
            index,
            first_number + nth as u32,
            day,
            stop,
            started_s,
        );
        match fault {
            Some(Fault::SlowClock) => {
                visit.started_s -= SLOW_S;
                visit.ended_s -= SLOW_S;
            }
            Some(Fault::CachedFix) => {
                visit.fix = cached.or(visit.fix);
                cached = visit.fix;
            }
            _ => {}
        }
        visits.push(visit);
    }
    synchronise(survey, index, day, &mut draw, &mut visits[first_new..]);
}

/// Finds the doors of the visits, with how long each takes and the way to it.
fn stops(survey: &Survey, index: usize, range: Range<u32>) -> Vec<Stop> {
    let seed = survey.scenario.seed;
    let all = gazetteer();
    let enumerator = &survey.enumerators[index];
    let plan = &survey.tehsils[usize::from(enumerator.tehsil)];
    let mean_size = all.tehsils[usize::from(enumerator.tehsil)].household_size;
    let mut current: Option<(u16, u32, BlockPlace, [Knock; BLOCK_VISITS as usize])> = None;
    let mut home = None;
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
                block(seed, uc, number_of_block),
            )),
        };
        let knock = knocks[(within % BLOCK_VISITS) as usize];
        let fault = enumerator
            .fault
            .filter(|planted| planted.covers(number))
            .map(|planted| planted.fault);
        let mut draw = Draw::keyed(seed, Purpose::Visit, index as u64, u64::from(number));
        let mut door = place.door(knock.household);
        let household = number_of_block * BLOCK_HOUSEHOLDS + u32::from(knock.household);
        let household_size = size_of(seed, uc, household, mean_size);
        let mut duration_s = duration_s(knock.outcome, household_size, &mut draw);
        let mut gap_s = 60.0 + 100.0 * draw.skewed(0.5);
        if fault == Some(Fault::InventorAtHome) {
            let home = *home.get_or_insert_with(|| home_of(survey, index));
            door = home.moved(4.0 * draw.bell(), 4.0 * draw.bell());
            duration_s = f64::from(draw.between(200, 480));
            gap_s = f64::from(draw.between(40, 200));
        } else if let Some(before) = before {
            // By motorbike, 45 km/h on the straight line.
            gap_s += (before.distance_m(door) / 12.5).min(7_200.0);
        }
        before = Some(door);
        stops.push(Stop {
            knock,
            uc,
            household,
            door,
            gap_s,
            duration_s,
            household_size,
            fault,
            draw,
        });
    }
    stops
}

/// Where the enumerator lives: in another union council of the tehsil than the one they begin in, where there is one.
fn home_of(survey: &Survey, index: usize) -> Point {
    let seed = survey.scenario.seed;
    let plan = &survey.tehsils[usize::from(survey.enumerators[index].tehsil)];
    let pick = Draw::keyed(seed, Purpose::Home, index as u64, 0).below(plan.route.len() as u32);
    let uc = plan.route.get(pick as usize).copied().unwrap_or(0);
    somewhere(
        seed,
        Purpose::Home,
        index as u64,
        &gazetteer().ucs[usize::from(uc)],
    )
}

/// Persons in a household: the same at every visit. The shape is Punjab's as far as its mean tells.
fn size_of(seed: u64, uc: u16, household: u32, mean: f64) -> u8 {
    /// Households in a hundred with 1, 2, 3 … persons; mean 6.15.
    const IN_A_HUNDRED: [u32; 16] = [3, 6, 8, 12, 15, 16, 13, 9, 6, 4, 3, 2, 1, 1, 0, 1];
    let mut left = Draw::keyed(
        seed,
        Purpose::Household,
        u64::from(uc),
        u64::from(household),
    )
    .below(100);
    let mut persons = 1.0;
    for share in IN_A_HUNDRED {
        if left < share {
            break;
        }
        left -= share;
        persons += 1.0;
    }
    ((persons * mean / 6.15_f64).round() as u8).max(1)
}

fn duration_s(outcome: Outcome, household_size: u8, draw: &mut Draw) -> f64 {
    match outcome {
        // 22 minutes for six persons.
        Outcome::Complete => {
            (1_320.0 * (0.6 + f64::from(household_size) / 15.0) * draw.skewed(0.33))
                .clamp(480.0, 9_000.0)
        }
        Outcome::Partial => 600.0 * draw.skewed(0.5),
        Outcome::Refused => f64::from(draw.between(60, 240)),
        Outcome::NotAtHome | Outcome::Vacant => f64::from(draw.between(30, 120)),
        Outcome::NotFound => f64::from(draw.between(120, 400)),
        Outcome::Other => f64::from(draw.between(60, 300)),
    }
}

/// The second at which each visit starts: from about 8:45, with a midday break, done before 19:45. A long day
/// starts earlier; if that does not suffice, everything goes a little faster.
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
    let end_of_day = midnight + 19 * HOUR_S + 2_700;
    let longest = |from: i64| (end_of_day - from - break_s - 1_800) as f64;
    let needed: f64 = stops.iter().map(|stop| stop.gap_s + stop.duration_s).sum();
    let mut now = midnight + 8 * HOUR_S + i64::from(draw.between(900, 4_500));
    if needed > longest(now) {
        now = midnight + 7 * HOUR_S + 900;
    }
    let squeeze = (longest(now) / needed).min(1.0);
    let mut rested = false;
    let mut starts = Vec::with_capacity(stops.len());
    for stop in stops {
        stop.duration_s *= squeeze;
        now += (stop.gap_s * squeeze) as i64;
        if !rested && now >= break_from {
            now += break_s;
            rested = true;
        }
        starts.push(now);
        now += stop.duration_s as i64;
    }
    starts
}

/// Everything that a visit records, but for the time of receipt.
fn finish(
    survey: &Survey,
    index: usize,
    number: u32,
    day: i32,
    stop: Stop,
    started_s: i64,
) -> Visit {
    let mut draw = stop.draw;
    let fault = stop.fault;
    let ended_s = started_s + (stop.duration_s as i64).max(20);
    let (fix, mock) = locate(stop.door, fault, started_s, &mut draw);
    let asked = matches!(stop.knock.outcome, Outcome::Complete | Outcome::Partial);
    let active = (ended_s - started_s) as f64 * (0.85 + 0.13 * draw.unit());
    let days_ago = survey.scenario.today.0 - day;
    // The new form came a month ago; tablets took a few days to fetch it.
    let new_form = days_ago < 30 - i32::from(index as u16 % 5);
    Visit {
        enumerator: index as u32,
        number,
        uc: stop.uc,
        household: stop.household,
        outcome: stop.knock.outcome,
        review: review(days_ago, &mut draw),
        started_s,
        ended_s,
        received_s: ended_s,
        fix,
        mock,
        active_s: if asked { active as u16 } else { 0 },
        household_size: if asked { stop.household_size } else { 0 },
        items: if asked {
            items(stop.knock.outcome, stop.household_size, &mut draw)
        } else {
            [0; 4]
        },
        form_version: if new_form { 4 } else { 3 },
    }
}

/// What the receiver makes of the place, and whether it says the place is faked.
fn locate(
    door: Point,
    fault: Option<Fault>,
    started_s: i64,
    draw: &mut Draw,
) -> (Option<VisitFix>, bool) {
    let spread = draw.unit();
    let accuracy_m = match draw.unit() {
        u if u < 0.93 => 3.0 + 10.0 * spread * spread,
        u if u < 0.97 => 13.0 + 17.0 * spread,
        _ => 30.0 + 90.0 * spread * spread,
    };
    // The stated accuracy is a 68 % radius: 1.51 times the deviation along each axis.
    let deviation_m = accuracy_m / 1.51;
    let seen = door.moved(deviation_m * draw.bell(), deviation_m * draw.bell());
    let delay_s = i64::from(draw.between(0, 50)) - 10;
    let missing = draw.chance(0.02) && fault.is_none();
    let flagged = draw.chance(0.5);
    let mut fix = VisitFix {
        lat_e6: (seen.lat * 1e6).round() as i32,
        lon_e6: (seen.lon * 1e6).round() as i32,
        accuracy_dm: (accuracy_m * 10.0) as u16,
        // The plain rises from the south-west to the hills.
        altitude_m: (80.0 + (seen.lat - 28.0) * 45.0 + 4.0 * draw.bell()) as i16,
        at_s: started_s + delay_s,
    };
    if fault == Some(Fault::MockLocation) {
        fix.lat_e6 = (door.lat * 1e6).round() as i32;
        fix.lon_e6 = (door.lon * 1e6).round() as i32;
        // Some tools tell, others state an impossible accuracy.
        if !flagged {
            fix.accuracy_dm = 0;
        }
        return (Some(fix), flagged);
    }
    ((!missing).then_some(fix), false)
}

/// The collection system's verdict: mostly none yet on fresh records. 1.2 % are rejected at any age.
fn review(days_ago: i32, draw: &mut Draw) -> ReviewState {
    let looked_at = if days_ago < 4 { 0.1 } else { 0.5 };
    match draw.unit() {
        u if u < 0.012 => ReviewState::Rejected,
        u if u < 0.030 => ReviewState::HasIssues,
        u if u < 0.040 => ReviewState::Edited,
        u if u < 0.040 + looked_at => ReviewState::Approved,
        _ => ReviewState::Received,
    }
}

/// Required, answered, "don't know" and refused items: 24 of the household and 5 for each person.
fn items(outcome: Outcome, household_size: u8, draw: &mut Draw) -> [u8; 4] {
    let required = (24 + 5 * u32::from(household_size)).min(250);
    let reached = match outcome {
        Outcome::Complete => required,
        _ => required * draw.between(20, 70) / 100,
    };
    let dont_know = (0..3)
        .map(|_| u32::from(draw.chance(0.35)))
        .sum::<u32>()
        .min(reached);
    let refused = u32::from(draw.chance(0.12)).min(reached - dont_know);
    [required, reached - dont_know - refused, dont_know, refused].map(|n| n as u8)
}

/// Sets the times of receipt: at once, in the evening, the next day, or days late; never after the present.
fn synchronise(survey: &Survey, index: usize, day: i32, draw: &mut Draw, visits: &mut [Visit]) {
    let Some(last_end) = visits.last().map(|visit| visit.received_s) else {
        return;
    };
    let late_days = match draw.unit() {
        u if u < 0.03 => draw.between(2, 6) as i32,
        u if u < 0.13 => 1,
        _ => 0,
    };
    let sync_day = (day + late_days).min(survey.scenario.today.0);
    if survey.enumerators[index].online && late_days == 0 {
        for visit in visits {
            visit.received_s =
                (visit.received_s + i64::from(draw.between(20, 600))).min(survey.now_s());
        }
        return;
    }
    let evening = i64::from(sync_day) * DAY_S + 18 * HOUR_S + 1_800 + i64::from(draw.below(7_200));
    let mut at = evening.max(last_end + 120);
    for visit in visits {
        visit.received_s = at.min(survey.now_s());
        at += i64::from(draw.between(1, 4));
    }
}
