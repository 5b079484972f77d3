//! SQLite: writing a whole file anew under another key, or under none, while nobody else has it open.

use super::sqlite_backup::{checked, content_of};
use super::sqlite_door::{Door, For};
use crate::backup::BackupError;
use crate::backup::manifest::Content;
use crate::error::StoreError;
use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;

/// How long to wait for a program that is just closing the database.
const CLOSING: Duration = Duration::from_secs(2);

/// A file that nobody else can read or write for as long as this lives.
pub(crate) struct Held(Connection);

/// Takes a file for oneself: its log is folded into it, and whoever opens it has to wait.
///
/// Errors: [`BackupError::InUse`] where another program has it open.
pub(crate) fn hold(door: &Door) -> Result<Held, BackupError> {
    let taken = || -> Result<Option<Connection>, StoreError> {
        let connection = door.open(For::Writing)?;
        connection.busy_timeout(CLOSING)?;
        // SQLite leaves the log for the last who has the file open alone.
        let mode: String =
            connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
        if mode != "delete" {
            return Ok(None);
        }
        let lock = "PRAGMA main.locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT";
        connection.execute_batch(lock)?;
        Ok(Some(connection))
    };
    match taken() {
        Ok(Some(connection)) => Ok(Held(connection)),
        Ok(None) | Err(StoreError::Busy) => Err(BackupError::InUse {
            database: door.path().display().to_string(),
        }),
        Err(error) => Err(error.into()),
    }
}

/// Writes all that a held file holds into a new one, which must not be there yet, and checks the new one: that it opens by its own
/// door, is whole, and holds the same tables with as many rows. Answers what it holds.
pub(crate) fn export(from: &Held, to: &Door) -> Result<Content, BackupError> {
    let Held(connection) = from;
    to.attach_new(connection)?;
    // Whoever is killed here leaves a file that is thrown away; a finished one is synced before it gets its name.
    connection.execute_batch("PRAGMA copy.journal_mode = OFF; PRAGMA copy.synchronous = OFF")?;
    let exported = connection.query_row("SELECT sqlcipher_export('copy')", [], |_| Ok(()));
    exported.map_err(StoreError::from)?;
    connection
        .execute_batch("DETACH DATABASE copy")
        .map_err(StoreError::from)?;
    let (before, after) = (content_of(connection)?, checked(to)?);
    let differs = |what: &str| {
        let detail = format!("{what} of the copy are not those of the database");
        Err(BackupError::damaged(to.path(), detail))
    };
    if before != after {
        return differs("versions, keys or numbers of rows");
    }
    if definitions(connection)? != definitions(&to.open(For::Reading)?)? {
        return differs("tables, indexes or triggers");
    }
    Ok(after)
}

/// What a file's tables, indexes, views and triggers are made by, in a fixed order.
fn definitions(connection: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let made_by = "SELECT name, COALESCE(sql, '') FROM sqlite_master ORDER BY name";
    let mut statement = connection.prepare(made_by)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a log stands beside a file that was closed.
pub(crate) fn has_log(path: &Path) -> bool {
    let log = format!("{}-wal", path.display());
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}
