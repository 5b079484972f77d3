//! PostgreSQL: giving back the room of rows that were deleted or replaced, which stand in the tables' files until then.

use super::postgres::PostgresServer;
use crate::error::StoreError;

/// The tables with sealed columns.
const TABLES: [&str; 10] = [
    "VACUUM (FULL) raw_submission",
    "VACUUM (FULL) fact",
    "VACUUM (FULL) raw_trail",
    "VACUUM (FULL) quarantine",
    "VACUUM (FULL) inbox",
    "VACUUM (FULL) second_factor",
    "VACUUM (FULL) correction",
    "VACUUM (FULL) spot_visit",
    "VACUUM (FULL) phone_key",
    "VACUUM (FULL) listing_household",
];

/// Writes each table anew. Whoever reads it waits meanwhile. The server's write-ahead log goes when the server reuses it.
pub(super) async fn wipe(server: &PostgresServer) -> Result<Option<String>, StoreError> {
    for statement in TABLES {
        sqlx::raw_sql(statement).execute(&server.pool).await?;
    }
    Ok(None)
}
