//! Small numbers that could point to a household: what is told, what is held back, and what else must be held so that it cannot be worked
//! out.

mod tree;

pub use tree::{Part, held_parts};

use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A number below this, and not 0, is small. Five is usual for tables of counts (UK Office for National Statistics, "Policy on protecting
/// confidentiality in tables of birth and death statistics"; Eurostat's rule of three to five).
pub const FEWEST_TOLD: u64 = 5;

/// Whether a number of households, interviews or answers could point to one of them.
pub fn is_small(number: u64) -> bool {
    (1..FEWEST_TOLD).contains(&number)
}

/// What stands in place of a number that is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Held {
    /// Fewer than five, none among them.
    Few,
    /// Five or more.
    Many,
    /// Nothing is said of it: a small number could be worked out from it.
    Withheld,
}

impl Held {
    /// What is said of a number of a part that is held back whole.
    pub fn of(number: u64) -> Held {
        match number < FEWEST_TOLD {
            true => Held::Few,
            false => Held::Withheld,
        }
    }

    /// The word in files and answers to machines.
    pub fn code(self) -> &'static str {
        match self {
            Held::Few => "<5",
            Held::Many => ">=5",
            Held::Withheld => "withheld",
        }
    }

    /// In a cell of a table.
    pub fn say(self) -> Text {
        let (en, ur) = match self {
            Held::Few => ("<5", "5 سے کم"),
            Held::Many => ("≥5", "5 یا زیادہ"),
            Held::Withheld => ("not told", "نہیں بتایا گیا"),
        };
        Text { en, ur }
    }
}

/// A number, or what stands in its place for somebody who may not see single households.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Disclosed<T> {
    /// It is told.
    Told(T),
    /// It is held back.
    Held(Held),
}

impl<T> Disclosed<T> {
    /// The number, if it is told.
    pub fn told(self) -> Option<T> {
        match self {
            Disclosed::Told(value) => Some(value),
            Disclosed::Held(_) => None,
        }
    }

    /// What stands in its place, if it is not.
    pub fn held(&self) -> Option<Held> {
        match self {
            Disclosed::Told(_) => None,
            Disclosed::Held(held) => Some(*held),
        }
    }

    /// The same of what the number makes.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Disclosed<U> {
        match self {
            Disclosed::Told(value) => Disclosed::Told(make(value)),
            Disclosed::Held(held) => Disclosed::Held(held),
        }
    }
}

impl<T: Default> Default for Disclosed<T> {
    fn default() -> Disclosed<T> {
        Disclosed::Told(T::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_four_are_small_and_none_and_five_are_not() {
        let small: Vec<u64> = (0..7).filter(|number| is_small(*number)).collect();
        assert_eq!(small, [1, 2, 3, 4]);
    }

    #[test]
    fn of_a_held_number_it_is_said_only_whether_it_is_below_five() {
        let codes = [0, 4, 5, 4_000].map(|number| Held::of(number).code());
        assert_eq!(codes, ["<5", "<5", "withheld", "withheld"]);
    }

    #[test]
    fn what_is_made_of_a_held_number_is_held() {
        assert_eq!(Disclosed::Told(2).map(|n| n * 2).told(), Some(4));
        let held: Disclosed<u64> = Disclosed::Held(Held::Few);
        assert_eq!(
            (held.map(|n| n * 2).told(), held.held()),
            (None, Some(Held::Few))
        );
    }
}
