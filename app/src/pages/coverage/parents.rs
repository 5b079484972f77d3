//! Where a union council lies: its parents, named with their level.

use crate::components::also_xlsx;
use crate::request;
use crate::texts::{coverage, levels};
use api::coverage::CoverageView;
use leptos::prelude::*;

/// The areas above, from the largest down, and a link to the same numbers as CSV.
#[component]
pub fn Parents<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let above = view.path.len().saturating_sub(1);
    let parents = view.path[..above]
        .iter()
        .map(|area| {
            let href = view.href(&area.code);
            view! {
                <div>
                    <dt>{levels::one(area.level).say(lang)}</dt>
                    <dd><a href=href><bdi>{area.name_in(lang).to_owned()}</bdi></a></dd>
                </div>
            }
        })
        .collect_view();
    let csv = view.csv_href();
    view! {
        <section class="parents" id="parents">
            <h2>{coverage::PARENTS.say(lang)}</h2>
            <dl class="facts">{parents}</dl>
            <p class="no-print"><a id="download-csv" href=csv.clone() download="">{coverage::CSV.say(lang)}</a>{also_xlsx(lang, &csv)}</p>
        </section>
    }
}
