//! The track of a day: numbered stops with the circles of their accuracy over the claimed areas' outlines, and a small picture of
//! where in the area that is.

use super::{WIDTH, px};
use crate::texts::day;
use api::day::{DayArea, DayView};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The height of the track.
const HEIGHT: f64 = 360.0;
/// The size of the picture of the whole area.
const OVERVIEW: f64 = 200.0;
/// What part of that picture the track may fill for it to be drawn.
const MOST_OF_OVERVIEW: f64 = 0.7;
/// Room around what is drawn.
const MARGIN: f64 = 24.0;

/// Metres to a picture's units: north is up.
#[derive(Clone, Copy)]
struct Frame {
    scale: f64,
    middle: (f64, f64),
    size: (f64, f64),
}

impl Frame {
    /// A frame of `size` that holds all places, none nearer to its edge than `margin`. `None` of no places.
    fn around(
        places: impl Iterator<Item = (f64, f64)> + Clone,
        size: (f64, f64),
        margin: f64,
    ) -> Option<Frame> {
        let bound = |pick: fn((f64, f64)) -> f64, choose: fn(f64, f64) -> f64| {
            places.clone().map(pick).reduce(choose)
        };
        let (west, east) = (bound(|at| at.0, f64::min)?, bound(|at| at.0, f64::max)?);
        let (south, north) = (bound(|at| at.1, f64::min)?, bound(|at| at.1, f64::max)?);
        // One spot is shown in a square of 20 m, so that a jitter of metres does not look like a walk.
        let (width_m, height_m) = ((east - west).max(20.0), (north - south).max(20.0));
        Some(Frame {
            scale: ((size.0 - 2.0 * margin) / width_m).min((size.1 - 2.0 * margin) / height_m),
            middle: (f64::midpoint(west, east), f64::midpoint(south, north)),
            size,
        })
    }

    fn place(&self, (east, north): (f64, f64)) -> (f64, f64) {
        (
            self.size.0 / 2.0 + (east - self.middle.0) * self.scale,
            self.size.1 / 2.0 - (north - self.middle.1) * self.scale,
        )
    }

    /// Rings as a path.
    fn path(&self, rings: &[Vec<(f64, f64)>]) -> String {
        let mut d = String::new();
        for ring in rings {
            for (index, at) in ring.iter().enumerate() {
                let (x, y) = self.place(*at);
                let step = if index == 0 { 'M' } else { 'L' };
                // Writing to a string does not fail.
                let _ = write!(d, "{step}{x:.0} {y:.0}");
            }
            d.push('Z');
        }
        d
    }

    fn outlines(&self, areas: &[DayArea]) -> AnyView {
        areas
            .iter()
            .filter(|area| !area.rings.is_empty())
            .map(|area| {
                let name = area.name.clone();
                view! {
                    <path class="day-area" fill-rule="evenodd" d=self.path(&area.rings)>
                        <title>{name}</title>
                    </path>
                }
            })
            .collect_view()
            .into_any()
    }
}

