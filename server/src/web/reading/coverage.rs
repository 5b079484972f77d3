//! `GET /api/v1/coverage`: the areas below one, as the coverage page has them.

use super::answer::{Rows, RowsAnswer, cut};
use super::asked::Asked;
use super::params;
use super::refused::{Refusals, Refused};
use crate::coverage::for_files;
use crate::export::coverage::table;
use crate::site::Site;
use api::Session;
use api::query::CoverageQuery;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

const PATH: &str = "/api/v1/coverage";

/// Coverage of the areas below one.
///
/// The rows of the coverage page and of its CSV file, with the same filter: districts of the province, tehsils of a district, union
/// councils of a tehsil, and last what was claimed for the area itself and for none of those.
#[utoipa::path(
    get,
    path = "/api/v1/coverage",
    operation_id = "readCoverage",
    tag = "reading",
    params(
        params::Part,
        ("sort" = Option<String>, Query, description = "`name` (without it), `target`, `complete`, `coverage`, `expected`, `ahead`, `active` or `inside`."),
        ("dir" = Option<String>, Query, description = "`asc` (without it) or `desc`."),
        params::Rows
    ),
    responses(
        (status = 200, description = "The rows.", content(
            (RowsAnswer = "application/json", example = json!({
                "as_of": "2026-11-21T13:05:00Z", "zone": "Asia/Karachi",
                "filter": {"area": "PB", "wave": "W1", "from": null, "to": "2026-11-21", "sort": "name", "dir": "asc"},
                "rows": [{
                    "area_code": "PB01", "level": "district", "name": "Attock", "parent_code": "PB",
                    "target": 4000, "complete": 2530, "refused": 61, "not_at_home": 204, "other": 77, "expected_by_today": 2600,
                    "as_of": "2026-11-21T13:05:00Z", "coverage_pct": 63.2, "ahead": -70, "active_enumerators": 41,
                    "deployed_enumerators": 44, "partial": 20, "vacant": 31, "not_found": 12, "repeated": 9, "rejected": 3,
                    "inside_claimed_area": 2401, "judged_fixes": 2498, "wave_code": "W1", "period": "/2026-11-21"
                }],
                "next": null
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
    let known = ["area", "wave", "from", "to", "sort", "dir"];
    let mut asked = Asked::of(raw.as_deref(), &headers, &known);
    let query = read(&site, &mut asked);
    let offset = asked.offset();
    asked.check()?;
    let area = asked.value("area");
    let view = for_files(&site, &session, area, query, Vec::new()).await?;
    let mut table = table(&view);
    let next = cut(&mut table, &asked, PATH, offset);
    let rows = Rows {
        as_of: view.as_of,
        filter: vec![
            ("area", Some(view.area.code.clone())),
            ("wave", view.query.wave.clone()),
            ("from", view.query.from.map(|day| day.to_string())),
            ("to", Some(view.to.to_string())),
            ("sort", Some(view.query.sort.code().to_owned())),
            (
                "dir",
                Some(if view.query.descending { "desc" } else { "asc" }.to_owned()),
            ),
        ],
        table,
        next,
    };
    Ok(rows.answer(&asked, &site))
}

/// The query of a coverage page; what is not understood of it is noted.
pub fn read(site: &Site, asked: &mut Asked) -> CoverageQuery {
    asked.look_at_wave(&site.survey());
    let (query, problems) = CoverageQuery::parse(asked.pairs());
    for problem in problems {
        asked.not_understood(problem.parameter);
    }
    query
}
