//! What cannot be mended without guessing: rings that cross, run twice along a line, or nest wrongly.
//! Rings may touch at a point.

use std::collections::HashMap;

use geo::{BoundingRect, Coord, MultiPolygon, Rect};

use super::RefusalReason;
use crate::predicates::{orientation, ring_contains};
use crate::segments::{Meeting, Segment, for_each_close_pair, meeting};

/// Comparisons allowed for one feature: seconds, and thousands of times what a real outline needs.
const BUDGET: u64 = 2_000_000_000;

struct Ring<'a> {
    points: &'a [Coord<f64>],
    is_hole: bool,
    bounds: Rect<f64>,
}

/// One passage of an outline through a point: where it comes from and goes to.
#[derive(Clone, Copy)]
struct Passage {
    ring: usize,
    before: Coord<f64>,
    after: Coord<f64>,
}

pub(super) fn check(boundary: &MultiPolygon<f64>) -> Result<(), RefusalReason> {
    let rings = rings_of(boundary);
    check_crossings(&rings)?;
    check_nesting(&rings)
}

fn rings_of(boundary: &MultiPolygon<f64>) -> Vec<Ring<'_>> {
    boundary
        .0
        .iter()
        .flat_map(|polygon| {
            std::iter::once((polygon.exterior(), false))
                .chain(polygon.interiors().iter().map(|hole| (hole, true)))
        })
        .filter_map(|(ring, is_hole)| {
            Some(Ring {
                points: &ring.0,
                is_hole,
                bounds: ring.bounding_rect()?,
            })
        })
        .collect()
}

