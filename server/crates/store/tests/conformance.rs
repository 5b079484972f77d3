//! One story, told on both databases. The PostgreSQL half needs FIELDWATCH_TEST_POSTGRES_URL and fails without it.

// A failed unwrap in a helper is a failed test.
#![allow(clippy::unwrap_used)]

mod common;
#[path = "common/postgres.rs"]
mod postgres;
mod story;

use common::new_sqlite;
use postgres::new_postgres;
use store::{Db, StoreError};

#[tokio::test]
async fn the_story_holds_on_sqlite() {
    let (_directory, db) = new_sqlite().await;
    story::tell(&db).await;
    db.close().await;
}

#[tokio::test]
async fn the_story_holds_on_postgresql() {
    let new = new_postgres().await;
    new.db.migrate().await.unwrap();
    story::tell(&new.db).await;
    new.drop_database().await;
}

#[tokio::test]
async fn both_databases_hold_the_same_content_after_the_same_story() {
    let (_directory, sqlite) = new_sqlite().await;
    story::tell(&sqlite).await;
    let postgres = new_postgres().await;
    postgres.db.migrate().await.unwrap();
    story::tell(&postgres.db).await;
    let (left, right) = (
        sqlite.dump_content().await.unwrap(),
        postgres.db.dump_content().await.unwrap(),
    );
    assert!(left.len() > 20, "the story leaves something behind");
    assert_eq!(left, right);
    let (left, right) = (
        sqlite.load_cube().await.unwrap(),
        postgres.db.load_cube().await.unwrap(),
    );
    assert_eq!(left, right);
    postgres.drop_database().await;
}

/// A newer program has added migration 99.
async fn newer(db: &Db, url: &str) {
    let statement = "INSERT INTO schema_version (version) VALUES (99)";
    if url.starts_with("sqlite:") {
        let path = url.trim_start_matches("sqlite:");
        rusqlite::Connection::open(path)
            .unwrap()
            .execute(statement, [])
            .unwrap();
    } else {
        use sqlx::Connection;
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query(statement)
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    }
    let error = Db::open(url).await.unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::NewerDatabase {
                found: 99,
                known: 1..,
                ..
            }
        ),
        "{error:?}"
    );
    let sentence = error.to_string();
    for part in [
        "99",
        "this program knows versions up to",
        "Use the newer program",
    ] {
        assert!(sentence.contains(part), "{sentence}");
    }
    assert!(matches!(
        db.migrate().await,
        Err(StoreError::NewerDatabase { .. })
    ));
}

#[tokio::test]
async fn a_sqlite_database_of_a_newer_program_is_refused() {
    let (directory, db) = new_sqlite().await;
    let url = format!("sqlite:{}", directory.path().join("test.db").display());
    newer(&db, &url).await;
}

#[tokio::test]
async fn a_postgresql_database_of_a_newer_program_is_refused() {
    let new = new_postgres().await;
    new.db.migrate().await.unwrap();
    newer(&new.db, &new.url).await;
    new.drop_database().await;
}

