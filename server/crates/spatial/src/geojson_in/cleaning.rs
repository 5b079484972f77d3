//! Mending what can be mended without doubt: nothing here moves a boundary.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::RepairKind;
use crate::predicates::orientation;

pub(super) struct Cleaned {
    pub boundary: MultiPolygon<f64>,
    pub repairs: Vec<RepairKind>,
}

#[derive(Default)]
struct Counts {
    closed: usize,
    repeated: usize,
    spikes: usize,
    empty: usize,
}

/// Closes rings, drops repeated points, spikes and rings without area. A polygon whose shell has
/// no area goes with its holes.
pub(super) fn clean(polygons: Vec<Vec<Vec<Coord<f64>>>>) -> Cleaned {
    let mut counts = Counts::default();
    let mut kept = Vec::new();
    for rings in polygons {
        let mut rings = rings.into_iter();
        let shell = rings.next().and_then(|ring| clean_ring(ring, &mut counts));
        let Some(shell) = shell else {
            counts.empty += 1 + rings.len();
            continue;
        };
        let mut holes = Vec::new();
        for ring in rings {
            match clean_ring(ring, &mut counts) {
                Some(hole) => holes.push(hole),
                None => counts.empty += 1,
            }
        }
        kept.push(Polygon::new(shell, holes));
    }
    let repairs = [
        (
            counts.closed,
            RepairKind::RingsClosed as fn(usize) -> RepairKind,
        ),
        (counts.repeated, RepairKind::RepeatedPointsDropped),
        (counts.spikes, RepairKind::SpikesDropped),
        (counts.empty, RepairKind::EmptyRingsDropped),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, kind)| kind(count))
    .collect();
    Cleaned {
        boundary: MultiPolygon::new(kept),
        repairs,
    }
}

/// A closed ring with at least three corners, or `None` if it has no area.
fn clean_ring(mut points: Vec<Coord<f64>>, counts: &mut Counts) -> Option<LineString<f64>> {
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    } else if points.len() > 2 {
        counts.closed += 1;
    }
    let mut kept: Vec<Coord<f64>> = Vec::with_capacity(points.len() + 1);
    for point in points {
        push_without_spikes(&mut kept, point, counts);
    }
    // The same where the ring meets itself, at its first point.
    let mut first = 0;
    while kept.len() - first >= 3 {
        let last = kept[kept.len() - 1];
        if last == kept[first] {
            counts.repeated += 1;
            kept.pop();
        } else if is_spike(kept[kept.len() - 2], last, kept[first]) {
            counts.spikes += 1;
            kept.pop();
        } else if is_spike(last, kept[first], kept[first + 1]) {
            counts.spikes += 1;
            first += 1;
        } else {
            break;
        }
    }
    kept.drain(..first);
    if kept.len() < 3 {
        return None;
    }
    kept.push(kept[0]);
    Some(LineString::new(kept))
}

fn push_without_spikes(kept: &mut Vec<Coord<f64>>, point: Coord<f64>, counts: &mut Counts) {
    while let Some(&last) = kept.last() {
        if last == point {
            counts.repeated += 1;
            return;
        }
        match kept.len().checked_sub(2).map(|i| kept[i]) {
            Some(before) if is_spike(before, last, point) => {
                counts.spikes += 1;
                kept.pop();
            }
            _ => break,
        }
    }
    kept.push(point);
}

/// Whether the way from `before` over `tip` to `after` turns back on its own line.
fn is_spike(before: Coord<f64>, tip: Coord<f64>, after: Coord<f64>) -> bool {
    let same_way = |a: f64, b: f64, from: f64| (a > from && b > from) || (a < from && b < from);
    orientation(before, tip, after) == 0.0
        && (same_way(before.x, after.x, tip.x) || same_way(before.y, after.y, tip.y))
}

/// Turns shells counter-clockwise and holes clockwise (RFC 7946, section 3.1.6), and says how many
/// rings it turned. Areas of rings must be known not to be zero.
pub(super) fn rewind(boundary: MultiPolygon<f64>) -> (MultiPolygon<f64>, usize) {
    let mut turned = 0;
    let mut turn = |mut ring: LineString<f64>, counter_clockwise: bool| {
        if is_counter_clockwise(&ring.0) != counter_clockwise {
            ring.0.reverse();
            turned += 1;
        }
        ring
    };
    let polygons = boundary
        .into_iter()
        .map(|polygon| {
            let (shell, holes) = polygon.into_inner();
            let shell = turn(shell, true);
            Polygon::new(
                shell,
                holes.into_iter().map(|hole| turn(hole, false)).collect(),
            )
        })
        .collect();
    (MultiPolygon::new(polygons), turned)
}

/// By area; where rounding could decide that, by the turn at the westernmost point, which is exact.
fn is_counter_clockwise(ring: &[Coord<f64>]) -> bool {
    let origin = ring[0];
    let (mut doubled_area, mut size) = (0.0, 0.0);
    for edge in ring.windows(2) {
        let (ax, ay) = (edge[0].x - origin.x, edge[0].y - origin.y);
        let (bx, by) = (edge[1].x - origin.x, edge[1].y - origin.y);
        doubled_area += ax * by - bx * ay;
        size += (ax * by).abs() + (bx * ay).abs();
    }
    if doubled_area.abs() > 1e-9 * size {
        return doubled_area > 0.0;
    }
    let corners = ring.len() - 1;
    let west = (0..corners)
        .min_by(|&a, &b| {
            ring[a]
                .x
                .total_cmp(&ring[b].x)
                .then(ring[a].y.total_cmp(&ring[b].y))
        })
        .unwrap_or(0);
    let before = ring[(west + corners - 1) % corners];
    orientation(before, ring[west], ring[west + 1]) > 0.0
}
