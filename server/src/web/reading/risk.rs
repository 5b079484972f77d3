//! `GET /api/v1/risk`: the risk list of an area.

use super::answer::{Rows, RowsAnswer};
use super::asked::Asked;
use super::params;
use super::refused::{Refusals, Refused};
use crate::export::Table;
use crate::flags::risk_csv::{HEADER, rows};
use crate::flags::risks::scored_area;
use crate::site::Site;
use api::Session;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

const PATH: &str = "/api/v1/risk";

/// Enumerators by how much speaks for a second look at their work.
///
/// The rows of risk.csv: one an enumerator, wave and tehsil, the highest score first. `contributions` is an object: points by check, and
/// under `spot_check_fabricated` those by which interviews that were found to be fabricated at the door raised the score. For
/// users who may see scores.
#[utoipa::path(
    get,
    path = "/api/v1/risk",
    operation_id = "readRisk",
    tag = "reading",
    params(
        ("area" = Option<String>, Query, description = "Tehsils of an area, by its code; without it of the top of what the user may see.", example = "PB01"),
        params::Rows
    ),
    responses(
        (status = 200, description = "The rows.", content(
            (RowsAnswer = "application/json", example = json!({
                "as_of": "2026-11-21T13:05:00Z", "zone": "Asia/Karachi",
                "filter": {"area": "PB01"},
                "rows": [{
                    "enumerator_code": "E0017", "tehsil_code": "PB0101", "interviews": 312, "score": 41.75, "rank": 1,
                    "contributions": {"duration_short": 22.5, "travel_speed": 19.25}
                }],
                "next": "/api/v1/risk?area=PB01&limit=1&after=1"
            })),
            (String = "text/csv")
        )),
        Refusals
    ),
    security(("token" = []), ("session" = []))
)]
pub async fn answer(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let mut asked = Asked::of(raw.as_deref(), &headers, &["area"]);
    let offset = asked.offset();
    asked.check()?;
    // Before the rows are read: they can only be newer than this says.
    let as_of = site.quality_now().now.quality.as_of();
    let area = scored_area(&site, &session, asked.value("area"))?;
    let survey = site.survey();
    let limit = asked.limit as usize;
    let mut read = rows(site.db(), &survey.cube, area, offset, asked.limit + 1).await?;
    let is_more = read.len() > limit;
    read.truncate(limit);
    let end = offset.saturating_add(asked.limit).to_string();
    let next = is_more.then(|| asked.next_address(PATH, &end));
    let cells = read.into_iter().map(Vec::from).collect();
    let code = survey.cube.by_id(area).map(|area| area.code.clone());
    let rows = Rows {
        as_of,
        filter: vec![("area", code)],
        table: Table::of("risk", HEADER.trim_end().split(','), cells),
        next,
    };
    Ok(rows.answer(&asked, &site))
}
