//! Bytes as hexadecimal digits: hashes in files, on pages and on the command line.

use std::fmt::Write;

/// Two small digits a byte, as `sha256sum` writes them.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Reads [`hex`] back, with large digits too; `None` if it is anything else.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex || !text.len().is_multiple_of(2) {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_two_digits_and_comes_back() {
        assert_eq!(hex(&[0, 1, 0xab, 0xff]), "0001abff");
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(from_hex(&hex(&all)), Some(all.clone()));
        assert_eq!(from_hex(&hex(&all).to_ascii_uppercase()), Some(all));
        assert_eq!(from_hex(""), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_pair_of_digits_is_nothing() {
        for text in ["a", "0g", "+1", "ab c", "ا", "0x"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }
}
