//! The doors: every address of the server with what it takes to enter. There is no other way to add one, so that none is forgotten.

use super::{noted, patience, rates, reading, session};
use crate::site::Site;
use api::{ApiError, Session};
use app::Instead;
use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use domain::audit::Action;
use domain::permission::Permission;
use std::sync::Arc;

/// What it takes to enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Nothing: signing in, the language, health.
    Open,
    /// A session, whatever may be seen with it.
    SignedIn,
    /// A session with a permission. For everybody else who has signed in the address does not exist: 404.
    Needs(Permission),
    /// A permission, by a session or by a token for reading: 401 without either, 404 without the permission.
    Reads(Permission),
    /// A machine's secret, of which the endpoint asks itself: 401 without it.
    Machine,
}

impl Door {
    /// In words, for the documents.
    pub fn words(self) -> String {
        match self {
            Door::Open => "nothing".to_owned(),
            Door::SignedIn => "a session".to_owned(),
            Door::Needs(permission) => format!("`{}`", permission.code()),
            Door::Reads(permission) => {
                format!("`{}`, also by a token for reading", permission.code())
            }
            Door::Machine => "a machine's token (`fieldwatch token`)".to_owned(),
        }
    }
}

/// An address and its door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The method. `GET` stands for `HEAD` too.
    pub method: Method,
    /// The address, with the names of its parts in braces.
    pub path: &'static str,
    /// What it takes.
    pub door: Door,
}

/// Addresses with their doors, and what answers behind them.
#[derive(Default)]
pub struct Doors(Vec<(Entry, MethodRouter<Arc<Site>>)>);

impl Doors {
    /// None yet.
    pub fn new() -> Doors {
        Doors::default()
    }

    /// An address that is looked at.
    pub fn get<H, T>(self, path: &'static str, door: Door, handler: H) -> Doors
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        self.on(Method::GET, path, door, get(handler))
    }

    /// An address that something is sent to.
    pub fn post<H, T>(self, path: &'static str, door: Door, handler: H) -> Doors
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        self.on(Method::POST, path, door, post(handler))
    }

    /// A table's two addresses, as CSV and as a workbook, answered by one handler ([`super::taker::Taker`]).
    pub fn files<H, T>(self, [csv, xlsx]: [&'static str; 2], door: Door, handler: H) -> Doors
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        self.get(csv, door, handler.clone())
            .get(xlsx, door, handler)
    }

    /// An address with an endpoint of a form of its own, which answers that one method.
    pub fn on(
        mut self,
        method: Method,
        path: &'static str,
        door: Door,
        endpoint: MethodRouter<Arc<Site>>,
    ) -> Doors {
        self.0.push((Entry { method, path, door }, endpoint));
        self
    }

    /// These and others.
    pub fn and(mut self, others: Doors) -> Doors {
        self.0.extend(others.0);
        self
    }

    /// Every address with its door.
    pub fn entries(&self) -> Vec<Entry> {
        self.0.iter().map(|(entry, _)| entry.clone()).collect()
    }

    /// The router, with each door before its endpoint. Who has entered asks no more often than [`rates`] has it and waits no
    /// longer than [`patience`] does.
    pub fn into_router(self, site: &Arc<Site>) -> Router<Arc<Site>> {
        let mut router = Router::new();
        let gate = reading::Gate::new(site.clone());
        for (entry, endpoint) in self.0 {
            let endpoint = match entry.door {
                Door::Open | Door::Machine => endpoint,
                Door::SignedIn => signed_in(endpoint, noted::looking(entry.path, None), site),
                // The outer layer runs first: who is it, then may they.
                Door::Needs(permission) => signed_in(
                    asked(endpoint, permission, site),
                    noted::looking(entry.path, Some(permission)),
                    site,
                ),
                Door::Reads(permission) => noted_by(
                    asked(endpoint, permission, site),
                    noted::looking(entry.path, Some(permission)),
                    site,
                )
                .route_layer(middleware::from_fn_with_state(gate.clone(), reading::enter)),
            };
            router = router.route(entry.path, endpoint);
        }
        router
    }
}

fn signed_in(
    endpoint: MethodRouter<Arc<Site>>,
    looking: Option<Action>,
    site: &Arc<Site>,
) -> MethodRouter<Arc<Site>> {
    let enter = middleware::from_fn_with_state(site.clone(), session::require);
    noted_by(endpoint, looking, site).route_layer(enter)
}

/// What is answered, the last good page too, is noted before it leaves.
fn noted_by(
    endpoint: MethodRouter<Arc<Site>>,
    looking: Option<Action>,
    site: &Arc<Site>,
) -> MethodRouter<Arc<Site>> {
    let note = move |site: State<Arc<Site>>, request: Request, next: Next| async move {
        noted::note(site, looking, request, next).await
    };
    waited_for(endpoint, site).route_layer(middleware::from_fn_with_state(site.clone(), note))
}

fn waited_for(endpoint: MethodRouter<Arc<Site>>, site: &Arc<Site>) -> MethodRouter<Arc<Site>> {
    endpoint
        .route_layer(middleware::from_fn_with_state(site.clone(), patience::wait))
        .route_layer(middleware::from_fn_with_state(
            site.clone(),
            rates::by_account,
        ))
}

fn asked(
    endpoint: MethodRouter<Arc<Site>>,
    permission: Permission,
    site: &Arc<Site>,
) -> MethodRouter<Arc<Site>> {
    let ask = move |site: State<Arc<Site>>, request: Request, next: Next| async move {
        needs(site.0, permission, request, next).await
    };
    endpoint.route_layer(middleware::from_fn_with_state(site.clone(), ask))
}

async fn needs(site: Arc<Site>, permission: Permission, request: Request, next: Next) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return super::api_failed(&ApiError::SignInNeeded);
    };
    match session.require(permission) {
        Ok(()) => next.run(request).await,
        Err(error) if reading::is_for_machines(request.uri().path()) => {
            reading::refused::Refused::of(&error).into_response()
        }
        Err(error) if super::wants_page(request.headers()) => {
            super::pages::instead(site, Some(session), request, Instead::Failed(error)).await
        }
        Err(error) => super::api_failed(&error),
    }
}
