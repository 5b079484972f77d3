//! Targets and the roster.

use crate::common::{NOON_MS, fnv16, run};
use domain::reason::Reason;
use domain::roster::RosterRow;
use domain::target::{Plan, TargetRow};
use domain::time::{EpochMs, SurveyDay};
use store::RowOutcome::{Accepted, Quarantined, Unchanged, Updated};
use store::{Db, Line, Rejected, Run, RunKind};

fn line<T>(row_number: u64, body: &str, content: Result<T, Rejected>) -> Line<T> {
    Line {
        row_number,
        body: body.as_bytes().to_vec(),
        body_hash: fnv16(body.as_bytes()),
        format: 0,
        content,
    }
}

fn target(row_number: u64, area: &str, households: u32) -> Line<TargetRow> {
    let body = format!("{area},W1,{households}");
    let row = TargetRow {
        area_code: area.to_owned(),
        wave_code: "W1".to_owned(),
        plan: Plan {
            target_households: households,
            starts_on: SurveyDay(20_450),
            ends_on: SurveyDay(20_469),
        },
    };
    line(row_number, &body, Ok(row))
}

pub async fn tell(db: &Db) {
    targets(db).await;
    roster(db).await;
}

async fn targets(db: &Db) {
    let unread = line(
        5,
        "?",
        Err(Rejected {
            code: Reason::Malformed,
            reason: "The row cannot be read.".to_owned(),
        }),
    );
    let batch = [
        target(2, "U1", 100),
        target(3, "nowhere", 5),
        target(4, "U2", 90),
        unread,
        target(6, "U2", 80),
    ];
    let mut first = Run::new(run(RunKind::Targets));
    let outcomes = db.import_targets(&mut first, &batch).await.unwrap();
    assert_eq!(
        outcomes,
        [Accepted, Quarantined, Quarantined, Quarantined, Accepted]
    );
    let summary = db.finish_run(&first, EpochMs(NOON_MS)).await.unwrap();
    assert_eq!(
        (summary.read, summary.accepted, summary.quarantined),
        (5, 2, 3)
    );
    let quarantine = db
        .list_quarantine(Some(RunKind::Targets), 0, 10)
        .await
        .unwrap();
    let reasons: Vec<(u64, &str)> = quarantine
        .iter()
        .map(|row| (row.row_number, row.reason_code.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [(3, "unknown_area"), (4, "overruled"), (5, "malformed")]
    );
    assert!(
        quarantine[1].reason.contains("Row 6"),
        "{}",
        quarantine[1].reason
    );

    // The same file again: nothing is written, not even a run.
    let version = db.data_version().await.unwrap();
    let mut second = Run::new(run(RunKind::Targets));
    let outcomes = db.import_targets(&mut second, &batch).await.unwrap();
    assert_eq!(
        outcomes,
        [Unchanged, Quarantined, Quarantined, Quarantined, Unchanged]
    );
    assert_eq!(second.run_id(), None);
    assert_eq!(db.data_version().await.unwrap(), version);
    assert_eq!(db.list_runs(10).await.unwrap().len(), 1);

    let mut third = Run::new(run(RunKind::Targets));
    let outcomes = db
        .import_targets(&mut third, &[target(2, "U1", 120)])
        .await
        .unwrap();
    assert_eq!(outcomes, [Updated]);
    db.finish_run(&third, EpochMs(NOON_MS)).await.unwrap();
}

async fn roster(db: &Db) {
    let row = |code: &str, tehsil: Option<&str>, to: Option<i32>| {
        let body = format!("{code},{tehsil:?},{to:?}");
        let row = RosterRow {
            enumerator_code: code.to_owned(),
            name: Some(format!("Enumerator {code}")),
            tehsil_code: tehsil.map(str::to_owned),
            certified: Some(true),
            active_from: Some(SurveyDay(20_450)),
            active_to: to.map(SurveyDay),
            ..RosterRow::default()
        };
        line(2, &body, Ok(row))
    };
    let batch = [
        row("E1", Some("T"), None),
        row("E2", None, None),
        row("E3", Some("nowhere"), None),
    ];
    let mut first = Run::new(run(RunKind::Roster));
    assert_eq!(
        db.import_roster(&mut first, &batch).await.unwrap(),
        [Accepted, Accepted, Quarantined]
    );
    let mut second = Run::new(run(RunKind::Roster));
    assert_eq!(
        db.import_roster(&mut second, &batch).await.unwrap(),
        [Unchanged, Unchanged, Quarantined]
    );
    assert_eq!(second.run_id(), None);
    let mut third = Run::new(run(RunKind::Roster));
    let batch = [row("E1", Some("T"), Some(20_470))];
    assert_eq!(
        db.import_roster(&mut third, &batch).await.unwrap(),
        [Updated]
    );
    db.finish_run(&first, EpochMs(NOON_MS)).await.unwrap();
    db.finish_run(&third, EpochMs(NOON_MS)).await.unwrap();
    let deployments = db.load_cube().await.unwrap().deployments;
    assert_eq!(
        deployments,
        [(3, Some(SurveyDay(20_450)), Some(SurveyDay(20_470)))]
    );
}
