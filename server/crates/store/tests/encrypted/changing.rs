//! From plain to encrypted and back, and from one key to another: whole, noted, and with the old file kept.

use super::common::{NOON_MS, by};
use super::{KNOWN, database_keys, files, open, readable_in, small, told, url_of};
use domain::audit::Action;
use domain::time::EpochMs;
use std::path::{Path, PathBuf};
use store::backup::BackupError;
use store::encryption::{Change, ChangeError, Changed, change};
use store::{AuditFilter, Db};

async fn done(path: &Path, digits: &str, what: Change) -> Result<Changed, ChangeError> {
    let keys = database_keys(digits);
    change(&url_of(path), &keys, what, &by(), EpochMs(NOON_MS)).await
}

/// What the trail says of keys of the file, the newest first.
async fn noted(db: &Db) -> Vec<String> {
    let filter = AuditFilter {
        actions: vec![Action::KeyRotated],
        ..AuditFilter::default()
    };
    let rows = db.list_audit(&filter, i64::MAX, 100).await.unwrap();
    let words = rows.into_iter().filter_map(|row| row.detail);
    words
        .filter(|words| words.contains("database's file"))
        .collect()
}

#[tokio::test]
async fn a_plain_file_is_encrypted_its_key_changed_and_decrypted_again_with_nothing_lost() {
    let (folder, path, db) = told("").await;
    let content = db.dump_content().await.unwrap();
    db.close().await;
    let rights = std::fs::metadata(&path).unwrap().permissions();
    let (first, second) = (database_keys("1").numbers(), database_keys("2").numbers());

    let changed = done(&path, "1", Change::Encrypt).await.unwrap();
    assert_eq!((changed.from, changed.rows > 100), (None, true));
    assert_eq!(readable_in(&path), [""; 0]);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions(), rights);
    let db = open(&path, "1").await.unwrap();
    assert_eq!(db.dump_content().await.unwrap(), content);
    assert_eq!(noted(&db).await.len(), 1);
    assert!(noted(&db).await[0].contains(&first));
    db.close().await;
    // The old one is as it was, entry and all.
    assert_eq!(readable_in(&changed.old), KNOWN);
    let old = open(&changed.old, "").await.unwrap();
    assert_eq!(old.dump_content().await.unwrap(), content);
    assert_eq!(noted(&old).await, [""; 0]);
    old.close().await;

    let changed = done(&path, "21", Change::Rekey).await.unwrap();
    assert_eq!(changed.to.unwrap().to_string(), second);
    assert!(open(&path, "1").await.is_err());
    // Closed and not only let go: a file that is being closed still has its log beside it.
    open(&changed.old, "1").await.unwrap().close().await;
    assert_eq!(readable_in(&path), [""; 0]);
    let db = open(&path, "2").await.unwrap();
    assert_eq!(db.dump_content().await.unwrap(), content);
    assert_eq!(noted(&db).await.len(), 2);
    db.close().await;

    let changed = done(&path, "2", Change::Decrypt).await.unwrap();
    assert_eq!(changed.to, None);
    assert_eq!(readable_in(&path), KNOWN);
    let db = open(&path, "").await.unwrap();
    assert_eq!(db.dump_content().await.unwrap(), content);
    assert_eq!(noted(&db).await.len(), 3);
    assert_eq!(db.examine().await.unwrap(), Ok(()));
    let verdict = db.verify_audit(&[]).await.unwrap();
    assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    db.close().await;
    let beside: Vec<String> = files(&folder);
    let expected = [
        "test.db",
        "test.db.before-decryption-20260101T120000Z",
        "test.db.before-encryption-20260101T120000Z",
        "test.db.before-rekeying-20260101T120000Z",
    ];
    assert_eq!(beside, expected);
}

#[tokio::test]
async fn what_is_so_already_is_said_and_left() {
    let (folder, path, db) = small("1").await;
    db.close().await;
    let (before, beside) = (std::fs::read(&path).unwrap(), files(&folder));
    for (digits, what, words) in [
        ("1", Change::Encrypt, "encrypted already, under the key"),
        ("12", Change::Rekey, "under the first key given already"),
        ("2", Change::Decrypt, "does not open under the database key"),
    ] {
        let said = done(&path, digits, what).await.unwrap_err().to_string();
        assert!(said.contains(words), "{said}");
        assert!(std::fs::read(&path).unwrap() == before, "{what:?}");
        assert_eq!(files(&folder), beside);
    }
    done(&path, "1", Change::Decrypt).await.unwrap();
    let again = done(&path, "1", Change::Decrypt).await.unwrap_err();
    assert!(again.to_string().contains("is not encrypted"), "{again}");
}

#[tokio::test]
async fn two_changes_within_one_second_keep_both_old_files() {
    let (_folder, path, db) = small("1").await;
    db.close().await;
    let first = done(&path, "1", Change::Decrypt).await.unwrap();
    let kept = std::fs::read(&first.old).unwrap();
    done(&path, "1", Change::Encrypt).await.unwrap();
    let second = done(&path, "1", Change::Decrypt).await.unwrap();
    let named = |ending: &str| PathBuf::from(format!("{}{ending}", first.old.display()));
    assert_eq!(second.old, named("_2"));
    assert!(std::fs::read(&first.old).unwrap() == kept);
    for old in [&first.old, &second.old] {
        open(old, "1").await.unwrap().close().await;
    }
}

#[tokio::test]
async fn a_database_that_is_in_use_is_not_touched() {
    let (folder, path, db) = small("").await;
    let (content, beside) = (db.dump_content().await.unwrap(), files(&folder));
    let error = done(&path, "1", Change::Encrypt).await.unwrap_err();
    assert!(
        matches!(error, ChangeError::Backup(BackupError::InUse { .. })),
        "{error:?}"
    );
    assert_eq!(files(&folder), beside);
    assert_eq!(db.dump_content().await.unwrap(), content);
}

/// A program that opened the file before it was changed, and had asked nothing of it yet, holds the old file.
#[tokio::test]
async fn who_waited_for_the_old_file_does_not_write_into_it() {
    let (_folder, path, db) = small("").await;
    db.close().await;
    let waiting = rusqlite::Connection::open(&path).unwrap();
    let changed = done(&path, "1", Change::Encrypt).await.unwrap();
    let old = std::fs::read(&changed.old).unwrap();
    // The first thing that every connection of ours asks for.
    let refused = waiting.query_row("PRAGMA journal_mode = WAL", [], |row| {
        row.get::<_, String>(0)
    });
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("readonly"), "{said}");
    assert!(std::fs::read(&changed.old).unwrap() == old);
}
