//! Who looks at people, takes a file or asks for what they may not have is in the audit trail before the answer leaves; so is what they do;
//! and a trail that was touched is found out.

use crate::api_read::reading;
use crate::permissions::add_a_flag;
use crate::support::Place;
use crate::support::web::Web;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use store::{AuditFilter, AuditRow, Db};

/// What was added to the trail, oldest first: who, action, subject, detail.
async fn since(db: &Db, seq: i64) -> Vec<(String, String, String, String)> {
    let rows = db
        .list_audit(&AuditFilter::default(), i64::MAX, 500)
        .await
        .expect("the trail can be read");
    let text = |text: Option<String>| text.unwrap_or_default();
    let mut new: Vec<AuditRow> = rows.into_iter().filter(|row| row.seq > seq).collect();
    new.reverse();
    new.into_iter()
        .map(|row| (row.who, row.action, text(row.subject), text(row.detail)))
        .collect()
}

async fn last(db: &Db) -> i64 {
    db.audit_head().await.expect("the trail has a head").0
}

fn told(entries: &[(String, String, String, String)]) -> Vec<(&str, &str, &str)> {
    let told = entries.iter();
    told.map(|(who, action, subject, _)| (who.as_str(), action.as_str(), subject.as_str()))
        .collect()
}

#[tokio::test]
async fn looking_at_people_and_taking_files_is_noted_and_looking_at_sums_is_not() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let secret = reading(&web.place, "dashboard", "qa");
        let cookie = web.sign_in("qa").await;
        let monitor = web.sign_in("monitor").await;
        let db = web.site.db();
        let before = last(db).await;
        for path in [
            "/coverage",
            "/quality",
            "/checks",
            "/coordination",
            "/coverage/PB0101/days",
        ] {
            assert_eq!(
                web.get(path, &cookie).await.status,
                StatusCode::OK,
                "{path}"
            );
        }
        assert_eq!(since(db, before).await, []);

        let enumerators = "/quality/dont_know?area=PB01";
        for (path, status) in [
            ("/flags?status=new", StatusCode::OK),
            ("/risk", StatusCode::OK),
            (enumerators, StatusCode::OK),
            ("/coverage/PB01/coverage.csv?wave=none", StatusCode::OK),
            ("/imports", StatusCode::OK),
            ("/enumerators/E-NOBODY", StatusCode::NOT_FOUND),
        ] {
            assert_eq!(web.get(path, &cookie).await.status, status, "{path}");
        }
        // Not theirs, and not known to be anybody's.
        assert_eq!(
            web.get("/imports", &monitor).await.status,
            StatusCode::NOT_FOUND
        );
        let read = Request::get("/api/v1/coverage")
            .header(header::AUTHORIZATION, format!("Bearer {secret}"))
            .body(Body::empty())
            .expect("a request");
        assert_eq!(web.ask(read).await.status, StatusCode::OK);
        let noted = since(db, before).await;
        assert_eq!(
            told(&noted),
            [
                ("qa", "page.seen", "/flags?status=new"),
                ("qa", "page.seen", "/risk"),
                ("qa", "page.seen", enumerators),
                ("qa", "file.taken", "/coverage/PB01/coverage.csv?wave=none"),
                ("qa", "page.seen", "/imports"),
                ("qa", "access.refused", "/enumerators/E-NOBODY"),
                ("monitor", "access.refused", "/imports"),
                ("dashboard", "api.read", "/api/v1/coverage"),
            ]
        );
        assert_eq!(noted[6].3, "GET 404");
    }
}

