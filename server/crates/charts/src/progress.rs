//! Completed households against the plan, day by day, and where they are likely to go.

use crate::axis::{self, Inner, Plane, level_lines, spread};
use crate::chart::{Chart, ChartError, ChartIds, ChartSize, ChartTable};
use crate::frame::{At, Canvas, Frame};
use crate::ink::Ink;
use crate::legend::{Legend, Sign, bracket};
use crate::lines::line;
use crate::ticks::{day_ticks, labelled_counts};
use domain::cube::Progress;
use domain::lang::Lang;
use domain::number::grouped;
use domain::time::SurveyDay;
use plotters::style::text_anchor::{HPos, VPos};

/// What to draw. All words are the caller's, in the reader's language; they are escaped.
#[derive(Clone, Copy, Debug)]
pub struct ProgressChart<'a> {
    /// The ids of the title and the description: unique on the page.
    pub ids: ChartIds<'a>,
    /// What the chart is called.
    pub title: &'a str,
    /// What it shows, for those who do not see it: the figures that matter, with the forecast's where there is one.
    pub description: &'a str,
    /// One point a day, cumulative, in order of day without gaps. May be empty or a single day.
    pub points: &'a [Progress],
    /// The last day that counts. Completes are not drawn beyond it; a plan is.
    pub today: SurveyDay,
    /// Where it is likely to go from there.
    pub forecast: Option<Forecast<'a>>,
    /// The words in the picture.
    pub texts: ChartTexts<'a>,
    /// The language of the words.
    pub lang: Lang,
    /// The shape of the picture.
    pub size: ChartSize,
}

/// Short words in the picture, each best below 12 letters, and in the table.
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
    /// Under the days.
    pub days: &'a str,
}

/// A band of what is likely, from the last day that counts onwards.
#[derive(Clone, Copy, Debug)]
pub struct Forecast<'a> {
    /// One a day in order of day; may leave days out, and is drawn straight over them.
    pub days: &'a [ForecastDay],
    /// When the target is likely to be reached.
    pub finish: Option<Finish<'a>>,
    /// At the likely line.
    pub likely: &'a str,
    /// The table's column of the lower edge.
    pub low: &'a str,
    /// The table's column of the upper edge.
    pub high: &'a str,
}

/// What is likely to be complete by the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastDay {
    /// The day.
    pub day: SurveyDay,
    /// The lower edge of the band.
    pub low: u64,
    /// The likeliest.
    pub likely: u64,
    /// The upper edge of the band.
    pub high: u64,
}

/// The interval in which the target is likely to be reached.
#[derive(Clone, Copy, Debug)]
pub struct Finish<'a> {
    /// Households to complete.
    pub target: u64,
    /// Its first day.
    pub earliest: SurveyDay,
    /// Its last day; `None` where it cannot be said, and the interval goes on to the picture's edge.
    pub latest: Option<SurveyDay>,
    /// The interval in words, such as "finish 2 to 19 August".
    pub words: &'a str,
}

/// A day's figures.
#[derive(Clone, Copy, Debug)]
struct Row {
    day: SurveyDay,
    complete: Option<u64>,
    plan: Option<u64>,
    forecast: Option<ForecastDay>,
}

/// Most points drawn of a line: more would not be seen.
const MOST_POINTS: usize = 120;
/// Most days: more than any survey has.
const MOST_DAYS: usize = 4_000;
/// Room for a named day.
const DAY_PX: i32 = 110;
/// Words at the end of a line, to the right of its dot.
const BESIDE_PX: i32 = 9;
/// Lines that end so near to each other end together.
const TOGETHER_PX: i32 = 60;

