//! Cross-site protection: a request that can change something must come from our own pages.

use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses every unsafe request that does not prove that it comes from this site.
pub async fn require(request: Request<Body>, next: Next) -> Response {
    if is_safe(request.method()) || is_same_origin(request.headers()) {
        return next.run(request).await;
    }
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    tracing::warn!(method = %request.method(), route, "refused a request from another site");
    (StatusCode::FORBIDDEN, "This request came from another site and was refused. Open the page again and repeat it there.\n")
        .into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// `Sec-Fetch-Site` decides where the browser sends it (all current ones); older browsers send `Origin`, which must be
/// our own host. A request with neither is no form of ours.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else {
        return false;
    };
    origin
        .split_once("://")
        .is_some_and(|(_, origin_host)| origin_host.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        is_same_origin(&map)
    }

    #[test]
    fn only_our_own_pages_may_post() {
        assert!(same(&[("sec-fetch-site", "same-origin")]));
        assert!(!same(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://here"),
            ("host", "here")
        ]));
        assert!(!same(&[("sec-fetch-site", "same-site")]));
        assert!(!same(&[("sec-fetch-site", "none")]));
        assert!(same(&[
            ("origin", "https://fw.example:8443"),
            ("host", "fw.example:8443")
        ]));
        assert!(!same(&[
            ("origin", "https://evil.example"),
            ("host", "fw.example")
        ]));
        assert!(!same(&[("origin", "null"), ("host", "fw.example")]));
        assert!(!same(&[("host", "fw.example")]));
    }
}
