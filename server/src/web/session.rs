//! Who is asking: the session cookie, looked up for every request that needs one.

use super::cookies::cookie;
use crate::permission::session_of;
use crate::secret::token_hash;
use crate::sessions::Asking;
use crate::site::Site;
use crate::web::client;
use app::Instead;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::audit::By;
use domain::lang::Lang;
use std::sync::Arc;

/// The cookie that holds the session's token.
pub const SESSION_COOKIE: &str = "fieldwatch_session";
/// The cookie that holds the reader's language.
pub const LANG_COOKIE: &str = "fieldwatch_lang";

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
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match site.caller_of(&token_hash(token), reads).await {
        Ok(Asking::Caller(caller)) => {
            let lang = lang(request.headers());
            let by = By::person(&caller.username, Some(caller.role))
                .from(client::address(request.extensions()));
            let session = session_of(&site, caller, by, lang);
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        Ok(Asking::Nothing) if super::wants_page(request.headers()) => {
            super::pages::instead(site, None, request, Instead::NothingGranted).await
        }
        Ok(Asking::Nothing) => (
            StatusCode::FORBIDDEN,
            "Nothing is granted to you at this time. Ask whoever runs FieldWatch to give you a grant.\n",
        )
            .into_response(),
        Ok(Asking::Nobody) => to_sign_in(&request),
        Err(error) => super::failed(&*error),
    }
}

fn to_sign_in(request: &Request) -> Response {
    if !super::wants_page(request.headers()) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut map = HeaderMap::new();
        map.insert(name, value.parse().unwrap());
        map
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
