//! Corrections that households asked for: the verbatim row stays, and what a fact is derived from is the row with the corrections over it
//! (docs/decisions/0108).

use domain::submission::{Cells, Column};
use std::collections::HashMap;
use store::{Db, StoreError};

/// What the cells of single submissions should read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections(HashMap<String, Vec<(Column, String)>>);

impl Corrections {
    /// Reads those that hold: of each column the last one, unless it was taken back.
    pub async fn load(db: &Db) -> Result<Corrections, StoreError> {
        let mut corrections = Corrections::default();
        for (submission_id, one) in db.corrections().await? {
            if let Some(column) = Column::from_header(&one.field) {
                corrections.set(&submission_id, column, one.value);
            }
        }
        Ok(corrections)
    }

    /// Has a column of a submission read something else; `None`: what the row says.
    pub fn set(&mut self, submission_id: &str, column: Column, value: Option<String>) {
        let of_submission = self.0.entry(submission_id.to_owned()).or_default();
        of_submission.retain(|(other, _)| *other != column);
        of_submission.extend(value.map(|value| (column, value)));
        if of_submission.is_empty() {
            self.0.remove(submission_id);
        }
    }

    /// A row's cells with what was corrected in them.
    pub fn over<'c>(&'c self, cells: &Cells<'c>) -> Cells<'c> {
        let mut corrected = *cells;
        if self.0.is_empty() {
            return corrected;
        }
        if let Some(of_submission) = self.0.get(cells.get(Column::SubmissionId)) {
            for (column, value) in of_submission {
                corrected.set(*column, value);
            }
        }
        corrected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_correction_of_a_column_holds_until_it_is_taken_back() {
        let mut cells = Cells::blank();
        cells.set(Column::SubmissionId, "s1");
        cells.set(Column::HouseholdSize, "6");
        let size = |corrections: &Corrections| {
            let over = corrections.over(&cells);
            over.get(Column::HouseholdSize).to_owned()
        };
        let mut corrections = Corrections::default();
        assert_eq!(size(&corrections), "6");
        for (value, reads) in [(Some("7"), "7"), (Some("8"), "8"), (None, "6")] {
            corrections.set("s1", Column::HouseholdSize, value.map(str::to_owned));
            assert_eq!(size(&corrections), reads);
        }
        corrections.set("s2", Column::HouseholdSize, Some("9".to_owned()));
        assert_eq!(size(&corrections), "6");
    }
}
