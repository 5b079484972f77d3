//! Building the index, one area after another, row by row from east to west.

use geo::{Coord, MultiPolygon, Rect};

use super::AreaIndex;
use super::cell::{CellEdge, Chunk};
use super::distance::Outline;
use super::grid::{CellWord, Grid};
use crate::predicates::ray_crosses;

/// Beyond this no coordinate is meant.
const FARTHEST: f64 = 1e6;
/// Areas in a chunk: one bit each.
const CHUNK_AREAS: usize = 32;
/// Comparing each new edge with those before is worth it only in short lists.
const MOST_COMPARED: usize = 64;

type Edge = (Coord<f64>, Coord<f64>);

/// An area whose boundary passes through a cell.
struct Visit {
    cell: u32,
    slot: u32,
    contains_corner: bool,
    /// In the builder's list of edges.
    first_edge: u32,
    edge_count: u32,
}

struct Builder {
    grid: Grid,
    /// The smallest slot that a cell is wholly inside, or [`NOBODY`].
    inside: Vec<u32>,
    visits: Vec<Visit>,
    visit_edges: Vec<Edge>,
}

const NOBODY: u32 = u32::MAX;

pub(super) fn build<'a>(
    areas: impl IntoIterator<Item = (u32, &'a MultiPolygon<f64>)>,
) -> AreaIndex {
    let mut areas: Vec<(u32, Vec<Edge>)> = areas
        .into_iter()
        .map(|(key, boundary)| (key, edges_of(boundary)))
        .collect();
    areas.sort_by_key(|(key, _)| *key);
    let all = || areas.iter().flat_map(|(_, edges)| edges.iter().copied());
    let grid = Grid::over(bounds_of(all()), all().count());

    let mut builder = Builder {
        inside: vec![NOBODY; grid.columns * grid.rows],
        grid,
        visits: Vec::new(),
        visit_edges: Vec::new(),
    };
    for (slot, (_, edges)) in areas.iter().enumerate() {
        builder.add(slot as u32, edges);
    }
    let mut index = AreaIndex {
        keys: areas.iter().map(|(key, _)| *key).collect(),
        cells: builder
            .inside
            .iter()
            .map(|&slot| {
                if slot == NOBODY {
                    CellWord::Outside
                } else {
                    CellWord::Inside(slot)
                }
                .write()
            })
            .collect(),
        grid: builder.grid.clone(),
        chunks: Vec::new(),
        edges: Vec::new(),
        chunk_slots: Vec::new(),
        outlines: areas.iter().map(|(_, edges)| Outline::new(edges)).collect(),
    };
    builder.write_cells(&mut index);
    index
}

/// All edges of a boundary, without those of no length and without rings that are not numbers.
fn edges_of(boundary: &MultiPolygon<f64>) -> Vec<Edge> {
    boundary
        .0
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        // False for NaN, too.
        .filter(|ring| {
            ring.0
                .iter()
                .all(|p| p.x.abs() <= FARTHEST && p.y.abs() <= FARTHEST)
        })
        .flat_map(|ring| ring.0.windows(2))
        .filter(|edge| edge[0] != edge[1])
        .map(|edge| (edge[0], edge[1]))
        .collect()
}

fn bounds_of(edges: impl Iterator<Item = Edge>) -> Rect<f64> {
    edges
        .map(|(from, to)| Rect::new(from, to))
        .reduce(|a, b| {
            Rect::new(
                Coord {
                    x: a.min().x.min(b.min().x),
                    y: a.min().y.min(b.min().y),
                },
                Coord {
                    x: a.max().x.max(b.max().x),
                    y: a.max().y.max(b.max().y),
                },
            )
        })
        .unwrap_or_else(|| Rect::new(Coord::zero(), Coord::zero()))
}

impl Builder {
    /// Adds one area. In each row, from the easternmost of its cells to the west: the corner of the
    /// first is outside; from corner to corner the edges between them decide; cells between two of
    /// its cells have no edge of it, so they are wholly inside or outside.
    fn add(&mut self, slot: u32, edges: &[Edge]) {
        let columns = self.grid.columns;
        // (row, column from the east, edge), packed to sort fast.
        let mut passages: Vec<u64> = Vec::with_capacity(edges.len() * 2);
        for (i, (from, to)) in edges.iter().enumerate() {
            self.grid.for_each_cell(*from, *to, |column, row| {
                let rank = row * columns + (columns - 1 - column);
                passages.push((rank as u64) << 32 | i as u64);
            });
        }
        passages.sort_unstable();

        let (mut row_before, mut column_before) = (usize::MAX, 0);
        // Whether the area contains the south-western corner of the cell before.
        let mut inside = false;
        for passage in passages.chunk_by(|a, b| a >> 32 == b >> 32) {
            let rank = (passage[0] >> 32) as usize;
            let (row, column) = (rank / columns, columns - 1 - rank % columns);
            if row != row_before {
                inside = false;
            } else if inside {
                for between in column + 1..column_before {
                    let cell = self.grid.position(between, row);
                    self.inside[cell] = self.inside[cell].min(slot);
                }
            }
            (row_before, column_before) = (row, column);

            let first_edge = self.visit_edges.len() as u32;
            self.visit_edges.extend(
                passage
                    .iter()
                    .map(|&packed| edges[(packed & 0xffff_ffff) as usize]),
            );
            self.visits.push(Visit {
                cell: self.grid.position(column, row) as u32,
                slot,
                contains_corner: inside,
                first_edge,
                edge_count: passage.len() as u32,
            });
            inside ^= self.crossings_along_south_side(column, row, first_edge as usize);
        }
    }

