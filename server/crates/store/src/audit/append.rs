//! Adding to the trail, in whoever's transaction it is.

use super::chain::{Columns, Link};
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::audit::Entry;
use rusqlite::{Transaction, params};

macro_rules! insert_into {
    () => {
        "INSERT INTO audit_entry (seq, at_ms, who_kind, who, role, address, action, subject, area, detail, previous, hash) "
    };
}
const INSERT_INTO: &str = insert_into!();
const INSERT: &str = concat!(
    insert_into!(),
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
/// Entries of one statement at most: each asks PostgreSQL once and waits for its answer.
const TOGETHER: usize = 100;
const HEAD: &str = "SELECT seq, hash FROM audit_head WHERE only_row = 1";
const LOCKED_HEAD: &str = "SELECT seq, hash FROM audit_head WHERE only_row = 1 FOR UPDATE";
const MOVE_HEAD: &str = "UPDATE audit_head SET seq = $1, hash = $2 WHERE only_row = 1";

/// Adds entries after the last one, in their order; answers the number of the last entry of the trail.
pub(crate) async fn append(tx: &mut WriteTx, entries: &[Entry]) -> Result<i64, StoreError> {
    // On PostgreSQL whoever takes pushed rows in does not hold the writers' lock: the head has a lock of its own, which is held from here to
    // the commit.
    let (mut seq, hash): (i64, Vec<u8>) = match &mut *tx {
        WriteTx::Sqlite(tx) => sqlx::query_as(HEAD).fetch_one(&mut **tx).await?,
        WriteTx::Postgres(tx) => sqlx::query_as(LOCKED_HEAD).fetch_one(&mut **tx).await?,
    };
    if entries.is_empty() {
        return Ok(seq);
    }
    let mut head = link(hash)?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let columns = Columns::of(entry);
        let previous = head;
        head = columns.link(&previous);
        seq += 1;
        rows.push((seq, columns, previous, head));
    }
    for rows in rows.chunks(TOGETHER) {
        each_tx!(&mut *tx, conn => {
            let mut insert = sqlx::QueryBuilder::new(INSERT_INTO);
            insert.push_values(rows, |mut row, (seq, columns, previous, head)| {
                row.push_bind(*seq)
                    .push_bind(columns.at_ms)
                    .push_bind(columns.who_kind)
                    .push_bind(columns.who)
                    .push_bind(columns.role)
                    .push_bind(columns.address)
                    .push_bind(columns.action)
                    .push_bind(columns.subject)
                    .push_bind(columns.area)
                    .push_bind(columns.detail)
                    .push_bind(&previous[..])
                    .push_bind(&head[..]);
            });
            insert.build().execute(&mut *conn).await?;
        });
    }
    each_tx!(&mut *tx, conn => {
        sqlx::query(MOVE_HEAD)
            .bind(seq)
            .bind(&head[..])
            .execute(&mut *conn)
            .await?;
    });
    Ok(seq)
}

/// The same on SQLite's bulk path (decision 0031).
pub(crate) fn append_bulk(tx: &Transaction<'_>, entries: &[Entry]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let (mut seq, hash): (i64, Vec<u8>) = tx
        .prepare_cached(HEAD)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut head = link(hash)?;
    let mut insert = tx.prepare_cached(INSERT)?;
    for entry in entries {
        let columns = Columns::of(entry);
        let previous = head;
        head = columns.link(&previous);
        seq += 1;
        insert.execute(params![
            seq,
            columns.at_ms,
            columns.who_kind,
            columns.who,
            columns.role,
            columns.address,
            columns.action,
            columns.subject,
            columns.area,
            columns.detail,
            &previous[..],
            &head[..],
        ])?;
    }
    tx.prepare_cached(MOVE_HEAD)?
        .execute(params![seq, &head[..]])?;
    Ok(())
}

fn link(hash: Vec<u8>) -> Result<Link, StoreError> {
    hash.try_into().map_err(|_| StoreError::Corrupt {
        detail: "the head of the audit trail is no hash".to_owned(),
    })
}
