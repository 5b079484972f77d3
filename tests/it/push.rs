//! `POST /api/v1/submissions`: who may, what comes back, and that nothing is taken twice.

use crate::support::Place;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use server::clock::Clock;
use server::site::Site;
use server::web::assets::Assets;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use tower::ServiceExt;

pub const NDJSON: &str = "application/x-ndjson";

/// A small survey behind a router, and the secret of a token for all of it.
pub struct Pushed {
    router: Router,
    pub site: Arc<Site>,
    pub place: Place,
    secret: String,
}

impl Pushed {
    pub async fn new(place: Place) -> Pushed {
        place.small_survey().await;
        let secret = token(&place, "tablets", "P");
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let clock = Clock::running("Asia/Karachi").expect("a zone");
        let site = Site::open(db, clock, Assets::default())
            .await
            .expect("the site opens");
        let site = Arc::new(site);
        Pushed {
            router: server::web::router(site.clone()),
            site,
            place,
            secret,
        }
    }

    pub async fn send(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 64 << 20)
            .await
            .expect("the body can be read");
        let answer = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| panic!("not JSON: {status} {}", String::from_utf8_lossy(&bytes)));
        (status, answer)
    }

    /// What is on file, once all that was acknowledged is recorded.
    pub async fn content(&self) -> Vec<String> {
        self.site.desk().settle().await.expect("it is recorded");
        self.place.content().await
    }

    pub async fn push(&self, body: impl Into<Body>) -> (StatusCode, Value) {
        self.send(request(&self.secret, NDJSON, None, body)).await
    }
}

pub fn token(place: &Place, name: &str, scope: &str) -> String {
    let said = place.must(&["token", "add", name, "--scope", scope]);
    said.out.trim().to_owned()
}

pub fn request(
    secret: &str,
    kind: &str,
    encoding: Option<&str>,
    body: impl Into<Body>,
) -> Request<Body> {
    let mut request = Request::post("/api/v1/submissions")
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, kind);
    if let Some(encoding) = encoding {
        request = request.header(header::CONTENT_ENCODING, encoding);
    }
    request.body(body.into()).expect("a request")
}

pub fn row(id: &str, area: &str, outcome: &str) -> String {
    format!(
        "{{\"submission_id\":\"{id}\",\"enumerator_code\":\"E1\",\"area_code\":\"{area}\",\"outcome\":\"{outcome}\",\
         \"started_at\":\"2026-11-20T09:00:00+05:00\"}}\n"
    )
}

fn words(answer: &Value) -> Vec<(u64, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let results = answer["results"].as_array().expect("results");
    results
        .iter()
        .map(|row| {
            (
                row["row"].as_u64().unwrap_or(0),
                text(&row["submission_id"]),
                text(&row["result"]),
            )
        })
        .collect()
}

