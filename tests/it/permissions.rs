//! Every address and its door: who enters, and for whom it does not exist. An address that is not known here fails the test.

mod people;

pub use people::{add_a_flag, add_a_listing, area};

use crate::support::web::{Answer, Web};
use crate::support::{Place, by};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::people::Role;
use domain::permission::{Kind, Permission, Reach};
use people::OtherArea::{ComesBack, Missing, NamesNone};
use people::{DISTRICT, People, cookie, now};
use server::secret::token_hash;
use server::web::doors::{Door, Entry};
use std::path::Path;
use store::NewToken;

const PAGE: &str = "text/html";
const PROGRAM: &str = "*/*";

fn entered(answer: &Answer) -> bool {
    let to = answer.header(header::LOCATION);
    match answer.status {
        StatusCode::OK => true,
        StatusCode::SEE_OTHER => !to.starts_with("/sign-in?next"),
        _ => false,
    }
}

#[tokio::test]
async fn every_address_is_entered_by_whoever_may_and_exists_for_nobody_else() {
    let mut people = People::new().await;
    // One session is over, one is of somebody to whom nothing is granted.
    let db = people.web.site.db().clone();
    let admin = db.find_user("admin").await.expect("users").expect("admin");
    people.session("expired", admin.user_id, -1).await;
    people.expired = cookie("expired");
    let whole = area(&people.web, "PB");
    people
        .seat("ungranted", Role::Administrator, whole, true)
        .await;
    let user = db.find_user("ungranted").await.expect("users");
    let grant = user.expect("the user").grants.0[0].grant_id;
    assert!(
        db.revoke_grant(grant, now(), &by(), None)
            .await
            .expect("it ends")
    );
    people.ungranted = cookie("ungranted");

    let entries = server::web::doors().entries();
    let unknown: Vec<_> = entries
        .iter()
        .filter(|entry| people.request(entry).is_none())
        .map(|entry| format!("{} {}", entry.method, entry.path))
        .collect();
    assert!(
        unknown.is_empty(),
        "say here how these are tried, and by whom: {unknown:?}"
    );
    let mut wrong = Vec::new();
    for entry in &entries {
        match entry.door {
            Door::Open => open(&people, entry, &mut wrong).await,
            Door::SignedIn => {
                strangers(&people, entry, &mut wrong).await;
                let answer = people.ask(entry, &cookie("leadership-whole"), PAGE).await;
                note(&mut wrong, entry, "signed in", &answer, entered(&answer));
            }
            Door::Needs(permission) => {
                strangers(&people, entry, &mut wrong).await;
                others(&people, entry, permission, &mut wrong).await;
                other_area(&people, entry, permission, &mut wrong).await;
                right(&people, entry, permission, &mut wrong).await;
            }
            Door::Reads(permission) => {
                machines(&people, entry, &mut wrong).await;
                others(&people, entry, permission, &mut wrong).await;
                other_area(&people, entry, permission, &mut wrong).await;
                right(&people, entry, permission, &mut wrong).await;
            }
            Door::Machine => panic!("{} is a machine's: add it to machine_doors", entry.path),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn note(wrong: &mut Vec<String>, entry: &Entry, who: &str, answer: &Answer, as_expected: bool) {
    if !as_expected {
        wrong.push(format!(
            "{} {} for {who}: {} {}",
            entry.method,
            entry.path,
            answer.status,
            answer.header(header::LOCATION)
        ));
    }
}

async fn open(people: &People, entry: &Entry, wrong: &mut Vec<String>) {
    let answer = people.ask(entry, "", PAGE).await;
    note(wrong, entry, "anybody", &answer, entered(&answer));
}

/// Without a session, with one that is over or made up: people are sent to sign in, programs are told. With one and no grant: 403.
async fn strangers(people: &People, entry: &Entry, wrong: &mut Vec<String>) {
    let forged = cookie("0000");
    for (who, session) in [
        ("nobody", ""),
        ("an expired session", &people.expired),
        ("a forged session", &forged),
    ] {
        let page = people.ask(entry, session, PAGE).await;
        let to_sign_in = page.status == StatusCode::SEE_OTHER && !entered(&page);
        note(wrong, entry, who, &page, to_sign_in);
        let program = people.ask(entry, session, PROGRAM).await;
        let told = program.status == StatusCode::UNAUTHORIZED;
        note(wrong, entry, who, &program, told);
    }
    let answer = people.ask(entry, &people.ungranted, PAGE).await;
    let forbidden = answer.status == StatusCode::FORBIDDEN;
    note(wrong, entry, "somebody without a grant", &answer, forbidden);
}

/// The same where machines read: nobody is sent to sign in. Their tokens are tried in tests/it/api_read.rs.
async fn machines(people: &People, entry: &Entry, wrong: &mut Vec<String>) {
    let forged = cookie("0000");
    for (who, session, expected) in [
        ("nobody", "", StatusCode::UNAUTHORIZED),
        (
            "an expired session",
            &people.expired,
            StatusCode::UNAUTHORIZED,
        ),
        ("a forged session", &forged, StatusCode::UNAUTHORIZED),
        (
            "somebody without a grant",
            &people.ungranted,
            StatusCode::FORBIDDEN,
        ),
    ] {
        let answer = people.ask(entry, session, PROGRAM).await;
        note(wrong, entry, who, &answer, answer.status == expected);
    }
}

/// Roles that lack the permission, and grants that only see where it is to act.
async fn others(people: &People, entry: &Entry, permission: Permission, wrong: &mut Vec<String>) {
    for role in Role::ALL {
        let (whole, sees) = (
            format!("{}-whole", role.code()),
            format!("{}-sees", role.code()),
        );
        let denied = match (permission.is_of(role), permission.kind()) {
            (false, _) => vec![whole, sees],
            (true, Kind::Acting) => vec![sees],
            (true, Kind::Seeing) => vec![],
        };
        for who in denied {
            for accept in [PAGE, PROGRAM] {
                let answer = people.ask(entry, &cookie(&who), accept).await;
                let missing = answer.status == StatusCode::NOT_FOUND;
                note(wrong, entry, &who, &answer, missing);
            }
        }
    }
}

/// The permission in another area.
async fn other_area(
    people: &People,
    entry: &Entry,
    permission: Permission,
    wrong: &mut Vec<String>,
) {
    let expected = people.request(entry).expect("known").other_area;
    for role in Role::ALL.into_iter().filter(|role| permission.is_of(*role)) {
        let who = format!("{}-elsewhere", role.code());
        let answer = people.ask(entry, &cookie(&who), PAGE).await;
        let as_expected = match expected {
            Missing => answer.status == StatusCode::NOT_FOUND,
            ComesBack(with) => answer.leads_to().contains(with),
            NamesNone => entered(&answer),
        };
        note(wrong, entry, &who, &answer, as_expected);
    }
}

/// Everybody who has it, where they have it.
async fn right(people: &People, entry: &Entry, permission: Permission, wrong: &mut Vec<String>) {
    let expected = people.request(entry).expect("known").other_area;
    for role in Role::ALL.into_iter().filter(|role| permission.is_of(*role)) {
        let mut seats = vec!["whole"];
        if permission.reach() == Reach::Subtree {
            seats.push("district");
        }
        if permission.kind() == Kind::Seeing {
            seats.push("sees");
        }
        for seat in seats {
            let who = format!("{}-{seat}", role.code());
            let answer = people.ask(entry, &cookie(&who), PAGE).await;
            let comes_back = match expected {
                ComesBack(with) => answer.leads_to().contains(with),
                Missing | NamesNone => false,
            };
            note(wrong, entry, &who, &answer, entered(&answer) && !comes_back);
        }
    }
}

#[tokio::test]
async fn machines_enter_by_their_secret_and_no_session_helps() {
    let web = Web::new(Place::sqlite()).await;
    let new = NewToken {
        name: "tablets".to_owned(),
        token_hash: token_hash("the secret"),
        is_for: store::TokenUse::Send {
            scope: area(&web, DISTRICT),
        },
        created_at: now(),
    };
    let made = web.site.db().create_token(&new, &by()).await;
    assert!(made.expect("a token"));
    let admin = web.sign_in("admin").await;
    for entry in server::web::machine_doors().entries() {
        assert_eq!(entry.door, Door::Machine, "{}", entry.path);
        let ask = |secret: Option<&str>| {
            let mut request = Request::builder()
                .method(entry.method.clone())
                .uri(entry.path)
                .header(header::COOKIE, &admin)
                .header(header::CONTENT_TYPE, "application/x-ndjson");
            if let Some(secret) = secret {
                request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
            }
            request.body(Body::empty()).expect("a request")
        };
        for secret in [None, Some("another secret"), Some("")] {
            let answer = web.ask(ask(secret)).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", entry.path);
        }
        let answer = web.ask(ask(Some("the secret"))).await;
        assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{}", entry.path);
        assert_ne!(answer.status, StatusCode::NOT_FOUND, "{}", entry.path);
    }
}

#[test]
fn the_matrix_of_roles_and_permissions_is_the_one_that_was_agreed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/permissions.txt");
    let agreed = std::fs::read_to_string(path).expect("the matrix");
    assert!(
        agreed == domain::permission::matrix(),
        "tests/fixtures/permissions.txt is what was agreed; who may what is now\n{}",
        domain::permission::matrix()
    );
}
