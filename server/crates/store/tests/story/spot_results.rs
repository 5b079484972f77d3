//! Rates of spot checks are made of what was drawn, of what had fired on it by then, and of what was found.

use super::spot_checks::{MONDAY, NOW, TEHSIL, list};
use crate::common::{by, fnv};
use domain::audit::{Action, Entry};
use domain::checks::{Check, Subject};
use domain::evaluate::Part;
use domain::spot_check::{Checked, Found, State, Verdict, figures, precision_of};
use domain::time::SurveyDay;
use std::collections::BTreeMap;
use store::Db;
use store::flags::{FindingRow, Judged, ToJudge, WorkRow};
use store::retention::ToErase;
use store::spot_checks::{SpotCheckRow, SpotCompleted, SpotResultsOf, SpotWaveDrawn};

/// Sizes of households say what fires on them: on `DURATION` a check of the visit, on `DAY` one of its day. On everything fires what is no more than
/// worth knowing, and something that this program does not know.
pub const DURATION: u32 = 41;
pub const DAY: SurveyDay = SurveyDay(MONDAY.0 + 2);

fn findings_of(facts: &ToJudge) -> Vec<FindingRow> {
    let mut findings = Vec::new();
    let mut add = |check: i16, severity, key: i64, subject: &str| {
        findings.push(FindingRow {
            enumerator_id: facts.enumerator_id,
            identity: findings.len() as i64 + 1,
            check_number: check,
            check_version: 1,
            severity,
            survey_day: MONDAY,
            area_id: 4,
            wave_id: 1,
            device_id: None,
            subject: subject.to_owned(),
            evidence: "{}".to_owned(),
            facts_hash: key,
        });
    };
    let json = |subject: Subject| serde_json::to_string(&subject).unwrap();
    for visit in &facts.visits {
        let key = visit.key;
        let of_visit = json(Subject::Visit { key });
        add(Check::GpsMissing.rank(), 0, key, &of_visit);
        add(Check::GpsMock.rank(), 2, key, "{\"of\":\"a later kind\"}");
        add(9_999, 2, key, &of_visit);
        if visit.household_size == Some(DURATION) {
            add(Check::DurationShort.rank(), 1, key, &of_visit);
        }
    }
    let of_day = json(Subject::Day { day: DAY });
    add(Check::TooManyADay.rank(), 2, 0, &of_day);
    findings
}

/// Judges everybody who waits.
pub async fn judge(db: &Db) {
    let judge = |some: &[ToJudge]| -> Vec<Judged> {
        some.iter()
            .map(|facts| Judged {
                findings: findings_of(facts),
                tallies: Vec::new(),
                runs: Vec::new(),
                work: WorkRow {
                    last_heard: None,
                    devices: Vec::new(),
                    days: Vec::new(),
                },
            })
            .collect()
    };
    let (_, last_change) = db.limits().await.unwrap();
    while db
        .judge_waiting(99, last_change, &judge)
        .await
        .unwrap()
        .unwrap()
        .enumerators
        > 0
    {}
}

/// Every wave under an area.
fn under(area: i32) -> SpotResultsOf {
    SpotResultsOf {
        wave: None,
        area: Some(area),
    }
}

pub async fn tell(db: &Db, draw_id: i32, wave: i32) {
    let rows = db.spot_results(SpotResultsOf::default()).await.unwrap();
    let checks = list(db, draw_id).await;
    assert_eq!(rows.len(), checks.len());
    what_was_drawn_is_whole(db, &rows, &checks).await;
    what_had_fired_was_kept(db, &rows, &checks).await;
    what_was_found_is_counted(&rows, &checks);
    only_what_is_meant_is_read(db, &rows, wave).await;
    completed_interviews_are_those_that_draws_are_made_from(db, wave).await;

    // What the domain makes of it.
    let all = figures(&rows, 40, |_| true);
    assert_eq!(all.checked, Part { part: 2, of: 40 });
    assert_eq!(all.verdicts, [1, 0, 0, 1, 0]);
    assert_eq!(all.errors[0].unwrap().rate, 1.0);
    assert_eq!(all.errors[1].unwrap().rate, 0.0);
    assert_eq!(all.errors[2], None);
}

