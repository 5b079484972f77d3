//! Is everything still on the side where it was?
//!
//! Two drawings of the same lines are the same map if (1) lines meet only at their ends, (2) around
//! each junction they leave in the same order, (3) rings run the same way round, and (4) each
//! connected piece (an island, the lake of an enclave) lies in the same areas. These four are asked,
//! all in exact arithmetic.

use super::{ArcEnd, ArcRing, GridPoint, Topology, doubled_size, turn};
use crate::predicates::ray_crosses;
use crate::segments::{Meeting, Segment, for_each_close_pair, meeting};

/// Compares simplified maps with one original.
pub(super) struct Checker<'a> {
    original: &'a Topology,
    junctions: Vec<(GridPoint, Vec<ArcEnd>)>,
    /// For each junction, its ends as they leave in turn.
    orders: Vec<Vec<ArcEnd>>,
    /// For each arc, the connected piece that it belongs to.
    pieces: Vec<usize>,
    /// For each piece, a point that is always kept.
    witnesses: Vec<(usize, GridPoint)>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(original: &'a Topology) -> Self {
        let mut junctions: Vec<(GridPoint, Vec<ArcEnd>)> = original.ends().into_iter().collect();
        junctions.sort_unstable_by_key(|(at, _)| *at);
        let pieces = pieces(original.arcs.len(), &junctions);
        let mut witnesses = Vec::new();
        for (arc, points) in original.arcs.iter().enumerate() {
            if pieces[arc] == arc {
                witnesses.push((arc, points[0]));
            }
        }
        let orders = junctions
            .iter()
            .map(|(at, ends)| order_around(original, *at, ends))
            .collect();
        Self {
            original,
            junctions,
            orders,
            pieces,
            witnesses,
        }
    }

    /// Arcs that should keep more points, of those that can (in order, each once).
    pub(super) fn offenders(&self, simplified: &Topology) -> Vec<usize> {
        let mut offenders = crossing_arcs(simplified);
        self.turned_rings(simplified, &mut offenders);
        self.reordered_junctions(simplified, &mut offenders);
        let offenders = self.that_can_keep_more(simplified, offenders);
        // Where lines cross, inside and outside are not defined: first mend that.
        if !offenders.is_empty() {
            return offenders;
        }
        let mut offenders = Vec::new();
        self.jumped_pieces(simplified, &mut offenders);
        self.that_can_keep_more(simplified, offenders)
    }

    fn that_can_keep_more(&self, simplified: &Topology, mut arcs: Vec<usize>) -> Vec<usize> {
        arcs.sort_unstable();
        arcs.dedup();
        arcs.retain(|&arc| simplified.arcs[arc].len() < self.original.arcs[arc].len());
        arcs
    }

    fn turned_rings(&self, simplified: &Topology, offenders: &mut Vec<usize>) {
        let way = |topology: &Topology, ring: &ArcRing| {
            doubled_size(&topology.ring_points(ring)).signum()
        };
        for ring in self.original.areas.iter().flat_map(|shape| shape.rings()) {
            if way(simplified, ring) != way(self.original, ring) {
                offenders.extend(ring.iter().map(|part| part.arc as usize));
            }
        }
    }

    fn reordered_junctions(&self, simplified: &Topology, offenders: &mut Vec<usize>) {
        for ((at, ends), order) in self.junctions.iter().zip(&self.orders) {
            if ends.len() > 2 && order_around(simplified, *at, ends) != *order {
                offenders.extend(ends.iter().map(|end| end.arc));
            }
        }
    }

    fn jumped_pieces(&self, simplified: &Topology, offenders: &mut Vec<usize>) {
        if self.witnesses.len() < 2 {
            return;
        }
        for &(piece, witness) in &self.witnesses {
            let before = self.arcs_east_of(self.original, piece, witness);
            let after = self.arcs_east_of(simplified, piece, witness);
            for shape in &self.original.areas {
                let is_in = |crossed: &[bool]| shape.arcs().filter(|&arc| crossed[arc]).count() % 2;
                if is_in(&before) != is_in(&after) {
                    // One of those whose crossing changed has jumped.
                    offenders.extend(shape.arcs().filter(|&arc| before[arc] != after[arc]));
                }
            }
        }
    }

    /// For each arc that is not of the piece, whether a ray to the east crosses it an odd number of times.
    fn arcs_east_of(&self, topology: &Topology, piece: usize, witness: GridPoint) -> Vec<bool> {
        let witness = witness.exact();
        topology
            .arcs
            .iter()
            .enumerate()
            .map(|(arc, points)| {
                let crossed =
                    |edge: &&[GridPoint]| ray_crosses(edge[0].exact(), edge[1].exact(), witness);
                self.pieces[arc] != piece && points.windows(2).filter(crossed).count() % 2 == 1
            })
            .collect()
    }
}

/// Both arcs of each pair of segments that meet elsewhere than at their ends.
fn crossing_arcs(topology: &Topology) -> Vec<usize> {
    let mut segments = Vec::new();
    let mut arc_of = Vec::new();
    for (arc, points) in topology.arcs.iter().enumerate() {
        for edge in points.windows(2) {
            segments.push(Segment {
                from: edge[0].exact(),
                to: edge[1].exact(),
            });
            arc_of.push(arc);
        }
    }
    let mut offenders = Vec::new();
    let within_budget = for_each_close_pair(&segments, u64::MAX, |a, b| {
        if !matches!(
            meeting(segments[a], segments[b]),
            Meeting::Apart | Meeting::AtEnds(_)
        ) {
            offenders.extend([arc_of[a], arc_of[b]]);
        }
        true
    });
    debug_assert!(within_budget.is_ok(), "there is no smaller budget");
    offenders
}

/// The ends at a junction as they leave it, counter-clockwise, from the smallest arc's end on.
fn order_around(topology: &Topology, at: GridPoint, ends: &[ArcEnd]) -> Vec<ArcEnd> {
    let next = |end: &ArcEnd| {
        let points = &topology.arcs[end.arc];
        if end.is_start {
            points[1]
        } else {
            points[points.len() - 2]
        }
    };
    let half = |point: GridPoint| (point.y, point.x) < (at.y, at.x);
    let mut order = ends.to_vec();
    order.sort_by(|a, b| {
        let (p, q) = (next(a), next(b));
        half(p).cmp(&half(q)).then_with(|| 0.cmp(&turn(at, p, q)))
    });
    let first = order
        .iter()
        .enumerate()
        .min_by_key(|(_, end)| (end.arc, !end.is_start))
        .map_or(0, |(i, _)| i);
    order.rotate_left(first);
    order
}

/// For each arc the smallest arc that it is connected with.
fn pieces(arc_count: usize, junctions: &[(GridPoint, Vec<ArcEnd>)]) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..arc_count).collect();
    fn root(parent: &mut [usize], mut arc: usize) -> usize {
        while parent[arc] != arc {
            parent[arc] = parent[parent[arc]];
            arc = parent[arc];
        }
        arc
    }
    for (_, ends) in junctions {
        for pair in ends.windows(2) {
            let (a, b) = (
                root(&mut parent, pair[0].arc),
                root(&mut parent, pair[1].arc),
            );
            let (low, high) = (a.min(b), a.max(b));
            parent[high] = low;
        }
    }
    (0..arc_count).map(|arc| root(&mut parent, arc)).collect()
}
