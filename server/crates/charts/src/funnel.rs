//! A funnel plot: shares over the number they are taken of, with the limits of what chance and ordinary differences explain.

use crate::axis::{self, Inner, Plane, level_lines, spread};
use crate::chart::{Chart, ChartError, ChartIds, ChartSize, ChartTable, counted, figures};
use crate::frame::{At, Canvas, Frame};
use crate::ink::Ink;
use crate::legend::{Legend, Sign};
use crate::ticks::{labelled_counts, labelled_shares};
use crate::words::Letters;
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use domain::peers::{DEVIATIONS_95, DEVIATIONS_998, ShareFunnel};
use plotters::style::text_anchor::{HPos, VPos};
use std::collections::BTreeSet;

/// What to draw. All words are the caller's, in the reader's language; they are escaped.
#[derive(Clone, Copy, Debug)]
pub struct FunnelChart<'a> {
    /// The ids of the title and the description: unique on the page.
    pub ids: ChartIds<'a>,
    /// What the chart is called.
    pub title: &'a str,
    /// What it shows, for those who do not see it: the figures that matter.
    pub description: &'a str,
    /// 1 to 5,000 enumerators or areas. Points that fall on one pixel are drawn once.
    pub points: &'a [FunnelPoint<'a>],
    /// The share that all are compared with, 0 to 1.
    pub overall: f64,
    /// The limits in order of their number, from the first that is drawn to the last. May be empty.
    pub limits: &'a [FunnelLimit],
    /// The words in the picture and the table.
    pub texts: FunnelTexts<'a>,
    /// The language of the words.
    pub lang: Lang,
    /// The shape of the picture.
    pub size: ChartSize,
    /// Whether the chart comes with its table. A page that lists the same beside it has thousands of rows made for nothing.
    pub is_tabled: bool,
}

/// An enumerator or an area.
#[derive(Clone, Copy, Debug)]
pub struct FunnelPoint<'a> {
    /// Who.
    pub name: &'a str,
    /// Cases …
    pub cases: u64,
    /// … of so many interviews or items; at least 1.
    pub of: u64,
    /// Signed normal deviations from the peers (`domain::peers::Standing`), which decide how the point is drawn;
    /// `None` where nobody can be compared with.
    pub deviations: Option<f64>,
}

/// The limits for somebody with a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelLimit {
    /// The number.
    pub of: u64,
    /// Shares from here …
    pub low_95: f64,
    /// … to here have 95 % of honest ones.
    pub high_95: f64,
    /// Shares from here …
    pub low_998: f64,
    /// … to here have 99.8 %.
    pub high_998: f64,
}

/// Words of the picture and the table.
#[derive(Clone, Copy, Debug)]
pub struct FunnelTexts<'a> {
    /// Who a point stands for: the table's first column.
    pub name: &'a str,
    /// The table's column of cases.
    pub cases: &'a str,
    /// What shares are taken of: under the numbers, and a column.
    pub of: &'a str,
    /// The share of what: over the shares, and a column.
    pub share: &'a str,
    /// At the line that all are compared with.
    pub overall: &'a str,
    /// The table's column that says which of the next three holds.
    pub standing: &'a str,
    /// The key of points within the 95 % limits.
    pub inside: &'a str,
    /// The key of points beyond the 95 % limits.
    pub beyond_95: &'a str,
    /// The key of points beyond the 99.8 % limits.
    pub beyond_998: &'a str,
}

/// Most points of a picture.
const MOST_POINTS: usize = 5_000;
/// Most limits of a picture.
const MOST_LIMITS: usize = 1_000;
/// So many of the points beyond the outer limits are named.
const NAMED: usize = 5;
/// A name in the picture is at most this wide.
const NAME_PX: i32 = 150;

impl FunnelLimit {
    /// The limits that a tehsil's enumerators are judged by, from 1 to `most`, closer together where they curve.
    pub fn of_shares(funnel: &ShareFunnel, most: u64) -> Vec<FunnelLimit> {
        const STEPS: u32 = 60;
        let most = most.max(2);
        let numbers: BTreeSet<u64> = (0..=STEPS)
            .map(|step| {
                let part = f64::from(step) / f64::from(STEPS);
                (most as f64).powf(part).round() as u64
            })
            .chain((1..=20).map(|part| most * part / 20))
            .map(|of| of.clamp(1, most))
            .collect();
        numbers
            .into_iter()
            .map(|of| FunnelLimit {
                of,
                low_95: funnel.limit(-DEVIATIONS_95, of),
                high_95: funnel.limit(DEVIATIONS_95, of),
                low_998: funnel.limit(-DEVIATIONS_998, of),
                high_998: funnel.limit(DEVIATIONS_998, of),
            })
            .collect()
    }
}

