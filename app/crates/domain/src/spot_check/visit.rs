//! What a monitor records at a door, and what cannot be as it was typed.

use super::Question;
use crate::place::Fix;
use crate::time::{EpochMs, SurveyDay};
use serde::{Deserialize, Serialize};

/// What was at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The household, and somebody of it answered.
    Found,
    /// Nobody was at home.
    NotAtHome,
    /// There is no such house or household.
    NotFound,
    /// The household did not want to answer.
    Refused,
    /// The household has moved away.
    Moved,
    /// The house has been pulled down.
    Demolished,
}

impl Found {
    /// Everything that can be found, in the order of the database's numbers.
    pub const ALL: [Found; 6] = [
        Found::Found,
        Found::NotAtHome,
        Found::NotFound,
        Found::Refused,
        Found::Moved,
        Found::Demolished,
    ];

    /// The word in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Found::Found => "found",
            Found::NotAtHome => "not_at_home",
            Found::NotFound => "not_found",
            Found::Refused => "refused",
            Found::Moved => "moved",
            Found::Demolished => "demolished",
        }
    }

    /// Reads [`Found::code`] back.
    pub fn from_code(code: &str) -> Option<Found> {
        Found::ALL.into_iter().find(|found| found.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Found::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Found> {
        let at = usize::try_from(rank).ok()?;
        Found::ALL.get(at).copied()
    }
}

/// What the household says of whether an enumerator came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// One came.
    Yes,
    /// None came.
    No,
    /// Whoever answered does not know.
    Unknown,
}

impl Came {
    /// Every answer.
    pub const ALL: [Came; 3] = [Came::Yes, Came::No, Came::Unknown];

    /// The word in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Came::Yes => "yes",
            Came::No => "no",
            Came::Unknown => "unknown",
        }
    }

    /// Reads [`Came::code`] back.
    pub fn from_code(code: &str) -> Option<Came> {
        Came::ALL.into_iter().find(|came| came.code() == code)
    }
}

/// A visit as it was entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpotVisit {
    /// What was at the door.
    pub found: Found,
    /// Whether an enumerator was there.
    pub came: Option<Came>,
    /// On which day, if the household knows.
    pub came_on: Option<SurveyDay>,
    /// Persons in the household.
    pub household_size: Option<u32>,
    /// Answers by the question's code, as typed.
    pub answers: Vec<(String, String)>,
    /// Where the phone was.
    pub fix: Option<Fix>,
    /// When, by the phone's clock.
    pub at: EpochMs,
    /// What else there is to say.
    pub note: String,
}

/// What the interview says that is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Interviewed {
    /// Its survey day.
    pub day: SurveyDay,
    /// Persons in the household.
    pub household_size: Option<u32>,
    /// Answers by the question's code.
    pub answers: Vec<(String, String)>,
    /// Where it was made.
    pub fix: Option<Fix>,
}

/// No household is larger: the largest that censuses of Pakistan print are of some dozens.
pub const LARGEST_HOUSEHOLD: u32 = 60;
/// Characters of a note at most.
pub const LONGEST_NOTE: usize = 2_000;
/// Characters of an answer at most.
pub const LONGEST_ANSWER: usize = 500;
/// A phone's clock may be so far ahead of the server's: phones that no network has set are off by minutes.
pub const CLOCK_AHEAD_MS: i64 = 10 * 60_000;

