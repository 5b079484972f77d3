//! `/spot-checks/monitors`: who is away and what has to be given to somebody else, and where walks begin.

use super::days_off::{self, text};
use super::fields::{self, select};
use super::parts;
use crate::components::Page;
use crate::pages::coordination::listing::{Head, Listing};
use crate::request;
use crate::texts::spot_checks;
use crate::texts::spot_settings as words;
use api::spot_checks::{MONITORS, MonitorChoice, MonitorItem, MonitorsView, StartItem, check_href};
use domain::lang::Lang;
use leptos::prelude::*;

/// The page.
pub fn page(view: MonitorsView) -> AnyView {
    let lang = request::lang();
    let title = words::MONITORS.say(lang);
    let said = days_off::said(lang, view.is_done, view.problem.as_ref());
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{words::MONITORS_LEAD.say(lang)}</p>
            {parts::nav(lang, MONITORS)}
            {said}
            {away(lang, &view)}
            <section>{days_off::list(lang, &view.holidays, false)}</section>
            {starts(lang, &view)}
        </Page>
    }
    .into_any()
}

fn away(lang: Lang, view: &MonitorsView) -> AnyView {
    if view.monitors.is_empty() {
        return parts::problem(words::NO_MONITORS.say(lang).to_owned());
    }
    let rows = view.monitors.iter().map(|one| row(lang, one));
    let listing = Listing {
        id: "away",
        caption: words::AWAY,
        heads: vec![
            Head::words(spot_checks::MONITOR),
            Head::words(words::AWAY_DAYS),
            Head::words(words::TO_REASSIGN),
        ],
        rows: rows.collect_view().into_any(),
    };
    let form = &view.absence;
    let of_form: Vec<MonitorChoice> = view
        .monitors
        .iter()
        .map(|one| MonitorChoice {
            user_id: one.user_id,
            name: one.name.clone(),
            away: None,
        })
        .collect();
    view! {
        <section>
            {listing.view(lang)}
            <p class="hint no-print">{words::AWAY_LEAD.say(lang)}</p>
            <form id="add-away" class="step no-print" method="post" action=format!("{MONITORS}/away")>
                {fields::monitor(lang, "away-monitor", &of_form, form.monitor)}
                {text(lang, ("from", "from"), words::FIRST_DAY, "date", &form.from, true)}
                {text(lang, ("to", "to"), words::LAST_DAY, "date", &form.to, true)}
                <p><button type="submit" class="button">{words::ADD_AWAY.say(lang)}</button></p>
            </form>
        </section>
    }
    .into_any()
}

fn row(lang: Lang, one: &MonitorItem) -> AnyView {
    let stretches = one.away.iter().map(|(id, from, to)| {
        let (from, to) = (from.to_string(), to.to_string());
        let said = words::FROM_TO.fill(lang, &[("from", &from), ("to", &to)]);
        view! {
            <form class="no-wrap" method="post" action=format!("{MONITORS}/away")>
                {said}
                " "
                <input type="hidden" name="remove" value=id.to_string() />
                <button type="submit" class="button no-print">{words::REMOVE.say(lang)}</button>
            </form>
        }
    });
    let stretches = stretches.collect_view();
    let checks = one.to_reassign.iter().map(|check| {
        view! { <a href=check_href(*check)>{check.to_string()}</a> " " }
    });
    let checks = checks.collect_view();
    view! {
        <tr>
            <th scope="row"><bdi>{one.name.clone()}</bdi></th>
            <td>{stretches}</td>
            <td>{checks}</td>
        </tr>
    }
    .into_any()
}

fn starts(lang: Lang, view: &MonitorsView) -> AnyView {
    // A province has some 150 tehsils: those are listed of which it was said.
    let row = |one: &StartItem| {
        let fix = one.start?;
        let begins = format!("{:.5}, {:.5}", fix.latitude, fix.longitude);
        Some(view! {
            <tr>
                <th scope="row"><bdi>{one.name.clone()}</bdi></th>
                <td><bdi>{begins}</bdi></td>
            </tr>
        })
    };
    let rows: Vec<_> = view.starts.iter().filter_map(row).collect();
    let list = match rows.is_empty() {
        true => view! {
            <h2>{words::STARTS.say(lang)}</h2>
            <p id="no-starts" class="hint">{words::AT_DOORS.say(lang)}</p>
        }
        .into_any(),
        false => {
            let listing = Listing {
                id: "starts",
                caption: words::STARTS,
                heads: vec![Head::words(words::TEHSIL), Head::words(words::BEGINS)],
                rows: rows.collect_view().into_any(),
            };
            listing.view(lang)
        }
    };
    let form = &view.start;
    let tehsils = view
        .starts
        .iter()
        .map(|one| (one.code.clone(), one.name.clone(), one.code == form.tehsil))
        .collect();
    let choose = Some(spot_checks::CHOOSE.say(lang));
    let label = words::TEHSIL.say(lang).to_owned();
    view! {
        <section>
            {list}
            <p class="hint no-print">{words::STARTS_LEAD.say(lang)} " " {words::START_EMPTY.say(lang)}</p>
            <form id="set-start" class="step no-print" method="post" action=format!("{MONITORS}/start")>
                {select(("tehsil", "tehsil"), label, choose, tehsils, true)}
                {text(lang, ("latitude", "latitude"), words::LATITUDE, "text", &form.latitude, false)}
                {text(lang, ("longitude", "longitude"), words::LONGITUDE, "text", &form.longitude, false)}
                <p><button type="submit" class="button">{words::SET_START.say(lang)}</button></p>
            </form>
        </section>
    }
    .into_any()
}
