//! What the pages of coordination post to and download.

use super::again::again;
use super::doors::{Door, Doors};
use super::taker::Taker;
use crate::coordination::csv;
use crate::coordination::{LARGEST_FILE, SAMPLE, import, steps};
use crate::export::{FileKind, Form, Table, attachment};
use crate::site::Site;
use api::coordination::{
    BoardQuery, CaseForm, CaseQuery, FileProblem, FileReport, RefusalsQuery, SilentQuery,
    StageForm, StepForm, case_href, district_href,
};
use api::{ApiError, Session};
use axum::Extension;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path, RawForm, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use domain::permission::Permission;
use std::sync::Arc;

/// The most that is read of an upload: enough to tell somebody that their file is too large, instead of hanging up on them.
const LARGEST_UPLOAD: usize = 4 * LARGEST_FILE;

/// Every address of coordination.
pub fn doors() -> Doors {
    const SEE: Door = Door::Needs(Permission::SeeCoordination);
    const STAGES: Door = Door::Needs(Permission::SetStages);
    const CASES: Door = Door::Needs(Permission::WriteCases);
    const FILE: &str = "/coordination/dispatch/import";
    let (page, board) = (super::pages::signed_in_now, super::pages::board);
    let upload = post(import_file).layer(DefaultBodyLimit::max(LARGEST_UPLOAD));
    Doors::new()
        .get("/coordination", SEE, board)
        .files(["/coordination.csv", "/coordination.xlsx"], SEE, board_file)
        .get("/coordination/districts/{code}", SEE, page)
        .post("/coordination/districts/{code}", STAGES, set_stage)
        .files(
            [
                "/coordination/districts/{code}/stages.csv",
                "/coordination/districts/{code}/stages.xlsx",
            ],
            SEE,
            stages_file,
        )
        .get("/coordination/cases", SEE, page)
        .post("/coordination/cases", CASES, open)
        .files(
            ["/coordination/cases.csv", "/coordination/cases.xlsx"],
            SEE,
            cases_file,
        )
        .get("/coordination/cases/new", CASES, page)
        .get("/coordination/cases/{id}", SEE, page)
        .post("/coordination/cases/{id}", CASES, step)
        .files(
            [
                "/coordination/cases/{id}/history.csv",
                "/coordination/cases/{id}/history.xlsx",
            ],
            SEE,
            history_file,
        )
        // Enumerators and devices need more: asked for by the query.
        .get("/coordination/silent", SEE, board)
        .files(
            ["/coordination/silent.csv", "/coordination/silent.xlsx"],
            SEE,
            silent_file,
        )
        .get("/coordination/refusals", SEE, board)
        .files(
            ["/coordination/refusals.csv", "/coordination/refusals.xlsx"],
            SEE,
            refusals_file,
        )
        .get("/coordination/dispatch/sample.csv", SEE, sample_csv)
        .get(FILE, CASES, page)
        .on(Method::POST, FILE, CASES, upload)
}

type Pairs = Vec<(String, String)>;

fn pairs(raw: &str) -> Pairs {
    api::query::decoded_pairs(raw)
}

fn told(pairs: &Pairs) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))
}

/// `POST /coordination/districts/{code}`: dates of a stage. What is wrong goes back to the form with what was typed.
async fn set_stage(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let form = StageForm::parse(told(&pairs(&String::from_utf8_lossy(&form))));
    match steps::set_stage(&site, &session, &code, &form).await {
        Ok(Ok(())) => {
            Redirect::to(&format!("{}?done=1#stages", district_href(&code))).into_response()
        }
        Ok(Err(problem)) => {
            let shown = form.without_words().href(&code, problem);
            again(site, session, &headers, &form.href(&code, problem), &shown).await
        }
        Err(error) => super::api_failed(&error),
    }
}

/// `POST /coordination/cases`: a new case.
async fn open(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let mut form = CaseForm::parse(told(&pairs(&String::from_utf8_lossy(&form))));
    match steps::open(&site, &session, &form).await {
        Ok(Ok(case_id)) => Redirect::to(&format!("{}?done=1", case_href(case_id))).into_response(),
        Ok(Err(problem)) => {
            form.problem = Some(problem);
            let shown = form.without_words().href();
            again(site, session, &headers, &form.href(), &shown).await
        }
        Err(error) => super::api_failed(&error),
    }
}

