//! What was drawn in walks of a day. It is done after drawing and changes no probability; that all of it fits into the monitors' days was
//! seen to by the plan's size.

use super::draw::Drawn;
use super::{Capacity, walk};
use crate::area::AreaId;
use crate::place::Fix;
use std::collections::BTreeMap;

/// Numbers the groups: along the union councils in walking order, and along the doors in each, a day is filled until its visits are used up.
pub(super) fn into_days(drawn: Vec<Drawn>, capacity: &Capacity) -> Vec<Drawn> {
    let mut by_council: BTreeMap<AreaId, Vec<Drawn>> = BTreeMap::new();
    for one in drawn {
        by_council
            .entry(one.interview.union_council)
            .or_default()
            .push(one);
    }
    let councils: Vec<Vec<Drawn>> = by_council.into_values().collect();
    let middles: Vec<Option<Fix>> = councils.iter().map(|doors| middle(doors)).collect();
    let mut councils: Vec<Option<Vec<Drawn>>> = councils.into_iter().map(Some).collect();

    let mut out = Vec::new();
    let mut group = 1;
    let mut used = 0;
    let mut last: Option<Fix> = None;
    for at in walk(None, &middles).order {
        let doors = councils[at].take().unwrap_or_default();
        let points: Vec<Option<Fix>> = doors.iter().map(|door| door.interview.point).collect();
        let order = walk(last.as_ref(), &points).order;
        let mut doors: Vec<Option<Drawn>> = doors.into_iter().map(Some).collect();
        let mut is_first = true;
        for door in order.into_iter().filter_map(|at| doors[at].take()) {
            let moving = match is_first && used > 0 {
                true => capacity.visits_lost_by_moving,
                false => 0,
            };
            if used > 0 && used + moving + 1 > capacity.visits_a_day {
                group += 1;
                used = 1;
            } else {
                used += moving + 1;
            }
            is_first = false;
            last = door.interview.point.filter(Fix::is_possible).or(last);
            out.push(Drawn { group, ..door });
        }
    }
    out
}

/// The middle of the doors whose place is known.
fn middle(doors: &[Drawn]) -> Option<Fix> {
    let points: Vec<Fix> = doors
        .iter()
        .filter_map(|door| door.interview.point.filter(Fix::is_possible))
        .collect();
    let n = points.len() as f64;
    (n > 0.0).then(|| Fix {
        latitude: points.iter().map(|point| point.latitude).sum::<f64>() / n,
        longitude: points.iter().map(|point| point.longitude).sum::<f64>() / n,
        accuracy_m: None,
    })
}
