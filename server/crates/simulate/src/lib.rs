//! The field simulator: Punjab as bundled facts, and a survey of it that never was.
//!
//! [`bundle`] holds the schematic boundaries and the lists of areas that the product may ship. [`Survey`] invents, from a
//! seed, everything a collection system would export: targets, a roster and submissions in the canonical formats, with
//! honest noise and planted behaviour, honest and dishonest, whose truth is written beside them (see [`Behaviour`] for the
//! kinds, [`Mix`] for how many of each). The same scenario gives the same bytes on
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
//!
//! What checks are measured on has its own mix, and answers to compare:
//!
//! ```
//! # use domain::time::SurveyDay;
//! # use jiff::tz::offset;
//! use simulate::{Answers, Mix, Scenario, Survey};
//!
//! # let (day, zone) = (SurveyDay::parse("2026-11-20").unwrap(), offset(5).to_time_zone());
//! let mut scenario = Scenario::new(7, 5_000, day, zone);
//! scenario.mix = Mix::evaluation();
//! scenario.answers = Answers::Full;
//! for truth in Survey::new(&scenario).truth().filter(|truth| truth.behaviour.is_dishonest()) {
//!     assert!(!truth.submission_ids.is_empty(), "{} has done nothing", truth.enumerator_code);
//! }
//! ```

mod acts;
mod answers;
mod behaviour;
pub mod bundle;
mod calendar;
pub mod course;
mod draw;
mod enumerator;
mod gazetteer;
mod interview;
mod listing;
mod mix;
mod names;
mod places;
mod plane;
mod plant;
mod route;
mod row;
mod scenario;
mod sending;
mod stages;
mod submissions;
mod survey;
mod visits;
mod workday;
mod write;

pub use behaviour::{Behaviour, TRUTH_COLUMNS, Truth};
pub use mix::Mix;
pub use row::CanonicalRow;
pub use scenario::{Answers, Scenario};
pub use stages::{Stage, Wave};
pub use submissions::Submissions;
pub use survey::Survey;
