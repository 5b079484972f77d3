//! HTTP: sign-in, scope, cross-site protection, pages, downloads. The router in this process, a database of its own.

use crate::support::Place;
use crate::support::web::Web;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt;

#[tokio::test]
async fn nothing_but_sign_in_health_and_static_files_is_public() {
    let web = Web::new(Place::sqlite()).await;
    for path in [
        "/",
        "/coverage",
        "/coverage/PB01",
        "/coverage/PB01/coverage.csv",
        "/coverage/PB01/days",
        "/coverage/PB01/coverage.xlsx",
        "/coverage/PB01/coverage.geojson",
        "/overview.csv",
        "/overview.xlsx",
        "/quality",
        "/quality.csv",
        "/quality.xlsx",
        "/quality/dont_know",
        "/quality/dont_know/areas.csv",
        "/quality/dont_know/enumerators.xlsx",
        "/flags.xlsx",
        "/flags.geojson",
        "/risk.xlsx",
        "/imports.xlsx",
        "/quarantine.xlsx",
        "/imports",
        "/imports.csv",
        "/imports/1",
        "/quarantine",
        "/quarantine.csv",
        "/quarantine/replay",
    ] {
        let page = web.get(path, "").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            page.header(header::LOCATION)
                .starts_with("/sign-in?next=%2F"),
            "{path}"
        );
        let program = web
            .ask(Request::get(path).body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(program.status, StatusCode::UNAUTHORIZED, "{path}");
        let forged = web.get(path, "fieldwatch_session=0000").await;
        assert_eq!(forged.status, StatusCode::SEE_OTHER, "{path}");
    }
    for path in ["/sign-in", "/healthz", "/readyz"] {
        assert_eq!(web.get(path, "").await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_session_begins_with_the_right_password_and_ends_on_the_server_with_sign_out() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        for form in [
            "username=qa&password=wrong",
            "username=nobody&password=a+demo+password",
        ] {
            let answer = web.post("/sign-in", "", form).await;
            assert_eq!(
                answer.header(header::LOCATION),
                "/sign-in?failed=1&next=%2F"
            );
            let cookie = answer.header(header::SET_COOKIE);
            assert!(!cookie.contains("session"), "{cookie}");
        }
        let cookie = web.sign_in("qa").await;
        assert_eq!(web.get("/coverage", &cookie).await.status, StatusCode::OK);
        let out = web.post("/sign-out", &cookie, "").await;
        assert_eq!(out.header(header::LOCATION), "/sign-in");
        assert_eq!(
            web.get("/coverage", &cookie).await.status,
            StatusCode::SEE_OTHER,
            "the old cookie is worth nothing"
        );
    }
}

#[tokio::test]
async fn a_failed_sign_in_keeps_the_name_for_the_form_and_the_password_nowhere() {
    let web = Web::new(Place::sqlite()).await;
    let form = "username=no+b%22ody%26%3Cb%3E&password=the+secret";
    let failed = web.post("/sign-in", "", form).await;
    let location = failed.header(header::LOCATION).to_owned();
    let kept = failed.header(header::SET_COOKIE).to_owned();
    assert!(
        !location.contains("ody") && !location.contains("secret") && !kept.contains("secret"),
        "{location} {kept}"
    );
    let cookie = kept.split(';').next().unwrap_or("");
    for lang in ["en", "ur"] {
        let cookie = format!("{cookie}; fieldwatch_lang={lang}");
        let page = web.get(&location, &cookie).await.text;
        assert!(
            page.contains("value=\"no b&quot;ody&amp;") && !page.contains("<b>"),
            "{page}"
        );
        assert!(!page.contains("secret"), "{page}");
    }
    let right = "username=qa&password=a+demo+password";
    let signed_in = web.post("/sign-in", cookie, right).await;
    let forgotten = signed_in
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.starts_with("fieldwatch_typed_name=;") && value.contains("Max-Age=0"));
    assert!(forgotten, "{:?}", signed_in.headers);
}

