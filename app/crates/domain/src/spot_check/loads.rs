//! What lies with whom, for who supervises.

use super::{FieldCalendar, State};
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A spot check as its list has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The monitor it was given to.
    pub monitor: Option<i32>,
    /// Where it stands.
    pub state: State,
    /// The field day by which it is to be visited.
    pub due_on: Option<SurveyDay>,
}

/// What lies with one monitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Who; `None`: nobody was given it.
    pub monitor: Option<i32>,
    /// Still to be given or visited.
    pub to_visit: u32,
    /// … of them late.
    pub overdue: u32,
    /// Field days by which the latest of them is late.
    pub latest_by_days: u32,
    /// Visited, to be decided.
    pub to_decide: u32,
    /// Decided and not closed, escalated ones included.
    pub to_close: u32,
    /// Closed.
    pub closed: u32,
    /// Replaced or withdrawn.
    pub dropped: u32,
}

impl Load {
    /// What lies with one monitor here and there.
    fn with(self, other: Load) -> Load {
        Load {
            monitor: self.monitor,
            to_visit: self.to_visit + other.to_visit,
            overdue: self.overdue + other.overdue,
            latest_by_days: self.latest_by_days.max(other.latest_by_days),
            to_decide: self.to_decide + other.to_decide,
            to_close: self.to_close + other.to_close,
            closed: self.closed + other.closed,
            dropped: self.dropped + other.dropped,
        }
    }
}

/// Loads of several places, each by the days off there, as one a monitor.
pub fn together(of_places: impl IntoIterator<Item = Vec<Load>>) -> Vec<Load> {
    let mut by_monitor: BTreeMap<Option<i32>, Load> = BTreeMap::new();
    for load in of_places.into_iter().flatten() {
        let before = by_monitor.remove(&load.monitor);
        by_monitor.insert(
            load.monitor,
            before.map_or(load, |before| before.with(load)),
        );
    }
    by_monitor.into_values().collect()
}

/// By monitor in the order of their keys, those that nobody has first.
pub fn loads(all: &[Standing], today: SurveyDay, calendar: &FieldCalendar) -> Vec<Load> {
    let mut by_monitor: BTreeMap<Option<i32>, Load> = BTreeMap::new();
    for one in all {
        let load = by_monitor.entry(one.monitor).or_default();
        load.monitor = one.monitor;
        match one.state {
            State::Drawn | State::Assigned => {
                load.to_visit += 1;
                let late = one.due_on.map_or(0, |due| calendar.late_by(due, today));
                load.overdue += u32::from(late > 0);
                load.latest_by_days = load.latest_by_days.max(late);
            }
            State::Visited => load.to_decide += 1,
            State::Decided | State::Escalated => load.to_close += 1,
            State::Closed => load.closed += 1,
            State::Replaced | State::Withdrawn => load.dropped += 1,
        }
    }
    by_monitor.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_monitor_has_what_was_given_to_them_and_what_is_late_by_field_days() {
        let friday = SurveyDay(20_777);
        let one = |monitor, state, due_on| Standing {
            monitor,
            state,
            due_on,
        };
        let found = loads(
            &[
                one(Some(2), State::Assigned, Some(friday)),
                one(Some(2), State::Assigned, Some(friday.plus(3))),
                one(Some(2), State::Visited, Some(friday)),
                one(Some(2), State::Escalated, None),
                one(Some(2), State::Decided, None),
                one(Some(2), State::Closed, None),
                one(Some(2), State::Replaced, None),
                one(None, State::Drawn, None),
            ],
            friday.plus(3),
            &FieldCalendar::usual(),
        );
        let nobody = Load {
            to_visit: 1,
            ..Load::default()
        };
        let second = Load {
            monitor: Some(2),
            to_visit: 2,
            overdue: 1,
            latest_by_days: 2,
            to_decide: 1,
            to_close: 2,
            closed: 1,
            dropped: 1,
        };
        assert_eq!(found, [nobody, second]);
        let elsewhere = vec![Load {
            monitor: Some(2),
            to_visit: 1,
            overdue: 1,
            latest_by_days: 5,
            ..Load::default()
        }];
        let both = Load {
            to_visit: 3,
            overdue: 2,
            latest_by_days: 5,
            ..second
        };
        assert_eq!(together([found, elsewhere]), [nobody, both]);
    }
}
