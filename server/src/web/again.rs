//! A form that was not right, once more with what was typed: as the answer itself.
//!
//! What people write in their own words must stand in no address: it would stay in histories, and in logs on the way
//! (docs/decisions/0093).

use super::pages;
use crate::site::Site;
use api::Session;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use axum::response::Response;
use std::sync::Arc;

/// The page of the form. `filled` is the address that would show what was typed, and is never sent; `shown` the same without words, which
/// the answer says it stands for.
pub(super) async fn again(
    site: Arc<Site>,
    session: Session,
    headers: &HeaderMap,
    filled: &str,
    shown: &str,
) -> Response {
    let page = |address: &str| {
        let address = address.split('#').next().unwrap_or("/");
        Request::get(address).body(Body::empty())
    };
    // What is longer than any address may be comes back empty.
    let Ok(mut request) = page(filled).or_else(|_| page(shown)) else {
        return super::api_failed(&api::ApiError::NotFound);
    };
    *request.headers_mut() = headers.clone();
    let stands_for = shown.split('#').next().unwrap_or("/").to_owned();
    let mut response = pages::form_again(site, session, request, stands_for).await;
    if let Ok(shown) = shown.parse() {
        response
            .headers_mut()
            .insert(header::CONTENT_LOCATION, shown);
    }
    response
}
