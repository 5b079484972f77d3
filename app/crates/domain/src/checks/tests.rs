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