/// The track with its description; nothing where no visit has a possible position.
pub fn track(lang: Lang, shown: &DayView) -> Option<AnyView> {
    let points: Vec<_> = shown
        .visits
        .iter()
        .filter_map(|visit| Some((visit, visit.metres?)))
        .collect();
    let places = || points.iter().map(|(_, at)| *at);
    let frame = Frame::around(places(), (WIDTH, HEIGHT), MARGIN)?;
    let line: Vec<String> = places()
        .map(|at| {
            let (x, y) = frame.place(at);
            format!("{},{}", px(x), px(y))
        })
        .collect();
    let stops = points
        .iter()
        .map(|(visit, at)| {
            let (x, y) = frame.place(*at);
            let class = match visit.is_subject {
                true => "stop stop-subject",
                false => "stop",
            };
            let circle = visit
                .accuracy_m
                .filter(|m| m.is_finite() && *m > 0.0)
                .map(|m| {
                    // Never larger than the picture: it would hide everything else.
                    let radius = (m * frame.scale).min(HEIGHT);
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
    let extent = |pick: fn((f64, f64)) -> f64| {
        let low = places().map(pick).fold(f64::INFINITY, f64::min);
        let high = places().map(pick).fold(f64::NEG_INFINITY, f64::max);
        grouped((high - low).round() as u64)
    };
    let words = day::TRACK.fill(
        lang,
        &[
            ("count", &grouped(points.len() as u64)),
            ("width", &extent(|at| at.0)),
            ("height", &extent(|at| at.1)),
        ],
    );
    let outlines = frame.outlines(&shown.areas);
    let overview = overview(lang, shown, &frame);
    let areas = areas(lang, &shown.areas);
    Some(
        view! {
            <div class="day-track">
                <figure class="day-figure" tabindex="0">
                    <svg id="track" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=words.clone() direction="ltr">
                        {outlines}
                        <polyline class="track-line" points=line.join(" ") />
                        {stops}
                    </svg>
                    <figcaption>{words}</figcaption>
                </figure>
                {overview}
            </div>
            {areas}
        }
        .into_any(),
    )
}

/// The whole areas with the day's stops, and the part that the track shows.
fn overview(lang: Lang, shown: &DayView, track: &Frame) -> Option<AnyView> {
    let rings = || shown.areas.iter().flat_map(|area| &area.rings);
    rings().next()?;
    let stops = || shown.visits.iter().filter_map(|visit| visit.metres);
    let places = rings().flatten().copied().chain(stops());
    let frame = Frame::around(places, (OVERVIEW, OVERVIEW), 8.0)?;
    let (half_x, half_y) = (
        track.size.0 / 2.0 / track.scale,
        track.size.1 / 2.0 / track.scale,
    );
    let (left, top) = frame.place((track.middle.0 - half_x, track.middle.1 + half_y));
    let (width, height) = (2.0 * half_x * frame.scale, 2.0 * half_y * frame.scale);
    if width > OVERVIEW * MOST_OF_OVERVIEW {
        // It would show the same again.
        return None;
    }
    let dots = stops()
        .map(|at| {
            let (x, y) = frame.place(at);
            view! { <circle class="day-dot" cx=px(x) cy=px(y) r="2.5" /> }
        })
        .collect_view();
    let names: Vec<&str> = shown
        .areas
        .iter()
        .filter(|area| !area.rings.is_empty())
        .map(|area| area.name.as_str())
        .collect();
    let words = day::OVERVIEW.fill(lang, &[("areas", &names.join(", "))]);
    Some(
        view! {
            <figure class="day-overview">
                <svg id="overview" viewBox=format!("0 0 {OVERVIEW} {OVERVIEW}") role="img" aria-label=words.clone() direction="ltr">
                    {frame.outlines(&shown.areas)}
                    {dots}
                    <rect class="day-window" x=px(left) y=px(top) width=px(width) height=px(height) />
                </svg>
                <figcaption>{words}</figcaption>
            </figure>
        }
        .into_any(),
    )
}

/// What is to be known of the outlines: how far they may be off, and which areas have none.
fn areas(lang: Lang, areas: &[DayArea]) -> Option<AnyView> {
    let mut alike: BTreeMap<(bool, u32), Vec<&str>> = BTreeMap::new();
    for area in areas {
        let tolerance_m = area.tolerance_m.unwrap_or(0);
        let key = (area.has_boundary, tolerance_m);
        alike.entry(key).or_default().push(&area.name);
    }
    let lines: Vec<String> = alike
        .into_iter()
        .filter(|((has_boundary, tolerance_m), _)| !has_boundary || *tolerance_m > 0)
        .map(|((has_boundary, tolerance_m), names)| {
            let text = if has_boundary {
                day::OUTLINE_OFF
            } else {
                day::NO_OUTLINE
            };
            let metres = grouped(u64::from(tolerance_m));
            text.fill(lang, &[("areas", &names.join(", ")), ("metres", &metres)])
        })
        .collect();
    (!lines.is_empty()).then(|| {
        let lines = lines
            .into_iter()
            .map(|line| view! { <p class="hint">{line}</p> })
            .collect_view();
        view! { <div id="day-areas">{lines}</div> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_holds_its_places_and_keeps_shapes() {
        let places = [(0.0, 0.0), (300.0, 100.0)];
        let frame = Frame::around(places.into_iter(), (720.0, 360.0), 24.0).unwrap();
        let (west, east) = (frame.place(places[0]), frame.place(places[1]));
        assert!((west.0 - 24.0).abs() < 1e-9 && (east.0 - 696.0).abs() < 1e-9);
        let (wide, high) = (east.0 - west.0, west.1 - east.1);
        assert!((wide / high - 3.0).abs() < 1e-9, "{wide} to {high}");
        assert_eq!(
            frame.path(&[vec![(150.0, 50.0), (300.0, 100.0)]]),
            "M360 180L696 68Z"
        );
        assert!(Frame::around(std::iter::empty(), (1.0, 1.0), 0.0).is_none());
    }
}
