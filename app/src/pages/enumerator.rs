//! `/enumerators/CODE`: one enumerator's days, one of them as it went, their tablets, and why to look.

use super::day;
use super::failed::Failed;
use super::flags::{said, title};
use super::risk::reasons;
use super::spot_checks::of_enumerator;
use crate::components::{Page, PlainTag, SeverityTag};
use crate::request::{self, Answer};
use crate::texts::{Text, flags};
use api::ApiError;
use api::flags::{
    CalendarDay, ClockLine, DeviceLine, EnumeratorView, FlagItem, FlagQuery, enumerator_href,
};
use api::query::decoded_pairs;
use domain::clock::Certainty;
use domain::lang::Lang;
use domain::number::grouped;
use domain::time::SurveyDay;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page. `?day=…` chooses the day.
#[component]
pub fn OneEnumerator() -> impl IntoView {
    let answer = Answer::current();
    let (session, backend) = (request::session(), request::backend());
    let code = use_params_map()
        .with(|params| params.get("code"))
        .unwrap_or_default();
    let pairs = decoded_pairs(&request::raw_query());
    let day = pairs
        .iter()
        .find(|(name, _)| name == "day")
        .and_then(|(_, value)| SurveyDay::parse(value));
    Suspend::new(async move {
        let (Some(session), Some(backend)) = (session, backend) else {
            return view! { <Failed error=ApiError::SignInNeeded answer /> }.into_any();
        };
        match backend.enumerator(&session, &code, day).await {
            Ok(view) => page(&view).into_any(),
            Err(error) => view! { <Failed error answer /> }.into_any(),
        }
    })
}

fn page(view: &EnumeratorView) -> impl IntoView + use<> {
    let lang = request::lang();
    let heading = match &view.name {
        Some(name) => format!("{} · {name}", view.code),
        None => view.code.clone(),
    };
    let all = FlagQuery {
        enumerator: Some(view.code.clone()),
        ..FlagQuery::default()
    };
    let all_flags = flags::ALL_FLAGS.fill(lang, &[("count", &grouped(view.all_flags))]);
    let (facts, why, calendar) = (facts(lang, view), why(lang, view), calendar(lang, view));
    let chosen = view.day.map(|chosen| {
        let lead = flags_of_day(lang, &view.flags);
        day::section(lang, chosen, &view.shown, lead)
    });
    let devices = devices(lang, &view.devices);
    let of = view.spot_checks.as_ref();
    let spot_checks = of.map(|of| of_enumerator::section(lang, of));
    view! {
        <Page title=heading.clone()>
            <p class="no-print"><a href="/risk">{flags::RISK.say(lang)}</a></p>
            <div class="page-title">
                <h1><bdi>{heading}</bdi></h1>
            </div>
            {facts}
            <p><a href=all.href()>{all_flags}</a></p>
            {why}
            {calendar}
            {chosen}
            {spot_checks}
            {devices}
        </Page>
    }
}

fn facts(lang: Lang, view: &EnumeratorView) -> Option<AnyView> {
    let line = |text: Text, value: &Option<String>| {
        value.clone().map(|value| {
            view! {
                <div>
                    <dt>{text.say(lang)}</dt>
                    <dd><bdi>{value}</bdi></dd>
                </div>
            }
        })
    };
    if view.agency.is_none() && view.supervisor_code.is_none() {
        return None;
    }
    let lines = [
        line(flags::AGENCY, &view.agency),
        line(flags::SUPERVISOR, &view.supervisor_code),
    ];
    Some(view! { <dl class="facts">{lines}</dl> }.into_any())
}

fn why(lang: Lang, view: &EnumeratorView) -> Option<AnyView> {
    if view.risks.is_empty() {
        return None;
    }
    let parts = view
        .risks
        .iter()
        .map(|risk| {
            let (place, among) = risk.place;
            let place = flags::PLACE_OF.fill(
                lang,
                &[
                    ("place", &grouped(u64::from(place))),
                    ("among", &grouped(u64::from(among))),
                ],
            );
            view! {
                <h3>
                    <bdi>{risk.tehsil_name.clone()}</bdi> ": "
                    {flags::PLACE_IN_TEHSIL.say(lang)} " " {place}
                </h3>
                {reasons(lang, risk)}
            }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="why-title">
                <h2 id="why-title">{flags::WHY_LOOK.say(lang)}</h2>
                {parts}
            </section>
        }
        .into_any(),
    )
}