fn check_crossings(rings: &[Ring<'_>]) -> Result<(), RefusalReason> {
    let mut segments = Vec::new();
    // (ring, position of the segment in it)
    let mut places = Vec::new();
    for (r, ring) in rings.iter().enumerate() {
        for (i, edge) in ring.points.windows(2).enumerate() {
            segments.push(Segment {
                from: edge[0],
                to: edge[1],
            });
            places.push((r, i));
        }
    }
    let mut refusal = None;
    let mut touched: HashMap<(u64, u64), Vec<Passage>> = HashMap::new();
    let at_vertex = |segment: usize, at: Coord<f64>| {
        let (ring, i) = places[segment];
        let i = if segments[segment].from == at {
            i
        } else {
            i + 1
        };
        passage(rings, ring, i)
    };
    let inside = |segment: usize| Passage {
        ring: places[segment].0,
        before: segments[segment].from,
        after: segments[segment].to,
    };
    let crossing = |a: usize, b: usize, at: Coord<f64>| {
        if places[a].0 == places[b].0 {
            RefusalReason::CrossesItself(at)
        } else {
            RefusalReason::RingsCross(at)
        }
    };
    for_each_close_pair(&segments, BUDGET, |a, b| {
        match meeting(segments[a], segments[b]) {
            Meeting::Apart => {}
            Meeting::Crossing(at) => refusal = Some(crossing(a, b, at)),
            Meeting::Along(at) => refusal = Some(RefusalReason::RunsTwice(at)),
            Meeting::AtEnds(at) => {
                if !are_neighbours(rings, places[a], places[b]) {
                    touched
                        .entry(key(at))
                        .or_default()
                        .extend([at_vertex(a, at), at_vertex(b, at)]);
                }
            }
            Meeting::EndInside { at, end_of_first } => {
                let (end, through) = if end_of_first { (a, b) } else { (b, a) };
                touched
                    .entry(key(at))
                    .or_default()
                    .extend([at_vertex(end, at), inside(through)]);
            }
        }
        refusal.is_none()
    })
    .map_err(|_| RefusalReason::TooIntricate)?;
    match refusal.or_else(|| crossing_at_a_point(&touched)) {
        Some(reason) => Err(reason),
        None => Ok(()),
    }
}

fn key(at: Coord<f64>) -> (u64, u64) {
    (at.x.to_bits(), at.y.to_bits())
}

fn are_neighbours(rings: &[Ring<'_>], a: (usize, usize), b: (usize, usize)) -> bool {
    let count = rings[a.0].points.len() - 1;
    a.0 == b.0 && ((a.1 + 1) % count == b.1 || (b.1 + 1) % count == a.1)
}

fn passage(rings: &[Ring<'_>], ring: usize, i: usize) -> Passage {
    let points = rings[ring].points;
    let count = points.len() - 1;
    Passage {
        ring,
        before: points[(i + count - 1) % count],
        after: points[(i + 1) % count],
    }
}

/// Where outlines share a point: do they cross there, or only touch? Smallest place first, so that
/// the same file is always refused with the same words.
fn crossing_at_a_point(touched: &HashMap<(u64, u64), Vec<Passage>>) -> Option<RefusalReason> {
    let mut places: Vec<_> = touched.keys().copied().collect();
    places.sort_unstable();
    for place in places {
        let at = Coord {
            x: f64::from_bits(place.0),
            y: f64::from_bits(place.1),
        };
        let passages = &touched[&place];
        for (i, a) in passages.iter().enumerate() {
            for b in &passages[i + 1..] {
                if is_left(at, *a, b.before) != is_left(at, *a, b.after)
                    && ![a.before, a.after].contains(&b.before)
                    && ![a.before, a.after].contains(&b.after)
                {
                    return Some(if a.ring == b.ring {
                        RefusalReason::CrossesItself(at)
                    } else {
                        RefusalReason::RingsCross(at)
                    });
                }
            }
        }
    }
    None
}

/// Whether `point` lies left of the way through `at`.
fn is_left(at: Coord<f64>, way: Passage, point: Coord<f64>) -> bool {
    let turn = orientation(at, way.after, way.before);
    let of_after = orientation(at, way.after, point);
    let of_before = orientation(at, point, way.before);
    if turn > 0.0 {
        of_after > 0.0 && of_before > 0.0
    } else if turn < 0.0 {
        of_after > 0.0 || of_before > 0.0
    } else {
        of_after > 0.0
    }
}

/// Rings do not cross, so each lies in or out of each other one as a whole. A shell must lie in an
/// even number of the others, a hole in an odd number: then counting crossings gives the area meant.
fn check_nesting(rings: &[Ring<'_>]) -> Result<(), RefusalReason> {
    for (i, ring) in rings.iter().enumerate() {
        let depth = rings
            .iter()
            .enumerate()
            .filter(|&(j, other)| {
                j != i && is_within(ring.bounds, other.bounds) && lies_in(ring.points, other.points)
            })
            .count();
        if ring.is_hole && depth % 2 == 0 {
            return Err(RefusalReason::HoleOutside(ring.points[0]));
        }
        if !ring.is_hole && depth % 2 == 1 {
            return Err(RefusalReason::PartInsidePart(ring.points[0]));
        }
    }
    Ok(())
}

fn is_within(inner: Rect<f64>, outer: Rect<f64>) -> bool {
    inner.min().x >= outer.min().x
        && inner.min().y >= outer.min().y
        && inner.max().x <= outer.max().x
        && inner.max().y <= outer.max().y
}

/// Judged by the first corner of `ring` that is not a touching point; if all touch (a triangle with
/// its corners on the other ring), by the middle of an edge.
fn lies_in(ring: &[Coord<f64>], other: &[Coord<f64>]) -> bool {
    let touches = |point: Coord<f64>| {
        other.windows(2).any(|edge| {
            let box_has = |a: f64, b: f64, v: f64| a.min(b) <= v && v <= a.max(b);
            box_has(edge[0].x, edge[1].x, point.x)
                && box_has(edge[0].y, edge[1].y, point.y)
                && orientation(edge[0], edge[1], point) == 0.0
        })
    };
    let judge = ring[1..]
        .iter()
        .copied()
        .find(|&point| !touches(point))
        .unwrap_or_else(|| Coord {
            x: f64::midpoint(ring[0].x, ring[1].x),
            y: f64::midpoint(ring[0].y, ring[1].y),
        });
    ring_contains(other, judge)
}
