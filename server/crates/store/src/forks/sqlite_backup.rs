//! SQLite: copying a file that others write to, and putting a copy in its place.

use super::sqlite::{SqliteFile, off_the_executor};
use super::sqlite_door::{Door, For, Look, look};
use super::sqlite_export::hold;
use crate::backup::manifest::{Content, Manifest, sync, sync_folder};
use crate::backup::{BackupError, Partial, free_stamp};
use crate::database_key::DatabaseKeys;
use crate::error::StoreError;
use domain::time::EpochMs;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Copies the database as it is at one moment into a new file, and checks the copy.
///
/// `VACUUM INTO` reads within one transaction, which in WAL mode holds up no writer, and writes no more pages than are in use. (The
/// backup API would begin again whenever another process writes.) The copy of an encrypted file is encrypted under the same key: it is
/// checked by that.
pub(crate) async fn copy(from: &SqliteFile, to: &Path) -> Result<Content, BackupError> {
    let (from, to) = (from.clone(), to.to_owned());
    blocking(move || {
        let target = to.to_str().ok_or_else(|| unreadable_name(&to))?.to_owned();
        from.connect()?.execute("VACUUM INTO ?1", [target])?;
        checked(&from.door.of_copy(&to))
    })
    .await
}

/// Puts a verified backup where `path` says.
pub(crate) async fn restore(
    backup: &Path,
    manifest: &Manifest,
    path: &Path,
    replace: bool,
    keys: Option<DatabaseKeys>,
    now: EpochMs,
) -> Result<Option<String>, BackupError> {
    let (backup, manifest, path) = (backup.to_owned(), manifest.clone(), path.to_owned());
    blocking(move || restore_blocking(&backup, &manifest, &path, replace, keys.as_ref(), now)).await
}

/// How a copy of a backup is opened: by the key that its manifest names, or by none.
fn door_of(
    backup: &Path,
    manifest: &Manifest,
    keys: Option<&DatabaseKeys>,
    copy: &Path,
) -> Result<Door, BackupError> {
    let file = backup.to_owned();
    match (&manifest.database_key, keys) {
        (None, None) => Ok(Door::plain(copy)),
        (None, Some(_)) => Err(BackupError::NotEncrypted { file }),
        (Some(key), keys) => match keys.and_then(|keys| keys.numbered(key)) {
            Some(key) => Ok(Door::under(copy, key.clone())),
            None => Err(BackupError::DatabaseKeyMissing {
                file,
                key: key.clone(),
            }),
        },
    }
}

fn restore_blocking(
    backup: &Path,
    manifest: &Manifest,
    path: &Path,
    replace: bool,
    keys: Option<&DatabaseKeys>,
    now: EpochMs,
) -> Result<Option<String>, BackupError> {
    let is_there = path.exists();
    let partial = Partial::beside(path);
    let door = door_of(backup, manifest, keys, &partial.path)?;
    if is_there && !replace && !is_empty(path, keys)? {
        return Err(BackupError::NotEmpty {
            database: path.display().to_string(),
        });
    }
    std::fs::copy(backup, &partial.path).map_err(|error| BackupError::file(path, &error))?;
    let content = checked(&door)?;
    manifest
        .agrees_with(&content)
        .map_err(|detail| BackupError::damaged(backup, detail))?;
    sync(&partial.path)?;
    let aside = aside_of(path, "restore", now);
    if is_there {
        fold(path, keys)?;
        move_file(path, &aside)?;
    }
    // A log without its file, or of a file that could not be opened: SQLite would read it into the new one.
    for ending in ["-wal", "-shm"] {
        let (log, to) = (with_ending(path, ending), with_ending(&aside, ending));
        if log.exists() {
            move_file(&log, &to)?;
        }
    }
    move_file(&partial.path, path)?;
    sync_folder(path)?;
    Ok(is_there.then(|| aside.display().to_string()))
}

