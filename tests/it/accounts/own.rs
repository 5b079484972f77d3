//! One's own account: sessions, passphrase.

use super::{Browser, GOOD, SEEDED, between, web};
use axum::http::{StatusCode, header};
use domain::account::SecondFactor;

#[tokio::test]
async fn a_session_that_is_ended_elsewhere_is_out_and_the_others_go_on() {
    let web = web(SecondFactor::Optional).await;
    let mut here = Browser::of(&web, "monitor").await;
    let mut lost = Browser::of(&web, "monitor").await;
    let mut third = Browser::of(&web, "monitor").await;
    let mut other = Browser::of(&web, "attock").await;
    let page = here.get(&web, "/account").await.text;
    assert_eq!(page.matches("name=\"session\"").count(), 3, "{page}");
    assert_eq!(page.matches(">this one<").count(), 1);
    assert!(
        page.contains("Firefox on Linux") && page.contains("127.0.0.1"),
        "{page}"
    );
    // A mark names a session of one's own alone.
    let lost_page = lost.get(&web, "/account").await.text;
    let row = lost_page
        .split("<tr>")
        .find(|row| row.contains("this one"))
        .expect("its row");
    let mark = between(row, "name=\"session\" value=\"", "\"").to_owned();
    let end = [("action", "end"), ("session", mark.as_str())];
    other.post(&web, "/account", &end).await;
    assert_eq!(lost.get(&web, "/account").await.status, StatusCode::OK);
    let ended = here.post(&web, "/account", &end).await;
    assert_eq!(ended.header(header::LOCATION), "/account?done=sessions");
    assert_eq!(
        lost.get(&web, "/account").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(third.get(&web, "/account").await.status, StatusCode::OK);
    here.post(&web, "/account", &[("action", "end_others")])
        .await;
    assert_eq!(
        third.get(&web, "/account").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(here.get(&web, "/account").await.status, StatusCode::OK);
    assert_eq!(other.get(&web, "/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_changed_passphrase_needs_the_present_one_and_ends_every_other_session() {
    let web = web(SecondFactor::Optional).await;
    let mut here = Browser::of(&web, "monitor").await;
    let mut elsewhere = Browser::of(&web, "monitor").await;
    let change = |present: &'static str, new: &'static str| {
        [
            ("action", "passphrase"),
            ("password", present),
            ("new", new),
            ("again", new),
        ]
    };
    let wrong = here
        .post(&web, "/account", &change("not the present one", GOOD))
        .await;
    assert!(
        wrong.text.contains("The present passphrase is not right"),
        "{}",
        wrong.text
    );
    let short = here.post(&web, "/account", &change(SEEDED, "short")).await;
    assert!(short.text.contains("too short"), "{}", short.text);
    assert_eq!(
        elsewhere.get(&web, "/coverage").await.status,
        StatusCode::OK
    );
    let done = here.post(&web, "/account", &change(SEEDED, GOOD)).await;
    assert_eq!(done.header(header::LOCATION), "/account?done=passphrase");
    assert_eq!(here.get(&web, "/coverage").await.status, StatusCode::OK);
    assert_eq!(
        elsewhere.get(&web, "/coverage").await.status,
        StatusCode::SEE_OTHER
    );
    // Whoever has got hold of a session cannot try passphrases without end.
    for _ in 0..5 {
        here.post(&web, "/account", &change("guess after guess", GOOD))
            .await;
    }
    let waits = here
        .post(&web, "/account", &change(GOOD, "another good passphrase"))
        .await;
    assert!(waits.text.contains("Too many tries"), "{}", waits.text);
}

#[tokio::test]
async fn without_a_key_no_second_factor_is_offered_nor_made() {
    let web = crate::support::web::Web::new(crate::support::Place::sqlite()).await;
    let mut here = Browser::of(&web, "monitor").await;
    let page = here.get(&web, "/account").await.text;
    assert!(page.contains("was started without a key") && !page.contains("value=\"set_up\""));
    let begin = [("action", "set_up"), ("password", SEEDED)];
    assert_eq!(
        here.post(&web, "/account", &begin).await.status,
        StatusCode::NOT_FOUND
    );
}
