//! The grid: where cells are, what one word of a cell says, and which cells an edge passes through.

use geo::{Coord, Rect};

/// Cells for each edge: measured on 3,442 union councils, more cells hit fewer edges and miss more caches.
const CELLS_PER_EDGE: usize = 16;
const FEWEST_CELLS: usize = 1 << 10;
/// 16 MiB of words.
const MOST_CELLS: usize = 1 << 22;
/// Cells are not made smaller than about a centimetre (degrees): floats must tell them apart well.
const SMALLEST_CELL: f64 = 1e-7;
/// A cell also lists the edges that pass within this part of its size. Far more than rounding can
/// move a point (about 1e-12 of a cell), far less than costs anything.
const MARGIN: f64 = 1e-4;

/// A box of equal cells. Column 0 is the westernmost, row 0 the southernmost.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    origin: Coord<f64>,
    /// Degrees.
    cell_width: f64,
    cell_height: f64,
    cells_per_degree: Coord<f64>,
    pub columns: usize,
    pub rows: usize,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellWord {
    /// Outside every area.
    Outside,
    /// Wholly inside this slot, and no smaller slot touches it.
    Inside(u32),
    /// One edge passes through: see this split.
    Split(u32),
    /// Several edges pass through: see the chunks from this one on.
    Chunks(u32),
}

const TAG_SHIFT: u32 = 30;
const VALUE: u32 = (1 << TAG_SHIFT) - 1;

impl CellWord {
    #[inline]
    pub(super) fn read(word: u32) -> Self {
        let value = word & VALUE;
        match word >> TAG_SHIFT {
            0 => CellWord::Inside(value),
            1 => CellWord::Split(value),
            2 => CellWord::Chunks(value),
            _ => CellWord::Outside,
        }
    }

    pub(super) fn write(self) -> u32 {
        let (tag, value) = match self {
            CellWord::Inside(slot) => (0, slot),
            CellWord::Split(split) => (1, split),
            CellWord::Chunks(chunk) => (2, chunk),
            CellWord::Outside => (3, 0),
        };
        tag << TAG_SHIFT | value
    }
}

impl Grid {
    /// A grid over a box, with a number of cells that suits the number of edges.
    pub(super) fn over(bounds: Rect<f64>, edge_count: usize) -> Self {
        let reach = [
            bounds.min().x,
            bounds.min().y,
            bounds.max().x,
            bounds.max().y,
        ]
        .into_iter()
        .fold(0.0, |most: f64, value| most.max(value.abs()));
        let smallest = SMALLEST_CELL.max(reach * 1e-9);
        let width = bounds.width().max(smallest);
        let height = bounds.height().max(smallest);
        let wanted = (edge_count.saturating_mul(CELLS_PER_EDGE)).clamp(FEWEST_CELLS, MOST_CELLS);
        let side = (width * height / wanted as f64).sqrt().max(smallest);
        // Truncation is meant: whole cells, at least one, at most all of them in one line.
        let columns = ((width / side) as usize).clamp(1, wanted);
        let rows = ((height / side) as usize).clamp(1, wanted / columns);
        // A little larger than the box, so that no vertex is on the grid's own edge.
        let cell_width = width * (1.0 + MARGIN) / columns as f64;
        let cell_height = height * (1.0 + MARGIN) / rows as f64;
        Self {
            origin: Coord {
                x: bounds.min().x - width * MARGIN / 2.0,
                y: bounds.min().y - height * MARGIN / 2.0,
            },
            cell_width,
            cell_height,
            cells_per_degree: Coord {
                x: 1.0 / cell_width,
                y: 1.0 / cell_height,
            },
            columns,
            rows,
        }
    }

