//! Backups of an encrypted file: under its key, said so in the manifest, and put back by nobody without it.

use super::common::NOON_MS;
use super::{database_keys, files, open, readable_in, small, url_of};
use domain::time::EpochMs;
use std::path::Path;
use store::backup::{BackupError, Restored, To, restore};
use store::{DatabaseKeys, Db};

async fn put_back(
    backup: &Path,
    to: &Path,
    replace: bool,
    digits: &str,
) -> Result<Restored, BackupError> {
    let given: Option<DatabaseKeys> = (!digits.is_empty()).then(|| database_keys(digits));
    let url = url_of(to);
    let to = To {
        url: &url,
        replace,
        database_keys: given.as_ref(),
    };
    let keys = super::keys();
    restore(backup, to, keys.as_deref(), EpochMs(NOON_MS)).await
}

#[tokio::test]
async fn a_backup_is_encrypted_under_the_same_key_and_restored_under_it() {
    let (folder, path, db) = small("1").await;
    let content = db.dump_content().await.unwrap();
    let backup = folder.path().join("backup");
    let manifest = db.back_up(&backup, EpochMs(NOON_MS)).await.unwrap();
    let number = database_keys("1").numbers();
    assert_eq!(manifest.database_key.as_deref(), Some(number.as_str()));
    assert_eq!(store::backup::verify(&backup).unwrap(), manifest);
    assert_eq!(readable_in(&backup), [""; 0]);

    let restored = folder.path().join("restored.db");
    let before = files(&folder);
    for digits in ["", "2"] {
        let error = put_back(&backup, &restored, false, digits).await;
        let error = error.unwrap_err();
        assert!(
            matches!(&error, BackupError::DatabaseKeyMissing { key, .. } if *key == number),
            "{error:?}"
        );
        assert_eq!(files(&folder), before);
    }
    // An older key of the file that was given will do.
    put_back(&backup, &restored, false, "21").await.unwrap();
    assert_eq!(readable_in(&restored), [""; 0]);
    let again = open(&restored, "1").await.unwrap();
    assert_eq!(again.dump_content().await.unwrap(), content);
    again.close().await;

    // In the place of one that is there: not while it is in use, and nothing of it is lost.
    let in_use = put_back(&backup, &path, true, "1").await.unwrap_err();
    assert!(matches!(in_use, BackupError::InUse { .. }), "{in_use:?}");
    // Without the old one's key nobody can ask it whether it is.
    let held = folder.path().join("held.db");
    let given = Some(database_keys("3"));
    let other = Db::open_or_create_under(&url_of(&held), given)
        .await
        .unwrap();
    other.migrate().await.unwrap();
    let unsure = put_back(&backup, &held, true, "1").await.unwrap_err();
    assert!(
        matches!(unsure, BackupError::MaybeInUse { .. }),
        "{unsure:?}"
    );
    other.close().await;
    db.close().await;
    let there = put_back(&backup, &path, false, "1").await.unwrap_err();
    assert!(matches!(there, BackupError::NotEmpty { .. }), "{there:?}");
    let done = put_back(&backup, &path, true, "1").await.unwrap();
    let aside = done.moved_aside.unwrap();
    let old = open(Path::new(&aside), "1").await.unwrap();
    assert_eq!(old.dump_content().await.unwrap(), content);
}

#[tokio::test]
async fn a_plain_backup_is_not_restored_where_an_encrypted_database_is_meant() {
    let (folder, _, db) = small("").await;
    let backup = folder.path().join("backup");
    let manifest = db.back_up(&backup, EpochMs(NOON_MS)).await.unwrap();
    assert_eq!(manifest.database_key, None);
    let restored = folder.path().join("restored.db");
    let error = put_back(&backup, &restored, false, "1").await.unwrap_err();
    assert!(
        matches!(error, BackupError::NotEncrypted { .. }),
        "{error:?}"
    );
    assert!(!restored.exists());
    put_back(&backup, &restored, false, "").await.unwrap();
    assert!(open(&restored, "").await.is_ok());
}

#[tokio::test]
async fn the_copy_for_the_trial_of_an_upgrade_is_encrypted_and_goes_again() {
    let (folder, _, db) = small("1").await;
    let before = files(&folder);
    let scratch = tempfile::tempdir().unwrap();
    let now = EpochMs(NOON_MS);
    let trial = db.copy_for_trial(scratch.path(), now).await.unwrap();
    assert_eq!(trial.db.encrypted_under(), db.encrypted_under());
    let store::Db::Sqlite(copy) = &trial.db else {
        unreachable!()
    };
    assert_eq!(readable_in(copy.path()), [""; 0]);
    trial.end().await.unwrap();
    assert_eq!(files(&scratch), [""; 0]);
    assert_eq!(files(&folder), before);
}
