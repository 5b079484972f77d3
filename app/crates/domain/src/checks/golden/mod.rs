//! Golden days: small days of field work, one file a check, with everything that all checks find in them.
//!
//! A file holds cases. `case` is followed by what it shows; `innocent` marks a look-alike on which the file's own check stays
//! silent. A visit is a line of key, times, fix, device, household, outcome (`complete` if left out) and `name=value`s:
//!
//! ```text
//! case Two tablets at the same time.
//!   1 09:00..09:30 0,0~8 t1 h1
//!   2 09:20..09:50 0,40~8 t2 h2 received=d1.18:00 by=1
//!   expect overlap severe 1+2
//! ```
//!
//! Times are those of the wall's clock on day 0, `d1.09:00` on the day after it, `?` where unknown. A fix is metres east and
//! north of a base point and its accuracy, or degrees north and east after an `@`, or `-`. Other lines: `area`, `roster`,
//! `limit`, and `correct`, which has the clocks estimated. What is not expected must not be found.

mod case;
mod figures;
mod read;

use super::*;
use crate::lang::Lang;
use case::Case;
use std::collections::BTreeSet;

/// Each check's file.
fn files() -> Vec<(Check, &'static str)> {
    macro_rules! files {
        ($($check:ident: $file:literal),+ $(,)?) => {
            vec![$((Check::$check, include_str!(concat!($file, ".txt")))),+]
        };
    }
    files![
        GpsMissing: "gps_missing",
        TravelSpeed: "travel_speed",
        GpsInvalid: "gps_invalid",
        GpsPoorAccuracy: "gps_poor_accuracy",
        GpsMock: "gps_mock",
        GpsRounded: "gps_rounded",
        GpsOutsideArea: "gps_outside_area",
        GpsOutsideSurvey: "gps_outside_survey",
        GpsRepeatedPoint: "gps_repeated_point",
        GpsFarFromListing: "gps_far_from_listing",
        GpsTwoPlaces: "gps_two_places",
        FixTimeMismatch: "fix_time_mismatch",
        TimeOrder: "time_order",
        DurationLong: "duration_long",
        Overlap: "overlap",
        GapShort: "gap_short",
        OddHours: "odd_hours",
        ClockOffset: "clock_offset",
        ClockMovedBack: "clock_moved_back",
        FutureTime: "future_time",
        OutsideWave: "outside_wave",
        SyncLag: "sync_lag",
        SpansDays: "spans_days",
        DeviceShared: "device_shared",
        EnumeratorDevices: "enumerator_devices",
        DuplicateHousehold: "duplicate_household",
        NotOnRoster: "not_on_roster",
        NotCertified: "not_certified",
        OutsideDeployment: "outside_deployment",
    ]
}

fn cases() -> Vec<(Check, Case)> {
    let mut cases = Vec::new();
    for (check, text) in files() {
        match read::cases(text) {
            Ok(read) => cases.extend(read.into_iter().map(|case| (check, case))),
            Err(problem) => panic!("{}.txt: {problem}", check.code()),
        }
    }
    cases
}

#[test]
fn every_golden_day_gives_exactly_the_findings_that_it_expects() {
    let mut wrong = Vec::new();
    for (check, case) in cases() {
        let found = case.found();
        if found != case.expected {
            wrong.push(format!(
                "{}.txt: {}\n  expected {:?}\n  found    {found:?}",
                check.code(),
                case.name,
                case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Judged by whole tehsils and not by one day: each fires and stays silent in `peer_tests.rs`.
const AMONG_PEERS: [Check; 10] = [
    Check::GpsClustered,
    Check::DurationShort,
    Check::TooManyADay,
    Check::Nonresponse,
    Check::DontKnow,
    Check::Refusal,
    Check::HouseholdSizeLow,
    Check::NearDuplicate,
    Check::LowVariety,
    Check::FormOutdated,
];

#[test]
fn every_check_has_a_day_on_which_it_fires_and_an_innocent_one_on_which_it_is_silent() {
    let cases = cases();
    let is_of = |expected: &str, check: Check| expected.split(' ').next() == Some(check.code());
    for check in Check::ALL
        .iter()
        .filter(|check| !AMONG_PEERS.contains(check))
    {
        let own = || cases.iter().filter(|(file, _)| file == check);
        let fires = |case: &Case| case.expected.iter().any(|line| is_of(line, *check));
        assert!(own().any(|(_, case)| fires(case)), "{}", check.code());
        assert!(
            own().any(|(_, case)| case.innocent),
            "{} has no innocent case",
            check.code()
        );
        for (_, case) in own().filter(|(_, case)| case.innocent) {
            assert!(!fires(case), "{}: {}", check.code(), case.name);
        }
    }
}

#[test]
fn findings_do_not_depend_on_the_order_in_which_visits_are_given() {
    for (check, case) in cases() {
        let length = case.visits.len();
        for step in [1, 2, 3] {
            let mut turned = case.clone();
            turned.visits.reverse();
            turned.visits.rotate_left(step % length.max(1));
            assert_eq!(
                turned.found(),
                case.found(),
                "{}: {}",
                check.code(),
                case.name
            );
        }
    }
}

#[test]
fn every_finding_is_told_in_both_languages_and_has_an_identity_of_its_own() {
    for (check, case) in cases() {
        let findings = case.findings();
        let identities: BTreeSet<i64> = findings.iter().map(Finding::identity).collect();
        assert_eq!(
            identities.len(),
            findings.len(),
            "{}: {}",
            check.code(),
            case.name
        );
        for finding in findings {
            for lang in [Lang::En, Lang::Ur] {
                let said = finding.evidence.say(lang);
                assert!(!said.is_empty() && !said.contains(['{', '}']), "{said}");
                let urdu = said.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
                assert_eq!(urdu, lang == Lang::Ur, "{said}");
                assert!(!said.contains(['ي', 'ك', 'ى', 'ة']), "{said}");
            }
        }
    }
}

#[test]
fn what_an_enumerator_is_flagged_for_is_said_in_plain_words() {
    let said = |name: &str| -> Vec<String> {
        let (_, case) = cases()
            .into_iter()
            .find(|(_, case)| case.name == name)
            .unwrap_or_else(|| panic!("there is no case {name}"));
        let findings = case.findings();
        findings.iter().map(|f| f.evidence.say(Lang::En)).collect()
    };
    assert_eq!(
        said("Two tablets at the same time."),
        [
            "They overlap by 10 min, 33 % of the shorter one. They were recorded on two tablets. They are 24 m apart."
        ]
    );
    assert_eq!(
        said("A form left open all morning, and what was begun meanwhile."),
        [
            "Open for 4 h 0 min.",
            "They overlap by 20 min, 100 % of the shorter one. They are 284 m apart. A form was left open; \
             interviews begun meanwhile: 3."
        ]
    );
}
