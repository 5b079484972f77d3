//! Which revision of a submission counts: the pure half of recording (decision 0032).
//!
//! - Content known under that id, in any revision: unchanged, nothing is written.
//! - Other content under a known id: a new revision. The one received latest is current, on a tie the one that arrived
//!   later. Only the current revision has a fact.
//! - A row that cannot be read goes to the quarantine and leaves the current revision as it is.

use super::hash::KeyMap;
use super::{Arrival, FactInput};
use crate::run::RowOutcome;
use std::collections::HashSet;

/// A fact as it stands in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct KnownFact {
    pub(crate) enumerator_id: i32,
    pub(crate) survey_day: i32,
    pub(crate) raw_id: i64,
    pub(crate) area_id: i32,
    pub(crate) wave_id: i32,
    /// Set for valid completes only.
    pub(crate) household_key: Option<i64>,
    pub(crate) counted: bool,
}

/// A revision as it stands in the database.
#[derive(Clone, Debug)]
pub(crate) struct KnownRevision {
    pub(crate) submission_id: String,
    pub(crate) content_hash: [u8; 16],
    pub(crate) received_at_ms: i64,
    /// Its fact, if it is the current one.
    pub(crate) current: Option<KnownFact>,
}

/// A revision to be inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NewRevision {
    /// Its place in the batch.
    pub(crate) arrival: usize,
    pub(crate) raw_id: i64,
    pub(crate) is_current: bool,
}

/// What becomes of a batch, as far as revisions go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Revisions {
    /// One a row, in order.
    pub(crate) outcomes: Vec<RowOutcome>,
    /// By hash of the id, those of one submission in order of arrival.
    pub(crate) inserts: Vec<NewRevision>,
    /// Facts of revisions on file that are current no longer: to be removed, and the revisions marked.
    pub(crate) superseded: Vec<KnownFact>,
    /// Places in the batch of rows for the quarantine, in order of arrival.
    pub(crate) quarantined: Vec<usize>,
}

/// A fact to be written, with the row it comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewFact<'a> {
    pub(crate) raw_id: i64,
    pub(crate) arrival: &'a Arrival,
    pub(crate) input: &'a FactInput,
}

impl Revisions {
    /// The number of the last revision on file once these are; `before` is that of the last one on file now.
    pub(crate) fn last_raw_id(&self, before: i64) -> i64 {
        self.inserts.last().map_or(before, |insert| insert.raw_id)
    }

    /// The numbers of the first and the last of the inserts.
    pub(crate) fn inserted_ids(&self) -> Option<(i64, i64)> {
        Some((self.inserts.first()?.raw_id, self.inserts.last()?.raw_id))
    }

    /// What stands in the quarantine for the rows that were taken, or were known: their content is on file.
    pub(crate) fn on_file<'a>(&self, batch: &'a [Arrival]) -> impl Iterator<Item = &'a [u8; 16]> {
        batch
            .iter()
            .zip(&self.outcomes)
            .filter(|(_, outcome)| **outcome != RowOutcome::Quarantined)
            .map(|(arrival, _)| &arrival.quarantine_hash)
    }

    /// The facts of the new current revisions, in the order of the inserts.
    pub(crate) fn new_facts<'a>(&self, batch: &'a [Arrival]) -> Vec<NewFact<'a>> {
        self.inserts
            .iter()
            .filter(|insert| insert.is_current)
            .filter_map(|insert| {
                let arrival = &batch[insert.arrival];
                Some(NewFact {
                    raw_id: insert.raw_id,
                    arrival,
                    input: arrival.content.as_ref().ok()?,
                })
            })
            .collect()
    }
}

/// Who is current while the batch is being planned.
#[derive(Clone, Copy)]
enum Current {
    OnFile(KnownFact),
    /// Place in [`Revisions::inserts`].
    New(usize),
}

/// A submission while the batch is being planned.
struct Entry<'a> {
    submission_id: &'a str,
    /// The next submission with the same 64-bit hash.
    next: Option<usize>,
    /// Contents known, on file and in the batch so far.
    contents: Contents<'a>,
    current: Option<(i64, Current)>,
}

