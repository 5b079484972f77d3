//! Who is asking: the session cookie, looked up for every request that needs one.

use crate::secret::token_hash;
use crate::site::Site;
use api::Session;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::lang::Lang;
use domain::people::Caller;
use std::sync::Arc;

/// The cookie that holds the session's token.
pub const SESSION_COOKIE: &str = "fieldwatch_session";
/// The cookie that holds the reader's language.
pub const LANG_COOKIE: &str = "fieldwatch_lang";
/// How long a session lasts without signing in again: a field day with its evening.
pub const SESSION_MS: i64 = 14 * 3_600 * 1_000;

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The language of a request: the cookie's, else what the browser prefers, else English.
pub fn lang(headers: &HeaderMap) -> Lang {
    if let Some(lang) = cookie(headers, LANG_COOKIE).and_then(Lang::from_code) {
        return lang;
    }
    let preferred = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let first = preferred
        .split(',')
        .next()
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    if first == "ur" || first.starts_with("ur-") {
        Lang::Ur
    } else {
        Lang::En
    }
}

/// Lets a request through with its [`Session`] in the extensions, or sends a person to sign in (a program gets 401).
pub async fn require(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let Some(token) = cookie(request.headers(), SESSION_COOKIE) else {
        return to_sign_in(&request);
    };
    match site.caller_of(&token_hash(token)).await {
        Ok(Some(caller)) => {
            let session = session_of(&site, caller, request.headers());
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        Ok(None) => to_sign_in(&request),
        Err(error) => super::failed(&*error),
    }
}

/// What somebody may see, and the language they read.
pub fn session_of(site: &Site, caller: Caller, headers: &HeaderMap) -> Session {
    Session {
        lang: lang(headers),
        sees_intake: crate::intake::sees_intake(site, &caller),
        sees_flags: domain::flag::may_see_flags(caller.role),
        sees_coordination: domain::coordination::may_see_coordination(caller.role),
        caller,
    }
}

fn to_sign_in(request: &Request) -> Response {
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if !wants_page {
        return (StatusCode::UNAUTHORIZED, "Sign in first.\n").into_response();
    }
    let next = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    Redirect::to(&format!(
        "/sign-in?next={}",
        api::query::percent_encoded(next)
    ))
    .into_response()
}

/// A `Set-Cookie` value. Not readable by scripts, not sent by other sites' forms; marked Secure unless the server is
/// reached over plain HTTP on this very machine.
pub fn set_cookie(name: &str, value: &str, max_age_s: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut map = HeaderMap::new();
        map.insert(name, value.parse().unwrap());
        map
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let map = headers("cookie", "xfieldwatch_lang=en; fieldwatch_lang=ur;a=b");
        assert_eq!(cookie(&map, LANG_COOKIE), Some("ur"));
        assert_eq!(cookie(&map, "b"), None);
    }

    #[test]
    fn the_language_is_chosen_then_preferred_then_english() {
        assert_eq!(lang(&headers("cookie", "fieldwatch_lang=ur")), Lang::Ur);
        assert_eq!(lang(&headers("cookie", "fieldwatch_lang=fr")), Lang::En);
        assert_eq!(
            lang(&headers("accept-language", "ur-PK,en;q=0.8")),
            Lang::Ur
        );
        assert_eq!(
            lang(&headers("accept-language", "en-GB,ur;q=0.8")),
            Lang::En
        );
    }
}
