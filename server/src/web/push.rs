//! `POST /api/v1/submissions`: rows from a machine, acknowledged row by row after they are on disk.

use super::client;
use super::doors::{Door, Doors};
use super::machines::{Problem, bearer, refusal};
use crate::desk::DeskError;
use crate::ingest::push::{self, PushError, Reading};
use crate::site::{AnyError, Site};
use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::area::AreaId;
use flate2::read::MultiGzDecoder;
use futures_util::TryStreamExt;
use serde::Serialize;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;
use store::{Arrival, RowOutcome, TokenRow, TokenUse};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::io::{StreamReader, SyncIoBridge};
use utoipa::ToSchema;

/// Where rows are pushed to.
pub const ADDRESS: &str = "/api/v1/submissions";
/// Requests read at a time; each holds a batch or two in memory.
const MOST_REQUESTS: usize = 32;
/// A client that sends nothing whole for so long is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What became of a request. Rows without a result were not recorded: send them again.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PushAnswer {
    /// Rows with a result.
    pub read: u64,
    /// New.
    pub accepted: u64,
    /// Known with the same content.
    pub unchanged: u64,
    /// Known with other content, which was taken as a new revision.
    pub updated: u64,
    /// Kept aside with a reason.
    pub quarantined: u64,
    /// One a row, in the order of the rows.
    pub results: Vec<RowResult>,
    /// Why the rest has no result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Problem>,
}

/// What became of a row. The rows of one request that share an id are told apart by `row`.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowResult {
    /// Its number in the request, from 1.
    pub row: u64,
    /// Its id; blank if it could not be read.
    pub submission_id: String,
    /// What became of it.
    pub result: RowWord,
    /// Why it was quarantined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// A [`RowOutcome`], as machines are told.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowWord {
    /// New.
    Accepted,
    /// Known with the same content; nothing was written.
    Unchanged,
    /// Known with other content, which was taken as a new revision.
    Updated,
    /// Kept aside with a reason.
    Quarantined,
}

impl PushAnswer {
    fn add(&mut self, rows: Vec<SentRow>, outcomes: &[RowOutcome]) {
        for (row, outcome) in rows.into_iter().zip(outcomes) {
            let (count, result) = match outcome {
                RowOutcome::Accepted => (&mut self.accepted, RowWord::Accepted),
                RowOutcome::Unchanged => (&mut self.unchanged, RowWord::Unchanged),
                RowOutcome::Updated => (&mut self.updated, RowWord::Updated),
                RowOutcome::Quarantined => (&mut self.quarantined, RowWord::Quarantined),
            };
            *count += 1;
            self.read += 1;
            self.results.push(RowResult {
                row: row.number,
                submission_id: row.submission_id,
                result,
                // A row may be taken, and later be sent again when it can no longer be read.
                problem: row.problem.filter(|_| *outcome == RowOutcome::Quarantined),
            });
        }
    }
}

/// What an answer says of a row, while the row itself is being recorded.
struct SentRow {
    number: u64,
    submission_id: String,
    problem: Option<Problem>,
}

impl SentRow {
    fn of(arrival: &Arrival) -> SentRow {
        let problem = arrival.content.as_ref().err();
        SentRow {
            number: arrival.row_number,
            submission_id: arrival.submission_id.clone(),
            problem: problem
                .map(|rejected| Problem::new(rejected.code.code(), rejected.reason.clone())),
        }
    }
}

/// The address.
pub fn doors() -> Doors {
    let requests = Arc::new(Semaphore::new(MOST_REQUESTS));
    Doors::new().post(
        ADDRESS,
        Door::Machine,
        move |site: State<Arc<Site>>, request: Request| {
            let requests = requests.clone();
            async move { answer(site, requests, request).await }
        },
    )
}