#[tokio::test]
async fn every_row_is_answered_in_its_place_and_a_repeat_changes_nothing() {
    for place in Place::both().await {
        let pushed = Pushed::new(place).await;
        let body = [
            row("a", "U1", "complete"),
            row("b", "U9", "complete"),
            row("c", "U2", "refused"),
            row("a", "U1", "refused"),
        ]
        .concat();
        let (status, answer) = pushed.push(body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let word = |row, id: &str, result: &str| (row, id.to_owned(), result.to_owned());
        assert_eq!(
            words(&answer),
            [
                word(1, "a", "accepted"),
                word(2, "b", "quarantined"),
                word(3, "c", "accepted"),
                word(4, "a", "updated"),
            ]
        );
        assert_eq!(answer["results"][1]["problem"]["code"], "unknown_area");
        assert!(answer["results"][0].get("problem").is_none());
        let content = pushed.content().await;
        let (_, again) = pushed.push(body).await;
        assert_eq!(
            (
                &again["unchanged"],
                &again["quarantined"],
                &again["accepted"]
            ),
            (&3.into(), &1.into(), &0.into()),
            "{again}"
        );
        assert_eq!(pushed.content().await, content);
        // What was pushed shows on the pages.
        assert!(pushed.site.refresh().await.expect("the survey is read"));
        pushed.site.desk().close().await;
        let (status, answer) = pushed.push(row("d", "U1", "complete")).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{answer}");
        assert_eq!(answer["error"]["code"], "stopping");
    }
}

#[tokio::test]
async fn a_row_of_an_area_imported_meanwhile_is_taken() {
    let pushed = Pushed::new(Place::sqlite()).await;
    let (_, answer) = pushed.push(row("a", "U3", "complete")).await;
    assert_eq!(answer["quarantined"], 1, "{answer}");
    pushed
        .place
        .add_areas("uc", "code,name,parent\nU3,New,T1\n");
    let (_, answer) = pushed.push(row("a", "U3", "complete")).await;
    assert_eq!(answer["accepted"], 1, "{answer}");
    let content = pushed.content().await;
    assert!(
        !content.iter().any(|line| line.starts_with("quarantine|")),
        "what is accepted leaves the quarantine"
    );
}

#[tokio::test]
async fn only_a_token_that_was_not_revoked_may_send_and_only_for_its_areas() {
    let pushed = Pushed::new(Place::sqlite()).await;
    for secret in ["", "nonsense", &"0".repeat(64)] {
        let (status, answer) = pushed
            .send(request(secret, NDJSON, None, row("a", "U1", "complete")))
            .await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{answer}");
        assert_eq!(answer["error"]["code"], "no_valid_token");
    }
    let narrow = token(&pushed.place, "narrow", "U2");
    let body = [row("in", "U2", "complete"), row("out", "U1", "complete")].concat();
    let (status, answer) = pushed.send(request(&narrow, NDJSON, None, body)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["results"][0]["result"], "accepted");
    assert_eq!(answer["results"][1]["problem"]["code"], "outside_scope");
    let list = pushed.place.must(&["token", "list"]).out;
    assert!(
        list.contains("narrow · U2 · last used 20") && list.contains("tablets · P · never used"),
        "{list}"
    );
    pushed.place.must(&["token", "revoke", "narrow"]);
    let (status, _) = pushed
        .send(request(&narrow, NDJSON, None, row("x", "U2", "complete")))
        .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        pushed.place.run(&["token", "revoke", "narrow"]).code,
        1,
        "a second time there is nothing to revoke"
    );
    assert_eq!(
        pushed
            .place
            .run(&["token", "add", "narrow", "--scope", "P"])
            .code,
        1,
        "a name is never used again: runs bear it"
    );
}

#[tokio::test]
async fn forms_that_cannot_be_read_are_refused_by_name() {
    let pushed = Pushed::new(Place::sqlite()).await;
    for (kind, encoding, code) in [
        ("text/csv", None, "unknown_content_type"),
        (NDJSON, Some("br"), "unknown_content_encoding"),
    ] {
        let sent = request(&pushed.secret, kind, encoding, row("a", "U1", "complete"));
        let (status, answer) = pushed.send(sent).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{answer}");
        assert_eq!(answer["error"]["code"], code);
    }
    let array = format!(
        "[{},\n{}]",
        row("a", "U1", "complete").trim(),
        row("b", "U1", "complete").trim()
    );
    let sent = request(
        &pushed.secret,
        "application/json; charset=utf-8",
        None,
        array,
    );
    let (status, answer) = pushed.send(sent).await;
    assert_eq!((status, &answer["accepted"]), (StatusCode::OK, &2.into()));
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(text.as_bytes())
        .expect("memory can be written");
    encoder.finish().expect("memory can be written")
}

