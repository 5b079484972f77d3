//! Pages and answers that are made anew for every request, compressed on their way out. What is kept is kept compressed ([`super::assets`]); files
//! that are long are sent as they are written.

use super::assets;
use super::pages::LARGEST_PAGE;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// What fits into one packet gains nothing.
const SMALL: u64 = 1_000;

/// The layer.
pub async fn compress(request: Request, next: Next) -> Response {
    let takes = assets::accepts_brotli(request.headers());
    let answer = next.run(request).await;
    if !takes || !is_worth_it(&answer) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let plain = match to_bytes(body, LARGEST_PAGE).await {
        Ok(plain) => plain,
        Err(error) => return super::failed(&error),
    };
    let Some(brotli) = assets::compress(&plain) else {
        return Response::from_parts(parts, Body::from(plain));
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let coding = HeaderValue::from_static("br");
    parts.headers.insert(header::CONTENT_ENCODING, coding);
    let by = HeaderValue::from_static("accept-encoding");
    parts.headers.entry(header::VARY).or_insert(by);
    Response::from_parts(parts, Body::from(brotli))
}

/// A page or JSON that is there whole, and not compressed yet.
fn is_worth_it(answer: &Response) -> bool {
    let headers = answer.headers();
    let kind = headers
        .get(header::CONTENT_TYPE)
        .map_or(&b""[..], |kind| kind.as_bytes());
    let is_text = kind.starts_with(b"text/html") || kind.starts_with(b"application/json");
    let size = answer.body().size_hint().exact();
    is_text
        && !headers.contains_key(header::CONTENT_ENCODING)
        && size.is_some_and(|size| (SMALL..=LARGEST_PAGE as u64).contains(&size))
}
