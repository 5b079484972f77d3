//! Bars.

use super::*;

fn bars(bars: &[Bar<'_>], lang: Lang) -> Result<Chart, ChartError> {
    bar_chart(&BarChart {
        ids: IDS,
        title: "t",
        description: "d",
        bars,
        texts: BarTexts {
            name: "District",
            value: "complete",
            reference: "expected",
        },
        lang,
        width: 640,
    })
}

const LAHORE: Bar<'static> = Bar {
    name: "Lahore",
    value: Some(80.0),
    value_text: "80.0 %",
    reference: Some((60.0, "60.0 %")),
    class: Some(Class::High),
};
const KASUR: Bar<'static> = Bar {
    name: "Kasur",
    value: None,
    value_text: "",
    reference: None,
    class: Some(Class::Unknown),
};

#[test]
fn bars_carry_the_maps_class_by_pattern_and_a_mark_where_they_should_be() {
    let chart = bars(&[LAHORE, KASUR], Lang::En).unwrap();
    let bar = of_class(&chart.svg, "chart-bar-high")[0];
    assert!(bar.contains("fill=\"url(#t-high)\""), "{bar}");
    assert!(
        chart
            .svg
            .contains("<pattern id=\"t-high\" class=\"p p-high\"")
    );
    assert!(
        !chart.svg.contains("<pattern id=\"t-low\""),
        "only what is used"
    );
    // One in the key, one at the bar, which it can be seen on.
    assert_eq!(of_class(&chart.svg, "chart-reference").len(), 2);
    assert_eq!(of_class(&chart.svg, "chart-halo").len(), 1);
    assert_eq!(words(&chart.svg, "chart-name"), ["Lahore", "Kasur"]);
    assert_eq!(words(&chart.svg, "chart-value"), ["80.0 %"]);
    // What has no figure has no bar.
    assert_eq!(shapes(&chart.svg, "chart-bar-unknown"), 0);
    assert_eq!(cells(&chart.table.rows[0]), ["Lahore", "80.0 %", "60.0 %"]);
    assert_eq!(cells(&chart.table.rows[1]), ["Kasur", "–", "–"]);
}

#[test]
fn in_urdu_bars_grow_from_the_right() {
    let place = |lang| {
        let chart = bars(&[LAHORE], lang).unwrap();
        number(of_class(&chart.svg, "chart-name")[0], "x")
    };
    assert_eq!((place(Lang::En), place(Lang::Ur)), (2, 638));
}

#[test]
fn bars_of_no_figure_are_refused() {
    assert_eq!(bars(&[], Lang::En), Err(ChartError::Empty));
    let bar = |value, at| Bar {
        value: Some(value),
        reference: Some((at, "")),
        ..LAHORE
    };
    for (value, at) in [
        (f64::NAN, 1.0),
        (f64::INFINITY, 1.0),
        (-1.0, 1.0),
        (1.0, f64::NAN),
    ] {
        let refused = bars(&[LAHORE, bar(value, at)], Lang::En);
        assert_eq!(refused, Err(ChartError::NotAFigure { item: 1 }));
    }
    assert!(bars(&[bar(0.0, 0.0)], Lang::En).is_ok());
    let many = bars(&[LAHORE; 101], Lang::En);
    assert_eq!(
        many,
        Err(ChartError::TooMany {
            items: 101,
            most: 100
        })
    );
}
