//! A point in a cell that edges pass through.
//!
//! **One edge** (a [`Split`], the usual case): the areas on its two sides are known, and the side is
//! one exact question.
//!
//! **Several edges** ([`Chunk`]): the areas that contain the cell's corner are known. From the point
//! go to the corner in two steps: east to the corner's meridian, then south along it. Each edge
//! crossed on the way turns "inside" into "outside" for its areas, or back. Only edges that pass
//! through the cell can be crossed (the way stays in the cell), so the cell's own list is enough.
//!
//! All of it under the rule of `predicates`: the point stands an infinitesimal step east, and a far
//! smaller step north, of where it is; so do the turning point and the corner. An edge that holds one
//! of them therefore lies west of it; which, for an edge that rises to the east, means above it.

use std::ops::Range;

use geo::Coord;

use crate::predicates::orientation;

/// No slot: outside every area.
pub(super) const NOBODY: u32 = u32::MAX;

/// An edge in one direction, whichever neighbour it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// The lower end (the western one of a level edge).
    pub low: Coord<f64>,
    pub high: Coord<f64>,
}

/// A cell with one edge through it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub edge: u32,
    /// The smallest slot left of the edge, looking from its low end to its high one.
    pub left: u32,
    pub right: u32,
}

/// Up to 32 areas of a cell, with the edges of those areas.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// One bit an area: does it contain the cell's corner?
    pub containing_corner: u32,
    /// The areas' slots, ascending, from here on in the list of slots.
    pub first_slot: u32,
    pub first_edge: u32,
    pub edge_count: u32,
    /// Whether the next chunk has further areas of the same cell.
    pub more: bool,
}

/// An edge in a cell, once for all areas that have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellEdge {
    pub edge: u32,
    /// One bit for each area of the chunk whose boundary this edge is.
    pub areas: u32,
}

impl Chunk {
    #[inline]
    pub(super) fn edges(&self) -> Range<usize> {
        self.first_edge as usize..self.first_edge as usize + self.edge_count as usize
    }
}

impl Edge {
    pub(super) fn new(a: Coord<f64>, b: Coord<f64>) -> Self {
        let upward = (a.y, a.x) <= (b.y, b.x);
        let (low, high) = if upward { (a, b) } else { (b, a) };
        Self { low, high }
    }

    /// Whether a point is left of the edge's line. A point on it is not, as it counts as a little
    /// east of it; on a level edge it is, as it counts as a little north of it.
    #[inline]
    pub(super) fn has_on_left(&self, point: Coord<f64>) -> bool {
        let side = orientation(self.low, self.high, point);
        side > 0.0 || (side == 0.0 && self.low.y == self.high.y)
    }

    /// Whether the way from `point` to `corner` crosses this edge an odd number of times.
    #[inline]
    pub(super) fn separates(&self, corner: Coord<f64>, point: Coord<f64>) -> bool {
        let on_level = self.low.y <= point.y && point.y < self.high.y;
        let on_meridian = (self.low.x > corner.x) != (self.high.x > corner.x);
        if !on_level && !on_meridian {
            return false;
        }
        // Where the way turns.
        let turn = Coord {
            x: corner.x,
            y: point.y,
        };
        let east_of_turn = on_level
            && if on_meridian {
                self.is_east_of(turn)
            } else {
                self.low.x > corner.x
            };
        let crossed_going_east = on_level && self.is_east_of(point) != east_of_turn;
        let crossed_going_south = on_meridian && {
            let above_turn = if on_level {
                self.is_above(east_of_turn)
            } else {
                self.low.y > point.y
            };
            above_turn != self.is_above_corner(corner)
        };
        crossed_going_east != crossed_going_south
    }

    /// Does the edge cross the level of `point` (it must) to the east of it?
    #[inline]
    fn is_east_of(&self, point: Coord<f64>) -> bool {
        orientation(self.low, self.high, point) > 0.0
    }

    /// Above a point, of which it is known whether the edge is east: a rising edge is either east
    /// and below, or west and above.
    #[inline]
    fn is_above(&self, is_east: bool) -> bool {
        (self.high.x > self.low.x) != is_east
    }

    /// Does the edge, which crosses the corner's meridian, do so above the corner?
    #[inline]
    fn is_above_corner(&self, corner: Coord<f64>) -> bool {
        if self.low.y <= corner.y && corner.y < self.high.y {
            self.is_above(self.is_east_of(corner))
        } else {
            self.low.y > corner.y
        }
    }
}
