//! `AreaIndex::locate` against references that share nothing with its grid.

#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]

mod common;

use common::{
    Numbers, cases, counts_in, edges, keyed, moved_point_is_in, real_areas, tessellation,
};
use geo::{Contains, Coord, LineString, MultiPolygon, Point, Polygon};
use proptest::prelude::*;
use spatial::AreaIndex;

fn smallest(
    areas: &[(u32, MultiPolygon<f64>)],
    contains: impl Fn(&MultiPolygon<f64>) -> bool,
) -> Option<u32> {
    areas
        .iter()
        .filter(|(_, area)| contains(area))
        .map(|(key, _)| *key)
        .min()
}

/// Vertices, middles of edges, and points a quarter along them.
fn points_on_edges(areas: &[(u32, MultiPolygon<f64>)]) -> Vec<Coord<f64>> {
    areas
        .iter()
        .flat_map(|(_, area)| edges(area))
        .flat_map(|(a, b)| [a, (a + b) / 2.0, (a * 3.0 + b) / 4.0])
        .collect()
}

fn triangle(key: u32, corners: [(f64, f64); 3]) -> (u32, MultiPolygon<f64>) {
    (
        key,
        MultiPolygon::new(vec![Polygon::new(
            LineString::from(corners.to_vec()),
            vec![],
        )]),
    )
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn each_point_of_a_gapless_map_belongs_to_exactly_one_area(
        seed: u64, width in 1_u64..7, height in 1_u64..7, count in 1_u64..9,
    ) {
        let mut numbers = Numbers(seed);
        let areas = tessellation(width, height, count, &mut numbers);
        let index = AreaIndex::build(keyed(&areas));
        let mut points = points_on_edges(&areas);
        for _ in 0..300 {
            points.push(Coord {
                x: numbers.below(width * 64) as f64 / 64.0,
                y: numbers.below(height * 64) as f64 / 64.0,
            });
        }
        for point in points {
            let owners: Vec<u32> = areas
                .iter()
                .filter(|(_, area)| moved_point_is_in(area, point))
                .map(|(key, _)| *key)
                .collect();
            let in_box = point.x < width as f64 && point.y < height as f64;
            prop_assert_eq!(owners.len(), usize::from(in_box), "{:?}", point);
            prop_assert_eq!(index.locate(point.x, point.y), owners.first().copied(), "{:?}", point);
        }
    }

    #[test]
    fn overlapping_and_tangled_rings_give_the_smallest_key(
        rings in prop::collection::vec(
            (0_u32..40, prop::collection::vec((0_i32..24, 0_i32..24), 3..9)), 1..50),
        probes in prop::collection::vec((-4_i32..100, -4_i32..100), 100),
    ) {
        let areas: Vec<(u32, MultiPolygon<f64>)> = rings
            .iter()
            .enumerate()
            .map(|(i, (key, ring))| {
                let ring: Vec<(f64, f64)> =
                    ring.iter().map(|&(x, y)| (f64::from(x) / 4.0, f64::from(y) / 4.0)).collect();
                let polygon = Polygon::new(LineString::from(ring), vec![]);
                (key * 64 + i as u32, MultiPolygon::new(vec![polygon]))
            })
            .collect();
        let index = AreaIndex::build(keyed(&areas));
        let probes = probes.iter().map(|&(x, y)| Coord { x: f64::from(x) / 16.0, y: f64::from(y) / 16.0 });
        for point in probes.chain(points_on_edges(&areas)) {
            let expected = smallest(&areas, |area| moved_point_is_in(area, point));
            prop_assert_eq!(index.locate(point.x, point.y), expected, "{:?}", point);
        }
    }

    #[test]
    fn coordinates_of_any_size_agree_with_counting_every_edge(
        seed: u64, size in -9_i32..6, shift in -170.0..170.0,
    ) {
        let mut numbers = Numbers(seed);
        let unit = 10_f64.powi(size);
        let areas: Vec<(u32, MultiPolygon<f64>)> = tessellation(4, 4, 5, &mut numbers)
            .into_iter()
            .map(|(key, area)| {
                use geo::MapCoords;
                (key, area.map_coords(|c| Coord { x: c.x * unit + shift, y: c.y * unit - shift / 3.0 }))
            })
            .collect();
        let index = AreaIndex::build(keyed(&areas));
        for point in points_on_edges(&areas) {
            let expected = smallest(&areas, |area| counts_in(area, point));
            prop_assert_eq!(index.locate(point.x, point.y), expected, "{:?}", point);
        }
    }
}

