//! What monitors enter at doors counts once, and whoever is never at home is replaced.

use super::spot_checks::{MONDAY, NOW, People, list, step, take};
use crate::common::by;
use domain::place::Fix;
use domain::spot_check::{
    Action, Came, Found, Interviewed, Question, QuestionType, ReplaceProblem, Right, SideBySide,
    SpotVisit, State, StateProblem, Tolerance,
};
use domain::time::EpochMs;
use store::Db;
use store::spot_checks::{NewSpotVisit, SpotRefusal, SpotVisited};

pub async fn tell(db: &Db, draw_id: i32, people: &People) {
    a_visit_counts_once(db, draw_id, people).await;
    who_comes_second_is_told(db, draw_id, people).await;
    the_third_time_in_vain_another_is_visited(db, draw_id, people).await;
}

fn visit(visit_id: &str, user_id: i32, found: Found) -> NewSpotVisit {
    let visit = SpotVisit {
        found,
        came: (found == Found::Found).then_some(Came::Yes),
        came_on: None,
        household_size: (found == Found::Found).then_some(6),
        answers: answers(found, "brick"),
        fix: Some(Fix {
            latitude: 31.5,
            longitude: 74.3,
            accuracy_m: Some(12.5),
        }),
        at: EpochMs(NOW.0 - 60_000),
        note: "Behind the mosque".to_owned(),
    };
    let interview = Interviewed {
        day: MONDAY,
        household_size: Some(6),
        answers: answers(Found::Found, "mud"),
        fix: None,
    };
    let question = |code: &str, kind| Question {
        code: code.to_owned(),
        kind,
        tolerance: Tolerance::Exact,
    };
    let questions = [
        question("walls", QuestionType::One),
        question("rooms", QuestionType::Two),
    ];
    NewSpotVisit {
        visit_id: visit_id.to_owned(),
        user_id,
        rights: vec![Right::See, Right::Visit],
        received_at: NOW,
        has_phone_time: true,
        side_by_side: SideBySide::of(&questions, &interview, &visit),
        visit,
        replacement_due_on: Some(MONDAY.plus(12)),
    }
}

/// What a household says of its house.
fn answers(found: Found, walls: &str) -> Vec<(String, String)> {
    let answers = [("walls", walls), ("rooms", "2")];
    let of = |(code, answer): &(&str, &str)| ((*code).to_owned(), (*answer).to_owned());
    match found {
        Found::Found => answers.iter().map(of).collect(),
        _ => Vec::new(),
    }
}

async fn go(db: &Db, check: i32, visit: &NewSpotVisit) -> Result<SpotVisited, SpotRefusal> {
    db.record_spot_visit(check, visit, &by())
        .await
        .unwrap()
        .unwrap()
}

async fn a_visit_counts_once(db: &Db, draw_id: i32, people: &People) {
    let checks = list(db, draw_id).await;
    let (first, second, third) = (checks[0].check_id, checks[1].check_id, checks[2].check_id);
    let theirs = visit("v-1", people.second, Found::Found);
    assert_eq!(
        go(db, first, &theirs).await,
        Err(SpotRefusal::State(StateProblem::NotTheirs))
    );
    let mine = visit("v-1", people.first, Found::Found);
    let noted = db.note(&[]).await.unwrap();
    let by = by();
    let (one, two) = tokio::join!(
        db.record_spot_visit(first, &mine, &by),
        db.record_spot_visit(first, &mine, &by),
    );
    let mut both = [
        one.unwrap().unwrap().unwrap(),
        two.unwrap().unwrap().unwrap(),
    ];
    both.sort_by_key(|one| *one != SpotVisited::Recorded);
    assert_eq!(both, [SpotVisited::Recorded, SpotVisited::Before]);
    assert_eq!(go(db, first, &mine).await, Ok(SpotVisited::Before));
    assert_eq!(db.note(&[]).await.unwrap(), noted + 1);
    assert_eq!(go(db, third, &mine).await, Err(SpotRefusal::VisitTaken));
    assert_eq!(db.record_spot_visit(9_999, &mine, &by).await.unwrap(), None);

    let visits = db.spot_visits(first).await.unwrap();
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0].visit, mine.visit);
    assert_eq!(visits[0].comparison.as_ref(), Some(&mine.side_by_side));
    assert_eq!(
        (visits[0].step, visits[0].by.as_str()),
        (2, "Name of spot-first")
    );
    let without_time = NewSpotVisit {
        has_phone_time: false,
        ..visit("v-2", people.second, Found::NotFound)
    };
    assert_eq!(
        go(db, second, &without_time).await,
        Ok(SpotVisited::Recorded)
    );
    assert_eq!(db.spot_visits(second).await.unwrap()[0].visit.at, NOW);
}

