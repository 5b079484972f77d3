//! Every address and its door: who enters, and for whom it does not exist. An address that is not known here fails the test.

use crate::support::Place;
use crate::web::{Answer, Web};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::area::AreaId;
use domain::checks::{Check, Extent, ThresholdId};
use domain::people::Role;
use domain::permission::{Kind, Permission, Reach};
use domain::time::{EpochMs, SurveyDay};
use server::secret::token_hash;
use server::web::doors::{Door, Entry};
use std::path::Path;
use store::flags::FlagFilter;
use store::thresholds::{NewPreview, Proposed};
use store::{NewGrant, NewToken, NewUser};

/// A district, a tehsil and a union council of it; a district elsewhere.
const DISTRICT: &str = "PB01";
const TEHSIL: &str = "PB0101";
const COUNCIL: &str = "PB0101-002";
const ELSEWHERE: &str = "PB18";

/// What becomes of a request of somebody who has the permission in another area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OtherArea {
    /// What it names does not exist for them.
    Missing,
    /// The form comes back with this in its address, as for an area that does not exist.
    ComesBack(&'static str),
    /// It names no area and nothing of one: it answers of their own area, or of none.
    NamesNone,
}
use OtherArea::{ComesBack, Missing, NamesNone};

/// A request to an address.
struct Try {
    path: String,
    /// The form, of a POST.
    form: Option<String>,
    other_area: OtherArea,
}

/// A survey with somebody of every kind.
struct People {
    web: Web,
    flag: String,
    enumerator: String,
    case_id: i32,
    preview_id: i32,
    expired: String,
    ungranted: String,
}

/// An interview in the tehsil whose position is missing, by somebody who has no other work.
pub fn add_a_flag(web: &Web) {
    let rows = "submission_id,enumerator_code,area_code,outcome,started_at,ended_at\n\
        flagged-1,E-FLAG,PB0101-002,complete,2026-11-20T09:00:00+05:00,2026-11-20T09:30:00+05:00\n";
    let said = web.place.import(&web.place.file("flagged.csv", rows));
    assert_eq!(said.code, 0, "{}", said.all());
}

fn cookie(name: &str) -> String {
    format!("fieldwatch_session={name}")
}

fn now() -> EpochMs {
    server::clock::Clock::running("Asia/Karachi")
        .expect("a zone")
        .now()
}

impl People {
    async fn new() -> People {
        let web = Web::new(Place::sqlite()).await;
        add_a_flag(&web);
        let db = web.site.db().clone();
        let district = area(&web, DISTRICT);
        let within = FlagFilter::of_area(area(&web, TEHSIL));
        let flags = db
            .list_flags(&within, None, 1)
            .await
            .expect("flags can be read");
        let flag = flags.first().expect("a flag in the tehsil");
        let case = store::coordination::NewCase {
            kind: domain::coordination::CaseKind::Escalation,
            area_id: area(&web, COUNCIL),
            title: "A case".to_owned(),
            detail: None,
            reference: None,
            opened_on: SurveyDay(20_000),
            agency: None,
            due_on: None,
            subject: None,
        };
        let qa = db
            .find_user("qa")
            .await
            .expect("users")
            .expect("qa")
            .user_id;
        let case_id = db.open_case(&case, qa, now()).await.expect("a case");
        let check = Check::from_code("travel_speed").expect("a check");
        let proposed = Proposed {
            id: ThresholdId::of(check, "fastest_kmh").expect("a threshold"),
            extent: Extent::EVERYWHERE,
            value: Some(90.0),
        };
        let preview = NewPreview {
            at: now(),
            user_id: qa,
            reason: "Buses".to_owned(),
            proposed,
            days: (SurveyDay(20_000), SurveyDay(20_001)),
            checks: Check::all_versions(),
        };
        let people = People {
            flag: format!(
                "{}-{:016x}",
                flag.finding.enumerator_id, flag.finding.identity
            ),
            enumerator: flag.enumerator_code.clone(),
            case_id: case_id.expect("a sound case"),
            preview_id: db.ask_preview(&preview).await.expect("a preview"),
            expired: String::new(),
            ungranted: String::new(),
            web,
        };
        for role in Role::ALL {
            let code = role.code();
            let whole = area(&people.web, "PB");
            people
                .seat(&format!("{code}-whole"), role, whole, true)
                .await;
            people
                .seat(&format!("{code}-sees"), role, whole, false)
                .await;
            people
                .seat(&format!("{code}-district"), role, district, true)
                .await;
            let elsewhere = area(&people.web, ELSEWHERE);
            people
                .seat(&format!("{code}-elsewhere"), role, elsewhere, true)
                .await;
        }
        people
    }