/// Takes submissions and answers each.
///
/// The rows have the columns of the canonical format, as NDJSON or as a JSON array; at most 10,000 rows and 64 MiB (unpacked) a
/// request. A row with a result is on disk. After any failure send the rows that have no result again, or all of
/// them: what is known already is `unchanged`.
#[utoipa::path(
    post,
    path = "/api/v1/submissions",
    operation_id = "pushSubmissions",
    tag = "submissions",
    params(("Content-Encoding" = Option<String>, Header, description = "`gzip`, or none.")),
    request_body(
        description = "Rows of the canonical format: `submission_id`, `enumerator_code`, `area_code` and `outcome` are required; times \
                       need an offset. Unknown members are kept.",
        content(
            (serde_json::Value = "application/x-ndjson", example = json!({
                "submission_id": "uuid:7f0c", "enumerator_code": "E-01042", "area_code": "PB0101-001", "outcome": "complete",
                "started_at": "2026-11-20T09:00:00+05:00"
            })),
            (Vec<serde_json::Value> = "application/json", example = json!([{
                "submission_id": "uuid:7f0d", "enumerator_code": "E-01042", "area_code": "PB0101-001", "outcome": "refused",
                "started_at": "2026-11-20T10:00:00+05:00"
            }]))
        )
    ),
    responses(
        (status = 200, description = "Every row has a result.", body = PushAnswer),
        (status = 400, description = "The request ended early; the rows read whole have a result.", body = PushAnswer),
        (status = 401, description = "No token, or one that is not valid.", body = PushAnswer),
        (status = 403, description = "The token is for reading.", body = PushAnswer),
        (status = 408, description = "No whole rows arrived for 60 seconds.", body = PushAnswer),
        (status = 413, description = "Too many rows or bytes; the rows up to there have a result.", body = PushAnswer),
        (status = 415, description = "Neither NDJSON nor a JSON array, or packed in an unknown way.", body = PushAnswer),
        (status = 429, description = "Too much is waiting; come again after `Retry-After` seconds.", body = PushAnswer),
        (status = 503, description = "The rows without a result could not be recorded; come again after `Retry-After` seconds.", body = PushAnswer),
    ),
    security(("token" = []))
)]
async fn answer(
    State(site): State<Arc<Site>>,
    requests: Arc<Semaphore>,
    request: Request,
) -> Response {
    let address = client::address(request.extensions());
    let (parts, body) = request.into_parts();
    let headers = parts.headers;
    let token = match token_of(&site, &headers).await {
        Ok(Some(token)) => token,
        Ok(None) => return unauthorized(),
        Err(error) => return super::failed(&*error),
    };
    let TokenUse::Send { scope } = token.is_for else {
        let problem = Problem::new(
            "token_reads_only",
            "This token is for reading. Send with one that is for sending: fieldwatch token add NAME --scope CODE",
        );
        return refused(StatusCode::FORBIDDEN, problem);
    };
    let packed = match form_of(&headers) {
        Ok(packed) => packed,
        Err(problem) => return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem),
    };
    let Ok(_request) = requests.try_acquire() else {
        return refused(StatusCode::TOO_MANY_REQUESTS, busy());
    };
    let reading = match site.reading().await {
        Ok(Some(reading)) => reading,
        Ok(None) => {
            let problem = Problem::new(
                "facts_of_an_older_program",
                "The server's data must be brought up to date first: fieldwatch reprocess --all. Nothing was recorded.",
            );
            return refused(StatusCode::SERVICE_UNAVAILABLE, problem);
        }
        Err(error) => return super::failed(&*error),
    };
    take_in(&site, (token, scope, address), reading, packed, body).await
}

async fn token_of(site: &Site, headers: &HeaderMap) -> Result<Option<TokenRow>, AnyError> {
    match bearer(headers) {
        Some(secret) => site.use_token(secret).await,
        None => Ok(None),
    }
}

/// Whether the body is packed; a problem if it is in no form that can be read.
fn form_of(headers: &HeaderMap) -> Result<bool, Problem> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .map(|value| {
                value
                    .split(';')
                    .next()
                    .unwrap_or("")
                    .trim()
                    .to_ascii_lowercase()
            })
    };
    let kind = text(header::CONTENT_TYPE).unwrap_or_default();
    let known = [
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/json",
    ];
    if !known.contains(&kind.as_str()) {
        return Err(Problem::new(
            "unknown_content_type",
            format!(
                "The content type is {}; send application/x-ndjson (an object a line) or application/json (an array of \
                 objects).",
                if kind.is_empty() { "missing" } else { &kind }
            ),
        ));
    }
    match text(header::CONTENT_ENCODING).as_deref() {
        None | Some("" | "identity") => Ok(false),
        Some("gzip" | "x-gzip") => Ok(true),
        Some(other) => Err(Problem::new(
            "unknown_content_encoding",
            format!("The content encoding is {other}; send gzip or none."),
        )),
    }
}

