//! Nobody waits for ever: a page that the database does not answer in time, or cannot be made, is the last good one with its time,
//! and says so; without a last good one it says what happened and what to do.
//!
//! Pages from memory are asked here too, and are as good as never late.

use super::pages::{self, LARGEST_PAGE};
use super::reading::{self, refused::Refused};
use crate::site::Site;
use api::{ApiError, Session};
use app::Instead;
use app::texts::{Text, errors};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::lang::Lang;
use domain::people::Caller;
use domain::time::EpochMs;
use std::sync::Arc;
use std::time::Duration;

/// How long a page may take, unless the server is told otherwise. Longer than the slowest page of a province takes, and shorter than
/// a person waits before asking again, which only makes it worse.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// The most bytes of last good pages kept in memory.
const CACHE_BYTES: u64 = 32 << 20;

/// The last good pages, each of one person at one address.
pub struct LastGood(quick_cache::sync::Cache<Key, Kept, Weigh>);

/// Whose page in which language. The whole caller: what they may see can change, and the page with it.
type Key = (Caller, Lang, String);

#[derive(Clone)]
struct Kept {
    html: Bytes,
    at: EpochMs,
}

#[derive(Clone)]
struct Weigh;

impl quick_cache::Weighter<Key, Kept> for Weigh {
    fn weight(&self, key: &Key, page: &Kept) -> u64 {
        (page.html.len() + key.2.len() + 512) as u64
    }
}

impl Default for LastGood {
    fn default() -> LastGood {
        LastGood(quick_cache::sync::Cache::with_weighter(
            500,
            CACHE_BYTES,
            Weigh,
        ))
    }
}

/// Waits for an answer as long as a person should. Forms are never cut off: what they do is done or not done, and says so.
pub async fn wait(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let Some(session) = session.filter(|_| request.method() == Method::GET) else {
        return next.run(request).await;
    };
    let address = request.uri().to_string();
    let again = pages::asked_again(request.uri(), request.headers());
    // Without the codes that stand in the address.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let key = (session.caller.clone(), session.lang, address);
    let limit = site.answer_within();
    if let Ok(response) = tokio::time::timeout(limit, next.run(request)).await {
        if !response.status().is_server_error() {
            return keep(&site, key, response).await;
        }
        let kept = site.last_good().0.get(&key);
        return kept.map_or(response, |kept| {
            shown(&site, &session, &kept, errors::KEPT_FAILED)
        });
    }
    tracing::error!(
        route = route.as_ref().map(MatchedPath::as_str),
        "a page was not ready in time; the last good one is shown, or that there is none"
    );
    if let Some(kept) = site.last_good().0.get(&key) {
        return shown(&site, &session, &kept, errors::KEPT_SLOW);
    }
    let error = ApiError::TooSlow {
        seconds: limit.as_secs(),
    };
    let mut response = match super::wants_page(again.headers()) {
        _ if reading::is_for_machines(again.uri().path()) => Refused::of(&error).into_response(),
        true => pages::instead(site, Some(session), again, Instead::Failed(error)).await,
        false => super::api_failed(&error),
    };
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// Keeps a good page that nothing else keeps.
async fn keep(site: &Site, key: Key, response: Response) -> Response {
    if !is_page_of_now(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, LARGEST_PAGE).await {
        Ok(html) => {
            let at = site.clock().now();
            site.last_good().0.insert(
                key,
                Kept {
                    html: html.clone(),
                    at,
                },
            );
            Response::from_parts(parts, Body::from(html))
        }
        Err(error) => super::failed(&error),
    }
}

fn is_page_of_now(response: &Response) -> bool {
    let is = |name, value: &str| of(response.headers(), name).starts_with(value);
    response.status() == StatusCode::OK
        && is(header::CONTENT_TYPE, "text/html")
        && is(header::CACHE_CONTROL, pages::NEVER_KEPT)
}

fn of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The last good page, with a line about its time, and why, at the top of what it says.
fn shown(site: &Site, session: &Session, kept: &Kept, why: Text) -> Response {
    let time = kept.at.to_minute_in(site.clock().zone());
    let seconds = site.answer_within().as_secs().to_string();
    let words = why.fill(session.lang, &[("seconds", &seconds), ("time", &time)]);
    let html = with_notice(&String::from_utf8_lossy(&kept.html), &words);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, pages::NEVER_KEPT),
    ];
    (headers, html).into_response()
}

/// Puts a notice at the beginning of the page's main part. `words` are the product's own and hold nothing to be escaped.
fn with_notice(html: &str, words: &str) -> String {
    let main = html.find("<main");
    let begins = main.and_then(|main| Some(main + html[main..].find('>')? + 1));
    let (before, after) = html.split_at(begins.unwrap_or(0));
    format!(
        "{before}<p id=\"kept-since\" class=\"notice notice-late\" role=\"status\">{words}</p>{after}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_is_the_first_thing_of_the_main_part() {
        assert_eq!(
            with_notice("<body><main id=\"main\"><h1>A</h1></main>", "as it was"),
            "<body><main id=\"main\"><p id=\"kept-since\" class=\"notice notice-late\" role=\"status\">as it was</p><h1>A</h1></main>"
        );
    }
}
