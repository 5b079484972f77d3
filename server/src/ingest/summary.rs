//! The one line at the end of an import.

use domain::number::grouped;
use std::collections::BTreeMap;
use std::fmt;
use store::RunSummary;

/// What became of the rows of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportSummary {
    /// Rows read.
    pub read: u64,
    /// New submissions (or targets, or roster lines).
    pub accepted: u64,
    /// Known with this very content: nothing was written.
    pub unchanged: u64,
    /// Known with other content: a new revision.
    pub updated: u64,
    /// Set aside with their reasons.
    pub quarantined: u64,
    /// Accepted, but their position lies outside the survey and would lie inside with latitude and longitude exchanged.
    pub swapped_fixes: u64,
    /// The first line with such a position.
    pub first_swapped_line: Option<u64>,
    /// Why areas were not found by their names, and for how many rows.
    pub unmatched_areas: BTreeMap<String, u64>,
    /// The file was one page of an answer that names a next one.
    pub names_next_page: bool,
    /// Trails of submissions that are not on file (yet); they are kept all the same.
    pub trails_waiting: u64,
    /// Wall time.
    pub seconds: f64,
}

impl From<RunSummary> for ImportSummary {
    fn from(run: RunSummary) -> ImportSummary {
        ImportSummary {
            read: run.read,
            accepted: run.accepted,
            unchanged: run.unchanged,
            updated: run.updated,
            quarantined: run.quarantined,
            ..ImportSummary::default()
        }
    }
}

impl ImportSummary {
    /// 0 if all is well, 3 if rows were quarantined.
    pub fn exit_code(&self) -> u8 {
        if self.quarantined > 0 { 3 } else { 0 }
    }

    /// Adds another file's numbers.
    pub fn add(&mut self, other: &ImportSummary) {
        self.read += other.read;
        self.accepted += other.accepted;
        self.unchanged += other.unchanged;
        self.updated += other.updated;
        self.quarantined += other.quarantined;
        self.swapped_fixes += other.swapped_fixes;
        self.first_swapped_line = self.first_swapped_line.or(other.first_swapped_line);
        for (reason, rows) in &other.unmatched_areas {
            *self.unmatched_areas.entry(reason.clone()).or_default() += rows;
        }
        self.names_next_page |= other.names_next_page;
        self.trails_waiting += other.trails_waiting;
        self.seconds += other.seconds;
    }

    /// A sentence about trails that came without their submissions, if there are any.
    pub fn waiting_sentence(&self) -> Option<String> {
        let (trails, belong) = match self.trails_waiting {
            0 => return None,
            1 => ("1 trail".to_owned(), "belongs to a submission that is"),
            many => (
                format!("{} trails", grouped(many)),
                "belong to submissions that are",
            ),
        };
        Some(format!(
            "{trails} {belong} not on file. They are kept, and count as soon as the submissions are imported."
        ))
    }

    /// The areas that were not found by their names, most rows first, as lines for a person.
    pub fn unmatched_lines(&self) -> Vec<String> {
        const SHOWN: usize = 20;
        let mut reasons: Vec<(&String, &u64)> = self.unmatched_areas.iter().collect();
        reasons.sort_by_key(|(_, rows)| std::cmp::Reverse(**rows));
        let mut lines: Vec<String> = reasons
            .iter()
            .take(SHOWN)
            .map(|(reason, number)| format!("{}: {reason}", rows(**number)))
            .collect();
        if reasons.len() > SHOWN {
            lines.push(format!("… and {} more such names.", reasons.len() - SHOWN));
        }
        lines
    }

    /// A sentence about exchanged coordinates, if there are any.
    pub fn swapped_sentence(&self) -> Option<String> {
        let line = self.first_swapped_line?;
        Some(format!(
            "Latitude and longitude look exchanged in {} (first in line {line}): as given the positions lie outside the survey, \
             the other way round inside. They were accepted as given; exchange the two columns and import again.",
            rows(self.swapped_fixes)
        ))
    }
}

fn rows(number: u64) -> String {
    if number == 1 {
        "1 row".to_owned()
    } else {
        format!("{} rows", grouped(number))
    }
}

impl fmt::Display for ImportSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "read {} · accepted {} · unchanged {} · updated {} · quarantined {}",
            grouped(self.read),
            grouped(self.accepted),
            grouped(self.unchanged),
            grouped(self.updated),
            grouped(self.quarantined)
        )?;
        if self.quarantined > 0 {
            f.write_str(" (see them with: fieldwatch export quarantine)")?;
        }
        write!(f, " · {:.1} s", self.seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_everything_and_where_to_look() {
        let summary = ImportSummary {
            read: 1_200,
            accepted: 1_198,
            quarantined: 2,
            seconds: 0.26,
            ..Default::default()
        };
        assert_eq!(
            summary.to_string(),
            "read 1,200 · accepted 1,198 · unchanged 0 · updated 0 · quarantined 2 (see them with: fieldwatch export quarantine) · 0.3 s"
        );
        assert_eq!(summary.exit_code(), 3);
        assert_eq!(ImportSummary::default().exit_code(), 0);
    }

    #[test]
    fn unmatched_areas_are_listed_most_rows_first() {
        let mut total = ImportSummary::default();
        for (reason, rows) in [("a", 1), ("b", 2_000), ("a", 3)] {
            total.add(&ImportSummary {
                unmatched_areas: BTreeMap::from([(reason.to_owned(), rows)]),
                ..ImportSummary::default()
            });
        }
        assert_eq!(total.unmatched_lines(), ["2,000 rows: b", "4 rows: a"]);
    }
}
