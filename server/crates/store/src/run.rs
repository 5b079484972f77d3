//! Import runs: who brought which file when, and what became of its rows.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use domain::audit::{Action, By, Entry};
pub use domain::intake::RunKind;
use domain::reason::Reason;
use domain::time::EpochMs;

/// What is known of a run when it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunInfo {
    /// What it imports.
    pub kind: RunKind,
    /// The file's name, or what else the rows came from.
    pub source_name: String,
    /// What is needed to read single rows again, such as a CSV file's header line; handed back by [`Db::run_header`].
    pub header: Option<String>,
    /// When it began.
    pub started_at: EpochMs,
    /// Who imports. The run keeps [`By::word`].
    pub by: By,
}

/// Why a row cannot be taken: a reason for grouping, and sentences for the person who has the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// What it comes to without its details.
    pub code: Reason,
    /// One sentence a problem.
    pub reason: String,
}

/// One row of a targets or roster file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<T> {
    /// Its number in the file, counted as the reader's messages count.
    pub row_number: u64,
    /// The row, verbatim.
    pub body: Vec<u8>,
    /// A hash of the body: the same bad row is quarantined once.
    pub body_hash: [u8; 16],
    /// The caller's number for the format of `body`.
    pub format: i16,
    /// What it says, or why that cannot be told.
    pub content: Result<T, Rejected>,
}

/// What became of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowOutcome {
    /// New.
    Accepted,
    /// Known with the same content; nothing was written.
    Unchanged,
    /// Known with other content, which was taken.
    Updated,
    /// Stands in the quarantine (since now, or since an earlier import).
    Quarantined,
}

/// How many rows fared how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Rows read: the sum of the others.
    pub read: u64,
    /// New.
    pub accepted: u64,
    /// Known with the same content.
    pub unchanged: u64,
    /// Known with other content.
    pub updated: u64,
    /// Not taken.
    pub quarantined: u64,
}

impl RunSummary {
    /// Adds rows.
    pub fn add(&mut self, outcomes: &[RowOutcome]) {
        self.read += outcomes.len() as u64;
        for outcome in outcomes {
            *match outcome {
                RowOutcome::Accepted => &mut self.accepted,
                RowOutcome::Unchanged => &mut self.unchanged,
                RowOutcome::Updated => &mut self.updated,
                RowOutcome::Quarantined => &mut self.quarantined,
            } += 1;
        }
    }

    /// The five numbers in the order of the columns.
    pub(crate) fn to_columns(self) -> [i64; 5] {
        [
            self.read,
            self.accepted,
            self.unchanged,
            self.updated,
            self.quarantined,
        ]
        .map(|count| i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Reads [`RunSummary::to_columns`] back.
    pub(crate) fn from_columns(columns: [i64; 5]) -> RunSummary {
        let [read, accepted, unchanged, updated, quarantined] =
            columns.map(|count| u64::try_from(count).unwrap_or(0));
        RunSummary {
            read,
            accepted,
            unchanged,
            updated,
            quarantined,
        }
    }
}

impl std::ops::AddAssign for RunSummary {
    fn add_assign(&mut self, other: RunSummary) {
        self.read += other.read;
        self.accepted += other.accepted;
        self.unchanged += other.unchanged;
        self.updated += other.updated;
        self.quarantined += other.quarantined;
    }
}

/// A run under way. It gets a row in the database with the first batch that changes something, not before:
/// importing the same file again leaves no trace.
#[derive(Clone, Debug)]
pub struct Run {
    pub(crate) info: RunInfo,
    pub(crate) run_id: Option<i32>,
    pub(crate) summary: RunSummary,
    pub(crate) traces: Traces,
    /// When the rows of the present batch arrived.
    pub(crate) seen_at: EpochMs,
    /// Whether its rows come from the quarantine.
    pub(crate) is_replay: bool,
    file_hash: Option<[u8; 32]>,
}

/// What a run left behind, as far as its sums do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traces {
    /// The first and the last of the revisions it brought; those of other runs may stand between them.
    pub(crate) raw_ids: Option<(i64, i64)>,
    /// Rows it put into the quarantine that did not stand there.
    pub(crate) set_aside: u64,
}

impl Traces {
    /// With a batch's: the revisions it inserts, and the rows that it puts into the quarantine.
    pub(crate) fn with(self, inserted: Option<(i64, i64)>, set_aside: usize) -> Traces {
        let raw_ids = match (self.raw_ids, inserted) {
            (Some((first, _)), Some((_, last))) => Some((first, last)),
            (before, inserted) => inserted.or(before),
        };
        Traces {
            raw_ids,
            set_aside: self.set_aside + set_aside as u64,
        }
    }

