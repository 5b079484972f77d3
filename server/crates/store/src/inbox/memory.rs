//! What a process knows of the submissions on file and in the inbox.

use super::{Delivery, keys_of};
use crate::record::Arrival;
use crate::record::batch::by_id;
use crate::record::hash::{KeyMap, KeySet};
use crate::record::plan::{KnownRevision, plan_revisions};
use crate::record::seen::Seen;
use crate::run::RowOutcome;
use std::collections::hash_map::Entry;

/// What is known when rows are taken.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The keys on file.
    pub(crate) seen: Seen,
    /// The last parcel whose keys are known here.
    pub(crate) last_known: i64,
    /// By the hash of the submission's id: what waits here, and of which sender.
    own: KeyMap<i64, (i32, Vec<[u8; 16]>)>,
    /// The same of other processes' parcels, who record them.
    others: KeyMap<i64, Vec<[u8; 16]>>,
}

impl Memory {
    /// See [`super::Inbox::can_take`].
    pub(crate) fn can_take(&self, deliveries: &[Delivery]) -> usize {
        let mut senders: KeyMap<i64, i32> = KeyMap::default();
        let several = deliveries
            .windows(2)
            .any(|pair| pair[0].token_id != pair[1].token_id);
        deliveries
            .iter()
            .position(|delivery| {
                delivery.rows.iter().any(|row| {
                    let waits = self.own.get(&row.id_hash).map(|own| own.0);
                    let before = if several {
                        senders.insert(row.id_hash, delivery.token_id)
                    } else {
                        None
                    };
                    [waits, before]
                        .into_iter()
                        .flatten()
                        .any(|sender| sender != delivery.token_id)
                })
            })
            .unwrap_or(deliveries.len())
    }

    /// Hears of versions that this process's recordings have made: what they added is known already.
    pub(crate) fn hear_of(&mut self, own_versions: &mut Vec<i64>) {
        for version in own_versions.drain(..) {
            self.seen.only_we_wrote(version);
        }
    }

    /// Takes note of the keys of parcels that came since, in the order of their numbers.
    pub(crate) fn learn(&mut self, parcels: Vec<(i64, Vec<u8>)>) {
        for (inbox_id, keys) in parcels {
            self.last_known = inbox_id;
            for (id_hash, content) in keys_of(&keys) {
                // Its own come again where all were asked for, and are no less true for being known twice.
                self.others.entry(id_hash).or_default().push(content);
            }
        }
    }

    /// What becomes of rows, given what is on file of their submissions.
    pub(crate) fn plan(
        &self,
        batch: &[Arrival],
        mut known: KeyMap<i64, Vec<KnownRevision>>,
    ) -> Vec<RowOutcome> {
        let mut added: KeySet<i64> = KeySet::default();
        for arrival in batch {
            let own = self.own.get(&arrival.id_hash).map(|own| own.1.as_slice());
            let others = self.others.get(&arrival.id_hash).map(Vec::as_slice);
            if (own.is_none() && others.is_none()) || !added.insert(arrival.id_hash) {
                continue;
            }
            let waiting = own.into_iter().chain(others).flatten();
            let revisions = known.entry(arrival.id_hash).or_default();
            // Only contents count here; two ids with one hash are told apart when they are recorded.
            revisions.extend(waiting.map(|content| KnownRevision {
                submission_id: arrival.submission_id.clone(),
                content_hash: *content,
                received_at_ms: i64::MIN,
                current: None,
            }));
        }
        plan_revisions(batch, &by_id(batch), &known, 0).outcomes
    }

    /// Rows were taken, as parcels of these numbers.
    pub(crate) fn taken(
        &mut self,
        record_version: i64,
        batch: &[Arrival],
        outcomes: &[RowOutcome],
        parcels: &[Option<i64>],
    ) {
        if let Some(last) = parcels.iter().flatten().next_back() {
            self.last_known = *last;
        }
        // Once they are recorded they are on file, and nobody will say so again.
        let new = batch
            .iter()
            .zip(outcomes)
            .filter(|(_, outcome)| matches!(outcome, RowOutcome::Accepted | RowOutcome::Updated))
            .map(|(arrival, _)| arrival.id_hash);
        self.seen.committed(record_version, new, [].into_iter());
    }

    /// A row waits now.
    pub(crate) fn waits(&mut self, token_id: i32, arrival: &Arrival) {
        let entry = self.own.entry(arrival.id_hash);
        let (_, contents) = entry.or_insert_with(|| (token_id, Vec::with_capacity(1)));
        contents.push(arrival.content_hash);
    }

    /// Rows wait no longer: they are on file, by this process's recording or by another's. Other contents of their submissions may have
    /// come since.
    pub(crate) fn recorded(&mut self, arrivals: &[Arrival]) {
        for arrival in arrivals {
            let Entry::Occupied(mut own) = self.own.entry(arrival.id_hash) else {
                continue;
            };
            let (_, contents) = own.get_mut();
            contents.retain(|content| *content != arrival.content_hash);
            if contents.is_empty() {
                own.remove();
            }
        }
        if !self.others.is_empty() {
            // What is left of them is asked for again.
            self.others.clear();
            self.last_known = 0;
        }
    }
}
