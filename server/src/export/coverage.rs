//! coverage.csv: the columns of FORMATS.md and how a summary fills them, and the table of a coverage page, which has more.

use super::{Cell, Table};
use api::coverage::{CoverageView, Splits};
use domain::coverage::Summary;

/// The columns of every coverage.csv. A page's table has more after them.
pub const COLUMNS: [&str; 12] = [
    "area_code",
    "level",
    "name",
    "parent_code",
    "target",
    "complete",
    "refused",
    "not_at_home",
    "other",
    "expected_by_today",
    "as_of",
    "coverage_pct",
];

/// What a page's table shows beside the columns of every coverage.csv.
const MORE_COLUMNS: [&str; 12] = [
    "ahead",
    "active_enumerators",
    "deployed_enumerators",
    "partial",
    "vacant",
    "not_found",
    "repeated",
    "rejected",
    "inside_claimed_area",
    "judged_fixes",
    "wave_code",
    "period",
];

/// An area (code, level, name, code of its parent) and its summary under [`COLUMNS`]. What has no value is blank, never 0.
pub fn cells(area: [&str; 4], summary: &Summary, splits: &Splits, as_of: &str) -> [Cell; 12] {
    let [code, level, name, parent] = area.map(Cell::filled);
    let c = &summary.counts;
    [
        code,
        level,
        name,
        parent,
        Cell::counted(summary.target),
        Cell::count(c.complete),
        Cell::disclosed(splits.refused),
        Cell::disclosed(splits.not_at_home),
        Cell::disclosed(splits.rest),
        Cell::counted(summary.expected),
        Cell::filled(as_of),
        summary
            .coverage_permille()
            .map_or(Cell::Blank, |p| Cell::Fixed(f64::from(p) / 10.0, 1)),
    ]
}

/// The table of a coverage page: the areas below, and what was claimed for the page's own area and for none of them.
pub fn table(view: &CoverageView) -> Table {
    let code = view.area.code.as_str();
    let rows = view.rows.iter().map(|row| {
        let area = &row.area;
        let names = [area.code.as_str(), area.level.code(), &area.name, code];
        row_of(view, names, &row.summary, &row.splits)
    });
    let name = format!("{} (no smaller area named)", view.area.name);
    let names = [code, view.area.level.code(), &name, ""];
    let rest = view.elsewhere.iter();
    let rows = rows.chain(rest.map(|(rest, splits)| row_of(view, names, rest, splits)));
    with_columns(view, rows.collect())
}

/// The same of the page's own area: one row.
pub fn headline(view: &CoverageView) -> Table {
    let above = view.path.iter().rev().nth(1);
    let parent = above.map_or("", |area| area.code.as_str());
    let area = &view.area;
    let names = [area.code.as_str(), area.level.code(), &area.name, parent];
    with_columns(view, vec![row_of(view, names, &view.summary, &view.splits)])
}

fn with_columns(view: &CoverageView, rows: Vec<Vec<Cell>>) -> Table {
    let columns = COLUMNS.iter().chain(&MORE_COLUMNS).copied();
    Table::of(format!("coverage-{}", view.area.code), columns, rows)
}

fn row_of(view: &CoverageView, area: [&str; 4], summary: &Summary, splits: &Splits) -> Vec<Cell> {
    let as_of = view
        .as_of
        .and_then(|at| at.to_rfc3339())
        .unwrap_or_default();
    let from = view.query.from.map(|day| day.to_string());
    let mut out = cells(area, summary, splits, &as_of).to_vec();
    out.extend([
        Cell::number(summary.ahead().map(|n| n as f64)),
        Cell::count(summary.active_enumerators),
        Cell::counted(summary.deployed),
        Cell::disclosed(splits.partial),
        Cell::disclosed(splits.vacant),
        Cell::disclosed(splits.not_found),
        Cell::disclosed(splits.repeated),
        Cell::disclosed(splits.rejected),
        Cell::disclosed(splits.inside_claimed),
        Cell::disclosed(splits.judged_fix),
        Cell::text(view.query.wave.as_deref()),
        Cell::filled(format!("{}/{}", from.unwrap_or_default(), view.to)),
    ]);
    out
}
