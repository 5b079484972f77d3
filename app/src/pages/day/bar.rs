//! The time bar of a day: visits side by side, those that overlap under each other, the time between, and the times that the tablet
//! recorded where its clock was corrected.

use super::{WIDTH, clock, px};
use crate::texts::day;
use api::day::DayVisit;
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// The height of a lane.
const LANE: f64 = 26.0;
/// What a gap must last to be told in words, in minutes: a lunch, not the way to the next door.
const LONG_GAP_MIN: f64 = 30.0;
/// Overlaps and gaps that are told in words at most.
const MOST_TOLD: usize = 12;

/// Two visits that follow each other, and the time between their ends and starts.
struct Between {
    first: u32,
    second: u32,
    from: f64,
    to: f64,
}

/// The time between visits: gaps of a minute and more, and overlaps, each from the visit that has ended last.
fn between(visits: &[DayVisit]) -> (Vec<Between>, Vec<Between>) {
    let (mut gaps, mut overlaps) = (Vec::new(), Vec::new());
    let mut last: Option<(u32, f64)> = None;
    for visit in visits {
        let Some((start, end)) = visit.minutes else {
            continue;
        };
        let end = end.max(start);
        if let Some((first, until)) = last {
            let second = visit.number;
            if until > start {
                let (from, to) = (start, until.min(end));
                overlaps.push(Between {
                    first,
                    second,
                    from,
                    to,
                });
            } else if start - until >= 1.0 {
                let (from, to) = (until, start);
                gaps.push(Between {
                    first,
                    second,
                    from,
                    to,
                });
            }
        }
        if last.is_none_or(|(_, until)| end >= until) {
            last = Some((visit.number, end));
        }
    }
    (gaps, overlaps)
}

/// The bar with its description; nothing where no visit has both times.
pub fn time_bar(lang: Lang, visits: &[DayVisit]) -> Option<AnyView> {
    let spans: Vec<(f64, f64)> = visits.iter().filter_map(|visit| visit.minutes).collect();
    let recorded: Vec<(u32, (f64, f64))> = visits
        .iter()
        .filter_map(|visit| Some((visit.number, visit.minutes_recorded?)))
        .collect();
    let low = |span: &(f64, f64)| span.0.min(span.1);
    let high = |span: &(f64, f64)| span.0.max(span.1);
    let first = spans.iter().map(low).reduce(f64::min)?;
    let last = spans.iter().map(high).reduce(f64::max)?;
    let all = || spans.iter().chain(recorded.iter().map(|(_, span)| span));
    let (least, most) = (
        all().map(low).fold(first, f64::min),
        all().map(high).fold(last, f64::max),
    );
    // Whole hours, at least two of them.
    let from = (least / 60.0).floor() * 60.0;
    let to = ((most / 60.0).ceil() * 60.0).max(from + 120.0);
    let x = move |minutes: f64| (minutes - from) / (to - from) * WIDTH;
    let lanes = lanes(visits);
    let lanes_high = LANE * (lanes.iter().max().map_or(1, |most| most + 1) as f64);
    let (gaps, overlaps) = between(visits);
    let shade = |class: &'static str, list: &[Between]| {
        list.iter()
            .map(|between| {
                let (left, right) = (x(between.from), x(between.to));
                let width = px((right - left).max(1.0));
                view! { <rect class=class x=px(left) y="0" width=width height=px(lanes_high) /> }
            })
            .collect_view()
    };
    let (gap_shades, overlap_shades) = (shade("bar-gap", &gaps), shade("bar-overlap", &overlaps));
    let bars = visits
        .iter()
        .zip(&lanes)
        .filter_map(|(visit, lane)| {
            let class = match visit.is_subject {
                true => "bar bar-subject",
                false => "bar",
            };
            Some(bar(
                class,
                visit.number,
                visit.minutes?,
                *lane as f64 * LANE,
                x,
            ))
        })
        .collect_view();
    let as_recorded = (!recorded.is_empty()).then(|| {
        let bars = recorded
            .iter()
            .map(|(number, span)| bar("bar bar-recorded", *number, *span, lanes_high + 18.0, x))
            .collect_view();
        view! {
            <text class="bar-clock" x="4" y=px(lanes_high + 13.0)>{day::AS_RECORDED.say(lang)}</text>
            {bars}
        }
    });
    let recorded_high = if recorded.is_empty() {
        0.0
    } else {
        LANE + 18.0
    };
    let height = lanes_high + recorded_high + 22.0;
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
    let words = day::TIME_BAR.fill(
        lang,
        &[
            ("count", &grouped(spans.len() as u64)),
            ("from", &clock(first)),
            ("to", &clock(last)),
        ],
    );
    let told = told(lang, &gaps, &overlaps);
    Some(
        view! {
            <figure class="day-figure" tabindex="0">
                <svg id="time-bar" viewBox=format!("0 0 {WIDTH} {}", px(height)) role="img" aria-label=words.clone() direction="ltr">
                    {gap_shades}
                    {overlap_shades}
                    {hours}
                    {bars}
                    {as_recorded}
                </svg>
                <figcaption>{words}</figcaption>
            </figure>
            {told}
        }
        .into_any(),
    )
}

