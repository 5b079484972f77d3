//! `GET /api/v1/spot-checks/results`: what the spot checks say, by tehsil, enumerator or check.

use super::answer::{Rows, RowsAnswer, cut};
use super::asked::Asked;
use super::params;
use super::refused::{Refusals, Refused};
use crate::site::Site;
use crate::spot_checks::{results, results_table};
use api::Session;
use api::spot_checks::{ResultsBy, ResultsQuery};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::Arc;

const PATH: &str = "/api/v1/spot-checks/results";

/// An answer as it may be. In pieces: the columns are more than the macro takes at once.
fn example() -> Value {
    let counts = json!({
        "area_code": "PB0101", "area": "Attock", "completed": 3120, "drawn": 58, "visited": 51, "decided": 47,
        "decided_concordant": 38, "decided_minor": 4, "decided_serious": 1, "decided_fabricated": 2, "decided_cannot_tell": 2
    });
    let households = json!({
        "found": 95.1, "found_low": 84.7, "found_high": 98.5, "found_told_from": 49,
        "concordant": 86.2, "concordant_low": 72.4, "concordant_high": 93.7, "concordant_told_from": 45,
        "grave": 4.4, "grave_low": 1.2, "grave_high": 14.6, "grave_told_from": 45,
        "fabricated": 2.1, "fabricated_low": 0.5, "fabricated_high": 8.9, "fabricated_told_from": 45
    });
    let answers = json!({
        "errors_type_1": 3.6, "errors_type_1_low": 1.6, "errors_type_1_high": 7.8, "errors_type_1_told_from": 43,
        "errors_type_2": 7.2, "errors_type_2_low": 3.9, "errors_type_2_high": 12.9, "errors_type_2_told_from": 41,
        "errors_type_3": 12.8, "errors_type_3_low": 6.7, "errors_type_3_high": 23.1, "errors_type_3_told_from": 40,
        "stands_for": 1092, "of_frame": 1120
    });
    let pieces = [counts, households, answers].into_iter();
    let members = pieces.filter_map(|piece| match piece {
        Value::Object(members) => Some(members),
        _ => None,
    });
    let row: Map<String, Value> = members.flatten().collect();
    json!({
        "as_of": "2026-11-21T13:05:00Z", "zone": "Asia/Karachi",
        "filter": {"by": "tehsil", "area": "PB01", "wave": null},
        "rows": [row],
        "next": "/api/v1/spot-checks/results?area=PB01&limit=1&after=1"
    })
}

/// Rates of spot checks, by tehsil, enumerator or check.
///
/// The rows of the page's file. Rates are in per cent, each with its 95 % interval, weighted by the probabilities of the draws; null where nothing of
/// it is told yet. `decided` of `completed` is the spot-check rate. Of what was drawn with an interview's stratum `stands_for` of `of_frame`
/// interviews are stood for by one that was decided. By enumerator for users who may see measures by enumerator.
#[utoipa::path(
    get,
    path = "/api/v1/spot-checks/results",
    operation_id = "readSpotCheckResults",
    tag = "reading",
    params(
        ("by" = Option<String>, Query, description = "`tehsil` (without it), `enumerator`: everybody of whom something was drawn, or `check`: every check that had fired on something that was drawn."),
        ("area" = Option<String>, Query, description = "Of an area, by its code; without it of the top of what the user may see.", example = "PB01"),
        ("wave" = Option<String>, Query, description = "A wave's code; without it all waves."),
        params::Rows
    ),
    responses(
        (status = 200, description = "The rows.", content(
            (RowsAnswer = "application/json", example = json!(example())),
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
    let mut asked = Asked::of(raw.as_deref(), &headers, &["by", "area", "wave"]);
    asked.look_at_wave(&site.survey());
    let (query, problems) = ResultsQuery::parse(asked.pairs());
    for name in problems {
        match name {
            "by" => asked.not_one_of(name, &ResultsBy::ALL.map(ResultsBy::code)),
            _ => asked.not_understood(name),
        }
    }
    let offset = asked.offset();
    asked.check()?;
    // Before the rows are read: they can only be newer than this says.
    let as_of = site.survey().cube.as_of();
    let view = results::all(&site, &session, query, Vec::new()).await?;
    let mut table = results_table::table(&view);
    let next = cut(&mut table, &asked, PATH, offset);
    let rows = Rows {
        as_of,
        filter: vec![
            ("by", Some(view.query.by.code().to_owned())),
            ("area", Some(view.area.code)),
            ("wave", view.query.wave),
        ],
        table,
        next,
    };
    Ok(rows.answer(&asked, &site))
}
