//! What is noted of every request: a line in the log, and the metrics. Neither holds what was asked for: addresses stand with the
//! names of their parts (`/enumerators/{code}`), without query.

use crate::secret;
use crate::site::Site;
use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument;

/// The header with the request's number: the same as in its lines of the log, and as the page quotes when it fails.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Addresses that no route has: static files, and what there is not.
const NO_ROUTE: &str = "other";

/// Answers a request under a number, and notes how it went.
pub async fn observe(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = secret::drawn_reference();
    let method = known(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or(NO_ROUTE, MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("request", id);
    let answered = secret::within(id.clone(), next.run(request));
    let mut response = answered.instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let status = response.status();
    let took = begun.elapsed();
    site.metrics()
        .answered(method, &route, status.as_u16(), took);
    tracing::info!(
        id,
        method,
        route,
        status = status.as_u16(),
        ms = took.as_millis() as u64,
        // A file that is sent while it is made has no length yet.
        bytes = response.body().size_hint().exact(),
        "answered"
    );
    response
}

/// Anybody may invent a method, and each would be a series of its own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
