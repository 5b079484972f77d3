//! What the tests share: a seeded generator, real files, and reference answers.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "tests read the real files where they are"
)]

pub mod geojson;

use std::path::PathBuf;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use num_bigint::BigInt;
use spatial::AreaProperties;

/// So many cases; a failing one is printed, not written to a file.
pub fn cases(count: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        failure_persistence: None,
        ..proptest::test_runner::Config::with_cases(count)
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// In [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (self.next() >> 11) as f64 / (1_u64 << 53) as f64 * (high - low)
    }
}

/// The real files, where they stand beside the checkout; otherwise one line on stderr.
pub fn real_file(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data/punjab")
        .join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            eprintln!(
                "SKIPPED: shared/data/punjab/{name} does not stand beside this checkout; nothing real was tested."
            );
            None
        }
    }
}

pub fn properties(code: &str, name: &str, parent: Option<&str>) -> AreaProperties {
    AreaProperties {
        code: code.to_owned(),
        name: name.to_owned(),
        name_ur: None,
        parent: parent.map(str::to_owned),
        setting: None,
    }
}

/// The boundaries of a real file, keyed by their place in it.
pub fn real_areas(file: &str, code: &str, name: &str) -> Option<Vec<(u32, MultiPolygon<f64>)>> {
    let file = spatial::read_areas(&real_file(file)?, &properties(code, name, None)).unwrap();
    Some(
        file.areas
            .into_iter()
            .enumerate()
            .map(|(i, area)| (i as u32, area.boundary.unwrap()))
            .collect(),
    )
}

pub fn keyed(areas: &[(u32, MultiPolygon<f64>)]) -> Vec<(u32, &MultiPolygon<f64>)> {
    areas
        .iter()
        .map(|(key, boundary)| (*key, boundary))
        .collect()
}

pub fn edges(area: &MultiPolygon<f64>) -> Vec<(Coord<f64>, Coord<f64>)> {
    area.0
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .flat_map(|ring| ring.0.windows(2).map(|edge| (edge[0], edge[1])))
        .collect()
}

/// Reference: the point is really moved, by 2⁻⁴⁰ to the east and 2⁻⁸⁰ to the north, in integers
/// of any size, and then crossings are counted as in a textbook. For coordinates that are
/// multiples of 1/256 and smaller than 1,000, so small a step passes no edge that it should not.
pub fn moved_point_is_in(area: &MultiPolygon<f64>, point: Coord<f64>) -> bool {
    let (px, py) = (
        whole(point.x) + (BigInt::from(1) << 50),
        whole(point.y) + (BigInt::from(1) << 10),
    );
    let mut inside = false;
    for (a, b) in edges(area) {
        let (mut low, mut high) = ((whole(a.x), whole(a.y)), (whole(b.x), whole(b.y)));
        if low.1 > high.1 {
            std::mem::swap(&mut low, &mut high);
        }
        assert!(
            py != low.1 && py != high.1,
            "the moved point is level with a vertex"
        );
        if low.1 < py && py < high.1 {
            // x of the crossing against px, multiplied out.
            let crossing = &low.0 * (&high.1 - &low.1) + (&py - &low.1) * (&high.0 - &low.0);
            let here = &px * (&high.1 - &low.1);
            assert!(crossing != here, "the moved point is on an edge");
            inside ^= crossing > here;
        }
    }
    inside
}

/// A multiple of 1/256, times 2⁹⁰.
fn whole(value: f64) -> BigInt {
    assert_eq!((value * 256.0).fract(), 0.0);
    BigInt::from((value * 256.0) as i64) << 82
}

/// Reference for any coordinates: counting crossings over all edges with `robust` alone.
pub fn counts_in(area: &MultiPolygon<f64>, point: Coord<f64>) -> bool {
    let mut inside = false;
    for (a, b) in edges(area) {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        if low.y <= point.y && point.y < high.y {
            let p = |c: Coord<f64>| robust::Coord { x: c.x, y: c.y };
            inside ^= robust::orient2d(p(low), p(high), p(point)) > 0.0;
        }
    }
    inside
}

