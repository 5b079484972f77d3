//! SQLite: taking pushed rows into the inbox, and out of it.

use super::sqlite_record::{SqliteRecorder, find_revisions, load_seen, read_meta};
use super::sqlite_turns::begin_short_here;
use crate::audit::append::append_bulk;
use crate::error::StoreError;
use crate::inbox::{Memory, NewParcel, TakeJob, Taken};
use crate::meta;
use crate::sealing::{Column, Sealer};
use rusqlite::{Transaction, params};

/// Takes rows in (see [`crate::Inbox::take`]), by the connection that records them: what it holds of the file in memory is only good until
/// another connection writes.
pub(crate) fn take(
    recorder: &mut SqliteRecorder,
    memory: &mut Memory,
    job: TakeJob,
) -> Result<Taken, StoreError> {
    let (file, connection) = recorder.connection()?;
    let tx = begin_short_here(connection)?;
    let sealer = Sealer::in_bulk(&tx, &file.keys)?;
    memory.learn(parcels_since(&tx, memory.last_known)?);
    let record_version = read_meta(&tx, meta::RECORD_VERSION)?;
    if memory
        .seen
        .begin(record_version, read_meta(&tx, meta::LAST_RAW_ID)?)
    {
        load_seen(&tx, &mut memory.seen)?;
    }
    let known = find_revisions(&tx, &mut memory.seen, &job.batch)?;
    let outcomes = memory.plan(&job.batch, known);
    let parcels = job.parcels(&outcomes);
    let numbers = insert(&tx, &sealer, &job, &parcels)?;
    append_bulk(&tx, &job.entries(&numbers))?;
    tx.commit()?;
    memory.taken(record_version, &job.batch, &outcomes, &numbers);
    Ok(Taken {
        job,
        outcomes,
        parcels: numbers,
    })
}

fn parcels_since(tx: &Transaction<'_>, after: i64) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let mut find = tx
        .prepare_cached("SELECT inbox_id, keys FROM inbox WHERE inbox_id > ?1 ORDER BY inbox_id")?;
    let found = find.query_map([after], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Inserts parcels and answers the number of each.
fn insert(
    tx: &Transaction<'_>,
    sealer: &Sealer,
    job: &TakeJob,
    parcels: &[Option<NewParcel>],
) -> Result<Vec<Option<i64>>, StoreError> {
    let mut number =
        tx.prepare_cached("UPDATE meta SET value = value + 1 WHERE key = ?1 RETURNING value")?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO inbox (inbox_id, token_id, seen_at_ms, keys, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut numbers = Vec::with_capacity(parcels.len());
    for parcel in parcels {
        let Some(parcel) = parcel else {
            numbers.push(None);
            continue;
        };
        let inbox_id: i64 = number.query_row([meta::LAST_INBOX_ID], |row| row.get(0))?;
        insert.execute(params![
            inbox_id,
            parcel.token_id,
            job.seen_at.0,
            parcel.keys,
            sealer.close(Column::InboxBody, inbox_id, &parcel.body)?
        ])?;
        numbers.push(Some(inbox_id));
    }
    Ok(numbers)
}

/// Removes parcels, in the transaction that records their rows; an error if one has gone already.
pub(super) fn forget(tx: &Transaction<'_>, parcels: &[i64]) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM inbox WHERE inbox_id = ?1")?;
    for inbox_id in parcels {
        if delete.execute([inbox_id])? == 0 {
            return Err(StoreError::TakenElsewhere);
        }
    }
    Ok(())
}
