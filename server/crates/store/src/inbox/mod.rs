//! The inbox: pushed rows, kept as they came and acknowledged, until many are recorded together.
//!
//! Recording a row touches a page of each index, and a page is written whole however few of its rows are new. Rows that come
//! in small requests are therefore first appended to one small table, in one commit for all requests that wait, and
//! answered; a second or two later they are recorded as if they were a file. What becomes of a row is decided, and told,
//! when it is taken: by what is on file and by what waits here.

mod leaving;
mod memory;
mod own_versions;
mod parcel;

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::sqlite_record::SqliteRecorder;
use crate::forks::{each_db, postgres_inbox, sqlite_inbox};
use crate::record::{Arrival, drop_elsewhere, refuse_nul};
use crate::run::RowOutcome;
use crate::sealing::{Column, Sealer};
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;
pub use leaving::Leaving;
pub(crate) use memory::Memory;
pub(crate) use own_versions::OwnVersions;
pub use parcel::Parcel;
pub(crate) use parcel::{NewParcel, keys_of, pack};
use std::collections::BTreeMap;

/// What one request brings.
#[derive(Debug)]
pub struct Delivery {
    /// Whose token it came with.
    pub token_id: i32,
    /// The machine of that token, and where it sends from.
    pub by: By,
    /// Its rows.
    pub rows: Vec<Arrival>,
}

/// Takes pushed rows in, and records them later. One of it a process; several processes see what waits at the others.
#[derive(Debug)]
pub struct Inbox {
    db: Db,
    /// Takes rows in, and is lent to whoever records them.
    sqlite: Option<Box<SqliteRecorder>>,
    memory: Memory,
    own_versions: OwnVersions,
    senders: BTreeMap<i32, Waiting>,
    /// Bytes of what waits, and of what was handed out.
    bytes: usize,
    bytes_out: usize,
    /// Rows of each sender's last recording: room for as many is made at once, for while it grows everybody waits.
    last_recorded: BTreeMap<i32, usize>,
}

/// What waits of one sender.
#[derive(Debug)]
struct Waiting {
    arrivals: Vec<Arrival>,
    /// Numbers of the parcels they stand in, with how many of the arrivals each holds, in their order.
    parcels: Vec<(i64, usize)>,
    /// Rows that were known when they came: nothing is left to do but to count them.
    unchanged: u64,
    /// When the last of them came.
    seen_at: EpochMs,
}

impl Waiting {
    fn nothing(seen_at: EpochMs, room: usize) -> Waiting {
        Waiting {
            arrivals: Vec::with_capacity(room),
            parcels: Vec::new(),
            unchanged: 0,
            seen_at,
        }
    }

    fn bytes(&self) -> usize {
        self.arrivals.iter().map(bytes_of).sum()
    }
}

impl Db {
    /// An inbox in which nothing is known to wait. Call [`Db::list_parcels`] before, for what a process left that was killed.
    pub fn inbox(&self) -> Inbox {
        Inbox {
            db: self.clone(),
            sqlite: None,
            memory: Memory::default(),
            own_versions: OwnVersions::default(),
            senders: BTreeMap::new(),
            bytes: 0,
            bytes_out: 0,
            last_recorded: BTreeMap::new(),
        }
    }

    /// What waits to be recorded, whoever took it, in order of arrival: at most `limit` parcels of those after number
    /// `after`, which were taken before `taken_before`.
    pub async fn list_parcels(
        &self,
        after: i64,
        taken_before: EpochMs,
        limit: u32,
    ) -> Result<Vec<Parcel>, StoreError> {
        let rows: Vec<(i64, i32, i64, Vec<u8>)> = each_db!(self, pool => sqlx::query_as(
            "SELECT inbox_id, token_id, seen_at_ms, body FROM inbox WHERE inbox_id > $1 AND seen_at_ms < $2 \
             ORDER BY inbox_id LIMIT $3"
        )
        .bind(after)
        .bind(taken_before.0)
        .bind(i64::from(limit))
        .fetch_all(pool)
        .await?);
        let sealer = Sealer::reading(self).await?;
        rows.into_iter()
            .map(|(inbox_id, token_id, seen_at_ms, body)| {
                let body = sealer.open(Column::InboxBody, inbox_id, body)?;
                Ok(Parcel {
                    inbox_id,
                    token_id,
                    seen_at: EpochMs(seen_at_ms),
                    rows: parcel::unpack(&body).ok_or_else(|| StoreError::Corrupt {
                        detail: format!("parcel {inbox_id} of pushed rows is damaged"),
                    })?,
                })
            })
            .collect()
    }