/// Draws the chart. Time runs from left to right in every language. Without any day it is an empty plane.
pub fn progress_chart(chart: &ProgressChart<'_>) -> Result<Chart, ChartError> {
    let rows = rows(chart)?;
    let frame = Frame {
        ids: chart.ids,
        title: chart.title,
        description: chart.description,
        lang: chart.lang,
        size: chart.size.clamped(),
        patterns: Vec::new(),
    };
    Ok(Chart {
        svg: frame.draw(|canvas| draw(chart, &rows, canvas, frame.size.1 as i32))?,
        table: table(chart, &rows),
    })
}

/// Every day from the first to the last that anything is said of.
fn rows(chart: &ProgressChart<'_>) -> Result<Vec<Row>, ChartError> {
    let forecast = chart.forecast.map_or(&[][..], |forecast| forecast.days);
    let misfit = |day: &ForecastDay| day.low > day.likely || day.likely > day.high;
    if forecast.iter().any(misfit) {
        return Err(ChartError::Misfit(
            "a forecast's edges lie on the wrong sides of its likeliest",
        ));
    }
    let finish = chart.forecast.and_then(|forecast| forecast.finish);
    let finish_days = finish
        .into_iter()
        .flat_map(|finish| [Some(finish.earliest), finish.latest]);
    let days = chart.points.iter().map(|point| point.day);
    let days = days.chain(forecast.iter().map(|day| day.day));
    let days: Vec<i64> = days
        .chain(finish_days.flatten())
        .map(|day| i64::from(day.0))
        .collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
        return Ok(Vec::new());
    };
    let count = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
    if count > MOST_DAYS {
        return Err(ChartError::TooMany {
            items: count,
            most: MOST_DAYS,
        });
    }
    let mut rows: Vec<Row> = (*first..=*last)
        .filter_map(|day| i32::try_from(day).ok())
        .map(|day| Row {
            day: SurveyDay(day),
            complete: None,
            plan: None,
            forecast: None,
        })
        .collect();
    let place = |day: SurveyDay| (i64::from(day.0) - first) as usize;
    for point in chart.points {
        let row = &mut rows[place(point.day)];
        row.complete = (point.day <= chart.today).then_some(point.complete);
        row.plan = point.expected;
    }
    for day in forecast {
        rows[place(day.day)].forecast = Some(*day);
    }
    Ok(rows)
}

fn table(chart: &ProgressChart<'_>, rows: &[Row]) -> ChartTable {
    let texts = chart.texts;
    let mut table = ChartTable::new([texts.days, texts.complete, texts.plan]);
    if let Some(forecast) = chart.forecast {
        for column in [forecast.low, forecast.likely, forecast.high] {
            table.columns.push(column.to_owned());
        }
    }
    for row in rows {
        let mut figures = vec![row.complete, row.plan];
        if chart.forecast.is_some() {
            let day = row.forecast;
            figures.extend([
                day.map(|day| day.low),
                day.map(|day| day.likely),
                day.map(|day| day.high),
            ]);
        }
        let figures = figures.into_iter().map(|figure| figure.map(grouped));
        table.rows.push(
            [Some(row.day.to_string())]
                .into_iter()
                .chain(figures)
                .collect(),
        );
    }
    table
}

