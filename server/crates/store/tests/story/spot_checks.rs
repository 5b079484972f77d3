//! Interviews are drawn for spot checks once, and monitors go to them.

use super::{spot_results, spot_visits};
use crate::common::{NOON_MS, arrival, by, fact, record};
use domain::outcome::{Outcome, ReviewState};
use domain::people::Role;
use domain::spot_check::{
    Action, Capacity, Design, Draw, Plan, Right, Seed, State, StateProblem, Verdict,
};
use domain::time::{EpochMs, SurveyDay};
use std::collections::BTreeSet;
use std::task::Poll;
use store::spot_checks::{NewSpotStep, SpotCheckRow, SpotFilter, SpotFrame, SpotRefusal};
use store::{Db, FactInput, FirstGrant, NewUser};

pub const TEHSIL: i32 = 3;
/// A Monday.
pub const MONDAY: SurveyDay = SurveyDay(21_004);
pub const NOW: EpochMs = EpochMs(NOON_MS);

/// Who takes part: two monitors, and two of the Bureau.
pub struct People {
    pub first: i32,
    pub second: i32,
    pub bureau: i32,
    pub other: i32,
}

pub async fn tell(db: &Db) {
    let people = People {
        first: user(db, "spot-first", Role::TehsilMonitor).await,
        second: user(db, "spot-second", Role::TehsilMonitor).await,
        bureau: user(db, "spot-bureau", Role::BosQa).await,
        other: user(db, "spot-other", Role::BosQa).await,
    };
    let wave = interviews_are_made(db).await;
    spot_results::judge(db).await;
    let frame = db.spot_frame(TEHSIL, wave, MONDAY).await.unwrap();
    let draw_id = a_week_is_drawn_once(db, &frame, &people).await;
    walks_are_given_to_monitors(db, draw_id, &people).await;
    spot_visits::tell(db, draw_id, &people).await;
    one_of_two_closes(db, draw_id, &people).await;
    grave_ones_are_closed_by_somebody_else(db, draw_id, &people).await;
    spot_results::tell(db, draw_id, wave).await;
    the_next_week_knows(db, wave).await;
    spot_results::outlive_what_the_household_said(db, draw_id).await;
}

async fn user(db: &Db, username: &str, role: Role) -> i32 {
    let new = NewUser {
        username: username.to_owned(),
        display_name: format!("Name of {username}"),
        first: FirstGrant::whole(role, TEHSIL),
        password_hash: String::new(),
    };
    db.create_user(&new, EpochMs(500), &by()).await.unwrap()
}

/// Forty interviews of two enumerators that can be drawn, and five that cannot. Answers the wave.
async fn interviews_are_made(db: &Db) -> i32 {
    let made = |n: i32| FactInput {
        enumerator_code: format!("S{}", n % 2),
        wave_code: Some("SW".to_owned()),
        area_id: 4 + n % 2,
        located_area_id: Some(4 + n % 2),
        survey_day: MONDAY.plus(n % 6),
        household_size: Some(spot_results::size_of(n)),
        ..fact()
    };
    // One after the other, so that they have the same keys on both databases.
    for n in 0..2 {
        record(db, vec![arrival(&format!("sp-{n}"), "1", 0, made(n))]).await;
    }
    let mut batch: Vec<_> = (2..40)
        .map(|n| arrival(&format!("sp-{n}"), "1", 0, made(n)))
        .collect();
    let not_drawn = [
        FactInput {
            outcome: Outcome::Partial,
            ..made(0)
        },
        FactInput {
            review_state: ReviewState::Rejected,
            ..made(0)
        },
        FactInput {
            survey_day: MONDAY.plus(7),
            ..made(0)
        },
        FactInput {
            survey_day: MONDAY.plus(-1),
            ..made(1)
        },
        FactInput {
            wave_code: Some("W1".to_owned()),
            ..made(0)
        },
    ];
    let others = not_drawn.into_iter().enumerate();
    batch.extend(others.map(|(n, fact)| arrival(&format!("sp-not-{n}"), "1", 0, fact)));
    record(db, batch).await;
    // A later revision takes the place of the first.
    record(db, vec![arrival("sp-0", "2", 5, made(0))]).await;
    let waves = db.spot_waves(TEHSIL, MONDAY).await.unwrap();
    let told: Vec<_> = waves
        .iter()
        .map(|wave| (wave.code.as_str(), wave.interviews))
        .collect();
    assert_eq!(told, [("SW", 40), ("W1", 1)]);
    waves[0].wave_id
}

