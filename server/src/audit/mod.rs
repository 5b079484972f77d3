//! The audit trail at work: what is seen is noted before it is shown, and the trail has a page.

pub mod noting;
pub mod page;
