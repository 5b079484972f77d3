//! One pull: claimed, read page by page, recorded, and its end noted.
//!
//! Where the next pull begins is moved on only by a pull that read to the end: Central gives the newest submissions first,
//! so that one that ended early has read the new and not the old. What it did read is on file and is then unchanged.

use super::central::{Account, Central, Trouble};
use super::page::{self, Changed, Page};
use super::patience::{Patience, spread};
use super::restored::Deleted;
use crate::clock::Clock;
use crate::ingest::formats::mapping::Mapping;
use crate::ingest::formats::{Foreign, Format};
use crate::ingest::interpret::FACTS_VERSION;
use crate::ingest::opening::ReadAs;
use crate::ingest::push::Reading;
use crate::ingest::submissions::RowReader;
use domain::audit::By;
use domain::time::EpochMs;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use store::{
    Arrival, Db, PullClaim, PullEnd, PullForm, Recorder, RunInfo, RunKind, RunSummary, StoreError,
};

/// Before the newest change that was seen: a submission may become visible at Central a little after one that came later.
const OVERLAP_MS: i64 = 60 * 60 * 1_000;
/// How long the right to pull lasts without being kept: longer than one attempt at a page with the wait before it.
const HELD_MS: i64 = 10 * 60 * 1_000;
/// Pages in a row without anything new, after which a server repeats itself.
const MOST_REPEATS: u32 = 3;

/// What to pull, and how.
#[derive(Clone)]
pub struct Pull {
    /// The form.
    pub form: PullForm,
    /// Who asks.
    pub account: Arc<Account>,
    /// What the form's fields are.
    pub mapping: Arc<Mapping>,
    /// The zone of times that name none.
    pub zone: Option<String>,
    /// Rows a page.
    pub page_rows: u32,
    /// Whether to read everything again instead of what is new.
    pub from_start: bool,
    /// How to meet trouble.
    pub patience: Patience,
    /// Milliseconds between pulls, for a schedule.
    pub every_ms: Option<i64>,
    /// Who has it pulled, for the record.
    pub by: By,
}

/// What a pull did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// What became of the rows that came, also of a pull that ended early.
    pub summary: RunSummary,
    /// How it ended.
    pub end: PullEnd,
}

/// Why there was no pull at all, or its end could not be noted.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// The database failed. The next pull begins where this one began.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The zone or the mapping cannot be used.
    #[error("{0}")]
    Settings(String),
    /// The facts on file follow other rules.
    #[error(
        "The submissions on file were read by an older program. Nothing was pulled. Run this first: fieldwatch reprocess --all"
    )]
    OlderFacts,
    /// A thread of the program ended early, which is a fault of the program.
    #[error("The pull ended unexpectedly. What was recorded before stays; pull again.")]
    Interrupted,
}

/// Pulls what is new. `None`: somebody else pulls this form now, or the schedule is not due. When `stop` answers, the pull
/// ends early and in order.
pub async fn pull(
    db: &Db,
    reading: Arc<Reading>,
    clock: &Clock,
    pull: &Pull,
    stop: impl Future<Output = ()>,
) -> Result<Option<Pulled>, PullError> {
    if !db.agrees_on_facts(FACTS_VERSION).await? {
        return Err(PullError::OlderFacts);
    }
    let central =
        Central::new(&pull.form.url, pull.account.clone()).map_err(PullError::Settings)?;
    let central = Arc::new(Mutex::new(central));
    let rows = Rows::new(reading, pull)?;
    let mut holder = [0_u8; 8];
    getrandom::fill(&mut holder).map_err(|_| PullError::Interrupted)?;
    let now = clock.now();
    let claim = db
        .claim_pull(
            &pull.form,
            pull.every_ms,
            i64::from_le_bytes(holder),
            now,
            HELD_MS,
        )
        .await?;
    let Some(claim) = claim else { return Ok(None) };
    let mut recorder = db.recorder(run_info(pull, now));
    let mut reader = Reader {
        db,
        clock,
        pull,
        claim: &claim,
        rows: &rows,
        central: &central,
        recorder: &mut recorder,
        cursor: claim.cursor,
        rows_read: 0,
        deleted: Deleted::default(),
    };
    let (read, may_wait) = tokio::select! {
        read = reader.read() => (read, true),
        // A page that is on its way is not waited for, and neither is the end of the session.
        () = stop => (Ok(PullEnd::Failed("The pull was stopped before its end.".to_owned())), false),
    };
    let summary = recorder.summary();
    let end = match read {
        Ok(end) => end,
        Err(error) => {
            // A database that failed may be back for the note about it.
            let said = PullEnd::Failed(format!("The database failed: {error}"));
            let _ = db
                .end_pull(&claim, &said, summary, clock.now(), &pull.by)
                .await;
            return Err(error);
        }
    };
    recorder.finish(clock.now()).await?;
    db.end_pull(&claim, &end, summary, clock.now(), &pull.by)
        .await?;
    if may_wait {
        let _ = tokio::task::spawn_blocking(move || lock(&central).sign_out()).await;
    }
    Ok(Some(Pulled { summary, end }))
}

