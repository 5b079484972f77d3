//! The forms: sign in, sign out, choose a language. Plain POSTs that answer with a redirect.

use super::client;
use super::cookies::{cookie, set_cookie};
use super::session::{LANG_COOKIE, SESSION_COOKIE, SESSION_MS};
use super::typed_name;
use crate::secret::{Token, token_hash};
use crate::site::Site;
use api::Session;
use api::query::local_path;
use axum::Extension;
use axum::Form;
use axum::extract::State;
use axum::http::Extensions;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::lang::Lang;
use serde::Deserialize;
use std::sync::Arc;

/// The sign-in form.
#[derive(Deserialize)]
pub struct SignIn {
    username: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`
pub async fn sign_in(
    State(site): State<Arc<Site>>,
    extensions: Extensions,
    Form(form): Form<SignIn>,
) -> Response {
    let next = local_path(&form.next).unwrap_or("/");
    let token = match Token::draw() {
        Ok(token) => token,
        Err(error) => return super::failed(&error),
    };
    match site
        .sign_in(
            form.username.trim(),
            &form.password,
            &token_hash(token.as_str()),
            SESSION_MS,
            client::address(&extensions),
        )
        .await
    {
        Ok(true) => {
            let session = set_cookie(SESSION_COOKIE, token.as_str(), SESSION_MS / 1_000);
            see_other(next, &[session, typed_name::forget()])
        }
        Ok(false) => see_other(
            &format!(
                "/sign-in?failed=1&next={}",
                api::query::percent_encoded(next)
            ),
            &[typed_name::keep(form.username.trim())],
        ),
        Err(error) => super::failed(&*error),
    }
}

/// `POST /sign-out`: ends the session on the server, not only in the browser.
pub async fn sign_out(
    State(site): State<Arc<Site>>,
    extensions: Extensions,
    headers: HeaderMap,
) -> Response {
    let address = client::address(&extensions);
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
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    Form(form): Form<Standing>,
) -> Response {
    let chosen = cookie(&headers, SESSION_COOKIE).zip(form.grant.parse::<i32>().ok());
    if let Some((token, grant_id)) = chosen
        && let Err(error) = site
            .stand_on(&token_hash(token), grant_id, &session.by)
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

fn see_other(to: &str, cookies: &[String]) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response();
    for cookie in cookies {
        if let Ok(value) = header::HeaderValue::from_str(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
