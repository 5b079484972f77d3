//! `/today`: a monitor's doors in walking order. Nothing of what the interviews say stands here.

use super::{parts, phone};
use crate::components::Page;
use crate::request;
use crate::texts::spot_settings;
use crate::texts::spot_visit as words;
use api::spot_checks::{CheckItem, Stop, TodayView, check_href};
use domain::lang::Lang;
use domain::place::Fix;
use domain::spot_check::Found;
use leptos::prelude::*;

/// The page.
pub fn page(view: TodayView) -> AnyView {
    let lang = request::lang();
    let title = words::TODAY.say(lang);
    let lead = match view.stops.len() {
        0 => words::NONE.say(lang).to_owned(),
        count => {
            let (day, count) = (view.today.to_string(), count.to_string());
            let distance = words::distance(view.length_m, lang);
            let values = [
                ("day", day.as_str()),
                ("count", &count),
                ("distance", &distance),
            ];
            words::DUE_TODAY.fill(lang, &values)
        }
    };
    let stops = view
        .stops
        .iter()
        .map(|stop| door(lang, stop))
        .collect_view();
    let list = (!view.stops.is_empty()).then(|| {
        view! {
            {legend(lang)}
            <ol id="stops">{stops}</ol>
        }
    });
    let later = (view.later > 0 && !view.shows_later).then(|| {
        let said = words::LATER.fill(lang, &[("count", &view.later.to_string())]);
        view! { <p><a id="later" href="/today?later=1">{said}</a></p> }
    });
    let to_decide = to_decide(lang, &view.to_decide);
    let holiday = view.holiday.as_ref().map(|name| {
        let said = spot_settings::HOLIDAY_TODAY.fill(lang, &[("name", name.say(lang))]);
        view! { <p id="holiday" class="notice">{said}</p> }
    });
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            {parts::nav(lang, "/today")}
            {holiday}
            <p id="due" class="lead">{lead}</p>
            {phone::section(lang)}
            {list}
            {later}
            {to_decide}
        </Page>
    }
    .into_any()
}

fn door(lang: Lang, stop: &Stop) -> AnyView {
    let check = &stop.check;
    let number = check.check_id.to_string();
    let open = words::OPEN.fill(lang, &[("number", &number)]);
    let from_before = stop.from_before_m.map(|metres| {
        let distance = words::distance(metres, lang);
        let said = words::FROM_BEFORE.fill(lang, &[("distance", &distance)]);
        view! { <p class="hint">{said}</p> }
    });
    let why = words::WHY.fill(lang, &[("reasons", &parts::reasons(lang, &check.reasons))]);
    view! {
        <li data-check=number.clone()>
            {phone::door(lang)}
            <p>
                <strong><bdi>{check.area.name_in(lang).to_owned()}</bdi></strong>
                " "
                {parts::state(lang, check)}
            </p>
            {from_before}
            <p>{why}</p>
            {listed_as(lang, stop.address.as_deref())}
            {ways_there(lang, stop.point)}
            <p class="no-print"><a class="button" href=check_href(check.check_id)>{open}</a></p>
            {on_paper(check.check_id)}
        </li>
    }
    .into_any()
}

/// How the household is found, in the words of whoever listed it.
pub(super) fn listed_as(lang: Lang, address: Option<&str>) -> Option<AnyView> {
    let address = address?.to_owned();
    let label = words::LISTED_AS.say(lang);
    Some(view! { <p class="listed-as">{label} " " <bdi dir="auto">{address}</bdi></p> }.into_any())
}

/// Boxes and a line for whoever goes there with paper instead of a phone; [`legend`] says what they are. Nothing of it is for the screen: one
/// line a door, as the list has to come over slow networks.
fn on_paper(check_id: i32) -> AnyView {
    let boxes: Vec<String> = (1..=Found::ALL.len()).map(|at| format!("☐ {at}")).collect();
    let said = format!("{check_id}: {}", boxes.join("   "));
    view! { <p class="paper print-only" aria-hidden="true">{said}</p> }.into_any()
}

/// What boxes and lines on paper are.
fn legend(lang: Lang) -> AnyView {
    let found: Vec<String> = Found::ALL
        .iter()
        .zip(1..)
        .map(|(found, at)| format!("{at} {}", words::found(*found).say(lang)))
        .collect();
    let lines = [words::AT, words::CAME, words::SIZE, words::NOTE].map(|text| text.say(lang));
    let (found, lines) = (found.join(" · "), lines.join(" · "));
    let said = words::ON_PAPER.fill(lang, &[("boxes", &found), ("lines", &lines)]);
    view! { <p id="on-paper" class="print-only" aria-hidden="true">{said}</p> }.into_any()
}

/// The ways there: for the phone's own maps, and as a map in the browser.
pub(super) fn ways_there(lang: Lang, point: Option<Fix>) -> AnyView {
    let Some(point) = point else {
        return view! { <p>{words::NO_PLACE.say(lang)}</p> }.into_any();
    };
    let (latitude, longitude) = (
        format!("{:.6}", point.latitude),
        format!("{:.6}", point.longitude),
    );
    let geo = format!("geo:{latitude},{longitude}?q={latitude},{longitude}");
    let map = format!(
        "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"
    );
    view! {
        <p>
            <span class="no-print">
                <a href=geo>{words::WAY.say(lang)}</a>
                " · "
                <a href=map rel="noreferrer">{words::MAP.say(lang)}</a>
                " "
            </span>
            <bdi class="hint">{latitude.clone()} ", " {longitude.clone()}</bdi>
        </p>
    }
    .into_any()
}

fn to_decide(lang: Lang, checks: &[CheckItem]) -> Option<AnyView> {
    if checks.is_empty() {
        return None;
    }
    let rows = checks
        .iter()
        .map(|check| {
            let number = check.check_id.to_string();
            let said = words::CHECK_TITLE.fill(
                lang,
                &[("number", &number), ("area", check.area.name_in(lang))],
            );
            view! { <li><a href=check_href(check.check_id)>{said}</a></li> }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="to-decide-title">
                <h2 id="to-decide-title">{words::TO_DECIDE.say(lang)}</h2>
                <ul id="to-decide">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}
