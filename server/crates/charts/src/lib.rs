//! Charts as SVG for pages that have themes, two scripts and small screens.
//!
//! plotters lays out and maps; the elements carry CSS classes instead of colours (docs/decisions/0041). The words come from
//! the caller, in the reader's language. Time runs from left to right in Urdu too, as in print there.
//!
//! | class | what |
//! |---|---|
//! | `chart` | the `<svg>` |
//! | `chart-grid` | horizontal lines at round numbers |
//! | `chart-axis` | the line of days, at 0 |
//! | `chart-today` | the upright line at the last day that counts |
//! | `chart-plan` | the line of the plan, dashed (also without a style sheet) |
//! | `chart-complete` | the line of what is complete |
//! | `chart-plan-dot`, `chart-complete-dot` | where a line ends |
//! | `chart-plan-label`, `chart-complete-label`, `chart-today-label` | the words at the lines |
//! | `chart-label` | numbers, days and the names of the axes |

mod ink;
mod progress;
mod svg;
mod ticks;

pub use progress::{
    Chart, ChartError, ChartIds, ChartSize, ChartTexts, ProgressChart, Row, progress_chart,
};
