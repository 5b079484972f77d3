//! What can be done with a check, each by a form of its own, and its history.

use super::fields::{self, Field, select};
use crate::pages::coordination::listing::{Head, Listing};
use crate::texts::spot_checks as words;
use crate::texts::spot_visit;
use api::spot_checks::{CheckView, StepItem, Way, check_href};
use domain::lang::Lang;
use domain::spot_check::{Action, Verdict};
use leptos::prelude::*;

/// The forms of everything that can be done from where the check stands; nothing if there is nothing.
pub fn actions(lang: Lang, view: &CheckView) -> Option<AnyView> {
    let forms: Vec<AnyView> = view
        .ways
        .iter()
        .filter_map(|way| form(lang, view, way))
        .collect();
    if forms.is_empty() {
        return None;
    }
    Some(
        view! {
            <section class="no-print" aria-labelledby="actions-title">
                <h2 id="actions-title">{spot_visit::ACTIONS.say(lang)}</h2>
                <div class="steps">{forms.into_iter().collect_view()}</div>
            </section>
        }
        .into_any(),
    )
}

/// Whether a step cannot be taken without a reason.
fn needs_reason(action: Action) -> bool {
    matches!(
        action,
        Action::Reassign
            | Action::Withdraw
            | Action::VisitAgain
            | Action::DecideAgain
            | Action::Reopen
    )
}

fn form(lang: Lang, view: &CheckView, way: &Way) -> Option<AnyView> {
    let address = words::step_address(way.right)?;
    let (code, action) = (way.action.code(), way.action);
    let refused = view.problem.as_ref();
    let refused = refused.filter(|(form, _)| form.action == Some(action));
    let typed = refused.map(|(form, _)| form);
    let gives = matches!(action, Action::Assign | Action::Reassign);
    let monitor = gives.then(|| {
        let chosen = typed.and_then(|form| form.monitor);
        let due = typed.map(|form| form.due_on.clone()).unwrap_or_default();
        view! {
            {fields::monitor(lang, &format!("{code}-monitor"), &view.monitors, chosen)}
            {fields::due(lang, &format!("{code}-due"), due)}
            {fields::anyway(lang, &format!("{code}-anyway"), refused.map(|(_, problem)| problem))}
        }
    });
    let decides = matches!(action, Action::Decide | Action::DecideAgain);
    let outcome = decides.then(|| {
        let chosen = typed.and_then(|form| form.outcome);
        let options = Verdict::ALL.map(|verdict| {
            let said = words::verdict(verdict).say(lang).to_owned();
            (verdict.code().to_owned(), said, chosen == Some(verdict))
        });
        let label = spot_visit::OUTCOME.say(lang).to_owned();
        let id = format!("{code}-outcome");
        select(
            (&id, "outcome"),
            label,
            Some(words::CHOOSE.say(lang)),
            options.to_vec(),
            true,
        )
    });
    let id = format!("{code}-comment");
    let comment = Field {
        id: &id,
        name: "comment",
        label: spot_visit::REASON,
        kind: "text",
        mode: None,
        value: typed.map(|form| form.comment.clone()).unwrap_or_default(),
        required: needs_reason(action),
        most: 1_000,
    };
    let to = format!("{}/{address}", check_href(view.check.check_id));
    let button = words::action(Some(action)).say(lang);
    Some(
        view! {
            <form class="step" id=format!("step-{code}-{address}") method="post" action=to>
                <input type="hidden" name="action" value=code />
                <input type="hidden" name="seen" value=view.check.steps.to_string() />
                {monitor}
                {outcome}
                {comment.view(lang)}
                <p><button type="submit" class="button">{button}</button></p>
            </form>
        }
        .into_any(),
    )
}

/// The history, oldest first; nothing if there is none.
pub fn history(lang: Lang, view: &CheckView) -> Option<AnyView> {
    if view.steps.is_empty() {
        return None;
    }
    let rows = view.steps.iter().map(|step| row(lang, step)).collect_view();
    let listing = Listing {
        id: "history",
        caption: words::HISTORY,
        heads: vec![
            Head::words(words::AT),
            Head::words(words::BY),
            Head::words(words::STEP),
            Head::words(words::STATE),
            Head::words(spot_visit::REASON),
        ],
        rows: rows.into_any(),
    };
    Some(listing.view(lang))
}

fn row(lang: Lang, step: &StepItem) -> AnyView {
    let state = step.state.map(|state| words::state(state).say(lang));
    let outcome = step
        .outcome
        .map(|outcome| format!(": {}", words::verdict(outcome).say(lang)));
    let gives = matches!(step.action, Some(Action::Assign | Action::Reassign));
    let monitor = step.monitor.clone().filter(|_| gives);
    let monitor = monitor.map(|name| view! { ": " <bdi>{name}</bdi> });
    view! {
        <tr>
            <td class="at-minute"><bdi>{step.at_local.clone()}</bdi></td>
            <td><bdi>{step.by.clone()}</bdi></td>
            <th scope="row">{words::action(step.action).say(lang)} {outcome} {monitor}</th>
            <td>{state}</td>
            <td class="breakable"><bdi>{step.comment.clone()}</bdi></td>
        </tr>
    }
    .into_any()
}
