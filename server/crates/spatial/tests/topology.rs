//! `Topology`: at every level of simplification, no gap, no overlap, nothing on another side.

#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]

mod common;

use common::{Numbers, cases, counts_in, keyed, maze, patchwork, real_areas};
use geo::{Coord, LineString, MultiPolygon, Polygon, polygon};
use proptest::prelude::*;
use spatial::Topology;
use spatial::topology::{ArcRef, GridPoint, QUANTUM_DEGREES};

/// Twice the size of the outer outline, from the arcs that one area alone uses, in the direction in
/// which it uses them.
fn doubled_outline(topology: &Topology) -> i128 {
    let users = topology.users_of_arcs();
    let cross = |a: GridPoint, b: GridPoint| {
        i128::from(a.x) * i128::from(b.y) - i128::from(b.x) * i128::from(a.y)
    };
    topology
        .areas()
        .iter()
        .flat_map(|shape| shape.polygons.iter().flatten().flatten())
        .filter(|part| users[part.arc as usize].len() == 1)
        .map(|part| {
            let points: Vec<GridPoint> = topology.points(*part).collect();
            points
                .windows(2)
                .map(|edge| cross(edge[0], edge[1]))
                .sum::<i128>()
        })
        .sum()
}

/// The outer outline as something to count crossings with.
fn outline(topology: &Topology) -> MultiPolygon<f64> {
    let rings = topology.outline_arcs(|_| 0).into_iter().map(|chain| {
        let line: LineString<f64> = topology
            .ring_points(&chain)
            .into_iter()
            .map(GridPoint::degrees)
            .collect();
        assert!(line.is_closed(), "an outline ends nowhere");
        Polygon::new(line, vec![])
    });
    rings.collect()
}

fn check_same_map(
    original: &Topology,
    simplified: &Topology,
    numbers: &mut Numbers,
    probes: usize,
) {
    assert_eq!(simplified.users_of_arcs(), original.users_of_arcs());
    assert_eq!(
        simplified
            .areas()
            .iter()
            .map(|shape| &shape.polygons)
            .collect::<Vec<_>>(),
        original
            .areas()
            .iter()
            .map(|shape| &shape.polygons)
            .collect::<Vec<_>>(),
    );
    let sum: i128 = simplified
        .areas()
        .iter()
        .map(|shape| simplified.doubled_size(shape))
        .sum();
    assert_eq!(sum, doubled_outline(simplified));

    let boundaries: Vec<MultiPolygon<f64>> = simplified
        .areas()
        .iter()
        .map(|shape| simplified.boundary(shape.area).unwrap())
        .collect();
    let outline = outline(simplified);
    let bounds = original.bounds().unwrap();
    let vertices: Vec<Coord<f64>> = simplified
        .arcs()
        .iter()
        .flatten()
        .map(|point| point.degrees())
        .collect();
    let mut inside = 0;
    for probe in 0..probes {
        let point = if probe % 2 == 0 {
            Coord {
                x: numbers.between(bounds.min().x, bounds.max().x),
                y: numbers.between(bounds.min().y, bounds.max().y),
            }
        } else {
            // Near a border.
            let near = vertices[numbers.below(vertices.len() as u64) as usize];
            let shift = bounds.width() / 500.0;
            near + Coord {
                x: numbers.between(-shift, shift),
                y: numbers.between(-shift, shift),
            }
        };
        let owners = boundaries
            .iter()
            .filter(|boundary| counts_in(boundary, point))
            .count();
        assert_eq!(owners, usize::from(counts_in(&outline, point)), "{point:?}");
        inside += owners;
    }
    assert!(
        inside > probes / 10,
        "only {inside} of {probes} probes were inside"
    );
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn no_level_of_simplification_tears_a_gap_or_an_overlap(
        seed: u64, width in 3_i64..16, height in 3_i64..16, areas in 1_u64..9,
        tolerance_m in prop::sample::select(vec![100.0, 400.0, 1_000.0, 3_000.0, 20_000.0, 1e9]),
    ) {
        let mut numbers = Numbers(seed);
        let map = patchwork(width, height, areas, &mut numbers);
        let original = Topology::build(&keyed(&map));
        check_same_map(&original, &original, &mut numbers, 60);
        let simplified = original.simplify(tolerance_m);
        prop_assert!(simplified.point_count() <= original.point_count());
        check_same_map(&original, &simplified, &mut numbers, 200);
        // The same again gives the same, and from the simplified map one may go on.
        prop_assert_eq!(&original.simplify(tolerance_m), &simplified);
        check_same_map(&original, &simplified.simplify(2.0 * tolerance_m), &mut numbers, 60);
    }

    #[test]
    fn neighbours_share_each_arc_however_their_rings_begin_and_run(seed: u64) {
        let mut numbers = Numbers(seed);
        let map = patchwork(8, 8, 4, &mut numbers);
        let turned: Vec<(u32, MultiPolygon<f64>)> = map
            .iter()
            .map(|(key, area)| {
                let mut turn = |ring: &LineString<f64>| {
                    let mut points = ring.0.clone();
                    points.pop();
                    let by = numbers.below(points.len() as u64) as usize;
                    points.rotate_left(by);
                    if numbers.below(2) == 0 {
                        points.reverse();
                    }
                    LineString::new(points)
                };
                let polygons = area.0.iter().map(|polygon| {
                    Polygon::new(turn(polygon.exterior()), polygon.interiors().iter().map(&mut turn).collect())
                });
                (*key, polygons.collect())
            })
            .collect();
        let (a, b) = (Topology::build(&keyed(&map)), Topology::build(&keyed(&turned)));
        let sorted = |topology: &Topology| {
            let mut arcs: Vec<Vec<GridPoint>> = topology.arcs().to_vec();
            arcs.sort();
            arcs
        };
        prop_assert_eq!(sorted(&a), sorted(&b));
    }
}

