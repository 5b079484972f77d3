//! Building the cube: areas in depth-first order, running totals, the plans that count.

use super::{Node, WaveId};
use crate::area::{Area, AreaId, ByArea, Level};
use crate::coverage::Counts;
use crate::target::Plan;
use crate::time::SurveyDay;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Adds a cell to running totals; cells arrive ordered by (wave, day).
pub(super) fn add_running(
    running: &mut Vec<(WaveId, SurveyDay, Counts)>,
    wave: WaveId,
    day: SurveyDay,
    counts: Counts,
) {
    match running.last_mut() {
        Some((w, d, total)) if *w == wave && *d == day => *total = total.plus(counts),
        Some((w, _, total)) if *w == wave => {
            let total = total.plus(counts);
            running.push((wave, day, total));
        }
        _ => running.push((wave, day, counts)),
    }
}

/// Brings the areas into depth-first order under the province. Without a province there is no tree, and no page.
pub(super) fn depth_first(areas: Vec<Area>) -> Vec<Node> {
    let Some(root) = areas.iter().position(|area| area.level == Level::Province) else {
        return Vec::new();
    };
    let root_id = areas[root].id;
    let known: HashSet<AreaId> = areas.iter().map(|area| area.id).collect();
    let mut below: HashMap<AreaId, Vec<usize>> = HashMap::new();
    let mut order: Vec<usize> = (0..areas.len()).filter(|index| *index != root).collect();
    order.sort_unstable_by(|a, b| areas[*a].code.cmp(&areas[*b].code));
    let mut reached: HashSet<usize> = HashSet::new();
    for index in order {
        let parent = areas[index]
            .parent
            .filter(|parent| known.contains(parent))
            .unwrap_or(root_id);
        below.entry(parent).or_default().push(index);
    }
    let mut slots: Vec<Option<Area>> = areas.into_iter().map(Some).collect();
    let mut nodes: Vec<Node> = Vec::with_capacity(slots.len());
    place(root, None, &below, &mut slots, &mut nodes, &mut reached);
    nodes
}

fn place(
    index: usize,
    parent: Option<usize>,
    below: &HashMap<AreaId, Vec<usize>>,
    slots: &mut [Option<Area>],
    nodes: &mut Vec<Node>,
    reached: &mut HashSet<usize>,
) {
    // A parent cycle cannot be reached from the province; a second visit can only be a fault, and is not followed.
    if !reached.insert(index) {
        return;
    }
    let Some(area) = slots[index].take() else {
        return;
    };
    let id = area.id;
    let at = nodes.len();
    nodes.push(Node {
        area,
        parent,
        end: at + 1,
        children: Vec::new(),
        running: Vec::new(),
    });
    for child in below.get(&id).map(Vec::as_slice).unwrap_or_default() {
        let child_at = nodes.len();
        place(*child, Some(at), below, slots, nodes, reached);
        if nodes.len() > child_at {
            nodes[at].children.push(child_at);
        }
    }
    nodes[at].end = nodes.len();
}

/// The plans that count. A target of a larger area counts only while no area below it has one in the same wave:
/// otherwise the same households would be planned twice.
pub(super) fn effective_plans(
    nodes: &[Node],
    by_id: &ByArea<usize>,
    plans: &[(AreaId, WaveId, Plan)],
) -> Vec<(usize, WaveId, Plan)> {
    let mut placed: Vec<(usize, WaveId, Plan)> = plans
        .iter()
        .filter_map(|(area, wave, plan)| Some((*by_id.get(area)?, *wave, *plan)))
        .collect();
    placed.sort_unstable_by_key(|(at, wave, _)| (*at, *wave));
    let positions: BTreeSet<(WaveId, usize)> =
        placed.iter().map(|(at, wave, _)| (*wave, *at)).collect();
    placed.retain(|(at, wave, _)| {
        positions
            .range((*wave, at + 1)..(*wave, nodes[*at].end))
            .next()
            .is_none()
    });
    placed
}
