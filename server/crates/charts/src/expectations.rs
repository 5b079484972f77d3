//! What holds of every chart, over a table of charts: usual ones, the smallest, the largest, with long names, in both languages.

use crate::words::{Letters, has_urdu};
use crate::*;
use domain::coverage::Class;
use domain::cube::Progress;
use domain::lang::Lang;
use domain::time::SurveyDay;
use proptest::prelude::*;

const IDS: ChartIds<'static> = ChartIds {
    title: "t",
    description: "d",
};
const LONG: [&str; 2] = [
    "A name that is far longer than any picture has room for, <b> & \"all\"",
    "ایک نام جو کسی بھی تصویر کی گنجائش سے کہیں زیادہ لمبا ہے اور ختم نہیں ہوتا",
];

/// Short words or long ones.
fn word(lang: Lang, is_long: bool) -> &'static str {
    match (lang, is_long) {
        (Lang::En, false) => "complete",
        (Lang::Ur, false) => "مکمل گھرانے",
        (Lang::En, true) => LONG[0],
        (Lang::Ur, true) => LONG[1],
    }
}

#[derive(Clone, Copy, Debug)]
struct Case {
    lang: Lang,
    is_long: bool,
    width: u32,
    /// How many days, bars, points, bins, columns or panels.
    items: usize,
}

fn progress_of(case: Case) -> Chart {
    let points: Vec<Progress> = (0..case.items as i32)
        .map(|n| Progress {
            day: SurveyDay(20_700 + n),
            complete: n as u64 * 1_000,
            expected: (n % 7 != 3).then_some(n as u64 * 1_200),
        })
        .collect();
    let days: Vec<ForecastDay> = (1..=case.items as i32)
        .map(|n| ForecastDay {
            day: SurveyDay(20_700 + case.items as i32 - 1 + n),
            low: (case.items as u64 + n as u64) * 900,
            likely: (case.items as u64 + n as u64) * 1_000,
            high: (case.items as u64 + n as u64) * 1_300,
        })
        .collect();
    let text = word(case.lang, case.is_long);
    progress_chart(&ProgressChart {
        ids: IDS,
        title: text,
        description: text,
        points: &points,
        today: SurveyDay(20_700 + case.items as i32 - 1),
        forecast: Some(Forecast {
            days: &days,
            finish: Some(Finish {
                target: case.items as u64 * 1_500,
                earliest: SurveyDay(20_700 + case.items as i32),
                latest: None,
                words: text,
            }),
            likely: text,
            low: text,
            high: text,
        }),
        texts: ChartTexts {
            complete: text,
            plan: text,
            today: text,
            counts: text,
            days: text,
        },
        lang: case.lang,
        size: ChartSize {
            width: case.width,
            height: 300,
        },
    })
    .unwrap()
}

fn bars_of(case: Case) -> Chart {
    let text = word(case.lang, case.is_long);
    let bars: Vec<Bar<'_>> = (0..case.items.clamp(1, 100))
        .map(|n| Bar {
            name: text,
            value: (n % 5 != 4).then_some(n as f64),
            value_text: if case.is_long { text } else { "63.2 %" },
            reference: (n % 2 == 0).then_some((50.0, "50")),
            class: (n % 8 < 7).then(|| Class::ALL[n % 8]),
        })
        .collect();
    bar_chart(&BarChart {
        ids: IDS,
        title: text,
        description: text,
        bars: &bars,
        texts: BarTexts {
            name: text,
            value: text,
            reference: text,
        },
        lang: case.lang,
        width: case.width,
    })
    .unwrap()
}

fn funnel_of(case: Case) -> Chart {
    let text = word(case.lang, case.is_long);
    let points: Vec<FunnelPoint<'_>> = (0..case.items.max(1) as u64)
        .map(|n| FunnelPoint {
            name: text,
            cases: n * 7_919 % 40 % (n + 1),
            of: n + 1,
            deviations: (n % 11 != 0).then_some((n % 9) as f64 - 4.0),
        })
        .collect();
    let limits: Vec<FunnelLimit> = (1..40)
        .map(|n| FunnelLimit {
            of: n * n,
            low_95: 0.1 - 0.1 / n as f64,
            high_95: 0.1 + 0.7 / n as f64,
            low_998: 0.05 - 0.05 / n as f64,
            high_998: 0.1 + 0.9 / n as f64,
        })
        .collect();
    funnel_chart(&FunnelChart {
        ids: IDS,
        title: text,
        description: text,
        points: &points,
        overall: 0.1,
        limits: &limits,
        texts: FunnelTexts {
            name: text,
            cases: text,
            of: text,
            share: text,
            overall: text,
            standing: text,
            inside: text,
            beyond_95: text,
            beyond_998: text,
        },
        lang: case.lang,
        size: ChartSize {
            width: case.width,
            height: 400,
        },
        is_tabled: true,
    })
    .unwrap()
}