/// `POST /coordination/cases/{id}`: a step with a case.
async fn step(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(case_id): Path<String>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let Ok(case_id) = case_id.parse::<i32>() else {
        return super::api_failed(&ApiError::NotFound);
    };
    let form = StepForm::parse(told(&pairs(&String::from_utf8_lossy(&form))));
    match steps::take(&site, &session, case_id, &form).await {
        Ok(Ok(())) => Redirect::to(&format!("{}?done=1", case_href(case_id))).into_response(),
        Ok(Err(problem)) => {
            let shown = form.without_words().href(case_id, problem);
            again(
                site,
                session,
                &headers,
                &form.href(case_id, problem),
                &shown,
            )
            .await
        }
        Err(error) => super::api_failed(&error),
    }
}

/// `POST /coordination/dispatch/import`: a file of requests.
async fn import_file(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    upload: Result<Multipart, MultipartRejection>,
) -> Response {
    let report = match upload {
        Ok(upload) => match uploaded(upload).await {
            Ok(bytes) => import(&site, &session, &bytes).await,
            // Whoever may not write is told so whatever they send.
            Err(problem) => import(&site, &session, b"")
                .await
                .map(|_| FileReport::of_file(problem)),
        },
        Err(_) => import(&site, &session, b"").await,
    };
    match report {
        Ok(report) => Redirect::to(&report.href()).into_response(),
        Err(error) => super::api_failed(&error),
    }
}

/// The bytes of the field `file`; none if there is none.
async fn uploaded(mut upload: Multipart) -> Result<Vec<u8>, FileProblem> {
    let problem = |error: MultipartError| match error.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => FileProblem::TooLarge,
        _ => FileProblem::Empty,
    };
    while let Some(field) = upload.next_field().await.map_err(problem)? {
        if field.name() == Some("file") {
            return Ok(field.bytes().await.map_err(problem)?.to_vec());
        }
    }
    Ok(Vec::new())
}

/// `GET /coordination.csv`, `.xlsx`
async fn board_file(taker: Taker) -> Response {
    let query = BoardQuery::parse(taker.said().pairs()).0;
    let table = csv::board(&taker.site, &taker.session, query).await;
    sent(&taker, table, taker.about())
}

/// `GET /coordination/cases.csv`, `.xlsx`
async fn cases_file(taker: Taker) -> Response {
    let query = CaseQuery::parse(taker.said().pairs()).0;
    let table = csv::cases(&taker.site, &taker.session, query).await;
    sent(&taker, table, taker.about())
}

/// `GET /coordination/silent.csv`, `.xlsx`
async fn silent_file(taker: Taker) -> Response {
    let query = SilentQuery::parse(taker.said().pairs()).0;
    let table = csv::silent(&taker.site, &taker.session, query).await;
    sent(&taker, table, taker.about())
}

/// `GET /coordination/refusals.csv`, `.xlsx`
async fn refusals_file(taker: Taker) -> Response {
    let query = RefusalsQuery::parse(taker.said().pairs());
    let table = csv::refusals(&taker.site, &taker.session, query).await;
    sent(&taker, table, taker.about())
}

/// The history of a district's stages as a file.
async fn stages_file(taker: Taker, Path(code): Path<String>) -> Response {
    let table = csv::stages(&taker.site, &taker.session, &code).await;
    sent(&taker, table, taker.about_all())
}

/// The history of a case as a file.
async fn history_file(taker: Taker, Path(case_id): Path<String>) -> Response {
    let table = match case_id.parse() {
        Ok(case_id) => csv::history(&taker.site, &taker.session, case_id).await,
        Err(_) => Err(ApiError::NotFound),
    };
    sent(&taker, table, taker.about_all())
}

async fn sample_csv(Extension(session): Extension<Session>) -> Response {
    if let Err(error) = session.require(Permission::SeeCoordination) {
        return super::api_failed(&error);
    }
    attachment(
        "dispatch-sample",
        FileKind::Table(Form::Csv),
        SAMPLE.as_bytes().to_vec(),
    )
}

/// A table as a file. Its as-of time is a column of its own.
fn sent(
    taker: &Taker,
    table: Result<Table, ApiError>,
    chosen: Vec<(&'static str, String)>,
) -> Response {
    let name = table
        .as_ref()
        .map_or_else(|_| String::new(), |table| table.name.clone());
    let chosen = chosen.into_iter().filter(|(name, _)| *name != "as_of");
    let about = std::iter::once(("table", name)).chain(chosen);
    taker.answer(table, about.collect())
}