    /// Which of these parcels are still there.
    async fn remaining_parcels(&self, first: i64, last: i64) -> Result<Vec<i64>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT inbox_id FROM inbox WHERE inbox_id BETWEEN $1 AND $2"
        )
        .bind(first)
        .bind(last)
        .fetch_all(pool)
        .await?))
    }
}

impl Inbox {
    /// How many of the deliveries can be taken together, from the first on. The next one has a submission that waits here from
    /// another sender: which of two revisions with one time of receipt came later would be lost, as each sender's rows are
    /// recorded together. [Hand out](Inbox::hand_out) what waits, and have it recorded, before it is taken.
    pub fn can_take(&self, deliveries: &[Delivery]) -> usize {
        self.memory.can_take(deliveries)
    }

    /// Takes deliveries, in one transaction, and answers what became of each row, delivery by delivery. When this answers
    /// `Ok`, the rows are on disk, here or on file; when it answers an error, none of them is.
    pub async fn take(
        &mut self,
        deliveries: Vec<Delivery>,
        seen_at: EpochMs,
    ) -> Result<Vec<Vec<RowOutcome>>, StoreError> {
        let mut senders = Vec::with_capacity(deliveries.len());
        let mut batch = Vec::with_capacity(deliveries.iter().map(|one| one.rows.len()).sum());
        for delivery in deliveries {
            senders.push(JobSender {
                token_id: delivery.token_id,
                by: delivery.by,
                rows: delivery.rows.len(),
            });
            batch.extend(delivery.rows);
        }
        batch.iter_mut().for_each(refuse_nul);
        let job = TakeJob {
            batch,
            senders,
            seen_at,
        };
        let taken = match &self.db {
            Db::Sqlite(file) => {
                self.memory.hear_of(&mut *self.own_versions.hold().await);
                let mut recorder = SqliteRecorder::or_new(self.sqlite.take(), file);
                let mut memory = std::mem::take(&mut self.memory);
                let (recorder, memory, taken) = crate::forks::sqlite::in_place(move || {
                    let taken = sqlite_inbox::take(&mut recorder, &mut memory, job);
                    // What is known stays known, whatever failed.
                    Ok((recorder, memory, taken))
                })
                .await?;
                self.sqlite = Some(recorder);
                self.memory = memory;
                taken?
            }
            Db::Postgres(server) => {
                postgres_inbox::take(server, &mut self.memory, &self.own_versions, job).await?
            }
        };
        Ok(self.keep(taken, seen_at))
    }

    /// Keeps what was taken until it is recorded.
    fn keep(&mut self, taken: Taken, seen_at: EpochMs) -> Vec<Vec<RowOutcome>> {
        let Taken {
            job,
            outcomes,
            parcels,
        } = taken;
        let mut rows = job.batch.into_iter().zip(outcomes);
        let mut told = Vec::with_capacity(job.senders.len());
        for (sender, parcel) in job.senders.into_iter().zip(parcels) {
            let (token_id, count) = (sender.token_id, sender.rows);
            let waiting = self.senders.entry(token_id).or_insert_with(|| {
                let last = self.last_recorded.get(&token_id).copied().unwrap_or(0);
                // A little more: recordings are of so many bytes, not rows.
                Waiting::nothing(seen_at, last + last / 16)
            });
            waiting.seen_at = seen_at;
            let before = waiting.arrivals.len();
            let mut outcomes = Vec::with_capacity(count);
            for (arrival, outcome) in rows.by_ref().take(count) {
                outcomes.push(outcome);
                if outcome == RowOutcome::Unchanged {
                    waiting.unchanged += 1;
                    continue;
                }
                if outcome != RowOutcome::Quarantined {
                    self.memory.waits(token_id, &arrival);
                }
                self.bytes += bytes_of(&arrival);
                waiting.arrivals.push(arrival);
            }
            if let Some(inbox_id) = parcel {
                let held = waiting.arrivals.len() - before;
                waiting.parcels.push((inbox_id, held));
            }
            told.push(outcomes);
        }
        told
    }

