//! Visits that cannot be, and what is proposed of those that can.

use super::*;
use crate::lang::Lang;
use crate::place::Fix;
use crate::time::{EpochMs, SurveyDay};

const DAY: SurveyDay = SurveyDay(20_777);
const NOW: EpochMs = EpochMs(20_777 * 86_400_000);

fn questions() -> Vec<Question> {
    let question = |code: &str, kind, tolerance| Question {
        code: code.to_owned(),
        kind,
        tolerance,
    };
    use QuestionType::{One, Three, Two};
    vec![
        question("house", One, Tolerance::Exact),
        question("head", One, Tolerance::Exact),
        question("rooms", One, Tolerance::Absolute { by: 1.0 }),
        question("land", Two, Tolerance::Relative { share: 0.1 }),
        question("work", Two, Tolerance::Exact),
        question("spent", Three, Tolerance::Relative { share: 0.2 }),
    ]
}

fn answers(text: &str) -> Vec<(String, String)> {
    let pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(code, answer)| (code.to_owned(), answer.to_owned()))
        .collect()
}

fn at(latitude: f64) -> Option<Fix> {
    Some(Fix {
        latitude,
        longitude: 74.0,
        accuracy_m: None,
    })
}

const TOLD: &str = "house=own head=woman rooms=3 land=5 work=farm spent=900";

fn interview() -> Interviewed {
    Interviewed {
        day: DAY.plus(-4),
        household_size: Some(6),
        answers: answers(TOLD),
        fix: at(31.0),
    }
}

fn visit(told: &str) -> SpotVisit {
    SpotVisit {
        found: Found::Found,
        came: Some(Came::Yes),
        came_on: None,
        household_size: Some(6),
        answers: answers(told),
        fix: at(31.0),
        at: NOW,
        note: String::new(),
    }
}

fn proposed(visit: &SpotVisit) -> Proposal {
    let interview = interview();
    let compared = compare(&questions(), &interview, visit);
    propose(&interview, visit, &compared)
}

#[test]
fn what_cannot_be_is_said_in_both_languages() {
    let problems = |visit: &SpotVisit| visit.check(&questions(), &interview(), DAY, NOW);
    let good = visit(TOLD);
    assert_eq!(problems(&good), []);
    type Spoil = fn(&mut SpotVisit);
    let unreadable = |code: &str| VisitProblem::Unreadable {
        code: code.to_owned(),
    };
    let cases: [(Spoil, VisitProblem); 18] = [
        (|v| v.came = None, VisitProblem::NoCame),
        (|v| v.household_size = None, VisitProblem::NoSize),
        (
            |v| v.household_size = Some(0),
            VisitProblem::Size { size: 0 },
        ),
        (
            |v| v.household_size = Some(61),
            VisitProblem::Size { size: 61 },
        ),
        (
            |v| v.came_on = Some(DAY.plus(1)),
            VisitProblem::CameLater { day: DAY.plus(1) },
        ),
        (
            |v| (v.came, v.came_on) = (Some(Came::No), Some(DAY)),
            VisitProblem::CameNotAndWhen,
        ),
        (|v| v.found = Found::Moved, VisitProblem::AnswersOfNobody),
        (
            |v| v.at = EpochMs(NOW.0 + CLOCK_AHEAD_MS + 60_000),
            VisitProblem::InFuture { minutes: 11 },
        ),
        (|v| v.fix = at(91.0), VisitProblem::Position),
        (|v| v.answers[2].1 = "three".to_owned(), unreadable("rooms")),
        (|v| v.answers[3].1 = "much".to_owned(), unreadable("land")),
        (
            |v| v.answers.push(("roof".to_owned(), "x".to_owned())),
            VisitProblem::UnknownQuestion {
                code: "roof".to_owned(),
            },
        ),
        (
            |v| v.answers.push(("head".to_owned(), "x".to_owned())),
            VisitProblem::TwiceAnswered {
                code: "head".to_owned(),
            },
        ),
        (
            |v| v.answers[0].1 = "x".repeat(LONGEST_ANSWER + 1),
            VisitProblem::LongAnswer {
                code: "house".to_owned(),
            },
        ),
        (
            |v| v.note = "ا".repeat(LONGEST_NOTE + 1),
            VisitProblem::LongNote,
        ),
        (
            |v| v.at = EpochMs(i64::MAX),
            VisitProblem::InFuture {
                minutes: (i64::MAX - NOW.0) as u64 / 60_000,
            },
        ),
        (
            |v| v.household_size = Some(u32::MAX),
            VisitProblem::Size { size: u32::MAX },
        ),
        (|v| v.fix = at(f64::NAN), VisitProblem::Position),
    ];
    for (spoil, problem) in cases {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert_eq!(problems(&bad).as_slice(), std::slice::from_ref(&problem));
        let (en, ur) = (problem.say(Lang::En), problem.say(Lang::Ur));
        assert!(
            !en.contains('{') && !ur.contains('{') && en != ur,
            "{en} {ur}"
        );
    }
    let early = good.check(&questions(), &interview(), DAY.plus(-5), NOW);
    let day = DAY.plus(-4);
    assert_eq!(early, [VisitProblem::BeforeInterview { interview: day }]);
    let mut edge = good;
    (edge.household_size, edge.at) = (Some(LARGEST_HOUSEHOLD), EpochMs(NOW.0 + CLOCK_AHEAD_MS));
    assert_eq!(problems(&edge), []);
}