#[test]
fn two_squares_share_one_arc() {
    let west = MultiPolygon::new(vec![
        polygon![(x: 70., y: 30.), (x: 71., y: 30.), (x: 71., y: 31.), (x: 70., y: 31.)],
    ]);
    let east = MultiPolygon::new(vec![
        polygon![(x: 71., y: 30.), (x: 72., y: 30.), (x: 72., y: 31.), (x: 71., y: 31.)],
    ]);
    let topology = Topology::build(&[(5, &west), (9, &east)]);
    let mut users = topology.users_of_arcs();
    users.sort();
    assert_eq!(users, [vec![5], vec![5, 9], vec![9]]);
    assert_eq!(topology.boundary(5).unwrap().0[0].exterior().0.len(), 5);
    assert!(topology.boundary(6).is_none());
    // Size: a square degree each.
    let quanta = (1.0 / QUANTUM_DEGREES).round() as i128;
    assert_eq!(
        topology.doubled_size(&topology.areas()[0]),
        2 * quanta * quanta
    );

    // One parent: the line between them is no outline. Two parents: it is.
    let count = |chains: Vec<Vec<ArcRef>>| chains.iter().map(Vec::len).sum::<usize>();
    assert_eq!(count(topology.outline_arcs(|_| 0)), 2);
    assert_eq!(topology.outline_arcs(|_| 0).len(), 1, "one closed chain");
    assert_eq!(count(topology.outline_arcs(|area| area)), 3);
}

#[test]
fn an_enclave_and_its_lake_are_one_arc_and_keep_a_triangle() {
    let outer = [(70.0, 30.0), (71.0, 30.0), (71.0, 31.0), (70.0, 31.0)];
    let enclave = [
        (70.8, 30.2),
        (70.802, 30.2),
        (70.802, 30.202),
        (70.8, 30.202),
    ];
    let around = MultiPolygon::new(vec![Polygon::new(
        LineString::from(outer.to_vec()),
        vec![LineString::from(enclave.to_vec())],
    )]);
    let within = MultiPolygon::new(vec![Polygon::new(
        LineString::from(enclave.to_vec()),
        vec![],
    )]);
    let topology = Topology::build(&[(1, &around), (2, &within)]);
    assert_eq!(topology.users_of_arcs(), [vec![1], vec![1, 2]]);
    let simplified = topology.simplify(1e7);
    assert_eq!(
        simplified.arcs().iter().map(Vec::len).collect::<Vec<_>>(),
        [4, 4]
    );
    assert!(simplified.doubled_size(&simplified.areas()[1]) > 0);
}