impl FunnelPoint<'_> {
    fn share(&self) -> f64 {
        self.cases as f64 / self.of as f64
    }

    fn distance(&self) -> f64 {
        self.deviations.map_or(0.0, f64::abs)
    }

    fn ink(&self) -> Ink {
        if self.distance() >= DEVIATIONS_998 {
            Ink::Beyond998
        } else if self.distance() >= DEVIATIONS_95 {
            Ink::Beyond95
        } else {
            Ink::Inside
        }
    }
}

/// Draws the chart.
///
/// # Errors
/// Without points, with too many, with more cases than there are, with figures that are none, or limits out of order.
pub fn funnel_chart(chart: &FunnelChart<'_>) -> Result<Chart, ChartError> {
    check(chart)?;
    let frame = Frame {
        ids: chart.ids,
        title: chart.title,
        description: chart.description,
        lang: chart.lang,
        size: chart.size.clamped(),
        patterns: Vec::new(),
    };
    Ok(Chart {
        svg: frame.draw(|canvas| draw(chart, canvas, frame.size.1 as i32))?,
        table: match chart.is_tabled {
            true => table(chart),
            false => ChartTable::default(),
        },
    })
}

fn check(chart: &FunnelChart<'_>) -> Result<(), ChartError> {
    counted(chart.points.len(), MOST_POINTS)?;
    if chart.limits.len() > MOST_LIMITS {
        return Err(ChartError::TooMany {
            items: chart.limits.len(),
            most: MOST_LIMITS,
        });
    }
    if chart
        .points
        .iter()
        .any(|point| point.of == 0 || point.cases > point.of)
    {
        return Err(ChartError::Misfit("a point has more cases than there are"));
    }
    figures(chart.points.iter().map(FunnelPoint::distance))?;
    figures([chart.overall])?;
    figures(
        chart
            .limits
            .iter()
            .flat_map(|limit| [limit.low_95, limit.high_95, limit.low_998, limit.high_998]),
    )?;
    let falls = |pair: &[FunnelLimit]| pair[0].of >= pair[1].of;
    if chart.limits.windows(2).any(falls) {
        return Err(ChartError::Misfit(
            "limits are not in order of their number",
        ));
    }
    Ok(())
}

fn table(chart: &FunnelChart<'_>) -> ChartTable {
    let texts = chart.texts;
    let mut table = ChartTable::new([
        texts.name,
        texts.cases,
        texts.of,
        texts.share,
        texts.standing,
    ]);
    for point in chart.points {
        let standing = match point.ink() {
            Ink::Beyond998 => texts.beyond_998,
            Ink::Beyond95 => texts.beyond_95,
            _ => texts.inside,
        };
        table.rows.push(vec![
            Some(point.name.to_owned()),
            Some(grouped(point.cases)),
            Some(grouped(point.of)),
            permille(point.cases, point.of).map(percent),
            point.deviations.map(|_| standing.to_owned()),
        ]);
    }
    table
}

fn draw(chart: &FunnelChart<'_>, canvas: &Canvas<'_>, height: i32) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let texts = chart.texts;
    let legend = Legend::new(
        letters,
        canvas.width,
        &[
            (Sign::Point(Ink::Inside), texts.inside),
            (Sign::Point(Ink::Beyond95), texts.beyond_95),
            (Sign::Point(Ink::Beyond998), texts.beyond_998),
        ],
    );
    legend.draw(canvas, 0)?;
    let ticks = labelled_shares(highest(chart));
    let top = ticks.last().map_or(1.0, |tick| tick.value);
    let most = chart.points.iter().map(|point| point.of).max().unwrap_or(1);
    let overall = letters.fit(texts.overall, canvas.width / 4);
    let inner = Inner {
        left: axis::room_px(letters, &ticks),
        top: legend.height_px(letters) + axis::head_px(letters),
        right: canvas.width - letters.width(&overall).max(letters.width("99.8 %")) - 10,
        bottom: height - axis::foot_px(letters),
    };
    let plane = Plane::new(inner, 0.0..most as f64 * 1.02, 0.0..top);
    level_lines(canvas, &plane, &ticks)?;
    axis::names(canvas, inner, texts.share, texts.of)?;
    let numbers: Vec<(i32, String)> = labelled_counts(most)
        .into_iter()
        .filter(|tick| tick.value <= most as f64 * 1.02)
        .map(|tick| (plane.at(tick.value, 0.0).0, tick.text))
        .collect();
    axis::labels_below(canvas, inner, &numbers)?;
    points(chart, canvas, &plane, &[Ink::Inside])?;
    let ends = curves(chart, canvas, &plane, top)?;
    name_curves(canvas, inner, &ends, &overall)?;
    points(chart, canvas, &plane, &[Ink::Beyond95, Ink::Beyond998])?;
    name_extremes(chart, canvas, &plane)
}

