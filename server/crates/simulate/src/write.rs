//! The survey as files in the canonical formats.

use crate::behaviour::TRUTH_COLUMNS;
use crate::row::CanonicalRow;
use crate::survey::Survey;
use domain::parse::{ROSTER_COLUMNS, TARGET_COLUMNS};
use domain::submission::Column;
use domain::time::SurveyDay;
use std::io::{self, Write};

impl Survey {
    /// Writes `targets.csv`. Errors are the writer's.
    pub fn write_targets_csv(&self, out: impl Write) -> io::Result<()> {
        let mut file = csv::Writer::from_writer(out);
        file.write_record(TARGET_COLUMNS)?;
        for row in self.targets() {
            file.write_record([
                row.area_code,
                row.wave_code,
                row.plan.target_households.to_string(),
                row.plan.starts_on.to_string(),
                row.plan.ends_on.to_string(),
            ])?;
        }
        file.flush()
    }

    /// Writes `roster.csv`. Errors are the writer's.
    pub fn write_roster_csv(&self, out: impl Write) -> io::Result<()> {
        let mut file = csv::Writer::from_writer(out);
        file.write_record(ROSTER_COLUMNS)?;
        let day = |day: Option<SurveyDay>| day.map_or(String::new(), |day| day.to_string());
        for row in self.roster() {
            file.write_record([
                row.enumerator_code,
                row.name.unwrap_or_default(),
                row.supervisor_code.unwrap_or_default(),
                row.team.unwrap_or_default(),
                row.agency.unwrap_or_default(),
                row.tehsil_code.unwrap_or_default(),
                day(row.trained_on),
                row.certified
                    .map_or(String::new(), |certified| certified.to_string()),
                day(row.active_from),
                day(row.active_to),
            ])?;
        }
        file.flush()
    }

    /// Writes `submissions.csv` in order of receipt. Errors are the writer's.
    pub fn write_submissions_csv(&self, mut out: impl Write) -> io::Result<()> {
        let header: Vec<&str> = written().map(Column::name).collect();
        let mut line = header.join(",");
        line.push('\n');
        out.write_all(line.as_bytes())?;
        let mut rows = self.submissions();
        let mut row = CanonicalRow::default();
        while rows.next_into(&mut row) {
            line.clear();
            for column in written() {
                let cell = row.get(column);
                // Only answers hold quotes and commas; codes, numbers and times never do.
                if column == Column::Answers && !cell.is_empty() {
                    line.push('"');
                    line.push_str(&cell.replace('"', "\"\""));
                    line.push('"');
                } else {
                    line.push_str(cell);
                }
                line.push(',');
            }
            line.pop();
            line.push('\n');
            out.write_all(line.as_bytes())?;
        }
        out.flush()
    }

    /// Writes `submissions.ndjson` in order of receipt: one object a line, blank columns left out. Errors are the
    /// writer's.
    pub fn write_submissions_ndjson(&self, mut out: impl Write) -> io::Result<()> {
        let mut rows = self.submissions();
        let mut row = CanonicalRow::default();
        let mut line = String::new();
        while rows.next_into(&mut row) {
            line.clear();
            for column in Column::ALL {
                let cell = row.get(column);
                if cell.is_empty() {
                    continue;
                }
                line.push(if line.is_empty() { '{' } else { ',' });
                line.push('"');
                line.push_str(column.name());
                line.push_str("\":");
                // Codes, ids and times hold nothing that JSON would want escaped.
                let quote = if is_json(column) { "" } else { "\"" };
                line.push_str(quote);
                line.push_str(cell);
                line.push_str(quote);
            }
            line.push_str("}\n");
            out.write_all(line.as_bytes())?;
        }
        out.flush()
    }

    /// Writes `truth.csv`: one row a submission that shows a planted behaviour. Errors are the writer's.
    pub fn write_truth_csv(&self, out: impl Write) -> io::Result<()> {
        let mut file = csv::Writer::from_writer(out);
        file.write_record(TRUTH_COLUMNS)?;
        for truth in self.truth() {
            let (first, last) = (truth.first_day.to_string(), truth.last_day.to_string());
            for id in &truth.submission_ids {
                file.write_record([
                    truth.behaviour.code(),
                    &truth.enumerator_code,
                    &truth.device_id,
                    &first,
                    &last,
                    id,
                ])?;
            }
        }
        file.flush()
    }
}

/// The columns of the CSV file: no listing is simulated, and a column without a value would be noise.
fn written() -> impl Iterator<Item = Column> {
    Column::ALL
        .into_iter()
        .filter(|column| !matches!(column, Column::ListingLatitude | Column::ListingLongitude))
}

/// Whether a cell of the column stands in JSON as it is: a number, true or false, or an object.
fn is_json(column: Column) -> bool {
    matches!(
        column,
        Column::Latitude
            | Column::Longitude
            | Column::AccuracyM
            | Column::AltitudeM
            | Column::MockLocation
            | Column::ActiveS
            | Column::HouseholdSize
            | Column::ItemsRequired
            | Column::ItemsAnswered
            | Column::ItemsDontKnow
            | Column::ItemsRefused
            | Column::Answers
    )
}
