//! The progress chart as a page receives it.

#![allow(clippy::unwrap_used)] // A failed unwrap here is a failed test.

use charts::{Chart, ChartIds, ChartSize, ChartTexts, ProgressChart, progress_chart};
use domain::cube::Progress;
use domain::lang::Lang;
use domain::time::SurveyDay;
use proptest::prelude::*;

const ENGLISH: ChartTexts<'_> = ChartTexts {
    complete: "complete",
    plan: "plan",
    today: "today",
    counts: "households",
    days: "day",
};

fn points(
    days: i32,
    complete: impl Fn(i32) -> u64,
    plan: impl Fn(i32) -> Option<u64>,
) -> Vec<Progress> {
    (0..days)
        .map(|n| Progress {
            day: SurveyDay(20_700 + n),
            complete: complete(n),
            expected: plan(n),
        })
        .collect()
}

fn draw(points: &[Progress], today: i32) -> Chart {
    progress_chart(&ProgressChart {
        ids: ChartIds {
            title: "t",
            description: "d",
        },
        title: "Completed households against plan: Lahore",
        description: "155,957 of 160,000.",
        points,
        today: SurveyDay(20_700 + today),
        forecast: None,
        texts: ENGLISH,
        lang: Lang::En,
        size: ChartSize::default(),
    })
    .unwrap()
}

fn hundred_days() -> Vec<Progress> {
    points(
        100,
        |n| (n as u64 * 1_571 + (n as u64 * 7_919) % 1_300).min(155_957),
        |n| Some(n as u64 * 1_616),
    )
}

/// The elements of a class, from the tag to its end.
fn of_class<'s>(svg: &'s str, class: &str) -> Vec<&'s str> {
    let mark = format!(" class=\"{class}\"");
    svg.match_indices(&mark)
        .map(|(at, _)| {
            let start = svg[..at].rfind('<').unwrap();
            let end = svg[at..].find('>').unwrap();
            &svg[start..=at + end]
        })
        .collect()
}

/// The words of a class.
fn words<'s>(svg: &'s str, class: &str) -> Vec<&'s str> {
    let mark = format!("<text class=\"{class}\"");
    svg.split(&mark)
        .skip(1)
        .map(|rest| &rest[rest.find('>').unwrap() + 1..rest.find("</text>").unwrap()])
        .collect()
}

fn number(element: &str, name: &str) -> i32 {
    let from = element.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
    element[from..].split('"').next().unwrap().parse().unwrap()
}

#[test]
fn a_chart_says_what_it_is_before_it_shows_it() {
    let svg = draw(&hundred_days(), 99).svg;
    let opening = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" aria-labelledby=\"t d\" \
                   lang=\"en\" direction=\"ltr\" viewBox=\"0 0 640 300\" font-size=\"13\">\
                   <title id=\"t\">Completed households against plan: Lahore</title><desc id=\"d\">155,957 of 160,000.</desc>";
    assert!(svg.starts_with(opening), "{}", &svg[..400]);
    assert!(svg.ends_with("</svg>"));
    assert!(
        !svg.contains("<svg width") && !svg.contains(" width=\"") && !svg.contains(" height=\"")
    );
}

#[test]
fn colours_are_the_style_sheets() {
    let svg = draw(&hundred_days(), 60).svg;
    assert!(!svg.contains('#') && !svg.contains("rgb") && !svg.contains("style="));
    for attribute in ["fill=\"", "stroke=\""] {
        for (at, _) in svg.match_indices(attribute) {
            let value = svg[at + attribute.len()..].split('"').next().unwrap();
            assert!(
                matches!(value, "none" | "currentColor"),
                "{attribute}{value}"
            );
        }
    }
}

#[test]
fn plan_and_completes_differ_by_dash_and_are_named_at_their_ends() {
    let svg = draw(&hundred_days(), 99).svg;
    let (plan, complete) = (
        of_class(&svg, "chart-plan"),
        of_class(&svg, "chart-complete"),
    );
    assert_eq!((plan.len(), complete.len()), (1, 1));
    assert!(plan[0].contains("stroke-dasharray=") && !complete[0].contains("stroke-dasharray="));
    assert_eq!(words(&svg, "chart-plan-label"), ["plan"]);
    assert_eq!(words(&svg, "chart-complete-label"), ["complete"]);
    // Both end at the right edge, close to each other: their names must not lie on each other.
    let y = |class: &str| number(of_class(&svg, class)[0], "y");
    assert!((y("chart-plan-label") - y("chart-complete-label")).abs() >= 16);
}

#[test]
fn numbers_are_round_and_grouped_and_days_are_named() {
    let svg = draw(&hundred_days(), 99).svg;
    let labels = words(&svg, "chart-label");
    for label in [
        "0",
        "50,000",
        "150,000",
        "200,000",
        "households",
        "day",
        "2026-09-04",
        "2026-12-12",
    ] {
        assert!(labels.contains(&label), "{label} is not among {labels:?}");
    }
    assert_eq!(of_class(&svg, "chart-axis").len(), 1);
    assert_eq!(of_class(&svg, "chart-grid").len(), 4);
}

#[test]
fn completes_end_at_the_last_day_that_counts_and_the_plan_goes_on() {
    let chart = draw(&hundred_days(), 60);
    let x = |class: &str| number(of_class(&chart.svg, class)[0], "cx");
    assert!(x("chart-complete-dot") < x("chart-plan-dot"));
    assert_eq!(words(&chart.svg, "chart-today-label"), ["today"]);
    let rows = &chart.table.rows;
    assert_eq!(chart.table.columns, ["day", "complete", "plan"]);
    assert_eq!(rows.len(), 100);
    assert!(rows[60][1].is_some() && rows[61][1].is_none());
    assert_eq!(rows[99][2].as_deref(), Some("159,984"));
}