/// What cannot be taken as it was typed. The words are in `visit_words.rs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum VisitProblem {
    /// The household was found, and it is not said whether an enumerator came.
    NoCame,
    /// The household was found, and its size is not said.
    NoSize,
    /// Nobody, or more than [`LARGEST_HOUSEHOLD`].
    Size {
        /// As typed.
        size: u32,
    },
    /// The enumerator's day lies after the visit.
    CameLater {
        /// As typed.
        day: SurveyDay,
    },
    /// No enumerator came, and yet on a day.
    CameNotAndWhen,
    /// Nobody was spoken with, and yet there are answers.
    AnswersOfNobody,
    /// The phone's time lies in the future.
    InFuture {
        /// By how many minutes.
        minutes: u64,
    },
    /// The phone's day lies before the interview's.
    BeforeInterview {
        /// The interview's.
        interview: SurveyDay,
    },
    /// A position that cannot be.
    Position,
    /// A question that is not asked in this wave.
    UnknownQuestion {
        /// Its code.
        code: String,
    },
    /// A question answered twice.
    TwiceAnswered {
        /// Its code.
        code: String,
    },
    /// An answer is longer than [`LONGEST_ANSWER`].
    LongAnswer {
        /// The question.
        code: String,
    },
    /// An answer is no number, or none of the choices.
    Unreadable {
        /// The question.
        code: String,
    },
    /// The note is longer than [`LONGEST_NOTE`].
    LongNote,
}

impl SpotVisit {
    /// Everything that cannot be as it was typed, in the form's order; nothing if it can be taken. `day` is the visit's, by the survey's zone,
    /// and `now` the server's time.
    pub fn check(
        &self,
        questions: &[Question],
        interview: &Interviewed,
        day: SurveyDay,
        now: EpochMs,
    ) -> Vec<VisitProblem> {
        let mut problems = Vec::new();
        let was_spoken = self.found == Found::Found;
        match self.came {
            None if was_spoken => problems.push(VisitProblem::NoCame),
            Some(Came::No) if self.came_on.is_some() => problems.push(VisitProblem::CameNotAndWhen),
            _ => {}
        }
        if let Some(day) = self.came_on.filter(|came| *came > day) {
            problems.push(VisitProblem::CameLater { day });
        }
        match self.household_size {
            None if was_spoken => problems.push(VisitProblem::NoSize),
            Some(size) if size == 0 || size > LARGEST_HOUSEHOLD => {
                problems.push(VisitProblem::Size { size });
            }
            _ => {}
        }
        if !was_spoken && self.answers.iter().any(|(_, text)| !text.trim().is_empty()) {
            problems.push(VisitProblem::AnswersOfNobody);
        }
        for (at, (code, text)) in self.answers.iter().enumerate() {
            problems.extend(self.check_answer(questions, at, code, text));
        }
        let ahead_ms = self.at.0.saturating_sub(now.0);
        if ahead_ms > CLOCK_AHEAD_MS {
            let minutes = ahead_ms.unsigned_abs() / 60_000;
            problems.push(VisitProblem::InFuture { minutes });
        } else if interview.day != SurveyDay::UNKNOWN && day < interview.day {
            let interview = interview.day;
            problems.push(VisitProblem::BeforeInterview { interview });
        }
        if self.fix.is_some_and(|fix| !fix.is_possible()) {
            problems.push(VisitProblem::Position);
        }
        if self.note.chars().count() > LONGEST_NOTE {
            problems.push(VisitProblem::LongNote);
        }
        problems
    }

    fn check_answer(
        &self,
        questions: &[Question],
        at: usize,
        code: &str,
        text: &str,
    ) -> Option<VisitProblem> {
        let code = code.to_owned();
        let Some(question) = questions.iter().find(|question| question.code == code) else {
            return Some(VisitProblem::UnknownQuestion { code });
        };
        if self.answers[..at].iter().any(|(other, _)| *other == code) {
            return Some(VisitProblem::TwiceAnswered { code });
        }
        if text.chars().count() > LONGEST_ANSWER {
            return Some(VisitProblem::LongAnswer { code });
        }
        (!question.can_read(text)).then_some(VisitProblem::Unreadable { code })
    }
}

/// Days between an interview and the visit; `None` if the interview's is not known.
pub fn days_since(interview: SurveyDay, visited: SurveyDay) -> Option<u32> {
    let known = interview != SurveyDay::UNKNOWN && visited != SurveyDay::UNKNOWN;
    let days = visited.0.checked_sub(interview.0).filter(|_| known)?;
    u32::try_from(days).ok()
}
