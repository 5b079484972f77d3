//! Districts go from stage to stage, and cases from hand to hand: what holds follows from what was written down.

use crate::common::{NOON_MS, by};
use domain::coordination::{
    Agency, CaseAction, CaseKind, CaseProblem, CaseStatus, Stage, StageDates, StageProblem, Step,
    Subject, SubjectKind,
};
use domain::time::{EpochMs, SurveyDay};
use std::collections::HashSet;
use store::Db;
use store::coordination::{CaseFilter, CaseSum, LineOutcome, NewCase, NewCaseStep, NewStageDates};

const PROVINCE: i32 = 1;
const DISTRICT: i32 = 2;
const COUNCIL: i32 = 4;
const TODAY: SurveyDay = SurveyDay(20_454);

pub async fn tell(db: &Db) {
    let mut version = db.coordination_version().await.unwrap();
    stages_are_what_was_said_last(db).await;
    it_rose(db, &mut version).await;
    a_case_goes_from_hand_to_hand(db).await;
    refusals_have_one_owner_at_a_time(db).await;
    version = db.coordination_version().await.unwrap();
    a_file_is_taken_once_and_whole(db).await;
    it_rose(db, &mut version).await;
    lists_and_sums_agree(db).await;
}

/// What is kept in memory is known to be old.
async fn it_rose(db: &Db, version: &mut i64) {
    let before = std::mem::replace(version, db.coordination_version().await.unwrap());
    assert!(*version > before, "{version}");
}

fn dates(planned: i32, actual: Option<i32>) -> StageDates {
    StageDates {
        planned_on: Some(SurveyDay(planned)),
        actual_on: actual.map(SurveyDay),
    }
}

fn change(stage: Stage, dates: StageDates, note: Option<&str>, seen: i32) -> NewStageDates {
    NewStageDates {
        at: EpochMs(NOON_MS),
        user_id: 1,
        district: DISTRICT,
        stage,
        dates,
        note: note.map(str::to_owned),
        seen: Some(seen),
    }
}

/// The same order on both databases, which sort what is missing differently.
fn in_order(mut sums: Vec<CaseSum>) -> Vec<CaseSum> {
    sums.sort_by_key(|sum| format!("{sum:?}"));
    sums
}

async fn stages_are_what_was_said_last(db: &Db) {
    assert!(db.all_stages().await.unwrap().is_empty());
    let set = |stage, dates, note, seen| async move {
        db.set_stages(&[change(stage, dates, note, seen)], &by())
            .await
            .unwrap()
    };
    let planned = dates(20_450, None);
    assert_eq!(set(Stage::Training, planned, None, 0).await, Ok(()));
    let begun = dates(20_450, Some(20_452));
    assert_eq!(
        set(Stage::Training, begun, None, 0).await,
        Err(StageProblem::ChangedSince),
        "somebody was faster"
    );
    assert_eq!(set(Stage::Training, begun, Some("late"), 1).await, Ok(()));
    assert_eq!(
        set(Stage::Training, begun, None, 2).await,
        Err(StageProblem::Same)
    );
    assert_eq!(set(Stage::Training, begun, Some("why"), 2).await, Ok(()));
    let both = [
        change(Stage::Deployment, dates(20_460, None), None, 3),
        change(Stage::Training, begun, None, 4),
    ];
    assert_eq!(
        db.set_stages(&both, &by()).await.unwrap(),
        Err(StageProblem::Same),
        "all or none"
    );
    let stages = db.all_stages().await.unwrap();
    assert_eq!(stages.len(), 1);
    assert_eq!(stages[&DISTRICT].of(Stage::Training), begun);
    assert_eq!(stages[&DISTRICT].present(), Some(Stage::Training));
    let changes = db.stage_changes(DISTRICT).await.unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.change_id, change.dates, change.note.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (1, planned, None),
            (2, begun, Some("late")),
            (3, begun, Some("why"))
        ]
    );
    assert_eq!(changes[0].by, "Monitor of T");
    assert_eq!(db.stage_changes(3).await.unwrap(), []);
}

fn case(kind: CaseKind, reference: Option<&str>) -> NewCase {
    NewCase {
        kind,
        area_id: COUNCIL,
        subject: None,
        title: "Nobody came".to_owned(),
        detail: Some("They called twice.".to_owned()),
        reference: reference.map(str::to_owned),
        opened_on: TODAY,
        agency: None,
        due_on: None,
    }
}

async fn take(
    db: &Db,
    case_id: i32,
    step: Step,
    comment: Option<&str>,
    seen: i32,
) -> Result<(), CaseProblem> {
    let step = NewCaseStep {
        user_id: 1,
        at: EpochMs(NOON_MS + i64::from(seen)),
        step,
        comment: comment.map(str::to_owned),
        seen: Some(seen),
    };
    let before = db.coordination_version().await.unwrap();
    let taken = db.take_case_step(case_id, &step, &by()).await;
    let taken = taken.unwrap().unwrap();
    let after = db.coordination_version().await.unwrap();
    assert_eq!(
        after > before,
        taken.is_ok(),
        "what is kept is known to be old"
    );
    taken
}

