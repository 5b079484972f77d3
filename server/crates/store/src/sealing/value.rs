//! How a value of a sealed column is written.
//!
//! - sealed: [`MARK`], then what the vault makes: its version (1), the number of the key (4 bytes), the nonce (24), the ciphertext with
//!   its tag (16 more than what is sealed)
//! - plain: as it is; and if it happens to begin with the mark, [`MARK`] and a zero byte before it, so that no row that somebody sends
//!   can pass for a sealed one
//!
//! In a column of text the same stands in hexadecimal digits behind [`TEXT_MARK`].

use crate::vault::{KeyNumber, VERSION, Vault, VaultError};
use std::borrow::Cow;

/// What sealed values begin with. `F5` stands in no text (UTF-8).
pub(super) const MARK: [u8; 4] = *b"\xf5FWS";
/// What sealed texts begin with.
pub(super) const TEXT_MARK: &str = "fieldwatch-sealed:";
/// Behind the mark: what follows is plain.
const PLAIN: u8 = 0;

/// What stands in a column.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'v> {
    Plain(&'v [u8]),
    Sealed(&'v [u8]),
}

/// Tells a sealed value from a plain one.
pub(super) fn read(value: &[u8]) -> Found<'_> {
    match value
        .strip_prefix(&MARK)
        .and_then(|rest| Some((rest.first()?, rest)))
    {
        Some((&PLAIN, rest)) => Found::Plain(&rest[1..]),
        Some((&VERSION, rest)) => Found::Sealed(rest),
        _ => Found::Plain(value),
    }
}

/// A value as it is written plain.
pub(super) fn plain(value: &[u8]) -> Cow<'_, [u8]> {
    match value.starts_with(&MARK) {
        true => Cow::Owned([&MARK, &[PLAIN][..], value].concat()),
        false => Cow::Borrowed(value),
    }
}

/// Appends a value as it is written sealed.
pub(super) fn seal_onto(
    written: &mut Vec<u8>,
    vault: &Vault,
    purpose: &str,
    value: &[u8],
) -> Result<(), VaultError> {
    written.extend_from_slice(&MARK);
    vault.seal_onto(written, purpose, value)
}

/// What everything begins with that is sealed, or that is sealed under one key.
pub(super) fn head(key: Option<KeyNumber>) -> Vec<u8> {
    match key {
        Some(key) => [&MARK[..], &key.head()].concat(),
        None => [&MARK[..], &[VERSION]].concat(),
    }
}

/// A value as it stands in a column of text.
pub(super) fn to_text(value: &[u8]) -> String {
    let mut text = String::with_capacity(TEXT_MARK.len() + 2 * value.len());
    text.push_str(TEXT_MARK);
    for byte in value {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    text
}

/// What stands behind the mark of a text; `None` if there is no mark, or no such digits.
pub(super) fn from_text(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix(TEXT_MARK)?.as_bytes();
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16)?).ok();
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::new_key;

    #[test]
    fn no_plain_value_passes_for_a_sealed_one() {
        let vault = Vault::read(&new_key().unwrap()).unwrap();
        let mut sealed = Vec::new();
        seal_onto(&mut sealed, &vault, "x", b"an answer").unwrap();
        assert!(matches!(read(&sealed), Found::Sealed(_)));
        assert!(sealed.starts_with(&head(None)) && sealed.starts_with(&head(vault.sealing_key())));
        for value in [
            &b""[..],
            b"a row",
            &MARK,
            &MARK[..3],
            b"\xf5FWS\0",
            b"\xf5FWS\x01",
            &sealed,
        ] {
            let written = plain(value);
            assert_eq!(read(&written), Found::Plain(value));
            assert_eq!(written.len() == value.len(), !value.starts_with(&MARK));
        }
    }

    #[test]
    fn a_value_from_before_sealing_reads_as_it_is() {
        for value in [&b""[..], b"a,row", b"\xf5FW", b"\xf5FWS", b"\xf5FWS\x07x"] {
            assert_eq!(read(value), Found::Plain(value));
        }
    }

    #[test]
    fn bytes_go_through_text() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(from_text(&to_text(&all)), Some(all));
        assert_eq!(from_text(TEXT_MARK), Some(Vec::new()));
        for text in [
            "",
            "It is.",
            "fieldwatch-sealed:0",
            "fieldwatch-sealed:0x",
            "fieldwatch-sealed:é",
        ] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }
}
