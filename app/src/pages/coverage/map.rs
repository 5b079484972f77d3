//! The map: server-rendered SVG that works without JavaScript, inside the island that brings it to life.

use crate::components::island_code;
use crate::islands::map_view::MapView;
use crate::request;
use crate::texts::{levels, map};
use api::coverage::{CoverageRow, CoverageView, MapPath, MapShapes};
use domain::coverage::{Class, Measure};
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// The map with legend, text alternative and the source of the boundaries.
#[component]
pub fn CoverageMap<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let Some(shapes) = view.map.clone() else {
        return view! {
            <section class="map-part">
                <h2>{map::TITLE.say(lang)}</h2>
                <p id="map" class="notice">{map::NO_MAP.say(lang)}</p>
            </section>
        }
        .into_any();
    };
    let measure = view.query.measure;
    let svg = svg(view, &shapes, lang);
    let legends = Measure::ALL
        .map(|m| legend(view, &shapes, lang, m))
        .collect_view();
    let level = level_of(view, lang);
    let day = view.to.to_string();
    let count = grouped(shapes.paths.len() as u64);
    let summary = map::SUMMARY.fill(lang, &[("day", &day), ("count", &count)]);
    let source = source(view, lang);
    // Erased, here and above: nested view types are what makes builds slow.
    let island = view! {
        <MapView
            days_url=view.days_href()
            measure=measure.code().to_owned()
            texts=map::for_island(lang, level, &count)
        >
            {svg}
        </MapView>
    }
    .into_any();
    view! {
        {island_code()}
        <section class="map-part" aria-labelledby="map-title">
            <h2 id="map-title">{map::TITLE.say(lang)}</h2>
            <figure id="map">
                {island}
                <figcaption>
                    <p data-map="summary">{summary}</p>
                    {legends}
                    <p class="hint no-print" id="map-hint">{map::HINT.say(lang)}</p>
                    {source}
                </figcaption>
            </figure>
        </section>
    }
    .into_any()
}

fn level_of(view: &CoverageView, lang: Lang) -> &'static str {
    view.rows_level
        .map_or("", |level| levels::many(level).say(lang))
}

fn svg(view: &CoverageView, shapes: &MapShapes, lang: Lang) -> AnyView {
    let measure = view.query.measure;
    let rows: HashMap<&str, &CoverageRow> = view
        .rows
        .iter()
        .map(|row| (row.area.code.as_str(), row))
        .collect();
    let areas = shapes
        .paths
        .iter()
        .filter_map(|path| Some(area(view, path, rows.get(path.code.as_str())?, lang)))
        .collect_view();
    let day = view.to.to_string();
    let level = level_of(view, lang);
    let name = map::NAME.fill(
        lang,
        &[
            ("areas", level),
            ("measure", map::measure(measure).say(lang)),
            ("day", &day),
        ],
    );
    let view_box = format!("0 0 {} {}", shapes.width, shapes.height);
    let outlines = shapes.outlines.clone();
    view! {
        <svg
            class="map-svg"
            viewBox=view_box
            role="group"
            aria-label=name
            aria-describedby="map-hint"
            preserveAspectRatio="xMidYMid meet"
        >
            <defs>{Class::ALL.map(|class| pattern(class, shapes.width)).collect_view()}</defs>
            <g class="map-areas">{areas}</g>
            <path class="map-outlines" d=outlines aria-hidden="true" />
        </svg>
    }
    .into_any()
}

fn area(view: &CoverageView, path: &MapPath, row: &CoverageRow, lang: Lang) -> AnyView {
    let measure = view.query.measure;
    let class = row.summary.class(measure);
    let (part, whole) = row.summary.ratio(measure);
    let share = whole.and_then(|whole| {
        let share = percent(permille(part, whole)?);
        let of = crate::texts::coverage::of(lang, part, whole);
        Some(format!("{share} ({of})"))
    });
    let words = map::class(lang, measure, class);
    let name = row.area.name_in(lang);
    let title = map::area(lang, name, share.as_deref(), &words);
    let href = view.href(&path.code);
    let style = format!("c-{}", class.code());
    view! {
        <a href=href data-name=name.to_owned()>
            <title>{title}</title>
            <path class=style data-code=path.code.clone() d=path.d.clone() />
        </a>
    }
    .into_any()
}

