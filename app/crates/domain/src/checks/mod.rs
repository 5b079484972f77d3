//! The checks: pure functions from facts to findings. A flag asks for a look; it never convicts.
//!
//! The order of work is that of CHECKS.md: clocks first ([`crate::clock`]), then places, then the enumerator's day in the
//! order of corrected starts, then the enumerator against peers. One file a check; `catalogue` lists them.
//!
//! What the collection system has rejected is judged no more: somebody has looked already. Its clock still counts as
//! evidence for its device's.

mod about;
mod catalogue;
pub mod clock_moved_back;
pub mod clock_offset;
pub mod device_shared;
mod devices;
mod document;
pub mod duplicate_household;
pub mod duration_long;
pub mod enumerator_devices;
mod field;
mod finding;
pub mod fix_time_mismatch;
pub mod future_time;
pub mod gap_short;
#[cfg(test)]
mod golden;
pub mod gps_far_from_listing;
pub mod gps_invalid;
pub mod gps_missing;
pub mod gps_mock;
pub mod gps_outside_area;
pub mod gps_outside_survey;
pub mod gps_poor_accuracy;
pub mod gps_repeated_point;
pub mod gps_rounded;
pub mod gps_two_places;
mod limit_problem;
mod limit_value;
mod limits;
mod limits_book;
#[cfg(test)]
mod limits_tests;
mod measured;
#[cfg(test)]
mod measured_tests;
pub mod not_certified;
pub mod not_on_roster;
pub mod odd_hours;
pub mod outside_deployment;
pub mod outside_wave;
pub mod overlap;
#[cfg(test)]
mod properties;
mod roster;
pub mod spans_days;
pub mod sync_lag;
#[cfg(test)]
mod tests;
pub mod time_order;
pub mod travel_speed;
mod words;

mod among;
pub mod dont_know;
pub mod duration_short;
pub mod form_outdated;
pub mod gps_clustered;
pub mod household_size_low;
pub mod low_variety;
pub mod near_duplicate;
pub mod nonresponse;
#[cfg(test)]
mod peer_tests;
pub mod refusal;
pub mod too_many_a_day;

use crate::peers::{Peers, Tally};

pub use about::{About, Family, Severity, Threshold, Unit};
pub use among::{Among, Compared};
pub use catalogue::{Check, Evidence};
pub use document::document;
pub use field::{AreaFacts, Counted, DeviceUse, Field, Work, in_order_of_work};
pub use finding::{Finding, Says, Subject};
pub use limit_problem::{LONGEST_REASON, LimitProblem, ReasonProblem, allowed, read_reason};
pub use limit_value::{read_value, write_value};
pub use limits::{Limits, WaveLimits};
pub use limits_book::{Extent, LimitsBook, ThresholdId};
pub use measured::Measured;
pub use roster::{Deployment, Roster};

use crate::visit::Timed;

/// Everything that the checks find in one enumerator's work, in the order of the catalogue's groups: visit by visit, then
/// from visit to visit, then day by day, then the whole. The same work in the same field gives the same findings.
pub fn judge(work: &Work<'_>, field: &Field<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for visit in work.judged() {
        judge_place(visit, field, &mut found);
        judge_times(visit, field, &mut found);
        duplicate_household::judge(visit, work, field, &mut found);
    }
    overlap::judge(work, field, &mut found);
    travel_speed::judge(work, field, &mut found);
    gap_short::judge(work, field, &mut found);
    clock_moved_back::judge(work, field, &mut found);
    for (day, visits) in work.days(field) {
        device_shared::judge(day, visits, work, field, &mut found);
        enumerator_devices::judge(day, visits, work, field, &mut found);
        outside_deployment::judge(day, visits, work, field, &mut found);
    }
    gps_repeated_point::judge(work, field, &mut found);
    gps_two_places::judge(work, field, &mut found);
    clock_offset::judge(work, field, &mut found);
    not_on_roster::judge(work, field, &mut found);
    not_certified::judge(work, field, &mut found);
    found
}

/// Everything that the checks against peers find in one enumerator's work in a wave. `tallies` are those of the work
/// ([`tallies_of`](crate::peers::tallies_of)), `peers` the statistics of everybody's with the same thresholds; where they do
/// not know enough, nothing is found.
pub fn judge_among_peers(
    work: &Work<'_>,
    tallies: &[Tally],
    field: &Field<'_>,
    peers: &Peers,
) -> Vec<Finding> {
    let among = Among {
        work,
        peers,
        tallies,
    };
    let mut found = Vec::new();
    gps_missing::judge_wave(&among, field, &mut found);
    gps_clustered::judge(&among, field, &mut found);
    duration_short::judge(&among, field, &mut found);
    too_many_a_day::judge(&among, field, &mut found);
    nonresponse::judge(&among, field, &mut found);
    dont_know::judge(&among, field, &mut found);
    refusal::judge(&among, field, &mut found);
    household_size_low::judge(&among, field, &mut found);
    near_duplicate::judge(&among, field, &mut found);
    low_variety::judge(&among, field, &mut found);
    form_outdated::judge(&among, field, &mut found);
    found
}

fn judge_place(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    gps_missing::judge(visit, field, found);
    gps_invalid::judge(visit, field, found);
    gps_poor_accuracy::judge(visit, field, found);
    gps_mock::judge(visit, field, found);
    gps_rounded::judge(visit, field, found);
    gps_outside_area::judge(visit, field, found);
    gps_outside_survey::judge(visit, field, found);
    gps_far_from_listing::judge(visit, field, found);
}

fn judge_times(visit: &Timed, field: &Field<'_>, found: &mut Vec<Finding>) {
    fix_time_mismatch::judge(visit, field, found);
    time_order::judge(visit, field, found);
    duration_long::judge(visit, field, found);
    odd_hours::judge(visit, field, found);
    future_time::judge(visit, field, found);
    outside_wave::judge(visit, field, found);
    sync_lag::judge(visit, field, found);
    spans_days::judge(visit, field, found);
}
