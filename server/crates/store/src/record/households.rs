//! Which of a household's interviews counts: the pure half of "each household once" (decision 0032).
//!
//! Among valid completes (complete, not rejected) of one household the one with the smallest completion time counts, on
//! a tie the one with the smaller submission id; the others are repeats. What has arrived when does not matter.

use super::aside::Aside;
use super::hash::{KeyMap, KeySet};
use super::plan::KnownFact;
use super::seen::Seen;
use super::{Cell, FactInput};

/// A valid complete on file, of a household that the batch touches.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub(crate) fact: KnownFact,
    pub(crate) household_key: i64,
    pub(crate) completed_at_ms: i64,
    pub(crate) submission_id: String,
}

/// A valid complete of the batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) household_key: i64,
    pub(crate) completed_at_ms: i64,
    pub(crate) submission_id: &'a str,
}

/// Who counts now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// For each claim, in order, whether it counts.
    pub(crate) claims: Vec<bool>,
    /// Facts on file that counted and do so no longer.
    pub(crate) dethroned: Vec<KnownFact>,
    /// Facts on file that did not count and do so now.
    pub(crate) promoted: Vec<KnownFact>,
}

/// Whose work is judged again, sorted, each once: everybody with a fact that changed, and whoever holds a household that the
/// batch touches, for their flags name the other interview.
pub(crate) fn judged_again(dirty: &[Cell], holders: &[Holder]) -> Vec<i32> {
    let mut enumerators: Vec<i32> = dirty
        .iter()
        .map(|cell| cell.enumerator_id)
        .chain(holders.iter().map(|holder| holder.fact.enumerator_id))
        .collect();
    enumerators.sort_unstable();
    enumerators.dedup();
    enumerators
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Holder(usize),
    Claim(usize),
}

/// Decides who counts. `holders` are **all** valid completes on file of every household that `claims` or `removed`
/// name; `removed` are facts on file that go away with this batch.
pub(crate) fn plan_households(
    claims: &[Claim<'_>],
    removed: &[KnownFact],
    holders: &[Holder],
) -> Counted {
    let removed: KeySet<i64> = removed.iter().map(|fact| fact.raw_id).collect();
    let stays = |holder: &Holder| !removed.contains(&holder.fact.raw_id);
    let mut best: KeyMap<i64, ((i64, &str), Who)> =
        KeyMap::with_capacity_and_hasher(claims.len(), Default::default());
    let on_file = holders
        .iter()
        .enumerate()
        .filter(|(_, holder)| stays(holder))
        .map(|(index, holder)| {
            let rank = (holder.completed_at_ms, holder.submission_id.as_str());
            (holder.household_key, rank, Who::Holder(index))
        });
    let new = claims.iter().enumerate().map(|(index, claim)| {
        let rank = (claim.completed_at_ms, claim.submission_id);
        (claim.household_key, rank, Who::Claim(index))
    });
    for (household_key, rank, who) in on_file.chain(new) {
        best.entry(household_key)
            .and_modify(|first| {
                if rank < first.0 {
                    *first = (rank, who);
                }
            })
            .or_insert((rank, who));
    }
    let counts = |household_key: i64, who: Who| {
        best.get(&household_key)
            .is_some_and(|(_, winner)| *winner == who)
    };
    let mut counted = Counted {
        claims: claims
            .iter()
            .enumerate()
            .map(|(index, claim)| counts(claim.household_key, Who::Claim(index)))
            .collect(),
        ..Counted::default()
    };
    for (index, holder) in holders
        .iter()
        .enumerate()
        .filter(|(_, holder)| stays(holder))
    {
        match (
            holder.fact.counted,
            counts(holder.household_key, Who::Holder(index)),
        ) {
            (true, false) => counted.dethroned.push(holder.fact),
            (false, true) => counted.promoted.push(holder.fact),
            _ => {}
        }
    }
    counted
}

/// The households whose valid completes on file have to be found, each once: those of the claims, where any may be on file, and of the
/// removed facts.
pub(crate) fn households_to_find(
    seen: &mut Seen,
    claims: &[Claim<'_>],
    removed: &[KnownFact],
) -> Vec<i64> {
    let mut keys: Vec<i64> = claims
        .iter()
        .map(|claim| claim.household_key)
        .filter(|key| seen.may_know_household(*key))
        .chain(removed.iter().filter_map(|fact| fact.household_key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    seen.looked_up(keys.len());
    keys
}

/// The claims among facts to be written, in their order. Those that stand aside claim nothing.
pub(crate) fn claims_of<'a>(
    facts: impl Iterator<Item = (&'a str, &'a FactInput)>,
    aside: &Aside,
) -> Vec<Claim<'a>> {
    facts
        .filter(|(submission_id, _)| aside.of(submission_id).is_none())
        .filter_map(|(submission_id, input)| {
            Some(Claim {
                household_key: input.claimed_household()?,
                completed_at_ms: input.completed_at.0,
                submission_id,
            })
        })
        .collect()
}

/// For each of the same facts, in their order, whether it counts. A valid complete of no known household always does, unless it stands aside.
pub(crate) fn counts_of<'a>(
    facts: impl Iterator<Item = (&'a str, &'a FactInput)>,
    aside: &Aside,
    counted: &Counted,
) -> Vec<bool> {
    let mut claims = counted.claims.iter();
    facts
        .map(|(submission_id, input)| {
            if aside.of(submission_id).is_some() {
                return false;
            }
            match input.claimed_household() {
                Some(_) => claims.next().copied().unwrap_or(false),
                None => input.is_valid_complete(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(raw_id: i64, completed_at_ms: i64, counted: bool) -> Holder {
        Holder {
            fact: KnownFact {
                enumerator_id: 1,
                survey_day: 1,
                raw_id,
                area_id: 1,
                wave_id: 0,
                household_key: Some(7),
                counted,
            },
            household_key: 7,
            completed_at_ms,
            submission_id: format!("s{raw_id}"),
        }
    }

    fn claim(completed_at_ms: i64, submission_id: &str) -> Claim<'_> {
        Claim {
            household_key: 7,
            completed_at_ms,
            submission_id,
        }
    }

    #[test]
    fn an_earlier_completion_that_arrives_later_takes_over() {
        let held = [holder(1, 100, true)];
        let counted = plan_households(&[claim(99, "x")], &[], &held);
        assert_eq!(counted.claims, [true]);
        assert_eq!(counted.dethroned, [held[0].fact]);
    }

    #[test]
    fn at_the_same_instant_the_smaller_id_counts() {
        let held = [holder(1, 100, true)];
        assert_eq!(
            plan_households(&[claim(100, "s2")], &[], &held).claims,
            [false]
        );
        assert_eq!(
            plan_households(&[claim(100, "s0")], &[], &held).claims,
            [true]
        );
    }

    #[test]
    fn when_the_counted_one_goes_away_the_next_is_promoted() {
        let held = [
            holder(1, 100, true),
            holder(2, 300, false),
            holder(3, 200, false),
        ];
        let counted = plan_households(&[], &[held[0].fact], &held);
        assert_eq!(counted.promoted, [held[2].fact]);
        assert!(counted.dethroned.is_empty());
    }

    #[test]
    fn within_a_batch_only_the_first_of_a_household_counts() {
        let counted = plan_households(&[claim(5, "b"), claim(5, "a"), claim(6, "c")], &[], &[]);
        assert_eq!(counted.claims, [false, true, false]);
    }
}
