//! The stage `parse`: cells to a submission, or the reasons why not. Never fails, never guesses.

use crate::outcome::{Outcome, ReviewState};
use crate::place::{Fix, ListingPoint};
use crate::problem::Problem;
use crate::roster::RosterRow;
use crate::submission::{Cells, Column, Submission};
use crate::target::{Plan, TargetRow};
use crate::time::{EpochMs, InstantError, SurveyDay, parse_instant};
use jiff::tz::TimeZone;

/// Longest submission id accepted, in characters (FORMATS.md).
pub const LONGEST_ID: usize = 128;

/// Reads a row of the canonical format. `assumed_zone` is the zone of times that name none; `None` makes them a problem.
///
/// Every problem of the row is reported, not only the first, so that a file is mended in one go.
pub fn parse_submission<'a>(
    cells: &Cells<'a>,
    assumed_zone: Option<&TimeZone>,
) -> (Option<Submission<'a>>, Vec<Problem>) {
    let mut reader = Reader {
        cells,
        assumed_zone,
        problems: Vec::new(),
    };
    let submission_id = reader.required(Column::SubmissionId);
    let characters = submission_id.chars().count();
    if characters > LONGEST_ID {
        reader.problems.push(Problem::IdTooLong { characters });
    }
    let outcome_text = reader.required(Column::Outcome);
    let outcome = Outcome::from_code(outcome_text);
    if outcome.is_none() && !outcome_text.is_empty() {
        reader
            .problems
            .push(Problem::UnknownOutcome(outcome_text.to_owned()));
    }
    let review_text = cells.get(Column::ReviewState);
    let review_state = ReviewState::from_code(review_text);
    if review_state.is_none() {
        reader
            .problems
            .push(Problem::UnknownReviewState(review_text.to_owned()));
    }
    let answers = reader.text(Column::Answers);
    if answers.is_some_and(|text| !text.starts_with('{')) {
        reader.problems.push(Problem::AnswersNotAnObject);
    }
    let submission = Submission {
        submission_id,
        form_id: reader.text(Column::FormId),
        form_version: reader.text(Column::FormVersion),
        wave_code: reader.text(Column::WaveCode),
        enumerator_code: reader.required(Column::EnumeratorCode),
        device_id: reader.text(Column::DeviceId),
        household_ref: reader.text(Column::HouseholdRef),
        area_code: reader.required(Column::AreaCode),
        block_code: reader.text(Column::BlockCode),
        outcome: outcome.unwrap_or(Outcome::Other),
        started_at: reader.instant(Column::StartedAt),
        ended_at: reader.instant(Column::EndedAt),
        received_at: reader.instant(Column::ReceivedAt),
        fix: reader.fix(),
        altitude_m: reader.number(Column::AltitudeM),
        fix_at: reader.instant(Column::FixAt),
        mock_location: reader.boolean(Column::MockLocation),
        active_s: reader.count(Column::ActiveS),
        household_size: reader.count(Column::HouseholdSize),
        items_required: reader.count(Column::ItemsRequired),
        items_answered: reader.count(Column::ItemsAnswered),
        items_dont_know: reader.count(Column::ItemsDontKnow),
        items_refused: reader.count(Column::ItemsRefused),
        answers,
        review_state: review_state.unwrap_or_default(),
        listing_point: reader.listing_point(),
    };
    let problems = reader.problems;
    (problems.is_empty().then_some(submission), problems)
}