    /// First and last revision and rows set aside, as the columns have them.
    pub(crate) fn to_columns(self) -> (Option<i64>, Option<i64>, i64) {
        (
            self.raw_ids.map(|ids| ids.0),
            self.raw_ids.map(|ids| ids.1),
            i64::try_from(self.set_aside).unwrap_or(i64::MAX),
        )
    }
}

/// What the audit trail says of a run's rows.
pub(crate) fn said_of(kind: RunKind, summary: RunSummary) -> String {
    let RunSummary {
        read,
        accepted,
        unchanged,
        updated,
        quarantined,
    } = summary;
    format!(
        "{}: read={read} accepted={accepted} unchanged={unchanged} updated={updated} quarantined={quarantined}",
        kind.code()
    )
}

impl Run {
    /// What the audit trail says of a batch that was recorded, when the run has come so far.
    pub(crate) fn batch_entry(&self, action: Action, run_id: i32, so_far: RunSummary) -> Entry {
        Entry::new(self.seen_at, &self.info.by, action)
            .about(run_id)
            .saying(said_of(self.info.kind, so_far))
    }

    /// A run that has not changed anything yet.
    pub fn new(info: RunInfo) -> Run {
        Run {
            seen_at: info.started_at,
            info,
            run_id: None,
            summary: RunSummary::default(),
            traces: Traces::default(),
            is_replay: false,
            file_hash: None,
        }
    }

    /// A run whose rows come from the quarantine. What cannot be taken again is not put there anew: whoever took it
    /// meanwhile has taken it out. A target or a line of the roster that is on file with other content is left as it is:
    /// a row that waited is not the last word.
    pub fn replay(info: RunInfo) -> Run {
        Run {
            is_replay: true,
            ..Run::new(info)
        }
    }

    /// Says which file its rows came from, by the SHA-256 of its bytes; noted when the run ends.
    pub fn of_file(&mut self, hash: Option<[u8; 32]>) {
        self.file_hash = hash;
    }

    /// The sums of the batches committed so far.
    pub fn summary(&self) -> RunSummary {
        self.summary
    }

    /// Its number in the database, once it has changed something.
    pub fn run_id(&self) -> Option<i32> {
        self.run_id
    }
}

/// A run as it stands in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its number.
    pub run_id: i32,
    /// What it imports.
    pub kind: RunKind,
    /// The file's name.
    pub source_name: String,
    /// When it began.
    pub started_at: EpochMs,
    /// When it ended; `None` is still running, or killed.
    pub finished_at: Option<EpochMs>,
    /// Who imports.
    pub actor: String,
    /// Its sums.
    pub summary: RunSummary,
    /// SHA-256 of the file's bytes; `None`: pushed, not read to its end, or from before it was kept.
    pub file_hash: Option<[u8; 32]>,
    /// Rows it put into the quarantine that did not stand there; `None`: from before it was kept.
    pub set_aside: Option<u64>,
    /// The first and the last of the revisions it brought; `None`: it brought none.
    pub(crate) raw_ids: Option<(i64, i64)>,
}

impl RunRow {
    /// The file's hash in hexadecimal digits, as `sha256sum` writes it.
    pub fn hash_in_digits(&self) -> Option<String> {
        self.file_hash.map(|hash| domain::hex::hex(&hash))
    }
}

impl Db {
    /// Notes that a run has ended. A run without a row (it changed nothing) stays without one.
    pub async fn finish_run(
        &self,
        run: &Run,
        finished_at: EpochMs,
    ) -> Result<RunSummary, StoreError> {
        if let Some(run_id) = run.run_id {
            let [read, accepted, unchanged, updated, quarantined] = run.summary.to_columns();
            let mut tx = self.begin_write().await?;
            each_tx!(&mut tx, conn => {
                sqlx::query(
                    "UPDATE import_run SET finished_at_ms = $1, rows_read = $2, accepted = $3, unchanged = $4, \
                     updated = $5, quarantined = $6, file_hash = $8 WHERE run_id = $7",
                )
                .bind(finished_at.0)
                .bind(read)
                .bind(accepted)
                .bind(unchanged)
                .bind(updated)
                .bind(quarantined)
                .bind(run_id)
                .bind(run.file_hash.map(Vec::from))
                .execute(&mut *conn)
                .await?;
            });
            let entry = Entry::new(finished_at, &run.info.by, Action::ImportEnded)
                .about(run_id)
                .saying(said_of(run.info.kind, run.summary));
            tx.commit_noted(&[entry]).await?;
        }
        Ok(run.summary)
    }

