//! A listener without TLS that does one thing: it sends whoever comes to HTTPS.
//!
//! Where to is configured, and never what the request says of the host: whoever can write a `Host` header for somebody else would choose
//! where they are sent. Nothing is served here, health neither, and no body is read.

use super::{Limits, serve};
use crate::web::client::TrustedProxies;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Connections at a time. An answer takes no time, and the pages' places are not to be taken by those who still have to be sent there.
const MOST_CONNECTIONS: usize = 100;

/// Options about sending people to HTTPS.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Listen here without TLS, such as at 0.0.0.0:80, and send whoever comes to HTTPS at --public-origin. Nothing else is answered there.
    #[arg(
        long,
        env = "FIELDWATCH_REDIRECT_HTTP",
        value_name = "ADDRESS",
        requires = "public_origin"
    )]
    pub redirect_http: Option<SocketAddr>,
    /// Where people reach this server, such as https://fieldwatch.example.org: where --redirect-http sends them, whatever host they asked for.
    #[arg(
        long,
        env = "FIELDWATCH_PUBLIC_ORIGIN",
        value_name = "ORIGIN",
        requires = "redirect_http"
    )]
    pub public_origin: Option<Origin>,
}

/// `https://`, a host and perhaps a port: without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Origin, String> {
        let wrong = || {
            format!(
                "{text} is not where people reach the server by HTTPS; write it like https://fieldwatch.example.org or \
                 https://fieldwatch.example.org:8443, without a path"
            )
        };
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let authority = uri.authority().ok_or_else(wrong)?;
        let is_bare = matches!(
            uri.path_and_query().map(|rest| rest.as_str()),
            None | Some("/")
        );
        let has_port_or_none = !authority.as_str().ends_with(':');
        let is_plain = !authority.host().is_empty() && !authority.as_str().contains('@');
        if uri.scheme_str() != Some("https") || !is_bare || !is_plain || !has_port_or_none {
            return Err(wrong());
        }
        Ok(Origin(format!("https://{authority}")))
    }
}

/// An address that is taken, and where those who come there are sent.
pub struct Redirecting {
    listener: TcpListener,
    origin: Origin,
}

impl Arguments {
    /// Takes the address, if one is named; or says why not.
    pub async fn listen(&self) -> Result<Option<Redirecting>, String> {
        let (Some(address), Some(origin)) = (self.redirect_http, &self.public_origin) else {
            return Ok(None);
        };
        let listener = TcpListener::bind(address).await.map_err(|error| {
            format!(
                "--redirect-http {address}: {error}. Ports below 1024 need the right to them (AmbientCapabilities=CAP_NET_BIND_SERVICE in the \
                 unit)."
            )
        })?;
        let taken = listener.local_addr().map_err(|error| error.to_string())?;
        tracing::info!(address = %taken, "whoever comes without TLS is sent to HTTPS");
        Ok(Some(Redirecting {
            listener,
            origin: origin.clone(),
        }))
    }
}

impl Redirecting {
    /// Sends people on until `stop` is done, with the limits of the pages' listener but for the number.
    pub async fn answer(self, limits: Limits, stop: impl Future<Output = ()>) {
        let limits = Limits {
            connections: limits.connections.min(MOST_CONNECTIONS),
            ..limits
        };
        let router = router(self.origin);
        serve(
            self.listener,
            None,
            router,
            TrustedProxies::default(),
            limits,
            stop,
        )
        .await;
    }
}

fn router(origin: Origin) -> Router {
    Router::new().fallback(send_on).with_state(Arc::new(origin))
}

/// 308: for good, and a form stays a form.
async fn send_on(State(origin): State<Arc<Origin>>, asked: Uri) -> Response {
    // Of a whole address in the request's line the host is left out, too.
    let rest = asked.path_and_query().map_or("/", |rest| rest.as_str());
    // `OPTIONS *` is about the server.
    let rest = if rest.starts_with('/') { rest } else { "/" };
    let Ok(to) = HeaderValue::try_from(format!("{}{rest}", origin.0)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let headers = [
        (header::LOCATION, to),
        (header::CONNECTION, HeaderValue::from_static("close")),
    ];
    (StatusCode::PERMANENT_REDIRECT, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    #[test]
    fn an_origin_is_https_and_a_host_and_nothing_more() {
        for (text, origin) in [
            ("https://fw.example.org", "https://fw.example.org"),
            ("https://fw.example.org/", "https://fw.example.org"),
            ("https://fw.example.org:8443", "https://fw.example.org:8443"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ] {
            assert_eq!(text.parse(), Ok(Origin(origin.to_owned())), "{text}");
        }
        for text in [
            "",
            "fw.example.org",
            "http://fw.example.org",
            "https://",
            "https://fw.example.org/path",
            "https://fw.example.org?x",
            "https://me@fw.example.org",
            "https://fw.example.org:",
            "https://fw.example.org\r\nx: y",
        ] {
            let refused = text.parse::<Origin>();
            assert!(
                refused.is_err_and(|said| said.contains("without a path")),
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn everything_is_sent_to_the_configured_origin_whatever_host_is_asked_for() {
        let router = router("https://fw.example.org:8443".parse().unwrap());
        for (method, asked, to) in [
            ("GET", "/", "/"),
            (
                "GET",
                "/flags?area=PB01&day=%20x",
                "/flags?area=PB01&day=%20x",
            ),
            ("GET", "http://evil.example/coverage", "/coverage"),
            ("GET", "//evil.example/x", "//evil.example/x"),
            ("POST", "/sign-in", "/sign-in"),
            ("GET", "/healthz", "/healthz"),
            ("GET", "/readyz", "/readyz"),
            ("OPTIONS", "*", "/"),
        ] {
            let request = Request::builder()
                .method(method)
                .uri(asked)
                .header(header::HOST, "evil.example")
                .header("x-forwarded-host", "evil.example");
            let answer = router
                .clone()
                .oneshot(request.body(Body::empty()).unwrap())
                .await
                .unwrap();
            assert_eq!(answer.status(), StatusCode::PERMANENT_REDIRECT, "{asked}");
            let location = answer.headers()[header::LOCATION].to_str().unwrap();
            assert_eq!(location, format!("https://fw.example.org:8443{to}"));
        }
    }
}
