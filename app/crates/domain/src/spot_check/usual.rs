//! The questions that are asked again: one table, with their types (docs/decisions/0110), tolerances and choices.
//!
//! They are questions of a poverty score card. The code is the name of the answer in the submission; where a survey's form does not have it, the
//! interview has no answer, and nothing is compared.

use super::question::{Question, QuestionType, Tolerance};

/// A question that is asked again, with the choices that a form offers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualQuestion {
    /// The name of its answer in the submission.
    pub code: &'static str,
    /// Its type.
    pub kind: QuestionType,
    /// The choices; none: a number is entered.
    pub choices: &'static [&'static str],
    /// Numbers may lie so far apart.
    within: f64,
}

use QuestionType::{One, Three, Two};

/// The one table, in the order in which a monitor asks.
#[rustfmt::skip]
const TABLE: [UsualQuestion; 6] = [
    // What a house is made of, and whose land is farmed, does not change within weeks.
    UsualQuestion { code: "roof",   kind: One,   choices: &["rcc", "girder", "wood", "other"], within: 0.0 },
    UsualQuestion { code: "land",   kind: One,   choices: &["none", "own", "rent", "share"],   within: 0.0 },
    // What counts as a room, or as the household's own toilet, depends on how it is asked.
    UsualQuestion { code: "rooms",  kind: Two,   choices: &[],                                 within: 1.0 },
    UsualQuestion { code: "toilet", kind: Two,   choices: &["flush", "pit", "shared", "none"], within: 0.0 },
    // What is drunk and burnt changes with the season.
    UsualQuestion { code: "water",  kind: Three, choices: &["pump", "motor", "piped", "canal"], within: 0.0 },
    UsualQuestion { code: "fuel",   kind: Three, choices: &["wood", "gas", "dung", "lpg"],      within: 0.0 },
];

/// The questions that are asked again.
pub fn usual_questions() -> &'static [UsualQuestion] {
    &TABLE
}

impl UsualQuestion {
    /// As it is compared.
    pub fn question(&self) -> Question {
        Question {
            code: self.code.to_owned(),
            kind: self.kind,
            tolerance: match self.choices.is_empty() {
                true => Tolerance::Absolute { by: self.within },
                // An interview of another form may have other words: they differ, which a person sees, and are not unreadable.
                false => Tolerance::Exact,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_usual_question_can_be_used_and_all_types_are_among_them() {
        let codes: BTreeSet<&str> = TABLE.iter().map(|one| one.code).collect();
        assert_eq!(codes.len(), TABLE.len());
        for one in &TABLE {
            assert_eq!(one.question().check(), Ok(()), "{}", one.code);
        }
        for kind in QuestionType::ALL {
            assert!(TABLE.iter().any(|one| one.kind == kind));
        }
    }
}