    /// Somebody with one grant, who has signed in: their name is their session's token.
    async fn seat(&self, name: &str, role: Role, area: AreaId, acts: bool) {
        let db = self.web.site.db();
        let user = NewUser {
            username: name.to_owned(),
            display_name: name.to_owned(),
            role,
            scope: area,
            password_hash: "x".to_owned(),
        };
        let user_id = db.create_user(&user).await.expect("a user");
        if !acts {
            let first = db.find_user(name).await.expect("users").expect("the user");
            let first = first.grants.0[0].grant_id;
            db.revoke_grant(first, EpochMs(0), "test", None)
                .await
                .expect("it ends");
            let sees = NewGrant {
                user_id,
                role,
                area,
                acts,
                from: None,
                until: None,
                given_at: now(),
                given_by: "test".to_owned(),
                reason: None,
            };
            db.give_grant(&sees).await.expect("a grant");
        }
        self.session(name, user_id, 3_600_000).await;
    }

    /// A session of `lasts_ms` from now.
    async fn session(&self, name: &str, user_id: i32, lasts_ms: i64) {
        let (db, now) = (self.web.site.db(), now());
        db.create_session(
            &token_hash(name),
            user_id,
            EpochMs(now.0 - 1_000),
            EpochMs(now.0 + lasts_ms),
        )
        .await
        .expect("a session");
    }

