//! Ranked level bars with names and values, and where one should be.

use crate::chart::{Chart, ChartError, ChartIds, ChartTable, clamped_width, counted, figures};
use crate::frame::{Canvas, Frame};
use crate::ink::Ink;
use crate::legend::{Legend, Sign};
use crate::words::Letters;
use domain::coverage::Class;
use domain::lang::Lang;
use plotters::style::text_anchor::VPos;

/// Bars to draw, in the caller's order. All words are the caller's, in the reader's language; they are escaped. Names begin
/// where reading does: in Urdu the bars grow from the right.
#[derive(Clone, Copy, Debug)]
pub struct BarChart<'a> {
    /// The ids of the title and the description: unique on the page.
    pub ids: ChartIds<'a>,
    /// What the chart is called.
    pub title: &'a str,
    /// What it shows, for those who do not see it: the figures that matter.
    pub description: &'a str,
    /// 1 to 100 bars.
    pub bars: &'a [Bar<'a>],
    /// The words in the picture and the table.
    pub texts: BarTexts<'a>,
    /// The language of the words.
    pub lang: Lang,
    /// The width; the height follows from the number of bars.
    pub width: u32,
}

/// One bar.
#[derive(Clone, Copy, Debug)]
pub struct Bar<'a> {
    /// What it stands for. Shortened in the picture where it is long, never in the table.
    pub name: &'a str,
    /// Its length, from 0; `None` where there is no figure: no bar is drawn then.
    pub value: Option<f64>,
    /// The figure in words, best with its denominator or as a share.
    pub value_text: &'a str,
    /// Where it should be, such as what the plan expects, with the words of the table.
    pub reference: Option<(f64, &'a str)>,
    /// The class of coverage, drawn as the map draws it; `None` for a plain bar.
    pub class: Option<Class>,
}

/// Words of the picture and the table.
#[derive(Clone, Copy, Debug)]
pub struct BarTexts<'a> {
    /// What a bar stands for: the table's first column.
    pub name: &'a str,
    /// What is measured: over the values.
    pub value: &'a str,
    /// What the reference marks mean: in the key and the table. Empty where there are none.
    pub reference: &'a str,
}

/// Most bars that can be read in one picture.
const MOST_BARS: usize = 100;
const GAP_PX: i32 = 8;

/// Draws the chart.
///
/// # Errors
/// Without bars, with too many, or with a value below 0 or none at all.
pub fn bar_chart(chart: &BarChart<'_>) -> Result<Chart, ChartError> {
    counted(chart.bars.len(), MOST_BARS)?;
    figures(chart.bars.iter().map(|bar| bar.value.unwrap_or(0.0)))?;
    figures(
        chart
            .bars
            .iter()
            .map(|bar| bar.reference.map_or(0.0, |(at, _)| at)),
    )?;
    let letters = Letters::of(chart.lang);
    let width = clamped_width(chart.width);
    let has_references = chart.bars.iter().any(|bar| bar.reference.is_some());
    let reference = if has_references {
        chart.texts.reference
    } else {
        ""
    };
    let keys = [(Sign::Upright(Ink::Reference), reference)];
    let legend = Legend::new(letters, width as i32, &keys);
    let layout = Layout::of(chart, letters, width as i32, legend.height_px(letters));
    let frame = Frame {
        ids: chart.ids,
        title: chart.title,
        description: chart.description,
        lang: chart.lang,
        size: (width, layout.height(chart.bars.len()) as u32),
        patterns: chart.bars.iter().filter_map(|bar| bar.class).collect(),
    };
    let svg = frame.draw(|canvas| {
        legend.draw(canvas, 0)?;
        draw(chart, canvas, &layout)
    })?;
    Ok(Chart {
        svg,
        table: table(chart, has_references),
    })
}

fn table(chart: &BarChart<'_>, has_references: bool) -> ChartTable {
    let texts = chart.texts;
    let mut table = ChartTable::new([texts.name, texts.value]);
    if has_references {
        table.columns.push(texts.reference.to_owned());
    }
    for bar in chart.bars {
        let mut row = vec![
            Some(bar.name.to_owned()),
            Some(bar.value_text.to_owned()).filter(|text| !text.is_empty()),
        ];
        if has_references {
            row.push(bar.reference.map(|(_, text)| text.to_owned()));
        }
        table.rows.push(row);
    }
    table
}

