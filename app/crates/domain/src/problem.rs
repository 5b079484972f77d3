//! What is wrong with a row, said so that the person who has the file can mend it.

use crate::outcome::{Outcome, ReviewState};
use crate::reason::Reason;
use crate::submission::Column;
use std::fmt;

/// One thing wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A required column is blank or absent.
    Missing(Column),
    /// The id is longer than 128 characters.
    IdTooLong {
        /// Its length in characters.
        characters: usize,
    },
    /// The outcome is not one of the seven words.
    UnknownOutcome(String),
    /// The review state is not one of the five words.
    UnknownReviewState(String),
    /// The text is not a date and time.
    NotATime(Column, String),
    /// The time names no zone.
    NoZone(Column, String),
    /// The text is not a number.
    NotANumber(Column, String),
    /// The number cannot be: negative, or larger than the column can hold.
    OutOfRange(Column, String),
    /// The text is neither true nor false.
    NotABoolean(Column, String),
    /// The text is not a calendar day.
    NotADay(Column, String),
    /// Only one of latitude and longitude is given, of the fix or of the listing point.
    HalfAFix {
        /// The one that is missing.
        missing: Column,
    },
    /// The listing point lies nowhere on earth, or at (0, 0).
    ImpossibleListingPoint {
        /// The text of its latitude.
        latitude: String,
        /// The text of its longitude.
        longitude: String,
    },
    /// No area has the claimed code.
    UnknownArea(String),
    /// No area within the parent that the row names has this name.
    UnknownAreaName {
        /// The name as it stands in the row.
        name: String,
        /// Where it was looked for: a name and code, or a part of a sentence.
        within: String,
        /// Codes and names of those that are spelt most like it.
        nearest: Vec<String>,
    },
    /// Several areas have this name: which one is meant would be a guess.
    AmbiguousAreaName {
        /// The name as it stands in the row.
        name: String,
        /// Codes and names of those that have it.
        candidates: Vec<String>,
    },
    /// The form's word for the outcome stands neither in the mapping nor in the format.
    OutcomeNotMapped(String),
    /// The row is encrypted: the collection system gave out nothing but its id.
    Encrypted,
    /// The text is not a GPS position.
    NotAPosition {
        /// The form's field.
        field: String,
        /// Its text.
        value: String,
    },
    /// The row has a GPS position, and nothing says whether it is the interview's.
    PositionNotMapped(String),
    /// The answers are not a JSON object.
    AnswersNotAnObject,
    /// The row could not be split into cells, or is not JSON.
    Malformed(String),
    /// The row has more or fewer cells than the header.
    Ragged {
        /// Cells found.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// The row holds bytes that are not UTF-8.
    NotUtf8 {
        /// Offset of the first such byte within the row.
        at_byte: usize,
    },
}

impl Problem {
    /// What it comes to without its details: for grouping and for machines.
    pub fn reason(&self) -> Reason {
        match self {
            Problem::Missing(_) => Reason::Missing,
            Problem::IdTooLong { .. } => Reason::IdTooLong,
            Problem::UnknownOutcome(_) => Reason::UnknownOutcome,
            Problem::UnknownReviewState(_) => Reason::UnknownReviewState,
            Problem::NotATime(..) => Reason::NotATime,
            Problem::NoZone(..) => Reason::NoZone,
            Problem::NotANumber(..) => Reason::NotANumber,
            Problem::OutOfRange(..) => Reason::OutOfRange,
            Problem::NotABoolean(..) => Reason::NotABoolean,
            Problem::NotADay(..) => Reason::NotADay,
            Problem::HalfAFix { .. } => Reason::HalfAFix,
            Problem::ImpossibleListingPoint { .. } => Reason::ImpossibleListingPoint,
            Problem::UnknownArea(_) => Reason::UnknownArea,
            Problem::UnknownAreaName { .. } => Reason::UnknownAreaName,
            Problem::AmbiguousAreaName { .. } => Reason::AmbiguousAreaName,
            Problem::OutcomeNotMapped(_) => Reason::OutcomeNotMapped,
            Problem::Encrypted => Reason::Encrypted,
            Problem::NotAPosition { .. } => Reason::NotAPosition,
            Problem::PositionNotMapped(_) => Reason::PositionNotMapped,
            Problem::AnswersNotAnObject => Reason::AnswersNotAnObject,
            Problem::Malformed(_) => Reason::Malformed,
            Problem::Ragged { .. } => Reason::Ragged,
            Problem::NotUtf8 { .. } => Reason::NotUtf8,
        }
    }

    /// Whether an area was given by a name that decides nothing.
    pub fn is_about_an_areas_name(&self) -> bool {
        matches!(
            self,
            Problem::UnknownAreaName { .. } | Problem::AmbiguousAreaName { .. }
        )
    }

    /// Whether this already explains `other`, which is then not said as well: one fault, one sentence.
    pub fn explains(&self, other: &Problem) -> bool {
        match self {
            // Without a single answer every required column is blank.
            Problem::Encrypted => true,
            Problem::UnknownAreaName { .. } | Problem::AmbiguousAreaName { .. } => {
                matches!(other, Problem::UnknownArea(_))
            }
            Problem::OutcomeNotMapped(_) => matches!(other, Problem::UnknownOutcome(_)),
            _ => false,
        }
    }
}

