//! Planted behaviour: what some enumerators do that the rest do not, and the truth about it.
//!
//! Honest, though it may look otherwise:
//!
//! | behaviour | what the data show |
//! |---|---|
//! | slow clock | from some visit on the tablet's clock is slow, by 12 hours or less; fix times and receipt stay right |
//! | fast clock | the same, 40 minutes to 4 hours fast: what is sent at once is received before it ended |
//! | changed clock | right, then hours off after a battery was replaced; right again later, for some |
//! | cached fix | all interviews of a day carry the first one's fix, coordinates, accuracy and time alike |
//! | apartment block | whole blocks of distinct households whose doors lie within a few metres; good interviews |
//! | batch sync | the tablet is offline for three to six days, then sends everything at once; its clock is right |
//! | form left open | now and then an interview ends hours later or next morning, others in between; active time is true |
//!
//! Dishonest:
//!
//! | behaviour | what the data show |
//! |---|---|
//! | inventor at home | a day's interviews made up at the enumerator's own home, a few minutes each |
//! | half-faked | begun at the door and broken off: far too short, small households, many items unknown or refused |
//! | copied answers | answers, household size and items of another interview of theirs, hardly changed |
//! | one spot | all interviews of a day at one point, a few metres of jitter, spread over the day as real ones are |
//! | mock location | places are exactly right and faked: the mock flag is set, or the accuracy is exactly 0 |
//! | impossible tour | within a day positions jump tens of kilometres and back, minutes apart |
//! | padded days | on some days far more visits than peers make, and short ones |
//!
//! How strongly, how often and from when differs from one enumerator to the next and is drawn from the seed. The figures
//! are nobody's business but the simulator's: a check that knew them would be judged by its own answers.

use domain::time::SurveyDay;

/// A kind of planted behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Behaviour {
    /// Honest: the tablet's clock is slow.
    SlowClock,
    /// Honest: the tablet's clock is fast.
    FastClock,
    /// Honest: the tablet's clock goes wrong in mid-wave.
    ChangedClock,
    /// Honest: the tablet repeats a stale fix.
    CachedFix,
    /// Honest: many households under one roof.
    ApartmentBlock,
    /// Honest: days without a network, then everything at once.
    BatchSync,
    /// Honest: forms that are finished long after the interview.
    FormLeftOpen,
    /// Interviews invented at home.
    InventorAtHome,
    /// Interviews begun at the door and filled in without asking.
    HalfFaked,
    /// Answers taken over from another interview.
    CopiedAnswers,
    /// A day's interviews filled in at one place.
    OneSpot,
    /// A faked position.
    MockLocation,
    /// Positions that nobody could have travelled between.
    ImpossibleTour,
    /// Days stuffed with interviews.
    PaddedDays,
}

impl Behaviour {
    /// How many kinds there are.
    pub const COUNT: usize = 14;

    /// Every kind, honest ones first.
    pub const ALL: [Behaviour; Behaviour::COUNT] = [
        Behaviour::SlowClock,
        Behaviour::FastClock,
        Behaviour::ChangedClock,
        Behaviour::CachedFix,
        Behaviour::ApartmentBlock,
        Behaviour::BatchSync,
        Behaviour::FormLeftOpen,
        Behaviour::InventorAtHome,
        Behaviour::HalfFaked,
        Behaviour::CopiedAnswers,
        Behaviour::OneSpot,
        Behaviour::MockLocation,
        Behaviour::ImpossibleTour,
        Behaviour::PaddedDays,
    ];

    /// Whether the enumerator cheats; otherwise the work is good and only looks odd.
    pub fn is_dishonest(self) -> bool {
        self >= Behaviour::InventorAtHome
    }

    /// The word in the truth file.
    pub fn code(self) -> &'static str {
        match self {
            Behaviour::SlowClock => "slow_clock",
            Behaviour::FastClock => "fast_clock",
            Behaviour::ChangedClock => "changed_clock",
            Behaviour::CachedFix => "cached_fix",
            Behaviour::ApartmentBlock => "apartment_block",
            Behaviour::BatchSync => "batch_sync",
            Behaviour::FormLeftOpen => "form_left_open",
            Behaviour::InventorAtHome => "inventor_at_home",
            Behaviour::HalfFaked => "half_faked",
            Behaviour::CopiedAnswers => "copied_answers",
            Behaviour::OneSpot => "one_spot",
            Behaviour::MockLocation => "mock_location",
            Behaviour::ImpossibleTour => "impossible_tour",
            Behaviour::PaddedDays => "padded_days",
        }
    }

    /// The kind of a word in the truth file.
    pub fn of_code(code: &str) -> Option<Behaviour> {
        Behaviour::ALL.into_iter().find(|kind| kind.code() == code)
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
    /// What they do.
    pub behaviour: Behaviour,
    /// Whose submissions.
    pub enumerator_code: String,
    /// On which tablet.
    pub device_id: String,
    /// The true survey day of the first of them.
    pub first_day: SurveyDay,
    /// The true survey day of the last of them.
    pub last_day: SurveyDay,
    /// The submissions that show it, in order of work; never empty. All others of the enumerator are honest.
    pub submission_ids: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_place_and_word() {
        for (place, kind) in Behaviour::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place);
            assert_eq!(Behaviour::of_code(kind.code()), Some(kind));
        }
        let dishonest = Behaviour::ALL.into_iter().filter(|k| k.is_dishonest());
        assert_eq!(dishonest.count(), 7);
        assert_eq!(Behaviour::of_code("saint"), None);
    }
}
