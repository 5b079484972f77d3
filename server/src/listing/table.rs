//! Listings as files: by area, and the households of one area.

use super::{areas, households};
use crate::export::{Cell, Table};
use crate::site::Site;
use api::listing::{AreasQuery, HouseholdsQuery, Told};
use api::{ApiError, Session};

/// Households of one area that a file holds: more than any union council has.
const MOST: u32 = 200_000;

/// The table of `/listing`.
pub async fn of_areas(
    site: &Site,
    session: &Session,
    query: AreasQuery,
) -> Result<Table, ApiError> {
    let view = areas(site, session, query, true).await?;
    let chosen = view.chosen.as_ref().ok_or(ApiError::NotFound)?;
    let line = |code: &str, name: &str, told: &Told| {
        let mut row = vec![
            Cell::filled(&chosen.name),
            Cell::filled(chosen.kind.code()),
            Cell::filled(&chosen.wave),
            Cell::filled(code),
            Cell::filled(name),
        ];
        row.extend(numbers(told));
        row
    };
    let mut rows: Vec<Vec<Cell>> = view
        .rows
        .iter()
        .map(|row| line(&row.area.code, &row.area.name, &row.told))
        .collect();
    let itself = view.itself.as_ref();
    rows.extend(itself.map(|told| line(&view.area.code, &view.area.name, told)));
    if rows.is_empty() {
        rows.push(line(&view.area.code, &view.area.name, &view.total));
    }
    Ok(Table::of(
        "listing",
        [
            "listing",
            "kind",
            "wave",
            "area_code",
            "area",
            "listed",
            "interviewed",
            "attempted",
            "nobody_visited",
            "not_on_the_list",
            "without_a_reference",
        ],
        rows,
    ))
}

fn numbers(told: &Told) -> [Cell; 6] {
    [
        Cell::count(told.listed),
        Cell::count(told.interviewed),
        Cell::disclosed(told.attempted),
        Cell::disclosed(told.nobody),
        Cell::count(told.not_listed),
        Cell::count(told.unnamed),
    ]
}

/// The households that `/listing/{code}` lists, all of them.
pub async fn of_households(
    site: &Site,
    session: &Session,
    code: &str,
    query: HouseholdsQuery,
) -> Result<Table, ApiError> {
    let view = households(site, session, code, query, Some(MOST)).await?;
    let rows = view.households.iter().map(|one| {
        let degrees = |value: f64| Cell::Fixed(value, 6);
        vec![
            Cell::filled(&view.listing.name),
            Cell::filled(&view.area.code),
            Cell::filled(&one.reference),
            Cell::text(one.address.as_deref()),
            one.point
                .map_or(Cell::Blank, |point| degrees(point.latitude)),
            one.point
                .map_or(Cell::Blank, |point| degrees(point.longitude)),
            Cell::text(one.enumerator.as_deref()),
            Cell::filled(one.reached.code()),
        ]
    });
    Ok(Table::of(
        format!("listing-{}", view.area.code),
        [
            "listing",
            "area_code",
            "household_ref",
            "address",
            "latitude",
            "longitude",
            "enumerator_code",
            "reached",
        ],
        rows.collect(),
    ))
}
