//! One interview: how long it takes, and what the tablet records of it.

use crate::behaviour::Behaviour;
use crate::draw::{Draw, Purpose};
use crate::enumerator::Enumerator;
use crate::survey::Survey;
use crate::workday::{Stop, Visit, VisitFix};
use domain::outcome::{Outcome, ReviewState};

/// Everything that a visit records, but for the time of receipt.
#[inline]
pub(crate) fn finish(
    survey: &Survey,
    index: usize,
    number: u32,
    day: i32,
    stop: &Stop,
    started_s: i64,
) -> Visit {
    let mut draw = stop.draw.clone();
    let ended_s = started_s + (stop.duration_s as i64).max(20);
    let (fix, flagged) = locate(stop, started_s, &mut draw);
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
        mock: flagged && stop.behaviour == Some(Behaviour::MockLocation),
        active_s: if asked { active as u16 } else { 0 },
        household_size: if asked { stop.household_size } else { 0 },
        items: if asked {
            let enumerator = &survey.enumerators[index];
            items(
                stop.knock.outcome,
                stop.household_size,
                enumerator,
                &mut draw,
            )
        } else {
            [0; 4]
        },
        form_version: if new_form { 4 } else { 3 },
        behaviour: stop.behaviour,
    }
}

/// What the receiver makes of the place, and whether a faked one would be told.
fn locate(stop: &Stop, started_s: i64, draw: &mut Draw) -> (Option<VisitFix>, bool) {
    let spread = draw.unit();
    let accuracy_m = match draw.unit() {
        u if u < 0.93 => 3.0 + 10.0 * spread * spread,
        u if u < 0.97 => 13.0 + 17.0 * spread,
        _ => 30.0 + 90.0 * spread * spread,
    };
    // The stated accuracy is a 68 % radius: 1.51 times the deviation along each axis.
    let deviation_m = accuracy_m / 1.51;
    let seen = stop
        .door
        .moved(deviation_m * draw.bell(), deviation_m * draw.bell());
    let delay_s = i64::from(draw.between(0, 50)) - 10;
    // What lives on a fix always has one.
    let always = matches!(
        stop.behaviour,
        Some(Behaviour::MockLocation | Behaviour::CachedFix)
    );
    let missing = draw.chance(0.02) && !always;
    let flagged = draw.chance(0.5);
    let (lat_e6, lon_e6) = seen.rounded();
    let fix = VisitFix {
        lat_e6,
        lon_e6,
        accuracy_dm: (accuracy_m * 10.0) as u16,
        // The plain rises from the south-west to the hills.
        altitude_m: (80.0 + (seen.lat - 28.0) * 45.0 + 4.0 * draw.bell()) as i16,
        at_s: started_s + delay_s,
    };
    ((!missing).then_some(fix), flagged)
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
fn items(
    outcome: Outcome,
    household_size: u8,
    enumerator: &Enumerator,
    draw: &mut Draw,
) -> [u8; 4] {
    let required = (24 + 5 * u32::from(household_size)).min(250);
    let reached = match outcome {
        Outcome::Complete => required,
        _ => required * draw.between(20, 70) / 100,
    };
    let mut dont_know = (0..3)
        .map(|_| u32::from(draw.chance(enumerator.dont_know)))
        .sum::<u32>();
    let mut refused = u32::from(draw.chance(enumerator.item_refused));
    // Now and then only a grandmother is at home, or someone who would rather not say.
    match draw.below(100) {
        0 | 1 => dont_know += draw.between(3, 10),
        2 => refused += draw.between(2, 6),
        _ => {}
    }
    let dont_know = dont_know.min(reached);
    let refused = refused.min(reached - dont_know);
    [required, reached - dont_know - refused, dont_know, refused].map(|n| n as u8)
}

/// Persons in a household: the same at every visit. The shape is Punjab's as far as its mean tells.
#[inline]
pub(crate) fn size_of(seed: u64, uc: u16, household: u32, mean: f64) -> u8 {
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

/// Seconds on the doorstep. `pace` is the enumerator's.
#[inline]
pub(crate) fn duration_s(outcome: Outcome, household_size: u8, pace: f64, draw: &mut Draw) -> f64 {
    match outcome {
        // 22 minutes for six persons.
        Outcome::Complete => {
            (pace * 1_320.0 * (0.6 + f64::from(household_size) / 15.0) * draw.skewed(0.33))
                .clamp(480.0, 9_000.0)
        }
        Outcome::Partial => 600.0 * draw.skewed(0.5),
        Outcome::Refused => f64::from(draw.between(60, 240)),
        Outcome::NotAtHome | Outcome::Vacant => f64::from(draw.between(30, 120)),
        Outcome::NotFound => f64::from(draw.between(120, 400)),
        Outcome::Other => f64::from(draw.between(60, 300)),
    }
}
