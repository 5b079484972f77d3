//! A SQLite file that is encrypted as a whole (decision 0106): the same story, and nothing of it readable without the key. Only with the
//! feature `sqlcipher`; `cargo xtask test` runs it so.

#![cfg(feature = "sqlcipher")]
// A failed unwrap in a helper is a failed test.
#![allow(clippy::unwrap_used)]

#[path = "encrypted/backups.rs"]
mod backups;
#[path = "encrypted/changing.rs"]
mod changing;
mod common;
#[path = "encrypted/log.rs"]
mod log;
#[path = "encrypted/opening.rs"]
mod opening;
// Its other half is told by conformance.rs.
#[allow(dead_code, unused_imports)]
mod story;

use common::{NOON_MS, by, keys};
use domain::time::EpochMs;
use std::path::{Path, PathBuf};
use store::{DatabaseKeys, Db};
use tempfile::TempDir;

/// Keys by the digit that they are made of.
fn database_keys(digits: &str) -> DatabaseKeys {
    let line = |digit: char| format!("fieldwatch-key:{}", digit.to_string().repeat(64));
    let text: Vec<String> = digits.chars().map(line).collect();
    DatabaseKeys::read(&text.join("\n")).unwrap()
}

fn url_of(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// Opens a file under keys, or as a plain one where there are none.
async fn open(path: &Path, digits: &str) -> Result<Db, store::StoreError> {
    let given = (!digits.is_empty()).then(|| database_keys(digits));
    let db = Db::open_under(&url_of(path), given).await?;
    Ok(db.with_keys(keys()))
}

/// A new database of the whole story, under the first of these keys.
async fn told(digits: &str) -> (TempDir, PathBuf, Db) {
    let (folder, path, db) = empty(digits).await;
    story::tell(&db).await;
    (folder, path, db)
}

/// The same with a few areas and interviews, which is quicker.
async fn small(digits: &str) -> (TempDir, PathBuf, Db) {
    let (folder, path, db) = empty(digits).await;
    common::with_areas(&db).await;
    let arrivals = ["one", "two"].map(|id| common::arrival(id, "1", 0, common::fact()));
    common::record(&db, arrivals.into()).await;
    db.roll_up().await.unwrap();
    (folder, path, db)
}

async fn empty(digits: &str) -> (TempDir, PathBuf, Db) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let given = (!digits.is_empty()).then(|| database_keys(digits));
    let db = Db::open_or_create_under(&url_of(&path), given)
        .await
        .unwrap();
    let db = db.with_keys(keys());
    db.migrate().await.unwrap();
    (folder, path, db)
}

/// Texts that stand in every plain file: of SQLite, of the schema, of what was imported and by whom, of the audit trail.
const KNOWN: [&str; 5] = [
    "SQLite format 3",
    "CREATE TABLE",
    "tester",
    "made.csv",
    "audit_entry",
];

/// Which of the known texts stand in a file or in its log.
fn readable_in(path: &Path) -> Vec<&'static str> {
    let mut bytes = std::fs::read(path).unwrap();
    if let Ok(log) = std::fs::read(format!("{}-wal", path.display())) {
        bytes.extend(log);
    }
    assert!(bytes.len() > 100_000, "{} bytes", bytes.len());
    let holds = |text: &&str| {
        bytes
            .windows(text.len())
            .any(|some| some == text.as_bytes())
    };
    KNOWN.into_iter().filter(holds).collect()
}

/// The names of the files in a folder.
fn files(folder: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_story_holds_on_an_encrypted_file_and_leaves_the_same_behind() {
    let (_plain, plain_path, plain) = told("").await;
    let (_folder, path, db) = told("1").await;
    let content = db.dump_content().await.unwrap();
    assert!(content.len() > 20, "the story leaves something behind");
    assert_eq!(content, plain.dump_content().await.unwrap());
    assert_eq!(
        db.load_cube().await.unwrap(),
        plain.load_cube().await.unwrap()
    );
    assert_eq!(readable_in(&plain_path), KNOWN);
    // While it is open, with what stands in its log, and when the log is folded into it.
    assert_eq!(readable_in(&path), [""; 0]);
    db.close().await;
    assert_eq!(readable_in(&path), [""; 0]);
    let again = open(&path, "1").await.unwrap();
    assert_eq!(again.dump_content().await.unwrap(), content);
    assert_eq!(
        again.encrypted_under(),
        database_keys("1").first().map(store::DatabaseKey::number)
    );
    assert_eq!(again.examine().await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_file_that_is_written_anew_without_its_free_pages_stays_encrypted() {
    let (_folder, path, db) = small("1").await;
    let content = db.dump_content().await.unwrap();
    let now = EpochMs(NOON_MS);
    db.begin_sealing(now, &by()).await.unwrap();
    let sealed = db.end_sealing(true, 0, now, &by()).await.unwrap();
    assert_eq!(sealed.remains, None);
    assert_eq!(db.dump_content().await.unwrap(), content);
    db.close().await;
    assert_eq!(readable_in(&path), [""; 0]);
    let again = open(&path, "1").await.unwrap();
    assert_eq!(again.dump_content().await.unwrap(), content);
}

#[test]
fn sqlcipher_is_what_is_linked_compiled_as_it_asks_and_as_we_ask() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let version: String = connection
        .query_row("PRAGMA cipher_version", [], |row| row.get(0))
        .unwrap();
    assert!(version.starts_with("4."), "{version}");
    let mut statement = connection.prepare("PRAGMA compile_options").unwrap();
    let options: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let has = |option: &str| options.iter().any(|one| one == option);
    // What SQLCipher needs: nothing that it reads is put down on the disk in the clear.
    assert!(has("HAS_CODEC") && has("TEMP_STORE=2"), "{options:?}");
    // .cargo/config.toml (decision 0031).
    assert!(has("DEFAULT_MEMSTATUS=0"), "{options:?}");
    assert!(!has("ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
    assert!(!has("ENABLE_API_ARMOR"), "{options:?}");
}
