//! Rows that could not be taken: kept verbatim with the reason, until the same row is accepted.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::run::{Rejected, Run, RunKind};
use crate::sealing::{Column, Sealer, quarantine_row};
use domain::time::EpochMs;
use std::borrow::Cow;

/// How exactly the last time is known: a machine that sends a bad row again and again does not write each time.
const SEEN_NOTED_EVERY_MS: i64 = 60_000;

/// A quarantined row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Rises with time of arrival: the `after` of the next page.
    pub quarantine_id: i64,
    /// What it was meant to be.
    pub kind: RunKind,
    /// The run that brought it first.
    pub run_id: i32,
    /// That run's file.
    pub source_name: String,
    /// Its number in that file.
    pub row_number: u64,
    /// A short code, for grouping.
    pub reason_code: String,
    /// What was wrong when it was last looked at, in sentences.
    pub reason: String,
    /// The row, verbatim.
    pub body: Vec<u8>,
    /// What stands for the row here: [`crate::Arrival::quarantine_hash`], or [`crate::Line::body_hash`].
    pub body_hash: [u8; 16],
    /// The caller's number for the format of `body`; `None`: from before it was kept, the run's header tells it.
    pub format: Option<i16>,
    /// When it arrived first.
    pub first_seen_at: EpochMs,
    /// When it was last found bad, to the minute: in a file, in a request, or by a replay.
    pub last_seen_at: EpochMs,
}

/// Which rows of the quarantine are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantineFilter {
    /// Of one kind.
    pub kind: Option<RunKind>,
    /// For one reason, by its code.
    pub reason_code: Option<String>,
    /// Brought first by one run.
    pub run_id: Option<i32>,
}

/// How many rows stand in the quarantine for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineCount {
    /// What they were meant to be.
    pub kind: RunKind,
    /// The reason's code.
    pub reason_code: String,
    /// How many.
    pub rows: u64,
}

/// A row on its way into the quarantine.
pub(crate) struct Quarantined<'a> {
    pub(crate) row_number: u64,
    pub(crate) body: &'a [u8],
    pub(crate) body_hash: &'a [u8; 16],
    pub(crate) format: i16,
    pub(crate) rejected: &'a Rejected,
}

impl Quarantined<'_> {
    /// Body and reason as they are kept.
    pub(crate) fn kept(
        &self,
        sealer: &Sealer,
        kind: RunKind,
    ) -> Result<(Cow<'_, [u8]>, Cow<'_, str>), StoreError> {
        let row = quarantine_row(kind.rank(), self.body_hash);
        Ok((
            sealer.close(Column::QuarantineBody, &row, self.body)?,
            sealer.close_text(Column::QuarantineReason, &row, &self.rejected.reason)?,
        ))
    }
}

/// What is known of a row that stands there already.
pub(crate) struct Standing {
    pub(crate) last_seen_at_ms: i64,
    pub(crate) reason_code: String,
    pub(crate) reason: String,
    pub(crate) format: Option<i16>,
}

impl Standing {
    /// Whether something has to be noted of a row that is found bad again.
    pub(crate) fn is_outdated(&self, seen_at: EpochMs, rejected: &Rejected) -> bool {
        seen_at.0.saturating_sub(self.last_seen_at_ms) >= SEEN_NOTED_EVERY_MS
            || self.reason_code != rejected.code.code()
            || self.reason != rejected.reason
            || self.format.is_none()
    }
}

