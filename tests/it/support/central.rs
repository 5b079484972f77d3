//! An HTTP server that answers like ODK Central, with trouble on demand.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

pub const EMAIL: &str = "field@example.org";
pub const PASSWORD: &str = "a password";

/// A change of the rows, newest first.
type Change = Box<dyn FnOnce(&mut Vec<Value>) + Send>;

/// What happens to one question for a page, in place of the answer or after it.
pub enum Trouble {
    /// Nothing: this page comes as it should.
    None,
    /// The session ends before its time.
    SessionEnds,
    /// A status of its own, with `Retry-After` of so many seconds.
    Status(u16, Option<u32>),
    /// The connection breaks in the middle of the page.
    BreaksOff,
    /// The page ends early, in good order.
    IsCut,
    /// The page comes, and its link leads to itself.
    LeadsToItself,
    /// The page comes, and then the rows change.
    Then(Change),
    /// The question is never answered.
    Silence,
}

#[derive(Default)]
struct Inside {
    /// Newest first, as Central gives them.
    rows: Vec<Value>,
    trouble: VecDeque<Trouble>,
    /// Pages are counted off by `$skip`, so that rows can move between them, instead of by an opaque cursor.
    skips: bool,
    /// Filters may name nothing but these fields.
    filterable: Vec<&'static str>,
    sessions: usize,
    ended: usize,
    session: Option<String>,
    asked: Vec<String>,
}

/// A running server; it ends with the test.
#[derive(Clone)]
pub struct FakeCentral {
    pub url: String,
    inside: Arc<Mutex<Inside>>,
}

/// A row as Central gives it.
pub fn row(id: &str, enumerator: &str, area: &str, result: &str, sent: &str) -> Value {
    json!({
        "__id": format!("uuid:{id}"), "start": "2026-11-20T09:00:00.000+05:00", "end": "2026-11-20T09:31:10.000+05:00",
        "who": {"enumerator": enumerator}, "place": {"tehsil": "T1", "uc": area, "hh": format!("hh-{id}")},
        "visit": {"result": result, "size": 6,
            "gps": {"type": "Point", "coordinates": [74.05, 31.05, 210.5], "properties": {"accuracy": 4.459}}},
        "__system": {"submissionDate": sent, "updatedAt": null, "deletedAt": null, "submitterId": "7", "status": null,
            "reviewState": null, "deviceId": "collect:a", "edits": 0, "formVersion": "3"}
    })
}

