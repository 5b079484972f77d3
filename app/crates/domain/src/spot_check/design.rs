//! What is to be drawn, before it is known from what.

use super::Capacity;
use serde::{Deserialize, Serialize};

/// The design of a draw.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// The part of the completed interviews, those with the highest risk, that is checked for certain: 0 to 1.
    pub risk_share: f64,
    /// The part of the completed interviews that is drawn by chance, of every stratum: 0 to 1.
    pub random_share: f64,
    /// Weeks in which everybody new is to be checked at least once.
    pub new_weeks: u32,
    /// Visits beyond the random part to each enumerator of whom a check was confirmed.
    pub extra_of_confirmed: u32,
    /// What the monitors can do.
    pub capacity: Capacity,
}

/// Why a design cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignProblem {
    /// A share is not between 0 and 1.
    Share,
    /// Nothing is drawn by chance: no rate could be told.
    NoRandomPart,
    /// No monitor, no day or no visit a day.
    NoCapacity,
}

impl Design {
    /// The usual: the top tenth by risk, one in twenty by chance, everybody in their first two weeks, three more of those who were found out.
    pub fn usual(capacity: Capacity) -> Design {
        Design {
            risk_share: 0.10,
            random_share: 0.05,
            new_weeks: 2,
            extra_of_confirmed: 3,
            capacity,
        }
    }

    /// Whether it can be used.
    pub fn check(&self) -> Result<(), DesignProblem> {
        let is_share = |share: f64| (0.0..=1.0).contains(&share);
        if !is_share(self.risk_share) || !is_share(self.random_share) {
            return Err(DesignProblem::Share);
        }
        if self.random_share == 0.0 {
            return Err(DesignProblem::NoRandomPart);
        }
        if self.capacity.most_visits(1) == 0 {
            return Err(DesignProblem::NoCapacity);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_capacity_are_asked_for() {
        let usual = Design::usual(Capacity::usual(2, 6));
        assert_eq!(usual.check(), Ok(()));
        for share in [-0.1, 1.1, f64::NAN] {
            let design = Design {
                risk_share: share,
                ..usual
            };
            assert_eq!(design.check(), Err(DesignProblem::Share));
        }
        let none = Design {
            random_share: 0.0,
            ..usual
        };
        assert_eq!(none.check(), Err(DesignProblem::NoRandomPart));
        let nobody = Design::usual(Capacity::usual(0, 6));
        assert_eq!(nobody.check(), Err(DesignProblem::NoCapacity));
    }
}
