//! Small multiples: one small line chart an area, all on one scale.

use crate::axis::{Inner, Plane};
use crate::chart::{Chart, ChartError, ChartIds, ChartTable, clamped_width, counted, figures};
use crate::frame::{Canvas, Frame};
use crate::ink::Ink;
use crate::legend::{Legend, Sign};
use crate::lines::line;
use crate::words::Letters;
use domain::lang::Lang;
use plotters::style::text_anchor::{HPos, VPos};

/// What to draw. All words are the caller's, in the reader's language; they are escaped.
#[derive(Clone, Copy, Debug)]
pub struct SmallMultiples<'a> {
    /// The ids of the title and the description: unique on the page.
    pub ids: ChartIds<'a>,
    /// What the chart is called.
    pub title: &'a str,
    /// What it shows, for those who do not see it: the figures that matter.
    pub description: &'a str,
    /// 1 to 60 panels, in the caller's order, row by row.
    pub panels: &'a [Panel<'a>],
    /// The top of the common scale with its words ("100 %"); raised to the highest value. 0 for the highest value itself.
    pub top: (f64, &'a str),
    /// The words in the picture and the table.
    pub texts: MultiplesTexts<'a>,
    /// The language of the words.
    pub lang: Lang,
    /// The width; the height follows from the number of panels.
    pub width: u32,
}

/// A small line chart.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'a> {
    /// What it shows, such as a district.
    pub name: &'a str,
    /// The values, at the same points in all panels; `None` leaves a gap. 1 to 1,000.
    pub values: &'a [Option<f64>],
    /// The plan at the same points, or nothing.
    pub plan: &'a [Option<f64>],
    /// The last value in words.
    pub last: &'a str,
    /// The last value of the plan in words, for the table; empty without a plan.
    pub last_plan: &'a str,
}

/// Words of the picture and the table.
#[derive(Clone, Copy, Debug)]
pub struct MultiplesTexts<'a> {
    /// What a panel is: the table's first column.
    pub name: &'a str,
    /// The key of the line, and the table's column of last values.
    pub value: &'a str,
    /// The key of the plan and its column; empty without one.
    pub plan: &'a str,
    /// The first point, such as "1 June".
    pub first: &'a str,
    /// The last point, such as "30 August".
    pub last: &'a str,
}

const MOST_PANELS: usize = 60;
const MOST_VALUES: usize = 1_000;
/// Most points drawn of a line.
const MOST_POINTS: usize = 60;
/// The plane of a panel is this high.
const PLANE_PX: i32 = 44;
/// A panel is at least this wide …
const LEAST_PANEL_PX: i32 = 120;
/// … and wider where names ask for it, so that Bahawalnagar and Bahawalpur are not both shortened to one name; up to this.
const MOST_PANEL_PX: i32 = 230;
/// Between a name and the last value.
const NAME_GAP_PX: i32 = 8;
/// Between panels.
const APART_PX: i32 = 18;

/// Draws the chart. Time runs from left to right within a panel; panels follow each other as reading does.
///
/// # Errors
/// Without panels or values, with too many, with panels of different lengths or values that are no figures.
pub fn small_multiples(chart: &SmallMultiples<'_>) -> Result<Chart, ChartError> {
    counted(chart.panels.len(), MOST_PANELS)?;
    let points = chart.panels[0].values.len();
    counted(points, MOST_VALUES)?;
    let misfits = |panel: &Panel<'_>| {
        panel.values.len() != points || !(panel.plan.is_empty() || panel.plan.len() == points)
    };
    if chart.panels.iter().any(misfits) {
        return Err(ChartError::Misfit(
            "panels have different numbers of values",
        ));
    }
    figures([chart.top.0])?;
    for (item, panel) in chart.panels.iter().enumerate() {
        figures(panel.values.iter().chain(panel.plan).flatten().copied())
            .map_err(|_| ChartError::NotAFigure { item })?;
    }
    let letters = Letters::of(chart.lang);
    let width = clamped_width(chart.width);
    let plan = if chart.panels.iter().any(|panel| !panel.plan.is_empty()) {
        chart.texts.plan
    } else {
        ""
    };
    let keys = [
        (Sign::Line(Ink::Trend), chart.texts.value),
        (Sign::Line(Ink::TrendPlan), plan),
    ];
    let legend = Legend::new(letters, width as i32, &keys);
    let grid = Grid::of(chart, letters, width as i32, legend.height_px(letters) + 4);
    let frame = Frame {
        ids: chart.ids,
        title: chart.title,
        description: chart.description,
        lang: chart.lang,
        size: (width, grid.height_px(chart.panels.len()) as u32),
        patterns: Vec::new(),
    };
    let top = chart
        .panels
        .iter()
        .flat_map(|panel| panel.values.iter().chain(panel.plan))
        .flatten()
        .copied()
        .fold(chart.top.0, f64::max);
    let svg = frame.draw(|canvas| {
        legend.draw(canvas, 0)?;
        for index in 0..chart.panels.len() {
            draw(chart, canvas, &grid, index, top)?;
        }
        Ok(())
    })?;
    Ok(Chart {
        svg,
        table: table(chart, !plan.is_empty()),
    })
}

