//! The thresholds that hold: the catalogue's defaults, and what people have set instead.

use super::catalogue::Check;
use crate::setting::Setting;

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

impl Limits {
    /// The value of a check's threshold, by its place in the check's file.
    pub fn get(&self, check: Check, index: usize) -> f64 {
        self.values[check as usize][index]
    }

    /// Puts a value that has been found to make sense.
    pub(super) fn put(&mut self, check: Check, index: usize, value: f64) {
        self.values[check as usize][index] = value;
    }
}

/// The thresholds of one wave, ready for every kind of area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaveLimits {
    /// Where it is not known whether an area is urban or rural.
    unknown: Limits,
    urban: Limits,
    rural: Limits,
    /// Whether they differ at all: mostly they do not, and then no place is asked for.
    differ: bool,
}

impl WaveLimits {
    /// Three sets.
    pub(super) fn new(unknown: Limits, urban: Limits, rural: Limits) -> WaveLimits {
        let differ = urban != unknown || rural != unknown;
        WaveLimits {
            unknown,
            urban,
            rural,
            differ,
        }
    }

    /// The thresholds that hold in areas of a setting.
    pub fn at(&self, setting: Option<Setting>) -> &Limits {
        match setting {
            None => &self.unknown,
            Some(Setting::Urban) => &self.urban,
            Some(Setting::Rural) => &self.rural,
        }
    }

    /// The thresholds that hold in areas of every setting, if they are the same.
    pub fn same_everywhere(&self) -> Option<&Limits> {
        (!self.differ).then_some(&self.unknown)
    }

    /// For checks whose thresholds can be set everywhere only ([`super::LimitsBook::only_everywhere`]).
    pub fn everywhere(&self) -> &Limits {
        &self.unknown
    }
}
