//! The vault: what the server must be able to read and nobody who gets hold of the database may. Sealed with XChaCha20-Poly1305 under a
//! key that comes from a file or the environment and never from the database. Secrets of second factors (decision 0092) and answers
//! ([`crate::sealing`], decision 0104) are sealed by it.
//!
//! A key file has a line a key, `fieldwatch-key:` and 64 hexadecimal digits. The first seals; all open, so that a key can be changed for
//! another while what was sealed under the old one can still be read. What is sealed begins with a version and the number of its key; both,
//! and what it is for, are authenticated with it, so that a secret of one person cannot be put in the place of another's.

mod cipher;
pub mod frames;

use cipher::{Cipher, NONCE_BYTES, TAG_BYTES};
use std::fmt;

const PREFIX: &str = "fieldwatch-key:";
/// The layout of what is sealed: this byte, the key's number, the nonce, the ciphertext with its tag.
pub(crate) const VERSION: u8 = 1;
const NUMBER_BYTES: usize = 4;
const HEAD_BYTES: usize = 1 + NUMBER_BYTES;

/// The number of a key: follows from the key, and tells nothing of it. People read it as eight hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyNumber([u8; NUMBER_BYTES]);

/// Seals and opens.
pub struct Vault(Vec<(KeyNumber, Cipher)>);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault of {} keys", self.0.len())
    }
}

/// Why something cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// It was sealed under a key that is not here.
    #[error(
        "it was sealed under the key {0}, which is not among those given; add that key to the key file"
    )]
    UnknownKey(KeyNumber),
    /// It was changed, is for something else, or was sealed by a later program.
    #[error("it is damaged, or not what it stands for")]
    Damaged,
    /// The system gives no randomness.
    #[error("the system gives no random bytes")]
    NoRandomness,
}

impl fmt::Display for KeyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for KeyNumber {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<KeyNumber, VaultError> {
        let bytes = u32::from_str_radix(text, 16).map_err(|_| VaultError::Damaged)?;
        match text.len() {
            8 => Ok(KeyNumber(bytes.to_be_bytes())),
            _ => Err(VaultError::Damaged),
        }
    }
}

impl KeyNumber {
    pub(crate) fn of(key: &[u8; 32]) -> KeyNumber {
        let hash = blake3::derive_key("fieldwatch 2026-11 number of a key", key);
        KeyNumber([hash[0], hash[1], hash[2], hash[3]])
    }

    /// The number of the key that something was sealed under; `None` if it was not sealed by a vault.
    pub fn of_sealed(sealed: &[u8]) -> Option<KeyNumber> {
        let (version, rest) = sealed.split_first()?;
        let (number, _) = rest.split_first_chunk::<NUMBER_BYTES>()?;
        (*version == VERSION).then_some(KeyNumber(*number))
    }

    /// What everything that is sealed under this key begins with.
    pub(crate) fn head(self) -> [u8; HEAD_BYTES] {
        let [a, b, c, d] = self.0;
        [VERSION, a, b, c, d]
    }
}

/// A new key as a line of a key file.
pub fn new_key() -> Result<String, getrandom::Error> {
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key)?;
    Ok(format!(
        "{PREFIX}{}",
        blake3::Hash::from_bytes(key).to_hex()
    ))
}

/// The keys of a key file's text, a line or a comma apart: at least one; or what is wrong with it, without the keys.
pub(crate) fn key_bytes(text: &str) -> Result<Vec<[u8; 32]>, String> {
    let mut keys = Vec::new();
    let lines = text.split(['\n', ',']).map(str::trim);
    for (at, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
        let key = line
            .strip_prefix(PREFIX)
            .and_then(|hex| blake3::Hash::from_hex(hex.trim()).ok())
            .ok_or_else(|| {
                format!("line {} is no key: write {PREFIX} and 64 hexadecimal digits, as `fieldwatch key new FILE` does", at + 1)
            })?;
        keys.push(*key.as_bytes());
    }
    match keys.is_empty() {
        true => Err("there is no key in it; `fieldwatch key new FILE` makes one".to_owned()),
        false => Ok(keys),
    }
}

impl Vault {
    /// The keys of a key file's text; or what is wrong with it, without the keys.
    pub fn read(text: &str) -> Result<Vault, String> {
        let keys = key_bytes(text)?.into_iter();
        let keys = keys.map(|key| (KeyNumber::of(&key), Cipher::new(key)));
        Ok(Vault(keys.collect()))
    }

    /// The number of the key that seals.
    pub fn sealing_key(&self) -> Option<KeyNumber> {
        self.0.first().map(|(number, _)| *number)
    }

    /// The numbers of all keys, that which seals first.
    pub fn numbers(&self) -> impl Iterator<Item = KeyNumber> {
        self.0.iter().map(|(number, _)| *number)
    }

    /// Whether a key is here.
    pub fn holds(&self, number: KeyNumber) -> bool {
        self.numbers().any(|own| own == number)
    }

