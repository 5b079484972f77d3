//! Round numbers for an axis, and which days to name.

use crate::axis::Tick;
use domain::number::{grouped, percent};

/// Round numbers from 0 to the first that is not below `most`: 1, 2 or 5 times a power of ten apart, five steps at most.
pub(crate) fn count_ticks(most: u64) -> Vec<u64> {
    let most = u128::from(most.max(1));
    let mut power = 1_u128;
    let step = loop {
        match [1, 2, 5]
            .map(|times| times * power)
            .into_iter()
            .find(|step| step * 5 >= most)
        {
            Some(step) => break step,
            None => power *= 10,
        }
    };
    (0..=most.div_ceil(step))
        .map(|n| u64::try_from(n * step).unwrap_or(u64::MAX))
        .collect()
}

/// Positions of the days to name: the first, the last, and evenly between them, `most` (at least 2) in all.
pub(crate) fn day_ticks(days: usize, most: usize) -> Vec<usize> {
    let Some(last) = days.checked_sub(1) else {
        return Vec::new();
    };
    let steps = most.saturating_sub(1).clamp(1, last.max(1));
    let mut ticks: Vec<usize> = (0..=steps).map(|n| n * last / steps).collect();
    ticks.dedup();
    ticks
}

/// Labelled round counts from 0 to the first that is not below `most`.
pub(crate) fn labelled_counts(most: u64) -> Vec<Tick> {
    count_ticks(most)
        .into_iter()
        .map(|count| Tick {
            value: count as f64,
            text: grouped(count),
        })
        .collect()
}

/// Labelled round shares (0 to 1) from 0 to the first that is not below `most`; tenths of a percent where they are needed.
pub(crate) fn labelled_shares(most: f64) -> Vec<Tick> {
    let ticks = count_ticks((most * 1_000.0).ceil() as u64);
    let whole = ticks.iter().all(|permille| permille % 10 == 0);
    ticks
        .into_iter()
        .map(|permille| Tick {
            value: permille as f64 / 1_000.0,
            text: if whole {
                format!("{}\u{a0}%", permille / 10)
            } else {
                percent(u32::try_from(permille).unwrap_or(u32::MAX))
            },
        })
        .collect()
}

/// A figure with as many decimals as it needs, two at most.
pub(crate) fn figure(value: f64) -> String {
    let hundredths = (value * 100.0).round();
    if !(0.0..9e15).contains(&hundredths) {
        return format!("{value:.0}");
    }
    let hundredths = hundredths as u64;
    let whole = grouped(hundredths / 100);
    match hundredths % 100 {
        0 => whole,
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_ticks_are_round_and_reach_the_top() {
        let cases: [(u64, &[u64]); 8] = [
            (0, &[0, 1]),
            (1, &[0, 1]),
            (5, &[0, 1, 2, 3, 4, 5]),
            (6, &[0, 2, 4, 6]),
            (50, &[0, 10, 20, 30, 40, 50]),
            (51, &[0, 20, 40, 60]),
            (101, &[0, 50, 100, 150]),
            (228_082, &[0, 50_000, 100_000, 150_000, 200_000, 250_000]),
        ];
        for (most, ticks) in cases {
            assert_eq!(count_ticks(most), ticks, "{most}");
        }
        assert_eq!(count_ticks(u64::MAX).last(), Some(&u64::MAX));
    }

    #[test]
    fn day_ticks_name_the_first_and_the_last() {
        assert_eq!(day_ticks(0, 5), [0; 0]);
        assert_eq!(day_ticks(1, 5), [0]);
        assert_eq!(day_ticks(2, 5), [0, 1]);
        assert_eq!(day_ticks(83, 5), [0, 20, 41, 61, 82]);
    }

    #[test]
    fn shares_have_decimals_only_where_they_are_needed() {
        let texts = |most| -> Vec<String> {
            labelled_shares(most)
                .into_iter()
                .map(|tick| tick.text)
                .collect()
        };
        assert_eq!(
            texts(0.5).join(" "),
            "0\u{a0}% 10\u{a0}% 20\u{a0}% 30\u{a0}% 40\u{a0}% 50\u{a0}%"
        );
        assert_eq!(texts(0.001).join(" "), "0.0\u{a0}% 0.1\u{a0}%");
        assert_eq!(
            [0.0, 12.0, 1_234.5, 0.07, 2.999].map(figure),
            ["0", "12", "1,234.5", "0.07", "3"]
        );
    }
}
