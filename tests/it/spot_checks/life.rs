//! A check from the draw to its end, by forms alone.

use super::{Checks, ROOF, SIZE, cookie, tells};
use crate::support::Place;
use axum::http::{StatusCode, header};
use domain::spot_check::{State, Verdict};

/// What a household answers that found nobody had come, and differs from the interview.
fn found(visit_id: &str) -> String {
    format!(
        "visit_id={visit_id}&found=found&came=no&household_size=5&answer_roof=girder&answer_land=rent&answer_rooms=3&note=Behind+the+mosque\
         &latitude=31.5000&longitude=74.3000&at="
    )
}

#[tokio::test]
async fn a_check_lives_from_the_draw_to_its_end_without_javascript_on_both_databases() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        let drawn = checks.given().await;
        nobody_reads_the_answers_before(&checks, drawn[0].check_id).await;
        what_is_wrong_comes_back(&checks, drawn[0].check_id).await;
        a_visit_sent_twice_counts_once(&checks, drawn[0].check_id).await;
        it_is_decided_and_closed(&checks, drawn[0].check_id).await;
        who_comes_second_is_told(&checks, drawn[1].check_id).await;
        never_at_home_is_replaced(&checks, drawn[2].check_id).await;
        it_is_given_to_another(&checks, drawn[3].check_id).await;
    }
}

async fn nobody_reads_the_answers_before(checks: &Checks, check: i32) {
    let list = checks.get("/today", "first").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text);
    assert_eq!(
        list.text.matches("href=\"geo:31.").count(),
        4,
        "{}",
        list.text
    );
    assert!(list.text.contains("openstreetmap.org"));
    assert!(list.text.contains("its enumerator is new"));
    // Twenty would have five times the doors of this one.
    let doors = list
        .text
        .split("<ol id=\"stops\">")
        .nth(1)
        .expect("the doors");
    let doors = doors.split("</ol>").next().expect("their end").len();
    assert!(
        list.text.len() + 4 * doors <= 40_000,
        "{} {doors}",
        list.text.len()
    );
    for path in [
        "/today".to_owned(),
        format!("/today/{check}"),
        "/spot-checks".to_owned(),
        "/spot-checks.csv".to_owned(),
        "/spot-checks/1".to_owned(),
    ] {
        let answer = checks.get(&path, "first").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let week = answer.text.replace("2026-10-05", "the week");
        assert!(!week.contains("2026-10-0"), "{path} tells the day");
        assert!(!answer.text.contains(ROOF), "{path} tells an answer");
        assert!(
            !answer.text.contains(&format!(">{SIZE}<")),
            "{path} tells the size"
        );
    }
    // Nor does what a form is refused with.
    let id = checks.visit_id(check, "first").await;
    let early = format!("{}2026-09-01T10:00", found(&id));
    let refused = checks
        .post(&format!("/today/{check}"), "first", &early)
        .await;
    assert!(
        refused.text.contains("The visit lies before the interview"),
        "{}",
        refused.text
    );
    assert!(!tells(&refused), "{}", refused.text);
}

async fn what_is_wrong_comes_back(checks: &Checks, check: i32) {
    let id = checks.visit_id(check, "first").await;
    let wrong = format!(
        "visit_id={id}&found=found&came=&household_size=many&answer_roof=girder&note=Behind+the+mosque"
    );
    let page = checks
        .post(&format!("/today/{check}"), "first", &wrong)
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("The number of people is a whole number"),
        "{}",
        page.text
    );
    for typed in [
        "value=\"many\"",
        "value=\"Behind the mosque\"",
        &format!("value=\"{id}\""),
    ] {
        assert!(page.text.contains(typed), "{typed} in {}", page.text);
    }
    assert!(!tells(&page));
    assert_eq!(checks.one(check).await.state, State::Assigned);
}

