//! Coordination over HTTP: who may see and do what, forms and their answers, files of requests, and that everything is on record.

use crate::support::web::{Answer, Web};
use crate::support::{Place, by};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::coordination::{CaseAction, CaseKind, CaseStatus, Stage};
use domain::people::Role;
use domain::time::EpochMs;
use store::coordination::{CaseFilter, CaseRow, NewCase};
use store::{Db, FirstGrant, NewUser};

/// A district that the coordinator sees, one that they do not, and union councils of both.
pub const OWN: &str = "PB01";
const OTHER: &str = "PB18";
pub const OWN_COUNCIL: &str = "PB0101-001";
const OTHER_COUNCIL: &str = "PB1801-001";

async fn all_cases(web: &Web) -> Vec<CaseRow> {
    let survey = web.site.survey();
    let root = survey.cube.root().expect("a province").id;
    let all = CaseFilter::of_area(root);
    web.site
        .db()
        .list_cases(&all, 0, 9_999)
        .await
        .expect("cases")
}

async fn case_of(web: &Web, title: &str) -> CaseRow {
    let found = all_cases(web)
        .await
        .into_iter()
        .find(|case| case.title == title);
    found.unwrap_or_else(|| panic!("no case “{title}”"))
}

/// Opens a case by the form and answers it.
pub async fn open(web: &Web, cookie: &str, form: &str, title: &str) -> CaseRow {
    let form = format!("{form}&title={}", title.replace(' ', "+"));
    let answer = web.post("/coordination/cases", cookie, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let to = answer.header(header::LOCATION).to_owned();
    assert!(to.ends_with("?done=1"), "{to}");
    case_of(web, title).await
}

async fn upload(web: &Web, cookie: &str, file: &[u8]) -> Answer {
    let mut body =
        b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
            .to_vec();
    body.extend(file);
    body.extend(b"\r\n--edge--\r\n");
    let request = Request::post("/coordination/dispatch/import")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    web.ask(request.body(Body::from(body)).expect("a request"))
        .await
}

/// Rendered boards are kept, and what is in memory of cases and stages: nobody sees them older than the database is.
#[tokio::test]
async fn boards_show_what_another_server_wrote_a_moment_ago() {
    const BOARDS: [&str; 2] = ["/coordination", "/coordination/refusals"];
    for place in Place::both().await {
        let web = Web::new(place).await;
        let csu = web.sign_in("csu").await;
        let mut before = Vec::new();
        for board in BOARDS {
            let shown = web.get(board, &csu).await;
            assert_eq!(shown.status, StatusCode::OK);
            assert_eq!(web.get(board, &csu).await.text, shown.text, "{board}");
            before.push(shown.text);
        }
        let survey = web.site.survey();
        let council = survey.cube.by_code(OWN_COUNCIL).expect("it is there").id;
        let elsewhere = Db::open(web.place.url()).await.expect("the database");
        let case = NewCase {
            kind: CaseKind::Refusals,
            area_id: council,
            subject: None,
            title: "Nobody opens".to_owned(),
            detail: None,
            reference: None,
            opened_on: web.site.clock().today(),
            agency: None,
            due_on: None,
        };
        let opened = elsewhere.open_case(&case, 1, EpochMs(1), &by()).await;
        let opened = opened.expect("it is written").expect("it is taken");
        elsewhere.close().await;
        for (board, before) in BOARDS.into_iter().zip(before) {
            let after = web.get(board, &csu).await.text;
            assert_ne!(after, before, "{board}");
            if board.ends_with("refusals") {
                let link = format!("/coordination/cases/{opened}\"");
                assert!(after.contains(&link), "{after}");
            }
        }
    }
}

/// Every address and what a role gets: `r` reads, `w` also writes, `-` is not told that it exists. The last column is leadership.
#[tokio::test]
async fn every_address_answers_each_role_as_the_matrix_says() {
    let web = Web::new(Place::sqlite()).await;
    let csu = web.sign_in("csu").await;
    let case = open(
        &web,
        &csu,
        &format!("kind=escalation&area={OWN}&agency=pitb"),
        "No network",
    )
    .await;
    let case = case.case_id;
    let roles = ["csu", "admin", "attock", "qa", "leadership", "monitor"];
    let matrix: [(String, &str); 19] = [
        ("/coordination".to_owned(), "rrrrr-"),
        ("/coordination.csv".to_owned(), "rrrrr-"),
        (format!("/coordination/districts/{OWN}"), "rrrrr-"),
        (
            format!("/coordination/districts/{OWN}/stages.csv"),
            "rrrrr-",
        ),
        (format!("/coordination/districts/{OTHER}"), "rr-rr-"),
        (
            format!("/coordination/districts/{OTHER}/stages.csv"),
            "rr-rr-",
        ),
        ("/coordination/cases".to_owned(), "rrrrr-"),
        (format!("/coordination/cases?area={OTHER}"), "rr-rr-"),
        ("/coordination/cases.csv".to_owned(), "rrrrr-"),
        (format!("/coordination/cases/{case}"), "rrrrr-"),
        (format!("/coordination/cases/{case}/history.csv"), "rrrrr-"),
        ("/coordination/cases/new".to_owned(), "rrr---"),
        ("/coordination/silent".to_owned(), "rrrrr-"),
        ("/coordination/silent?what=enumerators".to_owned(), "rrrr--"),
        ("/coordination/silent.csv?what=devices".to_owned(), "rrrr--"),
        ("/coordination/refusals".to_owned(), "rrrrr-"),
        ("/coordination/refusals.csv".to_owned(), "rrrrr-"),
        ("/coordination/dispatch/import".to_owned(), "rrr---"),
        ("/coordination/dispatch/sample.csv".to_owned(), "rrrrr-"),
    ];
    for (at, username) in roles.into_iter().enumerate() {
        let cookie = web.sign_in(username).await;
        for (path, row) in &matrix {
            let expected = match row.as_bytes()[at] {
                b'-' => StatusCode::NOT_FOUND,
                _ => StatusCode::OK,
            };
            let answer = web.get(path, &cookie).await;
            assert_eq!(answer.status, expected, "{username} {path}");
        }
        // What is done by a form: 303 is what becomes of it; one with something wrong in it is answered with itself.
        let writes = at < 3;
        let expected = match writes {
            true => StatusCode::SEE_OTHER,
            false => StatusCode::NOT_FOUND,
        };
        for (path, form) in [
            (format!("/coordination/districts/{OWN}"), "stage=training"),
            ("/coordination/cases".to_owned(), "kind=escalation"),
            (format!("/coordination/cases/{case}"), "step=comment"),
        ] {
            let answer = web.post(&path, &cookie, form).await;
            let back = if writes { StatusCode::OK } else { expected };
            assert_eq!(answer.status, back, "{username} POST {path}");
        }
        assert_eq!(
            upload(&web, &cookie, b"").await.status,
            expected,
            "{username}"
        );
        let offered = web.get("/coverage", &cookie).await.text;
        assert_eq!(
            offered.contains("href=\"/coordination\""),
            username != "monitor",
            "{username}"
        );
    }
    for (path, _) in matrix {
        assert_eq!(web.get(&path, "").await.status, StatusCode::SEE_OTHER);
    }
    let steps = web.site.db().case_steps(case).await.expect("steps");
    assert_eq!(steps.len(), 1, "nothing of all that was a step");
}

#[tokio::test]
async fn a_stage_is_set_with_who_and_when_and_what_is_wrong_comes_back_as_it_was_typed() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let cookie = web.sign_in("attock").await;
        let path = format!("/coordination/districts/{OWN}");
        let page = web.get(&path, &cookie).await.text;
        let seen = page
            .split("name=\"seen\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("the form says what it has seen")
            .to_owned();
        let post = |form: String| {
            let (web, path, cookie) = (&web, &path, &cookie);
            async move {
                let answer = web.post(path, cookie, &form).await;
                (answer.leads_to().to_owned(), answer.text)
            }
        };
        let tomorrow = web.site.clock().today().plus(1);
        let wrong = format!("stage=closed&seen={seen}&planned=&actual={tomorrow}&note=too+soon");
        let (to, back) = post(wrong).await;
        assert!(to.contains("problem=future_actual"), "{to}");
        assert!(!to.contains("soon"), "words stand in no address: {to}");
        assert!(
            back.contains("value=\"too soon\"") && back.contains(&format!("value=\"{tomorrow}\""))
        );

        let right = |day: &str| format!("stage=mop_up&seen={seen}&planned={day}&actual=&note=Rain");
        let (to, _) = post(right("2027-01-15")).await;
        assert!(to.starts_with(&format!("{path}?done=1")), "{to}");
        // Somebody with the old page does not overwrite it.
        let (to, _) = post(right("2027-02-15")).await;
        assert!(to.contains("problem=changed_since"), "{to}");
        let district = web.site.survey().cube.by_code(OWN).expect("a district").id;
        let changes = web
            .site
            .db()
            .stage_changes(district)
            .await
            .expect("changes");
        let last = changes.last().expect("a change");
        assert_eq!(
            (last.stage, last.by.as_str(), last.note.as_deref()),
            (Stage::MopUp, "District coordinator, Attock", Some("Rain"))
        );
        let csv = web.get(&format!("{path}/stages.csv"), &cookie).await.text;
        assert!(
            csv.lines()
                .nth(1)
                .is_some_and(|line| line.contains(",mop_up,") && line.ends_with(",Rain")),
            "{csv}"
        );
        // A tehsil has no stages, and another's district is none.
        for code in ["PB0101", OTHER, "nowhere"] {
            let path = format!("/coordination/districts/{code}");
            let answer = web.post(&path, &cookie, "stage=mop_up&seen=0").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{code}");
        }
    }
}

