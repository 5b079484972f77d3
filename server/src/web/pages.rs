//! HTML pages: rendered by the app, kept compressed while the data behind them are the same.

use super::assets::{Stored, compress};
use super::session::lang;
use super::typed_name;
use crate::site::Site;
use api::{Backend, Session};
use app::{Instead, StandsFor, TypedName};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, Request, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use domain::lang::Lang;
use domain::people::Caller;
use domain::permission::PermissionSet;
use leptos::prelude::provide_context;
use std::sync::Arc;

/// The most bytes of rendered pages kept in memory.
const CACHE_BYTES: u64 = 64 << 20;
/// The largest page that is rendered; a page of 200 rows with its map has about 300 kB.
pub const LARGEST_PAGE: usize = 16 << 20;

/// What is said of pages that nobody may keep.
pub const NEVER_KEPT: &str = "private, no-store";

/// Rendered pages by everything that they depend on.
pub struct PageCache(quick_cache::sync::Cache<Key, Arc<Stored>, Weigh>);

/// What a page depends on besides the program. Who asks is part of it, with everything they were given: a page is never shown to another
/// person, nor to the same one after something was taken away.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    caller: Caller,
    held: PermissionSet,
    lang: Lang,
    address: String,
    version: (i64, i64, bool),
    /// Of boards of coordination: what was changed of cases and stages.
    coordination: Option<i64>,
    today: i32,
}

#[derive(Clone)]
struct Weigh;

impl quick_cache::Weighter<Key, Arc<Stored>> for Weigh {
    fn weight(&self, key: &Key, page: &Arc<Stored>) -> u64 {
        page.size() + key.address.len() as u64 + 256
    }
}

impl Default for PageCache {
    fn default() -> PageCache {
        PageCache(quick_cache::sync::Cache::with_weighter(
            1_000,
            CACHE_BYTES,
            Weigh,
        ))
    }
}

impl PageCache {
    /// How often a page was there, and how often not.
    pub fn hits_and_misses(&self) -> (u64, u64) {
        (self.0.hits(), self.0.misses())
    }
}

/// A page behind sign-in.
pub async fn signed_in(State(site): State<Arc<Site>>, request: Request<Body>) -> Response {
    kept(site, request, None).await
}

/// A board of coordination behind sign-in: kept while nobody has changed a case or a stage.
pub async fn board(State(site): State<Arc<Site>>, request: Request<Body>) -> Response {
    match site.coordination().await {
        Ok(now) => kept(site, request, Some(now.version)).await,
        // What stands in its place says so.
        Err(_) => signed_in_now(State(site), request).await,
    }
}

async fn kept(site: Arc<Site>, request: Request<Body>, coordination: Option<i64>) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return super::api_failed(&api::ApiError::SignInNeeded);
    };
    let key = Key {
        caller: session.caller.clone(),
        held: session.held,
        lang: session.lang,
        address: request
            .uri()
            .path_and_query()
            .map(|target| target.as_str().to_owned())
            .unwrap_or_default(),
        version: site.shown_version(),
        coordination,
        today: site.clock().today().0,
    };
    if let Some(page) = site.pages().0.get(&key) {
        return page.respond(request.headers(), "private, no-cache");
    }
    let headers = request.headers().clone();
    let lang = session.lang;
    let response = render(site.clone(), Some(session), lang, request).await;
    let says = response.headers().get(CACHE_CONTROL);
    let is_whole = says.is_some_and(|says| says == NEVER_KEPT);
    if response.status() != StatusCode::OK || !is_whole {
        return response;
    }
    match to_bytes(response.into_body(), LARGEST_PAGE).await {
        Ok(body) => {
            let page = Arc::new(Stored::new(
                "text/html; charset=utf-8",
                body.to_vec(),
                compress(&body),
            ));
            site.pages().0.insert(key, page.clone());
            page.respond(&headers, "private, no-cache")
        }
        Err(error) => super::failed(&error),
    }
}

/// A page behind sign-in that shows what the coverage's version does not tell: rendered for every request.
pub async fn signed_in_now(State(site): State<Arc<Site>>, request: Request<Body>) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return super::api_failed(&api::ApiError::SignInNeeded);
    };
    let lang = session.lang;
    render(site, Some(session), lang, request).await
}

/// The page of a form with what was typed in it, which stands for an address that does not say it: its links lead there.
pub async fn form_again(
    site: Arc<Site>,
    session: Session,
    request: Request<Body>,
    stands_for: String,
) -> Response {
    let lang = session.lang;
    let more = move || provide_context(StandsFor(stands_for.clone()));
    render_with(site, Some(session), lang, request, more).await
}

/// The sign-in page: the only one without a session.
pub async fn sign_in(State(site): State<Arc<Site>>, request: Request<Body>) -> Response {
    let lang = lang(request.headers());
    let name = typed_name::of(request.headers()).map(TypedName);
    let more = move || {
        if let Some(name) = name.clone() {
            provide_context(name);
        }
    };
    render_with(site, None, lang, request, more).await
}

/// An address that is nothing: the app's own "not found" page, in the reader's language.
pub async fn missing(site: Arc<Site>, request: Request<Body>) -> Response {
    let lang = lang(request.headers());
    render(site, None, lang, request).await
}

/// The start: the state of the whole, or the page that the role's day begins with.
pub async fn home(site: State<Arc<Site>>, request: Request<Body>) -> Response {
    let home = request
        .extensions()
        .get::<Session>()
        .map(|session| session.caller.role.home());
    match home {
        Some(home) if home != "/" => Redirect::to(home).into_response(),
        _ => signed_in(site, request).await,
    }
}

/// The address and the headers of a request once more, for another page in its place.
pub fn asked_again(uri: &Uri, headers: &HeaderMap) -> Request<Body> {
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = uri.clone();
    *again.headers_mut() = headers.clone();
    again
}

/// The page that stands in place of an address's own.
pub async fn instead(
    site: Arc<Site>,
    session: Option<Session>,
    request: Request<Body>,
    instead: Instead,
) -> Response {
    let lang = session
        .as_ref()
        .map_or_else(|| lang(request.headers()), |session| session.lang);
    let more = move || provide_context(instead.clone());
    render_with(site, session, lang, request, more).await
}

/// The document alone. What leptos sends behind its end is a script with the data of resources, which no page has: an island gets what it
/// needs as attributes. It would be the one inline script, and no page would be the same twice.
fn document(html: &Bytes) -> Bytes {
    const END: &[u8] = b"</html>";
    let end = memchr::memmem::rfind(html, END).map_or(html.len(), |at| at + END.len());
    html.slice(..end)
}

async fn render(
    site: Arc<Site>,
    session: Option<Session>,
    lang: Lang,
    request: Request<Body>,
) -> Response {
    render_with(site, session, lang, request, || {}).await
}

/// Renders with what one page alone is given.
async fn render_with(
    site: Arc<Site>,
    session: Option<Session>,
    lang: Lang,
    request: Request<Body>,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let context = move || {
        let backend: Arc<dyn Backend> = site.clone();
        provide_context(backend);
        provide_context(lang);
        more();
        if let Some(session) = session.clone() {
            provide_context(session);
        }
    };
    let render = leptos_axum::render_app_async_with_context(context, app::shell);
    let (parts, body) = render(request).await.into_parts();
    let html = match to_bytes(body, LARGEST_PAGE).await {
        Ok(html) => document(&html),
        Err(error) => return super::failed(&error),
    };
    let mut response = Response::from_parts(parts, Body::from(html));
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(axum::http::HeaderValue::from_static(NEVER_KEPT));
    response
}
