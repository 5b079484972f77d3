//! Coverage: counts, classes and measures (METRICS.md).

use crate::number::permille;
use serde::{Deserialize, Serialize};

/// What happened in one cell (area, wave, survey day), or in a sum of cells. Every field is a number of submissions
/// (one a submission id: its current revision).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Households completed: complete, not rejected, each household of an area and wave once.
    pub complete: u32,
    /// Complete and not rejected, of a household that another submission already counted.
    pub repeated: u32,
    /// Begun and not finished.
    pub partial: u32,
    /// Declined.
    pub refused: u32,
    /// Nobody at home.
    pub not_at_home: u32,
    /// Nobody lives there.
    pub vacant: u32,
    /// Not found.
    pub not_found: u32,
    /// Other outcomes.
    pub other: u32,
    /// Thrown out by the collection system, whatever the outcome, and complete interviews that are made again because an accepted re-survey names
    /// them; in none of the numbers above.
    pub rejected: u32,
    /// Submissions with a possible GPS fix (of all, rejected ones included).
    pub with_fix: u32,
    /// … of them those whose claimed area has a boundary, so that inside or outside can be told.
    pub judged_fix: u32,
    /// … of them inside the claimed area, allowing for accuracy and the boundary's tolerance.
    pub inside_claimed: u32,
}

impl Counts {
    /// How many numbers there are.
    pub const FIELDS: usize = 12;

    /// The numbers in the order of the fields: the order of the columns in the database.
    pub fn to_array(self) -> [u32; Counts::FIELDS] {
        let c = self;
        [
            c.complete,
            c.repeated,
            c.partial,
            c.refused,
            c.not_at_home,
            c.vacant,
            c.not_found,
            c.other,
            c.rejected,
            c.with_fix,
            c.judged_fix,
            c.inside_claimed,
        ]
    }

    /// Reads [`Counts::to_array`] back.
    pub fn from_array(values: [u32; Counts::FIELDS]) -> Counts {
        let [
            complete,
            repeated,
            partial,
            refused,
            not_at_home,
            vacant,
            not_found,
            other,
            rejected,
            with_fix,
            judged_fix,
            inside_claimed,
        ] = values;
        Counts {
            complete,
            repeated,
            partial,
            refused,
            not_at_home,
            vacant,
            not_found,
            other,
            rejected,
            with_fix,
            judged_fix,
            inside_claimed,
        }
    }

    /// Field by field.
    pub fn plus(self, other: Counts) -> Counts {
        let (a, b) = (self.to_array(), other.to_array());
        Counts::from_array(std::array::from_fn(|i| a[i].saturating_add(b[i])))
    }

    /// Field by field; `other` must be part of `self`.
    pub fn minus(self, other: Counts) -> Counts {
        let (a, b) = (self.to_array(), other.to_array());
        Counts::from_array(std::array::from_fn(|i| a[i].saturating_sub(b[i])))
    }

    /// All submissions: every outcome, repeats and rejected ones included.
    pub fn submissions(&self) -> u32 {
        self.to_array()[..9].iter().sum()
    }
}

/// A class of coverage: the same in map, table and legend (METRICS.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// No denominator: no target, or nothing to judge by.
    Unknown,
    /// Nothing yet.
    None,
    /// Far from it.
    Low,
    /// Under way.
    Middle,
    /// Nearly there.
    High,
    /// Reached.
    Full,
    /// More than can be right: a wrong target, or duplicates.
    Over,
}

impl Class {
    /// Every class, in the order of the legend.
    pub const ALL: [Class; 7] = [
        Class::None,
        Class::Low,
        Class::Middle,
        Class::High,
        Class::Full,
        Class::Over,
        Class::Unknown,
    ];

    /// The suffix of the CSS class, and the word in files.
    pub fn code(self) -> &'static str {
        match self {
            Class::Unknown => "unknown",
            Class::None => "none",
            Class::Low => "low",
            Class::Middle => "middle",
            Class::High => "high",
            Class::Full => "full",
            Class::Over => "over",
        }
    }
}

/// What the map and the sorted column show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Complete ÷ target.
    #[default]
    Coverage,
    /// Complete ÷ expected by the last day shown.
    Schedule,
    /// Fixes inside the claimed area ÷ fixes that can be judged.
    Inside,
}

impl Measure {
    /// Every measure, in the order of the menu.
    pub const ALL: [Measure; 3] = [Measure::Coverage, Measure::Schedule, Measure::Inside];

