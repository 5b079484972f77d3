//! Work is judged when it changes, people decide, and what they decided stays while the facts are the same.

use crate::common::{NOON_MS, arrival, by, fact, fnv, record};
use domain::flag::{Action, Reason, Status};
use domain::people::Role;
use domain::time::{EpochMs, SurveyDay};
use domain::visit::FormVersion;
use store::flags::{
    ClockRunRow, FindingRow, FlagFilter, FlagRow, FlagsOfDay, Judged, NewStep, PeersRow,
    QualityRows, RiskRow, TallyRow, ToJudge, WorkRow,
};
use store::{Db, FactInput, FirstGrant, NewUser};

const PROVINCE: i32 = 1;

/// One finding a complete interview, which says its size; one run a device, which says how many visits it has in all.
fn judge(facts: &ToJudge) -> Judged {
    let mut devices: Vec<i32> = facts
        .visits
        .iter()
        .filter_map(|visit| visit.device)
        .collect();
    devices.sort_unstable();
    devices.dedup();
    let all = || facts.visits.iter().chain(&facts.beside);
    let on_form = FormVersion {
        form: 1,
        version: 1,
    };
    for visit in &facts.visits {
        assert_eq!(facts.sheets.get(visit.key), fact().sheet.as_ref());
        assert_eq!(visit.form, Some(on_form));
    }
    Judged {
        findings: facts
            .visits
            .iter()
            .map(|visit| FindingRow {
                enumerator_id: facts.enumerator_id,
                identity: visit.key >> 1 & i64::MAX,
                check_number: 1,
                check_version: 1,
                severity: if visit.household_size == Some(1) {
                    2
                } else {
                    1
                },
                survey_day: SurveyDay(20_600),
                area_id: visit.area,
                wave_id: visit.wave,
                device_id: visit.device,
                subject: "{}".to_owned(),
                evidence: format!("{:?} beside {}", visit.household_size, facts.counted.len()),
                facts_hash: i64::from(visit.household_size.unwrap_or(0)),
            })
            .collect(),
        tallies: vec![TallyRow {
            enumerator_id: facts.enumerator_id,
            wave_id: 1,
            tehsil_id: 3,
            interviews: facts.visits.len() as i64,
            sums: "{}".to_owned(),
        }],
        runs: devices
            .iter()
            .map(|device| {
                let visits = all().filter(|visit| visit.device == Some(*device)).count();
                ClockRunRow {
                    device_id: *device,
                    run: 0,
                    visits: visits as i32,
                    offset_ms: 0,
                    certainty: 0,
                    evidence: "{}".to_owned(),
                    digest: 0,
                }
            })
            .collect(),
        work: WorkRow {
            last_heard: facts
                .visits
                .iter()
                .filter_map(|visit| visit.received_at)
                .max(),
            devices: devices.iter().map(|device| (*device, EpochMs(1))).collect(),
            days: vec![facts.visits.len() as u8],
        },
    }
}

/// Pages and previews go by the same answers as the judging.
async fn read_outside_of_judging(db: &Db, enumerator: &str) {
    let key = key_of(db, enumerator).await.unwrap();
    let (facts, ids) = db.sent_by(key).await.unwrap();
    assert!(!facts.visits.is_empty());
    assert_eq!(ids.len(), facts.visits.len());
    judge(&facts);
}

fn judge_each(some: &[ToJudge]) -> Vec<Judged> {
    some.iter().map(judge).collect()
}

async fn judge_all(db: &Db) -> u64 {
    let mut judged = 0;
    loop {
        let some = db.judge_waiting(1, 0, &judge_each).await.unwrap().unwrap();
        if some.enumerators == 0 {
            return judged;
        }
        judged += some.enumerators;
    }
}

fn made(enumerator: &str, size: u32) -> FactInput {
    FactInput {
        enumerator_code: enumerator.to_owned(),
        device_code: Some("shared".to_owned()),
        household_size: Some(size),
        survey_day: SurveyDay(20_600),
        area_id: 5,
        ..fact()
    }
}

async fn key_of(db: &Db, enumerator: &str) -> Option<i32> {
    let found = db.enumerator(enumerator).await.unwrap();
    found.map(|who| who.enumerator_id)
}

async fn flags_of(db: &Db, enumerator: &str) -> Vec<FlagRow> {
    let filter = FlagFilter {
        enumerator: key_of(db, enumerator).await,
        ..FlagFilter::of_area(PROVINCE)
    };
    db.list_flags(&filter, None, 100).await.unwrap()
}

