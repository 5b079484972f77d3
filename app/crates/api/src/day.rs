//! One day of an enumerator's work, as time bar, track and table show it.

use domain::outcome::Outcome;
use domain::peers::Basis;

/// A day. Places are metres east and north of the day's first possible fix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayView {
    /// The visits in the order of work.
    pub visits: Vec<DayVisit>,
    /// Whether places are rounded to a kilometre, and visits without an interview left out, for who may not see households.
    pub is_rounded: bool,
    /// The areas that the visits claim, most visits first.
    pub areas: Vec<DayArea>,
    /// What is usual in the tehsil of most of the visits; `None` where too few people have worked there to say.
    pub usual: Option<UsualDay>,
}

/// A visit of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayVisit {
    /// Its place in the order of work, from 1.
    pub number: u32,
    /// Whether the flag that is looked at is about it.
    pub is_subject: bool,
    /// Corrected start and end, in minutes after midnight of the day; an end on the next day is above 1,440.
    pub minutes: Option<(f64, f64)>,
    /// Start and end as the tablet's clock had them, where that is not the same.
    pub minutes_recorded: Option<(f64, f64)>,
    /// Metres east and north of the first fix of the day.
    pub metres: Option<(f64, f64)>,
    /// The radius that the device states, in metres.
    pub accuracy_m: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// The submission's id.
    pub submission_id: String,
}

/// An area that visits of the day claim.
#[derive(Clone, Debug, PartialEq)]
pub struct DayArea {
    /// Its code.
    pub code: String,
    /// Its name in the reader's language.
    pub name: String,
    /// Its boundary's rings, outer ones and holes; empty where none is on file, or the day has no fix to draw it about.
    pub rings: Vec<Vec<(f64, f64)>>,
    /// Whether it has a boundary on file.
    pub has_boundary: bool,
    /// By how many metres the boundary may be off, where that is known.
    pub tolerance_m: Option<u32>,
}

/// A day beside those of the others in its tehsil and wave.
#[derive(Clone, Debug, PartialEq)]
pub struct UsualDay {
    /// The tehsil's name in the reader's language.
    pub tehsil_name: String,
    /// How many enumerators the figures are of, this one among them.
    pub enumerators: u32,
    /// Complete interviews on the day, and the median of enumerators' days.
    pub interviews: (u32, Option<f64>),
    /// What durations are measured by, the day's median in minutes, and the median of enumerators' medians.
    pub minutes: Option<(Basis, f64, f64)>,
    /// The first and the last start of the day in hours after midnight, and the hours between which nine of ten visits begin.
    pub hours: Option<((f64, f64), (u8, u8))>,
}