#[test]
fn a_hundred_days_stay_below_eight_kilobytes_and_two_years_too() {
    assert!(draw(&hundred_days(), 99).svg.len() < 8_192);
    let wild = |n: i32| (0..=n as u64).map(|d| d * 48_271 % 2_311).sum::<u64>();
    let years = points(731, wild, |n| Some(wild(n) / 2 * 3));
    let chart = draw(&years, 730);
    assert!(chart.svg.len() < 8_192, "{}", chart.svg.len());
    assert_eq!(
        chart.table.rows.len(),
        731,
        "the table has every day all the same"
    );
}

#[test]
fn no_day_and_one_day_are_charts_too() {
    let none = draw(&[], 0);
    assert!(none.svg.contains("<title id=\"t\">") && none.svg.ends_with("</svg>"));
    assert!(of_class(&none.svg, "chart-complete").is_empty());
    assert_eq!(none.table.rows, [] as [Vec<Option<String>>; 0]);

    let one = draw(&points(1, |_| 7, |_| Some(9)), 0).svg;
    assert_eq!(of_class(&one, "chart-complete-dot").len(), 1);
    assert_eq!(of_class(&one, "chart-plan-dot").len(), 1);
    assert!(words(&one, "chart-label").contains(&"2026-09-04"));

    let nothing_done = draw(&points(9, |_| 0, |_| None), 8).svg;
    assert_eq!(of_class(&nothing_done, "chart-complete").len(), 1);
    assert!(of_class(&nothing_done, "chart-plan").is_empty());
    assert!(words(&nothing_done, "chart-plan-label").is_empty());
}

#[test]
fn a_gap_in_the_plan_is_a_gap_in_its_line() {
    let plan = |n: i32| (!(10..15).contains(&n)).then_some(n as u64 * 10);
    let svg = draw(&points(30, |n| n as u64, plan), 29).svg;
    assert_eq!(of_class(&svg, "chart-plan").len(), 2);
    assert_eq!(of_class(&svg, "chart-plan-dot").len(), 1);
}

#[test]
fn words_of_the_caller_stay_words() {
    let evil = "</title><script>alert(\"1\")</script>&'";
    let svg = progress_chart(&ProgressChart {
        ids: ChartIds {
            title: "a\" onload=\"x",
            description: "b",
        },
        title: evil,
        description: evil,
        points: &hundred_days(),
        today: SurveyDay(20_750),
        forecast: None,
        texts: ChartTexts {
            complete: evil,
            plan: evil,
            today: evil,
            counts: evil,
            days: evil,
        },
        lang: Lang::En,
        size: ChartSize::default(),
    })
    .unwrap()
    .svg;
    assert!(!svg.contains("<script") && !svg.contains("\" onload="));
    assert_eq!(svg.matches("&lt;script&gt;alert(&quot;1&quot;)").count(), 7);
}

#[test]
fn urdu_words_stand_in_a_picture_that_runs_left_to_right() {
    let svg = progress_chart(&ProgressChart {
        ids: ChartIds {
            title: "t",
            description: "d",
        },
        title: "منصوبے کے مقابلے میں پیش رفت",
        description: "لاہور",
        points: &hundred_days(),
        today: SurveyDay(20_799),
        forecast: None,
        texts: ChartTexts {
            complete: "مکمل",
            plan: "منصوبہ",
            today: "آج",
            counts: "گھرانے",
            days: "دن",
        },
        lang: Lang::Ur,
        size: ChartSize::default(),
    })
    .unwrap()
    .svg;
    assert!(svg.contains(" lang=\"ur\" direction=\"ltr\" "));
    assert_eq!(words(&svg, "chart-complete-label"), ["مکمل"]);
    // The word begins right of the line's end and has room to the edge.
    let label = of_class(&svg, "chart-complete-label")[0];
    assert!(!label.contains("text-anchor"));
    assert!(number(label, "x") <= 640 - 60);
}

proptest! {
    #[test]
    fn any_series_is_drawn_inside_the_picture(
        series in prop::collection::vec((any::<u64>(), any::<Option<u64>>()), 0..200),
        today in -5_i32..205,
        width in 0_u32..4_000,
        height in 0_u32..2_000,
    ) {
        let points: Vec<Progress> = series
            .iter()
            .enumerate()
            .map(|(n, (complete, expected))| Progress {
                day: SurveyDay(20_700 + n as i32),
                complete: *complete,
                expected: *expected,
            })
            .collect();
        let svg = progress_chart(&ProgressChart {
            ids: ChartIds { title: "t", description: "d" },
            title: "t",
            description: "d",
            points: &points,
            today: SurveyDay(20_700 + today),
            forecast: None,
            texts: ENGLISH,
            lang: Lang::En,
            size: ChartSize { width, height },
        })
        .unwrap()
        .svg;
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        let (width, height) = (width.clamp(280, 2_000) as i32, height.clamp(160, 1_200) as i32);
        for class in ["chart-complete-dot", "chart-plan-dot"] {
            for dot in of_class(&svg, class) {
                prop_assert!((0..=width).contains(&number(dot, "cx")), "{}", dot);
                prop_assert!((0..=height).contains(&number(dot, "cy")), "{}", dot);
            }
        }
        for (at, _) in svg.match_indices(" y=\"") {
            let y: i32 = svg[at + 4..].split('"').next().unwrap().parse().unwrap();
            prop_assert!((0..=height).contains(&y));
        }
    }
}
