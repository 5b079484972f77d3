//! The stage `correct`: how far each device's clock was off, run by run, with the evidence and how sure it is.
//!
//! Clocks come first: an hour-of-night check once flagged 43 interviews, all of one tablet that was twelve hours slow.

use crate::time::EpochMs;
use serde::{Deserialize, Serialize};

/// How sure a clock's offset is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Nothing speaks for or against the clock: it is taken as it stands.
    #[default]
    Unknown,
    /// Something speaks for an offset, but not enough to correct by it: checks that read an hour stay silent.
    Uncertain,
    /// Two signs agree: times are corrected.
    Likely,
    /// Satellite times measured it: times are corrected, if by nothing.
    Measured,
}

/// What is known of the clock by which one visit was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The device's clock less the true time, in milliseconds: positive is fast. What times are corrected by; 0 while the
    /// offset is [`Certainty::Uncertain`].
    pub offset_ms: i64,
    /// How sure that is.
    pub certainty: Certainty,
}

impl Reading {
    /// A time of the device's clock, corrected.
    pub fn corrected(self, at: EpochMs) -> EpochMs {
        EpochMs(at.0.saturating_sub(self.offset_ms))
    }

    /// Whether checks may read an hour of the day, or an order between devices, from corrected times.
    pub fn tells_hours(self) -> bool {
        self.certainty != Certainty::Uncertain
    }
}
