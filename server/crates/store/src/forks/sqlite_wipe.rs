//! SQLite: overwriting what was deleted or replaced, which stands in free pages and in the log until something else is written there.

use super::sqlite::SqliteFile;
use crate::error::StoreError;
use rusqlite::Connection;

/// Writes the file anew without its free pages, and empties the log.
pub(super) fn wipe(
    _: &SqliteFile,
    connection: &mut Connection,
) -> Result<Option<String>, StoreError> {
    connection.execute_batch("VACUUM")?;
    let (is_held, _, _): (bool, i64, i64) =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    Ok(is_held.then(|| {
        "another program is reading the database, and what stood there before may still stand in its log".to_owned()
    }))
}