#[test]
fn a_corner_where_eighty_areas_meet_belongs_to_one() {
    // A fan around (4, 4): more areas in one cell than one word has bits.
    let rim = |i: u32| {
        let (side, along) = (i / 20, f64::from(i % 20) * 0.25);
        match side {
            0 => (8.0, 1.5 + along),
            1 => (6.5 - along, 8.0),
            2 => (0.0, 6.5 - along),
            _ => (1.5 + along, 0.0),
        }
    };
    let areas: Vec<_> = (0..80)
        .map(|i| triangle(i, [(4.0, 4.0), rim(i), rim((i + 1) % 80)]))
        .collect();
    let index = AreaIndex::build(keyed(&areas));
    let mut points = points_on_edges(&areas);
    let mut numbers = Numbers(1);
    for _ in 0..2_000 {
        points.push(Coord {
            x: 3.75 + numbers.below(32) as f64 / 64.0,
            y: 3.75 + numbers.below(32) as f64 / 64.0,
        });
    }
    for point in points {
        let expected = smallest(&areas, |area| moved_point_is_in(area, point));
        assert_eq!(index.locate(point.x, point.y), expected, "{point:?}");
    }
}

#[test]
fn many_areas_over_one_another_give_the_smallest() {
    let square = |key: u32, inset: f64| {
        let (low, high) = (inset, 8.0 - inset);
        let ring = vec![(low, low), (high, low), (high, high), (low, high)];
        (
            key,
            MultiPolygon::new(vec![Polygon::new(LineString::from(ring), vec![])]),
        )
    };
    // Key 99 has the smallest square, 0 the largest; then the other way round.
    for reverse in [false, true] {
        let areas: Vec<_> = (0..100_u32)
            .map(|i| square(if reverse { 99 - i } else { i }, f64::from(i) / 64.0))
            .collect();
        let index = AreaIndex::build(keyed(&areas));
        for step in 0..512 {
            let point = Coord {
                x: f64::from(step) / 64.0,
                y: 4.0 + f64::from(step % 5) / 64.0,
            };
            let expected = smallest(&areas, |area| moved_point_is_in(area, point));
            assert_eq!(index.locate(point.x, point.y), expected, "{point:?}");
        }
    }
}

#[test]
fn what_is_not_a_place_is_in_no_area() {
    let areas = [triangle(7, [(70.0, 30.0), (74.0, 30.0), (72.0, 33.0)])];
    let index = AreaIndex::build(keyed(&areas));
    assert_eq!(index.locate(72.0, 31.0), Some(7));
    for (lon, lat) in [
        (f64::NAN, 31.0),
        (72.0, f64::NAN),
        (f64::INFINITY, 31.0),
        (72.0, f64::NEG_INFINITY),
        (1e300, 31.0),
        (72.0, -1e300),
        (31.0, 72.0),
    ] {
        assert_eq!(index.locate(lon, lat), None, "{lon} {lat}");
    }
}

#[test]
fn an_index_of_nothing_finds_nothing() {
    let empty = AreaIndex::build([]);
    assert_eq!(empty.locate(0.0, 0.0), None);
    assert_eq!(empty.area_count(), 0);
    let no_rings = MultiPolygon::new(vec![]);
    let index = AreaIndex::build([(3, &no_rings)]);
    assert_eq!(index.locate(0.0, 0.0), None);
    assert!(index.distance_to_edge_m(3, 0.0, 0.0).is_none());
}

#[test]
fn real_union_councils_agree_with_counting_every_edge_and_with_geo() {
    for (file, code, name) in [
        ("districts.geojson", "district_code", "district"),
        ("tehsils.geojson", "tehsil_code", "tehsil"),
        ("union_councils_approx.geojson", "uc_code", "uc"),
        ("bundle/union_councils_schematic.geojson", "uc_code", "uc"),
    ] {
        let Some(areas) = real_areas(file, code, name) else {
            return;
        };
        let index = AreaIndex::build(keyed(&areas));
        let mut numbers = Numbers(41);
        let mut points: Vec<Coord<f64>> = (0..100)
            .map(|_| Coord {
                x: numbers.between(69.0, 76.0),
                y: numbers.between(27.0, 35.0),
            })
            .collect();
        let on_edges = points_on_edges(&areas);
        points.extend((0..200).map(|_| on_edges[numbers.below(on_edges.len() as u64) as usize]));
        let mut found = 0;
        for (i, point) in points.into_iter().enumerate() {
            let answer = index.locate(point.x, point.y);
            assert_eq!(
                answer,
                smallest(&areas, |area| counts_in(area, point)),
                "{file} {point:?}"
            );
            found += usize::from(answer.is_some());
            if i < 100 {
                // A random point is on no edge: there geo's own answer is beyond doubt.
                assert_eq!(
                    answer,
                    smallest(&areas, |area| area.contains(&Point::from(point)))
                );
            }
        }
        assert!(found > 120, "{file}: only {found} points were in an area");
    }
}
