//! The day that a flag is about: time bar, track, and the same as a table.

use crate::texts::flags;
use api::flags::{DayVisit, FlagView};
use domain::lang::Lang;
use domain::number::grouped;
use domain::time::SurveyDay;
use leptos::prelude::*;

/// The bar's and the track's width in their own units.
const WIDTH: f64 = 720.0;
/// The track's height, and that of a bar's lane.
const TRACK_HEIGHT: f64 = 360.0;
const LANE: f64 = 26.0;
/// Room around the track.
const MARGIN: f64 = 24.0;

/// The visits of the day; nothing where the flag is about no one day.
pub fn day(lang: Lang, view: &FlagView) -> Option<AnyView> {
    (!view.day.is_empty()).then(|| {
        let lead = view! { <p class="hint">{flags::DAY_LEAD.say(lang)}</p> }.into_any();
        section(lang, view.flag.day, &view.day, lead)
    })
}

/// A day's visits as time bar, track and table, under a heading and what is to be said of them.
pub fn section(lang: Lang, day: SurveyDay, visits: &[DayVisit], lead: AnyView) -> AnyView {
    let day = day.to_string();
    view! {
        <section aria-labelledby="day-title">
            <h2 id="day-title">{flags::THE_DAY.fill(lang, &[("day", &day)])}</h2>
            {lead}
            {time_bar(lang, visits)}
            {track(lang, visits)}
            {table(lang, visits)}
        </section>
    }
    .into_any()
}

/// Minutes after midnight as `HH:MM`; on the next day beyond 24:00.
fn clock(minutes: f64) -> String {
    let whole = minutes.floor() as i64;
    format!("{:02}:{:02}", whole.div_euclid(60), whole.rem_euclid(60))
}

fn time_bar(lang: Lang, visits: &[DayVisit]) -> Option<AnyView> {
    let spans: Vec<(f64, f64)> = visits.iter().filter_map(|visit| visit.minutes).collect();
    let first = spans
        .iter()
        .map(|span| span.0.min(span.1))
        .reduce(f64::min)?;
    let last = spans
        .iter()
        .map(|span| span.0.max(span.1))
        .reduce(f64::max)?;
    // Whole hours, at least two of them.
    let from = (first / 60.0).floor() * 60.0;
    let to = ((last / 60.0).ceil() * 60.0).max(from + 120.0);
    let x = move |minutes: f64| (minutes - from) / (to - from) * WIDTH;
    let lanes = lanes(visits);
    let height = LANE * (lanes.iter().max().map_or(1, |most| most + 1) as f64) + 22.0;
    let bars = visits
        .iter()
        .zip(&lanes)
        .filter_map(|(visit, lane)| {
            let (start, end) = visit.minutes?;
            let (left, right) = (x(start.min(end)), x(start.max(end)));
            let top = *lane as f64 * LANE + 2.0;
            let width = (right - left).max(3.0);
            let class = match visit.is_subject {
                true => "bar bar-subject",
                false => "bar",
            };
            let label = visit.number.to_string();
            let room = width > 16.0;
            Some(view! {
                <rect class=class x=px(left) y=px(top) width=px(width) height=px(LANE - 6.0) rx="2" />
                {room.then(|| view! {
                    <text class="bar-label" x=px(left + width / 2.0) y=px(top + 14.0)>{label}</text>
                })}
            })
        })
        .collect_view();
    let step = if to - from > 720.0 { 120.0 } else { 60.0 };
    let hours = (0..)
        .map(|n| from + f64::from(n) * step)
        .take_while(|minutes| *minutes <= to)
        .map(|minutes| {
            let at = x(minutes);
            let anchor = match at {
                at if at < 20.0 => "start",
                at if at > WIDTH - 20.0 => "end",
                _ => "middle",
            };
            view! {
                <line class="bar-hour" x1=px(at) x2=px(at) y1="0" y2=px(height - 18.0) />
                <text class="bar-clock" x=px(at) y=px(height - 4.0) text-anchor=anchor>{clock(minutes)}</text>
            }
        })
        .collect_view();
    let words = flags::TIME_BAR.fill(
        lang,
        &[
            ("count", &grouped(spans.len() as u64)),
            ("from", &clock(first)),
            ("to", &clock(last)),
        ],
    );
    Some(
        view! {
            <figure class="day-figure" tabindex="0">
                <svg id="time-bar" viewBox=format!("0 0 {WIDTH} {}", px(height)) role="img" aria-label=words.clone() direction="ltr">
                    {hours}
                    {bars}
                </svg>
                <figcaption>{words}</figcaption>
            </figure>
        }
        .into_any(),
    )
}

/// The lane of each visit: visits that overlap stand under each other.
fn lanes(visits: &[DayVisit]) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    visits
        .iter()
        .map(|visit| {
            let Some((start, end)) = visit.minutes else {
                return 0;
            };
            let free = ends.iter().position(|until| *until <= start);
            let lane = free.unwrap_or(ends.len());
            if lane == ends.len() {
                ends.push(end);
            } else {
                ends[lane] = end;
            }
            lane
        })
        .collect()
}

