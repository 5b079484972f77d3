//! Numbers as people read them.

/// A whole number with thousands separated by commas: `20,146`.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A signed whole number with thousands separated and a true minus sign; `0` has none.
pub fn grouped_signed(value: i64) -> String {
    match value {
        0 => "0".to_owned(),
        v if v < 0 => format!("−{}", grouped(v.unsigned_abs())),
        v => format!("+{}", grouped(v.unsigned_abs())),
    }
}

/// `part` of `whole` in per mille, rounded down, or `None` where the whole is 0.
/// Rounded down, so that nothing reads as complete that is not.
pub fn permille(part: u64, whole: u64) -> Option<u32> {
    (whole > 0)
        .then(|| u32::try_from(u128::from(part) * 1_000 / u128::from(whole)).unwrap_or(u32::MAX))
}

/// Per mille as a percentage with one decimal: `63.2 %` (no-break space).
pub fn percent(permille: u32) -> String {
    format!("{}.{}\u{a0}%", permille / 10, permille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (20_146_000, "20,146,000"),
        ];
        for (value, text) in cases {
            assert_eq!(grouped(value), text);
        }
        assert_eq!([-1_200, 0, 7].map(grouped_signed), ["−1,200", "0", "+7"]);
    }

    #[test]
    fn a_share_is_rounded_down_so_that_nothing_reads_complete_that_is_not() {
        assert_eq!(permille(999_999, 1_000_000), Some(999));
        assert_eq!(permille(1, 3), Some(333));
        assert_eq!(permille(5, 0), None);
        assert_eq!(percent(999), "99.9\u{a0}%");
        assert_eq!(percent(1_052), "105.2\u{a0}%");
    }
}
