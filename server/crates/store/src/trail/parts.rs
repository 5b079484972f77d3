//! The table `raw_trail`: parts of trails, verbatim.

use super::by_submission::BySubmission;
use super::many::{KEYS, ROWS, with_keys};
use super::{Key, StoredPart, TrailPart};
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::run::RowOutcome;
use crate::sealing::{Column, Sealer};
use domain::trail::{MOST_COUNTED_BYTES, TrailSource};
use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

/// Bytes of parts, before compression, that are read at once unless a single submission has more.
const GROUP_BYTES: u64 = 32 << 20;

/// Inserts the parts whose outcome says that they are new; the outcomes of the parts stand first.
pub(super) async fn insert(
    tx: &mut WriteTx,
    sealer: &Sealer,
    run_id: i32,
    parts: &[TrailPart],
    outcomes: &[RowOutcome],
) -> Result<(), StoreError> {
    let last: i64 = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(trail_id), 0) FROM raw_trail"
    ).fetch_one(&mut *conn).await?);
    let new: Vec<(i64, &TrailPart)> = parts
        .iter()
        .zip(outcomes)
        .filter(|(_, outcome)| **outcome != RowOutcome::Unchanged)
        .zip(last + 1..)
        .map(|((part, _), trail_id)| (trail_id, part))
        .collect();
    for rows in new.chunks(ROWS) {
        let mut sealed = Vec::with_capacity(rows.len());
        for (trail_id, part) in rows {
            let body = sealer.close(Column::TrailBody, trail_id, &part.body)?;
            sealed.push((*trail_id, *part, body));
        }
        each_tx!(tx, conn => {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO raw_trail (trail_id, id_hash, submission_id, source, content_hash, run_id, row_number, \
                 length_bytes, body) ",
            );
            query.push_values(&sealed, |mut columns, (trail_id, part, body)| {
                columns
                    .push_bind(*trail_id)
                    .push_bind(part.id_hash)
                    .push_bind(&part.submission_id)
                    .push_bind(part.source.rank())
                    .push_bind(&part.content_hash[..])
                    .push_bind(run_id)
                    .push_bind(i64::try_from(part.row_number).unwrap_or(i64::MAX))
                    .push_bind(i64::try_from(part.length_bytes).unwrap_or(i64::MAX))
                    .push_bind(&body[..]);
            });
            query.build().persistent(rows.len() == ROWS).execute(&mut *conn).await?;
        });
    }
    Ok(())
}

/// The parts of submissions that count, group by group, so that only one group's are in memory.
pub(super) struct Kept<'a> {
    submissions: VecDeque<Counting<'a>>,
}

/// Which parts of a submission count.
struct Counting<'a> {
    key: Key<'a>,
    /// In order of sources and, in each, of arrival.
    parts: Vec<(i64, TrailSource)>,
    length_bytes: u64,
}

/// The parts of a submission that count, in order of arrival: of logs as many as are counted, of anything else the last.
pub(super) type PartsOf<'a> = (Key<'a>, Vec<StoredPart<'static>>);

