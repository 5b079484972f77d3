//! Draws as files: those of an area, a line a draw; and one draw, a line a check.

use super::lists;
use crate::export::{Cell, Table};
use crate::site::Site;
use api::spot_checks::{CheckItem, DrawsQuery};
use api::{ApiError, Session};
use app::texts::spot_checks as words;
use domain::lang::Lang;

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

/// The table of `/spot-checks/{draw}`: walk by walk, replacements last. It tells what the page tells, and nothing of any interview.
pub async fn draw(site: &Site, session: &Session, draw_id: i32) -> Result<Table, ApiError> {
    let view = lists::draw(site, session, draw_id, false, None).await?;
    let reasons = |check: &CheckItem, lang: Lang| {
        let said = check.reasons.iter().map(|one| words::layer(*one).say(lang));
        said.collect::<Vec<_>>().join("; ")
    };
    let number = |number: Option<i32>| Cell::counted(number.map(i32::unsigned_abs));
    let rows = view.checks.iter().map(|check| {
        vec![
            Cell::count(check.check_id.unsigned_abs()),
            Cell::count(check.walk),
            Cell::Text(check.area.code.clone()),
            Cell::Text(check.area.name.clone()),
            Cell::Text(check.enumerator.clone()),
            Cell::Text(check.layer.code().to_owned()),
            Cell::Text(reasons(check, session.lang)),
            Cell::Fixed(check.probability, 6),
            Cell::text(check.monitor.as_deref()),
            Cell::text(check.due_on.map(|day| day.to_string()).as_deref()),
            Cell::count(check.late_days),
            Cell::Text(check.state.code().to_owned()),
            Cell::count(check.attempts),
            Cell::text(check.outcome.map(|outcome| outcome.code())),
            number(check.replaces),
            number(check.replaced_by),
        ]
    });
    Ok(Table::of(
        format!("spot-checks-draw-{draw_id}"),
        [
            "check",
            "walk",
            "uc_code",
            "uc",
            "enumerator",
            "layer",
            "reasons",
            "probability",
            "monitor",
            "due_on",
            "late_by_field_days",
            "state",
            "days_nobody_at_home",
            "outcome",
            "visited_instead_of",
            "replaced_by",
        ],
        rows.collect(),
    ))
}