async fn a_case_goes_from_hand_to_hand(db: &Db) {
    let now = EpochMs(NOON_MS);
    let new = case(CaseKind::Dispatch, Some("H-1"));
    let id = db.open_case(&new, 1, now, &by()).await.unwrap().unwrap();
    assert_eq!(
        db.open_case(&new, 1, now, &by()).await.unwrap(),
        Err(CaseProblem::BadReference)
    );
    let give = Step::Assign {
        agency: Some(Agency::Pitb),
        due_on: Some(TODAY.plus(3)),
    };
    assert_eq!(take(db, id, give, None, 1).await, Ok(()));
    let visited = Step::Move(CaseStatus::Visited);
    assert_eq!(
        take(db, id, visited, None, 1).await,
        Err(CaseProblem::ChangedSince)
    );
    assert_eq!(take(db, id, visited, None, 2).await, Ok(()));
    let close = Step::Move(CaseStatus::Closed);
    assert_eq!(
        take(db, id, close, None, 3).await,
        Err(CaseProblem::NoComment)
    );
    assert_eq!(take(db, id, close, Some("Interviewed."), 3).await, Ok(()));
    let row = db.find_case(id).await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.agency, row.due_on, row.steps),
        (
            CaseStatus::Closed,
            Some(Agency::Pitb),
            Some(TODAY.plus(3)),
            4
        )
    );
    let steps = db.case_steps(id).await.unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|step| (step.action, step.status, step.comment.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(CaseAction::Opened), Some(CaseStatus::Created), None),
            (Some(CaseAction::Assigned), Some(CaseStatus::Assigned), None),
            (Some(CaseAction::Moved), Some(CaseStatus::Visited), None),
            (
                Some(CaseAction::Moved),
                Some(CaseStatus::Closed),
                Some("Interviewed.")
            ),
        ]
    );
    assert_eq!(steps[0].title.as_deref(), Some("Nobody came"));
    assert_eq!(
        (steps[1].title.as_deref(), steps[3].at.0),
        (None, NOON_MS + 3)
    );
    let nobody = NewCaseStep {
        user_id: 1,
        at: now,
        step: Step::Comment,
        comment: Some("?".to_owned()),
        seen: None,
    };
    assert_eq!(db.take_case_step(999, &nobody, &by()).await.unwrap(), None);
}

async fn refusals_have_one_owner_at_a_time(db: &Db) {
    let now = EpochMs(NOON_MS);
    let owned = NewCase {
        agency: Some(Agency::DistrictAdministration),
        ..case(CaseKind::Refusals, None)
    };
    let first = db.open_case(&owned, 1, now, &by()).await.unwrap().unwrap();
    let again = db.open_case(&owned, 1, now, &by()).await.unwrap();
    assert_eq!(again, Err(CaseProblem::OwnedAlready));
    let close = Step::Move(CaseStatus::Closed);
    assert_eq!(take(db, first, close, Some("Talked."), 1).await, Ok(()));
    let second = db.open_case(&owned, 1, now, &by()).await.unwrap().unwrap();
    assert!(second > first);
    let reopen = Step::Move(CaseStatus::Open);
    assert_eq!(
        take(db, first, reopen, Some("Again."), 2).await,
        Err(CaseProblem::OwnedAlready)
    );
}

async fn a_file_is_taken_once_and_whole(db: &Db) {
    use LineOutcome::{Accepted, InWork, Taken, Unchanged, Updated};
    let within: HashSet<i32> = (1..=6).collect();
    let import = |lines: Vec<NewCase>, within: HashSet<i32>| async move {
        db.import_cases(&lines, &within, 1, EpochMs(NOON_MS), &by())
            .await
            .unwrap()
    };
    let lines = || {
        ["H-2", "H-3"]
            .map(|reference| case(CaseKind::Dispatch, Some(reference)))
            .to_vec()
    };
    assert_eq!(import(lines(), within.clone()).await, [Accepted, Accepted]);
    assert_eq!(
        import(lines(), within.clone()).await,
        [Unchanged, Unchanged]
    );
    let mut other = lines();
    other[0].title = "Nobody came, again".to_owned();
    other[0].agency = Some(Agency::Bos);
    // Elsewhere somebody else has that number: nothing is said of it, and nothing taken.
    assert_eq!(
        import(other.clone(), HashSet::from([5])).await,
        [Taken, Taken]
    );
    assert_eq!(
        import(other.clone(), within.clone()).await,
        [Updated, Unchanged]
    );
    let of = |cases: Vec<store::coordination::CaseRow>, reference: &str| {
        let found = cases
            .into_iter()
            .find(|case| case.reference.as_deref() == Some(reference));
        found.unwrap()
    };
    let all = CaseFilter::of_area(PROVINCE);
    let row = of(db.list_cases(&all, 0, 99).await.unwrap(), "H-2");
    assert_eq!(
        (row.title.as_str(), row.agency, row.status, row.steps),
        (
            "Nobody came, again",
            Some(Agency::Bos),
            CaseStatus::Created,
            2
        )
    );
    let give = Step::Assign {
        agency: Some(Agency::Pspa),
        due_on: None,
    };
    assert_eq!(take(db, row.case_id, give, None, 2).await, Ok(()));
    // The same file again is none of its business any more, another one is told.
    assert_eq!(
        import(other.clone(), within.clone()).await,
        [Unchanged, Unchanged]
    );
    other[0].detail = None;
    other.push(case(CaseKind::Dispatch, Some("H-4")));
    assert_eq!(
        import(other, within).await,
        [InWork, Unchanged, Accepted],
        "the rest is taken"
    );
    let row = db.find_case(row.case_id).await.unwrap().unwrap();
    assert_eq!((row.agency, row.steps), (Some(Agency::Pspa), 3));
    assert!(row.detail.is_some());
}

