//! `/quality`: the measures that BoS decides from, of an area and a period, beside those of another.

mod filters;
pub mod one;
mod spot_checks;

use super::coverage::NoAreas;
use super::failed::Failed;
use crate::components::{Page, downloads, figure, held_help};
use crate::request::{self, Answer};
use crate::texts::{flags, measures, overview, quality};
use api::ApiError;
use api::coverage::AreaRef;
use api::flags::FlagQuery;
use api::quality::{Chosen, MeasureLine, QualityQuery, QualityView, SpotRates};
use api::query::decoded_pairs;
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::measures::Value;
use domain::number::{grouped, percent, permille};
use domain::time::SurveyDay;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Quality() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let (query, problems) = query();
    let is_whole = query.area.is_none();
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.quality(&session, query, problems).await {
            Ok(view) => {
                if matches!(view.spot_checks, SpotRates::Failed) {
                    answer.not_kept();
                }
                page(&view)
            }
            Err(ApiError::NotFound) if is_whole => view! { <NoAreas /> }.into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

/// The query of the page's address, and what of it could not be understood.
fn query() -> (QualityQuery, Vec<&'static str>) {
    let pairs = decoded_pairs(&request::raw_query());
    QualityQuery::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())))
}

fn page(view: &QualityView) -> AnyView {
    let lang = request::lang();
    let chosen = &view.chosen;
    let area = chosen.area.name_in(lang).to_owned();
    let top = top(lang, chosen, "/quality");
    let measures = measures_table(lang, view);
    let checks = checks(lang, view);
    let spot_checks = spot_checks::section(lang, view);
    let figures = view
        .figures
        .iter()
        .map(|of| figure(lang, of))
        .collect_view();
    view! {
        <Page title=quality::QUALITY.say(lang).to_owned()>
            <div class="page-title">
                <h1>{quality::QUALITY.say(lang)}</h1>
                <p class="level"><bdi>{area}</bdi></p>
            </div>
            <p class="lead">{quality::LEAD.say(lang)}</p>
            {top}
            {measures}
            {checks}
            {spot_checks}
            <section aria-labelledby="spreads-title">
                <h2 id="spreads-title">{quality::DISTRIBUTIONS.say(lang)}</h2>
                <div class="figures">{figures}</div>
            </section>
        </Page>
    }
    .into_any()
}

/// When the figures are from, the way up, and the filter. `path` is the page's own.
fn top(lang: Lang, chosen: &Chosen, path: &str) -> AnyView {
    let time = chosen.as_of.clone();
    let as_of = match (&chosen.failing_since, &time) {
        (Some(since), Some(time)) => {
            let words = overview::FAILING.fill(lang, &[("since", since), ("time", time)]);
            view! { <p id="quality-failing" class="notice notice-late">{words}</p> }.into_any()
        }
        (None, Some(time)) => {
            let words = quality::AS_OF.fill(lang, &[("time", time), ("zone", &chosen.zone)]);
            view! { <p id="as-of" class="as-of">{words}</p> }.into_any()
        }
        (_, None) => {
            view! { <p id="as-of" class="notice notice-late">{quality::NOTHING.say(lang)}</p> }
                .into_any()
        }
    };
    let filter = filters::filter(lang, chosen, path);
    let held = chosen.holds_back.then(|| held_help(lang));
    view! { {as_of} {filter} {held} }.into_any()
}

/// Area and period in a column's head.
fn column(lang: Lang, area: &AreaRef, from: Option<SurveyDay>, to: SurveyDay) -> AnyView {
    let to = to.to_string();
    let period = match from {
        Some(from) => quality::PERIOD.fill(lang, &[("from", &from.to_string()), ("to", &to)]),
        None => quality::PERIOD_TO.fill(lang, &[("to", &to)]),
    };
    view! { <bdi>{area.name_in(lang).to_owned()}</bdi> " " <span class="hint">{period}</span> }
        .into_any()
}

