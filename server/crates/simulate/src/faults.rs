//! Planted faults: who does what wrong, and the truth about it.
//!
//! | fault | what the data show |
//! |---|---|
//! | slow clock | from some visit on the tablet's clock is 12 hours slow; fix times and receipt stay right |
//! | inventor at home | interviews made up at the enumerator's own home, a few minutes each |
//! | mock location | places are exactly right and faked: the mock flag is set, or the accuracy is exactly 0 |
//! | cached fix | all interviews of a day carry the first one's fix, coordinates, accuracy and time alike |

use crate::draw::{Draw, Purpose};
use crate::enumerator::Enumerator;
use domain::time::SurveyDay;

/// A kind of planted fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// An honest enumerator whose tablet's clock is 12 hours slow.
    SlowClock,
    /// Interviews invented at home.
    InventorAtHome,
    /// A faked position.
    MockLocation,
    /// An honest enumerator whose tablet repeats a stale fix.
    CachedFix,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Fault; 4] = [
        Fault::SlowClock,
        Fault::InventorAtHome,
        Fault::MockLocation,
        Fault::CachedFix,
    ];

    /// The word in the truth file.
    pub fn code(self) -> &'static str {
        match self {
            Fault::SlowClock => "slow_clock",
            Fault::InventorAtHome => "inventor_at_home",
            Fault::MockLocation => "mock_location",
            Fault::CachedFix => "cached_fix",
        }
    }

    /// Share of the working enumerators who have it.
    fn share(self) -> f64 {
        match self {
            Fault::SlowClock => 0.010,
            Fault::InventorAtHome => 0.020,
            Fault::MockLocation => 0.008,
            Fault::CachedFix => 0.010,
        }
    }

    /// Earliest and latest beginning, earliest and latest end, as shares of the enumerator's visits.
    fn span(self) -> [f64; 4] {
        match self {
            Fault::SlowClock => [0.2, 0.5, 1.0, 1.0],
            Fault::InventorAtHome => [0.1, 0.3, 0.7, 1.0],
            Fault::MockLocation => [0.2, 0.4, 0.6, 0.9],
            Fault::CachedFix => [0.2, 0.4, 0.5, 0.7],
        }
    }
}

/// A fault of one enumerator: visits `from` … `to` − 1 of theirs have it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planted {
    pub fault: Fault,
    pub from: u32,
    pub to: u32,
}

impl Planted {
    /// Whether the enumerator's visit of this number has it.
    pub fn covers(&self, number: u32) -> bool {
        (self.from..self.to).contains(&number)
    }
}

/// The header of the truth file, which has one row a submission.
pub const TRUTH_COLUMNS: [&str; 6] = [
    "fault",
    "enumerator_code",
    "device_id",
    "first_day",
    "last_day",
    "submission_id",
];

/// What is true of one enumerator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// What is wrong.
    pub fault: Fault,
    /// Whose submissions.
    pub enumerator_code: String,
    /// On which tablet.
    pub device_id: String,
    /// The true survey day of the first of them.
    pub first_day: SurveyDay,
    /// The true survey day of the last of them.
    pub last_day: SurveyDay,
    /// The submissions, in order of work; never empty.
    pub submission_ids: Vec<String>,
}

/// Gives each kind to its share of the working enumerators, at least to one each where there are four.
/// Nobody has two.
pub(crate) fn plant(seed: u64, enumerators: &mut [Enumerator]) {
    let working: Vec<usize> = (0..enumerators.len())
        .filter(|&i| enumerators[i].visits > 0)
        .collect();
    for (kind, fault) in Fault::ALL.into_iter().enumerate() {
        let mut draw = Draw::keyed(seed, Purpose::Fault, kind as u64, 0);
        let count = ((fault.share() * working.len() as f64).round() as usize).max(1);
        let step = working.len() as f64 / count as f64;
        for nth in 0..count {
            let start = ((nth as f64 + draw.unit()) * step) as usize;
            let Some(index) = free(enumerators, &working, start) else {
                return;
            };
            let visits = enumerators[index].visits;
            let [a, b, c, d] = fault.span();
            let at = |share: f64| (share * f64::from(visits)) as u32;
            let from = at(a + (b - a) * draw.unit()).min(visits - 1);
            let to = at(c + (d - c) * draw.unit()).clamp(from + 1, visits);
            enumerators[index].fault = Some(Planted { fault, from, to });
            // A replaced tablet would make the device in the truth ambiguous.
            enumerators[index].second_device_from = u32::MAX;
        }
    }
}

/// The first enumerator from `start` on who has no fault yet: one with enough visits for a pattern to show, or any.
fn free(enumerators: &[Enumerator], working: &[usize], start: usize) -> Option<usize> {
    let circle = || (0..working.len()).map(|i| working[(start + i) % working.len()]);
    let honest = |index: &usize| enumerators[*index].fault.is_none();
    circle()
        .filter(honest)
        .find(|&index| enumerators[index].visits >= 12)
        .or_else(|| circle().find(honest))
}
