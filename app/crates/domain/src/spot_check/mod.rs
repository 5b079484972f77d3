//! Spot checks: which households a monitor visits again, in which order, what is compared, what is decided, and what rates follow.
//!
//! * [`Frame`] → [`Plan`] → [`Draw`]: a tehsil's completed interviews of a week fall into strata, one an interview. The plan fixes how many
//!   are drawn from each; the draw puts each stratum into an order of its own by a seed and takes the first. The probability of an item is
//!   therefore the sample's size by the stratum's, known before anything is drawn. What was drawn is put into days for the monitors
//!   afterwards, which changes no probability. Replacements are the next of the same order.
//! * [`weighted_rate`], [`weighted_ratio`]: Hájek's estimate with the variance of the stratified sample, and an interval.
//! * [`walk()`]: in which order to go to the doors of a day.
//! * [`Question`], [`SpotVisit::check`], [`compare`], [`propose`]: the second interview beside the first.
//! * [`State`] and [`take`], [`FieldCalendar`], [`loads`]: where each spot check stands, who may do what, and what is late.
//! * [`figures`], [`precision`], [`risk_after`], [`resurvey`]: what the spot checks say of the survey, and what follows.
//!
//! Why the design is as it is: docs/decisions/0109 (drawing and estimating) and 0110 (comparing and deciding).

mod calendar;
mod capacity;
mod consequences;
mod days;
mod design;
mod draw;
mod estimate;
mod frame;
mod loads;
mod plan;
mod proposal;
mod question;
mod replace;
mod results;
mod side_by_side;
mod state;
mod strata;
mod usual;
mod visit;
mod visit_words;
mod walk;

pub use calendar::{FieldCalendar, NoFieldDay};
pub use capacity::Capacity;
pub use consequences::{Resurvey, Scope, Tells, Told, Work, resurvey, risk_after};
pub use design::{Design, DesignProblem};
pub use draw::{Draw, Drawn, Placed, Seed};
pub use estimate::{Answer, StratumKey, Unit, WeightedRate, weighted_rate, weighted_ratio};
pub use frame::{Frame, FrameEnumerator, FrameInterview, FrameProblem};
pub use loads::{Load, Standing, loads};
pub use plan::{Expected, LayerPlan, Plan, PlanProblem, PlanSummary, Stratum};
pub use proposal::{Because, Compared, Proposal, Verdict, compare, errors, propose};
pub use question::{Comparison, Question, QuestionProblem, QuestionType, Tolerance};
pub use replace::{ATTEMPTS_BEFORE_REPLACEMENT, ReplaceProblem, Replacement};
pub use results::{
    Checked, Figures, History, Precision, figures, figures_by, histories, precision, precision_of,
};
pub use side_by_side::SideBySide;
pub use state::{Action, Right, State, StateProblem, Who, table, take, ways};
pub use strata::Layer;
pub use usual::{UsualQuestion, usual_questions};
pub use visit::{
    CLOCK_AHEAD_MS, Came, Found, Interviewed, LARGEST_HOUSEHOLD, LONGEST_ANSWER, LONGEST_NOTE,
    SpotVisit, VisitProblem, days_since,
};
pub use walk::{Leg, MOST_STOPS, Walk, walk};

#[cfg(test)]
mod back_check_tests;
#[cfg(test)]
mod draw_tests;
#[cfg(test)]
mod estimate_tests;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod results_tests;
#[cfg(test)]
mod season_tests;
#[cfg(test)]
mod state_tests;
