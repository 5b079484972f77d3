//! What can be done with a case, and what each step needs.

use super::{Agency, CaseKind, CaseProblem, CaseStatus, LONGEST_COMMENT};
use crate::time::SurveyDay;

/// What was done with a case, in its history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseAction {
    /// It was opened by a form.
    Opened,
    /// It came in by a file.
    Imported,
    /// A later file said something else of it.
    Updated,
    /// Somebody said something.
    Commented,
    /// An agency was given it, or another day.
    Assigned,
    /// It went from one status to another.
    Moved,
}

impl CaseAction {
    /// Every action, in the order of the database's numbers.
    pub const ALL: [CaseAction; 6] = [
        CaseAction::Opened,
        CaseAction::Imported,
        CaseAction::Updated,
        CaseAction::Commented,
        CaseAction::Assigned,
        CaseAction::Moved,
    ];

    /// The word in files.
    pub fn code(self) -> &'static str {
        match self {
            CaseAction::Opened => "opened",
            CaseAction::Imported => "imported",
            CaseAction::Updated => "updated",
            CaseAction::Commented => "commented",
            CaseAction::Assigned => "assigned",
            CaseAction::Moved => "moved",
        }
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`CaseAction::rank`] back.
    pub fn from_rank(rank: i16) -> Option<CaseAction> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| CaseAction::ALL.get(rank).copied())
    }
}

/// A step that somebody wants to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Says something.
    Comment,
    /// Gives it to an agency, with the day it is due.
    Assign {
        /// Who is to act.
        agency: Option<Agency>,
        /// By when.
        due_on: Option<SurveyDay>,
    },
    /// Brings it to another status.
    Move(CaseStatus),
}

/// What a case is after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stepped {
    /// What was done.
    pub action: CaseAction,
    /// Where it stands.
    pub status: CaseStatus,
    /// Who is to act.
    pub agency: Option<Agency>,
    /// By when.
    pub due_on: Option<SurveyDay>,
}

impl CaseKind {
    /// Where a case can go from where it stands, in the order of its kind. Closed is reached from everywhere, as a request may be
    /// withdrawn or turn out to be another's; back to any earlier status; forward only to the next.
    pub fn ways(self, from: CaseStatus) -> Vec<CaseStatus> {
        let all = self.statuses();
        let Some(at) = all.iter().position(|status| *status == from) else {
            return Vec::new();
        };
        all.iter()
            .enumerate()
            .filter(|(to, status)| match from {
                // Opened again it begins anew, a request with whoever had it.
                CaseStatus::Closed => match self {
                    CaseKind::Dispatch => **status == CaseStatus::Assigned,
                    _ => *to == 0,
                },
                _ => *to != at && (*to <= at + 1 || **status == CaseStatus::Closed),
            })
            .map(|(_, status)| *status)
            .collect()
    }
}

