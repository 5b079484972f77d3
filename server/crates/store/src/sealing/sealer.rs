//! Sealing and opening the values of sealed columns.

use super::Keys;
use super::kept::{self, AnswersKept, StateColumns};
use super::value::{self, Found};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::WriteTx;
use crate::vault::Vault;
use rusqlite::Transaction;
use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;

/// A column whose values are sealed, and what tells its rows apart for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// `raw_submission.body`, by `raw_id`.
    RawBody,
    /// `fact.answers`, by `raw_id`.
    Answers,
    /// `raw_trail.body`, by `trail_id`.
    TrailBody,
    /// `inbox.body`, by `inbox_id`.
    InboxBody,
    /// `correction.body`, by `correction_id`.
    CorrectionBody,
    /// `phone_key.body`, by `user_id`.
    PhoneKey,
    /// `spot_visit.body`, by `visit_number`.
    SpotVisitBody,
    /// `listing_household.body`, by `household_id`.
    ListingBody,
    /// `quarantine.body`, by [`quarantine_row`].
    QuarantineBody,
    /// `quarantine.reason`, which quotes what stands in the row; by [`quarantine_row`].
    QuarantineReason,
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Column::RawBody => "raw_submission.body",
            Column::Answers => "fact.answers",
            Column::TrailBody => "raw_trail.body",
            Column::InboxBody => "inbox.body",
            Column::CorrectionBody => "correction.body",
            Column::PhoneKey => "phone_key.body",
            Column::SpotVisitBody => "spot_visit.body",
            Column::ListingBody => "listing_household.body",
            Column::QuarantineBody => "quarantine.body",
            Column::QuarantineReason => "quarantine.reason",
        }
    }

    /// What a value is sealed for: it opens nowhere else.
    fn purpose(self, row: impl Display) -> String {
        format!("{} of {row}", self.name())
    }
}

/// A quarantined row: its kind, and the hash that stands for it.
pub(crate) fn quarantine_row(kind: i16, body_hash: &[u8; 16]) -> String {
    format!("{kind} {}", domain::hex::hex(body_hash))
}

/// More than a value grows by when it is sealed (decision 0104).
const MOST_AROUND: usize = 64;

/// Many values as they are to be written, in one piece of memory.
#[derive(Debug, Default)]
pub(crate) struct Values {
    bytes: Vec<u8>,
    /// Where each of them ends; `None` where there is none.
    ends: Vec<Option<usize>>,
}

impl Values {
    /// Room for so many values of so many bytes together.
    pub(crate) fn with_room(values: usize, bytes: usize) -> Values {
        Values {
            bytes: Vec::with_capacity(bytes + values * MOST_AROUND),
            ends: Vec::with_capacity(values),
        }
    }

    /// The next is none.
    pub(crate) fn leave_out(&mut self) {
        self.ends.push(None);
    }

    /// The values, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Option<&[u8]>> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let value = &self.bytes[from..(*end)?];
            from += value.len();
            Some(value)
        })
    }
}

/// Seals and opens, as the database keeps answers at that moment.
#[derive(Clone, Debug)]
pub(crate) struct Sealer {
    kept: AnswersKept,
    vault: Option<Arc<Vault>>,
}

impl Sealer {
    /// For a transaction that reads or writes: nobody changes how answers are kept before it ends.
    ///
    /// Errors: [`StoreError::KeysMissing`] where answers are sealed and no key was given.
    pub(crate) async fn in_tx(tx: &mut WriteTx, keys: &Keys) -> Result<Sealer, StoreError> {
        Sealer::of(kept::before_writing(tx, keys).await?, keys)
    }

    /// The same for one that has asked already how answers are kept.
    pub(crate) async fn found_in_tx(
        tx: &mut WriteTx,
        keys: &Keys,
        found: StateColumns,
    ) -> Result<Sealer, StoreError> {
        Sealer::of(kept::found_before_writing(tx, keys, found).await?, keys)
    }

