//! The visits of a day as a table: all that the pictures say, in words.

use super::clock;
use crate::texts::flags;
use api::day::DayVisit;
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The table.
pub fn table(lang: Lang, visits: &[DayVisit]) -> AnyView {
    let lines = visits.iter().map(|visit| row(lang, visit)).collect_view();
    let recorded = visits.iter().any(|visit| visit.minutes_recorded.is_some());
    let head = recorded.then(|| view! { <th scope="col">{flags::RECORDED.say(lang)}</th> });
    view! {
        <div class="scroll" role="region" aria-labelledby="visits-title" tabindex="0">
            <table id="visits">
                <caption id="visits-title">{flags::VISITS.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="num">{flags::NUMBER.say(lang)}</th>
                        <th scope="col">{flags::FROM_TO.say(lang)}</th>
                        {head}
                        <th scope="col">{flags::OUTCOME.say(lang)}</th>
                        <th scope="col" class="num">{flags::ACCURACY.say(lang)}</th>
                        <th scope="col">{flags::SUBMISSION.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, visit: &DayVisit) -> AnyView {
    let missing = || view! { <span class="hint">{flags::MISSING.say(lang)}</span> }.into_any();
    let span = |minutes: Option<(f64, f64)>| match minutes {
        Some((start, end)) => {
            let words = format!("{} – {}", clock(start), clock(end));
            view! { <bdi dir="ltr">{words}</bdi> }.into_any()
        }
        None => missing(),
    };
    let accuracy = match (visit.metres, visit.accuracy_m) {
        (Some(_), Some(m)) => {
            let count = grouped(m.max(0.0).round() as u64);
            view! { {flags::METRES.fill(lang, &[("count", &count)])} }.into_any()
        }
        _ => missing(),
    };
    let current = visit.is_subject.then_some("true");
    let recorded = visit
        .minutes_recorded
        .map(|minutes| view! { <td>{span(Some(minutes))}</td> });
    view! {
        <tr aria-current=current>
            <th scope="row" class="num">{visit.number.to_string()}</th>
            <td class="at-minute">{span(visit.minutes)}</td>
            {recorded}
            <td>{flags::outcome(visit.outcome).say(lang)}</td>
            <td class="num">{accuracy}</td>
            <td class="breakable"><bdi>{visit.submission_id.clone()}</bdi></td>
        </tr>
    }
    .into_any()
}
