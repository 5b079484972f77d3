//! `AreaIndex::distance_to_edge_m` against geodesics.

#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]

mod common;

use common::{Numbers, cases, counts_in, edges, keyed, real_areas};
use geo::{Coord, Distance, Geodesic, MultiPolygon, Point, polygon};
use proptest::prelude::*;
use spatial::AreaIndex;

/// Reference: the nearest of many points along every edge, by Karney's geodesic.
fn sampled_m(area: &MultiPolygon<f64>, point: Point<f64>, steps: u32) -> f64 {
    edges(area)
        .into_iter()
        .flat_map(|(a, b)| {
            (0..=steps)
                .map(move |step| Point::from(a + (b - a) * (f64::from(step) / f64::from(steps))))
        })
        .map(|on_edge| Geodesic.distance(point, on_edge))
        .fold(f64::INFINITY, f64::min)
}

fn quadrilateral(lon: f64, lat: f64, size: f64) -> MultiPolygon<f64> {
    MultiPolygon::new(vec![polygon![
        (x: lon, y: lat),
        (x: lon + size, y: lat + 0.13 * size),
        (x: lon + 0.9 * size, y: lat + size),
        (x: lon - 0.2 * size, y: lat + 0.8 * size),
    ]])
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn within_ten_kilometres_it_is_the_geodesic_to_a_hundredth_of_a_percent(
        lat in 20.0..40.0_f64, x in -1.0..1.0_f64, y in -1.0..1.0_f64,
    ) {
        let area = quadrilateral(72.0, lat, 0.05);
        let index = AreaIndex::build([(1, &area)]);
        let point = Point::new(72.0 + 0.08 * x, lat + 0.08 * y);
        let found = index.distance_to_edge_m(1, point.x(), point.y()).unwrap();
        let sampled = sampled_m(&area, point, 1_500);
        prop_assume!(sampled < 10_000.0);
        // Samples stand up to 4 m apart: between them the nearest point can be 2 m along the edge.
        let between_samples = sampled - (sampled * sampled - 4.0).max(0.0).sqrt();
        prop_assert!(found.distance_m <= sampled * 1.0001 + 0.001, "{} {}", found.distance_m, sampled);
        prop_assert!(found.distance_m >= (sampled - between_samples) * 0.9999 - 0.001, "{} {}", found.distance_m, sampled);
        prop_assert_eq!(found.inside, counts_in(&area, point.into()));
    }

    #[test]
    fn within_fifty_kilometres_it_is_the_geodesic_to_a_tenth_of_a_percent(
        lat in 20.0..40.0_f64, x in -1.0..1.0_f64, y in -1.0..1.0_f64,
    ) {
        let area = quadrilateral(72.0, lat, 0.5);
        let index = AreaIndex::build([(1, &area)]);
        let point = Point::new(72.2 + 0.7 * x, lat + 0.2 + 0.7 * y);
        let found = index.distance_to_edge_m(1, point.x(), point.y()).unwrap();
        let sampled = sampled_m(&area, point, 1_500);
        prop_assume!((1_000.0..50_000.0).contains(&sampled));
        prop_assert!((found.distance_m / sampled - 1.0).abs() < 1e-3, "{} {}", found.distance_m, sampled);
    }
}

#[test]
fn a_hundred_metres_inside_and_outside_are_a_hundred_metres() {
    // An edge along a meridian at 31° north; a degree of longitude there is 95,506 m.
    let area = MultiPolygon::new(vec![
        polygon![(x: 72.0, y: 30.5), (x: 73.0, y: 30.5), (x: 73.0, y: 31.5), (x: 72.0, y: 31.5)],
    ]);
    let index = AreaIndex::build([(9, &area)]);
    let degree_m = Geodesic.distance(Point::new(72.0, 31.0), Point::new(72.001, 31.0)) * 1_000.0;
    for (metres, inside) in [(100.0, true), (-100.0, false)] {
        let found = index
            .distance_to_edge_m(9, 72.0 + metres / degree_m, 31.0)
            .unwrap();
        assert!((found.distance_m - 100.0).abs() < 0.001, "{found:?}");
        assert_eq!(found.inside, inside);
    }
    let on_edge = index.distance_to_edge_m(9, 72.0, 31.0).unwrap();
    assert_eq!((on_edge.inside, on_edge.distance_m), (true, 0.0));
    let at_vertex = index.distance_to_edge_m(9, 73.0, 31.5).unwrap();
    assert_eq!((at_vertex.inside, at_vertex.distance_m), (false, 0.0));
}

#[test]
fn the_edge_of_a_hole_is_an_edge() {
    let area = MultiPolygon::new(vec![polygon! {
        exterior: [(x: 70.0, y: 30.0), (x: 71.0, y: 30.0), (x: 71.0, y: 31.0), (x: 70.0, y: 31.0)],
        interiors: [[(x: 70.4, y: 30.4), (x: 70.4, y: 30.6), (x: 70.6, y: 30.6), (x: 70.6, y: 30.4)]],
    }]);
    let index = AreaIndex::build([(1, &area)]);
    let in_hole = index.distance_to_edge_m(1, 70.5, 30.45).unwrap();
    assert!(!in_hole.inside);
    assert!((in_hole.distance_m - 5_543.0).abs() < 5.0, "{in_hole:?}");
}

#[test]
fn an_area_or_place_that_is_none_has_no_distance() {
    let area = quadrilateral(72.0, 31.0, 0.1);
    let index = AreaIndex::build([(5, &area)]);
    assert!(index.distance_to_edge_m(4, 72.0, 31.0).is_none());
    assert!(index.distance_to_edge_m(6, 72.0, 31.0).is_none());
    assert!(index.distance_to_edge_m(5, f64::NAN, 31.0).is_none());
    assert!(index.distance_to_edge_m(5, 72.0, f64::INFINITY).is_none());
    assert!(index.distance_to_edge_m(5, 72.0, 31.0).is_some());
}

#[test]
fn real_tehsils_agree_with_looking_at_every_edge() {
    let Some(areas) = real_areas("tehsils.geojson", "tehsil_code", "tehsil") else {
        return;
    };
    let index = AreaIndex::build(keyed(&areas));
    let mut numbers = Numbers(5);
    for _ in 0..200 {
        let point = Coord {
            x: numbers.between(70.0, 75.0),
            y: numbers.between(28.0, 33.5),
        };
        let (key, area) = &areas[numbers.below(areas.len() as u64) as usize];
        let all_edges: Vec<MultiPolygon<f64>> = edges(area)
            .into_iter()
            .map(|(a, b)| {
                MultiPolygon::new(vec![geo::Polygon::new(
                    geo::LineString::new(vec![a, b]),
                    vec![],
                )])
            })
            .collect();
        let edge_by_edge = AreaIndex::build(
            all_edges
                .iter()
                .enumerate()
                .map(|(i, edge)| (i as u32, edge)),
        );
        let nearest = (0..all_edges.len() as u32)
            .filter_map(|edge| edge_by_edge.distance_to_edge_m(edge, point.x, point.y))
            .map(|found| found.distance_m)
            .fold(f64::INFINITY, f64::min);
        let found = index.distance_to_edge_m(*key, point.x, point.y).unwrap();
        // Far away the plane and the middle latitude may prefer different edges, by a little.
        assert!(
            (found.distance_m - nearest).abs() <= nearest * 0.02,
            "{found:?} {nearest}"
        );
        assert_eq!(found.inside, counts_in(area, point));
    }
}
