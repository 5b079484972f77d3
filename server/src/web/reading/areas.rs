//! `GET /api/v1/areas/{code}`: one area, where it stands, and its figures.

use super::answer::{Rows, RowsAnswer};
use super::asked::Asked;
use super::refused::{Refusals, Refused};
use crate::coverage::for_files;
use crate::export;
use crate::site::Site;
use api::coverage::AreaRef;
use api::quality::QualityQuery;
use api::{Backend, Session};
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use utoipa::ToSchema;

/// One area. `rows` is one row: its own coverage.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaAnswer {
    #[serde(flatten)]
    rows: RowsAnswer,
    /// The area.
    area: AreaName,
    /// From the top of what the user may see down to the area, itself last.
    path: Vec<AreaName>,
    /// The areas of the next level below.
    below: Vec<AreaName>,
    /// Its measures of quality, as the quality page and its CSV file have them.
    #[schema(value_type = Vec<Object>)]
    quality: Vec<Map<String, Value>>,
}

/// An area's names.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaName {
    /// The code.
    code: String,
    /// The level: `province`, `division`, `district`, `tehsil` or `uc`.
    level: &'static str,
    /// The English name.
    name: String,
    /// The Urdu name; null where it is not known.
    name_ur: Option<String>,
    /// Whether a boundary is on file.
    has_boundary: bool,
}

impl From<&AreaRef> for AreaName {
    fn from(area: &AreaRef) -> AreaName {
        AreaName {
            code: area.code.clone(),
            level: area.level.code(),
            name: area.name.clone(),
            name_ur: area.name_ur.clone(),
            has_boundary: area.has_boundary,
        }
    }
}

/// One area with its figures.
///
/// Its coverage in the columns of the coverage page's CSV file (as CSV that row alone), its place among the areas, and its measures of
/// quality.
#[utoipa::path(
    get,
    path = "/api/v1/areas/{code}",
    operation_id = "readArea",
    tag = "reading",
    params(
        ("code" = String, Path, description = "The area's code.", example = "PB0101"),
        ("wave" = Option<String>, Query, description = "A wave's code; without it all waves."),
        ("from" = Option<String>, Query, description = "The first day that counts, as `YYYY-MM-DD`; without it from the beginning."),
        ("to" = Option<String>, Query, description = "The last day that counts, as `YYYY-MM-DD`; without it today."),
        ("format" = Option<String>, Query, description = "`json` or `csv`; without it what `Accept` prefers, else JSON.")
    ),
    responses(
        (status = 200, description = "The area.", content(
            (AreaAnswer = "application/json", example = json!({
                "as_of": "2026-11-21T13:05:00Z", "zone": "Asia/Karachi",
                "filter": {"wave": null, "from": null, "to": "2026-11-21"},
                "rows": [{
                    "area_code": "PB01", "level": "district", "name": "Attock", "parent_code": "D08",
                    "target": 4000, "complete": 2530, "refused": 61, "not_at_home": 204, "other": 77, "expected_by_today": 2600,
                    "as_of": "2026-11-21T13:05:00Z", "coverage_pct": 63.2, "ahead": -70, "active_enumerators": 41,
                    "deployed_enumerators": 44, "partial": 20, "vacant": 31, "not_found": 12, "repeated": 9, "rejected": 3,
                    "inside_claimed_area": 2401, "judged_fixes": 2498, "wave_code": null, "period": "/2026-11-21"
                }],
                "next": null,
                "area": {"code": "PB01", "level": "district", "name": "Attock", "name_ur": "اٹک", "has_boundary": true},
                "path": [
                    {"code": "PB", "level": "province", "name": "Punjab", "name_ur": "پنجاب", "has_boundary": true},
                    {"code": "D08", "level": "division", "name": "Rawalpindi", "name_ur": "راولپنڈی", "has_boundary": true},
                    {"code": "PB01", "level": "district", "name": "Attock", "name_ur": "اٹک", "has_boundary": true}
                ],
                "below": [{"code": "PB0101", "level": "tehsil", "name": "Attock", "name_ur": "اٹک", "has_boundary": true}],
                "quality": [
                    {"measure": "valid_gps", "name": "Valid GPS", "unit": "%", "value": 97.3187, "part": 2431, "of": 2498}
                ]
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
    Path(code): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let mut asked = Asked::of(raw.as_deref(), &headers, &["wave", "from", "to"]);
    let query = super::coverage::read(&site, &mut asked);
    asked.offset();
    asked.check()?;
    let of_quality = QualityQuery {
        area: Some(code.clone()),
        wave: query.wave.clone(),
        from: query.from,
        to: query.to,
        ..QualityQuery::default()
    };
    let view = for_files(&site, &session, Some(&code), query, Vec::new()).await?;
    let quality = site.quality(&session, of_quality, Vec::new()).await?;
    let names = |areas: &[AreaRef]| areas.iter().map(AreaName::from).collect();
    let rows = Rows {
        as_of: view.as_of,
        filter: vec![
            ("wave", view.query.wave.clone()),
            ("from", view.query.from.map(|day| day.to_string())),
            ("to", Some(view.to.to_string())),
        ],
        table: export::coverage::headline(&view),
        next: None,
    };
    Ok(rows.answer_with(&asked, &site, |rows| AreaAnswer {
        rows,
        area: AreaName::from(&view.area),
        path: names(&view.path),
        below: view
            .rows
            .iter()
            .map(|row| AreaName::from(&row.area))
            .collect(),
        quality: export::quality(&quality).json_rows(),
    }))
}
