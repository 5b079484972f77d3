//! What machines read: the numbers of the files, within what the token's user may see.

use crate::push::{NDJSON, request, row, token};
use crate::support::web::{Answer, Web};
use crate::support::{Place, by};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::people::Role;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Makes a token that reads as a user.
pub fn reading(place: &Place, name: &str, username: &str) -> String {
    let said = place.must(&["token", "add", name, "--read-as", username]);
    said.out.trim().to_owned()
}

async fn read(web: &Web, path: &str, secret: &str, accept: &str) -> Answer {
    let request = Request::get(path)
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::ACCEPT, accept);
    web.ask(request.body(Body::empty()).expect("a request"))
        .await
}

/// An answer that must be JSON and a success.
pub async fn json(web: &Web, path: &str, secret: &str) -> Value {
    let answer = read(web, path, secret, "application/json").await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/json");
    assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store");
    serde_json::from_str(&answer.text).expect("JSON")
}

fn rows(answer: &Value) -> Vec<Map<String, Value>> {
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter()
        .map(|row| row.as_object().expect("an object").clone())
        .collect()
}

/// Fails unless rows of JSON say what the lines of a CSV say. A CSV may have columns more: what it was chosen by.
fn assert_agree(csv: &str, rows: &[Map<String, Value>], path: &str) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().expect("a header").clone();
    let lines: Vec<csv::StringRecord> =
        reader.records().map(|line| line.expect("a line")).collect();
    assert_eq!(lines.len(), rows.len(), "{path}");
    assert!(!rows.is_empty(), "{path} has rows to compare");
    for (line, row) in lines.iter().zip(rows) {
        let of = |name: &str| {
            let at = columns.iter().position(|column| column == name);
            &line[at.unwrap_or_else(|| panic!("{path}: {name} is no column of the CSV"))]
        };
        for (name, value) in row {
            let text = of(name);
            let same = match value {
                Value::Null => text.is_empty(),
                Value::Number(number) => text.parse::<f64>().ok() == number.as_f64(),
                Value::String(said) => text.strip_prefix('\'').unwrap_or(text) == said,
                parts => serde_json::from_str::<Value>(text).ok().as_ref() == Some(parts),
            };
            assert!(same, "{path}: {name} is {value} and in the CSV {text}");
        }
    }
}