async fn lists_and_sums_agree(db: &Db) {
    let late = NewCase {
        agency: Some(Agency::UrbanUnit),
        due_on: Some(TODAY.plus(2)),
        subject: Some(Subject {
            kind: SubjectKind::Device,
            code: "T-1".to_owned(),
        }),
        ..case(CaseKind::Escalation, None)
    };
    let subject = late.subject.clone();
    let mut version = db.coordination_version().await.unwrap();
    let late = db
        .open_case(&late, 1, EpochMs(NOON_MS), &by())
        .await
        .unwrap();
    let late = late.unwrap();
    it_rose(db, &mut version).await;
    let all = CaseFilter::of_area(PROVINCE);
    let listed = |filter: CaseFilter| async move {
        let rows = db.list_cases(&filter, 0, 99).await.unwrap();
        let sums = db.sum_cases(&filter, TODAY.plus(3)).await.unwrap();
        let sum: u64 = sums.iter().map(|sum| sum.cases).sum();
        assert_eq!(sum, rows.len() as u64, "{filter:?}");
        rows
    };
    let rows = listed(all.clone()).await;
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[0].case_id, late, "the first that is due stands first");
    assert_eq!(rows[0].subject, subject);
    assert!(rows[1..].iter().all(|row| row.subject.is_none()));
    let is_closed = |status| status == CaseStatus::Closed;
    let closed = rows.iter().map(|row| is_closed(row.status));
    assert!(closed.is_sorted(), "the closed ones stand last");
    let page = db.list_cases(&all, 1, 2).await.unwrap();
    assert_eq!(page, rows[1..3]);

    // What boards keep in memory says the same as asking for it.
    let now = db.load_coordination().await.unwrap();
    let waiting = CaseFilter {
        waiting: true,
        ..all.clone()
    };
    assert_eq!(now.waiting, listed(waiting.clone()).await);
    let day = TODAY.plus(3);
    let asked_for = in_order(db.sum_cases(&waiting, day).await.unwrap());
    assert_eq!(in_order(now.sums(day, |_| true)), asked_for);
    assert_eq!(now.sums(day, |area| area == PROVINCE), []);
    assert_eq!(now.stages, db.all_stages().await.unwrap());
    assert_eq!(now.version, db.coordination_version().await.unwrap());

    let overdue = |day| CaseFilter {
        overdue_on: Some(day),
        ..all.clone()
    };
    assert_eq!(listed(overdue(TODAY.plus(2))).await, [], "due today");
    assert_eq!(listed(overdue(TODAY.plus(3))).await.len(), 1);
    let sums = db.sum_cases(&all, TODAY.plus(3)).await.unwrap();
    assert_eq!(sums.iter().filter(|sum| sum.is_overdue).count(), 1);
    for (filter, number) in [
        (
            CaseFilter {
                kind: Some(CaseKind::Dispatch),
                ..all.clone()
            },
            4,
        ),
        (
            CaseFilter {
                waiting: true,
                ..all.clone()
            },
            5,
        ),
        (
            CaseFilter {
                status: Some(CaseStatus::Closed),
                ..all.clone()
            },
            2,
        ),
        (
            CaseFilter {
                agency: Some(Some(Agency::UrbanUnit)),
                ..all.clone()
            },
            1,
        ),
        (
            CaseFilter {
                agency: Some(None),
                ..all.clone()
            },
            2,
        ),
        (CaseFilter::of_area(DISTRICT), 7),
        (CaseFilter::of_area(5), 0),
    ] {
        assert_eq!(listed(filter.clone()).await.len(), number, "{filter:?}");
    }
}
