//! Pushed rows: taken, told, and recorded later, by one process or another.

use crate::common::{NOON_MS, arrival, broken, fact, record, record_waiting, run};
use domain::audit::By;
use domain::outcome::Outcome;
use domain::time::EpochMs;
use store::RowOutcome::{Accepted, Quarantined, Unchanged, Updated};
use store::{Arrival, Db, Delivery, FactInput, Inbox, RowOutcome, RunKind, StoreError};

const NOW: EpochMs = EpochMs(NOON_MS);
const ALL: EpochMs = EpochMs(i64::MAX);

pub async fn tell(db: &Db) {
    what_is_taken_is_known_before_it_is_recorded(db).await;
    two_processes_know_of_each_others_rows(db).await;
    senders_of_one_submission_are_recorded_one_after_the_other(db).await;
    what_somebody_else_recorded_is_left_out(db).await;
    what_is_handed_out_is_known_until_it_is_back(db).await;
    what_was_not_recorded_waits_before_what_came_since(db).await;
    a_row_that_could_be_read_at_last_does_not_stay_aside(db).await;
    assert!(db.list_parcels(0, ALL, 9).await.unwrap().is_empty());
}

fn delivery(token_id: i32, rows: Vec<Arrival>) -> Delivery {
    Delivery {
        token_id,
        by: By::machine("tablets"),
        rows,
    }
}

async fn take(inbox: &mut Inbox, token_id: i32, rows: Vec<Arrival>) -> Vec<RowOutcome> {
    let mut told = inbox
        .take(vec![delivery(token_id, rows)], NOW)
        .await
        .unwrap();
    assert_eq!(told.len(), 1);
    told.remove(0)
}

async fn on_file(db: &Db, id: &str) -> Vec<String> {
    let content = db.dump_content().await.unwrap();
    let of_id = |line: &&String| line.starts_with(&format!("fact|{id}|"));
    content.iter().filter(of_id).cloned().collect()
}

fn refused() -> FactInput {
    FactInput {
        outcome: Outcome::Refused,
        ..fact()
    }
}

async fn what_is_taken_is_known_before_it_is_recorded(db: &Db) {
    let mut inbox = db.inbox();
    let mut recorder = db.recorder(run(RunKind::Submissions));
    let rows = vec![
        arrival("in1", "1", 0, fact()),
        broken("in2", "1", "unknown_area"),
        arrival("in1", "1", 0, fact()),
        arrival("in1\0", "1", 0, fact()),
    ];
    let told = take(&mut inbox, 1, rows.clone()).await;
    assert_eq!(told, [Accepted, Quarantined, Unchanged, Quarantined]);
    assert!(on_file(db, "in1").await.is_empty(), "it waits");
    let told = take(&mut inbox, 1, rows).await;
    assert_eq!(told, [Unchanged, Quarantined, Unchanged, Quarantined]);
    let later = vec![arrival("in1", "2", 0, refused())];
    assert_eq!(take(&mut inbox, 1, later.clone()).await, [Updated]);

    // Verbatim, in order, with their numbers.
    let parcels = db.list_parcels(0, ALL, 9).await.unwrap();
    assert_eq!(parcels.len(), 3);
    assert_eq!(
        parcels[0].rows,
        [
            (2, b"in1,1".to_vec()),
            (2, b"in2,1".to_vec()),
            (2, b"in1\0,1".to_vec())
        ]
    );
    assert_eq!(parcels[2].rows, [(2, b"in1,2".to_vec())]);
    assert!(
        parcels
            .iter()
            .all(|parcel| parcel.token_id == 1 && parcel.seen_at == NOW)
    );
    assert!(db.list_parcels(0, NOW, 9).await.unwrap().is_empty());

    assert_eq!(inbox.senders(), [1]);
    record_waiting(&mut inbox, &mut recorder).await;
    assert!(inbox.is_empty() && inbox.bytes() == 0);
    assert!(db.list_parcels(0, ALL, 9).await.unwrap().is_empty());
    // The later of two that were received at the same time counts.
    let facts = on_file(db, "in1").await;
    assert!(
        facts.len() == 1 && facts[0].contains("|not counted|"),
        "{facts:?}"
    );
    let sums = recorder.summary();
    assert_eq!(
        (
            sums.read,
            sums.accepted,
            sums.updated,
            sums.unchanged,
            sums.quarantined
        ),
        (9, 1, 1, 3, 4)
    );
    // On file it is known as it was while it waited, and a known row leaves nothing to do but to count it.
    assert_eq!(take(&mut inbox, 1, later).await, [Unchanged]);
    assert!(db.list_parcels(0, ALL, 9).await.unwrap().is_empty());
    record_waiting(&mut inbox, &mut recorder).await;
    assert_eq!(recorder.summary().unchanged, 4);
}

