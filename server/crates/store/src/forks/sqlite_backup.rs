//! SQLite: copying a file that others write to, and putting a copy in its place.

use super::sqlite::{SqliteFile, off_the_executor};
use crate::backup::manifest::{Content, Manifest, sync, sync_folder};
use crate::backup::{BackupError, Partial, stamp};
use crate::error::StoreError;
use domain::time::EpochMs;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a restore waits for a program that is just closing the database.
const CLOSING: Duration = Duration::from_secs(2);

/// Copies the database as it is at one moment into a new file, and checks the copy.
///
/// `VACUUM INTO` reads within one transaction, which in WAL mode holds up no writer, and writes no more pages than are in use. (The
/// backup API would begin again whenever another process writes.)
pub(crate) async fn copy(from: &SqliteFile, to: &Path) -> Result<Content, BackupError> {
    let (from, to) = (from.clone(), to.to_owned());
    blocking(move || {
        let target = to.to_str().ok_or_else(|| unreadable_name(&to))?.to_owned();
        from.connect()?.execute("VACUUM INTO ?1", [target])?;
        checked(&to)
    })
    .await
}

/// Puts a verified backup where `path` says.
pub(crate) async fn restore(
    backup: &Path,
    manifest: &Manifest,
    path: &Path,
    replace: bool,
    now: EpochMs,
) -> Result<Option<String>, BackupError> {
    let (backup, manifest, path) = (backup.to_owned(), manifest.clone(), path.to_owned());
    blocking(move || restore_blocking(&backup, &manifest, &path, replace, now)).await
}

fn restore_blocking(
    backup: &Path,
    manifest: &Manifest,
    path: &Path,
    replace: bool,
    now: EpochMs,
) -> Result<Option<String>, BackupError> {
    let is_there = path.exists();
    if is_there && !replace && !is_empty(path)? {
        return Err(BackupError::NotEmpty {
            database: path.display().to_string(),
        });
    }
    let partial = Partial::beside(path);
    std::fs::copy(backup, &partial.path).map_err(|error| BackupError::file(path, &error))?;
    let content = checked(&partial.path)?;
    manifest
        .agrees_with(&content)
        .map_err(|detail| BackupError::damaged(backup, detail))?;
    sync(&partial.path)?;
    let aside = path.with_file_name(format!(
        "{}.before-restore-{}",
        path.file_name().unwrap_or_default().to_string_lossy(),
        stamp(now)
    ));
    if is_there {
        fold(path)?;
        if aside.exists() {
            return Err(BackupError::Exists { file: aside });
        }
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

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

fn move_file(from: &Path, to: &Path) -> Result<(), BackupError> {
    std::fs::rename(from, to).map_err(|error| BackupError::file(from, &error))
}

/// Whether a file holds no table.
fn is_empty(path: &Path) -> Result<bool, BackupError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let tables = "SELECT COUNT(*) FROM sqlite_master";
    let count: i64 = connection.query_row(tables, [], |row| row.get(0))?;
    Ok(count == 0)
}

/// Folds the log into the file, which SQLite does only for the last who has it open. A file that is damaged or no database is left
/// as it is: it is moved aside with its log.
fn fold(path: &Path) -> Result<(), BackupError> {
    let folded = || -> Result<String, StoreError> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(CLOSING)?;
        Ok(connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?)
    };
    let in_use = BackupError::InUse {
        database: path.display().to_string(),
    };
    match folded() {
        Ok(mode) if mode == "delete" => Ok(()),
        Ok(_) | Err(StoreError::Busy) => Err(in_use),
        Err(StoreError::NotADatabase | StoreError::Corrupt { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Checks a copy that nobody else has open, and says what it holds.
fn checked(path: &Path) -> Result<Content, BackupError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    examine(&connection)?.map_err(|detail| BackupError::damaged(path, detail))?;
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
