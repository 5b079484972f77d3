//! Spot checks: what their pages show, and what their forms say. The server hands each page over whole: what was typed at a door must not stand
//! in an address (docs/decisions/0112).

mod forms;
mod results;
mod resurveys;
mod views;

pub use forms::{
    Done, DrawForm, DrawsQuery, StepForm, VisitForm, VisitFormProblem, check_href, draw_href,
};
pub use results::{
    RESULTS, RESULTS_A_PAGE, ResultLines, ResultsBy, ResultsQuery, ResultsView, SpotChecksOf,
};
pub use resurveys::{
    DecisionItem, Fall, ProposalItem, RESURVEYS, ResurveyAction, ResurveyForm, ResurveyProblem,
    ResurveysView,
};
pub use views::{
    CheckItem, CheckView, DrawItem, DrawProblem, DrawView, DrawsView, LoadItem, PreviewView,
    SpotPage, StepItem, StepProblem, Stop, TodayView, VisitItem, Way,
};
