//! The key of a database's file: where a program is built with the feature `sqlcipher`, a SQLite file can be encrypted as a whole under it
//! (decision 0106). It comes from a file or the environment, as the [vault](crate::vault)'s keys do and in the same form, and is shown
//! nowhere: only its number is.
//!
//! A key file may hold several keys. The first is the one that new files are encrypted under; all are tried on a file that is there, so that
//! a key can be changed for another, and an older backup be opened, without a second option.

use crate::vault::{KeyNumber, key_bytes};
use std::fmt;
use std::sync::Arc;

/// Whether this program can encrypt a file.
pub const BUILT_IN: bool = cfg!(feature = "sqlcipher");

/// A key of 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseKey {
    number: KeyNumber,
    bytes: [u8; 32],
}

/// The keys that were given: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseKeys(Arc<[DatabaseKey]>);

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseKey {}", self.number)
    }
}

impl DatabaseKey {
    /// Its number, which tells nothing of it.
    pub fn number(&self) -> KeyNumber {
        self.number
    }

    /// The key as SQLCipher takes it raw, without deriving it from a passphrase: `x'…'` with 64 hexadecimal digits.
    pub(crate) fn raw(&self) -> String {
        format!("x'{}'", blake3::Hash::from_bytes(self.bytes).to_hex())
    }
}

impl DatabaseKeys {
    /// The keys of a key file's text; or what is wrong with it, without the keys.
    pub fn read(text: &str) -> Result<DatabaseKeys, String> {
        let keys = key_bytes(text)?.into_iter();
        let keys = keys.map(|bytes| DatabaseKey {
            number: KeyNumber::of(&bytes),
            bytes,
        });
        Ok(DatabaseKeys(keys.collect()))
    }

    /// All of them, that for new files first.
    pub fn all(&self) -> &[DatabaseKey] {
        &self.0
    }

    /// The one for new files.
    pub fn first(&self) -> Option<&DatabaseKey> {
        self.0.first()
    }

    /// The one of that number, as manifests write it.
    pub fn numbered(&self, number: &str) -> Option<&DatabaseKey> {
        let number: KeyNumber = number.parse().ok()?;
        self.0.iter().find(|key| key.number == number)
    }

    /// Their numbers, for people.
    pub fn numbers(&self) -> String {
        let numbers: Vec<String> = self.0.iter().map(|key| key.number.to_string()).collect();
        numbers.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Vault, new_key};

    #[test]
    fn a_key_is_shown_by_its_number_alone() {
        let line = new_key().unwrap();
        let keys = DatabaseKeys::read(&line).unwrap();
        let (_, digits) = line.split_once(':').unwrap();
        let key = keys.first().unwrap();
        assert_eq!(key.raw(), format!("x'{digits}'"));
        assert!(!format!("{keys:?}").contains(digits));
        // As the vault calls it, so that a person who compares manifests and files meets one number a key.
        let vault = Vault::read(&line).unwrap();
        assert_eq!(vault.sealing_key(), Some(key.number()));
        assert_eq!(keys.numbered(&keys.numbers()), Some(key));
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_shown() {
        for text in ["", "fieldwatch-key:5ec2e7", "5ec2e7"] {
            let said = DatabaseKeys::read(text).unwrap_err();
            assert!(!said.contains("5ec2e7"), "{said}");
        }
    }
}
