//! Coordination: which stage a district has reached, which agency has to act on what, and who may write it down.

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

use crate::people::Role;

/// Characters of a note or comment at most.
pub const LONGEST_COMMENT: usize = 1_000;

/// Union councils, enumerators and devices are silent after so many days, unless a page is asked for another number.
pub const SILENT_DAYS: i32 = 3;

/// Refusals are looked back at for so many days, today among them.
pub const REFUSAL_DAYS: i32 = 14;

/// Whether people of a role may see the district board and the cases of the areas in their scope.
pub fn may_see_coordination(role: Role) -> bool {
    !matches!(role, Role::TehsilMonitor)
}

/// Whether people of a role may set stages and open, assign, move and close cases of the areas in their scope.
pub fn may_coordinate(role: Role) -> bool {
    matches!(
        role,
        Role::Csu | Role::DistrictCoordinator | Role::Administrator
    )
}

/// Whether people of a role may see which enumerators and devices are silent, and what was written about a case. Leadership sees
/// sums: a request of the helpline may name a household in its words.
pub fn may_see_details(role: Role) -> bool {
    may_see_coordination(role) && !matches!(role, Role::Leadership)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_see_and_who_may_write() {
        // Sees, writes, sees details.
        let table = [
            (Role::TehsilMonitor, false, false, false),
            (Role::DistrictCoordinator, true, true, true),
            (Role::BosQa, true, false, true),
            (Role::Csu, true, true, true),
            (Role::Leadership, true, false, false),
            (Role::Administrator, true, true, true),
        ];
        assert_eq!(table.map(|row| row.0), Role::ALL);
        for (role, sees, writes, details) in table {
            assert_eq!(may_see_coordination(role), sees, "{role:?}");
            assert_eq!(may_coordinate(role), writes, "{role:?}");
            assert_eq!(may_see_details(role), details, "{role:?}");
        }
    }
}
