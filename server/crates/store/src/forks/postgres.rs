//! PostgreSQL: opening and locking.

use crate::error::StoreError;
use crate::sealing::Keys;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Transaction};
use std::time::Duration;

/// The advisory lock of FieldWatch's writers ("fieldwat" in ASCII).
const WRITE_LOCK: i64 = 0x6669_656c_6477_6174;

/// A connection that was used so lately is not asked whether it is still there before it is used again.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// An open PostgreSQL database.
#[derive(Clone, Debug)]
pub struct PostgresServer {
    pub(crate) pool: PgPool,
    pub(crate) keys: Keys,
    url: String,
}

impl PostgresServer {
    /// The address as given, password included: not for messages.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

pub(crate) async fn open(url: &str) -> Result<PostgresServer, StoreError> {
    // A pool keeps trying a server that refuses; whoever mistyped an address should read so at once.
    PgConnection::connect(url).await?.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(10))
        // Asking costs as much as a small statement; whoever was answered a moment ago need not ask.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for >= TRUSTED_FOR {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect(url)
        .await?;
    Ok(PostgresServer {
        pool,
        keys: Keys::default(),
        url: url.to_owned(),
    })
}

pub(crate) async fn begin_write(
    server: &PostgresServer,
) -> Result<Transaction<'static, Postgres>, StoreError> {
    begin_holding(server, WRITE_LOCK, "").await
}

/// The same for work that looks up many keys: see [`BY_INDEX`].
pub(super) async fn begin_write_by_index(
    server: &PostgresServer,
) -> Result<Transaction<'static, Postgres>, StoreError> {
    begin_holding(server, WRITE_LOCK, BY_INDEX).await
}

/// Settings for one transaction: arrays of keys are looked up one by one through the indexes. While a first import
/// runs there are no statistics yet, and without them the planner would read whole tables to find a few rows. What is switched off counts
/// as very dear, and dear statements are compiled (`jit`) and shared with other processes, each time for longer than they run.
pub(super) const BY_INDEX: &str = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; \
     SET LOCAL enable_mergejoin = off; SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0;";

/// Begins a transaction under settings of its own and waits for an advisory lock, which it holds to its end.
pub(super) async fn begin_holding(
    server: &PostgresServer,
    lock: i64,
    settings: &str,
) -> Result<Transaction<'static, Postgres>, StoreError> {
    // Not in one message with `BEGIN` (`begin_with`): who stops waiting there gives back a connection that `sqlx` does not know to be in a
    // transaction, and that gets the lock later and keeps it.
    let mut tx = server.pool.begin().await?;
    let wait = format!("{settings} SELECT pg_advisory_xact_lock({lock})");
    sqlx::raw_sql(AssertSqlSafe(wait)).execute(&mut *tx).await?;
    Ok(tx)
}

/// Waits for an advisory lock and holds it to the end of the transaction.
pub(super) async fn hold(pg: &mut PgConnection, lock: i64) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(lock)
        .execute(pg)
        .await?;
    Ok(())
}
