//! What a phone is given to keep, and what becomes of what it sends.

use super::{Checks, ROOF, cookie};
use crate::support::Place;
use crate::support::web::Answer;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::spot_check::State;
use serde_json::Value;

/// Sends a form as the worker does.
async fn sent(checks: &Checks, check: i32, who: &str, mark: &str, form: &str) -> Answer {
    let request = Request::post(format!("/today/{check}"))
        .header(header::COOKIE, cookie(who))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-fieldwatch-phone", mark)
        .body(Body::from(form.to_owned()))
        .expect("a request");
    checks.web.ask(request).await
}

async fn kept(checks: &Checks, who: &str) -> Value {
    let answer = checks.get("/today/phone", who).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store");
    serde_json::from_str(&answer.text).expect("JSON")
}

fn problems(answer: &Answer) -> String {
    let said: Value = serde_json::from_str(&answer.text).expect("JSON");
    said["problems"][0].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_phone_keeps_the_day_and_what_it_sends_counts_once_on_both_databases() {
    for place in Place::both().await {
        let checks = Checks::new(place).await;
        let drawn = checks.given().await;
        let mine = kept(&checks, "first").await;
        let again = kept(&checks, "first").await;
        let theirs = kept(&checks, "second").await;
        let text = |kept: &Value, name: &str| kept[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(text(&mine, "key").len(), 64);
        for name in ["key", "mark"] {
            assert_eq!(text(&mine, name), text(&again, name), "{name}");
            assert_ne!(text(&mine, name), text(&theirs, name), "{name}");
        }
        let ends = mine["until_ms"].as_i64() > mine["now_ms"].as_i64();
        assert!(ends, "{mine}");

        // Every door's form is there, blind, as its own page has it; the second monitor has none.
        let pages = mine["pages"].as_object().expect("pages");
        assert_eq!(pages.len(), drawn.len() + 2);
        assert_eq!(
            theirs["pages"].as_object().map(|pages| pages.len()),
            Some(2)
        );
        for (address, page) in pages {
            let page = page.as_str().expect("a page");
            assert!(page.starts_with("<!DOCTYPE html><html "), "{address}");
            assert!(!page.contains(ROOF), "{address} tells an answer");
            let is_form = page.contains("<form id=\"visit\"");
            assert_eq!(
                is_form,
                !address.contains("today?") && address != "/today",
                "{address}"
            );
        }
        each_page_is_noted_as_seen(&checks, drawn[0].check_id).await;
        what_is_sent(
            &checks,
            drawn[0].check_id,
            &text(&mine, "mark"),
            &text(&theirs, "mark"),
        )
        .await;
        what_is_not_taken(&checks, drawn[1].check_id, &text(&mine, "mark")).await;
    }
}

async fn each_page_is_noted_as_seen(checks: &Checks, check: i32) {
    let trail = checks.get("/audit.csv?action=page.seen", "bureau").await;
    let seen = format!("/today/{check}");
    assert!(trail.text.contains(&seen), "{}", trail.text);
}

async fn what_is_sent(checks: &Checks, check: i32, mine: &str, theirs: &str) {
    let form = "visit_id=made-by-a-phone-0001&found=found&came=yes&household_size=5&answer_rooms=3&latitude=31.5&longitude=74.3&accuracy_m=12";
    // Somebody else has signed in on the phone meanwhile: it is not recorded as theirs.
    for mark in [theirs, "", "no mark"] {
        let other = sent(checks, check, "first", mark, form).await;
        assert_eq!(
            other.status,
            StatusCode::PRECONDITION_FAILED,
            "{}",
            other.text
        );
    }
    assert_eq!(checks.one(check).await.state, State::Assigned);
    for done in ["visited", "before"] {
        let answer = sent(checks, check, "first", mine, form).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(answer.text, format!("{{\"done\":\"{done}\"}}"));
    }
    let visits = checks.web.site.db().spot_visits(check).await;
    let visits = visits.expect("visits");
    assert_eq!(visits.len(), 1);
    let fix = visits[0].visit.fix.expect("a place");
    assert_eq!(fix.accuracy_m, Some(12.0));
}

async fn what_is_not_taken(checks: &Checks, check: i32, mine: &str) {
    let form = |size: &str, id: &str| {
        format!("visit_id=made-by-a-phone-{id}&found=found&came=yes&household_size={size}")
    };
    let wrong = sent(checks, check, "first", mine, &form("many", "0002")).await;
    assert_eq!(
        wrong.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        wrong.text
    );
    assert!(problems(&wrong).contains("whole number"), "{}", wrong.text);
    // It was given to somebody else meanwhile.
    let step = checks.one(check).await.steps;
    let given = format!(
        "action=reassign&monitor={}&due_on=&comment=On+leave&seen={step}",
        checks.second
    );
    let path = format!("/today/{check}/assignment");
    let done = checks.post(&path, "coordinator", &given).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let late = sent(checks, check, "first", mine, &form("5", "0003")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    assert!(problems(&late).contains("somebody else"), "{}", late.text);
    // What is nobody's of theirs does not exist, in words that say what to do.
    let gone = sent(checks, 9_999, "first", mine, &form("5", "0004")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "{}", gone.text);
    assert!(
        problems(&gone).contains("before you remove it"),
        "{}",
        gone.text
    );
}
