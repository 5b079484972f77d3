//! A flag: a finding, and what people have decided about it.

use crate::permission::Permission;
use serde::{Deserialize, Serialize};

/// Where a flag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has done anything about it.
    Open,
    /// Somebody is to look at it.
    Assigned,
    /// There is an explanation; whether it holds is still to be decided.
    Explained,
    /// Something was wrong.
    Confirmed,
    /// Nothing was wrong.
    Dismissed,
    /// It was confirmed or dismissed, and the facts have changed since.
    Changed,
}

impl Status {
    /// Every status, in the order of the database's numbers.
    pub const ALL: [Status; 6] = [
        Status::Open,
        Status::Assigned,
        Status::Explained,
        Status::Confirmed,
        Status::Dismissed,
        Status::Changed,
    ];

    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Assigned => "assigned",
            Status::Explained => "explained",
            Status::Confirmed => "confirmed",
            Status::Dismissed => "dismissed",
            Status::Changed => "changed",
        }
    }

    /// Reads [`Status::code`] back.
    pub fn from_code(code: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`Status::rank`] back.
    pub fn from_rank(rank: i16) -> Option<Status> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Status::ALL.get(rank).copied())
    }

    /// Whether somebody still has something to do.
    pub fn is_waiting(self) -> bool {
        !matches!(self, Status::Confirmed | Status::Dismissed)
    }
}

/// What somebody does about a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Takes a decision back.
    Reopen,
    /// Gives it to somebody to look at.
    Assign,
    /// Notes an explanation.
    Explain,
    /// Says that something was wrong.
    Confirm,
    /// Says that nothing was wrong.
    Dismiss,
}

impl Action {
    /// Every action.
    pub const ALL: [Action; 5] = [
        Action::Reopen,
        Action::Assign,
        Action::Explain,
        Action::Confirm,
        Action::Dismiss,
    ];

    /// What it takes. Whoever looks at a flag may know what happened; deciding is for others.
    pub fn permission(self) -> Permission {
        match self {
            Action::Explain => Permission::ExplainFlags,
            Action::Reopen | Action::Assign | Action::Confirm | Action::Dismiss => {
                Permission::DecideFlags
            }
        }
    }

    /// The word in forms.
    pub fn code(self) -> &'static str {
        match self {
            Action::Reopen => "reopen",
            Action::Assign => "assign",
            Action::Explain => "explain",
            Action::Confirm => "confirm",
            Action::Dismiss => "dismiss",
        }
    }

    /// Reads [`Action::code`] back.
    pub fn from_code(code: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.code() == code)
    }

    /// Where the flag stands after it.
    pub fn leads_to(self) -> Status {
        match self {
            Action::Reopen => Status::Open,
            Action::Assign => Status::Assigned,
            Action::Explain => Status::Explained,
            Action::Confirm => Status::Confirmed,
            Action::Dismiss => Status::Dismissed,
        }
    }

    /// Reads back what [`Action::leads_to`] was written as.
    pub fn from_rank(rank: i16) -> Option<Action> {
        Action::ALL
            .into_iter()
            .find(|action| action.leads_to().rank() == rank)
    }

    /// The reasons that it can have; it needs one of them unless there are none.
    pub fn reasons(self) -> &'static [Reason] {
        match self {
            Action::Reopen | Action::Assign => &[],
            Action::Explain => &[
                Reason::InnocentCause,
                Reason::DeviceFault,
                Reason::BoundaryOutOfDate,
                Reason::WrittenLate,
                Reason::Other,
            ],
            Action::Confirm => &[
                Reason::HouseholdNotVisited,
                Reason::AnswersInvented,
                Reason::WrongPlace,
                Reason::CarelessWork,
                Reason::Other,
            ],
            Action::Dismiss => &[
                Reason::VisitedAndFound,
                Reason::InnocentCause,
                Reason::DeviceFault,
                Reason::BoundaryOutOfDate,
                Reason::CorrectedAtSource,
                Reason::Other,
            ],
        }
    }
}