/// A class's pattern: colour, and marks that tell it without colour. The colours are the style sheet's.
fn pattern(class: Class, map_width: u32) -> AnyView {
    let marks = match class {
        Class::None => "M6 6h1",
        Class::Low => "M2 2h1M8 8h1",
        Class::Middle => "M0 6h12",
        Class::High => "M0 3h12M0 9h12",
        Class::Full => "",
        Class::Over => "M0 12L12 0M0 0l12 12",
        Class::Unknown => "M0 12L12 0M-3 3l6-6M9 15l6-6",
    };
    // About ninety marks across the map, whatever its units.
    let scale = f64::from(map_width.max(1)) / 90.0 / 12.0;
    let id = format!("p-{}", class.code());
    let style = format!("p p-{}", class.code());
    view! {
        <pattern
            id=id
            class=style
            width="12"
            height="12"
            patternUnits="userSpaceOnUse"
            patternTransform=format!("scale({scale:.3})")
        >
            <rect width="12" height="12" />
            <path d=marks />
        </pattern>
    }
    .into_any()
}

/// A measure's classes in words with how many areas each has: the legend, and the map's text alternative. Only the
/// page's own measure is shown; the island shows another when it is chosen there.
fn legend(view: &CoverageView, shapes: &MapShapes, lang: Lang, measure: Measure) -> AnyView {
    let drawn: HashSet<&str> = shapes.paths.iter().map(|path| path.code.as_str()).collect();
    let on_map = |row: &&CoverageRow| drawn.contains(row.area.code.as_str());
    let entries = Class::ALL
        .into_iter()
        .filter(|class| map::has_class(measure, *class))
        .map(|class| {
            let count = view
                .rows
                .iter()
                .filter(on_map)
                .filter(|row| row.summary.class(measure) == class)
                .count();
            let swatch = format!("swatch c-{}", class.code());
            view! {
                <li data-class=class.code()>
                    <svg class=swatch viewBox="0 0 24 16" aria-hidden="true" focusable="false">
                        <path d="M0 0h24v16H0z" />
                    </svg>
                    <span class="legend-words">{map::class(lang, measure, class)}</span>
                    <span class="legend-count">{count.to_string()}</span>
                </li>
            }
        })
        .collect_view();
    let name = map::measure(measure).say(lang);
    let hidden = measure != view.query.measure;
    view! {
        <div class="legend" data-measure=measure.code() hidden=hidden>
            <p class="legend-name">{name}</p>
            <ul>{entries}</ul>
        </div>
    }
    .into_any()
}

/// Where the boundaries come from, and how far they may be trusted.
fn source(view: &CoverageView, lang: Lang) -> AnyView {
    let Some(source) = &view.boundary_source else {
        return ().into_any();
    };
    let label = source.approximate.then(|| {
        let schematic = source.source.to_lowercase().contains("schematic");
        let text = if schematic {
            map::SCHEMATIC
        } else {
            map::APPROXIMATE
        };
        view! { <strong class="tag tag-plain">{text.say(lang)}</strong> " " }
    });
    let mut words = vec![map::SOURCE.fill(lang, &[("source", &source.source)])];
    if let Some(date) = &source.dated {
        words.push(map::SOURCE_DATED.fill(lang, &[("date", date)]));
    }
    if let Some(metres) = source.tolerance_m {
        let metres = grouped(u64::from(metres));
        words.push(map::SOURCE_TOLERANCE.fill(lang, &[("metres", &metres)]));
    }
    if let Some(licence) = &source.licence {
        words.push(map::SOURCE_LICENCE.fill(lang, &[("licence", licence)]));
    }
    view! { <p id="boundary-source" class="hint">{label} {words.join(" ")}</p> }.into_any()
}