#[test]
fn a_border_does_not_jump_over_an_island() {
    // The border between 1 and 2 has a tooth into 2, and in the tooth lies an enclave, 3.
    let tooth = [(71.0, 30.4), (71.2, 30.45), (71.2, 30.55), (71.0, 30.6)];
    let mut west = vec![(70.0, 30.0), (71.0, 30.0)];
    west.extend(tooth);
    west.extend([(71.0, 31.0), (70.0, 31.0)]);
    let mut east = vec![(72.0, 31.0), (71.0, 31.0)];
    east.extend(tooth.iter().rev());
    east.extend([(71.0, 30.0), (72.0, 30.0)]);
    let island = [(71.1, 30.49), (71.12, 30.49), (71.11, 30.51)];
    let west = MultiPolygon::new(vec![Polygon::new(
        LineString::from(west),
        vec![island.iter().rev().copied().collect()],
    )]);
    let east = MultiPolygon::new(vec![Polygon::new(LineString::from(east), vec![])]);
    let island = MultiPolygon::new(vec![Polygon::new(
        LineString::from(island.to_vec()),
        vec![],
    )]);

    let without = Topology::build(&[(1, &west), (2, &east)]);
    let with = Topology::build(&[(1, &west), (2, &east), (3, &island)]);
    for topology in [&without, &with] {
        // 50 km would flatten the tooth of 19 km.
        let simplified = topology.simplify(50_000.0);
        check_same_map(topology, &simplified, &mut Numbers(3), 400);
        let in_tooth = Coord { x: 71.11, y: 30.5 };
        assert!(!counts_in(&simplified.boundary(2).unwrap(), in_tooth));
    }
}

#[test]
fn an_area_in_a_pocket_of_a_border_stays_on_its_side_though_they_touch() {
    // The border between 1 (west) and 2 (east) leaves the point where 3 touches it to the north-east
    // and comes back round 3. Straightened, it would pass 3 on the other side without crossing it.
    let pocket = [
        (0.0, 0.0),
        (0.05, 0.2),
        (0.3, 0.2),
        (0.3, -0.2),
        (0.0, -0.3),
    ];
    let touching = [(0.0, 0.0), (0.1, -0.03), (0.1, 0.03)];
    let ring = |points: Vec<(f64, f64)>| -> LineString<f64> {
        points
            .into_iter()
            .map(|(x, y)| Coord {
                x: 72.0 + x,
                y: 31.0 + y,
            })
            .collect()
    };
    let mut west = vec![(-0.4, -0.4), (0.0, -0.4)];
    west.extend(pocket.iter().rev());
    west.extend([(0.0, 0.4), (-0.4, 0.4)]);
    let mut east = vec![(0.4, 0.4), (0.0, 0.4)];
    east.extend(pocket);
    east.extend([(0.0, -0.4), (0.4, -0.4)]);
    let area = |shell: LineString<f64>, holes| MultiPolygon::new(vec![Polygon::new(shell, holes)]);
    let hole = ring(touching.iter().rev().copied().collect());
    let (west, east) = (area(ring(west), vec![hole]), area(ring(east), vec![]));
    let touching = area(ring(touching.to_vec()), vec![]);
    let topology = Topology::build(&[(1, &west), (2, &east), (3, &touching)]);
    for tolerance_m in [10_000.0, 37_000.0, 1e9] {
        check_same_map(
            &topology,
            &topology.simplify(tolerance_m),
            &mut Numbers(4),
            400,
        );
    }
}

