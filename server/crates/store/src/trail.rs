//! Trails: kept verbatim in parts, and the facts that follow from them, one row a submission.
//!
//! A trail may come before its submission, after it, or without it: it is found by the submission's id and nothing else.
//! What a part says is the caller's business; here it is bytes with a fingerprint, and the caller derives the facts.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::quarantine::{self, Quarantined};
use crate::run::{Line, RowOutcome, Run, RunKind};
use domain::trail::{MOST_COUNTED_BYTES, TrailFacts, TrailSource};
use std::borrow::Cow;
use std::collections::HashMap;

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

impl Db {
    /// Takes a batch of parts and of lines that could not be read, in one transaction, and derives the facts of the submissions
    /// that a new part belongs to. A part is [`RowOutcome::Accepted`] if it is its source's first of the submission,
    /// [`RowOutcome::Updated`] if there are others, [`RowOutcome::Unchanged`] if it is known.
    pub async fn record_trails(
        &self,
        run: &mut Run,
        parts: &[TrailPart],
        unreadable: &[Line<()>],
        derive: Derive<'_>,
    ) -> Result<TrailsRecorded, StoreError> {
        let mut tx = self.begin_write().await?;
        let mut recorded = TrailsRecorded::default();
        let mut outcomes = Vec::with_capacity(parts.len() + unreadable.len());
        let mut submissions: HashMap<(i64, &str), Known> = HashMap::new();
        for (index, part) in parts.iter().enumerate() {
            let key = (part.id_hash, part.submission_id.as_str());
            if let std::collections::hash_map::Entry::Vacant(unknown) = submissions.entry(key) {
                unknown.insert(Known::read(&mut tx, part).await?);
            }
            let Some(known) = submissions.get_mut(&key) else {
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
        let rejected = quarantine::sort_out(&mut tx, RunKind::Trails, run, rejected).await?;
        let is_new = submissions.values().any(|known| !known.new.is_empty());
        if is_new || !rejected.new.is_empty() {
            let traces = run.traces.with(None, rejected.new.len());
            let run_id = crate::run::write_run(&mut tx, run, summary, traces).await?;
            let new = &rejected.new;
            quarantine::insert(&mut tx, RunKind::Trails, run_id, run.seen_at, new).await?;
            insert_parts(&mut tx, run_id, parts, &outcomes).await?;
            for ((id_hash, submission_id), known) in &submissions {
                if known.new.is_empty() {
                    continue;
                }
                let facts = if known.parts.is_empty() {
                    let own: Vec<StoredPart<'_>> =
                        known.new.iter().map(|at| parts[*at].stored()).collect();
                    derive(&own)
                } else {
                    derive(&read_parts(&mut tx, *id_hash, submission_id).await?)
                };
                let facts = facts.map_err(StoreError::other)?;
                write_facts(&mut tx, *id_hash, submission_id, &facts).await?;
            }
            tx.commit().await?;
            run.run_id = Some(run_id);
            run.traces = traces;
        } else if rejected.noted {
            tx.commit().await?;
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
        for (id_hash, submission_id) in &keys {
            match derive(&read_parts(&mut tx, *id_hash, submission_id).await?) {
                Ok(facts) => write_facts(&mut tx, *id_hash, submission_id, &facts).await?,
                Err(reason) => unreadable.push((submission_id.clone(), reason)),
            }
        }
        tx.commit().await?;
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

impl TrailPart {
    fn stored(&self) -> StoredPart<'_> {
        StoredPart {
            source: self.source,
            body: Cow::Borrowed(&self.body),
        }
    }
}

/// What the database and this batch know of a submission's trails.
struct Known {
    /// Whether the submission itself is there.
    on_file: bool,
    /// Source and content of the parts in the database.
    parts: Vec<(i16, Vec<u8>)>,
    /// The batch's parts that are new.
    new: Vec<usize>,
    /// Source and content of those.
    taken: Vec<(i16, [u8; 16])>,
}

impl Known {
    async fn read(tx: &mut WriteTx, part: &TrailPart) -> Result<Known, StoreError> {
        let (id_hash, id) = (part.id_hash, &part.submission_id);
        let on_file = each_tx!(tx, conn => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM raw_submission WHERE id_hash = $1 AND submission_id = $2 AND is_current)"
        ).bind(id_hash).bind(id).fetch_one(&mut *conn).await?);
        let parts = each_tx!(tx, conn => sqlx::query_as(
            "SELECT source, content_hash FROM raw_trail WHERE id_hash = $1 AND submission_id = $2"
        ).bind(id_hash).bind(id).fetch_all(&mut *conn).await?);
        Ok(Known {
            on_file,
            parts,
            new: Vec::new(),
            taken: Vec::new(),
        })
    }

    fn take(&mut self, index: usize, part: &TrailPart) -> RowOutcome {
        let source = part.source.rank();
        let others = self
            .parts
            .iter()
            .map(|(source, hash)| (*source, hash.as_slice()))
            .chain(self.taken.iter().map(|(source, hash)| (*source, &hash[..])))
            .filter(|(own, _)| *own == source);
        let mut has_others = false;
        for (_, hash) in others {
            if hash == part.content_hash {
                return RowOutcome::Unchanged;
            }
            has_others = true;
        }
        self.new.push(index);
        self.taken.push((source, part.content_hash));
        if has_others {
            RowOutcome::Updated
        } else {
            RowOutcome::Accepted
        }
    }
}

/// Inserts the parts whose outcome says that they are new; the outcomes of the parts stand first.
async fn insert_parts(
    tx: &mut WriteTx,
    run_id: i32,
    parts: &[TrailPart],
    outcomes: &[RowOutcome],
) -> Result<(), StoreError> {
    let mut trail_id: i64 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(trail_id), 0) FROM raw_trail"
    ).fetch_one(&mut *conn).await?);
    for (part, outcome) in parts.iter().zip(outcomes) {
        if *outcome == RowOutcome::Unchanged {
            continue;
        }
        trail_id += 1;
        each_tx!(tx, conn => {
            sqlx::query(
                "INSERT INTO raw_trail (trail_id, id_hash, submission_id, source, content_hash, run_id, row_number, \
                 length_bytes, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(trail_id)
            .bind(part.id_hash)
            .bind(&part.submission_id)
            .bind(part.source.rank())
            .bind(&part.content_hash[..])
            .bind(run_id)
            .bind(i64::try_from(part.row_number).unwrap_or(i64::MAX))
            .bind(i64::try_from(part.length_bytes).unwrap_or(i64::MAX))
            .bind(&part.body[..])
            .execute(&mut *conn)
            .await?;
        });
    }
    Ok(())
}

