//! Submissions that were deleted in Central and are there again.
//!
//! Central takes a deletion back without a trace: `deletedAt` is blank again and no other time changes, so that no question for what
//! changed since finds the submission. And its row is what it was before the deletion, which is known here and would change nothing. So
//! what was seen deleted is remembered and asked for again, by the time at which it was sent; and the row of one that is there
//! again is taken as said once more.

use super::page::Page;
use crate::ingest::hash::restored_hash;
use domain::time::EpochMs;
use std::collections::HashMap;
use store::{Arrival, Db, DeletedThere, PullClaim, RowOutcome, StoreError};

/// Central purges what was deleted 30 days ago, once a day. Nothing is restored after that.
const PURGED_AFTER_MS: i64 = 32 * 24 * 60 * 60 * 1_000;
/// Asked for by one pull at most. Of more, each has its turn.
const MOST_ASKED: usize = 500;
/// Times in one question: an address of about 4 kB, of which servers take 8.
const ASKED_TOGETHER: usize = 25;

/// What is deleted in Central, as far as is known here.
#[derive(Default)]
pub(super) struct Deleted {
    /// When, by id.
    at: HashMap<String, EpochMs>,
    /// In the order in which they are asked for.
    turns: Vec<DeletedThere>,
}

impl Deleted {
    /// What earlier pulls saw, without what was purged meanwhile.
    pub(super) async fn load(db: &Db, claim: &PullClaim) -> Result<Deleted, StoreError> {
        // By Central's clock, as the deletions are.
        if let Some(newest) = claim.cursor {
            let before = EpochMs(newest.0.saturating_sub(PURGED_AFTER_MS));
            db.forget_purged_there(claim, before).await?;
        }
        let turns = db.list_deleted_there(claim).await?;
        let at = turns
            .iter()
            .map(|row| (row.submission_id.clone(), row.deleted_at));
        Ok(Deleted {
            at: at.collect(),
            turns,
        })
    }

    /// Whom to ask for: those that earlier pulls saw deleted and this one has not seen again, question by question.
    pub(super) fn questions(&self) -> Vec<Vec<DeletedThere>> {
        let still: Vec<DeletedThere> = self
            .turns
            .iter()
            .filter(|row| self.at.contains_key(&row.submission_id))
            .take(MOST_ASKED)
            .cloned()
            .collect();
        still.chunks(ASKED_TOGETHER).map(<[_]>::to_vec).collect()
    }

    /// Before a page's rows are recorded: those that are there again as they were are said once more. One that was edited or reviewed as
    /// well is another row by itself.
    pub(super) async fn said_again(
        &self,
        db: &Db,
        page: &Page,
        arrivals: &mut [Arrival],
    ) -> Result<(), StoreError> {
        for (row, arrival) in page.rows.iter().zip(arrivals) {
            let (None, Some(deleted_at)) = (row.deleted_at, self.at.get(&row.id)) else {
                continue;
            };
            if db.knows_content(arrival).await? {
                arrival.content_hash = restored_hash(&arrival.content_hash, *deleted_at);
            }
        }
        Ok(())
    }

    /// After a page's rows were recorded: remembers which are deleted, and forgets that the others were. A row in the quarantine
    /// has changed nothing, so that nothing is known of it.
    pub(super) async fn note(
        &mut self,
        db: &Db,
        claim: &PullClaim,
        page: &Page,
        outcomes: &[RowOutcome],
    ) -> Result<(), StoreError> {
        let (mut deleted, mut there_again) = (Vec::new(), Vec::new());
        for (row, outcome) in page.rows.iter().zip(outcomes) {
            if *outcome == RowOutcome::Quarantined {
                continue;
            }
            match (row.deleted_at, row.sent_at) {
                (Some(deleted_at), Some(sent_at)) => {
                    self.at.insert(row.id.clone(), deleted_at);
                    deleted.push(DeletedThere {
                        submission_id: row.id.clone(),
                        sent_at,
                        deleted_at,
                    });
                }
                (Some(_), None) => {}
                (None, _) => there_again.extend(self.at.remove_entry(&row.id).map(|(id, _)| id)),
            }
        }
        db.note_deleted_there(claim, &deleted, &there_again).await
    }
}
