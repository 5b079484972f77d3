//! How far the interviews have come with a listing, in one union council: from its households and the visits there.

use super::Reached;
use std::collections::HashMap;

/// A visit as the listing sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The household that it names, by its key; `None`: it names none.
    pub household: Option<i64>,
    /// Whether it is the interview that counts for the household.
    pub counts: bool,
}

/// How far it has come. Of listed households everyone is interviewed, attempted, or was visited by nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Households on the list.
    pub listed: u64,
    /// … of which an interview counts.
    pub interviewed: u64,
    /// … that were visited without one.
    pub attempted: u64,
    /// Interviews that count, of households that are not on the list.
    pub not_listed: u64,
    /// Interviews that count and name no household: whether it is on the list cannot be said.
    pub unnamed: u64,
}

impl Progress {
    /// Listed households that nobody has visited.
    pub fn nobody(&self) -> u64 {
        self.listed
            .saturating_sub(self.interviewed + self.attempted)
    }

    /// Both together.
    pub fn plus(self, other: Progress) -> Progress {
        Progress {
            listed: self.listed + other.listed,
            interviewed: self.interviewed + other.interviewed,
            attempted: self.attempted + other.attempted,
            not_listed: self.not_listed + other.not_listed,
            unnamed: self.unnamed + other.unnamed,
        }
    }
}

/// What the visits of a union council say of its listed households: the sums, and how far each household is, in the order of `listed`.
///
/// `listed` are the keys of the households, each once; `visits` are all visits there of the listing's wave, whatever came of them.
pub fn progress(listed: &[i64], visits: &[Seen]) -> (Progress, Vec<Reached>) {
    let mut reached: HashMap<i64, Reached> =
        listed.iter().map(|key| (*key, Reached::Nobody)).collect();
    let mut sums = Progress {
        listed: listed.len() as u64,
        ..Progress::default()
    };
    for visit in visits {
        match visit.household {
            None => sums.unnamed += u64::from(visit.counts),
            Some(key) => match reached.get_mut(&key) {
                None => sums.not_listed += u64::from(visit.counts),
                Some(so_far) => {
                    *so_far = (*so_far).max(match visit.counts {
                        true => Reached::Interviewed,
                        false => Reached::Attempted,
                    });
                }
            },
        }
    }
    let each: Vec<Reached> = listed.iter().map(|key| reached[key]).collect();
    for one in &each {
        match one {
            Reached::Nobody => {}
            Reached::Attempted => sums.attempted += 1,
            Reached::Interviewed => sums.interviewed += 1,
        }
    }
    (sums, each)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(household: Option<i64>, counts: bool) -> Seen {
        Seen { household, counts }
    }

    #[test]
    fn every_listed_household_is_interviewed_attempted_or_unvisited_and_others_are_not_on_the_list()
    {
        let visits = [
            // Refused, then interviewed; interviewed twice, of which one counts.
            seen(Some(1), false),
            seen(Some(1), true),
            seen(Some(2), true),
            seen(Some(2), false),
            seen(Some(3), false),
            seen(Some(3), false),
            // Not on the list: the interview counts, the refusal does not.
            seen(Some(8), true),
            seen(Some(9), false),
            seen(None, true),
            seen(None, false),
        ];
        let (sums, each) = progress(&[4, 3, 2, 1], &visits);
        assert_eq!(
            each,
            [
                Reached::Nobody,
                Reached::Attempted,
                Reached::Interviewed,
                Reached::Interviewed
            ]
        );
        let expected = Progress {
            listed: 4,
            interviewed: 2,
            attempted: 1,
            not_listed: 1,
            unnamed: 1,
        };
        assert_eq!((sums, sums.nobody()), (expected, 1));
        assert_eq!(sums.plus(sums).nobody(), 2);
    }

    #[test]
    fn the_order_of_visits_makes_no_difference() {
        let visits = [seen(Some(1), true), seen(Some(1), false)];
        let back = [visits[1], visits[0]];
        assert_eq!(progress(&[1], &visits), progress(&[1], &back));
    }
}
