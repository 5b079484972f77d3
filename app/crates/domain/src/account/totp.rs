//! Codes by time: RFC 6238 with SHA-1, 30 seconds and 6 digits, which is what every authenticator app takes.

use crate::time::EpochMs;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Bytes of a secret: as many as SHA-1's hash has (RFC 4226, 4).
pub const SECRET_BYTES: usize = 20;

const STEP_MS: i64 = 30_000;
const DIGITS: usize = 6;

/// Steps before and after the present one whose codes are taken: a phone's clock may be so far off, and a code may be typed slowly.
const EITHER_WAY: i64 = 1;

/// The step of an instant.
pub fn step_at(now: EpochMs) -> i64 {
    now.0.div_euclid(STEP_MS)
}

/// The code of a step, six digits.
pub fn code_at(secret: &[u8], step: i64) -> String {
    format!("{:06}", truncated(secret, step) % 1_000_000)
}

/// RFC 4226, 5.3: 31 bits of the step's HMAC, at the place that its last four bits name.
fn truncated(secret: &[u8], step: i64) -> u32 {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        return 0;
    };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[hash.len() - 1] & 0xf);
    let four = [hash[at], hash[at + 1], hash[at + 2], hash[at + 3]];
    u32::from_be_bytes(four) & 0x7fff_ffff
}

/// The step whose code was typed, if it may still be used: around now, and after the last that was. Keep it: a code is taken once.
pub fn accepted_step(secret: &[u8], typed: &str, now: EpochMs, last: Option<i64>) -> Option<i64> {
    let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
    if typed.len() != DIGITS {
        return None;
    }
    let present = step_at(now);
    (present - EITHER_WAY..=present + EITHER_WAY)
        .filter(|step| last.is_none_or(|last| last < *step))
        .find(|step| code_at(secret, *step) == typed)
}

/// RFC 4648's base 32, without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    out
}

/// A secret as it is typed into an app, in groups of four.
pub fn grouped_secret(secret: &[u8]) -> String {
    let text = base32(secret);
    let mut groups = String::new();
    for (at, letter) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            groups.push(' ');
        }
        groups.push(letter);
    }
    groups
}

/// What the QR code says. `username` is one that [`super::is_username`] takes, or is left out of the address where it is not.
pub fn otpauth(secret: &[u8], username: &str) -> String {
    let name: String = username
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c))
        .collect();
    format!(
        "otpauth://totp/FieldWatch:{name}?secret={}&issuer=FieldWatch",
        base32(secret)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        for (seconds, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let step = step_at(EpochMs(seconds * 1_000));
            assert_eq!(truncated(SECRET, step) % 100_000_000, code, "{seconds}");
            assert_eq!(code_at(SECRET, step), format!("{:06}", code % 1_000_000));
        }
    }

    #[test]
    fn counters_are_those_of_rfc_4226_appendix_d() {
        let codes = ["755224", "287082", "359152", "969429", "338314", "254676"];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(code_at(SECRET, step), code);
        }
    }

    #[test]
    fn a_code_is_taken_one_step_either_way_and_once() {
        let now = EpochMs(59_000);
        let take = |code: &str, last| accepted_step(SECRET, code, now, last);
        assert_eq!(take("755224", None), Some(0));
        assert_eq!(take("287 082", None), Some(1));
        assert_eq!(take("359152", None), Some(2));
        assert_eq!(take("969429", None), None, "two steps ahead");
        assert_eq!(accepted_step(SECRET, "755224", EpochMs(60_000), None), None);
        // The one that was used, and those before it.
        assert_eq!(take("287082", Some(1)), None);
        assert_eq!(take("755224", Some(1)), None);
        assert_eq!(take("359152", Some(1)), Some(2));
        for wrong in ["", "28708", "2870820", "abcdef", "۲۸۷۰۸۲"] {
            assert_eq!(take(wrong, None), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_written_as_apps_read_it() {
        // RFC 4648, 10.
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(
            grouped_secret(SECRET),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        assert_eq!(
            otpauth(SECRET, "amina.khan"),
            "otpauth://totp/FieldWatch:amina.khan?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=FieldWatch"
        );
    }
}
