//! The last households of an area take longer: those not at home are called on again, those who declined are talked to.
//!
//! Work is measured in **effort**, the share of the target that the same work would have completed before mop-up began. So a pace measured
//! in the middle is not promised for the end, and one measured at the end is not slowed a second time.

/// Mop-up begins at this share of the target.
const MOP_UP_FROM: f64 = 0.85;

/// Households per day in mop-up, of what they were before. A guess between what an area's worst streets and its best would say; the back-test
/// hardly cares between 0.65 and 0.8.
const MOP_UP_PACE: f64 = 0.8;

/// The share of the target from which an area is reached.
const REACHED: f64 = super::REACHED_PERMILLE as f64 / 1_000.0;

/// The effort behind a share of the target.
pub(super) fn effort(covered: f64) -> f64 {
    if covered <= MOP_UP_FROM {
        covered
    } else {
        MOP_UP_FROM + (covered - MOP_UP_FROM) / MOP_UP_PACE
    }
}

/// The effort from `covered` until the target is reached; 0 beyond.
pub(super) fn effort_left(covered: f64) -> f64 {
    (effort(REACHED) - effort(covered)).max(0.0)
}

/// Effort per share of the target, over the last `recent` of the `covered` share; 1 before mop-up.
pub(super) fn effort_per_share(covered: f64, recent: f64) -> f64 {
    if recent > 0.0 {
        (effort(covered) - effort(covered - recent)) / recent
    } else {
        1.0
    }
}