/// The highest share that the picture must hold: every point, and the limits of all but the smallest numbers.
fn highest(chart: &FunnelChart<'_>) -> f64 {
    let mut numbers: Vec<u64> = chart.points.iter().map(|point| point.of).collect();
    numbers.sort_unstable();
    let usual = numbers[numbers.len() / 4];
    let limit = chart.limits.iter().find(|limit| limit.of >= usual);
    chart
        .points
        .iter()
        .map(FunnelPoint::share)
        .chain([
            chart.overall * 1.5,
            limit.map_or(0.0, |limit| limit.high_998),
        ])
        .fold(0.001, f64::max)
        .min(1.0)
}

/// Draws the limits and the line that all are compared with. Answers the heights at which the upper ones end.
fn curves(
    chart: &FunnelChart<'_>,
    canvas: &Canvas<'_>,
    plane: &Plane,
    top: f64,
) -> Result<Ends, ChartError> {
    let last = plane.inner.right;
    let curve = |value: fn(&FunnelLimit) -> f64, ink: Ink| -> Result<Option<i32>, ChartError> {
        let points: Vec<(f64, f64)> = chart
            .limits
            .iter()
            .map(|limit| (limit.of as f64, value(limit)))
            .collect();
        let drawn: Vec<At> = below(&points, top)
            .into_iter()
            .map(|(x, y)| plane.at(x, y))
            .filter(|(x, _)| *x <= last)
            .collect();
        let end = drawn.last().map(|at| at.1);
        canvas.line(drawn, ink)?;
        Ok(end)
    };
    curve(|limit| limit.low_998, Ink::Limit998)?;
    curve(|limit| limit.low_95, Ink::Limit95)?;
    let high_998 = curve(|limit| limit.high_998, Ink::Limit998)?;
    let high_95 = curve(|limit| limit.high_95, Ink::Limit95)?;
    let (_, overall) = plane.at(0.0, chart.overall.min(top));
    canvas.line(
        vec![(plane.inner.left, overall), (plane.inner.right, overall)],
        Ink::Overall,
    )?;
    Ok(Ends {
        high_998,
        high_95,
        overall,
    })
}

/// Heights at which lines end on the right.
struct Ends {
    high_998: Option<i32>,
    high_95: Option<i32>,
    overall: i32,
}

/// The part of a curve that lies below `top`, with the points where it crosses it.
fn below(curve: &[(f64, f64)], top: f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::new();
    for (index, &(x, y)) in curve.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| curve[index]);
        if let Some((x0, y0)) = before
            && (y0 > top) != (y > top)
        {
            let part = (top - y0) / (y - y0);
            kept.push((x0 + part * (x - x0), top));
        }
        if y <= top {
            kept.push((x, y));
        }
    }
    kept
}

fn name_curves(
    canvas: &Canvas<'_>,
    inner: Inner,
    ends: &Ends,
    overall: &str,
) -> Result<(), ChartError> {
    let names: Vec<(i32, &str)> = [
        (ends.high_998, "99.8\u{a0}%"),
        (ends.high_95, "95\u{a0}%"),
        (Some(ends.overall), overall),
    ]
    .into_iter()
    .filter_map(|(y, name)| Some((y?, name)))
    .collect();
    let wanted: Vec<i32> = names.iter().map(|(y, _)| *y).collect();
    let places = spread(&wanted, canvas.letters.line_px * 9 / 10, inner.bottom);
    for ((_, name), y) in names.iter().zip(places) {
        canvas.word(
            name,
            Ink::Label,
            (inner.right + 6, y),
            HPos::Left,
            VPos::Center,
        )?;
    }
    Ok(())
}