#[tokio::test]
async fn what_is_done_is_noted_with_who_did_it_and_the_page_and_its_files_tell() {
    let web = Web::new(Place::sqlite()).await;
    add_a_flag(&web);
    let cookie = web.sign_in("qa").await;
    let db = web.site.db();
    let before = last(db).await;
    let flags = web
        .get("/flags?area=PB0101&enumerator=E-FLAG", &cookie)
        .await;
    let key = flags.text.split("href=\"/flags/").nth(1);
    let key = key.and_then(|rest| rest.split('"').next());
    let done = web
        .post(
            &format!("/flags/{}", key.expect("a flag of E-FLAG")),
            &cookie,
            "action=explain&reason=device_fault&note=The+tablet+was+new",
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let to = done.header(header::LOCATION);
    assert!(to.contains("done=1"), "{to}");
    let noted = since(db, before).await;
    let (who, action, _, detail) = noted.last().expect("an entry");
    assert_eq!((who.as_str(), action.as_str()), ("qa", "flag.step"));
    // Their words stand with the flag, not in the trail.
    assert_eq!(detail, "explain as device_fault, 1");

    let page = web.get("/audit?action=flag.step", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    let rows = page
        .text
        .split("id=\"entries-table\"")
        .nth(1)
        .expect("a table");
    let rows = rows.split("</table>").next().unwrap_or("");
    assert_eq!(rows.matches("Flag: a step").count(), 1, "{rows}");
    assert!(rows.contains("qa") && rows.contains("PB0101"), "{rows}");
    let csv = web.get("/audit.csv?action=flag.step&who=qa", &cookie).await;
    let lines: Vec<&str> = csv.text.lines().collect();
    assert_eq!(lines.len(), 2, "{}", csv.text);
    assert!(
        lines[1].contains(",person,qa,bos_qa,") && lines[1].contains(",flag.step,"),
        "{}",
        lines[1]
    );
    let none = web.get("/audit?who=nobody", &cookie).await;
    assert!(none.text.contains("id=\"no-entries\""));
    // Looking at the trail is looking.
    let noted = since(db, before).await;
    let last = &told(&noted)[noted.len() - 3..];
    assert_eq!(
        last,
        [
            ("qa", "page.seen", "/audit?action=flag.step"),
            ("qa", "file.taken", "/audit.csv?action=flag.step&who=qa"),
            ("qa", "page.seen", "/audit?who=nobody"),
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_noted_is_not_shown_and_sums_still_are() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        add_a_flag(&web);
        let cookie = web.sign_in("qa").await;
        let path = "/flags?area=PB0101";
        assert!(web.get(path, &cookie).await.text.contains("E-FLAG"));
        web.place
            .execute("ALTER TABLE audit_entry RENAME TO audit_entry_away")
            .await;
        for (path, accept) in [
            (path, "text/html"),
            ("/flags.csv?area=PB0101", "*/*"),
            ("/api/v1/flags?area=PB0101", "application/json"),
        ] {
            let request = Request::get(path)
                .header(header::COOKIE, &cookie)
                .header(header::ACCEPT, accept)
                .body(Body::empty())
                .expect("a request");
            let answer = web.ask(request).await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert!(!answer.text.contains("E-FLAG"), "{path}: {}", answer.text);
            assert!(
                answer.text.contains("audit trail"),
                "{path}: {}",
                answer.text
            );
        }
        assert_eq!(web.get("/coverage", &cookie).await.status, StatusCode::OK);
        web.place
            .execute("ALTER TABLE audit_entry_away RENAME TO audit_entry")
            .await;
        assert!(web.get(path, &cookie).await.text.contains("E-FLAG"));
    }
}

#[tokio::test]
async fn the_command_finds_a_trail_that_was_touched() {
    let place = Place::sqlite();
    place.small_survey().await;
    let head = place.must(&["audit", "head"]).out.trim().to_owned();
    let whole = place.must(&["audit", "verify", "--noted", &head]);
    assert!(
        whole.all().contains("The trail is whole."),
        "{}",
        whole.all()
    );
    place
        .execute("DROP TRIGGER audit_entry_is_not_changed")
        .await;
    place
        .execute("UPDATE audit_entry SET who = 'somebody else' WHERE seq = 2")
        .await;
    let said = place.run(&["audit", "verify"]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.all().contains("Entry 2 was changed."),
        "{}",
        said.all()
    );
    let wrong = place.run(&["audit", "verify", "--noted", "7"]);
    assert_eq!(wrong.code, 2, "{}", wrong.all());
    assert!(wrong.all().contains("NUMBER:HASH"), "{}", wrong.all());
}

#[tokio::test]
async fn who_comes_and_goes_is_noted_and_of_a_name_that_is_nobodys_nothing_is_kept() {
    let web = Web::new(Place::sqlite()).await;
    let db = web.site.db();
    let before = last(db).await;
    let cookie = web.sign_in("qa").await;
    for form in [
        "username=qa&password=not+the+password",
        "username=a+passphrase+in+the+wrong+field&password=x",
    ] {
        let refused = web.post("/sign-in", "", form).await;
        assert!(refused.header(header::LOCATION).contains("failed=1"));
    }
    let left = web.post("/sign-out", &cookie, "").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    let noted = since(db, before).await;
    let told = told(&noted);
    // What a session is called on the page that lists them: the same at its begin and at its end.
    let session = told[0].2;
    assert_eq!(session.len(), 16);
    assert_eq!(
        told,
        [
            ("qa", "session.begun", session),
            ("", "session.refused", "qa"),
            ("", "session.refused", ""),
            ("qa", "session.left", session),
        ]
    );
}
