//! The list of the checks. One line a check: its name, and the file that holds it.

use super::about::About;
use super::finding::Says;
use super::limits::Limits;
use super::measured::Measured;
use crate::lang::Lang;
use serde::{Deserialize, Serialize};

/// Declares the checks, so that none can lack its text, its evidence or its number.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $check:ident = $rank:literal: $file:ident),+ $(,)?) => {
        /// A check of the catalogue. Its number in the database never changes and is never used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Check { $($(#[$doc])* $check = $rank),+ }

        impl Check {
            /// Every check, in the order of the catalogue.
            pub const ALL: &'static [Check] = &[$(Check::$check),+];

            /// The word in addresses, files and settings.
            pub fn code(self) -> &'static str {
                match self { $(Check::$check => stringify!($file)),+ }
            }

            /// What it says of itself.
            pub fn about(self) -> &'static About {
                match self { $(Check::$check => &super::$file::ABOUT),+ }
            }
        }

        /// What a person needs to agree or disagree with a finding, typed by its check.
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "check", rename_all = "snake_case")]
        pub enum Evidence { $($(#[$doc])* $check(super::$file::Evidence)),+ }

        impl Evidence {
            /// Whose evidence it is.
            pub fn check(&self) -> Check {
                match self { $(Evidence::$check(_) => Check::$check),+ }
            }

            /// What happened, in a sentence or two.
            pub fn say(&self, lang: Lang) -> String {
                match self { $(Evidence::$check(evidence) => evidence.say(lang)),+ }
            }

            /// The figure that the check compared; see [`Says::measured`].
            pub fn measured(&self, limits: &Limits) -> Option<Measured> {
                match self { $(Evidence::$check(evidence) => evidence.measured(limits)),+ }
            }
        }
    };
}

catalogue! {
    /// No fix on a complete interview.
    GpsMissing = 1: gps_missing,
    /// Faster than anybody travels.
    TravelSpeed = 2: travel_speed,
    /// A position that cannot exist.
    GpsInvalid = 3: gps_invalid,
    /// The tablet says that the position may be far off.
    GpsPoorAccuracy = 4: gps_poor_accuracy,
    /// A position that was made, not measured.
    GpsMock = 5: gps_mock,
    /// Coordinates with hardly any decimals.
    GpsRounded = 6: gps_rounded,
    /// Outside the claimed union council.
    GpsOutsideArea = 7: gps_outside_area,
    /// Outside every area.
    GpsOutsideSurvey = 8: gps_outside_survey,
    /// Different households at one spot.
    GpsRepeatedPoint = 9: gps_repeated_point,
    /// Far from where the household was listed.
    GpsFarFromListing = 10: gps_far_from_listing,
    /// The position is from another time.
    FixTimeMismatch = 11: fix_time_mismatch,
    /// Ended before it started.
    TimeOrder = 12: time_order,
    /// Open for hours.
    DurationLong = 13: duration_long,
    /// Two interviews at the same time.
    Overlap = 14: overlap,
    /// No time to walk to the next door.
    GapShort = 15: gap_short,
    /// At an hour at which nobody is visited.
    OddHours = 16: odd_hours,
    /// A tablet's clock is off.
    ClockOffset = 17: clock_offset,
    /// A tablet's clock was moved back.
    ClockMovedBack = 18: clock_moved_back,
    /// Started after it was received.
    FutureTime = 19: future_time,
    /// Before the wave opened or after it closed.
    OutsideWave = 20: outside_wave,
    /// Received late.
    SyncLag = 21: sync_lag,
    /// Over two days.
    SpansDays = 22: spans_days,
    /// Two enumerators on one tablet.
    DeviceShared = 23: device_shared,
    /// Many tablets on one day.
    EnumeratorDevices = 24: enumerator_devices,
    /// A household interviewed twice.
    DuplicateHousehold = 25: duplicate_household,
    /// Not on the roster.
    NotOnRoster = 26: not_on_roster,
    /// Not certified.
    NotCertified = 27: not_certified,
    /// Where or when the enumerator was not deployed.
    OutsideDeployment = 28: outside_deployment,
    /// Households on one spot.
    GpsClustered = 29: gps_clustered,
    /// Over sooner than the form takes.
    DurationShort = 30: duration_short,
    /// More on a day than anybody completes.
    TooManyADay = 31: too_many_a_day,
    /// Visits without an interview, unlike peers.
    Nonresponse = 32: nonresponse,
    /// "Don't know", unlike peers.
    DontKnow = 33: dont_know,
    /// Refused answers, unlike peers.
    Refusal = 34: refusal,
    /// Households far smaller than the tehsil's.
    HouseholdSizeLow = 35: household_size_low,
    /// Answers nearly the same as another interview's, unlike peers.
    NearDuplicate = 36: near_duplicate,
    /// Answers that vary less than the tehsil's.
    LowVariety = 37: low_variety,
    /// On an old version of the form.
    FormOutdated = 38: form_outdated,
    /// One household at two places.
    GpsTwoPlaces = 40: gps_two_places,
}

impl Check {
    /// Reads [`Check::code`] back.
    pub fn from_code(code: &str) -> Option<Check> {
        Check::ALL
            .iter()
            .copied()
            .find(|check| check.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Check::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Check> {
        Check::ALL
            .iter()
            .copied()
            .find(|check| check.rank() == rank)
    }

    /// 63 bits that stand for all checks and their versions (FNV-1a): where they are others, everything is to be judged again.
    pub fn all_versions() -> i64 {
        let bytes = Check::ALL.iter().flat_map(|check| {
            let number = check.rank().to_le_bytes();
            number
                .into_iter()
                .chain(check.about().version.to_le_bytes())
        });
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        (hash >> 1).cast_signed()
    }
}
