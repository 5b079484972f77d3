//! The chart of what is complete against the plan: picture, words, and the same figures as a table.

use crate::request;
use crate::texts::chart;
use api::coverage::CoverageView;
use domain::number::grouped;
use leptos::prelude::*;

/// The chart. The SVG comes from the server's chart maker, which escapes what it is given.
#[component]
pub fn Chart<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let words = chart::description(lang, &view.progress);
    if view.progress.is_empty() {
        return view! {
            <section class="chart-part">
                <h2>{chart::HEADING.say(lang)}</h2>
                <p id="chart" class="notice">{words}</p>
            </section>
        }
        .into_any();
    }
    let rows = view
        .progress
        .iter()
        .map(|point| {
            let plan = point
                .expected
                .map_or_else(|| chart::NO_PLAN.say(lang).to_owned(), grouped);
            view! {
                <tr>
                    <th scope="row" class="num">{point.day.to_string()}</th>
                    <td class="num">{grouped(point.complete)}</td>
                    <td class="num">{plan}</td>
                </tr>
            }
        })
        .collect_view();
    let svg = view.chart_svg.clone();
    view! {
        <section class="chart-part" aria-labelledby="chart-title">
            <h2 id="chart-title">{chart::HEADING.say(lang)}</h2>
            <figure id="chart">
                <div class="chart-svg" dir="ltr" inner_html=svg></div>
                <figcaption>
                    <p>{words}</p>
                    <p class="chart-key">
                        <span class="key key-complete" aria-hidden="true"></span>
                        {chart::complete(lang)}
                        " "
                        <span class="key key-plan" aria-hidden="true"></span>
                        {chart::plan(lang)}
                    </p>
                    <details>
                        <summary>{chart::TABLE.say(lang)}</summary>
                        <table id="chart-table">
                            <caption class="visually-hidden">{chart::HEADING.say(lang)}</caption>
                            <thead>
                                <tr>
                                    <th scope="col" class="num">{chart::COLUMN_DAY.say(lang)}</th>
                                    <th scope="col" class="num">{chart::COLUMN_COMPLETE.say(lang)}</th>
                                    <th scope="col" class="num">{chart::COLUMN_PLAN.say(lang)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </details>
                </figcaption>
            </figure>
        </section>
    }
    .into_any()
}
