//! How often what occurs: a histogram with its median, the value that nine in ten stay below, and a threshold.

use crate::axis::{self, Inner, Plane, level_lines};
use crate::chart::{Chart, ChartError, ChartIds, ChartSize, ChartTable, counted, figures};
use crate::frame::{Canvas, Frame};
use crate::ink::Ink;
use crate::ticks::{figure, labelled_counts};
use domain::lang::Lang;
use domain::number::grouped;
use plotters::style::text_anchor::{HPos, VPos};

/// What to draw. All words are the caller's, in the reader's language; they are escaped.
#[derive(Clone, Copy, Debug)]
pub struct Histogram<'a> {
    /// The ids of the title and the description: unique on the page.
    pub ids: ChartIds<'a>,
    /// What the chart is called.
    pub title: &'a str,
    /// What it shows, for those who do not see it: the figures that matter.
    pub description: &'a str,
    /// 1 to 200 bins of one width, each beginning where the one before ends.
    pub bins: &'a [Bin],
    /// Whether the last bin holds everything from its lower edge on: it is as wide as the others in the picture, and named so.
    pub last_is_open: bool,
    /// Half are below.
    pub median: Option<HistogramMark<'a>>,
    /// Nine in ten are below.
    pub p90: Option<HistogramMark<'a>>,
    /// Where a check begins to look.
    pub threshold: Option<HistogramMark<'a>>,
    /// The words in the picture and the table.
    pub texts: HistogramTexts<'a>,
    /// The language of the words.
    pub lang: Lang,
    /// The shape of the picture.
    pub size: ChartSize,
}

/// How many lie from one value up to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The lower edge, which belongs to it.
    pub from: f64,
    /// The upper edge, which belongs to the next.
    pub to: f64,
    /// How many.
    pub count: u64,
}

/// An upright line at a value.
#[derive(Clone, Copy, Debug)]
pub struct HistogramMark<'a> {
    /// The value. Drawn at the edge of the picture where it lies beyond it.
    pub at: f64,
    /// What it is, with its figure: "median 34 min".
    pub words: &'a str,
}

/// Words of the picture and the table.
#[derive(Clone, Copy, Debug)]
pub struct HistogramTexts<'a> {
    /// What is measured, with its unit: under the values.
    pub value: &'a str,
    /// What is counted: over the numbers.
    pub counts: &'a str,
}

const MOST_BINS: usize = 200;
/// Between a mark's line and its words.
const BESIDE_PX: i32 = 6;

/// Draws the chart. Values run from left to right in every language.
///
/// # Errors
/// Without bins, with too many, with edges that are no figures, do not rise evenly or leave gaps.
pub fn histogram(chart: &Histogram<'_>) -> Result<Chart, ChartError> {
    counted(chart.bins.len(), MOST_BINS)?;
    figures(chart.bins.iter().flat_map(|bin| [bin.from, bin.to]))?;
    figures(marks(chart).map(|(mark, _, _)| mark.at))?;
    let first = chart.bins[0];
    let width = first.to - first.from;
    // The difference of two edges is a little off where they are decimals.
    let off = width.abs() * 1e-6;
    let uneven = |bin: &Bin| (bin.to - bin.from - width).abs() > off;
    let apart = |pair: &[Bin]| (pair[1].from - pair[0].to).abs() > off;
    if width <= 0.0 || chart.bins.iter().any(uneven) || chart.bins.windows(2).any(apart) {
        return Err(ChartError::Misfit("bins are uneven or leave gaps"));
    }
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
        table: table(chart),
    })
}

/// The marks there are, with their inks.
fn marks<'c, 'a>(
    chart: &'c Histogram<'a>,
) -> impl Iterator<Item = (HistogramMark<'a>, Ink, Ink)> + use<'c, 'a> {
    [
        (chart.median, Ink::Median, Ink::MedianLabel),
        (chart.p90, Ink::P90, Ink::P90Label),
        (chart.threshold, Ink::Threshold, Ink::ThresholdLabel),
    ]
    .into_iter()
    .filter_map(|(mark, line, label)| Some((mark?, line, label)))
}

