//! One row of the table.

use crate::components::{ClassTag, PlainTag};
use crate::request;
use crate::texts::coverage;
use api::coverage::{CoverageRow, CoverageView, Splits};
use domain::coverage::{Measure, Summary};
use domain::lang::Lang;
use domain::number::{grouped, grouped_signed, percent, permille};
use leptos::prelude::*;

/// An area: its name links to its page and keeps the filter.
#[component]
pub fn AreaRow<'a>(
    /// The page's view.
    view: &'a CoverageView,
    /// The row.
    row: &'a CoverageRow,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let name = row.area.name_in(lang).to_owned();
    let href = view.href(&row.area.code);
    let boundary =
        (!row.area.has_boundary).then(|| view! { " " <PlainTag text=coverage::TAG_NO_BOUNDARY /> });
    view! {
        <tr>
            <th scope="row"><a href=href><bdi>{name}</bdi></a> {boundary}</th>
            {cells(lang, view.query.measure, &row.summary, &row.splits)}
        </tr>
    }
}

/// The cells after the name: status in words, then the numbers, each with its denominator.
pub fn cells(lang: Lang, measure: Measure, summary: &Summary, splits: &Splits) -> AnyView {
    let class = summary.class(measure);
    let counts = &summary.counts;
    let number = |value: Option<u64>, absent: &'static str| match value {
        Some(value) => view! { <td class="num">{grouped(value)}</td> }.into_any(),
        None => view! { <td class="num words">{absent}</td> }.into_any(),
    };
    let no_target = coverage::NO_TARGET.say(lang);
    let no_plan = coverage::NO_EXPECTATION.say(lang);
    let share = match (summary.coverage_permille(), summary.target) {
        (Some(share), Some(target)) => {
            let of = coverage::of(lang, u64::from(counts.complete), target);
            view! { <td class="num"><b>{percent(share)}</b> <small>{of}</small></td> }.into_any()
        }
        _ => view! { <td class="num words">{no_target}</td> }.into_any(),
    };
    let ahead = match summary.ahead() {
        Some(ahead) => {
            let style = if ahead < 0 { "num is-behind" } else { "num" };
            view! { <td class=style>{grouped_signed(ahead)}</td> }.into_any()
        }
        None => view! { <td class="num words">{no_plan}</td> }.into_any(),
    };
    let active = u64::from(summary.active_enumerators);
    let active = match summary.deployed {
        Some(deployed) => {
            let of = coverage::of(lang, active, u64::from(deployed));
            view! { <td class="num">{of}</td> }.into_any()
        }
        None => {
            let words = coverage::NO_ROSTER_CELL.say(lang);
            view! { <td class="num">{grouped(active)} " " <small>{words}</small></td> }.into_any()
        }
    };
    let (inside, judged) = (
        u64::from(counts.inside_claimed),
        u64::from(counts.judged_fix),
    );
    let inside = match (splits.inside_claimed.held(), permille(inside, judged)) {
        (Some(held), _) => view! { <td class="num words">{held.say().say(lang)}</td> }.into_any(),
        (None, Some(share)) => {
            let of = coverage::of(lang, inside, judged);
            view! { <td class="num">{percent(share)} " " <small>{of}</small></td> }.into_any()
        }
        (None, None) => {
            view! { <td class="num words">{coverage::NOTHING_JUDGED.say(lang)}</td> }.into_any()
        }
    };
    view! {
        <td class="status"><ClassTag measure class /></td>
        {share}
        {number(summary.target, no_target)}
        {number(Some(u64::from(counts.complete)), "")}
        {number(summary.expected, no_plan)}
        {ahead}
        {active}
        {inside}
    }
    .into_any()
}
