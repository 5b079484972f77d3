//! The stage `record`: a batch of submissions into the database, in one transaction, acknowledged after commit.
//!
//! 1. look up what the database knows of the batch's submissions and households (fork)
//! 2. [`plan`]: decide, in pure code, what becomes of every row
//! 3. load the decisions in bulk (fork)

pub(crate) mod aside;
pub mod batch;
pub(crate) mod by_key;
pub(crate) mod codes;
pub(crate) mod filter;
pub(crate) mod hash;
pub(crate) mod households;
pub(crate) mod plan;
#[cfg(test)]
mod plan_properties;
pub(crate) mod seen;

use crate::background;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::sqlite_record::SqliteRecorder;
use crate::inbox::OwnVersions;
use crate::run::{Rejected, RowOutcome, Run, RunInfo, RunSummary};
use batch::Batch;
use codes::{Numbers, RowSymbols};
use domain::answers::Sheet;
use domain::area::AreaId;
use domain::outcome::{Outcome, ReviewState};
use domain::place::{Fix, ListingPoint, Place};
use domain::reason::Reason;
use domain::time::{EpochMs, SurveyDay};
use std::sync::Arc;
use std::time::Duration;

/// One row of a file or a request, read and located, on its way into the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// A 64-bit hash of `submission_id`. Two ids that share one are still told apart.
    pub id_hash: i64,
    /// The idempotency key; blank if the row could not be read that far.
    pub submission_id: String,
    /// A 128-bit hash of the row as it arrived: equal means the same content.
    pub content_hash: [u8; 16],
    /// What stands for the row in the quarantine. It is the content's hash, unless a row that was refused can be accepted
    /// later with another content, because it was read in another way: it then leaves the quarantine all the same.
    pub quarantine_hash: [u8; 16],
    /// The row, verbatim.
    pub body: Vec<u8>,
    /// Its number in the file or request.
    pub row_number: u64,
    /// The caller's number for the format of `body`.
    pub format: i16,
    /// When the collection server received it, or the time of import.
    pub received_at: EpochMs,
    /// Whether `received_at` is the time of import, for want of a better one.
    pub received_assumed: bool,
    /// What it says, or why that cannot be told.
    pub content: Result<FactInput, Rejected>,
}

/// What a submission says, as far as the database adds it up or compares it.
#[derive(Clone, Debug, PartialEq)]
pub struct FactInput {
    /// The enumerator's code; unknown ones are added.
    pub enumerator_code: String,
    /// The wave's code; unknown ones are added. `None` is a wave of its own, number 0.
    pub wave_code: Option<String>,
    /// The device's id; unknown ones are added.
    pub device_code: Option<String>,
    /// The area the enumerator claims.
    pub area_id: AreaId,
    /// The area in which the fix lies.
    pub located_area_id: Option<AreaId>,
    /// The day of the visit in the survey's zone.
    pub survey_day: SurveyDay,
    /// How the visit ended.
    pub outcome: Outcome,
    /// The collection system's verdict.
    pub review_state: ReviewState,
    /// How the fix stands to the claimed area.
    pub place: Place,
    /// Metres from the fix to the claimed area's edge; `None` without a fix or where the claimed area has **no
    /// boundary**, which is how roll-up tells whether a fix outside the survey could be judged.
    pub edge_distance_m: Option<f64>,
    /// A hash of area, wave and household reference: among valid completes with the same key one is counted.
    pub household_key: Option<i64>,
    /// Start by the device's clock.
    pub started_at: Option<EpochMs>,
    /// End by the device's clock.
    pub ended_at: Option<EpochMs>,
    /// What decides which of a household's completes is the first: the end, or the best stand-in for it.
    pub completed_at: EpochMs,
    /// Where the device says it was, as recorded.
    pub fix: Option<Fix>,
    /// Satellite time of the fix.
    pub fix_at: Option<EpochMs>,
    /// Whether the device says the position was faked.
    pub mock_location: Option<bool>,
    /// Active interview time in seconds.
    pub active_s: Option<u32>,
    /// Persons in the household.
    pub household_size: Option<u32>,
    /// Required items of the form that applied.
    pub items_required: Option<u32>,
    /// … of them answered.
    pub items_answered: Option<u32>,
    /// … answered "don't know".
    pub items_dont_know: Option<u32>,
    /// … refused.
    pub items_refused: Option<u32>,
    /// Where the household listing recorded the household.
    pub listing_point: Option<ListingPoint>,
    /// The form's id; unknown ones are added.
    pub form_code: Option<String>,
    /// Its version; unknown ones are added.
    pub form_version: Option<String>,
    /// The answers, made comparable; `None` where there are too few, or the visit is no complete interview.
    pub sheet: Option<Sheet>,
}

impl FactInput {
    /// Whether it can count towards coverage: complete, and not thrown out by the collection system.
    pub fn is_valid_complete(&self) -> bool {
        self.outcome == Outcome::Complete && self.review_state != ReviewState::Rejected
    }