#[test]
fn an_arch_is_not_turned_over_into_what_it_stood_on() {
    // Area 1 is an arch; other areas touch its two feet and the point between them, so these stay.
    // Straightened, the arch would become the triangle below it, crossing nothing on the way.
    let arch = [
        (0.0, 0.0),
        (0.1, 0.1),
        (0.2, 0.0),
        (0.22, 0.3),
        (-0.02, 0.3),
    ];
    let below = [
        [(0.0, 0.0), (0.03, 0.006), (0.03, 0.014)],
        [(0.1, 0.1), (0.097, 0.07), (0.103, 0.07)],
        [(0.2, 0.0), (0.17, 0.014), (0.17, 0.006)],
    ];
    let area = |points: &[(f64, f64)]| {
        let ring = points
            .iter()
            .map(|(x, y)| Coord {
                x: 72.0 + x,
                y: 31.0 + y,
            })
            .collect();
        MultiPolygon::new(vec![Polygon::new(ring, vec![])])
    };
    let areas: Vec<(u32, MultiPolygon<f64>)> = std::iter::once(area(&arch))
        .chain(below.iter().map(|corners| area(corners)))
        .zip(1..)
        .map(|(area, key)| (key, area))
        .collect();
    let topology = Topology::build(&keyed(&areas));
    let simplified = topology.simplify(40_000.0);
    let ways = |t: &Topology| {
        t.areas()
            .iter()
            .map(|shape| t.doubled_size(shape).signum())
            .collect::<Vec<_>>()
    };
    assert_eq!(ways(&simplified), ways(&topology));
}

#[test]
fn a_winding_ring_is_not_turned_over() {
    // Mazes: any three corners of such a ring may come in either order.
    for seed in 0..60 {
        let maze = maze(5, &mut Numbers(seed));
        let topology = Topology::build(&[(1, &maze)]);
        assert_eq!(topology.arcs().len(), 1);
        for tolerance_m in [2_000.0, 10_000.0, 1e9] {
            let simplified = topology.simplify(tolerance_m);
            let ways = [&topology, &simplified].map(|t| t.doubled_size(&t.areas()[0]).signum());
            assert_eq!(ways, [1, 1], "{seed} {tolerance_m}");
        }
    }
}

#[test]
fn a_tolerance_that_is_no_length_changes_nothing() {
    let map = patchwork(6, 6, 3, &mut Numbers(8));
    let topology = Topology::build(&keyed(&map));
    for tolerance_m in [0.0, -5.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(topology.simplify(tolerance_m), topology);
    }
}

#[test]
fn nothing_gives_an_empty_topology() {
    let empty = Topology::build(&[]).simplify(100.0);
    assert!(empty.bounds().is_none() && empty.outline_arcs(|_| 0).is_empty());
    let dot = MultiPolygon::new(vec![
        polygon![(x: 70., y: 30.), (x: 70.0000001, y: 30.), (x: 70., y: 30.0000001)],
    ]);
    let topology = Topology::build(&[(4, &dot)]);
    assert!(topology.areas()[0].polygons.is_empty());
}

#[test]
fn real_districts_and_tehsils_stay_one_map_at_every_level() {
    for (file, code, name, areas) in [
        ("districts.geojson", "district_code", "district", 41),
        ("tehsils.geojson", "tehsil_code", "tehsil", 146),
        (
            "bundle/tehsils_schematic.geojson",
            "tehsil_code",
            "tehsil",
            146,
        ),
    ] {
        let Some(map) = real_areas(file, code, name) else {
            return;
        };
        assert_eq!(map.len(), areas);
        let topology = Topology::build(&keyed(&map));
        let mut numbers = Numbers(12);
        check_same_map(&topology, &topology, &mut numbers, 100);
        for tolerance_m in [300.0, 1_000.0, 5_000.0, 50_000.0] {
            let simplified = topology.simplify(tolerance_m);
            eprintln!(
                "{file}: {} points, at {tolerance_m} m {}",
                topology.point_count(),
                simplified.point_count()
            );
            check_same_map(&topology, &simplified, &mut numbers, 150);
        }
    }
}
