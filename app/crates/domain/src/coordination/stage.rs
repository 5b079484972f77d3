//! The stages a district goes through. A date is the day on which a stage begins; of the last, the day on which it is closed.

use super::LONGEST_COMMENT;
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// A stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Blocks are drawn and divided.
    AreaMapping,
    /// Households are told that somebody will come.
    Notification,
    /// Enumerators are trained.
    Training,
    /// They are sent to their areas, with tablets.
    Deployment,
    /// They go from door to door.
    Enumeration,
    /// What was missed is visited again.
    MopUp,
    /// Nothing is left to do.
    Closed,
}

impl Stage {
    /// Every stage, in order, which is that of the database's numbers.
    pub const ALL: [Stage; 7] = [
        Stage::AreaMapping,
        Stage::Notification,
        Stage::Training,
        Stage::Deployment,
        Stage::Enumeration,
        Stage::MopUp,
        Stage::Closed,
    ];

    /// The word in addresses, forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Stage::AreaMapping => "area_mapping",
            Stage::Notification => "notification",
            Stage::Training => "training",
            Stage::Deployment => "deployment",
            Stage::Enumeration => "enumeration",
            Stage::MopUp => "mop_up",
            Stage::Closed => "closed",
        }
    }

    /// Reads [`Stage::code`] back.
    pub fn from_code(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Stage::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Stage> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Stage::ALL.get(rank).copied())
    }

    /// The stage after it.
    pub fn next(self) -> Option<Stage> {
        Stage::from_rank(self.rank() + 1)
    }
}

/// When a stage was to begin, and when it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageDates {
    /// The planned day.
    pub planned_on: Option<SurveyDay>,
    /// The actual day.
    pub actual_on: Option<SurveyDay>,
}

/// What looks wrong in dates that are on file. It is shown; it is not refused: the dates may be right and the order unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageWarning {
    /// A stage began before the one that comes earlier.
    BeganBefore {
        /// The one that comes later and began first.
        later: Stage,
        /// The one that comes earlier.
        earlier: Stage,
    },
    /// A stage is planned before the one that comes earlier.
    PlannedBefore {
        /// The one that comes later and is planned first.
        later: Stage,
        /// The one that comes earlier.
        earlier: Stage,
    },
    /// A later stage has begun and this one has no actual day.
    Skipped(Stage),
}

/// All stages of a district.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stages([StageDates; Stage::ALL.len()]);

impl Stages {
    /// Sets a stage's dates.
    pub fn set(&mut self, stage: Stage, dates: StageDates) {
        self.0[stage as usize] = dates;
    }

    /// A stage's dates.
    pub fn of(&self, stage: Stage) -> StageDates {
        self.0[stage as usize]
    }

    /// The stage that the district is in: the last that has begun. `None` before the first.
    pub fn present(&self) -> Option<Stage> {
        Stage::ALL
            .into_iter()
            .rev()
            .find(|stage| self.of(*stage).actual_on.is_some())
    }

    /// Whether no stage has any date, planned or actual.
    pub fn is_unset(&self) -> bool {
        *self == Stages::default()
    }

    /// The stage that comes next; `None` once it is closed.
    pub fn next(&self) -> Option<Stage> {
        match self.present() {
            Some(stage) => stage.next(),
            None => Some(Stage::AreaMapping),
        }
    }

    /// By how many days the stages to come are late: since the earliest planned day among them that has passed. `None` if none has.
    pub fn late_days(&self, today: SurveyDay) -> Option<u32> {
        let next = self.next()?;
        let planned = Stage::ALL
            .into_iter()
            .filter(|stage| *stage >= next)
            .filter_map(|stage| self.of(stage).planned_on)
            .min()?;
        let days = today.0.saturating_sub(planned.0);
        u32::try_from(days).ok().filter(|days| *days > 0)
    }

