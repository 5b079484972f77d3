//! Lists of questions: read, written, refused.

use super::*;
use crate::lang::Lang;
use std::collections::BTreeSet;

/// Rows of a file as somebody types them: cells with `|` between.
fn rows(text: &str) -> Vec<QuestionRow> {
    let lines = text.lines().enumerate();
    lines
        .map(|(at, line)| {
            let mut cells = line.split('|').map(|cell| cell.trim().to_owned());
            let cells = std::array::from_fn(|_| cells.next().unwrap_or_default());
            (at as u64 + 2, cells)
        })
        .collect()
}

#[test]
fn every_usual_question_can_be_asked_and_all_types_are_among_them() {
    let usual = usual_questions();
    assert_eq!(list_problems(&usual), []);
    let codes: BTreeSet<&str> = usual.iter().map(AskedQuestion::code).collect();
    assert_eq!(codes.len(), usual.len());
    for one in &usual {
        assert_eq!(one.question.check(), Ok(()), "{}", one.code());
        let words = std::iter::once(&one.words).chain(one.choices.iter().map(|c| &c.words));
        assert!(
            words
                .into_iter()
                .all(|w| !w.en.is_empty() && !w.ur.is_empty())
        );
    }
    for kind in QuestionType::ALL {
        assert!(usual.iter().any(|one| one.question.kind == kind));
    }
}

#[test]
fn what_is_written_is_read_back() {
    let mut questions = usual_questions();
    questions.extend(
        read_questions(&rows(
            "floor | 2 | 1 step | What is the floor? | فرش؟ | earth | earth | مٹی\n\
             floor |   |        |                    |       | brick |       |\n\
             floor | 2 | 1 step | What is the floor? |       | tiles | tiles | ٹائل\n\
             acres | 3 | 12.5 % | How many acres?    |\n\
             cows  | 1 | 0.5    | How many cows?\n\
             name  | 1 |        | The village?",
        ))
        .unwrap(),
    );
    let floor = &questions[6];
    let choices = ["earth", "brick", "tiles"].map(str::to_owned).to_vec();
    assert_eq!(
        floor.question.tolerance,
        Tolerance::Choices { choices, steps: 1 }
    );
    assert_eq!(floor.choices[1].words.say(Lang::Ur), "brick");
    assert_eq!(
        questions[7].question.tolerance,
        Tolerance::Relative { share: 0.125 }
    );
    assert!(questions[8].is_number() && !questions[9].is_number());
    let written = write_questions(&questions);
    let read: Vec<QuestionRow> = written.into_iter().map(|cells| (0, cells)).collect();
    assert_eq!(read_questions(&read), Ok(questions.clone()));
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_line_and_what_to_do() {
    for (text, line, says) in [
        ("roof | 4 | | Roof?", Some(2), "\"4\" is no type"),
        ("roof | 1 | -1 | Roof?", Some(2), "\"-1\" is no tolerance"),
        ("roof | 1 | 101 % | Roof?", Some(2), "is no tolerance"),
        ("roof | 1 | NaN | Roof?", Some(2), "is no tolerance"),
        ("roof | 1 | some steps | Roof?", Some(2), "is no tolerance"),
        ("roof | 1 | 1 step | Roof?", Some(2), "and has none"),
        ("roof | 1 | | ", Some(2), "no English words"),
        (" | 1 | | Roof?", Some(2), "cannot be a question's code"),
        ("a<b | 1 | | Roof?", Some(2), "cannot be a question's code"),
        ("roof | 1 | | Roof? | | rcc", Some(2), "two at least"),
        ("roof|1||Roof?||rcc\nroof|||||RCC", Some(2), "each once"),
        (
            "roof|1|2|Roof?||1\nroof|||||2",
            Some(2),
            "leave the choices out",
        ),
        (
            "roof|1||Roof?||rcc\nroof|||||girder\nroof|2||||tin",
            Some(4),
            "leave them empty",
        ),
        ("a|1||A?\nb|1||B?\na|1||A?", Some(4), "stands there twice"),
        ("a|1||A?\na|1||A?", Some(3), "stands there twice"),
        ("", None, "There is no question"),
    ] {
        let wrong = read_questions(&rows(text)).unwrap_err();
        assert_eq!(wrong[0].line, line, "{text}: {wrong:?}");
        assert!(wrong[0].say(Lang::En).contains(says), "{text}: {wrong:?}");
        assert_ne!(wrong[0].say(Lang::Ur), wrong[0].say(Lang::En));
    }
    let long = format!("roof | 1 | | {}", "x".repeat(LONGEST_WORDS + 1));
    let wrong = read_questions(&rows(&long)).unwrap_err();
    assert!(wrong[0].say(Lang::En).contains("shorten"));
    let many: Vec<String> = (0..=MOST_QUESTIONS)
        .map(|n| format!("q{n} | 1 | | Q?"))
        .collect();
    let wrong = read_questions(&rows(&many.join("\n"))).unwrap_err();
    assert_eq!(wrong[0].problem, ListProblem::TooMany);
    assert!(read_questions(&rows(&many[1..].join("\n"))).is_ok());
}