/// A visit as a bar, with its number where there is room.
fn bar(
    class: &'static str,
    number: u32,
    (start, end): (f64, f64),
    top: f64,
    x: impl Fn(f64) -> f64,
) -> AnyView {
    let (left, right) = (x(start.min(end)), x(start.max(end)));
    let width = (right - left).max(3.0);
    let label = (width > 16.0).then(|| {
        view! { <text class="bar-label" x=px(left + width / 2.0) y=px(top + 16.0)>{number.to_string()}</text> }
    });
    view! {
        <rect class=class x=px(left) y=px(top + 2.0) width=px(width) height=px(LANE - 6.0) rx="2" />
        {label}
    }
    .into_any()
}

/// Overlaps, and long gaps, in words.
fn told(lang: Lang, gaps: &[Between], overlaps: &[Between]) -> Option<AnyView> {
    let long = gaps.iter().filter(|gap| gap.to - gap.from >= LONG_GAP_MIN);
    let lines: Vec<String> = overlaps
        .iter()
        .map(|between| (day::OVERLAP, between))
        .chain(long.map(|between| (day::GAP, between)))
        .take(MOST_TOLD)
        .map(|(text, between)| {
            let minutes = (between.to - between.from).round().max(1.0) as u64;
            text.fill(
                lang,
                &[
                    ("first", &between.first.to_string()),
                    ("second", &between.second.to_string()),
                    ("minutes", &grouped(minutes)),
                    ("from", &clock(between.from)),
                    ("to", &clock(between.to)),
                ],
            )
        })
        .collect();
    (!lines.is_empty()).then(|| {
        let lines = lines
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect_view();
        view! { <ul id="between" class="reasons">{lines}</ul> }.into_any()
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::outcome::Outcome;

    fn visits(spans: &[(f64, f64)]) -> Vec<DayVisit> {
        (1..)
            .zip(spans)
            .map(|(number, span)| DayVisit {
                number,
                is_subject: false,
                minutes: Some(*span),
                minutes_recorded: None,
                metres: None,
                accuracy_m: None,
                outcome: Outcome::Complete,
                submission_id: String::new(),
            })
            .collect()
    }

    fn told(list: &[Between]) -> Vec<(u32, u32, f64)> {
        list.iter()
            .map(|between| (between.first, between.second, between.to - between.from))
            .collect()
    }

    #[test]
    fn gaps_and_overlaps_are_counted_from_the_visit_that_ended_last() {
        let day = visits(&[
            (540.0, 600.0),
            (550.0, 560.0),
            (590.0, 605.0),
            (605.5, 610.0),
            (660.0, 670.0),
        ]);
        let (gaps, overlaps) = between(&day);
        assert_eq!(told(&overlaps), [(1, 2, 10.0), (1, 3, 10.0)]);
        assert_eq!(told(&gaps), [(4, 5, 50.0)]);
    }

    #[test]
    fn visits_that_overlap_stand_under_each_other() {
        let day = visits(&[
            (540.0, 600.0),
            (550.0, 560.0),
            (560.0, 565.0),
            (600.0, 605.0),
        ]);
        assert_eq!(lanes(&day), [0, 1, 1, 0]);
    }
}