/// Reads the rows on a thread of its own and records them batch by batch; never more than two batches are in memory.
async fn take_in(
    site: &Site,
    (token, scope, address): (TokenRow, AreaId, Option<String>),
    reading: Arc<Reading>,
    packed: bool,
    body: Body,
) -> Response {
    let stream = body.into_data_stream().map_err(io::Error::other);
    let source = SyncIoBridge::new(StreamReader::new(stream));
    let (send, mut receive) = mpsc::channel::<Vec<Arrival>>(1);
    let received_at = site.clock().now();
    let reader = tokio::task::spawn_blocking(move || {
        let source: Box<dyn Read> = if packed {
            Box::new(MultiGzDecoder::new(source))
        } else {
            Box::new(source)
        };
        push::read(&reading, scope, received_at, source, |batch| {
            send.blocking_send(batch).is_ok()
        })
    });
    let mut answer = PushAnswer::default();
    loop {
        let batch = match tokio::time::timeout(PATIENCE, receive.recv()).await {
            Ok(Some(batch)) => batch,
            Ok(None) => break,
            Err(_) => {
                let problem = Problem::new(
                    "too_slow",
                    "No whole rows arrived for 60 seconds. Send the rows that have no result again.",
                );
                return ended(StatusCode::REQUEST_TIMEOUT, answer, problem);
            }
        };
        let rows = batch.iter().map(SentRow::of).collect();
        match site.desk().take(&token, address.clone(), batch).await {
            Ok(outcomes) => answer.add(rows, &outcomes),
            Err(error) => return not_recorded(answer, &error),
        }
    }
    match reader.await {
        Ok(Ok(())) => Json(answer).into_response(),
        Ok(Err(error)) => {
            let (status, code) = match error {
                PushError::TooManyRows => (StatusCode::PAYLOAD_TOO_LARGE, "too_many_rows"),
                PushError::TooLong => (StatusCode::PAYLOAD_TOO_LARGE, "too_long"),
                PushError::Read(_) => (StatusCode::BAD_REQUEST, "cut_short"),
            };
            ended(status, answer, Problem::new(code, error.to_string()))
        }
        Err(error) => super::failed(&error),
    }
}

fn not_recorded(answer: PushAnswer, error: &DeskError) -> Response {
    let (status, problem) = match error {
        DeskError::Busy => (StatusCode::TOO_MANY_REQUESTS, busy()),
        DeskError::Stopping => (
            StatusCode::SERVICE_UNAVAILABLE,
            Problem::new(
                "stopping",
                "The server is being stopped. Send the rows that have no result again later.",
            ),
        ),
        DeskError::Store(store) => {
            tracing::error!(%store, "pushed rows could not be recorded");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Problem::new(
                    "not_recorded",
                    "The database did not take the rows. Send those that have no result again later.",
                ),
            )
        }
    };
    ended(status, answer, problem)
}

fn busy() -> Problem {
    Problem::new(
        "busy",
        "More rows are waiting than can be held. Send those that have no result again after the time in Retry-After.",
    )
}

fn refused(status: StatusCode, problem: Problem) -> Response {
    ended(status, PushAnswer::default(), problem)
}

fn ended(status: StatusCode, mut answer: PushAnswer, problem: Problem) -> Response {
    answer.error = Some(problem);
    refusal(status, answer)
}

fn unauthorized() -> Response {
    let problem = Problem::new(
        "no_valid_token",
        "Send a token that was not revoked, as Authorization: Bearer SECRET. Make one with: fieldwatch token add NAME --scope CODE",
    );
    refused(StatusCode::UNAUTHORIZED, problem)
}
