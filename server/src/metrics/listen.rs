//! Where Prometheus asks: an address of its own that no page has, so that no proxy in front of the pages leads there.

use crate::secret::token_hash;
use crate::site::Site;
use crate::web::bearer;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The text format that the metrics are in.
const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// A secret that could be guessed is none.
const SHORTEST_SECRET: usize = 20;

/// Options about metrics.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Where Prometheus asks for metrics, at /metrics; without it, nowhere. Any address but this machine's own needs --metrics-secret.
    #[arg(long, env = "FIELDWATCH_METRICS_LISTEN", value_name = "ADDRESS")]
    metrics_listen: Option<SocketAddr>,
    /// A file with a secret that Prometheus sends (authorization: credentials_file), of 20 characters or more.
    #[arg(long, env = "FIELDWATCH_METRICS_SECRET", value_name = "FILE")]
    metrics_secret: Option<PathBuf>,
}

#[derive(Clone)]
struct Asked {
    site: Arc<Site>,
    secret_hash: Option<Vec<u8>>,
}

impl Arguments {
    /// Begins to answer, if an address is given; or says why not. It ends with the process.
    pub async fn begin(&self, site: &Arc<Site>) -> Result<(), String> {
        let secret_hash = self.secret_hash()?;
        let Some(address) = self.metrics_listen else {
            return Ok(());
        };
        if secret_hash.is_none() && !address.ip().is_loopback() {
            return Err(format!(
                "--metrics-listen {address} can be reached from other machines: give --metrics-secret FILE, or listen on 127.0.0.1."
            ));
        }
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| format!("--metrics-listen {address}: {error}."))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        tracing::info!(%address, "metrics can be asked for");
        let asked = Asked {
            site: site.clone(),
            secret_hash,
        };
        let router = Router::new()
            .route("/metrics", get(answer))
            .with_state(asked);
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "metrics can be asked for no longer");
            }
        });
        Ok(())
    }

    fn secret_hash(&self) -> Result<Option<Vec<u8>>, String> {
        let Some(path) = &self.metrics_secret else {
            return Ok(None);
        };
        let shown = path.display();
        let secret = std::fs::read_to_string(path)
            .map_err(|error| format!("--metrics-secret {shown} cannot be read: {error}."))?;
        let secret = secret.trim();
        if secret.chars().count() < SHORTEST_SECRET {
            return Err(format!(
                "--metrics-secret {shown} holds fewer than {SHORTEST_SECRET} characters; make one with: openssl rand -hex 32"
            ));
        }
        Ok(Some(token_hash(secret)))
    }
}

async fn answer(State(asked): State<Asked>, headers: HeaderMap) -> Response {
    // Hashes are compared: how long that takes says nothing about the secret.
    let fits = asked.secret_hash.as_ref().is_none_or(|expected| {
        bearer(&headers).is_some_and(|secret| token_hash(secret) == *expected)
    });
    if !fits {
        let scheme = [(
            header::WWW_AUTHENTICATE,
            "Bearer realm=\"FieldWatch metrics\"",
        )];
        return (
            StatusCode::UNAUTHORIZED,
            scheme,
            "Send the secret of --metrics-secret.\n",
        )
            .into_response();
    }
    match asked.site.metrics().text(&asked.site).await {
        Ok(text) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => crate::web::failed(&error),
    }
}