fn histogram_of(case: Case) -> Chart {
    let text = word(case.lang, case.is_long);
    let bins: Vec<Bin> = (0..case.items.clamp(1, 200))
        .map(|n| Bin {
            from: n as f64 * 0.1,
            to: (n + 1) as f64 * 0.1,
            count: n as u64 * 31 % 17,
        })
        .collect();
    let mark = |at| Some(HistogramMark { at, words: text });
    histogram(&Histogram {
        ids: IDS,
        title: text,
        description: text,
        bins: &bins,
        last_is_open: false,
        median: mark(0.04),
        p90: mark(bins.len() as f64 * 0.095),
        threshold: mark(1e9),
        texts: HistogramTexts {
            value: text,
            counts: text,
        },
        lang: case.lang,
        size: ChartSize {
            width: case.width,
            height: 300,
        },
    })
    .unwrap()
}

fn heat_of(case: Case) -> Chart {
    let text = word(case.lang, case.is_long);
    let columns = vec![text; case.items.clamp(1, 60)];
    let values: Vec<Option<u64>> = (0..columns.len() as u64)
        .map(|n| (n % 6 != 5).then_some(n * n % 101))
        .collect();
    let rows = vec![
        HeatRow {
            name: text,
            values: &values,
        };
        7
    ];
    heat_map(&HeatMap {
        ids: IDS,
        title: text,
        description: text,
        columns: &columns,
        rows: &rows,
        texts: HeatTexts {
            rows: text,
            columns: text,
            empty: text,
        },
        lang: case.lang,
        width: case.width,
    })
    .unwrap()
}

fn multiples_of(case: Case) -> Chart {
    let text = word(case.lang, case.is_long);
    let values: Vec<Option<f64>> = (0..90)
        .map(|n| (n % 30 != 9).then_some(f64::from(n)))
        .collect();
    let panels = vec![
        Panel {
            name: text,
            values: &values,
            plan: &values,
            last: text,
            last_plan: text,
        };
        case.items.clamp(1, 60)
    ];
    small_multiples(&SmallMultiples {
        ids: IDS,
        title: text,
        description: text,
        panels: &panels,
        top: (100.0, if case.is_long { text } else { "100 %" }),
        texts: MultiplesTexts {
            name: text,
            value: text,
            plan: text,
            first: text,
            last: text,
        },
        lang: case.lang,
        width: case.width,
    })
    .unwrap()
}

type Kind = (&'static str, fn(Case) -> Chart);

const KINDS: [Kind; 6] = [
    ("progress", progress_of),
    ("bars", bars_of),
    ("funnel", funnel_of),
    ("histogram", histogram_of),
    ("heat map", heat_of),
    ("multiples", multiples_of),
];

/// Every kind in both languages, with short and long words, on a phone and a desk, with one item and with many.
fn for_each(check: impl Fn(&str, Case, &Chart)) {
    for (kind, draw) in KINDS {
        for lang in [Lang::En, Lang::Ur] {
            for (is_long, width) in [(false, 640), (false, 340), (true, 640), (true, 280)] {
                for items in [1, 2, 24, 41] {
                    let case = Case {
                        lang,
                        is_long,
                        width,
                        items,
                    };
                    let name = format!("{kind} {case:?}");
                    check(&name, case, &draw(case));
                }
            }
        }
    }
}

/// An element's tag and the text of its attributes, and the text that follows it.
struct Element<'s> {
    tag: &'s str,
    attributes: &'s str,
    text: &'s str,
}

impl<'s> Element<'s> {
    fn attribute(&self, name: &str) -> Option<&'s str> {
        let mark = format!(" {name}=\"");
        let from = self.attributes.find(&mark)? + mark.len();
        self.attributes[from..].split('"').next()
    }
}

