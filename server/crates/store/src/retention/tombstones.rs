//! Tombstones: keyed hashes of the ids of submissions that were deleted. A row that comes with such an id again, pushed, pulled or imported,
//! counts as known and is not written.
//!
//! The key is drawn once a database and stands in it. Ids are mostly random, and cannot be guessed; where a tool numbers them, the key keeps
//! a list of tombstones alone (a dump of the table, a page of a backup) from being compared with a list of ids.

use super::FreshKey;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::record::Arrival;
use crate::record::hash::KeyMap;
use crate::record::plan::KnownRevision;
use rusqlite::{OptionalExtension, Transaction};
use sqlx::PgConnection;
use std::collections::HashSet;

/// What stands for an id.
pub(crate) type Mark = [u8; 16];

/// Marks that one statement looks up.
const MARKS: usize = 500;
const KEY: &str = "SELECT secret FROM tombstone_key WHERE only_row = 1";

/// Makes marks.
pub(crate) struct Marker([u8; 32]);

impl Marker {
    fn of(secret: Vec<u8>) -> Result<Marker, StoreError> {
        let secret = secret.try_into().map_err(|_| StoreError::Corrupt {
            detail: "the key of tombstones is not 32 bytes".to_owned(),
        })?;
        Ok(Marker(secret))
    }

    /// The mark of a submission's id.
    pub(crate) fn mark(&self, submission_id: &str) -> Mark {
        self.keyed("submission", &[submission_id])
    }

    /// What stands for a household in the audit trail.
    pub(crate) fn household(&self, area_code: &str, reference: &str) -> Mark {
        self.keyed("household", &[area_code, reference])
    }

    /// The mark of a household that must not come back onto a listing.
    pub(crate) fn listed(&self, wave: &str, area_code: &str, reference: &str) -> Mark {
        self.keyed("listed household", &[wave, area_code, reference])
    }

    /// `kind` tells marks of one thing from those of another; lengths keep the parts apart.
    fn keyed(&self, kind: &str, parts: &[&str]) -> Mark {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for part in std::iter::once(&kind).chain(parts) {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut mark = [0; 16];
        mark.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        mark
    }
}

/// The number that stands in a fact for the id it had: nothing else is derived from it.
pub(crate) fn number_of(mark: &Mark) -> i64 {
    let mut first = [0; 8];
    first.copy_from_slice(&mark[..8]);
    i64::from_le_bytes(first)
}

/// The marker of this database; drawn now if nothing was deleted yet.
pub(crate) async fn marker_or_new(
    tx: &mut WriteTx,
    fresh: &FreshKey,
) -> Result<Marker, StoreError> {
    each_tx!(tx, conn => {
        sqlx::query("INSERT INTO tombstone_key (only_row, secret) VALUES (1, $1) ON CONFLICT DO NOTHING")
            .bind(&fresh[..])
            .execute(&mut *conn)
            .await?;
    });
    let secret: Vec<u8> =
        each_tx!(tx, conn => sqlx::query_scalar(KEY).fetch_one(&mut *conn).await?);
    Marker::of(secret)
}

/// Of these ids, those of submissions that were deleted.
pub(crate) async fn among<'a>(
    tx: &mut WriteTx,
    ids: impl Iterator<Item = &'a str>,
) -> Result<HashSet<&'a str>, StoreError> {
    let mut gone = HashSet::new();
    let secret: Option<Vec<u8>> =
        each_tx!(tx, conn => sqlx::query_scalar(KEY).fetch_optional(&mut *conn).await?);
    let Some(secret) = secret else {
        return Ok(gone);
    };
    let marker = Marker::of(secret)?;
    for id in ids {
        let mark = marker.mark(id);
        let is_gone: bool = each_tx!(tx, conn => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM tombstone WHERE mark = $1)"
        ).bind(&mark[..]).fetch_one(&mut *conn).await?);
        if is_gone {
            gone.insert(id);
        }
    }
    Ok(gone)
}

