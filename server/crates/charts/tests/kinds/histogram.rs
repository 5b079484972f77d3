//! Histograms.

use super::*;

fn minutes(bins: &[Bin], threshold: Option<HistogramMark<'_>>) -> Result<Chart, ChartError> {
    histogram(&chart_of(bins, threshold))
}

fn chart_of<'a>(bins: &'a [Bin], threshold: Option<HistogramMark<'a>>) -> Histogram<'a> {
    Histogram {
        ids: IDS,
        title: "t",
        description: "d",
        bins,
        last_is_open: false,
        median: Some(HistogramMark {
            at: 15.0,
            words: "median 15 min",
        }),
        p90: Some(HistogramMark {
            at: 28.0,
            words: "nine in ten below 28 min",
        }),
        threshold,
        texts: HistogramTexts {
            value: "minutes",
            counts: "interviews",
        },
        lang: Lang::En,
        size: ChartSize::default(),
    }
}

fn bin(from: f64, to: f64, count: u64) -> Bin {
    Bin { from, to, count }
}

#[test]
fn a_histogram_marks_the_median_the_90th_percentile_and_a_threshold() {
    let bins = [
        bin(0.0, 10.0, 4),
        bin(10.0, 20.0, 0),
        bin(20.0, 30.0, 1_200),
    ];
    let chart = minutes(&bins, None).unwrap();
    assert_eq!(
        shapes(&chart.svg, "chart-bin"),
        2,
        "an empty bin has no bar"
    );
    assert_eq!(words(&chart.svg, "chart-median-label"), ["median 15 min"]);
    assert_eq!(
        words(&chart.svg, "chart-p90-label"),
        ["nine in ten below 28 min"]
    );
    assert!(of_class(&chart.svg, "chart-threshold").is_empty());
    assert_eq!(cells(&chart.table.rows[2]), ["20–30", "1,200"]);
    // Their words stand in lines of their own.
    let y = |class: &str| number(of_class(&chart.svg, class)[0], "y");
    assert!((y("chart-median-label") - y("chart-p90-label")).abs() >= 18);

    let beyond = HistogramMark {
        at: 500.0,
        words: "checked",
    };
    let chart = minutes(&bins, Some(beyond)).unwrap();
    assert_eq!(words(&chart.svg, "chart-threshold-label"), ["checked"]);
}

#[test]
fn bins_must_be_even_and_without_gaps() {
    for bins in [
        vec![bin(0.0, 10.0, 1), bin(10.0, 21.0, 1)],
        vec![bin(0.0, 10.0, 1), bin(11.0, 21.0, 1)],
        vec![bin(10.0, 0.0, 1)],
        vec![bin(5.0, 5.0, 1)],
    ] {
        assert!(
            matches!(minutes(&bins, None), Err(ChartError::Misfit(_))),
            "{bins:?}"
        );
    }
    assert_eq!(minutes(&[], None), Err(ChartError::Empty));
    let refused = minutes(&[bin(0.0, f64::INFINITY, 1)], None);
    assert_eq!(refused, Err(ChartError::NotAFigure { item: 1 }));
    assert!(minutes(&[bin(0.1, 0.2, 1), bin(0.2, 0.3, 1)], None).is_ok());
}

#[test]
fn a_last_bin_without_an_upper_edge_says_from_where_on_it_counts() {
    let bins = [bin(0.0, 10.0, 4), bin(10.0, 20.0, 7)];
    let chart = histogram(&Histogram {
        last_is_open: true,
        ..chart_of(&bins, None)
    })
    .unwrap();
    assert_eq!(cells(&chart.table.rows[1]), ["≥\u{a0}10", "7"]);
    let labels = words(&chart.svg, "chart-label");
    assert!(labels.contains(&"10"), "{labels:?}");
    assert!(
        !labels.contains(&"20"),
        "no edge is named that is none: {labels:?}"
    );
}
