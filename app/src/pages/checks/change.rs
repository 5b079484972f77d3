//! The forms by which thresholds are changed: one for each, a plain POST that leads to a preview.

use super::values::written;
use crate::texts::thresholds;
use api::flags::CheckView;
use api::thresholds::{ChangeForm, DraftProblem, ThresholdDraft, check_href};
use domain::checks::{
    LONGEST_REASON, LimitProblem, LimitsBook, ReasonProblem, Threshold, Unit, allowed,
};
use domain::lang::Lang;
use domain::setting::Setting;
use leptos::prelude::*;

/// The forms, for those who may change thresholds.
pub fn form(lang: Lang, view: &CheckView) -> Option<AnyView> {
    let form = view.form.as_ref()?;
    let of_none = (form.problem == Some(DraftProblem::Threshold)).then(|| {
        view! { <p class="notice notice-error" role="alert">{thresholds::PROBLEM_THRESHOLD.say(lang)}</p> }
    });
    let forms = view
        .check
        .about()
        .thresholds
        .iter()
        .zip(&view.values)
        .map(|(threshold, value)| one(lang, view, form, threshold, *value))
        .collect_view();
    Some(
        view! {
            <section id="change" class="no-print" aria-labelledby="change-title">
                <h2 id="change-title">{thresholds::CHANGE.say(lang)}</h2>
                <p class="hint">{thresholds::CHANGE_HINT.say(lang)}</p>
                {of_none}
                {forms}
            </section>
        }
        .into_any(),
    )
}