/// Shortens a value quoted in a sentence: a broken row can hold anything, of any length.
fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    if value.chars().count() <= LONGEST {
        return format!("“{value}”");
    }
    let start: String = value.chars().take(LONGEST).collect();
    format!("“{start}…”")
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Missing(column) => {
                write!(f, "{} is blank; every row needs it.", column.name())
            }
            Problem::IdTooLong { characters } => {
                write!(
                    f,
                    "submission_id has {characters} characters; at most 128 are allowed."
                )
            }
            Problem::UnknownOutcome(value) => {
                let words = Outcome::ALL.map(Outcome::code).join(", ");
                write!(
                    f,
                    "outcome is {}; it must be one of {words}.",
                    quoted(value)
                )
            }
            Problem::UnknownReviewState(value) => {
                let words = ReviewState::ALL.map(ReviewState::code).join(", ");
                write!(
                    f,
                    "review_state is {}; it must be blank or one of {words}.",
                    quoted(value)
                )
            }
            Problem::NotATime(column, value) => write!(
                f,
                "{} is {}, which is not a date and time; write it like 2026-11-21T09:30:00+05:00.",
                column.name(),
                quoted(value)
            ),
            Problem::NoZone(column, value) => write!(
                f,
                "{} is {}, which names no time zone; add an offset such as +05:00, or import the file with --zone Asia/Karachi.",
                column.name(),
                quoted(value)
            ),
            Problem::NotANumber(column, value) => {
                write!(
                    f,
                    "{} is {}, which is not a number.",
                    column.name(),
                    quoted(value)
                )
            }
            Problem::OutOfRange(column, value) => {
                write!(
                    f,
                    "{} is {}, which is outside the possible range.",
                    column.name(),
                    quoted(value)
                )
            }
            Problem::NotABoolean(column, value) => write!(
                f,
                "{} is {}; it must be true, false or blank.",
                column.name(),
                quoted(value)
            ),
            Problem::NotADay(column, value) => write!(
                f,
                "{} is {}, which is not a day; write it like 2026-11-21.",
                column.name(),
                quoted(value)
            ),
            Problem::HalfAFix { missing } => {
                let what = match missing {
                    Column::ListingLatitude | Column::ListingLongitude => "listing point",
                    _ => "fix",
                };
                write!(
                    f,
                    "{} is blank while its partner is given; a {what} needs both, no {what} has neither.",
                    missing.name()
                )
            }
            Problem::ImpossibleListingPoint {
                latitude,
                longitude,
            } => write!(
                f,
                "The listing point is {}, {}, which is no place: latitudes end at ±90 degrees, longitudes at ±180, and 0, 0 \
                 stands for none; correct it, or leave both blank.",
                quoted(latitude),
                quoted(longitude)
            ),
            Problem::UnknownArea(code) => write!(
                f,
                "area_code is {}, and no area has that code; import the areas first or correct the code (codes are compared exactly).",
                quoted(code)
            ),
            Problem::UnknownAreaName {
                name,
                within,
                nearest,
            } => {
                write!(f, "No area {within} is called {}", quoted(name))?;
                if nearest.is_empty() {
                    f.write_str("; import the areas first, or correct the name.")
                } else {
                    write!(
                        f,
                        "; spelt most like it: {}. Names never decide by likeness: correct the name, or give the code.",
                        nearest.join(", ")
                    )
                }
            }
            Problem::AmbiguousAreaName { name, candidates } => write!(
                f,
                "Several areas are called {}: {}; give the code.",
                quoted(name),
                candidates.join(", ")
            ),
            Problem::OutcomeNotMapped(value) => write!(
                f,
                "The outcome is {}, which the mapping does not name; add a line for it under [outcome].",
                quoted(value)
            ),
            Problem::Encrypted => f.write_str(
                "The row is encrypted, so nothing but its id is known; decrypt it in the collection system and export again.",
            ),
            Problem::NotAPosition { field, value } => write!(
                f,
                "{} is {}, which is not a GPS position.",
                quoted(field),
                quoted(value)
            ),
            Problem::PositionNotMapped(field) => write!(
                f,
                "The row has a GPS position in {}, and the mapping names no location; write location = \"{field}\" under \
                 [fields], or location = \"\" if it is not the interview's.",
                quoted(field)
            ),
            Problem::AnswersNotAnObject => f.write_str("answers is not a JSON object."),
            Problem::Malformed(what) => write!(f, "The row cannot be read: {what}."),
            Problem::Ragged { found, expected } => write!(
                f,
                "The row has {found} cells where the header has {expected}; it was cut, or a separator is not quoted."
            ),
            Problem::NotUtf8 { at_byte } => {
                write!(
                    f,
                    "The row is not UTF-8 text (first bad byte at offset {at_byte}); save the file as UTF-8."
                )
            }
        }
    }
}
