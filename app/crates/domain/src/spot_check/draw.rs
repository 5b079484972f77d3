//! Drawing: each stratum in an order of its own, the first of it drawn, the next held ready.

use super::Layer;
use super::days::into_days;
use super::plan::{Plan, PlanSummary};
use crate::area::AreaId;
use crate::mix::mixed;
use crate::peers::dice::Dice;
use crate::place::Fix;
use serde::{Deserialize, Serialize};

/// Where the chance of a draw begins. It is chosen before the plan is looked at and kept with the draw, so that anybody can draw again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed(pub i64);

/// The least number held ready in a stratum, where it has so many; else as many as are drawn.
const LEAST_RESERVE: usize = 5;

/// An interview at its place in its stratum's order: drawn where the place is below the size of the sample, held ready behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// The submission's key.
    pub key: i64,
    /// Whose.
    pub enumerator: i32,
    /// Where.
    pub union_council: AreaId,
    /// Where the household is, if that is known.
    pub point: Option<Fix>,
    /// Everything that speaks for it, its layer included; for the monitor.
    pub reasons: Vec<Layer>,
    /// The layer of its stratum.
    pub layer: Layer,
    /// The number of its stratum in the plan.
    pub stratum: u32,
    /// Its place in the stratum's order, from 0.
    pub place: u32,
}

/// An interview that was drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Which.
    pub interview: Placed,
    /// Its probability to be drawn, above 0 to 1: what rates are weighted by.
    pub probability: f64,
    /// The day's walk it belongs to, from 1: visits that one monitor can make on one day.
    pub group: u32,
}

/// What was drawn, from what, by what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draw {
    /// Where chance began.
    pub seed: Seed,
    /// What it was drawn from.
    pub plan: PlanSummary,
    /// What was drawn, by group and then in walking order.
    pub drawn: Vec<Drawn>,
    /// What comes next in each stratum, by stratum and place.
    pub reserve: Vec<Placed>,
}

/// A stratum's interviews in the order of the draw (Fisher and Yates, from the front). Every stratum has dice of its own, so that another
/// stratum's size changes nothing here.
fn in_order(members: &[usize], seed: Seed, summary: &PlanSummary, stratum: u32) -> Vec<usize> {
    let parts = [
        seed.0,
        i64::from(summary.tehsil),
        i64::from(summary.wave),
        i64::from(summary.starts_on.0),
        i64::from(stratum),
    ];
    let mut dice = Dice(mixed(parts));
    let mut order = members.to_vec();
    for at in 0..order.len() {
        let other = at + dice.exactly((order.len() - at) as u64) as usize;
        order.swap(at, other);
    }
    order
}

pub(super) fn draw(plan: &Plan, seed: Seed) -> Draw {
    let summary = plan.summary();
    let mut drawn = Vec::with_capacity(summary.visits() as usize);
    let mut reserve = Vec::new();
    for (stratum, members) in summary.strata.iter().zip(&plan.members) {
        let size = stratum.size as usize;
        let order = in_order(members, seed, summary, stratum.number);
        let ready = size + size.max(LEAST_RESERVE);
        for (place, at) in order.into_iter().take(ready).enumerate() {
            let interview = &plan.interviews[at];
            let interview = Placed {
                key: interview.key,
                enumerator: interview.enumerator,
                union_council: interview.union_council,
                point: interview.point,
                reasons: plan.reasons(at, stratum.layer),
                layer: stratum.layer,
                stratum: stratum.number,
                place: place as u32,
            };
            if place < size {
                drawn.push(Drawn {
                    interview,
                    probability: stratum.probability(),
                    group: 0,
                });
            } else if size > 0 {
                reserve.push(interview);
            }
        }
    }
    Draw {
        seed,
        plan: summary.clone(),
        drawn: into_days(drawn, &summary.design.capacity),
        reserve,
    }
}
