//! What each check weighs in the score, and why.
//!
//! Weights follow from what dishonest work must look like, and from how easily honest work looks the same; none was fitted to
//! data, made or real. The patterns, and what gives them away:
//!
//! * **kitchen-table invention** (whole interviews made up at home): households on one spot, no closed door, no refused answer,
//!   little variety, small households, short forms;
//! * **half-faked forms** (a few questions asked, the rest clicked through): short, many "don't know", little variety;
//! * **copied answers**: near duplicates, short;
//! * **one spot for a day** (sitting in one place near the area): repeated points, days on one spot, one household at two
//!   places, many a day;
//! * **mock locations**: the device's own sign of them, accuracy of exactly 0, typed coordinates;
//! * **impossible tours**: speeds and overlaps that nobody manages, forms ended late or left open;
//! * **padded days**: too many a day, short gaps, the same household twice.

use crate::checks::Family;

/// The most points that a family can give. They add up to 100, so that a score reads as a part of everything there could be.
/// No family reaches a third: whoever stands out in everything of one kind may still have one odd cause for all of it.
pub fn most_of_family(family: Family) -> f64 {
    match family {
        // Clocks are wrong for honest reasons far more often than for others: a check of hours once found 43 interviews, all of
        // one slow tablet.
        Family::Clock => 8.0,
        // Hardest to fake throughout, for it takes being there.
        Family::Place => 30.0,
        Family::Pace => 27.0,
        Family::Content => 25.0,
        // Mostly matters of administration.
        Family::Identity => 10.0,
    }
}

/// The part of a family's points that one check can give at most: the rest takes a second sign.
pub const MOST_OF_ONE_CHECK: f64 = 0.6;

/// What a check gives at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Points where findings that ask for a look (or peers' figures) are as far above the tehsil's as can be told.
    pub review: f64,
    /// Points beside these where those that ask for a first look are.
    pub severe: f64,
}

const fn weight(review: f64, severe: f64) -> Weight {
    Weight { review, severe }
}

/// Nothing: honest causes are so much more common that it would only add noise.
const NOTHING: Weight = weight(0.0, 0.0);

/// The weight of a check by its code; `None` for one that nobody has weighed, which then counts for nothing.
pub fn weight_of(code: &str) -> Option<Weight> {
    Some(match code {
        // Place.
        // A device rarely says so by mistake, and then for one with an external receiver.
        "gps_mock" => weight(14.0, 0.0),
        // Three and more households at the very same point; cached fixes are only `info` and do not count.
        "gps_repeated_point" => weight(12.0, 0.0),
        // As telling, but positions that are taken at the gate of a compound do it too.
        "gps_clustered" => weight(10.0, 0.0),
        // Somebody who works elsewhere; boundaries are out of date, so it takes the far ones to make it much.
        "gps_outside_area" => weight(6.0, 6.0),
        // Mostly swapped coordinates and other faults of export.
        "gps_outside_survey" => weight(3.0, 5.0),
        // A switched-off receiver hides everything else of this family.
        "gps_missing" => weight(7.0, 0.0),
        "gps_far_from_listing" => weight(7.0, 0.0),
        // A household stands where it stands, in a block of flats as in a village; references are mixed up now and then.
        "gps_two_places" => weight(10.0, 0.0),
        // Typed in, for honest reasons (paper) or others.
        "gps_rounded" => weight(5.0, 0.0),
        "gps_invalid" => weight(2.0, 0.0),
        "gps_poor_accuracy" => weight(1.0, 0.0),

        // Pace.
        // Nearly every way of inventing saves time; of what such a check found, a quarter was thrown out.
        "duration_short" => weight(12.0, 0.0),
        // Impossible tours. Forms filled in another order look alike, which is why review alone is not much.
        "travel_speed" => weight(7.0, 6.0),
        "too_many_a_day" => weight(10.0, 0.0),
        // A form left open overlaps by itself; two at one time far apart do not.
        "overlap" => weight(3.0, 5.0),
        "gap_short" => weight(5.0, 0.0),
        // Forms left open.
        "duration_long" | "spans_days" => NOTHING,

        // Content.
        "near_duplicate" => weight(14.0, 0.0),
        "low_variety" => weight(10.0, 0.0),
        // Invented interviews never meet a closed door.
        "nonresponse" => weight(7.0, 0.0),
        "dont_know" => weight(6.0, 0.0),
        "household_size_low" => weight(6.0, 0.0),
        // Depends most on who asks whom.
        "refusal" => weight(4.0, 0.0),

        // Clock.
        // Somebody may set the clock to make a tour look possible; tablets that correct themselves do so far more often. Where
        // it shows only because a wrong clock was corrected, it is that clock's and does not count.
        "clock_moved_back" => weight(3.0, 0.0),
        "odd_hours" => weight(3.0, 0.0),
        "time_order" => weight(2.0, 0.0),
        "outside_wave" => weight(2.0, 0.0),
        "fix_time_mismatch" | "future_time" => weight(1.0, 0.0),
        // A wrong clock is the tablet's, not the enumerator's; a late sync is the network's.
        "clock_offset" | "sync_lag" => NOTHING,

        // Identity.
        // Two who finished a household honestly while offline are found as well.
        "duplicate_household" => weight(5.0, 0.0),
        "not_on_roster" | "outside_deployment" => weight(3.0, 0.0),
        "enumerator_devices" | "not_certified" => weight(2.0, 0.0),
        // Replacement tablets, and tablets that were offline.
        "device_shared" | "form_outdated" => NOTHING,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::Check;

    #[test]
    fn every_check_has_been_weighed() {
        for check in Check::ALL {
            assert!(weight_of(check.code()).is_some(), "{}", check.code());
        }
    }

    #[test]
    fn families_add_up_to_a_hundred_and_none_reaches_a_third() {
        let most = Family::ALL.map(most_of_family);
        assert_eq!(most.iter().sum::<f64>(), 100.0);
        assert!(most.iter().all(|most| *most < 100.0 / 3.0));
    }

    #[test]
    fn a_wrong_clock_and_a_late_sync_weigh_nothing() {
        for code in ["clock_offset", "sync_lag", "device_shared", "form_outdated"] {
            assert_eq!(weight_of(code), Some(NOTHING));
        }
    }
}
