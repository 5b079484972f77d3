//! What FieldWatch knows about a survey: its nouns, its rules and its sums.
//!
//! Pure: nothing here reads a clock, a file, the environment or a random number, and nothing is async.
//! Everything is a function of its arguments, so that re-running gives the same bytes.

pub mod account;
pub mod answers;
pub mod area;
pub mod audit;
pub mod checks;
pub mod clock;
pub mod coordination;
pub mod coverage;
pub mod cube;
pub mod disclosure;
pub mod evaluate;
pub mod flag;
pub mod forecast;
pub mod geo;
pub mod grid;
pub mod hex;
pub mod intake;
pub mod interval;
pub mod lang;
pub mod listing;
pub mod measures;
pub mod mix;
pub mod number;
pub mod outcome;
pub mod parse;
pub mod peers;
pub mod people;
pub mod permission;
pub mod place;
pub mod problem;
pub mod reason;
pub mod retention;
pub mod risk;
pub mod roster;
pub mod setting;
pub mod spot_check;
pub mod standing;
pub mod submission;
pub mod target;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;
pub mod trail;
pub mod visit;
