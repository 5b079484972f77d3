//! PostgreSQL: opening and locking.

use crate::error::StoreError;
use crate::sealing::Keys;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool, Postgres, Transaction};
use std::time::Duration;

/// The advisory lock of FieldWatch's writers ("fieldwat" in ASCII).
const WRITE_LOCK: i64 = 0x6669_656c_6477_6174;

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
    let mut tx = server.pool.begin().await?;
    hold(&mut tx, WRITE_LOCK).await?;
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