/// Distances from where reading begins, and heights.
struct Layout {
    names_px: i32,
    from: i32,
    to: i32,
    values_px: i32,
    top: i32,
    row_px: i32,
    bar_px: i32,
}

impl Layout {
    fn of(chart: &BarChart<'_>, letters: Letters, width: i32, legend_px: i32) -> Layout {
        let widest = |texts: &mut dyn Iterator<Item = &str>| {
            texts.map(|text| letters.width(text)).max().unwrap_or(0)
        };
        let names_px = widest(&mut chart.bars.iter().map(|bar| bar.name)).min(width * 2 / 5);
        let values_px = widest(&mut chart.bars.iter().map(|bar| bar.value_text)).min(width / 3);
        let row_px = letters.line_px + 6;
        Layout {
            names_px,
            from: names_px + GAP_PX + 2,
            to: width - values_px - GAP_PX - 4,
            values_px,
            top: legend_px + letters.line_px + 4,
            row_px,
            bar_px: row_px * 2 / 3,
        }
    }

    fn height(&self, bars: usize) -> i32 {
        self.top + self.row_px * bars as i32 + 4
    }
}

fn draw(chart: &BarChart<'_>, canvas: &Canvas<'_>, layout: &Layout) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let longest = chart
        .bars
        .iter()
        .flat_map(|bar| [bar.value, bar.reference.map(|(at, _)| at)])
        .flatten()
        .fold(0.0, f64::max);
    let room = f64::from(layout.to - layout.from);
    let reach = |value: f64| {
        let part = if longest > 0.0 { value / longest } else { 0.0 };
        layout.from + (part * room).round() as i32
    };
    // Values end where the picture does.
    let end = canvas.start_at(canvas.width - 2).0;
    canvas.word(
        &letters.fit(chart.texts.value, canvas.width - 4),
        Ink::Label,
        (end, layout.top - letters.below_px - 4),
        canvas.end_side(),
        VPos::Bottom,
    )?;
    let middle = |row: usize| layout.top + layout.row_px * row as i32 + layout.row_px / 2;
    for (row, bar) in chart.bars.iter().enumerate() {
        let (x, side) = canvas.start_at(2);
        let name = letters.fit(bar.name, layout.names_px);
        canvas.word(&name, Ink::Name, (x, middle(row)), side, VPos::Center)?;
        let value = letters.fit(bar.value_text, layout.values_px);
        let at = (end, middle(row));
        canvas.word(&value, Ink::Value, at, canvas.end_side(), VPos::Center)?;
    }
    for (row, bar) in chart.bars.iter().enumerate() {
        let Some(value) = bar.value.filter(|value| *value > 0.0) else {
            continue;
        };
        let ends = [layout.from, reach(value).max(layout.from + 2)].map(|x| canvas.start_at(x).0);
        let (left, right) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let top = middle(row) - layout.bar_px / 2;
        let ink = bar.class.map_or(Ink::Bar, Ink::of_class);
        canvas.rectangle((left, top), (right, top + layout.bar_px), ink)?;
    }
    for (row, bar) in chart.bars.iter().enumerate() {
        if let Some((at, _)) = bar.reference {
            let x = canvas.start_at(reach(at)).0;
            let (top, bottom) = (
                middle(row) - layout.row_px / 2 + 1,
                middle(row) + layout.row_px / 2 - 1,
            );
            // On a dark bar it is seen by the light on both its sides.
            canvas.line(vec![(x, top), (x, bottom)], Ink::Halo)?;
            canvas.line(vec![(x, top), (x, bottom)], Ink::Reference)?;
        }
    }
    let x = canvas.start_at(layout.from).0;
    let bottom = layout.height(chart.bars.len()) - 4;
    canvas.line(vec![(x, layout.top), (x, bottom)], Ink::Axis)
}
