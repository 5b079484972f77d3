//! How long to wait before asking again: twice as long each time, and never two clients at the same moment.

use std::time::Duration;

/// How a pull meets trouble that may pass.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The wait after the first failure; it doubles with each.
    pub first: Duration,
    /// The longest wait of our own choosing.
    pub longest: Duration,
    /// The longest wait that the other side may ask for with `Retry-After`.
    pub longest_asked: Duration,
    /// Attempts at one page.
    pub attempts: u32,
}

impl Default for Patience {
    /// About five minutes in all: an update or a restart of the other side passes, a lasting fault is reported soon.
    fn default() -> Patience {
        Patience {
            first: Duration::from_secs(2),
            longest: Duration::from_secs(60),
            longest_asked: Duration::from_secs(240),
            attempts: 8,
        }
    }
}

impl Patience {
    /// The wait after `failures` failures in a row (at least 1): between half of the doubled time and all of it, `spread`
    /// (from 0 to 1) of the way; and never less than was asked for. `None`: not worth waiting.
    pub fn wait(&self, failures: u32, asked: Option<Duration>, spread: f64) -> Option<Duration> {
        if failures >= self.attempts || asked.is_some_and(|asked| asked > self.longest_asked) {
            return None;
        }
        let doubled = self
            .first
            .saturating_mul(1_u32 << (failures.max(1) - 1).min(20));
        let jittered = doubled
            .min(self.longest)
            .mul_f64(0.5 + spread.clamp(0.0, 1.0) / 2.0);
        Some(asked.map_or(jittered, |asked| asked.max(jittered)))
    }
}

/// A number from 0 to 1, drawn.
pub fn spread() -> f64 {
    let mut bytes = [0_u8; 4];
    // Without randomness all clients wait equally long, which is no harm to this one.
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_within_their_spread() {
        let patience = Patience::default();
        let seconds = |failures, spread| {
            patience
                .wait(failures, None, spread)
                .map(|wait| wait.as_secs_f64())
        };
        assert_eq!(seconds(1, 0.0), Some(1.0));
        assert_eq!(seconds(1, 1.0), Some(2.0));
        assert_eq!(seconds(4, 1.0), Some(16.0));
        assert_eq!(seconds(7, 1.0), Some(60.0));
        assert_eq!(seconds(8, 1.0), None);
    }

    #[test]
    fn a_wait_that_was_asked_for_is_kept_to_or_the_pull_ends() {
        let patience = Patience::default();
        let wait = |asked| patience.wait(1, Some(Duration::from_secs(asked)), 1.0);
        assert_eq!(wait(30), Some(Duration::from_secs(30)));
        assert_eq!(wait(0), Some(Duration::from_secs(2)));
        assert_eq!(wait(3_600), None);
    }
}
