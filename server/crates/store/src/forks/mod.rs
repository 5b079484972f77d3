//! Where SQLite and PostgreSQL part. Everything else is written once, in the portable subset, with [`each_db!`].
//!
//! - [`sqlite`], [`postgres`]: opening, write lock; [`sqlite_turns`]: who has SQLite's lock when
//! - [`sqlite_door`]: the only place that opens a SQLite file, with its key; [`sqlite_export`]: writing one anew under another key
//! - `*_backup`: copying a database that others write to, and putting a copy in its place
//! - `*_inbox`: pushed rows, until they are recorded
//! - `*_record`: bulk look-up (PostgreSQL's: [`postgres_look_up`]) and bulk load of a batch of submissions

pub(crate) mod postgres;
pub(crate) mod postgres_backup;
pub(crate) mod postgres_codes;
pub(crate) mod postgres_copy;
pub(crate) mod postgres_few;
pub(crate) mod postgres_inbox;
mod postgres_look_up;
pub(crate) mod postgres_record;
pub(crate) mod postgres_reprocess;
pub(crate) mod postgres_revisions;
mod postgres_wipe;
pub(crate) mod sqlite;
pub(crate) mod sqlite_backup;
pub(crate) mod sqlite_bulk;
pub(crate) mod sqlite_codes;
pub(crate) mod sqlite_door;
pub(crate) mod sqlite_export;
pub(crate) mod sqlite_fold;
pub(crate) mod sqlite_inbox;
mod sqlite_insert;
pub(crate) mod sqlite_quarantine;
pub(crate) mod sqlite_record;
pub(crate) mod sqlite_reprocess;
pub(crate) mod sqlite_rollup;
pub(crate) mod sqlite_turns;
mod sqlite_wipe;

use crate::db::Db;
use crate::error::StoreError;
use sqlx::{Postgres, Sqlite, Transaction};

/// Runs the same portable code on either pool: `each_db!(db, pool => …)`.
macro_rules! each_db {
    ($db:expr, $pool:ident => $body:expr) => {
        match $db {
            $crate::Db::Sqlite(file) => {
                let $pool = &file.pool;
                $body
            }
            $crate::Db::Postgres(server) => {
                let $pool = &server.pool;
                $body
            }
        }
    };
}
pub(crate) use each_db;

/// A transaction that holds the write lock: one writer at a time, on both databases.
pub(crate) enum WriteTx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same portable code in either transaction: `each_tx!(tx, conn => …)`.
macro_rules! each_tx {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::forks::WriteTx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::forks::WriteTx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use each_tx;

/// The values of one column, for PostgreSQL's `unnest`: `column!(rows, row => row.value)`.
macro_rules! column {
    ($rows:expr, $row:pat => $value:expr) => {
        $rows.iter().map(|$row| $value).collect::<Vec<_>>()
    };
}
pub(crate) use column;

impl Db {
    /// Begins a transaction and waits for its turn to write.
    pub(crate) async fn begin_write(&self) -> Result<WriteTx, StoreError> {
        Ok(match self {
            Db::Sqlite(file) => WriteTx::Sqlite(sqlite_turns::begin_short(file).await?),
            Db::Postgres(server) => WriteTx::Postgres(postgres::begin_write(server).await?),
        })
    }

    /// The same for much work, one such transaction after the other, beside which others write: in a long turn where there are turns.
    pub(crate) async fn begin_long_write(
        &self,
    ) -> Result<(WriteTx, Option<sqlite_turns::LongTurn>), StoreError> {
        Ok(match self {
            Db::Sqlite(file) => {
                let (tx, turn) = sqlite_turns::begin_long(file).await?;
                (WriteTx::Sqlite(tx), Some(turn))
            }
            Db::Postgres(server) => (
                WriteTx::Postgres(postgres::begin_write(server).await?),
                None,
            ),
        })
    }
}

/// Keeps pushed rows from being taken in until the transaction ends. SQLite has one lock for all writers.
pub(crate) async fn hold_inbox(tx: &mut WriteTx) -> Result<(), StoreError> {
    match tx {
        WriteTx::Sqlite(_) => Ok(()),
        WriteTx::Postgres(tx) => postgres_inbox::hold_inbox(tx).await,
    }
}

/// Overwrites what stood in the tables before and stands in unused parts of the files still. Answers why it may stand there after all.
pub(crate) async fn wipe(db: &Db) -> Result<Option<String>, StoreError> {
    match db {
        Db::Sqlite(file) => file.blocking(sqlite_wipe::wipe).await,
        Db::Postgres(server) => postgres_wipe::wipe(server).await,
    }
}

impl WriteTx {
    /// The connection, where it is PostgreSQL's.
    pub(crate) fn postgres(&mut self) -> Result<&mut sqlx::PgConnection, StoreError> {
        match self {
            WriteTx::Postgres(tx) => Ok(tx),
            WriteTx::Sqlite(_) => Err(StoreError::other(
                "a SQLite transaction on PostgreSQL's path",
            )),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            WriteTx::Sqlite(tx) => tx.commit().await?,
            WriteTx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
