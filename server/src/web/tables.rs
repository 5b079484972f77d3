//! `GET …csv` and `…xlsx`: the tables of pages as files.

use super::taker::Taker;
use crate::coverage::for_files;
use crate::export::{self, FileKind, Form, attachment, geojson, xlsx_of};
use crate::quality::page::choose;
use crate::site::Site;
use api::quality::QualityQuery;
use api::{ApiError, Backend, Session};
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use domain::measures::Measure;
use domain::permission::Permission;
use std::sync::Arc;

fn query(raw: Option<&str>) -> (QualityQuery, Vec<&'static str>) {
    let pairs = api::query::decoded_pairs(raw.unwrap_or(""));
    QualityQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())))
}

/// `GET /quality.csv`, `.xlsx`. The table says itself what it was chosen by.
pub(super) async fn quality(taker: Taker) -> Response {
    let said = taker.said();
    let (query, problems) = QualityQuery::parse(said.pairs());
    match taker.site.quality(&taker.session, query, problems).await {
        Ok(view) => export::quality(&view).answer(taker.form),
        Err(error) => super::api_failed(&error),
    }
}

/// `GET /overview.csv`, `.xlsx`. Likewise.
pub(super) async fn overview(taker: Taker) -> Response {
    match taker.site.overview(&taker.session).await {
        Ok(view) => export::overview(&view).answer(taker.form),
        Err(error) => super::api_failed(&error),
    }
}

/// `GET /quality/{measure}/{file}`: `areas` or `enumerators`, as CSV or XLSX.
pub async fn measure(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path((measure, file)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Response {
    let named = file.split_once('.');
    let form = named.and_then(|(_, ending)| Form::of(ending));
    let (Some(measure), Some((name, _)), Some(form)) = (Measure::from_code(&measure), named, form)
    else {
        return super::api_failed(&ApiError::NotFound);
    };
    let (query, problems) = query(raw.as_deref());
    let table = match name {
        "areas" => site
            .measure(&session, measure, query, problems)
            .await
            .map(|view| export::areas(&view)),
        "enumerators" => export::enumerators(&site, &session, measure, query),
        _ => Err(ApiError::NotFound),
    };
    match table {
        Ok(table) => table.answer(form),
        Err(error) => super::api_failed(&error),
    }
}

/// What an address's filter was, for a workbook's second sheet.
pub(super) fn chosen(site: &Site, raw: Option<&str>) -> Vec<(&'static str, String)> {
    let survey = site.survey();
    let as_of = survey
        .cube
        .as_of()
        .map(|at| at.to_minute_in(site.clock().zone()));
    let pairs = api::query::decoded_pairs(raw.unwrap_or(""));
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let filter: Vec<String> = given
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    vec![
        ("filter", filter.join(", ")),
        ("as_of", as_of.unwrap_or_default()),
        ("zone", site.clock().zone_name().to_owned()),
    ]
}

/// `GET /coverage/{code}/coverage.xlsx`
pub async fn coverage(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let about = chosen(&site, raw.as_deref());
    let (query, problems) = super::downloads::coverage_query(raw.as_deref());
    match for_files(&site, &session, Some(&code), query, problems).await {
        Ok(view) => export::coverage::table(&view).answer_with(Form::Xlsx, about),
        Err(error) => super::api_failed(&error),
    }
}

/// `GET /flags.xlsx`
pub async fn flags(
    state: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let about = chosen(&state.0, raw.as_deref());
    let csv = super::flags::csv(state, session, RawQuery(raw)).await;
    xlsx_of(csv, "flags", &["rule_version", "value", "threshold"], about).await
}

/// `GET /risk.xlsx`
pub async fn risk(
    state: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let about = chosen(&state.0, raw.as_deref());
    let csv = super::flags::risks(state, session, RawQuery(raw)).await;
    xlsx_of(csv, "risk", &["interviews", "score", "rank"], about).await
}

/// `GET /imports.xlsx`
pub async fn imports(state: State<Arc<Site>>, session: Extension<Session>) -> Response {
    let about = chosen(&state.0, None);
    let csv = super::downloads::imports(state, session).await;
    let numbers = [
        "import",
        "read",
        "accepted",
        "unchanged",
        "updated",
        "quarantined",
    ];
    xlsx_of(csv, "imports", &numbers, about).await
}

/// `GET /audit.xlsx`
pub async fn audit(
    state: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let about = chosen(&state.0, raw.as_deref());
    let csv = super::downloads::audit(state, session, RawQuery(raw)).await;
    xlsx_of(csv, "audit", &["entry"], about).await
}

/// `GET /quarantine.xlsx`
pub async fn quarantine(
    state: State<Arc<Site>>,
    session: Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let about = chosen(&state.0, raw.as_deref());
    let csv = super::downloads::quarantine(state, session, RawQuery(raw)).await;
    xlsx_of(csv, "quarantine", &["row_number"], about).await
}

/// `GET /coverage/{code}/coverage.geojson`
pub async fn coverage_geojson(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let (query, problems) = super::downloads::coverage_query(raw.as_deref());
    let view = match for_files(&site, &session, Some(&code), query, problems).await {
        Ok(view) => view,
        Err(error) => return super::api_failed(&error),
    };
    let name = format!("coverage-{}", view.area.code);
    match geojson::coverage(&site.survey(), &view).await {
        Ok(body) => attachment(&name, FileKind::GeoJson, body),
        Err(error) => super::failed(&error),
    }
}

/// `GET /flags.geojson`: flags by check of the areas below `area`.
pub async fn flags_geojson(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    if let Err(error) = session.require(Permission::SeeFlags) {
        return super::api_failed(&error);
    }
    let (query, problems) = query(raw.as_deref());
    let survey = site.survey();
    let (chosen, _, period) = match choose(&site, &session, &survey, query, problems) {
        Ok(chosen) => chosen,
        Err(error) => return super::api_failed(&error),
    };
    let name = format!("flags-{}", chosen.area.code);
    match geojson::flags(&survey, &site.quality_now().now, &chosen, &period).await {
        Ok(body) => attachment(&name, FileKind::GeoJson, body),
        Err(error) => super::failed(&error),
    }
}