/// Why somebody decided as they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// One of the innocent causes beside the flag.
    InnocentCause,
    /// The tablet's clock, location or storage was at fault.
    DeviceFault,
    /// The boundary or the listing on file is out of date.
    BoundaryOutOfDate,
    /// The form was finished or corrected later than the visit.
    WrittenLate,
    /// The household was visited again and confirmed the interview.
    VisitedAndFound,
    /// The record was corrected in the collection system.
    CorrectedAtSource,
    /// The household was not visited.
    HouseholdNotVisited,
    /// The household was visited, answers were invented.
    AnswersInvented,
    /// The interview took place elsewhere than it says.
    WrongPlace,
    /// Careless work without intent.
    CarelessWork,
    /// Something else: the note says what, and is then needed.
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 11] = [
        Reason::InnocentCause,
        Reason::DeviceFault,
        Reason::BoundaryOutOfDate,
        Reason::WrittenLate,
        Reason::VisitedAndFound,
        Reason::CorrectedAtSource,
        Reason::HouseholdNotVisited,
        Reason::AnswersInvented,
        Reason::WrongPlace,
        Reason::CarelessWork,
        Reason::Other,
    ];

    /// The word in forms and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Reason::InnocentCause => "innocent_cause",
            Reason::DeviceFault => "device_fault",
            Reason::BoundaryOutOfDate => "boundary_out_of_date",
            Reason::WrittenLate => "written_late",
            Reason::VisitedAndFound => "visited_and_found",
            Reason::CorrectedAtSource => "corrected_at_source",
            Reason::HouseholdNotVisited => "household_not_visited",
            Reason::AnswersInvented => "answers_invented",
            Reason::WrongPlace => "wrong_place",
            Reason::CarelessWork => "careless_work",
            Reason::Other => "other",
        }
    }

    /// Reads [`Reason::code`] back.
    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Characters of a note at most.
pub const LONGEST_NOTE: usize = 2_000;

/// Why something cannot be done about a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepProblem {
    /// A reason must be chosen, one of those that the action has.
    NoReason,
    /// The reason "other" says nothing without a note.
    NoNote,
    /// The note is longer than [`LONGEST_NOTE`].
    LongNote,
    /// Nobody was named, or nobody who may see the flag.
    NoAssignee,
}

impl StepProblem {
    /// Every problem.
    pub const ALL: [StepProblem; 4] = [
        StepProblem::NoReason,
        StepProblem::NoNote,
        StepProblem::LongNote,
        StepProblem::NoAssignee,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            StepProblem::NoReason => "no_reason",
            StepProblem::NoNote => "no_note",
            StepProblem::LongNote => "long_note",
            StepProblem::NoAssignee => "no_assignee",
        }
    }

    /// Reads [`StepProblem::code`] back.
    pub fn from_code(code: &str) -> Option<StepProblem> {
        StepProblem::ALL
            .into_iter()
            .find(|problem| problem.code() == code)
    }
}

/// Whether an action may be taken with this reason and note.
pub fn check_step(action: Action, reason: Option<Reason>, note: &str) -> Result<(), StepProblem> {
    if note.chars().count() > LONGEST_NOTE {
        return Err(StepProblem::LongNote);
    }
    let reasons = action.reasons();
    match reason {
        None if reasons.is_empty() => Ok(()),
        Some(Reason::Other) if note.trim().is_empty() => Err(StepProblem::NoNote),
        Some(reason) if reasons.contains(&reason) => Ok(()),
        _ => Err(StepProblem::NoReason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_action_and_reason_reads_its_own_code_and_rank_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
            assert_eq!(Status::from_rank(status.rank()), Some(status));
        }
        for action in Action::ALL {
            assert_eq!(Action::from_code(action.code()), Some(action));
            assert_eq!(Action::from_rank(action.leads_to().rank()), Some(action));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
        for problem in StepProblem::ALL {
            assert_eq!(StepProblem::from_code(problem.code()), Some(problem));
        }
    }

    #[test]
    fn a_decision_needs_a_reason_of_its_own_and_other_needs_words() {
        let dismiss = |reason, note| check_step(Action::Dismiss, reason, note);
        assert_eq!(dismiss(None, "because"), Err(StepProblem::NoReason));
        assert_eq!(
            dismiss(Some(Reason::AnswersInvented), ""),
            Err(StepProblem::NoReason)
        );
        assert_eq!(dismiss(Some(Reason::VisitedAndFound), ""), Ok(()));
        assert_eq!(dismiss(Some(Reason::Other), "  "), Err(StepProblem::NoNote));
        assert_eq!(dismiss(Some(Reason::Other), "the form was a test"), Ok(()));
        let long = "ا".repeat(LONGEST_NOTE + 1);
        assert_eq!(
            dismiss(Some(Reason::Other), &long),
            Err(StepProblem::LongNote)
        );
        assert_eq!(check_step(Action::Assign, None, ""), Ok(()));
    }
}