async fn who_comes_second_is_told(db: &Db, draw_id: i32, people: &People) {
    let first = list(db, draw_id).await[0].check_id;
    let late = visit("v-late", people.first, Found::Moved);
    let refused = go(db, first, &late).await.unwrap_err();
    let SpotRefusal::ChangedSince { last: Some(last) } = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (last.action, last.state, last.by.as_str()),
        (
            Some(Action::Visit),
            Some(State::Visited),
            "Name of spot-first"
        )
    );
    assert_eq!(db.spot_visits(first).await.unwrap().len(), 1);
}

async fn the_third_time_in_vain_another_is_visited(db: &Db, draw_id: i32, people: &People) {
    let before = list(db, draw_id).await;
    // A stratum that was taken whole has nobody left.
    let check = before
        .iter()
        .find(|check| check.state == State::Assigned && check.probability < 1.0)
        .unwrap()
        .clone();
    let by_hand = step(people.bureau, Action::Replace);
    assert_eq!(
        take(db, check.check_id, &by_hand).await,
        Err(SpotRefusal::State(StateProblem::TooFewAttempts {
            attempts: 0
        }))
    );
    let mut became = Vec::new();
    for time in 1..=3 {
        let visit = visit(&format!("v-home-{time}"), people.first, Found::NotAtHome);
        became.push(go(db, check.check_id, &visit).await.unwrap());
    }
    let SpotVisited::Replaced { by: instead } = became[2] else {
        panic!("{became:?}");
    };
    assert_eq!(became[..2], [SpotVisited::Recorded, SpotVisited::Recorded]);
    let row = db.find_spot_check(check.check_id).await.unwrap().unwrap();
    assert_eq!(
        (row.state, row.attempts, row.replaced_by),
        (State::Replaced, 3, Some(instead))
    );
    let new = db.find_spot_check(instead).await.unwrap().unwrap();
    assert_eq!(
        (
            new.state,
            new.replaces,
            new.attempts,
            new.stratum,
            new.due_on
        ),
        (
            State::Assigned,
            Some(check.check_id),
            0,
            check.stratum,
            Some(MONDAY.plus(12))
        )
    );
    assert_eq!(new.monitor, check.monitor);
    let draw = db.find_spot_draw(draw_id).await.unwrap().unwrap();
    let stratum = draw.plan.strata[check.stratum as usize];
    assert_eq!(new.place, stratum.size, "the next of the order");
    let approached = f64::from(stratum.size + 1) / f64::from(stratum.interviews);
    assert_eq!(new.probability, approached);
    assert!(!before.iter().any(|one| one.raw_id == new.raw_id));
    let again = visit("v-home-4", people.first, Found::NotAtHome);
    assert!(matches!(
        go(db, check.check_id, &again).await,
        Err(SpotRefusal::ChangedSince { .. })
    ));
    // What was found at those doors is not shown beside the interview: whoever goes there is blind.
    let visits = db.spot_visits(check.check_id).await.unwrap();
    assert!(visits.iter().all(|visit| visit.comparison.is_none()));
    assert_eq!(visits.len(), 3);

    // The replacement can be replaced, until nobody is left.
    let mut check = instead;
    let mut replaced = 0;
    loop {
        let mut last = SpotVisited::Recorded;
        for time in 1..=3 {
            let id = format!("v-{check}-{time}");
            last = go(db, check, &visit(&id, people.first, Found::NotAtHome))
                .await
                .unwrap();
        }
        match last {
            SpotVisited::Replaced { by } => check = by,
            SpotVisited::NothingLeft => break,
            other => panic!("{other:?}"),
        }
        replaced += 1;
        assert!(replaced < 40);
    }
    assert_eq!(
        take(db, check, &by_hand).await,
        Err(SpotRefusal::Replace(ReplaceProblem::NothingLeft))
    );
    let row = db.find_spot_check(check).await.unwrap().unwrap();
    assert_eq!(
        (row.state, row.attempts),
        (State::Assigned, 3),
        "nothing of it was done"
    );
}
