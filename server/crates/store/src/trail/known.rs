//! What was known of a batch's submissions before it came.

use super::TrailPart;
use super::by_submission::BySubmission;
use super::many::{KEYS, with_keys};
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use crate::run::RowOutcome;

/// What the database and this batch know of a submission's trails.
#[derive(Default)]
pub(super) struct Known {
    /// Whether the submission itself is there.
    pub(super) on_file: bool,
    /// Source and content of the parts in the database.
    pub(super) parts: Vec<(i16, Vec<u8>)>,
    /// The batch's parts that are new.
    pub(super) new: Vec<usize>,
    /// Source and content of those.
    taken: Vec<(i16, [u8; 16])>,
}

impl Known {
    /// Looks up every submission of a batch.
    pub(super) async fn of_all<'a>(
        tx: &mut WriteTx,
        parts: &'a [TrailPart],
    ) -> Result<BySubmission<'a, Known>, StoreError> {
        let mut all = BySubmission::<Known>::of(parts.iter().map(TrailPart::key));
        let hashes = all.hashes();
        for hashes in hashes.chunks(KEYS) {
            let is_full = hashes.len() == KEYS;
            let on_file: Vec<(i64, String)> = each_tx!(tx, conn => {
                let mut query = with_keys!(
                    "SELECT id_hash, submission_id FROM raw_submission WHERE is_current AND id_hash IN",
                    hashes
                );
                query.build_query_as().persistent(is_full).fetch_all(&mut *conn).await?
            });
            for (id_hash, id) in on_file {
                if let Some(known) = all.get_mut((id_hash, &id)) {
                    known.on_file = true;
                }
            }
            let parts: Vec<(i64, String, i16, Vec<u8>)> = each_tx!(tx, conn => {
                let mut query = with_keys!(
                    "SELECT id_hash, submission_id, source, content_hash FROM raw_trail WHERE id_hash IN",
                    hashes
                );
                query.build_query_as().persistent(is_full).fetch_all(&mut *conn).await?
            });
            for (id_hash, id, source, content_hash) in parts {
                if let Some(known) = all.get_mut((id_hash, &id)) {
                    known.parts.push((source, content_hash));
                }
            }
        }
        Ok(all)
    }

    /// Takes a part of the batch, and says what became of it.
    pub(super) fn take(&mut self, index: usize, part: &TrailPart) -> RowOutcome {
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
