//! The questions of a back check, and when two answers are the same.
//!
//! The three types are those of field practice (Innovations for Poverty Action's `bcstats`; J-PAL; World Bank, DIME Wiki, "Back Checks"):
//! type 1 never differs between honest interviews, type 2 may differ by how well the enumerator asks, type 3 may honestly have changed.

use serde::{Deserialize, Serialize};

/// What a difference says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    /// Should never differ: a difference puts the interview in doubt.
    One,
    /// May differ by the enumerator's skill: a difference asks for training.
    Two,
    /// May honestly have changed since, or is hard to measure: differences say how well the question can be asked.
    Three,
}

impl QuestionType {
    /// Every type.
    pub const ALL: [QuestionType; 3] = [QuestionType::One, QuestionType::Two, QuestionType::Three];

    /// The number in files: 1, 2, 3.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Reads [`QuestionType::number`] back.
    pub fn from_number(number: u8) -> Option<QuestionType> {
        QuestionType::ALL
            .into_iter()
            .find(|kind| kind.number() == number)
    }
}

/// How far two answers may lie apart and still be taken for the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "tolerance", rename_all = "snake_case")]
pub enum Tolerance {
    /// Not at all: the same words without regard to case and spaces, or the same number.
    Exact,
    /// Numbers that differ by at most so much.
    Absolute {
        /// In the question's unit; not negative.
        by: f64,
    },
    /// Numbers that differ by at most this part of the larger one.
    Relative {
        /// 0 to 1.
        share: f64,
    },
    /// Choices that stand at most so many steps apart.
    Choices {
        /// The choices in their order.
        choices: Vec<String>,
        /// Steps.
        steps: u32,
    },
}

/// A question that is asked again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The name of its answer in the submission.
    pub code: String,
    /// Its type.
    pub kind: QuestionType,
    /// Its tolerance.
    pub tolerance: Tolerance,
}

/// Why a question cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionProblem {
    /// It has no code.
    NoCode,
    /// The tolerance is negative or no number.
    BadTolerance,
    /// The part of a relative tolerance is not between 0 and 1.
    BadShare,
    /// Fewer than two choices, or one that stands twice.
    BadChoices,
}

/// Answers that say nothing: a blank, and the words that forms use for "don't know" and "refused".
const NO_ANSWERS: [&str; 8] = [
    "",
    "dk",
    "dont_know",
    "don't know",
    "refused",
    "na",
    "n/a",
    "-99",
];

/// How two answers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The same.
    Same,
    /// Not the same, within the tolerance.
    Within,
    /// Beyond the tolerance.
    Differs,
    /// The monitor has no answer.
    NotAsked,
    /// The interview has no answer.
    NotInInterview,
    /// One of them is no number, or none of the choices, where it should be.
    Unreadable,
}

impl Comparison {
    /// Whether there are two answers to compare.
    pub fn is_compared(self) -> bool {
        matches!(
            self,
            Comparison::Same | Comparison::Within | Comparison::Differs
        )
    }
}

/// An answer as it is compared: without case, and with single spaces; `None` if it says nothing.
fn plain(text: Option<&str>) -> Option<String> {
    let words: Vec<&str> = text?.split_whitespace().collect();
    let plain = words.join(" ").to_lowercase();
    (!NO_ANSWERS.contains(&plain.as_str())).then_some(plain)
}

/// A number as people type it, with commas between thousands.
fn number(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|c| *c != ',').collect();
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