    /// The household it claims to have completed, if it can count.
    pub(crate) fn claimed_household(&self) -> Option<i64> {
        self.household_key.filter(|_| self.is_valid_complete())
    }
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchResult {
    /// One outcome a row, in the order of the batch.
    pub outcomes: Vec<RowOutcome>,
}

/// Writes batches of one run. Batches of several recorders take turns.
#[derive(Debug)]
pub struct Recorder {
    db: Db,
    run: Run,
    sqlite: Option<Box<SqliteRecorder>>,
    postgres: Option<Box<crate::forks::postgres_record::PostgresRecorder>>,
    /// Told of each version that it makes.
    own_versions: Option<OwnVersions>,
}

impl Db {
    /// Begins a run of submissions. Nothing is written before a batch changes something.
    pub fn recorder(&self, run: RunInfo) -> Recorder {
        self.recorder_of(Run::new(run))
    }

    /// The same for a run that is given, such as a [`Run::replay`].
    pub fn recorder_of(&self, run: Run) -> Recorder {
        Recorder {
            db: self.clone(),
            run,
            sqlite: None,
            postgres: None,
            own_versions: None,
        }
    }
}

impl Recorder {
    /// Records a batch in one transaction. When this answers `Ok`, the rows are on disk; when it answers an error,
    /// nothing of the batch is, and the recorder can go on.
    ///
    /// Whoever reads rows on a thread of its own makes the [`Batch`] there. Batches of 10,000 to 50,000 rows are fastest; where others write beside
    /// them, [`crate::turns::Share`] tells how many rows fit. Rows of one submission may stand in any batch and any order: the latest received is
    /// current; where two were received at the same time, the one that arrived later.
    pub async fn record(&mut self, batch: impl Into<Batch>) -> Result<BatchResult, StoreError> {
        self.record_parcels(batch, Vec::new()).await
    }

    /// The same for rows that stand in these parcels of the inbox, which go from there in the same transaction. Answers
    /// [`StoreError::TakenElsewhere`], and records nothing, if one of them has gone already.
    pub async fn record_parcels(
        &mut self,
        batch: impl Into<Batch>,
        parcels: Vec<i64>,
    ) -> Result<BatchResult, StoreError> {
        let batch = Arc::new(batch.into());
        let recorded = self.record_shared(batch.clone(), parcels.into()).await;
        drop_elsewhere(batch);
        recorded
    }

    /// The same for rows that the caller keeps.
    pub(crate) async fn record_shared(
        &mut self,
        batch: Arc<Batch>,
        parcels: Arc<[i64]>,
    ) -> Result<BatchResult, StoreError> {
        if batch.is_empty() && parcels.is_empty() {
            return Ok(BatchResult {
                outcomes: Vec::new(),
            });
        }
        let outcomes = match &self.db {
            Db::Sqlite(file) => {
                let mut recorder = SqliteRecorder::or_new(self.sqlite.take(), file);
                let mut run = self.run.clone();
                let (recorder, run, result) = crate::forks::sqlite::off_the_executor(move || {
                    let result = recorder.record(&mut run, &batch, &parcels);
                    drop(batch);
                    Ok((recorder, run, result))
                })
                .await?;
                let made = recorder.made_version();
                self.sqlite = Some(recorder);
                let outcomes = result?;
                self.run = run;
                // Nobody takes rows in meanwhile.
                if let (Some(told), Some(version)) = (&self.own_versions, made) {
                    told.hold().await.push(version);
                }
                outcomes
            }
            Db::Postgres(server) => {
                let recorder = self.postgres.get_or_insert_with(|| {
                    Box::new(crate::forks::postgres_record::PostgresRecorder::new(
                        server.clone(),
                    ))
                });
                let told = self.own_versions.as_ref();
                recorder
                    .record(&mut self.run, &batch, &parcels, told)
                    .await?
            }
        };
        Ok(BatchResult { outcomes })
    }

    /// Changes by what it writes into SQLite.
    pub(crate) fn swap_sqlite(&mut self, other: &mut Option<Box<SqliteRecorder>>) {
        std::mem::swap(&mut self.sqlite, other);
    }

    /// Says who is told of the versions that it makes.
    pub(crate) fn tell(&mut self, own_versions: &OwnVersions) {
        self.own_versions = Some(own_versions.clone());
    }

    /// Says when the rows of the following batches arrived; without it, when the run began.
    pub fn arriving_at(&mut self, at: EpochMs) {
        self.run.seen_at = at;
    }

    /// Counts rows that were found to be known before they came here.
    pub(crate) fn count_unchanged(&mut self, rows: u64) {
        self.run.summary.read += rows;
        self.run.summary.unchanged += rows;
    }

