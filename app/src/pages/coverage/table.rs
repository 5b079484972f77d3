//! The table: the first thing under the filter, sortable by links.

use super::table_row::{AreaRow, cells};
use crate::components::also_xlsx;
use crate::request;
use crate::texts::{Text, coverage, levels, map};
use api::coverage::CoverageView;
use api::query::SortKey;
use domain::number::grouped;
use leptos::prelude::*;

/// The columns; the status stands after the name. The share stands first: it is what a phone shows without scrolling.
const COLUMNS: [SortKey; 8] = [
    SortKey::Name,
    SortKey::Coverage,
    SortKey::Target,
    SortKey::Complete,
    SortKey::Expected,
    SortKey::Ahead,
    SortKey::Active,
    SortKey::Inside,
];

/// The table of the areas below, with what was named only by the larger area and the total as last rows.
#[component]
pub fn CoverageTable<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let measure = view.query.measure;
    let heads: Vec<AnyView> = COLUMNS
        .into_iter()
        .flat_map(|key| {
            let status = (key == SortKey::Name).then(|| {
                let words = format!(
                    "{} ({})",
                    say(coverage::COLUMN_STATUS),
                    say(map::measure(measure))
                );
                view! { <th scope="col" class="status">{words}</th> }.into_any()
            });
            [Some(head(view, key)), status].into_iter().flatten()
        })
        .collect();
    let rows = view
        .rows
        .iter()
        .map(|row| view! { <AreaRow view row /> }.into_any())
        .collect_view();
    let elsewhere = view.elsewhere.map(|(summary, splits)| {
        view! {
            <tr class="elsewhere">
                <th scope="row">
                    {say(coverage::ELSEWHERE)}
                    <span class="hint">{say(coverage::ELSEWHERE_HINT)}</span>
                </th>
                {cells(lang, measure, &summary, &splits)}
            </tr>
        }
    });
    let level = view.rows_level.map_or("", |level| say(levels::many(level)));
    let count = grouped(view.rows.len() as u64);
    let name = view.area.name_in(lang);
    let caption =
        coverage::CAPTION.fill(lang, &[("areas", level), ("area", name), ("count", &count)]);
    let csv = view.csv_href();
    view! {
        <div class="table-part">
            <div class="scroll" role="region" aria-labelledby="table-title" tabindex="0">
                <table id="coverage-table">
                    <caption>
                        <span id="table-title">{caption}</span>
                        <span class="hint no-print">{say(coverage::SORT_HINT)}</span>
                    </caption>
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>
                        {elsewhere}
                        <tr class="total">
                            <th scope="row">{say(coverage::TOTAL)}</th>
                            {cells(lang, measure, &view.summary, &view.splits)}
                        </tr>
                    </tfoot>
                </table>
            </div>
            <p class="hint">{say(coverage::INSIDE_NOTE)}</p>
            <p class="no-print"><a id="download-csv" href=csv.clone() download="">{say(coverage::CSV)}</a>{also_xlsx(lang, &csv)}</p>
        </div>
    }
}

/// One sortable heading: a link to the same page in another order.
fn head(view: &CoverageView, key: SortKey) -> AnyView {
    let lang = request::lang();
    let words = match key {
        SortKey::Name => view
            .rows_level
            .map_or(coverage::COLUMN_STATUS, levels::one)
            .say(lang),
        SortKey::Target => coverage::TARGET.say(lang),
        SortKey::Complete => coverage::COMPLETE.say(lang),
        SortKey::Coverage => coverage::COLUMN_SHARE.say(lang),
        SortKey::Expected => coverage::COLUMN_EXPECTED.say(lang),
        SortKey::Ahead => coverage::COLUMN_AHEAD.say(lang),
        SortKey::Active => coverage::COLUMN_ACTIVE.say(lang),
        SortKey::Inside => coverage::COLUMN_INSIDE.say(lang),
    };
    let chosen = view.query.sort == key;
    let (order, arrow, said) = match (chosen, view.query.descending) {
        (false, _) => (None, "", None),
        (true, false) => (Some("ascending"), "▲", Some(coverage::SORTED_UP)),
        (true, true) => (Some("descending"), "▼", Some(coverage::SORTED_DOWN)),
    };
    let said = said.map(|text| {
        view! {
            <span class="sort-arrow" aria-hidden="true">{arrow}</span>
            <span class="visually-hidden">", " {text.say(lang)}</span>
        }
    });
    let class = if key == SortKey::Name { "name" } else { "num" };
    let href = format!(
        "{}#coverage-table",
        view.href_query(&view.query.sorted_by(key))
    );
    view! {
        <th scope="col" class=class aria-sort=order>
            <a href=href>{words} {said}</a>
        </th>
    }
    .into_any()
}
