//! A submission: what a tablet sent about one visit to one household.

use crate::outcome::{Outcome, ReviewState};
use crate::place::{Fix, ListingPoint};
use crate::time::{EpochMs, SurveyDay};
use jiff::tz::TimeZone;

/// A column of the canonical format (FORMATS.md, section 1; the listing point: docs/decisions/0067).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are the format's own; FORMATS.md says what each holds.
pub enum Column {
    SubmissionId,
    FormId,
    FormVersion,
    WaveCode,
    EnumeratorCode,
    DeviceId,
    HouseholdRef,
    AreaCode,
    BlockCode,
    Outcome,
    StartedAt,
    EndedAt,
    ReceivedAt,
    Latitude,
    Longitude,
    AccuracyM,
    AltitudeM,
    FixAt,
    MockLocation,
    ActiveS,
    HouseholdSize,
    ItemsRequired,
    ItemsAnswered,
    ItemsDontKnow,
    ItemsRefused,
    Answers,
    ReviewState,
    ListingLatitude,
    ListingLongitude,
}

impl Column {
    /// How many there are.
    pub const COUNT: usize = 29;

    /// Every column, in the order of the format. A new one stands last: fingerprints of foreign rows are taken in this order.
    pub const ALL: [Column; Column::COUNT] = [
        Column::SubmissionId,
        Column::FormId,
        Column::FormVersion,
        Column::WaveCode,
        Column::EnumeratorCode,
        Column::DeviceId,
        Column::HouseholdRef,
        Column::AreaCode,
        Column::BlockCode,
        Column::Outcome,
        Column::StartedAt,
        Column::EndedAt,
        Column::ReceivedAt,
        Column::Latitude,
        Column::Longitude,
        Column::AccuracyM,
        Column::AltitudeM,
        Column::FixAt,
        Column::MockLocation,
        Column::ActiveS,
        Column::HouseholdSize,
        Column::ItemsRequired,
        Column::ItemsAnswered,
        Column::ItemsDontKnow,
        Column::ItemsRefused,
        Column::Answers,
        Column::ReviewState,
        Column::ListingLatitude,
        Column::ListingLongitude,
    ];

    /// The name in headers.
    pub fn name(self) -> &'static str {
        match self {
            Column::SubmissionId => "submission_id",
            Column::FormId => "form_id",
            Column::FormVersion => "form_version",
            Column::WaveCode => "wave_code",
            Column::EnumeratorCode => "enumerator_code",
            Column::DeviceId => "device_id",
            Column::HouseholdRef => "household_ref",
            Column::AreaCode => "area_code",
            Column::BlockCode => "block_code",
            Column::Outcome => "outcome",
            Column::StartedAt => "started_at",
            Column::EndedAt => "ended_at",
            Column::ReceivedAt => "received_at",
            Column::Latitude => "latitude",
            Column::Longitude => "longitude",
            Column::AccuracyM => "accuracy_m",
            Column::AltitudeM => "altitude_m",
            Column::FixAt => "fix_at",
            Column::MockLocation => "mock_location",
            Column::ActiveS => "active_s",
            Column::HouseholdSize => "household_size",
            Column::ItemsRequired => "items_required",
            Column::ItemsAnswered => "items_answered",
            Column::ItemsDontKnow => "items_dont_know",
            Column::ItemsRefused => "items_refused",
            Column::Answers => "answers",
            Column::ReviewState => "review_state",
            Column::ListingLatitude => "listing_latitude",
            Column::ListingLongitude => "listing_longitude",
        }
    }

    /// Finds the column of a header cell: case, surrounding space and a byte-order mark do not matter.
    pub fn from_header(cell: &str) -> Option<Column> {
        let cell = cell.trim_start_matches('\u{feff}').trim();
        Column::ALL
            .into_iter()
            .find(|column| column.name().eq_ignore_ascii_case(cell))
    }

    /// What a household may ask to be corrected: what it said, and what was said of it. The rest is the collection's: ids, times of receipt,
    /// who visited.
    pub const CORRECTABLE: [Column; 11] = [
        Column::HouseholdRef,
        Column::AreaCode,
        Column::Outcome,
        Column::StartedAt,
        Column::EndedAt,
        Column::Latitude,
        Column::Longitude,
        Column::HouseholdSize,
        Column::Answers,
        Column::ListingLatitude,
        Column::ListingLongitude,
    ];

    /// Columns without which a file is not a submissions file.
    pub const REQUIRED: [Column; 4] = [
        Column::SubmissionId,
        Column::EnumeratorCode,
        Column::AreaCode,
        Column::Outcome,
    ];
}