impl Db {
    /// Quarantined rows in order of arrival, those after `after`, at most `limit`; of one kind or of all.
    pub async fn list_quarantine(
        &self,
        kind: Option<RunKind>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<QuarantineRow>, StoreError> {
        let filter = QuarantineFilter {
            kind,
            ..QuarantineFilter::default()
        };
        self.list_quarantine_for(&filter, after, limit).await
    }

    /// The same, of the rows that are meant.
    pub async fn list_quarantine_for(
        &self,
        filter: &QuarantineFilter,
        after: i64,
        limit: u32,
    ) -> Result<Vec<QuarantineRow>, StoreError> {
        type Columns = (
            i64,
            i16,
            i32,
            String,
            i64,
            String,
            String,
            Vec<u8>,
            Vec<u8>,
            Option<i16>,
            i64,
            i64,
        );
        macro_rules! rows {
            ($of_run:literal) => {
                concat!(
                    "SELECT q.quarantine_id, q.kind, q.run_id, r.source_name, q.row_number, q.reason_code, q.reason, q.body, ",
                    "q.body_hash, q.format, q.first_seen_at_ms, q.last_seen_at_ms ",
                    "FROM quarantine q JOIN import_run r ON r.run_id = q.run_id ",
                    "WHERE q.quarantine_id > $1 AND ($2 < 0 OR q.kind = $2) AND ($3 = '' OR q.reason_code = $3) ",
                    "AND ",
                    $of_run,
                    " ORDER BY q.quarantine_id LIMIT $4"
                )
            };
        }
        // Two texts, so that the rows of one run are found by their index.
        let query = match filter.run_id {
            Some(_) => rows!("q.run_id = $5"),
            None => rows!("$5 = 0"),
        };
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(query)
            .bind(after)
            .bind(filter.kind.map_or(-1, RunKind::rank))
            .bind(filter.reason_code.as_deref().unwrap_or(""))
            .bind(i64::from(limit))
            .bind(filter.run_id.unwrap_or(0))
            .fetch_all(pool)
            .await?);
        let sealer = Sealer::reading(self).await?;
        rows.into_iter()
            .map(|row| {
                let body_hash = row
                    .8
                    .try_into()
                    .map_err(|_| StoreError::other("a row's hash that is not 16 bytes"))?;
                let key = quarantine_row(row.1, &body_hash);
                Ok(QuarantineRow {
                    quarantine_id: row.0,
                    kind: read_kind(row.1)?,
                    run_id: row.2,
                    source_name: row.3,
                    row_number: u64::try_from(row.4).unwrap_or(0),
                    reason_code: row.5,
                    reason: sealer.open_text(Column::QuarantineReason, &key, row.6)?,
                    body: sealer.open(Column::QuarantineBody, &key, row.7)?,
                    body_hash,
                    format: row.9,
                    first_seen_at: EpochMs(row.10),
                    last_seen_at: EpochMs(row.11),
                })
            })
            .collect()
    }

    /// How many rows stand in the quarantine, by kind and reason, most first.
    pub async fn count_quarantine(&self) -> Result<Vec<QuarantineCount>, StoreError> {
        self.count_quarantine_of(None).await
    }

    /// The same, of the rows that one run brought first, or of all.
    pub async fn count_quarantine_of(
        &self,
        run_id: Option<i32>,
    ) -> Result<Vec<QuarantineCount>, StoreError> {
        macro_rules! counts {
            ($of_run:literal) => {
                concat!(
                    "SELECT kind, reason_code, COUNT(*) AS row_count FROM quarantine WHERE ",
                    $of_run,
                    " GROUP BY kind, reason_code ORDER BY row_count DESC, kind, reason_code"
                )
            };
        }
        let query = match run_id {
            Some(_) => counts!("run_id = $1"),
            None => counts!("$1 = 0"),
        };
        let rows: Vec<(i16, String, i64)> = each_db!(self, pool => sqlx::query_as(query)
            .bind(run_id.unwrap_or(0))
            .fetch_all(pool)
            .await?);
        rows.into_iter()
            .map(|(kind, reason_code, count)| {
                Ok(QuarantineCount {
                    kind: read_kind(kind)?,
                    reason_code,
                    rows: u64::try_from(count).unwrap_or(0),
                })
            })
            .collect()
    }
}

pub(crate) fn read_kind(rank: i16) -> Result<RunKind, StoreError> {
    RunKind::from_rank(rank)
        .ok_or_else(|| StoreError::other("a quarantined row of an unknown kind"))
}

/// Whether any row of the kind stands in the quarantine: if not, nothing need be looked for there.
pub(crate) async fn is_empty(tx: &mut WriteTx, kind: RunKind) -> Result<bool, StoreError> {
    Ok(each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT 1 FROM quarantine WHERE kind = $1)"
    ).bind(kind.rank()).fetch_one(&mut *conn).await?))
}

/// What became of a batch's bad rows before there is a run to put them under.
pub(crate) struct SortedOut<'a> {
    /// Those that do not stand in the quarantine yet, each once.
    pub(crate) new: Vec<Quarantined<'a>>,
    /// Whether anything was noted of those that do.
    pub(crate) noted: bool,
}

