//! `/subject`: what one household asks about its data. The reference comes by POST alone and stands in no address.

use super::account::Said;
use super::asker::Asker;
use super::doors::{Door, Doors};
use crate::subject::page::{Answered, answer};
use api::subject::{SubjectForm, SubjectView};
use app::Instead;
use axum::extract::RawForm;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::permission::Permission;

const ANSWER: Door = Door::Needs(Permission::AnswerSubjects);

/// Its address.
pub fn doors() -> Doors {
    Doors::new()
        .get("/subject", ANSWER, empty)
        .post("/subject", ANSWER, asked)
}

/// The page with a view.
fn page(view: SubjectView) -> Instead {
    Instead::Subject(Box::new(view))
}

/// `GET /subject`: the form alone.
async fn empty(asker: Asker) -> Response {
    let may = asker.session.require(Permission::AnswerSubjects);
    let empty = may.map(|()| page(SubjectView::default()));
    asker.answer(empty).await
}

/// `POST /subject`: finds, exports, corrects or deletes, by `action`.
async fn asked(asker: Asker, RawForm(form): RawForm) -> Response {
    let said = Said::of(&form);
    let form = SubjectForm::parse(&said.0);
    let action = said.value("action");
    match answer(&asker.site, &asker.session, action, form).await {
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
        Ok(Answered::View(view)) => asker.answer(Ok(page(*view))).await,
        Err(error) => asker.answer(Err(error)).await,
    }
}
