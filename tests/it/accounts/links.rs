//! Links: once, in time, not withdrawn; the passphrase chosen by them.

use super::{Browser, GOOD, between, web};
use crate::support::web::Web;
use axum::http::{StatusCode, header};
use domain::account::{INVITATION_MS, SecondFactor};
use server::secret::token_hash;
use store::NewLink;

/// The administrator invites somebody; answers the link's address.
async fn invited(web: &Web, admin: &mut Browser, username: &str) -> String {
    let fields = [
        ("username", username),
        ("display_name", "Amina Khan"),
        ("role", "tehsil_monitor"),
        ("area", "PB0101"),
        ("reason", "New in the team"),
    ];
    let made = admin.post(web, "/people/invite", &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let address = between(&made.text, "id=\"link\"", "</p>");
    let path = address.split("http://fw.example").nth(1).expect("the link");
    assert_eq!(made.header(header::CACHE_CONTROL), "private, no-store");
    path.to_owned()
}

async fn chooses(web: &Web, path: &str, passphrase: &str) -> (StatusCode, String, String) {
    let fields = [("new", passphrase), ("again", passphrase)];
    let answer = Browser::default().post(web, path, &fields).await;
    let to = answer.header(header::LOCATION).to_owned();
    (answer.status, to, answer.text)
}

#[tokio::test]
async fn an_invitation_opens_once_and_then_its_passphrase_signs_in() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = Browser::of(&web, "admin").await;
    let path = invited(&web, &mut admin, "amina").await;
    // Nobody signs in before; the list says how the account stands.
    assert!(
        Browser::default()
            .sign_in(&web, "amina", "")
            .await
            .contains("failed=1")
    );
    let list = admin.post(&web, "/people", &[("q", "AMINA")]).await.text;
    assert!(
        list.contains("invited, link until") && list.contains("People: 1; page 1 of 1"),
        "{list}"
    );

    // Looking uses nothing up.
    for _ in 0..2 {
        let page = web.get(&path, "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Amina Khan") && page.text.contains("Choose your passphrase"));
    }
    for (typed, said) in [
        ("fourteen signs", "too short"),
        ("for amina only, nobody else", "holds your user name"),
        ("the fieldwatch people know", "word of this service"),
        ("abcabcabcabcabcabc", "over and over"),
    ] {
        let (status, _, page) = chooses(&web, &path, typed).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            page.contains(said) && !page.contains(typed),
            "{typed}: {page}"
        );
    }
    let differs = [("new", GOOD), ("again", "violet harbour lanterns")];
    let differs = Browser::default().post(&web, &path, &differs).await;
    assert!(differs.text.contains("The two passphrases differ"));

    let (status, to, _) = chooses(&web, &path, GOOD).await;
    assert_eq!(
        (status, to.as_str()),
        (StatusCode::SEE_OTHER, "/sign-in?chosen=1")
    );
    let (status, _, page) = chooses(&web, &path, "another passphrase of theirs").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("This link opens nothing"), "{page}");
    assert_eq!(web.get(&path, "").await.status, StatusCode::NOT_FOUND);
    let mut amina = Browser::default();
    assert_eq!(amina.sign_in(&web, "amina", GOOD).await, "/");
    assert_eq!(amina.get(&web, "/coverage").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_link_that_is_over_withdrawn_or_made_up_opens_nothing() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = Browser::of(&web, "admin").await;
    let path = invited(&web, &mut admin, "amina").await;
    let withdrawn = admin
        .post(&web, "/people/amina", &[("action", "withdraw")])
        .await;
    assert_eq!(
        withdrawn.header(header::LOCATION),
        "/people/amina?done=withdrawn"
    );
    assert_eq!(chooses(&web, &path, GOOD).await.0, StatusCode::NOT_FOUND);

    let user = web
        .site
        .db()
        .find_user("amina")
        .await
        .expect("users")
        .expect("amina");
    let old = NewLink {
        secret_hash: token_hash("an-old-link"),
        made_at: domain::time::EpochMs(super::now(&web).0 - INVITATION_MS),
    };
    web.site
        .db()
        .make_link(user.user_id, &old, &crate::support::by())
        .await
        .expect("a link");
    for path in [
        "/invitation/an-old-link",
        "/invitation/0000",
        "/invitation/%2e%2e",
    ] {
        assert_eq!(
            chooses(&web, path, GOOD).await.0,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let user = web
        .site
        .db()
        .find_user("amina")
        .await
        .expect("users")
        .expect("amina");
    assert_eq!(user.password_hash, "");
}

#[tokio::test]
async fn a_new_passphrase_by_a_link_ends_every_session_of_the_old_one() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = Browser::of(&web, "admin").await;
    let mut thief = Browser::of(&web, "monitor").await;
    assert_eq!(thief.get(&web, "/coverage").await.status, StatusCode::OK);
    let made = admin
        .post(&web, "/people/monitor", &[("action", "link")])
        .await;
    let path = between(&made.text, "http://fw.example", "</p>").to_owned();
    assert_eq!(
        thief.get(&web, "/coverage").await.status,
        StatusCode::OK,
        "until it is used"
    );
    assert_eq!(chooses(&web, &path, GOOD).await.0, StatusCode::SEE_OTHER);
    assert_eq!(
        thief.get(&web, "/coverage").await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        Browser::default()
            .sign_in(&web, "monitor", super::SEEDED)
            .await
            .contains("failed=1")
    );
    assert_eq!(Browser::default().sign_in(&web, "monitor", GOOD).await, "/");
}

#[tokio::test]
async fn a_link_is_nothing_that_another_site_can_use() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = Browser::of(&web, "admin").await;
    let path = invited(&web, &mut admin, "amina").await;
    let request = axum::http::Request::post(&path)
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = super::form(&[("new", GOOD), ("again", GOOD)]);
    let answer = web.ask(request.body(body.into()).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(web.get(&path, "").await.status, StatusCode::OK);
}
