//! The thresholds that hold: the catalogue's defaults, and what people have set instead.

use super::about::{Threshold, Unit};
use super::catalogue::Check;

/// Thresholds of one check at most.
const MOST_THRESHOLDS: usize = 6;

/// The values of every threshold of every check, as they hold in one wave and kind of area.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// By the check's number, then by threshold in the order of its file: read in every check's inner loop.
    values: Vec<[f64; MOST_THRESHOLDS]>,
}

impl Default for Limits {
    /// The catalogue's own values.
    fn default() -> Limits {
        let numbers = Check::ALL.iter().map(|check| *check as usize + 1).max();
        let mut values = vec![[0.0; MOST_THRESHOLDS]; numbers.unwrap_or_default()];
        for check in Check::ALL {
            for (index, threshold) in check.about().thresholds.iter().enumerate() {
                values[*check as usize][index] = threshold.default;
            }
        }
        Limits { values }
    }
}

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
}

impl std::fmt::Display for LimitProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let named = |threshold: &Threshold| {
            let unit = threshold.unit.symbol();
            format!("from {} to {} {unit}", threshold.least, threshold.most)
                .trim_end()
                .to_owned()
        };
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
                "{}.{} must be a number {}.",
                check.code(),
                threshold.name,
                named(threshold)
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
        }
    }
}

impl Limits {
    /// The value of a check's threshold, by its place in the check's file.
    pub fn get(&self, check: Check, index: usize) -> f64 {
        self.values[check as usize][index]
    }

    /// Sets one. An error changes nothing.
    pub fn set(&mut self, check: &str, name: &str, value: f64) -> Result<(), LimitProblem> {
        let check =
            Check::from_code(check).ok_or_else(|| LimitProblem::UnknownCheck(check.to_owned()))?;
        let (index, threshold) = find(check, name)?;
        if !(threshold.least..=threshold.most).contains(&value) {
            return Err(LimitProblem::OutOfRange(check, threshold));
        }
        self.values[check as usize][index] = value;
        Ok(())
    }
}

fn find(check: Check, name: &str) -> Result<(usize, &'static Threshold), LimitProblem> {
    check
        .about()
        .thresholds
        .iter()
        .enumerate()
        .find(|(_, threshold)| threshold.name == name)
        .ok_or_else(|| LimitProblem::UnknownThreshold(check, name.to_owned()))
}