    /// A request that succeeds for whoever has the permission everywhere. `None`: the address is not known here.
    fn request(&self, entry: &Entry) -> Option<Try> {
        let get = |path: &str, other_area| Try {
            path: path.to_owned(),
            form: None,
            other_area,
        };
        let post = |path: &str, form: &str, other_area| Try {
            form: Some(form.to_owned()),
            ..get(path, other_area)
        };
        let within = format!("?area={DISTRICT}");
        let path = entry
            .path
            .replace("/coverage/{code}", &format!("/coverage/{TEHSIL}"))
            .replace("/districts/{code}", &format!("/districts/{DISTRICT}"))
            .replace(
                "/enumerators/{code}",
                &format!("/enumerators/{}", self.enumerator),
            )
            .replace("/checks/{code}", "/checks/travel_speed")
            .replace("/previews/{id}", &format!("/previews/{}", self.preview_id))
            .replace("/cases/{id}", &format!("/cases/{}", self.case_id))
            .replace("{key}", &self.flag)
            .replace("{run_id}", "1")
            .replace("/areas/{code}", &format!("/areas/{TEHSIL}"))
            .replace("/measures/{code}", "/measures/dont_know")
            .replace("{measure}", "dont_know")
            .replace("{file}", "areas.csv");
        let is_get = entry.method == Method::GET;
        Some(match (is_get, entry.path) {
            // What stands on an area by its address.
            (
                true,
                "/coverage/{code}"
                | "/coverage/{code}/coverage.csv"
                | "/coverage/{code}/coverage.xlsx"
                | "/coverage/{code}/coverage.geojson"
                | "/coverage/{code}/days"
                | "/flags/{key}"
                | "/enumerators/{code}"
                | "/api/v1/areas/{code}"
                | "/coordination/districts/{code}"
                | "/coordination/districts/{code}/stages.csv"
                | "/coordination/districts/{code}/stages.xlsx"
                | "/coordination/cases/{id}"
                | "/coordination/cases/{id}/history.csv"
                | "/coordination/cases/{id}/history.xlsx",
            ) => get(&path, Missing),
            // What is asked of an area by its query.
            (
                true,
                "/quality"
                | "/quality.csv"
                | "/quality.xlsx"
                | "/quality/{measure}"
                | "/quality/{measure}/{file}"
                | "/flags"
                | "/flags.csv"
                | "/api/v1/coverage"
                | "/api/v1/measures/{code}"
                | "/api/v1/flags"
                | "/api/v1/risk"
                | "/flags.xlsx"
                | "/flags.geojson"
                | "/risk"
                | "/risk.csv"
                | "/risk.xlsx"
                | "/coordination/cases"
                | "/coordination/cases.csv"
                | "/coordination/cases.xlsx"
                | "/coordination/silent"
                | "/coordination/silent.csv"
                | "/coordination/silent.xlsx"
                | "/coordination/refusals"
                | "/coordination/refusals.csv"
                | "/coordination/refusals.xlsx",
            ) => get(&(path + &within), Missing),
            // What reaches over the whole survey is nobody's who stands on a part of it.
            (
                true,
                "/imports"
                | "/imports.csv"
                | "/imports.xlsx"
                | "/imports/{run_id}"
                | "/quarantine"
                | "/quarantine.csv"
                | "/quarantine.xlsx"
                | "/quarantine/replay"
                | "/checks/{code}/previews/{id}",
            ) => get(&path, Missing),
            // What is of the caller's own area, or of none.
            (
                true,
                "/"
                | "/overview.csv"
                | "/overview.xlsx"
                | "/coverage"
                | "/checks"
                | "/checks/{code}"
                | "/checks/{code}/thresholds"
                | "/flags/triage"
                | "/standing"
                | "/coordination"
                | "/coordination.csv"
                | "/coordination.xlsx"
                | "/coordination/cases/new"
                | "/coordination/dispatch/sample.csv"
                | "/coordination/dispatch/import"
                | "/sign-in"
                | "/healthz"
                | "/readyz"
                | "/api/v1/openapi.json"
                | "/api/v1/measures",
            ) => get(&path, NamesNone),
            (false, "/flags/triage") => post(
                &path,
                &format!("area={DISTRICT}&action=explain&note=Seen&expected=0"),
                Missing,
            ),
            (false, "/flags/{key}") => post(&path, "action=explain&note=Seen", Missing),
            (false, "/checks/{code}/thresholds") => {
                post(&path, "threshold=fastest_kmh&value=-5", Missing)
            }
            (false, "/checks/{code}/previews/{id}") => post(&path, "decision=discard", Missing),
            (false, "/quarantine/replay") => post(&path, "", Missing),
            (false, "/coordination/districts/{code}") => {
                post(&path, "stage=training&planned=2026-09-01&seen=0", Missing)
            }
            (false, "/coordination/cases") => post(
                &path,
                &format!("kind=escalation&agency=pitb&area={COUNCIL}&title=No+network"),
                ComesBack("problem=no_area"),
            ),
            (false, "/coordination/cases/{id}") => {
                post(&path, "step=comment&comment=Seen&seen=1", Missing)
            }
            // A file without anything in it: lines of other areas are tried in tests/it/coordination.rs.
            (false, "/coordination/dispatch/import") => post(&path, "", NamesNone),
            (false, "/standing") => post(&path, "grant=1", NamesNone),
            (false, "/sign-in") => post(&path, "username=nobody&password=x", NamesNone),
            (false, "/sign-out") => post(&path, "", NamesNone),
            (false, "/language") => post(&path, "lang=ur", NamesNone),
            _ => return None,
        })
    }

    async fn ask(&self, entry: &Entry, cookie: &str, accept: &str) -> Answer {
        let what = self.request(entry).expect("asked for before");
        let request = Request::builder()
            .method(entry.method.clone())
            .uri(&what.path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = Body::from(what.form.unwrap_or_default());
        self.web.ask(request.body(body).expect("a request")).await
    }
}

const PAGE: &str = "text/html";
const PROGRAM: &str = "*/*";

fn area(web: &Web, code: &str) -> AreaId {
    let survey = web.site.survey();
    survey.cube.by_code(code).expect("an area").id
}

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
        db.revoke_grant(grant, now(), "test", None)
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
            ComesBack(with) => answer.header(header::LOCATION).contains(with),
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
                ComesBack(with) => answer.header(header::LOCATION).contains(with),
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
    assert!(web.site.db().create_token(&new).await.expect("a token"));
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