/// Which of these households of a wave, by area's code and reference, were deleted from listings: their places among them.
pub(crate) async fn listed_among<'a>(
    tx: &mut WriteTx,
    wave: &str,
    households: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<HashSet<usize>, StoreError> {
    let mut gone = HashSet::new();
    let secret: Option<Vec<u8>> =
        each_tx!(tx, conn => sqlx::query_scalar(KEY).fetch_optional(&mut *conn).await?);
    let Some(secret) = secret else {
        return Ok(gone);
    };
    let marker = Marker::of(secret)?;
    let marks: Vec<Mark> = households
        .map(|(area, reference)| marker.listed(wave, area, reference))
        .collect();
    for (chunk, some) in marks.chunks(MARKS).enumerate() {
        let found: Vec<Vec<u8>> = each_tx!(&mut *tx, conn => {
            let mut query = sqlx::QueryBuilder::new("SELECT mark FROM tombstone WHERE mark IN (");
            let mut list = query.separated(", ");
            for mark in some {
                list.push_bind(&mark[..]);
            }
            query.push(")");
            query.build_query_scalar().fetch_all(&mut *conn).await?
        });
        let is_found = |mark: &Mark| found.iter().any(|one| one[..] == mark[..]);
        let places = some.iter().enumerate().filter(|(_, mark)| is_found(mark));
        gone.extend(places.map(|(at, _)| chunk * MARKS + at));
    }
    Ok(gone)
}

/// Makes rows of a batch whose submissions were deleted known by their content, so that they are unchanged: SQLite's bulk path.
pub(crate) fn pass_over_bulk(
    tx: &Transaction<'_>,
    batch: &[Arrival],
    known: &mut KeyMap<i64, Vec<KnownRevision>>,
) -> Result<(), StoreError> {
    let secret: Option<Vec<u8>> = tx
        .prepare_cached(KEY)?
        .query_row([], |row| row.get(0))
        .optional()?;
    let Some(secret) = secret else { return Ok(()) };
    let marker = Marker::of(secret)?;
    let mut find = tx.prepare_cached("SELECT 1 FROM tombstone WHERE mark = ?1")?;
    for arrival in batch {
        if find.exists([&marker.mark(&arrival.submission_id)[..]])? {
            make_known(arrival, known);
        }
    }
    Ok(())
}

/// The key of this database's marks on PostgreSQL; `None` if nothing was deleted yet.
pub(crate) async fn secret(pg: &mut PgConnection) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar(KEY).fetch_optional(pg).await?)
}

/// The same on PostgreSQL, with the [key](secret) of marks.
pub(crate) async fn pass_over(
    pg: &mut PgConnection,
    secret: Option<Vec<u8>>,
    batch: &[Arrival],
    known: &mut KeyMap<i64, Vec<KnownRevision>>,
) -> Result<(), StoreError> {
    let Some(secret) = secret else { return Ok(()) };
    let marker = Marker::of(secret)?;
    let marks: Vec<Vec<u8>> = batch
        .iter()
        .map(|arrival| marker.mark(&arrival.submission_id).to_vec())
        .collect();
    let found: Vec<Vec<u8>> = sqlx::query_scalar("SELECT mark FROM tombstone WHERE mark = ANY($1)")
        .bind(&marks)
        .fetch_all(&mut *pg)
        .await?;
    let found: HashSet<Vec<u8>> = found.into_iter().collect();
    for (arrival, mark) in batch.iter().zip(&marks) {
        if found.contains(mark) {
            make_known(arrival, known);
        }
    }
    Ok(())
}

fn make_known(arrival: &Arrival, known: &mut KeyMap<i64, Vec<KnownRevision>>) {
    known
        .entry(arrival.id_hash)
        .or_default()
        .push(KnownRevision {
            submission_id: arrival.submission_id.clone(),
            content_hash: arrival.content_hash,
            received_at_ms: i64::MIN,
            current: None,
        });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_depend_on_the_key_on_the_kind_and_on_where_the_parts_end() {
        let (one, other) = (Marker([1; 32]), Marker([2; 32]));
        let marks: HashSet<Mark> = [
            one.mark("a"),
            other.mark("a"),
            one.mark("b"),
            one.household("a", "b"),
            one.household("ab", ""),
            one.household("", "ab"),
        ]
        .into();
        assert_eq!(marks.len(), 6);
        assert_eq!(one.mark("a"), Marker([1; 32]).mark("a"));
    }
}
