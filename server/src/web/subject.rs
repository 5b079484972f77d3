//! `/subject`: what one household asks about its data. The reference comes by POST alone and stands in no address.

use super::account::{Said, refuse};
use super::doors::{Door, Doors};
use super::pages;
use crate::site::Site;
use crate::subject::page::{self, Answered};
use api::subject::{SubjectForm, SubjectView};
use api::{ApiError, Session};
use app::Instead;
use axum::Extension;
use axum::body::Body;
use axum::extract::{RawForm, State};
use axum::http::{HeaderMap, Request, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::permission::Permission;
use std::sync::Arc;

const ANSWER: Door = Door::Needs(Permission::AnswerSubjects);

/// Its address.
pub fn doors() -> Doors {
    Doors::new()
        .get("/subject", ANSWER, empty)
        .post("/subject", ANSWER, asked)
}

/// What each of them asks with.
type Asker = (State<Arc<Site>>, Extension<Session>, Uri, HeaderMap);

async fn show(asker: Asker, view: Result<SubjectView, ApiError>) -> Response {
    let (State(site), Extension(session), uri, headers) = asker;
    let view = match view {
        Ok(view) => view,
        Err(error) => return refuse(site, Some(session), &uri, &headers, error).await,
    };
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    pages::instead(
        site,
        Some(session),
        request,
        Instead::Subject(Box::new(view)),
    )
    .await
}

/// `GET /subject`: the form alone.
async fn empty(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let view = session
        .require(Permission::AnswerSubjects)
        .map(|()| SubjectView::default());
    show((site, session, uri, headers), view).await
}

/// `POST /subject`: finds, exports, corrects or deletes, by `action`.
async fn asked(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    uri: Uri,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let said = Said::of(&form);
    let form = SubjectForm::parse(&said.0);
    let answered = page::answer(&site, &session, said.value("action"), form).await;
    match answered {
        Ok(Answered::Copy(json)) => (
            [
                (header::CONTENT_TYPE, "application/json"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"household.json\"",
                ),
                (header::CACHE_CONTROL, "no-store"),
            ],
            json,
        )
            .into_response(),
        Ok(Answered::View(view)) => show((site, session, uri, headers), Ok(*view)).await,
        Err(error) => show((site, session, uri, headers), Err(error)).await,
    }
}
