//! The settings of spot checks: what is asked, and what a draw keeps of it.

use super::spot_checks::{MONDAY, NOW, People, TEHSIL};
use crate::common::by;
use domain::place::Fix;
use domain::spot_check::{AskedQuestion, QuestionType, Tolerance, Words, usual_questions};
use domain::time::EpochMs;
use store::Db;
use store::spot_checks::{HeldQuestions, NewAbsence, NewHoliday, NewQuestionSet, QuestionsSet};

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

pub async fn days_off_and_starts_are_kept(db: &Db, people: &People) {
    let holiday = |area, day| NewHoliday {
        area,
        day: MONDAY.plus(day),
        words: Words {
            en: "Iqbal Day".to_owned(),
            ur: "یوم اقبال".to_owned(),
        },
        at: NOW,
        actor: "somebody".to_owned(),
    };
    let add = async |area, day| {
        let added = db.add_spot_holiday(&holiday(area, day), &by()).await;
        added.unwrap()
    };
    assert!(add(None, 9).await && add(Some(TEHSIL), 9).await && add(None, 3).await);
    assert!(!add(None, 9).await, "there already");
    assert!(!add(Some(TEHSIL), 9).await);
    let held = db.spot_holidays().await.unwrap();
    let told: Vec<_> = held.iter().map(|one| (one.day, one.area)).collect();
    let on = |day| MONDAY.plus(day);
    assert_eq!(told, [(on(3), None), (on(9), None), (on(9), Some(TEHSIL))]);
    assert_eq!(held[0].words.ur, "یوم اقبال");
    let remove = async |id| db.remove_spot_holiday(id, NOW, &by()).await.unwrap();
    assert!(remove(held[0].id).await);
    assert!(!remove(held[0].id).await, "it is gone");

    let away = |monitor, from: i32, to: i32, today: i32| NewAbsence {
        monitor,
        from: MONDAY.plus(from),
        to: MONDAY.plus(to),
        at: NOW,
        today: MONDAY.plus(today),
        set_by: people.bureau,
    };
    for new in [away(people.first, 1, 2, 0), away(people.second, 5, 9, 0)] {
        db.add_spot_absence(&new, &by()).await.unwrap();
    }
    // What is over for sixty days goes when the next is entered.
    let later = away(people.first, 70, 70, 63);
    db.add_spot_absence(&later, &by()).await.unwrap();
    let held = db.spot_absences().await.unwrap();
    let told: Vec<_> = held.iter().map(|one| (one.monitor, one.from)).collect();
    assert_eq!(told, [(people.second, on(5)), (people.first, on(70))]);
    let remove = async |id| db.remove_spot_absence(id, NOW, &by()).await.unwrap();
    assert!(remove(held[1].id).await);
    assert!(!remove(held[1].id).await);

    let fix = |latitude| Fix {
        latitude,
        longitude: 74.3,
        accuracy_m: None,
    };
    for start in [Some(fix(31.5)), None, Some(fix(31.6))] {
        let when = (NOW, people.bureau);
        let set = db.set_spot_start(TEHSIL, start, when, &by()).await;
        set.unwrap();
        let held: Vec<_> = start.into_iter().map(|fix| (TEHSIL, fix)).collect();
        assert_eq!(db.spot_starts().await.unwrap(), held);
    }
}
