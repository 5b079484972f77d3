//! In which order to go to some doors: always the nearest next, then turned round where that is shorter.
//!
//! Nearest neighbour, then 2-opt (Croes 1958) on the open way from a fixed start: a stretch of the way is turned round as long as that saves
//! a metre; a door is moved to another place of the way (Or 1976) likewise. No way crosses itself in the end. It is the beeline that is
//! measured; paths are longer.

use crate::geo::distance_m;
use crate::place::Fix;
use serde::{Deserialize, Serialize};

/// Beyond so many doors with a place the way is left as the nearest neighbours made it: no day has so many.
pub const MOST_STOPS: usize = 200;

/// What a change must save, in metres: less is rounding, and could go on for ever.
const LEAST_SAVING_M: f64 = 0.01;

/// A stop of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    /// The place of the door among the given ones.
    pub at: u32,
    /// Metres in a beeline from the stop before, or from the start; `None` where either place is not known.
    pub from_before_m: Option<f64>,
}

/// A walk to every given door.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// Places of the doors among the given ones, in walking order. Those without a possible position stand last, in the given order.
    pub order: Vec<usize>,
    /// The same with distances.
    pub legs: Vec<Leg>,
    /// Metres in beelines from the start, if there is one, to the last door with a position.
    pub length_m: f64,
    /// Doors without a possible position.
    pub without_position: usize,
}

/// The order in which to walk to `doors`, from `start` if there is one, else from the first door with a position. It ends wherever it ends.
/// Equal positions, none at all and impossible ones do no harm.
pub fn walk(start: Option<&Fix>, doors: &[Option<Fix>]) -> Walk {
    let start = start.copied().filter(Fix::is_possible);
    let placed: Vec<(usize, Fix)> = doors
        .iter()
        .enumerate()
        .filter_map(|(at, door)| Some((at, door.filter(Fix::is_possible)?)))
        .collect();
    let mut stops: Vec<Fix> = start.into_iter().collect();
    stops.extend(placed.iter().map(|(_, fix)| *fix));
    let way = shortened(nearest_next(&stops), &stops);

    // The first of the way is the start; without one it is a door.
    let doors_of_way = way.iter().skip(usize::from(start.is_some()));
    let skipped = usize::from(start.is_some());
    let mut legs = Vec::with_capacity(doors.len());
    let mut length_m = 0.0;
    let mut before = start;
    for stop in doors_of_way {
        let here = stops[*stop];
        let from_before_m = before.map(|before| distance_m(&before, &here));
        length_m += from_before_m.unwrap_or(0.0);
        legs.push(Leg {
            at: placed[stop - skipped].0 as u32,
            from_before_m,
        });
        before = Some(here);
    }
    let without: Vec<usize> = (0..doors.len())
        .filter(|at| !doors[*at].is_some_and(|door| door.is_possible()))
        .collect();
    legs.extend(without.iter().map(|at| Leg {
        at: *at as u32,
        from_before_m: None,
    }));
    Walk {
        order: legs.iter().map(|leg| leg.at as usize).collect(),
        legs,
        length_m,
        without_position: without.len(),
    }
}

/// From the first stop always to the nearest that is left; of equally near ones to the first given.
fn nearest_next(stops: &[Fix]) -> Vec<usize> {
    let mut left: Vec<usize> = (1..stops.len()).collect();
    let mut way: Vec<usize> = (0..stops.len().min(1)).collect();
    while let Some(here) = way.last().copied().filter(|_| !left.is_empty()) {
        let mut nearest = 0;
        for at in 1..left.len() {
            let distance = |at: usize| distance_m(&stops[here], &stops[left[at]]);
            if distance(at) < distance(nearest) {
                nearest = at;
            }
        }
        way.push(left.remove(nearest));
    }
    way
}

/// The way with the best change made again and again until none saves anything. The first stop stays.
fn shortened(mut way: Vec<usize>, stops: &[Fix]) -> Vec<usize> {
    if way.len() > MOST_STOPS {
        return way;
    }
    let n = stops.len();
    // Every distance once: they are asked for many times.
    let distances: Vec<f64> = stops
        .iter()
        .flat_map(|a| stops.iter().map(move |b| distance_m(a, b)))
        .collect();
    let between = |a: usize, b: usize| distances[a * n + b];
    // Every change saves something, so it ends by itself; the bound is for a time that is known.
    for _ in 0..way.len() * 10 {
        let change = best_turn(&way, &between).max_by_saving(best_move(&way, &between));
        match change {
            Some(Change { saving_m, kind }) if saving_m > LEAST_SAVING_M => match kind {
                Kind::Turn(from, to) => way[from..=to].reverse(),
                Kind::Move(from, to) => {
                    let stop = way.remove(from);
                    way.insert(to, stop);
                }
            },
            _ => break,
        }
    }
    way
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The stretch between two places, both included, the other way round.
    Turn(usize, usize),
    /// The stop at a place taken out, and put in at a place of what is left.
    Move(usize, usize),
}

#[derive(Clone, Copy, Debug)]
struct Change {
    saving_m: f64,
    kind: Kind,
}

trait Better {
    fn max_by_saving(self, other: Self) -> Self;
}

impl Better for Option<Change> {
    fn max_by_saving(self, other: Self) -> Self {
        match (self, other) {
            (Some(one), Some(two)) if two.saving_m > one.saving_m => Some(two),
            (None, two) => two,
            (one, _) => one,
        }
    }
}

