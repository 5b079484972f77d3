//! When the numbers are from, and whether they are late.

use crate::components::Commands;
use crate::request;
use crate::texts::coverage;
use api::coverage::CoverageView;
use domain::time::SurveyDay;
use leptos::prelude::*;

const IMPORT_SUBMISSIONS: &[&str] = &["fieldwatch import submissions FILE.csv"];

/// The as-of time with its zone. Says plainly how late the data are when nothing arrived today.
#[component]
pub fn AsOf<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let to = view.to.to_string();
    let period = match view.query.from {
        Some(from) => {
            let from = from.to_string();
            coverage::PERIOD.fill(lang, &[("from", &from), ("to", &to)])
        }
        None => coverage::PERIOD_TO.fill(lang, &[("to", &to)]),
    };
    let Some(time) = view.as_of_local.clone() else {
        return view! {
            <section id="as-of" class="notice notice-late">
                <p>{coverage::NO_SUBMISSIONS.say(lang)}</p>
                <Commands lines=IMPORT_SUBMISSIONS />
            </section>
        }
        .into_any();
    };
    let zone = view.zone.clone();
    let late_days = days_late(&time, view.today);
    let values = [("time", time.as_str()), ("zone", zone.as_str())];
    let words = match late_days {
        0 => coverage::AS_OF.fill(lang, &values),
        1 => coverage::LATE_ONE.fill(lang, &values),
        days => {
            let days = days.to_string();
            let [time, zone] = values;
            coverage::LATE.fill(lang, &[time, zone, ("days", &days)])
        }
    };
    if late_days == 0 {
        view! { <p id="as-of" class="as-of">{words} " " {period}</p> }.into_any()
    } else {
        view! {
            <div id="as-of" class="notice notice-late">
                <p>{words}</p>
                <p>{period}</p>
            </div>
        }
        .into_any()
    }
}

/// Whole days of the survey's calendar between the latest receipt (`2026-11-20 18:05`) and today.
fn days_late(as_of_local: &str, today: SurveyDay) -> i32 {
    as_of_local
        .split(' ')
        .next()
        .and_then(SurveyDay::parse)
        .map_or(0, |day| today.0.saturating_sub(day.0).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_counts_calendar_days_not_hours() {
        let today = SurveyDay::parse("2026-11-21").unwrap();
        let cases = [
            ("2026-11-21 00:01", 0),
            ("2026-11-20 23:59", 1),
            ("2026-11-18 08:00", 3),
            ("2026-11-22 08:00", 0),
            ("soon", 0),
        ];
        for (time, days) in cases {
            assert_eq!(days_late(time, today), days, "{time}");
        }
    }
}
