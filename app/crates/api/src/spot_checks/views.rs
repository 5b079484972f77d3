//! What the pages show.

use super::ResultsView;
use super::ResurveysView;
use super::forms::{Done, DrawForm, DrawsQuery, StepForm, VisitForm, VisitFormProblem};
use crate::coverage::AreaRef;
use domain::place::Fix;
use domain::spot_check::{
    Action, Came, Found, Layer, Load, PlanSummary, ReplaceProblem, Right, SideBySide, State,
    StateProblem, Verdict,
};
use domain::time::SurveyDay;

/// A page of spot checks, which the server hands over whole.
#[derive(Clone, Debug, PartialEq)]
pub enum SpotPage {
    /// The draws of an area, and how far they are.
    Draws(Box<DrawsView>),
    /// What would be drawn.
    Preview(Box<PreviewView>),
    /// One draw.
    Draw(Box<DrawView>),
    /// A monitor's list.
    Today(Box<TodayView>),
    /// One check.
    Check(Box<CheckView>),
    /// What is to be surveyed again.
    Resurveys(Box<ResurveysView>),
    /// What the spot checks of an area say.
    Results(Box<ResultsView>),
}

/// The draws of an area.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawsView {
    /// The area.
    pub area: AreaRef,
    /// Areas to choose from.
    pub areas: Vec<(String, String)>,
    /// What was asked for.
    pub query: DrawsQuery,
    /// The draws, the newest first.
    pub draws: Vec<DrawItem>,
    /// Whether older ones are left out.
    pub is_cut: bool,
    /// What lies with whom, of these draws.
    pub monitors: Vec<LoadItem>,
    /// Tehsils that they may draw for; none: they may not draw.
    pub tehsils: Vec<(String, String)>,
    /// The present day.
    pub today: SurveyDay,
}

/// A draw in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawItem {
    /// Its number.
    pub draw_id: i32,
    /// Its tehsil.
    pub area: AreaRef,
    /// The district.
    pub district: Option<AreaRef>,
    /// The first day of its week.
    pub starts_on: SurveyDay,
    /// The wave's code; empty: none.
    pub wave: String,
    /// When it was drawn, in the survey's zone.
    pub at_local: String,
    /// By whom.
    pub by: String,
    /// Visits that were drawn.
    pub visits: u32,
    /// Interviews that they were drawn from.
    pub interviews: u32,
    /// How far they are; whose is not told apart.
    pub load: Load,
}

/// What lies with one monitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadItem {
    /// Their name; `None`: nobody was given these.
    pub monitor: Option<String>,
    /// What lies with them.
    pub load: Load,
}

/// Why nothing was drawn, or nothing can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawProblem {
    /// A field is no day.
    BadWeek,
    /// A field is no whole number that can be.
    BadCapacity,
    /// The seed is no whole number.
    BadSeed,
    /// The week has no interview to be drawn.
    NoInterviews,
    /// What it is drawn from has changed since it was looked at.
    Changed,
    /// The week, or one that overlaps with it, was drawn already.
    Drawn {
        /// The draw.
        draw_id: i32,
        /// When, in the survey's zone.
        at_local: String,
        /// By whom.
        by: String,
    },
}

/// What would be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewView {
    /// The tehsil.
    pub area: AreaRef,
    /// What was asked for, with what stands in for what was not.
    pub form: DrawForm,
    /// Waves with interviews in the week: code and number.
    pub waves: Vec<(String, u64)>,
    /// The plan, if there is one.
    pub plan: Option<PlanSummary>,
    /// The codes of the enumerators of strata, by their keys.
    pub enumerators: Vec<(i32, String)>,
    /// What stands in the way.
    pub problem: Option<DrawProblem>,
}

/// One draw.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawView {
    /// The draw.
    pub draw: DrawItem,
    /// Where chance began.
    pub seed: i64,
    /// What it was drawn from.
    pub plan: PlanSummary,
    /// The codes of the enumerators of strata, by their keys.
    pub enumerators: Vec<(i32, String)>,
    /// Its checks, walk by walk; replacements last.
    pub checks: Vec<CheckItem>,
    /// Whom checks can be given to: keys and names. None: they may not give them.
    pub monitors: Vec<(i32, String)>,
    /// Whether they may give checks.
    pub can_assign: bool,
    /// What was done.
    pub is_done: bool,
    /// Why a form was not taken, and what was typed.
    pub problem: Option<(StepForm, StepProblem)>,
}

