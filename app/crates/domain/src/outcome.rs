//! How a visit to a household ended, and what the collection system thinks of the record.

use serde::{Deserialize, Serialize};

/// How a visit ended (FORMATS.md, column `outcome`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The interview was finished.
    Complete,
    /// The interview was begun and not finished.
    Partial,
    /// The household declined.
    Refused,
    /// Nobody was at home.
    NotAtHome,
    /// Nobody lives there.
    Vacant,
    /// The household or the address was not found.
    NotFound,
    /// Anything else.
    Other,
}

impl Outcome {
    /// Every outcome, in the order of the format.
    pub const ALL: [Outcome; 7] = [
        Outcome::Complete,
        Outcome::Partial,
        Outcome::Refused,
        Outcome::NotAtHome,
        Outcome::Vacant,
        Outcome::NotFound,
        Outcome::Other,
    ];

    /// The word in files.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Complete => "complete",
            Outcome::Partial => "partial",
            Outcome::Refused => "refused",
            Outcome::NotAtHome => "not_at_home",
            Outcome::Vacant => "vacant",
            Outcome::NotFound => "not_found",
            Outcome::Other => "other",
        }
    }

    /// Reads [`Outcome::code`] back, without regard to case.
    pub fn from_code(text: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.code().eq_ignore_ascii_case(text))
    }

    /// The number that stands for it in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Outcome::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Outcome> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Outcome::ALL.get(rank).copied())
    }
}

/// What the collection system's reviewers said of a record (FORMATS.md, column `review_state`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Arrived, not looked at. Also what an absent value means.
    #[default]
    Received,
    /// Found good.
    Approved,
    /// Found wanting.
    HasIssues,
    /// Thrown out: does not count towards coverage, and the page says so.
    Rejected,
    /// Changed after it was sent.
    Edited,
}

impl ReviewState {
    /// Every state, in the order of the format.
    pub const ALL: [ReviewState; 5] = [
        ReviewState::Received,
        ReviewState::Approved,
        ReviewState::HasIssues,
        ReviewState::Rejected,
        ReviewState::Edited,
    ];

    /// The word in files.
    pub fn code(self) -> &'static str {
        match self {
            ReviewState::Received => "received",
            ReviewState::Approved => "approved",
            ReviewState::HasIssues => "has_issues",
            ReviewState::Rejected => "rejected",
            ReviewState::Edited => "edited",
        }
    }

    /// Reads [`ReviewState::code`] back, without regard to case; blank means received.
    pub fn from_code(text: &str) -> Option<ReviewState> {
        if text.is_empty() {
            return Some(ReviewState::Received);
        }
        ReviewState::ALL
            .into_iter()
            .find(|state| state.code().eq_ignore_ascii_case(text))
    }

    /// The number that stands for it in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`ReviewState::rank`] back.
    pub fn from_rank(rank: i16) -> Option<ReviewState> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| ReviewState::ALL.get(rank).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_and_review_state_reads_its_own_code_and_rank_back() {
        for outcome in Outcome::ALL {
            assert_eq!(
                Outcome::from_code(&outcome.code().to_uppercase()),
                Some(outcome)
            );
            assert_eq!(Outcome::from_rank(outcome.rank()), Some(outcome));
        }
        for state in ReviewState::ALL {
            assert_eq!(ReviewState::from_code(state.code()), Some(state));
            assert_eq!(ReviewState::from_rank(state.rank()), Some(state));
        }
        assert_eq!(ReviewState::from_code(""), Some(ReviewState::Received));
        assert_eq!(Outcome::from_code("done"), None);
    }
}
