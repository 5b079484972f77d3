//! A survey with somebody of every kind, and how every address is tried.

use crate::support::web::{Answer, Web};
use crate::support::{Place, by};
use axum::body::Body;
use axum::http::{Method, Request, header};
use domain::area::AreaId;
use domain::checks::{Check, Extent, ThresholdId};
use domain::people::Role;
use domain::time::{EpochMs, SurveyDay};
use server::secret::token_hash;
use server::web::doors::Entry;
use store::flags::FlagFilter;
use store::thresholds::{NewPreview, Proposed};
use store::{FirstGrant, NewGrant, NewSession, NewUser};

/// A district, a tehsil and a union council of it; a district elsewhere.
pub const DISTRICT: &str = "PB01";
pub const TEHSIL: &str = "PB0101";
pub const COUNCIL: &str = "PB0101-002";
pub const ELSEWHERE: &str = "PB18";

/// What becomes of a request of somebody who has the permission in another area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherArea {
    /// What it names does not exist for them.
    Missing,
    /// The form comes back with this in its address, as for an area that does not exist.
    ComesBack(&'static str),
    /// It names no area and nothing of one: it answers of their own area, or of none.
    NamesNone,
}
pub use OtherArea::{ComesBack, Missing, NamesNone};

/// A request to an address.
pub struct Try {
    pub path: String,
    /// The form, of a POST.
    pub form: Option<String>,
    pub other_area: OtherArea,
}

/// A survey with somebody of every kind.
pub struct People {
    pub web: Web,
    flag: String,
    enumerator: String,
    case_id: i32,
    preview_id: i32,
    draw_id: i32,
    check_id: i32,
    pub expired: String,
    pub ungranted: String,
}

/// The secret of a link that can still be used.
const LINK: &str = "a-link-that-is-open";

/// An interview in the tehsil whose position is missing, by somebody who has no other work.
pub fn add_a_flag(web: &Web) {
    let rows = "submission_id,enumerator_code,area_code,outcome,started_at,ended_at\n\
        flagged-1,E-FLAG,PB0101-002,complete,2026-11-20T09:00:00+05:00,2026-11-20T09:30:00+05:00\n";
    let said = web.place.import(&web.place.file("flagged.csv", rows));
    assert_eq!(said.code, 0, "{}", said.all());
}

/// A listing with households in the tehsil: references and addresses that stand nowhere else.
pub fn add_a_listing(web: &Web) {
    let rows = "household_ref,area_code,latitude,longitude,address\n\
        ZZ-LISTED-1,PB0101-002,33.7701,72.3602,zz-behind-the-old-mill\n\
        ZZ-LISTED-2,PB0101-002,,,zz-second-lane\n";
    let file = web.place.file("listing.csv", rows);
    let said = web.place.run(&[
        "listing",
        "import",
        "--name",
        "households",
        "--wave",
        "",
        &file.display().to_string(),
    ]);
    assert_eq!(said.code, 0, "{}", said.all());
}

pub fn cookie(name: &str) -> String {
    format!("fieldwatch_session={name}")
}

pub fn now() -> EpochMs {
    server::clock::Clock::running("Asia/Karachi")
        .expect("a zone")
        .now()
}

impl People {
    pub async fn new() -> People {
        let web = Web::new(Place::sqlite()).await;
        add_a_flag(&web);
        add_a_listing(&web);
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
        let case_id = db.open_case(&case, qa, now(), &by()).await.expect("a case");
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
        let (draw_id, check_id) = a_spot_check(&web, qa).await;
        a_resurvey(&web, qa).await;
        let people = People {
            draw_id,
            check_id,
            flag: format!(
                "{}-{:016x}",
                flag.finding.enumerator_id, flag.finding.identity
            ),
            enumerator: flag.enumerator_code.clone(),
            case_id: case_id.expect("a sound case"),
            preview_id: db.ask_preview(&preview, &by()).await.expect("a preview"),
            expired: String::new(),
            ungranted: String::new(),
            web,
        };
        let link = store::NewLink {
            secret_hash: token_hash(LINK),
            made_at: now(),
        };
        db.make_link(qa, &link, &by()).await.expect("a link");
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
    pub async fn seat(&self, name: &str, role: Role, area: AreaId, acts: bool) {
        let db = self.web.site.db();
        let user = NewUser {
            username: name.to_owned(),
            display_name: name.to_owned(),
            first: FirstGrant::whole(role, area),
            password_hash: "x".to_owned(),
        };
        let user_id = db.create_user(&user, now(), &by()).await.expect("a user");
        if !acts {
            let first = db.find_user(name).await.expect("users").expect("the user");
            let first = first.grants.0[0].grant_id;
            db.revoke_grant(first, EpochMs(0), &by(), None)
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
                reason: None,
            };
            db.give_grant(&sees, &by()).await.expect("a grant");
        }
        self.session(name, user_id, 3_600_000).await;
    }

