//! What pages of coordination show.

use super::forms::{CaseForm, StageForm};
use super::query::{BoardQuery, CaseQuery, RefusalsQuery, SilentQuery, StageIs};
use crate::coverage::AreaRef;
use domain::coordination::{
    Agency, CaseAction, CaseKind, CaseStatus, Silence, SilenceState, Stage, StageDates,
    StageProblem, StageWarning, Stages, Subject,
};
use domain::disclosure::Disclosed;
use domain::time::SurveyDay;

/// How old the figures are that a page is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// The survey's present day.
    pub today: Option<SurveyDay>,
    /// The latest receipt in them, to the minute in the survey's zone.
    pub as_of_local: Option<String>,
    /// Days since then.
    pub late_days: u32,
    /// The survey's zone.
    pub zone: String,
    /// Since when newer ones cannot be read, if they cannot.
    pub failing_since: Option<String>,
}

/// How many open cases an agency has; `None`: those that nobody was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOf {
    /// The agency.
    pub agency: Option<Agency>,
    /// Open cases.
    pub open: u64,
    /// … of them overdue.
    pub overdue: u64,
}

/// What needs action first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoardCounts {
    /// Escalations that are overdue, and all that are open.
    pub overdue: (u64, u64),
    /// Requests of the helpline that wait, and those of them that nobody was given.
    pub dispatch: (u64, u64),
    /// Silent union councils, and all in which work should be going on.
    pub silent_councils: (u64, u64),
    /// Those of the silent ones in which work never began.
    pub never_began: u64,
    /// Silent enumerators and all that are deployed; `None` where the roster names nobody.
    pub silent_people: Option<(u64, u64)>,
    /// Union councils with refusals that nobody sees to, and all with refusals.
    pub unowned_refusals: (u64, u64),
}

/// A district on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardRow {
    /// The district.
    pub area: AreaRef,
    /// Its stages.
    pub stages: Stages,
    /// Days by which what comes next is late.
    pub late_days: Option<u32>,
    /// Open cases by agency, of those that have any.
    pub open: Vec<OpenOf>,
    /// Silent enumerators and all that are deployed.
    pub silent: Option<(u64, u64)>,
}

/// The board.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardView {
    /// What was asked for.
    pub query: BoardQuery,
    /// The parameters that could not be understood.
    pub problems: Vec<&'static str>,
    /// What needs action first.
    pub counts: BoardCounts,
    /// The districts that were asked for: the latest first.
    pub rows: Vec<BoardRow>,
    /// How many districts there are in the reader's scope.
    pub districts: u64,
    /// How many of them stand where, in order. Those of which nobody has set a date are also among those that have not begun.
    pub in_stage: Vec<(StageIs, u64)>,
    /// Whether the reader may see who is silent.
    pub sees_details: bool,
    /// Whether the reader may write.
    pub can_write: bool,
    /// How old the figures are.
    pub freshness: Freshness,
}

/// Who set a stage's dates last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetBy {
    /// When, to the minute in the survey's zone.
    pub at_local: String,
    /// Who.
    pub by: String,
}

/// Dates that were set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageChangeItem {
    /// Who and when.
    pub set: SetBy,
    /// The stage.
    pub stage: Stage,
    /// Its dates before.
    pub before: StageDates,
    /// Its dates from then on.
    pub dates: StageDates,
    /// Why.
    pub note: Option<String>,
}

/// A district's page.
#[derive(Clone, Debug, PartialEq)]
pub struct DistrictView {
    /// The district.
    pub area: AreaRef,
    /// Its stages.
    pub stages: Stages,
    /// Who set each stage's dates last, in order.
    pub set: Vec<Option<SetBy>>,
    /// Days by which what comes next is late.
    pub late_days: Option<u32>,
    /// What looks wrong.
    pub warnings: Vec<StageWarning>,
    /// Every change, newest first.
    pub changes: Vec<StageChangeItem>,
    /// The number of the last change.
    pub seen: i32,
    /// Its open cases, the first to see to first.
    pub cases: Vec<CaseItem>,
    /// How many open cases there are.
    pub open_cases: u64,
    /// Whether the reader may write.
    pub can_write: bool,
    /// What was typed and not taken, and why.
    pub draft: Option<(StageForm, StageProblem)>,
    /// How old the figures are.
    pub freshness: Freshness,
    /// The survey's zone.
    pub zone: String,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseItem {
    /// Its number.
    pub case_id: i32,
    /// Its kind.
    pub kind: CaseKind,
    /// Where.
    pub area: AreaRef,
    /// The district that the area lies in, if it is a smaller one.
    pub district: Option<AreaRef>,
    /// What it is about.
    pub title: String,
    /// Its number elsewhere.
    pub reference: Option<String>,
    /// Who is to act.
    pub agency: Option<Agency>,
    /// By when.
    pub due_on: Option<SurveyDay>,
    /// Where it stands.
    pub status: CaseStatus,
    /// The day it came in.
    pub opened_on: SurveyDay,
    /// Days since.
    pub age_days: u32,
    /// Days that it is overdue, if it is.
    pub overdue_days: Option<u32>,
}

/// The list of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CasesView {
    /// What was asked for.
    pub query: CaseQuery,
    /// The parameters that could not be understood.
    pub problems: Vec<&'static str>,
    /// One page.
    pub items: Vec<CaseItem>,
    /// How many were asked for.
    pub total: u64,
    /// Open ones by agency, of what was asked for but for the agency.
    pub by_agency: Vec<OpenOf>,
    /// The next page.
    pub next: Option<CaseQuery>,
    /// Areas, by code and name, for the filter.
    pub areas: Vec<(String, String)>,
    /// Whether the reader may write.
    pub can_write: bool,
}

