//! A heat map: how much at which hour of which day. Five tones, with the figure in each field or a square that grows.

use crate::chart::{Chart, ChartError, ChartIds, ChartTable, clamped_width, counted};
use crate::frame::{Canvas, Frame};
use crate::ink::{Ink, TONES};
use crate::legend::{Legend, Sign};
use crate::words::Letters;
use domain::lang::Lang;
use domain::number::grouped;
use plotters::style::text_anchor::{HPos, VPos};

/// What to draw. All words are the caller's, in the reader's language; they are escaped.
#[derive(Clone, Copy, Debug)]
pub struct HeatMap<'a> {
    /// The ids of the title and the description: unique on the page.
    pub ids: ChartIds<'a>,
    /// What the chart is called.
    pub title: &'a str,
    /// What it shows, for those who do not see it: the figures that matter.
    pub description: &'a str,
    /// Names of the columns, from left to right in every language; at most 60.
    pub columns: &'a [&'a str],
    /// At most 60 rows, each with as many values as there are columns.
    pub rows: &'a [HeatRow<'a>],
    /// The words in the picture and the table.
    pub texts: HeatTexts<'a>,
    /// The language of the words.
    pub lang: Lang,
    /// The width; the height follows from the number of rows.
    pub width: u32,
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct HeatRow<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its values; `None` where nothing is known, which is not 0.
    pub values: &'a [Option<u64>],
}

/// Words of the picture and the table.
#[derive(Clone, Copy, Debug)]
pub struct HeatTexts<'a> {
    /// What the rows are: the table's first column.
    pub rows: &'a str,
    /// What the columns are: over their names.
    pub columns: &'a str,
    /// The key of fields in which nothing is known.
    pub empty: &'a str,
}

const MOST_ROWS: usize = 60;
const MOST_COLUMNS: usize = 60;
const GAP_PX: i32 = 8;

/// Draws the chart.
///
/// # Errors
/// Without rows or columns, with too many, or with rows of other lengths.
pub fn heat_map(chart: &HeatMap<'_>) -> Result<Chart, ChartError> {
    counted(chart.rows.len(), MOST_ROWS)?;
    counted(chart.columns.len(), MOST_COLUMNS)?;
    let columns = chart.columns.len();
    if chart.rows.iter().any(|row| row.values.len() != columns) {
        return Err(ChartError::Misfit(
            "a row has another number of values than there are columns",
        ));
    }
    let letters = Letters::of(chart.lang);
    let width = clamped_width(chart.width);
    let tones = Tones::of(chart.rows);
    let ranges = tones.ranges();
    let mut keys: Vec<(Sign, &str)> = ranges
        .iter()
        .map(|(ink, range)| (Sign::Field(*ink), range.as_str()))
        .collect();
    if values(chart.rows).any(|value| value.is_none()) {
        keys.push((Sign::Dash(Ink::Empty), chart.texts.empty));
    }
    let legend = Legend::new(letters, width as i32, &keys);
    let layout = Layout::of(chart, letters, width as i32, legend.height_px(letters));
    let frame = Frame {
        ids: chart.ids,
        title: chart.title,
        description: chart.description,
        lang: chart.lang,
        size: (width, layout.height_px as u32),
        patterns: Vec::new(),
    };
    let svg = frame.draw(|canvas| {
        legend.draw(canvas, 0)?;
        names(chart, canvas, &layout)?;
        fields(chart, canvas, &layout, &tones)
    })?;
    Ok(Chart {
        svg,
        table: table(chart),
    })
}

