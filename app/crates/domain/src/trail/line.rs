//! What is wrong with a line of a trail, and how its numbers are read.

use crate::reason::Reason;
use std::fmt;

/// Why a line is no event. Its reason is one that rows of submissions have as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineProblem {
    /// A value is blank without which the line says nothing.
    Missing(&'static str),
    /// The submission's id is longer than 128 characters.
    IdTooLong,
    /// The text is no time.
    NotATime(&'static str, String),
    /// The text is no number of seconds, or no duration.
    NotANumber(&'static str, String),
    /// The line holds bytes that are not UTF-8, the first at this offset.
    NotUtf8(usize),
}

impl LineProblem {
    /// What it comes to without its details, as of [`crate::problem::Problem::reason`].
    pub fn reason(&self) -> Reason {
        match self {
            LineProblem::Missing(_) => Reason::Missing,
            LineProblem::IdTooLong => Reason::IdTooLong,
            LineProblem::NotATime(..) => Reason::NotATime,
            LineProblem::NotANumber(..) => Reason::NotANumber,
            LineProblem::NotUtf8(_) => Reason::NotUtf8,
        }
    }
}

impl fmt::Display for LineProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LineProblem::Missing(column) => {
                write!(f, "{column} is blank; every line of a trail needs it.")
            }
            LineProblem::IdTooLong => {
                f.write_str("The submission's id has more than 128 characters.")
            }
            LineProblem::NotATime(column, value) => {
                write!(f, "{column} is {}, which is not a time.", quoted(value))
            }
            LineProblem::NotANumber(column, value) => write!(
                f,
                "{column} is {}, which is not a length of time.",
                quoted(value)
            ),
            LineProblem::NotUtf8(at) => {
                write!(f, "The line is not UTF-8 text: byte {} is none.", at + 1)
            }
        }
    }
}

/// A broken line can hold anything, of any length.
fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    let start: String = value.chars().take(LONGEST).collect();
    let cut = if start.len() < value.len() { "…" } else { "" };
    format!("“{start}{cut}”")
}

/// A whole number of milliseconds since 1970 that a calendar reaches; tools write it as `1550151189000` and, through a
/// spreadsheet, as `1550151189000.0`.
pub(super) fn epoch_ms(text: &str) -> Option<i64> {
    /// Year 9999.
    const LAST: i64 = 253_402_300_800_000;
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    text.parse().ok().filter(|ms| (0..LAST).contains(ms))
}

/// Seconds or milliseconds as milliseconds, from 0 to a hundred years; decimals allowed.
pub(super) fn length_ms(text: &str, ms_each: f64) -> Option<i64> {
    const LONGEST_MS: f64 = 3.2e12;
    let ms = text.trim().parse::<f64>().ok()? * ms_each;
    (0.0..=LONGEST_MS).contains(&ms).then(|| ms.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_nonsense_is_not() {
        assert_eq!(epoch_ms(" 1550151189000 "), Some(1_550_151_189_000));
        assert_eq!(epoch_ms("1550151189000.0"), Some(1_550_151_189_000));
        for text in ["", "-1", "1e12", "9223372036854775807", "yesterday"] {
            assert_eq!(epoch_ms(text), None, "{text}");
        }
        assert_eq!(length_ms("12.5", 1_000.0), Some(12_500));
        for text in ["", "-1", "inf", "NaN", "1e300"] {
            assert_eq!(length_ms(text, 1_000.0), None, "{text}");
        }
    }

    #[test]
    fn a_long_value_is_quoted_in_part() {
        let said = LineProblem::NotATime("start", "x".repeat(1_000)).to_string();
        assert!(said.len() < 120 && said.contains('…'), "{said}");
    }
}