    /// The same on SQLite's bulk path (decision 0031).
    pub(crate) fn in_bulk(tx: &Transaction<'_>, keys: &Keys) -> Result<Sealer, StoreError> {
        Sealer::of(kept::before_writing_bulk(tx, keys)?, keys)
    }

    /// For whoever reads outside of a transaction. Ask for it **after** the rows: what was read sealed then opens, even if sealing has begun
    /// a moment before.
    pub(crate) async fn reading(db: &Db) -> Result<Sealer, StoreError> {
        Sealer::of(db.answers_kept().await?, db.keys())
    }

    fn of(kept: AnswersKept, keys: &Keys) -> Result<Sealer, StoreError> {
        let vault = keys.0.clone().filter(|_| kept.seals());
        if vault.is_none() && kept.seals() {
            return Err(StoreError::keys_missing(
                "the database".to_owned(),
                Vec::new(),
            ));
        }
        Ok(Sealer { kept, vault })
    }

    /// A value as it is to be written. `row` is what [`Column`] says.
    pub(crate) fn close<'p>(
        &self,
        column: Column,
        row: impl Display,
        plain: &'p [u8],
    ) -> Result<Cow<'p, [u8]>, StoreError> {
        let Some(vault) = &self.vault else {
            return Ok(value::plain(plain));
        };
        let mut written = Vec::new();
        value::seal_onto(&mut written, vault, &column.purpose(row), plain)?;
        Ok(Cow::Owned(written))
    }

    /// The same for the next of many values.
    pub(crate) fn close_next(
        &self,
        column: Column,
        row: impl Display,
        plain: &[u8],
        values: &mut Values,
    ) -> Result<(), StoreError> {
        match &self.vault {
            Some(vault) => {
                value::seal_onto(&mut values.bytes, vault, &column.purpose(row), plain)?;
            }
            None => values.bytes.extend_from_slice(&value::plain(plain)),
        }
        values.ends.push(Some(values.bytes.len()));
        Ok(())
    }

    /// A value that was read.
    ///
    /// Errors: [`StoreError::Sealed`] if it is damaged, was moved here from another row, or is plain where nothing is.
    pub(crate) fn open(
        &self,
        column: Column,
        row: impl Display,
        read: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        let refused = |row: &dyn Display, detail: String| StoreError::Sealed {
            place: column.purpose(row),
            detail,
        };
        match (value::read(&read), &self.vault) {
            // The mark of a sealed value in a database that was never sealed: it is from before there was sealing.
            (Found::Sealed(_), None) => Ok(read),
            (Found::Sealed(sealed), Some(vault)) => {
                let opened = vault.open(&column.purpose(&row), sealed);
                opened.map_err(|error| refused(&row, error.to_string()))
            }
            (Found::Plain(_), _) if self.kept == AnswersKept::Sealed => {
                Err(refused(&row, "it is not sealed, and everything in this database is: it was not written by this program".to_owned()))
            }
            (Found::Plain(plain), _) if plain.len() == read.len() => Ok(read),
            (Found::Plain(plain), _) => Ok(plain.to_vec()),
        }
    }

    /// A text as it is to be written.
    pub(crate) fn close_text<'p>(
        &self,
        column: Column,
        row: impl Display,
        plain: &'p str,
    ) -> Result<Cow<'p, str>, StoreError> {
        if self.vault.is_none() {
            // Every reason is a sentence of this program's.
            return Ok(Cow::Borrowed(plain));
        }
        let sealed = self.close(column, row, plain.as_bytes())?;
        Ok(Cow::Owned(value::to_text(&sealed)))
    }

    /// A text that was read.
    ///
    /// Errors: as of [`Sealer::open`].
    pub(crate) fn open_text(
        &self,
        column: Column,
        row: impl Display,
        read: String,
    ) -> Result<String, StoreError> {
        match value::from_text(&read) {
            Some(sealed) if self.vault.is_some() => {
                let opened = self.open(column, row, sealed)?;
                String::from_utf8(opened).map_err(StoreError::other)
            }
            _ if self.kept == AnswersKept::Sealed => {
                // Refuses it, with its place.
                self.open(column, row, Vec::new()).map(|_| read)
            }
            _ => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::new_key;

    fn keys() -> Keys {
        Keys(Some(Arc::new(Vault::read(&new_key().unwrap()).unwrap())))
    }

    #[test]
    fn a_value_opens_in_its_own_place_alone() {
        let sealer = Sealer::of(AnswersKept::Sealed, &keys()).unwrap();
        let sealed = sealer
            .close(Column::RawBody, 7, b"an answer")
            .unwrap()
            .into_owned();
        assert!(!sealed.windows(6).any(|part| part == b"answer"));
        assert_eq!(
            sealer.open(Column::RawBody, 7, sealed.clone()).unwrap(),
            b"an answer"
        );
        for (column, row) in [
            (Column::RawBody, 8),
            (Column::Answers, 7),
            (Column::InboxBody, 7),
        ] {
            let said = sealer
                .open(column, row, sealed.clone())
                .unwrap_err()
                .to_string();
            assert!(
                said.contains(column.name()) && said.contains("damaged"),
                "{said}"
            );
        }
        let reason = sealer
            .close_text(Column::QuarantineReason, "0 ab", "Age “7x” is no number.")
            .unwrap();
        assert!(!reason.contains("7x"));
        assert_eq!(
            sealer
                .open_text(
                    Column::QuarantineReason,
                    "0 ab",
                    reason.clone().into_owned()
                )
                .unwrap(),
            "Age “7x” is no number."
        );
        assert!(
            sealer
                .open_text(Column::QuarantineReason, "0 ac", reason.into_owned())
                .is_err()
        );
    }

    #[test]
    fn plain_values_are_read_on_the_way_and_refused_afterwards() {
        let keys = keys();
        let on_the_way = Sealer::of(AnswersKept::BeingSealed, &keys).unwrap();
        let sealed = Sealer::of(AnswersKept::Sealed, &keys).unwrap();
        assert_eq!(
            on_the_way.open(Column::Answers, 1, b"x".to_vec()).unwrap(),
            b"x"
        );
        assert!(matches!(
            sealed.open(Column::Answers, 1, b"x".to_vec()),
            Err(StoreError::Sealed { .. })
        ));
        assert_eq!(
            on_the_way
                .open_text(Column::QuarantineReason, 1, "x".into())
                .unwrap(),
            "x"
        );
        assert!(matches!(
            sealed.open_text(Column::QuarantineReason, 1, "x".into()),
            Err(StoreError::Sealed { .. })
        ));
        let plain = Sealer::of(AnswersKept::Plain, &keys).unwrap();
        assert_eq!(plain.close(Column::Answers, 1, b"x").unwrap(), &b"x"[..]);
        // A row that looks like a sealed one comes back as it was, plain or not.
        let looks_sealed = sealed.close(Column::Answers, 1, b"x").unwrap();
        for sealer in [&plain, &on_the_way, &sealed] {
            let written = sealer.close(Column::Answers, 2, &looks_sealed).unwrap();
            assert_eq!(
                sealer
                    .open(Column::Answers, 2, written.into_owned())
                    .unwrap(),
                *looks_sealed
            );
        }
    }

    #[test]
    fn without_a_key_nothing_sealed_is_read_or_written() {
        for kept in [AnswersKept::BeingSealed, AnswersKept::Sealed] {
            assert!(matches!(
                Sealer::of(kept, &Keys(None)),
                Err(StoreError::KeysMissing { .. })
            ));
        }
        assert!(Sealer::of(AnswersKept::Plain, &Keys(None)).is_ok());
    }
}