fn table(chart: &SmallMultiples<'_>, has_plan: bool) -> ChartTable {
    let texts = chart.texts;
    let mut table = ChartTable::new([texts.name, texts.value]);
    if has_plan {
        table.columns.push(texts.plan.to_owned());
    }
    let cell = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    for panel in chart.panels {
        let mut row = vec![Some(panel.name.to_owned()), cell(panel.last)];
        if has_plan {
            row.push(cell(panel.last_plan));
        }
        table.rows.push(row);
    }
    table
}

/// Where the panels are.
struct Grid {
    columns: i32,
    left: i32,
    panel_px: i32,
    top: i32,
    row_px: i32,
    letters: Letters,
}

impl Grid {
    fn of(chart: &SmallMultiples<'_>, letters: Letters, width: i32, top: i32) -> Grid {
        // The scale's words stand left of the first column.
        let scale = letters.width(chart.top.1).min(width / 5);
        let left = scale.max(letters.width("0")) + 8;
        let needed = chart
            .panels
            .iter()
            .map(|panel| letters.width(panel.name) + NAME_GAP_PX + letters.width(panel.last));
        let least = needed
            .max()
            .unwrap_or(0)
            .clamp(LEAST_PANEL_PX, MOST_PANEL_PX);
        let columns = ((width - 4 - left + APART_PX) / (least + APART_PX)).max(1);
        Grid {
            columns,
            left,
            panel_px: (width - 4 - left - APART_PX * (columns - 1)) / columns,
            top,
            row_px: letters.line_px + PLANE_PX + 14,
            letters,
        }
    }

    fn height_px(&self, panels: usize) -> i32 {
        let rows = (panels as i32 + self.columns - 1) / self.columns;
        self.top + rows * self.row_px + self.letters.line_px
    }

    /// The plane of a panel, its name above it.
    fn inner(&self, index: usize, is_mirrored: bool) -> Inner {
        let (row, place) = (index as i32 / self.columns, index as i32 % self.columns);
        let column = if is_mirrored {
            self.columns - 1 - place
        } else {
            place
        };
        let left = self.left + column * (self.panel_px + APART_PX);
        let top = self.top + row * self.row_px + self.letters.line_px + 2;
        Inner {
            left,
            top,
            right: left + self.panel_px,
            bottom: top + PLANE_PX,
        }
    }
}

fn draw(
    chart: &SmallMultiples<'_>,
    canvas: &Canvas<'_>,
    grid: &Grid,
    index: usize,
    top: f64,
) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let panel = &chart.panels[index];
    let inner = grid.inner(index, canvas.is_mirrored);
    let steps = panel.values.len().saturating_sub(1).max(1) as f64;
    let plane = Plane::new(inner, 0.0..steps, 0.0..if top > 0.0 { top } else { 1.0 });
    let base = inner.top - letters.below_px - 3;
    let last = letters.fit(panel.last, grid.panel_px / 2);
    let name = letters.fit(
        panel.name,
        grid.panel_px - letters.width(&last) - NAME_GAP_PX,
    );
    let (name_at, value_at) = if canvas.is_mirrored {
        ((inner.right, HPos::Right), (inner.left, HPos::Left))
    } else {
        ((inner.left, HPos::Left), (inner.right, HPos::Right))
    };
    canvas.word(&name, Ink::Name, (name_at.0, base), name_at.1, VPos::Bottom)?;
    canvas.word(
        &last,
        Ink::Value,
        (value_at.0, base),
        value_at.1,
        VPos::Bottom,
    )?;
    let level = |y: i32, ink: Ink| canvas.line(vec![(inner.left, y), (inner.right, y)], ink);
    level(inner.top, Ink::Grid)?;
    level(inner.bottom, Ink::Axis)?;
    if inner.left == grid.left {
        let words = letters.fit(chart.top.1, grid.left - 8);
        let scale = if chart.top.0 > 0.0 { chart.top.0 } else { top };
        let (x, y) = (inner.left - 6, plane.at(0.0, scale).1);
        canvas.word(&words, Ink::Label, (x, y), HPos::Right, VPos::Center)?;
        canvas.word(
            "0",
            Ink::Label,
            (x, inner.bottom),
            HPos::Right,
            VPos::Center,
        )?;
    }
    // The days stand under the lowest panel of a column.
    if index + grid.columns as usize >= chart.panels.len() {
        let room = grid.panel_px / 2 - 4;
        let y = inner.bottom + 5;
        let first = letters.fit(chart.texts.first, room);
        canvas.word(&first, Ink::Label, (inner.left, y), HPos::Left, VPos::Top)?;
        let last = letters.fit(chart.texts.last, room);
        canvas.word(&last, Ink::Label, (inner.right, y), HPos::Right, VPos::Top)?;
    }
    line(canvas, &plane, panel.plan, MOST_POINTS, Ink::TrendPlan)?;
    if let Some(end) = line(canvas, &plane, panel.values, MOST_POINTS, Ink::Trend)? {
        canvas.dot(end, 3, Ink::TrendDot)?;
    }
    Ok(())
}
