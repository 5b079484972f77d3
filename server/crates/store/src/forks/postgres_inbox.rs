//! PostgreSQL: taking pushed rows into the inbox, and out of it.

use super::WriteTx;
use super::postgres::{BY_INDEX, PostgresServer, begin_holding, hold};
use super::postgres_look_up::{find_revisions, load_seen};
use crate::error::StoreError;
use crate::inbox::{Memory, NewParcel, OwnVersions, TakeJob, Taken};
use crate::meta;
use crate::retention::tombstones;
use crate::sealing::kept::{ANSWERS_KEPT, StateColumns, number_of};
use crate::sealing::{Column, Keys, Sealer};
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
    own_versions: &OwnVersions,
    job: TakeJob,
) -> Result<Taken, StoreError> {
    let tx = begin_holding(server, INBOX_LOCK, BY_INDEX).await?;
    let mut tx = WriteTx::Postgres(tx);
    // After the connection was had: those that wait for a recording to end may hold all others, and the recording waits for this.
    let mut own_versions = own_versions.hold().await;
    memory.hear_of(&mut own_versions);
    let pg = tx.postgres()?;
    let mut found = look(pg, &server.keys).await?;
    if found.last_inbox_id > memory.last_known {
        memory.learn(parcels_since(pg, memory.last_known).await?);
        // Rows that left the inbox before they were learnt of have raised the version before.
        found = look(pg, &server.keys).await?;
    }
    let sealer = Sealer::found_in_tx(&mut tx, &server.keys, found.answers).await?;
    let pg = tx.postgres()?;
    if memory.seen.begin(found.record_version, found.last_raw_id) {
        load_seen(pg, &mut memory.seen).await?;
    }
    let mut known = find_revisions(pg, &mut memory.seen, &job.batch).await?;
    tombstones::pass_over(pg, found.tombstone_secret, &job.batch, &mut known).await?;
    let outcomes = memory.plan(&job.batch, known);
    let parcels = job.parcels(&outcomes);
    let numbers = insert(pg, &sealer, found.last_inbox_id, &job, &parcels).await?;
    tx.commit_noted(&job.entries(&numbers)).await?;
    drop(own_versions);
    memory.taken(found.record_version, &job.batch, &outcomes, &numbers);
    Ok(Taken {
        job,
        outcomes,
        parcels: numbers,
    })
}

/// What has to be known before rows are taken.
struct Found {
    record_version: i64,
    last_raw_id: i64,
    last_inbox_id: i64,
    answers: StateColumns,
    tombstone_secret: Option<Vec<u8>>,
}

/// Looks at all of it at one moment, in one question.
async fn look(pg: &mut PgConnection, keys: &Keys) -> Result<Found, StoreError> {
    let (record_version, last_raw_id, last_inbox_id, kept, listed, tombstone_secret) = sqlx::query_as(
        "SELECT version.value, raw.value, inbox.value, kept.value, (SELECT COUNT(*) FROM sealing_key WHERE number = $5), \
         (SELECT secret FROM tombstone_key WHERE only_row = 1) \
         FROM meta version, meta raw, meta inbox, meta kept \
         WHERE version.key = $1 AND raw.key = $2 AND inbox.key = $3 AND kept.key = $4",
    )
    .bind(meta::RECORD_VERSION)
    .bind(meta::LAST_RAW_ID)
    .bind(meta::LAST_INBOX_ID)
    .bind(ANSWERS_KEPT)
    .bind(number_of(keys))
    .fetch_one(pg)
    .await?;
    Ok(Found {
        record_version,
        last_raw_id,
        last_inbox_id,
        answers: (kept, listed),
        tombstone_secret,
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

/// Inserts parcels and answers the number of each; `last` is the last number that was given.
async fn insert(
    pg: &mut PgConnection,
    sealer: &Sealer,
    last: i64,
    job: &TakeJob,
    parcels: &[Option<NewParcel>],
) -> Result<Vec<Option<i64>>, StoreError> {
    let new: Vec<&NewParcel> = parcels.iter().flatten().collect();
    if new.is_empty() {
        return Ok(vec![None; parcels.len()]);
    }
    let ids: Vec<i64> = (last + 1..).take(new.len()).collect();
    let bodies = ids.iter().zip(&new);
    let bodies = bodies.map(|(id, parcel)| sealer.close(Column::InboxBody, id, &parcel.body));
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    sqlx::query(
        "WITH numbered AS (UPDATE meta SET value = $6 WHERE key = $7) \
         INSERT INTO inbox (inbox_id, token_id, seen_at_ms, keys, body) \
         SELECT id, token, $5, keys, body FROM unnest($1::BIGINT[], $2::INTEGER[], $3::BYTEA[], $4::BYTEA[]) \
         AS new (id, token, keys, body)",
    )
    .bind(&ids)
    .bind(new.iter().map(|parcel| parcel.token_id).collect::<Vec<_>>())
    .bind(new.iter().map(|parcel| parcel.keys.as_slice()).collect::<Vec<_>>())
    .bind(bodies.iter().map(|body| &**body).collect::<Vec<_>>())
    .bind(job.seen_at.0)
    .bind(ids.last())
    .bind(meta::LAST_INBOX_ID)
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
