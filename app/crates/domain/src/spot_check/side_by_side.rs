//! The interview and the visit side by side, as they are kept and shown once the monitor's answers are on file.

use super::proposal::{Compared, Proposal, compare, propose};
use super::question::Question;
use super::visit::{Interviewed, SpotVisit};
use crate::geo::certain_distance_m;
use crate::place::Fix;
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// Everything of the interview that a visit is held against, with what follows. It is made when the visit is recorded and kept as it was then:
/// a later revision of the interview changes nothing in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideBySide {
    /// The interview's survey day.
    pub interview_day: SurveyDay,
    /// Persons in the household by the interview.
    pub interview_size: Option<u32>,
    /// Metres that surely lie between the two positions, accuracies taken off; `None` where one of them is not known.
    pub apart_m: Option<f64>,
    /// Both answers of each question.
    pub compared: Vec<Compared>,
    /// What is proposed. A person decides.
    pub proposal: Proposal,
}

impl SideBySide {
    /// Compares.
    pub fn of(questions: &[Question], interview: &Interviewed, visit: &SpotVisit) -> SideBySide {
        let compared = compare(questions, interview, visit);
        let place = |fix: Option<Fix>| fix.filter(Fix::is_possible);
        let apart = place(interview.fix).zip(place(visit.fix));
        SideBySide {
            interview_day: interview.day,
            interview_size: interview.household_size,
            apart_m: apart.map(|(there, here)| certain_distance_m(&there, &here)),
            proposal: propose(interview, visit, &compared),
            compared,
        }
    }
}