fn track(lang: Lang, visits: &[DayVisit]) -> Option<AnyView> {
    let points: Vec<(&DayVisit, (f64, f64))> = visits
        .iter()
        .filter_map(|visit| Some((visit, visit.metres?)))
        .collect();
    let bound = |pick: fn(&(f64, f64)) -> f64, choose: fn(f64, f64) -> f64| {
        points.iter().map(|(_, at)| pick(at)).reduce(choose)
    };
    let (west, east) = (bound(|at| at.0, f64::min)?, bound(|at| at.0, f64::max)?);
    let (south, north) = (bound(|at| at.1, f64::min)?, bound(|at| at.1, f64::max)?);
    // One spot is shown in a square of 20 m, so that a jitter of metres does not look like a walk.
    let (width_m, height_m) = ((east - west).max(20.0), (north - south).max(20.0));
    let scale = ((WIDTH - 2.0 * MARGIN) / width_m).min((TRACK_HEIGHT - 2.0 * MARGIN) / height_m);
    let (middle_x, middle_y) = ((west + east) / 2.0, (south + north) / 2.0);
    let place = move |(x, y): (f64, f64)| {
        (
            WIDTH / 2.0 + (x - middle_x) * scale,
            TRACK_HEIGHT / 2.0 - (y - middle_y) * scale,
        )
    };
    let line: Vec<String> = points
        .iter()
        .map(|(_, at)| {
            let (x, y) = place(*at);
            format!("{},{}", px(x), px(y))
        })
        .collect();
    let stops = points
        .iter()
        .map(|(visit, at)| {
            let (x, y) = place(*at);
            let class = match visit.is_subject {
                true => "stop stop-subject",
                false => "stop",
            };
            let circle = visit
                .accuracy_m
                .filter(|m| m.is_finite() && *m > 0.0)
                .map(|m| {
                    // Never larger than the picture: it would hide everything else.
                    let radius = (m * scale).min(TRACK_HEIGHT);
                    view! { <circle class="stop-accuracy" cx=px(x) cy=px(y) r=px(radius) /> }
                });
            let number = visit.number.to_string();
            view! {
                {circle}
                <circle class=class cx=px(x) cy=px(y) r="8" />
                <text class="stop-label" x=px(x) y=px(y + 3.5)>{number}</text>
            }
        })
        .collect_view();
    let words = flags::TRACK.fill(
        lang,
        &[
            ("count", &grouped(points.len() as u64)),
            ("width", &grouped((east - west).round() as u64)),
            ("height", &grouped((north - south).round() as u64)),
        ],
    );
    Some(
        view! {
            <figure class="day-figure" tabindex="0">
                <svg id="track" viewBox=format!("0 0 {WIDTH} {TRACK_HEIGHT}") role="img" aria-label=words.clone() direction="ltr">
                    <polyline class="track-line" points=line.join(" ") />
                    {stops}
                </svg>
                <figcaption>{words}</figcaption>
            </figure>
        }
        .into_any(),
    )
}

/// A length in a picture's units: a tenth is finer than any screen.
fn px(value: f64) -> String {
    format!("{value:.1}")
}

fn table(lang: Lang, visits: &[DayVisit]) -> AnyView {
    let lines = visits.iter().map(|visit| row(lang, visit)).collect_view();
    let recorded = visits.iter().any(|visit| visit.minutes_recorded.is_some());
    let head = recorded.then(|| view! { <th scope="col">{flags::RECORDED.say(lang)}</th> });
    view! {
        <div class="scroll" role="region" aria-labelledby="visits-title" tabindex="0">
            <table id="visits">
                <caption id="visits-title">{flags::VISITS.say(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="num">{flags::NUMBER.say(lang)}</th>
                        <th scope="col">{flags::FROM_TO.say(lang)}</th>
                        {head}
                        <th scope="col">{flags::OUTCOME.say(lang)}</th>
                        <th scope="col" class="num">{flags::ACCURACY.say(lang)}</th>
                        <th scope="col">{flags::SUBMISSION.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, visit: &DayVisit) -> AnyView {
    let missing = || view! { <span class="hint">{flags::MISSING.say(lang)}</span> }.into_any();
    let span = |minutes: Option<(f64, f64)>| match minutes {
        Some((start, end)) => {
            let words = format!("{} – {}", clock(start), clock(end));
            view! { <bdi dir="ltr">{words}</bdi> }.into_any()
        }
        None => missing(),
    };
    let accuracy = match (visit.metres, visit.accuracy_m) {
        (Some(_), Some(m)) => {
            let count = grouped(m.max(0.0).round() as u64);
            view! { {flags::METRES.fill(lang, &[("count", &count)])} }.into_any()
        }
        _ => missing(),
    };
    let current = visit.is_subject.then_some("true");
    let recorded = visit
        .minutes_recorded
        .map(|minutes| view! { <td>{span(Some(minutes))}</td> });
    view! {
        <tr aria-current=current>
            <th scope="row" class="num">{visit.number.to_string()}</th>
            <td class="at-minute">{span(visit.minutes)}</td>
            {recorded}
            <td>{flags::outcome(visit.outcome).say(lang)}</td>
            <td class="num">{accuracy}</td>
            <td class="breakable"><bdi>{visit.submission_id.clone()}</bdi></td>
        </tr>
    }
    .into_any()
}
