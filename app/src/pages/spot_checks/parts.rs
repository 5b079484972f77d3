//! What the pages of spot checks have in common.

use crate::request;
use crate::texts::resurveys;
use crate::texts::spot_checks as words;
use crate::texts::{spot_results, spot_visit};
use api::spot_checks::{CheckItem, RESULTS, RESURVEYS, StepProblem};
use domain::lang::Lang;
use domain::permission::Permission;
use domain::spot_check::Layer;
use leptos::prelude::*;

/// The way between the pages, for those who may open them.
pub fn nav(lang: Lang, current: &'static str) -> AnyView {
    let session = request::session();
    let may = |permission| {
        let session = session.as_ref();
        session.is_some_and(|session| session.may(permission))
    };
    let links = [
        (
            "/today",
            spot_visit::TODAY,
            may(Permission::VisitSpotChecks),
        ),
        (
            "/spot-checks",
            words::SPOT_CHECKS,
            may(Permission::SeeSpotChecks),
        ),
        (RESURVEYS, resurveys::TITLE, may(Permission::SeeSpotChecks)),
        (
            RESULTS,
            spot_results::RESULTS_LINK,
            may(Permission::SeeSpotChecks),
        ),
    ];
    let links = links
        .into_iter()
        .filter(|(.., may)| *may)
        .map(|(href, text, _)| {
            let current = (href == current).then_some("true");
            view! { <li><a href=href aria-current=current>{text.say(lang)}</a></li> }
        });
    view! {
        <nav class="parts no-print" aria-label=words::SPOT_CHECKS.say(lang)>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
    .into_any()
}

/// Something that was done.
pub fn done(said: &'static str) -> AnyView {
    view! { <p id="done" class="notice" role="status">{said}</p> }.into_any()
}

/// Something that stands in the way.
pub fn problem(said: String) -> AnyView {
    view! { <p id="problem" class="notice notice-error" role="alert">{said}</p> }.into_any()
}

/// Why a step was not taken.
pub fn step_problem(lang: Lang, problem: &StepProblem) -> String {
    match problem {
        StepProblem::Changed(Some(last)) => {
            let mut action = words::action(last.action).say(lang).to_owned();
            if let Some(outcome) = last.outcome {
                action = format!("{action} ({})", words::verdict(outcome).say(lang));
            }
            let values = [
                ("by", last.by.as_str()),
                ("at", last.at_local.as_str()),
                ("action", action.as_str()),
            ];
            words::CHANGED.fill(lang, &values)
        }
        StepProblem::Changed(None) => words::CHANGED_SOMEHOW.say(lang).to_owned(),
        StepProblem::State(problem) => words::state_problem(*problem, lang),
        StepProblem::Replace(problem) => words::replace_problem(*problem).say(lang).to_owned(),
        StepProblem::NoMonitor => words::NO_MONITOR.say(lang).to_owned(),
        StepProblem::NoOutcome => words::NO_OUTCOME.say(lang).to_owned(),
        StepProblem::VisitTaken => words::VISIT_TAKEN.say(lang).to_owned(),
        StepProblem::BadDay => words::BAD_DAY.say(lang).to_owned(),
        StepProblem::NoReason => words::NO_WORDS.say(lang).to_owned(),
        StepProblem::LongComment => words::LONG_COMMENT.say(lang).to_owned(),
        StepProblem::NothingToGive => words::NOTHING_TO_GIVE.say(lang).to_owned(),
    }
}

/// Reasons in words.
pub fn reasons(lang: Lang, reasons: &[Layer]) -> String {
    let said: Vec<&str> = reasons
        .iter()
        .map(|layer| words::layer(*layer).say(lang))
        .collect();
    said.join("; ")
}

/// A probability: as a share of all, or as one in so many.
pub fn probability(probability: f64) -> String {
    format!("{:.1} %", probability * 100.0)
}

/// Where a check stands, in a tag; what goes with it behind.
pub fn state(lang: Lang, check: &CheckItem) -> AnyView {
    let late = (check.late_days > 0).then(|| {
        let days = check.late_days.to_string();
        words::LATE.fill(lang, &[("days", &days)])
    });
    let outcome = check
        .outcome
        .map(|outcome| words::verdict(outcome).say(lang).to_owned());
    let attempts = (check.attempts > 0).then(|| {
        let count = check.attempts.to_string();
        spot_visit::ATTEMPTS.fill(lang, &[("count", &count)])
    });
    let replaces = check
        .replaces
        .map(|number| words::INSTEAD_OF.fill(lang, &[("number", &number.to_string())]));
    let replaced = check
        .replaced_by
        .map(|number| words::REPLACED_BY.fill(lang, &[("number", &number.to_string())]));
    let more = [late, outcome, attempts, replaces, replaced]
        .into_iter()
        .flatten()
        .map(|said| view! { " " <span class="hint">{said}</span> })
        .collect_view();
    view! {
        <span class="tag tag-plain">{words::state(check.state).say(lang)}</span>
        {more}
    }
    .into_any()
}
