//! What the pages of coordination post to and download.

use crate::coordination::csv;
use crate::coordination::{LARGEST_FILE, SAMPLE, import, steps};
use crate::export::{FileKind, Form, Table, attachment};
use crate::site::Site;
use api::coordination::{
    BoardQuery, CaseForm, CaseQuery, FileProblem, FileReport, RefusalsQuery, SilentQuery,
    StageForm, StepForm, case_href, district_href,
};
use api::{ApiError, Session};
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path, RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use std::sync::Arc;

/// The most that is read of an upload: enough to tell somebody that their file is too large, instead of hanging up on them.
const LARGEST_UPLOAD: usize = 4 * LARGEST_FILE;

/// Every address of coordination.
pub fn router() -> Router<Arc<Site>> {
    use Form::{Csv, Xlsx};
    let page = super::pages::signed_in_now;
    Router::new()
        .route("/coordination", get(page))
        .route("/coordination.csv", chosen(Chosen::Board, Csv))
        .route("/coordination.xlsx", chosen(Chosen::Board, Xlsx))
        .route("/coordination/districts/{code}", get(page).post(set_stage))
        .route("/coordination/districts/{code}/stages.csv", stages(Csv))
        .route("/coordination/districts/{code}/stages.xlsx", stages(Xlsx))
        .route("/coordination/cases", get(page).post(open))
        .route("/coordination/cases.csv", chosen(Chosen::Cases, Csv))
        .route("/coordination/cases.xlsx", chosen(Chosen::Cases, Xlsx))
        .route("/coordination/cases/new", get(page))
        .route("/coordination/cases/{id}", get(page).post(step))
        .route("/coordination/cases/{id}/history.csv", history(Csv))
        .route("/coordination/cases/{id}/history.xlsx", history(Xlsx))
        .route("/coordination/silent", get(page))
        .route("/coordination/silent.csv", chosen(Chosen::Silent, Csv))
        .route("/coordination/silent.xlsx", chosen(Chosen::Silent, Xlsx))
        .route("/coordination/refusals", get(page))
        .route("/coordination/refusals.csv", chosen(Chosen::Refusals, Csv))
        .route(
            "/coordination/refusals.xlsx",
            chosen(Chosen::Refusals, Xlsx),
        )
        .route("/coordination/dispatch/sample.csv", get(sample_csv))
        .route(
            "/coordination/dispatch/import",
            get(page)
                .post(import_file)
                .layer(DefaultBodyLimit::max(LARGEST_UPLOAD)),
        )
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
    RawForm(form): RawForm,
) -> Response {
    let form = StageForm::parse(told(&pairs(&String::from_utf8_lossy(&form))));
    match steps::set_stage(&site, &session, &code, &form).await {
        Ok(Ok(())) => {
            Redirect::to(&format!("{}?done=1#stages", district_href(&code))).into_response()
        }
        Ok(Err(problem)) => Redirect::to(&form.href(&code, problem)).into_response(),
        Err(error) => super::api_failed(&error),
    }
}

/// `POST /coordination/cases`: a new case.
async fn open(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawForm(form): RawForm,
) -> Response {
    let mut form = CaseForm::parse(told(&pairs(&String::from_utf8_lossy(&form))));
    match steps::open(&site, &session, &form).await {
        Ok(Ok(case_id)) => Redirect::to(&format!("{}?done=1", case_href(case_id))).into_response(),
        Ok(Err(problem)) => {
            form.problem = Some(problem);
            Redirect::to(&form.href()).into_response()
        }
        Err(error) => super::api_failed(&error),
    }
}

/// `POST /coordination/cases/{id}`: a step with a case.
async fn step(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(case_id): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let Ok(case_id) = case_id.parse::<i32>() else {
        return super::api_failed(&ApiError::NotFound);
    };
    let form = StepForm::parse(told(&pairs(&String::from_utf8_lossy(&form))));
    match steps::take(&site, &session, case_id, &form).await {
        Ok(Ok(())) => Redirect::to(&format!("{}?done=1", case_href(case_id))).into_response(),
        Ok(Err(problem)) => Redirect::to(&form.href(case_id, problem)).into_response(),
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

/// The tables that an address's parameters choose from.
#[derive(Clone, Copy)]
enum Chosen {
    Board,
    Cases,
    Silent,
    Refusals,
}

/// Such a table as a file.
fn chosen(table: Chosen, form: Form) -> MethodRouter<Arc<Site>> {
    let answer = async move |State(site): State<Arc<Site>>,
                             Extension(session): Extension<Session>,
                             RawQuery(raw): RawQuery| {
        let pairs = pairs(raw.as_deref().unwrap_or(""));
        let (site, session, told) = (&*site, &session, told(&pairs));
        let table = match table {
            Chosen::Board => csv::board(site, session, BoardQuery::parse(told).0).await,
            Chosen::Cases => csv::cases(site, session, CaseQuery::parse(told).0).await,
            Chosen::Silent => csv::silent(site, session, SilentQuery::parse(told).0).await,
            Chosen::Refusals => csv::refusals(site, session, RefusalsQuery::parse(told)).await,
        };
        sent(form, table)
    };
    get(answer)
}

/// The history of a district's stages as a file.
fn stages(form: Form) -> MethodRouter<Arc<Site>> {
    let answer = async move |State(site): State<Arc<Site>>,
                             Extension(session): Extension<Session>,
                             Path(code): Path<String>| {
        sent(form, csv::stages(&site, &session, &code).await)
    };
    get(answer)
}

/// The history of a case as a file.
fn history(form: Form) -> MethodRouter<Arc<Site>> {
    let answer = async move |State(site): State<Arc<Site>>,
                             Extension(session): Extension<Session>,
                             Path(case_id): Path<String>| {
        let table = match case_id.parse() {
            Ok(case_id) => csv::history(&site, &session, case_id).await,
            Err(_) => Err(ApiError::NotFound),
        };
        sent(form, table)
    };
    get(answer)
}

async fn sample_csv(Extension(session): Extension<Session>) -> Response {
    if !session.sees_coordination {
        return super::api_failed(&ApiError::NotFound);
    }
    attachment(
        "dispatch-sample",
        FileKind::Table(Form::Csv),
        SAMPLE.as_bytes().to_vec(),
    )
}

/// A table as a file. Its as-of time is a column of its own.
fn sent(form: Form, table: Result<Table, ApiError>) -> Response {
    match table {
        Ok(table) => {
            let about = vec![("table", table.name.clone())];
            table.answer_with(form, about)
        }
        Err(error) => super::api_failed(&error),
    }
}
