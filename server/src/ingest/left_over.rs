//! Pushed rows that were acknowledged and not recorded, because the process that took them was killed: they are read again
//! from the bytes that came, and recorded.

use super::interpret::FACTS_VERSION;
use super::push::Reading;
use super::submissions::RowReader;
use crate::clock::Clock;
use crate::desk::run_of;
use crate::ground::GroundError;
use domain::time::EpochMs;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Arrival, Db, Parcel, Recorder, StoreError, TokenRow, TokenUse};

/// Parcels read at a time.
const PARCELS: u32 = 64;

/// Why they could not be recorded; they go on waiting.
#[derive(Debug, thiserror::Error)]
pub enum LeftOverError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The boundaries cannot be read.
    #[error(transparent)]
    Ground(#[from] GroundError),
}

/// Records what was taken before this time and still waits; answers how many rows. A process that is alive after all finds them
/// recorded, and leaves them.
///
/// While the facts on file follow an older program's rules nothing is recorded: the rows wait for `fieldwatch reprocess --all`.
pub async fn record_left_over(
    db: &Db,
    clock: &Clock,
    taken_before: EpochMs,
) -> Result<u64, LeftOverError> {
    if db.list_parcels(0, taken_before, 1).await?.is_empty()
        || !db.agrees_on_facts(FACTS_VERSION).await?
    {
        return Ok(0);
    }
    let reading = Arc::new(Reading::load(db, clock.zone()).await?);
    let tokens: HashMap<i32, TokenRow> = db
        .list_tokens()
        .await?
        .into_iter()
        .map(|token| (token.token_id, token))
        .collect();
    let mut recorders: HashMap<i32, Recorder> = HashMap::new();
    let mut rows = 0;
    let mut after = 0;
    loop {
        let mut parcels = db.list_parcels(after, taken_before, PARCELS).await?;
        let Some(first) = parcels.first() else { break };
        // Those of one sender that stand together, so that the order of arrival is kept.
        let token_id = first.token_id;
        let count = parcels.iter().take_while(|one| one.token_id == token_id);
        parcels.truncate(count.count());
        let token = tokens.get(&token_id).ok_or_else(|| StoreError::Corrupt {
            detail: format!("rows were pushed with token {token_id}, which there is not"),
        })?;
        let ids: Vec<i64> = parcels.iter().map(|one| one.inbox_id).collect();
        let last = ids.last().copied();
        let recorder = recorders
            .entry(token_id)
            .or_insert_with(|| db.recorder(run_of(token, clock)));
        if let Some(newest) = parcels.last() {
            recorder.arriving_at(newest.seen_at);
        }
        let TokenUse::Send { scope } = token.is_for else {
            let detail = format!("rows were pushed with {}, a token that reads", token.name);
            return Err(StoreError::Corrupt { detail }.into());
        };
        let reading = reading.clone();
        let read = move || arrivals(&reading, scope, &parcels);
        let batch =
            tokio::task::spawn_blocking(read)
                .await
                .map_err(|error| StoreError::Corrupt {
                    detail: format!("pushed rows cannot be read: {error}"),
                })?;
        let read = batch.len() as u64;
        match recorder.record_parcels(batch, ids).await {
            Ok(_) => {
                rows += read;
                after = last.unwrap_or(after);
            }
            // Whoever took them lives: what is left is listed again.
            Err(StoreError::TakenElsewhere) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for recorder in recorders.into_values() {
        recorder.finish(clock.now()).await?;
    }
    Ok(rows)
}

fn arrivals(reading: &Reading, scope: domain::area::AreaId, parcels: &[Parcel]) -> Vec<Arrival> {
    let mut batch = Vec::new();
    for parcel in parcels {
        let mut reader = RowReader::new(&reading.context, None, None, parcel.seen_at);
        for (number, body) in &parcel.rows {
            let (mut arrival, _) = reader.json(body, *number);
            reading.refuse_outside(scope, &mut arrival);
            batch.push(arrival);
        }
    }
    batch
}
