//! Coordination: which stage a district has reached, and which agency has to act on what.

mod agency;
mod case;
mod silence;
mod stage;
mod step;
mod subject;

pub use agency::Agency;
pub use case::{CaseDraft, CaseKind, CaseProblem, CaseStatus, LONGEST_DETAIL, LONGEST_TITLE};
pub use silence::{Silence, SilenceState};
pub use stage::{
    NotADay, Stage, StageDates, StageProblem, StageWarning, Stages, check_stage, typed_day,
};
pub use step::{CaseAction, Step, Stepped, check_step};
pub use subject::{Subject, SubjectKind};

/// Characters of a note or comment at most.
pub const LONGEST_COMMENT: usize = 1_000;

/// Union councils, enumerators and devices are silent after so many days, unless a page is asked for another number.
pub const SILENT_DAYS: i32 = 3;

/// Refusals are looked back at for so many days, today among them.
pub const REFUSAL_DAYS: i32 = 14;
