//! A field's worth of awkward submissions, in any order.

use super::{arrival, broken, fact};
use domain::outcome::{Outcome, ReviewState};
use domain::time::{EpochMs, SurveyDay};
use store::{Arrival, FactInput};

/// One step of SplitMix64 (Steele, Lea, Flood 2014): deterministic choices without a dependency.
pub fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn pick(state: &mut u64, bound: u64) -> u64 {
    next(state) % bound
}

/// A submission of few enumerators, days, areas and households, so that everything collides with everything.
/// A function of its numbers alone: equal numbers are equal content.
pub fn made(id: u64, revision: u64) -> Arrival {
    let mut state = id * 1_000 + revision;
    let name = format!("s{id}");
    let content = format!("r{revision}");
    if pick(&mut state, 12) == 0 {
        return broken(&name, &content, "missing");
    }
    let completed_at = EpochMs(super::NOON_MS + 1_000 * pick(&mut state, 5) as i64);
    let made = FactInput {
        enumerator_code: format!("E{}", pick(&mut state, 3)),
        wave_code: (pick(&mut state, 2) == 0).then(|| "W1".to_owned()),
        device_code: (pick(&mut state, 3) != 0).then(|| format!("D{}", pick(&mut state, 2))),
        area_id: 4 + pick(&mut state, 3) as i32,
        survey_day: SurveyDay(20_454 + pick(&mut state, 2) as i32),
        outcome: match pick(&mut state, 4) {
            0 => Outcome::Refused,
            _ => Outcome::Complete,
        },
        review_state: match pick(&mut state, 5) {
            0 => ReviewState::Rejected,
            _ => ReviewState::Received,
        },
        household_key: (pick(&mut state, 5) != 0).then(|| pick(&mut state, 4) as i64),
        completed_at,
        ended_at: Some(completed_at),
        ..fact()
    };
    // Revisions of one submission are received at different times: on a tie the order of arrival is what is meant.
    let mut made = arrival(&name, &content, revision as i64, made);
    // Ids share hashes, as 64 bits one day will.
    made.id_hash = (id % 7) as i64;
    made
}

/// About 60 submissions with up to three revisions each, some of them twice, in an order of their own.
pub fn shuffled_submissions(seed: u64) -> Vec<Arrival> {
    let mut all: Vec<Arrival> = (0..60)
        .flat_map(|id| (0..1 + id % 3).map(move |revision| made(id, revision)))
        .collect();
    let again: Vec<Arrival> = all.iter().step_by(5).cloned().collect();
    all.extend(again);
    let mut state = seed;
    for last in (1..all.len()).rev() {
        let other = pick(&mut state, last as u64 + 1) as usize;
        all.swap(last, other);
    }
    all
}

/// The same rows cut into batches of 1 to 40.
pub fn batches_of(rows: Vec<Arrival>, seed: u64) -> Vec<Vec<Arrival>> {
    let mut state = seed.wrapping_mul(31);
    let mut batches = Vec::new();
    let mut rest = rows.into_iter().peekable();
    while rest.peek().is_some() {
        let size = 1 + pick(&mut state, 40) as usize;
        batches.push(rest.by_ref().take(size).collect());
    }
    batches
}
