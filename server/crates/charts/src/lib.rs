//! Charts as SVG for pages that have themes, two scripts and small screens.
//!
//! plotters maps and draws; the elements carry CSS classes instead of colours (docs/decisions/0041). The words come from
//! the caller, in the reader's language. Time runs from left to right in Urdu too, as in print there; ranks and keys begin on
//! the right. Every chart comes with its figures as a table, in which names that the picture shortens are whole.
//!
//! | chart | what for |
//! |---|---|
//! | [`progress_chart`] | complete against plan by day, with what is likely from today on |
//! | [`bar_chart`] | ranks, in the classes of coverage or plain, with where each should be |
//! | [`funnel_chart`] | shares of enumerators or areas within and beyond the limits of chance |
//! | [`histogram`] | how often what occurs, with median, 90th percentile and threshold |
//! | [`heat_map`] | counts by row and column, such as hour of day by weekday |
//! | [`small_multiples`] | one small line an area, on one scale |
//!
//! # Classes
//!
//! The `<svg>` is `chart`, and `chart-narrow` too where it is drawn 420 units wide or less; a page may put a narrow and then a
//! wide one, with ids of their own, into one `chart-svg`, and the screen's width chooses. Patterns of coverage are `p` and
//! `p-…` as on the map. Everything else is one of [`classes`]; `style/charts.css` says how each looks, and
//! `tests/palette.rs` that it can be seen.

mod axis;
mod bars;
mod chart;
#[cfg(test)]
mod expectations;
mod frame;
mod funnel;
mod heat;
mod histogram;
mod ink;
mod legend;
mod lines;
mod multiples;
mod progress;
mod svg;
mod ticks;
mod words;

pub use bars::{Bar, BarChart, BarTexts, bar_chart};
pub use chart::{Chart, ChartError, ChartIds, ChartSize, ChartTable};
pub use funnel::{FunnelChart, FunnelLimit, FunnelPoint, FunnelTexts, funnel_chart};
pub use heat::{HeatMap, HeatRow, HeatTexts, heat_map};
pub use histogram::{Bin, Histogram, HistogramMark, HistogramTexts, histogram};
pub use multiples::{MultiplesTexts, Panel, SmallMultiples, small_multiples};
pub use progress::{ChartTexts, Finish, Forecast, ForecastDay, ProgressChart, progress_chart};

/// Every class that an element within a chart may have.
pub fn classes() -> impl Iterator<Item = &'static str> {
    ink::Ink::ALL.iter().map(|ink| ink.class())
}
