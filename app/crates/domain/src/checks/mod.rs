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

pub use about::{About, Family, Severity, Threshold, Unit};
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