fn best_turn(way: &[usize], between: &impl Fn(usize, usize) -> f64) -> Option<Change> {
    let mut best: Option<Change> = None;
    for from in 1..way.len() {
        for to in from + 1..way.len() {
            let (a, b, c) = (way[from - 1], way[from], way[to]);
            // The way is open: after its last stop comes nothing.
            let saving_m = match way.get(to + 1) {
                Some(d) => between(a, b) + between(c, *d) - between(a, c) - between(b, *d),
                None => between(a, b) - between(a, c),
            };
            let kind = Kind::Turn(from, to);
            best = best.max_by_saving(Some(Change { saving_m, kind }));
        }
    }
    best
}

fn best_move(way: &[usize], between: &impl Fn(usize, usize) -> f64) -> Option<Change> {
    let mut best: Option<Change> = None;
    for from in 1..way.len() {
        let (before, stop, after) = (way[from - 1], way[from], way.get(from + 1));
        let taken_out = between(before, stop)
            + after.map_or(0.0, |after| between(stop, *after) - between(before, *after));
        let rest: Vec<usize> = way.iter().copied().filter(|other| *other != stop).collect();
        for to in 1..=rest.len() {
            let (before, after) = (rest[to - 1], rest.get(to));
            let put_in = between(before, stop)
                + after.map_or(0.0, |after| between(stop, *after) - between(before, *after));
            let saving_m = taken_out - put_in;
            let kind = Kind::Move(from, to);
            best = best.max_by_saving(Some(Change { saving_m, kind }));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::dice::Dice;

    fn at(latitude: f64, longitude: f64) -> Fix {
        Fix {
            latitude,
            longitude,
            accuracy_m: None,
        }
    }

    /// The shortest way from the first stop through all others, by trying every order.
    fn shortest(here: &Fix, left: &[Fix]) -> f64 {
        let lengths = (0..left.len()).map(|next| {
            let mut rest = left.to_vec();
            let there = rest.remove(next);
            distance_m(here, &there) + shortest(&there, &rest)
        });
        lengths.min_by(f64::total_cmp).unwrap_or(0.0)
    }

    #[test]
    fn doors_along_a_street_are_visited_along_it() {
        let street = [3, 1, 4, 2, 5].map(|n| Some(at(31.0 + f64::from(n) / 1_000.0, 74.0)));
        let found = walk(Some(&at(31.0, 74.0)), &street);
        assert_eq!(found.order, [1, 3, 0, 2, 4]);
        assert!((found.length_m - 555.97).abs() < 0.1, "{}", found.length_m);
        assert!(
            found
                .legs
                .iter()
                .all(|leg| (leg.from_before_m.unwrap() - 111.19).abs() < 0.1)
        );
    }

    #[test]
    fn missing_impossible_and_equal_positions_do_no_harm() {
        let here = at(31.0, 74.0);
        assert_eq!(walk(Some(&here), &[]), Walk::default());
        assert_eq!(walk(None, &[]), Walk::default());
        let none = walk(None, &[None, None]);
        assert_eq!((none.order, none.without_position), (vec![0, 1], 2));
        let same = walk(Some(&here), &[Some(here); 6]);
        assert_eq!((same.order.len(), same.length_m), (6, 0.0));
        let odd = [
            Some(at(f64::NAN, 74.0)),
            Some(at(31.001, 74.0)),
            None,
            Some(at(0.0, 0.0)),
            Some(here),
        ];
        let found = walk(Some(&at(f64::INFINITY, 1.0)), &odd);
        assert_eq!(found.order, [1, 4, 0, 2, 3]);
        assert_eq!(found.legs[0].from_before_m, None);
        assert_eq!(found.without_position, 3);
        let many = vec![Some(here); MOST_STOPS + 5];
        assert_eq!(walk(None, &many).order.len(), MOST_STOPS + 5);
    }

    #[test]
    fn up_to_eight_doors_the_way_is_seldom_longer_than_the_shortest_and_never_by_a_third() {
        let mut dice = Dice(7);
        let (mut cases, mut shortest_found, mut excess) = (0, 0, 0.0);
        for round in 0..160 {
            let n = 1 + round % 8;
            let doors: Vec<Fix> = (0..n)
                .map(|_| at(31.0 + dice.uniform() / 50.0, 74.0 + dice.uniform() / 50.0))
                .collect();
            let start = at(31.01, 74.01);
            let given: Vec<Option<Fix>> = doors.iter().copied().map(Some).collect();
            let found = walk(Some(&start), &given);
            let mut order = found.order.clone();
            order.sort_unstable();
            assert_eq!(order, (0..n).collect::<Vec<_>>());
            // Eight doors have 40,320 orders: every fourth round is enough of them.
            if n == 8 && round % 32 != 7 {
                continue;
            }
            let best = shortest(&start, &doors);
            let ratio = found.length_m / best;
            assert!((1.0 - 1e-9..1.34).contains(&ratio), "{n} doors: {ratio}");
            cases += 1;
            shortest_found += usize::from(ratio < 1.0 + 1e-9);
            excess += ratio - 1.0;
        }
        assert!(
            shortest_found * 10 > cases * 8,
            "{shortest_found} of {cases}"
        );
        assert!(excess / (cases as f64) < 0.01, "{excess}");
    }
}