pub fn design() -> Design {
    let capacity = Capacity {
        visits_a_day: 5,
        monitors: 1,
        days: 2,
        visits_lost_by_moving: 1,
    };
    Design {
        random_share: 0.2,
        ..Design::usual(capacity)
    }
}

async fn a_week_is_drawn_once(db: &Db, frame: &SpotFrame, people: &People) -> i32 {
    let weeks: BTreeSet<_> = frame
        .frame
        .enumerators
        .iter()
        .map(|one| (one.weeks_in_field, one.was_checked, one.was_confirmed))
        .collect();
    assert_eq!(
        weeks,
        BTreeSet::from([(1, false, false), (2, false, false)])
    );
    assert_eq!(frame.frame.interviews.len(), 40);
    assert!(frame.frame.interviews.iter().all(|one| one.point.is_some()));
    let plan = Plan::of(&frame.frame, &design()).unwrap();
    let draw = plan.draw(Seed(7));
    assert_eq!(draw.drawn.len(), plan.summary().visits() as usize);

    // What goes wrong at the very end leaves nothing behind.
    let mut torn = frame.clone();
    let last = draw.reserve.last().unwrap().key;
    torn.submissions.remove(&last);
    let keep = |of: SpotFrame, draw: Draw, at| async move {
        db.keep_spot_draw(&draw, &of, people.bureau, at, &by())
            .await
    };
    let noted = db.note(&[]).await.unwrap();
    assert!(keep(torn, draw.clone(), NOW).await.is_err());
    assert_eq!(db.list_spot_draws(1, 0, 9).await.unwrap(), []);
    assert_eq!(db.spot_standings(&SpotFilter::default()).await.unwrap(), []);
    assert_eq!(db.note(&[]).await.unwrap(), noted);
    // So does one that is given up on its way, the first time that it waits. A database that makes nobody wait has kept it by then.
    let mut on_its_way = Box::pin(keep(frame.clone(), draw.clone(), NOW));
    let kept = std::future::poll_fn(|context| {
        Poll::Ready(match on_its_way.as_mut().poll(context) {
            Poll::Ready(kept) => Some(kept),
            Poll::Pending => None,
        })
    });
    let kept = kept.await;
    drop(on_its_way);
    let kept = match kept {
        Some(kept) => kept,
        None => {
            assert_eq!(db.list_spot_draws(1, 0, 9).await.unwrap(), []);
            keep(frame.clone(), draw.clone(), NOW).await
        }
    };
    let draw_id = kept.unwrap().unwrap();
    assert_eq!(db.note(&[]).await.unwrap(), noted + 1);
    let again = keep(frame.clone(), draw.clone(), EpochMs(NOON_MS + 1)).await;
    let before = again.unwrap().unwrap_err();
    assert_eq!(
        (
            before.draw_id,
            before.plan.starts_on,
            before.at,
            before.by.as_str()
        ),
        (draw_id, MONDAY, NOW, "Name of spot-bureau")
    );
    let overlapping = db.spot_frame(TEHSIL, frame.frame.wave, MONDAY.plus(6));
    let overlapping = overlapping.await.unwrap();
    let other = Plan::of(&overlapping.frame, &design())
        .unwrap()
        .draw(Seed(7));
    assert!(keep(overlapping, other, NOW).await.unwrap().is_err());

    let row = db.find_spot_draw(draw_id).await.unwrap().unwrap();
    assert_eq!((row.seed, &row.plan), (Seed(7), plan.summary()));
    let of = db.find_spot_draw_of(TEHSIL, frame.frame.wave, MONDAY).await;
    assert_eq!(of.unwrap(), Some(row.clone()));
    assert_eq!(db.list_spot_draws(1, 0, 9).await.unwrap(), [row]);
    assert_eq!(db.list_spot_draws(6, 0, 9).await.unwrap(), []);
    assert_eq!(db.find_spot_draw(draw_id + 1).await.unwrap(), None);

    // Whoever draws again from what is on file draws the same.
    let same = db
        .spot_frame(TEHSIL, frame.frame.wave, MONDAY)
        .await
        .unwrap();
    let same = Plan::of(&same.frame, &design()).unwrap().draw(Seed(7));
    assert_eq!(same, draw);
    let checks = list(db, draw_id).await;
    for (check, drawn) in checks.iter().zip(&draw.drawn) {
        assert_eq!(
            (check.raw_id, check.probability),
            (drawn.interview.key, drawn.probability)
        );
        assert_eq!(
            (check.walk, check.stratum),
            (drawn.group, drawn.interview.stratum)
        );
        assert_eq!(
            (&check.reasons, check.point),
            (&drawn.interview.reasons, drawn.interview.point)
        );
        assert_eq!((check.state, check.steps), (State::Drawn, 0));
    }
    assert_eq!(checks.len(), draw.drawn.len());
    draw_id
}