#[tokio::test]
async fn every_answer_has_the_rows_of_the_pages_file_as_json_and_as_csv() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let qa = web.sign_in("qa").await;
        let secret = reading(&web.place, "numbers", "qa");
        for (path, file) in [
            ("/api/v1/coverage", "/coverage/PB/coverage.csv"),
            (
                "/api/v1/coverage?area=PB01&wave=W1&sort=complete&dir=desc&to=2026-11-10",
                "/coverage/PB01/coverage.csv?wave=W1&sort=complete&dir=desc&to=2026-11-10",
            ),
            (
                "/api/v1/flags?severity=severe&limit=2000",
                "/flags.csv?severity=severe",
            ),
            (
                "/api/v1/flags?check=gps_missing&status=open&limit=2000",
                "/flags.csv?check=gps_missing&status=open",
            ),
            ("/api/v1/risk?limit=2000", "/risk.csv"),
            ("/api/v1/risk?area=PB01&limit=2000", "/risk.csv?area=PB01"),
            (
                "/api/v1/spot-checks/results?area=PB01&limit=2000",
                "/spot-checks/results.csv?area=PB01",
            ),
            ("/api/v1/measures/valid_gps", "/quality/valid_gps/areas.csv"),
            (
                "/api/v1/measures/coverage?area=PB01&wave=W1&from=2026-10-20",
                "/quality/coverage/areas.csv?area=PB01&wave=W1&from=2026-10-20",
            ),
            (
                "/api/v1/measures/dont_know?by=enumerator&area=PB01&limit=2000",
                "/quality/dont_know/enumerators.csv?area=PB01",
            ),
        ] {
            let file = web.get(file, &qa).await;
            assert_eq!(file.status, StatusCode::OK, "{path}");
            let csv = read(&web, path, &secret, "text/csv").await;
            assert_eq!(csv.status, StatusCode::OK, "{path}: {}", csv.text);
            assert_eq!(csv.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
            assert_eq!(csv.text, file.text, "{path}");
            let answer = json(&web, path, &secret).await;
            assert_agree(&file.text, &rows(&answer), path);
            assert_eq!(answer["next"], Value::Null, "{path}");
            assert_eq!(answer["zone"], "Asia/Karachi");
            assert!(answer["as_of"].is_string(), "{path}");
            assert_eq!(
                answer["filter"]["area"],
                if path.contains("PB01") { "PB01" } else { "PB" },
                "{path}"
            );
            let sign = if path.contains('?') { "&" } else { "?" };
            let named = format!("{path}{sign}format=csv");
            let named = read(&web, &named, &secret, "application/json").await;
            assert_eq!(named.text, file.text, "{path}");
        }
        // One area: its line of the list above it, and the quality page's file.
        let area = json(&web, "/api/v1/areas/PB01?to=2026-11-10", &secret).await;
        let above = json(&web, "/api/v1/coverage?to=2026-11-10", &secret).await;
        let line = rows(&above).into_iter();
        let mut line = line
            .filter(|row| row["area_code"] == "PB01")
            .collect::<Vec<_>>();
        // A list's parent is the area it is of; an area's own is the one above it.
        let way = area["path"].as_array().expect("a path");
        line[0]["parent_code"] = way[way.len() - 2]["code"].clone();
        assert_eq!(rows(&area), line);
        let csv = read(
            &web,
            "/api/v1/areas/PB01?to=2026-11-10",
            &secret,
            "text/csv",
        )
        .await;
        assert_agree(&csv.text, &rows(&area), "one area");
        assert_eq!(area["path"][0]["code"], "PB");
        assert_eq!(area["area"]["level"], "district");
        assert!(
            area["below"]
                .as_array()
                .is_some_and(|below| below.len() > 1)
        );
        let quality = web.get("/quality.csv?area=PB01&to=2026-11-10", &qa).await;
        let told: Vec<_> = area["quality"].as_array().expect("measures").clone();
        let told: Vec<_> = told
            .iter()
            .map(|one| one.as_object().expect("one").clone())
            .collect();
        assert_agree(&quality.text, &told, "quality of one area");
        // The catalogue has every measure of the document.
        let catalogue = rows(&json(&web, "/api/v1/measures", &secret).await);
        let codes: Vec<&str> = catalogue
            .iter()
            .filter_map(|row| row["code"].as_str())
            .collect();
        let all: Vec<&str> = domain::measures::Measure::ALL
            .iter()
            .map(|one| one.about().code)
            .collect();
        assert_eq!(codes, all);
        for row in &catalogue {
            let texts = [
                "name_en",
                "name_ur",
                "formula_en",
                "formula_ur",
                "help_en",
                "help_ur",
                "unit",
                "worse",
            ];
            assert!(texts.iter().all(|name| row[*name].is_string()), "{row:?}");
        }
    }
}

#[tokio::test]
async fn long_lists_come_piece_by_piece_each_row_once() {
    let web = Web::new(Place::sqlite()).await;
    let secret = reading(&web.place, "pieces", "qa");
    for (path, limit) in [
        ("/api/v1/flags?severity=severe", 7),
        ("/api/v1/risk?area=PB01", 2),
        ("/api/v1/coverage?sort=ahead", 10),
        ("/api/v1/measures/dont_know?by=enumerator&area=PB01", 3),
        ("/api/v1/measures/valid_gps", 41),
        ("/api/v1/spot-checks/results", 11),
    ] {
        let whole = rows(
            &json(
                &web,
                &format!(
                    "{path}{}limit=2000",
                    if path.contains('?') { "&" } else { "?" }
                ),
                &secret,
            )
            .await,
        );
        let mut pieces = Vec::new();
        let mut next = format!(
            "{path}{}limit={limit}",
            if path.contains('?') { "&" } else { "?" }
        );
        loop {
            let answer = read(&web, &next, &secret, "").await;
            let link = answer.header(header::LINK).to_owned();
            let answer: Value = serde_json::from_str(&answer.text).expect("JSON");
            let piece = rows(&answer);
            assert!(
                piece.len() <= limit && !piece.is_empty(),
                "{next}: {}",
                piece.len()
            );
            pieces.extend(piece);
            match answer["next"].as_str() {
                Some(address) => {
                    assert_eq!(link, format!("<{address}>; rel=\"next\""));
                    next = address.to_owned();
                }
                None => {
                    assert_eq!(link, "");
                    break;
                }
            }
        }
        assert!(whole.len() >= limit, "{path}: {} rows", whole.len());
        assert_eq!(pieces, whole, "{path}");
    }
    let beyond = json(&web, "/api/v1/coverage?after=1000", &secret).await;
    assert_eq!((rows(&beyond).len(), &beyond["next"]), (0, &Value::Null));
}