    /// Column and row of a point; `None` outside the grid and for what is not a number.
    #[inline]
    pub(super) fn cell_of(&self, point: Coord<f64>) -> Option<(usize, usize)> {
        let column = (point.x - self.origin.x) * self.cells_per_degree.x;
        let row = (point.y - self.origin.y) * self.cells_per_degree.y;
        // Comparisons with NaN are false.
        let in_grid =
            column >= 0.0 && row >= 0.0 && column < self.columns as f64 && row < self.rows as f64;
        in_grid.then_some((column as usize, row as usize))
    }

    #[inline]
    pub(super) fn position(&self, column: usize, row: usize) -> usize {
        row * self.columns + column
    }

    /// The south-eastern corner of a cell. Every use must get the same bits, so this is the only
    /// place that computes it.
    #[inline]
    pub(super) fn corner(&self, column: usize, row: usize) -> Coord<f64> {
        Coord {
            x: self.origin.x + (column + 1) as f64 * self.cell_width,
            y: self.origin.y + row as f64 * self.cell_height,
        }
    }

    /// Calls `cell(column, row)` at least for each cell that the edge passes through or within the
    /// margin of; each cell once.
    pub(super) fn for_each_cell(
        &self,
        from: Coord<f64>,
        to: Coord<f64>,
        mut cell: impl FnMut(usize, usize),
    ) {
        let (low, high) = if from.y <= to.y {
            (from, to)
        } else {
            (to, from)
        };
        let column_of = |x: f64| (x - self.origin.x) * self.cells_per_degree.x;
        let row_of = |y: f64| (y - self.origin.y) * self.cells_per_degree.y;
        let clamp = |value: f64, count: usize| (value.max(0.0) as usize).min(count - 1);
        let rows =
            clamp(row_of(low.y) - MARGIN, self.rows)..=clamp(row_of(high.y) + MARGIN, self.rows);
        for row in rows {
            // The part of the edge between the cell's lower and upper side, a margin included.
            let south = self.origin.y + (row as f64 - 2.0 * MARGIN) * self.cell_height;
            let north = self.origin.y + (row as f64 + 1.0 + 2.0 * MARGIN) * self.cell_height;
            let x_at = |y: f64| {
                if y <= low.y {
                    low.x
                } else if y >= high.y {
                    high.x
                } else {
                    low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x)
                }
            };
            let (a, b) = if low.y == high.y {
                (low.x, high.x)
            } else {
                (x_at(south), x_at(north))
            };
            let columns = clamp(column_of(a.min(b)) - MARGIN, self.columns)
                ..=clamp(column_of(a.max(b)) + MARGIN, self.columns);
            for column in columns {
                cell(column, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cells_word_says_what_was_written() {
        for word in [
            CellWord::Outside,
            CellWord::Inside(0),
            CellWord::Inside(7),
            CellWord::Split(0),
            CellWord::Split(8),
            CellWord::Chunks(0),
            CellWord::Chunks(9),
        ] {
            assert_eq!(CellWord::read(word.write()), word);
        }
    }

    #[test]
    fn an_edge_is_listed_in_the_cell_of_each_of_its_points() {
        let bounds = Rect::new(Coord { x: 70.0, y: 27.0 }, Coord { x: 76.0, y: 34.0 });
        let grid = Grid::over(bounds, 100);
        let ends = [
            (70.0, 27.0),
            (76.0, 34.0),
            (73.1, 30.2),
            (73.1, 33.9),
            (70.0, 30.2),
            (75.999, 27.0001),
        ];
        for a in ends {
            for b in ends {
                let (a, b) = (Coord::from(a), Coord::from(b));
                let mut cells = Vec::new();
                grid.for_each_cell(a, b, |column, row| cells.push((column, row)));
                let listed = cells.len();
                cells.sort_unstable();
                cells.dedup();
                assert_eq!(cells.len(), listed, "a cell came twice");
                for step in 0..=1000 {
                    let share = f64::from(step) / 1000.0;
                    let point = a + (b - a) * share;
                    assert!(cells.contains(&grid.cell_of(point).unwrap()));
                }
            }
        }
    }
}
