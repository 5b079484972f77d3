//! `fieldwatch migrate`: from the tables of an older program, tried on a copy, and never without a backup.

use crate::support::{Place, simulated};
use std::path::Path;

/// The last migration of the older program.
const OLD: usize = 12;

/// A database as an older program left it: its tables, with an import in them.
async fn old_database(place: &Place) {
    let is_sqlite = place.url().starts_with("sqlite:");
    let kind = if is_sqlite { "sqlite" } else { "postgres" };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../migrations/{kind}"));
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the migrations are there")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let mut sql = String::new();
    for file in &files[..OLD] {
        sql += &std::fs::read_to_string(file).expect("a migration can be read");
    }
    sql += "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY);";
    for version in 1..=OLD {
        sql += &format!("INSERT INTO schema_version VALUES ({version});");
    }
    sql += "INSERT INTO area (area_id, code, level, name) VALUES (1, 'P', 0, 'Province');";
    let gone = "the old tables are made";
    if is_sqlite {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(place.path("test.db"))
            .create_if_missing(true);
        let pool = sqlx::SqlitePool::connect_with(options).await.expect(gone);
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&pool)
            .await
            .expect(gone);
        pool.close().await;
    } else {
        let pool = sqlx::PgPool::connect(place.url()).await.expect(gone);
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&pool)
            .await
            .expect(gone);
        pool.close().await;
    }
}

async fn version(place: &Place) -> i64 {
    let db = crate::support::open(place.url()).await.expect("it opens");
    let version = db.schema_version().await.expect("it has a version");
    db.close().await;
    version.found
}

#[tokio::test]
async fn an_upgrade_is_tried_on_a_copy_and_changes_nothing() {
    for place in Place::both().await {
        old_database(&place).await;
        let files = place.files();
        let scratch = place.path("").display().to_string();
        let said = place.must(&["migrate", "--try", "--scratch", &scratch]);
        for words in ["0013_", "0019_", "is whole", "nothing was changed"] {
            assert!(said.out.contains(words), "{words}: {}", said.all());
        }
        assert_eq!(version(&place).await, OLD as i64);
        let after = place.files();
        let left: Vec<_> = after.iter().filter(|name| !files.contains(name)).collect();
        // Whoever reads a file in WAL mode makes these beside it.
        assert!(
            left.iter().all(|name| name.starts_with("test.db-")),
            "{left:?}"
        );
        place.must(&["migrate", "--no-backup"]);
        let said = place.must(&["migrate", "--try"]);
        assert!(said.out.contains("nothing to migrate"), "{}", said.all());
    }
}

#[tokio::test]
async fn a_migration_that_fails_on_the_copy_leaves_the_database_alone() {
    for place in Place::both().await {
        old_database(&place).await;
        // In the way of a later migration.
        place
            .execute("CREATE TABLE access_grant (nobody INTEGER)")
            .await;
        let scratch = place.path("").display().to_string();
        let said = place.run(&["migrate", "--try", "--scratch", &scratch]);
        assert!(
            said.code == 1 && said.err.contains("0018_grants.sql failed"),
            "{}",
            said.all()
        );
        assert_eq!(version(&place).await, OLD as i64);
        assert!(
            place.files().iter().all(|name| !name.contains("try")),
            "{:?}",
            place.files()
        );
    }
}

#[tokio::test]
async fn every_command_backs_an_older_database_up_before_it_changes_it() {
    for place in Place::both().await {
        old_database(&place).await;
        let backups = place.path("backups");
        std::fs::create_dir(&backups).expect("the test's folder can be written");
        // Any command will do.
        let said = place.must(&["user", "list", "--backups", &backups.display().to_string()]);
        assert!(
            said.err.contains("Backed up before the upgrade"),
            "{}",
            said.all()
        );
        assert!(version(&place).await > OLD as i64);
        let names: Vec<_> = std::fs::read_dir(&backups)
            .expect("the folder is there")
            .map(|entry| entry.expect("a file").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "backup"))
            .collect();
        assert_eq!(names.len(), 1, "{names:?}");
        let other = match place.url().starts_with("sqlite:") {
            true => Place::sqlite(),
            false => Place::postgres().await,
        };
        other.must(&["restore", &names[0].display().to_string()]);
        assert_eq!(version(&other).await, OLD as i64);
    }
}

#[tokio::test]
async fn without_the_programs_for_a_backup_postgresql_is_not_upgraded() {
    let place = Place::postgres().await;
    old_database(&place).await;
    let said: crate::support::Said = place
        .command(&["user", "list"])
        .env("PATH", place.path("nowhere"))
        .output()
        .expect("the program starts")
        .into();
    assert!(
        said.code == 1
            && said.err.contains("pg_dump is not on this machine")
            && said.err.contains("--no-backup"),
        "{}",
        said.all()
    );
    assert_eq!(version(&place).await, OLD as i64);
    place.must(&["migrate", "--no-backup"]);
    assert!(version(&place).await > OLD as i64);
}

#[tokio::test]
async fn an_upgraded_database_takes_an_import() {
    let place = Place::sqlite();
    old_database(&place).await;
    place.must(&["migrate"]);
    let folder = simulated(&place, 50);
    let targets = folder.join("targets.csv").display().to_string();
    // The old database has one area: rows that name others are told, and kept.
    assert_eq!(place.run(&["import", "targets", &targets]).code, 3);
}
