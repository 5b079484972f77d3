//! Headers of every answer: what browsers may do with it, and who may keep it (docs/decisions/0095-headers-and-cookies.md).

use super::client::Encrypted;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// What a page may load and do: our own style sheet, our own module and its WebAssembly, our own addresses. Nothing inline, so that a
/// text that ever got into a page unescaped would still be no script and no style.
const OF_PAGES: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What anything else may do when it is opened as if it were a page: nothing.
const OF_THE_REST: &str =
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// What the worker of the phones may do (`public/worker.js`): load its own parts, and ask us.
const OF_THE_WORKER: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Two years, as the lists that browsers ship ask for. Without `includeSubDomains`: what else is served below the same name is not ours to
/// decide.
const HTTPS_ONLY: &str = "max-age=63072000";

macro_rules! no_devices_but {
    ($geolocation:literal) => {
        concat!(
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), geolocation=",
            $geolocation,
            ", gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), \
             serial=(), usb=(), xr-spatial-tracking=()"
        )
    };
}

/// No page asks for any of these; a page that did would be somebody else's doing.
const NO_DEVICES: &str = no_devices_but!("()");

/// The form of a visit may ask where the phone is.
const ONLY_THE_PLACE: &str = no_devices_but!("(self)");

/// What every answer carries, whatever it is. `X-Frame-Options` is for browsers that do not know `frame-ancestors`.
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-permitted-cross-domain-policies", "none"),
];

/// Puts them there. What says nothing of being kept is kept by nobody: redirects with cookies, refusals, tables of people.
pub async fn put(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (is_visit, is_worker) = (path.starts_with("/today/"), path == "/worker.js");
    let encrypted = request.extensions().get() == Some(&Encrypted(true));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(*name, HeaderValue::from_static(value));
    }
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let policy = match (is_page, is_worker) {
        (true, _) => OF_PAGES,
        (false, true) => OF_THE_WORKER,
        (false, false) => OF_THE_REST,
    };
    let devices = if is_visit { ONLY_THE_PLACE } else { NO_DEVICES };
    headers.insert("permissions-policy", HeaderValue::from_static(devices));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(policy),
    );
    // Over plain HTTP browsers must ignore it (RFC 6797, 7.2).
    if encrypted {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(HTTPS_ONLY),
        );
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(super::pages::NEVER_KEPT));
    response
}