/// The parts that count, in order of arrival: of logs as many as are counted, of anything else the last.
async fn read_parts(
    tx: &mut WriteTx,
    id_hash: i64,
    submission_id: &str,
) -> Result<Vec<StoredPart<'static>>, StoreError> {
    let on_file: Vec<(i64, i16, i64)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT trail_id, source, length_bytes FROM raw_trail WHERE id_hash = $1 AND submission_id = $2 \
         ORDER BY trail_id"
    ).bind(id_hash).bind(submission_id).fetch_all(&mut *conn).await?);
    let mut parts = Vec::new();
    for source in TrailSource::ALL {
        let mut own = on_file.iter().filter(|(_, rank, _)| *rank == source.rank());
        let mut before = 0_u64;
        let counting: Vec<i64> = if source.is_log() {
            own.take_while(|(_, _, length_bytes)| {
                let counts = before <= MOST_COUNTED_BYTES;
                before = before.saturating_add(u64::try_from(*length_bytes).unwrap_or(0));
                counts
            })
            .map(|(trail_id, ..)| *trail_id)
            .collect()
        } else {
            own.next_back()
                .map(|(trail_id, ..)| *trail_id)
                .into_iter()
                .collect()
        };
        for trail_id in counting {
            let body: Vec<u8> = each_tx!(tx, conn => sqlx::query_scalar(
                "SELECT body FROM raw_trail WHERE trail_id = $1"
            ).bind(trail_id).fetch_one(&mut *conn).await?);
            parts.push(StoredPart {
                source,
                body: Cow::Owned(body),
            });
        }
    }
    Ok(parts)
}

async fn write_facts(
    tx: &mut WriteTx,
    id_hash: i64,
    submission_id: &str,
    facts: &TrailFacts,
) -> Result<(), StoreError> {
    let question_ms = serde_json::to_string(&facts.question_ms).map_err(StoreError::other)?;
    let column = |value: Option<u32>| value.map(|value| i32::try_from(value).unwrap_or(i32::MAX));
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO trail_fact (id_hash, submission_id, active_s, pauses, paused_s, clock_back_s, \
             location_refused, mock_location, question_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (id_hash, submission_id) DO UPDATE SET active_s = excluded.active_s, \
             pauses = excluded.pauses, paused_s = excluded.paused_s, clock_back_s = excluded.clock_back_s, \
             location_refused = excluded.location_refused, mock_location = excluded.mock_location, \
             question_ms = excluded.question_ms",
        )
        .bind(id_hash)
        .bind(submission_id)
        .bind(column(facts.active_s))
        .bind(column(facts.pauses))
        .bind(column(facts.paused_s))
        .bind(column(facts.clock_back_s))
        .bind(facts.location_refused)
        .bind(facts.mock_location)
        .bind(&question_ms)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}

fn count(value: Option<i32>) -> Option<u32> {
    value.and_then(|value| u32::try_from(value).ok())
}
