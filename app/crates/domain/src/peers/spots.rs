//! Whether the positions of a day could be those of different doors, or are rather those of one tablet that stayed where it was.
//!
//! A dense lane and a block of flats put many households within a few metres, so that near neighbours say nothing. But a tablet
//! also states how good each position is, and positions taken one by one, at different doors, floors and hours, scatter at least
//! as widely as that: even at one and the same door they lie about as far from their middle as their accuracy says. A tablet
//! that stays where it is takes its errors along from fix to fix (GPS errors are alike in place and time: Ranacher and others
//! 2016, "Why GPS makes distances bigger than they are"), and coordinates that are made up with a little jitter have none: both
//! lie far closer together than the stated accuracies allow.

use crate::geo::offset_m;
use crate::place::Fix;

/// The part of a day's positions that has to lie together: whoever sits in one place may still have gone to a few doors.
const NEAREST: f64 = 0.75;

/// What makes a day's positions those of one spot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneSpot {
    /// The fewest positions that tell.
    pub least: usize,
    /// Up to which part of their accuracies they lie from their middle, 0 to 1.
    pub of_accuracy: f64,
    /// Less accurate ones, in metres, are left out: they would lie close to anything.
    pub worst_accuracy_m: f64,
}

impl OneSpot {
    /// Whether a fix can tell: it has to say how accurate it is, and well enough.
    pub fn takes(&self, fix: &Fix) -> bool {
        let is_accurate = |m: f64| m > 0.0 && m <= self.worst_accuracy_m;
        fix.is_possible() && fix.accuracy_m.is_some_and(is_accurate)
    }

    /// Whether so many positions are enough to tell.
    pub fn is_enough(&self, positions: usize) -> bool {
        positions >= self.least.max(2)
    }

    /// Whether positions, all of which [`OneSpot::takes`], are those of one spot: the root mean square of their distances from
    /// the middle, each as a part of its accuracy, over the three quarters that lie nearest. Linear; the order does not matter.
    pub fn holds(&self, fixes: &[Fix]) -> bool {
        let Some(base) = fixes.first().filter(|_| self.is_enough(fixes.len())) else {
            return false;
        };
        let places: Vec<(f64, f64)> = fixes.iter().map(|fix| offset_m(base, fix)).collect();
        let middle_of = |side: fn(&(f64, f64)) -> f64| middle(places.iter().map(side).collect());
        let (east_m, north_m) = (middle_of(|place| place.0), middle_of(|place| place.1));
        let part = |((east, north), fix): (&(f64, f64), &Fix)| {
            let accuracy_m = fix.accuracy_m.unwrap_or_default();
            ((east - east_m).powi(2) + (north - north_m).powi(2)) / accuracy_m.powi(2)
        };
        let mut squares: Vec<f64> = places.iter().zip(fixes).map(part).collect();
        squares.sort_unstable_by(f64::total_cmp);
        squares.truncate((squares.len() as f64 * NEAREST).ceil() as usize);
        let mean = squares.iter().sum::<f64>() / squares.len() as f64;
        mean <= self.of_accuracy.powi(2)
    }
}

/// The median; the mean of the middle two of an even number. 0 of nothing.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or_default();
    (at(values.len() / 2) + at(values.len().saturating_sub(1) / 2)) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::dice::Dice;

    const ONE_SPOT: OneSpot = OneSpot {
        least: 5,
        of_accuracy: 0.35,
        worst_accuracy_m: 50.0,
    };

    fn fix(east_m: f64, north_m: f64, accuracy_m: f64) -> Fix {
        let degree_m = 111_195.08;
        let latitude = 31.5_f64;
        Fix {
            latitude: latitude + north_m / degree_m,
            longitude: 74.3 + east_m / (degree_m * latitude.to_radians().cos()),
            accuracy_m: Some(accuracy_m),
        }
    }

    /// Eight positions of that accuracy, of which each part of `doors_m` lies at a door of its own.
    fn at_doors(dice: &mut Dice, doors_m: [f64; 2], scatter: f64) -> Vec<Fix> {
        let mut at_door = || {
            let accuracy_m = 4.0 + 8.0 * dice.uniform();
            // The stated radius holds 68 % of the positions: 1.51 times the deviation along each axis.
            let error_m = scatter * accuracy_m / 1.51;
            let [east_m, north_m] = doors_m.map(|side_m| side_m * (dice.uniform() - 0.5));
            fix(
                east_m + error_m * dice.normal(),
                north_m + error_m * dice.normal(),
                accuracy_m,
            )
        };
        (0..8).map(|_| at_door()).collect()
    }

    fn in_a_thousand(doors_m: [f64; 2], scatter: f64) -> usize {
        let mut dice = Dice(5);
        let day = |_: &i32| ONE_SPOT.holds(&at_doors(&mut dice, doors_m, scatter));
        (0..1_000).filter(day).count()
    }

    #[test]
    fn positions_at_a_quarter_of_their_accuracy_from_the_middle_are_one_spot_and_at_half_of_it_are_not()
     {
        let square = |part: f64| {
            let away = part * 8.0;
            let sides = [(away, 0.0), (-away, 0.0), (0.0, away), (0.0, -away)];
            let fixes: Vec<Fix> = sides
                .iter()
                .cycle()
                .take(8)
                .map(|(e, n)| fix(*e, *n, 8.0))
                .collect();
            ONE_SPOT.holds(&fixes)
        };
        assert!(square(0.25) && !square(0.5));
    }

    #[test]
    fn a_block_of_flats_is_hardly_ever_taken_for_one_spot_and_a_tablet_that_stays_put_mostly_is() {
        // One day in a hundred in a house twelve metres long; and, which is nobody's work, one and the same door all day.
        assert!(in_a_thousand([12.0, 8.0], 1.0) <= 10);
        assert!(in_a_thousand([0.0, 0.0], 1.0) <= 25);
        assert!(in_a_thousand([0.0, 0.0], 0.3) >= 850);
    }

    #[test]
    fn one_door_of_the_day_does_not_hide_the_spot_and_half_of_the_doors_are_an_honest_day() {
        let day = |doors: usize| {
            let fixes: Vec<Fix> = (0..8)
                .map(|n| {
                    fix(
                        if n < doors {
                            200.0 + 20.0 * n as f64
                        } else {
                            0.0
                        },
                        0.0,
                        6.0,
                    )
                })
                .collect();
            ONE_SPOT.holds(&fixes)
        };
        assert_eq!([day(0), day(2), day(4)], [true, true, false]);
    }

    #[test]
    fn too_few_positions_and_those_of_unknown_or_bad_accuracy_tell_nothing() {
        assert!(!ONE_SPOT.holds(&[fix(0.0, 0.0, 5.0); 4]));
        assert!(ONE_SPOT.holds(&[fix(0.0, 0.0, 5.0); 5]));
        for accuracy_m in [None, Some(0.0), Some(f64::NAN), Some(50.1)] {
            let odd = Fix {
                accuracy_m,
                ..fix(0.0, 0.0, 1.0)
            };
            assert!(!ONE_SPOT.takes(&odd), "{accuracy_m:?}");
        }
    }
}
