//! Quantiles of what was counted by size.

use super::slot::Binned;
use super::sums::Sums;

/// A quantile of binned values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// The value, in the unit of the bins: for measured things taken as evenly spread within the bin (the quantile of grouped
    /// data), for counted things the bin's number.
    pub value: f64,
    /// Whether it lies in the last bin, which has no upper edge: then it is at least `value`.
    pub at_least: bool,
}

/// The value below which `share` (0 to 1) of what `bins` count lies; `None` of nothing. The bins are those of `binned`, and may
/// be sums of several alike.
pub fn quantile(binned: Binned, bins: &[u64], share: f64) -> Option<Quantile> {
    let all: u64 = bins.iter().sum();
    if all == 0 {
        return None;
    }
    let wanted = share.clamp(0.0, 1.0) * all as f64;
    let edges = binned.edges();
    let mut below = 0.0;
    for (at, count) in bins.iter().enumerate().filter(|(_, count)| **count > 0) {
        let count = *count as f64;
        if below + count >= wanted {
            let low = f64::from(edges[at]);
            let Some(high) = edges.get(at + 1).copied().map(f64::from) else {
                return Some(Quantile {
                    value: low,
                    at_least: true,
                });
            };
            let value = match binned.is_counted() {
                true => low,
                false => low + (high - low) * (wanted - below).max(0.0) / count,
            };
            return Some(Quantile {
                value,
                at_least: false,
            });
        }
        below += count;
    }
    None
}

impl Sums {
    /// The bins of several spreads of the same edges, added.
    pub fn bins_of(&self, several: impl IntoIterator<Item = Binned>) -> Vec<u64> {
        let mut sum: Vec<u64> = Vec::new();
        for binned in several {
            let bins = self.bins(binned);
            sum.resize(bins.len(), 0);
            for (sum, number) in sum.iter_mut().zip(bins) {
                *sum += number;
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(values: &[f64]) -> Sums {
        let mut sums = Sums::default();
        for value in values {
            sums.add_slot(Binned::Accuracy.slot(*value), 1);
        }
        sums
    }

    #[test]
    fn the_median_lies_where_half_of_the_values_lie_below() {
        // Bins 4–5: one, 10–15: four, 20–25: one. Half of six is three: two of the four in 10–15 lie below it.
        let sums = bins(&[4.0, 10.0, 11.0, 11.9, 10.5, 22.0]);
        let median = quantile(Binned::Accuracy, sums.bins(Binned::Accuracy), 0.5);
        assert_eq!(
            median,
            Some(Quantile {
                value: 12.5,
                at_least: false
            })
        );
    }

    #[test]
    fn nothing_has_no_median_and_the_last_bin_says_at_least() {
        assert_eq!(
            quantile(Binned::Accuracy, bins(&[]).bins(Binned::Accuracy), 0.5),
            None
        );
        let far = quantile(
            Binned::Accuracy,
            bins(&[5_000.0]).bins(Binned::Accuracy),
            0.5,
        );
        assert_eq!(
            far,
            Some(Quantile {
                value: 1_000.0,
                at_least: true
            })
        );
    }

    #[test]
    fn a_counted_thing_is_a_whole_number() {
        let mut sums = Sums::default();
        for size in [8.0, 9.0, 9.0, 12.0] {
            sums.add_slot(Binned::DaySize.slot(size), 1);
        }
        let median = quantile(Binned::DaySize, sums.bins(Binned::DaySize), 0.5);
        assert_eq!(median.map(|median| median.value), Some(9.0));
    }
}
