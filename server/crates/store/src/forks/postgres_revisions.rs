//! PostgreSQL: the revisions of a batch, loaded on a connection of their own while the first loads the facts.
//!
//! Two server processes share the work of a large batch, which is most of the time of an import. The price is that a batch
//! is committed in two steps, revisions first. A crash between the two leaves revisions without facts; their numbers are
//! beyond [`crate::meta::LAST_RAW_ID`], which is raised in the second step, and the next writer removes them.

use super::postgres::{PostgresServer, begin_write, hold};
use super::postgres_copy::{CopyIn, RowBuffer};
use crate::error::StoreError;
use crate::meta::LAST_RAW_ID;
use crate::record::Arrival;
use crate::record::codes::Numbers;
use crate::record::plan::{NewFact, NewRevision, Revisions};
use crate::sealing::{Column, Sealer};
use sqlx::{Connection, PgConnection, PgPool};
use std::borrow::Cow;

/// The advisory lock of whoever loads revisions beside the transaction that holds the write lock ("revision" in ASCII).
const REVISIONS_LOCK: i64 = 0x7265_7669_7369_6f6e;

/// What becomes rows of `raw_submission`.
#[derive(Clone, Copy)]
pub(super) struct Inserts<'a> {
    pub(super) run_id: i32,
    pub(super) batch: &'a [Arrival],
    pub(super) revisions: &'a Revisions,
    /// The facts of the current ones among the new revisions, in the same order, and the numbers of their codes.
    pub(super) facts: &'a [NewFact<'a>],
    pub(super) numbers: &'a Numbers,
    pub(super) sealer: &'a Sealer,
}

/// What becomes one row of `raw_submission`.
pub(super) struct NewRow<'a> {
    pub(super) revision: NewRevision,
    pub(super) arrival: &'a Arrival,
    /// Enumerator and day of a current one's fact.
    pub(super) stands_at: Option<(i32, i32)>,
}

impl NewRow<'_> {
    /// The row as it is kept.
    pub(super) fn body(&self, sealer: &Sealer) -> Result<Cow<'_, [u8]>, StoreError> {
        sealer.close(Column::RawBody, self.revision.raw_id, &self.arrival.body)
    }
}

impl<'a> Inserts<'a> {
    /// The rows, in the order of the plan.
    pub(super) fn rows(&self) -> Result<Vec<NewRow<'a>>, StoreError> {
        let mut facts = self.facts.iter();
        let row = |revision: &NewRevision| {
            let fact = if revision.is_current {
                facts.next()
            } else {
                None
            };
            Ok(NewRow {
                revision: *revision,
                arrival: &self.batch[revision.arrival],
                stands_at: fact.map(|fact| fact.stands_at(self.numbers)).transpose()?,
            })
        };
        self.revisions.inserts.iter().map(row).collect()
    }
}

/// A connection beside the pool: recorders that wait for their turn hold the pool's, and must not keep the one whose turn
/// it is from going on.
#[derive(Debug)]
pub(super) struct SecondConnection {
    url: String,
    open: Option<PgConnection>,
}

impl SecondConnection {
    pub(super) fn new(url: &str) -> SecondConnection {
        SecondConnection {
            url: url.to_owned(),
            open: None,
        }
    }

    /// Inserts revisions and commits them.
    pub(super) async fn insert_revisions(
        &mut self,
        inserts: Inserts<'_>,
    ) -> Result<(), StoreError> {
        // Given back only when all went well: a connection that failed is not used again.
        let mut connection = match self.open.take() {
            Some(open) => open,
            None => PgConnection::connect(&self.url).await?,
        };
        let mut tx = connection.begin().await?;
        hold(&mut tx, REVISIONS_LOCK).await?;
        copy_revisions(&mut tx, inserts).await?;
        tx.commit().await?;
        self.open = Some(connection);
        Ok(())
    }
}

/// Removes revisions beyond the last whole batch, in a transaction of its own: the second connection of the batch that
/// follows would wait for it to end before it used the same numbers again.
pub(super) async fn remove_debris(server: &PostgresServer) -> Result<(), StoreError> {
    if !has_debris(&server.pool).await? {
        return Ok(());
    }
    // It may be a batch on its way: under the write lock there is none, unless a second connection has outlived the first
    // one of its recorder. When its lock is had, it has ended, and what it left can be seen.
    let mut tx = begin_write(server).await?;
    hold(&mut tx, REVISIONS_LOCK).await?;
    sqlx::query(
        "DELETE FROM raw_submission WHERE raw_id > (SELECT value FROM meta WHERE key = $1)",
    )
    .bind(LAST_RAW_ID)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn has_debris(pool: &PgPool) -> Result<bool, StoreError> {
    let found: bool = sqlx::query_scalar(
        "SELECT COALESCE((SELECT MAX(raw_id) FROM raw_submission), 0) > (SELECT value FROM meta WHERE key = $1)",
    )
    .bind(LAST_RAW_ID)
    .fetch_one(pool)
    .await?;
    Ok(found)
}

/// Inserts revisions in the order of the plan.
async fn copy_revisions(pg: &mut PgConnection, inserts: Inserts<'_>) -> Result<(), StoreError> {
    let mut copy = CopyIn::begin(
        pg,
        "COPY raw_submission (raw_id, id_hash, content_hash, submission_id, received_at_ms, received_assumed, \
         is_current, enumerator_id, survey_day, format, run_id, row_number, body) FROM STDIN (FORMAT binary)",
        13,
    )
    .await?;
    for new in inserts.rows()? {
        let body = new.body(inserts.sealer)?;
        let NewRow {
            revision,
            arrival,
            stands_at,
        } = &new;
        copy.row(|row| {
            row.i64(revision.raw_id);
            row.i64(arrival.id_hash);
            row.bytes(&arrival.content_hash);
            row.bytes(arrival.submission_id.as_bytes());
            row.i64(arrival.received_at.0);
            row.bool(arrival.received_assumed);
            row.bool(revision.is_current);
            row.some(stands_at.map(|at| at.0), RowBuffer::i32);
            row.some(stands_at.map(|at| at.1), RowBuffer::i32);
            row.i16(arrival.format);
            row.i32(inserts.run_id);
            row.i64(i64::try_from(arrival.row_number).unwrap_or(i64::MAX));
            row.bytes(&body);
        })
        .await?;
    }
    copy.finish().await?;
    Ok(())
}
