//! Durations counted by the minute: merges exactly, and does not grow with the number of interviews.

use serde::{Deserialize, Serialize};

/// The last bin, in minutes: everything from four hours on. A median there says no more than "at least four hours".
const LAST_BIN_MIN: u32 = 240;

/// How many durations fell into each minute. At most 241 bins, so at most about 2 kB.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// Minute and count, by minute; minutes without a duration are left out.
    bins: Vec<(u16, u32)>,
}

impl Minutes {
    /// Counts one duration, in seconds.
    pub fn add_s(&mut self, duration_s: u32) {
        self.add_bin((duration_s / 60).min(LAST_BIN_MIN) as u16, 1);
    }

    /// Adds what another has counted: the same as having counted everything here.
    pub fn add(&mut self, other: &Minutes) {
        for (bin, count) in &other.bins {
            self.add_bin(*bin, *count);
        }
    }

    fn add_bin(&mut self, bin: u16, count: u32) {
        match self.bins.binary_search_by_key(&bin, |(minute, _)| *minute) {
            Ok(at) => self.bins[at].1 = self.bins[at].1.saturating_add(count),
            Err(at) => self.bins.insert(at, (bin, count)),
        }
    }

    /// How many durations were counted.
    pub fn n(&self) -> u64 {
        self.bins.iter().map(|(_, count)| u64::from(*count)).sum()
    }

    /// The median in seconds, taken as evenly spread within its minute (the median of grouped data); `None` of nothing.
    /// Off by less than a minute.
    pub fn median_s(&self) -> Option<f64> {
        let half = self.n() as f64 / 2.0;
        let mut below = 0.0;
        for (minute, count) in &self.bins {
            let count = f64::from(*count);
            if below + count >= half && count > 0.0 {
                return Some(60.0 * (f64::from(*minute) + (half - below) / count));
            }
            below += count;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(minutes: &[u32]) -> Minutes {
        let mut bins = Minutes::default();
        for minute in minutes {
            bins.add_s(minute * 60);
        }
        bins
    }

    #[test]
    fn the_median_lies_where_half_of_the_durations_lie_below() {
        // 10 | 20 20 20 20 | 30: half of six is three, two of the four in minute 20 lie below it.
        let median = counted(&[30, 20, 10, 20, 20, 20]).median_s();
        assert_eq!(median, Some(60.0 * 20.5));
        assert_eq!(counted(&[]).median_s(), None);
        assert_eq!(counted(&[7]).median_s(), Some(60.0 * 7.5));
    }

    #[test]
    fn everything_from_four_hours_on_is_one_bin() {
        let bins = counted(&[240, 600, 100_000]);
        assert_eq!(bins.bins, [(240, 3)]);
        let mut longest = Minutes::default();
        longest.add_s(u32::MAX);
        assert_eq!(longest.n(), 1);
    }

    #[test]
    fn two_halves_added_are_the_whole() {
        let mut halves = counted(&[1, 5, 5]);
        halves.add(&counted(&[5, 0, 9]));
        assert_eq!(halves, counted(&[0, 1, 5, 5, 5, 9]));
    }
}
