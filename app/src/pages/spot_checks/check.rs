//! `/today/CHECK`: the form for what was found; then the interview beside it, and what can be done.

use super::{parts, phone, side_by_side, steps, today, visit_form};
use crate::components::Page;
use crate::pages::coordination::listing::{Head, Listing};
use crate::request;
use crate::texts::spot_checks;
use crate::texts::spot_checks::step_problem;
use crate::texts::spot_visit as words;
use api::spot_checks::{CheckView, Done, VisitItem, draw_href};
use domain::lang::Lang;
use domain::permission::Permission;
use domain::spot_check::ATTEMPTS_BEFORE_REPLACEMENT;
use leptos::prelude::*;

/// The page.
pub fn page(view: CheckView) -> AnyView {
    let lang = request::lang();
    let check = &view.check;
    let number = check.check_id.to_string();
    let values = [
        ("number", number.as_str()),
        ("area", check.area.name_in(lang)),
    ];
    let title = words::CHECK_TITLE.fill(lang, &values);
    let why = words::WHY.fill(lang, &[("reasons", &parts::reasons(lang, &check.reasons))]);
    let said = match (&view.problem, view.done) {
        (Some((_, problem)), _) => Some(parts::problem(step_problem(problem, lang))),
        (None, Some(Done::Step)) => Some(parts::done(spot_checks::DONE.say(lang))),
        (None, Some(done)) => words::done(done).map(|said| parts::done(said.say(lang))),
        (None, None) => None,
    };
    let form = view
        .form
        .as_ref()
        .map(|form| visit_form::form(lang, check.check_id, &view.questions, form, &view.problems));
    let beside = view
        .side_by_side
        .as_ref()
        .map(|beside| side_by_side::section(lang, beside, &view.questions, view.size));
    let attempt = attempt(lang, &view);
    let (actions, visits, history) = (
        steps::actions(lang, &view),
        visits(lang, &view.visits),
        steps::history(lang, &view),
    );
    let goes = request::session().is_some_and(|session| session.may(Permission::VisitSpotChecks));
    let (stands, draw) = (parts::state(lang, check), draw_href(check.draw_id));
    let listed_as = today::listed_as(lang, view.address.as_deref());
    let way = today::ways_there(lang, view.point);
    let phone = goes.then(|| phone::section(lang));
    let back = goes.then(|| view! { <a href="/today">{words::BACK.say(lang)}</a> " · " });
    view! {
        <Page title=title.clone()>
            <div class="page-title"><h1>{title}</h1></div>
            {parts::nav(lang, "/today")}
            {said}
            <p id="stands">{stands}</p>
            {attempt}
            <p>{why}</p>
            {listed_as}
            {way}
            {phone}
            {form}
            {beside}
            {actions}
            {visits}
            {history}
            <p class="no-print">{back} <a href=draw>{words::TO_DRAW.say(lang)}</a></p>
        </Page>
    }
    .into_any()
}

/// Which attempt it is, for whoever goes there again.
fn attempt(lang: Lang, view: &CheckView) -> Option<AnyView> {
    let check = &view.check;
    if view.form.is_none() || check.attempts == 0 {
        return None;
    }
    let next = (check.attempts + 1)
        .min(ATTEMPTS_BEFORE_REPLACEMENT)
        .to_string();
    let text = match check.tried_today {
        true => words::ATTEMPT_TOMORROW,
        false => words::ATTEMPT,
    };
    let said = text.fill(lang, &[("next", &next)]);
    Some(view! { <p id="attempt" class="notice">{said}</p> }.into_any())
}

fn visits(lang: Lang, visits: &[VisitItem]) -> Option<AnyView> {
    if visits.is_empty() {
        return None;
    }
    let rows = visits.iter().map(|visit| row(lang, visit)).collect_view();
    let listing = Listing {
        id: "visits",
        caption: words::VISITS,
        heads: vec![
            Head::words(spot_checks::AT),
            Head::words(spot_checks::MONITOR),
            Head::words(words::FOUND),
            Head::words(words::CAME),
            Head::numbers(words::SIZE),
            Head::words(words::NOTE),
        ],
        rows: rows.into_any(),
    };
    Some(listing.view(lang))
}

fn row(lang: Lang, visit: &VisitItem) -> AnyView {
    let came = visit.came.map(|came| words::came(came).say(lang));
    let came_on = visit
        .came_on
        .map(|day| view! { " " <bdi class="day">{day.to_string()}</bdi> });
    let size = visit.household_size.map(|size| size.to_string());
    view! {
        <tr>
            <td class="at-minute"><bdi>{visit.at_local.clone()}</bdi></td>
            <td><bdi>{visit.by.clone()}</bdi></td>
            <th scope="row">{words::found(visit.found).say(lang)}</th>
            <td>{came} {came_on}</td>
            <td class="num">{size}</td>
            <td class="breakable"><bdi>{visit.note.clone()}</bdi></td>
        </tr>
    }
    .into_any()
}