    /// What looks wrong.
    pub fn warnings(&self) -> Vec<StageWarning> {
        let mut warnings = Vec::new();
        let out_of_order = |day: &dyn Fn(StageDates) -> Option<SurveyDay>| {
            let known: Vec<(Stage, SurveyDay)> = Stage::ALL
                .into_iter()
                .filter_map(|stage| Some((stage, day(self.of(stage))?)))
                .collect();
            let pairs: Vec<(Stage, Stage)> = known
                .windows(2)
                .filter(|pair| pair[1].1 < pair[0].1)
                .map(|pair| (pair[1].0, pair[0].0))
                .collect();
            pairs
        };
        for (later, earlier) in out_of_order(&|dates| dates.actual_on) {
            warnings.push(StageWarning::BeganBefore { later, earlier });
        }
        for (later, earlier) in out_of_order(&|dates| dates.planned_on) {
            warnings.push(StageWarning::PlannedBefore { later, earlier });
        }
        let present = self.present();
        let skipped = Stage::ALL.into_iter().filter(|stage| {
            Some(*stage) < present
                && self.of(*stage).actual_on.is_none()
                && self.of(*stage).planned_on.is_some()
        });
        warnings.extend(skipped.map(StageWarning::Skipped));
        warnings
    }
}

/// Why dates of a stage are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageProblem {
    /// A text is no day, or one that no survey reaches.
    BadDay,
    /// The actual day lies in the future.
    FutureActual,
    /// The note is longer than [`LONGEST_COMMENT`].
    LongNote,
    /// The dates are those on file.
    Same,
    /// Somebody else has changed the district's stages meanwhile.
    ChangedSince,
}

impl StageProblem {
    /// Every problem.
    pub const ALL: [StageProblem; 5] = [
        StageProblem::BadDay,
        StageProblem::FutureActual,
        StageProblem::LongNote,
        StageProblem::Same,
        StageProblem::ChangedSince,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            StageProblem::BadDay => "bad_day",
            StageProblem::FutureActual => "future_actual",
            StageProblem::LongNote => "long_note",
            StageProblem::Same => "same",
            StageProblem::ChangedSince => "changed_since",
        }
    }

    /// Reads [`StageProblem::code`] back.
    pub fn from_code(code: &str) -> Option<StageProblem> {
        StageProblem::ALL
            .into_iter()
            .find(|problem| problem.code() == code)
    }
}

/// The days that a survey's dates lie between: a year that was mistyped is not taken.
const YEARS_AROUND: i32 = 10;

/// A text that is no day, or one that no survey reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

/// A day as it was typed, `YYYY-MM-DD`; blank is none. Days more than ten years from today are mistyped.
pub fn typed_day(text: &str, today: SurveyDay) -> Result<Option<SurveyDay>, NotADay> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // The parser takes more than a date: here a date is all that may stand.
    let day = SurveyDay::parse(text).filter(|day| day.to_string() == text);
    let is_near = |day: &SurveyDay| day.0.abs_diff(today.0) <= (YEARS_AROUND * 366) as u32;
    day.filter(is_near).map(Some).ok_or(NotADay)
}

