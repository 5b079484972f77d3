//! Heat maps.

use super::*;

fn heat(rows: &[HeatRow<'_>], width: u32) -> Result<Chart, ChartError> {
    heat_map(&HeatMap {
        ids: IDS,
        title: "t",
        description: "d",
        columns: &["7", "8", "9"],
        rows,
        texts: HeatTexts {
            rows: "Day",
            columns: "hour",
            empty: "nothing known",
        },
        lang: Lang::En,
        width,
    })
}

#[test]
fn a_field_says_its_figure_and_unknown_is_not_0() {
    let rows = [HeatRow {
        name: "Monday",
        values: &[Some(0), None, Some(1_000)],
    }];
    let chart = heat(&rows, 640).unwrap();
    // One of each is the key's.
    for (class, count) in [
        ("chart-zero", 2),
        ("chart-empty", 2),
        ("chart-tone-5", 2),
        ("chart-tone-1", 1),
    ] {
        assert_eq!(shapes(&chart.svg, class), count, "{class}");
    }
    assert_eq!(words(&chart.svg, "chart-on-low"), ["0"]);
    assert_eq!(words(&chart.svg, "chart-on-high"), ["1,000"]);
    assert!(words(&chart.svg, "chart-label").contains(&"nothing known"));
    assert_eq!(chart.table.columns, ["Day", "7", "8", "9"]);
    assert_eq!(cells(&chart.table.rows[0]), ["Monday", "0", "–", "1,000"]);
}

#[test]
fn where_figures_do_not_fit_the_square_grows_with_the_tone() {
    let most = 20_000_000_000_000_000;
    let rows = [HeatRow {
        name: "Monday",
        values: &[Some(0), Some(most / 5), Some(most)],
    }];
    let chart = heat(&rows, 280).unwrap();
    assert!(
        words(&chart.svg, "chart-on-low").is_empty()
            && words(&chart.svg, "chart-on-high").is_empty()
    );
    let width = |class: &str| -> i32 {
        // The last shape is a field, those before are the key's.
        let path = of_class(&chart.svg, class).pop().unwrap();
        let way = path
            .split(" d=\"")
            .nth(1)
            .unwrap()
            .rsplit('M')
            .next()
            .unwrap();
        let width = way.split_once('h').unwrap().1.split('v').next();
        width.unwrap().parse().unwrap()
    };
    assert!(
        width("chart-zero") < width("chart-tone-1")
            && width("chart-tone-1") < width("chart-tone-5")
    );
}

#[test]
fn rows_of_other_lengths_are_refused() {
    let rows = [HeatRow {
        name: "Monday",
        values: &[Some(1)],
    }];
    assert!(matches!(heat(&rows, 640), Err(ChartError::Misfit(_))));
    assert_eq!(heat(&[], 640), Err(ChartError::Empty));
}
