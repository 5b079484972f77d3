//! What can be set, and what holds where.

use super::*;
use crate::setting::Setting;

fn id(name: &str) -> ThresholdId {
    let (check, threshold) = name.split_once('.').unwrap();
    ThresholdId::find(check, threshold).unwrap()
}

fn at(wave: Option<i32>, setting: Option<Setting>) -> Extent {
    Extent { wave, setting }
}

const SPEED: &str = "travel_speed.fastest_kmh";

#[test]
fn the_most_specific_setting_holds_and_a_wave_comes_before_town_or_country() {
    let (urban, rural) = (Some(Setting::Urban), Some(Setting::Rural));
    let mut book = LimitsBook::default();
    let held = |book: &LimitsBook| {
        [
            at(Some(1), urban),
            at(Some(1), rural),
            at(Some(1), None),
            at(Some(2), urban),
            at(Some(2), rural),
            at(Some(2), None),
        ]
        .map(|extent| {
            let limits = book.in_wave(extent.wave.unwrap());
            let prepared = limits.at(extent.setting).get(Check::TravelSpeed, 0);
            assert_eq!(prepared, book.holds_at(id(SPEED), extent));
            prepared
        })
    };
    assert_eq!(held(&book), [120.0; 6]);
    book.set(id(SPEED), Extent::EVERYWHERE, Some(100.0))
        .unwrap();
    assert_eq!(held(&book), [100.0; 6]);
    book.set(id(SPEED), at(None, urban), Some(60.0)).unwrap();
    assert_eq!(held(&book), [60.0, 100.0, 100.0, 60.0, 100.0, 100.0]);
    book.set(id(SPEED), at(Some(1), None), Some(90.0)).unwrap();
    assert_eq!(held(&book), [90.0, 90.0, 90.0, 60.0, 100.0, 100.0]);
    book.set(id(SPEED), at(Some(1), rural), Some(150.0))
        .unwrap();
    assert_eq!(held(&book), [90.0, 150.0, 90.0, 60.0, 100.0, 100.0]);
    book.set(id(SPEED), at(Some(1), None), None).unwrap();
    assert_eq!(held(&book), [60.0, 150.0, 100.0, 60.0, 100.0, 100.0]);
}

#[test]
fn no_place_is_asked_for_where_none_makes_a_difference() {
    let mut book = LimitsBook::default();
    assert!(book.in_wave(1).same_everywhere().is_some());
    book.set(id(SPEED), at(Some(1), None), Some(90.0)).unwrap();
    assert!(book.in_wave(1).same_everywhere().is_some());
    book.set(id(SPEED), at(Some(1), Some(Setting::Urban)), Some(60.0))
        .unwrap();
    assert!(book.in_wave(1).same_everywhere().is_none());
    assert!(book.in_wave(2).same_everywhere().is_some());
}

#[test]
fn what_makes_no_sense_is_refused_with_what_is_allowed_and_changes_nothing() {
    let mut book = LimitsBook::default();
    let mut refused = |name: &str, extent: Extent, value: Option<f64>| {
        book.set(id(name), extent, value).unwrap_err().to_string()
    };
    let everywhere = Extent::EVERYWHERE;
    for value in [-1.0, 19.999, 1_000.001, f64::NAN, f64::INFINITY] {
        assert_eq!(
            refused(SPEED, everywhere, Some(value)),
            "travel_speed.fastest_kmh must be a number from 20 to 1000 km/h."
        );
    }
    assert_eq!(
        refused("gps_missing.least_interviews", everywhere, Some(30.5)),
        "gps_missing.least_interviews must be a whole number from 10 to 10000."
    );
    assert_eq!(
        refused(SPEED, everywhere, None),
        "travel_speed.fastest_kmh is not set there, so that there is nothing to take back."
    );
    let urban = at(None, Some(Setting::Urban));
    for extent in [urban, at(Some(1), None)] {
        assert_eq!(
            refused("clock_offset.review_min", extent, Some(30.0)),
            "The thresholds of clock_offset hold everywhere: a tablet's clock runs on through waves and from town to village. \
             Leave wave and setting empty."
        );
    }
    assert_eq!(book, LimitsBook::default());
    for value in [20.0, 1_000.0] {
        book.set(id(SPEED), everywhere, Some(value)).unwrap();
    }
}

#[test]
fn an_unknown_check_or_threshold_is_named_with_those_that_there_are() {
    let refused = |check, name| ThresholdId::find(check, name).unwrap_err().to_string();
    assert!(
        refused("travel_sped", "fastest_kmh").starts_with(
            "There is no check \"travel_sped\". Known are: gps_missing, travel_speed,"
        )
    );
    assert_eq!(
        refused("travel_speed", "fastest"),
        "The check travel_speed has no threshold \"fastest\"; it has: fastest_kmh, apart_m."
    );
    assert_eq!(
        refused("time_order", "late_h"),
        "The check time_order has no threshold \"late_h\"; it has none."
    );
}

#[test]
fn a_value_is_read_with_its_unit_and_refused_with_another() {
    let read = |name: &str, text: &str, is_beside: bool| {
        let id = id(name);
        read_value(id.check(), id.threshold(), text, is_beside)
            .map_err(|problem| problem.to_string())
    };
    assert_eq!(read(SPEED, " 90.5 km/h ", false), Ok(90.5));
    assert_eq!(read(SPEED, "90km/h", false), Ok(90.0));
    assert_eq!(read(SPEED, "90", true), Ok(90.0));
    assert_eq!(read("gps_missing.least_interviews", "40", false), Ok(40.0));
    assert_eq!(read("odd_hours.from_min", "06:30", false), Ok(390.0));
    assert_eq!(
        read("odd_hours.from_min", "390 min after midnight", false),
        Ok(390.0)
    );
    let said = |name: &str, text: &str| read(name, text, false).unwrap_err();
    assert_eq!(
        said(SPEED, "90"),
        "travel_speed.fastest_kmh needs its unit behind the number, as in \"120 km/h\"."
    );
    for text in ["90 mph", "90 m", "90 KM/H"] {
        assert!(
            said(SPEED, text).starts_with("travel_speed.fastest_kmh is measured in km/h, not in ")
        );
    }
    assert_eq!(
        said("gps_missing.least_interviews", "40 m"),
        "gps_missing.least_interviews is measured in things counted, without a unit, not in m."
    );
    for text in [
        "",
        "km/h",
        "ninety km/h",
        "1,000 km/h",
        "NaN km/h",
        "-90 km/h",
        "9-0 km/h",
    ] {
        assert_eq!(
            said(SPEED, text),
            "travel_speed.fastest_kmh must be a number from 20 to 1000 km/h.",
            "{text}"
        );
    }
    for text in ["25:00", "7:60", "7:x", ":"] {
        assert!(read("odd_hours.from_min", text, false).is_err(), "{text}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    for check in Check::ALL {
        for id in ThresholdId::all_of(*check) {
            let threshold = id.threshold();
            for value in [threshold.least, threshold.default, threshold.most] {
                let text = write_value(value, threshold.unit);
                let read = read_value(*check, threshold, &text, false);
                assert_eq!(read, Ok(value), "{text}");
            }
        }
    }
}
