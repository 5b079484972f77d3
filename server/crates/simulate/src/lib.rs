//! The field simulator: Punjab as bundled facts, and a survey of it that never was.
//!
//! [`bundle`] holds the schematic boundaries and the lists of areas that the product may ship. [`Survey`] invents, from a
//! seed, everything a collection system would export: targets, a roster and submissions in the canonical formats, with
//! honest noise and a few planted faults whose truth is written beside them. The same scenario gives the same bytes on
//! every machine: no clock, no global randomness, and no function whose last digit differs between systems.
//!
//! ```
//! use domain::time::SurveyDay;
//! use jiff::tz::offset;
//! use simulate::{Scenario, Survey};
//!
//! let scenario = Scenario::new(7, 500, SurveyDay::parse("2026-11-20").unwrap(), offset(5).to_time_zone());
//! let survey = Survey::new(&scenario);
//! assert_eq!(survey.submissions().count(), 500);
//! ```

pub mod bundle;
mod calendar;
mod draw;
mod enumerator;
mod faults;
mod gazetteer;
mod names;
mod places;
mod plane;
mod route;
mod row;
mod scenario;
mod stages;
mod submissions;
mod survey;
mod visits;
mod workday;
mod write;

pub use faults::{Fault, TRUTH_COLUMNS, Truth};
pub use row::CanonicalRow;
pub use scenario::{Answers, Scenario};
pub use stages::{Stage, Wave};
pub use submissions::Submissions;
pub use survey::Survey;
