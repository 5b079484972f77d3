//! What the flag pages' forms and downloads ask for.

use super::downloads::streamed;
use crate::csv_pieces;
use crate::flags::csv::{HEADER, piece};
use crate::flags::risks::scored_area;
use crate::flags::steps::{StepForm, take_all, take_one};
use crate::flags::told::Eyes;
use crate::flags::{filter_of, risk_csv};
use crate::site::Site;
use api::Session;
use api::flags::{FlagKey, FlagQuery, RiskQuery};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// `GET /flags.csv`: the flags that the page's parameters choose.
pub async fn csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query(raw.as_deref().unwrap_or(""));
    let filter = match filter_of(&site, &session, &query).await {
        Ok(filter) => Arc::new(filter),
        Err(error) => return super::api_failed(&error),
    };
    let eyes = Eyes::of(&site, &session);
    let pieces = csv_pieces::file(HEADER, None, move |after| {
        let (site, filter, eyes) = (site.clone(), filter.clone(), eyes.clone());
        async move { piece(site.db(), &filter, after, &eyes).await }
    });
    streamed(
        "attachment; filename=\"flags.csv\"",
        Body::from_stream(pieces),
    )
}

/// `GET /risk.csv`: the risk list of an area. Not for those who see reasons only.
pub async fn risks(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let pairs = api::query::decoded_pairs(raw.as_deref().unwrap_or(""));
    let query = RiskQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let survey = site.survey();
    let area = match scored_area(&site, &session, query.area.as_deref()) {
        Ok(area) => area,
        Err(error) => return super::api_failed(&error),
    };
    let pieces = csv_pieces::file(risk_csv::HEADER, 0, move |offset| {
        let (site, survey) = (site.clone(), survey.clone());
        async move { risk_csv::piece(site.db(), &survey.cube, area, offset).await }
    });
    streamed(
        "attachment; filename=\"risk.csv\"",
        Body::from_stream(pieces),
    )
}

/// `POST /flags/triage`: one step with every flag that the form's filter means.
pub async fn triage(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawForm(form): RawForm,
) -> Response {
    let form = String::from_utf8_lossy(&form).into_owned();
    let query = query(&form);
    match take_all(&site, &session, &query, step_form(&form)).await {
        Ok(notice) => Redirect::to(&query.href_after(notice)).into_response(),
        Err(error) => super::api_failed(&error),
    }
}

/// `GET /flags/triage`: where somebody ends who had to sign in first. Nothing is done by looking.
pub async fn back() -> Response {
    Redirect::to(&FlagQuery::default().href()).into_response()
}

/// `POST /flags/{key}`: one step with one flag.
pub async fn step(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let Some(key) = FlagKey::parse(&key) else {
        return super::api_failed(&api::ApiError::NotFound);
    };
    let form = String::from_utf8_lossy(&form).into_owned();
    match take_one(&site, &session, key, step_form(&form)).await {
        Ok(notice) => Redirect::to(&key.href_after(notice)).into_response(),
        Err(error) => super::api_failed(&error),
    }
}

fn query(raw: &str) -> FlagQuery {
    let pairs = api::query::decoded_pairs(raw);
    FlagQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))).0
}

fn step_form(raw: &str) -> StepForm {
    let pairs = api::query::decoded_pairs(raw);
    StepForm::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())))
}
