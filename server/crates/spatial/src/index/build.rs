//! Building the index, one area after another, row by row from east to west.

use geo::{Coord, MultiPolygon, Rect};

use super::AreaIndex;
use super::cell::{CellEdge, Chunk, Edge, NOBODY, Split};
use super::distance::Outline;
use super::grid::{CellWord, Grid};
use crate::boxes::joined;
use crate::predicates::ray_crosses;

/// Beyond this no coordinate is meant.
const FARTHEST: f64 = 1e6;
/// Areas in a chunk: one bit each.
const CHUNK_AREAS: usize = 32;

/// An area whose boundary passes through a cell.
struct Visit {
    cell: u32,
    slot: u32,
    contains_corner: bool,
    /// In the builder's list of visits' edges.
    first_edge: u32,
    edge_count: u32,
}

/// An edge that passes through a cell: its number among all, and the positions in the cell's list
/// of areas that have it.
struct Passing {
    edge: u32,
    area: u32,
}

struct Builder {
    grid: Grid,
    edges: Vec<Edge>,
    /// The smallest slot that a cell is wholly inside, or [`NOBODY`].
    inside: Vec<u32>,
    visits: Vec<Visit>,
    visit_edges: Vec<u32>,
}

pub(super) fn build<'a>(
    areas: impl IntoIterator<Item = (u32, &'a MultiPolygon<f64>)>,
) -> AreaIndex {
    let mut areas: Vec<(u32, Vec<Edge>)> = areas
        .into_iter()
        .map(|(key, boundary)| (key, edges_of(boundary)))
        .collect();
    areas.sort_by_key(|(key, _)| *key);
    let (edges, numbers) = numbered(&areas);
    let grid = Grid::over(bounds_of(&edges), edges.len());

    let mut builder = Builder {
        inside: vec![NOBODY; grid.columns * grid.rows],
        grid,
        edges,
        visits: Vec::new(),
        visit_edges: Vec::new(),
    };
    for (slot, numbers) in numbers.iter().enumerate() {
        builder.add(slot as u32, numbers);
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
        splits: Vec::new(),
        chunks: Vec::new(),
        chunk_edges: Vec::new(),
        chunk_slots: Vec::new(),
        edges: Vec::new(),
        outlines: areas.iter().map(|(_, edges)| Outline::new(edges)).collect(),
    };
    builder.write_cells(&mut index);
    index.edges = builder.edges;
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
        .map(|edge| Edge::new(edge[0], edge[1]))
        .collect()
}

/// Every edge once, from south to north, and for each area the numbers of its edges. An edge that
/// an area has twice cancels: crossing it changes nothing.
fn numbered(areas: &[(u32, Vec<Edge>)]) -> (Vec<Edge>, Vec<Vec<u32>>) {
    let order = |a: &Edge, b: &Edge| {
        a.low
            .y
            .total_cmp(&b.low.y)
            .then(a.low.x.total_cmp(&b.low.x))
            .then(a.high.y.total_cmp(&b.high.y))
            .then(a.high.x.total_cmp(&b.high.x))
    };
    let mut all: Vec<(Edge, u32)> = areas
        .iter()
        .enumerate()
        .flat_map(|(slot, (_, edges))| edges.iter().map(move |edge| (*edge, slot as u32)))
        .collect();
    all.sort_unstable_by(|a, b| order(&a.0, &b.0).then(a.1.cmp(&b.1)));
    let mut edges = Vec::with_capacity(all.len());
    let mut numbers: Vec<Vec<u32>> = vec![Vec::new(); areas.len()];
    for same_edge in all.chunk_by(|a, b| a.0 == b.0) {
        let mut is_boundary = false;
        for same_area in same_edge.chunk_by(|a, b| a.1 == b.1) {
            if same_area.len() % 2 == 1 {
                numbers[same_area[0].1 as usize].push(edges.len() as u32);
                is_boundary = true;
            }
        }
        if is_boundary {
            edges.push(same_edge[0].0);
        }
    }
    (edges, numbers)
}

fn bounds_of(edges: &[Edge]) -> Rect<f64> {
    edges
        .iter()
        .map(|edge| Rect::new(edge.low, edge.high))
        .reduce(joined)
        .unwrap_or_else(|| Rect::new(Coord::zero(), Coord::zero()))
}