fn values<'r>(rows: &'r [HeatRow<'_>]) -> impl Iterator<Item = Option<u64>> + 'r {
    rows.iter().flat_map(|row| row.values.iter().copied())
}

fn table(chart: &HeatMap<'_>) -> ChartTable {
    let mut table = ChartTable::new(
        [chart.texts.rows]
            .into_iter()
            .chain(chart.columns.iter().copied()),
    );
    for row in chart.rows {
        let figures = row.values.iter().map(|value| value.map(grouped));
        table.rows.push(
            [Some(row.name.to_owned())]
                .into_iter()
                .chain(figures)
                .collect(),
        );
    }
    table
}

/// Which tone a value has: fifths of the highest.
struct Tones {
    most: u64,
}

impl Tones {
    fn of(rows: &[HeatRow<'_>]) -> Tones {
        Tones {
            most: values(rows).flatten().max().unwrap_or(0),
        }
    }

    /// The highest value of a tone, counted from 0.
    fn highest(&self, tone: usize) -> u64 {
        (u128::from(self.most) * (tone as u128 + 1) / 5) as u64
    }

    /// The tone of a value above 0, counted from 0.
    fn tone(&self, value: u64) -> usize {
        (0..TONES.len() - 1)
            .find(|tone| value <= self.highest(*tone))
            .unwrap_or(TONES.len() - 1)
    }

    fn ink(&self, value: Option<u64>) -> Ink {
        match value {
            None => Ink::Empty,
            Some(0) => Ink::Zero,
            Some(value) => TONES[self.tone(value)],
        }
    }

    /// The tones that a value can have, in words.
    fn ranges(&self) -> Vec<(Ink, String)> {
        let mut ranges = vec![(Ink::Zero, "0".to_owned())];
        let mut from = 1;
        for (tone, ink) in TONES.into_iter().enumerate() {
            let to = self.highest(tone);
            if to < from {
                continue;
            }
            let range = if to == from {
                grouped(to)
            } else {
                format!("{}–{}", grouped(from), grouped(to))
            };
            ranges.push((ink, range));
            from = to + 1;
        }
        ranges
    }
}

struct Layout {
    left: i32,
    right: i32,
    top: i32,
    columns: i32,
    row_px: i32,
    height_px: i32,
    has_figures: bool,
}

impl Layout {
    fn of(chart: &HeatMap<'_>, letters: Letters, width: i32, legend_px: i32) -> Layout {
        let widest = chart.rows.iter().map(|row| letters.width(row.name)).max();
        let left = widest.unwrap_or(0).min(width / 3) + GAP_PX + 2;
        let right = width - 4;
        let columns = chart.columns.len() as i32;
        let figures = values(chart.rows)
            .flatten()
            .map(|value| letters.width(&grouped(value)));
        let has_figures = figures.max().unwrap_or(0) + 6 <= (right - left) / columns;
        // The columns' names and what they are stand over the fields.
        let top = legend_px + 2 * letters.line_px + 6;
        let row_px = (letters.line_px + 2).max(26);
        Layout {
            left,
            right,
            top,
            columns,
            row_px,
            height_px: top + row_px * chart.rows.len() as i32 + 4,
            has_figures,
        }
    }

    /// Where a column begins.
    fn x(&self, column: i32) -> i32 {
        self.left + (self.right - self.left) * column / self.columns
    }

    fn y(&self, row: usize) -> i32 {
        self.top + self.row_px * row as i32
    }
}

fn names(chart: &HeatMap<'_>, canvas: &Canvas<'_>, layout: &Layout) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let base = layout.top - letters.line_px - letters.below_px;
    let over = letters.fit(chart.texts.columns, layout.right - layout.left);
    canvas.word(
        &over,
        Ink::Label,
        (layout.left, base),
        HPos::Left,
        VPos::Bottom,
    )?;
    let widest = chart.columns.iter().map(|name| letters.width(name)).max();
    let column_px = ((layout.right - layout.left) / layout.columns).max(1);
    // A name too wide for its column stands over every second, third … one.
    let step = ((widest.unwrap_or(0) + 6) / column_px + 1).min(layout.columns);
    let room = column_px * step - 4;
    for (column, name) in chart.columns.iter().enumerate().step_by(step as usize) {
        let middle = (layout.x(column as i32) + layout.x(column as i32 + 1)) / 2;
        let name = letters.fit(name, room.min(2 * (canvas.width - middle)));
        let at = (middle, layout.top - letters.below_px - 2);
        canvas.word(&name, Ink::Label, at, HPos::Center, VPos::Bottom)?;
    }
    for (row, heat) in chart.rows.iter().enumerate() {
        let name = letters.fit(heat.name, layout.left - GAP_PX - 2);
        let at = (layout.left - GAP_PX, layout.y(row) + layout.row_px / 2);
        canvas.word(&name, Ink::Name, at, HPos::Right, VPos::Center)?;
    }
    Ok(())
}

/// Draws the fields, tone by tone so that each tone is one element, and the figures over them.
fn fields(
    chart: &HeatMap<'_>,
    canvas: &Canvas<'_>,
    layout: &Layout,
    tones: &Tones,
) -> Result<(), ChartError> {
    let fields: Vec<(usize, i32, Option<u64>)> = chart
        .rows
        .iter()
        .enumerate()
        .flat_map(|(row, heat)| {
            let values = heat.values.iter().enumerate();
            values.map(move |(column, value)| (row, column as i32, *value))
        })
        .collect();
    for ink in [Ink::Empty, Ink::Zero].into_iter().chain(TONES) {
        for (row, column, value) in &fields {
            if tones.ink(*value) != ink {
                continue;
            }
            let (left, right) = (layout.x(*column), layout.x(column + 1));
            let (top, bottom) = (layout.y(*row), layout.y(row + 1));
            let size = match value {
                Some(0) if !layout.has_figures => 0,
                Some(value) if !layout.has_figures => tones.tone(*value) as i32 + 1,
                _ => TONES.len() as i32,
            };
            // Without figures the square grows with the tone.
            let shrink = |length: i32| (length - 2) * (TONES.len() as i32 - size) / 14 + 1;
            let (dx, dy) = (shrink(right - left), shrink(bottom - top));
            if ink == Ink::Empty {
                let (x, y) = ((left + right) / 2, (top + bottom) / 2);
                canvas.rectangle((x - 3, y), (x + 3, y + 1), ink)?;
            } else {
                canvas.rectangle((left + dx, top + dy), (right - dx, bottom - dy), ink)?;
            }
        }
    }
    if !layout.has_figures {
        return Ok(());
    }
    for (row, column, value) in fields {
        let Some(value) = value else { continue };
        let at = (
            (layout.x(column) + layout.x(column + 1)) / 2,
            layout.y(row) + layout.row_px / 2,
        );
        let ink = if value > 0 && tones.tone(value) >= 3 {
            Ink::OnHigh
        } else {
            Ink::OnLow
        };
        canvas.word(&grouped(value), ink, at, HPos::Center, VPos::Center)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(most: u64) -> Vec<String> {
        let ranges = Tones { most }.ranges();
        ranges.into_iter().map(|(_, range)| range).collect()
    }

    #[test]
    fn tones_are_fifths_of_the_highest_and_0_has_none() {
        assert_eq!(
            ranges(100),
            ["0", "1–20", "21–40", "41–60", "61–80", "81–100"]
        );
        assert_eq!(ranges(3), ["0", "1", "2", "3"]);
        assert_eq!(ranges(0), ["0"]);
        let tones = Tones { most: 100 };
        assert_eq!(
            [1, 20, 21, 81, 100].map(|value| tones.tone(value)),
            [0, 0, 1, 4, 4]
        );
        assert_eq!(tones.ink(Some(0)), Ink::Zero);
        assert_eq!(tones.ink(None), Ink::Empty);
        // What a key says of a value is what its field shows.
        for most in 1..60 {
            let tones = Tones { most };
            let keys: Vec<Ink> = tones.ranges().into_iter().map(|(ink, _)| ink).collect();
            assert!((1..=most).all(|value| keys.contains(&tones.ink(Some(value)))));
        }
        assert_eq!(Tones { most: u64::MAX }.tone(u64::MAX), 4);
    }
}
