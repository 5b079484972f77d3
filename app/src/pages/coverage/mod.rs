//! The coverage pages: `/coverage` (the top of the reader's scope) and `/coverage/CODE`.

pub(crate) mod as_of;
pub(crate) mod chart;
mod filters;
mod headline;
pub(crate) mod map;
mod parents;
mod table;
mod table_row;

use super::failed::Failed;
use crate::components::{Breadcrumb, Commands, Page, figure, held_help};
use crate::request::{self, Answer};
use crate::texts::{coverage, errors, levels};
use api::ApiError;
use api::coverage::CoverageView;
use api::query::{CoverageQuery, decoded_pairs};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// How a level's areas are imported.
pub const IMPORT_AREAS: &[&str] = &[
    "fieldwatch import areas --level district --code CODE --name NAME districts.geojson",
    "fieldwatch import areas --level tehsil --code CODE --name NAME --parent DISTRICT tehsils.geojson",
    "fieldwatch import areas --level uc --code CODE --name NAME --parent TEHSIL union_councils.geojson",
];

/// The page of the top of the reader's scope.
#[component]
pub fn CoverageOfScope() -> impl IntoView {
    loaded(None)
}

/// The page of the area in the address.
#[component]
pub fn CoverageOfArea() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("code"));
    loaded(Some(code.unwrap_or_default()))
}

/// Waits for the use case while the page is rendered. A `Suspend` without a resource: a resource would write its
/// data into the page a second time, for a browser half that never reads them.
fn loaded(code: Option<String>) -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let pairs = decoded_pairs(&request::raw_query());
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        let pairs = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        let (query, problems) = CoverageQuery::parse(pairs);
        match backend
            .coverage(&session, code.as_deref(), query, problems)
            .await
        {
            Ok(view) => view! { <CoveragePage view=&view /> }.into_any(),
            Err(ApiError::NotFound) if code.is_none() => view! { <NoAreas /> }.into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

/// The whole page of one area.
#[component]
pub fn CoveragePage<'a>(
    /// What it shows.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let name = view.area.name_in(lang).to_owned();
    let breadcrumb = view! { <Breadcrumb view /> }.into_any();
    let as_of = view! { <as_of::AsOf view /> }.into_any();
    let headline = view! { <headline::Headline view /> }.into_any();
    let filters = view! { <filters::Filters view /> }.into_any();
    let is_held = view.splits.is_held() || view.rows.iter().any(|row| row.splits.is_held());
    let held = is_held.then(|| held_help(lang));
    let areas = areas(view);
    let chart = view! { <chart::Chart view /> }.into_any();
    let below = view.below.as_ref().map(|below| figure(lang, below));
    let level = levels::one(view.area.level).say(lang);
    view! {
        <Page title=coverage::TITLE.fill(lang, &[("area", &name)])>
            {breadcrumb}
            <div class="page-title">
                <h1><bdi>{name}</bdi></h1>
                <p class="level">{level}</p>
            </div>
            {as_of}
            {headline}
            {filters}
            {held}
            {areas}
            {chart}
            {below}
        </Page>
    }
    .into_any()
}

/// The areas below: table first, then map; or where a union council lies; or what to do when there are none.
fn areas(view: &CoverageView) -> AnyView {
    let lang = request::lang();
    if view.rows_level.is_none() {
        return view! { <parents::Parents view /> }.into_any();
    }
    if view.rows.is_empty() && view.elsewhere.is_none() {
        return view! {
            <section class="notice" id="no-areas">
                <p>{coverage::NO_ROWS.say(lang)}</p>
                <Commands lines=IMPORT_AREAS />
            </section>
        }
        .into_any();
    }
    let table = view! { <table::CoverageTable view /> }.into_any();
    let map = view! { <map::CoverageMap view /> }.into_any();
    view! { <div class="table-and-map">{table} {map}</div> }.into_any()
}

/// The page of a survey whose areas have not been imported.
#[component]
pub fn NoAreas() -> impl IntoView {
    let lang = request::lang();
    view! {
        <Page title=errors::NO_AREAS.say(lang).to_owned()>
            <div class="message-page" id="no-areas">
                <h1>{errors::NO_AREAS.say(lang)}</h1>
                <p>{errors::NO_AREAS_WHY.say(lang)}</p>
                <p>{errors::NO_AREAS_NEXT.say(lang)}</p>
                <Commands lines=IMPORT_AREAS />
            </div>
        </Page>
    }
}
