//! Which segments meet, and how: a sweep from west to east with exact tests.

use geo::Coord;

use crate::predicates::orientation;

/// A straight piece between two different points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Segment {
    pub from: Coord<f64>,
    pub to: Coord<f64>,
}

/// How two segments meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meeting {
    /// Not at all.
    Apart,
    /// At a point that is an end of both.
    AtEnds(Coord<f64>),
    /// At an end of one, inside the other.
    EndInside {
        at: Coord<f64>,
        /// The end belongs to the first segment, and the inside to the second.
        end_of_first: bool,
    },
    /// Inside both, from one side to the other; the place is rounded.
    Crossing(Coord<f64>),
    /// Along a line, longer than a point. The place is one end of the common piece.
    Along(Coord<f64>),
}

/// The sweep would need more comparisons than it was allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// Calls `found(i, j)` for each pair of segments whose boxes overlap, in a fixed order, until it
/// says `false`. Gives up after `budget` comparisons: a shape of long parallel lines is quadratic.
pub(crate) fn for_each_close_pair(
    segments: &[Segment],
    budget: u64,
    mut found: impl FnMut(usize, usize) -> bool,
) -> Result<(), TooMany> {
    struct Box {
        west: f64,
        east: f64,
        south: f64,
        north: f64,
        segment: usize,
    }
    let mut boxes: Vec<Box> = segments
        .iter()
        .enumerate()
        .map(|(segment, s)| Box {
            west: s.from.x.min(s.to.x),
            east: s.from.x.max(s.to.x),
            south: s.from.y.min(s.to.y),
            north: s.from.y.max(s.to.y),
            segment,
        })
        .collect();
    boxes.sort_by(|a, b| a.west.total_cmp(&b.west).then(a.segment.cmp(&b.segment)));
    let mut spent = 0_u64;
    let mut active: Vec<usize> = Vec::new();
    for current in 0..boxes.len() {
        let here = &boxes[current];
        active.retain(|&other| boxes[other].east >= here.west);
        spent += active.len() as u64 + 1;
        if spent > budget {
            return Err(TooMany);
        }
        for &other in &active {
            let there = &boxes[other];
            if there.north >= here.south
                && there.south <= here.north
                && !found(there.segment, here.segment)
            {
                return Ok(());
            }
        }
        active.push(current);
    }
    Ok(())
}

/// How two segments meet. Exact, except for the place of a crossing, which is rounded.
pub(crate) fn meeting(first: Segment, second: Segment) -> Meeting {
    let second_from = orientation(first.from, first.to, second.from);
    let second_to = orientation(first.from, first.to, second.to);
    if same_side(second_from, second_to) {
        return Meeting::Apart;
    }
    let first_from = orientation(second.from, second.to, first.from);
    let first_to = orientation(second.from, second.to, first.to);
    if same_side(first_from, first_to) {
        return Meeting::Apart;
    }
    if second_from == 0.0 && second_to == 0.0 {
        return along(first, second);
    }
    let touches = [
        (
            second_from == 0.0 && within_box(first, second.from),
            second.from,
            false,
        ),
        (
            second_to == 0.0 && within_box(first, second.to),
            second.to,
            false,
        ),
        (
            first_from == 0.0 && within_box(second, first.from),
            first.from,
            true,
        ),
        (
            first_to == 0.0 && within_box(second, first.to),
            first.to,
            true,
        ),
    ];
    for (touches, at, end_of_first) in touches {
        if touches {
            let end_of_both =
                (at == first.from || at == first.to) && (at == second.from || at == second.to);
            return if end_of_both {
                Meeting::AtEnds(at)
            } else {
                Meeting::EndInside { at, end_of_first }
            };
        }
    }
    if second_from == 0.0 || second_to == 0.0 || first_from == 0.0 || first_to == 0.0 {
        return Meeting::Apart;
    }
    let share = first_from / (first_from - first_to);
    Meeting::Crossing(Coord {
        x: first.from.x + share * (first.to.x - first.from.x),
        y: first.from.y + share * (first.to.y - first.from.y),
    })
}

fn same_side(a: f64, b: f64) -> bool {
    (a > 0.0 && b > 0.0) || (a < 0.0 && b < 0.0)
}

fn within_box(segment: Segment, point: Coord<f64>) -> bool {
    let between = |a: f64, b: f64, v: f64| a.min(b) <= v && v <= a.max(b);
    between(segment.from.x, segment.to.x, point.x) && between(segment.from.y, segment.to.y, point.y)
}

/// Two segments on one line.
fn along(first: Segment, second: Segment) -> Meeting {
    let order = |a: &Coord<f64>, b: &Coord<f64>| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y));
    let sorted = |s: Segment| {
        if order(&s.from, &s.to).is_le() {
            (s.from, s.to)
        } else {
            (s.to, s.from)
        }
    };
    let (first_low, first_high) = sorted(first);
    let (second_low, second_high) = sorted(second);
    let low = if order(&first_low, &second_low).is_ge() {
        first_low
    } else {
        second_low
    };
    let high = if order(&first_high, &second_high).is_le() {
        first_high
    } else {
        second_high
    };
    match order(&low, &high) {
        std::cmp::Ordering::Less => Meeting::Along(low),
        std::cmp::Ordering::Equal => Meeting::AtEnds(low),
        std::cmp::Ordering::Greater => Meeting::Apart,
    }
}
