//! Adding to the trail, in whoever's transaction it is.

use super::chain::{Columns, Link};
use crate::error::StoreError;
use crate::forks::sqlite_bulk::insert_all;
use crate::forks::{WriteTx, column};
use domain::audit::Entry;
use rusqlite::{Transaction, params};
use sqlx::{PgConnection, Sqlite};

/// A statement goes on with `VALUES` and the columns of [`Entered`].
const INSERT: &str = "INSERT INTO audit_entry (seq, at_ms, who_kind, who, role, address, action, subject, area, detail, previous, hash) ";
const COLUMNS: usize = 12;
/// The columns of [`Entered`] as PostgreSQL's arrays; the last two arguments are those of [`MOVE_HEAD`].
const INSERT_AND_MOVE_HEAD: &str = "WITH moved AS (UPDATE audit_head SET seq = $13, hash = $14 WHERE only_row = 1) \
     INSERT INTO audit_entry (seq, at_ms, who_kind, who, role, address, action, subject, area, detail, previous, hash) \
     SELECT * FROM unnest($1::BIGINT[], $2::BIGINT[], $3::SMALLINT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[], $8::TEXT[], \
     $9::TEXT[], $10::TEXT[], $11::BYTEA[], $12::BYTEA[])";
/// Entries of one statement on SQLite at most, which numbers so many arguments and not many more.
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
    let entered = enter(entries, &mut seq, &mut head);
    match tx {
        WriteTx::Sqlite(tx) => insert_sqlite(tx, &entered, seq, &head).await?,
        WriteTx::Postgres(tx) => insert_postgres(tx, &entered, seq, &head).await?,
    }
    Ok(seq)
}

async fn insert_sqlite(
    tx: &mut sqlx::Transaction<'static, Sqlite>,
    entered: &[Entered<'_>],
    seq: i64,
    head: &Link,
) -> Result<(), StoreError> {
    for entered in entered.chunks(TOGETHER) {
        let mut insert = sqlx::QueryBuilder::new(INSERT);
        insert.push_values(entered, |mut row, one| {
            row.push_bind(one.seq)
                .push_bind(one.columns.at_ms)
                .push_bind(one.columns.who_kind)
                .push_bind(one.columns.who)
                .push_bind(one.columns.role)
                .push_bind(one.columns.address)
                .push_bind(one.columns.action)
                .push_bind(one.columns.subject)
                .push_bind(one.columns.area)
                .push_bind(one.columns.detail)
                .push_bind(&one.previous[..])
                .push_bind(&one.hash[..]);
        });
        insert.build().execute(&mut **tx).await?;
    }
    sqlx::query(MOVE_HEAD)
        .bind(seq)
        .bind(&head[..])
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// In one statement, however many they are: each asks the server and waits for its answer.
async fn insert_postgres(
    tx: &mut PgConnection,
    entered: &[Entered<'_>],
    seq: i64,
    head: &Link,
) -> Result<(), StoreError> {
    sqlx::query(INSERT_AND_MOVE_HEAD)
        .bind(column!(entered, one => one.seq))
        .bind(column!(entered, one => one.columns.at_ms))
        .bind(column!(entered, one => one.columns.who_kind))
        .bind(column!(entered, one => one.columns.who))
        .bind(column!(entered, one => one.columns.role))
        .bind(column!(entered, one => one.columns.address))
        .bind(column!(entered, one => one.columns.action))
        .bind(column!(entered, one => one.columns.subject))
        .bind(column!(entered, one => one.columns.area))
        .bind(column!(entered, one => one.columns.detail))
        .bind(column!(entered, one => &one.previous[..]))
        .bind(column!(entered, one => &one.hash[..]))
        .bind(seq)
        .bind(&head[..])
        .execute(tx)
        .await?;
    Ok(())
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
    let entered = enter(entries, &mut seq, &mut head);
    let insert = format!("{INSERT}VALUES ");
    insert_all(tx, (&insert, COLUMNS, ""), &entered, |row, one| {
        row.push(one.seq)?;
        row.push(one.columns.at_ms)?;
        row.push(one.columns.who_kind)?;
        row.push(one.columns.who)?;
        row.push(one.columns.role)?;
        row.push(one.columns.address)?;
        row.push(one.columns.action)?;
        row.push(one.columns.subject)?;
        row.push(one.columns.area)?;
        row.push(one.columns.detail)?;
        row.push(&one.previous[..])?;
        row.push(&one.hash[..])?;
        Ok(())
    })?;
    tx.prepare_cached(MOVE_HEAD)?
        .execute(params![seq, &head[..]])?;
    Ok(())
}

/// An entry in its place of the chain.
struct Entered<'e> {
    seq: i64,
    columns: Columns<'e>,
    previous: Link,
    hash: Link,
}

/// Puts entries after the last one, which is moved on.
fn enter<'e>(entries: &'e [Entry], seq: &mut i64, head: &mut Link) -> Vec<Entered<'e>> {
    let each = entries.iter();
    each.map(|entry| {
        let columns = Columns::of(entry);
        let previous = *head;
        *head = columns.link(&previous);
        *seq += 1;
        Entered {
            seq: *seq,
            columns,
            previous,
            hash: *head,
        }
    })
    .collect()
}

fn link(hash: Vec<u8>) -> Result<Link, StoreError> {
    hash.try_into().map_err(|_| StoreError::Corrupt {
        detail: "the head of the audit trail is no hash".to_owned(),
    })
}
