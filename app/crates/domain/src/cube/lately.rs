//! Where work should be going on, and when it was last seen.

use super::{Cube, Node};
use crate::area::AreaId;
use crate::time::SurveyDay;

impl Cube {
    /// The last day up to `until` with a submission of the area or of one below it; records without a time are passed over.
    pub fn last_day(&self, area: AreaId, until: SurveyDay) -> Option<SurveyDay> {
        let node: &Node = &self.nodes[*self.by_id.get(&area)?];
        node.running
            .iter()
            .map(|(_, day, _)| *day)
            .filter(|day| *day != SurveyDay::UNKNOWN && *day <= until)
            .max()
    }

    /// The first day of the plan that an area, or one below it, is in on a day: the earliest, where several waves overlap. `None` where
    /// nothing is planned for the day.
    pub fn plan_since(&self, area: AreaId, day: SurveyDay) -> Option<SurveyDay> {
        let at = *self.by_id.get(&area)?;
        self.plans_below(at, None)
            .filter(|plan| plan.starts_on <= day && day <= plan.ends_on)
            .map(|plan| plan.starts_on)
            .min()
    }
}