    /// A session of `lasts_ms` from now.
    pub async fn session(&self, name: &str, user_id: i32, lasts_ms: i64) {
        let (db, now) = (self.web.site.db(), now());
        let (begun, ends) = (EpochMs(now.0 - 1_000), EpochMs(now.0 + lasts_ms));
        let session = NewSession::new(&token_hash(name), user_id, begun, ends);
        db.create_session(&session, &by()).await.expect("a session");
    }

    /// A request that succeeds for whoever has the permission everywhere. `None`: the address is not known here.
    pub fn request(&self, entry: &Entry) -> Option<Try> {
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
        let drawn = format!("?area={TEHSIL}&week=2026-11-16");
        let path = entry
            .path
            .replace("/coverage/{code}", &format!("/coverage/{TEHSIL}"))
            .replace("/listing/{code}", &format!("/listing/{COUNCIL}"))
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
            .replace("{file}", "areas.csv")
            .replace("{username}", "monitor")
            .replace("{draw}", &self.draw_id.to_string())
            .replace("{check}", &self.check_id.to_string())
            .replace("{secret}", LINK);
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
                | "/coordination/cases/{id}/history.xlsx"
                | "/people/{username}"
                | "/spot-checks/{draw}"
                | "/today/{check}"
                | "/listing/{code}"
                | "/listing/{code}/households.csv"
                | "/listing/{code}/households.xlsx"
                | "/spot-checks/{draw}/checks.csv"
                | "/spot-checks/{draw}/checks.xlsx",
            ) => get(&path, Missing),
            (true, "/spot-checks/draw") => get(&(path + &drawn), Missing),
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
                | "/coordination/refusals.xlsx"
                | "/spot-checks"
                | "/spot-checks.csv"
                | "/spot-checks.xlsx"
                | "/spot-checks/results"
                | "/spot-checks/results.csv"
                | "/spot-checks/results.xlsx"
                | "/api/v1/spot-checks/results"
                | "/re-surveys"
                | "/re-surveys.csv"
                | "/re-surveys.xlsx"
                | "/listing"
                | "/listing.csv"
                | "/listing.xlsx",
            ) => get(&(path + &within), Missing),
            (true, "/re-surveys/interviews.csv" | "/re-surveys/interviews.xlsx") => {
                get(&(path + "?resurvey=1"), Missing)
            }
            // What reaches over the whole survey is nobody's who stands on a part of it.
            (
                true,
                "/audit"
                | "/audit.csv"
                | "/audit.xlsx"
                | "/imports"
                | "/imports.csv"
                | "/imports.xlsx"
                | "/imports/{run_id}"
                | "/quarantine"
                | "/quarantine.csv"
                | "/quarantine.xlsx"
                | "/quarantine/replay"
                | "/spot-checks/settings"
                | "/spot-checks/settings/questions.csv"
                | "/subject"
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
                | "/spot-checks/monitors"
                | "/today"
                | "/today/phone"
                | "/offline"
                | "/sign-in"
                | "/sign-in/code"
                | "/sign-in/second-factor"
                | "/invitation/{secret}"
                | "/account"
                | "/account/second-factor"
                | "/people"
                | "/people/invite"
                | "/.well-known/security.txt"
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
            (false, "/subject") => {
                post(&path, "action=find&area=PB0101-001&reference=none", Missing)
            }
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
            // Drawn already, not theirs, not from here: whoever may is told so, for others it does not exist.
            (false, "/spot-checks/draw") => post(&path, &drawn[1..], Missing),
            (false, "/spot-checks/{draw}") => post(&path, "walk=1", Missing),
            (false, "/spot-checks/settings/questions" | "/spot-checks/settings/holidays") => {
                post(&path, "day=soon", Missing)
            }
            (false, "/spot-checks/monitors/away") => post(&path, "monitor=0", NamesNone),
            (false, "/spot-checks/monitors/start") => {
                let start = format!("tehsil={TEHSIL}&latitude=91&longitude=0");
                post(&path, &start, Missing)
            }
            (false, "/today/{check}") => {
                post(&path, "visit_id=0123456789abcdef&found=moved", Missing)
            }
            (false, "/today/{check}/decision") => {
                post(&path, "action=decide&outcome=minor&seen=0", Missing)
            }
            (false, "/today/{check}/assignment") => post(&path, "action=withdraw&seen=0", Missing),
            // Declined, so that there is nothing to take back.
            (false, "/re-surveys") => {
                post(&path, "action=take_back&resurvey=1&reason=Seen", Missing)
            }
            (false, "/today/{check}/closing") => post(&path, "action=close&seen=0", Missing),
            (false, "/standing") => post(&path, "grant=1", NamesNone),
            (false, "/sign-in") => post(&path, "username=nobody&password=x", NamesNone),
            (false, "/sign-in/code" | "/sign-in/second-factor") => post(&path, "code=1", NamesNone),
            (false, "/invitation/{secret}") => post(&path, "new=short&again=short", NamesNone),
            (false, "/account") => post(&path, "action=end&session=none", NamesNone),
            (false, "/account/second-factor") => post(&path, "code=1", NamesNone),
            (false, "/people") => post(&path, "q=nobody", NamesNone),
            (false, "/people/invite") => post(&path, "username=", NamesNone),
            (false, "/people/{username}") => post(&path, "action=end", Missing),
            (false, "/sign-out") => post(&path, "", NamesNone),
            (false, "/language") => post(&path, "lang=ur", NamesNone),
            _ => return None,
        })
    }

    pub async fn ask(&self, entry: &Entry, cookie: &str, accept: &str) -> Answer {
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

/// What was drawn of the flagged interview's week in the tehsil.
async fn a_spot_check(web: &Web, user_id: i32) -> (i32, i32) {
    use domain::spot_check::{Capacity, Design, Plan, Seed};
    let db = web.site.db();
    let monday = SurveyDay::parse("2026-11-16").expect("a day");
    let frame = db.spot_frame(area(web, TEHSIL), 0, monday).await;
    let frame = frame.expect("a frame");
    let design = Design::usual(Capacity::usual(1, 6));
    let plan = Plan::of(&frame.frame, &design).expect("a plan");
    let draw = plan.draw(Seed(1));
    let kept = db
        .keep_spot_draw(&draw, &frame, user_id, now(), &by())
        .await;
    let draw_id = kept.expect("it is kept").expect("it is the first");
    let filter = store::spot_checks::SpotFilter::default();
    let checks = db.list_spot_checks(&filter, 1).await.expect("checks");
    (draw_id, checks[0].check_id)
}

/// A decision about the flagged enumerator's work, which changes nothing.
async fn a_resurvey(web: &Web, user_id: i32) {
    use domain::evaluate::Part;
    use domain::spot_check::{Resurvey, Scope};
    let db = web.site.db();
    let codes = db.enumerator_codes().await.expect("codes");
    let (enumerator, _) = codes
        .into_iter()
        .find(|(_, code)| code == "E-FLAG")
        .expect("the flagged one");
    let works = db.work_of(0, enumerator).await.expect("work");
    let work = works.first().expect("some work");
    let declined = store::resurveys::NewResurvey {
        wave_id: 0,
        proposed: Resurvey {
            enumerator,
            union_council: work.union_council,
            scope: Scope::Everything,
            interviews: work.interviews,
            counted: work.counted,
            fabricated_here: Part { part: 1, of: 1 },
            fabricated: Part { part: 1, of: 1 },
        },
        accepts: false,
        reason: "Seen".to_owned(),
        user_id,
        at: now(),
    };
    let decided = db.decide_resurvey(&declined, &by()).await;
    assert_eq!(decided.expect("it is kept"), Ok(1));
}

pub fn area(web: &Web, code: &str) -> AreaId {
    let survey = web.site.survey();
    survey.cube.by_code(code).expect("an area").id
}
