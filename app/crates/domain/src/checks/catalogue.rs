//! The list of the checks. One line a check: its name, and the file that holds it.

use super::about::About;
use super::finding::Says;
use crate::lang::Lang;
use serde::{Deserialize, Serialize};

/// Declares the checks, so that none can lack its text, its evidence or its number.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $check:ident = $rank:literal: $file:ident),+ $(,)?) => {
        /// A check of the catalogue. Its number in the database never changes and is never used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Check { $($(#[$doc])* $check = $rank),+ }

        impl Check {
            /// Every check, in the order of the catalogue.
            pub const ALL: &'static [Check] = &[$(Check::$check),+];

            /// The word in addresses, files and settings.
            pub fn code(self) -> &'static str {
                match self { $(Check::$check => stringify!($file)),+ }
            }

            /// What it says of itself.
            pub fn about(self) -> &'static About {
                match self { $(Check::$check => &super::$file::ABOUT),+ }
            }
        }

        /// What a person needs to agree or disagree with a finding, typed by its check.
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "check", rename_all = "snake_case")]
        pub enum Evidence { $($(#[$doc])* $check(super::$file::Evidence)),+ }

        impl Evidence {
            /// Whose evidence it is.
            pub fn check(&self) -> Check {
                match self { $(Evidence::$check(_) => Check::$check),+ }
            }

            /// What happened, in a sentence or two.
            pub fn say(&self, lang: Lang) -> String {
                match self { $(Evidence::$check(evidence) => evidence.say(lang)),+ }
            }
        }
    };
}

catalogue! {
    /// No fix on a complete interview.
    GpsMissing = 1: gps_missing,
    /// Faster than anybody travels.
    TravelSpeed = 2: travel_speed,
    /// Households on one spot.
    GpsClustered = 29: gps_clustered,
    /// Over sooner than the form takes.
    DurationShort = 30: duration_short,
    /// More on a day than anybody completes.
    TooManyADay = 31: too_many_a_day,
    /// Visits without an interview, unlike peers.
    Nonresponse = 32: nonresponse,
    /// "Don't know", unlike peers.
    DontKnow = 33: dont_know,
    /// Refused answers, unlike peers.
    Refusal = 34: refusal,
    /// Households far smaller than the tehsil's.
    HouseholdSizeLow = 35: household_size_low,
}

impl Check {
    /// Reads [`Check::code`] back.
    pub fn from_code(code: &str) -> Option<Check> {
        Check::ALL
            .iter()
            .copied()
            .find(|check| check.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Check::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Check> {
        Check::ALL
            .iter()
            .copied()
            .find(|check| check.rank() == rank)
    }
}