pub async fn tell(db: &Db) {
    assert!(
        db.count_unjudged().await.unwrap() > 0,
        "what was recorded waits"
    );
    judge_all(db).await;
    whoever_shares_a_device_is_judged_when_its_clock_reads_otherwise(db).await;
    a_device_that_everybody_uses_is_none(db).await;
    the_holder_of_a_repeated_household_is_known(db).await;
    read_outside_of_judging(db, "F3").await;
    lists_follow_filters_and_pages_leave_nothing_out(db).await;
    what_was_decided_stays_until_the_facts_change(db).await;
    statistics_have_versions_and_risks_are_replaced(db).await;
    what_measures_are_built_from_follows_judging_and_decisions(db).await;
}

async fn what_measures_are_built_from_follows_judging_and_decisions(db: &Db) {
    let before = db.quality_rows().await.unwrap();
    assert_eq!(before.version, db.quality_version().await.unwrap());
    let everywhere = FlagFilter::of_area(PROVINCE);
    let counted = db.count_flags(&everywhere).await.unwrap();
    let of_status = |rows: &QualityRows, status: Status| -> u64 {
        let such = rows.flags.iter().filter(|flags| flags.status == status);
        such.map(|flags| u64::from(flags.flags)).sum()
    };
    for status in Status::ALL {
        let listed = counted.iter().filter(|count| count.status == status);
        let listed: u64 = listed.map(|count| count.flags).sum();
        assert_eq!(of_status(&before, status), listed, "{status:?}");
    }
    let decided =
        |flags: &&FlagsOfDay| matches!(flags.status, Status::Confirmed | Status::Dismissed);
    assert!(
        before
            .flags
            .iter()
            .filter(decided)
            .all(|flags| flags.changed_at.is_some())
    );

    // Whoever was judged has days; one of their flags is confirmed, and the version rises.
    let one = flags_of(db, "G1").await.remove(0);
    let user = db.find_user("qa-of-flags").await.unwrap();
    let step = NewStep {
        user_id: user.map_or(1, |user| user.user_id),
        at: EpochMs(NOON_MS + 9),
        action: Action::Confirm,
        reason: Some(Reason::WrongPlace),
        note: None,
        assignee: None,
    };
    let filter = FlagFilter {
        enumerator: Some(one.finding.enumerator_id),
        ..everywhere
    };
    let taken = db
        .take_step(&filter, Some(one.finding.identity), Some(1), &step, &by())
        .await;
    assert_eq!(taken.unwrap(), Some(1));
    let after = db.quality_rows().await.unwrap();
    assert!(after.version > before.version);
    assert_eq!(
        of_status(&after, Status::Confirmed),
        of_status(&before, Status::Confirmed) + u64::from(one.status != Status::Confirmed)
    );
    let g1 = one.finding.enumerator_id;
    assert!(
        after
            .days
            .iter()
            .any(|(enumerator, days)| *enumerator == g1 && !days.is_empty())
    );

    let heard = db.heard().await.unwrap();
    assert!(heard.windows(2).all(|pair| pair[0].code < pair[1].code));
    let of_g1 = heard
        .iter()
        .find(|heard| heard.enumerator_id == g1)
        .unwrap();
    assert_eq!(of_g1.code, "G1");
    let devices = db.devices_heard().await.unwrap();
    assert!(
        devices.windows(2).all(|pair| pair[0].code < pair[1].code),
        "each device once"
    );
    assert!(
        devices
            .iter()
            .any(|device| device.code == "shared" && device.last_heard == EpochMs(1))
    );
}

async fn statistics_have_versions_and_risks_are_replaced(db: &Db) {
    assert_eq!(db.newest_peers().await.unwrap(), None);
    let interviews = db.tallied_interviews().await.unwrap();
    let tallies = db.all_tallies().await.unwrap();
    assert_eq!(
        interviews,
        tallies.iter().map(|tally| tally.interviews).sum::<i64>()
    );
    assert!(interviews > 7);
    let row = |version| PeersRow {
        version,
        made_at: EpochMs(NOON_MS),
        interviews,
        last_change: 0,
        checks: 77,
        peers: "{}".to_owned(),
    };
    assert!(db.keep_peers(&row(1)).await.unwrap());
    let again = db.keep_peers(&row(1)).await.unwrap();
    assert!(!again, "somebody else was first");
    assert!(db.keep_peers(&row(2)).await.unwrap());
    assert_eq!(db.newest_peers().await.unwrap(), Some(row(2)));
    assert_eq!(
        judge_all(db).await,
        tallies.iter().filter(|tally| tally.interviews > 0).count() as u64,
        "everybody is judged by the new ones"
    );

    let g1 = key_of(db, "G1").await.unwrap();
    let risk = |tehsil_id, score| RiskRow {
        flags_score: score / 2.0,
        told: 3,
        fabricated: 1,
        enumerator_id: g1,
        wave_id: 1,
        tehsil_id,
        interviews: 7,
        score,
        place: 1,
        among: 1,
        reasons: "[]".to_owned(),
    };
    db.keep_risks(&[risk(3, 9.0), risk(2, 4.5)]).await.unwrap();
    db.keep_risks(&[risk(3, 1.5)]).await.unwrap();
    let listed = db.list_risks(PROVINCE, 0, 10).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0].risk.score, listed[0].enumerator_code.as_str()),
        (1.5, "G1")
    );
    assert!(db.list_risks(PROVINCE, 1, 10).await.unwrap().is_empty());
    assert!(
        db.list_risks(6, 0, 10).await.unwrap().is_empty(),
        "a union council holds no tehsil"
    );
}

