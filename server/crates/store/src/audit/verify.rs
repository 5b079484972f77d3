//! Looking the whole trail through.

use super::chain::{BEFORE_THE_FIRST, Columns};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;

/// What is wrong at one place of the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditFault {
    /// The entry does not say what it said when it was written.
    Changed,
    /// The entry agrees with itself, and did not follow on the one before it: something was removed, put in, or moved.
    Displaced,
    /// Entries are missing before this number.
    MissingBefore,
    /// Entries are missing at the end.
    MissingAtTheEnd,
    /// There are more entries than were ever written.
    TooMany,
    /// The entry of that number is not the one that was noted elsewhere.
    NotAsNoted,
}

/// A fault with the number of the entry where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// The entry.
    pub seq: i64,
    /// What is wrong.
    pub what: AuditFault,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditVerdict {
    /// How many entries were read.
    pub entries: u64,
    /// The number and the hash of the last one that should be there.
    pub head: (i64, Vec<u8>),
    /// The first faults, at most [`MOST_FAULTS`], in order. None: the trail is whole.
    pub faults: Vec<Fault>,
}

/// Faults that are told; one break in a chain is enough to know.
pub const MOST_FAULTS: usize = 20;

const PAGE: u32 = 5_000;

impl Db {
    /// Reads the whole trail and compares it with its hashes. `noted` are numbers with the hashes that somebody wrote down elsewhere: only
    /// they find a trail that was written anew from end to end.
    pub async fn verify_audit(&self, noted: &[(i64, Vec<u8>)]) -> Result<AuditVerdict, StoreError> {
        // Before the rows: what is added meanwhile is beyond it.
        let head = self.audit_head().await?;
        let mut verdict = AuditVerdict {
            head: head.clone(),
            ..AuditVerdict::default()
        };
        let mut noted_left: Vec<&(i64, Vec<u8>)> = noted.iter().collect();
        let (mut last, mut link) = (0, BEFORE_THE_FIRST.to_vec());
        'pages: loop {
            let rows = self.audit_after(last, PAGE).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if row.seq > head.0 {
                    break 'pages;
                }
                verdict.entries += 1;
                let mut found = |what| {
                    if verdict.faults.len() < MOST_FAULTS {
                        verdict.faults.push(Fault { seq: row.seq, what });
                    }
                };
                if row.seq != last + 1 {
                    found(AuditFault::MissingBefore);
                }
                if Columns::of_row(&row).link(&row.previous)[..] != row.hash[..] {
                    found(AuditFault::Changed);
                } else if row.previous != link {
                    found(AuditFault::Displaced);
                }
                noted_left.retain(|(seq, hash)| {
                    if *seq == row.seq && *hash != row.hash {
                        found(AuditFault::NotAsNoted);
                    }
                    *seq != row.seq
                });
                (last, link) = (row.seq, row.hash);
            }
        }
        let mut found = |seq, what| {
            if verdict.faults.len() < MOST_FAULTS {
                verdict.faults.push(Fault { seq, what });
            }
        };
        if last < head.0 {
            found(last, AuditFault::MissingAtTheEnd);
        } else if link != head.1 {
            found(last, AuditFault::Displaced);
        }
        for (seq, _) in noted_left {
            found(*seq, AuditFault::NotAsNoted);
        }
        if self.has_more_than_its_head().await? {
            found(head.0, AuditFault::TooMany);
        }
        Ok(verdict)
    }

    /// Asked in one statement: the head moves together with what is added.
    async fn has_more_than_its_head(&self) -> Result<bool, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM audit_entry WHERE seq > (SELECT seq FROM audit_head))"
        ).fetch_one(pool).await?))
    }
}
