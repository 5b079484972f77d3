//! The forms by which people decide: one for each action, all plain POSTs.

use crate::texts::flags;
use api::flags::{FlagView, FlagsView, StepNotice};
use domain::flag::{Action, LONGEST_NOTE};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// Most flags that one step touches; the store refuses more.
const MOST_AT_ONCE: u64 = 10_000;

/// What became of a step.
pub fn notice(lang: Lang, notice: StepNotice) -> AnyView {
    let (words, style, role) = match notice {
        StepNotice::Done(1) => (flags::DONE_ONE.say(lang).to_owned(), "notice", "status"),
        StepNotice::Done(count) => (
            flags::DONE.fill(lang, &[("count", &grouped(count))]),
            "notice",
            "status",
        ),
        StepNotice::OtherNumber => (
            flags::OTHER_NUMBER.say(lang).to_owned(),
            "notice notice-error",
            "alert",
        ),
        StepNotice::Problem(problem) => (
            flags::problem(problem).say(lang).to_owned(),
            "notice notice-error",
            "alert",
        ),
    };
    view! { <p id="step-notice" class=style role=role>{words}</p> }.into_any()
}

/// One step with all flags of the filter: explain, confirm, dismiss or reopen.
pub fn triage(lang: Lang, view: &FlagsView) -> Option<AnyView> {
    let actions: Vec<Action> = view
        .actions
        .iter()
        .copied()
        .filter(|action| *action != Action::Assign)
        .collect();
    if actions.is_empty() || view.total < 2 {
        return None;
    }
    let count = grouped(view.total);
    if view.total > MOST_AT_ONCE {
        return Some(
            view! { <p class="hint no-print">{flags::TRIAGE_TOO_MANY.say(lang)}</p> }.into_any(),
        );
    }
    let hidden = view
        .query
        .pairs()
        .into_iter()
        .chain([("expected", view.total.to_string())])
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let forms = actions
        .into_iter()
        .map(|action| {
            let hidden = hidden.clone();
            form(
                lang,
                action,
                "/flags/triage".to_owned(),
                view! { {hidden} }.into_any(),
                None,
            )
        })
        .collect_view();
    Some(
        view! {
            <details id="triage" class="no-print">
                <summary>{flags::TRIAGE.fill(lang, &[("count", &count)])}</summary>
                <p class="hint">{flags::TRIAGE_HINT.fill(lang, &[("count", &count)])}</p>
                <div class="steps">{forms}</div>
            </details>
        }
        .into_any(),
    )
}

/// What can be done about one flag.
pub fn actions(lang: Lang, view: &FlagView) -> Option<AnyView> {
    if view.actions.is_empty() {
        return None;
    }
    let forms = view
        .actions
        .iter()
        .filter(|action| {
            // What nobody has touched cannot be taken back.
            **action != Action::Reopen || !view.steps.is_empty()
        })
        .map(|action| {
            let people = (*action == Action::Assign).then(|| people(lang, view));
            form(lang, *action, view.flag.key.href(), ().into_any(), people)
        })
        .collect_view();
    Some(
        view! {
            <section class="no-print" aria-labelledby="actions-title">
                <h2 id="actions-title">{flags::ACTIONS.say(lang)}</h2>
                <div class="steps">{forms}</div>
            </section>
        }
        .into_any(),
    )
}

fn people(lang: Lang, view: &FlagView) -> AnyView {
    let options = view
        .assignable
        .iter()
        .map(|(username, name)| view! { <option value=username.clone()>{name.clone()}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for="give-to">{flags::GIVE_TO.say(lang)}</label>
            <select id="give-to" name="give_to" required>
                <option value="">{flags::CHOOSE.say(lang)}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn form(
    lang: Lang,
    action: Action,
    address: String,
    hidden: AnyView,
    people: Option<AnyView>,
) -> AnyView {
    let code = action.code();
    let (reason_id, note_id) = (format!("{code}-reason"), format!("{code}-note"));
    let hint_id = format!("{code}-hint");
    let reasons = (!action.reasons().is_empty()).then(|| {
        let options = action
            .reasons()
            .iter()
            .map(|reason| {
                view! { <option value=reason.code()>{flags::reason(*reason).say(lang)}</option> }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for=reason_id.clone()>{flags::REASON.say(lang)}</label>
                <select id=reason_id name="reason" required>
                    <option value="">{flags::CHOOSE.say(lang)}</option>
                    {options}
                </select>
            </div>
        }
    });
    let (hint, described) = match reasons {
        Some(_) => (
            Some(view! { <p class="hint" id=hint_id.clone()>{flags::NOTE_HINT.say(lang)}</p> }),
            Some(hint_id),
        ),
        None => (None, None),
    };
    view! {
        <form class="step" id=format!("step-{code}") method="post" action=address>
            {hidden}
            <input type="hidden" name="action" value=code />
            {people}
            {reasons}
            <div class="field">
                <label for=note_id.clone()>{flags::NOTE.say(lang)}</label>
                <input
                    id=note_id name="note" type="text" dir="auto" autocomplete="off"
                    maxlength=LONGEST_NOTE.to_string() aria-describedby=described
                />
                {hint}
            </div>
            <p><button type="submit" class="button">{flags::action(action).say(lang)}</button></p>
        </form>
    }
    .into_any()
}
