//! HTTP: pages, forms, downloads, static files, health.

pub mod account;
mod again;
mod asker;
pub mod assets;
pub mod client;
mod compressed;
pub mod cookies;
pub mod coordination;
pub mod doors;
pub mod downloads;
pub mod flags;
pub mod forms;
pub mod front;
mod headers;
pub mod listing;
mod machines;
mod noted;
pub mod observe;
pub mod openapi;
pub mod pages;
pub mod patience;
pub mod people;
mod phone;
pub mod push;
pub mod rates;
pub mod reading;
pub mod replay;
pub mod same_origin;
mod security_txt;
pub mod session;
mod slow_body;
pub mod spot_checks;
pub mod spot_settings;
pub mod subject;
pub mod tables;
mod taker;
pub mod thresholds;
mod typed_name;

use crate::secret;
use crate::site::Site;
use api::ApiError;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use domain::permission::Permission;
use doors::{Door, Doors};
pub use machines::bearer;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// Every address of the server with what it takes to enter. Nothing but sign-in, static files and health is open.
pub fn doors() -> Doors {
    use Permission as P;
    let page = pages::signed_in;
    let fresh = pages::signed_in_now;
    Doors::new()
        .get("/", Door::Needs(P::SeeCoverage), pages::home)
        .files(
            ["/overview.csv", "/overview.xlsx"],
            Door::Needs(P::SeeCoverage),
            tables::overview,
        )
        .get("/coverage", Door::Needs(P::SeeCoverage), page)
        .get("/coverage/{code}", Door::Needs(P::SeeCoverage), page)
        .get(
            "/coverage/{code}/coverage.csv",
            Door::Needs(P::SeeCoverage),
            downloads::csv,
        )
        .get(
            "/coverage/{code}/coverage.xlsx",
            Door::Needs(P::SeeCoverage),
            tables::coverage,
        )
        .get(
            "/coverage/{code}/coverage.geojson",
            Door::Needs(P::SeeCoverage),
            tables::coverage_geojson,
        )
        .get(
            "/coverage/{code}/days",
            Door::Needs(P::SeeCoverage),
            downloads::days,
        )
        .get("/quality", Door::Needs(P::SeeQuality), page)
        .files(
            ["/quality.csv", "/quality.xlsx"],
            Door::Needs(P::SeeQuality),
            tables::quality,
        )
        .get("/quality/{measure}", Door::Needs(P::SeeQuality), page)
        // Enumerators' need more: asked for by the name of the file.
        .get(
            "/quality/{measure}/{file}",
            Door::Needs(P::SeeQuality),
            tables::measure,
        )
        .get("/flags", Door::Needs(P::SeeFlags), fresh)
        .get("/flags.csv", Door::Needs(P::SeeFlags), flags::csv)
        .get("/flags.xlsx", Door::Needs(P::SeeFlags), tables::flags)
        .get(
            "/flags.geojson",
            Door::Needs(P::SeeFlags),
            tables::flags_geojson,
        )
        .get("/flags/triage", Door::Needs(P::SeeFlags), flags::back)
        .post("/flags/triage", Door::Needs(P::ExplainFlags), flags::triage)
        .get("/flags/{key}", Door::Needs(P::SeeFlags), fresh)
        // To decide takes more: asked for by what the form says.
        .post("/flags/{key}", Door::Needs(P::ExplainFlags), flags::step)
        .get("/enumerators/{code}", Door::Needs(P::SeeEnumerators), fresh)
        .get("/risk", Door::Needs(P::SeeRisks), fresh)
        .get("/risk.csv", Door::Needs(P::SeeRiskScores), flags::risks)
        .get("/risk.xlsx", Door::Needs(P::SeeRiskScores), tables::risk)
        .get("/checks", Door::Needs(P::SeeChecks), fresh)
        .get("/checks/{code}", Door::Needs(P::SeeChecks), fresh)
        .get(
            "/checks/{code}/thresholds",
            Door::Needs(P::SeeChecks),
            thresholds::back,
        )
        .post(
            "/checks/{code}/thresholds",
            Door::Needs(P::ChangeThresholds),
            thresholds::preview,
        )
        .get(
            "/checks/{code}/previews/{id}",
            Door::Needs(P::ChangeThresholds),
            fresh,
        )
        .post(
            "/checks/{code}/previews/{id}",
            Door::Needs(P::ChangeThresholds),
            thresholds::decided,
        )
        .get("/audit", Door::Needs(P::SeeAudit), fresh)
        .get("/audit.csv", Door::Needs(P::SeeAudit), downloads::audit)
        .get("/audit.xlsx", Door::Needs(P::SeeAudit), tables::audit)
        .get("/imports", Door::Needs(P::SeeIntake), fresh)
        .get(
            "/imports.csv",
            Door::Needs(P::SeeIntake),
            downloads::imports,
        )
        .get("/imports.xlsx", Door::Needs(P::SeeIntake), tables::imports)
        .get("/imports/{run_id}", Door::Needs(P::SeeIntake), fresh)
        .get("/quarantine", Door::Needs(P::SeeIntake), fresh)
        .get(
            "/quarantine.csv",
            Door::Needs(P::SeeIntake),
            downloads::quarantine,
        )
        .get(
            "/quarantine.xlsx",
            Door::Needs(P::SeeIntake),
            tables::quarantine,
        )
        .get(
            "/quarantine/replay",
            Door::Needs(P::SeeIntake),
            replay::back,
        )
        .post(
            "/quarantine/replay",
            Door::Needs(P::ReplayQuarantine),
            replay::start,
        )
        .and(coordination::doors())
        .and(spot_checks::doors())
        .and(spot_settings::doors())
        .and(listing::doors())
        .and(reading::doors())
        .and(people::doors())
        .and(subject::doors())
        .and(account::doors())
        .get("/standing", Door::SignedIn, forms::standing_back)
        .post("/standing", Door::SignedIn, forms::standing)
        .get("/offline", Door::Open, phone::no_network)
        .get("/sign-in", Door::Open, pages::sign_in)
        .post("/sign-in", Door::Open, account::sign_in)
        .post("/sign-out", Door::Open, forms::sign_out)
        .post("/language", Door::Open, forms::language)
        .get("/api/v1/openapi.json", Door::Open, openapi::answer)
        .get(security_txt::ADDRESS, Door::Open, security_txt::answer)
        .get("/healthz", Door::Open, || async { "ok\n" })
        .get("/readyz", Door::Open, ready)
}

