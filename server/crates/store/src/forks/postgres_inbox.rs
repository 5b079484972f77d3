//! PostgreSQL: taking pushed rows into the inbox, and out of it.

use super::WriteTx;
use super::postgres::{PostgresServer, hold};
use super::postgres_record::{find_revisions, load_seen, look_up_by_index, read_version};
use crate::error::StoreError;
use crate::inbox::{Memory, NewParcel, TakeJob, Taken};
use crate::meta;
use crate::sealing::{Column, Sealer};
use sqlx::PgConnection;

/// The advisory lock of whoever takes rows in ("inboxrow" in ASCII). It is not the writers' lock: rows are taken while others
/// are being recorded.
const INBOX_LOCK: i64 = 0x696e_626f_7872_6f77;

/// Keeps rows from being taken in until the transaction ends.
pub(super) async fn hold_inbox(pg: &mut PgConnection) -> Result<(), StoreError> {
    hold(pg, INBOX_LOCK).await
}

/// Takes rows in (see [`crate::Inbox::take`]).
pub(crate) async fn take(
    server: &PostgresServer,
    memory: &mut Memory,
    job: TakeJob,
) -> Result<Taken, StoreError> {
    let mut tx = WriteTx::Postgres(server.pool.begin().await?);
    hold(tx.postgres()?, INBOX_LOCK).await?;
    let sealer = Sealer::in_tx(&mut tx, &server.keys).await?;
    let pg = tx.postgres()?;
    // In this order: rows that leave the inbox between two of these statements have raised the version before.
    memory.learn(parcels_since(pg, memory.last_known).await?);
    let (record_version, last_raw_id) = read_version(pg).await?;
    look_up_by_index(pg).await?;
    if memory.seen.begin(record_version, last_raw_id) {
        load_seen(pg, &mut memory.seen).await?;
    }
    let known = find_revisions(pg, &mut memory.seen, &job.batch).await?;
    let outcomes = memory.plan(&job.batch, known);
    let parcels = job.parcels(&outcomes);
    let numbers = insert(pg, &sealer, &job, &parcels).await?;
    tx.commit_noted(&job.entries(&numbers)).await?;
    memory.taken(record_version, &job.batch, &outcomes, &numbers);
    Ok(Taken {
        job,
        outcomes,
        parcels: numbers,
    })
}

async fn parcels_since(
    pg: &mut PgConnection,
    after: i64,
) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    Ok(
        sqlx::query_as("SELECT inbox_id, keys FROM inbox WHERE inbox_id > $1 ORDER BY inbox_id")
            .bind(after)
            .fetch_all(pg)
            .await?,
    )
}

/// Inserts parcels and answers the number of each.
async fn insert(
    pg: &mut PgConnection,
    sealer: &Sealer,
    job: &TakeJob,
    parcels: &[Option<NewParcel>],
) -> Result<Vec<Option<i64>>, StoreError> {
    let new: Vec<&NewParcel> = parcels.iter().flatten().collect();
    if new.is_empty() {
        return Ok(vec![None; parcels.len()]);
    }
    let count = i64::try_from(new.len()).map_err(StoreError::other)?;
    let last: i64 =
        sqlx::query_scalar("UPDATE meta SET value = value + $1 WHERE key = $2 RETURNING value")
            .bind(count)
            .bind(meta::LAST_INBOX_ID)
            .fetch_one(&mut *pg)
            .await?;
    let ids: Vec<i64> = (last - count + 1..=last).collect();
    let bodies = ids.iter().zip(&new);
    let bodies = bodies.map(|(id, parcel)| sealer.close(Column::InboxBody, id, &parcel.body));
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    sqlx::query(
        "INSERT INTO inbox (inbox_id, token_id, seen_at_ms, keys, body) \
         SELECT id, token, $5, keys, body FROM unnest($1::BIGINT[], $2::INTEGER[], $3::BYTEA[], $4::BYTEA[]) \
         AS new (id, token, keys, body)",
    )
    .bind(&ids)
    .bind(new.iter().map(|parcel| parcel.token_id).collect::<Vec<_>>())
    .bind(new.iter().map(|parcel| parcel.keys.as_slice()).collect::<Vec<_>>())
    .bind(bodies.iter().map(|body| &**body).collect::<Vec<_>>())
    .bind(job.seen_at.0)
    .execute(&mut *pg)
    .await?;
    let mut ids = ids.into_iter();
    Ok(parcels
        .iter()
        .map(|parcel| parcel.as_ref().and_then(|_| ids.next()))
        .collect())
}

/// Removes parcels, in the transaction that records their rows; an error if one has gone already.
pub(super) async fn forget(pg: &mut PgConnection, parcels: &[i64]) -> Result<(), StoreError> {
    if parcels.is_empty() {
        return Ok(());
    }
    let removed = sqlx::query("DELETE FROM inbox WHERE inbox_id = ANY($1)")
        .bind(parcels)
        .execute(pg)
        .await?
        .rows_affected();
    if removed == parcels.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::TakenElsewhere)
    }
}
