//! Replacements: what is visited instead of a household that is never at home.
//!
//! A replacement is the next in the order of the same stratum. The first n + k of a random order are a simple random sample of n + k, so that
//! the probability to be approached, of those drawn first and of replacements alike, is (n + k) / N after k replacements: it is stated, and
//! it is what rates are weighted by in the end. Whoever is replaced stays among those who were approached and were not reached.

use super::draw::{Draw, Placed};
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Survey days on which nobody was at home before another household is visited instead.
pub const ATTEMPTS_BEFORE_REPLACEMENT: u32 = 3;

/// How many of the visits at which nobody was at home count as attempts: one a survey day. `None` is a visit of which the day was not kept: a
/// day of its own.
///
/// Surveys take a household for not present after three visits on three days at various times (so the interviewer's instructions of the
/// survey in the IHSN's microdata catalogue 311, question Q0034). Whoever works all day is not at home three times on one morning, and
/// replacing them would leave out those who work. Days are asked for and not hours: what a phone's clock says of a day is harder to get wrong
/// than an hour, and the page asks for another hour in words. A second visit of a day is recorded all the same.
pub fn attempts_that_count(days: impl IntoIterator<Item = Option<SurveyDay>>) -> u32 {
    let mut known = BTreeSet::new();
    let mut count = 0;
    for day in days {
        count += match day {
            Some(day) => u32::from(known.insert(day)),
            None => 1,
        };
    }
    count
}

/// What was visited instead of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replacement {
    /// The key of the one who was never at home.
    pub replaced: i64,
    /// The one visited instead.
    pub by: Placed,
    /// The probability of everybody in the stratum to have been approached by now: (n + k) / N.
    pub probability: f64,
    /// Replacements of the stratum, this one included (k).
    pub replacements: u32,
}

/// Why nobody is visited instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplaceProblem {
    /// It was not drawn.
    NotDrawn,
    /// Somebody was visited instead already.
    AlreadyReplaced,
    /// It has not been tried [`ATTEMPTS_BEFORE_REPLACEMENT`] times.
    TooFewAttempts,
    /// Nothing is left in the stratum's order; its probabilities stay.
    NothingLeft,
}

impl Draw {
    /// Who is visited instead of `key` after `attempts` in vain, given the replacements that were taken before, in any order. A replacement
    /// can be replaced.
    pub fn replace(
        &self,
        key: i64,
        attempts: u32,
        taken: &[Replacement],
    ) -> Result<Replacement, ReplaceProblem> {
        let drawn = self.drawn.iter().find(|one| one.interview.key == key);
        let instead = taken.iter().map(|one| &one.by).find(|by| by.key == key);
        let stratum = drawn
            .map(|one| one.interview.stratum)
            .or(instead.map(|one| one.stratum))
            .ok_or(ReplaceProblem::NotDrawn)?;
        if taken.iter().any(|one| one.replaced == key) {
            return Err(ReplaceProblem::AlreadyReplaced);
        }
        if attempts < ATTEMPTS_BEFORE_REPLACEMENT {
            return Err(ReplaceProblem::TooFewAttempts);
        }
        let is_taken = |one: &&Placed| taken.iter().any(|taken| taken.by.key == one.key);
        let next = self
            .reserve
            .iter()
            .filter(|one| one.stratum == stratum && !is_taken(one))
            .min_by_key(|one| one.place)
            .ok_or(ReplaceProblem::NothingLeft)?;
        let planned = self
            .plan
            .strata
            .iter()
            .find(|one| one.number == stratum)
            .ok_or(ReplaceProblem::NotDrawn)?;
        let before = taken.iter().filter(|one| one.by.stratum == stratum).count() as u32;
        let approached = planned.size + before + 1;
        Ok(Replacement {
            replaced: key,
            by: next.clone(),
            probability: f64::from(approached) / f64::from(planned.interviews.max(1)),
            replacements: before + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_counts_once_however_often_nobody_was_at_home_on_it() {
        let count =
            |days: &[i32]| attempts_that_count(days.iter().map(|day| Some(SurveyDay(*day))));
        assert_eq!(count(&[]), 0);
        assert_eq!(count(&[5, 5, 5]), 1, "three times on one morning");
        assert_eq!(count(&[5, 6, 5]), 2, "sent later than it was");
        assert_eq!(count(&[5, 6, 7]), ATTEMPTS_BEFORE_REPLACEMENT);
        // Of those recorded before days were kept each is one.
        assert_eq!(attempts_that_count([None, None, Some(SurveyDay(5))]), 3);
    }
}
