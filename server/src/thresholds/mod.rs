//! Thresholds that people set: as a file, on the page of a check, with a preview.

pub mod decide;
pub mod draft;
pub mod file;
mod holding;
pub mod page;

pub use holding::Holding;

use api::Session;
use api::thresholds::Place;
use domain::checks::Extent;
use domain::permission::Permission;
use std::collections::HashMap;

/// Whether somebody may change thresholds: they hold for the whole survey, so only who sees all of it.
pub fn may_change(session: &Session) -> bool {
    session.may(Permission::ChangeThresholds)
}

/// Where a value is set, in words of the survey: `codes` are the waves' codes by key.
fn place_of(extent: Extent, codes: &HashMap<i32, String>) -> Place {
    Place {
        wave: extent
            .wave
            .map(|wave| codes.get(&wave).cloned().unwrap_or_default()),
        setting: extent.setting,
    }
}
