//! `/spot-checks`: the draws of an area, and how far they are by tehsil and by monitor.

use super::parts;
use crate::components::{Page, downloads};
use crate::pages::coordination::listing::{Filter, Head, Listing};
use crate::request;
use crate::texts::spot_checks as words;
use crate::texts::spot_settings;
use api::spot_checks::{DrawItem, DrawsView, LoadItem, draw_href};
use domain::lang::Lang;
use domain::number::grouped;
use domain::spot_check::Load;
use leptos::prelude::*;

/// The page.
pub fn page(view: DrawsView) -> AnyView {
    let lang = request::lang();
    let title = words::SPOT_CHECKS.say(lang);
    let list = match view.draws.is_empty() {
        true => {
            view! { <p id="no-draws" class="notice">{words::NO_DRAWS.say(lang)}</p> }.into_any()
        }
        false => lists(lang, &view),
    };
    let holidays = holidays(lang, &view);
    let (filter, new) = (filter(lang, &view), new_draw(lang, &view));
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{words::LEAD.say(lang)}</p>
            {parts::nav(lang, "/spot-checks")}
            {filter}
            {holidays}
            {list}
            {new}
        </Page>
    }
    .into_any()
}

/// Days without field work that are near.
fn holidays(lang: Lang, view: &DrawsView) -> Option<AnyView> {
    if view.holidays.is_empty() {
        return None;
    }
    let days = view.holidays.iter().map(|one| {
        let name = one.words.say(lang);
        let said = spot_settings::HOLIDAY.fill(lang, &[("name", name)]);
        let district = one.district.as_ref().map(|name| {
            view! { " · " <bdi>{name.clone()}</bdi> }
        });
        view! { <li><bdi class="day">{one.day.to_string()}</bdi> " " {said} {district}</li> }
    });
    let days = days.collect_view();
    Some(
        view! {
            <div id="holidays-soon" class="notice">
                <p>{spot_settings::HOLIDAYS_SOON.say(lang)}</p>
                <ul>{days}</ul>
            </div>
        }
        .into_any(),
    )
}

fn filter(lang: Lang, view: &DrawsView) -> AnyView {
    let chosen = view.query.area.as_deref();
    let area = crate::pages::coordination::parts::area_field(lang, &view.areas, chosen);
    let overdue = view.query.overdue;
    let fields = view! {
        {area}
        <div class="field field-tick">
            <label for="overdue">
                <input id="overdue" name="overdue" type="checkbox" value="1" checked=overdue />
                " "
                {words::OVERDUE_ONLY.say(lang)}
            </label>
        </div>
    };
    let filter = Filter {
        action: "/spot-checks",
        reset: "/spot-checks".to_owned(),
        problems: None,
        fields: fields.into_any(),
    };
    filter.view(lang)
}

fn lists(lang: Lang, view: &DrawsView) -> AnyView {
    let search = view.query.search();
    let files = downloads(
        lang,
        &format!("/spot-checks.csv{search}"),
        &format!("/spot-checks.xlsx{search}"),
    );
    let counts = [
        words::TO_VISIT,
        words::OVERDUE,
        words::TO_DECIDE,
        words::TO_CLOSE,
        words::CLOSED,
        words::DROPPED,
    ]
    .map(Head::numbers);
    let of_draws = [
        Head::words(words::TEHSIL),
        Head::words(words::WEEK),
        Head::words(words::DRAWN),
        Head::numbers(words::VISITS),
    ];
    let draws = Listing {
        id: "draws",
        caption: words::DRAWS,
        heads: of_draws.into_iter().chain(counts).collect(),
        rows: view
            .draws
            .iter()
            .map(|draw| draw_row(lang, draw))
            .collect_view()
            .into_any(),
    };
    let monitors = Listing {
        id: "by-monitor",
        caption: words::BY_MONITOR,
        heads: std::iter::once(Head::words(words::MONITOR))
            .chain(counts)
            .collect(),
        rows: view
            .monitors
            .iter()
            .map(|load| load_row(lang, load))
            .collect_view()
            .into_any(),
    };
    let cut = view
        .is_cut
        .then(|| view! { <p class="hint">{words::CUT.say(lang)}</p> });
    view! {
        {files}
        {draws.view(lang)}
        {cut}
        {monitors.view(lang)}
    }
    .into_any()
}

