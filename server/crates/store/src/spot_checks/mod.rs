//! Spot checks: what was drawn, and what came of it.
//!
//! A draw and its reserve are never changed. Where a check stands follows from its steps (`spot_step`), which are taken by the domain's table
//! alone ([`domain::spot_check::take`]) inside the write transaction; the row of `spot_check` is what follows, kept for lists.

mod draws;
mod fired;
mod frame;
mod lists;
mod replacing;
mod results;
mod rows;
mod steps;
mod visits;

pub use draws::SpotDrawRow;
pub use frame::{SpotFrame, SpotWave};
pub use lists::{SpotFilter, SpotStanding};
pub use results::{SpotCompleted, SpotResultsOf, SpotWaveDrawn};
pub use rows::{SpotCheckRow, SpotStepRow, SpotVisitRow};
pub use steps::{NewSpotStep, SpotRefusal};
pub use visits::{NewSpotVisit, SpotVisited};