async fn what_was_drawn_is_whole(db: &Db, rows: &[Checked], checks: &[SpotCheckRow]) {
    let by_key: BTreeMap<i64, &SpotCheckRow> =
        checks.iter().map(|check| (check.raw_id, check)).collect();
    for row in rows {
        let check = by_key[&row.key];
        let draw = db.find_spot_draw(check.draw_id).await.unwrap().unwrap();
        let stratum = draw.plan.strata[check.stratum as usize];
        assert_eq!(row.stratum_interviews, stratum.interviews);
        assert_eq!(
            (row.layer, row.enumerator, row.union_council),
            (stratum.layer, check.enumerator_id, check.area_id)
        );
        assert_eq!((row.tehsil, row.verdict), (TEHSIL, check.outcome));
    }
    let replaced = checks
        .iter()
        .filter(|check| check.state == State::Replaced)
        .count();
    assert!(replaced > 0, "those replaced stay in");
}

async fn what_had_fired_was_kept(db: &Db, rows: &[Checked], checks: &[SpotCheckRow]) {
    let mut of_visit = 0;
    for row in rows {
        let check = checks.iter().find(|check| check.raw_id == row.key).unwrap();
        let mut expected = Vec::new();
        if check.survey_day == DAY {
            expected.push(Check::TooManyADay);
        }
        if sent_with(&check.submission_id) == DURATION {
            of_visit += 1;
            expected.push(Check::DurationShort);
        }
        expected.sort_by_key(|check| check.rank());
        let mut fired = row.fired.clone().unwrap();
        fired.sort_by_key(|check| check.rank());
        assert_eq!(fired, expected, "{}", check.submission_id);
    }
    assert!(of_visit > 0 && of_visit < rows.len());
    let instead = checks.iter().filter(|check| check.replaces.is_some());
    let on_them: Vec<_> = instead
        .map(|check| rows.iter().find(|row| row.key == check.raw_id).unwrap())
        .filter(|row| row.fired != Some(Vec::new()))
        .collect();
    assert!(
        !on_them.is_empty(),
        "of those visited instead it is known too"
    );

    // What is found later changes nothing.
    db.judge_everybody_again().await.unwrap();
    let nothing = |some: &[ToJudge]| -> Vec<Judged> {
        some.iter()
            .map(|_| Judged {
                findings: Vec::new(),
                tallies: Vec::new(),
                runs: Vec::new(),
                work: WorkRow {
                    last_heard: None,
                    devices: Vec::new(),
                    days: Vec::new(),
                },
            })
            .collect()
    };
    let (_, last_change) = db.limits().await.unwrap();
    let judged = db.judge_waiting(999, last_change, &nothing).await.unwrap();
    assert!(judged.unwrap().enumerators > 0);
    assert_eq!(
        db.spot_results(SpotResultsOf::default()).await.unwrap(),
        rows
    );
    let short = precision_of(rows, Check::DurationShort);
    assert_eq!(short.drawn as usize, of_visit);
}

/// The household's size that a submission of the story was sent with.
pub fn size_of(n: i32) -> u32 {
    if n / 2 % 3 != 0 { DURATION } else { 6 }
}

fn sent_with(submission_id: &str) -> u32 {
    let number = submission_id.trim_start_matches("sp-");
    size_of(number.parse().unwrap())
}

fn what_was_found_is_counted(rows: &[Checked], checks: &[SpotCheckRow]) {
    let of = |check: &SpotCheckRow| rows.iter().find(|row| row.key == check.raw_id).unwrap();
    let [one, none] = [Part { part: 1, of: 1 }, Part { part: 0, of: 1 }];
    let (first, second) = (of(&checks[0]), of(&checks[1]));
    assert_eq!(
        (first.found, first.errors, first.verdict),
        (
            Some(Found::Found),
            [one, none, Part::default()],
            Some(Verdict::Concordant)
        )
    );
    // Nothing was compared at a door that is not there.
    assert_eq!(
        (second.found, second.errors, second.verdict),
        (
            Some(Found::NotFound),
            [Part::default(); 3],
            Some(Verdict::Fabricated)
        )
    );
    for check in checks {
        let row = of(check);
        match check.state {
            State::Replaced => assert_eq!(row.found, Some(Found::NotAtHome)),
            State::Drawn => assert_eq!(row.found, None),
            State::Assigned if check.attempts == 0 => assert_eq!(row.found, None),
            _ => assert!(row.found.is_some()),
        }
    }
}

