//! Second factors: who must have one, codes taken once, recovery codes.

use super::{Browser, SEEDED, between, code, secret_of, web};
use crate::support::web::Web;
use axum::http::{StatusCode, header};
use domain::account::SecondFactor;

const SET_UP: &str = "/sign-in/second-factor";
const CODE: &str = "/sign-in/code";

fn codes_of(page: &str) -> Vec<String> {
    let list = between(page, "id=\"recovery-codes\"", "</ol>");
    let codes = list.split("<code>").skip(1);
    codes
        .map(|rest| rest.split("</code>").next().unwrap_or("").to_owned())
        .collect()
}

/// Sets one up at sign-in; answers its secret and the recovery codes.
async fn set_up(web: &Web, browser: &mut Browser, username: &str) -> (Vec<u8>, Vec<String>) {
    assert!(
        browser
            .sign_in(web, username, SEEDED)
            .await
            .starts_with(SET_UP)
    );
    let page = browser.get(web, SET_UP).await;
    assert_eq!(page.status, StatusCode::OK);
    let secret = secret_of(&page.text);
    let answer = browser
        .post(web, SET_UP, &[("code", &code(web, &secret, 0))])
        .await;
    let codes = codes_of(&answer.text);
    assert_eq!(codes.len(), 10, "{}", answer.text);
    (secret, codes)
}

#[tokio::test]
async fn who_must_have_one_can_do_nothing_before_it_is_set_up() {
    let web = web(SecondFactor::Required).await;
    let mut qa = Browser::default();
    let to = qa.sign_in(&web, "qa", SEEDED).await;
    assert_eq!(to, "/sign-in/second-factor?next=%2F");
    assert!(!qa.has("fieldwatch_session"));
    for path in ["/coverage", "/account", "/people", "/flags"] {
        let answer = qa.get(&web, path).await;
        assert!(
            answer
                .header(header::LOCATION)
                .starts_with("/sign-in?next="),
            "{path}"
        );
    }
    let page = qa.get(&web, SET_UP).await.text;
    assert!(
        page.contains("class=\"qr\"") && page.contains("Nothing else can be done"),
        "{page}"
    );
    let secret = secret_of(&page);
    // A wrong code leaves the secret as the app has it.
    let wrong = qa.post(&web, SET_UP, &[("code", "000000")]).await.text;
    assert!(wrong.contains("This code is not right"), "{wrong}");
    assert_eq!(secret_of(&wrong), secret);
    let done = qa
        .post(
            &web,
            SET_UP,
            &[("code", &code(&web, &secret, 0)), ("next", "/flags")],
        )
        .await;
    assert_eq!(codes_of(&done.text).len(), 10);
    assert!(done.text.contains("href=\"/flags\""), "{}", done.text);
    assert_eq!(qa.get(&web, "/coverage").await.status, StatusCode::OK);
    // Others are not asked.
    assert_eq!(
        Browser::default().sign_in(&web, "attock", SEEDED).await,
        "/"
    );
}

#[tokio::test]
async fn a_code_is_taken_once_and_a_passphrase_alone_opens_nothing() {
    let web = web(SecondFactor::Required).await;
    let (secret, _) = set_up(&web, &mut Browser::default(), "qa").await;
    // The one that set it up is used; the next is good, once.
    let next = code(&web, &secret, 1);
    let mut first = Browser::default();
    assert_eq!(
        first.sign_in(&web, "qa", SEEDED).await,
        "/sign-in/code?next=%2F"
    );
    let to_sign_in = first.get(&web, "/coverage").await;
    assert_eq!(to_sign_in.status, StatusCode::SEE_OTHER);
    let again = first
        .post(&web, CODE, &[("code", &code(&web, &secret, 0))])
        .await;
    assert!(again.text.contains("used before"), "{}", again.text);
    let signed_in = first
        .post(&web, CODE, &[("code", &next), ("next", "/coverage")])
        .await;
    assert_eq!(signed_in.header(header::LOCATION), "/coverage");
    assert_eq!(first.get(&web, "/coverage").await.status, StatusCode::OK);
    // Whoever looked over the shoulder has no use of it.
    let mut second = Browser::default();
    second.sign_in(&web, "qa", SEEDED).await;
    let replayed = second.post(&web, CODE, &[("code", &next)]).await;
    assert_eq!(replayed.status, StatusCode::OK);
    assert!(replayed.text.contains("used before"), "{}", replayed.text);
    assert!(!second.has("fieldwatch_session"));
}

