//! How much the answers of an enumerator's interviews vary, and how much is usual.
//!
//! The measure is the entropy of a question's answers over the interviews (Shannon 1948), in bits, as a mean over questions. Two
//! things would make it low in those with few interviews, and both are taken out: entropy from few answers comes out too low
//! (corrected after Miller 1955, "Note on the bias of information estimates"), and that of a question which everybody answers
//! otherwise (an age, a name) grows with the number of interviews without an end (no question counts for more bits than
//! [`LEAST_ANSWERED`] interviews could show).

use super::Group;
use super::answered::{Answered, Question};
use serde::{Deserialize, Serialize};

/// A question counts from so many answers on.
pub const LEAST_ANSWERED: u32 = 20;

/// From fewer questions nothing is told: each would count for too much.
pub const LEAST_QUESTIONS: u32 = 12;

/// The fewest enumerators from whose spread an odd one is told. The median absolute deviation of fewer is half as large as it
/// should be too often.
pub const LEAST_VARIED: u32 = 10;

/// The least standard deviation of enumerators' means, in bits: where peers are more alike than that, chance is what is left.
const LEAST_SD_BITS: f64 = 0.05;

const MICROBITS: f64 = 1_000_000.0;

/// The entropy of the answers of an enumerator's interviews in one tehsil, in whole numbers, so that sums are exact.
///
/// Entropy does not add: that of interviews in two places is not told by that of each. What adds is its sum over questions. Two
/// tehsils added are the questions of both, each asked where it was asked, and their mean is the mean over all of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variety {
    /// Interviews with answers enough to be compared, one a household.
    pub interviews: u32,
    /// Questions with [`LEAST_ANSWERED`] answers.
    pub questions: u32,
    /// The sum of their entropies, in millionths of a bit.
    pub microbits: u64,
}

impl Variety {
    /// From the answers.
    pub(super) fn of(answered: &Answered<'_>) -> Variety {
        let counted = answered.questions.iter();
        let counted = counted.filter(|question| question.answers() >= LEAST_ANSWERED);
        let mut variety = Variety {
            interviews: answered.interviews.len() as u32,
            ..Variety::default()
        };
        for question in counted {
            variety.questions += 1;
            variety.microbits += (entropy_bits(question) * MICROBITS).round() as u64;
        }
        variety
    }

    /// Adds the questions of another tehsil.
    pub(super) fn add(&mut self, other: &Variety) {
        self.interviews += other.interviews;
        self.questions += other.questions;
        self.microbits += other.microbits;
    }

    /// Bits a question on average; `None` from fewer than [`LEAST_QUESTIONS`].
    pub fn mean_bits(&self) -> Option<f64> {
        let sum_bits = self.microbits as f64 / MICROBITS;
        (self.questions >= LEAST_QUESTIONS).then(|| sum_bits / f64::from(self.questions))
    }
}

/// Miller's estimate, within what can be told.
fn entropy_bits(question: &Question) -> f64 {
    let n = f64::from(question.answers());
    let sum: f64 = question
        .counts
        .iter()
        .map(|count| f64::from(*count) * f64::from(*count).log2())
        .sum();
    let found = n.log2() - sum / n;
    let missed = (question.counts.len() as f64 - 1.0) / (2.0 * n * std::f64::consts::LN_2);
    (found + missed).clamp(0.0, f64::from(LEAST_ANSWERED).log2())
}

/// How an enumerator's variety stands to the peers'.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarietyStanding {
    /// The enumerator's own, in bits a question.
    pub own_bits: f64,
    /// The median over the peers.
    pub usual_bits: f64,
    /// Signed robust deviations from the median.
    pub deviations: f64,
}

impl Group {
    /// How varied an enumerator's answers are beside those of the group; `None` where either has too little.
    pub fn variety_standing(&self, own: &Variety) -> Option<VarietyStanding> {
        let peers = self.variety_bits.filter(|peers| peers.n >= LEAST_VARIED)?;
        let own_bits = own.mean_bits()?;
        Some(VarietyStanding {
            own_bits,
            usual_bits: peers.median,
            deviations: peers.robust_z(own_bits, LEAST_SD_BITS),
        })
    }

    /// What a limit in robust deviations is in bits a question; 0 where nothing can be told.
    pub fn variety_limit_bits(&self, deviations: f64) -> f64 {
        let limit = |peers: super::Spread| peers.value_at(deviations, LEAST_SD_BITS).max(0.0);
        self.variety_bits.map_or(0.0, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::dice::Dice;

    fn bits(counts: &[u32]) -> f64 {
        entropy_bits(&Question {
            question: 1,
            counts: counts.to_vec(),
        })
    }

    #[test]
    fn entropy_is_that_worked_by_hand() {
        // One bit, and 1 / (2 · 20 ln 2) = 0.036 that twenty answers miss.
        assert!((bits(&[10, 10]) - 1.036_067).abs() < 1e-6);
        assert_eq!(bits(&[40]), 0.0);
        // All of a kind of their own: as much as twenty can show, however many.
        assert_eq!(bits(&[1; 20]), 20.0_f64.log2());
        assert_eq!(bits(&[1; 2_000]), 20.0_f64.log2());
    }

    #[test]
    fn few_interviews_do_not_look_less_varied_than_many() {
        let mut dice = Dice(4);
        let mut mean = |interviews: usize, values: u64| {
            let rounds = 400;
            let mut sum = 0.0;
            for _ in 0..rounds {
                let mut counts = vec![0; values as usize];
                for _ in 0..interviews {
                    // The lower of two: some answers are more usual than others.
                    counts[dice.below(values).min(dice.below(values)) as usize] += 1;
                }
                counts.retain(|count| *count > 0);
                sum += bits(&counts);
            }
            sum / f64::from(rounds)
        };
        for values in [2, 4, 10, 1_000] {
            let (few, many) = (mean(30, values), mean(300, values));
            // Uncorrected, ten values lose a fifth of a bit and a thousand values three bits.
            assert!((few - many).abs() < 0.1, "{values}: {few} {many}");
        }
    }

    #[test]
    fn from_too_few_questions_nothing_is_told() {
        let of = |questions| Variety {
            interviews: 40,
            questions,
            microbits: 18_000_000,
        };
        assert_eq!(of(11).mean_bits(), None);
        assert_eq!(of(12).mean_bits(), Some(1.5));
        let mut both = of(11);
        both.add(&of(25));
        assert_eq!(both.mean_bits(), Some(1.0));
    }
}
