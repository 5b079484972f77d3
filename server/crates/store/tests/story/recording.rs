//! Submissions: duplicates, revisions, households, collisions.

use crate::common::{NOON_MS, arrival, fact, fnv, record, run};
use domain::outcome::{Outcome, ReviewState};
use domain::time::EpochMs;
use store::RowOutcome::{Accepted, Unchanged, Updated};
use store::{Db, FactInput, RunKind};

/// Id, whether it is counted, and its household, of every fact.
async fn facts(db: &Db) -> Vec<(String, bool)> {
    db.dump_content()
        .await
        .unwrap()
        .iter()
        .filter_map(|line| line.strip_prefix("fact|"))
        .map(|line| {
            let id = line.split('|').next().unwrap().to_owned();
            (id, line.contains("|counted|"))
        })
        .collect()
}

async fn counted(db: &Db, of: &[&str]) -> Vec<bool> {
    let facts = facts(db).await;
    of.iter()
        .map(|id| {
            let of_id: Vec<bool> = facts
                .iter()
                .filter(|(other, _)| other == id)
                .map(|(_, counted)| *counted)
                .collect();
            assert_eq!(of_id.len(), 1, "{id} has one fact");
            of_id[0]
        })
        .collect()
}

pub async fn tell(db: &Db) {
    a_run_that_is_killed_stays_unfinished(db).await;
    revisions(db).await;
    households(db).await;
    ids_that_share_a_hash(db).await;
    two_recorders_take_turns(db).await;
}

async fn a_run_that_is_killed_stays_unfinished(db: &Db) {
    let runs = db.list_runs(100).await.unwrap().len();
    let mut killed = db.recorder(run(RunKind::Submissions));
    let batch = vec![arrival("a", "1", 0, fact())];
    assert_eq!(
        killed.record(batch.clone()).await.unwrap().outcomes,
        [Accepted]
    );
    // Where one writes at a time, a batch tells how long others waited for it.
    assert_eq!(killed.held().is_some(), matches!(db, Db::Sqlite(_)));
    let run_id = killed.run_id().unwrap();
    drop(killed);
    assert_eq!(
        db.run_header(run_id).await.unwrap().as_deref(),
        Some("submission_id,outcome")
    );
    let rows = db.list_runs(100).await.unwrap();
    assert_eq!(rows.len(), runs + 1);
    assert_eq!(rows[0].finished_at, None);
    assert_eq!(rows[0].summary.accepted, 1);

    // Imported again: unchanged, and no trace of a second run.
    assert_eq!(record(db, batch).await, [Unchanged]);
    assert_eq!(db.list_runs(100).await.unwrap().len(), runs + 1);
}

async fn revisions(db: &Db) {
    let refused = FactInput {
        outcome: Outcome::Refused,
        ..fact()
    };
    // A later revision takes over; an earlier one that arrives late is kept and does not.
    assert_eq!(
        record(db, vec![arrival("b", "2", 20, refused.clone())]).await,
        [Accepted]
    );
    assert_eq!(
        record(db, vec![arrival("b", "1", 10, fact())]).await,
        [Updated]
    );
    assert_eq!(counted(db, &["b"]).await, [false]);
    // Content known in any revision is unchanged.
    assert_eq!(
        record(
            db,
            vec![
                arrival("b", "1", 99, fact()),
                arrival("b", "2", 99, refused.clone())
            ]
        )
        .await,
        [Unchanged, Unchanged]
    );
    // On a tie of receipt the later arrival wins: a reviewer's edit does not change the time of receipt.
    assert_eq!(
        record(db, vec![arrival("b", "3", 20, fact())]).await,
        [Updated]
    );
    assert_eq!(counted(db, &["b"]).await, [true]);
    // All of it within one batch.
    let batch = vec![
        arrival("c", "1", 5, fact()),
        arrival("c", "1", 5, fact()),
        arrival("c", "2", 6, refused),
    ];
    assert_eq!(record(db, batch).await, [Accepted, Unchanged, Updated]);
    assert_eq!(counted(db, &["c"]).await, [false]);
}

async fn households(db: &Db) {
    let visit = |completed_ms: i64| FactInput {
        household_key: Some(77),
        completed_at: EpochMs(NOON_MS + completed_ms),
        ..fact()
    };
    record(db, vec![arrival("h2", "1", 1, visit(200))]).await;
    assert_eq!(counted(db, &["h2"]).await, [true]);
    // Completed earlier, arrived later.
    let batch = vec![
        arrival("h3", "1", 2, visit(300)),
        arrival("h1", "1", 2, visit(100)),
    ];
    record(db, batch).await;
    assert_eq!(counted(db, &["h1", "h2", "h3"]).await, [true, false, false]);
    // The collection system throws the counted one out: the next is promoted.
    let rejected = FactInput {
        review_state: ReviewState::Rejected,
        ..visit(100)
    };
    record(db, vec![arrival("h1", "2", 3, rejected)]).await;
    assert_eq!(counted(db, &["h1", "h2", "h3"]).await, [false, true, false]);
    // It moves to another household: the last one is promoted; and back.
    let moved = FactInput {
        household_key: Some(78),
        ..visit(200)
    };
    record(db, vec![arrival("h2", "2", 4, moved)]).await;
    assert_eq!(counted(db, &["h1", "h2", "h3"]).await, [false, true, true]);
    record(db, vec![arrival("h2", "3", 5, visit(200))]).await;
    assert_eq!(counted(db, &["h1", "h2", "h3"]).await, [false, true, false]);
}

async fn ids_that_share_a_hash(db: &Db) {
    let mut one = arrival("x1", "1", 0, fact());
    let mut two = arrival("x2", "1", 0, fact());
    (one.id_hash, two.id_hash) = (fnv(b"same"), fnv(b"same"));
    assert_eq!(record(db, vec![one.clone()]).await, [Accepted]);
    assert_eq!(record(db, vec![two.clone()]).await, [Accepted]);
    assert_eq!(record(db, vec![two, one]).await, [Unchanged, Unchanged]);
    assert_eq!(counted(db, &["x1", "x2"]).await, [true, true]);
}

/// What one recorder remembers must not blind it to what another writes.
async fn two_recorders_take_turns(db: &Db) {
    let mut one = db.recorder(run(RunKind::Submissions));
    let mut two = db.recorder(run(RunKind::Submissions));
    let visit = |completed_ms: i64| FactInput {
        household_key: Some(90),
        completed_at: EpochMs(NOON_MS + completed_ms),
        enumerator_code: "E9".to_owned(),
        ..fact()
    };
    let a = arrival("t1", "1", 0, visit(10));
    let b = arrival("t2", "1", 0, visit(5));
    assert_eq!(
        one.record(vec![a.clone()]).await.unwrap().outcomes,
        [Accepted]
    );
    assert_eq!(
        two.record(vec![a.clone(), b.clone()])
            .await
            .unwrap()
            .outcomes,
        [Unchanged, Accepted]
    );
    assert_eq!(
        one.record(vec![b, a, arrival("t3", "1", 0, visit(7))])
            .await
            .unwrap()
            .outcomes,
        [Unchanged, Unchanged, Accepted]
    );
    assert_eq!(counted(db, &["t1", "t2", "t3"]).await, [false, true, false]);
    one.finish(EpochMs(NOON_MS)).await.unwrap();
    two.finish(EpochMs(NOON_MS)).await.unwrap();
}
