//! Which area is a point in, and how far is it from an area's edge?
//!
//! A uniform grid lies over the box of all areas. A cell is outside every area, or wholly inside
//! one, or on a boundary. The first two are answered by one look-up. A boundary cell knows the few
//! edges that pass through it and which areas lie where between them; a point is judged by those edges
//! with exact arithmetic (see `cell`). So the answer is exactly that of counting the crossings of a
//! ray with every edge of every area.
//!
//! **A point on an edge or vertex** belongs to the area immediately to its east; on an edge that
//! runs exactly east–west, to the area immediately to its north. Each point of a gapless map
//! therefore belongs to exactly one area, however neighbours order their vertices and even where one
//! has more vertices on the common line than the other (if they are exactly on it: where rounded
//! coordinates leave a gap, a point in the gap belongs to nobody). Points on the eastern and northern
//! outer edge are outside.
//!
//! **Where areas overlap**, the smallest key wins.

mod build;
mod cell;
mod distance;
mod grid;

use geo::{Coord, MultiPolygon};

use cell::{CellEdge, Chunk, Edge, NOBODY, Split};
pub use distance::EdgeDistance;
use distance::Outline;
use grid::Grid;

/// Finds the area of a point. Built once, then read by any number of threads.
#[derive(Clone, Debug)]
pub struct AreaIndex {
    /// The caller's keys, ascending; everything inside speaks of positions in this list ("slots").
    keys: Vec<u32>,
    grid: Grid,
    /// One word a cell, see [`grid::CellWord`].
    cells: Vec<u32>,
    splits: Vec<Split>,
    chunks: Vec<Chunk>,
    chunk_edges: Vec<CellEdge>,
    chunk_slots: Vec<u32>,
    /// Every edge once, though two neighbours have it.
    edges: Vec<Edge>,
    /// The edges of each area, for distances.
    outlines: Vec<Outline>,
}

impl AreaIndex {
    /// Builds the index over areas with the caller's keys. Coordinates are longitude and latitude
    /// in degrees, as [`crate::read_areas`] gives them; a ring with a coordinate that is no finite
    /// number, or beyond ±1,000,000, is left out. A key that comes twice names both boundaries.
    ///
    /// Memory: up to 16 MiB for the grid, about 70 bytes for each edge, and about 20 for each cell
    /// that an edge passes through (see [`AreaIndex::size_bytes`]).
    pub fn build<'a>(areas: impl IntoIterator<Item = (u32, &'a MultiPolygon<f64>)>) -> Self {
        build::build(areas)
    }

    /// The area that contains a point, or `None` if no area does or a coordinate is not finite.
    /// Exact; see the module's documentation for points on edges and in overlaps.
    #[inline]
    pub fn locate(&self, lon: f64, lat: f64) -> Option<u32> {
        let point = Coord { x: lon, y: lat };
        let (column, row) = self.grid.cell_of(point)?;
        let word = self.cells[self.grid.position(column, row)];
        let slot = match grid::CellWord::read(word) {
            grid::CellWord::Outside => return None,
            grid::CellWord::Inside(slot) => slot,
            grid::CellWord::Split(split) => {
                let split = &self.splits[split as usize];
                let is_left = self.edges[split.edge as usize].has_on_left(point);
                match if is_left { split.left } else { split.right } {
                    NOBODY => return None,
                    slot => slot,
                }
            }
            grid::CellWord::Chunks(chunk) => {
                let corner = self.grid.corner(column, row);
                self.locate_in_chunks(chunk as usize, corner, point)?
            }
        };
        Some(self.keys[slot as usize])
    }

    fn locate_in_chunks(&self, first: usize, corner: Coord<f64>, point: Coord<f64>) -> Option<u32> {
        for chunk in &self.chunks[first..] {
            let mut containing = chunk.containing_corner;
            for passing in &self.chunk_edges[chunk.edges()] {
                if self.edges[passing.edge as usize].separates(corner, point) {
                    containing ^= passing.areas;
                }
            }
            if containing != 0 {
                let lowest = chunk.first_slot + containing.trailing_zeros();
                return Some(self.chunk_slots[lowest as usize]);
            }
            if !chunk.more {
                break;
            }
        }
        None
    }

    /// Distance from a point to the boundary of one area, and whether the point is inside that
    /// area (by the same rule as [`AreaIndex::locate`], but for this area alone).
    ///
    /// `None` if there is no such area, it has no edge, or a coordinate is not finite. The distance
    /// is on the WGS 84 ellipsoid, see [`EdgeDistance::distance_m`] for its error.
    pub fn distance_to_edge_m(&self, area: u32, lon: f64, lat: f64) -> Option<EdgeDistance> {
        if !(lon.is_finite() && lat.is_finite()) {
            return None;
        }
        let first = self.keys.partition_point(|&key| key < area);
        self.keys[first..]
            .iter()
            .zip(&self.outlines[first..])
            .take_while(|&(&key, _)| key == area)
            .filter_map(|(_, outline)| outline.distance(Coord { x: lon, y: lat }))
            .min_by(|a, b| {
                (!a.inside, a.distance_m)
                    .partial_cmp(&(!b.inside, b.distance_m))
                    .unwrap_or(std::cmp::Ordering::Equal)
            })
    }

    /// How many areas it knows (those without a ring included).
    pub fn area_count(&self) -> usize {
        self.keys.len()
    }

    /// Bytes of memory that it holds.
    pub fn size_bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&self.keys[..])
            + size_of_val(&self.cells[..])
            + size_of_val(&self.splits[..])
            + size_of_val(&self.chunks[..])
            + size_of_val(&self.chunk_edges[..])
            + size_of_val(&self.edges[..])
            + size_of_val(&self.chunk_slots[..])
            + self.outlines.iter().map(Outline::size_bytes).sum::<usize>()
    }
}