async fn a_visit_sent_twice_counts_once(checks: &Checks, check: i32) {
    let path = format!("/today/{check}");
    let id = checks.visit_id(check, "first").await;
    let theirs = checks.post(&path, "second", &found(&id)).await;
    assert_eq!(theirs.status, StatusCode::OK);
    assert!(
        theirs.text.contains("given to somebody else"),
        "{}",
        theirs.text
    );
    for becomes in ["visited", "before"] {
        let sent = checks.post(&path, "first", &found(&id)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let to = sent.header(header::LOCATION);
        assert_eq!(to, format!("{path}?done={becomes}"));
    }
    let visits = checks
        .web
        .site
        .db()
        .spot_visits(check)
        .await
        .expect("visits");
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0].visit.note, "Behind the mosque");
    let page = checks.get(&path, "first").await;
    for said in [
        ROOF,
        &format!(">{SIZE}<"),
        "differs, and should never: the interview is in doubt",
        "Proposed: fabricated",
        "the household says that nobody came",
        "of 2 answers of type 1 2 differ",
    ] {
        assert!(page.text.contains(said), "{said} in {}", page.text);
    }
    // What the household said is sealed where it is kept.
    let content = checks.web.place.content().await;
    assert!(
        !content
            .iter()
            .any(|line| line.contains("Behind the mosque"))
    );
}

async fn it_is_decided_and_closed(checks: &Checks, check: i32) {
    let row = checks.one(check).await;
    let post = async |address: &str, who: &str, form: String| {
        checks
            .post(&format!("/today/{check}/{address}"), who, &form)
            .await
    };
    let seen = row.steps;
    let none = post("decision", "first", format!("action=decide&seen={seen}")).await;
    assert!(none.text.contains("Choose an outcome"), "{}", none.text);
    let decided = post(
        "decision",
        "first",
        format!("action=decide&outcome=fabricated&seen={seen}"),
    )
    .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let close = post(
        "decision",
        "first",
        format!("action=close&seen={}", seen + 1),
    )
    .await;
    assert!(
        close.text.contains("are escalated before"),
        "{}",
        close.text
    );
    let escalated = post(
        "decision",
        "first",
        format!("action=escalate&seen={}", seen + 1),
    )
    .await;
    assert_eq!(escalated.status, StatusCode::SEE_OTHER);
    let hidden = post(
        "closing",
        "first",
        format!("action=close&comment=Done&seen={}", seen + 2),
    )
    .await;
    assert_eq!(
        hidden.status,
        StatusCode::NOT_FOUND,
        "a monitor does not close it"
    );
    // Two close it at once: one has, the other is told who was faster.
    let form = format!("action=close&comment=Seen+to&seen={}", seen + 2);
    let path = format!("/today/{check}/closing");
    let (bureau, other) = (cookie("bureau"), cookie("other-bureau"));
    let (one, two) = tokio::join!(
        checks.web.post(&path, &bureau, &form),
        checks.web.post(&path, &other, &form),
    );
    let (closed, told) = match one.status {
        StatusCode::SEE_OTHER => (one, two),
        _ => (two, one),
    };
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    assert_eq!(told.status, StatusCode::OK);
    assert!(
        told.text.contains("Somebody was faster: Name of "),
        "{}",
        told.text
    );
    let row = checks.one(check).await;
    assert_eq!(
        (row.state, row.outcome),
        (State::Closed, Some(Verdict::Fabricated))
    );
    let page = checks.get(&format!("/today/{check}"), "coordinator").await;
    assert!(page.text.contains("Seen to"), "{}", page.text);
    let trail = checks.get("/audit.csv", "bureau").await;
    for action in ["spot_check.visit", "spot_check.step"] {
        assert!(trail.text.contains(action), "{action}");
    }
}

