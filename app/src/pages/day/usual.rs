//! A day beside what is usual in its tehsil.

use super::clock;
use crate::texts::{Text, day};
use api::day::UsualDay;
use domain::lang::Lang;
use domain::number::grouped;
use domain::peers::Basis;
use leptos::prelude::*;

/// The day's figures and the tehsil's, side by side.
pub fn beside(lang: Lang, usual: &UsualDay) -> AnyView {
    let rounded = |value: f64| grouped(value.round().max(0.0) as u64);
    let interviews = {
        let (own, theirs) = usual.interviews;
        line(
            lang,
            day::INTERVIEWS,
            grouped(u64::from(own)),
            theirs.map(rounded),
        )
    };
    let minutes = usual.minutes.map(|(basis, own, theirs)| {
        let text = match basis {
            Basis::Active => day::ACTIVE_MINUTES,
            Basis::Elapsed => day::ELAPSED_MINUTES,
        };
        line(lang, text, rounded(own), Some(rounded(theirs)))
    });
    let hours = usual.hours.map(|((first, last), (from, to))| {
        let own = format!("{} – {}", clock(first * 60.0), clock(last * 60.0));
        let theirs = format!("{from:02}:00 – {to:02}:00");
        line(lang, day::STARTS, own, Some(theirs))
    });
    let count = grouped(u64::from(usual.enumerators));
    let hint = day::USUAL_HINT.fill(lang, &[("tehsil", &usual.tehsil_name), ("count", &count)]);
    view! {
        <table id="usual" class="beside">
            <caption>{hint}</caption>
            <thead>
                <tr>
                    <td></td>
                    <th scope="col" class="num">{day::THIS_DAY.say(lang)}</th>
                    <th scope="col" class="num">{day::USUAL.say(lang)}</th>
                </tr>
            </thead>
            <tbody>{interviews} {minutes} {hours}</tbody>
        </table>
    }
    .into_any()
}

fn line(lang: Lang, text: Text, own: String, theirs: Option<String>) -> AnyView {
    let theirs = theirs.unwrap_or_else(|| "–".to_owned());
    view! {
        <tr>
            <th scope="row">{text.say(lang)}</th>
            <td class="num"><bdi dir="ltr">{own}</bdi></td>
            <td class="num"><bdi dir="ltr">{theirs}</bdi></td>
        </tr>
    }
    .into_any()
}
