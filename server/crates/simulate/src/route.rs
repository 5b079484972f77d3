//! The order in which a tehsil's union councils are worked: always on to the nearest one left.

use crate::gazetteer::{Gazetteer, Tehsil};

/// The tehsil's union councils, as positions in [`Gazetteer::ucs`], in order of work.
pub(crate) fn route(all: &Gazetteer, tehsil: &Tehsil) -> Vec<u16> {
    let middle = |uc: u16| all.ucs[usize::from(uc)].ground.middle();
    let mut left = tehsil.ucs.clone();
    let mut order = Vec::with_capacity(left.len());
    let Some(first) = left.first().copied() else {
        return order;
    };
    let mut here = middle(first);
    while !left.is_empty() {
        let nearest = (0..left.len())
            .min_by(|&a, &b| {
                here.distance_m(middle(left[a]))
                    .total_cmp(&here.distance_m(middle(left[b])))
            })
            .unwrap_or(0);
        let next = left.remove(nearest);
        here = middle(next);
        order.push(next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::gazetteer;

    #[test]
    fn a_route_passes_every_union_council_once() {
        let all = gazetteer();
        for tehsil in &all.tehsils {
            let mut order = route(all, tehsil);
            order.sort_unstable();
            assert_eq!(order, tehsil.ucs);
        }
    }
}