/// A free name for a file that is moved aside before something (`restore`) is done: neither it nor a log of that name is there.
pub(crate) fn aside_of(path: &Path, before: &str, now: EpochMs) -> PathBuf {
    let aside_at = |stamp: &str| with_ending(path, &format!(".before-{before}-{stamp}"));
    aside_at(&free_stamp(now, |stamp| {
        ["", "-wal", "-shm"]
            .iter()
            .any(|ending| with_ending(&aside_at(stamp), ending).exists())
    }))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

fn move_file(from: &Path, to: &Path) -> Result<(), BackupError> {
    std::fs::rename(from, to).map_err(|error| BackupError::file(from, &error))
}

/// Whether a file holds no table. One that does not open holds something.
fn is_empty(path: &Path, keys: Option<&DatabaseKeys>) -> Result<bool, BackupError> {
    let Some(door) = door_of_any(path, keys)? else {
        return Ok(false);
    };
    let connection = door.open(For::Writing)?;
    let tables = "SELECT COUNT(*) FROM sqlite_master";
    let count: i64 = connection.query_row(tables, [], |row| row.get(0))?;
    Ok(count == 0)
}

/// How a file is opened that may be plain or encrypted; `None` where it is neither, or no key opens it.
fn door_of_any(path: &Path, keys: Option<&DatabaseKeys>) -> Result<Option<Door>, StoreError> {
    if look(path)? == Look::Plain {
        return Ok(Some(Door::plain(path)));
    }
    match Door::find(path, keys) {
        Ok(door) => Ok(Some(door)),
        Err(
            StoreError::NoDatabaseKey
            | StoreError::WrongDatabaseKey { .. }
            | StoreError::NotADatabase,
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Folds the log into the file, which SQLite does only for the last who has it open. A file that is damaged or no database is left
/// as it is: it is moved aside with its log.
fn fold(path: &Path, keys: Option<&DatabaseKeys>) -> Result<(), BackupError> {
    let Some(door) = door_of_any(path, keys)? else {
        let log = with_ending(path, "-wal");
        return match log.exists() && look(path)? == Look::Encrypted {
            true => Err(BackupError::MaybeInUse {
                file: path.to_owned(),
            }),
            false => Ok(()),
        };
    };
    match hold(&door) {
        Ok(held) => {
            drop(held);
            Ok(())
        }
        Err(BackupError::Store(StoreError::NotADatabase | StoreError::Corrupt { .. })) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Checks a copy that nobody else has open, and says what it holds.
pub(crate) fn checked(door: &Door) -> Result<Content, BackupError> {
    let connection = door.open(For::Reading)?;
    examine(&connection)?.map_err(|detail| BackupError::damaged(door.path(), detail))?;
    Ok(content_of(&connection)?)
}

/// What a database holds.
pub(crate) fn content_of(connection: &Connection) -> Result<Content, StoreError> {
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut statement = connection.prepare(tables)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut counts = BTreeMap::new();
    for name in names {
        let name = name?;
        let count = format!("SELECT COUNT(*) FROM \"{name}\"");
        let rows: i64 = connection.query_row(&count, [], |row| row.get(0))?;
        counts.insert(name, u64::try_from(rows).unwrap_or(0));
    }
    let mut keys = Vec::new();
    for question in Content::asks_for_keys(&counts) {
        let mut statement = connection.prepare(question)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        keys.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    Ok(Content {
        schema_version: number("SELECT MAX(version) FROM schema_version")?,
        data_version: number("SELECT value FROM meta WHERE key = 'data_version'")?,
        tables: counts,
        keys: Content::keys_of(keys),
    })
}

/// Asks SQLite whether a database is whole and every reference leads somewhere. The inner error says what it found first.
pub(crate) fn examine(connection: &Connection) -> Result<Result<(), String>, StoreError> {
    let whole: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if whole != "ok" {
        return Ok(Err(whole));
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut broken = statement.query([])?;
    match broken.next()? {
        None => Ok(Ok(())),
        Some(row) => {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            Ok(Err(format!(
                "a row of {table} refers to one of {parent} that is not there"
            )))
        }
    }
}

fn unreadable_name(path: &Path) -> BackupError {
    BackupError::File {
        file: path.to_owned(),
        detail: "the name is not UTF-8".to_owned(),
    }
}

async fn blocking<T, F>(work: F) -> Result<T, BackupError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, BackupError> + Send + 'static,
{
    off_the_executor(move || Ok(work())).await?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_moved_aside_gets_a_name_that_no_file_and_no_log_has() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let name = || aside_of(&path, "restore", EpochMs(0));
        let first = name();
        assert_eq!(
            first,
            with_ending(&path, ".before-restore-19700101T000000Z")
        );
        for (ending, next) in [("-wal", "_2"), ("", "_2")] {
            std::fs::write(with_ending(&first, ending), "").unwrap();
            assert_eq!(name(), with_ending(&first, next));
        }
    }
}
