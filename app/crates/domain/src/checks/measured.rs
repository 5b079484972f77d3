//! The figure that a check compared, and the limit that held: what an export says of every finding alike.

use super::about::Unit;
use super::catalogue::Check;
use super::limits::Limits;

/// A figure beside the limit that it passed. Most checks find what is above the limit; those of too little find what is below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The figure.
    pub value: f64,
    /// What both are measured in.
    pub unit: Unit,
    /// The limit that held.
    pub threshold: f64,
}

impl Measured {
    /// A figure in the unit of one of the check's thresholds, given by its place in the check's file, beside that threshold.
    pub(super) fn by(limits: &Limits, check: Check, index: usize, value: f64) -> Measured {
        Measured {
            value,
            unit: check.about().thresholds[index].unit,
            threshold: limits.get(check, index),
        }
    }

    /// A length of time in milliseconds, in the unit of a threshold of seconds, minutes or hours, beside that threshold.
    pub(super) fn lasting(limits: &Limits, check: Check, index: usize, ms: i64) -> Measured {
        let measured = Measured::by(limits, check, index, ms as f64);
        let unit_ms = match measured.unit {
            Unit::Seconds => 1_000.0,
            Unit::Minutes => 60_000.0,
            Unit::Hours => 3_600_000.0,
            _ => 1.0,
        };
        Measured {
            value: measured.value / unit_ms,
            ..measured
        }
    }

    /// How far a mean lies below the usual one, in per cent of it, and how far the limit does; `None` where nothing is usual.
    pub(super) fn below(usual: f64, mean: f64, limit: f64) -> Option<Measured> {
        let below_pct = |mean: f64| (1.0 - mean / usual) * 100.0;
        (usual > 0.0).then(|| Measured {
            value: below_pct(mean),
            unit: Unit::Percent,
            threshold: below_pct(limit),
        })
    }

    /// Whether the figure is above the limit.
    pub(super) fn is_above(&self) -> bool {
        self.value > self.threshold
    }
}