/// Of the given rows, finds those that do not stand in the quarantine yet, and notes of the others that they are bad still:
/// when, and for what reason now.
pub(crate) async fn sort_out<'a>(
    tx: &mut WriteTx,
    sealer: &Sealer,
    kind: RunKind,
    run: &Run,
    rows: Vec<Quarantined<'a>>,
) -> Result<SortedOut<'a>, StoreError> {
    let mut seen = std::collections::HashSet::new();
    let mut sorted = SortedOut {
        new: Vec::new(),
        noted: false,
    };
    for row in rows {
        if !seen.insert(*row.body_hash) {
            continue;
        }
        match standing(tx, sealer, kind, row.body_hash).await? {
            // A replay's row was taken by somebody else meanwhile.
            None if run.is_replay => {}
            None => sorted.new.push(row),
            Some(standing) if standing.is_outdated(run.seen_at, row.rejected) => {
                note(tx, sealer, kind, run.seen_at, &row).await?;
                sorted.noted = true;
            }
            Some(_) => {}
        }
    }
    Ok(sorted)
}

async fn standing(
    tx: &mut WriteTx,
    sealer: &Sealer,
    kind: RunKind,
    body_hash: &[u8; 16],
) -> Result<Option<Standing>, StoreError> {
    let row: Option<(i64, String, String, Option<i16>)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT last_seen_at_ms, reason_code, reason, format FROM quarantine WHERE kind = $1 AND body_hash = $2"
    ).bind(kind.rank()).bind(body_hash.to_vec()).fetch_optional(&mut *conn).await?);
    row.map(|row| {
        Ok(Standing {
            last_seen_at_ms: row.0,
            reason_code: row.1,
            reason: sealer.open_text(
                Column::QuarantineReason,
                quarantine_row(kind.rank(), body_hash),
                row.2,
            )?,
            format: row.3,
        })
    })
    .transpose()
}

async fn note(
    tx: &mut WriteTx,
    sealer: &Sealer,
    kind: RunKind,
    seen_at: EpochMs,
    row: &Quarantined<'_>,
) -> Result<(), StoreError> {
    let (_, reason) = row.kept(sealer, kind)?;
    each_tx!(tx, conn => {
        sqlx::query(
            "UPDATE quarantine SET reason_code = $3, reason = $4, format = COALESCE(format, $5), last_seen_at_ms = \
             CASE WHEN last_seen_at_ms < $6 THEN $6 ELSE last_seen_at_ms END WHERE kind = $1 AND body_hash = $2",
        )
        .bind(kind.rank())
        .bind(row.body_hash.to_vec())
        .bind(row.rejected.code.code())
        .bind(&*reason)
        .bind(row.format)
        .bind(seen_at.0)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}

/// Puts rows that [`sort_out`] found to be new into the quarantine.
pub(crate) async fn insert(
    tx: &mut WriteTx,
    sealer: &Sealer,
    kind: RunKind,
    run_id: i32,
    seen_at: EpochMs,
    rows: &[Quarantined<'_>],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut quarantine_id: i64 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(quarantine_id), 0) FROM quarantine"
    ).fetch_one(&mut *conn).await?);
    for row in rows {
        quarantine_id += 1;
        let (body, reason) = row.kept(sealer, kind)?;
        each_tx!(tx, conn => {
            sqlx::query(
                "INSERT INTO quarantine (quarantine_id, kind, run_id, row_number, reason_code, reason, body, \
                 body_hash, format, first_seen_at_ms, last_seen_at_ms) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
            )
            .bind(quarantine_id)
            .bind(kind.rank())
            .bind(run_id)
            .bind(i64::try_from(row.row_number).unwrap_or(i64::MAX))
            .bind(row.rejected.code.code())
            .bind(&*reason)
            .bind(&*body)
            .bind(row.body_hash.to_vec())
            .bind(row.format)
            .bind(seen_at.0)
            .execute(&mut *conn)
            .await?;
        });
    }
    Ok(())
}

/// Takes rows whose content is on file out of the quarantine. Answers how many stood there.
pub(crate) async fn release<'a>(
    tx: &mut WriteTx,
    kind: RunKind,
    body_hashes: impl Iterator<Item = &'a [u8; 16]>,
) -> Result<u64, StoreError> {
    let mut released = 0;
    for body_hash in body_hashes {
        released += each_tx!(tx, conn => sqlx::query(
            "DELETE FROM quarantine WHERE kind = $1 AND body_hash = $2"
        ).bind(kind.rank()).bind(body_hash.to_vec()).execute(&mut *conn).await?.rows_affected());
    }
    Ok(released)
}
