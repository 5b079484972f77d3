//! Cases: what somebody has to see to. An escalation, a request of the helpline for a visit, the refusals of a union council.

use super::Agency;
use super::stage::{NotADay, typed_day};
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// Something that an agency has to act on.
    Escalation,
    /// A household has called the helpline and wants to be visited.
    Dispatch,
    /// Somebody sees to the refusals of a union council.
    Refusals,
}

impl CaseKind {
    /// Every kind, in the order of the database's numbers.
    pub const ALL: [CaseKind; 3] = [CaseKind::Escalation, CaseKind::Dispatch, CaseKind::Refusals];

    /// The word in addresses, forms and files.
    pub fn code(self) -> &'static str {
        match self {
            CaseKind::Escalation => "escalation",
            CaseKind::Dispatch => "dispatch",
            CaseKind::Refusals => "refusals",
        }
    }

    /// Reads [`CaseKind::code`] back.
    pub fn from_code(code: &str) -> Option<CaseKind> {
        CaseKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`CaseKind::rank`] back.
    pub fn from_rank(rank: i16) -> Option<CaseKind> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| CaseKind::ALL.get(rank).copied())
    }

    /// Where cases of the kind can stand, in order. The first is that of a new one.
    pub fn statuses(self) -> &'static [CaseStatus] {
        match self {
            CaseKind::Escalation => &[CaseStatus::Open, CaseStatus::InProgress, CaseStatus::Closed],
            CaseKind::Dispatch => &[
                CaseStatus::Created,
                CaseStatus::Assigned,
                CaseStatus::Visited,
                CaseStatus::Closed,
            ],
            CaseKind::Refusals => &[CaseStatus::Open, CaseStatus::Closed],
        }
    }

    /// Where a new one stands.
    pub fn first_status(self) -> CaseStatus {
        match self {
            CaseKind::Dispatch => CaseStatus::Created,
            CaseKind::Escalation | CaseKind::Refusals => CaseStatus::Open,
        }
    }

    /// Whether somebody must own one from the beginning. A request of the helpline is created first and assigned later.
    pub fn needs_agency(self) -> bool {
        !matches!(self, CaseKind::Dispatch)
    }
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// A request that nobody has been given.
    Created,
    /// An agency is to make the visit.
    Assigned,
    /// The visit was made.
    Visited,
    /// Its owner has not begun.
    Open,
    /// Its owner is at it.
    InProgress,
    /// Nothing is left to do.
    Closed,
}

impl CaseStatus {
    /// Every status, in the order of the database's numbers.
    pub const ALL: [CaseStatus; 6] = [
        CaseStatus::Created,
        CaseStatus::Assigned,
        CaseStatus::Visited,
        CaseStatus::Open,
        CaseStatus::InProgress,
        CaseStatus::Closed,
    ];

    /// The word in addresses, forms and files.
    pub fn code(self) -> &'static str {
        match self {
            CaseStatus::Created => "created",
            CaseStatus::Assigned => "assigned",
            CaseStatus::Visited => "visited",
            CaseStatus::Open => "open",
            CaseStatus::InProgress => "in_progress",
            CaseStatus::Closed => "closed",
        }
    }

    /// Reads [`CaseStatus::code`] back.
    pub fn from_code(code: &str) -> Option<CaseStatus> {
        CaseStatus::ALL
            .into_iter()
            .find(|status| status.code() == code)
    }

    /// The number in the database.
    pub fn rank(self) -> i16 {
        self as i16
    }

    /// Reads [`CaseStatus::rank`] back.
    pub fn from_rank(rank: i16) -> Option<CaseStatus> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| CaseStatus::ALL.get(rank).copied())
    }
}

/// Characters of a title at most.
pub const LONGEST_TITLE: usize = 200;

/// Characters of what is said about it at most.
pub const LONGEST_DETAIL: usize = 1_000;

/// Why a case is not opened, or a step with it not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseProblem {
    /// No title.
    NoTitle,
    /// The title is longer than [`LONGEST_TITLE`], or not one line.
    BadTitle,
    /// What is said is longer than [`LONGEST_DETAIL`].
    LongDetail,
    /// No area, or none that the reader may see.
    NoArea,
    /// Refusals have an owner by union council.
    NotUnionCouncil,
    /// An agency is needed.
    NoAgency,
    /// A text is no day, or one that no survey reaches.
    BadDay,
    /// The day it came in lies in the future.
    FutureDay,
    /// Due before it came in.
    DueBefore,
    /// The reference is too long, or another case of the kind has it.
    BadReference,
    /// The refusals of the union council have an owner.
    OwnedAlready,
    /// Whom or what it is about is not known where the reader may act.
    NoSubject,
    /// A comment is needed.
    NoComment,
    /// The comment is longer than [`super::LONGEST_COMMENT`].
    LongComment,
    /// A case does not go from where it stands to there.
    NotFromHere,
    /// It is closed: it has to be opened again first.
    IsClosed,
    /// Somebody else has taken a step with it meanwhile.
    ChangedSince,
}