    /// The runs that changed something, newest first, at most `limit`.
    pub async fn list_runs(&self, limit: u32) -> Result<Vec<RunRow>, StoreError> {
        self.list_runs_before(i32::MAX, limit).await
    }

    /// The same, of those that began before run `before`.
    pub async fn list_runs_before(
        &self,
        before: i32,
        limit: u32,
    ) -> Result<Vec<RunRow>, StoreError> {
        let rows: Vec<RunColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT run_id, kind, source_name, started_at_ms, finished_at_ms, actor, rows_read, accepted, unchanged, \
             updated, quarantined, file_hash, set_aside, first_raw_id, last_raw_id \
             FROM import_run WHERE run_id < $1 ORDER BY run_id DESC LIMIT $2"
        ).bind(before).bind(i64::from(limit)).fetch_all(pool).await?);
        rows.into_iter().map(read_run).collect()
    }

    /// One run.
    pub async fn find_run(&self, run_id: i32) -> Result<Option<RunRow>, StoreError> {
        let row: Option<RunColumns> = each_db!(self, pool => sqlx::query_as(
            "SELECT run_id, kind, source_name, started_at_ms, finished_at_ms, actor, rows_read, accepted, unchanged, \
             updated, quarantined, file_hash, set_aside, first_raw_id, last_raw_id FROM import_run WHERE run_id = $1"
        ).bind(run_id).fetch_optional(pool).await?);
        row.map(read_run).transpose()
    }

    /// What [`RunInfo::header`] was when the run's rows were recorded.
    pub async fn run_header(&self, run_id: i32) -> Result<Option<String>, StoreError> {
        let header: Option<Option<String>> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT header FROM import_run WHERE run_id = $1"
        ).bind(run_id).fetch_optional(pool).await?);
        Ok(header.flatten())
    }
}

/// The columns of a [`RunRow`], in the order in which both queries select them.
type RunColumns = (
    i32,
    i16,
    String,
    i64,
    Option<i64>,
    String,
    i64,
    i64,
    i64,
    i64,
    i64,
    Option<Vec<u8>>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

fn read_run(row: RunColumns) -> Result<RunRow, StoreError> {
    let count = |value: i64| u64::try_from(value).unwrap_or(0);
    Ok(RunRow {
        run_id: row.0,
        kind: RunKind::from_rank(row.1)
            .ok_or_else(|| StoreError::other("a run of an unknown kind"))?,
        source_name: row.2,
        started_at: EpochMs(row.3),
        finished_at: row.4.map(EpochMs),
        actor: row.5,
        summary: RunSummary::from_columns([row.6, row.7, row.8, row.9, row.10]),
        file_hash: row.11.and_then(|hash| hash.try_into().ok()),
        set_aside: row.12.map(count),
        raw_ids: row.13.zip(row.14),
    })
}

/// The run's row: made on first need, its sums brought up to date. Answers its number.
pub(crate) async fn write_run(
    tx: &mut WriteTx,
    run: &Run,
    summary: RunSummary,
    traces: Traces,
) -> Result<i32, StoreError> {
    let [read, accepted, unchanged, updated, quarantined] = summary.to_columns();
    let (first_raw_id, last_raw_id, set_aside) = traces.to_columns();
    if let Some(run_id) = run.run_id {
        each_tx!(tx, conn => {
            sqlx::query(
                "UPDATE import_run SET rows_read = $1, accepted = $2, unchanged = $3, updated = $4, quarantined = $5, \
                 first_raw_id = $7, last_raw_id = $8, set_aside = $9 WHERE run_id = $6",
            )
            .bind(read)
            .bind(accepted)
            .bind(unchanged)
            .bind(updated)
            .bind(quarantined)
            .bind(run_id)
            .bind(first_raw_id)
            .bind(last_raw_id)
            .bind(set_aside)
            .execute(&mut *conn)
            .await?;
        });
        return Ok(run_id);
    }
    let run_id: i32 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(run_id), 0) + 1 FROM import_run"
    ).fetch_one(&mut *conn).await?);
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO import_run (run_id, kind, source_name, header, started_at_ms, finished_at_ms, actor, \
             rows_read, accepted, unchanged, updated, quarantined, first_raw_id, last_raw_id, set_aside) \
             VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(run_id)
        .bind(run.info.kind.rank())
        .bind(&run.info.source_name)
        .bind(&run.info.header)
        .bind(run.info.started_at.0)
        .bind(run.info.by.word())
        .bind(read)
        .bind(accepted)
        .bind(unchanged)
        .bind(updated)
        .bind(quarantined)
        .bind(first_raw_id)
        .bind(last_raw_id)
        .bind(set_aside)
        .execute(&mut *conn)
        .await?;
    });
    Ok(run_id)
}
