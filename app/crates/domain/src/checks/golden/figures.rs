//! The figures of what is found on golden days. Those against peers are looked at in `peer_tests.rs`.

use super::*;
use crate::checks::measured_tests::{WITHOUT_FIGURE, is_beyond_its_limit};

#[test]
fn every_figure_is_finite_and_beyond_the_limit_that_held() {
    for (_, case) in cases() {
        for finding in case.findings() {
            is_beyond_its_limit(&finding, &case.limits_of(&finding));
        }
    }
}

/// The first figure of each check's golden days, as `check: value unit, limit threshold`: mostly it is just beyond.
fn first_figures() -> Vec<String> {
    let mut figures = Vec::new();
    for (check, text) in files() {
        let cases = read::cases(text).unwrap_or_default();
        let mut measured = cases.iter().flat_map(|case| {
            let own = case.findings().into_iter();
            let own = own.filter(|finding| finding.check() == check);
            own.filter_map(|finding| finding.evidence.measured(&case.limits_of(&finding)))
                .collect::<Vec<Measured>>()
        });
        figures.extend(measured.next().map(|measured| {
            format!(
                "{}: {:.4} {}, limit {}",
                check.code(),
                measured.value,
                measured.unit.symbol(),
                measured.threshold
            )
        }));
    }
    figures
}

#[test]
fn a_figure_is_in_the_unit_of_its_threshold() {
    assert_eq!(
        first_figures(),
        [
            "travel_speed: 120.0060 km/h, limit 120",
            "gps_poor_accuracy: 50.1000 m, limit 50",
            "gps_rounded: 3.0000 decimals, limit 3",
            "gps_outside_area: 120.1000 m, limit 120",
            "gps_repeated_point: 3.0000 , limit 3",
            "gps_far_from_listing: 100.1000 m, limit 100",
            "gps_two_places: 100.1000 m, limit 100",
            "fix_time_mismatch: 10.0167 min, limit 10",
            "duration_long: 180.0167 min, limit 180",
            "overlap: 60.0000 s, limit 60",
            "gap_short: 59.0000 s, limit 60",
            "odd_hours: 419.0000 min after midnight, limit 420",
            "clock_offset: 5.0167 min, limit 5",
            "clock_moved_back: 181.0000 s, limit 180",
            "future_time: 5.0167 min, limit 5",
            "sync_lag: 48.0003 h, limit 48",
            "enumerator_devices: 3.0000 , limit 2",
        ]
    );
}

#[test]
fn checks_without_a_threshold_have_no_figure_and_all_others_have_one() {
    let without = Check::ALL.iter().copied();
    // What is missing on one interview is missing; the share of a wave is compared.
    let without: Vec<Check> = without
        .filter(|check| check.about().thresholds.is_empty())
        .collect();
    assert_eq!(without, WITHOUT_FIGURE);
}