async fn whoever_shares_a_device_is_judged_when_its_clock_reads_otherwise(db: &Db) {
    record(db, vec![arrival("f1", "1", 0, made("F1", 3))]).await;
    assert_eq!(judge_all(db).await, 1);
    // F2 is new on the device: F1's clock is read from two records now.
    record(db, vec![arrival("f2", "1", 0, made("F2", 4))]).await;
    assert_eq!(judge_all(db).await, 2, "F2, then F1 with the records of F2");
    assert_eq!(judge_all(db).await, 0);
    record(db, vec![arrival("f2", "1", 0, made("F2", 4))]).await;
    assert_eq!(
        judge_all(db).await,
        0,
        "the same row once more changes nothing"
    );
}

/// A word that a tool writes for every tablet is no tablet: its users' work is not read again for each of them.
async fn a_device_that_everybody_uses_is_none(db: &Db) {
    let on_one_device = |n: u32| FactInput {
        device_code: Some("collect".to_owned()),
        ..made(&format!("C{n}"), 2)
    };
    let batch = (0..20)
        .map(|n| arrival(&format!("c{n}"), "1", 0, on_one_device(n)))
        .collect();
    record(db, batch).await;
    judge_all(db).await;
    let device = async |n: u32| flags_of(db, &format!("C{n}")).await[0].finding.device_id;
    assert!(device(0).await.is_some(), "twenty may share a tablet");
    record(db, vec![arrival("c20", "1", 0, on_one_device(20))]).await;
    judge_all(db).await;
    assert_eq!((device(0).await, device(20).await), (None, None));
    record(db, vec![arrival("c21", "1", 0, on_one_device(21))]).await;
    assert_eq!(judge_all(db).await, 1, "nothing changes for the others");
}

async fn the_holder_of_a_repeated_household_is_known(db: &Db) {
    let house = |enumerator: &str, ended_ms: i64| FactInput {
        household_key: Some(fnv(b"flags' house")),
        completed_at: EpochMs(NOON_MS + ended_ms),
        device_code: None,
        ..made(enumerator, 2)
    };
    record(db, vec![arrival("f3", "1", 0, house("F3", 1))]).await;
    record(db, vec![arrival("f4", "1", 0, house("F4", 2))]).await;
    judge_all(db).await;
    let said = |flags: Vec<FlagRow>| flags[0].finding.evidence.clone();
    assert_eq!(said(flags_of(db, "F3").await), "Some(2) beside 0");
    assert_eq!(said(flags_of(db, "F4").await), "Some(2) beside 1");
    // The counted one is corrected to be later: now it is the repeat, and both know.
    record(db, vec![arrival("f3", "2", 9, house("F3", 3))]).await;
    judge_all(db).await;
    assert_eq!(said(flags_of(db, "F3").await), "Some(2) beside 1");
    assert_eq!(said(flags_of(db, "F4").await), "Some(2) beside 0");
}