#[tokio::test]
async fn a_form_never_leads_to_another_site() {
    let web = Web::new(Place::sqlite()).await;
    for next in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
    ] {
        let answer = web
            .post(
                "/sign-in",
                "",
                &format!("username=qa&password=a+demo+password&next={next}"),
            )
            .await;
        assert_eq!(answer.header(header::LOCATION), "/");
        let answer = web
            .post("/language", "", &format!("lang=ur&next={next}"))
            .await;
        assert_eq!(answer.header(header::LOCATION), "/");
    }
}

#[tokio::test]
async fn a_post_from_another_site_is_refused_whatever_it_carries() {
    let web = Web::new(Place::sqlite()).await;
    let cookie = web.sign_in("qa").await;
    let elsewhere: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[
            ("origin", "https://evil.example"),
            ("host", "fw.example"),
            ("referer", "https://evil.example/"),
        ],
        &[("host", "fw.example")],
    ];
    for headers in elsewhere {
        for path in [
            "/sign-out",
            "/sign-in",
            "/language",
            "/coverage",
            "/nowhere",
        ] {
            let mut request = Request::builder()
                .method(Method::POST)
                .uri(path)
                .header(header::COOKIE, &cookie);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = web
                .ask(request.body(Body::empty()).expect("a request"))
                .await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{path} with {headers:?}"
            );
        }
    }
    assert_eq!(
        web.get("/coverage", &cookie).await.status,
        StatusCode::OK,
        "the session was not ended"
    );
}

