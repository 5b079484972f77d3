//! Questions as the rows of a file: a line a question, and a further line for each choice after the first. Cutting lines into cells is not
//! done here.

use super::asked::{AskedChoice, AskedQuestion, Words, list_problems};
use super::question::{Question, QuestionType, Tolerance};
use super::question_problem::{LineProblem, ListProblem};

/// The columns, in this order.
pub const QUESTION_COLUMNS: [&str; 8] = [
    "question",
    "type",
    "tolerance",
    "question_en",
    "question_ur",
    "choice",
    "choice_en",
    "choice_ur",
];

/// A line's number and its cells, by [`QUESTION_COLUMNS`].
pub type QuestionRow = (u64, [String; 8]);

/// A tolerance as it is written: `none`, `2`, `10 %`, `1 step`.
pub fn write_tolerance(tolerance: &Tolerance) -> String {
    match tolerance {
        Tolerance::Exact => "none".to_owned(),
        Tolerance::Absolute { by } => by.to_string(),
        Tolerance::Relative { share } => format!("{} %", (share * 10_000.0).round() / 100.0),
        Tolerance::Choices { steps: 1, .. } => "1 step".to_owned(),
        Tolerance::Choices { steps, .. } => format!("{steps} steps"),
    }
}

/// Reads [`write_tolerance`] back; nothing is none. The choices of steps are filled in when they are known.
fn read_tolerance(text: &str) -> Option<Tolerance> {
    let text = text.trim().to_lowercase();
    if text.is_empty() || text == "none" {
        return Some(Tolerance::Exact);
    }
    if let Some(percent) = text.strip_suffix('%') {
        let percent: f64 = percent.trim().parse().ok()?;
        return (0.0..=100.0).contains(&percent).then(|| {
            // As fine as it is written.
            let share = (percent * 100.0).round() / 10_000.0;
            Tolerance::Relative { share }
        });
    }
    let steps = text
        .strip_suffix("steps")
        .or_else(|| text.strip_suffix("step"));
    if let Some(steps) = steps {
        let steps = steps.trim().parse().ok()?;
        return Some(Tolerance::Choices {
            choices: Vec::new(),
            steps,
        });
    }
    let by: f64 = text.parse().ok()?;
    (by.is_finite() && by >= 0.0).then_some(Tolerance::Absolute { by })
}

/// Reads the rows of a file. Answers the questions in their order, or everything that is wrong, by line.
pub fn read_questions(rows: &[QuestionRow]) -> Result<Vec<AskedQuestion>, Vec<LineProblem>> {
    let mut wrong = Vec::new();
    let mut asked: Vec<(u64, AskedQuestion)> = Vec::new();
    for (line, cells) in rows {
        let cells = cells.each_ref().map(|cell| cell.trim());
        let taken = match asked.last_mut().filter(|(_, last)| last.code() == cells[0]) {
            Some((_, last)) => read_further(&cells, last),
            None => read_first(&cells).map(|question| asked.push((*line, question))),
        };
        if let Err(problem) = taken {
            let line = Some(*line);
            wrong.push(LineProblem { line, problem });
        }
    }
    for (_, one) in &mut asked {
        if let Tolerance::Choices { choices, .. } = &mut one.question.tolerance {
            *choices = one
                .choices
                .iter()
                .map(|choice| choice.code.clone())
                .collect();
        }
    }
    let mut before: Vec<&str> = Vec::new();
    for (line, one) in &asked {
        let mut problems = one.problems();
        if before.contains(&one.code()) {
            let code = one.code().to_owned();
            problems.push(ListProblem::Twice { code });
        }
        before.push(one.code());
        let line = Some(*line);
        wrong.extend(
            problems
                .into_iter()
                .map(|problem| LineProblem { line, problem }),
        );
    }
    wrong.sort_by_key(|one| one.line);
    let questions: Vec<AskedQuestion> = asked.into_iter().map(|(_, one)| one).collect();
    if wrong.is_empty() {
        let of_all = list_problems(&questions).into_iter();
        wrong.extend(of_all.map(|problem| LineProblem {
            line: None,
            problem,
        }));
    }
    match wrong.is_empty() {
        true => Ok(questions),
        false => Err(wrong),
    }
}

fn words(en: &str, ur: &str) -> Words {
    Words {
        en: en.to_owned(),
        ur: ur.to_owned(),
    }
}

/// The choice of a line; its code stands in for words that are missing.
fn choice(cells: &[&str; 8]) -> Option<AskedChoice> {
    let [.., code, en, ur] = *cells;
    (!code.is_empty()).then(|| AskedChoice {
        code: code.to_owned(),
        words: words(if en.is_empty() { code } else { en }, ur),
    })
}

fn read_first(cells: &[&str; 8]) -> Result<AskedQuestion, ListProblem> {
    let [code, kind, tolerance, en, ur, ..] = *cells;
    let read = kind.parse().ok().and_then(QuestionType::from_number);
    Ok(AskedQuestion {
        question: Question {
            code: code.to_owned(),
            kind: read.ok_or_else(|| ListProblem::BadType {
                text: kind.to_owned(),
            })?,
            tolerance: read_tolerance(tolerance).ok_or_else(|| ListProblem::BadTolerance {
                text: tolerance.to_owned(),
            })?,
        },
        words: words(en, ur),
        choices: choice(cells).into_iter().collect(),
    })
}

fn read_further(cells: &[&str; 8], last: &mut AskedQuestion) -> Result<(), ListProblem> {
    let code = last.code().to_owned();
    let [_, kind, tolerance, en, ur, ..] = *cells;
    let says = |typed: &str, held: &str| typed.is_empty() || typed == held;
    let is_same = says(kind, &last.question.kind.number().to_string())
        && (tolerance.is_empty() || {
            let held = write_tolerance(&last.question.tolerance);
            read_tolerance(tolerance).is_some_and(|read| write_tolerance(&read) == held)
        })
        && says(en, &last.words.en)
        && says(ur, &last.words.ur);
    if !is_same {
        return Err(ListProblem::SaysOtherwise { code });
    }
    let choice = choice(cells).ok_or(ListProblem::Twice { code })?;
    last.choices.push(choice);
    Ok(())
}

/// Questions as the rows of such a file.
pub fn write_questions(questions: &[AskedQuestion]) -> Vec<[String; 8]> {
    let mut rows = Vec::new();
    for one in questions {
        let mut of_question = [
            one.code().to_owned(),
            one.question.kind.number().to_string(),
            write_tolerance(&one.question.tolerance),
            one.words.en.clone(),
            one.words.ur.clone(),
        ];
        if one.choices.is_empty() {
            let [code, kind, tolerance, en, ur] = of_question;
            let none = String::new;
            rows.push([code, kind, tolerance, en, ur, none(), none(), none()]);
            continue;
        }
        for choice in &one.choices {
            let [code, kind, tolerance, en, ur] = of_question.clone();
            let words = &choice.words;
            let of_choice = [&choice.code, &words.en, &words.ur].map(Clone::clone);
            let [choice, choice_en, choice_ur] = of_choice;
            rows.push([code, kind, tolerance, en, ur, choice, choice_en, choice_ur]);
            // What holds of the whole question stands in its first line.
            of_question[1..].fill(String::new());
        }
    }
    rows
}
