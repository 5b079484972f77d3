//! The map as SVG.

#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]

mod common;

use common::{keyed, real_areas, real_file};
use geo::{MultiPolygon, polygon};
use spatial::{Projection, Topology};

fn two_squares() -> Topology {
    let west = MultiPolygon::new(vec![
        polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.), (x: 0., y: 1.)],
    ]);
    let east = MultiPolygon::new(vec![polygon! {
        exterior: [(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.), (x: 1., y: 1.)],
        interiors: [[(x: 1.4, y: 0.4), (x: 1.4, y: 0.6), (x: 1.6, y: 0.6), (x: 1.6, y: 0.4)]],
    }]);
    Topology::build(&[(7, &west), (8, &east)])
}

#[test]
fn paths_are_whole_pixels_in_relative_steps() {
    let map = two_squares().to_svg(200, |area| area);
    assert_eq!(map.view_box(), "0 0 200 101");
    let paths: Vec<(u32, &str)> = map
        .paths
        .iter()
        .map(|path| (path.area, path.d.as_str()))
        .collect();
    assert_eq!(
        paths,
        [
            (7, "m100 100 0-100-100 0 0 100z"),
            (8, "m100 100 100 0 0-100-100 0zm40-40 0-20 20 0 0 20z")
        ],
    );
    assert_eq!(map.paths[0].bounds, (0, 0, 100, 100));
    assert_eq!(map.paths[0].label_at, (50, 50));
    // The label of the eastern square is beside its hole.
    let (x, y) = map.paths[1].label_at;
    assert!(
        !((140..=160).contains(&x) && (40..=60).contains(&y)),
        "{x} {y}"
    );
    assert_eq!(map.outlines.matches('m').count(), 2);
}

#[test]
fn a_place_is_where_its_pixel_is() {
    let map = two_squares().to_svg(200, |area| area);
    let (x, y) = map.projection.project(1.0, 1.0);
    assert!((x - 100.0).abs() < 1e-9 && y.abs() < 1e-9);
    let metres = map.projection.metres_per_pixel();
    assert!((metres - 1_111.9).abs() < 0.2, "{metres}");
}

#[test]
fn an_area_smaller_than_a_pixel_is_still_there() {
    let large = MultiPolygon::new(vec![
        polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)],
    ]);
    let small = MultiPolygon::new(vec![
        polygon![(x: 9.5, y: 1.0), (x: 9.5001, y: 1.0), (x: 9.5, y: 1.0001)],
    ]);
    let map = Topology::build(&[(1, &large), (2, &small)]).to_svg(100, |_| 0);
    assert_eq!(map.paths[1].area, 2);
    assert!(map.paths[1].d.ends_with("1 0-1 1z"), "{}", map.paths[1].d);
}

#[test]
fn a_map_of_nothing_and_a_foreign_projection_do_no_harm() {
    let nothing = Topology::build(&[]).to_svg(0, |_| 0);
    assert_eq!((nothing.width, nothing.paths.len()), (1, 0));
    let elsewhere = Projection::fit(
        Some(geo::Rect::new((100.0, 60.0), (100.000_001, 60.000_001))),
        1_000,
    );
    assert_eq!(two_squares().to_svg_in(&elsewhere, |_| 0).paths.len(), 2);
}

/// Path data as it stands in a page, under brotli at the quality of a build.
fn brotli_bytes(map: &spatial::SvgMap) -> (usize, usize) {
    let mut page: String = map
        .paths
        .iter()
        .map(|path| format!("<path id=\"a{}\" d=\"{}\"/>", path.area, path.d))
        .collect();
    page.push_str(&format!("<path d=\"{}\"/>", map.outlines));
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut page.as_bytes(), &mut packed, &parameters).unwrap();
    (page.len(), packed.len())
}

#[test]
fn real_maps_are_small() {
    for (file, code, name, most_bytes) in [
        ("districts.geojson", "district_code", "district", 12_000),
        ("tehsils.geojson", "tehsil_code", "tehsil", 16_000),
        (
            "bundle/districts_schematic.geojson",
            "district_code",
            "district",
            12_000,
        ),
        (
            "bundle/tehsils_schematic.geojson",
            "tehsil_code",
            "tehsil",
            12_000,
        ),
    ] {
        let Some(areas) = real_areas(file, code, name) else {
            return;
        };
        assert!(real_file(file).is_some());
        let topology = Topology::build(&keyed(&areas));
        let projection = Projection::fit(topology.bounds(), 1_000);
        let simplified = topology.simplify(projection.metres_per_pixel());
        let map = simplified.to_svg(1_000, |area| area / 10);
        let (plain, packed) = brotli_bytes(&map);
        eprintln!(
            "{file}: {} points, {} simplified; {plain} bytes, {packed} under brotli; {} bytes of outlines",
            topology.point_count(),
            simplified.point_count(),
            map.outlines.len()
        );
        assert_eq!(map.paths.len(), areas.len());
        assert!(packed < most_bytes, "{file}: {packed} bytes");
        for path in &map.paths {
            let (x, y) = path.label_at;
            let (west, north, east, south) = path.bounds;
            assert!(west <= x && x <= east && north <= y && y <= south);
        }
    }
}
