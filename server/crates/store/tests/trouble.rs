//! Full disks, wrong files: a clear sentence, and nothing lost.

// A failed unwrap in a helper is a failed test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{NOON_MS, arrival, fact, new_sqlite, record, run, with_areas};
use domain::time::EpochMs;
use store::RowOutcome::{Accepted, Unchanged};
use store::{Arrival, Db, RunKind, StoreError};

/// 2,000 rows of 1 kB.
fn many() -> Vec<Arrival> {
    (0..2_000)
        .map(|id| arrival(&format!("s{id}"), &"x".repeat(1_000), 0, fact()))
        .collect()
}

#[tokio::test]
async fn a_full_disk_is_said_in_a_sentence_and_leaves_nothing_of_the_batch() {
    let (directory, db) = new_sqlite().await;
    with_areas(&db).await;
    record(&db, vec![arrival("before", "1", 0, fact())]).await;
    let before = db.dump_content().await.unwrap();
    db.close().await;

    let path = directory.path().join("test.db");
    let small = format!("sqlite:{}?max_page_count=200", path.display());
    let small = Db::open(&small).await.unwrap().with_keys(common::keys());
    let mut recorder = small.recorder(run(RunKind::Submissions));
    let error = recorder.record(many()).await.unwrap_err();
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert_eq!(
        error.to_string(),
        "The disk is full; nothing of this batch was written; free space and run the same command again."
    );
    assert_eq!(small.dump_content().await.unwrap(), before);
    // The recorder goes on with what does fit.
    let result = recorder
        .record(vec![arrival("after", "1", 0, fact())])
        .await
        .unwrap();
    assert_eq!(result.outcomes, [Accepted]);
    recorder.finish(EpochMs(NOON_MS)).await.unwrap();
    small.close().await;

    // Space was freed and the same command run again.
    let roomy = Db::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap()
        .with_keys(common::keys());
    let outcomes = record(&roomy, many()).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Accepted));
    let outcomes = record(&roomy, many()).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Unchanged));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_so_and_not_changed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("letter.txt");
    let text = "Dear Sir, ".repeat(1_000);
    std::fs::write(&path, &text).unwrap();
    let error = Db::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::NotADatabase), "{error:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_missing_file_is_missing_and_not_made() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("absent.db");
    let error = Db::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }), "{error:?}");
    assert!(!path.exists());
}

#[tokio::test]
async fn a_server_that_is_not_there_cannot_be_reached() {
    // Port 1 is reserved and listens nowhere.
    let error = Db::open("postgres://nobody:secret@127.0.0.1:1/none")
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    assert!(!error.to_string().contains("secret"));
}

#[tokio::test]
async fn the_database_itself_refuses_to_count_a_household_twice() {
    let (directory, db) = new_sqlite().await;
    with_areas(&db).await;
    let mut visit = fact();
    visit.household_key = Some(1);
    record(
        &db,
        vec![
            arrival("one", "1", 0, visit.clone()),
            arrival("two", "1", 0, visit),
        ],
    )
    .await;
    let file = rusqlite::Connection::open(directory.path().join("test.db")).unwrap();
    let error = file.execute("UPDATE fact SET counted = 1", []).unwrap_err();
    assert!(error.to_string().contains("UNIQUE"), "{error}");
}

#[tokio::test]
async fn migrating_twice_does_nothing_the_second_time() {
    let (_directory, db) = new_sqlite().await;
    let first = db.schema_version().await.unwrap();
    assert!(first.is_current());
    assert_eq!(db.migrate().await.unwrap(), first);
}
