//! What holds for every check.

use super::*;
use crate::lang::Lang;
use crate::text::Text;
use std::collections::BTreeSet;

fn texts_of(check: Check) -> Vec<Text> {
    let about = check.about();
    let thresholds = about.thresholds.iter().map(|threshold| threshold.about);
    [about.title, about.rule]
        .into_iter()
        .chain(about.innocent.iter().copied())
        .chain(thresholds)
        .collect()
}

#[test]
fn every_check_has_a_number_and_a_code_of_its_own_and_reads_both_back() {
    let ranks: BTreeSet<i16> = Check::ALL.iter().map(|check| check.rank()).collect();
    let codes: BTreeSet<&str> = Check::ALL.iter().map(|check| check.code()).collect();
    assert_eq!(
        (ranks.len(), codes.len()),
        (Check::ALL.len(), Check::ALL.len())
    );
    for check in Check::ALL {
        assert_eq!(Check::from_rank(check.rank()), Some(*check));
        assert_eq!(Check::from_code(check.code()), Some(*check));
    }
}

#[test]
fn every_check_explains_itself_in_both_languages_and_names_an_innocent_cause() {
    for check in Check::ALL {
        assert!(!check.about().innocent.is_empty(), "{}", check.code());
        for text in texts_of(*check) {
            let has_urdu =
                |text: &str| text.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
            assert!(
                has_urdu(text.say(Lang::Ur)),
                "{}: {}",
                check.code(),
                text.en
            );
            assert!(
                !has_urdu(text.say(Lang::En)),
                "{}: {}",
                check.code(),
                text.en
            );
            for wrong in ['ي', 'ك', 'ى', 'ة'] {
                assert!(
                    !text.ur.contains(wrong),
                    "{} has {wrong}: {}",
                    check.code(),
                    text.ur
                );
            }
        }
    }
}

#[test]
fn every_threshold_has_a_default_within_its_bounds_and_a_name_that_says_its_unit() {
    for check in Check::ALL {
        let mut names = BTreeSet::new();
        for threshold in check.about().thresholds {
            assert!(names.insert(threshold.name), "{}", threshold.name);
            assert!((threshold.least..=threshold.most).contains(&threshold.default));
            let suffix = match threshold.unit {
                Unit::Metres => "_m",
                Unit::KmPerHour => "_kmh",
                Unit::Seconds => "_s",
                Unit::Minutes | Unit::MinuteOfDay => "_min",
                Unit::Hours => "_h",
                Unit::Percent => "_pct",
                Unit::Deviations => "_sd",
                Unit::Count | Unit::Decimals => "",
            };
            assert!(
                threshold.name.ends_with(suffix),
                "{}.{}",
                check.code(),
                threshold.name
            );
        }
    }
}

#[test]
fn a_threshold_that_makes_no_sense_is_refused_with_what_is_allowed() {
    let mut limits = Limits::default();
    let refused = |limits: &mut Limits, check: &str, name: &str, value: f64| {
        limits.set(check, name, value).unwrap_err().to_string()
    };
    assert_eq!(
        refused(&mut limits, "travel_speed", "fastest_kmh", -1.0),
        "travel_speed.fastest_kmh must be a number from 20 to 1000 km/h."
    );
    assert!(
        refused(&mut limits, "travel_sped", "fastest_kmh", 90.0).contains("Known are: gps_missing")
    );
    assert_eq!(
        refused(&mut limits, "travel_speed", "fastest", 90.0),
        "The check travel_speed has no threshold \"fastest\"; it has: fastest_kmh, apart_m."
    );
    assert!(limits.set("travel_speed", "fastest_kmh", f64::NAN).is_err());
    assert_eq!(limits, Limits::default());
    limits.set("travel_speed", "fastest_kmh", 90.0).unwrap();
    assert_eq!(limits.get(Check::TravelSpeed, 0), 90.0);
}
