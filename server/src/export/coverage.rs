//! coverage.csv: the columns of FORMATS.md and how a summary fills them, for the export and for a page's download.

use crate::spreadsheet::for_spreadsheet;
use domain::coverage::Summary;

/// The columns of every coverage.csv. A page's download has more after them.
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

/// An area (code, level, name, code of its parent) and its summary under [`COLUMNS`]. What has no value is blank, never 0.
pub fn cells(area: [&str; 4], summary: &Summary, as_of: &str) -> [String; 12] {
    let [code, level, name, parent] = area.map(for_spreadsheet);
    let c = &summary.counts;
    let optional = |value: Option<u64>| value.map(|n| n.to_string()).unwrap_or_default();
    [
        code,
        level,
        name,
        parent,
        optional(summary.target),
        c.complete.to_string(),
        c.refused.to_string(),
        c.not_at_home.to_string(),
        (c.partial + c.vacant + c.not_found + c.other).to_string(),
        optional(summary.expected),
        as_of.to_owned(),
        summary
            .coverage_permille()
            .map(|p| format!("{}.{}", p / 10, p % 10))
            .unwrap_or_default(),
    ]
}
