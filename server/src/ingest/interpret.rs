//! From named cells to what the store records: the stages `parse` and `locate`, the same for a first import and a reprocess.

use super::cells::{Header, json_members};
use super::corrections::Corrections;
use super::formats::area_names::AreaNames;
use super::hash::{household_key, id_hash};
use crate::ground::{Ground, GroundError};
use domain::answers::Sheet;
use domain::area::Area;
use domain::outcome::Outcome;
use domain::parse::parse_submission;
use domain::problem::Problem;
use domain::reason::Reason;
use domain::submission::{Cells, Column, Submission};
use domain::time::EpochMs;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use store::{Arrival, Db, FactInput, Rejected};

/// The rules by which a raw row becomes a fact. Raise it whenever the same row would give another fact, for instance
/// another household key: imports into a database of older facts are then refused until all have been derived again.
/// 3: canonical rows have listing points (docs/decisions/0067). 4: form versions and answers (docs/decisions/0074).
pub const FACTS_VERSION: i64 = 4;

/// Everything that decides how a row is understood. The same context and the same bytes give the same facts.
pub struct Context {
    /// Areas by code.
    pub areas: HashMap<String, Area>,
    /// The same areas by name, for files that name areas instead of giving codes.
    pub names: AreaNames,
    /// Boundaries.
    pub ground: Ground,
    /// The zone of survey days.
    pub survey_zone: TimeZone,
    /// What was corrected, laid over the cells of the rows that it is about.
    pub corrections: Corrections,
}

/// How a row's bytes are to be read; kept with every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// Comma-separated, under the run's header.
    CsvComma,
    /// Semicolon-separated, under the run's header.
    CsvSemicolon,
    /// A JSON object.
    Json,
    /// Tab-separated, under the run's header.
    Tab,
}

impl RowFormat {
    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// The form of rows with this separator.
    pub fn of_separator(separator: u8) -> RowFormat {
        match separator {
            b';' => RowFormat::CsvSemicolon,
            b'\t' => RowFormat::Tab,
            _ => RowFormat::CsvComma,
        }
    }

    /// What parts the cells; a JSON object has none.
    pub fn separator(self) -> Option<u8> {
        match self {
            RowFormat::CsvComma => Some(b','),
            RowFormat::CsvSemicolon => Some(b';'),
            RowFormat::Tab => Some(b'\t'),
            RowFormat::Json => None,
        }
    }

    /// Reads [`RowFormat::rank`] back.
    pub fn from_rank(rank: i16) -> Option<RowFormat> {
        [
            RowFormat::CsvComma,
            RowFormat::CsvSemicolon,
            RowFormat::Json,
            RowFormat::Tab,
        ]
        .into_iter()
        .find(|format| format.rank() == rank)
    }
}

/// A row on its way: where it stands, what it is, what it holds.
pub struct Row<'a> {
    /// Its line in the file.
    pub line: u64,
    /// Its bytes.
    pub body: &'a [u8],
    /// How they are to be read.
    pub format: RowFormat,
    /// Its fingerprint.
    pub content_hash: [u8; 16],
    /// Its fingerprint in the quarantine: without what a mapping makes of it, so that a mended mapping brings it out.
    pub quarantine_hash: [u8; 16],
}

/// What was noticed about a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// Latitude and longitude look exchanged.
    pub looks_swapped: bool,
    /// Why the claimed area was not found by its name, in a sentence: said once for all rows that it holds for.
    pub unmatched_area: Option<String>,
}

impl Context {
    /// Reads areas and boundaries.
    pub async fn load(db: &Db, survey_zone: &TimeZone) -> Result<Context, GroundError> {
        let areas = db
            .load_areas()
            .await?
            .into_iter()
            .map(|area| (area.code.clone(), area))
            .collect();
        Ok(Context {
            names: AreaNames::of(&areas),
            areas,
            ground: Ground::load(db).await?,
            survey_zone: survey_zone.clone(),
            corrections: Corrections::load(db).await?,
        })
    }

    /// Reads the cells of a row. `imported_at` stands in for a missing time of receipt, and the record says so.
    /// `found` are problems that were met before there were canonical cells.
    pub fn arrival(
        &self,
        row: &Row<'_>,
        cells: &Cells<'_>,
        found: Vec<Problem>,
        assumed_zone: Option<&TimeZone>,
        imported_at: EpochMs,
    ) -> (Arrival, Noticed) {
        let id = cells.get(Column::SubmissionId);
        let (content, received_at, noticed) =
            match self.facts(cells, found, assumed_zone, imported_at) {
                Ok((fact, received_at, noticed)) => (Ok(fact), received_at, noticed),
                Err(problems) => {
                    let noticed = Noticed {
                        unmatched_area: problems
                            .iter()
                            .find(|problem| problem.is_about_an_areas_name())
                            .map(ToString::to_string),
                        ..Noticed::default()
                    };
                    (Err(rejected(&problems)), None, noticed)
                }
            };
        let arrival = Arrival {
            id_hash: id_hash(id),
            submission_id: id.to_owned(),
            content_hash: row.content_hash,
            quarantine_hash: row.quarantine_hash,
            body: row.body.to_vec(),
            row_number: row.line,
            format: row.format.rank(),
            received_at: received_at.unwrap_or(imported_at),
            received_assumed: received_at.is_none(),
            content,
        };
        (arrival, noticed)
    }