/// What a case is after a step, if it can be taken. Closing, opening again and going back need words; giving it needs an agency.
pub fn check_step(
    kind: CaseKind,
    before: (CaseStatus, Option<Agency>, Option<SurveyDay>),
    step: Step,
    comment: &str,
) -> Result<Stepped, CaseProblem> {
    let (status, agency, due_on) = before;
    if comment.chars().count() > LONGEST_COMMENT {
        return Err(CaseProblem::LongComment);
    }
    let is_silent = comment.trim().is_empty();
    match step {
        Step::Comment if is_silent => Err(CaseProblem::NoComment),
        Step::Comment => Ok(Stepped {
            action: CaseAction::Commented,
            status,
            agency,
            due_on,
        }),
        Step::Assign { .. } if status == CaseStatus::Closed => Err(CaseProblem::IsClosed),
        Step::Assign { agency: None, .. } => Err(CaseProblem::NoAgency),
        Step::Assign { agency, due_on } => Ok(Stepped {
            action: CaseAction::Assigned,
            status: match status {
                CaseStatus::Created => CaseStatus::Assigned,
                status => status,
            },
            agency,
            due_on,
        }),
        Step::Move(to) => {
            if !kind.ways(status).contains(&to) {
                return Err(CaseProblem::NotFromHere);
            }
            if to != CaseStatus::Closed && to != kind.first_status() && agency.is_none() {
                return Err(CaseProblem::NoAgency);
            }
            let place = |wanted| kind.statuses().iter().position(|status| *status == wanted);
            let needs_words = to == CaseStatus::Closed || place(to) < place(status);
            if needs_words && is_silent {
                return Err(CaseProblem::NoComment);
            }
            Ok(Stepped {
                action: CaseAction::Moved,
                status: to,
                agency,
                due_on,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CaseKind::{Dispatch, Escalation, Refusals};
    use CaseStatus::{Assigned, Closed, Created, InProgress, Open, Visited};

    /// Every kind's ways: what is not listed is refused. `!` needs words.
    const TABLE: [(CaseKind, CaseStatus, &str); 9] = [
        (Escalation, Open, "in_progress closed!"),
        (Escalation, InProgress, "open! closed!"),
        (Escalation, Closed, "open!"),
        (Dispatch, Created, "assigned closed!"),
        (Dispatch, Assigned, "created! visited closed!"),
        (Dispatch, Visited, "created! assigned! closed!"),
        (Dispatch, Closed, "assigned!"),
        (Refusals, Open, "closed!"),
        (Refusals, Closed, "open!"),
    ];

    #[test]
    fn cases_go_the_ways_of_the_table_and_no_other() {
        let agency = Some(Agency::Bos);
        let mut checked = 0;
        for (kind, from, ways) in TABLE {
            for to in CaseStatus::ALL {
                let way = ways
                    .split(' ')
                    .find(|way| way.trim_end_matches('!') == to.code());
                let step = |words| check_step(kind, (from, agency, None), Step::Move(to), words);
                let taken = Ok(Stepped {
                    action: CaseAction::Moved,
                    status: to,
                    agency,
                    due_on: None,
                });
                let told = format!("{kind:?} {from:?} {to:?}");
                match way {
                    None => assert_eq!(step("words"), Err(CaseProblem::NotFromHere), "{told}"),
                    Some(way) => {
                        assert_eq!(step("words"), taken, "{told}");
                        let without = match way.ends_with('!') {
                            true => Err(CaseProblem::NoComment),
                            false => taken,
                        };
                        assert_eq!(step("  "), without, "{told}");
                    }
                }
                checked += 1;
            }
        }
        assert_eq!(checked, 54);
        assert_eq!(Refusals.ways(Visited), []);
    }

    #[test]
    fn giving_needs_an_agency_and_brings_a_new_request_on_its_way() {
        let day = Some(SurveyDay(20_790));
        let give = |kind, from, agency| {
            let step = Step::Assign {
                agency,
                due_on: day,
            };
            check_step(kind, (from, None, None), step, "")
        };
        let pitb = Some(Agency::Pitb);
        let given = |status| {
            Ok(Stepped {
                action: CaseAction::Assigned,
                status,
                agency: pitb,
                due_on: day,
            })
        };
        assert_eq!(give(Dispatch, Created, pitb), given(Assigned));
        assert_eq!(give(Dispatch, Visited, pitb), given(Visited));
        assert_eq!(give(Escalation, InProgress, pitb), given(InProgress));
        assert_eq!(give(Dispatch, Created, None), Err(CaseProblem::NoAgency));
        assert_eq!(give(Refusals, Closed, pitb), Err(CaseProblem::IsClosed));
        // Nobody has it, so nobody can be on the way.
        let moved = check_step(Dispatch, (Created, None, None), Step::Move(Assigned), "");
        assert_eq!(moved, Err(CaseProblem::NoAgency));
    }

    #[test]
    fn a_comment_says_something_and_not_too_much() {
        let say = |words: &str| check_step(Escalation, (Closed, None, None), Step::Comment, words);
        assert!(say("Done on Monday.").is_ok(), "also when it is closed");
        assert_eq!(say(" "), Err(CaseProblem::NoComment));
        assert_eq!(
            say(&"ا".repeat(LONGEST_COMMENT + 1)),
            Err(CaseProblem::LongComment)
        );
    }
}
