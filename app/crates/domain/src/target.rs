//! Targets: how many households a wave should reach in an area, and between which days.

use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// One wave's plan for one area. An area without one has **no target**, which is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Households to reach.
    pub target_households: u32,
    /// The first survey day of the field work.
    pub starts_on: SurveyDay,
    /// The last survey day of the field work.
    pub ends_on: SurveyDay,
}

impl Plan {
    /// Households that should be complete by the end of `day` if work went evenly over the plan's days.
    ///
    /// 0 before the first day, the whole target from the last day on; between them
    /// `target × days elapsed ÷ days planned`, rounded half up, in integers, so that sums over areas are exact.
    pub fn expected_by(&self, day: SurveyDay) -> u32 {
        if day < self.starts_on {
            return 0;
        }
        if day >= self.ends_on {
            return self.target_households;
        }
        let planned = i64::from(self.ends_on.0) - i64::from(self.starts_on.0) + 1;
        let elapsed = i64::from(day.0) - i64::from(self.starts_on.0) + 1;
        let expected = (2 * i64::from(self.target_households) * elapsed + planned) / (2 * planned);
        u32::try_from(expected).unwrap_or(self.target_households)
    }
}

/// A target as it stands in a file, codes not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetRow {
    /// The area's code.
    pub area_code: String,
    /// The wave's code.
    pub wave_code: String,
    /// The plan.
    pub plan: Plan,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectation_runs_evenly_from_the_first_to_the_last_planned_day() {
        let plan = Plan {
            target_households: 100,
            starts_on: SurveyDay(10),
            ends_on: SurveyDay(19),
        };
        let expected: Vec<u32> = [9, 10, 14, 18, 19, 30]
            .map(|day| plan.expected_by(SurveyDay(day)))
            .to_vec();
        assert_eq!(expected, [0, 10, 50, 90, 100, 100]);
    }

    #[test]
    fn a_plan_of_one_day_expects_everything_on_that_day() {
        let plan = Plan {
            target_households: 7,
            starts_on: SurveyDay(5),
            ends_on: SurveyDay(5),
        };
        assert_eq!([4, 5].map(|day| plan.expected_by(SurveyDay(day))), [0, 7]);
    }

    #[test]
    fn halves_round_up() {
        let plan = Plan {
            target_households: 1,
            starts_on: SurveyDay(0),
            ends_on: SurveyDay(1),
        };
        assert_eq!(plan.expected_by(SurveyDay(0)), 1);
        let plan = Plan {
            target_households: 1,
            starts_on: SurveyDay(0),
            ends_on: SurveyDay(2),
        };
        assert_eq!(plan.expected_by(SurveyDay(0)), 0);
    }
}
