//! A wrong key, none, one too many: each is small from the others, and the file stays as it is.

use super::{database_keys, open, small, url_of};
use store::{Db, StoreError};

#[tokio::test]
async fn a_wrong_key_a_missing_one_and_one_too_many_are_told_apart() {
    let (_folder, path, db) = small("1").await;
    db.close().await;
    let before = std::fs::read(&path).unwrap();
    let wrong = open(&path, "2").await.unwrap_err();
    assert!(
        matches!(&wrong, StoreError::WrongDatabaseKey { keys } if *keys == database_keys("2").numbers()),
        "{wrong:?}"
    );
    let none = open(&path, "").await.unwrap_err();
    assert!(matches!(none, StoreError::NoDatabaseKey), "{none:?}");
    assert!(none.to_string().contains("--database-key-file"), "{none}");
    assert!(std::fs::read(&path).unwrap() == before);

    let (_folder, path, db) = small("").await;
    db.close().await;
    let before = std::fs::read(&path).unwrap();
    let plain = open(&path, "1").await.unwrap_err();
    assert!(matches!(plain, StoreError::NotEncrypted), "{plain:?}");
    assert!(
        plain.to_string().contains("key encrypt-database"),
        "{plain}"
    );
    assert!(std::fs::read(&path).unwrap() == before);
    // Without a key this program opens it as any other does.
    assert_eq!(open(&path, "").await.unwrap().encrypted_under(), None);
}

#[tokio::test]
async fn a_file_that_is_neither_is_named_so_with_a_key_and_without() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    let text = "Dear Sir, ".repeat(1_000);
    std::fs::write(&path, &text).unwrap();
    for digits in ["", "1"] {
        let error = open(&path, digits).await.unwrap_err();
        assert!(matches!(error, StoreError::NotADatabase), "{error:?}");
    }
    // As long as pages are: nobody can tell it from an encrypted file, and both are said.
    let text = &text[..8_192];
    std::fs::write(&path, text).unwrap();
    let none = open(&path, "").await.unwrap_err().to_string();
    assert!(
        none.contains("it is encrypted, or no database at all"),
        "{none}"
    );
    let wrong = open(&path, "1").await.unwrap_err().to_string();
    assert!(wrong.contains("or it is something else"), "{wrong}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_file_under_an_older_key_opens_while_that_is_among_those_given() {
    let (folder, path, db) = small("1").await;
    db.close().await;
    let both = open(&path, "21").await.unwrap();
    let old = database_keys("1").first().map(store::DatabaseKey::number);
    assert_eq!(both.encrypted_under(), old);
    // A new file gets the first.
    let other = folder.path().join("other.db");
    let given = Some(database_keys("21"));
    let new = Db::open_or_create_under(&url_of(&other), given)
        .await
        .unwrap();
    new.migrate().await.unwrap();
    let first = database_keys("2").first().map(store::DatabaseKey::number);
    assert_eq!(new.encrypted_under(), first);
    new.close().await;
    assert!(open(&other, "2").await.is_ok() && open(&other, "1").await.is_err());
}

#[tokio::test]
async fn a_key_for_postgresql_is_refused_before_anything_is_reached() {
    let url = "postgres://nobody@127.0.0.1:1/none";
    let error = Db::open_under(url, Some(database_keys("1"))).await;
    let error = error.unwrap_err();
    assert!(matches!(error, StoreError::KeyForPostgres), "{error:?}");
}