/// Reads the picture as XML: every element is closed in its order, every attribute quoted, nothing is left unescaped.
fn elements(svg: &str) -> Vec<Element<'_>> {
    let mut open: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    let mut pieces = svg.split('<');
    assert_eq!(pieces.next(), Some(""));
    for piece in pieces {
        let (inside, text) = piece.split_once('>').unwrap();
        for entity in text.split('&').skip(1) {
            assert!(entity.contains(';'), "{text}");
        }
        if let Some(closed) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
            continue;
        }
        let alone = inside.strip_suffix('/');
        let (tag, attributes) = match alone.unwrap_or(inside).split_once(' ') {
            Some((tag, _)) => (tag, &inside[tag.len()..]),
            None => (alone.unwrap_or(inside), ""),
        };
        assert_eq!(attributes.matches('"').count() % 2, 0, "{attributes}");
        if alone.is_none() {
            open.push(tag);
        }
        found.push(Element {
            tag,
            attributes,
            text,
        });
    }
    assert!(open.is_empty());
    found
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[test]
fn every_chart_is_well_formed_and_says_what_it_is() {
    for_each(|name, case, chart| {
        let elements = elements(&chart.svg);
        let tags: Vec<&str> = elements.iter().take(3).map(|element| element.tag).collect();
        assert_eq!(tags, ["svg", "title", "desc"], "{name}");
        let svg = &elements[0];
        assert_eq!(svg.attribute("role"), Some("img"));
        assert_eq!(svg.attribute("aria-labelledby"), Some("t d"));
        assert_eq!(svg.attribute("lang"), Some(case.lang.code()));
        assert_eq!(elements[1].attribute("id"), Some("t"));
        assert_eq!(elements[2].attribute("id"), Some("d"));
        let title = word(case.lang, case.is_long);
        assert_eq!(unescaped(elements[1].text), title, "{name}");
        assert_eq!(unescaped(elements[2].text), title, "{name}");
    });
}

#[test]
fn every_class_is_on_the_list_and_no_colour_is_in_the_picture() {
    let patterns = Class::ALL.map(|class| format!("p p-{}", class.code()));
    for_each(|name, _, chart| {
        for element in elements(&chart.svg) {
            for attribute in ["fill", "stroke"] {
                let value = element.attribute(attribute).unwrap_or("none");
                let is_plain = matches!(value, "none" | "currentColor");
                assert!(is_plain || value.starts_with("url(#t-"), "{name}: {value}");
            }
            assert!(element.attribute("style").is_none());
            if let Some(class) = element.attribute("class") {
                let is_listed = matches!(class, "chart" | "chart chart-narrow")
                    || patterns.iter().any(|pattern| pattern == class)
                    || classes().any(|listed| listed == class);
                assert!(is_listed, "{name}: {class}");
            }
        }
    });
}

#[test]
fn every_pattern_that_is_used_is_in_the_picture() {
    for_each(|name, _, chart| {
        let elements = elements(&chart.svg);
        let ids: Vec<&str> = elements
            .iter()
            .filter(|element| element.tag == "pattern")
            .filter_map(|element| element.attribute("id"))
            .collect();
        for fill in elements
            .iter()
            .filter_map(|element| element.attribute("fill"))
        {
            if let Some(id) = fill.strip_prefix("url(#") {
                assert!(ids.contains(&id.trim_end_matches(')')), "{name}: {fill}");
            }
        }
    });
}

/// The box that a text takes: left, top, right, bottom.
fn room(element: &Element<'_>, lang: Lang) -> [i32; 4] {
    let letters = Letters::of(lang);
    let text = unescaped(element.text);
    let number = |name: &str| -> i32 { element.attribute(name).unwrap().parse().unwrap() };
    let em: f64 = element
        .attribute("dy")
        .map_or(0.0, |dy| dy.trim_end_matches("em").parse().unwrap());
    let base = number("y") + (em * f64::from(letters.font_px)).round() as i32;
    let (above, below) = if has_urdu(&text) {
        (letters.above_px, letters.below_px)
    } else {
        (letters.font_px * 3 / 4, letters.font_px / 4)
    };
    let width = letters.width(&text);
    let left = match element.attribute("text-anchor") {
        None => number("x"),
        Some("middle") => number("x") - width / 2,
        Some(_) => number("x") - width,
    };
    [left, base - above, left + width, base + below]
}

#[test]
fn every_word_stands_inside_the_picture() {
    for_each(|name, case, chart| {
        let elements = elements(&chart.svg);
        let size: Vec<i32> = elements[0]
            .attribute("viewBox")
            .unwrap()
            .split(' ')
            .map(|side| side.parse().unwrap())
            .collect();
        for element in elements.iter().filter(|element| element.tag == "text") {
            let [left, top, right, bottom] = room(element, case.lang);
            assert!(
                left >= 0 && top >= 0 && right <= size[2] && bottom <= size[3],
                "{name}: {} takes {left} {top} {right} {bottom}",
                element.text
            );
        }
    });
}

#[test]
fn rows_have_a_cell_a_column_and_names_are_whole() {
    for_each(|name, case, chart| {
        let ChartTable { columns, rows } = &chart.table;
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            assert_eq!(row.len(), columns.len(), "{name}");
            assert!(row[0].is_some(), "{name}");
        }
        if name.starts_with("bars") || name.starts_with("multiples") {
            assert_eq!(rows[0][0].as_deref(), Some(word(case.lang, case.is_long)));
        }
    });
}

