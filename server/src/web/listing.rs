//! Household listings: pages that are handed over whole, and their tables as files (docs/decisions/0115).

use super::account::Said;
use super::asker::Asker;
use super::doors::{Door, Doors};
use crate::export::Form;
use crate::listing::{areas, households, table};
use crate::site::Site;
use api::listing::{AreasQuery, HouseholdsQuery, ListingPage};
use api::{ApiError, Session};
use app::Instead;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use domain::permission::Permission;
use std::sync::Arc;

/// Every address of them.
pub fn doors() -> Doors {
    const SUMS: Door = Door::Needs(Permission::SeeCoverage);
    const HOUSEHOLDS: Door = Door::Needs(Permission::SeeHouseholds);
    Doors::new()
        .get("/listing", SUMS, by_area)
        .on(Method::GET, "/listing.csv", SUMS, file(Form::Csv))
        .on(Method::GET, "/listing.xlsx", SUMS, file(Form::Xlsx))
        .get("/listing/{code}", HOUSEHOLDS, of_area)
        .on(
            Method::GET,
            "/listing/{code}/households.csv",
            HOUSEHOLDS,
            households_file(Form::Csv),
        )
        .on(
            Method::GET,
            "/listing/{code}/households.xlsx",
            HOUSEHOLDS,
            households_file(Form::Xlsx),
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
fn file(form: Form) -> MethodRouter<Arc<Site>> {
    get(
        async move |State(site): State<Arc<Site>>,
                    Extension(session): Extension<Session>,
                    RawQuery(raw): RawQuery| {
            let about = super::tables::chosen(&site, raw.as_deref());
            let asked = AreasQuery::parse(query(raw.as_deref()).pairs());
            match table::of_areas(&site, &session, asked).await {
                Ok(table) => table.answer_with(form, about),
                Err(error) => super::api_failed(&error),
            }
        },
    )
}

/// `GET /listing/{code}/households.csv`, `.xlsx`
fn households_file(form: Form) -> MethodRouter<Arc<Site>> {
    get(
        async move |State(site): State<Arc<Site>>,
                    Extension(session): Extension<Session>,
                    Path(code): Path<String>,
                    RawQuery(raw): RawQuery| {
            let about = super::tables::chosen(&site, raw.as_deref());
            let asked = HouseholdsQuery::parse(query(raw.as_deref()).pairs());
            match table::of_households(&site, &session, &code, asked).await {
                Ok(table) => table.answer_with(form, about),
                Err(error) => super::api_failed(&error),
            }
        },
    )
}