/// The addresses of machines: they prove who they are with a secret that no browser sends by itself.
pub fn machine_doors() -> Doors {
    push::doors()
}

/// `docs/permissions.md`: who may see and do what, and what each address needs.
pub fn document() -> String {
    let entries = doors().and(machine_doors()).entries();
    domain::permission::document(entries.into_iter().map(|entry| {
        let method = entry.method.to_string();
        (method, entry.path.to_owned(), entry.door.words())
    }))
}

/// The server's answers to every address.
pub fn router(site: Arc<Site>) -> Router {
    // Leptos asks for its executor once a process; a second router finds it there, which is no error.
    let _ = any_spawner::Executor::init_tokio();
    doors()
        .into_router(&site)
        .fallback(asset_or_missing)
        .layer(middleware::from_fn(same_origin::require))
        // Below that layer.
        .merge(machine_doors().into_router(&site))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(compressed::compress))
        .layer(middleware::from_fn_with_state(
            slow_body::PACE,
            slow_body::limit,
        ))
        .layer(middleware::from_fn_with_state(
            site.clone(),
            rates::by_address,
        ))
        .layer(middleware::from_fn_with_state(
            site.clone(),
            client::turn_away,
        ))
        .layer(middleware::from_fn(cookies::disguise))
        .layer(middleware::from_fn(headers::put))
        .layer(middleware::from_fn_with_state(site.clone(), client::know))
        // Outside of everything: what is answered is noted, whoever answers.
        .layer(middleware::from_fn_with_state(
            site.clone(),
            observe::observe,
        ))
        .with_state(site)
}

/// Whether a person's browser asks for a page.
fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
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
    match reading::is_for_machines(request.uri().path()) {
        true => reading::missing(),
        false => pages::missing(site, request).await,
    }
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
        ApiError::TooSlow { seconds } => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("The database has not answered within {seconds} seconds. Try again in a minute, or ask for a smaller area or a shorter period.\n"),
        ),
        ApiError::NotNoted => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The audit trail cannot be written to, and what cannot be noted is not shown. Try again in a minute.\n".to_owned(),
        ),
        ApiError::TooMany => (
            StatusCode::TOO_MANY_REQUESTS,
            "More was asked for in a short time than one reader needs; nothing was changed. Wait a minute.\n".to_owned(),
        ),
        ApiError::Internal { reference } => (
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("Something went wrong on the server. Try again, and if it stays, quote {reference}.\n"),
        ),
    }
    .into_response()
}
