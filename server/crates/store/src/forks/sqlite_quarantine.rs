//! SQLite: the quarantine's part in recording a batch of submissions, through prepared statements.

use crate::error::StoreError;
use crate::quarantine::{Quarantined, Standing};
use crate::record::Arrival;
use crate::record::plan::Revisions;
use crate::run::{Run, RunKind};
use crate::sealing::{Column, Sealer, quarantine_row};
use rusqlite::{OptionalExtension, Transaction, params};

/// Takes the rows whose content is on file out of the quarantine; answers whether any stood there.
pub(super) fn release(
    tx: &Transaction<'_>,
    batch: &[Arrival],
    revisions: &Revisions,
) -> Result<bool, StoreError> {
    let kind = RunKind::Submissions.rank();
    let waiting: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM quarantine WHERE kind = ?1)")?
        .query_row([kind], |row| row.get(0))?;
    if !waiting {
        return Ok(false);
    }
    let mut delete =
        tx.prepare_cached("DELETE FROM quarantine WHERE kind = ?1 AND body_hash = ?2")?;
    let mut released = 0;
    for hash in revisions.on_file(batch) {
        released += delete.execute(params![kind, &hash[..]])?;
    }
    Ok(released > 0)
}

/// Places in the batch of rejected rows that do not stand in the quarantine yet, each content once; and whether anything
/// was noted of those that do (see [`crate::quarantine::sort_out`]).
pub(super) fn sort_out_rejects(
    tx: &Transaction<'_>,
    sealer: &Sealer,
    run: &Run,
    batch: &[Arrival],
    revisions: &Revisions,
) -> Result<(Vec<usize>, bool), StoreError> {
    let kind = RunKind::Submissions.rank();
    let mut find = tx.prepare_cached(
        "SELECT last_seen_at_ms, reason_code, reason, format FROM quarantine WHERE kind = ?1 AND body_hash = ?2",
    )?;
    let mut note = tx.prepare_cached(
        "UPDATE quarantine SET reason_code = ?3, reason = ?4, format = COALESCE(format, ?5), \
         last_seen_at_ms = MAX(last_seen_at_ms, ?6) WHERE kind = ?1 AND body_hash = ?2",
    )?;
    let mut seen = std::collections::HashSet::new();
    let (mut new, mut noted) = (Vec::new(), false);
    for index in &revisions.quarantined {
        let arrival = &batch[*index];
        let hash = &arrival.quarantine_hash;
        let Err(rejected) = &arrival.content else {
            continue;
        };
        if !seen.insert(hash) {
            continue;
        }
        let standing = find
            .query_row(params![kind, &hash[..]], |row| {
                Ok(Standing {
                    last_seen_at_ms: row.get(0)?,
                    reason_code: row.get(1)?,
                    reason: row.get(2)?,
                    format: row.get(3)?,
                })
            })
            .optional()?;
        let row = quarantine_row(kind, hash);
        let standing = standing
            .map(|standing| {
                let reason = sealer.open_text(Column::QuarantineReason, &row, standing.reason)?;
                Ok::<_, StoreError>(Standing { reason, ..standing })
            })
            .transpose()?;
        match standing {
            // A replay's row was taken by somebody else meanwhile.
            None if run.is_replay => {}
            None => new.push(*index),
            Some(standing) if standing.is_outdated(run.seen_at, rejected) => {
                note.execute(params![
                    kind,
                    &hash[..],
                    rejected.code.code(),
                    sealer.close_text(Column::QuarantineReason, &row, &rejected.reason)?,
                    arrival.format,
                    run.seen_at.0
                ])?;
                noted = true;
            }
            Some(_) => {}
        }
    }
    Ok((new, noted))
}

/// Puts the rows that [`sort_out_rejects`] found to be new into the quarantine.
pub(super) fn insert_rejects(
    tx: &Transaction<'_>,
    sealer: &Sealer,
    run: &Run,
    run_id: i32,
    batch: &[Arrival],
    rejected: &[usize],
) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO quarantine (kind, run_id, row_number, reason_code, reason, body, body_hash, format, \
         first_seen_at_ms, last_seen_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
    )?;
    for index in rejected {
        let arrival = &batch[*index];
        let Err(rejected) = &arrival.content else {
            continue;
        };
        let kind = RunKind::Submissions;
        let row = Quarantined {
            row_number: arrival.row_number,
            body: &arrival.body,
            body_hash: &arrival.quarantine_hash,
            format: arrival.format,
            rejected,
        };
        let (body, reason) = row.kept(sealer, kind)?;
        insert.execute(params![
            kind.rank(),
            run_id,
            i64::try_from(arrival.row_number).unwrap_or(i64::MAX),
            rejected.code.code(),
            reason,
            body,
            &arrival.quarantine_hash[..],
            arrival.format,
            run.seen_at.0,
        ])?;
    }
    Ok(())
}
