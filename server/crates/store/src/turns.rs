//! How much is written in one turn, where others wait for theirs (decision 0120).

use std::time::Duration;

/// What a turn should not last longer than: a page whose looking is noted waits for its end.
pub const LONGEST_TURN: Duration = Duration::from_secs(1);

/// How much work to do in one turn: so much that it lasts about [`LONGEST_TURN`], found by how long the turns before took. It begins with the
/// least, so that something is there soon, and at most doubles from one turn to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    now: usize,
    least: usize,
    most: usize,
}

impl Share {
    /// Between `least` and `most` of whatever is counted, both above 0.
    pub fn between(least: usize, most: usize) -> Share {
        Share {
            now: least,
            least,
            most: most.max(least),
        }
    }

    /// How much to do in the next turn.
    pub fn now(&self) -> usize {
        self.now
    }

    /// Learns from a turn that did `done` and had others wait for `held`; `None` where nobody has to wait.
    pub fn learn(&mut self, done: usize, held: Option<Duration>) {
        let twice = self.now.saturating_mul(2);
        let fitting = match held {
            Some(held) if done > 0 && !held.is_zero() => {
                let fitting = done as f64 * (LONGEST_TURN.as_secs_f64() / held.as_secs_f64());
                // A float that is too large becomes the largest number.
                (fitting as usize).min(twice)
            }
            _ => twice,
        };
        self.now = fitting.clamp(self.least, self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Option<Duration> = Some(Duration::from_millis(500));
    const FOUR: Option<Duration> = Some(Duration::from_secs(4));

    #[test]
    fn quick_turns_grow_and_slow_ones_shrink_at_once() {
        let mut share = Share::between(5_000, 100_000);
        assert_eq!(share.now(), 5_000);
        share.learn(5_000, Some(Duration::from_millis(1)));
        assert_eq!(share.now(), 10_000, "at most twice");
        share.learn(10_000, HALF);
        share.learn(20_000, HALF);
        assert_eq!(share.now(), 40_000);
        share.learn(40_000, FOUR);
        assert_eq!(share.now(), 10_000, "a second's worth");
        share.learn(10_000, Some(Duration::from_secs(60)));
        assert_eq!(share.now(), 5_000, "never less than the least");
    }

    #[test]
    fn where_nobody_waits_it_grows_to_the_most() {
        let mut share = Share::between(5_000, 30_000);
        for now in [10_000, 20_000, 30_000, 30_000] {
            share.learn(share.now(), None);
            assert_eq!(share.now(), now);
        }
    }

    #[test]
    fn a_turn_that_did_nothing_or_less_than_its_share_misleads_nobody() {
        let mut share = Share::between(10, 50);
        share.learn(0, FOUR);
        assert_eq!(share.now(), 20);
        // Few were left, and quickly done.
        share.learn(1, Some(Duration::from_millis(10)));
        assert_eq!(share.now(), 40);
        share.learn(4, FOUR);
        assert_eq!(share.now(), 10);
    }
}
