//! Which positions lie so close to another that the fixes cannot tell them apart. Linear in the number of positions.

use crate::geo::distance_m;
use crate::place::Fix;
use std::collections::HashMap;

/// Metres of a degree of latitude; only for sorting positions into squares, distances are [`distance_m`]'s.
const METRES_PER_DEGREE: f64 = 111_195.08;

/// How close positions lie, beyond what accuracies explain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Metres between two positions that count as one spot when both are known exactly.
    pub near_m: f64,
    /// Fixes less accurate than this, in metres, are left out: one of 300 m would be near everything.
    pub worst_accuracy_m: f64,
}

impl Reach {
    /// Whether a fix is good enough to say where a household is.
    pub fn takes(&self, fix: &Fix) -> bool {
        fix.is_possible() && accuracy_m(fix) <= self.worst_accuracy_m
    }

    fn joins(&self, a: &Fix, b: &Fix) -> bool {
        distance_m(a, b) <= self.near_m + accuracy_m(a) + accuracy_m(b)
    }
}

/// An unknown accuracy explains nothing.
fn accuracy_m(fix: &Fix) -> f64 {
    fix.accuracy_m
        .filter(|m| m.is_finite() && *m > 0.0)
        .unwrap_or(0.0)
}

/// How many of the fixes have another within reach. All must be such that [`Reach::takes`] them.
///
/// Positions are sorted into squares as wide as the farthest reach, so that only nine squares are looked at for each. A
/// crowded square is quickly done with: the search ends at the first neighbour, and positions without one are few in a square
/// because they keep their distance.
pub fn clustered(fixes: &[Fix], reach: &Reach) -> u32 {
    // A metre more, because a square's width is that at its row's latitude.
    let side_m = reach.near_m + 2.0 * reach.worst_accuracy_m + 1.0;
    let row_of = |fix: &Fix| (fix.latitude * METRES_PER_DEGREE / side_m).floor();
    let column_in = |row: f64, fix: &Fix| {
        let latitude = row * side_m / METRES_PER_DEGREE;
        (fix.longitude * METRES_PER_DEGREE * latitude.to_radians().cos() / side_m).floor()
    };
    let mut squares: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (index, fix) in fixes.iter().enumerate() {
        let row = row_of(fix);
        squares
            .entry((row as i64, column_in(row, fix) as i64))
            .or_default()
            .push(index);
    }
    let has_neighbour = |index: usize, fix: &Fix| {
        let row = row_of(fix);
        [row - 1.0, row, row + 1.0].into_iter().any(|row| {
            let column = column_in(row, fix) as i64;
            (column - 1..=column + 1)
                .filter_map(|column| squares.get(&(row as i64, column)))
                .flatten()
                .any(|other| *other != index && reach.joins(fix, &fixes[*other]))
        })
    };
    let number = fixes
        .iter()
        .enumerate()
        .filter(|(index, fix)| has_neighbour(*index, fix))
        .count();
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REACH: Reach = Reach {
        near_m: 10.0,
        worst_accuracy_m: 50.0,
    };

    fn fix(north_m: f64, east_m: f64, accuracy_m: f64) -> Fix {
        let latitude = 31.5_f64;
        Fix {
            latitude: latitude + north_m / METRES_PER_DEGREE,
            longitude: 74.3 + east_m / (METRES_PER_DEGREE * latitude.to_radians().cos()),
            accuracy_m: Some(accuracy_m),
        }
    }

    #[test]
    fn two_houses_are_one_spot_up_to_ten_metres_and_both_accuracies() {
        let pair = |apart_m| clustered(&[fix(0.0, 0.0, 4.0), fix(0.0, apart_m, 6.0)], &REACH);
        assert_eq!([pair(19.9), pair(20.1)], [2, 0]);
    }

    #[test]
    fn a_coarse_fix_and_one_of_unknown_accuracy_explain_nothing_more() {
        assert!(!REACH.takes(&fix(0.0, 0.0, 50.1)));
        assert!(REACH.takes(&fix(0.0, 0.0, 50.0)));
        let unknown = Fix {
            accuracy_m: None,
            ..fix(0.0, 10.5, 1.0)
        };
        assert_eq!(clustered(&[fix(0.0, 0.0, 0.1), unknown], &REACH), 0);
    }

    proptest! {
        #[test]
        fn squares_find_what_comparing_every_pair_finds(
            places in prop::collection::vec((-400.0..400.0, -400.0..400.0, 0.0..50.0), 0..60)
        ) {
            let fixes: Vec<Fix> = places.iter().map(|(n, e, a)| fix(*n, *e, *a)).collect();
            let plain = fixes.iter().enumerate().filter(|(i, a)| {
                fixes.iter().enumerate().any(|(j, b)| *i != j && REACH.joins(a, b))
            }).count();
            prop_assert_eq!(clustered(&fixes, &REACH) as usize, plain);
        }
    }
}