fn draw(
    chart: &ProgressChart<'_>,
    rows: &[Row],
    canvas: &Canvas<'_>,
    height: i32,
) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let finish = chart.forecast.and_then(|forecast| forecast.finish);
    let most = rows
        .iter()
        .flat_map(|row| [row.complete, row.plan, row.forecast.map(|day| day.high)])
        .chain([finish.map(|finish| finish.target)])
        .flatten()
        .max();
    let ticks = labelled_counts(most.unwrap_or(0));
    let top = ticks.last().map_or(1.0, |tick| tick.value);
    let last_day = rows.len().saturating_sub(1);
    // A single day stands in the middle.
    let days = if last_day == 0 {
        -1.0..1.0
    } else {
        0.0..last_day as f64
    };
    let key = finish.map(|finish| (Sign::Bracket(Ink::Finish), finish.words));
    let legend = Legend::new(letters, canvas.width, key.as_slice());
    legend.draw(canvas, 0)?;
    let inner = Inner {
        left: axis::room_px(letters, &ticks),
        // The line of today has its word over the plane, under the axis's name.
        top: legend.height_px(letters) + axis::head_px(letters) + letters.line_px,
        right: canvas.width - beside_px(chart, canvas),
        bottom: height - axis::foot_px(letters),
    };
    let plane = Plane::new(inner, days, 0.0..top);
    level_lines(canvas, &plane, &ticks)?;
    let over = Inner {
        top: inner.top - letters.line_px,
        ..inner
    };
    axis::names(canvas, over, chart.texts.counts, chart.texts.days)?;
    let named = ((inner.right - inner.left) / DAY_PX).clamp(2, 6) as usize;
    let labels: Vec<(i32, String)> = day_ticks(rows.len(), named)
        .into_iter()
        .map(|index| (plane.at(index as f64, 0.0).0, rows[index].day.to_string()))
        .collect();
    axis::labels_below(canvas, inner, &labels)?;

    let today = rows.iter().position(|row| row.day == chart.today);
    let likely = band(canvas, &plane, rows, today)?;
    let planned = rows.iter().map(|row| row.plan);
    let plan = dotted_line(canvas, &plane, planned, Ink::Plan, Ink::PlanDot)?;
    if let Some(index) = today {
        let (x, _) = plane.at(index as f64, 0.0);
        canvas.line(vec![(x, inner.bottom), (x, inner.top)], Ink::Today)?;
        let side = if index * 2 > last_day {
            HPos::Right
        } else {
            HPos::Left
        };
        let at = (x, inner.top - letters.below_px - 2);
        canvas.word(
            &letters.fit(chart.texts.today, (inner.right - inner.left) / 2),
            Ink::TodayLabel,
            at,
            side,
            VPos::Bottom,
        )?;
    }
    if let Some(finish) = finish {
        let place = |day: SurveyDay| rows.iter().position(|row| row.day == day);
        let from = place(finish.earliest).unwrap_or(0);
        let to = finish.latest.and_then(place).unwrap_or(last_day);
        let (right, _) = plane.at(to as f64, 0.0);
        let left = plane.at(from as f64, finish.target as f64);
        let way = bracket(left, right, finish.latest.is_some());
        canvas.line(way, Ink::Finish)?;
    }
    let done = rows.iter().map(|row| row.complete);
    let complete = dotted_line(canvas, &plane, done, Ink::Complete, Ink::CompleteDot)?;
    name_lines(chart, canvas, inner, [plan, complete, likely])
}

/// The room at the right for the words at the lines' ends.
fn beside_px(chart: &ProgressChart<'_>, canvas: &Canvas<'_>) -> i32 {
    let texts = [
        chart.texts.complete,
        chart.texts.plan,
        chart.forecast.map_or("", |forecast| forecast.likely),
    ];
    let widest = texts
        .map(|text| canvas.letters.width(text))
        .into_iter()
        .max();
    // A day's label stands with its middle under the plane's edge.
    (widest.unwrap_or(0) + BESIDE_PX + 2).clamp(72, canvas.width * 3 / 10)
}

