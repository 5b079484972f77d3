//! The checks: pure functions from facts to findings. A flag asks for a look; it never convicts.
//!
//! The order of work is that of CHECKS.md: clocks first ([`crate::clock`]), then places, then the enumerator's day in the
//! order of corrected starts, then the enumerator against peers. One file a check; [`catalogue`] lists them.

mod about;
mod catalogue;
mod field;
mod finding;
pub mod gps_missing;
mod limits;
#[cfg(test)]
mod tests;
pub mod travel_speed;

mod among;
pub mod dont_know;
pub mod duration_short;
pub mod gps_clustered;
pub mod household_size_low;
pub mod nonresponse;
#[cfg(test)]
mod peer_tests;
pub mod refusal;
pub mod too_many_a_day;

use crate::peers::Peers;

pub use about::{About, Family, Severity, Threshold, Unit};
pub use among::{Among, Compared};
pub use catalogue::{Check, Evidence};
pub use field::{AreaFacts, Field, Work, in_order_of_work};
pub use finding::{Finding, Says, Subject};
pub use limits::{LimitProblem, Limits};

/// Everything that the checks find in one enumerator's work, in the order of the catalogue's groups: visit by visit, then
/// from visit to visit, then day by day. The same work in the same field gives the same findings.
pub fn judge(work: &Work<'_>, field: &Field<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for visit in work.visits {
        gps_missing::judge(visit, field, &mut found);
    }
    travel_speed::judge(work, field, &mut found);
    found
}

/// Everything that the checks against peers find in one enumerator's work in a wave. `peers` are the statistics of everybody's
/// work with the same thresholds; where they do not know enough, nothing is found.
pub fn judge_among_peers(work: &Work<'_>, field: &Field<'_>, peers: &Peers) -> Vec<Finding> {
    let among = Among::new(work, field, peers);
    let mut found = Vec::new();
    gps_missing::judge_wave(&among, field, &mut found);
    gps_clustered::judge(&among, field, &mut found);
    duration_short::judge(&among, field, &mut found);
    too_many_a_day::judge(&among, field, &mut found);
    nonresponse::judge(&among, field, &mut found);
    dont_know::judge(&among, field, &mut found);
    refusal::judge(&among, field, &mut found);
    household_size_low::judge(&among, field, &mut found);
    found
}