    /// Bytes that wait in memory: those of the rows, and about 600 a row for what was read from it.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The same with those of rows that were [handed out](Inbox::hand_out) and are not back.
    pub fn bytes_held(&self) -> usize {
        self.bytes + self.bytes_out
    }

    /// Whether nothing is left to do.
    pub fn is_empty(&self) -> bool {
        self.senders.is_empty()
    }

    /// The senders of which something waits.
    pub fn senders(&self) -> Vec<i32> {
        self.senders.keys().copied().collect()
    }

    /// Whether rows can be taken in while others are being recorded. SQLite has one writer at a time.
    pub fn takes_beside_recording(&self) -> bool {
        matches!(self.db, Db::Postgres(_))
    }

    /// Hands out what waits of one sender, to be recorded. Until it is [taken back](Inbox::take_back) its rows are known here as before. Only
    /// one can be out at a time of each sender; on SQLite one of all, and nothing is taken in before it is back.
    pub fn hand_out(&mut self, token_id: i32) -> Option<Leaving> {
        let waiting = self.senders.remove(&token_id)?;
        let bytes = waiting.bytes();
        self.bytes -= bytes;
        self.bytes_out += bytes;
        Some(Leaving {
            db: self.db.clone(),
            token_id,
            waiting,
            bytes,
            sqlite: self.sqlite.take(),
            own_versions: self.own_versions.clone(),
            gone: Vec::new(),
            is_recorded: false,
        })
    }

    /// Takes back what was handed out. What was not recorded goes on waiting, before what has come since.
    pub fn take_back(&mut self, leaving: Leaving) {
        if leaving.sqlite.is_some() {
            self.sqlite = leaving.sqlite;
        }
        self.bytes_out -= leaving.bytes;
        if !leaving.gone.is_empty() {
            self.memory.recorded(&leaving.gone);
        }
        let (token_id, mut waiting) = (leaving.token_id, leaving.waiting);
        if leaving.is_recorded {
            self.last_recorded.insert(token_id, waiting.arrivals.len());
            self.memory.recorded(&waiting.arrivals);
            drop_elsewhere(waiting.arrivals);
            return;
        }
        self.bytes += waiting.bytes();
        if let Some(since) = self.senders.remove(&token_id) {
            waiting.arrivals.extend(since.arrivals);
            waiting.parcels.extend(since.parcels);
            waiting.unchanged += since.unchanged;
            waiting.seen_at = since.seen_at;
        }
        self.senders.insert(token_id, waiting);
    }
}

fn bytes_of(arrival: &Arrival) -> usize {
    arrival.body.len() + 600
}

/// What is taken in one transaction: all rows in order, and whose how many are.
#[derive(Debug)]
pub(crate) struct TakeJob {
    pub(crate) batch: Vec<Arrival>,
    pub(crate) senders: Vec<JobSender>,
    pub(crate) seen_at: EpochMs,
}

/// Whose rows come next, and how many.
#[derive(Debug)]
pub(crate) struct JobSender {
    token_id: i32,
    by: By,
    rows: usize,
}

impl TakeJob {
    /// The parcel of each delivery.
    pub(crate) fn parcels(&self, outcomes: &[RowOutcome]) -> Vec<Option<NewParcel>> {
        let mut from = 0;
        self.senders
            .iter()
            .map(|sender| {
                let rows = from..from + sender.rows;
                from = rows.end;
                pack(sender.token_id, &self.batch[rows.clone()], &outcomes[rows])
            })
            .collect()
    }

    /// What the audit trail says of the deliveries that were taken, each under the number of its parcel.
    pub(crate) fn entries(&self, numbers: &[Option<i64>]) -> Vec<Entry> {
        self.senders
            .iter()
            .zip(numbers)
            .filter_map(|(sender, number)| {
                let entry = Entry::new(self.seen_at, &sender.by, Action::SubmissionsPushed)
                    .about((*number)?)
                    .saying(format!("rows={}", sender.rows));
                Some(entry)
            })
            .collect()
    }
}

/// What became of it: an outcome a row, and for each delivery the number of its parcel, if anything of it must wait.
pub(crate) struct Taken {
    pub(crate) job: TakeJob,
    pub(crate) outcomes: Vec<RowOutcome>,
    pub(crate) parcels: Vec<Option<i64>>,
}
