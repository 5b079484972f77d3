//! What the forecast asks of the cube: what is planned and done in each tehsil and wave.

use super::{Cube, Node, WaveId};
use crate::area::{AreaId, Level};
use crate::forecast::{AreaWork, WINDOW_DAYS};
use crate::target::Plan;
use crate::time::SurveyDay;
use std::collections::BTreeMap;

/// Of its target, what has to be complete before an area counts as begun: a stray record is no beginning.
const BEGUN_PERMILLE: u64 = 10;

impl Cube {
    /// The work of every tehsil below an area in every wave that plans for it, as known before `today` begins. What is planned for
    /// a larger area as a whole, or for a union council that is asked about, is a work of its own.
    pub fn works(&self, area: AreaId, today: SurveyDay) -> Vec<AreaWork> {
        let Some(at) = self.by_id.get(&area).copied() else {
            return Vec::new();
        };
        let range = at..self.nodes[at].end;
        let mut planned: BTreeMap<(usize, WaveId), Plan> = BTreeMap::new();
        for (position, wave, plan) in self.plans.iter().filter(|plan| range.contains(&plan.0)) {
            let tehsil = self.tehsil_within(*position, at);
            planned
                .entry((tehsil, *wave))
                .and_modify(|sum| {
                    sum.target_households =
                        sum.target_households.saturating_add(plan.target_households);
                    sum.starts_on = sum.starts_on.min(plan.starts_on);
                    sum.ends_on = sum.ends_on.max(plan.ends_on);
                })
                .or_insert(*plan);
        }
        planned
            .into_iter()
            .map(|((position, wave), plan)| work(&self.nodes[position], wave, &plan, today))
            .collect()
    }

    /// The position of the tehsil that a position lies in, as long as it lies in `top`; else the position itself.
    fn tehsil_within(&self, position: usize, top: usize) -> usize {
        let mut at = position;
        while self.nodes[at].area.level > Level::Tehsil {
            match self.nodes[at].parent {
                Some(parent) if parent >= top => at = parent,
                _ => return position,
            }
        }
        match self.nodes[at].area.level {
            Level::Tehsil => at,
            _ => position,
        }
    }
}

fn work(node: &Node, wave: WaveId, plan: &Plan, today: SurveyDay) -> AreaWork {
    let target = u64::from(plan.target_households);
    let of_wave = node.running.iter().filter(|(of, ..)| *of == wave);
    let mut begun_on = None;
    let mut complete = 0;
    let mut daily = [0; WINDOW_DAYS];
    for (_, day, total) in of_wave.filter(|(_, day, _)| *day < today) {
        let done = total.complete;
        if begun_on.is_none()
            && *day != SurveyDay::UNKNOWN
            && u64::from(done) * 1_000 >= target * BEGUN_PERMILLE
        {
            begun_on = Some(*day);
        }
        let back = today.0.saturating_sub(day.0);
        if let Some(place) = usize::try_from(back)
            .ok()
            .and_then(|back| WINDOW_DAYS.checked_sub(back))
        {
            daily[place] = done.saturating_sub(complete);
        }
        complete = done;
    }
    AreaWork {
        target,
        complete: u64::from(complete),
        starts_on: plan.starts_on,
        ends_on: plan.ends_on,
        begun_on: begun_on.filter(|_| complete > 0),
        daily,
    }
}