async fn who_comes_second_is_told(checks: &Checks, check: i32) {
    let path = format!("/today/{check}");
    let (one, two) = (
        checks.visit_id(check, "first").await,
        checks.visit_id(check, "first").await,
    );
    assert_ne!(one, two, "each form is another visit");
    let sent = checks.post(&path, "first", &found(&one)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let late = checks.post(&path, "first", &found(&two)).await;
    assert_eq!(late.status, StatusCode::OK);
    assert!(
        late.text.contains("Somebody was faster: Name of first"),
        "{}",
        late.text
    );
    let visits = checks
        .web
        .site
        .db()
        .spot_visits(check)
        .await
        .expect("visits");
    assert_eq!(visits.len(), 1);
    // It is visited again: whoever goes is as blind as before.
    let seen = checks.one(check).await.steps;
    let form = format!("action=visit_again&comment=The+neighbour+answered&seen={seen}");
    let again = checks
        .post(&format!("{path}/assignment"), "coordinator", &form)
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    let page = checks.get(&path, "first").await;
    assert!(!page.text.contains(ROOF) && !page.text.contains(&format!(">{SIZE}<")));
    assert!(page.text.contains("id=\"visit\""));
}

async fn never_at_home_is_replaced(checks: &Checks, check: i32) {
    let path = format!("/today/{check}");
    // Twice on one day is one attempt.
    for (at, becomes) in [
        ("2026-11-10T10:00", "another_day"),
        ("2026-11-10T16:00", "same_day"),
        ("2026-11-11T17:30", "another_day"),
        ("2026-11-12T08:00", "replaced"),
    ] {
        let id = checks.visit_id(check, "first").await;
        let form = format!("visit_id={id}&found=not_at_home&at={at}");
        let sent = checks.post(&path, "first", &form).await;
        assert_eq!(
            sent.header(header::LOCATION),
            format!("{path}?done={becomes}"),
            "{}",
            sent.text
        );
        let page = checks.get(&path, "first").await;
        let said = match becomes {
            "replaced" => "nobody at home on 3 of 3 days",
            _ if at.contains("-11T") => "Attempt 3 of 3, on another day",
            _ => "Attempt 2 of 3, on another day",
        };
        assert!(page.text.contains(said), "{said} in {}", page.text);
    }
    let row = checks.one(check).await;
    assert_eq!((row.state, row.attempts), (State::Replaced, 3));
    let instead = row.replaced_by.expect("another");
    let page = checks.get(&format!("{path}?done=replaced"), "first").await;
    assert!(
        page.text.contains("another household is visited instead"),
        "{}",
        page.text
    );
    assert!(page.text.contains(&format!("{instead} is visited instead")));
    assert!(!tells(&page), "{}", page.text);
    let new = checks.one(instead).await;
    assert_eq!((new.state, new.monitor), (State::Assigned, row.monitor));
    let draw = checks.get("/spot-checks/1", "coordinator").await;
    assert!(draw.text.contains("Visited instead"), "{}", draw.text);
    assert!(
        draw.text.contains("16.7 %"),
        "two of twelve were approached"
    );
}

async fn it_is_given_to_another(checks: &Checks, check: i32) {
    let path = format!("/today/{check}/assignment");
    let seen = checks.one(check).await.steps;
    let form = format!("action=reassign&monitor={}&seen={seen}", checks.second);
    let mute = checks.post(&path, "coordinator", &form).await;
    assert!(mute.text.contains("Say why"), "{}", mute.text);
    let nobody = format!("action=reassign&monitor=99999&comment=Ill&seen={seen}");
    let nobody = checks.post(&path, "coordinator", &nobody).await;
    assert!(nobody.text.contains("Choose a monitor"), "{}", nobody.text);
    let form = format!("{form}&comment=Ill&due_on=2099-01-04");
    let given = checks.post(&path, "coordinator", &form).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    assert_eq!(
        checks.one(check).await.monitor.expect("a monitor").0,
        checks.second
    );
    let list = checks.get("/today", "second").await;
    assert!(list.text.contains("Nothing is due today"), "{}", list.text);
    let all = checks.get("/today?later=1", "second").await;
    assert!(all.text.contains(&format!("href=\"/today/{check}\"")));
    let page = checks.get("/spot-checks", "coordinator").await;
    assert!(page.text.contains("Name of second") && page.text.contains("Name of first"));
    let file = checks.get("/spot-checks.csv", "coordinator").await;
    assert!(file.text.starts_with("draw,tehsil_code"), "{}", file.text);
    assert!(file.text.contains("PB0101"));
}
