//! Completed households against the plan, day by day.

use crate::ink::Ink;
use crate::svg::{SvgBackend, push_escaped};
use crate::ticks::{count_ticks, day_ticks};
use domain::cube::Progress;
use domain::lang::Lang;
use domain::number::grouped;
use domain::time::SurveyDay;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement};
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoTextStyle, ShapeStyle, TextStyle};
use std::fmt;

/// What to draw. All words are the caller's, in the reader's language; they are escaped.
#[derive(Clone, Copy, Debug)]
pub struct ProgressChart<'a> {
    /// The ids of the title and the description: unique on the page.
    pub ids: ChartIds<'a>,
    /// What the chart is called.
    pub title: &'a str,
    /// What it shows, for those who do not see it: the figures that matter.
    pub description: &'a str,
    /// One point a day, cumulative, in order of day without gaps. May be empty or a single day.
    pub points: &'a [Progress],
    /// The last day that counts. Completes are not drawn beyond it; a plan is.
    pub today: SurveyDay,
    /// The words in the picture.
    pub texts: ChartTexts<'a>,
    /// The language of the words.
    pub lang: Lang,
    /// The shape of the picture.
    pub size: ChartSize,
}

/// Ids of elements within the page.
#[derive(Clone, Copy, Debug)]
pub struct ChartIds<'a> {
    /// Of `<title>`.
    pub title: &'a str,
    /// Of `<desc>`.
    pub description: &'a str,
}

/// Short words in the picture, each best below 12 letters.
#[derive(Clone, Copy, Debug)]
pub struct ChartTexts<'a> {
    /// At the line of completes.
    pub complete: &'a str,
    /// At the line of the plan.
    pub plan: &'a str,
    /// At the line of the last day that counts.
    pub today: &'a str,
    /// Over the numbers: what is counted.
    pub counts: &'a str,
    /// After the days.
    pub days: &'a str,
}

/// Width and height in user units; the picture scales to its place on the page. Out of 280–2,000 by 160–1,200 it is
/// taken to the nearest that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartSize {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Default for ChartSize {
    /// 640 × 300.
    fn default() -> ChartSize {
        ChartSize {
            width: 640,
            height: 300,
        }
    }
}

/// A drawn chart with the figures in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The `<svg>` element, safe to embed in a page.
    pub svg: String,
    /// Every day's figures: the picture as a table. Days after the last that counts have no completes.
    pub table: Vec<Row>,
}

/// A row of the table beside a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day.
    pub day: SurveyDay,
    /// Complete by its end; `None` after the last day that counts.
    pub complete: Option<u64>,
    /// Planned by its end; `None` where there is no plan.
    pub plan: Option<u64>,
}

/// The chart could not be drawn: a fault of this crate, not of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartError(String);

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the progress chart could not be drawn: {}", self.0)
    }
}

impl std::error::Error for ChartError {}

impl<E: std::error::Error + Send + Sync> From<plotters::drawing::DrawingAreaErrorKind<E>>
    for ChartError
{
    fn from(error: plotters::drawing::DrawingAreaErrorKind<E>) -> ChartError {
        ChartError(error.to_string())
    }
}

/// Most points drawn of a line: more would not be seen.
const MOST_POINTS: usize = 120;
/// Letters are this high.
const FONT_PX: u32 = 13;
/// Room at the right for the words at the lines' ends.
const RIGHT_PX: u32 = 84;
/// Room for a digit.
const DIGIT_PX: u32 = 8;
/// Room for a named day.
const DAY_PX: u32 = 110;

/// Draws the chart. Time runs from left to right in every language.
pub fn progress_chart(chart: &ProgressChart<'_>) -> Result<Chart, ChartError> {
    let size = (
        chart.size.width.clamp(280, 2_000),
        chart.size.height.clamp(160, 1_200),
    );
    let table: Vec<Row> = chart
        .points
        .iter()
        .map(|point| Row {
            day: point.day,
            complete: (point.day <= chart.today).then_some(point.complete),
            plan: point.expected,
        })
        .collect();
    let mut svg = opening(chart, size);
    draw(
        chart,
        &table,
        SvgBackend {
            out: &mut svg,
            size,
        },
    )?;
    svg.push_str("</svg>");
    Ok(Chart { svg, table })
}

