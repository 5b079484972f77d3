//! `GET /api/v1/…`: what machines may read. The same use cases as the pages, the same rows as the files, as JSON or as CSV.

pub mod answer;
mod asked;
mod params;
pub mod refused;

pub mod areas;
pub mod coverage;
pub mod flags;
pub mod measures;
pub mod risk;

use crate::site::Site;
use crate::web::machines::bearer;
use crate::web::session::{SESSION_COOKIE, cookie, session_of};
use api::{ApiError, Session};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use refused::Refused;
use std::sync::Arc;
use std::time::Duration;
use store::TokenUse;
use tokio::sync::Semaphore;

/// Requests answered at a time; each holds its rows in memory.
const MOST_REQUESTS: usize = 8;
/// A request that has waited so long for its turn is sent away.
const PATIENCE: Duration = Duration::from_secs(5);

/// What stands before every address.
#[derive(Clone)]
struct Gate {
    site: Arc<Site>,
    turns: Arc<Semaphore>,
}

/// The addresses.
pub fn router(site: Arc<Site>) -> Router<Arc<Site>> {
    let turns = Arc::new(Semaphore::new(MOST_REQUESTS));
    Router::new()
        .route("/api/v1/coverage", get(coverage::answer))
        .route("/api/v1/areas/{code}", get(areas::answer))
        .route("/api/v1/measures", get(measures::catalogue))
        .route("/api/v1/measures/{code}", get(measures::values))
        .route("/api/v1/flags", get(flags::answer))
        .route("/api/v1/risk", get(risk::answer))
        .route("/api/v1/{*rest}", any(missing))
        .route_layer(middleware::from_fn_with_state(Gate { site, turns }, enter))
}

/// Lets a request through with its [`Session`] when it is its turn.
async fn enter(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let session = match who(&gate.site, request.headers()).await {
        Ok(session) => session,
        Err(refused) => return refused.into_response(),
    };
    let Ok(Ok(_turn)) = tokio::time::timeout(PATIENCE, gate.turns.acquire()).await else {
        return Refused::busy().into_response();
    };
    request.extensions_mut().insert(session);
    next.run(request).await
}

/// Who asks: the user of a token for reading, else of a session. A token that is sent is what counts.
async fn who(site: &Site, headers: &HeaderMap) -> Result<Session, Refused> {
    let failed = |error: crate::site::AnyError| Refused::failed(&*error);
    let caller = match (bearer(headers), cookie(headers, SESSION_COOKIE)) {
        (Some(secret), _) => match site.use_token(secret).await.map_err(failed)? {
            Some(token) => match token.is_for {
                TokenUse::Read { user_id } => site.reader(user_id).await.map_err(failed)?,
                TokenUse::Send { .. } => return Err(Refused::sends_only()),
            },
            None => None,
        },
        (None, Some(cookie)) => {
            let hash = crate::secret::token_hash(cookie);
            site.caller_of(&hash).await.map_err(failed)?
        }
        (None, None) => None,
    };
    let caller = caller.ok_or_else(Refused::unknown)?;
    Ok(session_of(site, caller, headers))
}

async fn missing() -> Refused {
    Refused::of(&ApiError::NotFound)
}
