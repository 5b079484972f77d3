//! A day of an enumerator's work: time bar, track, the table of its visits, and what is usual there.

mod bar;
mod table;
mod track;
mod usual;

use crate::texts::{day as texts, flags};
use api::day::DayView;
use domain::lang::Lang;
use domain::time::SurveyDay;
use leptos::prelude::*;

/// The pictures' width in their own units.
const WIDTH: f64 = 720.0;

/// A day under a heading and what is to be said of it; nothing of a day without visits.
pub fn section(lang: Lang, day: SurveyDay, shown: &DayView, lead: AnyView) -> Option<AnyView> {
    if shown.visits.is_empty() {
        return None;
    }
    let day = day.to_string();
    let rounded = shown.is_rounded.then(|| {
        view! { <p id="rounded" class="notice">{texts::ROUNDED.say(lang)}</p> }
    });
    let usual = shown.usual.as_ref().map(|day| usual::beside(lang, day));
    Some(
        view! {
            <section aria-labelledby="day-title">
                <h2 id="day-title">{flags::THE_DAY.fill(lang, &[("day", &day)])}</h2>
                {lead}
                {rounded}
                {usual}
                {bar::time_bar(lang, &shown.visits)}
                {track::track(lang, shown)}
                {table::table(lang, &shown.visits)}
            </section>
        }
        .into_any(),
    )
}

/// Minutes after midnight as `HH:MM`; on the next day beyond 24:00.
fn clock(minutes: f64) -> String {
    let whole = minutes.floor() as i64;
    format!("{:02}:{:02}", whole.div_euclid(60), whole.rem_euclid(60))
}

/// A length in a picture's units: a tenth is finer than any screen.
fn px(value: f64) -> String {
    format!("{value:.1}")
}
