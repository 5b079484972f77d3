//! The chain: each entry carries the hash of the one before it, and its own hash over that and everything it says.
//!
//! SHA-256, over each field with a byte that says whether it is there and its length before it, so that no two different entries
//! are the same bytes. The place in the trail is not in it: an entry that was moved still agrees with itself, and no longer with its
//! neighbours, which is how the two are told apart.

use super::AuditRow;
use domain::audit::Entry;
use sha2::{Digest, Sha256};

/// A hash of the chain.
pub type Link = [u8; 32];

/// What stands before the first entry.
pub const BEFORE_THE_FIRST: Link = [0; 32];

/// Stands before everything that is hashed, so that a hash of something else is never one of an entry.
const DOMAIN: &[u8] = b"fieldwatch audit entry 1";

/// The columns of an entry as they are stored.
pub(crate) struct Columns<'e> {
    pub(crate) at_ms: i64,
    pub(crate) who_kind: i16,
    pub(crate) who: &'e str,
    pub(crate) role: Option<&'e str>,
    pub(crate) address: Option<&'e str>,
    pub(crate) action: &'e str,
    pub(crate) subject: Option<&'e str>,
    pub(crate) area: Option<&'e str>,
    pub(crate) detail: Option<&'e str>,
}

impl<'e> Columns<'e> {
    pub(crate) fn of(entry: &'e Entry) -> Columns<'e> {
        Columns {
            at_ms: entry.at.0,
            who_kind: entry.by.who.kind().rank(),
            who: entry.by.who.name(),
            role: entry.by.who.role().map(domain::people::Role::code),
            address: entry.by.address.as_deref(),
            action: entry.action.code(),
            subject: entry.subject.as_deref(),
            area: entry.area.as_deref(),
            detail: entry.detail.as_deref(),
        }
    }

    pub(crate) fn of_row(row: &'e AuditRow) -> Columns<'e> {
        Columns {
            at_ms: row.at.0,
            who_kind: row.who_kind,
            who: &row.who,
            role: row.role.as_deref(),
            address: row.address.as_deref(),
            action: &row.action,
            subject: row.subject.as_deref(),
            area: row.area.as_deref(),
            detail: row.detail.as_deref(),
        }
    }

    /// The hash of an entry that follows on `before`.
    pub(crate) fn link(&self, before: &[u8]) -> Link {
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        hash.update(before);
        hash.update(self.at_ms.to_le_bytes());
        hash.update(self.who_kind.to_le_bytes());
        for field in [
            Some(self.who),
            self.role,
            self.address,
            Some(self.action),
            self.subject,
            self.area,
            self.detail,
        ] {
            match field {
                None => hash.update([0]),
                Some(text) => {
                    hash.update([1]);
                    hash.update((text.len() as u64).to_le_bytes());
                    hash.update(text.as_bytes());
                }
            }
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::{Action, By};
    use domain::time::EpochMs;

    fn entry() -> Entry {
        Entry::new(EpochMs(7), &By::command("root"), Action::UserAdded)
            .about("qa")
            .saying("bos_qa in PK3")
    }

    /// Worked out by Python's hashlib from the description above; a change of the format would make every trail false.
    #[test]
    fn the_hash_of_an_entry_is_what_the_description_says() {
        let link = Columns::of(&entry()).link(&BEFORE_THE_FIRST);
        let hex = domain::hex::hex(&link);
        assert_eq!(
            hex,
            "dd86b7a7efe3634461ad566a3fa539746699a6e5e1baf275a18f1c029639798d"
        );
    }

    #[test]
    fn every_field_counts_and_none_runs_into_the_next() {
        let base = Columns::of(&entry()).link(&BEFORE_THE_FIRST);
        let mut others = vec![
            Entry {
                at: EpochMs(8),
                ..entry()
            },
            Entry {
                action: Action::UserChanged,
                ..entry()
            },
            Entry {
                subject: None,
                ..entry()
            },
            Entry {
                subject: Some(String::new()),
                ..entry()
            },
            Entry {
                area: Some("qa".to_owned()),
                subject: None,
                ..entry()
            },
            Entry {
                detail: Some("bos_qa in PK".to_owned()),
                ..entry()
            },
        ];
        let mut by = entry();
        by.by.address = Some("10.0.0.1".to_owned());
        others.push(by);
        let mut links: Vec<Link> = others
            .iter()
            .map(|entry| Columns::of(entry).link(&BEFORE_THE_FIRST))
            .collect();
        links.push(Columns::of(&entry()).link(&base));
        links.push(base);
        links.sort_unstable();
        links.dedup();
        assert_eq!(links.len(), others.len() + 2);
    }
}
