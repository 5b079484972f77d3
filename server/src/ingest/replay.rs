//! Replay: rows of the quarantine are read again from their raw text and recorded like any others, after the areas or a
//! mapping were mended.
//!
//! The rows of each run are read as its file was read, and recorded as a run of their own that keeps how they were read:
//! whatever reads raw rows again later finds it there. Page by page: the rows of a page that are taken enter the survey and
//! leave the quarantine in one transaction. A replay that is killed has therefore replayed some pages whole and the others
//! not at all, and the same command again goes on; two at once, or a replay beside an import, take turns page by page.

mod as_it_came;

use super::formats::Format;
use super::formats::mapping::Mapping;
use super::interpret::FACTS_VERSION;
use super::opening::ReadAs;
use super::push::Reading;
use super::small;
use super::submissions::later;
use as_it_came::{AsItCame, ReadBy, again, as_it_came};
use domain::audit::Stamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use store::{Db, QuarantineFilter, Run, RunInfo, RunKind, RunSummary, StoreError, WaitingRun};

/// Rows of a transaction at most.
const PAGE_ROWS: u32 = 1_000;
/// Bytes of a transaction at most, whatever the number of rows.
const PAGE_BYTES: u64 = 8 << 20;

/// Why nothing was replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The zone that was told is none, or the mapping has nothing to map.
    #[error("{0}")]
    Told(String),
    /// The facts on file follow other rules.
    #[error(
        "The submissions on file were read by an older program. Nothing was replayed. Run this first: fieldwatch reprocess \
         --all"
    )]
    OlderFacts,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The reading ended early, which is a fault of the program.
    #[error(
        "The reading of the rows ended unexpectedly. What was replayed before stays; replay again."
    )]
    Reader,
}

/// What was mended, as far as the database does not tell. Areas are always those of today.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    /// In place of the mapping that other tools' rows came with.
    pub mapping: Option<Arc<Mapping>>,
    /// In place of the zone that was told for times that name none.
    pub zone: Option<String>,
}

/// What a replay did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Its rows: those that count as `quarantined` stay where they are.
    pub rows: RunSummary,
    /// Rows that could not even be tried: of which file, how many, and why. They are not in `rows`.
    pub left_alone: Vec<LeftAlone>,
}

/// Rows of one run that could not be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    /// The run that brought them.
    pub run_id: i32,
    /// Its file.
    pub source_name: String,
    /// How many.
    pub rows: u64,
    /// Why, in a sentence.
    pub reason: String,
}

impl Replayed {
    /// Rows that left the quarantine with something new: new submissions and new revisions.
    pub fn accepted(&self) -> u64 {
        self.rows.accepted + self.rows.updated
    }

    /// Rows that stand in the quarantine still, tried or not.
    pub fn still(&self) -> u64 {
        self.rows.quarantined + self.left_alone.iter().map(|left| left.rows).sum::<u64>()
    }
}

/// Replays the rows that are meant. `done` grows by their bytes.
pub async fn replay(
    db: &Db,
    reading: Arc<Reading>,
    filter: &QuarantineFilter,
    mended: &Mended,
    by: &Stamp,
    done: &AtomicU64,
) -> Result<Replayed, ReplayError> {
    if !db.agrees_on_facts(FACTS_VERSION).await? {
        return Err(ReplayError::OlderFacts);
    }
    if let Some(name) = &mended.zone {
        crate::clock::zone(name).map_err(ReplayError::Told)?;
    }
    let mut runs = db.waiting_runs(filter).await?;
    if mended.mapping.is_some() {
        one_tool(db, &runs).await?;
    }
    // A target or a line of the roster has no time of its own: the one that came last is right, so it goes first, and an
    // older one does not change what is then on file. Submissions have times; among equals the later one counts.
    runs.sort_by_key(|run| match run.kind {
        RunKind::Targets | RunKind::Roster => (0, -i64::from(run.run_id)),
        _ => (1, i64::from(run.run_id)),
    });
    let mut replayed = Replayed::default();
    for run in runs {
        let file = match as_it_came(db, &run, mended).await? {
            Ok(file) => file,
            Err(reason) => {
                replayed.left_alone.push(LeftAlone {
                    run_id: run.run_id,
                    source_name: run.source_name,
                    rows: run.rows,
                    reason,
                });
                continue;
            }
        };
        let reason = filter.reason_code.as_deref();
        replayed.rows += one_run(db, &reading, &run, Arc::new(file), reason, by, done).await?;
    }
    Ok(replayed)
}

/// A mapping is for one form: rows of two tools are never read by the same one.
async fn one_tool(db: &Db, runs: &[WaitingRun]) -> Result<(), ReplayError> {
    let mut tools = BTreeSet::new();
    for run in runs.iter().filter(|run| run.kind == RunKind::Submissions) {
        let header = db.run_header(run.run_id).await?;
        let read_as = header.and_then(|text| serde_json::from_str::<ReadAs>(&text).ok());
        tools.extend(
            read_as
                .and_then(|read_as| read_as.format)
                .map(Format::title),
        );
    }
    match tools.len() {
        1 => Ok(()),
        0 => Err(ReplayError::Told(
            "None of these rows came from another tool's file, so there is nothing to map. Replay them without --mapping."
                .to_owned(),
        )),
        _ => Err(ReplayError::Told(format!(
            "These rows came from several tools ({}), and a mapping is for one. Choose the rows of one import with --import.",
            tools.into_iter().collect::<Vec<_>>().join(", ")
        ))),
    }
}

async fn one_run(
    db: &Db,
    reading: &Arc<Reading>,
    waiting: &WaitingRun,
    file: Arc<AsItCame>,
    reason: Option<&str>,
    by: &Stamp,
    done: &AtomicU64,
) -> Result<RunSummary, ReplayError> {
    let mut run = Run::replay(RunInfo {
        kind: waiting.kind,
        source_name: format!("replay of {}", waiting.source_name),
        header: file.stored.clone(),
        started_at: by.at,
        by: by.by.clone(),
    });
    let begun = Instant::now();
    let mut recorder = match file.by {
        ReadBy::Submissions { .. } => Some(db.recorder_of(run.clone())),
        ReadBy::Targets(_) | ReadBy::Roster(_) => None,
    };
    let mut after = 0;
    loop {
        let page = db
            .waiting_page(waiting.run_id, reason, after, PAGE_ROWS, PAGE_BYTES)
            .await?;
        let Some(last) = page.last() else { break };
        after = last.quarantine_id;
        let bytes: usize = page.iter().map(|row| row.body.len()).sum();
        match (&file.by, &mut recorder) {
            (ReadBy::Targets(header), _) => {
                small::targets_again(db, &mut run, header, page).await?;
            }
            (ReadBy::Roster(header), _) => {
                small::roster_again(db, &mut run, header, page).await?;
            }
            (ReadBy::Submissions { .. }, Some(recorder)) => {
                let (reading, file) = (reading.clone(), file.clone());
                // Parsing and locating a page takes milliseconds that other requests need not wait for.
                let arrivals =
                    tokio::task::spawn_blocking(move || again(&reading, &file.by, &page))
                        .await
                        .map_err(|_| ReplayError::Reader)?;
                recorder.record(arrivals).await?;
            }
            (ReadBy::Submissions { .. }, None) => break,
        }
        done.fetch_add(bytes as u64, Ordering::Relaxed);
    }
    Ok(match recorder {
        Some(recorder) => recorder.finish(later(by.at, begun)).await?,
        None => db.finish_run(&run, later(by.at, begun)).await?,
    })
}
