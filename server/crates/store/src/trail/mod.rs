//! Trails: kept verbatim in parts, and the facts that follow from them, one row a submission.
//!
//! A trail may come before its submission, after it, or without it: it is found by the submission's id and nothing else.
//! What a part says is the caller's business; here it is bytes with a fingerprint, and the caller derives the facts.
//!
//! A batch is looked up at once and written by statements of many rows: [`known`] is what was there before, [`parts`] and [`facts`]
//! the two tables.

mod by_submission;
mod facts;
mod known;
mod many;
mod parts;

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db};
use crate::quarantine::{self, Quarantined};
use crate::retention::tombstones;
use crate::run::{Line, RowOutcome, Run, RunKind};
use crate::sealing::Sealer;
use by_submission::BySubmission;
use domain::audit::Action;
use domain::trail::{TrailFacts, TrailSource};
use known::Known;
use std::borrow::Cow;

/// A submission's trail, or a part of it, on its way into the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailPart {
    /// A 64-bit hash of `submission_id`, the same as that of the submission.
    pub id_hash: i64,
    /// The submission it belongs to.
    pub submission_id: String,
    /// Whose trail it is.
    pub source: TrailSource,
    /// A 128-bit hash of the body before it was compressed.
    pub content_hash: [u8; 16],
    /// Where its first line stands in the file.
    pub row_number: u64,
    /// Bytes before compression.
    pub length_bytes: u64,
    /// Header and lines, compressed.
    pub body: Vec<u8>,
}

/// A part as it is handed to whoever derives the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPart<'a> {
    /// Whose trail it is.
    pub source: TrailSource,
    /// Header and lines, compressed.
    pub body: Cow<'a, [u8]>,
}