    /// Whether an odd number of edges cross the south side of a cell. (West of column 0 nothing
    /// follows, so nothing asks.)
    fn crossings_along_south_side(&self, column: usize, row: usize, first_edge: usize) -> bool {
        let Some(column_west) = column.checked_sub(1) else {
            return false;
        };
        let east = self.grid.corner(column, row);
        let west = self.grid.corner(column_west, row);
        let crossings = self.visit_edges[first_edge..]
            .iter()
            .filter(|(a, b)| ray_crosses(*a, *b, west) != ray_crosses(*a, *b, east));
        crossings.count() % 2 == 1
    }

    /// Groups visits by cell and writes the cells.
    fn write_cells(&mut self, index: &mut AreaIndex) {
        let mut visits = std::mem::take(&mut self.visits);
        visits.sort_by_key(|visit| (visit.cell, visit.slot));
        for of_cell in visits.chunk_by(|a, b| a.cell == b.cell) {
            let cell = of_cell[0].cell as usize;
            let around = self.inside[cell];
            // A slot that the cell is wholly inside hides all larger ones.
            let shown = &of_cell[..of_cell.partition_point(|visit| visit.slot < around)];
            if shown.is_empty() {
                continue;
            }
            index.cells[cell] = CellWord::Boundary(index.chunks.len() as u32).write();
            let last = (around != NOBODY).then_some(around);
            self.write_chunks(index, shown, last);
        }
    }

    /// Writes the areas of one cell, and last the one that the cell is wholly inside.
    fn write_chunks(&self, index: &mut AreaIndex, visits: &[Visit], around: Option<u32>) {
        let groups = visits.chunks(CHUNK_AREAS);
        let last_group = groups.len() - 1;
        for (g, group) in groups.enumerate() {
            let room = group.len() < CHUNK_AREAS;
            let mut chunk = Chunk {
                containing_corner: 0,
                first_slot: index.chunk_slots.len() as u32,
                first_edge: index.edges.len() as u32,
                edge_count: 0,
                more: g < last_group || (around.is_some() && !room),
            };
            for (bit, visit) in group.iter().enumerate() {
                index.chunk_slots.push(visit.slot);
                chunk.containing_corner |= u32::from(visit.contains_corner) << bit;
                let first = visit.first_edge as usize;
                for &(from, to) in &self.visit_edges[first..first + visit.edge_count as usize] {
                    let written = &mut index.edges[chunk.first_edge as usize..];
                    if let Some(edge) = add_edge(written, CellEdge::new(from, to, 1 << bit)) {
                        index.edges.push(edge);
                    }
                }
            }
            chunk.edge_count = index.edges.len() as u32 - chunk.first_edge;
            if let (Some(slot), true, true) = (around, room, g == last_group) {
                index.chunk_slots.push(slot);
                chunk.containing_corner |= 1 << group.len();
            }
            index.chunks.push(chunk);
        }
        if let (Some(slot), true) = (around, visits.len().is_multiple_of(CHUNK_AREAS)) {
            index.chunk_slots.push(slot);
            index.chunks.push(Chunk {
                containing_corner: 1,
                first_slot: index.chunk_slots.len() as u32 - 1,
                first_edge: index.edges.len() as u32,
                edge_count: 0,
                more: false,
            });
        }
    }
}

/// Merges an edge with the same edge of a neighbour, or gives it back to be appended. (The same
/// edge twice of one area cancels: the bit goes out, as crossing it twice changes nothing.)
fn add_edge(written: &mut [CellEdge], edge: CellEdge) -> Option<CellEdge> {
    let same = written
        .iter_mut()
        .take(MOST_COMPARED)
        .find(|other| other.low == edge.low && other.high == edge.high);
    match same {
        Some(other) => {
            other.areas ^= edge.areas;
            None
        }
        None => Some(edge),
    }
}