pub async fn list(db: &Db, draw_id: i32) -> Vec<SpotCheckRow> {
    let filter = SpotFilter {
        draw: Some(draw_id),
        ..SpotFilter::default()
    };
    db.list_spot_checks(&filter, 999).await.unwrap()
}

pub fn step(user_id: i32, action: Action) -> NewSpotStep {
    NewSpotStep {
        user_id,
        rights: Right::ALL.to_vec(),
        at: NOW,
        action,
        monitor: None,
        due_on: None,
        outcome: None,
        comment: String::new(),
        seen: None,
    }
}

/// Takes a step with a check.
pub async fn take(db: &Db, check: i32, step: &NewSpotStep) -> Result<Option<i32>, SpotRefusal> {
    db.take_spot_step(check, step, &by())
        .await
        .unwrap()
        .unwrap()
}

async fn walks_are_given_to_monitors(db: &Db, draw_id: i32, people: &People) {
    let checks = list(db, draw_id).await;
    let ids: Vec<i32> = checks.iter().map(|check| check.check_id).collect();
    let give = NewSpotStep {
        monitor: Some(people.first),
        due_on: Some(MONDAY.plus(8)),
        seen: Some(0),
        ..step(people.bureau, Action::Assign)
    };
    let nobody = NewSpotStep {
        monitor: None,
        ..give.clone()
    };
    let given = db.take_spot_steps(&ids, &nobody, &by()).await.unwrap();
    assert_eq!(given, Some(Err(SpotRefusal::NoMonitor)));
    let may_not = NewSpotStep {
        rights: vec![Right::See],
        ..give.clone()
    };
    let refused = SpotRefusal::State(StateProblem::NoRight {
        right: Right::Assign,
    });
    assert_eq!(take(db, ids[0], &may_not).await, Err(refused));
    let mut and_one_more = ids.clone();
    and_one_more.push(9_999);
    let given = db.take_spot_steps(&and_one_more, &give, &by()).await;
    assert_eq!(given.unwrap(), None);
    assert!(
        list(db, draw_id).await.iter().all(|one| one.steps == 0),
        "all or none"
    );
    let given = db.take_spot_steps(&ids, &give, &by()).await.unwrap();
    assert_eq!(given, Some(Ok(vec![])));
    let mine = SpotFilter {
        monitor: Some(people.first),
        due_until: Some(MONDAY.plus(8)),
        ..SpotFilter::default()
    };
    assert_eq!(
        db.list_spot_checks(&mine, 99).await.unwrap().len(),
        ids.len()
    );
    let earlier = SpotFilter {
        due_until: Some(MONDAY.plus(7)),
        ..mine
    };
    assert_eq!(db.list_spot_checks(&earlier, 99).await.unwrap(), []);
    let reassign = NewSpotStep {
        monitor: Some(people.second),
        comment: "The first is ill.".to_owned(),
        seen: Some(1),
        ..step(people.bureau, Action::Reassign)
    };
    assert_eq!(take(db, ids[1], &reassign).await, Ok(None));
    let check = db.find_spot_check(ids[1]).await.unwrap().unwrap();
    assert_eq!(check.monitor.unwrap().0, people.second);
    assert_eq!(check.due_on, Some(MONDAY.plus(8)), "the day stays");
    let sum: u32 = db
        .spot_standings(&SpotFilter {
            area: Some(1),
            ..SpotFilter::default()
        })
        .await
        .unwrap()
        .iter()
        .map(|one| one.checks)
        .sum();
    assert_eq!(sum as usize, ids.len());
}