struct Reader<'c, 'a> {
    cells: &'c Cells<'a>,
    assumed_zone: Option<&'c TimeZone>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'_, 'a> {
    fn text(&self, column: Column) -> Option<&'a str> {
        let text = self.cells.get(column);
        (!text.is_empty()).then_some(text)
    }

    fn required(&mut self, column: Column) -> &'a str {
        let text = self.cells.get(column);
        if text.is_empty() {
            self.problems.push(Problem::Missing(column));
        }
        text
    }

    fn instant(&mut self, column: Column) -> Option<EpochMs> {
        let text = self.text(column)?;
        match parse_instant(text, self.assumed_zone) {
            Ok(instant) => Some(instant),
            Err(InstantError::NoZone) => {
                self.problems.push(Problem::NoZone(column, text.to_owned()));
                None
            }
            Err(InstantError::Unreadable) => {
                self.problems
                    .push(Problem::NotATime(column, text.to_owned()));
                None
            }
        }
    }

    fn number(&mut self, column: Column) -> Option<f64> {
        let text = self.text(column)?;
        match text.parse::<f64>() {
            // "inf" and "NaN" parse as numbers and are none.
            Ok(value) if value.is_finite() => Some(value),
            _ => {
                self.problems
                    .push(Problem::NotANumber(column, text.to_owned()));
                None
            }
        }
    }

    fn count(&mut self, column: Column) -> Option<u32> {
        let text = self.text(column)?;
        if let Ok(value) = text.parse::<u32>() {
            return i32::try_from(value).is_ok().then_some(value).or_else(|| {
                self.problems
                    .push(Problem::OutOfRange(column, text.to_owned()));
                None
            });
        }
        // Spreadsheets write whole numbers as 4.0.
        match text.parse::<f64>() {
            Ok(value) if value.fract() == 0.0 && (0.0..=f64::from(i32::MAX)).contains(&value) => {
                Some(value as u32)
            }
            Ok(value) if value.is_finite() => {
                self.problems
                    .push(Problem::OutOfRange(column, text.to_owned()));
                None
            }
            _ => {
                self.problems
                    .push(Problem::NotANumber(column, text.to_owned()));
                None
            }
        }
    }

    fn boolean(&mut self, column: Column) -> Option<bool> {
        let text = self.text(column)?;
        let value = parse_boolean(text);
        if value.is_none() {
            self.problems
                .push(Problem::NotABoolean(column, text.to_owned()));
        }
        value
    }

    fn fix(&mut self) -> Option<Fix> {
        let latitude = self.number(Column::Latitude);
        let longitude = self.number(Column::Longitude);
        let accuracy_m = self.number(Column::AccuracyM);
        self.both_or_none(Column::Latitude, Column::Longitude);
        Some(Fix {
            latitude: latitude?,
            longitude: longitude?,
            accuracy_m,
        })
    }

    /// A fix that cannot be is evidence and is kept; a listing point is what fixes are held against, and must be a place.
    fn listing_point(&mut self) -> Option<ListingPoint> {
        let (north, east) = (Column::ListingLatitude, Column::ListingLongitude);
        let (latitude, longitude) = (self.number(north), self.number(east));
        self.both_or_none(north, east);
        let point = ListingPoint::at(latitude?, longitude?);
        if point.is_none() {
            self.problems.push(Problem::ImpossibleListingPoint {
                latitude: self.cells.get(north).to_owned(),
                longitude: self.cells.get(east).to_owned(),
            });
        }
        point
    }

    fn both_or_none(&mut self, latitude: Column, longitude: Column) {
        for (here, partner) in [(latitude, longitude), (longitude, latitude)] {
            if self.text(here).is_none() && self.text(partner).is_some() {
                self.problems.push(Problem::HalfAFix { missing: here });
            }
        }
    }
}

fn parse_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "yes" => Some(true),
        "false" | "f" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// Columns of the targets file, in the order [`parse_target`] takes its cells.
pub const TARGET_COLUMNS: [&str; 5] = [
    "area_code",
    "wave_code",
    "target_households",
    "starts_on",
    "ends_on",
];

/// Reads a row of the targets file; `cells` stand in the order of [`TARGET_COLUMNS`]. Reasons are whole sentences.
pub fn parse_target(cells: &[&str; 5]) -> Result<TargetRow, Vec<String>> {
    let [area_code, wave_code, target, starts_on, ends_on] = *cells;
    let mut reasons = Vec::new();
    for (name, cell) in [("area_code", area_code), ("wave_code", wave_code)] {
        if cell.is_empty() {
            reasons.push(format!("{name} is blank; every row needs it."));
        }
    }
    let target_households = match target.parse::<u32>() {
        Ok(0) => {
            reasons.push(
                "target_households is 0; leave the row out where nothing is planned.".to_owned(),
            );
            None
        }
        Ok(value) if i32::try_from(value).is_ok() => Some(value),
        _ => {
            reasons.push(format!(
                "target_households is “{target}”, which is not a whole number of households."
            ));
            None
        }
    };
    let day = |name: &str, text: &str, reasons: &mut Vec<String>| {
        let day = SurveyDay::parse(text);
        if day.is_none() {
            reasons.push(format!(
                "{name} is “{text}”, which is not a day; write it like 2026-11-21."
            ));
        }
        day
    };
    let starts = day("starts_on", starts_on, &mut reasons);
    let ends = day("ends_on", ends_on, &mut reasons);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends < starts
    {
        reasons.push(format!(
            "ends_on ({ends_on}) is before starts_on ({starts_on})."
        ));
    }
    match (target_households, starts, ends) {
        (Some(target_households), Some(starts_on), Some(ends_on)) if reasons.is_empty() => {
            Ok(TargetRow {
                area_code: area_code.to_owned(),
                wave_code: wave_code.to_owned(),
                plan: Plan {
                    target_households,
                    starts_on,
                    ends_on,
                },
            })
        }
        _ => Err(reasons),
    }
}