/// Nearly every submission has one revision, which needs no allocation.
enum Contents<'a> {
    None,
    One(&'a [u8; 16]),
    Many(Vec<&'a [u8; 16]>),
}

impl<'a> Contents<'a> {
    fn contains(&self, hash: &[u8; 16]) -> bool {
        match self {
            Contents::None => false,
            Contents::One(one) => *one == hash,
            Contents::Many(many) => many.contains(&hash),
        }
    }

    fn push(&mut self, hash: &'a [u8; 16]) {
        match self {
            Contents::None => *self = Contents::One(hash),
            Contents::One(one) => *self = Contents::Many(vec![one, hash]),
            Contents::Many(many) => many.push(hash),
        }
    }
}

struct Entries<'a> {
    first: KeyMap<i64, usize>,
    all: Vec<Entry<'a>>,
}

impl<'a> Entries<'a> {
    /// The entry of a submission, made if there is none. Ids that share a hash are told apart by their text.
    fn entry(&mut self, id_hash: i64, submission_id: &'a str) -> &mut Entry<'a> {
        let new = self.all.len();
        let mut at = *self.first.entry(id_hash).or_insert(new);
        while at < new && self.all[at].submission_id != submission_id {
            at = *self.all[at].next.get_or_insert(new);
        }
        if at == new {
            self.all.push(Entry {
                submission_id,
                next: None,
                contents: Contents::None,
                current: None,
            });
        }
        &mut self.all[at]
    }
}

/// Plans a batch. `known` holds every revision on file whose id has the hash of one in the batch;
/// `next_raw_id` is the number of the next revision.
pub(crate) fn plan_revisions(
    batch: &[Arrival],
    known: &KeyMap<i64, Vec<KnownRevision>>,
    mut next_raw_id: i64,
) -> Revisions {
    let mut entries = Entries {
        first: KeyMap::with_capacity_and_hasher(batch.len(), Default::default()),
        all: Vec::with_capacity(batch.len()),
    };
    for (id_hash, revisions) in known {
        for revision in revisions {
            let entry = entries.entry(*id_hash, &revision.submission_id);
            entry.contents.push(&revision.content_hash);
            if let Some(fact) = revision.current {
                entry.current = Some((revision.received_at_ms, Current::OnFile(fact)));
            }
        }
    }
    // Numbered in the order of the look-up index, so that its entries land side by side; the sort is stable: revisions of
    // one submission stay in order of arrival.
    let mut order: Vec<usize> = (0..batch.len()).collect();
    order.sort_by_key(|index| batch[*index].id_hash);
    let mut plan = Revisions {
        outcomes: Vec::with_capacity(batch.len()),
        inserts: Vec::with_capacity(batch.len()),
        ..Revisions::default()
    };
    plan.outcomes.resize(batch.len(), RowOutcome::Unchanged);
    for index in order {
        let arrival = &batch[index];
        // A row without an id has no revisions: an empty id must not make strangers of one submission.
        if arrival.content.is_err() && arrival.submission_id.is_empty() {
            plan.quarantined.push(index);
            plan.outcomes[index] = RowOutcome::Quarantined;
            continue;
        }
        let entry = entries.entry(arrival.id_hash, &arrival.submission_id);
        if entry.contents.contains(&arrival.content_hash) {
            continue;
        }
        if arrival.content.is_err() {
            plan.quarantined.push(index);
            plan.outcomes[index] = RowOutcome::Quarantined;
            continue;
        }
        plan.outcomes[index] = match entry.contents {
            Contents::None => RowOutcome::Accepted,
            _ => RowOutcome::Updated,
        };
        entry.contents.push(&arrival.content_hash);
        let is_current = match entry.current {
            Some((received_at_ms, _)) => arrival.received_at.0 >= received_at_ms,
            None => true,
        };
        if is_current {
            match entry.current {
                Some((_, Current::OnFile(fact))) => plan.superseded.push(fact),
                Some((_, Current::New(insert))) => plan.inserts[insert].is_current = false,
                None => {}
            }
            entry.current = Some((arrival.received_at.0, Current::New(plan.inserts.len())));
        }
        plan.inserts.push(NewRevision {
            arrival: index,
            raw_id: next_raw_id,
            is_current,
        });
        next_raw_id += 1;
    }
    plan.quarantined.sort_unstable();
    if !plan.quarantined.is_empty() {
        // The same row can come twice in a batch that was gathered over time: first it could not be taken, then it could.
        let taken: HashSet<[u8; 16]> = plan.on_file(batch).copied().collect();
        plan.quarantined
            .retain(|index| !taken.contains(&batch[*index].quarantine_hash));
    }
    plan
}
