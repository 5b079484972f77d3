//! When the server hears of it.

use crate::behaviour::Behaviour;
use crate::calendar::DAY_S;
use crate::draw::{Draw, Purpose};
use crate::plant::Planted;
use crate::survey::Survey;
use crate::workday::{HOUR_S, Visit};

/// Sets the times of receipt: at once, in the evening, the next day, or days late; never after the present.
pub(crate) fn synchronise(
    survey: &Survey,
    index: usize,
    day: i32,
    draw: &mut Draw,
    visits: &mut [Visit],
) {
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

/// Sets the times of receipt of those visits of a day for which the tablet was offline: all of some days at once, in the
/// evening of the last. Batches follow one another from the enumerator's first day on.
pub(crate) fn send_in_batches(
    survey: &Survey,
    index: usize,
    day: i32,
    planted: &Planted,
    visits: &mut [Visit],
) {
    let days = planted.batch_days();
    let first_day = survey.enumerators[index].first_day;
    let batch = (day - first_day).div_euclid(days);
    let sync_day = (first_day + (batch + 1) * days - 1).min(survey.scenario.today.0);
    let mut draw = Draw::keyed(
        survey.scenario.seed,
        Purpose::Act,
        index as u64,
        1 << 33 | batch as u64,
    );
    let evening = i64::from(sync_day) * DAY_S + 20 * HOUR_S + i64::from(draw.below(1_200));
    for visit in visits {
        if visit.behaviour == Some(Behaviour::BatchSync) {
            let order = i64::from(visit.number % 1_000) * 2;
            let ended_s = visit.ended_s;
            visit.received_s = (evening + order).max(ended_s + 60).min(survey.now_s());
        }
    }
}
