//! Why a row waits in the quarantine, as a code: for grouping, for machines, and for the pages' own words.
//!
//! The sentence beside it (as of [`crate::problem::Problem`]) has the details. Every reason that the program can give is in
//! this list, so that the compiler asks for its words in each language.

/// Declares the reasons with their codes and lists them, so that none can be left out of the list.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident: $code:literal;)+) => {
        /// Why a row cannot be taken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reason {
            $($(#[$doc])* $name,)+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[$(Reason::$name),+];

            /// The code in the database, in addresses and in exports; stable once released.
            pub fn code(self) -> &'static str {
                match self {
                    $(Reason::$name => $code,)+
                }
            }
        }
    };
}

reasons! {
    /// A required column is blank or absent.
    Missing: "missing";
    /// The id is longer than 128 characters.
    IdTooLong: "id_too_long";
    /// The outcome is not one of the seven words.
    UnknownOutcome: "unknown_outcome";
    /// The review state is not one of the five words.
    UnknownReviewState: "unknown_review_state";
    /// A text is not a date and time.
    NotATime: "not_a_time";
    /// A time names no zone.
    NoZone: "no_zone";
    /// A text is not a number.
    NotANumber: "not_a_number";
    /// A number cannot be.
    OutOfRange: "out_of_range";
    /// A text is neither true nor false.
    NotABoolean: "not_a_boolean";
    /// A text is not a calendar day.
    NotADay: "not_a_day";
    /// Only one of latitude and longitude is given.
    HalfAFix: "half_a_fix";
    /// The listing point lies nowhere on earth.
    ImpossibleListingPoint: "impossible_listing_point";
    /// No area has the claimed code.
    UnknownArea: "unknown_area";
    /// No area within the parent that the row names has this name.
    UnknownAreaName: "unknown_area_name";
    /// Several areas have this name.
    AmbiguousAreaName: "ambiguous_area_name";
    /// The mapping does not name the form's word for the outcome.
    OutcomeNotMapped: "outcome_not_mapped";
    /// The row is encrypted.
    Encrypted: "encrypted";
    /// A text is not a GPS position.
    NotAPosition: "not_a_position";
    /// Nothing says whether a GPS position is the interview's.
    PositionNotMapped: "position_not_mapped";
    /// The answers are not a JSON object.
    AnswersNotAnObject: "answers_not_an_object";
    /// The row has no cells: it could not be split, or is not JSON.
    Malformed: "malformed";
    /// The row has more or fewer cells than the header.
    Ragged: "ragged";
    /// The row holds bytes that are not UTF-8.
    NotUtf8: "not_utf8";
    /// An id or a code holds a NUL character.
    NulCharacter: "nul_character";
    /// A token sent a row of an area it may not speak for.
    OutsideScope: "outside_scope";
    /// Another row says something else of the same subject.
    Overruled: "overruled";
    /// A line of a targets file cannot be read.
    Targets: "targets";
    /// A line of a roster cannot be read.
    Roster: "roster";
}

impl Reason {
    /// Reads [`Reason::code`] back; `None` for a code that a later program wrote.
    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL
            .iter()
            .copied()
            .find(|reason| reason.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_one_reasons_own_and_reads_back() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(*reason));
        }
        assert_eq!(Reason::from_code("from_the_future"), None);
    }
}