/// A row's cells by column, trimmed; a column that the file lacks is blank.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a>(pub [&'a str; Column::COUNT]);

impl<'a> Cells<'a> {
    /// A row of blanks.
    pub fn blank() -> Cells<'a> {
        Cells([""; Column::COUNT])
    }

    /// The cell of `column`, `""` where blank.
    pub fn get(&self, column: Column) -> &'a str {
        self.0[column as usize]
    }

    /// Puts `text`, trimmed, into `column`.
    pub fn set(&mut self, column: Column, text: &'a str) {
        self.0[column as usize] = text.trim();
    }
}

/// A row that could be read. Text fields borrow from the row; absent optional text is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission<'a> {
    /// Globally unique; the idempotency key; at most 128 characters.
    pub submission_id: &'a str,
    /// The form's id.
    pub form_id: Option<&'a str>,
    /// The form's version.
    pub form_version: Option<&'a str>,
    /// The field cycle.
    pub wave_code: Option<&'a str>,
    /// Who sent it.
    pub enumerator_code: &'a str,
    /// On which tablet.
    pub device_id: Option<&'a str>,
    /// An opaque reference to the household.
    pub household_ref: Option<&'a str>,
    /// The area the enumerator claims to have worked in.
    pub area_code: &'a str,
    /// The census block.
    pub block_code: Option<&'a str>,
    /// How the visit ended.
    pub outcome: Outcome,
    /// Start by the device's clock.
    pub started_at: Option<EpochMs>,
    /// End by the device's clock.
    pub ended_at: Option<EpochMs>,
    /// Receipt by the collection server's clock; `None` means the time of import stands in.
    pub received_at: Option<EpochMs>,
    /// Where the device says it was.
    pub fix: Option<Fix>,
    /// Metres above the ellipsoid.
    pub altitude_m: Option<f64>,
    /// Satellite time of the fix.
    pub fix_at: Option<EpochMs>,
    /// Whether the device says the position was faked.
    pub mock_location: Option<bool>,
    /// Active interview time in seconds.
    pub active_s: Option<u32>,
    /// Persons in the household.
    pub household_size: Option<u32>,
    /// Required items of the form that applied.
    pub items_required: Option<u32>,
    /// … of them answered.
    pub items_answered: Option<u32>,
    /// … answered "don't know".
    pub items_dont_know: Option<u32>,
    /// … refused.
    pub items_refused: Option<u32>,
    /// JSON object of question code to value, as text.
    pub answers: Option<&'a str>,
    /// The collection system's verdict.
    pub review_state: ReviewState,
    /// Where the household listing recorded the household.
    pub listing_point: Option<ListingPoint>,
}

impl Submission<'_> {
    /// The survey day of the visit by the device's own times: of the start, else of the end, else of the fix.
    /// The time of receipt is never used: it says when the tablet synced.
    pub fn survey_day(&self, zone: &TimeZone) -> SurveyDay {
        match self.started_at.or(self.ended_at).or(self.fix_at) {
            Some(instant) => SurveyDay::of(instant, zone),
            None => SurveyDay::UNKNOWN,
        }
    }

    /// Whether the record can count towards coverage: complete, and not thrown out by the collection system.
    pub fn is_valid_complete(&self) -> bool {
        self.outcome == Outcome::Complete && self.review_state != ReviewState::Rejected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_stands_at_its_own_place_and_reads_its_own_name() {
        for (index, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column as usize, index);
            assert_eq!(
                Column::from_header(&format!("\u{feff} {} ", column.name().to_uppercase())),
                Some(column)
            );
        }
        assert_eq!(Column::from_header("remarks"), None);
    }
}