/// Draws the points of some inks, each pixel once.
fn points(
    chart: &FunnelChart<'_>,
    canvas: &Canvas<'_>,
    plane: &Plane,
    inks: &[Ink],
) -> Result<(), ChartError> {
    for ink in inks {
        let places: BTreeSet<At> = chart
            .points
            .iter()
            .filter(|point| point.ink() == *ink)
            .map(|point| plane.at(point.of as f64, point.share()))
            .collect();
        for at in places {
            canvas.dot(at, 3, *ink)?;
        }
    }
    Ok(())
}

/// A box that a name takes: left, top, right, bottom.
type Room = (i32, i32, i32, i32);

/// Names the points farthest beyond the outer limits, each where there is room beside it.
fn name_extremes(
    chart: &FunnelChart<'_>,
    canvas: &Canvas<'_>,
    plane: &Plane,
) -> Result<(), ChartError> {
    let mut extreme: Vec<&FunnelPoint<'_>> = chart
        .points
        .iter()
        .filter(|point| point.ink() == Ink::Beyond998)
        .collect();
    extreme.sort_by(|a, b| {
        b.distance()
            .total_cmp(&a.distance())
            .then(a.name.cmp(b.name))
    });
    extreme.truncate(NAMED);
    let places: Vec<At> = extreme
        .iter()
        .map(|point| plane.at(point.of as f64, point.share()))
        .collect();
    // Names keep off the named points too.
    let mut taken: Vec<Room> = places
        .iter()
        .map(|(x, y)| (x - 6, y - 6, x + 6, y + 6))
        .collect();
    for (point, at) in extreme.iter().zip(&places) {
        let name = canvas.letters.fit(point.name, NAME_PX);
        let free = beside(canvas.letters, *at, canvas.letters.width(&name))
            .into_iter()
            .find(|(_, _, room)| is_free(*room, plane.inner, &taken));
        if let Some((place, side, room)) = free {
            canvas.word(&name, Ink::BeyondLabel, place, side, VPos::Bottom)?;
            taken.push(room);
        }
    }
    Ok(())
}

/// Where a name may stand at a point: right, left, over, under; with the box that it takes.
fn beside(letters: Letters, (x, y): At, width: i32) -> [(At, HPos, Room); 4] {
    let Letters {
        above_px, below_px, ..
    } = letters;
    let level = y + (above_px - below_px) / 2;
    let place = |left: i32, base: i32, at: i32, side: HPos| {
        let room = (left, base - above_px, left + width, base + below_px);
        ((at, base), side, room)
    };
    [
        place(x + 9, level, x + 9, HPos::Left),
        place(x - 9 - width, level, x - 9, HPos::Right),
        place(x - width / 2, y - 8 - below_px, x, HPos::Center),
        place(x - width / 2, y + 8 + above_px, x, HPos::Center),
    ]
}

fn is_free(room: Room, inner: Inner, taken: &[Room]) -> bool {
    let inside = room.0 >= inner.left
        && room.1 >= inner.top - 4
        && room.2 <= inner.right
        && room.3 <= inner.bottom;
    inside
        && taken.iter().all(|other| {
            room.2 <= other.0 || other.2 <= room.0 || room.3 <= other.1 || other.3 <= room.1
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_cut_where_it_leaves_the_picture() {
        let curve = [(1.0, 0.9), (2.0, 0.7), (4.0, 0.3), (8.0, 0.2)];
        assert_eq!(below(&curve, 0.5), [(3.0, 0.5), (4.0, 0.3), (8.0, 0.2)]);
        assert_eq!(below(&curve, 1.0), curve);
        assert_eq!(below(&curve, 0.1), []);
    }

    #[test]
    fn a_name_stands_neither_on_another_nor_outside() {
        let inner = Inner {
            left: 0,
            top: 0,
            right: 100,
            bottom: 100,
        };
        assert!(is_free((0, 0, 10, 10), inner, &[(10, 0, 20, 10)]));
        assert!(!is_free((0, 0, 11, 10), inner, &[(10, 0, 20, 10)]));
        assert!(!is_free((95, 0, 101, 10), inner, &[]));
    }
}
