//! The phone's side of the monitors' day: what it keeps to work without a network, and how it sends what was entered
//! (docs/decisions/0117). `public/worker.js` is who asks.

use super::asker::Asker;
use super::cookies::cookie;
use super::pages;
use super::session::SESSION_COOKIE;
use crate::secret::token_hash;
use crate::site::Site;
use crate::spot_checks::one::{self, Says};
use crate::spot_checks::visiting::{self, NotRecorded};
use crate::spot_checks::{phone, today};
use api::spot_checks::{SpotPage, TodayView, VisitForm, check_href};
use api::{ApiError, Session};
use app::Instead;
use app::texts::{spot_checks, spot_visit};
use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::audit::{Action, Entry};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Doors whose forms are handed over at most: more than anybody goes to in days.
const MOST_DOORS: usize = 100;

/// Where the phone says for whom it sends: a session may have become another person's meanwhile.
const MARK: &str = "x-fieldwatch-phone";

/// What a phone keeps.
#[derive(Debug, Serialize)]
struct Kept {
    /// Whose it is, by a mark that names nobody.
    mark: String,
    /// What entries are locked with, in hexadecimal digits.
    key: String,
    /// The server's clock, in milliseconds: a phone's own may be wrong.
    now_ms: i64,
    /// The end of the session, in milliseconds: what is kept is not shown after it.
    until_ms: i64,
    /// Pages by their addresses.
    pages: BTreeMap<String, String>,
}

/// What became of a visit that a phone sent.
#[derive(Debug, Serialize)]
struct Sent {
    /// The code of [`api::spot_checks::Done`]; absent: it was not recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<&'static str>,
    /// Why it was not, in the reader's language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<String>,
}

/// `GET /offline`: what stands in place of a page that cannot be had without a network. It knows nobody.
pub async fn no_network(State(site): State<Arc<Site>>, request: Request<Body>) -> Response {
    pages::instead(site, None, request, Instead::NoNetwork).await
}

/// `GET /today/phone`: the list and the forms of its doors, each as if it had been looked at, and noted as if it had.
pub async fn kept(asker: Asker) -> Response {
    match gathered(&asker).await {
        Ok(kept) => Json(kept).into_response(),
        Err(error) => super::api_failed(&error),
    }
}

async fn gathered(asker: &Asker) -> Result<Kept, ApiError> {
    let (site, session) = (&asker.site, &asker.session);
    let key = phone::key(site, session).await?;
    let all = today::today(site, session, true).await?;
    let due = today::today(site, session, false).await?;
    let numbers: Vec<i32> = all.stops.iter().map(|stop| stop.check.check_id).collect();
    let mut pages = BTreeMap::new();
    let list = |view: TodayView| Instead::SpotChecks(SpotPage::Today(Box::new(view)));
    let mut shown = vec![("/today".to_owned(), list(due))];
    shown.push(("/today?later=1".to_owned(), list(all)));
    for check in numbers.into_iter().take(MOST_DOORS) {
        let view = match one::check(site, session, check, Says::default()).await {
            Ok(view) => view,
            // It went between two looks; the list is not lost for it.
            Err(ApiError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let page = Instead::SpotChecks(SpotPage::Check(Box::new(view)));
        shown.push((check_href(check), page));
    }
    note(
        site,
        session,
        shown.iter().map(|(address, _)| address.as_str()),
    )
    .await?;
    for (address, page) in shown {
        let uri: Uri = address.parse().map_err(|_| ApiError::NotFound)?;
        pages.insert(address, asker.page_at(uri, page).await?);
    }
    Ok(Kept {
        mark: key.mark(),
        key: key.digits(),
        now_ms: site.clock().now().0,
        until_ms: end_of_session(asker).await?,
        pages,
    })
}

/// What a phone keeps can be read there whenever: it counts as seen, all of it at once. What cannot be noted is not shown.
async fn note(
    site: &Site,
    session: &Session,
    addresses: impl Iterator<Item = &str>,
) -> Result<(), ApiError> {
    let now = site.clock().now();
    let seen = |address| Entry::new(now, &session.by, Action::PageSeen).about(address);
    let entries: Vec<Entry> = addresses.map(seen).collect();
    let noted = site.db().note(&entries).await;
    noted.map(|_| ()).map_err(|error| {
        tracing::error!(%error, entries = entries.len(), "the audit trail cannot be written to");
        ApiError::NotNoted
    })
}

async fn end_of_session(asker: &Asker) -> Result<i64, ApiError> {
    let site = &asker.site;
    let token = cookie(&asker.headers, SESSION_COOKIE).unwrap_or_default();
    let session = site
        .db()
        .find_session(&token_hash(token), site.clock().now())
        .await;
    let session = session.map_err(|error| crate::coverage::internal(&error))?;
    Ok(session.ok_or(ApiError::SignInNeeded)?.expires_at.0)
}

/// Whether a form comes from a phone's worker, which reads no pages.
pub fn is_asking(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    accept.is_some_and(|accept| accept.as_bytes() == b"application/json")
}

/// `POST /today/{check}` by a phone: the same as the form, answered in JSON. 200: it is recorded; 409: where the check stands does not allow it;
/// 422: it cannot be as it was entered; 404: it is nothing of theirs any more; 412: somebody else has signed in on this phone.
pub async fn sent(asker: Asker, check: i32, form: &VisitForm) -> Response {
    let (site, session) = (&asker.site, &asker.session);
    let lang = session.lang;
    let mark = asker.headers.get(MARK).and_then(|mark| mark.to_str().ok());
    match phone::is_mark_of(site, session, mark.unwrap_or_default()).await {
        Ok(true) => {}
        Ok(false) => return refused(StatusCode::PRECONDITION_FAILED, Vec::new()),
        Err(error) => return super::api_failed(&error),
    }
    match visiting::record(site, session, check, form).await {
        Ok(Ok(done)) => Json(Sent {
            done: Some(done.code()),
            problems: Vec::new(),
        })
        .into_response(),
        Ok(Err(NotRecorded::Typed(problems))) => {
            let words = problems
                .iter()
                .map(|problem| spot_visit::problem(problem, lang));
            refused(StatusCode::UNPROCESSABLE_ENTITY, words.collect())
        }
        Ok(Err(NotRecorded::Refused(problem))) => {
            let words = spot_checks::step_problem(&problem, lang);
            refused(StatusCode::CONFLICT, vec![words])
        }
        Err(ApiError::NotFound) => {
            let words = spot_visit::NOT_YOURS.say(lang).to_owned();
            refused(StatusCode::NOT_FOUND, vec![words])
        }
        Err(error) => super::api_failed(&error),
    }
}

fn refused(status: StatusCode, problems: Vec<String>) -> Response {
    let done = None;
    (status, Json(Sent { done, problems })).into_response()
}
