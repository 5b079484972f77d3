//! Complementary suppression in a tree of sums: a small number is held back, and with it as many others as it takes so that no sum of
//! what is told gives it back.

use super::{FEWEST_TOLD, is_small};

/// An area, as one part of a tree of sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part that it belongs to, which comes before it; `None` of the whole.
    pub parent: Option<usize>,
    /// Its numbers: as many as every other part has, each the sum over its own parts and of what belongs to none of those.
    pub numbers: Vec<u64>,
}

/// Which parts are held back, and of which the rest is: what belongs to a part and to none of its own parts. A part is told or held with
/// all its numbers. `also` are parts that must be held for other reasons.
///
/// Held are, first, the parts with a small number. A reader knows what is told, that every part is the sum of its parts and its rest, and of
/// a held number only whether it is below five. From that follows for every number the range in which it must lie: exactly, since the sums
/// make a tree and sums of ranges of whole numbers are ranges. While a small number's range is one number alone, more is held: the smallest
/// part beside it that is not nothing, else the whole that they belong to. Every round holds something more, so that it ends.
pub fn held_parts(parts: &[Part], also: impl Fn(usize) -> bool) -> (Vec<bool>, Vec<bool>) {
    let mut tree = Tree::of(parts);
    for at in 0..tree.numbers.len() {
        let is_forced = at < parts.len() && also(at);
        if is_forced || tree.numbers[at].iter().any(|number| is_small(*number)) {
            tree.hold(at);
        }
    }
    loop {
        let mut exposed = tree.exposed();
        // One more beside each other is enough for a round: the next sees what is still exposed.
        exposed.dedup_by_key(|at| tree.parent[*at]);
        if exposed.is_empty() {
            break;
        }
        for at in exposed {
            tree.widen(at);
        }
    }
    let rests = (0..parts.len()).map(|at| tree.rest[at].is_some_and(|rest| tree.held[rest]));
    let rests = rests.collect();
    tree.held.truncate(parts.len());
    (tree.held, rests)
}

/// The parts, and behind them the rests of those that have one.
struct Tree {
    parent: Vec<Option<usize>>,
    parts: Vec<Vec<usize>>,
    numbers: Vec<Vec<u64>>,
    rest: Vec<Option<usize>>,
    held: Vec<bool>,
}

/// The numbers between which a number must lie, both among them.
type Range = (u64, u64);

/// More than any number: nothing bounds it.
const UNBOUNDED: u64 = u64::MAX / 4;

impl Tree {
    fn of(parts: &[Part]) -> Tree {
        let mut tree = Tree {
            parent: parts.iter().map(|part| part.parent).collect(),
            parts: vec![Vec::new(); parts.len()],
            numbers: parts.iter().map(|part| part.numbers.clone()).collect(),
            rest: vec![None; parts.len()],
            held: Vec::new(),
        };
        for (at, part) in parts.iter().enumerate() {
            if let Some(parent) = part.parent {
                tree.parts[parent].push(at);
            }
        }
        for at in 0..parts.len() {
            let mut rest = parts[at].numbers.clone();
            for below in &tree.parts[at] {
                for (rest, number) in rest.iter_mut().zip(&parts[*below].numbers) {
                    *rest = rest.saturating_sub(*number);
                }
            }
            if !tree.parts[at].is_empty() && rest.iter().any(|rest| *rest > 0) {
                let number = tree.parent.len();
                tree.parent.push(Some(at));
                tree.parts.push(Vec::new());
                tree.parts[at].push(number);
                tree.numbers.push(rest);
                tree.rest[at] = Some(number);
            }
        }
        tree.held = vec![false; tree.numbers.len()];
        tree
    }

    /// Holds a part, and of its own parts so many that it is not their sum.
    fn hold(&mut self, at: usize) {
        self.held[at] = true;
        if self.parts[at].is_empty() {
            return;
        }
        for column in 0..self.numbers[at].len() {
            let hides = |below: &&usize| self.held[**below] && self.numbers[**below][column] > 0;
            if self.numbers[at][column] == 0 || self.parts[at].iter().any(|below| hides(&below)) {
                continue;
            }
            let largest = self.parts[at]
                .iter()
                .max_by_key(|below| self.numbers[**below][column]);
            if let Some(largest) = largest.copied() {
                self.hold(largest);
            }
        }
    }

