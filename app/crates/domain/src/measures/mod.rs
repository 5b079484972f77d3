//! The measures: one catalogue, and what they are worked out from.
//!
//! Judging counts every enumerator's days in slots ([`day_cells`]); slots add over days, areas and people ([`Quality`]); a measure is a
//! function of such sums and of coverage ([`Figures::value`]). So a measure of a province is that of its parts by construction.

mod about;
mod catalogue;
mod day;
mod document;
mod figures;
mod quality;
mod quantile;
mod slot;
mod sums;
mod value;

pub use about::{About, Adds, Reader, Unit};
pub use catalogue::{Measure, Worse};
pub use day::{DayCell, day_cells, read_cells, write_cells};
pub use document::document;
pub use figures::{Figures, amount};
pub use quality::{AreaDay, FlagCell, Quality, QualityRows};
pub use quantile::{Quantile, quantile};
pub use slot::{Binned, Count, SLOTS, flag_slot};
pub use sums::{Packed, Sums};
pub use value::Value;

/// Of what is counted, and how: another number has everybody's work counted anew.
pub const VERSION: i64 = 2;

#[cfg(test)]
mod tests;
