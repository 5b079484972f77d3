//! The small forms of every page: sign out, choose a grant, choose a language. Plain POSTs that answer with a redirect.

use super::account::see_other;
use super::client::ClientAddress;
use super::cookies::{cookie, set_cookie};
use super::session::{LANG_COOKIE, SESSION_COOKIE};
use crate::secret::token_hash;
use crate::site::Site;
use api::query::local_path;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use domain::lang::Lang;
use serde::Deserialize;
use std::sync::Arc;

/// `POST /sign-out`: ends the session on the server, not only in the browser.
pub async fn sign_out(
    State(site): State<Arc<Site>>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
) -> Response {
    let address = Some(address.to_string());
    if let Some(token) = cookie(&headers, SESSION_COOKIE)
        && let Err(error) = site.sign_out(&token_hash(token), address).await
    {
        return super::failed(&*error);
    }
    see_other("/sign-in", &[set_cookie(SESSION_COOKIE, "", 0)])
}

/// The form of the header by which somebody with several grants chooses.
#[derive(Deserialize)]
pub struct Standing {
    grant: String,
}

/// `POST /standing`: stands the session on a grant. One that is not theirs, or no longer in force, leaves all as it was.
pub async fn standing(
    State(site): State<Arc<Site>>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    Form(form): Form<Standing>,
) -> Response {
    let chosen = cookie(&headers, SESSION_COOKIE).zip(form.grant.parse::<i32>().ok());
    if let Some((token, grant_id)) = chosen
        && let Err(error) = site
            .stand_on(&token_hash(token), grant_id, Some(address.to_string()))
            .await
    {
        return super::failed(&*error);
    }
    // Where they were may not exist for them where they stand now.
    see_other("/", &[])
}

/// `GET /standing`: where somebody ends who had to sign in first. Nothing is done by looking.
pub async fn standing_back() -> Response {
    see_other("/", &[])
}

/// The language form.
#[derive(Deserialize)]
pub struct Language {
    lang: String,
    #[serde(default)]
    next: String,
}

/// `POST /language`
pub async fn language(Form(form): Form<Language>) -> Response {
    let Some(lang) = Lang::from_code(&form.lang) else {
        return (StatusCode::BAD_REQUEST, "lang must be en or ur.\n").into_response();
    };
    let a_year_s = 365 * 86_400;
    let cookie = set_cookie(LANG_COOKIE, lang.code(), a_year_s);
    see_other(local_path(&form.next).unwrap_or("/"), &[cookie])
}