    /// Holds something more so that a part is less certain.
    fn widen(&mut self, at: usize) {
        let Some(parent) = self.parent[at] else {
            return;
        };
        let size = |part: usize| {
            self.numbers[part]
                .iter()
                .fold(0_u64, |sum, n| sum.saturating_add(*n))
        };
        let beside = self.parts[parent].iter().copied();
        let beside = beside.filter(|part| !self.held[*part] && size(*part) > 0);
        match beside.min_by_key(|part| size(*part)) {
            Some(smallest) => self.hold(smallest),
            None if !self.held[parent] => self.hold(parent),
            None => self.widen(parent),
        }
    }

    /// The parts with a small number that can be told from the rest, in order.
    fn exposed(&self) -> Vec<usize> {
        let columns = self.numbers.first().map_or(0, Vec::len);
        let mut exposed: Vec<usize> = (0..columns)
            .flat_map(|column| {
                let ranges = self.ranges(column);
                (0..self.numbers.len()).filter(move |at| {
                    let (low, high) = ranges[*at];
                    is_small(self.numbers[*at][column]) && low == high
                })
            })
            .collect();
        // Those that belong to one part stand together.
        exposed.sort_unstable_by_key(|at| (self.parent[*at], *at));
        exposed.dedup();
        exposed
    }