fn opening(chart: &ProgressChart<'_>, (width, height): (u32, u32)) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" aria-labelledby=\"",
    );
    push_escaped(&mut svg, chart.ids.title);
    svg.push(' ');
    push_escaped(&mut svg, chart.ids.description);
    // The picture runs left to right on a page that does not, or `text-anchor` would turn round and clip the words.
    svg.push_str(&format!(
        "\" lang=\"{}\" direction=\"ltr\" viewBox=\"0 0 {width} {height}\" font-size=\"{FONT_PX}\"><title id=\"",
        chart.lang.code()
    ));
    push_escaped(&mut svg, chart.ids.title);
    svg.push_str("\">");
    push_escaped(&mut svg, chart.title);
    svg.push_str("</title><desc id=\"");
    push_escaped(&mut svg, chart.ids.description);
    svg.push_str("\">");
    push_escaped(&mut svg, chart.description);
    svg.push_str("</desc>");
    svg
}

type Plane = Cartesian2d<RangedCoordf64, RangedCoordf64>;

fn draw(
    chart: &ProgressChart<'_>,
    table: &[Row],
    backend: SvgBackend<'_>,
) -> Result<(), ChartError> {
    let (width, height) = backend.size;
    let most = table
        .iter()
        .flat_map(|row| [row.complete, row.plan])
        .flatten()
        .max()
        .unwrap_or(0);
    let ticks = count_ticks(most);
    let top = ticks.last().copied().unwrap_or(1);
    let left = 14 + DIGIT_PX * grouped(top).len() as u32;
    let area = backend.into_drawing_area();
    let last_day = table.len().saturating_sub(1);
    // A single day stands in the middle.
    let days = if last_day == 0 {
        -1.0..1.0
    } else {
        0.0..last_day as f64
    };
    let (first_x, last_x) = (days.start, days.end);
    let mut plot = ChartBuilder::on(&area)
        .margin_left(left)
        .margin_right(RIGHT_PX)
        .margin_top(36)
        .margin_bottom(28)
        .build_cartesian_2d(days, 0.0..top as f64)?;

    for tick in &ticks {
        let ink = if *tick == 0 { Ink::Axis } else { Ink::Grid };
        let y = *tick as f64;
        plot.draw_series([PathElement::new(
            vec![(first_x, y), (last_x, y)],
            stroke(ink),
        )])?;
        let (x, y) = plot.backend_coord(&(first_x, y));
        word(
            &area,
            &grouped(*tick),
            Ink::Label,
            (x - 8, y),
            HPos::Right,
            VPos::Center,
        )?;
    }
    word(
        &area,
        chart.texts.counts,
        Ink::Label,
        (0, 14),
        HPos::Left,
        VPos::Bottom,
    )?;
    let named = (width.saturating_sub(left + RIGHT_PX) / DAY_PX).clamp(2, 6) as usize;
    for index in day_ticks(table.len(), named) {
        let (x, y) = plot.backend_coord(&(index as f64, 0.0));
        let side = match index {
            0 if last_day > 0 => HPos::Left,
            _ if index == last_day && last_day > 0 => HPos::Right,
            _ => HPos::Center,
        };
        word(
            &area,
            &table[index].day.to_string(),
            Ink::Label,
            (x, y + 8),
            side,
            VPos::Top,
        )?;
    }
    word(
        &area,
        chart.texts.days,
        Ink::Label,
        (width as i32, height as i32 - 20),
        HPos::Right,
        VPos::Top,
    )?;

    let plan = line(&mut plot, table, |row| row.plan, Ink::Plan, Ink::PlanDot)?;
    if let Some(index) = table.iter().position(|row| row.day == chart.today) {
        let x = index as f64;
        plot.draw_series([PathElement::new(
            vec![(x, 0.0), (x, top as f64)],
            stroke(Ink::Today),
        )])?;
        let at = plot.backend_coord(&(x, top as f64));
        let side = if index * 2 > last_day {
            HPos::Right
        } else {
            HPos::Left
        };
        word(
            &area,
            chart.texts.today,
            Ink::TodayLabel,
            (at.0, at.1 - 6),
            side,
            VPos::Bottom,
        )?;
    }
    let complete = line(
        &mut plot,
        table,
        |row| row.complete,
        Ink::Complete,
        Ink::CompleteDot,
    )?;
    name_lines(chart, &area, plan, complete)
}

