//! The settings of spot checks: what is asked, and what a draw keeps of it.

use super::spot_checks::NOW;
use crate::common::by;
use domain::spot_check::{AskedQuestion, QuestionType, Tolerance, usual_questions};
use domain::time::EpochMs;
use store::Db;
use store::spot_checks::{HeldQuestions, NewQuestionSet, QuestionsSet};

fn new(wave_id: i32, questions: Option<Vec<AskedQuestion>>, reason: &str) -> NewQuestionSet {
    NewQuestionSet {
        wave_id,
        questions,
        at: NOW,
        actor: "somebody".to_owned(),
        reason: reason.to_owned(),
        seen: None,
    }
}

/// The usual questions with another order and every kind of tolerance.
fn own() -> Vec<AskedQuestion> {
    let mut questions = usual_questions();
    questions.reverse();
    questions[0].question.kind = QuestionType::One;
    let choices = &questions[0].choices;
    let choices = choices.iter().map(|choice| choice.code.clone()).collect();
    questions[0].question.tolerance = Tolerance::Choices { choices, steps: 2 };
    questions[3].question.tolerance = Tolerance::Relative { share: 0.125 };
    questions
}

pub async fn questions_are_set(db: &Db, wave: i32) {
    let usual = HeldQuestions {
        set_id: None,
        questions: usual_questions(),
    };
    assert_eq!(db.spot_questions(wave).await.unwrap(), usual);
    let set = async |new: &NewQuestionSet| db.set_spot_questions(new, &by()).await.unwrap();
    let none = new(wave, None, "nothing is set");
    assert_eq!(set(&none).await, QuestionsSet::Unchanged);
    let mut first = new(wave, Some(own()), "the form of this wave");
    first.seen = Some(0);
    assert_eq!(set(&first).await, QuestionsSet::Set { set_id: 1 });
    // Whoever has not seen these is told so; whoever sets them again changes nothing.
    let mut late = new(wave, Some(own()[1..].to_vec()), "too late");
    late.seen = Some(0);
    assert_eq!(set(&late).await, QuestionsSet::ChangedSince);
    first.seen = Some(1);
    assert_eq!(set(&first).await, QuestionsSet::Unchanged);
    let held = HeldQuestions {
        set_id: Some(1),
        questions: own(),
    };
    assert_eq!(db.spot_questions(wave).await.unwrap(), held);
    assert_eq!(db.spot_questions(0).await.unwrap(), usual, "another wave");
}

pub async fn a_draw_keeps_its_questions(db: &Db, wave: i32, draw_id: i32) {
    let kept = HeldQuestions {
        set_id: Some(1),
        questions: own(),
    };
    let of_draw = async || db.spot_questions_of_draw(draw_id).await.unwrap();
    assert_eq!(of_draw().await, Some(kept.clone()));
    let mut again = new(wave, None, "the usual ones do");
    again.at = EpochMs(NOW.0 + 1);
    let set = db.set_spot_questions(&again, &by()).await.unwrap();
    assert_eq!(set, QuestionsSet::Set { set_id: 2 });
    assert_eq!(
        of_draw().await,
        Some(kept),
        "a later change changes no draw"
    );
    let held = db.spot_questions(wave).await.unwrap();
    assert_eq!((held.set_id, held.questions), (None, usual_questions()));
    let sets = db.spot_question_sets(wave).await.unwrap();
    let told: Vec<_> = sets
        .iter()
        .map(|set| (set.set_id, set.reason.as_str(), set.questions.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            (1, "the form of this wave", true),
            (2, "the usual ones do", false)
        ]
    );
    assert_eq!(db.spot_questions_of_draw(9_999).await.unwrap(), None);
}
