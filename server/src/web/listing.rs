//! Household listings: pages that are handed over whole, and their tables as files (docs/decisions/0115).

use super::account::Said;
use super::asker::Asker;
use super::doors::{Door, Doors};
use super::taker::Taker;
use crate::listing::{areas, households, table};
use api::ApiError;
use api::listing::{AreasQuery, HouseholdsQuery, ListingPage};
use app::Instead;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use domain::permission::Permission;

/// Every address of them.
pub fn doors() -> Doors {
    const SUMS: Door = Door::Needs(Permission::SeeCoverage);
    const HOUSEHOLDS: Door = Door::Needs(Permission::SeeHouseholds);
    Doors::new()
        .get("/listing", SUMS, by_area)
        .files(["/listing.csv", "/listing.xlsx"], SUMS, areas_file)
        .get("/listing/{code}", HOUSEHOLDS, of_area)
        .files(
            [
                "/listing/{code}/households.csv",
                "/listing/{code}/households.xlsx",
            ],
            HOUSEHOLDS,
            households_file,
        )
}

/// The page, or what stands in its place.
async fn answer(asker: Asker, page: Result<ListingPage, ApiError>) -> Response {
    asker.answer(page.map(Instead::Listing)).await
}

fn query(raw: Option<&str>) -> Said {
    Said::of(raw.unwrap_or_default().as_bytes())
}

/// `GET /listing`
async fn by_area(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let asked = AreasQuery::parse(query(raw.as_deref()).pairs());
    let view = areas(&asker.site, &asker.session, asked, false).await;
    let page = view.map(|view| ListingPage::Areas(Box::new(view)));
    answer(asker, page).await
}

/// `GET /listing/{code}`
async fn of_area(asker: Asker, Path(code): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let asked = HouseholdsQuery::parse(query(raw.as_deref()).pairs());
    let view = households(&asker.site, &asker.session, &code, asked, None).await;
    let page = view.map(|view| ListingPage::Households(Box::new(view)));
    answer(asker, page).await
}

/// `GET /listing.csv`, `.xlsx`
async fn areas_file(taker: Taker) -> Response {
    let asked = AreasQuery::parse(taker.said().pairs());
    let table = table::of_areas(&taker.site, &taker.session, asked).await;
    taker.answer(table, taker.about())
}

/// `GET /listing/{code}/households.csv`, `.xlsx`
async fn households_file(taker: Taker, Path(code): Path<String>) -> Response {
    let asked = HouseholdsQuery::parse(taker.said().pairs());
    let table = table::of_households(&taker.site, &taker.session, &code, asked).await;
    taker.answer(table, taker.about())
}
