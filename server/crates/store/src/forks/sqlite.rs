//! SQLite: opening.

use super::sqlite_door::{Door, For};
use super::sqlite_turns::{POOL_WAITS, Turns};
use crate::database_key::DatabaseKeys;
use crate::error::StoreError;
use crate::sealing::Keys;
use rusqlite::Connection;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use tokio::runtime::{Handle, RuntimeFlavor};

/// From how many pages of the log on (2 GB) a commit folds it into the file. It is a last resort: others wait for the commit. The log is
/// folded beside the work by whoever records much (`sqlite_fold.rs`), every few seconds by a server ([`crate::Db::fold_log`]), and when the last
/// connection closes.
const FOLDS_AT: (&str, u32) = ("wal_autocheckpoint", 262_144);

/// What a log that begins anew keeps of the disk, in bytes: more than it has where nothing goes wrong. To cut it takes as long as a batch.
const KEPT_OF_LOG: (&str, u32) = ("journal_size_limit", 2 << 30);

/// An open SQLite file.
#[derive(Clone, Debug)]
pub struct SqliteFile {
    pub(crate) pool: SqlitePool,
    pub(crate) keys: Keys,
    pub(crate) door: Door,
    pub(crate) turns: Turns,
    max_page_count: Option<u32>,
}

impl SqliteFile {
    /// Where the file stands.
    pub fn path(&self) -> &Path {
        self.door.path()
    }

    /// Runs blocking work on a connection of its own: the bulk path (decision 0031).
    pub(crate) async fn blocking<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&SqliteFile, &mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let file = self.clone();
        off_the_executor(move || work(&file, &mut file.connect()?)).await
    }

    /// A connection outside the pool, for bulk work.
    pub(crate) fn connect(&self) -> Result<Connection, StoreError> {
        let connection = self.door.open(For::Writing)?;
        connection.execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;
             -- 512 MB (the unit is -1 KiB): the pages of the indexes that a batch of pushed rows touches in a province's survey.
             PRAGMA cache_size = -524288;",
        )?;
        connection.pragma_update(None, FOLDS_AT.0, FOLDS_AT.1)?;
        connection.pragma_update(None, KEPT_OF_LOG.0, KEPT_OF_LOG.1)?;
        if let Some(pages) = self.max_page_count {
            connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        }
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }

    /// The connection outside the pool that is there, or else a new one.
    pub(crate) fn connect_once<'c>(
        &self,
        connection: &'c mut Option<Connection>,
    ) -> Result<&'c mut Connection, StoreError> {
        match connection {
            Some(open) => Ok(open),
            none => Ok(none.insert(self.connect()?)),
        }
    }
}

/// Runs blocking work where it does not hold up other requests.
pub(crate) async fn off_the_executor<T, F>(work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, StoreError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(StoreError::other(error)),
    }
}

/// Runs blocking work on the thread that asks for it, where the runtime has others to go on with: to hand it over and to be told takes two
/// changes of threads, which cost as much as a small transaction. Nothing else of the same task goes on meanwhile. A panic is an error, as there.
pub(crate) async fn in_place<T, F>(work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, StoreError> + Send + 'static,
{
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => {
            // What the work owned is gone with it.
            let done = tokio::task::block_in_place(|| catch_unwind(AssertUnwindSafe(work)));
            done.unwrap_or_else(|_| Err(StoreError::other("a piece of work panicked")))
        }
        _ => off_the_executor(work).await,
    }
}

/// The file that an address without its `sqlite:` names.
pub(crate) fn path_of(address: &str) -> Result<PathBuf, StoreError> {
    let path = address.split('?').next().unwrap_or_default();
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path == ":memory:" {
        return Err(StoreError::UnknownAddress {
            url: format!("sqlite:{address}"),
        });
    }
    Ok(PathBuf::from(path))
}

/// Opens the file that an address without its `sqlite:` names, with the key that fits among those that were given.
pub(crate) async fn open(
    address: &str,
    create: bool,
    keys: Option<DatabaseKeys>,
) -> Result<SqliteFile, StoreError> {
    let unknown = || StoreError::UnknownAddress {
        url: format!("sqlite:{address}"),
    };
    let path = path_of(address)?;
    let (_, query) = address.split_once('?').unwrap_or((address, ""));
    let mut max_page_count = None;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("max_page_count", pages)) => {
                max_page_count = Some(pages.parse::<u32>().map_err(|_| unknown())?);
            }
            _ => return Err(unknown()),
        }
    }
    if !create && !path.exists() {
        return Err(StoreError::Missing {
            database: path.display().to_string(),
        });
    }
    let door = off_the_executor(move || Door::find(&path, keys.as_ref())).await?;
    open_by(door, create, max_page_count).await
}

/// Opens a file whose key is known.
pub(crate) async fn open_by(
    door: Door,
    create: bool,
    max_page_count: Option<u32>,
) -> Result<SqliteFile, StoreError> {
    let mut options = door
        .options()
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma(FOLDS_AT.0, FOLDS_AT.1.to_string());
    if let Some(pages) = max_page_count {
        options = options.pragma("max_page_count", pages.to_string());
    }
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        // Only now: opening a file that is being made needs its patience.
        .after_connect(|connection, _| {
            Box::pin(async move {
                let waits = format!("PRAGMA busy_timeout = {}", POOL_WAITS.as_millis());
                sqlx::query(sqlx::AssertSqlSafe(waits))
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    Ok(SqliteFile {
        pool,
        keys: Keys::default(),
        door,
        turns: Turns::default(),
        max_page_count,
    })
}

/// A new file in a folder, for tests.
#[cfg(test)]
pub(crate) async fn opened_in(folder: &tempfile::TempDir) -> SqliteFile {
    let url = format!("sqlite:{}", folder.path().join("a.db").display());
    match crate::Db::open_or_create(&url).await.unwrap() {
        crate::Db::Sqlite(file) => file,
        crate::Db::Postgres(_) => unreachable!("the address says SQLite"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn a_panic_is_an_error() {
        let done: Result<i32, StoreError> = in_place(|| panic!("on purpose")).await;
        assert!(done.unwrap_err().to_string().contains("panicked"));
        assert_eq!(in_place(|| Ok(1)).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn work_that_panics_is_an_error_where_it_is_handed_over() {
        a_panic_is_an_error().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn work_that_panics_is_an_error_where_it_is_done_in_place() {
        a_panic_is_an_error().await;
    }
}
