//! Coordination: the stages of districts, and cases with their history. Both are append-only underneath: nothing is changed
//! without a row that says who did it and when.

mod case_steps;
mod cases;
mod import;
mod now;
mod stages;

pub use case_steps::{CaseStepRow, NewCase, NewCaseStep};
pub use cases::{CaseFilter, CaseRow, CaseSum};
pub use import::LineOutcome;
pub use now::CoordinationNow;
pub use stages::{NewStageDates, StageChange};