    /// For how long the last batch had other writers wait; `None` before the first, and where nobody has to wait.
    pub fn held(&self) -> Option<Duration> {
        self.sqlite.as_ref().and_then(|recorder| recorder.held())
    }

    /// Says which file the rows came from, by the SHA-256 of its bytes; noted when the run ends.
    pub fn of_file(&mut self, hash: Option<[u8; 32]>) {
        self.run.of_file(hash);
    }

    /// The sums of the batches recorded so far.
    pub fn summary(&self) -> RunSummary {
        self.run.summary()
    }

    /// The run's number, once it has changed something.
    pub fn run_id(&self) -> Option<i32> {
        self.run.run_id()
    }

    /// Notes that the run has ended. A run that changed nothing leaves no trace.
    pub async fn finish(self, finished_at: EpochMs) -> Result<RunSummary, StoreError> {
        self.db.finish_run(&self.run, finished_at).await
    }
}

/// Lets go of a batch where nobody waits for it: its texts are freed one by one.
pub(crate) fn drop_elsewhere(batch: impl Send + 'static) {
    // No thread to be had: it has been freed then.
    let _ = background::spawn(move || drop(batch));
}

/// PostgreSQL's text holds no NUL character. A row with one is quarantined on both databases: it must not fail the batch
/// of thousands in which it arrives.
pub(crate) fn refuse_nul(arrival: &mut Arrival) {
    let has_nul = |text: &str| text.as_bytes().contains(&0);
    let of_content = match &mut arrival.content {
        Ok(input) => {
            has_nul(&input.enumerator_code)
                || input.wave_code.as_deref().is_some_and(has_nul)
                || input.device_code.as_deref().is_some_and(has_nul)
        }
        Err(rejected) => {
            if has_nul(&rejected.reason) {
                rejected.reason = rejected.reason.replace('\0', "\u{fffd}");
            }
            false
        }
    };
    let of_id = has_nul(&arrival.submission_id);
    if of_content || (of_id && arrival.content.is_ok()) {
        arrival.content = Err(Rejected {
            code: Reason::NulCharacter,
            reason: "The submission's id or one of its codes holds a NUL character (byte 0), which no code can have."
                .to_owned(),
        });
    }
}

/// What a fact keeps of the raw row that it was read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) raw_id: i64,
    pub(crate) id_hash: i64,
    pub(crate) received_at_ms: i64,
    pub(crate) received_assumed: bool,
}

impl Origin {
    /// That of a row which has just arrived.
    pub(crate) fn of(raw_id: i64, arrival: &Arrival) -> Origin {
        Origin {
            raw_id,
            id_hash: arrival.id_hash,
            received_at_ms: arrival.received_at.0,
            received_assumed: arrival.received_assumed,
        }
    }
}

/// A fact with its codes looked up, ready to be loaded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResolvedFact<'a> {
    pub(crate) origin: Origin,
    pub(crate) enumerator_id: i32,
    pub(crate) wave_id: i32,
    pub(crate) device_id: Option<i32>,
    pub(crate) form_id: Option<i32>,
    pub(crate) form_version_id: Option<i32>,
    pub(crate) counted: bool,
    /// The accepted re-survey by which it counts for nothing.
    pub(crate) resurvey_id: Option<i32>,
    pub(crate) input: &'a FactInput,
}

impl<'a> ResolvedFact<'a> {
    /// Of a row with these codes.
    pub(crate) fn of(
        origin: Origin,
        (symbols, numbers): (RowSymbols, &Numbers),
        counted: bool,
        resurvey_id: Option<i32>,
        input: &'a FactInput,
    ) -> Result<ResolvedFact<'a>, StoreError> {
        let [_, wave_id, device_id, form_id, form_version_id] = numbers.of(symbols)?;
        Ok(ResolvedFact {
            origin,
            enumerator_id: numbers.enumerator(symbols)?,
            wave_id: wave_id.unwrap_or(0),
            device_id,
            form_id,
            form_version_id,
            counted,
            resurvey_id,
            input,
        })
    }

    pub(crate) fn cell(&self) -> Cell {
        Cell {
            enumerator_id: self.enumerator_id,
            survey_day: self.input.survey_day.0,
            area_id: self.input.area_id,
            wave_id: self.wave_id,
        }
    }

    /// The order of the facts' primary key: rows loaded in it land side by side.
    pub(crate) fn order(&self) -> (i32, i32, i64) {
        (
            self.enumerator_id,
            self.input.survey_day.0,
            self.origin.raw_id,
        )
    }
}

/// What roll-up recomputes as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) enumerator_id: i32,
    pub(crate) survey_day: i32,
    pub(crate) area_id: i32,
    pub(crate) wave_id: i32,
}

impl plan::KnownFact {
    pub(crate) fn cell(&self) -> Cell {
        Cell {
            enumerator_id: self.enumerator_id,
            survey_day: self.survey_day,
            area_id: self.area_id,
            wave_id: self.wave_id,
        }
    }
}