async fn lists_follow_filters_and_pages_leave_nothing_out(db: &Db) {
    let batch = (0..7)
        .map(|n| arrival(&format!("g{n}"), "1", 0, made("G1", 1 + n % 3)))
        .collect();
    record(db, batch).await;
    judge_all(db).await;
    let all = FlagFilter::of_area(PROVINCE);
    let whole = db.list_flags(&all, None, 10_000).await.unwrap();
    let mut paged = Vec::new();
    loop {
        let after = paged.last().map(FlagRow::place);
        let page = db.list_flags(&all, after, 3).await.unwrap();
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, whole);
    let counted: u64 = db
        .count_flags(&all)
        .await
        .unwrap()
        .iter()
        .map(|c| c.flags)
        .sum();
    assert_eq!(counted, whole.len() as u64);
    assert!(whole.is_sorted_by_key(|flag| std::cmp::Reverse(flag.finding.severity)));

    let severe = FlagFilter {
        severity: Some(2),
        day: Some(SurveyDay(20_600)),
        check: Some(1),
        status: Some(Status::Open),
        ..all.clone()
    };
    let found = db.list_flags(&severe, None, 100).await.unwrap();
    assert_eq!(found.len(), 3);
    assert!(
        found
            .iter()
            .all(|flag| flag.enumerator_code == "G1" && flag.area_code == "U2")
    );
    // Another union council's people do not see it.
    let elsewhere = FlagFilter::of_area(6);
    assert!(
        db.list_flags(&elsewhere, None, 100)
            .await
            .unwrap()
            .iter()
            .all(|f| f.finding.area_id == 6)
    );
    let one = &found[0].finding;
    let find = async |area| {
        db.find_flag(area, one.enumerator_id, one.identity)
            .await
            .unwrap()
    };
    assert_eq!(find(3).await.as_ref(), Some(&found[0]));
    assert_eq!(find(6).await, None);
}

async fn what_was_decided_stays_until_the_facts_change(db: &Db) {
    let user = NewUser {
        username: "qa-of-flags".to_owned(),
        display_name: "Quality".to_owned(),
        first: FirstGrant::whole(Role::BosQa, PROVINCE),
        password_hash: "$argon2id$two".to_owned(),
    };
    let user_id = db.create_user(&user, EpochMs(500), &by()).await.unwrap();
    let step = |action, reason| NewStep {
        user_id,
        at: EpochMs(NOON_MS),
        action,
        reason,
        note: Some("seen".to_owned()),
        assignee: (action == Action::Assign).then_some(user_id),
    };
    let g1 = FlagFilter {
        enumerator: key_of(db, "G1").await,
        ..FlagFilter::of_area(PROVINCE)
    };
    let identity = flags_of(db, "G1").await[0].finding.identity;
    let assign = step(Action::Assign, None);
    assert_eq!(
        db.take_step(&g1, Some(identity), Some(1), &assign, &by())
            .await
            .unwrap(),
        Some(1)
    );
    let dismiss = step(Action::Dismiss, Some(Reason::VisitedAndFound));
    assert_eq!(
        db.take_step(&g1, None, Some(6), &dismiss, &by())
            .await
            .unwrap(),
        None,
        "they are seven: nothing is done"
    );
    assert_eq!(
        db.take_step(&g1, None, Some(7), &dismiss, &by())
            .await
            .unwrap(),
        Some(7)
    );
    let flags = flags_of(db, "G1").await;
    assert!(flags.iter().all(|flag| flag.status == Status::Dismissed));
    assert!(
        flags
            .iter()
            .all(|flag| flag.reason.as_deref() == Some("visited_and_found"))
    );
    let history = db
        .flag_steps(flags[0].finding.enumerator_id, identity)
        .await
        .unwrap();
    let took: Vec<_> = history
        .iter()
        .map(|step| (step.action, step.reason))
        .collect();
    assert_eq!(
        took,
        [
            (Some(Action::Assign), None),
            (Some(Action::Dismiss), Some(Reason::VisitedAndFound))
        ]
    );
    assert_eq!(history[0].assignee.as_deref(), Some("Quality"));
    let mine = FlagFilter {
        assignee: Some(user_id),
        ..g1.clone()
    };
    assert_eq!(db.list_flags(&mine, None, 10).await.unwrap().len(), 1);

    // Judged again from nothing, because a new program has other checks: the same. Then one interview is corrected.
    assert!(db.judged_by(77).await.unwrap());
    assert!(!db.judged_by(77).await.unwrap());
    assert!(judge_all(db).await > 0);
    assert_eq!(flags_of(db, "G1").await, flags);
    record(db, vec![arrival("g0", "2", 9, made("G1", 8))]).await;
    judge_all(db).await;
    let changed: Vec<Status> = flags_of(db, "G1")
        .await
        .iter()
        .map(|flag| flag.status)
        .collect();
    assert_eq!(
        changed
            .iter()
            .filter(|status| **status == Status::Changed)
            .count(),
        1
    );
    let again = FlagFilter {
        status: Some(Status::Changed),
        ..g1
    };
    assert_eq!(db.list_flags(&again, None, 10).await.unwrap().len(), 1);
}