impl Builder {
    /// Adds one area. In each row, from the easternmost of its cells to the west: the corner of the
    /// first is outside; from corner to corner the edges between them decide; cells between two of
    /// its cells have no edge of it, so they are wholly inside or outside.
    fn add(&mut self, slot: u32, numbers: &[u32]) {
        let columns = self.grid.columns;
        // (row, column from the east, edge), packed to sort fast.
        let mut passages: Vec<u64> = Vec::with_capacity(numbers.len() * 2);
        for &number in numbers {
            let edge = self.edges[number as usize];
            self.grid.for_each_cell(edge.low, edge.high, |column, row| {
                let rank = row * columns + (columns - 1 - column);
                passages.push((rank as u64) << 32 | u64::from(number));
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
            // The lower half is the number.
            self.visit_edges
                .extend(passage.iter().map(|&packed| packed as u32));
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
        let crossings = self.visit_edges[first_edge..].iter().filter(|&&number| {
            let Edge { low, high } = self.edges[number as usize];
            ray_crosses(low, high, west) != ray_crosses(low, high, east)
        });
        crossings.count() % 2 == 1
    }

    /// Groups visits by cell and writes the cells.
    fn write_cells(&mut self, index: &mut AreaIndex) {
        let mut visits = std::mem::take(&mut self.visits);
        visits.sort_unstable_by_key(|visit| (visit.cell, visit.slot));
        for of_cell in visits.chunk_by(|a, b| a.cell == b.cell) {
            let cell = of_cell[0].cell as usize;
            let around = self.inside[cell];
            // A slot that the cell is wholly inside hides all larger ones.
            let shown = &of_cell[..of_cell.partition_point(|visit| visit.slot < around)];
            if shown.is_empty() {
                continue;
            }
            let first = self.passing(shown)[0].edge;
            let word = if self
                .passing(shown)
                .iter()
                .all(|passing| passing.edge == first)
            {
                index.splits.push(self.split(cell, first, shown, around));
                CellWord::Split(index.splits.len() as u32 - 1)
            } else {
                let chunk = index.chunks.len() as u32;
                self.write_chunks(index, shown, around);
                CellWord::Chunks(chunk)
            };
            index.cells[cell] = word.write();
        }
    }

    /// The edges of some visits of one cell, in order of their numbers; areas as positions in `visits`.
    fn passing(&self, visits: &[Visit]) -> Vec<Passing> {
        let mut passing: Vec<Passing> = visits
            .iter()
            .enumerate()
            .flat_map(|(area, visit)| {
                let first = visit.first_edge as usize;
                self.visit_edges[first..first + visit.edge_count as usize]
                    .iter()
                    .map(move |&edge| Passing {
                        edge,
                        area: area as u32,
                    })
            })
            .collect();
        passing.sort_unstable_by_key(|passing| (passing.edge, passing.area));
        passing
    }

    /// A cell with one edge: on the corner's side are the areas that contain the corner, on the
    /// other side those that do not. (Rings do not end, so a lone edge crosses the whole cell.)
    fn split(&self, cell: usize, edge: u32, visits: &[Visit], around: u32) -> Split {
        let corner = self
            .grid
            .corner(cell % self.grid.columns, cell / self.grid.columns);
        let smallest = |contains_corner: bool| {
            visits
                .iter()
                .filter(|visit| visit.contains_corner == contains_corner)
                .map(|visit| visit.slot)
                .min()
                .unwrap_or(around)
        };
        let corner_is_left = self.edges[edge as usize].has_on_left(corner);
        Split {
            edge,
            left: smallest(corner_is_left),
            right: smallest(!corner_is_left),
        }
    }

    /// Writes the areas of one cell, and last the one that the cell is wholly inside.
    fn write_chunks(&self, index: &mut AreaIndex, visits: &[Visit], around: u32) {
        let has_around = around != NOBODY;
        let chunks_needed = (visits.len() + usize::from(has_around)).div_ceil(CHUNK_AREAS);
        for number in 0..chunks_needed {
            let first = (number * CHUNK_AREAS).min(visits.len());
            let group = &visits[first..visits.len().min(first + CHUNK_AREAS)];
            let is_last = number + 1 == chunks_needed;
            let mut chunk = Chunk {
                containing_corner: 0,
                first_slot: index.chunk_slots.len() as u32,
                first_edge: index.chunk_edges.len() as u32,
                edge_count: 0,
                more: !is_last,
            };
            for (bit, visit) in group.iter().enumerate() {
                index.chunk_slots.push(visit.slot);
                chunk.containing_corner |= u32::from(visit.contains_corner) << bit;
            }
            if is_last && has_around {
                index.chunk_slots.push(around);
                chunk.containing_corner |= 1 << group.len();
            }
            for same_edge in self.passing(group).chunk_by(|a, b| a.edge == b.edge) {
                let areas = same_edge
                    .iter()
                    .fold(0, |areas, passing| areas | 1 << passing.area);
                index.chunk_edges.push(CellEdge {
                    edge: same_edge[0].edge,
                    areas,
                });
                chunk.edge_count += 1;
            }
            index.chunks.push(chunk);
        }
    }
}
