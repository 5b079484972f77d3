//! Status in words. Colour only helps.

use crate::request;
use crate::texts::{Text, coverage, flags, map};
use domain::checks::Severity;
use domain::coverage::{Class, Measure};
use leptos::prelude::*;

/// A class of coverage.
#[component]
pub fn ClassTag(
    /// The measure that was classed.
    measure: Measure,
    /// The class.
    class: Class,
) -> impl IntoView {
    let words = map::class(request::lang(), measure, class);
    // Ahead of the plan is no alarm; more than the target is.
    let style = match (measure, class) {
        (Measure::Schedule, Class::Over) => "tag tag-ahead".to_owned(),
        _ => format!("tag tag-{}", class.code()),
    };
    view! { <span class=style>{words}</span> }
}

/// Ahead of the plan, on it, or behind.
#[component]
pub fn ScheduleTag(
    /// Complete minus expected.
    ahead: i64,
) -> impl IntoView {
    let (text, style) = match ahead.signum() {
        0 => (coverage::TAG_ON_PLAN, "tag tag-on-plan"),
        1 => (coverage::TAG_AHEAD, "tag tag-ahead"),
        _ => (coverage::TAG_BEHIND, "tag tag-behind"),
    };
    view! { <span class=style>{text.say(request::lang())}</span> }
}

/// Any other state.
#[component]
pub fn PlainTag(
    /// The words.
    text: Text,
) -> impl IntoView {
    view! { <span class="tag tag-plain">{text.say(request::lang())}</span> }
}

/// How much a flag weighs.
#[component]
pub fn SeverityTag(
    /// The severity.
    severity: Severity,
) -> impl IntoView {
    let style = format!("tag tag-{}", severity.code());
    view! { <span class=style>{flags::severity(severity).say(request::lang())}</span> }
}