async fn only_what_is_meant_is_read(db: &Db, rows: &[Checked], wave: i32) {
    let of = |of: SpotResultsOf| async move { db.spot_results(of).await.unwrap() };
    assert_eq!(of(under(1)).await, rows, "of everything above the tehsil");
    assert_eq!(of(under(TEHSIL)).await, rows);
    assert_eq!(of(under(6)).await, [], "of the tehsil beside it");
    assert_eq!(of(under(4)).await, [], "strata are of a whole tehsil");
    let of_wave = |wave| SpotResultsOf {
        wave: Some(wave),
        area: Some(TEHSIL),
    };
    assert_eq!(of(of_wave(wave)).await, rows);
    assert_eq!(of(of_wave(wave + 99)).await, []);
    let beside = db
        .spot_results_beside(of_wave(wave), rows[0].enumerator)
        .await;
    assert_eq!(beside.unwrap(), rows, "whole draws");
    let nobody = db.spot_results_beside(of_wave(wave), 9_999).await;
    assert_eq!(nobody.unwrap(), []);
    let drawn = [SpotWaveDrawn {
        wave_id: wave,
        code: "SW".to_owned(),
        draws: 1,
    }];
    assert_eq!(db.spot_waves_drawn(1).await.unwrap(), drawn);
    assert_eq!(db.spot_waves_drawn(6).await.unwrap(), []);
}

async fn completed_interviews_are_those_that_draws_are_made_from(db: &Db, wave: i32) {
    db.roll_up().await.unwrap();
    let of = |wave, area| SpotResultsOf {
        wave: Some(wave),
        area: Some(area),
    };
    let completed = db.spot_completed(of(wave, TEHSIL)).await.unwrap();
    let areas: Vec<i32> = completed.iter().map(|one| one.area_id).collect();
    assert_eq!(areas, [4, 5], "one enumerator each");
    let counted: Vec<u64> = completed.iter().map(|one| one.counted).collect();
    // Beside the twenty of the week each: one of the week after it, and one of the week before.
    assert_eq!(counted, [21, 21]);
    assert!(completed.iter().all(|one| one.repeated == 0));
    let all_waves = db.spot_completed(under(TEHSIL)).await.unwrap();
    let sum = |rows: &[SpotCompleted]| rows.iter().map(|one| one.counted).sum::<u64>();
    assert_eq!(sum(&all_waves), sum(&completed) + 1, "one of wave W1");
    assert_eq!(db.spot_completed(under(6)).await.unwrap(), []);
    assert_eq!(db.spot_completed(of(wave, 5)).await.unwrap(), []);
}

/// What a household said goes with its submission; what rates are made of stays.
pub async fn outlive_what_the_household_said(db: &Db, draw_id: i32) {
    let before = db.spot_results(SpotResultsOf::default()).await.unwrap();
    let checks = list(db, draw_id).await;
    // That of two revisions is left.
    let decided = checks[..2].iter().find(|one| one.submission_id != "sp-0");
    let check = decided.unwrap();
    let gone = ToErase {
        id_hash: fnv(check.submission_id.as_bytes()),
        submission_id: check.submission_id.clone(),
        revisions: vec![check.raw_id],
    };
    let erased = db
        .erase_submissions(&[gone], &[7; 32], NOW, |_| {
            Entry::new(NOW, &by(), Action::Retention)
        })
        .await;
    assert_eq!(erased.unwrap().submissions, 1);
    assert_eq!(db.spot_visits(check.check_id).await.unwrap(), []);
    let after = db.spot_results(SpotResultsOf::default()).await.unwrap();
    assert_eq!(after, before);
}
