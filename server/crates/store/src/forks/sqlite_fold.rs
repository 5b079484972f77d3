//! SQLite: the log is folded into the file beside the work (decision 0122).
//!
//! Left to itself, a commit that finds the log long copies all of it into the file, while whoever waits for a turn to write waits on: a
//! batch of an import, or somebody's page whose looking is noted. SQLite lets one connection fold and another write. So whoever records much
//! has a connection of its own that folds what the batches before have written, and a server folds every few seconds.

use super::sqlite::SqliteFile;
use crate::db::Db;
use crate::error::StoreError;
use rusqlite::Connection;
use std::sync::{Mutex, PoisonError};

/// As far as nobody reads there, without waiting for anybody.
const FOLD: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// Who folds for one recorder.
#[derive(Debug, Default)]
pub(crate) struct Folder(Mutex<Option<Connection>>);

impl Folder {
    /// Folds. What cannot be copied now is copied by a later one.
    pub(crate) fn fold(&self, file: &SqliteFile) {
        if let Err(error) = self.try_to(file) {
            tracing::debug!(%error, "the log was not folded beside a batch");
        }
    }

    /// Answers how many pages of the log are in the file then.
    fn try_to(&self, file: &SqliteFile) -> Result<i64, StoreError> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match &mut *connection {
            Some(open) => open,
            none => none.insert(file.connect()?),
        };
        Ok(connection.query_row(FOLD, [], |row| row.get(2))?)
    }
}

impl Db {
    /// Folds SQLite's log into the file as far as nobody reads there, without waiting for anybody. PostgreSQL does so by itself.
    pub async fn fold_log(&self) -> Result<(), StoreError> {
        if let Db::Sqlite(file) = self {
            sqlx::query(FOLD).execute(&file.pool).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sqlite::opened_in;
    use super::*;

    #[tokio::test]
    async fn the_log_is_folded_while_another_connection_writes() {
        let folder = tempfile::tempdir().unwrap();
        let file = opened_in(&folder).await;
        let connection = file.connect().unwrap();
        connection
            .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
            .unwrap();
        connection
            .execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (2);")
            .unwrap();
        assert!(Folder::default().try_to(&file).unwrap() > 0);
        connection.execute_batch("COMMIT").unwrap();
        let rows: i64 = connection
            .query_row("SELECT COUNT(*) FROM t", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 2);
    }

    #[tokio::test]
    async fn commits_leave_the_log_to_whoever_folds_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = opened_in(&folder).await;
        // Twice as much as makes a commit fold by default.
        const BYTES: i64 = 16 << 20;
        for statement in ["CREATE TABLE t (a)", "INSERT INTO t VALUES (zeroblob(?1))"] {
            let query = sqlx::query(statement);
            let query = match statement.contains('?') {
                true => query.bind(BYTES),
                false => query,
            };
            query.execute(&file.pool).await.unwrap();
        }
        let length = || std::fs::metadata(file.path()).unwrap().len();
        assert!(length() < BYTES as u64);
        Db::Sqlite(file.clone()).fold_log().await.unwrap();
        assert!(length() > BYTES as u64);
    }
}