async fn two_processes_know_of_each_others_rows(db: &Db) {
    let (mut here, mut there) = (db.inbox(), db.inbox());
    let row = || vec![arrival("in3", "1", 0, fact())];
    assert_eq!(take(&mut here, 1, row()).await, [Accepted]);
    assert_eq!(take(&mut there, 1, row()).await, [Unchanged]);
    let other = vec![arrival("in3", "2", 10, refused())];
    assert_eq!(take(&mut there, 1, other).await, [Updated]);
    let mut recorder = db.recorder(run(RunKind::Submissions));
    record_waiting(&mut here, &mut recorder).await;
    assert_eq!(take(&mut there, 1, row()).await, [Unchanged]);
    let mut recorder = db.recorder(run(RunKind::Submissions));
    record_waiting(&mut there, &mut recorder).await;
    assert_eq!(on_file(db, "in3").await.len(), 1);
    // What an import brings meanwhile is known as well, though what was recorded here then changed nothing.
    take(&mut here, 1, vec![arrival("in4", "1", 0, fact())]).await;
    let imported = vec![
        arrival("in4", "1", 0, fact()),
        arrival("in9", "1", 0, fact()),
    ];
    assert_eq!(record(db, imported.clone()).await, [Accepted, Accepted]);
    let mut recorder = db.recorder(run(RunKind::Submissions));
    record_waiting(&mut here, &mut recorder).await;
    assert_eq!(
        (recorder.summary().read, recorder.summary().unchanged),
        (1, 1)
    );
    assert_eq!(take(&mut here, 1, imported).await, [Unchanged, Unchanged]);
    record_waiting(&mut here, &mut recorder).await;
}

async fn senders_of_one_submission_are_recorded_one_after_the_other(db: &Db) {
    let mut inbox = db.inbox();
    let of = |token_id, content| delivery(token_id, vec![arrival("in5", content, 0, fact())]);
    assert_eq!(inbox.can_take(&[of(1, "1"), of(1, "2")]), 2);
    assert_eq!(inbox.can_take(&[of(1, "1"), of(2, "2")]), 1);
    take(&mut inbox, 1, of(1, "1").rows).await;
    assert_eq!(inbox.can_take(&[of(2, "2")]), 0);
    let mut recorder = db.recorder(run(RunKind::Submissions));
    record_waiting(&mut inbox, &mut recorder).await;
    assert_eq!(inbox.can_take(&[of(2, "2")]), 1);
}

async fn what_somebody_else_recorded_is_left_out(db: &Db) {
    let mut inbox = db.inbox();
    let row = |id: &str| vec![arrival(id, "1", 0, fact())];
    take(&mut inbox, 1, row("in6")).await;
    take(&mut inbox, 1, row("in7")).await;
    let first = db
        .list_parcels(0, ALL, 9)
        .await
        .unwrap()
        .swap_remove(0)
        .inbox_id;
    // A process that takes this one for dead.
    let mut other = db.recorder(run(RunKind::Submissions));
    other.record_parcels(row("in6"), vec![first]).await.unwrap();
    let again = other.record_parcels(row("in6"), vec![first]).await;
    assert!(
        matches!(again, Err(StoreError::TakenElsewhere)),
        "{again:?}"
    );

    let mut recorder = db.recorder(run(RunKind::Submissions));
    record_waiting(&mut inbox, &mut recorder).await;
    assert_eq!(
        (recorder.summary().read, recorder.summary().accepted),
        (1, 1)
    );
    assert!(inbox.is_empty() && inbox.bytes() == 0);
    for id in ["in6", "in7"] {
        assert_eq!(on_file(db, id).await.len(), 1, "{id}");
        assert_eq!(take(&mut inbox, 1, row(id)).await, [Unchanged]);
    }
}

