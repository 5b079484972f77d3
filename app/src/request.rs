//! What a page knows about its request, and what it may say about the answer.

use api::{Backend, Session};
use domain::lang::Lang;
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use leptos_router::location::RequestUrl;
use std::sync::Arc;

/// The language of the page: the session's, else the one the server read from a cookie, else English.
pub fn lang() -> Lang {
    use_context::<Session>()
        .map(|session| session.lang)
        .or_else(use_context::<Lang>)
        .unwrap_or_default()
}

/// The name that was typed when the last sign-in failed. The server keeps it beside the address: an address can be written
/// by anybody, and stays in logs and histories, where a password that was typed into the wrong field must never stand.
#[derive(Clone)]
pub struct TypedName(pub String);

/// The name that was typed when the last sign-in failed.
pub fn typed_name() -> Option<String> {
    use_context::<TypedName>().map(|name| name.0)
}

/// Who is signed in.
pub fn session() -> Option<Session> {
    use_context()
}

/// The use cases.
pub fn backend() -> Option<Arc<dyn Backend>> {
    use_context()
}

/// The address that a page stands for, where it was rendered by another one that says what was typed. People's words must stand in no
/// address, and a `next` field becomes one.
#[derive(Clone)]
pub struct StandsFor(pub String);

/// The page's own address, path and query, as it may be used in a `next` field.
pub fn here() -> String {
    if let Some(StandsFor(address)) = use_context::<StandsFor>() {
        return address;
    }
    let (path, query) = path_and_query();
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// The query of the page's address as it was sent, without the question mark. The router's own map of parameters
/// is not used: it decodes values twice.
pub fn raw_query() -> String {
    path_and_query().1
}

fn path_and_query() -> (String, String) {
    let url = use_context::<RequestUrl>().and_then(|url| url.parse().ok());
    match url {
        Some(url) => (url.path().to_owned(), url.search().to_owned()),
        None => ("/".to_owned(), String::new()),
    }
}

/// How the server shall answer: taken before the first `await`, used after it.
#[derive(Clone)]
pub struct Answer(Option<ResponseOptions>);

impl Answer {
    /// The answer to the current request.
    pub fn current() -> Answer {
        Answer(use_context())
    }

    /// "404 Not Found".
    pub fn not_found(&self) {
        self.status(StatusCode::NOT_FOUND);
    }

    /// "403 Forbidden".
    pub fn forbidden(&self) {
        self.status(StatusCode::FORBIDDEN);
    }

    /// "500 Internal Server Error".
    pub fn failed(&self) {
        self.status(StatusCode::INTERNAL_SERVER_ERROR);
    }

    /// "503 Service Unavailable".
    pub fn too_slow(&self) {
        self.status(StatusCode::SERVICE_UNAVAILABLE);
    }

    /// "429 Too Many Requests".
    pub fn too_many(&self) {
        self.status(StatusCode::TOO_MANY_REQUESTS);
    }

    /// "401 Unauthorized".
    pub fn sign_in_needed(&self) {
        self.status(StatusCode::UNAUTHORIZED);
    }

    /// It lacks something that is there the next time: nobody keeps it, not the server either.
    pub fn not_kept(&self) {
        if let Some(options) = &self.0 {
            let never = HeaderValue::from_static("no-store");
            options.insert_header(CACHE_CONTROL, never);
        }
    }

    fn status(&self, status: StatusCode) {
        if let Some(options) = &self.0 {
            options.set_status(status);
        }
    }
}
