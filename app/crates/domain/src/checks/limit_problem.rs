//! Why a threshold cannot be set as somebody wants it: what is wrong, and what is allowed.

use super::about::{Threshold, Unit};
use super::catalogue::Check;
use super::limit_value::write_value;

/// Why a value cannot be set.
#[derive(Clone, Debug, PartialEq)]
pub enum LimitProblem {
    /// There is no such check.
    UnknownCheck(String),
    /// The check has no such threshold.
    UnknownThreshold(Check, String),
    /// It is no number between the least and the most that make sense.
    OutOfRange(Check, &'static Threshold),
    /// It was given in another unit.
    OtherUnit(Check, &'static Threshold, String),
    /// It was given without its unit.
    NoUnit(Check, &'static Threshold),
    /// It follows a tablet's clock through waves and places, and cannot differ between them.
    OnlyEverywhere(Check),
    /// Everywhere the catalogue's value holds already, and there is nothing to take back.
    NothingSet(Check, &'static Threshold),
}

impl std::fmt::Display for LimitProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LimitProblem::UnknownCheck(name) => {
                let known: Vec<&str> = Check::ALL.iter().map(|check| check.code()).collect();
                write!(
                    f,
                    "There is no check \"{name}\". Known are: {}.",
                    known.join(", ")
                )
            }
            LimitProblem::UnknownThreshold(check, name) => {
                let known: Vec<&str> = check.about().thresholds.iter().map(|t| t.name).collect();
                let known = match known.as_slice() {
                    [] => "it has none".to_owned(),
                    names => format!("it has: {}", names.join(", ")),
                };
                write!(
                    f,
                    "The check {} has no threshold \"{name}\"; {known}.",
                    check.code()
                )
            }
            LimitProblem::OutOfRange(check, threshold) => write!(
                f,
                "{}.{} must be a {} {}.",
                check.code(),
                threshold.name,
                if threshold.unit.is_whole() {
                    "whole number"
                } else {
                    "number"
                },
                allowed(threshold)
            ),
            LimitProblem::OtherUnit(check, threshold, unit) => write!(
                f,
                "{}.{} is measured in {}, not in {unit}.",
                check.code(),
                threshold.name,
                match threshold.unit {
                    Unit::Count => "things counted, without a unit",
                    unit => unit.symbol(),
                }
            ),
            LimitProblem::NoUnit(check, threshold) => write!(
                f,
                "{}.{} needs its unit behind the number, as in \"{}\".",
                check.code(),
                threshold.name,
                write_value(threshold.default, threshold.unit)
            ),
            LimitProblem::OnlyEverywhere(check) => write!(
                f,
                "The thresholds of {} hold everywhere: a tablet's clock runs on through waves and from town to village. Leave \
                 wave and setting empty.",
                check.code()
            ),
            LimitProblem::NothingSet(check, threshold) => write!(
                f,
                "{}.{} is not set there, so that there is nothing to take back.",
                check.code(),
                threshold.name
            ),
        }
    }
}

/// `from 20 to 1000 km/h`
pub fn allowed(threshold: &Threshold) -> String {
    let unit = threshold.unit.symbol();
    format!("from {} to {} {unit}", threshold.least, threshold.most)
        .trim_end()
        .to_owned()
}

/// The longest reason for a change, in characters.
pub const LONGEST_REASON: usize = 500;

/// Why a reason is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonProblem {
    /// There is none.
    Missing,
    /// It is longer than [`LONGEST_REASON`].
    Long,
}

impl std::fmt::Display for ReasonProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReasonProblem::Missing => f.write_str("Say why: a change without a reason is refused."),
            ReasonProblem::Long => {
                write!(
                    f,
                    "The reason may have {LONGEST_REASON} characters at most."
                )
            }
        }
    }
}

/// Reads the reason of a change.
pub fn read_reason(text: &str) -> Result<String, ReasonProblem> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        Err(ReasonProblem::Missing)
    } else if text.chars().count() > LONGEST_REASON {
        Err(ReasonProblem::Long)
    } else {
        Ok(text)
    }
}