#[tokio::test]
async fn a_packed_request_is_unpacked_and_one_that_was_cut_says_which_rows_it_took() {
    let pushed = Pushed::new(Place::sqlite()).await;
    let rows: String = (0..3_000)
        .map(|id| row(&format!("s{id}"), "U1", "complete"))
        .collect();
    let whole = packed(&rows);
    let cut = whole[..whole.len() * 3 / 4].to_vec();
    let sent = request(&pushed.secret, NDJSON, Some("gzip"), cut);
    let (status, answer) = pushed.send(sent).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{}", answer["error"]);
    assert_eq!(answer["error"]["code"], "cut_short");
    let taken = answer["accepted"].as_u64().expect("a count");
    assert!((1_000..3_000).contains(&taken), "{taken}");
    assert_eq!(
        words(&answer).len() as u64,
        answer["read"].as_u64().expect("a count")
    );
    let sent = request(&pushed.secret, NDJSON, Some("gzip"), whole);
    let (status, answer) = pushed.send(sent).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&answer["unchanged"], &answer["accepted"]),
        (&taken.into(), &(3_000 - taken).into()),
    );
}

#[tokio::test]
async fn a_request_with_too_much_is_taken_as_far_as_it_may_go() {
    let pushed = Pushed::new(Place::sqlite()).await;
    let rows: String = (0..10_001)
        .map(|id| row(&format!("s{id}"), "U1", "complete"))
        .collect();
    let (status, answer) = pushed.push(rows).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer["error"]);
    assert_eq!(answer["error"]["code"], "too_many_rows");
    assert_eq!(answer["accepted"], 10_000);
    // A small packed body that unpacks to more than may be read: 80 MB of blanks in 80 kB.
    let bomb = packed(&" ".repeat(80 << 20));
    let sent = request(&pushed.secret, NDJSON, Some("gzip"), bomb);
    let (status, answer) = pushed.send(sent).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer["error"]);
    assert_eq!(answer["error"]["code"], "too_long");
    // One line that does not end.
    let line = format!("{{\"submission_id\":\"{}", "x".repeat(9 << 20));
    let (status, answer) = pushed.push(line).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{}", answer["error"]);
    assert_eq!(answer["error"]["code"], "cut_short");
}

/// Sixteen clients push overlapping batches at the same time: one winner for each id, `unchanged` for the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_send_the_same_rows_at_once_are_never_counted_twice() {
    for place in Place::both().await {
        let pushed = Arc::new(Pushed::new(place).await);
        let clients: Vec<_> = (0..16_usize)
            .map(|client| {
                let pushed = pushed.clone();
                tokio::spawn(async move {
                    let mut results = Vec::new();
                    for round in 0..5 {
                        let from = (client % 4) * 25 + round * 50;
                        let body: String = (from..from + 100)
                            .map(|id| row(&format!("s{id}"), "U1", "complete"))
                            .collect();
                        let (status, answer) = pushed.push(body).await;
                        assert_eq!(status, StatusCode::OK, "{answer}");
                        results.extend(words(&answer));
                    }
                    results
                })
            })
            .collect();
        let mut seen: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        for client in clients {
            for (_, id, result) in client.await.expect("a client ends") {
                *seen.entry(id).or_default().entry(result).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), 375);
        for (id, results) in seen {
            assert_eq!(results.get("accepted"), Some(&1), "{id}: {results:?}");
            assert!(
                results
                    .keys()
                    .all(|word| word == "accepted" || word == "unchanged"),
                "{id}: {results:?}"
            );
        }
        let facts = pushed.content().await;
        let facts = facts
            .iter()
            .filter(|line| line.starts_with("fact|"))
            .count();
        assert_eq!(facts, 375);
    }
}

/// The description that machines are told is the one in docs/openapi.json: a change of it is seen in review.
#[test]
fn the_description_for_machines_is_the_one_on_record() {
    let now = server::web::openapi::json().expect("it is JSON") + "\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    let on_record = std::fs::read_to_string(&path).unwrap_or_default();
    if now != on_record {
        let new = std::env::temp_dir().join("openapi.json");
        std::fs::write(&new, &now).expect("the temporary folder can be written");
        panic!(
            "docs/openapi.json is not what the code says. If the change is meant, copy {} over it.",
            new.display()
        );
    }
}