#[tokio::test]
async fn a_trail_that_was_changed_is_found_out_on_sqlite() {
    let (directory, db) = new_sqlite().await;
    let path = directory.path().join("test.db");
    let sql = async |statement: &str| {
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.execute_batch(statement).unwrap();
    };
    db.note(&[story::an_entry()]).await.unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    for change in [
        "UPDATE audit_entry SET who = 'x'",
        "DELETE FROM audit_entry",
    ] {
        let error = connection.execute(change, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{change}: {error}");
    }
    sql("DROP TRIGGER audit_entry_is_not_changed; DROP TRIGGER audit_entry_is_not_removed").await;
    story::tell_of_changes_to_the_trail(&db, &sql).await;
}

#[tokio::test]
async fn a_trail_that_was_changed_is_found_out_on_postgresql() {
    use sqlx::Connection;
    let new = new_postgres().await;
    new.db.migrate().await.unwrap();
    let run = async |statement: &str| {
        let mut connection = sqlx::PgConnection::connect(&new.url).await.unwrap();
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        let done = sqlx::raw_sql(statement).execute(&mut connection).await;
        connection.close().await.unwrap();
        done
    };
    new.db.note(&[story::an_entry()]).await.unwrap();
    for change in [
        "UPDATE audit_entry SET who = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ] {
        let error = run(change).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{change}: {error}");
    }
    let sql = async |statement: &str| {
        run(statement).await.unwrap();
    };
    sql("ALTER TABLE audit_entry DISABLE TRIGGER USER").await;
    story::tell_of_changes_to_the_trail(&new.db, &sql).await;
    new.drop_database().await;
}

#[tokio::test]
async fn any_order_and_batching_leave_the_same_content_on_postgresql() {
    use common::orders::{batches_of, shuffled_submissions};
    let mut contents: Vec<Vec<String>> = Vec::new();
    for seed in 0..4 {
        let new = new_postgres().await;
        new.db.migrate().await.unwrap();
        common::with_areas(&new.db).await;
        for batch in batches_of(shuffled_submissions(seed), seed) {
            common::record(&new.db, batch).await;
            new.db.roll_up().await.unwrap();
        }
        contents.push(new.db.dump_content().await.unwrap());
        new.drop_database().await;
    }
    for other in &contents[1..] {
        assert_eq!(&contents[0], other);
    }
}

/// A large batch is committed in two steps on PostgreSQL: what the first leaves when the second fails is never seen, and
/// the same batch again ends as if nothing had happened.
#[tokio::test]
async fn a_disk_that_fills_between_the_two_steps_of_a_large_batch_leaves_nothing_of_it() {
    use common::{arrival, fact, record, run, with_areas};
    use sqlx::Connection;
    let many = || -> Vec<store::Arrival> {
        (0..6_000)
            .map(|id| arrival(&format!("s{id}"), "1", 0, fact()))
            .collect()
    };
    let new = new_postgres().await;
    new.db.migrate().await.unwrap();
    with_areas(&new.db).await;
    record(&new.db, vec![arrival("before", "1", 0, fact())]).await;
    let before = new.db.dump_content().await.unwrap();

    let mut other = sqlx::PgConnection::connect(&new.url).await.unwrap();
    sqlx::raw_sql(
        "CREATE FUNCTION full_disk() RETURNS TRIGGER LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$; \
         CREATE TRIGGER full_disk BEFORE UPDATE ON meta FOR EACH ROW WHEN (OLD.key = 'last_raw_id') \
         EXECUTE FUNCTION full_disk()",
    )
    .execute(&mut other)
    .await
    .unwrap();
    let mut recorder = new.db.recorder(run(store::RunKind::Submissions));
    let error = recorder.record(many()).await.unwrap_err();
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    let revisions = "SELECT COUNT(*) FROM raw_submission";
    let on_file: i64 = sqlx::query_scalar(revisions)
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!(on_file, 6_001, "the first step was committed");
    assert_eq!(new.db.dump_content().await.unwrap(), before);
    // Whoever pushes one of those submissions now is no worse off: it is not on file.
    let mut inbox = new.db.inbox();
    let pushed = store::Delivery {
        token_id: 1,
        by: domain::audit::By::machine("tablets"),
        rows: many().drain(..1).collect(),
    };
    let now = domain::time::EpochMs(common::NOON_MS);
    let told = inbox.take(vec![pushed], now).await.unwrap();
    assert_eq!(told, [[store::RowOutcome::Accepted]]);

    sqlx::raw_sql("DROP TRIGGER full_disk ON meta")
        .execute(&mut other)
        .await
        .unwrap();
    let result = recorder.record(many()).await.unwrap();
    assert!(
        result
            .outcomes
            .iter()
            .all(|outcome| *outcome == store::RowOutcome::Accepted)
    );
    recorder
        .finish(domain::time::EpochMs(common::NOON_MS))
        .await
        .unwrap();
    let on_file: i64 = sqlx::query_scalar(revisions)
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!(on_file, 6_001, "what the failed batch had left is gone");
    let mut recorder = new.db.recorder(run(store::RunKind::Submissions));
    common::record_waiting(&mut inbox, &mut recorder).await;
    assert_eq!(recorder.summary().unchanged, 1);
    let facts = new.db.dump_content().await.unwrap();
    let facts = facts.iter().filter(|line| line.starts_with("fact|"));
    assert_eq!(facts.count(), 6_001);
    other.close().await.unwrap();
    new.drop_database().await;
}