/// The first check was visited; two decide that nothing is wrong, one of them closes it.
async fn one_of_two_closes(db: &Db, draw_id: i32, people: &People) {
    let check = list(db, draw_id).await[0].clone();
    assert_eq!(check.state, State::Visited);
    let decide = NewSpotStep {
        outcome: Some(Verdict::Concordant),
        seen: Some(check.steps),
        ..step(people.first, Action::Decide)
    };
    let undecided = NewSpotStep {
        outcome: None,
        ..decide.clone()
    };
    let refused = take(db, check.check_id, &undecided).await;
    assert_eq!(refused, Err(SpotRefusal::NoOutcome));
    assert_eq!(take(db, check.check_id, &decide).await, Ok(None));
    let close = |user| NewSpotStep {
        seen: Some(check.steps + 1),
        ..step(user, Action::Close)
    };
    // Both have seen the same. At the same moment it is tried over HTTP (tests/it/spot_checks/life.rs): here both databases must end alike.
    let closed = take(db, check.check_id, &close(people.first)).await;
    assert_eq!(closed, Ok(None));
    let refused = take(db, check.check_id, &close(people.second)).await;
    let Err(SpotRefusal::ChangedSince { last: Some(last) }) = refused else {
        panic!("the other is told who was faster: {refused:?}");
    };
    assert_eq!(
        (last.action, last.state, last.user_id),
        (Some(Action::Close), Some(State::Closed), people.first)
    );
    let reopen = NewSpotStep {
        comment: "Once more.".to_owned(),
        ..step(people.bureau, Action::Reopen)
    };
    assert_eq!(take(db, check.check_id, &reopen).await, Ok(None));
    let row = db.find_spot_check(check.check_id).await.unwrap().unwrap();
    assert_eq!(
        (row.state, row.outcome, row.decided_by),
        (
            State::Decided,
            Some(Verdict::Concordant),
            Some(people.first)
        )
    );
}

async fn grave_ones_are_closed_by_somebody_else(db: &Db, draw_id: i32, people: &People) {
    let check = list(db, draw_id).await[1].check_id;
    let decide = NewSpotStep {
        outcome: Some(Verdict::Fabricated),
        ..step(people.bureau, Action::Decide)
    };
    assert_eq!(take(db, check, &decide).await, Ok(None));
    let close = |user| NewSpotStep {
        comment: "Seen to.".to_owned(),
        ..step(user, Action::Close)
    };
    let refused = |problem| Err(SpotRefusal::State(problem));
    let now = take(db, check, &close(people.bureau)).await;
    assert_eq!(now, refused(StateProblem::EscalateFirst));
    let escalate = step(people.bureau, Action::Escalate);
    assert_eq!(take(db, check, &escalate).await, Ok(None));
    let now = take(db, check, &close(people.bureau)).await;
    assert_eq!(now, refused(StateProblem::SamePerson));
    assert_eq!(take(db, check, &close(people.other)).await, Ok(None));
    let steps = db.spot_steps(check).await.unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|step| (step.action.unwrap(), step.state.unwrap(), step.outcome))
        .collect();
    let fabricated = Some(Verdict::Fabricated);
    assert_eq!(
        told,
        [
            (Action::Assign, State::Assigned, None),
            (Action::Reassign, State::Assigned, None),
            (Action::Visit, State::Visited, None),
            (Action::Decide, State::Decided, fabricated),
            (Action::Escalate, State::Escalated, None),
            (Action::Close, State::Closed, None),
        ]
    );
    assert_eq!(steps[1].comment.as_deref(), Some("The first is ill."));
    assert_eq!(steps[5].comment.as_deref(), Some("Seen to."));
}

/// Who was found out is known when the next week is drawn.
async fn the_next_week_knows(db: &Db, wave: i32) {
    let next = db.spot_frame(TEHSIL, wave, MONDAY.plus(7)).await.unwrap();
    assert_eq!(next.frame.interviews.len(), 1);
    let of: Vec<_> = next
        .frame
        .enumerators
        .iter()
        .map(|one| (one.weeks_in_field, one.was_checked))
        .collect();
    assert_eq!(of, [(2, true)]);
    let same = db.spot_frame(TEHSIL, wave, MONDAY).await.unwrap();
    assert!(
        same.frame.enumerators.iter().all(|one| !one.was_checked),
        "the week's own checks do not count for it"
    );
}