fn measures_table(lang: Lang, view: &QualityView) -> AnyView {
    let chosen = &view.chosen;
    let here = column(lang, &chosen.area, chosen.query.from, chosen.to);
    let there = view.other.as_ref().map(|other| {
        let head = column(lang, &other.area, other.from, other.to);
        view! {
            <th scope="col" class="num">{head}</th>
            <th scope="col" class="num">{quality::DIFFERENCE.say(lang)}</th>
        }
    });
    let rows = view
        .measures
        .iter()
        .map(|line| row(lang, view, line))
        .collect_view();
    view! {
        <section>
            <h2 id="measures-title">{quality::MEASURES.say(lang)}</h2>
            <div class="scroll" role="region" aria-labelledby="measures-title" tabindex="0">
                <table id="measures">
                    <thead>
                        <tr>
                            <th scope="col">{quality::MEASURE.say(lang)}</th>
                            <th scope="col" class="num">{here}</th>
                            {there}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {downloads(lang, &chosen.query.href("/quality.csv"), &chosen.query.href("/quality.xlsx"))}
        </section>
    }
    .into_any()
}

fn row(lang: Lang, view: &QualityView, line: &MeasureLine) -> AnyView {
    let about = line.measure.about();
    let cell = |value: Option<Disclosed<Value>>| {
        let number = measures::shown(lang, line.measure, value);
        let of = measures::shown_of(lang, line.measure, value);
        view! { <td class="num"><bdi>{number}</bdi> <small class="of">{of}</small></td> }
    };
    let other = view.other.as_ref().map(|_| {
        view! { {cell(line.other)} <td class="num"><bdi>{difference(line)}</bdi></td> }
    });
    view! {
        <tr data-measure=about.code>
            <th scope="row">
                <a href=view.chosen.query.measure_href(line.measure)>{about.name.say(lang)}</a>
            </th>
            {cell(line.value)}
            {other}
        </tr>
    }
    .into_any()
}

/// The first column less the second, in the measure's unit; of shares in percentage points.
fn difference(line: &MeasureLine) -> String {
    match (line.value, line.other) {
        (Some(Disclosed::Told(here)), Some(Disclosed::Told(there))) => {
            let difference = here.number() - there.number();
            match difference {
                d if d.abs() < 0.05 => "0".to_owned(),
                d if d < 0.0 => format!("−{:.1}", -d),
                d => format!("+{d:.1}"),
            }
        }
        _ => "–".to_owned(),
    }
}

fn checks(lang: Lang, view: &QualityView) -> AnyView {
    let Some(checks) = &view.checks else {
        return view! {
            <section>
                <h2>{quality::CHECKS.say(lang)}</h2>
                <p id="flags-held">{quality::CHART_HELD.say(lang)}</p>
            </section>
        }
        .into_any();
    };
    let rows = checks
        .iter()
        .map(|count| {
            let decided = count.confirmed + count.dismissed;
            let rate = match permille(count.confirmed, decided) {
                Some(rate) => percent(rate),
                None => quality::NO_DECISION.say(lang).to_owned(),
            };
            let of =
                (decided > 0).then(|| crate::texts::coverage::of(lang, count.confirmed, decided));
            let title = count.check.about().title.say(lang);
            let name = match view.chosen.sees_people {
                true => {
                    let query = FlagQuery {
                        check: Some(count.check),
                        area: view.chosen.query.area.clone(),
                        ..FlagQuery::default()
                    };
                    view! { <a href=query.href()>{title}</a> }.into_any()
                }
                false => title.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="num">{grouped(count.waiting)}</td>
                    <td class="num">{grouped(count.severe)}</td>
                    <td class="num">{grouped(count.confirmed)}</td>
                    <td class="num">{grouped(count.dismissed)}</td>
                    <td class="num">{rate} " " <small>{of}</small></td>
                </tr>
            }
        })
        .collect_view();
    if checks.is_empty() {
        return view! {
            <section>
                <h2>{quality::CHECKS.say(lang)}</h2>
                <p id="no-flags">{flags::NONE.say(lang)}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section>
            <h2 id="checks-title">{quality::CHECKS.say(lang)}</h2>
            <div class="scroll" role="region" aria-labelledby="checks-title" tabindex="0">
                <table id="flags-by-check">
                    <thead>
                        <tr>
                            <th scope="col">{flags::CHECK.say(lang)}</th>
                            <th scope="col" class="num">{quality::WAITING.say(lang)}</th>
                            <th scope="col" class="num">{quality::SEVERE.say(lang)}</th>
                            <th scope="col" class="num">{quality::CONFIRMED.say(lang)}</th>
                            <th scope="col" class="num">{quality::DISMISSED.say(lang)}</th>
                            <th scope="col" class="num">{quality::RATE.say(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
