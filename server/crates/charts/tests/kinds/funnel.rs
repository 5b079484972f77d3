//! Funnels.

use super::*;

fn point(name: &str, cases: u64, of: u64, deviations: Option<f64>) -> FunnelPoint<'_> {
    FunnelPoint {
        name,
        cases,
        of,
        deviations,
    }
}

fn funnel(points: &[FunnelPoint<'_>], limits: &[FunnelLimit]) -> Result<Chart, ChartError> {
    funnel_chart(&FunnelChart {
        ids: IDS,
        title: "t",
        description: "d",
        points,
        overall: 0.1,
        limits,
        texts: FunnelTexts {
            name: "Enumerator",
            cases: "don't know",
            of: "answers",
            share: "share",
            overall: "all",
            standing: "standing",
            inside: "within",
            beyond_95: "beyond 95",
            beyond_998: "beyond 99.8",
        },
        lang: Lang::En,
        size: ChartSize {
            width: 640,
            height: 400,
        },
        is_tabled: true,
    })
}

#[test]
fn points_of_a_funnel_change_their_shape_just_beyond_the_limits() {
    let points = [
        point("A", 10, 100, Some(1.95)),
        point("B", 20, 100, Some(-1.97)),
        point("C", 30, 100, Some(3.08)),
        point("D", 40, 100, Some(-3.1)),
        point("E", 50, 100, None),
    ];
    let chart = funnel(&points, &[]).unwrap();
    // One of each is the key's.
    assert_eq!(shapes(&chart.svg, "chart-inside"), 2 + 1);
    assert_eq!(shapes(&chart.svg, "chart-beyond-95"), 2 + 1);
    assert_eq!(shapes(&chart.svg, "chart-beyond-998"), 1 + 1);
    assert_eq!(words(&chart.svg, "chart-beyond-label"), ["D"]);
    assert_eq!(
        cells(&chart.table.rows[3]),
        ["D", "40", "100", "40.0\u{a0}%", "beyond 99.8"]
    );
    assert_eq!(
        cells(&chart.table.rows[4])[4],
        "–",
        "nobody to compare with"
    );
}

#[test]
fn points_on_one_pixel_are_drawn_once_and_all_are_in_the_table() {
    let points = [point("A", 100, 1_000, Some(0.0)); 5_000];
    let chart = funnel(&points, &[]).unwrap();
    assert_eq!(shapes(&chart.svg, "chart-inside"), 1 + 1);
    assert!(chart.svg.len() < 4_000, "{}", chart.svg.len());
    assert_eq!(chart.table.rows.len(), 5_000);
}

#[test]
fn the_limits_are_those_that_enumerators_are_judged_by() {
    let portions: Vec<(u64, u64)> = (0..30).map(|n| (8 + n % 5, 100)).collect();
    let peers = ShareFunnel::of(&portions, 1.0);
    let limits = FunnelLimit::of_shares(&peers, 500);
    assert_eq!((limits[0].of, limits[limits.len() - 1].of), (1, 500));
    for limit in &limits {
        assert!(
            limit.low_998 <= limit.low_95 && limit.low_95 <= peers.share,
            "{limit:?}"
        );
        assert!(
            limit.high_998 >= limit.high_95 && limit.high_95 >= peers.share,
            "{limit:?}"
        );
    }
    let chart = funnel(&[point("A", 10, 100, Some(0.0))], &limits).unwrap();
    assert_eq!(of_class(&chart.svg, "chart-limit-95").len(), 2);
    assert_eq!(of_class(&chart.svg, "chart-limit-998").len(), 2);
    assert!(words(&chart.svg, "chart-label").contains(&"99.8\u{a0}%"));
}

#[test]
fn a_funnel_of_impossible_points_is_refused() {
    assert_eq!(funnel(&[], &[]), Err(ChartError::Empty));
    for (cases, of) in [(2, 1), (0, 0)] {
        let refused = funnel(&[point("A", cases, of, None)], &[]);
        assert!(matches!(refused, Err(ChartError::Misfit(_))));
    }
    let refused = funnel(&[point("A", 1, 2, Some(f64::NAN))], &[]);
    assert_eq!(refused, Err(ChartError::NotAFigure { item: 0 }));
    assert!(funnel(&[point("A", 0, 1, Some(-0.1))], &[]).is_ok());
}
