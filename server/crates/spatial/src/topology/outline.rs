//! Parents' outlines from their children's arcs.

use std::collections::HashMap;

use super::{ArcRef, GridPoint, Topology};

pub(super) fn outline_arcs(topology: &Topology, group_of: impl Fn(u32) -> u32) -> Vec<Vec<ArcRef>> {
    let is_outline = |users: &Vec<u32>| match users.as_slice() {
        [] => false,
        [_] => true,
        [first, others @ ..] => others
            .iter()
            .any(|other| group_of(*other) != group_of(*first)),
    };
    let outline: Vec<bool> = topology.users_of_arcs().iter().map(is_outline).collect();
    chained(topology, &outline)
}

/// Arcs end to end, in as few chains as come easily: each chain saves a "move to".
fn chained(topology: &Topology, wanted: &[bool]) -> Vec<Vec<ArcRef>> {
    let ends_of = |arc: usize| {
        let points = &topology.arcs[arc];
        (points[0], points[points.len() - 1])
    };
    let mut leaving: HashMap<GridPoint, Vec<ArcRef>> = HashMap::new();
    for arc in (0..wanted.len()).filter(|&arc| wanted[arc]) {
        let (start, end) = ends_of(arc);
        leaving.entry(start).or_default().push(ArcRef {
            arc: arc as u32,
            reversed: false,
        });
        leaving.entry(end).or_default().push(ArcRef {
            arc: arc as u32,
            reversed: true,
        });
    }
    // First from where lines end (an odd number of them), then whatever is left: rings.
    let mut starts: Vec<GridPoint> = leaving.keys().copied().collect();
    starts.sort_unstable_by_key(|at| (leaving[at].len().is_multiple_of(2), *at));
    let mut used = vec![false; wanted.len()];
    let mut chains = Vec::new();
    for start in starts {
        loop {
            let mut chain = Vec::new();
            let mut at = start;
            while let Some(next) = leaving[&at]
                .iter()
                .copied()
                .find(|part| !used[part.arc as usize])
            {
                used[next.arc as usize] = true;
                let (start, end) = ends_of(next.arc as usize);
                at = if next.reversed { start } else { end };
                chain.push(next);
            }
            if chain.is_empty() {
                break;
            }
            chains.push(chain);
        }
    }
    chains
}
