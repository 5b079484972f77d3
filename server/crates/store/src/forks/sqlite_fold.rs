//! SQLite: the log is folded into the file beside the work (decision 0122).
//!
//! Left to itself, a commit that finds the log long copies all of it into the file, while whoever waits for a turn to write waits on: a
//! batch of an import, or somebody's page whose looking is noted. SQLite lets one connection fold and another write. So whoever records much
//! has a connection of its own that folds what a batch has written while the next rows come, and a server folds every few seconds.
//!
//! A log of which every page is in the file begins anew with the next transaction; as long as one is missing it grows. Writing where the log
//! was before is quicker than making a file longer, and a long log is cut, which takes as long as a batch. Hence [`Folder::before_a_turn`].

use super::sqlite::SqliteFile;
use crate::background;
use crate::db::Db;
use crate::error::StoreError;
use rusqlite::Connection;
use std::thread::JoinHandle;

/// As far as nobody reads there, without waiting for anybody.
const FOLD: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// From how many pages on (384 MB) the log is made to begin anew: a few batches of a file, or one of pushed rows. The shorter it is, the less of
/// the system's memory it passes through.
const BEGINS_ANEW_AT: i64 = 49_152;

/// The connection that has folded, and how many pages the log has.
type Folded = (Option<Connection>, i64);

/// Who folds for one recorder.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// The connection that folds, once there is one and while it is not folding.
    connection: Option<Connection>,
    running: Option<JoinHandle<Folded>>,
    log_pages: i64,
}

impl Folder {
    /// After a turn: folds on a thread of its own, unless the one before still does. What cannot be copied now is copied by a later one. The log
    /// is synced before anything of it is copied, so that a large recording need not wait for that itself.
    pub(crate) fn begin(&mut self, file: &SqliteFile) {
        self.end_if(|running| running.is_finished());
        if self.running.is_none() {
            let (file, mut connection) = (file.clone(), self.connection.take());
            let folding = move || {
                let log_pages = fold(&file, &mut connection);
                (connection, log_pages)
            };
            // No thread to be had: a later one folds.
            self.running = background::spawn(folding).ok();
        }
    }

    /// Before a turn: where the log has become long, folds the rest of it, so that it begins anew unless somebody reads there.
    pub(crate) fn before_a_turn(&mut self, file: &SqliteFile) {
        self.end_if(|running| running.is_finished());
        if self.log_pages >= BEGINS_ANEW_AT {
            self.end_if(|_| true);
            fold(file, &mut self.connection);
            // If somebody read there and it goes on, the next to fold tells.
            self.log_pages = 0;
        }
    }

    fn end_if(&mut self, condition: impl Fn(&JoinHandle<Folded>) -> bool) {
        if let Some(running) = self.running.take_if(|running| condition(running)) {
            // It has no reason to panic, and if it did, the log is folded by another.
            (self.connection, self.log_pages) = running.join().unwrap_or_default();
        }
    }
}

impl Drop for Folder {
    /// Nobody has the file open any more when its recorder is gone.
    fn drop(&mut self) {
        self.end_if(|_| true);
    }
}

/// Answers how many pages the log has; none if that could not be told.
fn fold(file: &SqliteFile, connection: &mut Option<Connection>) -> i64 {
    let folded = file
        .connect_once(connection)
        .and_then(|open| Ok(open.query_row(FOLD, [], |row| row.get(1))?));
    folded.unwrap_or_else(|error| {
        tracing::debug!(%error, "the log was not folded beside a batch");
        0
    })
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
        let mut folder = Folder::default();
        folder.begin(&file);
        folder.end_if(|_| true);
        assert!(folder.log_pages > 0);
        connection.execute_batch("COMMIT").unwrap();
        let rows: i64 = connection
            .query_row("SELECT COUNT(*) FROM t", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 2);
    }

    #[tokio::test]
    async fn a_long_log_begins_anew_with_the_next_turn() {
        let folder = tempfile::tempdir().unwrap();
        let file = opened_in(&folder).await;
        let connection = file.connect().unwrap();
        connection.execute_batch("CREATE TABLE t (a)").unwrap();
        let mut folder = Folder::default();
        let mut pages_after = |log_pages: i64| {
            let much = "INSERT INTO t VALUES (zeroblob(1000000))";
            connection.execute_batch(much).unwrap();
            folder.log_pages = log_pages;
            folder.before_a_turn(&file);
            let little = "INSERT INTO t VALUES (1)";
            connection.execute_batch(little).unwrap();
            let pages: i64 = connection.query_row(FOLD, [], |row| row.get(1)).unwrap();
            pages
        };
        assert!(pages_after(BEGINS_ANEW_AT - 1) > 100);
        assert!(pages_after(BEGINS_ANEW_AT) < 100);
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