/// Derives the facts from the parts of one submission that count, those of a source in order of arrival; or says why they cannot be
/// read.
pub type Derive<'a> = &'a (dyn Fn(&[StoredPart<'_>]) -> Result<TrailFacts, String> + Sync);

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrailsRecorded {
    /// Parts of submissions that are not on file (yet).
    pub waiting: u64,
}

/// Which submission, and which is the next page's `after`.
pub type TrailKey = (i64, String);

/// A submission: the hash of its id, by which it is looked up, and the id, for two may share one hash.
type Key<'a> = (i64, &'a str);

impl Db {
    /// Takes a batch of parts and of lines that could not be read, in one transaction, and derives the facts of the submissions
    /// that a new part belongs to. A part is [`RowOutcome::Accepted`] if it is its source's first of the submission,
    /// [`RowOutcome::Updated`] if there are others, [`RowOutcome::Unchanged`] if it is known, or its submission was deleted.
    pub async fn record_trails(
        &self,
        run: &mut Run,
        parts: &[TrailPart],
        unreadable: &[Line<()>],
        derive: Derive<'_>,
    ) -> Result<TrailsRecorded, StoreError> {
        let mut tx = self.begin_write().await?;
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let mut recorded = TrailsRecorded::default();
        let mut outcomes = Vec::with_capacity(parts.len() + unreadable.len());
        let mut submissions = Known::of_all(&mut tx, parts).await?;
        let ids = parts.iter().map(|part| part.submission_id.as_str());
        let deleted = tombstones::among(&mut tx, ids).await?;
        for (index, part) in parts.iter().enumerate() {
            if deleted.contains(part.submission_id.as_str()) {
                outcomes.push(RowOutcome::Unchanged);
                continue;
            }
            let Some(known) = submissions.get_mut(part.key()) else {
                continue;
            };
            recorded.waiting += u64::from(!known.on_file);
            outcomes.push(known.take(index, part));
        }
        outcomes.extend(unreadable.iter().map(|_| RowOutcome::Quarantined));
        let mut summary = run.summary;
        summary.add(&outcomes);

        let rejected = unreadable
            .iter()
            .filter_map(|line| {
                Some(Quarantined {
                    row_number: line.row_number,
                    body: &line.body,
                    body_hash: &line.body_hash,
                    format: line.format,
                    rejected: line.content.as_ref().err()?,
                })
            })
            .collect();
        let rejected =
            quarantine::sort_out(&mut tx, &sealer, RunKind::Trails, run, rejected).await?;
        let is_new = submissions.iter().any(|(_, known)| !known.new.is_empty());
        if is_new || !rejected.new.is_empty() {
            let traces = run.traces.with(None, rejected.new.len());
            let run_id = crate::run::write_run(&mut tx, run, summary, traces).await?;
            let new = &rejected.new;
            quarantine::insert(&mut tx, &sealer, RunKind::Trails, run_id, run.seen_at, new).await?;
            parts::insert(&mut tx, &sealer, run_id, parts, &outcomes).await?;
            derive_new(&mut tx, &sealer, parts, &submissions, derive).await?;
            tx.commit_noted(&[run.batch_entry(Action::TrailsRecorded, run_id, summary)])
                .await?;
            run.run_id = Some(run_id);
            run.traces = traces;
        } else if rejected.noted {
            tx.commit_derived().await?;
        }
        run.summary = summary;
        Ok(recorded)
    }

    /// Derives the facts of at most `limit` submissions again, those after `after` in the order of their keys (`None` is
    /// from the beginning). Answers the last key, or `None` at the end, and which could not be read: those keep their facts.
    pub async fn derive_trails_again(
        &self,
        after: Option<TrailKey>,
        limit: u32,
        derive: Derive<'_>,
    ) -> Result<(Option<TrailKey>, Vec<(String, String)>), StoreError> {
        let (hash, id) = after.unwrap_or((i64::MIN, String::new()));
        let keys: Vec<TrailKey> = each_db!(self, pool => sqlx::query_as(
            "SELECT DISTINCT id_hash, submission_id FROM raw_trail \
             WHERE id_hash > $1 OR (id_hash = $1 AND submission_id > $2) \
             ORDER BY id_hash, submission_id LIMIT $3"
        ).bind(hash).bind(&id).bind(i64::from(limit)).fetch_all(pool).await?);
        let mut unreadable = Vec::new();
        if keys.is_empty() {
            return Ok((None, unreadable));
        }
        let mut tx = self.begin_write().await?;
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let asked: Vec<Key<'_>> = keys.iter().map(|(hash, id)| (*hash, id.as_str())).collect();
        let mut written = facts::Written::default();
        let mut kept = parts::Kept::of(&mut tx, &asked).await?;
        while let Some(group) = kept.next_group(&mut tx, &sealer).await? {
            for (key, parts) in group {
                match derive(&parts) {
                    Ok(facts) => written.push(&mut tx, key, &facts).await?,
                    Err(reason) => unreadable.push((key.1.to_owned(), reason)),
                }
            }
        }
        written.finish(&mut tx).await?;
        tx.commit_derived().await?;
        Ok((keys.into_iter().next_back(), unreadable))
    }

    /// The facts of a submission's trail, if it has one, whether the submission is on file or not.
    pub async fn trail_facts(
        &self,
        id_hash: i64,
        submission_id: &str,
    ) -> Result<Option<TrailFacts>, StoreError> {
        type Columns = (
            Option<i32>,
            Option<i32>,
            Option<i32>,
            Option<i32>,
            Option<bool>,
            Option<bool>,
            String,
        );
        let row: Option<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT active_s, pauses, paused_s, clock_back_s, location_refused, mock_location, question_ms \
             FROM trail_fact WHERE id_hash = $1 AND submission_id = $2"
        ).bind(id_hash).bind(submission_id).fetch_optional(pool).await?);
        row.map(|row| {
            Ok(TrailFacts {
                active_s: count(row.0),
                pauses: count(row.1),
                paused_s: count(row.2),
                clock_back_s: count(row.3),
                location_refused: row.4,
                mock_location: row.5,
                question_ms: serde_json::from_str(&row.6).map_err(StoreError::other)?,
            })
        })
        .transpose()
    }

    /// Active interview time in seconds of a submission on file: its own column, or its trail's where that is blank.
    pub async fn active_s(
        &self,
        id_hash: i64,
        submission_id: &str,
    ) -> Result<Option<u32>, StoreError> {
        let active_s: Option<Option<i32>> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT active_s FROM fact_with_trail WHERE id_hash = $1 AND submission_id = $2"
        ).bind(id_hash).bind(submission_id).fetch_optional(pool).await?);
        Ok(count(active_s.flatten()))
    }
}

/// Derives and writes the facts of the submissions that a part of the batch is new for. The parts are in the database by now.
async fn derive_new(
    tx: &mut WriteTx,
    sealer: &Sealer,
    parts: &[TrailPart],
    submissions: &BySubmission<'_, Known>,
    derive: Derive<'_>,
) -> Result<(), StoreError> {
    let mut written = facts::Written::default();
    let mut others = Vec::new();
    for (key, known) in submissions.iter() {
        if known.new.is_empty() {
            continue;
        }
        if !known.parts.is_empty() {
            others.push(*key);
            continue;
        }
        // There is nothing else of it: what came is the whole.
        let own: Vec<StoredPart<'_>> = known.new.iter().map(|at| parts[*at].stored()).collect();
        let facts = derive(&own).map_err(StoreError::other)?;
        written.push(tx, *key, &facts).await?;
    }
    let mut kept = parts::Kept::of(tx, &others).await?;
    while let Some(group) = kept.next_group(tx, sealer).await? {
        for (key, parts) in group {
            let facts = derive(&parts).map_err(StoreError::other)?;
            written.push(tx, key, &facts).await?;
        }
    }
    written.finish(tx).await
}

impl TrailPart {
    fn key(&self) -> Key<'_> {
        (self.id_hash, &self.submission_id)
    }

    fn stored(&self) -> StoredPart<'_> {
        StoredPart {
            source: self.source,
            body: Cow::Borrowed(&self.body),
        }
    }
}

fn count(value: Option<i32>) -> Option<u32> {
    value.and_then(|value| u32::try_from(value).ok())
}
