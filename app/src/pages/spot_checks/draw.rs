//! `/spot-checks/DRAW`: what was drawn, walk by walk, and giving it to monitors.

use super::{fields, parts, preview, settings};
use crate::components::{Page, downloads};
use crate::pages::coordination::listing::Head;
use crate::request;
use crate::texts::spot_checks as words;
use crate::texts::spot_checks::step_problem;
use api::spot_checks::{CheckItem, DrawView, check_href, draw_href};
use domain::lang::Lang;
use domain::spot_check::State;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The page.
pub fn page(view: DrawView) -> AnyView {
    let lang = request::lang();
    let draw = &view.draw;
    let (number, week) = (draw.draw_id.to_string(), draw.starts_on.to_string());
    let values = [
        ("number", number.as_str()),
        ("area", draw.area.name_in(lang)),
        ("week", week.as_str()),
    ];
    let title = words::DRAW_TITLE.fill(lang, &values);
    let (seed, print) = (view.seed.to_string(), view.plan.fingerprint.to_string());
    let facts = words::DRAW_FACTS.fill(
        lang,
        &[
            ("at", draw.at_local.as_str()),
            ("by", draw.by.as_str()),
            ("seed", &seed),
            ("fingerprint", &print),
        ],
    );
    let said = match (&view.problem, view.is_done) {
        (Some((_, problem)), _) => Some(parts::problem(step_problem(problem, lang))),
        (None, true) => Some(parts::done(words::DONE.say(lang))),
        (None, false) => None,
    };
    let file = format!("{}/checks", draw_href(draw.draw_id));
    let files = downloads(lang, &format!("{file}.csv"), &format!("{file}.xlsx"));
    let nobody = (view.can_assign && view.monitors.is_empty())
        .then(|| parts::problem(words::NO_MONITORS.say(lang).to_owned()));
    let mut walks: BTreeMap<u32, Vec<&CheckItem>> = BTreeMap::new();
    for check in &view.checks {
        walks.entry(check.walk).or_default().push(check);
    }
    // Those that are visited instead of others stand last.
    let instead = walks.remove(&0);
    let walks = walks
        .into_iter()
        .map(|(walk, checks)| section(lang, &view, walk, &checks))
        .collect_view();
    let instead = instead.map(|checks| section(lang, &view, 0, &checks));
    view! {
        <Page title=title.clone()>
            <div class="page-title"><h1>{title}</h1></div>
            {parts::nav(lang, "/spot-checks")}
            {said}
            {nobody}
            <p id="draw-facts">{facts}</p>
            {preview::in_words(lang, &view.plan)}
            <p>{words::REPLACEMENT_RULE.say(lang)}</p>
            {files}
            {walks}
            {instead}
            {preview::strata(lang, &view.plan, &view.enumerators)}
            {settings::table(lang, &view.questions)}
        </Page>
    }
    .into_any()
}

fn section(lang: Lang, view: &DrawView, walk: u32, checks: &[&CheckItem]) -> AnyView {
    let heading = match walk {
        0 => words::REPLACEMENTS.say(lang).to_owned(),
        walk => words::WALK.fill(lang, &[("number", &walk.to_string())]),
    };
    let caption = heading.clone();
    let rows = checks.iter().map(|check| row(lang, check)).collect_view();
    let heads = [
        Head::words(words::CHECK),
        Head::words(words::COUNCIL),
        Head::words(words::ENUMERATOR),
        Head::words(words::LAYER),
        Head::numbers(words::PROBABILITY),
        Head::words(words::STATE),
        Head::words(words::MONITOR),
        Head::words(words::DUE),
    ];
    let is_open = checks.iter().any(|check| check.state == State::Drawn);
    let gives = view.can_assign && is_open && walk > 0 && !view.monitors.is_empty();
    let give = gives.then(|| give(lang, view, walk));
    view! {
        <section>
            <h2>{heading}</h2>
            {give}
            {table(lang, (walk, caption), heads.to_vec(), rows.into_any())}
        </section>
    }
    .into_any()
}

/// The table of a walk: its id has the walk's number, its caption the walk's name.
fn table(lang: Lang, (walk, caption): (u32, String), heads: Vec<Head>, rows: AnyView) -> AnyView {
    let (id, title) = (format!("walk-{walk}"), format!("walk-{walk}-title"));
    let of_title = title.clone();
    let heads = heads.into_iter().map(|head| head.view(lang)).collect_view();
    view! {
        <div class="scroll" role="region" aria-labelledby=of_title tabindex="0">
            <table id=id>
                <caption id=title class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, check: &CheckItem) -> AnyView {
    let monitor = match &check.monitor {
        Some(name) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
        None => view! { <span class="hint">{words::NOBODY.say(lang)}</span> }.into_any(),
    };
    let due = check.due_on.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <tr>
            <th scope="row"><a href=check_href(check.check_id)>{check.check_id.to_string()}</a></th>
            <td><bdi>{check.area.name_in(lang).to_owned()}</bdi></td>
            <td><bdi>{check.enumerator.clone()}</bdi></td>
            <td>{parts::reasons(lang, &check.reasons)}</td>
            <td class="num"><bdi>{parts::probability(check.probability)}</bdi></td>
            <td>{parts::state(lang, check)}</td>
            <td>{monitor}</td>
            <td><bdi class="day">{due}</bdi></td>
        </tr>
    }
    .into_any()
}

fn give(lang: Lang, view: &DrawView, walk: u32) -> AnyView {
    let refused = view.problem.as_ref();
    let refused = refused.filter(|(form, _)| form.walk == Some(walk));
    let typed = refused.map(|(form, _)| form);
    let anyway = fields::anyway(
        lang,
        &format!("anyway-{walk}"),
        refused.map(|(_, problem)| problem),
    );
    let chosen = typed.and_then(|form| form.monitor);
    let due = typed.map(|form| form.due_on.clone()).unwrap_or_default();
    view! {
        <form class="step no-print" id=format!("give-{walk}") method="post" action=draw_href(view.draw.draw_id)>
            <input type="hidden" name="walk" value=walk.to_string() />
            {fields::monitor(lang, &format!("monitor-{walk}"), &view.monitors, chosen)}
            {fields::due(lang, &format!("due-{walk}"), due)}
            {anyway}
            <p><button type="submit" class="button">{words::GIVE_WALK.say(lang)}</button></p>
        </form>
    }
    .into_any()
}
