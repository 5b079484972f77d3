//! `GET /api/v1/flags`: the flags that the page's filter chooses.

use super::answer::{Rows, RowsAnswer};
use super::asked::Asked;
use super::params;
use super::refused::{Refusals, Refused};
use crate::export::Table;
use crate::flags::csv::{HEADER, rows};
use crate::flags::told::Eyes;
use crate::flags::{filter_of, place_of, place_text};
use crate::site::Site;
use api::Session;
use api::flags::FlagQuery;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

const PATH: &str = "/api/v1/flags";

/// Flags.
///
/// The rows of flags.csv, the most severe and of those the newest first. `evidence` is an object whose members depend on the rule. What
/// it names outside of the user's area is left out and counted in `outside_your_area`; the id of a submission there is null. For
/// users who may see flags.
#[utoipa::path(
    get,
    path = "/api/v1/flags",
    operation_id = "readFlags",
    tag = "reading",
    params(
        ("area" = Option<String>, Query, description = "Filed under an area, or below it; without it the top of what the user may see.", example = "PB01"),
        ("check" = Option<String>, Query, description = "One check, by its code."),
        ("severity" = Option<String>, Query, description = "`info`, `review` or `severe`."),
        ("status" = Option<String>, Query, description = "`open`, `assigned`, `in_review`, `confirmed`, `dismissed` or `superseded`."),
        ("enumerator" = Option<String>, Query, description = "About one enumerator's work, by their code."),
        ("day" = Option<String>, Query, description = "Of one day, as `YYYY-MM-DD`."),
        ("assignee" = Option<String>, Query, description = "Assigned to a user, by name, or `me`."),
        params::Rows
    ),
    responses(
        (status = 200, description = "The rows.", content(
            (RowsAnswer = "application/json", example = json!({
                "as_of": "2026-11-21T13:05:00Z", "zone": "Asia/Karachi",
                "filter": {
                    "area": "PB0101", "check": null, "severity": "severe", "status": "open", "enumerator": null, "day": null,
                    "assignee": null
                },
                "rows": [{
                    "flag_id": "17-0c41d2a9e07b3f55", "rule": "travel_speed", "rule_version": 1, "severity": "severe",
                    "subject_kind": "visits", "submission_id": "uuid:8f", "other_submission_id": "uuid:8e", "enumerator_code": "E0017",
                    "device_id": "D-204", "area_code": "PB010103", "day": "2026-11-20", "value": 212.4, "unit": "km/h",
                    "threshold": 120, "status": "open", "reason": null,
                    "evidence": {"travel_speed": {"distance_m": 17700, "seconds": 300}}
                }],
                "next": "/api/v1/flags?area=PB0101&severity=severe&status=open&after=2.20777.17.c41d2a9e07b3f55"
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
    let known = [
        "area",
        "check",
        "severity",
        "status",
        "enumerator",
        "day",
        "assignee",
    ];
    let mut asked = Asked::of(raw.as_deref(), &headers, &known);
    let (query, problems) = FlagQuery::parse(asked.pairs());
    for name in problems {
        asked.not_understood(name);
    }
    let after = query.after.as_deref().map(place_of);
    if after == Some(None) {
        asked.not_understood("after");
    }
    asked.check()?;
    // Before the rows are read: they can only be newer than this says.
    let as_of = site.quality_now().now.quality.as_of();
    let filter = filter_of(&site, &session, &query).await?;
    let limit = asked.limit as usize;
    let eyes = Eyes::of(&site, &session);
    let mut read = rows(site.db(), &filter, after.flatten(), asked.limit + 1, &eyes).await?;
    let is_more = read.len() > limit;
    read.truncate(limit);
    let last = read.last().filter(|_| is_more);
    let next = last.map(|(_, place)| asked.next_address(PATH, &place_text(*place)));
    let cells = read.into_iter().map(|(row, _)| row.into()).collect();
    let survey = site.survey();
    let area = survey.cube.by_id(filter.area);
    let given = query.pairs();
    let chosen = known.into_iter().map(|name| {
        let value = given.iter().find(|(other, _)| *other == name);
        (name, value.map(|(_, value)| value.clone()))
    });
    let mut chosen: Vec<_> = chosen.collect();
    chosen[0].1 = area.map(|area| area.code.clone());
    let rows = Rows {
        as_of,
        filter: chosen,
        table: Table::of("flags", HEADER.trim_end().split(','), cells),
        next,
    };
    Ok(rows.answer(&asked, &site))
}