#[test]
fn error_rates_count_what_differs_beyond_the_tolerance_of_what_was_asked() {
    let told = visit("house=own head=man rooms=4 land=9 spent=1000");
    let compared = compare(&questions(), &interview(), &told);
    let rates = QuestionType::ALL.map(|kind| errors(&compared, kind));
    let rates = rates.map(|part| (part.part, part.of));
    assert_eq!(rates, [(1, 3), (1, 1), (0, 1)]);
    assert_eq!(compared[4].comparison, Comparison::NotAsked);
}

#[test]
fn outcomes_are_proposed_by_the_rules() {
    use Verdict::{CannotTell, Concordant, Fabricated, Minor, Serious};
    let same = TOLD;
    let one = "house=own head=man rooms=3 land=5 work=farm spent=900";
    let two = "house=rent head=man rooms=3 land=5 work=farm spent=900";
    let skill = "house=own head=woman rooms=3 land=9 work=shop spent=900";
    let change = "house=own head=woman rooms=3 land=5 work=farm spent=90";
    let cases = [
        (same, Some(Came::Yes), 6, Concordant),
        (change, Some(Came::Yes), 6, Concordant),
        (skill, Some(Came::Yes), 6, Minor),
        (one, Some(Came::Yes), 6, Minor),
        (two, Some(Came::Yes), 6, Serious),
        (two, Some(Came::Unknown), 6, Fabricated),
        (one, Some(Came::Unknown), 6, Minor),
        (same, Some(Came::Yes), 7, Minor),
        (same, Some(Came::Yes), 3, Serious),
        (same, Some(Came::Yes), 4, Minor),
        (one, Some(Came::No), 6, Fabricated),
        ("", Some(Came::No), 6, Fabricated),
        (same, Some(Came::No), 6, CannotTell),
        (same, Some(Came::No), 2, CannotTell),
        ("", Some(Came::Unknown), 6, Concordant),
    ];
    for (told, came, size, verdict) in cases {
        let told = SpotVisit {
            came,
            household_size: Some(size),
            ..visit(told)
        };
        let proposal = proposed(&told);
        assert_eq!(proposal.verdict, verdict, "{told:?}");
        assert!(!proposal.because.is_empty());
    }
    let unsaid = SpotVisit {
        came: Some(Came::Unknown),
        household_size: None,
        ..visit("")
    };
    assert_eq!(proposed(&unsaid).because, [Because::NothingCompared]);
    let because = proposed(&visit(two)).because;
    let kind = QuestionType::One;
    assert_eq!(
        because,
        [Because::Differ {
            kind,
            differ: 2,
            of: 3
        }]
    );
}

#[test]
fn of_whom_nobody_was_spoken_with_it_cannot_be_told_unless_there_is_no_house_where_the_interview_was()
 {
    for found in [
        Found::NotAtHome,
        Found::Refused,
        Found::Moved,
        Found::Demolished,
    ] {
        let told = SpotVisit { found, ..visit("") };
        let proposal = proposed(&told);
        assert_eq!(proposal.verdict, Verdict::CannotTell);
        assert_eq!(proposal.because, [Because::NotSpoken { found }]);
    }
    let not_found = |fix| {
        let told = SpotVisit {
            found: Found::NotFound,
            fix,
            ..visit("")
        };
        proposed(&told).verdict
    };
    assert_eq!(not_found(at(31.000_4)), Verdict::Serious, "44 m away");
    assert_eq!(not_found(at(31.000_5)), Verdict::CannotTell, "56 m away");
    assert_eq!(not_found(None), Verdict::CannotTell);
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
        assert_eq!(Verdict::from_rank(verdict.rank()), Some(verdict));
    }
}
