//! From rings to shared arcs.

use std::collections::HashMap;

use geo::{LineString, MultiPolygon};

use super::{ArcRef, ArcRing, AreaShape, GridPoint, Topology, doubled_size, turn};

/// A ring without its closing point.
type OpenRing = Vec<GridPoint>;

pub(super) fn build(areas: &[(u32, &MultiPolygon<f64>)]) -> Topology {
    let areas: Vec<(u32, Vec<Vec<OpenRing>>)> = areas
        .iter()
        .map(|(area, boundary)| (*area, quantised(boundary)))
        .collect();
    let junctions = Junctions::of(
        areas
            .iter()
            .flat_map(|(_, polygons)| polygons.iter().flatten()),
    );
    let mut arcs = Arcs::default();
    let areas = areas
        .into_iter()
        .map(|(area, polygons)| AreaShape {
            area,
            polygons: polygons
                .into_iter()
                .map(|rings| {
                    rings
                        .into_iter()
                        .map(|ring| arcs.cut(ring, &junctions))
                        .collect()
                })
                .collect(),
        })
        .collect();
    Topology {
        arcs: arcs.list,
        areas,
    }
}

fn quantised(boundary: &MultiPolygon<f64>) -> Vec<Vec<OpenRing>> {
    boundary
        .0
        .iter()
        .filter_map(|polygon| {
            let shell = quantised_ring(polygon.exterior())?;
            let holes = polygon.interiors().iter().filter_map(quantised_ring);
            Some(std::iter::once(shell).chain(holes).collect())
        })
        .collect()
}

/// The ring on the grid, without repeated points and without spikes; `None` if no area remains.
fn quantised_ring(ring: &LineString<f64>) -> Option<OpenRing> {
    let mut kept: OpenRing = Vec::with_capacity(ring.0.len());
    for point in ring.0.iter().map(|point| GridPoint::nearest(*point)) {
        while kept.len() >= 2 && is_spike(kept[kept.len() - 2], kept[kept.len() - 1], point) {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    let mut first = 0;
    while kept.len() - first >= 2 {
        let last = kept[kept.len() - 1];
        if last == kept[first] || is_spike(kept[kept.len() - 2], last, kept[first]) {
            kept.pop();
        } else if is_spike(last, kept[first], kept[first + 1]) {
            first += 1;
        } else {
            break;
        }
    }
    kept.drain(..first);
    let first = *kept.first()?;
    kept.push(first);
    let has_area = kept.len() >= 4 && doubled_size(&kept) != 0;
    kept.pop();
    has_area.then_some(kept)
}

/// Whether the way over `tip` turns back on its own line.
fn is_spike(before: GridPoint, tip: GridPoint, after: GridPoint) -> bool {
    let same_way = |a: i32, b: i32, from: i32| (a > from && b > from) || (a < from && b < from);
    before == after
        || (turn(before, tip, after) == 0
            && (same_way(before.x, after.x, tip.x) || same_way(before.y, after.y, tip.y)))
}

/// Points where lines part: some ring goes on to another neighbour there than another ring (or the
/// same ring at another visit).
struct Junctions(HashMap<GridPoint, Option<[GridPoint; 2]>>);

impl Junctions {
    fn of<'a>(rings: impl Iterator<Item = &'a OpenRing>) -> Self {
        let mut neighbours: HashMap<GridPoint, Option<[GridPoint; 2]>> = HashMap::new();
        for ring in rings {
            for i in 0..ring.len() {
                let mut here = [
                    ring[(i + ring.len() - 1) % ring.len()],
                    ring[(i + 1) % ring.len()],
                ];
                here.sort_unstable();
                neighbours
                    .entry(ring[i])
                    .and_modify(|known| {
                        if *known != Some(here) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(here));
            }
        }
        Self(neighbours)
    }

    fn has(&self, point: GridPoint) -> bool {
        matches!(self.0.get(&point), Some(None))
    }
}

#[derive(Default)]
struct Arcs {
    list: Vec<Vec<GridPoint>>,
    /// An arc by its first two points: no other arc begins with the same step.
    by_start: HashMap<[GridPoint; 2], u32>,
}

impl Arcs {
    /// Cuts a ring at its junctions. A ring without any begins at its smallest point, so that a
    /// lake and the island in it are the same arc.
    fn cut(&mut self, mut ring: OpenRing, junctions: &Junctions) -> ArcRing {
        let start = ring
            .iter()
            .position(|point| junctions.has(*point))
            .unwrap_or_else(|| (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0));
        ring.rotate_left(start);
        ring.push(ring[0]);
        let mut parts = Vec::new();
        let mut from = 0;
        for to in 1..ring.len() {
            if to == ring.len() - 1 || junctions.has(ring[to]) {
                parts.push(self.find_or_add(&ring[from..=to]));
                from = to;
            }
        }
        parts
    }

    /// Arcs are kept in the direction that begins with the smaller point (for a whole ring: the
    /// smaller second point).
    fn find_or_add(&mut self, points: &[GridPoint]) -> ArcRef {
        let last = points.len() - 1;
        let reversed = (points[last], points[last - 1]) < (points[0], points[1]);
        let start = if reversed {
            [points[last], points[last - 1]]
        } else {
            [points[0], points[1]]
        };
        let arc = *self.by_start.entry(start).or_insert_with(|| {
            let mut points = points.to_vec();
            if reversed {
                points.reverse();
            }
            self.list.push(points);
            self.list.len() as u32 - 1
        });
        ArcRef { arc, reversed }
    }
}