#[tokio::test]
async fn a_case_is_opened_given_and_closed_and_every_step_is_on_record() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let (csu, attock) = (web.sign_in("csu").await, web.sign_in("attock").await);
        let nowhere = "kind=escalation&agency=bos&area=XX&title=A+%22title%22+%26+more";
        let answer = web.post("/coordination/cases", &csu, nowhere).await;
        let to = answer.leads_to().to_owned();
        assert_eq!(answer.status, StatusCode::OK);
        assert!(
            to.contains("problem=no_area") && !to.contains("more"),
            "{to}"
        );
        let back = answer.text;
        assert!(
            back.contains("value=\"A &quot;title&quot; &amp; more\""),
            "{back}"
        );

        let form = format!("kind=dispatch&area={OWN_COUNCIL}&detail=They+called&reference=T-1");
        let case = open(&web, &csu, &form, "Nobody came").await;
        assert_eq!(
            (case.kind, case.status),
            (CaseKind::Dispatch, CaseStatus::Created)
        );
        let path = format!("/coordination/cases/{}", case.case_id);
        let step = |cookie: String, form: &'static str| {
            let (web, path) = (&web, &path);
            async move {
                let answer = web.post(path, &cookie, form).await;
                answer.leads_to().to_owned()
            }
        };
        let done = format!("{path}?done=1");
        let steps = [
            (&csu, "step=move&to=visited&seen=1", "not_from_here"),
            (&csu, "step=assign&seen=1", "no_agency"),
            (&csu, "step=assign&agency=bos&due_on=soon&seen=1", "bad_day"),
            (
                &csu,
                "step=assign&agency=bos&due_on=2020-01-01&seen=1",
                "due_before",
            ),
            (&csu, "step=assign&agency=bos&seen=1", ""),
            (&attock, "step=move&to=visited&seen=1", "changed_since"),
            (&attock, "step=move&to=visited&seen=2", ""),
            (&attock, "step=move&to=closed&seen=3", "no_comment"),
            (&attock, "step=comment&comment=Interviewed.&seen=3", ""),
            (&csu, "step=move&to=closed&comment=Thanks.&seen=4", ""),
            (&csu, "step=assign&agency=pitb&seen=5", "is_closed"),
            (&csu, "step=move&to=assigned&comment=Again.&seen=5", ""),
        ];
        for (who, form, problem) in steps {
            let to = step(who.clone(), form).await;
            match problem {
                "" => assert_eq!(to, done, "{form}"),
                problem => assert!(to.contains(&format!("problem={problem}&")), "{form}: {to}"),
            }
        }
        let nonsense = web.post(&path, &csu, "step=delete&seen=6").await;
        assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
        let steps = web.site.db().case_steps(case.case_id).await.expect("steps");
        let told: Vec<_> = steps
            .iter()
            .map(|step| {
                (
                    step.action.expect("known"),
                    step.status.expect("known"),
                    step.by.as_str(),
                )
            })
            .collect();
        let (of_csu, of_attock) = ("Coordination Support Unit", "District coordinator, Attock");
        assert_eq!(
            told,
            [
                (CaseAction::Opened, CaseStatus::Created, of_csu),
                (CaseAction::Assigned, CaseStatus::Assigned, of_csu),
                (CaseAction::Moved, CaseStatus::Visited, of_attock),
                (CaseAction::Commented, CaseStatus::Visited, of_attock),
                (CaseAction::Moved, CaseStatus::Closed, of_csu),
                (CaseAction::Moved, CaseStatus::Assigned, of_csu),
            ]
        );
        let history = web.get(&format!("{path}/history.csv"), &csu).await.text;
        assert_eq!(history.lines().count(), 7, "{history}");
        // Leadership sees that it went on, and not what was written.
        let leadership = web.sign_in("leadership").await;
        for path in [
            path.clone(),
            format!("{path}/history.csv"),
            "/coordination/cases.csv".to_owned(),
        ] {
            let answer = web.get(&path, &leadership).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(
                !answer.text.contains("They called") && !answer.text.contains("Interviewed."),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn what_lies_elsewhere_is_neither_seen_nor_written() {
    let web = Web::new(Place::sqlite()).await;
    let (csu, attock) = (web.sign_in("csu").await, web.sign_in("attock").await);
    let elsewhere = format!("kind=escalation&agency=pspa&area={OTHER_COUNCIL}");
    let case = open(&web, &csu, &elsewhere, "Elsewhere").await;
    let path = format!("/coordination/cases/{}", case.case_id);
    assert_eq!(web.get(&path, &attock).await.status, StatusCode::NOT_FOUND);
    let step = web
        .post(&path, &attock, "step=comment&comment=x&seen=1")
        .await;
    assert_eq!(step.status, StatusCode::NOT_FOUND);
    let opened = web
        .post(
            "/coordination/cases",
            &attock,
            &format!("{elsewhere}&title=x"),
        )
        .await;
    assert!(opened.leads_to().contains("problem=no_area"));
    for path in [
        "/coordination/cases",
        "/coordination/cases.csv",
        "/coordination.csv",
        "/coordination",
    ] {
        let page = web.get(path, &attock).await.text;
        assert!(
            !page.contains("Elsewhere") && !page.contains(OTHER),
            "{path}"
        );
    }
    let survey = web.site.survey();
    let tehsil = survey.cube.by_code("PB0101").expect("a tehsil").id;
    drop(survey);
    // A coordinator of less than a district has no board of districts, and cases all the same.
    let hash = web
        .site
        .db()
        .find_user("attock")
        .await
        .expect("users")
        .expect("a user");
    let small = NewUser {
        username: "small".to_owned(),
        display_name: "Small".to_owned(),
        first: FirstGrant::whole(Role::DistrictCoordinator, tehsil),
        password_hash: hash.password_hash,
    };
    web.site
        .db()
        .create_user(&small, EpochMs(1), &by())
        .await
        .expect("a user");
    let small = web.sign_in("small").await;
    let board = web.get("/coordination", &small).await;
    assert_eq!(board.status, StatusCode::OK);
    assert!(board.text.contains("No district lies in your area."));
    let own = web
        .get(&format!("/coordination/districts/{OWN}"), &small)
        .await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_of_requests_is_taken_whole_once_and_never_over_what_somebody_is_at() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let (csu, attock) = (web.sign_in("csu").await, web.sign_in("attock").await);
        let before = all_cases(&web).await.len();
        let header_line = "reference,area_code,received_on,title,detail,agency,due_on\n";
        let file = |lines: &[&str]| format!("\u{feff}{header_line}{}\n", lines.join("\n"));
        let first = format!("F-1,{OWN_COUNCIL},2026-11-01,Nobody came,,,");
        let second =
            format!("F-2,{OWN_COUNCIL},2026-11-02,\"Came, and left\",Twice,PSPA,2026-11-30");
        let sent = |cookie: String, text: String| {
            let web = &web;
            async move {
                let answer = upload(web, &cookie, text.as_bytes()).await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER);
                answer.header(header::LOCATION).to_owned()
            }
        };
        // One line is wrong: nothing of the file is taken.
        let bad = file(&[
            &first,
            "F-9,XX,2026-11-01,Where?,,,",
            "F-8,PB01,yesterday,When?,,,",
        ]);
        let to = sent(csu.clone(), bad).await;
        assert!(to.ends_with("line=3-no_area&line=4-received_on"), "{to}");
        assert!(
            web.get(&to, &csu)
                .await
                .text
                .contains("Nothing of the file was taken")
        );
        assert_eq!(all_cases(&web).await.len(), before);

        let good = file(&[&first, &second]);
        let to = sent(attock.clone(), good.clone()).await;
        assert!(to.ends_with("accepted=2&unchanged=0&updated=0"), "{to}");
        let to = sent(attock.clone(), good.clone()).await;
        assert!(to.ends_with("accepted=0&unchanged=2&updated=0"), "{to}");
        assert_eq!(all_cases(&web).await.len(), before + 2);

        let case = case_of(&web, "Came, and left").await;
        let path = format!("/coordination/cases/{}", case.case_id);
        web.post(&path, &csu, "step=assign&agency=bos&seen=1").await;
        let changed = file(&[
            &first.replace("Nobody came", "Nobody came at all"),
            &second.replace("Twice", "Three times"),
        ]);
        let to = sent(csu.clone(), changed).await;
        assert!(
            to.ends_with("accepted=0&unchanged=0&updated=1&line=3-in_work"),
            "{to}"
        );
        let page = web.get(&to, &csu).await.text;
        assert!(
            page.contains("somebody is already at this request"),
            "{page}"
        );
        assert_eq!(
            case_of(&web, "Came, and left").await.detail.as_deref(),
            Some("Twice")
        );
        let updated = case_of(&web, "Nobody came at all").await;
        let steps = web
            .site
            .db()
            .case_steps(updated.case_id)
            .await
            .expect("steps");
        let told: Vec<_> = steps
            .iter()
            .map(|step| (step.action, step.by.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Some(CaseAction::Imported), "District coordinator, Attock"),
                (Some(CaseAction::Updated), "Coordination Support Unit"),
            ]
        );
        // What lies elsewhere is no area of theirs, and neither is its reference.
        let elsewhere = format!("F-3,{OTHER_COUNCIL},2026-11-02,There,,,");
        let to = sent(attock.clone(), file(&[&elsewhere])).await;
        assert!(to.ends_with("line=2-no_area"), "{to}");
        sent(csu.clone(), file(&[&elsewhere])).await;
        let theirs = file(&[&first, &elsewhere.replace(OTHER_COUNCIL, OWN_COUNCIL)]);
        let to = sent(attock.clone(), theirs).await;
        assert!(to.ends_with("line=3-taken"), "{to}");

        for (bytes, told) in [
            (b"".to_vec(), "file=empty"),
            (b"a,b\n1,2\n".to_vec(), "file=columns"),
            (vec![0xff; 100], "file=not_text"),
            (vec![b'x'; (1 << 20) + 1], "file=too_large"),
        ] {
            let answer = upload(&web, &csu, &bytes).await;
            let to = answer.header(header::LOCATION);
            assert!(to.ends_with(told), "{to}");
        }
        let sample = web
            .get("/coordination/dispatch/sample.csv", &csu)
            .await
            .text;
        let to = sent(csu.clone(), sample).await;
        assert!(
            to.contains("accepted=2"),
            "the sample is a file that is taken: {to}"
        );
    }
}