fn calendar(lang: Lang, view: &EnumeratorView) -> Option<AnyView> {
    let (first, last) = (view.calendar.first()?.day, view.calendar.last()?.day);
    let from = first.plus(-(first.weekday() as i32));
    let weeks = (0..)
        .map(|week| from.plus(week * 7))
        .take_while(|monday| *monday <= last)
        // A week without work has no line: a wrong date far away would stretch the table over years.
        .filter(|monday| {
            let sunday = monday.plus(6);
            view.calendar
                .iter()
                .any(|line| (*monday..=sunday).contains(&line.day))
        })
        .map(|monday| week(lang, view, monday))
        .collect_view();
    let heads = flags::WEEKDAYS.map(|day| view! { <th scope="col">{day.say(lang)}</th> });
    Some(
        view! {
            <section>
                <h2 id="calendar-title">{flags::CALENDAR.say(lang)}</h2>
                <div class="scroll" role="region" aria-labelledby="calendar-title" tabindex="0">
                    <table id="calendar">
                        <caption>{flags::CALENDAR_CAPTION.say(lang)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{flags::WEEK.say(lang)}</th>
                                {heads}
                            </tr>
                        </thead>
                        <tbody>{weeks}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn week(lang: Lang, view: &EnumeratorView, monday: SurveyDay) -> AnyView {
    let cells = (0..7)
        .map(|offset| {
            let day = monday.plus(offset);
            match view.calendar.iter().find(|line| line.day == day) {
                Some(line) => cell(lang, view, line),
                None => view! { <td></td> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row" class="at-minute"><bdi>{monday.to_string()}</bdi></th>
            {cells}
        </tr>
    }
    .into_any()
}

fn cell(lang: Lang, view: &EnumeratorView, line: &CalendarDay) -> AnyView {
    let href = enumerator_href(&view.code, Some(line.day));
    let current = (view.day == Some(line.day)).then_some("date");
    let complete = flags::DAY_COMPLETE.fill(lang, &[("count", &grouped(u64::from(line.complete)))]);
    let flagged = (line.flags > 0).then(|| {
        let words = match line.flags {
            1 => flags::DAY_FLAG.say(lang).to_owned(),
            count => flags::DAY_FLAGS.fill(lang, &[("count", &grouped(u64::from(count)))]),
        };
        let style = match line.severe {
            0 => "tag tag-review",
            _ => "tag tag-severe",
        };
        view! { <span class=style>{words}</span> }
    });
    let label = line.day.to_string();
    view! {
        <td class="calendar-day">
            <a href=href aria-current=current title=label>{grouped(u64::from(line.visits))}</a>
            <small>{complete}</small>
            {flagged}
        </td>
    }
    .into_any()
}

fn flags_of_day(lang: Lang, of_day: &[FlagItem]) -> AnyView {
    if of_day.is_empty() {
        return view! { <p class="hint" id="no-flags-of-day">{flags::NO_FLAGS_OF_DAY.say(lang)}</p> }
            .into_any();
    }
    let lines = of_day
        .iter()
        .map(|flag| {
            view! {
                <li>
                    <SeverityTag severity=flag.severity />
                    " "
                    <a href=flag.key.href()>{title(lang, flag)}</a>
                    ": "
                    {said(lang, flag)}
                    " "
                    <PlainTag text=flags::status(flag.status) />
                </li>
            }
        })
        .collect_view();
    view! {
        <h3>{flags::FLAGS_OF_DAY.say(lang)}</h3>
        <ul id="flags-of-day">{lines}</ul>
    }
    .into_any()
}

fn devices(lang: Lang, devices: &[DeviceLine]) -> Option<AnyView> {
    if devices.is_empty() {
        return None;
    }
    let lines = devices
        .iter()
        .map(|device| {
            let clock = device
                .clock
                .iter()
                .map(|line| view! { <li>{clock(lang, line)}</li> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row" class="breakable"><bdi>{device.code.clone()}</bdi></th>
                    <td class="num">{grouped(u64::from(device.visits))}</td>
                    <td><ul class="reasons">{clock}</ul></td>
                </tr>
            }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2 id="devices-title">{flags::DEVICES.say(lang)}</h2>
                <div class="scroll" role="region" aria-labelledby="devices-title" tabindex="0">
                    <table id="devices">
                        <thead>
                            <tr>
                                <th scope="col">{flags::DEVICE.say(lang)}</th>
                                <th scope="col" class="num">{flags::VISITS_COLUMN.say(lang)}</th>
                                <th scope="col">{flags::CLOCK_COLUMN.say(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn clock(lang: Lang, line: &ClockLine) -> String {
    let count = grouped(u64::from(line.visits));
    let minutes = (line.offset_ms.unsigned_abs() + 30_000) / 60_000;
    let text = match (line.certainty, line.offset_ms) {
        (Certainty::Uncertain, _) => flags::CLOCK_UNCERTAIN,
        (_, offset) if minutes > 0 && offset > 0 => flags::CLOCK_FAST,
        (_, offset) if minutes > 0 && offset < 0 => flags::CLOCK_SLOW,
        (Certainty::Unknown, _) => flags::CLOCK_UNKNOWN,
        (Certainty::Likely | Certainty::Measured, _) => flags::CLOCK_RIGHT,
    };
    text.fill(lang, &[("minutes", &grouped(minutes)), ("count", &count)])
}
