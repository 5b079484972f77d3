//! HTTP: pages, forms, downloads, static files, health.

pub mod assets;
pub mod coordination;
pub mod downloads;
pub mod flags;
pub mod forms;
mod machines;
pub mod openapi;
pub mod pages;
pub mod push;
pub mod reading;
pub mod replay;
pub mod same_origin;
pub mod session;
pub mod tables;
pub mod thresholds;
mod typed_name;

use crate::secret;
use crate::site::Site;
use api::ApiError;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// Every address of the server. Nothing but sign-in, static files and health is public.
pub fn router(site: Arc<Site>) -> Router {
    // Leptos asks for its executor once a process; a second router finds it there, which is no error.
    let _ = any_spawner::Executor::init_tokio();
    let behind_sign_in = Router::new()
        .route("/", get(pages::home))
        .route("/coverage", get(pages::signed_in))
        .route("/coverage/{code}", get(pages::signed_in))
        .route("/coverage/{code}/coverage.csv", get(downloads::csv))
        .route("/coverage/{code}/days", get(downloads::days))
        .route("/quality", get(pages::signed_in))
        .route("/quality.csv", get(tables::quality_csv))
        .route("/quality.xlsx", get(tables::quality_xlsx))
        .route("/quality/{measure}", get(pages::signed_in))
        .route("/quality/{measure}/{file}", get(tables::measure))
        .route("/overview.csv", get(tables::overview_csv))
        .route("/overview.xlsx", get(tables::overview_xlsx))
        .route("/coverage/{code}/coverage.xlsx", get(tables::coverage))
        .route(
            "/coverage/{code}/coverage.geojson",
            get(tables::coverage_geojson),
        )
        .route("/flags.xlsx", get(tables::flags))
        .route("/flags.geojson", get(tables::flags_geojson))
        .route("/risk.xlsx", get(tables::risk))
        .route("/imports.xlsx", get(tables::imports))
        .route("/quarantine.xlsx", get(tables::quarantine))
        .route("/imports", get(pages::signed_in_now))
        .route("/imports.csv", get(downloads::imports))
        .route("/imports/{run_id}", get(pages::signed_in_now))
        .route("/flags", get(pages::signed_in_now))
        .route("/flags.csv", get(flags::csv))
        .route("/flags/triage", get(flags::back).post(flags::triage))
        .route("/flags/{key}", get(pages::signed_in_now).post(flags::step))
        .route("/enumerators/{code}", get(pages::signed_in_now))
        .route("/risk", get(pages::signed_in_now))
        .route("/risk.csv", get(flags::risks))
        .route("/checks", get(pages::signed_in_now))
        .route("/checks/{code}", get(pages::signed_in_now))
        .route(
            "/checks/{code}/thresholds",
            get(thresholds::back).post(thresholds::preview),
        )
        .route(
            "/checks/{code}/previews/{id}",
            get(pages::signed_in_now).post(thresholds::decided),
        )
        .route("/quarantine", get(pages::signed_in_now))
        .route("/quarantine.csv", get(downloads::quarantine))
        .route("/quarantine/replay", get(replay::back).post(replay::start))
        .merge(coordination::router())
        .route_layer(middleware::from_fn_with_state(
            site.clone(),
            session::require,
        ));
    Router::new()
        .merge(behind_sign_in)
        .merge(reading::router(site.clone()))
        .route("/sign-in", get(pages::sign_in).post(forms::sign_in))
        .route("/sign-out", post(forms::sign_out))
        .route("/language", post(forms::language))
        .route("/api/v1/openapi.json", get(openapi::answer))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .fallback(asset_or_missing)
        .layer(middleware::from_fn(same_origin::require))
        // Below that layer: machines prove who they are with a secret that no browser sends by itself.
        .merge(push::router(site.clone()))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(harden))
        .with_state(site)
}

/// Ready when the database answers.
async fn ready(State(site): State<Arc<Site>>) -> Response {
    match site.is_ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
                .into_response()
        }
    }
}

async fn asset_or_missing(State(site): State<Arc<Site>>, request: Request) -> Response {
    if let Some(response) = site
        .assets()
        .respond(request.uri().path(), request.headers())
    {
        return response;
    }
    pages::missing(site, request).await
}

/// Headers every answer carries.
async fn harden(request: Request, next: middleware::Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// A fault of the program in one request: that request fails with a number to quote, the others go on.
fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(cause.downcast_ref::<&str>().copied());
    failed(&std::io::Error::other(format!(
        "panic: {}",
        text.unwrap_or("no message")
    )))
}

/// Something inside failed: the details go to the log once, the reader gets a number to quote.
pub fn failed(error: &dyn std::error::Error) -> Response {
    let reference = secret::reference();
    tracing::error!(%error, reference, "a request failed");
    let text = format!(
        "Something went wrong on the server; nothing was changed. Try again, and if it stays, quote {reference}.\n"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}

/// A use case's refusal, for programs.
pub fn api_failed(error: &ApiError) -> Response {
    match error {
        ApiError::SignInNeeded => (StatusCode::UNAUTHORIZED, "Sign in first.\n".to_owned()),
        ApiError::NotFound => (StatusCode::NOT_FOUND, "There is no such area.\n".to_owned()),
        ApiError::Internal { reference } => (
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("Something went wrong on the server. Try again, and if it stays, quote {reference}.\n"),
        ),
    }
    .into_response()
}
