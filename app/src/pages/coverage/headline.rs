//! The headline numbers, each with its denominator, and what does not count.

use crate::components::{PlainTag, ScheduleTag};
use crate::request;
use crate::texts::{Text, coverage};
use api::coverage::CoverageView;
use domain::coverage::{Class, Measure};
use domain::lang::Lang;
use domain::number::{grouped, percent};
use leptos::prelude::*;

/// The cards and the lines under them.
#[component]
pub fn Headline<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let say = move |text: Text| text.say(lang);
    let summary = view.summary;
    let complete = u64::from(summary.counts.complete);
    let households = say(coverage::HOUSEHOLDS);
    let by_today = view.to == view.today;
    let to = view.to.to_string();
    let by = |today: Text, other: Text| match by_today {
        true => say(today).to_owned(),
        false => other.fill(lang, &[("day", &to)]),
    };
    let over = summary.class(Measure::Coverage) == Class::Over;
    let target = match summary.target {
        Some(target) => card(
            say(coverage::TARGET),
            grouped(target),
            households.to_owned(),
        ),
        None => card_in_words(
            say(coverage::TARGET),
            say(coverage::NO_TARGET),
            say(coverage::NO_TARGET_HINT),
        ),
    };
    let share = match (summary.coverage_permille(), summary.target) {
        (Some(permille), Some(target)) => card_with_tag(
            say(coverage::SHARE),
            percent(permille),
            coverage::of(lang, complete, target),
            over.then(|| {
                let words = crate::texts::map::class(lang, Measure::Coverage, Class::Over);
                view! { <span class="tag tag-over">{words}</span> }.into_any()
            }),
        ),
        _ => card_in_words(say(coverage::SHARE), say(coverage::NO_TARGET), ""),
    };
    let expected_label = by(coverage::EXPECTED_TODAY, coverage::EXPECTED_BY);
    let expected = match summary.expected {
        Some(expected) => card(&expected_label, grouped(expected), households.to_owned()),
        None => card_in_words(&expected_label, say(coverage::NO_EXPECTATION), ""),
    };
    let schedule = match summary.ahead() {
        Some(ahead) => card_with_tag(
            say(coverage::SCHEDULE),
            domain::number::grouped_signed(ahead),
            coverage::schedule(lang, ahead),
            Some(view! { <ScheduleTag ahead /> }.into_any()),
        ),
        None => card_in_words(say(coverage::SCHEDULE), say(coverage::NO_EXPECTATION), ""),
    };
    let active = card(
        &by(coverage::ACTIVE_TODAY, coverage::ACTIVE_ON),
        grouped(u64::from(summary.active_enumerators)),
        match summary.deployed {
            Some(deployed) => {
                let whole = grouped(u64::from(deployed));
                coverage::OF_DEPLOYED.fill(lang, &[("whole", &whole)])
            }
            None => say(coverage::NO_ROSTER).to_owned(),
        },
    );
    let boundary = (!view.area.has_boundary && view.rows_level.is_none())
        .then(|| view! { <p><PlainTag text=coverage::TAG_NO_BOUNDARY /></p> });
    view! {
        <section class="headline" aria-labelledby="headline-title">
            <h2 id="headline-title" class="visually-hidden">{say(coverage::HEADLINE)}</h2>
            <dl class="cards">
                {target}
                {card(say(coverage::COMPLETE), grouped(complete), households.to_owned())}
                {share}
                {expected}
                {schedule}
                {active}
            </dl>
            {boundary}
            <ul class="notes">{notes(lang, view)}</ul>
        </section>
    }
}

fn card(label: &str, figure: String, unit: String) -> AnyView {
    card_with_tag(label, figure, unit, None)
}

fn card_with_tag(label: &str, figure: String, unit: String, tag: Option<AnyView>) -> AnyView {
    view! {
        <div class="card">
            <dt>{label.to_owned()}</dt>
            <dd><span class="figure">{figure}</span> " " <span class="unit">{unit}</span> " " {tag}</dd>
        </div>
    }
    .into_any()
}

fn card_in_words(label: &str, words: &'static str, hint: &'static str) -> AnyView {
    view! {
        <div class="card">
            <dt>{label.to_owned()}</dt>
            <dd><span class="figure figure-words">{words}</span> " " <span class="unit">{hint}</span></dd>
        </div>
    }
    .into_any()
}

/// What does not count, and what is missing: one line each, only where there is any.
fn notes(lang: Lang, view: &CoverageView) -> Vec<AnyView> {
    let counts = view.summary.counts;
    let mut lines = Vec::new();
    let mut count = |many: Text, one: Text, number: u32| match number {
        0 => {}
        1 => lines.push(one.say(lang).to_owned()),
        _ => lines.push(many.fill(lang, &[("count", &grouped(u64::from(number)))])),
    };
    let rejected = counts.rejected.saturating_sub(view.made_again);
    count(coverage::REJECTED, coverage::REJECTED_ONE, rejected);
    count(
        coverage::MADE_AGAIN,
        coverage::MADE_AGAIN_ONE,
        view.made_again,
    );
    count(coverage::REPEATED, coverage::REPEATED_ONE, counts.repeated);
    if view.summary.without_target > 0 && view.summary.target.is_some() {
        let part = grouped(u64::from(view.summary.without_target));
        let whole = grouped(u64::from(view.summary.union_councils));
        lines.push(coverage::WITHOUT_TARGET.fill(lang, &[("part", &part), ("whole", &whole)]));
    }
    let without_boundary = view
        .rows
        .iter()
        .filter(|row| !row.area.has_boundary)
        .count();
    if without_boundary > 0 {
        let count = grouped(without_boundary as u64);
        lines.push(crate::texts::map::WITHOUT_BOUNDARY.fill(lang, &[("count", &count)]));
    }
    let is_over =
        |summary: &domain::coverage::Summary| summary.class(Measure::Coverage) == Class::Over;
    if is_over(&view.summary) || view.rows.iter().any(|row| is_over(&row.summary)) {
        lines.push(coverage::OVER.say(lang).to_owned());
    }
    lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect()
}