#[tokio::test]
async fn a_table_that_is_downloaded_runs_no_formula() {
    let web = Web::new(Place::sqlite()).await;
    let csu = web.sign_in("csu").await;
    let form = format!("kind=escalation&agency=pitb&area={OWN}&detail=%40SUM(1)&title=%3D1%2B1");
    let answer = web.post("/coordination/cases", &csu, &form).await;
    assert!(answer.header(header::LOCATION).ends_with("done=1"));
    let csv = web
        .get("/coordination/cases.csv?kind=escalation", &csu)
        .await;
    assert!(
        csv.header(header::CONTENT_DISPOSITION)
            .contains("cases.csv")
    );
    let line = csv.text.lines().find(|line| line.contains("1+1"));
    let line = line.expect("its line");
    assert!(
        line.contains(",'=1+1,") && line.ends_with(",'@SUM(1)"),
        "{line}"
    );
}

#[tokio::test]
async fn silence_and_refusals_are_shown_with_their_owner() {
    let web = Web::new(Place::sqlite()).await;
    let csu = web.sign_in("csu").await;
    for what in ["ucs", "enumerators", "devices"] {
        let lines = async |days: i32| {
            let path = format!("/coordination/silent.csv?what={what}&days={days}");
            web.get(&path, &csu).await.text.lines().count()
        };
        let (few, many) = (lines(1).await, lines(14).await);
        assert!(
            few >= many,
            "{what}: who is silent for longer is among the others"
        );
        if what != "ucs" {
            assert!(few > 1, "{what}: somebody is silent in the demonstration");
        }
    }
    let refusals = web
        .get("/coordination/refusals.csv?unowned=1", &csu)
        .await
        .text;
    let code = refusals
        .lines()
        .nth(1)
        .and_then(|line| line.split(',').next())
        .expect("refusals that nobody sees to")
        .to_owned();
    let form = format!("kind=refusals&agency=district_administration&area={code}");
    open(&web, &csu, &form, "Talk to them").await;
    let again = web
        .post("/coordination/cases", &csu, &format!("{form}&title=x"))
        .await;
    assert!(again.leads_to().contains("problem=owned_already"));
    let unowned = web
        .get("/coordination/refusals.csv?unowned=1", &csu)
        .await
        .text;
    assert!(
        !unowned
            .lines()
            .any(|line| line.starts_with(&format!("{code},")))
    );
    let tehsil = format!("kind=refusals&agency=bos&area={OWN}&title=x");
    let tehsil = web.post("/coordination/cases", &csu, &tehsil).await;
    assert!(tehsil.leads_to().contains("problem=not_union_council"));
}