impl FakeCentral {
    /// Starts with rows, the oldest first.
    pub async fn start(mut rows: Vec<Value>) -> FakeCentral {
        rows.reverse();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("its number");
        let central = FakeCentral {
            url: format!("http://{address}"),
            inside: Arc::new(Mutex::new(Inside {
                rows,
                filterable: vec!["submissionDate", "updatedAt", "deletedAt"],
                ..Inside::default()
            })),
        };
        let router = Router::new()
            .route("/v1/sessions", post(sign_in))
            .route("/v1/sessions/current", axum::routing::delete(sign_out))
            .route("/v1/projects/7/forms/visit.svc/Submissions", get(page))
            .fallback(async || (StatusCode::NOT_FOUND, r#"{"message":"Not found."}"#))
            .with_state(central.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        central
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panicked")
    }

    /// What happens to the next questions, in their order.
    pub fn trouble(&self, trouble: impl IntoIterator<Item = Trouble>) {
        self.inside().trouble.extend(trouble);
    }

    /// Changes the rows, newest first.
    pub fn change(&self, change: impl FnOnce(&mut Vec<Value>)) {
        change(&mut self.inside().rows);
    }

    /// Pages by `$skip`, as older servers do.
    pub fn page_by_skip(&self) {
        self.inside().skips = true;
    }

    /// A server that knows fewer fields to filter by.
    pub fn filter_only_by(&self, fields: &[&'static str]) {
        self.inside().filterable = fields.to_vec();
    }

    /// How many sessions were begun and ended.
    pub fn sessions(&self) -> (usize, usize) {
        let inside = self.inside();
        (inside.sessions, inside.ended)
    }

    /// The questions for pages so far, decoded.
    pub fn asked(&self) -> Vec<String> {
        self.inside().asked.clone()
    }
}

async fn sign_in(State(central): State<FakeCentral>, body: Bytes) -> Response {
    let account: Value = serde_json::from_slice(&body).unwrap_or_default();
    if account["email"] != EMAIL || account["password"] != PASSWORD {
        let problem = json!({"message": "Could not authenticate with the provided credentials."});
        return (StatusCode::UNAUTHORIZED, problem.to_string()).into_response();
    }
    let mut inside = central.inside();
    inside.sessions += 1;
    let token = format!("session-{}", inside.sessions);
    inside.session = Some(token.clone());
    json!({"token": token, "csrf": "x", "expiresAt": "2026-12-01T00:00:00Z"})
        .to_string()
        .into_response()
}

async fn sign_out(State(central): State<FakeCentral>, headers: HeaderMap) -> Response {
    let mut inside = central.inside();
    if is_signed_in(&inside, &headers) {
        inside.session = None;
        inside.ended += 1;
    }
    r#"{"success":true}"#.into_response()
}

fn is_signed_in(inside: &Inside, headers: &HeaderMap) -> bool {
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    inside
        .session
        .as_ref()
        .is_some_and(|session| sent == Some(&format!("Bearer {session}")))
}

async fn page(
    State(central): State<FakeCentral>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let answer = answer(&central, &query, &headers, &uri);
    match answer {
        Some(response) => response,
        None => std::future::pending().await,
    }
}

fn answer(
    central: &FakeCentral,
    query: &HashMap<String, String>,
    headers: &HeaderMap,
    uri: &Uri,
) -> Option<Response> {
    let mut inside = central.inside();
    let filter = query.get("$filter").cloned().unwrap_or_default();
    inside.asked.push(format!("{query:?}"));
    let trouble = inside.trouble.pop_front().unwrap_or(Trouble::None);
    if matches!(trouble, Trouble::SessionEnds) {
        inside.session = None;
    }
    if !is_signed_in(&inside, headers) {
        let problem = r#"{"message":"Could not authenticate with the provided credentials."}"#;
        return Some((StatusCode::UNAUTHORIZED, problem).into_response());
    }
    if let Trouble::Status(status, wait) = trouble {
        let status = StatusCode::from_u16(status).expect("a status");
        let mut response = (status, "<html>busy</html>").into_response();
        if let Some(wait) = wait {
            response.headers_mut().insert("retry-after", wait.into());
        }
        return Some(response);
    }
    if matches!(trouble, Trouble::Silence) {
        return None;
    }
    let unknown = filter
        .split("__system/")
        .skip(1)
        .any(|part| !inside.filterable.iter().any(|name| part.starts_with(name)));
    if unknown {
        let problem = json!({"message": "The filter is not supported."});
        return Some((StatusCode::NOT_IMPLEMENTED, problem.to_string()).into_response());
    }
    let matching: Vec<Value> = inside
        .rows
        .iter()
        .filter(|row| matches(row, &filter))
        .cloned()
        .collect();
    let top: usize = query["$top"].parse().expect("a number of rows");
    let from = match (query.get("$skip"), query.get("$skiptoken")) {
        (Some(skip), _) => skip.parse().expect("a number"),
        (_, Some(after)) => matching
            .iter()
            .position(|row| row["__id"] == after.as_str())
            .map_or(0, |at| at + 1),
        _ => 0,
    };
    let rows: Vec<&Value> = matching.iter().skip(from).take(top).collect();
    let mut document =
        json!({"value": rows, "@odata.context": "https://central.example.org/$metadata"});
    if query.contains_key("$count") {
        document["@odata.count"] = matching.len().into();
    }
    if from + rows.len() < matching.len() {
        let cursor = if inside.skips {
            format!("%24skip={}", from + rows.len())
        } else {
            let last = rows.last().and_then(|row| row["__id"].as_str());
            format!("%24skiptoken={}", last.expect("an id"))
        };
        // Central names itself by its own domain, whatever address it was asked at.
        document["@odata.nextLink"] = format!(
            "https://central.example.org{}?%24top={top}&%24count=true&%24filter={}&{cursor}",
            uri.path(),
            filter.replace(' ', "%20")
        )
        .into();
    }
    if matches!(trouble, Trouble::LeadsToItself) {
        document["@odata.nextLink"] =
            format!("https://central.example.org{}", uri.path_and_query()?).into();
    }
    let text = document.to_string();
    let half = text.as_bytes()[..text.len() / 2].to_vec();
    match trouble {
        Trouble::IsCut => Some(half.into_response()),
        Trouble::BreaksOff => {
            let broken = std::io::Error::other("the cable was pulled");
            let parts = [Ok(Bytes::from(half)), Err(broken)];
            Some(Body::from_stream(futures_util::stream::iter(parts)).into_response())
        }
        Trouble::Then(change) => {
            change(&mut inside.rows);
            Some(text.into_response())
        }
        _ => Some(text.into_response()),
    }
}

/// `__system/NAME ge TIME` and `le`, joined by `and` in brackets and by `or`.
fn matches(row: &Value, filter: &str) -> bool {
    let system = &row["__system"];
    // As Central does: deleted rows are asked for by name or not given.
    if !filter.contains("deletedAt") && !system["deletedAt"].is_null() {
        return false;
    }
    let holds = |comparison: &str| {
        let parts: Vec<&str> = comparison.split(' ').collect();
        let [name, how, bound] = parts[..] else {
            panic!("{comparison} is no comparison");
        };
        let name = name.trim_start_matches("__system/");
        let bound: jiff::Timestamp = bound.parse().expect("a time");
        let at: Option<jiff::Timestamp> = system[name].as_str().and_then(|text| text.parse().ok());
        at.is_some_and(|at| match how {
            "ge" => at >= bound,
            "le" => at <= bound,
            other => panic!("{other} is no comparison"),
        })
    };
    filter.is_empty()
        || filter
            .split(" or ")
            .any(|part| part.trim_matches(['(', ')']).split(" and ").all(holds))
}