    /// Seals something, for a purpose that tells it from everything else: what it is, and whose.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut sealed = Vec::new();
        self.seal_onto(&mut sealed, purpose, plain)?;
        Ok(sealed)
    }

    /// The same, appended to what stands there.
    pub(crate) fn seal_onto(
        &self,
        sealed: &mut Vec<u8>,
        purpose: &str,
        plain: &[u8],
    ) -> Result<(), VaultError> {
        let (number, cipher) = self.0.first().ok_or(VaultError::Damaged)?;
        let nonce = cipher::new_nonce()?;
        let head = number.head();
        sealed.reserve(HEAD_BYTES + NONCE_BYTES + plain.len() + TAG_BYTES);
        sealed.extend_from_slice(&head);
        sealed.extend_from_slice(&nonce);
        cipher.seal(&nonce, &authenticated(&head, purpose), plain, sealed)
    }

    /// Opens what was sealed for the same purpose.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (head, rest) = sealed
            .split_at_checked(HEAD_BYTES)
            .ok_or(VaultError::Damaged)?;
        let (nonce, closed) = rest
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(VaultError::Damaged)?;
        let number = KeyNumber::of_sealed(head).ok_or(VaultError::Damaged)?;
        let known = self.0.iter().find(|(known, _)| *known == number);
        let (_, cipher) = known.ok_or(VaultError::UnknownKey(number))?;
        cipher.open(nonce, &authenticated(head, purpose), closed)
    }
}

fn authenticated(head: &[u8], purpose: &str) -> Vec<u8> {
    [head, purpose.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(keys: &[&str]) -> Vault {
        Vault::read(&keys.join("\n")).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_alone_and_never_looks_the_same_twice() {
        let vault = vault(&[&new_key().unwrap()]);
        let sealed = vault.seal("second factor of 1", b"secret").unwrap();
        assert_ne!(sealed, vault.seal("second factor of 1", b"secret").unwrap());
        assert_eq!(
            vault.open("second factor of 1", &sealed).unwrap(),
            b"secret"
        );
        assert_eq!(
            vault.open("second factor of 2", &sealed),
            Err(VaultError::Damaged)
        );
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(
                vault.open("second factor of 1", &changed).is_err(),
                "byte {at}"
            );
            assert!(vault.open("second factor of 1", &sealed[..at]).is_err());
        }
    }

    #[test]
    fn a_new_key_in_front_opens_what_the_old_one_sealed() {
        let (old, new) = (new_key().unwrap(), new_key().unwrap());
        let sealed = vault(&[&old]).seal("x", b"secret").unwrap();
        let both = vault(&[&new, &old]);
        assert_eq!(both.open("x", &sealed).unwrap(), b"secret");
        let newer = both.seal("x", b"secret").unwrap();
        assert!(matches!(
            vault(&[&old]).open("x", &newer),
            Err(VaultError::UnknownKey(_))
        ));
        assert_eq!(vault(&[&new]).open("x", &newer).unwrap(), b"secret");
        let said = vault(&[&new]).open("x", &sealed).unwrap_err().to_string();
        assert!(said.contains("add that key"), "{said}");
    }

    #[test]
    fn what_earlier_programs_sealed_opens() {
        // Sealed by the crate chacha20poly1305 0.11, with the nonce 40 41 … 57.
        let key: Vec<String> = (0x80..0xa0).map(|byte| format!("{byte:02x}")).collect();
        let vault = vault(&[&format!("{PREFIX}{}", key.concat())]);
        let sealed = "0128126e6f404142434445464748494a4b4c4d4e4f5051525354555657866412807b91d432946704b69ec1f1311234130761f5f35eaab7982e4a777b5b288a307434";
        let sealed: Vec<u8> = (0..sealed.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&sealed[at..at + 2], 16).unwrap())
            .collect();
        let opened = vault.open("raw_submission.body of 7", &sealed).unwrap();
        assert_eq!(opened, b"what a household said");
    }

    #[test]
    fn a_key_file_that_is_none_is_refused_without_showing_it() {
        let good = new_key().unwrap();
        for (text, said) in [
            ("", "there is no key"),
            ("0123456789abcdef", "line 1 is no key"),
            (&format!("{good}\n{}", &good[..40]), "line 2 is no key"),
        ] {
            let error = Vault::read(text).unwrap_err();
            assert!(
                error.contains(said) && !error.contains("0123456789abcdef"),
                "{error}"
            );
        }
        // With the ends of lines of another system, and in the environment, where there are none.
        assert_eq!(
            Vault::read(&format!("{good}\r\n{good}\r\n"))
                .unwrap()
                .0
                .len(),
            2
        );
        assert_eq!(Vault::read(&format!("{good},{good}")).unwrap().0.len(), 2);
    }

    #[test]
    fn a_keys_number_is_read_as_it_is_shown_and_from_what_it_sealed() {
        let vault = vault(&[&new_key().unwrap(), &new_key().unwrap()]);
        let number = vault.sealing_key().unwrap();
        assert_eq!(number.to_string().parse(), Ok(number));
        let sealed = vault.seal("x", b"secret").unwrap();
        assert_eq!(KeyNumber::of_sealed(&sealed), Some(number));
        assert!(sealed.starts_with(&number.head()));
        for text in ["", "0123456", "012345678", "x1234567"] {
            assert!(text.parse::<KeyNumber>().is_err(), "{text}");
        }
        assert_eq!(vault.numbers().count(), 2);
        assert!(vault.numbers().all(|number| vault.holds(number)));
    }
}