#[test]
fn charts_stay_small() {
    let case = |items| Case {
        lang: Lang::Ur,
        is_long: false,
        width: 640,
        items,
    };
    for (kind, draw, items, most) in [
        ("progress", KINDS[0].1, 365, 12_000),
        ("bars", KINDS[1].1, 41, 20_000),
        ("funnel", KINDS[2].1, 5_000, 100_000),
        ("histogram", KINDS[3].1, 60, 12_000),
        ("heat map", KINDS[4].1, 24, 40_000),
        ("multiples", KINDS[5].1, 41, 80_000),
    ] {
        let bytes = draw(case(items)).svg.len();
        assert!(bytes < most, "{kind}: {bytes}");
    }
}

proptest! {
    /// Figures of any size, or none at all: a picture or an error, never a panic and never a place that is no number.
    #[test]
    fn any_figures_are_drawn_or_refused(
        values in prop::collection::vec(any::<f64>(), 0..12),
        counts in prop::collection::vec(any::<u64>(), 12),
        width in any::<u32>(),
        height in any::<u32>(),
        lang in prop_oneof![Just(Lang::En), Just(Lang::Ur)],
    ) {
        let worst = values.iter().any(|value| !value.is_finite() || *value < 0.0);
        let expect = |result: Result<Chart, ChartError>, is_refused: bool| {
            match result {
                Ok(chart) => {
                    prop_assert!(!is_refused);
                    prop_assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf\""));
                    elements(&chart.svg);
                }
                Err(ChartError::NotDrawn(why)) => prop_assert!(false, "{}", why),
                Err(_) => {}
            }
            Ok(())
        };
        let size = ChartSize { width, height };
        let bars: Vec<Bar<'_>> = values
            .iter()
            .map(|value| Bar { name: "n", value: Some(*value), value_text: "v", reference: Some((*value, "r")), class: None })
            .collect();
        let texts = BarTexts { name: "", value: "", reference: "" };
        let chart = BarChart { ids: IDS, title: "", description: "", bars: &bars, texts, lang, width };
        expect(bar_chart(&chart), worst || values.is_empty())?;

        let panel: Vec<Option<f64>> = values.iter().map(|value| Some(*value)).collect();
        let panels = [Panel { name: "n", values: &panel, plan: &[], last: "", last_plan: "" }];
        let texts = MultiplesTexts { name: "", value: "", plan: "", first: "", last: "" };
        let chart = SmallMultiples { ids: IDS, title: "", description: "", panels: &panels, top: (0.0, ""), texts, lang, width };
        expect(small_multiples(&chart), worst || values.is_empty())?;

        let bins: Vec<Bin> = values.windows(2).zip(&counts).map(|(pair, count)| Bin { from: pair[0], to: pair[1], count: *count }).collect();
        let mark = values.first().map(|at| HistogramMark { at: *at, words: "m" });
        let texts = HistogramTexts { value: "", counts: "" };
        let chart = Histogram { ids: IDS, title: "", description: "", bins: &bins, last_is_open: false, median: mark, p90: None, threshold: None, texts, lang, size };
        expect(histogram(&chart), worst || values.len() < 2)?;
        let even: Vec<Bin> = counts.iter().zip(0..).map(|(count, n)| Bin { from: f64::from(n), to: f64::from(n + 1), count: *count }).collect();
        expect(histogram(&Histogram { bins: &even, median: None, ..chart }), false)?;

        let known: Vec<Option<u64>> = counts.iter().map(|count| (count % 3 > 0).then_some(*count)).collect();
        let rows = [HeatRow { name: "r", values: &known }];
        let texts = HeatTexts { rows: "", columns: "", empty: "" };
        let chart = HeatMap { ids: IDS, title: "", description: "", columns: &["c"; 12], rows: &rows, texts, lang, width };
        expect(heat_map(&chart), false)?;

        let points: Vec<FunnelPoint<'_>> = counts
            .iter()
            .enumerate()
            .map(|(n, of)| FunnelPoint { name: "n", cases: of / 3, of: (*of).max(1), deviations: values.get(n).copied() })
            .collect();
        let texts = FunnelTexts { name: "", cases: "", of: "", share: "", overall: "", standing: "", inside: "", beyond_95: "", beyond_998: "" };
        let chart = FunnelChart { ids: IDS, title: "", description: "", points: &points, overall: 0.1, limits: &[], texts, lang, size, is_tabled: true, };
        expect(funnel_chart(&chart), values.iter().any(|value| !value.is_finite()))?;
    }
}
