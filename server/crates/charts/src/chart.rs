//! What every kind of chart has: ids, a size, a picture with the same figures as a table, and the reasons for there being none.

use std::fmt;

/// Ids of elements within the page.
#[derive(Clone, Copy, Debug)]
pub struct ChartIds<'a> {
    /// Of `<title>`. Ids of patterns begin with it.
    pub title: &'a str,
    /// Of `<desc>`.
    pub description: &'a str,
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

impl ChartSize {
    pub(crate) fn clamped(self) -> (u32, u32) {
        (clamped_width(self.width), self.height.clamp(160, 1_200))
    }
}

pub(crate) fn clamped_width(width: u32) -> u32 {
    width.clamp(280, 2_000)
}

/// A drawn chart with the figures in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The `<svg>` element, safe to embed in a page.
    pub svg: String,
    /// The picture as a table, with every figure and every name whole.
    pub table: ChartTable,
}

/// The table under a chart. The first cell of a row names it. The texts are not escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// The columns' names.
    pub columns: Vec<String>,
    /// As many cells a row as there are columns; `None` where there is no figure, which is not 0.
    pub rows: Vec<Vec<Option<String>>>,
}

impl ChartTable {
    pub(crate) fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> ChartTable {
        ChartTable {
            columns: columns.into_iter().map(str::to_owned).collect(),
            rows: Vec::new(),
        }
    }
}

/// Why there is no chart. The page says it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartError {
    /// There is nothing to draw.
    Empty,
    /// The figure of this item (counted from 0) is infinite, not a number, or below 0.
    NotAFigure {
        /// Its position.
        item: usize,
    },
    /// The data do not fit each other: a fault of the caller.
    Misfit(&'static str),
    /// More than can be read in one picture.
    TooMany {
        /// What was given.
        items: usize,
        /// What can be drawn.
        most: usize,
    },
    /// A fault of this crate, not of the data.
    NotDrawn(String),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChartError::Empty => f.write_str("the chart has nothing to show"),
            ChartError::NotAFigure { item } => {
                write!(f, "item {item} of the chart has no figure from 0 upwards")
            }
            ChartError::Misfit(what) => {
                write!(f, "the chart's data do not fit each other: {what}")
            }
            ChartError::TooMany { items, most } => {
                write!(
                    f,
                    "the chart has {items} items where {most} can be read at most"
                )
            }
            ChartError::NotDrawn(why) => write!(f, "the chart could not be drawn: {why}"),
        }
    }
}

impl std::error::Error for ChartError {}

impl<E: std::error::Error + Send + Sync> From<plotters::drawing::DrawingAreaErrorKind<E>>
    for ChartError
{
    fn from(error: plotters::drawing::DrawingAreaErrorKind<E>) -> ChartError {
        ChartError::NotDrawn(error.to_string())
    }
}

/// Refuses what is no figure from 0 upwards.
pub(crate) fn figures(values: impl IntoIterator<Item = f64>) -> Result<(), ChartError> {
    match values
        .into_iter()
        .position(|value| !value.is_finite() || value < 0.0)
    {
        Some(item) => Err(ChartError::NotAFigure { item }),
        None => Ok(()),
    }
}

/// Refuses nothing at all and more than `most`.
pub(crate) fn counted(items: usize, most: usize) -> Result<(), ChartError> {
    match items {
        0 => Err(ChartError::Empty),
        items if items > most => Err(ChartError::TooMany { items, most }),
        _ => Ok(()),
    }
}