/// A box of `width` × `height` squares, each cut into two triangles, each given to one of `areas`
/// areas: shared edges, vertices where many areas meet, areas in pieces, islands in lakes.
/// Inner vertices are moved by whole 16ths; some neighbours have the middle of an edge as an extra
/// vertex; rings begin anywhere and run either way.
pub fn tessellation(
    width: u64,
    height: u64,
    areas: u64,
    numbers: &mut Numbers,
) -> Vec<(u32, MultiPolygon<f64>)> {
    let mut corners = Vec::new();
    for row in 0..=height {
        for column in 0..=width {
            let inner = row > 0 && row < height && column > 0 && column < width;
            let mut shift = || {
                if inner {
                    numbers.below(7) as f64 / 16.0 - 0.1875
                } else {
                    0.0
                }
            };
            corners.push(Coord {
                x: column as f64 + shift(),
                y: row as f64 + shift(),
            });
        }
    }
    let at = |column: u64, row: u64| corners[(row * (width + 1) + column) as usize];
    let mut polygons: Vec<Vec<Polygon<f64>>> = vec![Vec::new(); areas as usize];
    for row in 0..height {
        for column in 0..width {
            let (sw, se) = (at(column, row), at(column + 1, row));
            let (nw, ne) = (at(column, row + 1), at(column + 1, row + 1));
            for triangle in [[sw, se, ne], [sw, ne, nw]] {
                let owner = numbers.below(areas) as usize;
                polygons[owner].push(ring_with_extras(&triangle, numbers));
            }
        }
    }
    polygons
        .into_iter()
        .enumerate()
        .map(|(key, polygons)| (key as u32, MultiPolygon::new(polygons)))
        .collect()
}

fn ring_with_extras(corners: &[Coord<f64>], numbers: &mut Numbers) -> Polygon<f64> {
    let mut ring = Vec::new();
    for (i, &corner) in corners.iter().enumerate() {
        ring.push(corner);
        if numbers.below(2) == 0 {
            let next = corners[(i + 1) % corners.len()];
            ring.push((corner + next) / 2.0);
        }
    }
    let start = numbers.below(ring.len() as u64) as usize;
    ring.rotate_left(start);
    if numbers.below(2) == 0 {
        ring.reverse();
    }
    Polygon::new(LineString::new(ring), vec![])
}

/// A box of `width` × `height` cells shared out to the nearest of some random seeds, a few cells
/// to anybody: coherent areas with wiggly common lines, islands, enclaves and corners that touch.
/// Each area is one polygon whose rings are all its outlines (counter-clockwise outside, clockwise
/// around holes).
pub fn patchwork(
    width: i64,
    height: i64,
    areas: u64,
    numbers: &mut Numbers,
) -> Vec<(u32, MultiPolygon<f64>)> {
    let seeds: Vec<(i64, i64)> = (0..areas)
        .map(|_| {
            (
                numbers.below(width as u64) as i64,
                numbers.below(height as u64) as i64,
            )
        })
        .collect();
    let owner: Vec<Vec<usize>> = (0..height)
        .map(|y| {
            (0..width)
                .map(|x| {
                    if numbers.below(40) == 0 {
                        return numbers.below(areas) as usize;
                    }
                    let distance = |i: &usize| (seeds[*i].0 - x).pow(2) + (seeds[*i].1 - y).pow(2);
                    (0..seeds.len()).min_by_key(distance).unwrap()
                })
                .collect()
        })
        .collect();
    let corners: Vec<Vec<Coord<f64>>> = (0..=height)
        .map(|y| {
            (0..=width)
                .map(|x| {
                    let inner = x > 0 && x < width && y > 0 && y < height;
                    let mut shift = || {
                        if inner {
                            numbers.below(601) as f64 / 1_000.0 - 0.3
                        } else {
                            0.0
                        }
                    };
                    Coord {
                        x: 70.0 + (x as f64 + shift()) * 0.01,
                        y: 30.0 + (y as f64 + shift()) * 0.01,
                    }
                })
                .collect()
        })
        .collect();
    (0..areas as usize)
        .map(|area| {
            let owns = |x: i64, y: i64| {
                (0..width).contains(&x)
                    && (0..height).contains(&y)
                    && owner[y as usize][x as usize] == area
            };
            let mut rings: Vec<LineString<f64>> = outlines_of_cells(width, height, owns)
                .into_iter()
                .map(|ring| {
                    ring.into_iter()
                        .map(|(x, y)| corners[y as usize][x as usize])
                        .collect()
                })
                .collect();
            let polygons = match rings.len() {
                0 => vec![],
                _ => vec![Polygon::new(rings.remove(0), rings)],
            };
            (area as u32, MultiPolygon::new(polygons))
        })
        .collect()
}