fn table(chart: &Histogram<'_>) -> ChartTable {
    let mut table = ChartTable::new([chart.texts.value, chart.texts.counts]);
    for (at, bin) in chart.bins.iter().enumerate() {
        let range = match chart.last_is_open && at + 1 == chart.bins.len() {
            true => format!("≥\u{a0}{}", figure(bin.from)),
            false => format!("{}–{}", figure(bin.from), figure(bin.to)),
        };
        table.rows.push(vec![Some(range), Some(grouped(bin.count))]);
    }
    table
}

fn draw(chart: &Histogram<'_>, canvas: &Canvas<'_>, height: i32) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let most = chart.bins.iter().map(|bin| bin.count).max().unwrap_or(0);
    let ticks = labelled_counts(most);
    let top = ticks.last().map_or(1.0, |tick| tick.value);
    let first = chart.bins[0].from;
    let last = chart.bins[chart.bins.len() - 1].to;
    // Every mark has a line for its words, so that none lies on another.
    let head = letters.line_px * marks(chart).count() as i32;
    let inner = Inner {
        left: axis::room_px(letters, &ticks),
        top: axis::head_px(letters) + head,
        right: canvas.width - 24,
        bottom: height - axis::foot_px(letters),
    };
    let plane = Plane::new(inner, first..last, 0.0..top);
    level_lines(canvas, &plane, &ticks)?;
    let over = Inner {
        top: inner.top - head,
        ..inner
    };
    axis::names(canvas, over, chart.texts.counts, chart.texts.value)?;
    for bin in chart.bins.iter().filter(|bin| bin.count > 0) {
        let (left, y) = plane.at(bin.from, bin.count as f64);
        let (right, bottom) = plane.at(bin.to, 0.0);
        // What is there is seen, however little it is.
        canvas.rectangle((left, y.min(bottom - 1)), (right, bottom), Ink::Bin)?;
    }
    let edges: Vec<(i32, String)> = chart
        .bins
        .iter()
        .map(|bin| bin.from)
        .chain((!chart.last_is_open).then_some(last))
        .map(|edge| (plane.at(edge, 0.0).0, figure(edge)))
        .collect();
    axis::labels_below(canvas, inner, &edges_to_name(letters, inner, edges))?;
    let mut placed: Vec<(i32, bool, HistogramMark<'_>, Ink, Ink)> = marks(chart)
        .map(|(mark, line, label)| {
            let (x, _) = plane.at(mark.at.clamp(first, last), 0.0);
            let room = canvas.width - x - BESIDE_PX - 2;
            let is_left = letters.width(mark.words) > room && x > room;
            (x, is_left, mark, line, label)
        })
        .collect();
    // Lines go down from their words: in this order the fewest cross others' words.
    placed.sort_by_key(|(x, is_left, ..)| if *is_left { -x } else { canvas.width + x });
    for (row, (x, is_left, mark, line, label)) in placed.into_iter().enumerate() {
        let base = over.top + letters.line_px * row as i32 + letters.above_px - 2;
        canvas.line(vec![(x, base - 8), (x, inner.bottom)], line)?;
        let (at, side, room) = if is_left {
            (x - BESIDE_PX, HPos::Right, x - BESIDE_PX - 2)
        } else {
            (x + BESIDE_PX, HPos::Left, canvas.width - x - BESIDE_PX - 2)
        };
        let words = letters.fit(mark.words, room);
        canvas.word(&words, label, (at, base), side, VPos::Bottom)?;
    }
    Ok(())
}

/// Every edge, or every second, fifth, tenth …, so that labels stand evenly.
fn edges_to_name(
    letters: crate::words::Letters,
    inner: Inner,
    edges: Vec<(i32, String)>,
) -> Vec<(i32, String)> {
    let widest = edges.iter().map(|(_, text)| letters.width(text)).max();
    let fit = ((inner.right - inner.left) / (widest.unwrap_or(0) + 12)).max(1) as usize;
    let step = [1, 2, 5, 10, 20, 50, 100]
        .into_iter()
        .find(|step| edges.len().div_ceil(*step) <= fit)
        .unwrap_or(200);
    edges.into_iter().step_by(step).collect()
}
