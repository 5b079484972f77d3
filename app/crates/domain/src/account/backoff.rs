//! How long whoever guesses has to wait, so that nobody can be kept out by others' guesses.
//!
//! Wrong passphrases are counted apart (OWASP's device cookies): a browser that signed in before has an allowance of its own; all other
//! browsers together share one by account and one by address. An attacker therefore uses up what is not the owner's. Waits grow and end;
//! nobody is ever locked out for good.

use crate::time::EpochMs;

/// How many wrong tries cost nothing, and how waits grow after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Tries that cost nothing.
    pub free: u32,
    /// The wait after the first that does, in milliseconds; it doubles with each.
    pub first_wait_ms: i64,
    /// The longest wait.
    pub longest_wait_ms: i64,
    /// After so long without a try all is forgotten.
    pub forgotten_ms: i64,
}

impl Allowance {
    /// Of a browser that signed in to the account before: its owner mistypes, or a thief has the phone.
    pub const DEVICE: Allowance = Allowance {
        free: 5,
        first_wait_ms: 10_000,
        longest_wait_ms: 5 * 60_000,
        forgotten_ms: 24 * 3_600_000,
    };
    /// Of all other browsers at one account. At the end that is four guesses an hour, under a hundred a day (NIST SP 800-63B-4, 3.2.2).
    pub const ACCOUNT: Allowance = Allowance {
        free: 5,
        first_wait_ms: 30_000,
        longest_wait_ms: 15 * 60_000,
        forgotten_ms: 24 * 3_600_000,
    };
    /// Of all other browsers at one address, whatever the account: an office shares an address, a list of names is tried from one.
    pub const ADDRESS: Allowance = Allowance {
        free: 30,
        first_wait_ms: 10_000,
        longest_wait_ms: 5 * 60_000,
        forgotten_ms: 3_600_000,
    };
}

/// Wrong tries so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub count: u32,
    /// When the last was.
    pub last: EpochMs,
}

impl Default for Tries {
    fn default() -> Tries {
        Tries {
            count: 0,
            last: EpochMs(0),
        }
    }
}

impl Tries {
    /// What is left of them by now.
    pub fn remembered(self, allowance: Allowance, now: EpochMs) -> Tries {
        match now.0 - self.last.0 >= allowance.forgotten_ms {
            true => Tries::default(),
            false => self,
        }
    }

    /// How long to wait before the next, in milliseconds; 0: it may be made.
    pub fn wait_ms(self, allowance: Allowance, now: EpochMs) -> i64 {
        let tries = self.remembered(allowance, now);
        let Some(doublings) = tries.count.checked_sub(allowance.free) else {
            return 0;
        };
        let wait = match doublings < 32 {
            true => allowance.first_wait_ms << doublings,
            false => allowance.longest_wait_ms,
        };
        // A clock that was set back must not make anybody wait for longer.
        let since = (now.0 - tries.last.0).max(0);
        (wait.min(allowance.longest_wait_ms) - since).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_the_first_to_the_longest_and_no_further() {
        let last = EpochMs(1_000_000);
        let wait = |count| Tries { count, last }.wait_ms(Allowance::ACCOUNT, last);
        let waits: Vec<i64> = [0, 4, 5, 6, 7, 9, 10, 11, 40, u32::MAX]
            .into_iter()
            .map(wait)
            .collect();
        assert_eq!(
            waits,
            [
                0, 0, 30_000, 60_000, 120_000, 480_000, 900_000, 900_000, 900_000, 900_000
            ]
        );
    }

    #[test]
    fn a_wait_runs_off_and_ends_at_its_instant() {
        let tries = Tries {
            count: 5,
            last: EpochMs(1_000_000),
        };
        let wait = |now| tries.wait_ms(Allowance::ACCOUNT, EpochMs(now));
        assert_eq!(wait(1_029_999), 1);
        assert_eq!(wait(1_030_000), 0);
        assert_eq!(wait(0), 30_000, "the clock was set back");
    }

    #[test]
    fn all_is_forgotten_after_a_while_without_a_try() {
        let tries = Tries {
            count: 50,
            last: EpochMs(0),
        };
        let day = Allowance::ACCOUNT.forgotten_ms;
        assert_eq!(
            tries.remembered(Allowance::ACCOUNT, EpochMs(day - 1)),
            tries
        );
        assert_eq!(
            tries.remembered(Allowance::ACCOUNT, EpochMs(day)),
            Tries::default()
        );
    }
}