fn one(
    lang: Lang,
    view: &CheckView,
    form: &ChangeForm,
    threshold: &'static Threshold,
    value: f64,
) -> AnyView {
    let name = threshold.name;
    let is_typed = form.draft.threshold == name;
    let draft = if is_typed {
        form.draft.clone()
    } else {
        ThresholdDraft {
            from: form.draft.from.clone(),
            to: form.draft.to.clone(),
            ..ThresholdDraft::default()
        }
    };
    let problem = form.problem.as_ref().filter(|_| is_typed);
    let id = |part: &str| format!("{name}-{part}");
    let problem_id = id("problem");
    let said = problem.map(|problem| {
        view! { <p id=problem_id.clone() class="notice notice-error" role="alert">{say(lang, problem)}</p> }
    });
    // A field that is wrong says so, and where the sentence is.
    let wrong =
        move |is_wrong: fn(&DraftProblem) -> bool| problem.is_some_and(is_wrong).then_some("true");
    let (value_wrong, reason_wrong, days_wrong) = (
        wrong(|problem| matches!(problem, DraftProblem::Limit(_) | DraftProblem::Same)),
        wrong(|problem| matches!(problem, DraftProblem::Reason(_))),
        wrong(|problem| *problem == DraftProblem::Days),
    );
    let described = |wrong: Option<&str>| wrong.map(|_| problem_id.clone());
    let value_described = match value_wrong {
        Some(_) => format!("{} {problem_id}", id("hint")),
        None => id("hint"),
    };
    let (reason_described, days_described) = (described(reason_wrong), described(days_wrong));
    let label = match threshold.unit {
        Unit::Count => thresholds::NEW_NUMBER.say(lang).to_owned(),
        unit => thresholds::NEW_VALUE.fill(lang, &[("unit", unit.symbol())]),
    };
    let now = written(threshold, value);
    let hint = thresholds::ALLOWED.fill(lang, &[("allowed", &allowed(threshold)), ("now", &now)]);
    let time =
        thresholds::is_time(threshold.unit).then(|| format!(" {}", thresholds::OR_TIME.say(lang)));
    let places = places(lang, view, form, &draft, name);
    view! {
        <details class="change" id=id("change") open=is_typed>
            <summary>
                {threshold.about.say(lang)} " " <code dir="ltr">{name}</code>
            </summary>
            <form class="step" method="post" action=format!("{}/thresholds", check_href(view.check))>
                {said}
                <input type="hidden" name="threshold" value=name />
                <div class="field">
                    <label for=id("value")>{label}</label>
                    <input
                        id=id("value") name="value" type="text" dir="ltr" inputmode="decimal" autocomplete="off" maxlength="40"
                        value=draft.value aria-describedby=value_described aria-invalid=value_wrong
                    />
                    <p class="hint" id=id("hint")>{hint} {time}</p>
                </div>
                {places}
                <p>
                    <label for=id("back")>
                        <input id=id("back") name="back" type="checkbox" value="yes" checked=draft.back />
                        " "
                        {thresholds::TAKE_BACK.say(lang)}
                    </label>
                </p>
                <div class="field">
                    <label for=id("reason")>{thresholds::REASON.say(lang)}</label>
                    <input
                        id=id("reason") name="reason" type="text" dir="auto" autocomplete="off" required
                        maxlength=LONGEST_REASON.to_string() value=draft.reason
                        aria-describedby=reason_described aria-invalid=reason_wrong
                    />
                </div>
                <div class="field">
                    <label for=id("from")>{thresholds::FIRST_DAY.say(lang)}</label>
                    <input
                        id=id("from") name="from" type="date" value=draft.from required
                        aria-describedby=days_described.clone() aria-invalid=days_wrong
                    />
                </div>
                <div class="field">
                    <label for=id("to")>{thresholds::LAST_DAY.say(lang)}</label>
                    <input
                        id=id("to") name="to" type="date" value=draft.to required
                        aria-describedby=days_described aria-invalid=days_wrong
                    />
                </div>
                <p><button type="submit" class="button">{thresholds::PREVIEW.say(lang)}</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn places(
    lang: Lang,
    view: &CheckView,
    form: &ChangeForm,
    draft: &ThresholdDraft,
    name: &str,
) -> AnyView {
    if LimitsBook::only_everywhere(view.check) {
        return view! { <p class="hint">{thresholds::ONLY_EVERYWHERE.say(lang)}</p> }.into_any();
    }
    let (wave_id, setting_id) = (format!("{name}-wave"), format!("{name}-setting"));
    let waves = form
        .waves
        .iter()
        .map(|code| {
            let is_chosen = *code == draft.wave;
            view! { <option value=code.clone() selected=is_chosen>{code.clone()}</option> }
        })
        .collect_view();
    let settings = Setting::ALL
        .into_iter()
        .map(|setting| {
            let is_chosen = setting.code() == draft.setting;
            let words = thresholds::setting(Some(setting)).say(lang);
            view! { <option value=setting.code() selected=is_chosen>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=wave_id.clone()>{thresholds::WAVE.say(lang)}</label>
            <select id=wave_id name="wave">
                <option value="">{thresholds::ALL_WAVES.say(lang)}</option>
                {waves}
            </select>
        </div>
        <div class="field">
            <label for=setting_id.clone()>{thresholds::SETTING.say(lang)}</label>
            <select id=setting_id name="setting">
                <option value="">{thresholds::ALL_AREAS.say(lang)}</option>
                {settings}
            </select>
        </div>
    }
    .into_any()
}

/// What is wrong, and what is allowed.
fn say(lang: Lang, problem: &DraftProblem) -> String {
    let text = match problem {
        DraftProblem::Threshold => thresholds::PROBLEM_THRESHOLD,
        DraftProblem::Wave => thresholds::PROBLEM_WAVE,
        DraftProblem::Setting => thresholds::PROBLEM_SETTING,
        DraftProblem::Same => thresholds::PROBLEM_SAME,
        DraftProblem::Days => thresholds::PROBLEM_DAYS,
        DraftProblem::Reason(ReasonProblem::Missing) => thresholds::PROBLEM_NO_REASON,
        DraftProblem::Reason(ReasonProblem::Long) => thresholds::PROBLEM_LONG_REASON,
        DraftProblem::Limit(limit) => return say_limit(lang, limit),
    };
    text.say(lang).to_owned()
}

fn say_limit(lang: Lang, problem: &LimitProblem) -> String {
    match problem {
        LimitProblem::UnknownCheck(_) | LimitProblem::UnknownThreshold(..) => {
            thresholds::PROBLEM_THRESHOLD.say(lang).to_owned()
        }
        LimitProblem::OutOfRange(_, threshold) => {
            let text = if threshold.unit.is_whole() {
                thresholds::PROBLEM_WHOLE
            } else {
                thresholds::PROBLEM_RANGE
            };
            text.fill(lang, &[("allowed", &allowed(threshold))])
        }
        LimitProblem::OtherUnit(_, threshold, _) | LimitProblem::NoUnit(_, threshold) => {
            match threshold.unit {
                Unit::Count => thresholds::PROBLEM_COUNT.say(lang).to_owned(),
                unit => thresholds::PROBLEM_UNIT.fill(lang, &[("unit", unit.symbol())]),
            }
        }
        LimitProblem::OnlyEverywhere(_) => thresholds::ONLY_EVERYWHERE.say(lang).to_owned(),
        LimitProblem::NothingSet(..) => thresholds::PROBLEM_NOTHING_SET.say(lang).to_owned(),
    }
}
