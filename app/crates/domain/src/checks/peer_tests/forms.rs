//! The check of old versions of the form, over a tehsil that goes over to a new one.

use super::*;
use crate::visit::FormVersion;

const HOUR_MS: i64 = 3_600_000;

fn version(version: i32) -> Option<FormVersion> {
    Some(FormVersion { form: 3, version })
}

/// An interview on a version, so many hours after the wave's first midnight.
fn at(enumerator: i32, hour: i64, form: Option<FormVersion>) -> Timed {
    let mut timed = interview(enumerator, hour);
    let start = MIDNIGHT_MS + hour * HOUR_MS;
    timed.visit.started_at = Some(EpochMs(start));
    timed.visit.ended_at = Some(EpochMs(start + HOUR_MS / 2));
    timed.visit.form = form;
    timed
}

/// Everybody begins on version 8; enumerators 2 and 3 go over to version 5 at 10:00 and 12:00 of the third day.
const IN_USE_H: i64 = 48 + 12;

fn tehsil() -> Vec<Vec<Timed>> {
    vec![
        vec![at(1, 9, version(8))],
        vec![at(2, 9, version(8)), at(2, 48 + 10, version(5))],
        vec![at(3, 9, version(8)), at(3, IN_USE_H, version(5))],
        vec![at(4, 9, version(8))],
    ]
}

fn outdated(everybody: &[Vec<Timed>]) -> Vec<Finding> {
    outdated_by(everybody, &WaveLimits::default())
}

fn outdated_by(everybody: &[Vec<Timed>], limits: &WaveLimits) -> Vec<Finding> {
    let found = found_with(everybody, Sheets::NONE, limits, 0);
    of_check(&found, Check::FormOutdated)
}

/// What is found when the first enumerator begins an interview at that hour.
fn outdated_at(hour: i64) -> Vec<Finding> {
    let mut everybody = tehsil();
    everybody[0].push(at(1, hour, version(8)));
    outdated(&everybody)
}

#[test]
fn an_interview_on_the_old_version_is_noted_once_a_day_has_passed() {
    let in_use_for = |ms: i64| {
        let mut everybody = tehsil();
        let mut late = at(1, IN_USE_H, version(8));
        late.visit.started_at = late.visit.started_at.map(|at| EpochMs(at.0 + ms));
        everybody[0].push(late);
        outdated(&everybody)
    };
    assert_eq!(in_use_for(24 * HOUR_MS - 1), []);
    assert_eq!(in_use_for(24 * HOUR_MS), []);
    let found = in_use_for(24 * HOUR_MS + 1);
    assert_eq!((found.len(), found[0].severity), (1, Severity::Info));
    assert!(matches!(found[0].subject, Subject::Day { .. }));
    let Evidence::FormOutdated(evidence) = found[0].evidence else {
        panic!("{found:?}");
    };
    assert_eq!(Some(evidence.form), version(8));
    assert_eq!(evidence.against.form_version, 5);
    let since = EpochMs(MIDNIGHT_MS + IN_USE_H * HOUR_MS);
    assert_eq!(evidence.against.in_use_since, since);
}

#[test]
fn a_days_interviews_on_the_old_version_are_one_finding() {
    let mut everybody = tehsil();
    let hours = [48 + 9, 120 + 9, 120 + 11, 120 + 14, 144 + 9];
    everybody[0].extend(hours.map(|hour| at(1, hour, version(8))));
    everybody[0][3].visit.device = Some(77);
    let found = outdated(&everybody);
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[0].evidence.say(Lang::En),
        "Interviews on an old version of the form that day: 3. A newer one had been in use in the tehsil for 69 h 0 min."
    );
    let Evidence::FormOutdated(evidence) = found[0].evidence else {
        panic!("{found:?}");
    };
    assert_eq!((evidence.interviews, evidence.devices), (3, 2));
    let said = found[1].evidence.say(Lang::Ur);
    assert!(!said.contains(['{', '}']), "{said}");
}

#[test]
fn a_lone_first_user_of_a_new_version_puts_nobody_in_the_wrong() {
    let mut everybody = tehsil();
    everybody[0].push(at(1, 144, version(8)));
    everybody[2].pop();
    assert_eq!(outdated(&everybody), []);
    // Nor does the same one who uses it again.
    everybody[1].push(at(2, 72, version(5)));
    assert_eq!(outdated(&everybody), []);
    everybody[3].push(at(4, 100, version(5)));
    assert_eq!(outdated(&everybody).len(), 1);
}