#[tokio::test]
async fn a_token_sees_what_its_user_sees_and_what_lies_outside_does_not_exist() {
    let web = Web::new(Place::sqlite()).await;
    // Address, and what leadership, quality assurance and a monitor of PB0101 are answered.
    let table = [
        ("/api/v1/coverage", [200, 200, 200]),
        ("/api/v1/coverage?area=PB40", [200, 200, 404]),
        ("/api/v1/areas/PB0101", [200, 200, 200]),
        ("/api/v1/areas/PB01", [200, 200, 404]),
        ("/api/v1/areas/PB40?format=csv", [200, 200, 404]),
        ("/api/v1/areas/NOWHERE", [404, 404, 404]),
        ("/api/v1/measures", [200, 200, 200]),
        ("/api/v1/measures/dont_know", [200, 200, 200]),
        ("/api/v1/measures/dont_know?area=PB40", [200, 200, 404]),
        ("/api/v1/measures/dont_know?by=enumerator", [404, 200, 200]),
        (
            "/api/v1/measures/dont_know?by=enumerator&area=PB40",
            [404, 200, 404],
        ),
        ("/api/v1/measures/no_such_measure", [404, 404, 404]),
        ("/api/v1/flags", [404, 200, 200]),
        ("/api/v1/flags?area=PB40", [404, 200, 404]),
        ("/api/v1/risk", [404, 200, 404]),
        ("/api/v1/risk?area=PB40", [404, 200, 404]),
        ("/api/v1/spot-checks/results", [404, 200, 200]),
        ("/api/v1/spot-checks/results?by=enumerator", [404, 200, 200]),
        ("/api/v1/spot-checks/results?area=PB40", [404, 200, 404]),
        ("/api/v1/nonsense", [404, 404, 404]),
    ];
    let mut answers: Vec<Vec<Answer>> = Vec::new();
    for (at, username) in ["leadership", "qa", "monitor"].into_iter().enumerate() {
        let secret = reading(&web.place, &format!("as {username}"), username);
        let mut of_user = Vec::new();
        for (path, wanted) in table {
            let answer = read(&web, path, &secret, "").await;
            assert_eq!(
                answer.status.as_u16(),
                wanted[at],
                "{username} {path}: {}",
                answer.text
            );
            if wanted[at] == 404 {
                let body: Value = serde_json::from_str(&answer.text).expect("JSON");
                assert_eq!(body["error"]["code"], "not_found", "{username} {path}");
            }
            of_user.push(answer);
        }
        answers.push(of_user);
    }
    let secret = reading(&web.place, "everybody", "qa");
    let everybody = json(
        &web,
        "/api/v1/measures/dont_know?by=enumerator&limit=2000",
        &secret,
    )
    .await;
    let people: BTreeSet<String> = rows(&everybody)
        .iter()
        .flat_map(|row| [row["enumerator_code"].clone(), row["name"].clone()])
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect();
    assert!(people.len() > 100, "{}", people.len());
    for answer in &answers[0] {
        let named = people
            .iter()
            .find(|who| answer.text.contains(&format!("\"{who}\"")));
        assert_eq!(named, None, "leadership is told nobody: {}", answer.text);
    }
    for answer in &answers[2] {
        let elsewhere = answer.text.contains("PB02")
            || answer.text.contains("PB40")
            || answer.text.contains("\"PB\"");
        assert!(
            !elsewhere,
            "a monitor learns of nothing outside: {}",
            answer.text
        );
    }
    let own: Value = serde_json::from_str(&answers[2][2].text).expect("JSON");
    assert_eq!(
        (&own["rows"][0]["parent_code"], &own["path"][0]["code"]),
        (&Value::Null, &json!("PB0101"))
    );
}