fn run_info(pull: &Pull, now: EpochMs) -> RunInfo {
    let read_as = ReadAs {
        zone: pull.zone.clone(),
        format: Some(Format::OdkJson),
        mapping: Some(pull.mapping.text.clone()),
        ..ReadAs::default()
    };
    RunInfo {
        kind: RunKind::Submissions,
        source_name: source_name(&pull.form),
        header: serde_json::to_string(&read_as).ok(),
        started_at: now,
        by: pull.by.clone(),
    }
}

/// What the record and the pages call a form.
pub fn source_name(form: &PullForm) -> String {
    format!("{} · {} · {}", form.url, form.project, form.form_id)
}

/// How the form's rows become arrivals.
struct Rows {
    reading: Arc<Reading>,
    zone: Option<jiff::tz::TimeZone>,
    foreign: Foreign,
}

impl Rows {
    fn new(reading: Arc<Reading>, pull: &Pull) -> Result<Arc<Rows>, PullError> {
        let zone = pull.zone.as_deref().map(crate::clock::zone).transpose();
        Ok(Arc::new(Rows {
            reading,
            zone: zone.map_err(PullError::Settings)?,
            foreign: Foreign::new(Format::OdkJson, pull.mapping.clone(), None)
                .map_err(PullError::Settings)?,
        }))
    }

    fn arrivals(&self, page: &Page, before: u64, imported_at: EpochMs) -> Vec<Arrival> {
        let mut rows = RowReader::new(
            &self.reading.context,
            self.zone.clone(),
            Some(self.foreign.clone()),
            imported_at,
        );
        page.rows
            .iter()
            .zip(before + 1..)
            .map(|(row, number)| rows.json(row.json.as_bytes(), number).0)
            .collect()
    }
}

struct Reader<'a> {
    db: &'a Db,
    clock: &'a Clock,
    pull: &'a Pull,
    claim: &'a PullClaim,
    rows: &'a Arc<Rows>,
    central: &'a Arc<Mutex<Central>>,
    recorder: &'a mut Recorder,
    /// The newest change seen so far, by this pull or an earlier one.
    cursor: Option<EpochMs>,
    rows_read: u64,
    deleted: Deleted,
}