/// A step in a case's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStepItem {
    /// Who and when.
    pub set: SetBy,
    /// What they did; `None` if a later program wrote it.
    pub action: Option<CaseAction>,
    /// Where the case stood after it.
    pub status: Option<CaseStatus>,
    /// Who was to act after it.
    pub agency: Option<Agency>,
    /// By when, after it.
    pub due_on: Option<SurveyDay>,
    /// In their words; `None` also for those who may not see them.
    pub comment: Option<String>,
    /// Of a step that said what the case is about: its title and more.
    pub said: Option<(String, Option<String>)>,
}

/// One case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// The case.
    pub case: CaseItem,
    /// More about it.
    pub detail: Option<String>,
    /// The enumerator or tablet that it is about; `None` also for those who may not see it.
    pub subject: Option<Subject>,
    /// Whether the reader may see what was written about it.
    pub sees_details: bool,
    /// Its history, oldest first.
    pub steps: Vec<CaseStepItem>,
    /// How many steps that is.
    pub seen: i32,
    /// Where the reader may bring it.
    pub ways: Vec<CaseStatus>,
    /// Whether the reader may write.
    pub can_write: bool,
    /// The survey's zone.
    pub zone: String,
}

/// The form for a new case.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCaseView {
    /// What is typed.
    pub form: CaseForm,
    /// The area that is typed, if there is one.
    pub area: Option<AreaRef>,
    /// Areas to choose from, by code and name: not all, where there are thousands.
    pub areas: Vec<(String, String)>,
    /// The survey's present day.
    pub today: SurveyDay,
}

/// A union council, an enumerator or a device that nothing was heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilentItem {
    /// The enumerator's code or the device's id; the union council's code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// Where: the union council itself, or the tehsil of the deployment.
    pub area: AreaRef,
    /// The district that it lies in.
    pub district: Option<AreaRef>,
    /// Who used the device last.
    pub user: Option<String>,
    /// Whether it ever began, and what is known of that.
    pub silence: Silence,
    /// Silent since this day: the last that something was heard, or the first on which it should have been.
    pub since: Option<SurveyDay>,
    /// Days since then.
    pub days: Option<u32>,
    /// The agency that answers for it, in the roster's words.
    pub owner: Option<String>,
    /// The number of the open escalation about it, if there is one.
    pub escalated: Option<i32>,
}

/// Who is silent.
#[derive(Clone, Debug, PartialEq)]
pub struct SilentView {
    /// What was asked for.
    pub query: SilentQuery,
    /// The parameters that could not be understood.
    pub problems: Vec<&'static str>,
    /// One page, the longest silent first.
    pub items: Vec<SilentItem>,
    /// How many there are.
    pub total: u64,
    /// Silent in any way, before the state was chosen; of union councils without those for which nothing is planned.
    pub silent: u64,
    /// Of how many from whom something should be heard.
    pub of: u64,
    /// How many are silent in which way, in order.
    pub by_state: Vec<(SilenceState, u64)>,
    /// The next page.
    pub next: Option<SilentQuery>,
    /// Areas, by code and name, for the filter.
    pub areas: Vec<(String, String)>,
    /// Whether the reader may see enumerators and devices.
    pub sees_details: bool,
    /// Whether the reader may write.
    pub can_write: bool,
    /// How old the figures are.
    pub freshness: Freshness,
}

/// A union council with refusals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalItem {
    /// The union council.
    pub area: AreaRef,
    /// The district that it lies in.
    pub district: Option<AreaRef>,
    /// Visits that were declined.
    pub declined: Disclosed<u64>,
    /// Of so many visits to homes.
    pub homes: Disclosed<u64>,
    /// Who sees to them: the open case.
    pub owner: Option<CaseItem>,
}

/// Refusals and who sees to them.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusalsView {
    /// What was asked for.
    pub query: RefusalsQuery,
    /// One page: those that nobody sees to first, the most refusals first.
    pub items: Vec<RefusalItem>,
    /// How many were asked for.
    pub total: u64,
    /// Union councils with refusals in all, and those of them that nobody sees to.
    pub counts: (u64, u64),
    /// Whether the reader is told of small numbers only that they are small.
    pub holds_back: bool,
    /// The days that are looked at.
    pub days: (SurveyDay, SurveyDay),
    /// The next page.
    pub next: Option<RefusalsQuery>,
    /// Areas, by code and name, for the filter.
    pub areas: Vec<(String, String)>,
    /// Whether the reader may write.
    pub can_write: bool,
    /// How old the figures are.
    pub freshness: Freshness,
}