fn counts(lang: Lang, load: &Load) -> AnyView {
    let number = |count: u32| grouped(u64::from(count));
    let overdue = match load.overdue {
        0 => "0".to_owned(),
        count => {
            let days = number(load.latest_by_days);
            words::LATEST.fill(lang, &[("count", &number(count)), ("days", &days)])
        }
    };
    view! {
        <td class="num">{number(load.to_visit)}</td>
        <td class="num">{overdue}</td>
        <td class="num">{number(load.to_decide)}</td>
        <td class="num">{number(load.to_close)}</td>
        <td class="num">{number(load.closed)}</td>
        <td class="num">{number(load.dropped)}</td>
    }
    .into_any()
}

fn draw_row(lang: Lang, draw: &DrawItem) -> AnyView {
    let name = draw.area.name_in(lang).to_owned();
    let district = draw.district.as_ref().map(|district| {
        let name = district.name_in(lang).to_owned();
        view! { " " <span class="hint"><bdi>{name}</bdi></span> }
    });
    let visits = [
        ("visits", grouped(u64::from(draw.visits))),
        ("interviews", grouped(u64::from(draw.interviews))),
    ];
    let visits: Vec<(&str, &str)> = visits.iter().map(|(n, v)| (*n, v.as_str())).collect();
    view! {
        <tr>
            <th scope="row"><a href=draw_href(draw.draw_id)><bdi>{name}</bdi></a> {district}</th>
            <td><bdi class="day">{draw.starts_on.to_string()}</bdi> " " <bdi>{draw.wave.clone()}</bdi></td>
            <td class="at-minute"><bdi>{draw.at_local.clone()}</bdi> " " <bdi>{draw.by.clone()}</bdi></td>
            <td class="num">{words::VISITS_OF.fill(lang, &visits)}</td>
            {counts(lang, &draw.load)}
        </tr>
    }
    .into_any()
}

fn load_row(lang: Lang, item: &LoadItem) -> AnyView {
    let name = match &item.monitor {
        Some(name) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
        None => view! { <span class="hint">{words::NOBODY.say(lang)}</span> }.into_any(),
    };
    let away = item.away.map(|(from, to)| {
        let (from, to) = (from.to_string(), to.to_string());
        let said = spot_settings::AWAY_FROM_TO.fill(lang, &[("from", &from), ("to", &to)]);
        view! { " " <span class="hint">{said}</span> }
    });
    view! { <tr><th scope="row">{name} {away}</th> {counts(lang, &item.load)}</tr> }.into_any()
}

/// The way to a draw, for those who may draw.
fn new_draw(lang: Lang, view: &DrawsView) -> Option<AnyView> {
    if view.tehsils.is_empty() {
        return None;
    }
    let options = view
        .tehsils
        .iter()
        .map(|(code, name)| {
            (
                code.clone(),
                name.clone(),
                view.query.area.as_ref() == Some(code),
            )
        })
        .collect();
    let tehsil = super::fields::select(
        ("draw-area", "area"),
        words::TEHSIL.say(lang).to_owned(),
        None,
        options,
        true,
    );
    // The week that is over.
    let week = view.today.plus(-7).to_string();
    Some(
        view! {
            <section class="no-print" aria-labelledby="new-draw-title">
                <h2 id="new-draw-title">{words::NEW_DRAW.say(lang)}</h2>
                <form id="new-draw" class="step" method="get" action="/spot-checks/draw">
                    {tehsil}
                    <div class="field">
                        <label for="week">{words::WEEK_FIELD.say(lang)}</label>
                        <input id="week" name="week" type="date" required value=week />
                    </div>
                    <p><button type="submit" class="button">{words::PREVIEW.say(lang)}</button></p>
                </form>
            </section>
        }
        .into_any(),
    )
}
