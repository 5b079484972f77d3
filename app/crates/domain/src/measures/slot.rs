//! What is counted of interviews and flags, each in a slot of its own: slots add, over areas, days and people alike.

use crate::checks::{Check, Severity};
use crate::flag::Status;
use crate::peers::SizeClass;

/// Things counted once a visit, an interview or an item. Visits that the collection system rejected are in none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// Visits, whatever their outcome.
    Visits,
    /// Complete interviews, repeats included.
    Interviews,
    /// … of them of a household that another interview counts for already.
    Repeated,
    /// Visits to a door behind which somebody lives: all but vacant homes and those not found.
    VisitsToHomes,
    /// … of them without a complete interview.
    WithoutInterview,
    /// … of them declined.
    Declined,
    /// Complete interviews with a position that can exist.
    WithFix,
    /// … of them with a claimed area that has a boundary.
    JudgedFix,
    /// … of them inside it, allowing for accuracy and the boundary's tolerance.
    Inside,
    /// Required items of complete interviews that say how many were required and how many answered.
    ItemsRequired,
    /// … of them answered.
    ItemsAnswered,
    /// Required items of complete interviews that say how many were answered "don't know".
    DontKnowOf,
    /// … of them answered "don't know".
    DontKnow,
    /// Required items of complete interviews that say how many were refused.
    RefusedOf,
    /// … of them refused.
    Refused,
    /// Complete interviews whose clock is known to have been wrong; their times are corrected.
    ClockCorrected,
}

impl Count {
    /// Every count, in the order of the slots: new ones come last.
    pub const ALL: [Count; 16] = [
        Count::Visits,
        Count::Interviews,
        Count::Repeated,
        Count::VisitsToHomes,
        Count::WithoutInterview,
        Count::Declined,
        Count::WithFix,
        Count::JudgedFix,
        Count::Inside,
        Count::ItemsRequired,
        Count::ItemsAnswered,
        Count::DontKnowOf,
        Count::DontKnow,
        Count::RefusedOf,
        Count::Refused,
        Count::ClockCorrected,
    ];

    /// Its slot.
    pub fn slot(self) -> u16 {
        self as u16
    }
}

/// Values that are counted by how large they are, so that medians and shapes can be told of any sum of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Binned {
    /// Accuracy that tablets state of the fixes of complete interviews, in metres.
    Accuracy,
    /// From the end of a complete interview to its receipt, in hours; without those whose receipt was not recorded.
    Lag,
    /// Hour of the day at which visits begin, by corrected local time.
    Hour,
    /// Complete interviews an enumerator's day with any; the day is counted in the area where most of them were.
    DaySize,
    /// From the end of the day that a flag is about to its decision, in days.
    TimeToClose,
    /// Duration of complete interviews with active time, by household size, in minutes.
    Active(SizeClass),
    /// Duration of complete interviews from start to end, where no active time is known, by household size, in minutes.
    Elapsed(SizeClass),
}

const ACCURACY_M: &[u32] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85,
    90, 95, 100, 150, 200, 300, 500, 1_000,
];
const LAG_H: &[u32] = &[
    0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 21, 24, 30, 36, 42, 48, 54, 60, 66, 72, 96, 120, 168,
    240, 336, 720,
];
const HOURS: &[u32] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
];
const DAY_SIZE: &[u32] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    27, 28, 29, 30, 35, 40, 50, 75, 100,
];
const CLOSE_DAYS: &[u32] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 21, 28, 42, 56, 84,
];
/// Minute by minute to an hour; wider after it.
const MINUTES: &[u32] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49,
    50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105, 110, 115,
    120, 150, 180, 240,
];

const SIZES: usize = SizeClass::ALL.len();
const ACCURACY_AT: usize = Count::ALL.len();
const LAG_AT: usize = ACCURACY_AT + ACCURACY_M.len();
const HOUR_AT: usize = LAG_AT + LAG_H.len();
const DAY_SIZE_AT: usize = HOUR_AT + HOURS.len();
const CLOSE_AT: usize = DAY_SIZE_AT + DAY_SIZE.len();
const ACTIVE_AT: usize = CLOSE_AT + CLOSE_DAYS.len();
const ELAPSED_AT: usize = ACTIVE_AT + SIZES * MINUTES.len();
const FLAGS_AT: usize = ELAPSED_AT + SIZES * MINUTES.len();
/// Room for the numbers of checks, with those that are still to come.
const CHECK_NUMBERS: usize = 64;
/// How many slots there are.
pub const SLOTS: usize = FLAGS_AT + CHECK_NUMBERS * Severity::ALL.len() * Status::ALL.len();

