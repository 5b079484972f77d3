//! What the pages of coordination post to and download.

use super::doors::{Door, Doors};
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
use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path, RawForm, RawQuery, State};
use axum::http::{HeaderMap, Method, Request, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use domain::permission::Permission;
use std::sync::Arc;

/// The most that is read of an upload: enough to tell somebody that their file is too large, instead of hanging up on them.
const LARGEST_UPLOAD: usize = 4 * LARGEST_FILE;

/// Every address of coordination.
pub fn doors() -> Doors {
    const SEE: Door = Door::Needs(Permission::SeeCoordination);
    const STAGES: Door = Door::Needs(Permission::SetStages);
    const CASES: Door = Door::Needs(Permission::WriteCases);
    use Form::{Csv, Xlsx};
    const FILE: &str = "/coordination/dispatch/import";
    let page = super::pages::signed_in_now;
    let upload = post(import_file).layer(DefaultBodyLimit::max(LARGEST_UPLOAD));
    Doors::new()
        .get("/coordination", SEE, page)
        .on(
            Method::GET,
            "/coordination.csv",
            SEE,
            chosen(Chosen::Board, Csv),
        )
        .on(
            Method::GET,
            "/coordination.xlsx",
            SEE,
            chosen(Chosen::Board, Xlsx),
        )
        .get("/coordination/districts/{code}", SEE, page)
        .post("/coordination/districts/{code}", STAGES, set_stage)
        .on(
            Method::GET,
            "/coordination/districts/{code}/stages.csv",
            SEE,
            stages(Csv),
        )
        .on(
            Method::GET,
            "/coordination/districts/{code}/stages.xlsx",
            SEE,
            stages(Xlsx),
        )
        .get("/coordination/cases", SEE, page)
        .post("/coordination/cases", CASES, open)
        .on(
            Method::GET,
            "/coordination/cases.csv",
            SEE,
            chosen(Chosen::Cases, Csv),
        )
        .on(
            Method::GET,
            "/coordination/cases.xlsx",
            SEE,
            chosen(Chosen::Cases, Xlsx),
        )
        .get("/coordination/cases/new", CASES, page)
        .get("/coordination/cases/{id}", SEE, page)
        .post("/coordination/cases/{id}", CASES, step)
        .on(
            Method::GET,
            "/coordination/cases/{id}/history.csv",
            SEE,
            history(Csv),
        )
        .on(
            Method::GET,
            "/coordination/cases/{id}/history.xlsx",
            SEE,
            history(Xlsx),
        )
        // Enumerators and devices need more: asked for by the query.
        .get("/coordination/silent", SEE, page)
        .on(
            Method::GET,
            "/coordination/silent.csv",
            SEE,
            chosen(Chosen::Silent, Csv),
        )
        .on(
            Method::GET,
            "/coordination/silent.xlsx",
            SEE,
            chosen(Chosen::Silent, Xlsx),
        )
        .get("/coordination/refusals", SEE, page)
        .on(
            Method::GET,
            "/coordination/refusals.csv",
            SEE,
            chosen(Chosen::Refusals, Csv),
        )
        .on(
            Method::GET,
            "/coordination/refusals.xlsx",
            SEE,
            chosen(Chosen::Refusals, Xlsx),
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

/// The form again with what was typed, as the answer itself: people's words in an address would stay in histories and in logs on the way. `filled`
/// is the address that would show it, and is never sent; `shown` the same without words.
async fn again(
    site: Arc<Site>,
    session: Session,
    headers: &HeaderMap,
    filled: &str,
    shown: &str,
) -> Response {
    let page = |address: &str| {
        let address = address.split('#').next().unwrap_or("/");
        Request::get(address).body(Body::empty())
    };
    // What is longer than any address may be comes back empty.
    let Ok(mut request) = page(filled).or_else(|_| page(shown)) else {
        return super::api_failed(&ApiError::NotFound);
    };
    *request.headers_mut() = headers.clone();
    request.extensions_mut().insert(session);
    let mut response = super::pages::signed_in_now(State(site), request).await;
    if let Ok(shown) = shown.parse() {
        response
            .headers_mut()
            .insert(header::CONTENT_LOCATION, shown);
    }
    response
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
        let about = super::tables::chosen(&site, raw.as_deref());
        let (site, session, told) = (&*site, &session, told(&pairs));
        let table = match table {
            Chosen::Board => csv::board(site, session, BoardQuery::parse(told).0).await,
            Chosen::Cases => csv::cases(site, session, CaseQuery::parse(told).0).await,
            Chosen::Silent => csv::silent(site, session, SilentQuery::parse(told).0).await,
            Chosen::Refusals => csv::refusals(site, session, RefusalsQuery::parse(told)).await,
        };
        sent(form, table, about)
    };
    get(answer)
}

/// The history of a district's stages as a file.
fn stages(form: Form) -> MethodRouter<Arc<Site>> {
    let answer = async move |State(site): State<Arc<Site>>,
                             Extension(session): Extension<Session>,
                             Path(code): Path<String>| {
        sent(
            form,
            csv::stages(&site, &session, &code).await,
            super::tables::chosen(&site, None),
        )
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
        sent(form, table, super::tables::chosen(&site, None))
    };
    get(answer)
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
    form: Form,
    table: Result<Table, ApiError>,
    chosen: Vec<(&'static str, String)>,
) -> Response {
    match table {
        Ok(table) => {
            let mut about = vec![("table", table.name.clone())];
            about.extend(chosen.into_iter().filter(|(name, _)| *name != "as_of"));
            table.answer_with(form, about)
        }
        Err(error) => super::api_failed(&error),
    }
}