#[tokio::test]
async fn what_lies_outside_a_callers_scope_answers_as_what_does_not_exist() {
    let web = Web::new(Place::sqlite()).await;
    let cookie = web.sign_in("monitor").await;
    assert_eq!(
        web.get("/coverage/PB0101", &cookie).await.status,
        StatusCode::OK
    );
    let own = web.get("/coverage", &cookie).await.text;
    assert!(
        own.contains("PB0101-002") && !own.contains("/coverage/PB01\""),
        "the path ends at the scope"
    );
    for path in [
        "/coverage/PB",
        "/coverage/PB01",
        "/coverage/PB0102",
        "/coverage/PB1801-001",
        "/coverage/XX99",
    ] {
        let page = web.get(path, &cookie).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        for download in ["coverage.csv", "days"] {
            assert_eq!(
                web.get(&format!("{path}/{download}"), &cookie).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
    let unknown = web
        .get("/coverage/XX99", &cookie)
        .await
        .text
        .replace("XX99", "CODE");
    let outside = web
        .get("/coverage/PB0102", &cookie)
        .await
        .text
        .replace("PB0102", "CODE");
    let differs = unknown
        .bytes()
        .zip(outside.bytes())
        .position(|(a, b)| a != b)
        .unwrap_or(unknown.len().min(outside.len()));
    let around = |text: &str| {
        text.chars()
            .skip(differs.saturating_sub(80))
            .take(200)
            .collect::<String>()
    };
    assert!(
        unknown == outside,
        "the two can be told apart: {} / {}",
        around(&unknown),
        around(&outside)
    );
}

#[tokio::test]
async fn a_page_is_complete_html_is_kept_by_its_reader_only_and_is_not_sent_twice() {
    let web = Web::new(Place::sqlite()).await;
    let (qa, leadership) = (web.sign_in("qa").await, web.sign_in("leadership").await);
    let page = web.get("/coverage/PB01", &qa).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.header(header::CACHE_CONTROL).contains("private"));
    for part in [
        "id=\"coverage-table\"",
        "id=\"map\"",
        "id=\"chart\"",
        "id=\"as-of\"",
        "id=\"boundary-source\"",
        "<svg",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(page.text.contains("BoS quality assurance"));
    assert!(
        !web.get("/coverage/PB01", &leadership)
            .await
            .text
            .contains("BoS quality assurance")
    );
    let again = Request::get("/coverage/PB01")
        .header(header::COOKIE, &qa)
        .header(header::IF_NONE_MATCH, page.header(header::ETAG));
    let again = web.ask(again.body(Body::empty()).expect("a request")).await;
    assert_eq!(
        (again.status, again.text.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let urdu = web
        .get("/coverage/PB01", &format!("{qa}; fieldwatch_lang=ur"))
        .await
        .text;
    assert!(urdu.contains("dir=\"rtl\"") && urdu.contains("اٹک"));
}

#[tokio::test]
async fn the_csv_holds_exactly_the_rows_of_the_page_in_their_order() {
    let web = Web::new(Place::sqlite()).await;
    let cookie = web.sign_in("qa").await;
    let csv = web
        .get(
            "/coverage/PB/coverage.csv?sort=complete&dir=desc&wave=W1",
            &cookie,
        )
        .await;
    assert_eq!(csv.status, StatusCode::OK);
    assert!(
        csv.header(header::CONTENT_DISPOSITION)
            .contains("coverage-PB.csv")
    );
    let rows: Vec<Vec<&str>> = csv
        .text
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(
        rows[0][..11].join(","),
        "area_code,level,name,parent_code,target,complete,refused,not_at_home,other,expected_by_today,as_of"
    );
    assert_eq!(rows.len(), 42);
    let complete: Vec<u32> = rows[1..]
        .iter()
        .map(|row| row[5].parse().expect("a number"))
        .collect();
    assert!(
        complete.is_sorted_by(|a, b| a >= b) && complete[0] > 0,
        "{complete:?}"
    );
    let page = web
        .get("/coverage/PB?sort=complete&dir=desc&wave=W1", &cookie)
        .await
        .text;
    let positions: Vec<usize> = rows[1..]
        .iter()
        .map(|row| {
            let link = format!("/coverage/{}?", row[0]);
            let table = page.find("coverage-table").expect("a table");
            table
                + page[table..]
                    .find(&link)
                    .unwrap_or_else(|| panic!("{link} is not in the table"))
        })
        .collect();
    assert!(positions.is_sorted(), "the page shows the same order");
}

#[tokio::test]
async fn the_days_of_the_map_end_at_the_figures_of_the_page() {
    let web = Web::new(Place::sqlite()).await;
    let cookie = web.sign_in("qa").await;
    let answer = {
        let request =
            Request::get("/coverage/PB/days?measure=coverage").header(header::COOKIE, &cookie);
        let response = server::web::router(web.site.clone())
            .oneshot(request.body(Body::empty()).expect("a request"))
            .await;
        to_bytes(response.expect("an answer").into_body(), 1 << 20)
            .await
            .expect("a body")
    };
    let end = answer
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a head line");
    let head: serde_json::Value = serde_json::from_slice(&answer[..end]).expect("JSON");
    let (days, areas) = (
        head["days"].as_array().expect("days").len(),
        head["areas"].as_array().expect("areas").len(),
    );
    assert_eq!((areas, answer.len() - end - 1), (41, days * areas * 2));
    let csv = web.get("/coverage/PB/coverage.csv", &cookie).await.text;
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let area = head["areas"]
            .as_array()
            .expect("areas")
            .iter()
            .position(|code| code == cells[0])
            .expect("an area");
        let at = end + 1 + ((days - 1) * areas + area) * 2;
        let permille = u16::from_le_bytes([answer[at], answer[at + 1]]) & 0x1fff;
        let (whole, tenth) = cells[11].split_once('.').expect("a share with a decimal");
        assert_eq!(
            u32::from(permille),
            whole.parse::<u32>().expect("a number") * 10 + tenth.parse::<u32>().expect("a digit"),
            "{line}"
        );
    }
}

/// What a phone on 2G waits for: PERFORMANCE's bound for the province with its map, as it is sent.
#[tokio::test]
async fn the_province_page_with_its_map_is_small_enough_for_a_slow_line() {
    let web = Web::new(Place::sqlite()).await;
    let cookie = web.sign_in("leadership").await;
    let request = Request::get("/coverage")
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT_ENCODING, "br")
        .body(Body::empty())
        .expect("a request");
    let response = server::web::router(web.site.clone())
        .oneshot(request)
        .await
        .expect("the router answers");
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
    let body = to_bytes(response.into_body(), 32 << 20)
        .await
        .expect("the body can be read");
    assert!(body.len() <= 60_000, "{} bytes", body.len());
}

#[tokio::test]
async fn new_data_appear_without_a_restart() {
    let web = Web::new(Place::sqlite()).await;
    let cookie = web.sign_in("qa").await;
    let before = web.get("/coverage/PB0101-002", &cookie).await.text;
    let row = "submission_id,enumerator_code,area_code,outcome,started_at\nnew-1,E-NEW,PB0101-002,complete,2026-11-20T09:00:00+05:00\n";
    let file = web.place.file("new.csv", row);
    assert_eq!(web.place.import(&file).code, 0);
    assert!(
        web.site
            .refresh()
            .await
            .expect("the survey can be read again")
    );
    let after = web.get("/coverage/PB0101-002", &cookie).await.text;
    assert_ne!(before, after);
    assert!(
        !web.site
            .refresh()
            .await
            .expect("the survey can be read again"),
        "nothing new since"
    );
}

#[tokio::test]
async fn imports_and_quarantine_are_for_those_who_answer_for_all_the_data() {
    for place in Place::both().await {
        let file = place.file(
            "=cmd.csv",
            "submission_id,enumerator_code,area_code,outcome\n=1+1,E1,NOWHERE,complete\nx2,E1,PB0101-001,maybe\n",
        );
        let web = Web::new(place).await;
        assert_eq!(web.place.import(&file).code, 3);
        let qa = web.sign_in("qa").await;
        let imports = web.get("/imports", &qa).await;
        assert_eq!(imports.status, StatusCode::OK);
        assert!(imports.text.contains("=cmd.csv"), "{}", imports.text);
        assert!(imports.text.contains("href=\"/quarantine\""));
        let page = web
            .get("/quarantine?kind=submissions&reason=unknown_area", &qa)
            .await;
        assert!(
            page.text.contains("=1+1,E1,NOWHERE,complete"),
            "{}",
            page.text
        );
        assert!(!page.text.contains("x2,E1"), "{}", page.text);
        let csv = web.get("/quarantine.csv", &qa).await;
        assert_eq!(csv.status, StatusCode::OK);
        let mut lines = csv.text.lines();
        assert_eq!(
            lines.next(),
            Some("kind,source,row_number,reason_code,reason,first_seen_at,last_seen_at,row")
        );
        let first = lines.next().expect("a row");
        assert!(
            first.starts_with("submissions,'=cmd.csv,2,unknown_area,")
                && first.ends_with(",\"'=1+1,E1,NOWHERE,complete\""),
            "{first}"
        );
        assert_eq!(lines.count(), 1);
        let csv = web.get("/imports.csv", &qa).await.text;
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[0],
            "import,kind,source,actor,started_at,finished_at,read,accepted,unchanged,updated,quarantined,sha256"
        );
        assert_eq!(lines.len(), 5, "{csv}");
        let cells: Vec<&str> = lines[1].split(',').collect();
        assert_eq!(cells[1..4], ["submissions", "'=cmd.csv", "command line"]);
        assert_eq!(cells[6..11], ["2", "0", "0", "0", "2"]);
        assert_eq!(cells[11].len(), 64, "{csv}");
        // The district's coordinator and the leadership see neither, and are not offered them.
        for username in ["attock", "leadership"] {
            let cookie = web.sign_in(username).await;
            for path in ["/imports", "/imports.csv", "/quarantine", "/quarantine.csv"] {
                let answer = web.get(path, &cookie).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{username} {path}");
                assert!(!answer.text.contains("NOWHERE"));
            }
            let coverage = web.get("/coverage", &cookie).await;
            assert!(!coverage.text.contains("href=\"/imports\""), "{username}");
        }
    }
}