    /// The range of every number of a column, as a reader can know it.
    fn ranges(&self, column: usize) -> Vec<Range> {
        let says = |at: usize| -> Range {
            match (self.held[at], self.numbers[at][column]) {
                (false, number) => (number, number),
                (true, number) if number < FEWEST_TOLD => (0, FEWEST_TOLD - 1),
                (true, _) => (0, UNBOUNDED),
            }
        };
        // From below: what the parts of a part allow. Parts come behind what they belong to.
        let mut below: Vec<Range> = (0..self.numbers.len()).map(says).collect();
        let sum = |ranges: &[Range], parts: &[usize]| -> Range {
            parts.iter().fold((0, 0), |(low, high), part| {
                let (l, h) = ranges[*part];
                (low + l, (high + h).min(UNBOUNDED))
            })
        };
        for at in (0..self.numbers.len()).rev() {
            if !self.parts[at].is_empty() {
                let (low, high) = sum(&below, &self.parts[at]);
                below[at] = (below[at].0.max(low), below[at].1.min(high));
            }
        }
        // From above: what the whole and the parts beside it leave. Rests stand last, and are nobody's whole.
        let mut ranges = below.clone();
        for at in 0..self.numbers.len() {
            let (low, high) = ranges[at];
            let (all_low, all_high) = sum(&below, &self.parts[at]);
            for part in &self.parts[at] {
                let (own_low, own_high) = below[*part];
                let others_low = all_low - own_low;
                let most = high.saturating_sub(others_low);
                let least = match all_high >= UNBOUNDED {
                    // Summed again: of several unbounded ones one could be left out.
                    true => {
                        let others = self.parts[at].iter().copied().filter(|other| other != part);
                        let (_, others_high) = sum(&below, &others.collect::<Vec<_>>());
                        if others_high >= UNBOUNDED {
                            0
                        } else {
                            low.saturating_sub(others_high)
                        }
                    }
                    false => low.saturating_sub(all_high - own_high),
                };
                ranges[*part] = (own_low.max(least), own_high.min(most));
            }
        }
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(parent: Option<usize>, number: u64) -> Part {
        Part {
            parent,
            numbers: vec![number],
        }
    }

    /// A whole of leaves: which are held, the whole first.
    fn flat(numbers: &[u64]) -> Vec<bool> {
        let leaves = numbers.iter().map(|number| part(Some(0), *number));
        let all: Vec<Part> = [part(None, numbers.iter().sum())]
            .into_iter()
            .chain(leaves)
            .collect();
        held_parts(&all, |_| false).0
    }

    #[test]
    fn nothing_is_held_where_nothing_is_small() {
        assert_eq!(flat(&[5, 0, 40]), [false; 4]);
    }

    #[test]
    fn beside_one_small_number_the_smallest_other_is_held_too_and_the_total_is_told() {
        assert_eq!(flat(&[40, 3, 0, 12]), [false, false, true, false, true]);
    }

    #[test]
    fn two_small_numbers_hide_each_other_unless_their_sum_says_both() {
        assert_eq!(flat(&[3, 2, 9]), [false, true, true, false]);
        // Eight can only be four and four.
        assert_eq!(flat(&[4, 4, 9]), [false, true, true, true]);
    }

    #[test]
    fn the_total_is_held_where_nothing_else_can_be() {
        assert_eq!(flat(&[3, 0]), [true, true, false]);
        assert_eq!(flat(&[4, 4]), [true, true, true]);
    }

    #[test]
    fn what_is_left_for_the_whole_itself_is_a_part_as_the_others() {
        // Two were claimed for the whole and for none of its parts.
        let (held, rests) = held_parts(&[part(None, 32), part(Some(0), 30)], |_| false);
        assert_eq!((held, rests), (vec![false, true], vec![true, false]));
    }

    #[test]
    fn a_part_that_is_held_for_another_is_held_below_too() {
        let all = [
            part(None, 43),
            part(Some(0), 3),
            part(Some(0), 40),
            part(Some(2), 25),
            part(Some(2), 15),
        ];
        let (held, _) = held_parts(&all, |_| false);
        assert_eq!(
            held,
            [false, true, true, true, false],
            "15 and the total would give 25"
        );
    }

    #[test]
    fn a_part_is_held_with_all_its_numbers() {
        let of = |parent, numbers: [u64; 2]| Part {
            parent,
            numbers: numbers.to_vec(),
        };
        let all = [
            of(None, [60, 60]),
            of(Some(0), [20, 3]),
            of(Some(0), [15, 40]),
            of(Some(0), [25, 17]),
        ];
        assert_eq!(held_parts(&all, |_| false).0, [false, true, false, true]);
        assert_eq!(
            held_parts(&all[..1], |_| true).0,
            [true],
            "for other reasons"
        );
    }

    /// Whether the leaves below a part can be filled in other ways: every assignment that agrees with what is told, and the values that
    /// each part takes in them.
    fn seen(parts: &[Part], held: &[bool]) -> Vec<std::collections::BTreeSet<u64>> {
        let is_leaf = |at: usize| parts.iter().all(|part| part.parent != Some(at));
        let leaves: Vec<usize> = (0..parts.len()).filter(|at| is_leaf(*at)).collect();
        let mut seen = vec![std::collections::BTreeSet::new(); parts.len()];
        let mut values = vec![0_u64; leaves.len()];
        const MOST: u64 = 14;
        loop {
            let mut numbers = vec![0; parts.len()];
            for (leaf, value) in leaves.iter().zip(&values) {
                numbers[*leaf] = *value;
            }
            for at in (1..parts.len()).rev() {
                if let Some(parent) = parts[at].parent {
                    numbers[parent] += numbers[at];
                }
            }
            let agrees = (0..parts.len()).all(|at| {
                let own = parts[at].numbers[0];
                match held[at] {
                    false => numbers[at] == own,
                    true => own >= FEWEST_TOLD || numbers[at] < FEWEST_TOLD,
                }
            });
            if agrees {
                for (seen, number) in seen.iter_mut().zip(&numbers) {
                    seen.insert(*number);
                }
            }
            let Some(next) = values.iter().position(|value| *value < MOST) else {
                return seen;
            };
            values[next] += 1;
            values[..next].fill(0);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn no_small_number_can_be_worked_out(
            leaves in proptest::collection::vec(prop_oneof![3 => 0_u64..=5, 1 => 0_u64..=9], 4),
            shape in 0_usize..4,
        ) {
            // 0 is the whole; leaves hang below it or below one or two parts between.
            let parents: [Option<usize>; 7] = match shape {
                0 => [None, Some(0), Some(0), Some(0), Some(0), None, None],
                1 => [None, Some(0), Some(0), Some(1), Some(1), Some(2), Some(2)],
                2 => [None, Some(0), Some(1), Some(1), Some(0), Some(0), None],
                _ => [None, Some(0), Some(1), Some(2), Some(2), Some(1), Some(0)],
            };
            let count = if shape == 0 { 5 } else if shape == 2 { 6 } else { 7 };
            let mut all: Vec<Part> = parents[..count].iter().map(|parent| part(*parent, 0)).collect();
            let is_leaf = |at: usize| parents[..count].iter().all(|parent| *parent != Some(at));
            let mut next = leaves.iter();
            for at in (0..count).filter(|at| is_leaf(*at)) {
                all[at].numbers[0] = *next.next().unwrap_or(&0);
            }
            for at in (1..count).rev() {
                let number = all[at].numbers[0];
                if let Some(parent) = all[at].parent {
                    all[parent].numbers[0] += number;
                }
            }
            let (held, _) = held_parts(&all, |_| false);
            let seen = seen(&all, &held);
            for (at, part) in all.iter().enumerate() {
                prop_assert!(seen[at].contains(&part.numbers[0]), "the truth is among what could be");
                if is_small(part.numbers[0]) {
                    prop_assert!(held[at] && seen[at].len() > 1, "{at} of {all:?}: {held:?}, {:?}", seen[at]);
                }
            }
        }
    }
}