#[tokio::test]
async fn what_cannot_be_understood_is_refused_by_name_and_nothing_is_guessed() {
    let web = Web::new(Place::sqlite()).await;
    let secret = reading(&web.place, "typing", "qa");
    for (path, parameter, code) in [
        ("/api/v1/coverage?from=tomorrow", "from", "not_understood"),
        (
            "/api/v1/coverage?frm=2026-11-01",
            "frm",
            "unknown_parameter",
        ),
        ("/api/v1/coverage?sort=luck", "sort", "not_understood"),
        ("/api/v1/coverage?dir=sideways", "dir", "not_understood"),
        ("/api/v1/coverage?wave=W9", "wave", "not_understood"),
        ("/api/v1/coverage?area=PB01&area=PB02", "area", "repeated"),
        (
            "/api/v1/coverage?from=2026-11-02&to=2026-11-01",
            "from",
            "reversed_period",
        ),
        ("/api/v1/coverage?limit=0", "limit", "out_of_range"),
        ("/api/v1/coverage?limit=2001", "limit", "out_of_range"),
        ("/api/v1/coverage?after=x", "after", "not_understood"),
        ("/api/v1/coverage?format=xlsx", "format", "not_understood"),
        ("/api/v1/areas/PB01?to=soon", "to", "not_understood"),
        ("/api/v1/measures?lang=ur", "lang", "unknown_parameter"),
        (
            "/api/v1/measures/valid_gps?by=tablet",
            "by",
            "not_understood",
        ),
        (
            "/api/v1/measures/valid_gps?wave=W9",
            "wave",
            "not_understood",
        ),
        (
            "/api/v1/measures/valid_gps?by=enumerator&wave=W9",
            "wave",
            "not_understood",
        ),
        (
            "/api/v1/measures/valid_gps?by=enumerator&after=-1",
            "after",
            "not_understood",
        ),
        (
            "/api/v1/measures/valid_gps?from=2026-11-02&to=2026-11-01",
            "from",
            "reversed_period",
        ),
        ("/api/v1/flags?check=no_such", "check", "not_understood"),
        ("/api/v1/flags?severity=bad", "severity", "not_understood"),
        ("/api/v1/flags?status=bad", "status", "not_understood"),
        ("/api/v1/flags?day=2026-13-01", "day", "not_understood"),
        ("/api/v1/flags?after=1.2.3", "after", "not_understood"),
        ("/api/v1/flags?wave=W1", "wave", "unknown_parameter"),
        ("/api/v1/risk?after=many", "after", "not_understood"),
    ] {
        let answer = read(&web, path, &secret, "text/csv").await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{path}: {}",
            answer.text
        );
        let body: Value = serde_json::from_str(&answer.text).expect("JSON");
        assert_eq!(body["error"]["code"], "bad_parameter", "{path}");
        let problems = body["problems"].as_array().expect("problems");
        assert_eq!(problems.len(), 1, "{path}: {body}");
        assert_eq!(
            (&problems[0]["parameter"], &problems[0]["code"]),
            (&json!(parameter), &json!(code)),
            "{path}"
        );
        let message = problems[0]["message"].as_str().expect("a sentence");
        assert!(
            message.starts_with(&format!("{parameter}=")) && message.ends_with('.'),
            "{message}"
        );
    }
    let both = read(&web, "/api/v1/flags?day=x&check=y", &secret, "").await;
    let body: Value = serde_json::from_str(&both.text).expect("JSON");
    assert_eq!(body["problems"].as_array().map(Vec::len), Some(2), "{body}");
}

