//! What people have set: thresholds by wave and by urban or rural.
//!
//! Of several settings of one threshold the most specific holds: for the wave and the kind of area, else for the wave, else for the
//! kind of area, else everywhere, else the catalogue's value. A wave comes before the kind of area: it is planned as a whole,
//! and what is agreed for it must not be undone by what was set once for all towns.

use super::about::Threshold;
use super::catalogue::Check;
use super::limit_problem::LimitProblem;
use super::limit_value::within;
use super::limits::{Limits, WaveLimits};
use crate::setting::Setting;
use std::collections::BTreeMap;

/// Where a value is set to hold. Ordered from the least specific.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extent {
    /// In one wave, by its key; `None` for all waves.
    pub wave: Option<i32>,
    /// In areas of one setting; `None` for all areas.
    pub setting: Option<Setting>,
}

impl Extent {
    /// In all waves and all areas.
    pub const EVERYWHERE: Extent = Extent {
        wave: None,
        setting: None,
    };

    /// From the most specific: what holds in this extent is the first of these for which anything is set.
    fn and_wider(self) -> impl Iterator<Item = Extent> {
        let (wave, setting) = (self.wave, self.setting);
        let wider = [
            self,
            Extent {
                wave,
                setting: None,
            },
            Extent {
                wave: None,
                setting,
            },
        ];
        wider.into_iter().chain([Extent::EVERYWHERE])
    }
}

/// A threshold of a check: which, by its place in the check's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThresholdId {
    check: Check,
    index: usize,
}

impl ThresholdId {
    /// Finds one by the names that settings use.
    pub fn find(check: &str, name: &str) -> Result<ThresholdId, LimitProblem> {
        let check =
            Check::from_code(check).ok_or_else(|| LimitProblem::UnknownCheck(check.to_owned()))?;
        ThresholdId::of(check, name)
    }

    /// Finds one of a check.
    pub fn of(check: Check, name: &str) -> Result<ThresholdId, LimitProblem> {
        let all = ThresholdId::all_of(check);
        all.into_iter()
            .find(|id| id.threshold().name == name)
            .ok_or_else(|| LimitProblem::UnknownThreshold(check, name.to_owned()))
    }

    /// All of a check, in the order of its file.
    pub fn all_of(check: Check) -> Vec<ThresholdId> {
        (0..check.about().thresholds.len())
            .map(|index| ThresholdId { check, index })
            .collect()
    }

    /// Whose.
    pub fn check(self) -> Check {
        self.check
    }

    /// What it is.
    pub fn threshold(self) -> &'static Threshold {
        &self.check.about().thresholds[self.index]
    }

    /// Whether the statistics of peers are made by it, so that they have to be made anew when it changes.
    pub fn shapes_peers(self) -> bool {
        match self.check {
            Check::GpsClustered => super::gps_clustered::shapes_peers(self.index),
            Check::NearDuplicate => super::near_duplicate::shapes_peers(self.index),
            _ => false,
        }
    }
}

/// Everything that people have set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitsBook {
    set: BTreeMap<(ThresholdId, Extent), f64>,
}

impl LimitsBook {
    /// Sets a value, or with `None` takes back what is set there. An error changes nothing.
    pub fn set(
        &mut self,
        id: ThresholdId,
        extent: Extent,
        value: Option<f64>,
    ) -> Result<(), LimitProblem> {
        if LimitsBook::only_everywhere(id.check) && extent != Extent::EVERYWHERE {
            return Err(LimitProblem::OnlyEverywhere(id.check));
        }
        match value {
            Some(value) => {
                let value = within(id.check, id.threshold(), value)?;
                self.set.insert((id, extent), value);
            }
            None => {
                if self.set.remove(&(id, extent)).is_none() {
                    return Err(LimitProblem::NothingSet(id.check, id.threshold()));
                }
            }
        }
        Ok(())
    }

    /// Whether a check's thresholds cannot differ by wave and place: a tablet's clock is read through all of its visits at once.
    pub fn only_everywhere(check: Check) -> bool {
        check == Check::ClockOffset
    }

    /// What is set exactly there.
    pub fn set_at(&self, id: ThresholdId, extent: Extent) -> Option<f64> {
        self.set.get(&(id, extent)).copied()
    }

    /// What holds there.
    pub fn holds_at(&self, id: ThresholdId, extent: Extent) -> f64 {
        let set = extent.and_wider().find_map(|wider| self.set_at(id, wider));
        set.unwrap_or(id.threshold().default)
    }

    /// Everything that is set, by check, threshold and extent.
    pub fn all(&self) -> impl Iterator<Item = (ThresholdId, Extent, f64)> {
        self.set
            .iter()
            .map(|((id, extent), value)| (*id, *extent, *value))
    }

    /// The thresholds of a wave, ready to judge by.
    pub fn in_wave(&self, wave: i32) -> WaveLimits {
        let wave = Some(wave);
        let [unknown, urban, rural] = [None, Some(Setting::Urban), Some(Setting::Rural)]
            .map(|setting| self.limits(Extent { wave, setting }));
        WaveLimits::new(unknown, urban, rural)
    }

    /// The thresholds that hold where neither wave nor place is asked for.
    pub fn everywhere(&self) -> Limits {
        self.limits(Extent::EVERYWHERE)
    }

    fn limits(&self, extent: Extent) -> Limits {
        let mut limits = Limits::default();
        for (id, _) in self.set.keys() {
            limits.put(id.check, id.index, self.holds_at(*id, extent));
        }
        limits
    }
}