/// A check in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckItem {
    /// Its number.
    pub check_id: i32,
    /// Its draw.
    pub draw_id: i32,
    /// Whose interview.
    pub enumerator: String,
    /// The union council.
    pub area: AreaRef,
    /// Everything that speaks for it.
    pub reasons: Vec<Layer>,
    /// The layer it was drawn from.
    pub layer: Layer,
    /// Its probability.
    pub probability: f64,
    /// The day's walk; 0: it is visited instead of another.
    pub walk: u32,
    /// Where it stands.
    pub state: State,
    /// Whose it is.
    pub monitor: Option<String>,
    /// By when.
    pub due_on: Option<SurveyDay>,
    /// Field days by which it is late.
    pub late_days: u32,
    /// Attempts at which nobody was at home.
    pub attempts: u32,
    /// The decision that stands.
    pub outcome: Option<Verdict>,
    /// The check it is visited instead of.
    pub replaces: Option<i32>,
    /// The check that is visited instead of it.
    pub replaced_by: Option<i32>,
    /// Steps of its history.
    pub steps: i32,
}

/// A door of a monitor's list.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The check.
    pub check: CheckItem,
    /// Where the household is, if that is known.
    pub point: Option<Fix>,
    /// Metres in a beeline from the stop before.
    pub from_before_m: Option<f64>,
}

/// A monitor's list.
#[derive(Clone, Debug, PartialEq)]
pub struct TodayView {
    /// The present day.
    pub today: SurveyDay,
    /// Doors to go to, in walking order.
    pub stops: Vec<Stop>,
    /// Metres of the whole way in beelines.
    pub length_m: f64,
    /// Theirs that are due on a later day.
    pub later: u32,
    /// Whether those are among the stops.
    pub shows_later: bool,
    /// Theirs that were visited and are to be decided.
    pub to_decide: Vec<CheckItem>,
}

/// A step as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepItem {
    /// When, in the survey's zone.
    pub at_local: String,
    /// By whom.
    pub by: String,
    /// What they did.
    pub action: Option<Action>,
    /// Where the check stood after it.
    pub state: Option<State>,
    /// Whose it was after it.
    pub monitor: Option<String>,
    /// What was decided.
    pub outcome: Option<Verdict>,
    /// In their words.
    pub comment: Option<String>,
}

/// A visit as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitItem {
    /// When it was received, in the survey's zone.
    pub at_local: String,
    /// By whom.
    pub by: String,
    /// What was at the door.
    pub found: Found,
    /// Whether an enumerator was there.
    pub came: Option<Came>,
    /// When.
    pub came_on: Option<SurveyDay>,
    /// Persons.
    pub household_size: Option<u32>,
    /// What else there is to say.
    pub note: String,
}

/// Why a step or a visit was not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum StepProblem {
    /// Somebody was faster: what happened.
    Changed(Option<Box<StepItem>>),
    /// The table does not allow it.
    State(StateProblem),
    /// Nobody can be visited instead.
    Replace(ReplaceProblem),
    /// It is not said whom it is given to, or they may not go to doors there.
    NoMonitor,
    /// It is not said what is decided.
    NoOutcome,
    /// The form belongs to another visit.
    VisitTaken,
    /// The day is no day, or is over.
    BadDay,
    /// The reason has to be said.
    NoReason,
    /// The reason is too long.
    LongComment,
    /// Nothing of the walk is left to be given.
    NothingToGive,
}

/// What can be done with a check, and by which right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// What.
    pub action: Action,
    /// The right it takes from where the check stands.
    pub right: Right,
}

/// One check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckView {
    /// The check.
    pub check: CheckItem,
    /// Where the household is.
    pub point: Option<Fix>,
    /// The form for what was found, for whoever has the check; with what was typed.
    pub form: Option<VisitForm>,
    /// Why the form was not taken.
    pub problems: Vec<VisitFormProblem>,
    /// Every visit, oldest first.
    pub visits: Vec<VisitItem>,
    /// The interview beside the last visit. Only where something was found and is on file.
    pub side_by_side: Option<SideBySide>,
    /// What was entered at that visit.
    pub size: Option<u32>,
    /// What can be done.
    pub ways: Vec<Way>,
    /// Whom it can be given to.
    pub monitors: Vec<(i32, String)>,
    /// Its history, oldest first.
    pub steps: Vec<StepItem>,
    /// What was done.
    pub done: Option<Done>,
    /// Why a step was not taken, and what was typed.
    pub problem: Option<(StepForm, StepProblem)>,
    /// The present day.
    pub today: SurveyDay,
    /// The survey's zone.
    pub zone: String,
}