impl Question {
    /// Whether it can be used.
    pub fn check(&self) -> Result<(), QuestionProblem> {
        if self.code.trim().is_empty() {
            return Err(QuestionProblem::NoCode);
        }
        match &self.tolerance {
            Tolerance::Absolute { by } if !(by.is_finite() && *by >= 0.0) => {
                Err(QuestionProblem::BadTolerance)
            }
            Tolerance::Relative { share } if !(0.0..=1.0).contains(share) => {
                Err(QuestionProblem::BadShare)
            }
            Tolerance::Choices { choices, .. } => {
                let mut plain: Vec<_> = choices.iter().map(|c| self::plain(Some(c))).collect();
                plain.sort();
                let is_twice = plain.windows(2).any(|pair| pair[0] == pair[1]);
                match is_twice || choices.len() < 2 {
                    true => Err(QuestionProblem::BadChoices),
                    false => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Whether an answer can be compared: a number, or one of the choices, where it should be one. What says nothing can.
    pub fn can_read(&self, answer: &str) -> bool {
        let Some(answer) = plain(Some(answer)) else {
            return true;
        };
        match &self.tolerance {
            Tolerance::Exact => true,
            Tolerance::Absolute { .. } | Tolerance::Relative { .. } => number(&answer).is_some(),
            Tolerance::Choices { choices, .. } => choices
                .iter()
                .any(|choice| plain(Some(choice)).as_deref() == Some(&answer)),
        }
    }

    /// How the monitor's answer compares with the enumerator's. The order of the two does not matter but for which one is missing.
    pub fn compare(&self, enumerator: Option<&str>, monitor: Option<&str>) -> Comparison {
        let Some(monitor) = plain(monitor) else {
            return Comparison::NotAsked;
        };
        let Some(enumerator) = plain(enumerator) else {
            return Comparison::NotInInterview;
        };
        let numbers = number(&enumerator).zip(number(&monitor));
        if enumerator == monitor || numbers.is_some_and(|(a, b)| a == b) {
            return Comparison::Same;
        }
        let within = match &self.tolerance {
            Tolerance::Exact => Some(false),
            // A hair of binary fractions is not a difference.
            Tolerance::Absolute { by } => numbers.map(|(a, b)| (a - b).abs() <= by + 1e-9),
            Tolerance::Relative { share } => {
                numbers.map(|(a, b)| (a - b).abs() <= share * a.abs().max(b.abs()) + 1e-9)
            }
            Tolerance::Choices { choices, steps } => {
                let place = |answer: &str| {
                    choices
                        .iter()
                        .position(|choice| plain(Some(choice)).as_deref() == Some(answer))
                };
                place(&enumerator)
                    .zip(place(&monitor))
                    .map(|(a, b)| a.abs_diff(b) <= *steps as usize)
            }
        };
        match within {
            None => Comparison::Unreadable,
            Some(true) => Comparison::Within,
            Some(false) => Comparison::Differs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(tolerance: Tolerance) -> Question {
        Question {
            code: "q".to_owned(),
            kind: QuestionType::Two,
            tolerance,
        }
    }

    #[test]
    fn answers_are_the_same_at_the_tolerance_and_not_beyond_it() {
        let exact = || question(Tolerance::Exact);
        let two = || question(Tolerance::Absolute { by: 2.0 });
        let tenth = || question(Tolerance::Relative { share: 0.1 });
        let floors = || {
            question(Tolerance::Choices {
                choices: ["earth", "brick", "cement", "tiles"]
                    .map(str::to_owned)
                    .to_vec(),
                steps: 1,
            })
        };
        use Comparison::{Differs, NotAsked, NotInInterview, Same, Unreadable, Within};
        let cases = [
            (exact(), "Own  House", "own house", Same),
            (exact(), "7", "7.0", Same),
            (exact(), "own", "rent", Differs),
            (two(), "5", "7", Within),
            (two(), "5", "7.01", Differs),
            (two(), "many", "7", Unreadable),
            (two(), "NaN", "7", Unreadable),
            (tenth(), "9,000", "10,000", Within),
            (tenth(), "8,999", "10,000", Differs),
            (tenth(), "0", "0.0", Same),
            (floors(), "brick", "Cement", Within),
            (floors(), "earth", "cement", Differs),
            (floors(), "earth", "marble", Unreadable),
            (exact(), " ", "yes", NotInInterview),
            (exact(), "yes", "don't know", NotAsked),
        ];
        for (question, a, b, expected) in cases {
            assert_eq!(question.compare(Some(a), Some(b)), expected, "{a} {b}");
            if expected.is_compared() {
                assert_eq!(question.compare(Some(b), Some(a)), expected, "{b} {a}");
            }
        }
        assert_eq!(exact().compare(None, Some("x")), NotInInterview);
        assert_eq!(exact().compare(Some("x"), None), NotAsked);
    }

    #[test]
    fn questions_that_mean_nothing_are_refused() {
        let check = |tolerance| question(tolerance).check();
        let choices = |words: &[&str]| Tolerance::Choices {
            choices: words.iter().map(|word| (*word).to_owned()).collect(),
            steps: 1,
        };
        assert_eq!(check(Tolerance::Exact), Ok(()));
        for by in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                check(Tolerance::Absolute { by }),
                Err(QuestionProblem::BadTolerance)
            );
        }
        assert_eq!(
            check(Tolerance::Relative { share: 10.0 }),
            Err(QuestionProblem::BadShare)
        );
        assert_eq!(check(choices(&["a"])), Err(QuestionProblem::BadChoices));
        assert_eq!(
            check(choices(&["a", "A "])),
            Err(QuestionProblem::BadChoices)
        );
        assert_eq!(check(choices(&["a", "b"])), Ok(()));
        let nameless = Question {
            code: " ".to_owned(),
            ..question(Tolerance::Exact)
        };
        assert_eq!(nameless.check(), Err(QuestionProblem::NoCode));
        for kind in QuestionType::ALL {
            assert_eq!(QuestionType::from_number(kind.number()), Some(kind));
        }
    }
}
