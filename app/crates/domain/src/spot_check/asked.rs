//! The questions that spot checks ask again, with the words of a form. Each wave may have its own; until it has, the usual ones are asked.

use super::question::{Question, Tolerance};
use super::question_problem::ListProblem;
use crate::lang::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Questions of a list at most: a form takes two minutes.
pub const MOST_QUESTIONS: usize = 30;
/// Choices of a question at most.
pub const MOST_CHOICES: usize = 40;
/// Characters of a code at most.
pub const LONGEST_CODE: usize = 64;
/// Characters of a question or a choice in words at most.
pub const LONGEST_WORDS: usize = 200;

/// Words in both languages, as whoever set them wrote them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// English.
    pub en: String,
    /// Urdu; empty: the English ones stand for it.
    pub ur: String,
}

impl Words {
    /// The words in a language.
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ur if !self.ur.is_empty() => &self.ur,
            Lang::En | Lang::Ur => &self.en,
        }
    }
}

/// A choice that a form offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedChoice {
    /// What stands in submissions.
    pub code: String,
    /// What a person reads.
    pub words: Words,
}

/// A question as a form asks it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// How its answers are compared.
    pub question: Question,
    /// What a person reads.
    pub words: Words,
    /// What can be chosen; none: the answer is typed.
    pub choices: Vec<AskedChoice>,
}

impl AskedQuestion {
    /// The name of its answer in the submission.
    pub fn code(&self) -> &str {
        &self.question.code
    }

    /// Whether a number is typed.
    pub fn is_number(&self) -> bool {
        matches!(
            self.question.tolerance,
            Tolerance::Absolute { .. } | Tolerance::Relative { .. }
        )
    }

    /// A choice in words; whatever else an interview says as it stands there.
    pub fn answer_in_words<'a>(&'a self, answer: &'a str, lang: Lang) -> &'a str {
        let found = self.choices.iter().find(|choice| choice.code == answer);
        found.map_or(answer, |choice| choice.words.say(lang))
    }

    /// Everything that keeps it from being asked.
    pub fn problems(&self) -> Vec<ListProblem> {
        let mut problems = Vec::new();
        let code = self.code().to_owned();
        if !is_code(&code) {
            problems.push(ListProblem::BadCode { code: code.clone() });
        }
        if self.words.en.trim().is_empty() {
            problems.push(ListProblem::NoWords { code: code.clone() });
        }
        let mut words = std::iter::once(&self.words).chain(self.choices.iter().map(|c| &c.words));
        let is_long = |text: &str| text.chars().count() > LONGEST_WORDS;
        if words.any(|words| is_long(&words.en) || is_long(&words.ur)) {
            problems.push(ListProblem::LongWords { code: code.clone() });
        }
        problems.extend(self.choice_problem());
        if self.question.check().is_err() && problems.is_empty() {
            let text = super::question_file::write_tolerance(&self.question.tolerance);
            problems.push(ListProblem::BadTolerance { text });
        }
        problems
    }

    fn choice_problem(&self) -> Option<ListProblem> {
        let code = self.code().to_owned();
        let codes: BTreeSet<String> = self
            .choices
            .iter()
            .map(|choice| choice.code.trim().to_lowercase())
            .collect();
        let has_bad = self.choices.iter().any(|choice| !is_code(&choice.code));
        let are_bad = has_bad || codes.len() < self.choices.len() || self.choices.len() == 1;
        let has_steps = matches!(self.question.tolerance, Tolerance::Choices { .. });
        if self.choices.len() > MOST_CHOICES {
            Some(ListProblem::TooManyChoices { code })
        } else if are_bad {
            Some(ListProblem::BadChoices { code })
        } else if has_steps && self.choices.is_empty() {
            Some(ListProblem::StepsWithoutChoices { code })
        } else if self.is_number() && !self.choices.is_empty() {
            Some(ListProblem::NumberWithChoices { code })
        } else {
            None
        }
    }
}

/// Whether something can be the name of an answer, or an answer that is chosen: it stands in forms and files.
fn is_code(code: &str) -> bool {
    let length = code.chars().count();
    let is_plain = |c: char| !c.is_control() && !matches!(c, '"' | '<' | '>' | '&');
    (1..=LONGEST_CODE).contains(&length) && code.trim() == code && code.chars().all(is_plain)
}

/// Everything that keeps a list of questions from being asked; nothing if it can be.
pub fn list_problems(questions: &[AskedQuestion]) -> Vec<ListProblem> {
    let mut problems = Vec::new();
    if questions.is_empty() {
        problems.push(ListProblem::Empty);
    }
    if questions.len() > MOST_QUESTIONS {
        problems.push(ListProblem::TooMany);
    }
    let mut seen = BTreeSet::new();
    for one in questions {
        problems.extend(one.problems());
        if !seen.insert(one.code()) {
            let code = one.code().to_owned();
            problems.push(ListProblem::Twice { code });
        }
    }
    problems
}

/// The questions alone, as answers are checked and compared by.
pub fn questions_of(asked: &[AskedQuestion]) -> Vec<Question> {
    asked.iter().map(|one| one.question.clone()).collect()
}
