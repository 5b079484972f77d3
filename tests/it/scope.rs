//! Nobody learns another area's numbers from a total, a list, a file, a map or a count: what somebody sees is what everybody sees of
//! that area, and nothing they are sent names another.

use crate::permissions::add_a_flag;
use crate::support::Place;
use crate::support::web::Web;
use axum::http::{Method, StatusCode, header};
use domain::people::Role;
use domain::permission::{Kind, PermissionSet};
use server::web::doors::Door;

/// What the monitor of a demonstration sees, and a tehsil beside it in the same district.
const OWN: &str = "PB0101";
const BESIDE: &str = "PB0102";
/// What the coordinator sees.
const DISTRICT: &str = "PB01";

/// Codes of areas in a text that lie outside of an area and are not of the ones above it that its own code is made of.
fn codes_outside<'t>(text: &'t str, own: &str) -> Vec<&'t str> {
    let mut found: Vec<&str> = text
        .match_indices("PB")
        .filter_map(|(at, _)| {
            // Part of a longer word: a hash.
            if text[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_')
            {
                return None;
            }
            let rest = &text[at + 2..];
            let length = rest
                .find(|c: char| !(c.is_ascii_digit() || c == '-'))
                .unwrap_or(rest.len());
            let next = rest[length..].chars().next();
            if length < 2 || next.is_some_and(|c| c.is_ascii_alphanumeric()) {
                return None;
            }
            Some(text[at..at + 2 + length].trim_end_matches('-'))
        })
        .filter(|code| !code.starts_with(own))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Every page and file that is looked at without naming anything, by whoever has a role.
fn addresses(role: Role) -> Vec<String> {
    let held = PermissionSet::of_role(role);
    server::web::doors()
        .entries()
        .into_iter()
        .filter(|entry| entry.method == Method::GET)
        .filter(|entry| match entry.door {
            Door::Needs(permission) => held.has(permission) && permission.kind() == Kind::Seeing,
            _ => false,
        })
        .map(|entry| {
            entry
                .path
                .replace("{measure}", "dont_know")
                .replace("{file}", "enumerators.csv")
        })
        .filter(|path| !path.contains('{'))
        .collect()
}

#[tokio::test]
async fn nothing_that_is_sent_without_asking_names_an_area_outside_ones_own() {
    let web = Web::new(Place::sqlite()).await;
    for (who, role, own) in [
        ("monitor", Role::TehsilMonitor, OWN),
        ("attock", Role::DistrictCoordinator, DISTRICT),
    ] {
        let cookie = web.sign_in(who).await;
        let mut looked_at = 0;
        let addresses = addresses(role).into_iter().chain([
            format!("/coverage/{own}"),
            format!("/coverage/{own}/days"),
            format!("/coverage/{own}/coverage.csv"),
            format!("/coverage/{own}/coverage.geojson"),
            "/checks/travel_speed".to_owned(),
        ]);
        for path in addresses {
            let answer = web.get(&path, &cookie).await;
            assert!(
                matches!(
                    answer.status,
                    StatusCode::OK | StatusCode::SEE_OTHER | StatusCode::NOT_FOUND
                ),
                "{path}: {}",
                answer.status
            );
            looked_at += u32::from(answer.status == StatusCode::OK);
            let others = codes_outside(&answer.text, own);
            assert!(others.is_empty(), "{who} {path}: {others:?}");
        }
        assert!(looked_at > 15, "{who}: {looked_at}");
    }
}

/// The files of an area, without and with its name. Of the coordinator's also those of coordination and of scores.
#[tokio::test]
async fn what_one_gets_without_saying_where_is_what_everybody_gets_of_that_area() {
    let web = Web::new(Place::sqlite()).await;
    add_a_flag(&web);
    let (monitor, attock) = (web.sign_in("monitor").await, web.sign_in("attock").await);
    // Who sees households and no names, as a coordinator does.
    let (qa, admin) = (web.sign_in("qa").await, web.sign_in("admin").await);
    let files = [
        "/quality.csv",
        "/quality/dont_know/areas.csv",
        "/quality/dont_know/enumerators.csv",
        "/quality/flag_rate/areas.csv",
        "/flags.csv",
        "/flags.geojson",
    ];
    for (cookie, own, files, everybody) in [
        (&monitor, OWN, &files[..], &qa),
        (&attock, DISTRICT, &files[..], &admin),
        (&attock, DISTRICT, &["/risk.csv"][..], &admin),
        (
            &attock,
            DISTRICT,
            &[
                "/coordination/cases.csv",
                "/coordination/silent.csv",
                "/coordination/silent.csv?what=enumerators",
                "/coordination/refusals.csv",
            ][..],
            &admin,
        ),
    ] {
        for file in files {
            let of_own = web.get(file, cookie).await;
            let joint = if file.contains('?') { '&' } else { '?' };
            let named = web
                .get(&format!("{file}{joint}area={own}"), everybody)
                .await;
            assert_eq!(of_own.status, StatusCode::OK, "{file}");
            assert_eq!(of_own.text, named.text, "{own} {file}");
            // Something to compare: the whole is more.
            let whole = web.get(file, everybody).await;
            assert_ne!(of_own.text, whole.text, "{own} {file}");
        }
    }
    let flags = web.get("/flags.csv", &monitor).await.text;
    assert!(flags.contains("E-FLAG"), "{flags}");
    // A coverage page and its files are the same for whoever looks at the area.
    for file in ["coverage.csv", "coverage.geojson", "days"] {
        let path = format!("/coverage/{OWN}/{file}");
        let (here, there) = (web.get(&path, &monitor).await, web.get(&path, &qa).await);
        assert_eq!(here.bytes, there.bytes, "{path}");
        for above in ["PB", DISTRICT, BESIDE] {
            let path = format!("/coverage/{above}/{file}");
            let answer = web.get(&path, &monitor).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn an_area_that_one_may_not_see_compares_and_filters_as_one_that_does_not_exist() {
    let web = Web::new(Place::sqlite()).await;
    let monitor = web.sign_in("monitor").await;
    for path in [
        "/quality?with_area=CODE",
        "/quality.csv?with_area=CODE",
        "/quality/dont_know?with_area=CODE",
        "/quality?area=CODE",
        "/quality.xlsx?area=CODE",
        "/quality/dont_know?area=CODE",
        "/quality/dont_know/areas.csv?area=CODE",
        "/quality/dont_know/enumerators.csv?area=CODE",
        "/flags?area=CODE",
        "/flags.csv?area=CODE",
        "/flags.geojson?area=CODE",
        "/risk?area=CODE",
    ] {
        let unknown = web.get(&path.replace("CODE", "XX0102"), &monitor).await;
        for other in [BESIDE, "PB1801"] {
            let outside = web.get(&path.replace("CODE", other), &monitor).await;
            assert_eq!(outside.status, unknown.status, "{path} of {other}");
            let (a, b) = (
                outside.text.replace(other, "CODE"),
                unknown.text.replace("XX0102", "CODE"),
            );
            assert_eq!(a, b, "{path} of {other}");
        }
    }
}

#[tokio::test]
async fn the_count_of_who_waits_to_be_judged_is_of_the_area_alone() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let monitor = web.sign_in("monitor").await;
        let waits = |text: &str| text.contains("id=\"unjudged\"");
        assert!(!waits(&web.get("/flags", &monitor).await.text));
        // Everybody waits who has no work in the tehsil.
        web.place
            .execute(
                "INSERT INTO unjudged (enumerator_id) SELECT e.enumerator_id FROM enumerator e WHERE NOT EXISTS \
                 (SELECT 1 FROM rollup_enumerator_day r JOIN area a ON a.area_id = r.area_id \
                 WHERE r.enumerator_id = e.enumerator_id AND a.code LIKE 'PB0101%')",
            )
            .await;
        let qa = web.sign_in("qa").await;
        assert!(waits(&web.get("/flags", &qa).await.text));
        assert!(!waits(&web.get("/flags", &monitor).await.text));
        web.place
            .execute(
                "INSERT INTO unjudged (enumerator_id) SELECT MIN(r.enumerator_id) FROM rollup_enumerator_day r \
                 JOIN area a ON a.area_id = r.area_id WHERE a.code LIKE 'PB0101%'",
            )
            .await;
        let page = web.get("/flags", &monitor).await.text;
        assert!(waits(&page), "one who works there waits");
    }
}

#[tokio::test]
async fn who_has_two_districts_stands_on_one_of_them_and_never_on_their_sum() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let said = web.place.run(&[
            "user",
            "grant",
            "attock",
            "--role",
            "leadership",
            "--area",
            "PB18",
            "--see-only",
            "--until",
            "2099-12-31",
            "--reason",
            "the coordinator there is on leave",
        ]);
        assert_eq!(said.code, 0, "{}", said.all());
        let attock = web.sign_in("attock").await;
        let get = async |path: &str| web.get(path, &attock).await;
        let page = get("/coverage").await.text;
        assert!(page.contains("id=\"standing\"") && page.contains("PB0101"));
        assert_eq!(get("/coverage/PB18").await.status, StatusCode::NOT_FOUND);
        assert_eq!(get("/coverage/PB").await.status, StatusCode::NOT_FOUND);
        assert_eq!(get("/flags").await.status, StatusCode::OK);
        // A grant of somebody else, or of nobody: nothing changes.
        for grant in ["1", "999", "x", ""] {
            let answer = web
                .post("/standing", &attock, &format!("grant={grant}"))
                .await;
            assert_eq!(answer.header(header::LOCATION), "/");
            assert_eq!(get("/coverage/PB18").await.status, StatusCode::NOT_FOUND);
        }
        let form = page.split("id=\"standing\"").nth(1).expect("the form");
        let form = form.split("</form>").next().unwrap_or_default();
        let option = form.rsplit("<option value=\"").next().expect("an option");
        let grant = option.split('"').next().expect("its value");
        let answer = web
            .post("/standing", &attock, &format!("grant={grant}"))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(get("/coverage/PB18").await.status, StatusCode::OK);
        for path in [
            "/coverage/PB01",
            "/coverage/PB",
            "/flags",
            "/coordination/cases/new",
        ] {
            let answer = get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        let overview = get("/").await;
        assert_eq!(overview.status, StatusCode::OK);
        assert!(codes_outside(&overview.text, "PB18").is_empty());
        // Taken away, they stand on what is left.
        let said = web
            .place
            .run(&["user", "revoke", "attock", "--grant", grant]);
        assert_eq!(said.code, 0, "{}", said.all());
        let again = web.sign_in("attock").await;
        assert_eq!(
            web.get("/coverage/PB01", &again).await.status,
            StatusCode::OK
        );
        assert_eq!(
            web.get("/coverage/PB18", &again).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn who_sees_a_district_and_acts_in_a_tehsil_of_it_acts_there_alone() {
    let web = Web::new(Place::sqlite()).await;
    let user = web.site.db().find_user("attock").await.expect("users");
    let first = user.expect("attock").grants.0[0].grant_id.to_string();
    add_a_flag(&web);
    for arguments in [
        ["user", "revoke", "attock", "--grant", &first].as_slice(),
        &[
            "user",
            "grant",
            "attock",
            "--role",
            "district_coordinator",
            "--area",
            DISTRICT,
            "--see-only",
        ],
        &[
            "user",
            "grant",
            "attock",
            "--role",
            "district_coordinator",
            "--area",
            OWN,
        ],
    ] {
        let said = web.place.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.all());
    }
    let attock = web.sign_in("attock").await;
    let list = async |area: &str| web.get(&format!("/flags?area={area}"), &attock).await.text;
    let here = list(OWN).await;
    assert!(
        here.contains("action=\"/flags/triage\""),
        "acts in the tehsil"
    );
    assert!(!list(DISTRICT).await.contains("action=\"/flags/triage\""));
    let step = "action=explain&note=Seen&expected=0";
    let triage = async |area: &str| {
        let form = format!("area={area}&{step}");
        web.post("/flags/triage", &attock, &form).await.status
    };
    assert_eq!(triage(OWN).await, StatusCode::SEE_OTHER);
    assert_eq!(triage(DISTRICT).await, StatusCode::NOT_FOUND);
    assert_eq!(triage(BESIDE).await, StatusCode::NOT_FOUND);
    // Cases: the area that is typed decides.
    let open = async |area: &str| {
        let form = format!("kind=escalation&agency=pitb&area={area}&title=No+network");
        let answer = web.post("/coordination/cases", &attock, &form).await;
        // A form that is refused comes back with what was typed.
        let whither = match answer.status {
            StatusCode::SEE_OTHER => header::LOCATION,
            _ => header::CONTENT_LOCATION,
        };
        answer.header(whither).to_owned()
    };
    assert!(open("PB0101-002").await.ends_with("?done=1"));
    for area in [DISTRICT, BESIDE, "PB1801"] {
        assert!(open(area).await.contains("problem=no_area"), "{area}");
    }
    let stages = web
        .post(
            &format!("/coordination/districts/{DISTRICT}"),
            &attock,
            "stage=training&planned=2026-09-01&seen=0",
        )
        .await;
    assert_eq!(stages.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn grants_on_the_command_line_say_what_is_wrong_and_change_nothing() {
    let place = Place::sqlite();
    place.demonstration(200).await;
    let grant = |more: &[&str]| place.run(&[&["user", "grant"], more].concat());
    let before = place.must(&["user", "list", "--grants"]).out;
    for (arguments, says) in [
        (
            &["nobody", "--role", "csu", "--area", "PB"][..],
            "There is no user nobody",
        ),
        (
            &["qa", "--role", "king", "--area", "PB"],
            "use one of tehsil_monitor",
        ),
        (
            &["qa", "--role", "csu", "--area", "XX"],
            "No area has the code XX",
        ),
        (
            &[
                "qa",
                "--role",
                "csu",
                "--area",
                "PB",
                "--until",
                "2020-01-01",
            ],
            "2020-01-01 is over",
        ),
        (
            &[
                "qa",
                "--role",
                "csu",
                "--area",
                "PB",
                "--from",
                "2099-02-01",
                "--until",
                "2099-01-01",
            ],
            "before its first day 2099-02-01",
        ),
        (
            &["qa", "--role", "csu", "--area", "PB", "--until", "soon"],
            "YYYY-MM-DD",
        ),
    ] {
        let said = grant(arguments);
        assert_ne!(said.code, 0, "{arguments:?}");
        assert!(said.err.contains(says), "{}", said.all());
    }
    for (arguments, says) in [
        (["nobody", "--grant", "1"], "There is no user nobody"),
        (["qa", "--grant", "999"], "qa has no grant 999"),
        (["qa", "--grant", "1"], "qa has no grant 1"),
    ] {
        let said = place.run(&[&["user", "revoke"], &arguments[..]].concat());
        assert_eq!(said.code, 1, "{arguments:?}");
        assert!(said.err.contains(says), "{}", said.all());
    }
    assert_eq!(place.must(&["user", "list", "--grants"]).out, before);
    let given = grant(&[
        "qa",
        "--role",
        "csu",
        "--area",
        "PB01",
        "--see-only",
        "--from",
        "2099-01-01",
        "--until",
        "2099-01-31",
        "--reason",
        "a trial",
    ]);
    assert_eq!(given.code, 0, "{}", given.all());
    let list = place.must(&["user", "list", "--grants"]).out;
    let line = list
        .lines()
        .find(|line| line.contains("a trial"))
        .expect("the grant");
    for part in [
        " csu · PB01 · sees · ",
        "from 2099-01-01 00:00",
        "until 2099-02-01 00:00",
        "by command line",
    ] {
        assert!(line.contains(part), "{line}");
    }
    let number = line.split_whitespace().next().expect("its number");
    place.must(&[
        "user", "revoke", "qa", "--grant", number, "--reason", "enough",
    ]);
    let again = place.run(&["user", "revoke", "qa", "--grant", number]);
    assert!(again.err.contains("has ended already"), "{}", again.all());
    assert!(
        place
            .must(&["user", "list", "--grants"])
            .out
            .contains("enough")
    );
    assert!(!place.must(&["user", "list"]).out.contains("PB01 · sees ·"));
}