    /// The word in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Measure::Coverage => "coverage",
            Measure::Schedule => "schedule",
            Measure::Inside => "inside",
        }
    }

    /// Reads [`Measure::code`] back.
    pub fn from_code(code: &str) -> Option<Measure> {
        Measure::ALL
            .into_iter()
            .find(|measure| measure.code() == code)
    }

    /// The lower bounds in per mille of Middle, High and Full, and the value above which a share is Over (if any is).
    ///
    /// Coverage: 20, 75, 95 and 105 % (METRICS.md, "Coverage classes"). Schedule: 50, 80 and 95 % of what is expected,
    /// ahead above 105 %. Inside: 80, 95 and 99 % of fixes.
    pub fn bounds_permille(self) -> ([u32; 3], Option<u32>) {
        match self {
            Measure::Coverage => ([200, 750, 950], Some(1_050)),
            Measure::Schedule => ([500, 800, 950], Some(1_050)),
            Measure::Inside => ([800, 950, 990], Option::None),
        }
    }

    /// The class of `part` of `whole`, where `None` says that there is no denominator.
    ///
    /// Decided on the exact ratio, not on the rounded one. 0 of something is [`Class::None`], except that of
    /// the fixes inside none is merely [`Class::Low`]; 0 expected is [`Class::Unknown`].
    pub fn class(self, part: u64, whole: Option<u64>) -> Class {
        let Some(whole) = whole.filter(|whole| *whole > 0) else {
            return Class::Unknown;
        };
        if part == 0 && self != Measure::Inside {
            return Class::None;
        }
        let at_least =
            |bound: u32| u128::from(part) * 1_000 >= u128::from(whole) * u128::from(bound);
        let ([middle, high, full], over) = self.bounds_permille();
        if over.is_some_and(|over| u128::from(part) * 1_000 > u128::from(whole) * u128::from(over))
        {
            Class::Over
        } else if at_least(full) {
            Class::Full
        } else if at_least(high) {
            Class::High
        } else if at_least(middle) {
            Class::Middle
        } else {
            Class::Low
        }
    }
}

/// The headline of one area, or of one row of a table, for a period: every number with its denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// What happened.
    pub counts: Counts,
    /// Households to reach; `None` is "no target", never 0.
    pub target: Option<u64>,
    /// Union councils of the area without a target in the chosen waves.
    pub without_target: u32,
    /// Union councils of the area.
    pub union_councils: u32,
    /// Households expected to be complete by the end of the period (within the period, if it has a first day).
    pub expected: Option<u64>,
    /// Distinct enumerators with a submission on the last day of the period.
    pub active_enumerators: u32,
    /// Enumerators deployed on that day by the roster; `None` where the area has no roster.
    pub deployed: Option<u32>,
}

impl Summary {
    /// Complete ÷ target in per mille, rounded down.
    pub fn coverage_permille(&self) -> Option<u32> {
        permille(u64::from(self.counts.complete), self.target?)
    }

    /// Complete minus expected: negative is behind.
    pub fn ahead(&self) -> Option<i64> {
        Some(i64::from(self.counts.complete) - i64::try_from(self.expected?).ok()?)
    }

    /// The numerator and denominator of a measure.
    pub fn ratio(&self, measure: Measure) -> (u64, Option<u64>) {
        let c = &self.counts;
        match measure {
            Measure::Coverage => (u64::from(c.complete), self.target),
            Measure::Schedule => (
                u64::from(c.complete),
                self.expected.filter(|expected| *expected > 0),
            ),
            Measure::Inside => (
                u64::from(c.inside_claimed),
                (c.judged_fix > 0).then_some(u64::from(c.judged_fix)),
            ),
        }
    }

    /// The class of a measure.
    pub fn class(&self, measure: Measure) -> Class {
        let (part, whole) = self.ratio(measure);
        measure.class(part, whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_classes_change_exactly_at_their_bounds() {
        let class = |complete, target| Measure::Coverage.class(complete, Some(target));
        let cases = [
            (0, Class::None),
            (1, Class::Low),
            (1_999, Class::Low),
            (2_000, Class::Middle),
            (7_499, Class::Middle),
            (7_500, Class::High),
            (9_499, Class::High),
            (9_500, Class::Full),
            (10_500, Class::Full),
            (10_501, Class::Over),
        ];
        for (complete, expected) in cases {
            assert_eq!(class(complete, 10_000), expected, "{complete} of 10,000");
        }
    }

    #[test]
    fn no_target_is_not_nothing() {
        assert_eq!(Measure::Coverage.class(0, None), Class::Unknown);
        assert_eq!(Measure::Coverage.class(7, None), Class::Unknown);
        assert_eq!(Summary::default().coverage_permille(), None);
        assert_eq!(Summary::default().ahead(), None);
    }

    #[test]
    fn no_fix_inside_is_low_and_not_unstarted() {
        assert_eq!(Measure::Inside.class(0, Some(12)), Class::Low);
        assert_eq!(Measure::Inside.class(12, Some(12)), Class::Full);
    }

    #[test]
    fn counts_read_their_own_array_back_and_sum_field_by_field() {
        let values = std::array::from_fn(|i| i as u32 + 1);
        let counts = Counts::from_array(values);
        assert_eq!(counts.to_array(), values);
        assert_eq!(counts.plus(counts).minus(counts), counts);
        assert_eq!(counts.submissions(), 45);
    }
}
