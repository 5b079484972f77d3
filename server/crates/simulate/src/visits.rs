//! What happens door by door: blocks of 60 visits to 55 households.
//!
//! A block belongs to one union council and one settlement of it. Six of its households are away at the first knock; five
//! of those are visited again before the block is done, four then answer. Now and then a household is completed
//! twice. The mix is fixed by block and only its order is drawn, so that a union council with enough visits reaches its target.

use crate::draw::{Draw, Purpose};
use domain::outcome::Outcome;

/// Visits in a block.
pub(crate) const BLOCK_VISITS: u32 = 60;
/// Households in a block.
pub(crate) const BLOCK_HOUSEHOLDS: u32 = 55;
/// Households that a block completes on average, less those whose interview is rejected: what turns targets into visits.
pub(crate) const BLOCK_COMPLETES: f64 = 47.2;

/// One knock on a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Knock {
    /// Household within the block, 0 … 54.
    pub household: u8,
    /// How it ended.
    pub outcome: Outcome,
}

/// The visits of a block, in order. `refusing` is the share of its lost households that are lost to refusal: it differs by
/// tehsil, and what a block completes does not depend on it.
pub(crate) fn block(
    seed: u64,
    uc: u16,
    block: u32,
    refusing: f64,
) -> [Knock; BLOCK_VISITS as usize] {
    let mut draw = Draw::keyed(seed, Purpose::Block, u64::from(uc), u64::from(block));
    let mut first = [Outcome::Complete; BLOCK_HOUSEHOLDS as usize];
    first[..10].copy_from_slice(&[
        Outcome::NotAtHome,
        Outcome::NotAtHome,
        Outcome::NotAtHome,
        Outcome::NotAtHome,
        Outcome::NotAtHome,
        Outcome::NotAtHome,
        Outcome::Refused,
        Outcome::Refused,
        Outcome::Vacant,
        Outcome::Partial,
    ]);
    for (place, outcome, share) in [
        (10, Outcome::Vacant, 0.5),
        (11, Outcome::NotFound, 0.4),
        (12, Outcome::Other, 0.3),
    ] {
        if draw.chance(share) {
            first[place] = outcome;
        }
    }
    let mut lost = Draw::keyed(
        seed,
        Purpose::Trait,
        1 << 32 | u64::from(uc),
        u64::from(block),
    );
    for outcome in &mut first[6..13] {
        if !matches!(outcome, Outcome::Complete | Outcome::Partial) {
            if lost.chance(refusing) {
                *outcome = Outcome::Refused;
            } else if *outcome == Outcome::Refused {
                *outcome = Outcome::Vacant;
            }
        }
    }
    draw.shuffle(&mut first);
    let knock = |household: usize, outcome| Knock {
        household: household as u8,
        outcome,
    };
    let mut order: Vec<Knock> = Vec::with_capacity(BLOCK_VISITS as usize);
    order.extend(
        first
            .iter()
            .enumerate()
            .map(|(household, outcome)| knock(household, *outcome)),
    );
    let away: Vec<usize> = (0..first.len())
        .filter(|&h| first[h] == Outcome::NotAtHome)
        .take(5)
        .collect();
    let twice = draw.chance(0.3);
    for (nth, &household) in away.iter().enumerate() {
        let again = match nth {
            0 => Outcome::NotAtHome,
            // The household that is completed twice takes the place of a return.
            4 if twice => {
                let done = first
                    .iter()
                    .position(|o| *o == Outcome::Complete)
                    .unwrap_or(0);
                insert_later(&mut order, knock(done, Outcome::Complete), &mut draw);
                continue;
            }
            _ => Outcome::Complete,
        };
        insert_later(&mut order, knock(household, again), &mut draw);
    }
    std::array::from_fn(|i| order.get(i).copied().unwrap_or(knock(i, Outcome::Other)))
}

/// Puts a second visit five to 24 doors after the first: later that day or on one of the next two.
fn insert_later(order: &mut Vec<Knock>, visit: Knock, draw: &mut Draw) {
    let first = order
        .iter()
        .position(|k| k.household == visit.household)
        .unwrap_or(0);
    let (earliest, latest) = (first + 5, first + 24);
    let at = draw.between(
        earliest.min(order.len()) as u32,
        latest.min(order.len()) as u32,
    );
    order.insert(at as usize, visit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_block_visits_every_household_and_completes_what_it_promises() {
        let mut complete = 0;
        for number in 0..1_000 {
            let visits = block(3, 17, number, 0.5);
            let seen: HashSet<u8> = visits.iter().map(|k| k.household).collect();
            assert_eq!(seen.len(), BLOCK_HOUSEHOLDS as usize);
            let done: HashSet<u8> = visits
                .iter()
                .filter(|k| k.outcome == Outcome::Complete)
                .map(|k| k.household)
                .collect();
            complete += done.len();
        }
        let mean = complete as f64 / 1_000.0;
        // 1.2 % of complete interviews are rejected later.
        assert!((mean * 0.988 - BLOCK_COMPLETES).abs() < 0.3, "{mean}");
    }

    #[test]
    fn refusals_follow_the_tehsil_and_completes_do_not() {
        let count = |refusing: f64, wanted: Outcome| {
            (0..300)
                .flat_map(|number| block(3, 17, number, refusing))
                .filter(|knock| knock.outcome == wanted)
                .count()
        };
        assert_eq!(count(0.2, Outcome::Complete), count(0.9, Outcome::Complete));
        assert!(2 * count(0.2, Outcome::Refused) < count(0.9, Outcome::Refused));
    }

    #[test]
    fn a_return_visit_comes_after_the_first_to_the_same_door() {
        let visits = block(9, 5, 2, 0.5);
        let returned: Vec<u8> = visits
            .iter()
            .enumerate()
            .filter(|(at, k)| {
                visits[..*at]
                    .iter()
                    .any(|before| before.household == k.household)
            })
            .map(|(_, k)| k.household)
            .collect();
        assert_eq!(returned.len(), 5);
        for household in returned {
            let first = visits.iter().find(|k| k.household == household).unwrap();
            assert!(matches!(
                first.outcome,
                Outcome::NotAtHome | Outcome::Complete
            ));
        }
    }
}
