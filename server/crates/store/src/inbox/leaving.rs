//! What waits of one sender, on its way out of the inbox.

use super::Waiting;
use super::own_versions::OwnVersions;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::sqlite_record::SqliteRecorder;
use crate::record::batch::Batch;
use crate::record::{Arrival, Recorder};
use std::sync::Arc;

/// Rows of one sender that are to be recorded, or were: [handed out](super::Inbox::hand_out), and then
/// [taken back](super::Inbox::take_back). If it is dropped instead, its rows stand in the database's inbox until another process finds them.
#[derive(Debug)]
#[must_use]
pub struct Leaving {
    pub(super) db: Db,
    pub(super) token_id: i32,
    pub(super) waiting: Waiting,
    /// Of all that was handed out.
    pub(super) bytes: usize,
    /// Lent to whoever records.
    pub(super) sqlite: Option<Box<SqliteRecorder>>,
    pub(super) own_versions: OwnVersions,
    /// What another process has recorded.
    pub(super) gone: Vec<Arrival>,
    pub(super) is_recorded: bool,
}

impl Leaving {
    /// Whose rows they are.
    pub fn token_id(&self) -> i32 {
        self.token_id
    }

    /// Records them, in one transaction with their going from the database's inbox. What another process has recorded meanwhile (one
    /// that found it there and took this process for dead) is left out.
    pub async fn record(&mut self, recorder: &mut Recorder) -> Result<(), StoreError> {
        recorder.swap_sqlite(&mut self.sqlite);
        recorder.tell(&self.own_versions);
        let recorded = self.record_by(recorder).await;
        recorder.swap_sqlite(&mut self.sqlite);
        recorded
    }

    async fn record_by(&mut self, recorder: &mut Recorder) -> Result<(), StoreError> {
        recorder.arriving_at(self.waiting.seen_at);
        loop {
            let batch = Batch::not_sorted(std::mem::take(&mut self.waiting.arrivals));
            let batch = Arc::new(batch);
            let parcels = self.waiting.parcels.iter();
            let parcels = parcels.map(|parcel| parcel.0).collect();
            let recorded = recorder.record_shared(batch.clone(), parcels).await;
            // Nobody else holds it any more.
            self.waiting.arrivals = Arc::unwrap_or_clone(batch).into_arrivals();
            match recorded {
                Ok(_) => {
                    recorder.count_unchanged(self.waiting.unchanged);
                    self.is_recorded = true;
                    return Ok(());
                }
                Err(StoreError::TakenElsewhere) => self.leave_out_what_is_gone().await?,
                Err(error) => return Err(error),
            }
        }
    }

    async fn leave_out_what_is_gone(&mut self) -> Result<(), StoreError> {
        let parcels = &self.waiting.parcels;
        let (Some((first, _)), Some((last, _))) = (parcels.first(), parcels.last()) else {
            return Ok(());
        };
        let remaining = self.db.remaining_parcels(*first, *last).await?;
        let mut arrivals = std::mem::take(&mut self.waiting.arrivals).into_iter();
        let mut left = Vec::new();
        for (inbox_id, held) in std::mem::take(&mut self.waiting.parcels) {
            let own = arrivals.by_ref().take(held);
            if remaining.contains(&inbox_id) {
                self.waiting.arrivals.extend(own);
                left.push((inbox_id, held));
            } else {
                self.gone.extend(own);
            }
        }
        self.waiting.parcels = left;
        Ok(())
    }
}
