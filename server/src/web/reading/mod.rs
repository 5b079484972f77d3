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
pub mod spot_checks;

use crate::permission::session_of;
use crate::sessions::Asking;
use crate::site::Site;
use crate::web::client;
use crate::web::cookies::cookie;
use crate::web::doors::{Door, Doors};
use crate::web::machines::bearer;
use crate::web::session::{SESSION_COOKIE, lang};
use api::{ApiError, Session};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::audit::By;
use domain::permission::Permission;
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
pub struct Gate {
    site: Arc<Site>,
    turns: Arc<Semaphore>,
}

impl Gate {
    /// One for all addresses together.
    pub fn new(site: Arc<Site>) -> Gate {
        Gate {
            site,
            turns: Arc::new(Semaphore::new(MOST_REQUESTS)),
        }
    }
}

/// The addresses.
pub fn doors() -> Doors {
    use Permission as P;
    Doors::new()
        .get(
            "/api/v1/coverage",
            Door::Reads(P::SeeCoverage),
            coverage::answer,
        )
        .get(
            "/api/v1/areas/{code}",
            Door::Reads(P::SeeCoverage),
            areas::answer,
        )
        .get(
            "/api/v1/measures",
            Door::Reads(P::SeeQuality),
            measures::catalogue,
        )
        // Enumerators' need more: asked for by the query.
        .get(
            "/api/v1/measures/{code}",
            Door::Reads(P::SeeQuality),
            measures::values,
        )
        .get("/api/v1/flags", Door::Reads(P::SeeFlags), flags::answer)
        .get("/api/v1/risk", Door::Reads(P::SeeRiskScores), risk::answer)
        // Enumerators' need more: asked for by the query.
        .get(
            "/api/v1/spot-checks/results",
            Door::Reads(P::SeeSpotChecks),
            spot_checks::answer,
        )
}

/// Lets a request through with its [`Session`] when it is its turn.
pub async fn enter(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let session = match who(
        &gate.site,
        request.headers(),
        client::address(request.extensions()),
    )
    .await
    {
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
async fn who(
    site: &Site,
    headers: &HeaderMap,
    address: Option<String>,
) -> Result<Session, Refused> {
    let mut machine = None;
    let failed = |error: crate::site::AnyError| Refused::failed(&*error);
    let asking = match (bearer(headers), cookie(headers, SESSION_COOKIE)) {
        (Some(secret), _) => match site.use_token(secret).await.map_err(failed)? {
            Some(token) => match token.is_for {
                TokenUse::Read { user_id } => {
                    machine = Some(By::machine(token.name));
                    site.reader(user_id).await.map_err(failed)?
                }
                TokenUse::Send { .. } => return Err(Refused::sends_only()),
            },
            None => Asking::Nobody,
        },
        (None, Some(cookie)) => {
            let hash = crate::secret::token_hash(cookie);
            site.caller_of(&hash, true).await.map_err(failed)?
        }
        (None, None) => Asking::Nobody,
    };
    match asking {
        Asking::Caller(caller) => {
            let person = || By::person(&caller.username, Some(caller.role));
            let by = machine.unwrap_or_else(person).from(address);
            Ok(session_of(site, caller, by, lang(headers)))
        }
        Asking::Nothing => Err(Refused::nothing_granted()),
        Asking::Nobody => Err(Refused::unknown()),
    }
}

/// Whether an address is one of machines: what goes wrong there is told in JSON.
pub fn is_for_machines(path: &str) -> bool {
    path.starts_with("/api/")
}

/// An address for machines that is none.
pub fn missing() -> Response {
    Refused::of(&ApiError::NotFound).into_response()
}