/// Draws the band and the likely line, from what is complete today if that is known. Answers where the line ends.
fn band(
    canvas: &Canvas<'_>,
    plane: &Plane,
    rows: &[Row],
    today: Option<usize>,
) -> Result<Option<At>, ChartError> {
    let start = today.and_then(|index| Some((index, rows[index].complete?)));
    let mut days: Vec<(usize, [u64; 3])> = start
        .map(|(index, complete)| (index, [complete; 3]))
        .into_iter()
        .collect();
    let first = start.map_or(0, |(index, _)| index + 1);
    let known: Vec<(usize, ForecastDay)> = rows
        .iter()
        .enumerate()
        .skip(first)
        .filter_map(|(index, row)| Some((index, row.forecast?)))
        .collect();
    if known.is_empty() {
        return Ok(None);
    }
    let step = known.len().div_ceil(MOST_POINTS).max(1);
    let last = known.len() - 1;
    days.extend(
        known
            .iter()
            .enumerate()
            .filter(|(n, _)| n % step == 0 || *n == last)
            .map(|(_, (index, day))| (*index, [day.low, day.likely, day.high])),
    );
    let along = |edge: usize| -> Vec<At> {
        days.iter()
            .map(|(index, edges)| plane.at(*index as f64, edges[edge] as f64))
            .collect()
    };
    let mut outline = along(2);
    outline.extend(along(0).into_iter().rev());
    canvas.shape(outline, Ink::Band)?;
    let likely = along(1);
    let end = likely.last().copied();
    canvas.line(likely, Ink::Likely)?;
    if let Some(end) = end {
        canvas.dot(end, 4, Ink::LikelyDot)?;
    }
    Ok(end)
}

/// Draws a line over the days on which it has a value, and a dot at its end. Answers where the dot is.
fn dotted_line(
    canvas: &Canvas<'_>,
    plane: &Plane,
    values: impl Iterator<Item = Option<u64>>,
    ink: Ink,
    dot: Ink,
) -> Result<Option<At>, ChartError> {
    let values: Vec<Option<f64>> = values
        .map(|value| value.map(|value| value as f64))
        .collect();
    let end = line(canvas, plane, &values, MOST_POINTS, ink)?;
    if let Some(end) = end {
        canvas.dot(end, 4, dot)?;
    }
    Ok(end)
}

/// Writes the names at the lines' ends, apart from each other.
fn name_lines(
    chart: &ProgressChart<'_>,
    canvas: &Canvas<'_>,
    inner: Inner,
    [plan, complete, likely]: [Option<At>; 3],
) -> Result<(), ChartError> {
    let letters = canvas.letters;
    let beside = |at: At| canvas.width - at.0 - BESIDE_PX - 1;
    let write = |text: &str, ink: Ink, at: At| {
        canvas.word(
            &letters.fit(text, beside(at)),
            ink,
            (at.0 + BESIDE_PX, at.1),
            HPos::Left,
            VPos::Center,
        )
    };
    let mut at_edge: Vec<(At, &str, Ink)> = [
        (plan, chart.texts.plan, Ink::PlanLabel),
        (
            likely,
            chart.forecast.map_or("", |forecast| forecast.likely),
            Ink::LikelyLabel,
        ),
    ]
    .into_iter()
    .filter_map(|(at, text, ink)| Some((at?, text, ink)))
    .collect();
    if let Some(at) = complete {
        let (text, ink) = (chart.texts.complete, Ink::CompleteLabel);
        let goes_on = at_edge
            .iter()
            .any(|(other, _, _)| other.0 > at.0 + TOGETHER_PX);
        if !goes_on {
            at_edge.push((at, text, ink));
        } else if at.1 + letters.line_px < inner.bottom {
            // Lines go on from here upwards: below it is free.
            write(text, ink, (at.0, at.1 + letters.line_px * 3 / 4))?;
        } else {
            let base = at.1 - letters.below_px - 8;
            let words = letters.fit(text, at.0 - inner.left);
            canvas.word(&words, ink, (at.0, base), HPos::Right, VPos::Bottom)?;
        }
    }
    // Lines that end together have their names beside the plane, apart from each other. Others keep theirs.
    let (together, alone): (Vec<_>, Vec<_>) = at_edge
        .into_iter()
        .partition(|(at, _, _)| at.0 + TOGETHER_PX > inner.right);
    for (at, text, ink) in alone {
        write(text, ink, at)?;
    }
    let wanted: Vec<i32> = together.iter().map(|(at, _, _)| at.1).collect();
    let ys = spread(&wanted, letters.line_px, inner.bottom);
    for ((_, text, ink), y) in together.iter().zip(ys) {
        write(text, *ink, (inner.right, y))?;
    }
    Ok(())
}