impl Reader<'_> {
    async fn read(&mut self) -> Result<PullEnd, PullError> {
        self.deleted = Deleted::load(self.db, self.claim).await?;
        let (path, page, remark) = match self.first().await? {
            Ok(first) => first,
            Err(said) => return Ok(PullEnd::Failed(said)),
        };
        if let Err(said) = self.follow(path, page).await? {
            return Ok(PullEnd::Failed(said));
        }
        // From the start, all that are there have come.
        let restored = if self.pull.from_start {
            Ok(None)
        } else {
            self.ask_for_restored().await?
        };
        // Deleted ones are not told from the start: those deleted since the last pull are the next one's.
        let next = self.claim.cursor.filter(|_| self.pull.from_start);
        Ok(match restored {
            Ok(restored) => PullEnd::Complete {
                cursor: next.or(self.cursor),
                remark: remark.or(restored.map(str::to_owned)),
            },
            Err(said) => PullEnd::Failed(said),
        })
    }

    /// Asks for those that were seen deleted; with a remark if Central cannot be asked.
    async fn ask_for_restored(
        &mut self,
    ) -> Result<Result<Option<&'static str>, String>, PullError> {
        for asked in self.deleted.questions() {
            let times: Vec<EpochMs> = asked.iter().map(|row| row.sent_at).collect();
            let path = page::sent_at(&self.pull.form, &times, self.pull.page_rows);
            let page = match self.patiently(&path).await? {
                Ok(page) => page,
                Err(Trouble::NotUnderstood(_)) => return Ok(Ok(Some(NO_RESTORED))),
                Err(trouble) => return Ok(Err(trouble.said())),
            };
            if let Err(said) = self.follow(path, page).await? {
                return Ok(Err(said));
            }
            self.db
                .note_asked_there(self.claim, &asked, self.clock.now())
                .await?;
        }
        Ok(Ok(None))
    }

    /// Records the first page of a question and those that follow it, to the last; or says why the end was not reached.
    async fn follow(
        &mut self,
        path: String,
        mut page: Page,
    ) -> Result<Result<(), String>, PullError> {
        let announced = page.count;
        let (mut visited, mut ids) = (HashSet::from([path]), HashSet::new());
        let mut repeats = 0;
        loop {
            let ids_before = ids.len();
            for row in &page.rows {
                ids.insert(crate::ingest::hash::id_hash(&row.id));
                self.cursor = self.cursor.max(row.changed_at);
            }
            let next = page.next.take();
            if !self.keep().await? {
                return Ok(Err(TAKEN_OVER.to_owned()));
            }
            self.record(page).await?;
            let Some(link) = next else { break };
            let Some(path) = page::next(&self.pull.form, &link) else {
                return Ok(Err(format!(
                    "Central's link to the next page leads elsewhere and was not followed: {link}"
                )));
            };
            repeats = if ids.len() == ids_before {
                repeats + 1
            } else {
                0
            };
            if repeats >= MOST_REPEATS || !visited.insert(path.clone()) {
                return Ok(Err(
                    "Central gives the same pages again and again, so that the end is not reached. What came is on file."
                        .to_owned(),
                ));
            }
            page = match self.patiently(&path).await? {
                Ok(page) => page,
                Err(trouble) => return Ok(Err(trouble.said())),
            };
        }
        let came = ids.len() as u64;
        if let Some(announced) = announced.filter(|announced| *announced > came) {
            return Ok(Err(format!(
                "Central announced {announced} submissions and its pages held {came}: rows moved between pages while they were \
                 read. What came is on file; the next pull begins at the same place."
            )));
        }
        Ok(Ok(()))
    }

    /// The first page, by the question that Central understands; with a remark where that is not the whole one.
    async fn first(&mut self) -> Result<Result<(String, Page, Option<String>), String>, PullError> {
        let since = self
            .claim
            .cursor
            .filter(|_| !self.pull.from_start)
            .map(|at| EpochMs(at.0.saturating_sub(OVERLAP_MS)));
        let questions = match since {
            None => vec![(Changed::Always, None)],
            Some(at) => vec![
                (Changed::Since(at), None),
                (Changed::SinceExceptDeleted(at), Some(NO_DELETED)),
                (Changed::SentSince(at), Some(NO_EDITED)),
            ],
        };
        let mut last = String::new();
        for (changed, remark) in questions {
            let path = page::first(&self.pull.form, changed, self.pull.page_rows);
            match self.patiently(&path).await? {
                Ok(page) => return Ok(Ok((path, page, remark.map(str::to_owned)))),
                Err(Trouble::NotUnderstood(said)) => last = said,
                Err(trouble) => return Ok(Err(trouble.said())),
            }
        }
        Ok(Err(last))
    }

    /// Asks for a page until it comes whole or patience ends.
    async fn patiently(&mut self, path: &str) -> Result<Result<Page, Trouble>, PullError> {
        let mut failures = 0;
        loop {
            let (said, asked) = match self.ask(path).await? {
                Ok(page) => return Ok(Ok(page)),
                Err(Trouble::Passing { said, wait }) => (said, wait),
                Err(lasting) => return Ok(Err(lasting)),
            };
            failures += 1;
            let Some(wait) = self.pull.patience.wait(failures, asked, spread()) else {
                return Ok(Err(Trouble::Lasting(said)));
            };
            tracing::info!(%said, seconds = wait.as_secs_f64(), "waiting before the page is asked for again");
            tokio::time::sleep(wait).await;
            if !self.keep().await? {
                return Ok(Err(Trouble::Lasting(TAKEN_OVER.to_owned())));
            }
        }
    }

    async fn ask(&mut self, path: &str) -> Result<Result<Page, Trouble>, PullError> {
        let (central, path) = (self.central.clone(), path.to_owned());
        let body = tokio::task::spawn_blocking(move || lock(&central).page(&path)).await;
        Ok(body.map_err(|_| PullError::Interrupted)?.and_then(|body| {
            Page::parse(&body).map_err(|error| Trouble::Passing {
                said: format!("A page of Central's cannot be read: {error}."),
                wait: None,
            })
        }))
    }

    /// Keeps the right to pull for some time more; `false`: it was lost, and the pull must stop.
    async fn keep(&mut self) -> Result<bool, StoreError> {
        let until = EpochMs(self.clock.now().0.saturating_add(HELD_MS));
        self.db.keep_pull(self.claim, until).await
    }

    async fn record(&mut self, page: Page) -> Result<(), PullError> {
        let (rows, before, now) = (self.rows.clone(), self.rows_read, self.clock.now());
        let read = tokio::task::spawn_blocking(move || {
            let arrivals = rows.arrivals(&page, before, now);
            (page, arrivals)
        });
        let (page, mut arrivals) = read.await.map_err(|_| PullError::Interrupted)?;
        self.rows_read += page.rows.len() as u64;
        self.deleted
            .said_again(self.db, &page, &mut arrivals)
            .await?;
        let recorded = self.recorder.record(arrivals).await?;
        self.deleted
            .note(self.db, self.claim, &page, &recorded.outcomes)
            .await?;
        Ok(())
    }
}

fn lock(central: &Mutex<Central>) -> std::sync::MutexGuard<'_, Central> {
    central.lock().unwrap_or_else(PoisonError::into_inner)
}

const TAKEN_OVER: &str = "Another process took this pull over.";
const NO_DELETED: &str = "This Central cannot be asked for deleted submissions (it is older than 2024.3): one that is deleted \
     there goes on counting here until it is rejected.";
const NO_RESTORED: &str = "This Central cannot be asked whether deleted submissions were restored: one that was comes back here when it is \
     edited or reviewed, or with a pull from the start.";
const NO_EDITED: &str = "This Central cannot be asked for edited submissions: edits and reviews of older submissions come with a \
     pull from the start only.";

impl Trouble {
    fn said(self) -> String {
        match self {
            Trouble::Passing { said, .. }
            | Trouble::Lasting(said)
            | Trouble::NotUnderstood(said) => said,
        }
    }
}
