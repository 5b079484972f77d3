//! Accounts: passphrases, second factors, how long somebody stays signed in, and how long whoever guesses has to wait.
//!
//! The rules are those of NIST SP 800-63B-4; where it leaves a choice, the constant says which and why.

mod backoff;
mod device;
mod passphrase;
mod second_factor;
mod totp;

pub use backoff::{Allowance, Tries};
pub use device::{Browser, Device, System};
pub use passphrase::{LONGEST, PassphraseProblem, SHORTEST, accept, normalised};
pub use second_factor::{
    CodeProblem, RECOVERY_CODES, SecondFactor, recovery_code, recovery_code_text,
};
pub use totp::{SECRET_BYTES, accepted_step, code_at, grouped_secret, otpauth, step_at};

use crate::people::Role;
use crate::permission::Grants;
use crate::time::EpochMs;

/// How long a session lasts at most: a field day with its evening. NIST allows 24 hours.
pub const SESSION_MS: i64 = 12 * 3_600 * 1_000;

/// How long a session lasts without being used. NIST recommends one hour; whoever walks from door to door looks at the phone less often
/// than that, and a session that ends between two households teaches people to choose passphrases that are quick to type.
pub const IDLE_MS: i64 = 2 * 3_600 * 1_000;

/// A session's last use is written at most so often: reading pages must not cost a write each.
pub const SEEN_EVERY_MS: i64 = 5 * 60 * 1_000;

/// How long a link to a new account or passphrase holds: over a weekend, as it is often sent on a Friday; longer it would lie around in
/// inboxes as a second way in.
pub const INVITATION_MS: i64 = 72 * 3_600 * 1_000;

/// How long the second step of signing in may be waited for after the first.
pub const HALF_SIGNED_IN_MS: i64 = 15 * 60 * 1_000;

/// Wrong codes after one right passphrase; then the passphrase is asked for again.
pub const CODES_A_PASSPHRASE: u32 = 5;

/// How long a browser is known that somebody signed in with.
pub const DEVICE_KNOWN_MS: i64 = 180 * 86_400 * 1_000;

/// The longest username, in characters.
pub const LONGEST_USERNAME: usize = 60;

/// Whether people of a role must have a second factor: those who decide which data are trusted, and those who give access.
pub fn demands_second_factor(role: Role) -> bool {
    matches!(role, Role::Administrator | Role::BosQa)
}

/// Whether somebody with these grants must have one now.
pub fn must_have_second_factor(grants: &Grants, now: EpochMs) -> bool {
    grants
        .in_force(now)
        .any(|grant| demands_second_factor(grant.role))
}

/// A username for a new account: it stands in addresses and in the audit trail, and is read out on the telephone.
pub fn is_username(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    text.chars().count() <= LONGEST_USERNAME
        && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::Grant;

    #[test]
    fn a_username_can_be_read_out_on_the_telephone() {
        for good in ["qa", "amina.khan", "monitor-07", "3a_b"] {
            assert!(is_username(good), "{good}");
        }
        let long = "a".repeat(LONGEST_USERNAME + 1);
        for bad in ["", ".a", "Amina", "a b", "a/b", "آمنہ", "a?", &long] {
            assert!(!is_username(bad), "{bad}");
        }
        assert!(is_username(&long[1..]));
    }

    #[test]
    fn who_must_have_a_second_factor_follows_from_the_grants_in_force() {
        let grant = |role, until| Grant {
            grant_id: 1,
            role,
            area: 1,
            acts: false,
            from: None,
            until,
        };
        let now = EpochMs(1_000);
        let must = |grants| must_have_second_factor(&Grants(grants), now);
        assert!(!must(vec![grant(Role::DistrictCoordinator, None)]));
        assert!(must(vec![
            grant(Role::DistrictCoordinator, None),
            grant(Role::BosQa, None)
        ]));
        assert!(must(vec![grant(Role::Administrator, Some(EpochMs(1_001)))]));
        assert!(!must(vec![grant(Role::Administrator, Some(now))]));
    }
}