#[tokio::test]
async fn a_recovery_code_is_taken_once_however_it_is_typed() {
    let web = web(SecondFactor::Required).await;
    let (_, codes) = set_up(&web, &mut Browser::default(), "qa").await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    let mut browser = Browser::default();
    browser.sign_in(&web, "qa", SEEDED).await;
    let signed_in = browser.post(&web, CODE, &[("code", &typed)]).await;
    assert_eq!(signed_in.header(header::LOCATION), "/");
    assert!(
        browser
            .get(&web, "/account")
            .await
            .text
            .contains("Recovery codes left: 9")
    );
    browser.leave();
    browser.sign_in(&web, "qa", SEEDED).await;
    let again = browser.post(&web, CODE, &[("code", &codes[3])]).await;
    assert!(
        again.text.contains("This code is not right"),
        "{}",
        again.text
    );
    let other = browser.post(&web, CODE, &[("code", &codes[4])]).await;
    assert_eq!(other.header(header::LOCATION), "/");
}

#[tokio::test]
async fn five_wrong_codes_ask_for_the_passphrase_again() {
    let web = web(SecondFactor::Required).await;
    let mut browser = Browser::default();
    let (secret, _) = set_up(&web, &mut browser, "qa").await;
    browser.leave();
    browser.sign_in(&web, "qa", SEEDED).await;
    for _ in 0..5 {
        browser.post(&web, CODE, &[("code", "000000")]).await;
    }
    let good = code(&web, &secret, 1);
    let answer = browser.post(&web, CODE, &[("code", &good)]).await;
    assert_eq!(answer.header(header::LOCATION), "/sign-in?again=1");
    assert!(!browser.has("fieldwatch_session"));
}

#[tokio::test]
async fn a_session_does_not_outlive_the_second_factor_that_it_must_have() {
    let web = web(SecondFactor::Required).await;
    let mut admin = Browser::default();
    set_up(&web, &mut admin, "admin").await;
    // Somebody who may do without is given a role that demands one.
    let mut attock = Browser::of(&web, "attock").await;
    assert_eq!(attock.get(&web, "/coverage").await.status, StatusCode::OK);
    let fields = [
        ("action", "give"),
        ("role", "bos_qa"),
        ("area", "PB01"),
        ("reason", "Helps out"),
    ];
    let given = admin.post(&web, "/people/attock", &fields).await;
    assert_eq!(
        given.header(header::LOCATION),
        "/people/attock?done=given",
        "{}",
        given.text
    );
    let out = attock.get(&web, "/coverage").await;
    assert!(
        out.header(header::LOCATION).starts_with("/sign-in?next="),
        "{}",
        out.status
    );
    assert!(
        attock
            .sign_in(&web, "attock", SEEDED)
            .await
            .starts_with(SET_UP)
    );
    // Of somebody else it can be taken away, which signs them out; of oneself it cannot while the role demands it.
    let own = [("action", "remove"), ("password", SEEDED)];
    assert_eq!(
        admin.post(&web, "/account", &own).await.status,
        StatusCode::NOT_FOUND
    );
    let mut qa = Browser::default();
    set_up(&web, &mut qa, "qa").await;
    let removed = admin
        .post(&web, "/people/qa", &[("action", "remove_factor")])
        .await;
    assert_eq!(removed.header(header::LOCATION), "/people/qa?done=factor");
    assert_eq!(
        qa.get(&web, "/coverage").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_secret_does_not_stand_in_the_database_as_it_is() {
    let web = web(SecondFactor::Required).await;
    let (secret, codes) = set_up(&web, &mut Browser::default(), "qa").await;
    let path = web.place.url().strip_prefix("sqlite:").expect("a file");
    let mut bytes = std::fs::read(path).expect("the database");
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    let holds = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    assert!(holds(b"second_factor"), "the file was read");
    assert!(!holds(&secret));
    for code in codes {
        assert!(!holds(code.replace('-', "").as_bytes()));
    }
}