#[tokio::test]
async fn who_may_read_is_asked_every_time_and_no_token_does_both() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let path = "/api/v1/coverage?limit=1";
        let status = async |secret: &str| read(&web, path, secret, "").await.status;
        let nobody = web.get(path, "").await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        let body: Value = serde_json::from_str(&nobody.text).expect("JSON, also for a browser");
        assert_eq!(body["error"]["code"], "no_valid_token");
        assert!(
            nobody
                .header(header::WWW_AUTHENTICATE)
                .starts_with("Bearer")
        );
        assert_eq!(
            web.get("/api/v1/measures", "fieldwatch_session=0")
                .await
                .status,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(status("nonsense").await, StatusCode::UNAUTHORIZED);

        let monitor = reading(&web.place, "tehsil board", "monitor");
        assert_eq!(status(&monitor).await, StatusCode::OK);
        let session = web.sign_in("qa").await;
        assert_eq!(web.get(path, &session).await.status, StatusCode::OK);
        let wrong = Request::get(path)
            .header(header::AUTHORIZATION, "Bearer nonsense")
            .header(header::COOKIE, &session);
        let wrong = web.ask(wrong.body(Body::empty()).expect("a request")).await;
        assert_eq!(
            wrong.status,
            StatusCode::UNAUTHORIZED,
            "a token that is sent is what counts"
        );

        // Neither does the other's work.
        let sends = token(&web.place, "tablets", "PB");
        let refused = read(&web, path, &sends, "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(
            refused.text.contains("token_sends_only"),
            "{}",
            refused.text
        );
        let before = web.place.content().await;
        let pushed = web
            .ask(request(
                &monitor,
                NDJSON,
                None,
                row("x", "PB010101", "complete"),
            ))
            .await;
        assert_eq!(pushed.status, StatusCode::FORBIDDEN);
        assert!(pushed.text.contains("token_reads_only"), "{}", pushed.text);
        web.site.settle().await;
        assert_eq!(web.place.content().await, before, "nothing was recorded");

        // The user as they are now: another role, another area, none.
        let db = web.site.db();
        let mut user = db
            .find_user("monitor")
            .await
            .expect("asked")
            .expect("a user");
        let flags = async || {
            read(&web, "/api/v1/flags?limit=1&area=PB40", &monitor, "")
                .await
                .status
        };
        assert_eq!(flags().await, StatusCode::NOT_FOUND);
        let province = web.site.survey().cube.root().expect("a province").id;
        let now = web.site.clock().now();
        let becomes = async |role| {
            for grant in db.list_grants(Some(user.user_id)).await.expect("grants") {
                db.revoke_grant(grant.grant.grant_id, now, &by(), None)
                    .await
                    .expect("it ends");
            }
            let new = store::NewGrant {
                user_id: user.user_id,
                role,
                area: province,
                acts: true,
                from: None,
                until: None,
                given_at: now,
                reason: None,
            };
            db.give_grant(&new, &by()).await.expect("a grant")
        };
        becomes(Role::TehsilMonitor).await;
        assert_eq!(flags().await, StatusCode::OK);
        let last = becomes(Role::Leadership).await;
        assert_eq!(flags().await, StatusCode::NOT_FOUND);
        assert_eq!(status(&monitor).await, StatusCode::OK);
        db.revoke_grant(last, now, &by(), None)
            .await
            .expect("it ends");
        assert_eq!(status(&monitor).await, StatusCode::FORBIDDEN);
        user.disabled = true;
        db.update_user(&user, now, &by()).await.expect("changed");
        assert_eq!(status(&monitor).await, StatusCode::UNAUTHORIZED);

        // On the command line.
        let board = reading(&web.place, "board", "qa");
        let list = web.place.must(&["token", "list"]).out;
        assert!(list.contains("board · reads as qa · never used"), "{list}");
        assert!(
            list.contains("tehsil board · reads as monitor · last used 20"),
            "{list}"
        );
        assert!(list.contains("tablets · PB · last used 20"), "{list}");
        assert!(!list.contains(&board) && !list.contains(&monitor));
        web.place.must(&["token", "revoke", "board"]);
        assert_eq!(status(&board).await, StatusCode::UNAUTHORIZED);
        let said = web.place.run(&["token", "add", "x", "--read-as", "nobody"]);
        assert_eq!(said.code, 1);
        assert!(
            said.all().contains("The user nobody does not exist"),
            "{}",
            said.all()
        );
        let said = web
            .place
            .run(&["token", "add", "x", "--read-as", "monitor"]);
        assert!(
            said.code == 1 && said.all().contains("is disabled"),
            "{}",
            said.all()
        );
        assert_eq!(web.place.run(&["token", "add", "x"]).code, 2);
        let both = ["token", "add", "x", "--read-as", "qa", "--scope", "PB"];
        assert_eq!(web.place.run(&both).code, 2);
    }
}
