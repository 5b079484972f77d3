//! `/.well-known/security.txt` (RFC 9116): whom to tell about a weakness. Without a contact there is none to tell, and no file.

use crate::site::Site;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::time::day_ends_at;
use std::sync::Arc;

/// The address.
pub const ADDRESS: &str = "/.well-known/security.txt";

/// The file, while it holds: what has expired must not be used, so it is not shown.
pub async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    match text(&site) {
        Some(text) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
        None => super::pages::missing(site, request).await,
    }
}

fn text(site: &Site) -> Option<String> {
    let security = site.front().security.as_ref()?;
    let until = day_ends_at(security.until, site.clock().zone())?;
    if until <= site.clock().now() {
        return None;
    }
    let mut text = String::new();
    for contact in &security.contacts {
        text.push_str(&format!("Contact: {contact}\n"));
    }
    text.push_str(&format!(
        "Expires: {}\nPreferred-Languages: en, ur\n",
        until.to_rfc3339()?
    ));
    Some(text)
}
