//! The forms by which thresholds are changed.

use super::again::again;
use crate::site::Site;
use crate::thresholds::decide::{Decided, ask, decide};
use api::thresholds::{ThresholdDraft, check_href, preview_href};
use api::{ApiError, Session};
use axum::Extension;
use axum::extract::{Path, RawForm, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::checks::Check;
use std::sync::Arc;

/// `POST /checks/{code}/thresholds`: asks for a preview. What is wrong goes back to the form with what was typed.
pub async fn preview(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let Some(check) = Check::from_code(&code) else {
        return super::api_failed(&ApiError::NotFound);
    };
    let form = String::from_utf8_lossy(&form);
    let pairs = api::query::decoded_pairs(&form);
    let draft = ThresholdDraft::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let draft = draft.unwrap_or_default();
    match ask(&site, &session, check, &draft).await {
        Ok(Ok(preview_id)) => Redirect::to(&preview_href(check, preview_id)).into_response(),
        Ok(Err(_)) => {
            let shown = draft.without_words().href(check);
            again(site, session, &headers, &draft.href(check), &shown).await
        }
        Err(error) => super::api_failed(&error),
    }
}

/// `GET /checks/{code}/thresholds`: where somebody ends who had to sign in first. Nothing is done by looking.
pub async fn back(Path(code): Path<String>) -> Response {
    match Check::from_code(&code) {
        Some(check) => Redirect::to(&check_href(check)).into_response(),
        None => super::api_failed(&ApiError::NotFound),
    }
}

/// `POST /checks/{code}/previews/{id}`: saves the change, or discards it.
pub async fn decided(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path((code, preview_id)): Path<(String, String)>,
    RawForm(form): RawForm,
) -> Response {
    let found = Check::from_code(&code).zip(preview_id.parse::<i32>().ok());
    let Some((check, preview_id)) = found else {
        return super::api_failed(&ApiError::NotFound);
    };
    let form = String::from_utf8_lossy(&form);
    let pairs = api::query::decoded_pairs(&form);
    let said = |value: &str| pairs.iter().any(|(n, v)| n == "decision" && v == value);
    let save = match (said("save"), said("discard")) {
        (true, false) => true,
        (false, true) => false,
        _ => return Redirect::to(&preview_href(check, preview_id)).into_response(),
    };
    match decide(&site, &session, check, preview_id, save).await {
        Ok(Decided::Saved) => {
            Redirect::to(&format!("{}?saved=1", check_href(check))).into_response()
        }
        Ok(Decided::NotSaved) => Redirect::to(&preview_href(check, preview_id)).into_response(),
        Ok(Decided::Discarded) => {
            Redirect::to(&format!("{}?discarded=1", check_href(check))).into_response()
        }
        Err(error) => super::api_failed(&error),
    }
}