/// Draws a line over the days on which it has a value, in pieces where it has gaps, and a dot at its end.
/// Answers where the dot is.
fn line<'a, 'b>(
    plot: &mut ChartContext<'a, SvgBackend<'b>, Plane>,
    table: &[Row],
    value: impl Fn(&Row) -> Option<u64>,
    ink: Ink,
    dot: Ink,
) -> Result<Option<(i32, i32)>, ChartError>
where
    'b: 'a,
{
    let step = table.len().div_ceil(MOST_POINTS).max(1);
    let mut end = None;
    let mut start = 0;
    while start < table.len() {
        let length = table[start..]
            .iter()
            .take_while(|row| value(row).is_some())
            .count();
        let piece: Vec<(f64, f64)> = (start..start + length)
            .filter(|index| (index - start) % step == 0 || *index + 1 == start + length)
            .filter_map(|index| Some((index as f64, value(&table[index])? as f64)))
            .collect();
        if piece.len() > 1 {
            plot.draw_series(LineSeries::new(piece.iter().copied(), stroke(ink)))?;
        }
        end = piece.last().copied().or(end);
        start += length + 1;
    }
    let Some(end) = end else { return Ok(None) };
    plot.draw_series([Circle::new(end, 4, stroke(dot))])?;
    Ok(Some(plot.backend_coord(&end)))
}

/// Writes the names at the lines' ends, apart from each other.
fn name_lines(
    chart: &ProgressChart<'_>,
    area: &DrawingArea<SvgBackend<'_>, Shift>,
    plan: Option<(i32, i32)>,
    complete: Option<(i32, i32)>,
) -> Result<(), ChartError> {
    const APART_PX: i32 = 18;
    let (mut plan_y, mut complete_y) = (plan.map_or(0, |at| at.1), complete.map_or(0, |at| at.1));
    if let (Some(plan), Some(complete)) = (plan, complete) {
        let near = (plan.0 - complete.0).abs() < 60 && (plan_y - complete_y).abs() < APART_PX;
        if near {
            let push = APART_PX - (plan_y - complete_y).abs();
            // Whichever is higher goes up.
            let (up, down) = if plan_y <= complete_y {
                (&mut plan_y, &mut complete_y)
            } else {
                (&mut complete_y, &mut plan_y)
            };
            *up -= push / 2;
            *down += push - push / 2;
        }
    }
    if let Some((x, _)) = plan {
        word(
            area,
            chart.texts.plan,
            Ink::PlanLabel,
            (x + 9, plan_y),
            HPos::Left,
            VPos::Center,
        )?;
    }
    if let Some((x, _)) = complete {
        word(
            area,
            chart.texts.complete,
            Ink::CompleteLabel,
            (x + 9, complete_y),
            HPos::Left,
            VPos::Center,
        )?;
    }
    Ok(())
}

fn stroke(ink: Ink) -> ShapeStyle {
    ShapeStyle {
        color: ink.to_rgba(),
        filled: false,
        stroke_width: 1,
    }
}

fn word(
    area: &DrawingArea<SvgBackend<'_>, Shift>,
    text: &str,
    ink: Ink,
    at: (i32, i32),
    h: HPos,
    v: VPos,
) -> Result<(), ChartError> {
    let style: TextStyle<'_> = ("sans-serif", FONT_PX)
        .into_text_style(area)
        .color(&ink)
        .pos(Pos::new(h, v));
    Ok(area.draw_text(text, &style, at)?)
}