impl<'a> Kept<'a> {
    /// Looks up which parts of the submissions there are.
    pub(super) async fn of(tx: &mut WriteTx, keys: &[Key<'a>]) -> Result<Kept<'a>, StoreError> {
        let mut on_file = BySubmission::<Vec<OnFile>>::of(keys.iter().copied());
        for hashes in on_file.hashes().chunks(KEYS) {
            let rows: Vec<(i64, String, i64, i16, i64)> = each_tx!(tx, conn => {
                let mut query = with_keys!(
                    "SELECT id_hash, submission_id, trail_id, source, length_bytes FROM raw_trail WHERE id_hash IN",
                    hashes
                );
                query.push(" ORDER BY trail_id");
                query.build_query_as().persistent(hashes.len() == KEYS).fetch_all(&mut *conn).await?
            });
            for (id_hash, id, trail_id, source, length_bytes) in rows {
                if let Some(parts) = on_file.get_mut((id_hash, &id)) {
                    let length_bytes = u64::try_from(length_bytes).unwrap_or(0);
                    parts.push((trail_id, source, length_bytes));
                }
            }
        }
        let submissions = on_file
            .into_iter()
            .map(|(key, parts)| Counting::of(key, &parts))
            .collect();
        Ok(Kept { submissions })
    }

    /// The next submissions with their parts; `None` at the end.
    pub(super) async fn next_group(
        &mut self,
        tx: &mut WriteTx,
        sealer: &Sealer,
    ) -> Result<Option<Vec<PartsOf<'a>>>, StoreError> {
        let mut group = Vec::new();
        let mut length_bytes = 0_u64;
        while let Some(next) = self.submissions.front() {
            length_bytes = length_bytes.saturating_add(next.length_bytes);
            if !group.is_empty() && length_bytes > GROUP_BYTES {
                break;
            }
            group.extend(self.submissions.pop_front());
        }
        if group.is_empty() {
            return Ok(None);
        }
        let mut bodies = bodies(tx, sealer, &group).await?;
        let read = group.into_iter().map(|of| {
            let parts = of.parts.into_iter().filter_map(|(trail_id, source)| {
                let body = Cow::Owned(bodies.remove(&trail_id)?);
                Some(StoredPart { source, body })
            });
            (of.key, parts.collect())
        });
        Ok(Some(read.collect()))
    }
}

/// A part's number, its source's rank, and its bytes before compression.
type OnFile = (i64, i16, u64);

impl<'a> Counting<'a> {
    /// `on_file` stands in order of arrival.
    fn of(key: Key<'a>, on_file: &[OnFile]) -> Counting<'a> {
        let mut counting = Counting {
            key,
            parts: Vec::new(),
            length_bytes: 0,
        };
        for source in TrailSource::ALL {
            let mut own = on_file.iter().filter(|(_, rank, _)| *rank == source.rank());
            let mut before = 0_u64;
            let counts: Vec<&OnFile> = if source.is_log() {
                own.take_while(|(.., length_bytes)| {
                    let counts = before <= MOST_COUNTED_BYTES;
                    before = before.saturating_add(*length_bytes);
                    counts
                })
                .collect()
            } else {
                own.next_back().into_iter().collect()
            };
            for (trail_id, _, length_bytes) in counts {
                counting.parts.push((*trail_id, source));
                counting.length_bytes = counting.length_bytes.saturating_add(*length_bytes);
            }
        }
        counting
    }
}

/// The compressed bodies of the parts that count.
async fn bodies(
    tx: &mut WriteTx,
    sealer: &Sealer,
    group: &[Counting<'_>],
) -> Result<HashMap<i64, Vec<u8>>, StoreError> {
    let trail_ids: Vec<i64> = group
        .iter()
        .flat_map(|of| of.parts.iter().map(|(trail_id, _)| *trail_id))
        .collect();
    let mut bodies = HashMap::with_capacity(trail_ids.len());
    for trail_ids in trail_ids.chunks(KEYS) {
        let rows: Vec<(i64, Vec<u8>)> = each_tx!(tx, conn => {
            let mut query = with_keys!("SELECT trail_id, body FROM raw_trail WHERE trail_id IN", trail_ids);
            query.build_query_as().persistent(trail_ids.len() == KEYS).fetch_all(&mut *conn).await?
        });
        for (trail_id, body) in rows {
            bodies.insert(trail_id, sealer.open(Column::TrailBody, trail_id, body)?);
        }
    }
    Ok(bodies)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the parts that count, those on file being numbered from 1.
    fn counting(on_file: &[(TrailSource, u64)]) -> Vec<i64> {
        let on_file: Vec<OnFile> = (1..)
            .zip(on_file)
            .map(|(trail_id, (source, length_bytes))| (trail_id, source.rank(), *length_bytes))
            .collect();
        let parts = Counting::of((0, "a"), &on_file).parts;
        parts.into_iter().map(|(trail_id, _)| trail_id).collect()
    }

    #[test]
    fn of_logs_as_many_parts_are_read_as_are_counted_and_of_sums_the_last() {
        use TrailSource::{OdkAudit, TextAudit};
        const MOST: u64 = MOST_COUNTED_BYTES;
        assert_eq!(counting(&[]), [0_i64; 0]);
        assert_eq!(counting(&[(OdkAudit, 1), (OdkAudit, 1)]), [1, 2]);
        assert_eq!(counting(&[(TextAudit, 1), (TextAudit, 1)]), [2]);
        let mixed = [(TextAudit, 1), (OdkAudit, 1), (TextAudit, 1), (OdkAudit, 1)];
        let mut each = counting(&mixed);
        each.sort_unstable();
        assert_eq!(each, [2, 3, 4]);
        for (first, read) in [(MOST - 1, 2), (MOST, 2), (MOST + 1, 1)] {
            let parts = counting(&[(OdkAudit, first), (OdkAudit, 1)]);
            assert_eq!(parts.len(), read, "{first}");
        }
    }
}