/// The dates as they were typed, if they can be taken. Blank takes a date back.
pub fn check_stage(
    planned: &str,
    actual: &str,
    note: &str,
    today: SurveyDay,
) -> Result<StageDates, StageProblem> {
    let day = |text| typed_day(text, today).map_err(|NotADay| StageProblem::BadDay);
    let dates = StageDates {
        planned_on: day(planned)?,
        actual_on: day(actual)?,
    };
    if dates.actual_on.is_some_and(|day| day > today) {
        return Err(StageProblem::FutureActual);
    }
    if note.chars().count() > LONGEST_COMMENT {
        return Err(StageProblem::LongNote);
    }
    Ok(dates)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: SurveyDay = SurveyDay(20_778); // 2026-11-21

    fn on(day: i32) -> Option<SurveyDay> {
        Some(SurveyDay(day))
    }

    fn stages(dates: &[(Stage, Option<SurveyDay>, Option<SurveyDay>)]) -> Stages {
        let mut stages = Stages::default();
        for (stage, planned_on, actual_on) in dates {
            stages.set(
                *stage,
                StageDates {
                    planned_on: *planned_on,
                    actual_on: *actual_on,
                },
            );
        }
        stages
    }

    #[test]
    fn every_stage_and_problem_reads_its_own_code_and_rank_back() {
        for stage in Stage::ALL {
            assert_eq!(Stage::from_code(stage.code()), Some(stage));
            assert_eq!(Stage::from_rank(stage.rank()), Some(stage));
        }
        assert_eq!(Stage::Closed.next(), None);
        for problem in StageProblem::ALL {
            assert_eq!(StageProblem::from_code(problem.code()), Some(problem));
        }
    }

    #[test]
    fn a_district_is_in_the_last_stage_that_has_begun() {
        let none = Stages::default();
        assert_eq!(
            (none.present(), none.next()),
            (None, Some(Stage::AreaMapping))
        );
        let some = stages(&[
            (Stage::AreaMapping, on(20_700), on(20_700)),
            (Stage::Training, on(20_720), on(20_725)),
            (Stage::Deployment, on(20_770), None),
        ]);
        assert_eq!(
            (some.present(), some.next()),
            (Some(Stage::Training), Some(Stage::Deployment))
        );
        let closed = stages(&[(Stage::Closed, None, on(20_777))]);
        assert_eq!(
            (closed.present(), closed.next()),
            (Some(Stage::Closed), None)
        );
        assert_eq!(closed.late_days(TODAY), None);
    }

    #[test]
    fn it_is_late_from_the_day_after_the_planned_one_by_the_earliest_of_those_to_come() {
        let planned = |day| stages(&[(Stage::Deployment, on(day), None)]);
        assert_eq!(planned(TODAY.0 + 1).late_days(TODAY), None);
        assert_eq!(planned(TODAY.0).late_days(TODAY), None);
        assert_eq!(planned(TODAY.0 - 1).late_days(TODAY), Some(1));
        let two = stages(&[
            (Stage::Training, on(20_700), on(20_760)),
            (Stage::Deployment, None, None),
            (Stage::Enumeration, on(20_768), None),
            (Stage::MopUp, on(20_775), None),
        ]);
        assert_eq!(two.late_days(TODAY), Some(10));
        assert_eq!(Stages::default().late_days(TODAY), None);
    }

    #[test]
    fn what_looks_wrong_is_said() {
        let odd = stages(&[
            (Stage::AreaMapping, on(20_700), None),
            (Stage::Training, on(20_690), on(20_740)),
            (Stage::Deployment, on(20_710), on(20_739)),
        ]);
        assert_eq!(
            odd.warnings(),
            [
                StageWarning::BeganBefore {
                    later: Stage::Deployment,
                    earlier: Stage::Training
                },
                StageWarning::PlannedBefore {
                    later: Stage::Training,
                    earlier: Stage::AreaMapping
                },
                StageWarning::Skipped(Stage::AreaMapping),
            ]
        );
        let same_day = stages(&[
            (Stage::Training, on(20_740), on(20_740)),
            (Stage::Deployment, on(20_740), on(20_740)),
        ]);
        assert_eq!(same_day.warnings(), []);
    }

    #[test]
    fn dates_are_taken_or_refused() {
        let check = |planned, actual, note| check_stage(planned, actual, note, TODAY);
        let day = |text| SurveyDay::parse(text);
        assert_eq!(
            check("2026-12-01", "", ""),
            Ok(StageDates {
                planned_on: day("2026-12-01"),
                actual_on: None
            })
        );
        assert_eq!(check("", "", ""), Ok(StageDates::default()));
        assert!(check("", "2026-11-21", "").is_ok(), "today");
        for (planned, actual, problem) in [
            ("", "2026-11-22", StageProblem::FutureActual),
            ("21.11.2026", "", StageProblem::BadDay),
            ("2026-11-31", "", StageProblem::BadDay),
            ("2026-11-21T10:00", "", StageProblem::BadDay),
            ("0226-11-21", "", StageProblem::BadDay),
        ] {
            assert_eq!(
                check(planned, actual, ""),
                Err(problem),
                "{planned} {actual}"
            );
        }
        assert_eq!(
            check("", "", &"ا".repeat(LONGEST_COMMENT + 1)),
            Err(StageProblem::LongNote)
        );
    }
}
