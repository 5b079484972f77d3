//! Wrong passphrases: whoever guesses waits, and nobody else does.

use super::{Browser, SEEDED, web};
use crate::support::web::Web;
use axum::http::{StatusCode, header};
use domain::account::{Allowance, SecondFactor};
use std::time::{Duration, Instant};

async fn tries(web: &Web, username: &str, times: u32) -> Vec<String> {
    let mut answers = Vec::new();
    for _ in 0..times {
        answers.push(
            Browser::default()
                .sign_in(web, username, "not the passphrase")
                .await,
        );
    }
    answers
}

#[tokio::test]
async fn a_thousand_guesses_from_elsewhere_do_not_keep_a_known_browser_out() {
    let web = web(SecondFactor::Optional).await;
    let mut own = Browser::of(&web, "monitor").await;
    own.leave();
    let answers = tries(&web, "monitor", 1_000).await;
    let looked_at = answers.iter().filter(|to| to.contains("failed=1")).count();
    assert_eq!(looked_at, Allowance::ACCOUNT.free as usize);
    assert!(
        answers
            .last()
            .expect("an answer")
            .starts_with("/sign-in?wait=")
    );
    // A browser that is not known waits, even with the right passphrase.
    let stranger = Browser::default().sign_in(&web, "monitor", SEEDED).await;
    assert!(stranger.starts_with("/sign-in?wait="), "{stranger}");
    assert_eq!(own.sign_in(&web, "monitor", SEEDED).await, "/");
    // And its own mistakes are its own.
    own.leave();
    for _ in 0..Allowance::DEVICE.free {
        assert!(
            own.sign_in(&web, "monitor", "mistyped it once more")
                .await
                .contains("failed=1")
        );
    }
    assert!(
        own.sign_in(&web, "monitor", SEEDED)
            .await
            .starts_with("/sign-in?wait=")
    );
}

#[tokio::test]
async fn a_browser_known_to_one_is_not_known_to_another() {
    let web = web(SecondFactor::Optional).await;
    let mut own = Browser::of(&web, "monitor").await;
    own.leave();
    tries(&web, "attock", Allowance::ACCOUNT.free).await;
    let to = own.sign_in(&web, "attock", SEEDED).await;
    assert!(to.starts_with("/sign-in?wait="), "{to}");
}

#[tokio::test]
async fn nothing_tells_whether_a_username_exists() {
    let web = web(SecondFactor::Optional).await;
    let mut disabled = web
        .site
        .db()
        .find_user("csu")
        .await
        .expect("users")
        .expect("csu");
    disabled.disabled = true;
    let by = crate::support::by();
    web.site
        .db()
        .update_user(&disabled, super::now(&web), &by)
        .await
        .expect("disabled");
    let times = Allowance::ACCOUNT.free + 3;
    let theirs = tries(&web, "leadership", times).await;
    for nobody in ["nobody-of-that-name", "csu"] {
        let answers = tries(&web, nobody, times).await;
        let plain = |all: &[String]| -> Vec<String> {
            // The seconds run while the test does.
            all.iter()
                .map(|to| {
                    to.trim_start_matches(|c: char| c != '&').to_owned() + &to[..14.min(to.len())]
                })
                .collect()
        };
        assert_eq!(plain(&answers), plain(&theirs), "{nobody}");
    }
}

#[tokio::test]
async fn a_name_that_nobody_has_takes_as_long_as_one_that_somebody_has() {
    let web = web(SecondFactor::Optional).await;
    let shortest = async |names: [&str; 5]| {
        let mut least = Duration::MAX;
        for name in names {
            let begun = Instant::now();
            let to = Browser::default()
                .sign_in(&web, name, "not the passphrase")
                .await;
            assert!(to.contains("failed=1"), "{to}");
            least = least.min(begun.elapsed());
        }
        least
    };
    let theirs = shortest(["leadership"; 5]).await;
    let nobodys = shortest(["nobody-1", "nobody-2", "nobody-3", "nobody-4", "nobody-5"]).await;
    // Without the hash of a passphrase it would be a twentieth.
    assert!(
        nobodys * 3 > theirs && theirs * 3 > nobodys,
        "{theirs:?} and {nobodys:?}"
    );
}

#[tokio::test]
async fn the_page_says_how_long_to_wait_and_nothing_else_of_the_address() {
    let web = web(SecondFactor::Optional).await;
    for (address, said) in [
        ("/sign-in?wait=30", "Wait 30 seconds"),
        ("/sign-in?wait=121", "Wait 3 minutes"),
        ("/sign-in?wait=999999999", "Wait 60 minutes"),
    ] {
        let page = web.get(address, "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(said), "{address}: {}", page.text);
    }
    let page = web.get("/sign-in?wait=soon", "").await;
    assert!(!page.text.contains("Too many tries"));
    assert_eq!(page.header(header::CACHE_CONTROL), "private, no-store");
}
