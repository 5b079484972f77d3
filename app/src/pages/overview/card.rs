//! The card: the figures that field managers ask for, each with its denominator and the way to what is behind it.

use crate::texts::{measures, overview};
use api::overview::{Measured, OverviewView};
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::measures::Measure;
use leptos::prelude::*;

/// The card. Who may not see flags gets no link to them.
pub fn card(lang: Lang, view: &OverviewView, sees_flags: bool) -> AnyView {
    let items = view
        .card
        .iter()
        .map(|measured| item(lang, view, measured, sees_flags))
        .collect_view();
    view! {
        <section class="headline" aria-labelledby="card-title">
            <h2 id="card-title" class="visually-hidden">{overview::CARD.say(lang)}</h2>
            <dl id="card" class="cards">{items}</dl>
        </section>
    }
    .into_any()
}

fn item(lang: Lang, view: &OverviewView, (measure, value): &Measured, sees_flags: bool) -> AnyView {
    let (measure, value) = (*measure, *value);
    let about = measure.about();
    let figure = measures::shown(lang, measure, value);
    let style = match value {
        Some(Disclosed::Told(_)) => "figure",
        Some(Disclosed::Held(_)) | None => "figure figure-words",
    };
    let more = match measure {
        Measure::Schedule => view.days_ahead.map(|days| overview::days_ahead(lang, days)),
        _ => None,
    };
    let figure = match behind(view, measure).filter(|(_, of_flags)| sees_flags || !of_flags) {
        Some((href, _)) => view! { <a href=href><bdi>{figure}</bdi></a> }.into_any(),
        None => view! { <bdi>{figure}</bdi> }.into_any(),
    };
    view! {
        <div class="card" data-measure=about.code title=about.help.say(lang)>
            <dt>{about.name.say(lang)}</dt>
            <dd>
                <span class=style>{figure}</span>
                " "
                <span class="unit">{measures::shown_of(lang, measure, value)}</span>
                {more.map(|words| view! { <span class="unit">{words}</span> })}
            </dd>
        </div>
    }
    .into_any()
}

/// The page behind a figure, and whether it is one of flags.
fn behind(view: &OverviewView, measure: Measure) -> Option<(String, bool)> {
    match measure {
        Measure::SevereOpen => Some(("/flags?severity=severe".to_owned(), true)),
        Measure::GpsExceptions => Some(("/flags".to_owned(), true)),
        Measure::Complete | Measure::Schedule => {
            let query = api::query::CoverageQuery::default();
            Some((view.coverage.href_query(&query), false))
        }
        _ => None,
    }
}
