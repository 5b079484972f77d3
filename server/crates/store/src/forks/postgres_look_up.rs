//! PostgreSQL: what is on file of a batch's submissions and households.

use crate::error::StoreError;
use crate::meta;
use crate::record::Arrival;
use crate::record::filter::Filter;
use crate::record::hash::KeyMap;
use crate::record::households::{Claim, Holder, households_to_find};
use crate::record::plan::{KnownFact, KnownRevision};
use crate::record::seen::Seen;
use sqlx::PgConnection;

/// The version of the recorded rows, and the number of the last revision.
pub(super) async fn read_version(pg: &mut PgConnection) -> Result<(i64, i64), StoreError> {
    let of = "SELECT version.value, last.value FROM meta version, meta last WHERE version.key = $1 AND last.key = $2";
    Ok(sqlx::query_as(of)
        .bind(meta::RECORD_VERSION)
        .bind(meta::LAST_RAW_ID)
        .fetch_one(&mut *pg)
        .await?)
}

/// Keys read at a time when all are read.
const KEYS_A_PAGE: i64 = 500_000;

/// Reads every key on file.
pub(super) async fn load_seen(pg: &mut PgConnection, seen: &mut Seen) -> Result<(), StoreError> {
    let submissions =
        "SELECT id_hash FROM raw_submission WHERE id_hash > $1 ORDER BY id_hash LIMIT $2";
    // Repeats share their key with a counted one.
    let households = "SELECT household_key FROM fact WHERE counted AND household_key IS NOT NULL AND household_key > $1 \
                      ORDER BY household_key LIMIT $2";
    let submissions = read_keys(pg, submissions).await?;
    seen.load(submissions, read_keys(pg, households).await?);
    Ok(())
}

/// Reads keys page by page: `query` asks for those after `$1` in their order, at most `$2`.
async fn read_keys(pg: &mut PgConnection, query: &'static str) -> Result<Filter, StoreError> {
    let mut keys = Filter::default();
    // The page condition skips this one key.
    keys.insert(i64::MIN);
    let mut after = i64::MIN;
    loop {
        let page: Vec<i64> = sqlx::query_scalar(query)
            .bind(after)
            .bind(KEYS_A_PAGE)
            .fetch_all(&mut *pg)
            .await?;
        page.iter().for_each(|key| keys.insert(*key));
        match page.last() {
            Some(last) => after = *last,
            None => return Ok(keys),
        }
    }
}

/// What a query for a fact selects first, in the order of [`read_fact`].
type FactColumns = (i32, i32, i64, i32, i32, Option<i64>, bool);

pub(super) fn read_fact(row: FactColumns) -> KnownFact {
    KnownFact {
        enumerator_id: row.0,
        survey_day: row.1,
        raw_id: row.2,
        area_id: row.3,
        wave_id: row.4,
        household_key: row.5,
        counted: row.6,
    }
}

/// A revision, and the fact of a current one.
type RevisionColumns = (
    i64,
    String,
    Vec<u8>,
    i64,
    bool,
    i64,
    Option<i32>,
    Option<i32>,
    Option<i32>,
    Option<i32>,
    Option<i64>,
    Option<bool>,
);

fn read_revision(row: RevisionColumns) -> Result<(i64, KnownRevision), StoreError> {
    let (id_hash, submission_id, content_hash, received_at_ms, is_current, raw_id, ..) = row;
    let fact = || {
        Some(read_fact((
            row.6?, row.7?, raw_id, row.8?, row.9?, row.10, row.11?,
        )))
    };
    // A current revision without a fact would be counted by nobody and replaced by nothing: better to stop.
    let current = match (is_current, fact()) {
        (false, _) => None,
        (true, Some(fact)) => Some(fact),
        (true, None) => {
            return Err(StoreError::Corrupt {
                detail: format!("revision {raw_id} is current and has no fact"),
            });
        }
    };
    let revision = KnownRevision {
        submission_id,
        content_hash: content_hash
            .try_into()
            .map_err(|_| StoreError::other("a content hash that is not 16 bytes"))?,
        received_at_ms,
        current,
    };
    Ok((id_hash, revision))
}