/// The outlines of some cells as corners, cells on the left. Where two cells touch at a corner
/// only, each keeps its own outline.
fn outlines_of_cells(
    width: i64,
    height: i64,
    owns: impl Fn(i64, i64) -> bool,
) -> Vec<Vec<(i64, i64)>> {
    let mut steps: std::collections::BTreeMap<(i64, i64), Vec<(i64, i64)>> = Default::default();
    for y in 0..height {
        for x in 0..width {
            if !owns(x, y) {
                continue;
            }
            for (beside, from, to) in [
                ((x, y - 1), (x, y), (x + 1, y)),
                ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
                ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
                ((x - 1, y), (x, y + 1), (x, y)),
            ] {
                if !owns(beside.0, beside.1) {
                    steps.entry(from).or_default().push(to);
                }
            }
        }
    }
    let mut rings = Vec::new();
    while let Some((&start, _)) = steps.first_key_value() {
        let mut ring = vec![start];
        let (mut before, mut at) = ((start.0 - 1, start.1), start);
        loop {
            let choices = steps.get_mut(&at).unwrap();
            // The sharpest turn to the left stays with the same cell.
            let (dx, dy) = (at.0 - before.0, at.1 - before.1);
            let left = choices
                .iter()
                .position(|to| (to.0 - at.0, to.1 - at.1) == (-dy, dx))
                .unwrap_or(choices.len() - 1);
            let to = choices.swap_remove(left);
            if choices.is_empty() {
                steps.remove(&at);
            }
            ring.push(to);
            (before, at) = (at, to);
            if at == start {
                break;
            }
        }
        rings.push(ring);
    }
    rings
}

/// A maze of `size` × `size` rooms, all joined by passages without a round tour, as one ring.
pub fn maze(size: i64, numbers: &mut Numbers) -> MultiPolygon<f64> {
    let side = 2 * size - 1;
    let mut open = std::collections::BTreeSet::from([(0, 0)]);
    let mut frontier = vec![(0, 0)];
    while !frontier.is_empty() {
        let pick = numbers.below(frontier.len() as u64) as usize;
        let (x, y) = frontier[pick];
        let closed: Vec<(i64, i64)> = [(2, 0), (-2, 0), (0, 2), (0, -2)]
            .into_iter()
            .filter(|(dx, dy)| {
                let next = (x + dx, y + dy);
                (0..side).contains(&next.0) && (0..side).contains(&next.1) && !open.contains(&next)
            })
            .collect();
        if closed.is_empty() {
            frontier.swap_remove(pick);
            continue;
        }
        let (dx, dy) = closed[numbers.below(closed.len() as u64) as usize];
        open.extend([(x + dx / 2, y + dy / 2), (x + dx, y + dy)]);
        frontier.push((x + dx, y + dy));
    }
    let ring = outlines_of_cells(side, side, |x, y| open.contains(&(x, y))).remove(0);
    let place = |(x, y): (i64, i64)| Coord {
        x: 72.0 + x as f64 * 0.05,
        y: 31.0 + y as f64 * 0.05,
    };
    MultiPolygon::new(vec![Polygon::new(
        ring.into_iter().map(place).collect(),
        vec![],
    )])
}
