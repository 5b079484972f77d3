//! Round numbers for an axis of counts, and which days to name.

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
}