/// Columns of the roster file, in the order [`parse_roster`] takes its cells.
pub const ROSTER_COLUMNS: [&str; 10] = [
    "enumerator_code",
    "name",
    "supervisor_code",
    "team",
    "agency",
    "tehsil_code",
    "trained_on",
    "certified",
    "active_from",
    "active_to",
];

/// Reads a row of the roster file; `cells` stand in the order of [`ROSTER_COLUMNS`]. Reasons are whole sentences.
pub fn parse_roster(cells: &[&str; 10]) -> Result<RosterRow, Vec<String>> {
    let mut reasons = Vec::new();
    let text = |index: usize| (!cells[index].is_empty()).then(|| cells[index].to_owned());
    if cells[0].is_empty() {
        reasons.push("enumerator_code is blank; every row needs it.".to_owned());
    }
    let mut day = |index: usize| {
        let cell = cells[index];
        if cell.is_empty() {
            return None;
        }
        let day = SurveyDay::parse(cell);
        if day.is_none() {
            let name = ROSTER_COLUMNS[index];
            reasons.push(format!(
                "{name} is “{cell}”, which is not a day; write it like 2026-11-21."
            ));
        }
        day
    };
    let (trained_on, active_from, active_to) = (day(6), day(8), day(9));
    let certified = if cells[7].is_empty() {
        None
    } else {
        parse_boolean(cells[7])
    };
    if certified.is_none() && !cells[7].is_empty() {
        reasons.push(format!(
            "certified is “{}”; it must be true, false or blank.",
            cells[7]
        ));
    }
    if let (Some(from), Some(to)) = (active_from, active_to)
        && to < from
    {
        reasons.push(format!("active_to ({to}) is before active_from ({from})."));
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    Ok(RosterRow {
        enumerator_code: cells[0].to_owned(),
        name: text(1),
        supervisor_code: text(2),
        team: text(3),
        agency: text(4),
        tehsil_code: text(5),
        trained_on,
        certified,
        active_from,
        active_to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good<'a>() -> Cells<'a> {
        let mut cells = Cells::blank();
        cells.set(Column::SubmissionId, "uuid:1");
        cells.set(Column::EnumeratorCode, "E1");
        cells.set(Column::AreaCode, "PB0101-001");
        cells.set(Column::Outcome, "complete");
        cells
    }

    fn problems_of(column: Column, value: &str) -> Vec<String> {
        let mut cells = good();
        cells.set(column, value);
        let (submission, problems) = parse_submission(&cells, None);
        assert_eq!(submission.is_none(), !problems.is_empty());
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_four_required_columns_are_enough() {
        let (submission, problems) = parse_submission(&good(), None);
        assert_eq!(problems, []);
        let submission = submission.unwrap();
        assert_eq!(submission.fix, None);
        assert_eq!(submission.received_at, None);
        assert_eq!(submission.review_state, ReviewState::Received);
        assert_eq!(submission.survey_day(&TimeZone::UTC), SurveyDay::UNKNOWN);
    }

    #[test]
    fn a_listing_point_has_both_coordinates_or_none_and_is_a_place() {
        let read = |latitude: &str, longitude: &str| {
            let mut cells = good();
            cells.set(Column::ListingLatitude, latitude);
            cells.set(Column::ListingLongitude, longitude);
            let (submission, problems) = parse_submission(&cells, None);
            match submission {
                Some(submission) => Ok(submission.listing_point.map(|p| (p.latitude, p.longitude))),
                None => Err(problems.iter().map(ToString::to_string).collect::<String>()),
            }
        };
        assert_eq!(read("", ""), Ok(None));
        assert_eq!(read("31.5", "74.3"), Ok(Some((31.5, 74.3))));
        assert_eq!(read("-90", "180"), Ok(Some((-90.0, 180.0))));
        assert_eq!(
            read("31.5", ""),
            Err("listing_longitude is blank while its partner is given; a listing point needs both, no listing point \
                 has neither."
                .to_owned())
        );
        for [latitude, longitude] in [["90.01", "74.3"], ["31.5", "-199.06"], ["0", "0.0"]] {
            let said = read(latitude, longitude).unwrap_err();
            let start =
                format!("The listing point is “{latitude}”, “{longitude}”, which is no place");
            assert!(said.starts_with(&start), "{said}");
        }
        assert_eq!(
            read("north", "74.3"),
            Err("listing_latitude is “north”, which is not a number.".to_owned())
        );
    }

    #[test]
    fn every_problem_of_a_row_is_reported_at_once() {
        let mut cells = Cells::blank();
        cells.set(Column::Outcome, "done");
        cells.set(Column::StartedAt, "2025-02-04 12:45:02");
        cells.set(Column::Latitude, "31.5");
        let (submission, problems) = parse_submission(&cells, None);
        assert_eq!(submission, None);
        let codes: Vec<&str> = problems
            .iter()
            .map(|problem| problem.reason().code())
            .collect();
        assert_eq!(
            codes,
            [
                "missing",
                "unknown_outcome",
                "missing",
                "missing",
                "no_zone",
                "half_a_fix"
            ]
        );
    }

    #[test]
    fn each_problem_says_what_is_wrong_and_what_to_do() {
        let cases = [
            (
                Column::SubmissionId,
                " ",
                "submission_id is blank; every row needs it.",
            ),
            (
                Column::StartedAt,
                "2025-02-04 12:45:02",
                "started_at is “2025-02-04 12:45:02”, which names no time zone; add an offset such as +05:00, or import the file with --zone Asia/Karachi.",
            ),
            (
                Column::EndedAt,
                "noon",
                "ended_at is “noon”, which is not a date and time; write it like 2026-11-21T09:30:00+05:00.",
            ),
            (
                Column::HouseholdSize,
                "six",
                "household_size is “six”, which is not a number.",
            ),
            (
                Column::HouseholdSize,
                "-1",
                "household_size is “-1”, which is outside the possible range.",
            ),
            (
                Column::HouseholdSize,
                "4294967295",
                "household_size is “4294967295”, which is outside the possible range.",
            ),
            (
                Column::AccuracyM,
                "NaN",
                "accuracy_m is “NaN”, which is not a number.",
            ),
            (
                Column::MockLocation,
                "maybe",
                "mock_location is “maybe”; it must be true, false or blank.",
            ),
            (Column::Answers, "[1]", "answers is not a JSON object."),
            (
                Column::ReviewState,
                "fine",
                "review_state is “fine”; it must be blank or one of received, approved, has_issues, rejected, edited.",
            ),
        ];
        for (column, value, sentence) in cases {
            assert_eq!(
                problems_of(column, value),
                [sentence],
                "{column:?} = {value}"
            );
        }
    }

    #[test]
    fn an_id_of_128_characters_is_accepted_and_one_of_129_is_not() {
        assert_eq!(problems_of(Column::SubmissionId, &"ع".repeat(128)), [""; 0]);
        assert_eq!(
            problems_of(Column::SubmissionId, &"ع".repeat(129)),
            ["submission_id has 129 characters; at most 128 are allowed."]
        );
    }

    #[test]
    fn whole_numbers_written_as_floats_are_read() {
        let mut cells = good();
        cells.set(Column::HouseholdSize, "6.0");
        assert_eq!(
            parse_submission(&cells, None).0.unwrap().household_size,
            Some(6)
        );
    }

    #[test]
    fn an_impossible_position_is_kept_for_the_checks_and_not_refused_here() {
        let mut cells = good();
        cells.set(Column::Latitude, "31.5");
        cells.set(Column::Longitude, "-199.06");
        let submission = parse_submission(&cells, None).0.unwrap();
        assert!(!submission.fix.unwrap().is_possible());
    }

    #[test]
    fn a_target_row_says_everything_that_is_wrong_with_it() {
        assert!(parse_target(&["PB0101-001", "W1", "120", "2026-10-01", "2026-11-30"]).is_ok());
        assert_eq!(
            parse_target(&["", "W1", "0", "2026-11-30", "2026-10-01"]).unwrap_err(),
            [
                "area_code is blank; every row needs it.",
                "target_households is 0; leave the row out where nothing is planned.",
                "ends_on (2026-10-01) is before starts_on (2026-11-30).",
            ]
        );
    }

    #[test]
    fn an_unknown_certificate_is_not_a_failed_one() {
        let row =
            |certified| parse_roster(&["E1", "", "", "", "", "PB0101", "", certified, "", ""]);
        assert_eq!(row("").unwrap().certified, None);
        assert_eq!(row("no").unwrap().certified, Some(false));
        assert!(row("perhaps").is_err());
    }
}