    /// The facts of a row, the time of receipt it names, and what was noticed; or what is wrong with it.
    /// `assumed_zone` is the zone of times that name none; `None` makes them a problem.
    pub fn facts(
        &self,
        cells: &Cells<'_>,
        found: Vec<Problem>,
        assumed_zone: Option<&TimeZone>,
        imported_at: EpochMs,
    ) -> Result<(FactInput, Option<EpochMs>, Noticed), Vec<Problem>> {
        let cells = &self.corrections.over(cells);
        let (submission, mut problems) = parse_submission(cells, assumed_zone);
        let code = cells.get(Column::AreaCode);
        let area = self.areas.get(code);
        if area.is_none() && !code.is_empty() {
            problems.push(Problem::UnknownArea(code.to_owned()));
        }
        if !found.is_empty() {
            problems.retain(|problem| !found.iter().any(|before| before.explains(problem)));
            problems.splice(0..0, found);
        }
        let (Some(submission), Some(area), []) = (submission, area, problems.as_slice()) else {
            return Err(problems);
        };
        let sheet = match submission.answers {
            // Only finished interviews are compared.
            Some(answers) if submission.outcome == Outcome::Complete => {
                sheet_of(answers).map_err(|problem| vec![problem])?
            }
            _ => None,
        };
        let located = self.ground.locate(area, submission.fix.as_ref());
        let noticed = Noticed {
            looks_swapped: located.looks_swapped,
            unmatched_area: None,
        };
        let fact = FactInput {
            enumerator_code: submission.enumerator_code.to_owned(),
            wave_code: submission.wave_code.map(str::to_owned),
            device_code: submission.device_id.map(str::to_owned),
            area_id: area.id,
            located_area_id: located.area,
            survey_day: submission.survey_day(&self.survey_zone),
            outcome: submission.outcome,
            review_state: submission.review_state,
            place: located.place,
            edge_distance_m: located.edge_distance_m,
            household_key: submission.household_ref.map(|household| {
                household_key(submission.wave_code, submission.area_code, household)
            }),
            started_at: submission.started_at,
            ended_at: submission.ended_at,
            completed_at: completed_at(&submission, imported_at),
            fix: submission.fix,
            fix_at: submission.fix_at,
            mock_location: submission.mock_location,
            active_s: submission.active_s,
            household_size: submission.household_size,
            items_required: submission.items_required,
            items_answered: submission.items_answered,
            items_dont_know: submission.items_dont_know,
            items_refused: submission.items_refused,
            listing_point: submission.listing_point,
            form_code: submission.form_id.map(str::to_owned),
            form_version: submission.form_version.map(str::to_owned),
            sheet,
        };
        Ok((fact, submission.received_at, noticed))
    }
}

/// The answers as they are compared, from a JSON object of question codes to values.
fn sheet_of(answers: &str) -> Result<Option<Sheet>, Problem> {
    let members = json_members(answers.as_bytes()).map_err(|_| Problem::AnswersNotAnObject)?;
    let given = members
        .iter()
        .filter(|(_, value)| !matches!(value.as_ref(), "[]" | "{}"));
    Ok(Sheet::of(given.map(|(question, value)| {
        (question.as_ref(), value.as_ref())
    })))
}

/// When the interview was completed, for telling which of a household's completes came first: its end, or else the
/// nearest time there is.
fn completed_at(submission: &Submission<'_>, imported_at: EpochMs) -> EpochMs {
    submission
        .ended_at
        .or(submission.started_at)
        .or(submission.received_at)
        .unwrap_or(imported_at)
}

/// A row that cannot be read even so far as to have cells.
pub fn unreadable(row: &Row<'_>, problem: Problem, imported_at: EpochMs) -> Arrival {
    Arrival {
        id_hash: 0,
        submission_id: String::new(),
        content_hash: row.content_hash,
        quarantine_hash: row.quarantine_hash,
        body: row.body.to_vec(),
        row_number: row.line,
        format: row.format.rank(),
        received_at: imported_at,
        received_assumed: true,
        content: Err(rejected(&[problem])),
    }
}

fn rejected(problems: &[Problem]) -> Rejected {
    let code = problems.first().map_or(Reason::Malformed, Problem::reason);
    let reason = problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ");
    Rejected { code, reason }
}

/// Checks the number of cells against the header. Blank cells too many are harmless: some tools end rows with a separator.
pub fn fit(cells: &mut Vec<&str>, header: &Header) -> Result<(), Problem> {
    let (found, expected) = (cells.len(), header.width());
    if found > expected && cells[expected..].iter().all(|cell| cell.trim().is_empty()) {
        cells.truncate(expected);
    }
    if cells.len() == expected {
        Ok(())
    } else {
        Err(Problem::Ragged { found, expected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_from_json_however_it_is_written() {
        let text = |blank: &str| {
            let more: Vec<String> = (0..12).map(|n| format!("\"q{n}\": {n}")).collect();
            format!("{{{}, \"more\": {blank}}}", more.join(","))
        };
        let plain = sheet_of(&text("\"x\""));
        assert_eq!(
            plain
                .as_ref()
                .map(|sheet| sheet.as_ref().map(|sheet| sheet.marks().len())),
            Ok(Some(13))
        );
        for blank in ["null", "\"\"", "[]", "{}", "\" \""] {
            let sheet = sheet_of(&text(blank)).unwrap().unwrap();
            assert_eq!(sheet.marks().len(), 12, "{blank}");
        }
        assert_eq!(sheet_of("{\"q1\": \"yes\"}"), Ok(None));
        assert_eq!(sheet_of("{\"q1\": "), Err(Problem::AnswersNotAnObject));
    }
}
