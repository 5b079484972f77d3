//! The middle of peers and how far they lie around it, in ways that a few odd ones cannot move.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A median and the median absolute deviation from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Of how many values.
    pub n: u32,
    /// The median.
    pub median: f64,
    /// The median of the distances from the median.
    pub mad: f64,
}

/// 1 / Φ⁻¹(3/4): what makes a median absolute deviation of normal values their standard deviation.
const MAD_TO_SD: f64 = 1.482_602_218_505_602;

/// The median of values that are already in order; the mean of the middle two of an even number. `None` of nothing.
fn median_of_sorted(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len().is_multiple_of(2) {
        Some((sorted[sorted.len() / 2 - 1] + upper) / 2.0)
    } else {
        Some(upper)
    }
}

impl Spread {
    /// Of values in any order. `None` of nothing.
    pub fn of(mut values: Vec<f64>) -> Option<Spread> {
        values.sort_by(f64::total_cmp);
        let median = median_of_sorted(&values)?;
        let mut distances: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
        distances.sort_by(f64::total_cmp);
        Some(Spread {
            n: u32::try_from(values.len()).unwrap_or(u32::MAX),
            median,
            mad: median_of_sorted(&distances)?,
        })
    }

    /// Of counts, each as often as it occurred, on the scale of [`stabilised`]. A count stands for everything from half below
    /// to half above it: the MAD of whole numbers as they are jumps from 1 to 2 where the truth is 1.5, and everybody's limits
    /// with it. `None` of nothing.
    pub fn of_counts(counts: &BTreeMap<u32, u64>) -> Option<Spread> {
        let n = counts.values().sum::<u64>();
        let mut values: Vec<(f64, u64)> = counts
            .iter()
            .flat_map(|(count, times)| {
                PARTS.map(|part| (on_scale((f64::from(*count) + part).max(0.0)), *times))
            })
            .collect();
        let median = weighted_median(&mut values)?;
        for (value, _) in &mut values {
            *value = (*value - median).abs();
        }
        Some(Spread {
            n: u32::try_from(n).unwrap_or(u32::MAX),
            median,
            mad: weighted_median(&mut values)?,
        })
    }

    /// The robust z of a value: its distance from the median in standard deviations estimated by the MAD (Iglewicz and
    /// Hoaglin 1993, "How to detect and handle outliers", whose limit is 3.5). `least_sd` stands in where peers are so alike
    /// that the MAD says nothing.
    pub fn robust_z(&self, value: f64, least_sd: f64) -> f64 {
        (value - self.median) / (self.mad * MAD_TO_SD).max(least_sd)
    }

    /// The value whose robust z is `z`: what a limit in deviations is as a number.
    pub fn value_at(&self, z: f64, least_sd: f64) -> f64 {
        self.median + z * (self.mad * MAD_TO_SD).max(least_sd)
    }
}

/// A count on a scale on which chance spreads it by 1 whatever its size (Anscombe 1948): on the plain scale the long right
/// tail of counts makes an ordinary busy day look far out.
pub fn stabilised(count: u32) -> f64 {
    on_scale(f64::from(count))
}

fn on_scale(count: f64) -> f64 {
    2.0 * (count + 0.375).sqrt()
}

/// Eight points that stand for the width of a count.
const PARTS: [f64; 8] = [
    -0.4375, -0.3125, -0.1875, -0.0625, 0.0625, 0.1875, 0.3125, 0.4375,
];

/// The least value up to which at least half of the weight lies.
fn weighted_median(values: &mut [(f64, u64)]) -> Option<f64> {
    values.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let all: u64 = values.iter().map(|(_, weight)| weight).sum();
    let mut below = 0;
    values.iter().find_map(|(value, weight)| {
        below += weight;
        (2 * below >= all && all > 0).then_some(*value)
    })
}

/// Reads [`stabilised`] back.
pub fn count_at(stabilised: f64) -> f64 {
    ((stabilised / 2.0).powi(2) - 0.375).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_mad_are_those_worked_by_hand() {
        // Median of 1 1 2 2 4 6 9 is 2; distances 0 0 1 1 2 4 7, their median 1.
        let spread = Spread::of(vec![9.0, 1.0, 2.0, 6.0, 1.0, 4.0, 2.0]).unwrap();
        assert_eq!((spread.n, spread.median, spread.mad), (7, 2.0, 1.0));
        // 0.6745 × (9 − 2) / 1
        assert!((spread.robust_z(9.0, 0.1) - 4.7215).abs() < 1e-3);
        assert_eq!(Spread::of(vec![]), None);
        assert_eq!(Spread::of(vec![1.0, 4.0]).unwrap().median, 2.5);
    }

    #[test]
    fn peers_that_are_all_alike_do_not_make_the_slightest_difference_infinite() {
        let spread = Spread::of(vec![8.0; 20]).unwrap();
        assert_eq!(spread.robust_z(9.0, 0.5), 2.0);
        assert_eq!(spread.value_at(2.0, 0.5), 9.0);
    }

    #[test]
    fn the_spread_of_counts_does_not_jump_with_whole_numbers() {
        let mad = |counts: &[(u32, u64)]| {
            let spread = Spread::of_counts(&counts.iter().copied().collect()).unwrap();
            assert!((count_at(spread.median) - 9.0).abs() < 0.3, "{spread:?}");
            spread.mad
        };
        let few = mad(&[(7, 24), (8, 25), (9, 2), (10, 25), (11, 24)]);
        let more = mad(&[(7, 26), (8, 23), (9, 2), (10, 23), (11, 26)]);
        assert!(few <= more && more - few < 0.1, "{few} {more}");
        assert_eq!(Spread::of_counts(&BTreeMap::new()), None);
    }

    #[test]
    fn a_count_reads_back_from_the_scale_on_which_it_is_judged() {
        for count in [0, 1, 15, 400] {
            assert!((count_at(stabilised(count)) - f64::from(count)).abs() < 1e-9);
        }
    }
}
