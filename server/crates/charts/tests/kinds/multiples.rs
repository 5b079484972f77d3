//! Small multiples.

use super::*;

fn multiples(panels: &[Panel<'_>]) -> Result<Chart, ChartError> {
    small_multiples(&SmallMultiples {
        ids: IDS,
        title: "t",
        description: "d",
        panels,
        top: (1.0, "100 %"),
        texts: TEXTS,
        lang: Lang::En,
        width: 640,
    })
}

const TEXTS: MultiplesTexts<'static> = MultiplesTexts {
    name: "District",
    value: "complete",
    plan: "plan",
    first: "1 June",
    last: "30 August",
};

const PANEL: Panel<'static> = Panel {
    name: "Lahore",
    values: &[Some(0.0), Some(0.2), None, Some(0.4), Some(0.5)],
    plan: &[],
    last: "50.0 %",
    last_plan: "",
};

#[test]
fn panels_share_one_scale_and_say_their_last_value() {
    let higher = Panel {
        name: "Kasur",
        values: &[Some(0.0), Some(0.5), Some(1.0), Some(1.5), Some(2.0)],
        last: "200.0 %",
        ..PANEL
    };
    let chart = multiples(&[PANEL, higher]).unwrap();
    let dots = of_class(&chart.svg, "chart-trend-dot");
    let (first, second) = (number(dots[0], "cy"), number(dots[1], "cy"));
    // A quarter of the height, and all of it.
    assert_eq!(first - second, 33);
    assert_eq!(words(&chart.svg, "chart-value"), ["50.0 %", "200.0 %"]);
    // The key, a line in two pieces round the gap, and a whole one.
    assert_eq!(of_class(&chart.svg, "chart-trend").len(), 1 + 2 + 1);
    assert!(of_class(&chart.svg, "chart-trend-plan").is_empty());
    assert_eq!(chart.table.columns, ["District", "complete"]);
}

#[test]
fn names_that_begin_alike_are_not_shortened_to_one() {
    let named = |name| Panel { name, ..PANEL };
    let panels = [
        "Bahawalnagar",
        "Bahawalpur",
        "Dera Ghazi Khan",
        "Mandi Bahauddin",
    ]
    .map(named);
    for width in [320, 640, 960] {
        let chart = small_multiples(&SmallMultiples {
            ids: IDS,
            title: "t",
            description: "d",
            panels: &panels,
            top: (1.0, "100 %"),
            texts: TEXTS,
            lang: Lang::En,
            width,
        });
        let names = panels.map(|panel| panel.name);
        assert_eq!(words(&chart.unwrap().svg, "chart-name"), names, "{width}");
    }
}

#[test]
fn panels_of_other_lengths_are_refused() {
    let short = Panel {
        values: &[Some(1.0)],
        ..PANEL
    };
    assert!(matches!(
        multiples(&[PANEL, short]),
        Err(ChartError::Misfit(_))
    ));
    let wrong = Panel {
        values: &[Some(0.0), Some(0.0), None, None, Some(f64::NAN)],
        ..PANEL
    };
    assert_eq!(
        multiples(&[PANEL, wrong]),
        Err(ChartError::NotAFigure { item: 1 })
    );
    assert_eq!(multiples(&[]), Err(ChartError::Empty));
    let empty = Panel {
        values: &[],
        ..PANEL
    };
    assert_eq!(multiples(&[empty]), Err(ChartError::Empty));
}
