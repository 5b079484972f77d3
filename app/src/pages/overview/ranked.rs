//! The areas below, the one furthest behind first, each with what the figures show of the reason.

use crate::texts::{coverage, levels, measures, overview};
use api::overview::{OverviewView, RANKED_MEASURES, Ranked};
use api::query::percent_encoded;
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::measures::{Measure, Value};
use domain::number::{grouped, percent};
use domain::standing::Standing;
use leptos::prelude::*;

/// Rows that one page of paper holds beside card, chart and map.
const ROWS_IN_PRINT: usize = 8;

/// The table; a sentence where there is nothing below.
pub fn table(lang: Lang, view: &OverviewView) -> AnyView {
    let Some(level) = view.coverage.rows_level.filter(|_| !view.ranked.is_empty()) else {
        return view! { <p id="no-rows" class="notice">{overview::NO_ROWS.say(lang)}</p> }
            .into_any();
    };
    let caption = overview::RANKED.fill(lang, &[("areas", levels::many(level).say(lang))]);
    let rows = view
        .ranked
        .iter()
        .enumerate()
        .map(|(at, ranked)| row(lang, ranked, at >= ROWS_IN_PRINT))
        .collect_view();
    let heads = RANKED_MEASURES
        .map(|measure| {
            let about = measure.about();
            view! { <th scope="col" class="num" title=about.help.say(lang)>{about.name.say(lang)}</th> }
        })
        .collect_view();
    let left_out = view.ranked.len().saturating_sub(ROWS_IN_PRINT);
    let rest = (left_out > 0).then(|| {
        let words = overview::REST.fill(lang, &[("count", &grouped(left_out as u64))]);
        view! { <p class="print-only">{words}</p> }
    });
    view! {
        <div class="scroll" role="region" aria-labelledby="ranked-title" tabindex="0">
            <table id="ranked">
                <caption>
                    <span id="ranked-title">{caption}</span>
                    <span class="hint">{overview::RANKED_HINT.say(lang)}</span>
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{levels::one(level).say(lang)}</th>
                        <th scope="col">{overview::STANDING.say(lang)}</th>
                        <th scope="col" class="num">{coverage::COLUMN_SHARE.say(lang)}</th>
                        <th scope="col" class="num">{Measure::Schedule.about().name.say(lang)}</th>
                        {heads}
                        <th scope="col">{overview::WHY.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {rest}
    }
    .into_any()
}

fn row(lang: Lang, ranked: &Ranked, is_left_out: bool) -> AnyView {
    let href = format!("/coverage/{}", percent_encoded(&ranked.area.code));
    let name = ranked.area.name_in(lang).to_owned();
    let style = format!("tag tag-standing-{}", ranked.standing.code());
    // Who has reached the target by its bound has no days to make up.
    let days = ranked
        .days_ahead
        .filter(|_| ranked.standing != Standing::Reached);
    let days = days.map(|days| {
        view! { <span class="hint">{overview::days_ahead(lang, days)}</span> }
    });
    let summary = &ranked.summary;
    let share = summary.coverage_permille().map(percent);
    let of_target = summary
        .target
        .map(|target| coverage::of(lang, u64::from(summary.counts.complete), target));
    let schedule = summary.expected.map(|expected| {
        let complete = u64::from(summary.counts.complete);
        coverage::of(lang, complete, expected)
    });
    let measured = RANKED_MEASURES
        .into_iter()
        .zip(&ranked.measured)
        .map(|(measure, value)| {
            let number = measures::shown(lang, measure, *value);
            let of = match value {
                Some(Disclosed::Told(Value::Share { part, whole })) => {
                    Some(coverage::of(lang, *part, *whole))
                }
                _ => None,
            };
            view! { <td class="num"><bdi>{number}</bdi> " " <small>{of}</small></td> }
        })
        .collect_view();
    let reasons = (!ranked.reasons.is_empty()).then(|| {
        let lines = ranked
            .reasons
            .iter()
            .enumerate()
            .map(|(at, reason)| {
                // Paper has room for the first to act on.
                view! { <li class:no-print={at > 0}>{overview::reason(lang, reason)}</li> }
            })
            .collect_view();
        view! { <ul class="reasons">{lines}</ul> }
    });
    view! {
        <tr class:no-print=is_left_out>
            <th scope="row"><a href=href><bdi>{name}</bdi></a></th>
            <td><span class=style>{overview::standing(ranked.standing).say(lang)}</span> " " {days}</td>
            <td class="num">{share.unwrap_or_else(|| coverage::NO_TARGET.say(lang).to_owned())} " " <small>{of_target}</small></td>
            <td class="num">{schedule.unwrap_or_default()}</td>
            {measured}
            <td>{reasons}</td>
        </tr>
    }
    .into_any()
}
