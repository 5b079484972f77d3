//! The draws of an area as a file: a line a draw.

use super::lists;
use crate::export::{Cell, Table};
use crate::site::Site;
use api::spot_checks::DrawsQuery;
use api::{ApiError, Session};

/// The table of `/spot-checks`.
pub async fn draws(site: &Site, session: &Session, query: DrawsQuery) -> Result<Table, ApiError> {
    let view = lists::draws(site, session, query).await?;
    let rows = view.draws.iter().map(|draw| {
        let load = &draw.load;
        vec![
            Cell::Text(draw.draw_id.to_string()),
            Cell::Text(draw.area.code.clone()),
            Cell::Text(draw.area.name.clone()),
            Cell::Text(draw.starts_on.to_string()),
            Cell::filled(&draw.wave),
            Cell::Text(draw.at_local.clone()),
            Cell::Text(draw.by.clone()),
            Cell::count(draw.interviews),
            Cell::count(draw.visits),
            Cell::count(load.to_visit),
            Cell::count(load.overdue),
            Cell::count(load.latest_by_days),
            Cell::count(load.to_decide),
            Cell::count(load.to_close),
            Cell::count(load.closed),
            Cell::count(load.dropped),
        ]
    });
    Ok(Table::of(
        "spot-checks",
        [
            "draw",
            "tehsil_code",
            "tehsil",
            "week_from",
            "wave",
            "drawn_at",
            "drawn_by",
            "interviews",
            "visits_drawn",
            "to_visit",
            "overdue",
            "latest_by_field_days",
            "to_decide",
            "to_close",
            "closed",
            "replaced_or_withdrawn",
        ],
        rows.collect(),
    ))
}
