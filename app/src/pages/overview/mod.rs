//! `/`: where the survey stands, on one screen and on one page of paper.

mod card;
mod ranked;

use super::coverage::{NoAreas, as_of, chart, map};
use super::failed::Failed;
use crate::components::{Breadcrumb, Page, downloads, held_help};
use crate::request::{self, Answer};
use crate::texts::{levels, overview};
use api::ApiError;
use api::overview::OverviewView;
use domain::forecast::Forecast;
use domain::lang::Lang;
use domain::number::grouped;
use domain::permission::Permission;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Overview() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.overview(&session).await {
            Ok(view) => page(&view, session.may(Permission::SeeFlags)),
            Err(ApiError::NotFound) => view! { <NoAreas /> }.into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &OverviewView, sees_flags: bool) -> AnyView {
    let lang = request::lang();
    let coverage = &view.coverage;
    let name = coverage.area.name_in(lang).to_owned();
    let breadcrumb =
        (coverage.path.len() > 1).then(|| view! { <Breadcrumb view=coverage /> }.into_any());
    let as_of = view! { <as_of::AsOf view=coverage /> }.into_any();
    let late = late(lang, view);
    let card = card::card(lang, view, sees_flags);
    let forecast = forecast(lang, view);
    let standings = standings(lang, view);
    let chart = view! { <chart::Chart view=coverage /> }.into_any();
    let map = view! { <map::CoverageMap view=coverage /> }.into_any();
    let ranked = ranked::table(lang, view);
    let held = view.holds_back.then(|| held_help(lang));
    view! {
        <Page title=overview::TITLE.fill(lang, &[("area", &name)])>
            <div class="overview">
                {breadcrumb}
                <div class="page-title">
                    <h1>{overview::TITLE.fill(lang, &[("area", &name)])}</h1>
                </div>
                {as_of}
                {late}
                {card}
                {forecast}
                {standings}
                <div class="overview-pictures">{chart} {map}</div>
                {held}
                {ranked}
                {downloads(lang, "/overview.csv", "/overview.xlsx")}
                <p class="hint no-print">{overview::PRINT_HINT.say(lang)}</p>
            </div>
        </Page>
    }
    .into_any()
}

/// Says so where the figures of quality are older than those of coverage, or cannot be read.
fn late(lang: Lang, view: &OverviewView) -> Option<AnyView> {
    let time = view.quality_as_of.as_deref();
    let words = match (&view.failing_since, time) {
        (Some(since), Some(time)) => {
            overview::FAILING.fill(lang, &[("since", since), ("time", time)])
        }
        (Some(since), None) => overview::FAILING_EVER.fill(lang, &[("since", since)]),
        (None, Some(time)) if view.coverage.as_of_local.as_deref() != Some(time) => {
            let words = overview::QUALITY_AS_OF.fill(lang, &[("time", time)]);
            return Some(view! { <p id="quality-as-of" class="as-of">{words}</p> }.into_any());
        }
        (None, _) => return None,
    };
    Some(view! { <p id="quality-failing" class="notice notice-late">{words}</p> }.into_any())
}

/// When it will be finished, or why it cannot be told.
fn forecast(lang: Lang, view: &OverviewView) -> AnyView {
    let rest = view.forecast_of_rest.as_ref();
    let rest = rest.and_then(|rest| overview::rest(lang, rest));
    let (figure, words) = match &view.forecast {
        Forecast::Finished => (None, overview::FINISHED.say(lang).to_owned()),
        Forecast::Finishes(finishes) => (
            Some(finishes.likely.to_string()),
            overview::finishes(lang, finishes),
        ),
        Forecast::CannotBeTold(why) => {
            let figure = overview::CANNOT_BE_TOLD.say(lang).to_owned();
            (Some(figure), overview::why_not(lang, why))
        }
    };
    view! {
        <section id="forecast" class="forecast" aria-labelledby="forecast-title">
            <h2 id="forecast-title">{overview::FORECAST.say(lang)}</h2>
            <p>
                {figure.map(|figure| view! { <span class="figure"><bdi>{figure}</bdi></span> " " })}
                {words}
                {rest.map(|rest| format!(" {rest}"))}
            </p>
            <p class="hint">{overview::FINISHED_MEANS.say(lang)}</p>
        </section>
    }
    .into_any()
}

/// How many of the areas below stand how.
fn standings(lang: Lang, view: &OverviewView) -> Option<AnyView> {
    let level = view
        .coverage
        .rows_level
        .filter(|_| !view.ranked.is_empty())?;
    let count = grouped(view.ranked.len() as u64);
    let areas = levels::many(level).say(lang);
    let lead = overview::STANDINGS.fill(lang, &[("count", &count), ("areas", areas)]);
    let lines = view
        .standings
        .iter()
        .map(|(standing, number)| {
            let style = format!("tag tag-standing-{}", standing.code());
            let number = grouped(u64::from(*number));
            let words = overview::standing(*standing).say(lang);
            view! { <li><span class=style><bdi>{number}</bdi> " " {words}</span></li> }
        })
        .collect_view();
    Some(
        view! {
            <section id="standings" class="standings">
                <p>{lead}</p>
                <ul>{lines}</ul>
            </section>
        }
        .into_any(),
    )
}
