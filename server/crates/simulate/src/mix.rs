//! Which behaviour is planted, and on how many.

use crate::behaviour::Behaviour;

/// For each [`Behaviour`] the share of the working enumerators who have it. Nobody has two.
///
/// A share above 0 is given to one enumerator at least, so that a small survey shows every kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mix([f64; Behaviour::COUNT]);

impl Mix {
    /// Nothing planted: honest work with tablets in order.
    pub fn none() -> Mix {
        Mix([0.0; Behaviour::COUNT])
    }

    /// What a demonstration shows: a little of each kind, most of it innocent or old acquaintances.
    pub fn demo() -> Mix {
        Mix(Behaviour::ALL.map(|kind| match kind {
            Behaviour::InventorAtHome => 0.020,
            Behaviour::SlowClock
            | Behaviour::CachedFix
            | Behaviour::ApartmentBlock
            | Behaviour::BatchSync
            | Behaviour::FormLeftOpen => 0.010,
            Behaviour::MockLocation => 0.008,
            Behaviour::FastClock | Behaviour::ChangedClock => 0.005,
            Behaviour::HalfFaked
            | Behaviour::CopiedAnswers
            | Behaviour::OneSpot
            | Behaviour::ImpossibleTour
            | Behaviour::PaddedDays => 0.004,
        }))
    }

    /// What checks are measured on: one working enumerator in twenty is dishonest, all dishonest kinds alike, and each
    /// honest kind that could be mistaken for one has 1 to 2 %.
    pub fn evaluation() -> Mix {
        let kinds = Behaviour::ALL.iter().filter(|k| k.is_dishonest()).count();
        Mix(Behaviour::ALL.map(|kind| match kind {
            dishonest if dishonest.is_dishonest() => 0.05 / kinds as f64,
            Behaviour::SlowClock | Behaviour::FastClock | Behaviour::ChangedClock => 0.010,
            Behaviour::CachedFix | Behaviour::FormLeftOpen => 0.015,
            _ => 0.020,
        }))
    }

    /// The share of a kind.
    pub fn share(&self, kind: Behaviour) -> f64 {
        self.0[kind as usize]
    }

    /// The same mix with another share of one kind, held between 0 and 1.
    pub fn with(mut self, kind: Behaviour, share: f64) -> Mix {
        self.0[kind as usize] = if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        };
        self
    }

    /// How many of `working` enumerators have each kind: rounded so that the sum is right as well as each.
    pub(crate) fn counts(&self, working: usize) -> [usize; Behaviour::COUNT] {
        let mut sum = 0.0;
        let mut given = 0.0;
        self.0.map(|share| {
            sum += share * working as f64;
            let count = (sum.round() - given).max(0.0);
            given += count;
            if share > 0.0 {
                (count as usize).max(1)
            } else {
                0
            }
        })
    }
}

impl Default for Mix {
    fn default() -> Mix {
        Mix::demo()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evaluation_has_one_dishonest_enumerator_in_twenty_spread_evenly() {
        let counts = Mix::evaluation().counts(10_000);
        let [honest, dishonest] = [false, true].map(|wanted| {
            Behaviour::ALL
                .into_iter()
                .filter(|kind| kind.is_dishonest() == wanted)
                .map(|kind| counts[kind as usize])
                .collect::<Vec<_>>()
        });
        assert_eq!(dishonest.iter().sum::<usize>(), 500);
        assert!(dishonest.iter().all(|count| (71..=72).contains(count)));
        assert!(honest.iter().all(|count| (100..=200).contains(count)));
    }

    #[test]
    fn a_share_can_be_changed_and_a_small_one_means_one_at_least() {
        let mix = Mix::none().with(Behaviour::OneSpot, 0.001);
        let counts = mix.counts(100);
        assert_eq!(counts[Behaviour::OneSpot as usize], 1);
        assert_eq!(counts.iter().sum::<usize>(), 1);
        assert_eq!(
            mix.with(Behaviour::OneSpot, 7.0).share(Behaviour::OneSpot),
            1.0
        );
        assert_eq!(mix.with(Behaviour::OneSpot, f64::NAN), Mix::none());
    }
}