#[test]
fn how_many_make_use_and_how_long_the_old_one_may_stay_are_thresholds() {
    let mut everybody = tehsil();
    everybody[0].push(at(1, 144, version(8)));
    let with = |name: &str, value: f64| {
        let limits = limits_with("form_outdated", name, value);
        outdated_by(&everybody, &limits).len()
    };
    assert_eq!(
        [
            with("least_enumerators", 2.0),
            with("least_enumerators", 3.0)
        ],
        [1, 0]
    );
    // In use for 84 hours; but version 5 came 49 hours after version 8, and is told to be newer only within these.
    assert_eq!(
        [
            with("grace_h", 48.0),
            with("grace_h", 49.0),
            with("grace_h", 0.0)
        ],
        [1, 0, 1]
    );
}

#[test]
fn the_new_version_and_one_that_comes_after_it_are_told_apart() {
    let mut everybody = tehsil();
    everybody[0].push(at(1, 144, version(5)));
    assert_eq!(outdated(&everybody), []);
    // Two more go over to a third one: what was new is old.
    everybody[1].push(at(2, 160, version(6)));
    everybody[2].push(at(3, 161, version(6)));
    everybody[0].push(at(1, 192, version(5)));
    let found = outdated(&everybody);
    assert_eq!(found.len(), 1);
    // Whoever is two behind is told of the first that came, whatever comes later.
    everybody[0].push(at(1, 216, version(8)));
    let found = outdated(&everybody);
    let newer = |finding: &Finding| match finding.evidence {
        Evidence::FormOutdated(evidence) => evidence.against.form_version,
        _ => 0,
    };
    assert_eq!(found.iter().map(newer).collect::<Vec<_>>(), [6, 5]);
}

#[test]
fn versions_that_came_together_another_form_and_another_tehsil_say_nothing() {
    let mut together = tehsil();
    together[0].push(at(1, 144, version(8)));
    for visits in &mut together[1..] {
        visits[0] = at(visits[0].visit.enumerator, 20, version(5));
    }
    assert_eq!(outdated(&together), []);

    let mut another_form = tehsil();
    let form = Some(FormVersion {
        form: 4,
        version: 1,
    });
    another_form[0] = vec![at(1, 9, form), at(1, 144, form)];
    assert_eq!(outdated(&another_form), []);

    let mut elsewhere = tehsil();
    elsewhere[0].push(at(1, 144, version(8)));
    for timed in &mut elsewhere[0] {
        timed.visit.area = 21;
    }
    assert_eq!(outdated(&elsewhere), []);

    let mut unknown = tehsil();
    unknown[0].push(at(1, 144, None));
    assert_eq!(outdated(&unknown), []);
}

#[test]
fn an_uncertain_clock_neither_dates_a_version_nor_accuses_anybody() {
    let uncertain = Reading {
        offset_ms: 0,
        certainty: Certainty::Uncertain,
    };
    assert_eq!(outdated_at(144).len(), 1);
    let mut everybody = tehsil();
    everybody[0].push(at(1, 144, version(8)));
    everybody[0][1].clock = uncertain;
    assert_eq!(outdated(&everybody), []);
    everybody[0][1].clock = Reading::default();
    everybody[2][1].clock = uncertain;
    assert_eq!(outdated(&everybody), []);
}

#[test]
fn a_start_by_a_corrected_clock_is_told_with_its_correction() {
    let mut everybody = tehsil();
    let mut late = at(1, 144, version(8));
    late.clock = Reading {
        offset_ms: 12 * HOUR_MS,
        certainty: Certainty::Measured,
    };
    everybody[0].push(late);
    let said = outdated(&everybody)[0].evidence.say(Lang::En);
    assert!(
        said.contains("for 3 days 0 h. The tablet's clock was 12 h 0 min fast"),
        "{said}"
    );
}

#[test]
fn what_was_rejected_or_is_no_interview_is_not_noted() {
    let mut everybody = tehsil();
    everybody[0].push(at(1, 144, version(8)));
    everybody[0][1].visit.outcome = Outcome::NotAtHome;
    assert_eq!(outdated(&everybody), []);
    everybody[0][1].visit.outcome = Outcome::Complete;
    everybody[0][1].visit.review_state = ReviewState::Rejected;
    assert_eq!(outdated(&everybody), []);
}
