//! What a coverage page offers beside itself: its table as CSV, its map's values day by day.

use crate::audit::page;
use crate::coverage::for_files;
use crate::export::{self, Form};
use crate::site::Site;
use crate::{csv_pieces, imports_csv, quarantine_csv};
use api::audit::AuditQuery;
use api::intake::QuarantineQuery;
use api::query::CoverageQuery;
use api::{Backend, Session};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::permission::Permission;
use std::sync::Arc;

/// Reads the query of a coverage address.
pub fn coverage_query(raw: Option<&str>) -> (CoverageQuery, Vec<api::query::QueryProblem>) {
    let pairs = api::query::decoded_pairs(raw.unwrap_or(""));
    CoverageQuery::parse(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// `GET /coverage/{code}/coverage.csv`: the rows of the page in the page's order, in the columns of FORMATS.md's
/// coverage.csv first, then what else the page's table shows.
pub async fn csv(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let (query, problems) = coverage_query(raw.as_deref());
    let view = match for_files(&site, &session, Some(&code), query, problems).await {
        Ok(view) => view,
        Err(error) => return super::api_failed(&error),
    };
    export::coverage::table(&view).answer(Form::Csv)
}

/// `GET /coverage/{code}/days`: see `api::days` for the form.
pub async fn days(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let (query, _) = coverage_query(raw.as_deref());
    match site.days(&session, &code, query).await {
        Ok(values) => {
            let mut body = match serde_json::to_vec(&values.head) {
                Ok(head) => head,
                Err(error) => return super::failed(&error),
            };
            body.push(b'\n');
            body.extend(values.body());
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, body).into_response()
        }
        Err(error) => super::api_failed(&error),
    }
}

/// `GET /quarantine.csv`: the rows that could not be taken and that the page's parameters choose, whole.
pub async fn quarantine(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    if let Err(error) = session.require(Permission::SeeIntake) {
        return super::api_failed(&error);
    }
    let pairs = api::query::decoded_pairs(raw.as_deref().unwrap_or(""));
    let query = QuarantineQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let filter = Arc::new(crate::intake::filter(&query));
    let sees_rows = crate::intake::sees_rows(&session);
    let pieces = csv_pieces::file(quarantine_csv::HEADER, 0, move |after| {
        let (site, filter) = (site.clone(), filter.clone());
        async move { quarantine_csv::piece(site.db(), &filter, after, sees_rows).await }
    });
    streamed(
        "attachment; filename=\"quarantine.csv\"",
        Body::from_stream(pieces),
    )
}

/// `GET /audit.csv`: the entries of the audit trail that the page's parameters choose, newest first.
pub async fn audit(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    if let Err(error) = session.require(Permission::SeeAudit) {
        return super::api_failed(&error);
    }
    let pairs = api::query::decoded_pairs(raw.as_deref().unwrap_or(""));
    let (query, _) = AuditQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let filter = Arc::new(page::filter(&site, &query));
    let pieces = csv_pieces::file(page::HEADER, i64::MAX, move |before| {
        let (site, filter) = (site.clone(), filter.clone());
        async move { page::piece(site.db(), &filter, before).await }
    });
    streamed(
        "attachment; filename=\"audit.csv\"",
        Body::from_stream(pieces),
    )
}

/// `GET /imports.csv`: every import that changed something.
pub async fn imports(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
) -> Response {
    if let Err(error) = session.require(Permission::SeeIntake) {
        return super::api_failed(&error);
    }
    let pieces = csv_pieces::file(imports_csv::HEADER, i32::MAX, move |before| {
        let site = site.clone();
        async move { imports_csv::piece(site.db(), before).await }
    });
    streamed(
        "attachment; filename=\"imports.csv\"",
        Body::from_stream(pieces),
    )
}

/// A CSV file that is sent while it is made.
pub fn streamed(disposition: &'static str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (headers, body).into_response()
}
