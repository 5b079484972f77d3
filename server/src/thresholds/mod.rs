//! Thresholds that people set: as a file, on the page of a check, with a preview.

pub mod decide;
pub mod draft;
pub mod file;
mod holding;
pub mod page;

pub use holding::Holding;

use crate::site::Site;
use api::Session;
use api::thresholds::Place;
use domain::checks::Extent;
use domain::flag::may_set_thresholds;
use std::collections::HashMap;

/// Whether somebody may change thresholds: they hold for the whole survey, so only who sees all of it.
pub fn may_change(site: &Site, session: &Session) -> bool {
    let survey = site.survey();
    let scope = survey.cube.by_id(session.caller.scope);
    may_set_thresholds(session.caller.role) && scope.is_some_and(|area| area.parent.is_none())
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
