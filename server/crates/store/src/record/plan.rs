//! Which revision of a submission counts: the pure half of recording (decision 0032).
//!
//! - Content known under that id, in any revision: unchanged, nothing is written.
//! - Other content under a known id: a new revision. The one received latest is current, on a tie the one that arrived
//!   later. Only the current revision has a fact.
//! - A row that cannot be read goes to the quarantine and leaves the current revision as it is.

use super::aside::Aside;
use super::batch::{Batch, ById};
use super::codes::{Numbers, RowSymbols};
use super::hash::KeyMap;
use super::{Arrival, FactInput, Origin, ResolvedFact};
use crate::error::StoreError;
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
    pub(crate) symbols: RowSymbols,
}

impl<'a> NewFact<'a> {
    /// Where it will stand: the number of its enumerator, and its day.
    pub(crate) fn stands_at(&self, numbers: &Numbers) -> Result<(i32, i32), StoreError> {
        Ok((numbers.enumerator(self.symbols)?, self.input.survey_day.0))
    }

    /// With the numbers of its codes, whether it counts, and the re-survey by which it stands aside.
    pub(crate) fn resolved(
        &self,
        numbers: &Numbers,
        counts: bool,
        aside: &Aside,
    ) -> Result<ResolvedFact<'a>, StoreError> {
        ResolvedFact::of(
            Origin::of(self.raw_id, self.arrival),
            (self.symbols, numbers),
            counts,
            aside.of(&self.arrival.submission_id),
            self.input,
        )
    }
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
    pub(crate) fn new_facts<'a>(&self, batch: &'a Batch) -> Vec<NewFact<'a>> {
        self.inserts
            .iter()
            .filter(|insert| insert.is_current)
            .filter_map(|insert| {
                let arrival = &batch.arrivals()[insert.arrival];
                Some(NewFact {
                    raw_id: insert.raw_id,
                    arrival,
                    input: arrival.content.as_ref().ok()?,
                    symbols: batch.symbols(insert.arrival),
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
struct Submission<'a> {
    id: &'a str,
    /// Contents known, on file and in the batch so far.
    contents: Contents<'a>,
    current: Option<(i64, Current)>,
}

/// The submission of that id among those that share a hash (nearly always there is one), made if it is not there.
fn entry<'s, 'a>(same_hash: &'s mut Vec<Submission<'a>>, id: &'a str) -> &'s mut Submission<'a> {
    let found = same_hash.iter().position(|submission| submission.id == id);
    let at = found.unwrap_or(same_hash.len());
    if found.is_none() {
        same_hash.push(Submission {
            id,
            contents: Contents::None,
            current: None,
        });
    }
    &mut same_hash[at]
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

/// Plans a batch, of which `by_id` are the places. `known` holds every revision on file whose id has the hash of one in the batch;
/// `next_raw_id` is the number of the next revision.
pub(crate) fn plan_revisions(
    batch: &[Arrival],
    by_id: &[ById],
    known: &KeyMap<i64, Vec<KnownRevision>>,
    next_raw_id: i64,
) -> Revisions {
    let mut plan = Revisions {
        outcomes: vec![RowOutcome::Unchanged; batch.len()],
        inserts: Vec::with_capacity(batch.len()),
        ..Revisions::default()
    };
    let mut submissions = Vec::with_capacity(1);
    // In the order of the look-up index, so that its entries land side by side.
    for same_hash in by_id.chunk_by(|a, b| a.id_hash == b.id_hash) {
        submissions.clear();
        for revision in known.get(&same_hash[0].id_hash).into_iter().flatten() {
            let submission = entry(&mut submissions, &revision.submission_id);
            submission.contents.push(&revision.content_hash);
            if let Some(fact) = revision.current {
                submission.current = Some((revision.received_at_ms, Current::OnFile(fact)));
            }
        }
        for row in same_hash {
            plan_row(&mut plan, &mut submissions, batch, row.place(), next_raw_id);
        }
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

/// Plans a row, after those of its submission that arrived before.
fn plan_row<'a>(
    plan: &mut Revisions,
    same_hash: &mut Vec<Submission<'a>>,
    batch: &'a [Arrival],
    place: usize,
    first_raw_id: i64,
) {
    let arrival = &batch[place];
    let is_readable = arrival.content.is_ok();
    // A row without an id has no revisions: an empty id must not make strangers of one submission.
    let has_id = is_readable || !arrival.submission_id.is_empty();
    let submission = has_id.then(|| entry(same_hash, &arrival.submission_id));
    let submission = match submission {
        Some(known) if known.contents.contains(&arrival.content_hash) => return,
        Some(submission) if is_readable => submission,
        _ => {
            plan.quarantined.push(place);
            plan.outcomes[place] = RowOutcome::Quarantined;
            return;
        }
    };
    plan.outcomes[place] = match submission.contents {
        Contents::None => RowOutcome::Accepted,
        _ => RowOutcome::Updated,
    };
    submission.contents.push(&arrival.content_hash);
    let is_current = match submission.current {
        Some((received_at_ms, _)) => arrival.received_at.0 >= received_at_ms,
        None => true,
    };
    if is_current {
        match submission.current {
            Some((_, Current::OnFile(fact))) => plan.superseded.push(fact),
            Some((_, Current::New(insert))) => plan.inserts[insert].is_current = false,
            None => {}
        }
        submission.current = Some((arrival.received_at.0, Current::New(plan.inserts.len())));
    }
    let before = i64::try_from(plan.inserts.len()).unwrap_or(i64::MAX);
    plan.inserts.push(NewRevision {
        arrival: place,
        raw_id: first_raw_id.saturating_add(before),
        is_current,
    });
}
