//! Where doors are: streets of eleven houses, in settlements inside the union council's ground.

use crate::draw::{Draw, Purpose};
use crate::gazetteer::UnionCouncil;
use crate::plane::{Point, Polygon};
use crate::visits::BLOCK_HOUSEHOLDS;

const STREET_HOUSES: u32 = 11;
const HOUSE_GAP_M: f64 = 22.0;
const STREET_GAP_M: f64 = 40.0;
/// Settlements of a union council.
const SETTLEMENTS: u32 = 5;

/// A block's place on the ground.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlockPlace {
    centre: Point,
    scale: f64,
    seed: u64,
    key: u64,
}

/// Finds the place of a block of a union council.
pub(crate) fn block_place(seed: u64, uc: u16, facts: &UnionCouncil, block: u32) -> BlockPlace {
    let ground = &facts.ground;
    // City union councils are smaller than a village's fields: streets shrink with the ground, but no house is narrower than
    // five marla's front.
    let scale = (ground.area_m2().sqrt() / 3_000.0).clamp(0.33, 1.0);
    let place = |centre| BlockPlace {
        centre,
        scale,
        seed,
        key: (u64::from(uc) << 32) | u64::from(block),
    };
    let mut draw = Draw::keyed(
        seed,
        Purpose::Settlement,
        u64::from(uc),
        u64::from(block % SETTLEMENTS),
    );
    let settlement = inside(
        ground,
        &mut draw,
        |draw| {
            let (low, high) = ground.bounds();
            Point {
                lon: low.lon + (high.lon - low.lon) * draw.unit(),
                lat: low.lat + (high.lat - low.lat) * draw.unit(),
            }
        },
        scale,
    );
    let middle = settlement.unwrap_or_else(|| ground.middle());
    if block < SETTLEMENTS {
        return place(middle);
    }
    // Later blocks of a settlement lie around its first one.
    let mut draw = Draw::keyed(seed, Purpose::Settlement, u64::from(uc), u64::from(block));
    let nearby = inside(
        ground,
        &mut draw,
        |draw| middle.moved(600.0 * scale * draw.bell(), 600.0 * scale * draw.bell()),
        scale,
    );
    place(nearby.unwrap_or(middle))
}

/// A drawn point around which a whole block fits into the ground; failing that, one that is inside at least.
fn inside(
    ground: &Polygon,
    draw: &mut Draw,
    mut candidate: impl FnMut(&mut Draw) -> Point,
    scale: f64,
) -> Option<Point> {
    let mut second_best = None;
    for _ in 0..40 {
        let point = candidate(draw);
        if !ground.contains(point) {
            continue;
        }
        let corners = [
            (-130.0, -100.0),
            (130.0, -100.0),
            (130.0, 100.0),
            (-130.0, 100.0),
        ];
        if corners
            .iter()
            .all(|(east, north)| ground.contains(point.moved(east * scale, north * scale)))
        {
            return Some(point);
        }
        second_best = second_best.or(Some(point));
    }
    second_best
}

impl BlockPlace {
    /// The door of a household of the block: the same at every visit.
    pub fn door(&self, household: u8) -> Point {
        let mut draw = Draw::keyed(
            self.seed,
            Purpose::Household,
            self.key,
            u64::from(household),
        );
        let (street, house) = (
            u32::from(household) / STREET_HOUSES,
            u32::from(household) % STREET_HOUSES,
        );
        // Enumerators walk up one street and down the next.
        let house = if street % 2 == 0 {
            house
        } else {
            STREET_HOUSES - 1 - house
        };
        let streets = BLOCK_HOUSEHOLDS / STREET_HOUSES;
        let east = (f64::from(house) - f64::from(STREET_HOUSES - 1) / 2.0) * HOUSE_GAP_M;
        let north = (f64::from(street) - f64::from(streets - 1) / 2.0) * STREET_GAP_M;
        self.centre.moved(
            (east + 3.0 * draw.bell()) * self.scale,
            (north + 4.0 * draw.bell()) * self.scale,
        )
    }

    /// The door of a household if the whole block is one house of flats: distinct, and within a few metres of all others.
    pub fn flat(&self, household: u8) -> Point {
        let mut draw = Draw::keyed(
            self.seed,
            Purpose::Household,
            1 << 63 | self.key,
            u64::from(household),
        );
        self.centre
            .moved(8.0 * draw.unit() - 4.0, 6.0 * draw.unit() - 3.0)
    }
}

/// A point somewhere in the union council, for homes.
pub(crate) fn somewhere(seed: u64, purpose: Purpose, key: u64, facts: &UnionCouncil) -> Point {
    let mut draw = Draw::keyed(seed, purpose, key, 1);
    let (low, high) = facts.ground.bounds();
    inside(
        &facts.ground,
        &mut draw,
        |draw| Point {
            lon: low.lon + (high.lon - low.lon) * draw.unit(),
            lat: low.lat + (high.lat - low.lat) * draw.unit(),
        },
        0.5,
    )
    .unwrap_or_else(|| facts.ground.middle())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::gazetteer;

    #[test]
    fn nearly_every_door_stands_inside_its_union_council() {
        let (mut doors, mut inside) = (0, 0);
        for (index, uc) in gazetteer().ucs.iter().enumerate() {
            for block in [0, 3, 11] {
                let place = block_place(1, index as u16, uc, block);
                for household in [0, 10, 27, 54] {
                    doors += 1;
                    inside += u32::from(uc.ground.contains(place.door(household)));
                }
            }
        }
        assert!(inside * 1_000 > doors * 995, "{inside} of {doors}");
    }

    #[test]
    fn a_door_does_not_move_between_visits() {
        let uc = &gazetteer().ucs[100];
        assert_eq!(
            block_place(1, 100, uc, 2).door(7),
            block_place(1, 100, uc, 2).door(7)
        );
        assert_ne!(
            block_place(1, 100, uc, 2).door(7),
            block_place(1, 100, uc, 2).door(8)
        );
    }
}
