//! One arc with fewer points.

use geo::Coord;

use super::GridPoint;

/// Metres of one quantum to the east and to the north.
pub(super) type Scale = Coord<f64>;

/// The arc without the points that lie within `tolerance_m` of the line that remains. Its ends stay;
/// a whole ring keeps a triangle. A tolerance of 0 or less, or not a number, keeps all points.
pub(super) fn thin(points: &[GridPoint], tolerance_m: f64, scale: Scale) -> Vec<GridPoint> {
    // Not written as `<=`: also true for NaN.
    let is_positive = tolerance_m > 0.0;
    if !is_positive || points.len() <= 2 {
        return points.to_vec();
    }
    let plane: Vec<Coord<f64>> = points
        .iter()
        .map(|point| Coord {
            x: f64::from(point.x) * scale.x,
            y: f64::from(point.y) * scale.y,
        })
        .collect();
    let mut keep = vec![false; points.len()];
    let last = points.len() - 1;
    keep[0] = true;
    keep[last] = true;
    let mut pieces = if points[0] == points[last] {
        corners_of_ring(&plane)
    } else {
        vec![0, last]
    }
    .windows(2)
    .map(|piece| (piece[0], piece[1]))
    .collect::<Vec<_>>();
    for &(from, to) in &pieces {
        keep[from] = true;
        keep[to] = true;
    }
    while let Some((from, to)) = pieces.pop() {
        let Some((farthest, distance_squared)) = farthest(&plane, from, to) else {
            continue;
        };
        if distance_squared > tolerance_m * tolerance_m {
            keep[farthest] = true;
            pieces.push((from, farthest));
            pieces.push((farthest, to));
        }
    }
    points
        .iter()
        .zip(keep)
        .filter(|(_, keep)| *keep)
        .map(|(point, _)| *point)
        .collect()
}

/// The ring's start, the point farthest from it, and the point farthest from the line between
/// those two, in order, and the start again.
fn corners_of_ring(plane: &[Coord<f64>]) -> Vec<usize> {
    let last = plane.len() - 1;
    let Some((opposite, _)) = farthest(plane, 0, last) else {
        return vec![0, last];
    };
    let line = (plane[0], plane[opposite]);
    let third = (1..last).filter(|&i| i != opposite).max_by(|&a, &b| {
        distance_squared_to_line(plane[a], line)
            .total_cmp(&distance_squared_to_line(plane[b], line))
    });
    let mut corners = vec![0, opposite, last];
    corners.extend(third);
    corners.sort_unstable();
    corners
}

/// The point between two others that lies farthest from their connection.
fn farthest(plane: &[Coord<f64>], from: usize, to: usize) -> Option<(usize, f64)> {
    (from + 1..to)
        .map(|i| {
            (
                i,
                distance_squared_to_segment(plane[i], plane[from], plane[to]),
            )
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn distance_squared_to_segment(point: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (along, to_point) = (b - a, point - a);
    let length_squared = along.x * along.x + along.y * along.y;
    let share = if length_squared > 0.0 {
        ((to_point.x * along.x + to_point.y * along.y) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let offset = to_point - along * share;
    offset.x * offset.x + offset.y * offset.y
}

fn distance_squared_to_line(point: Coord<f64>, line: (Coord<f64>, Coord<f64>)) -> f64 {
    let (along, to_point) = (line.1 - line.0, point - line.0);
    let cross = along.x * to_point.y - along.y * to_point.x;
    cross * cross
}
