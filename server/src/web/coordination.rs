//! What the pages of coordination post to and download.

use super::doors::{Door, Doors};
use crate::coordination::csv::{self, Table};
use crate::coordination::{LARGEST_FILE, SAMPLE, import, steps};
use crate::export::{Form, attachment, xlsx_of};
use crate::site::Site;
use api::coordination::{
    BoardQuery, CaseForm, CaseQuery, FileProblem, FileReport, RefusalsQuery, SilentQuery,
    StageForm, StepForm, case_href, district_href,
};
use api::{ApiError, Session};
use axum::Extension;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path, RawForm, RawQuery, State};
use axum::http::Method;
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
    let page = super::pages::signed_in_now;
    let upload = post(import_file).layer(DefaultBodyLimit::max(LARGEST_UPLOAD));
    Doors::new()
        .get("/coordination", SEE, page)
        .get("/coordination.csv", SEE, board_csv)
        .get("/coordination.xlsx", SEE, board_xlsx)
        .get("/coordination/districts/{code}", SEE, page)
        .post("/coordination/districts/{code}", STAGES, set_stage)
        .get("/coordination/districts/{code}/stages.csv", SEE, stages_csv)
        .get(
            "/coordination/districts/{code}/stages.xlsx",
            SEE,
            stages_xlsx,
        )
        .get("/coordination/cases", SEE, page)
        .post("/coordination/cases", CASES, open)
        .get("/coordination/cases.csv", SEE, cases_csv)
        .get("/coordination/cases.xlsx", SEE, cases_xlsx)
        .get("/coordination/cases/new", CASES, page)
        .get("/coordination/cases/{id}", SEE, page)
        .post("/coordination/cases/{id}", CASES, step)
        .get("/coordination/cases/{id}/history.csv", SEE, history_csv)
        .get("/coordination/cases/{id}/history.xlsx", SEE, history_xlsx)
        // Enumerators and devices need more: asked for by the query.
        .get("/coordination/silent", SEE, page)
        .get("/coordination/silent.csv", SEE, silent_csv)
        .get("/coordination/silent.xlsx", SEE, silent_xlsx)
        .get("/coordination/refusals", SEE, page)
        .get("/coordination/refusals.csv", SEE, refusals_csv)
        .get("/coordination/refusals.xlsx", SEE, refusals_xlsx)
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

async fn board_csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let (query, _) = BoardQuery::parse(told(&pairs(raw.as_deref().unwrap_or(""))));
    sent("districts", csv::board(&site, &session, query).await)
}

async fn stages_csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
) -> Response {
    sent("stages", csv::stages(&site, &session, &code).await)
}

async fn cases_csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let (query, _) = CaseQuery::parse(told(&pairs(raw.as_deref().unwrap_or(""))));
    sent("cases", csv::cases(&site, &session, query).await)
}

async fn history_csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(case_id): Path<String>,
) -> Response {
    let table = match case_id.parse() {
        Ok(case_id) => csv::history(&site, &session, case_id).await,
        Err(_) => Err(ApiError::NotFound),
    };
    sent("history", table)
}

async fn silent_csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let (query, _) = SilentQuery::parse(told(&pairs(raw.as_deref().unwrap_or(""))));
    sent("silent", csv::silent(&site, &session, query).await)
}

async fn refusals_csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = RefusalsQuery::parse(told(&pairs(raw.as_deref().unwrap_or(""))));
    sent("refusals", csv::refusals(&site, &session, query).await)
}

async fn sample_csv(Extension(session): Extension<Session>) -> Response {
    if let Err(error) = session.require(Permission::SeeCoordination) {
        return super::api_failed(&error);
    }
    attachment("dispatch-sample", Form::Csv, SAMPLE.as_bytes().to_vec())
}

fn sent(name: &str, table: Result<Table, ApiError>) -> Response {
    match table {
        Ok(table) => match table.write() {
            Ok(body) => attachment(name, Form::Csv, body),
            Err(error) => super::failed(&error),
        },
        Err(error) => super::api_failed(&error),
    }
}

/// Columns that hold numbers, of all tables.
const NUMBERS: [&str; 16] = [
    "late_days",
    "open_pspa",
    "open_bos",
    "open_pitb",
    "open_urban_unit",
    "open_district_administration",
    "open_p_and_d",
    "open_without_agency",
    "silent_enumerators",
    "deployed_enumerators",
    "age_days",
    "overdue_days",
    "silent_days",
    "start_overdue_days",
    "declined",
    "visits_to_homes",
];

/// A table as a workbook, with what it was chosen by. Its as-of time is a column of its own.
async fn workbook(name: &str, csv: Response, site: &Site, raw: Option<&str>) -> Response {
    let mut about = vec![("table", name.to_owned())];
    let chosen = super::tables::chosen(site, raw).into_iter();
    about.extend(chosen.filter(|(name, _)| *name != "as_of"));
    xlsx_of(csv, name, &NUMBERS, about).await
}

async fn board_xlsx(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let csv = board_csv(site.clone(), session, RawQuery(raw.clone())).await;
    workbook("districts", csv, &site, raw.as_deref()).await
}

async fn stages_xlsx(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    code: Path<String>,
) -> Response {
    let csv = stages_csv(site.clone(), session, code).await;
    workbook("stages", csv, &site, None).await
}

async fn cases_xlsx(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let csv = cases_csv(site.clone(), session, RawQuery(raw.clone())).await;
    workbook("cases", csv, &site, raw.as_deref()).await
}

async fn history_xlsx(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    id: Path<String>,
) -> Response {
    let csv = history_csv(site.clone(), session, id).await;
    workbook("history", csv, &site, None).await
}

async fn silent_xlsx(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let csv = silent_csv(site.clone(), session, RawQuery(raw.clone())).await;
    workbook("silent", csv, &site, raw.as_deref()).await
}

async fn refusals_xlsx(
    site: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let csv = refusals_csv(site.clone(), session, RawQuery(raw.clone())).await;
    workbook("refusals", csv, &site, raw.as_deref()).await
}
