//! What a measure says: always with what it was measured of.

use crate::number::{grouped, grouped_signed, percent, permille};
use serde::{Deserialize, Serialize};

/// The value of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A number of things.
    Count(u64),
    /// A difference.
    Difference(i64),
    /// A part of a whole that is not 0.
    Share {
        /// The numerator.
        part: u64,
        /// The denominator.
        whole: u64,
    },
    /// A mean: so many to one of the whole, which is not 0.
    Mean {
        /// The numerator.
        part: u64,
        /// The denominator.
        whole: u64,
    },
    /// A quantile of measured things.
    Amount {
        /// In the measure's unit.
        value: f64,
        /// Whether it is this or more.
        at_least: bool,
        /// Of how many things.
        of: u64,
    },
}

impl Value {
    /// The number alone, for sorting and for files: shares in per cent, the rest in the measure's unit.
    pub fn number(&self) -> f64 {
        match *self {
            Value::Count(count) => count as f64,
            Value::Difference(difference) => difference as f64,
            Value::Share { part, whole } => 100.0 * part as f64 / whole as f64,
            Value::Mean { part, whole } => part as f64 / whole as f64,
            Value::Amount { value, .. } => value,
        }
    }

    /// What it was measured of; `None` of counts, which are their own measure.
    pub fn of(&self) -> Option<u64> {
        match *self {
            Value::Count(_) | Value::Difference(_) => None,
            Value::Share { whole, .. } | Value::Mean { whole, .. } => Some(whole),
            Value::Amount { of, .. } => Some(of),
        }
    }

    /// As people read it, without its unit (a share has its per cent). Shares are rounded down, the rest to the nearest tenth.
    pub fn written(&self) -> String {
        match *self {
            Value::Count(count) => grouped(count),
            Value::Difference(difference) => grouped_signed(difference),
            Value::Share { part, whole } => permille(part, whole).map(percent).unwrap_or_default(),
            Value::Mean { .. } => tenths(self.number()),
            Value::Amount {
                value, at_least, ..
            } => {
                format!("{}{}", if at_least { "≥ " } else { "" }, tenths(value))
            }
        }
    }
}

/// With one decimal; from a hundred on a whole number.
fn tenths(value: f64) -> String {
    match value {
        value if value >= 100.0 => grouped(value.round() as u64),
        value => format!("{value:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_people_read_them() {
        let cases = [
            (Value::Count(20_146), "20,146"),
            (Value::Difference(-1_200), "−1,200"),
            (Value::Share { part: 2, whole: 3 }, "66.6\u{a0}%"),
            (Value::Mean { part: 97, whole: 8 }, "12.1"),
            (
                Value::Amount {
                    value: 7.26,
                    at_least: false,
                    of: 9,
                },
                "7.3",
            ),
            (
                Value::Amount {
                    value: 240.0,
                    at_least: true,
                    of: 9,
                },
                "≥ 240",
            ),
        ];
        for (value, text) in cases {
            assert_eq!(value.written(), text, "{value:?}");
        }
    }
}
