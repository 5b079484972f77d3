//! Progress with a forecast.

use super::*;

fn forecast(days: &[ForecastDay], finish: Option<Finish<'_>>) -> Result<Chart, ChartError> {
    let points: Vec<Progress> = (0..10)
        .map(|n| Progress {
            day: SurveyDay(20_700 + n),
            complete: n as u64 * 100,
            expected: Some(n as u64 * 120),
        })
        .collect();
    progress_chart(&ProgressChart {
        ids: IDS,
        title: "t",
        description: "d",
        points: &points,
        today: SurveyDay(20_709),
        forecast: Some(Forecast {
            days,
            finish,
            likely: "likely",
            low: "at least",
            high: "at most",
        }),
        texts: ChartTexts {
            complete: "complete",
            plan: "plan",
            today: "today",
            counts: "households",
            days: "day",
        },
        lang: Lang::En,
        size: ChartSize::default(),
    })
}

fn day(day: i32, low: u64, likely: u64, high: u64) -> ForecastDay {
    ForecastDay {
        day: SurveyDay(day),
        low,
        likely,
        high,
    }
}

#[test]
fn a_forecast_is_a_band_with_a_dotted_line_from_today_to_the_finish() {
    let days = [
        day(20_710, 950, 1_000, 1_100),
        day(20_729, 1_800, 2_000, 2_400),
    ];
    let finish = Finish {
        target: 2_000,
        earliest: SurveyDay(20_722),
        latest: Some(SurveyDay(20_735)),
        words: "finish 26 September to 9 October",
    };
    let chart = forecast(&days, Some(finish)).unwrap();
    assert_eq!(shapes(&chart.svg, "chart-band"), 1);
    let likely = of_class(&chart.svg, "chart-likely");
    assert!(likely[0].contains("stroke-dasharray=\"1 5\""), "{likely:?}");
    // It begins where completes end.
    let dot = of_class(&chart.svg, "chart-complete-dot")[0];
    let begin = format!(" d=\"M{} {}", number(dot, "cx"), number(dot, "cy"));
    assert!(likely[0].contains(&begin), "{likely:?} {dot}");
    assert!(of_class(&chart.svg, "chart-band")[0].contains(&begin));
    assert_eq!(words(&chart.svg, "chart-likely-label"), ["likely"]);
    assert!(words(&chart.svg, "chart-label").contains(&"finish 26 September to 9 October"));
    // One in the key, one at the target.
    assert_eq!(of_class(&chart.svg, "chart-finish").len(), 2);

    assert_eq!(
        chart.table.columns,
        ["day", "complete", "plan", "at least", "likely", "at most"]
    );
    assert_eq!(chart.table.rows.len(), 36, "to the latest finish");
    assert_eq!(
        cells(&chart.table.rows[10]),
        ["2026-09-14", "–", "–", "950", "1,000", "1,100"]
    );
    assert_eq!(chart.table.rows[11][3], None, "nothing is said of this day");
}

#[test]
fn a_forecast_whose_edges_are_crossed_or_endless_is_refused() {
    let crossed = forecast(&[day(20_710, 1_200, 1_000, 1_100)], None);
    assert!(matches!(crossed, Err(ChartError::Misfit(_))));
    let endless = forecast(&[day(90_000, 1, 1, 1)], None);
    assert!(matches!(endless, Err(ChartError::TooMany { .. })));
    let none = forecast(&[], None).unwrap();
    assert_eq!(shapes(&none.svg, "chart-band"), 0);
}