/// Every revision on file of the submissions of the batch, by the hash of their id. Revisions beyond the last whole batch
/// are not on file: whoever does not hold the write lock may meet those of a batch whose facts are still to come. What was deleted
/// is not known here: see [`crate::retention::tombstones::pass_over`].
pub(super) async fn find_revisions(
    pg: &mut PgConnection,
    seen: &mut Seen,
    batch: &[Arrival],
) -> Result<KeyMap<i64, Vec<KnownRevision>>, StoreError> {
    let mut hashes: Vec<i64> = batch
        .iter()
        .map(|arrival| arrival.id_hash)
        .filter(|hash| seen.may_know_submission(*hash))
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    seen.looked_up(hashes.len());
    let mut known: KeyMap<i64, Vec<KnownRevision>> = KeyMap::default();
    if hashes.is_empty() {
        return Ok(known);
    }
    // Nothing but the index of the hashes may look inviting: given an order of numbers, or a bound that an index could search for, the
    // planner reads all revisions by their number for some thousand hashes, and throws nearly all away.
    let mut rows: Vec<RevisionColumns> = sqlx::query_as(
        "SELECT r.id_hash, r.submission_id, r.content_hash, r.received_at_ms, r.is_current, r.raw_id, \
         f.enumerator_id, f.survey_day, f.area_id, f.wave_id, \
         CASE WHEN f.outcome = 0 AND f.review_state <> 3 THEN f.household_key END AS household_key, f.counted \
         FROM raw_submission r LEFT JOIN fact f ON r.is_current AND f.enumerator_id = r.enumerator_id \
         AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id WHERE r.id_hash = ANY($1) \
         AND r.raw_id + 0 <= (SELECT value FROM meta WHERE key = $2)",
    )
    .bind(&hashes)
    .bind(meta::LAST_RAW_ID)
    .fetch_all(&mut *pg)
    .await?;
    rows.sort_unstable_by_key(|row| row.5);
    for row in rows {
        let (id_hash, revision) = read_revision(row)?;
        known.entry(id_hash).or_default().push(revision);
    }
    Ok(known)
}

type HolderColumns = (i32, i32, i64, i32, i32, Option<i64>, bool, i64, String);

/// All valid completes on file of the households that the claims or the removed facts name, without those that stand aside.
pub(super) async fn find_holders(
    pg: &mut PgConnection,
    seen: &mut Seen,
    claims: &[Claim<'_>],
    removed: &[KnownFact],
) -> Result<Vec<Holder>, StoreError> {
    let keys = households_to_find(seen, claims, removed);
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    // One arm for each partial index.
    let rows: Vec<HolderColumns> = sqlx::query_as(
        "SELECT f.enumerator_id, f.survey_day, f.raw_id, f.area_id, f.wave_id, f.household_key, f.counted, \
         f.completed_at_ms, r.submission_id FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
         WHERE f.household_key = ANY($1) AND f.counted AND f.household_key IS NOT NULL \
         UNION ALL \
         SELECT f.enumerator_id, f.survey_day, f.raw_id, f.area_id, f.wave_id, f.household_key, f.counted, \
         f.completed_at_ms, r.submission_id FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
         WHERE f.household_key = ANY($1) AND NOT f.counted AND f.household_key IS NOT NULL \
         AND f.outcome = 0 AND f.review_state <> 3 AND f.resurvey_id IS NULL",
    )
    .bind(&keys)
    .fetch_all(&mut *pg)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Holder {
                fact: read_fact((row.0, row.1, row.2, row.3, row.4, row.5, row.6)),
                household_key: row
                    .5
                    .ok_or_else(|| StoreError::other("a household without a key"))?,
                completed_at_ms: row.7,
                submission_id: row.8,
            })
        })
        .collect()
}