impl CaseProblem {
    /// Every problem.
    pub const ALL: [CaseProblem; 17] = [
        CaseProblem::NoTitle,
        CaseProblem::BadTitle,
        CaseProblem::LongDetail,
        CaseProblem::NoArea,
        CaseProblem::NotUnionCouncil,
        CaseProblem::NoAgency,
        CaseProblem::BadDay,
        CaseProblem::FutureDay,
        CaseProblem::DueBefore,
        CaseProblem::BadReference,
        CaseProblem::OwnedAlready,
        CaseProblem::NoSubject,
        CaseProblem::NoComment,
        CaseProblem::LongComment,
        CaseProblem::NotFromHere,
        CaseProblem::IsClosed,
        CaseProblem::ChangedSince,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            CaseProblem::NoTitle => "no_title",
            CaseProblem::BadTitle => "bad_title",
            CaseProblem::LongDetail => "long_detail",
            CaseProblem::NoArea => "no_area",
            CaseProblem::NotUnionCouncil => "not_union_council",
            CaseProblem::NoAgency => "no_agency",
            CaseProblem::BadDay => "bad_day",
            CaseProblem::FutureDay => "future_day",
            CaseProblem::DueBefore => "due_before",
            CaseProblem::BadReference => "bad_reference",
            CaseProblem::OwnedAlready => "owned_already",
            CaseProblem::NoSubject => "no_subject",
            CaseProblem::NoComment => "no_comment",
            CaseProblem::LongComment => "long_comment",
            CaseProblem::NotFromHere => "not_from_here",
            CaseProblem::IsClosed => "is_closed",
            CaseProblem::ChangedSince => "changed_since",
        }
    }

    /// Reads [`CaseProblem::code`] back.
    pub fn from_code(code: &str) -> Option<CaseProblem> {
        CaseProblem::ALL
            .into_iter()
            .find(|problem| problem.code() == code)
    }
}

/// A case as it is typed or stands in a file, apart from its area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseDraft {
    /// What it is about, in a line.
    pub title: String,
    /// More about it.
    pub detail: String,
    /// Who is to act.
    pub agency: Option<Agency>,
    /// By when; blank for no day.
    pub due_on: String,
    /// The day it came in; blank for today.
    pub opened_on: String,
    /// Its number elsewhere; blank if it has none.
    pub reference: String,
}

/// Characters of a reference at most.
const LONGEST_REFERENCE: usize = 100;

impl CaseDraft {
    /// The days it came in and is due, if it can be opened.
    pub fn check(
        &self,
        kind: CaseKind,
        today: SurveyDay,
    ) -> Result<(SurveyDay, Option<SurveyDay>), CaseProblem> {
        if self.title.trim().is_empty() {
            return Err(CaseProblem::NoTitle);
        }
        if self.title.chars().count() > LONGEST_TITLE || self.title.contains(['\n', '\r']) {
            return Err(CaseProblem::BadTitle);
        }
        if self.detail.chars().count() > LONGEST_DETAIL {
            return Err(CaseProblem::LongDetail);
        }
        if kind.needs_agency() && self.agency.is_none() {
            return Err(CaseProblem::NoAgency);
        }
        if self.reference.chars().count() > LONGEST_REFERENCE {
            return Err(CaseProblem::BadReference);
        }
        let day = |text: &str| typed_day(text, today).map_err(|NotADay| CaseProblem::BadDay);
        let opened_on = day(&self.opened_on)?.unwrap_or(today);
        let due_on = day(&self.due_on)?;
        if opened_on > today {
            return Err(CaseProblem::FutureDay);
        }
        if due_on.is_some_and(|due_on| due_on < opened_on) {
            return Err(CaseProblem::DueBefore);
        }
        Ok((opened_on, due_on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: SurveyDay = SurveyDay(20_778); // 2026-11-21

    #[test]
    fn every_kind_status_and_problem_reads_its_own_code_and_rank_back() {
        for kind in CaseKind::ALL {
            assert_eq!(CaseKind::from_code(kind.code()), Some(kind));
            assert_eq!(CaseKind::from_rank(kind.rank()), Some(kind));
            assert_eq!(kind.statuses().first(), Some(&kind.first_status()));
            assert_eq!(kind.statuses().last(), Some(&CaseStatus::Closed));
        }
        for status in CaseStatus::ALL {
            assert_eq!(CaseStatus::from_code(status.code()), Some(status));
            assert_eq!(CaseStatus::from_rank(status.rank()), Some(status));
        }
        for problem in CaseProblem::ALL {
            assert_eq!(CaseProblem::from_code(problem.code()), Some(problem));
        }
    }

    #[test]
    fn a_case_needs_a_title_its_owner_and_days_in_order() {
        let good = CaseDraft {
            title: "No answer at the office".to_owned(),
            agency: Some(Agency::Pitb),
            due_on: "2026-11-30".to_owned(),
            ..CaseDraft::default()
        };
        let due = SurveyDay::parse("2026-11-30");
        assert_eq!(good.check(CaseKind::Escalation, TODAY), Ok((TODAY, due)));
        let without = CaseDraft {
            agency: None,
            ..good.clone()
        };
        assert_eq!(without.check(CaseKind::Dispatch, TODAY), Ok((TODAY, due)));
        type Change = fn(&mut CaseDraft);
        let wrong: [(Change, CaseProblem); 9] = [
            (|draft| draft.title = "  ".to_owned(), CaseProblem::NoTitle),
            (|draft| draft.title = "x".repeat(201), CaseProblem::BadTitle),
            (
                |draft| draft.title = "a\nb".to_owned(),
                CaseProblem::BadTitle,
            ),
            (
                |draft| draft.detail = "x".repeat(1_001),
                CaseProblem::LongDetail,
            ),
            (|draft| draft.agency = None, CaseProblem::NoAgency),
            (
                |draft| draft.due_on = "30/11/2026".to_owned(),
                CaseProblem::BadDay,
            ),
            (
                |draft| draft.opened_on = "2026-11-22".to_owned(),
                CaseProblem::FutureDay,
            ),
            (
                |draft| draft.due_on = "2026-11-20".to_owned(),
                CaseProblem::DueBefore,
            ),
            (
                |draft| draft.reference = "x".repeat(101),
                CaseProblem::BadReference,
            ),
        ];
        for (change, problem) in wrong {
            let mut draft = good.clone();
            change(&mut draft);
            assert_eq!(draft.check(CaseKind::Escalation, TODAY), Err(problem));
        }
    }
}