impl Binned {
    /// The lower edges of its bins; the last bin has no upper edge.
    pub fn edges(self) -> &'static [u32] {
        match self {
            Binned::Accuracy => ACCURACY_M,
            Binned::Lag => LAG_H,
            Binned::Hour => HOURS,
            Binned::DaySize => DAY_SIZE,
            Binned::TimeToClose => CLOSE_DAYS,
            Binned::Active(_) | Binned::Elapsed(_) => MINUTES,
        }
    }

    /// Width of a bar in a picture of the spread, and from which value on everything is one bar. Every bar begins at an edge.
    pub fn bars(self) -> (u32, u32) {
        match self {
            Binned::Accuracy => (5, 100),
            Binned::Lag => (6, 72),
            Binned::Hour => (1, 24),
            Binned::DaySize => (1, 30),
            Binned::TimeToClose => (1, 14),
            Binned::Active(_) | Binned::Elapsed(_) => (5, 120),
        }
    }

    /// Whether the values are whole numbers of things, so that a bin of one is that number and nothing between.
    pub fn is_counted(self) -> bool {
        matches!(self, Binned::DaySize | Binned::Hour)
    }

    /// The slot of its first bin.
    pub fn first_slot(self) -> u16 {
        let at = match self {
            Binned::Accuracy => ACCURACY_AT,
            Binned::Lag => LAG_AT,
            Binned::Hour => HOUR_AT,
            Binned::DaySize => DAY_SIZE_AT,
            Binned::TimeToClose => CLOSE_AT,
            Binned::Active(class) => ACTIVE_AT + class as usize * MINUTES.len(),
            Binned::Elapsed(class) => ELAPSED_AT + class as usize * MINUTES.len(),
        };
        at as u16
    }

    /// The slot of a value; below the first edge it is the first bin's.
    pub fn slot(self, value: f64) -> u16 {
        let above = self
            .edges()
            .partition_point(|edge| f64::from(*edge) <= value);
        self.first_slot() + above.saturating_sub(1) as u16
    }
}

/// The slot of flags of a check, by severity and by where they stand.
pub fn flag_slot(check: Check, severity: Severity, status: Status) -> Option<u16> {
    let number = usize::try_from(check.rank()).ok()?;
    let kind =
        (number * Severity::ALL.len() + severity as usize) * Status::ALL.len() + status as usize;
    (number < CHECK_NUMBERS).then_some((FLAGS_AT + kind) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn all_binned() -> Vec<Binned> {
        let plain = [
            Binned::Accuracy,
            Binned::Lag,
            Binned::Hour,
            Binned::DaySize,
            Binned::TimeToClose,
        ];
        let sized = SizeClass::ALL.map(|class| [Binned::Active(class), Binned::Elapsed(class)]);
        plain
            .into_iter()
            .chain(sized.into_iter().flatten())
            .collect()
    }

    #[test]
    fn no_two_things_share_a_slot() {
        let counts = Count::ALL.map(Count::slot).to_vec();
        let bins = all_binned().into_iter().flat_map(|binned| {
            (0..binned.edges().len() as u16).map(move |bin| binned.first_slot() + bin)
        });
        let flags = Check::ALL.iter().flat_map(|check| {
            Severity::ALL.into_iter().flat_map(move |severity| {
                Status::ALL.map(|status| flag_slot(*check, severity, status).unwrap())
            })
        });
        let all: Vec<u16> = counts.into_iter().chain(bins).chain(flags).collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert!(all.iter().all(|slot| usize::from(*slot) < SLOTS));
    }

    #[test]
    fn a_value_falls_into_the_bin_whose_lower_edge_it_has_reached() {
        for binned in all_binned() {
            for (bin, edge) in binned.edges().iter().enumerate() {
                let slot = binned.first_slot() + bin as u16;
                assert_eq!(binned.slot(f64::from(*edge)), slot, "{binned:?} {edge}");
                assert_eq!(
                    binned.slot(f64::from(*edge) + 0.5),
                    slot,
                    "{binned:?} {edge}"
                );
            }
            let (width, from) = binned.bars();
            let first = binned.edges()[0];
            let mut begins = (first..=from).step_by(width as usize);
            let is_edge = |at: u32| at == 24 || binned.edges().contains(&at);
            assert!(begins.all(is_edge), "{binned:?}: a bar begins within a bin");
            assert_eq!(binned.slot(-3.0), binned.first_slot());
            assert_eq!(
                binned.slot(1e9),
                binned.first_slot() + binned.edges().len() as u16 - 1
            );
        }
    }
}
