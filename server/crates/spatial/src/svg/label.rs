//! Where a label fits best: the pole of inaccessibility, by halving squares (the method of
//! V. Agafonkin's "polylabel", 2016): a square is looked into only if it could hold a better point.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Pixel;

/// Squares looked at for one area; a normal outline needs about a hundred.
const MOST_SQUARES: usize = 4_000;

struct Square {
    x: f64,
    y: f64,
    half: f64,
    /// Distance of the middle from the outline, negative outside.
    distance: f64,
}

impl Square {
    fn new(x: f64, y: f64, half: f64, rings: &[Vec<Pixel>]) -> Self {
        Self {
            x,
            y,
            half,
            distance: distance(x, y, rings),
        }
    }

    /// No point of the square is farther from the outline than this.
    fn best_possible(&self) -> f64 {
        self.distance + self.half * std::f64::consts::SQRT_2
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.best_possible().total_cmp(&other.best_possible())
    }
}
impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Square {}

/// The place farthest from the outline, to the pixel.
pub(super) fn label_place(rings: &[Vec<Pixel>]) -> Pixel {
    let range = |values: &mut dyn Iterator<Item = i32>| {
        values.fold((i32::MAX, i32::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    };
    let (west, east) = range(&mut rings.iter().flatten().map(|pixel| pixel.0));
    let (north, south) = range(&mut rings.iter().flatten().map(|pixel| pixel.1));
    let size = f64::from((east - west).min(south - north).max(1));
    let mut squares = BinaryHeap::new();
    let steps = |from: i32, to: i32| {
        let count = (f64::from(to - from) / size).ceil().max(1.0) as u32;
        (0..count).map(move |i| f64::from(from) + size * (f64::from(i) + 0.5))
    };
    for x in steps(west, east) {
        for y in steps(north, south) {
            squares.push(Square::new(x, y, size / 2.0, rings));
        }
    }
    let mut best = (f64::NEG_INFINITY, f64::from(west), f64::from(north));
    for _ in 0..MOST_SQUARES {
        let Some(square) = squares.pop() else { break };
        if square.distance > best.0 {
            best = (square.distance, square.x, square.y);
        }
        if square.best_possible() <= best.0 + 0.5 {
            break;
        }
        let half = square.half / 2.0;
        for (dx, dy) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
            squares.push(Square::new(square.x + dx, square.y + dy, half, rings));
        }
    }
    (best.1.round() as i32, best.2.round() as i32)
}

/// Distance to the nearest edge, negative outside (an odd number of crossings is inside).
fn distance(x: f64, y: f64, rings: &[Vec<Pixel>]) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for edge in rings.iter().flat_map(|ring| ring.windows(2)) {
        let (ax, ay) = (f64::from(edge[0].0), f64::from(edge[0].1));
        let (bx, by) = (f64::from(edge[1].0), f64::from(edge[1].1));
        if (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
            inside = !inside;
        }
        let (dx, dy) = (bx - ax, by - ay);
        let share = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
        nearest = nearest.min((x - ax - share * dx).hypot(y - ay - share * dy));
    }
    if inside { nearest } else { -nearest }
}