async fn what_is_handed_out_is_known_until_it_is_back(db: &Db) {
    let mut inbox = db.inbox();
    let mut recorder = db.recorder(run(RunKind::Submissions));
    let row = |id: &str| vec![arrival(id, "1", 0, fact())];
    let newer = || vec![arrival("in10", "2", 0, refused())];
    let of_another = || delivery(2, row("in10"));
    assert!(inbox.hand_out(1).is_none(), "nothing waits");
    take(&mut inbox, 1, row("in10")).await;
    let mut leaving = inbox.hand_out(1).unwrap();
    assert_eq!(leaving.token_id(), 1);
    assert!(inbox.is_empty() && inbox.bytes() == 0);
    assert!(inbox.bytes_held() > 0, "it stands in memory");
    assert_eq!(inbox.can_take(&[of_another()]), 0);
    let come = async |inbox: &mut Inbox| {
        assert_eq!(take(inbox, 1, row("in10")).await, [Unchanged]);
        assert_eq!(take(inbox, 1, newer()).await, [Updated]);
        for number in 0..30 {
            let told = take(inbox, 1, row(&format!("in10-{number}"))).await;
            assert_eq!(told, [Accepted], "{number}");
        }
    };
    if inbox.takes_beside_recording() {
        let (recorded, ()) = tokio::join!(leaving.record(&mut recorder), come(&mut inbox));
        recorded.unwrap();
        inbox.take_back(leaving);
    } else {
        leaving.record(&mut recorder).await.unwrap();
        inbox.take_back(leaving);
        assert_eq!(inbox.can_take(&[of_another()]), 1);
        come(&mut inbox).await;
    }
    // What came since waits as before: nobody else's revision of it may come between.
    assert_eq!(inbox.can_take(&[of_another()]), 0);
    assert_eq!(take(&mut inbox, 1, newer()).await, [Unchanged]);
    record_waiting(&mut inbox, &mut recorder).await;
    assert_eq!(inbox.can_take(&[of_another()]), 1);
    assert_eq!(inbox.bytes_held(), 0);
    let facts = on_file(db, "in10").await;
    assert!(
        facts.len() == 1 && facts[0].contains("|not counted|"),
        "{facts:?}"
    );
    let sums = recorder.summary();
    assert_eq!((sums.accepted, sums.updated, sums.unchanged), (31, 1, 2));
}

async fn what_was_not_recorded_waits_before_what_came_since(db: &Db) {
    let mut inbox = db.inbox();
    let first = vec![arrival("in11", "1", 0, fact())];
    let later = vec![arrival("in11", "2", 0, refused())];
    take(&mut inbox, 1, first).await;
    let bytes = inbox.bytes();
    assert_eq!(bytes, inbox.bytes_held());
    let leaving = inbox.hand_out(1).unwrap();
    if inbox.takes_beside_recording() {
        assert_eq!(take(&mut inbox, 1, later).await, [Updated]);
        inbox.take_back(leaving);
    } else {
        inbox.take_back(leaving);
        assert_eq!(take(&mut inbox, 1, later).await, [Updated]);
    }
    assert_eq!((inbox.bytes(), inbox.bytes_held()), (2 * bytes, 2 * bytes));
    let mut recorder = db.recorder(run(RunKind::Submissions));
    record_waiting(&mut inbox, &mut recorder).await;
    assert!(inbox.is_empty() && inbox.bytes() == 0);
    // Of two that were received at one time the later one counts.
    let facts = on_file(db, "in11").await;
    assert!(
        facts.len() == 1 && facts[0].contains("|not counted|"),
        "{facts:?}"
    );
}

async fn a_row_that_could_be_read_at_last_does_not_stay_aside(db: &Db) {
    let mut inbox = db.inbox();
    let waiting = || async {
        db.dump_content()
            .await
            .unwrap()
            .iter()
            .filter(|line| line.starts_with("quarantine|"))
            .count()
    };
    let before = waiting().await;
    assert_eq!(
        take(&mut inbox, 1, vec![broken("in8", "1", "unknown_area")]).await,
        [Quarantined]
    );
    // The area was imported between the two.
    assert_eq!(
        take(&mut inbox, 1, vec![arrival("in8", "1", 0, fact())]).await,
        [Accepted]
    );
    let mut recorder = db.recorder(run(RunKind::Submissions));
    record_waiting(&mut inbox, &mut recorder).await;
    assert_eq!(waiting().await, before);
    assert_eq!(on_file(db, "in8").await.len(), 1);
}
