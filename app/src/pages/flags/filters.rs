//! The filter: a plain form, so that the address holds the whole state.

use crate::texts::flags;
use api::flags::{FlagQuery, FlagsView, ME};
use domain::checks::{Check, Severity};
use domain::flag::Status;
use domain::lang::Lang;
use leptos::prelude::*;

/// The filter, with what was wrong in it above.
pub fn filters(lang: Lang, view: &FlagsView) -> AnyView {
    let query = &view.query;
    let checks = choices(
        lang,
        Check::ALL
            .iter()
            .map(|check| (check.code(), check.about().title.say(lang).to_owned()))
            .collect(),
        query.check.map(Check::code),
    );
    let severities = choices(
        lang,
        Severity::ALL
            .into_iter()
            .rev()
            .map(|severity| {
                (
                    severity.code(),
                    flags::severity(severity).say(lang).to_owned(),
                )
            })
            .collect(),
        query.severity.map(Severity::code),
    );
    let statuses = choices(
        lang,
        Status::ALL
            .into_iter()
            .map(|status| (status.code(), flags::status(status).say(lang).to_owned()))
            .collect(),
        query.status.map(Status::code),
    );
    // An area that is chosen by a link is kept, although the list is of the next level only.
    let other = query
        .area
        .clone()
        .filter(|code| !view.areas.iter().any(|(known, _)| known == code))
        .map(|code| (code.clone(), code));
    let areas = view
        .areas
        .iter()
        .cloned()
        .chain(other)
        .map(|(code, name)| {
            let chosen = query.area.as_ref() == Some(&code);
            view! { <option value=code selected=chosen>{name}</option> }
        })
        .collect_view();
    let day = query.day.map(|day| day.to_string()).unwrap_or_default();
    let mine = query.assignee.as_deref() == Some(ME);
    let problems = (!view.problems.is_empty()).then(|| {
        let lines = view
            .problems
            .iter()
            .map(|parameter| view! { <li>{name(parameter).say(lang)}</li> })
            .collect_view();
        view! {
            <div id="filter-problems" class="notice notice-error" role="alert">
                <p>{flags::PROBLEMS.say(lang)}</p>
                <ul>{lines}</ul>
            </div>
        }
    });
    view! {
        <section class="filter no-print" aria-labelledby="filter-title">
            <h2 id="filter-title">{flags::FILTER.say(lang)}</h2>
            {problems}
            <form id="filters" method="get" action="/flags">
                <div class="field">
                    <label for="check">{flags::CHECK.say(lang)}</label>
                    <select id="check" name="check">{checks}</select>
                </div>
                <div class="field">
                    <label for="severity">{flags::SEVERITY.say(lang)}</label>
                    <select id="severity" name="severity">{severities}</select>
                </div>
                <div class="field">
                    <label for="status">{flags::STATUS.say(lang)}</label>
                    <select id="status" name="status">{statuses}</select>
                </div>
                <div class="field">
                    <label for="area">{flags::AREA_FIELD.say(lang)}</label>
                    <select id="area" name="area">
                        <option value="">{flags::ANY.say(lang)}</option>
                        {areas}
                    </select>
                </div>
                <div class="field">
                    <label for="enumerator">{flags::ENUMERATOR.say(lang)}</label>
                    <input
                        id="enumerator" name="enumerator" type="text" dir="ltr" autocomplete="off"
                        value=query.enumerator.clone().unwrap_or_default()
                    />
                </div>
                <div class="field">
                    <label for="day">{flags::DAY.say(lang)}</label>
                    <input id="day" name="day" type="date" value=day />
                </div>
                <div class="field">
                    <label for="assignee">{flags::ASSIGNEE.say(lang)}</label>
                    <select id="assignee" name="assignee">
                        <option value="">{flags::ANY.say(lang)}</option>
                        <option value=ME selected=mine>{flags::MINE.say(lang)}</option>
                    </select>
                </div>
                <div class="field field-actions">
                    <button type="submit" class="button">{flags::APPLY.say(lang)}</button>
                    <a id="filter-reset" href=FlagQuery::default().href()>{flags::RESET.say(lang)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// "Any", and one option each.
fn choices(
    lang: Lang,
    options: Vec<(&'static str, String)>,
    chosen: Option<&'static str>,
) -> AnyView {
    let options = options
        .into_iter()
        .map(|(code, words)| {
            view! { <option value=code selected=chosen == Some(code)>{words}</option> }
        })
        .collect_view();
    view! {
        <option value="">{flags::ANY.say(lang)}</option>
        {options}
    }
    .into_any()
}

fn name(parameter: &str) -> crate::texts::Text {
    match parameter {
        "check" => flags::CHECK,
        "severity" => flags::SEVERITY,
        "status" => flags::STATUS,
        _ => flags::DAY,
    }
}
