//! The order in which a tehsil's union councils are worked: always on to the nearest one left.

use crate::gazetteer::{Gazetteer, Tehsil};
use crate::plane::Point;

/// The tehsil's union councils, as positions in [`Gazetteer::ucs`], in order of work.
pub(crate) fn route(all: &Gazetteer, tehsil: &Tehsil) -> Vec<u16> {
    let mut left: Vec<(u16, Point)> = tehsil
        .ucs
        .iter()
        .map(|uc| (*uc, all.ucs[usize::from(*uc)].ground.middle()))
        .collect();
    let mut order = Vec::with_capacity(left.len());
    let Some((_, mut here)) = left.first().copied() else {
        return order;
    };
    while !left.is_empty() {
        let nearest = left
            .iter()
            .enumerate()
            .min_by(|(_, (_, a)), (_, (_, b))| here.distance_m(*a).total_cmp(&here.distance_m(*b)))
            .map_or(0, |(place, _)| place);
        let (uc, middle) = left.remove(nearest);
        here = middle;
        order.push(uc);
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
