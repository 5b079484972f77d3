//! Point → area: this crate's index against `rstar` (envelopes) with `geo` (contains), one thread,
//! same points, same run. Prints one row of a Markdown table:
//! what | FieldWatch | peer | ratio.
//!
//! ```text
//! cargo bench -p spatial --bench locate -- [AREAS.geojson]
//! ```
//! Without a path: the schematic union councils of the demonstration.

#![allow(
    clippy::disallowed_methods,
    reason = "a bench reads a file and a clock"
)]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use geo::indexed::IntervalTreeMultiPolygon;
use geo::{BoundingRect, Contains, MultiPolygon, Point, Rect};
use rstar::{AABB, RTree, RTreeObject};
use spatial::{AreaIndex, AreaProperties, read_areas};

const POINTS: usize = 1_000_000;
const ROUNDS: usize = 4;
/// A round of ours is a tenth of a peer's: three before each of the two peers.
const OURS_A_ROUND: usize = 3;
const DEFAULT: &str = "../simulate/data/union_councils_schematic.geojson";
/// Code and name properties of the files in use.
const KNOWN: [(&str, &str); 4] = [
    ("uc_code", "uc"),
    ("tehsil_code", "tehsil"),
    ("district_code", "district"),
    ("code", "name"),
];

struct Envelope<T> {
    area: u32,
    envelope: AABB<[f64; 2]>,
    shape: T,
}

impl<T> RTreeObject for Envelope<T> {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

fn tree<T>(
    areas: &[(u32, MultiPolygon<f64>)],
    shape: impl Fn(&MultiPolygon<f64>) -> T,
) -> RTree<Envelope<T>> {
    let envelopes = areas.iter().filter_map(|(area, boundary)| {
        let bounds = boundary.bounding_rect()?;
        let envelope = AABB::from_corners(bounds.min().into(), bounds.max().into());
        Some(Envelope {
            area: *area,
            envelope,
            shape: shape(boundary),
        })
    });
    RTree::bulk_load(envelopes.collect())
}

fn locate_in_tree<T: Contains<Point<f64>>>(
    tree: &RTree<Envelope<T>>,
    point: [f64; 2],
) -> Option<u32> {
    tree.locate_in_envelope_intersecting(&AABB::from_point(point))
        .filter(|candidate| candidate.shape.contains(&Point::from(point)))
        .map(|candidate| candidate.area)
        .min()
}

fn main() {
    let path = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let path = path.map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(DEFAULT),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!(
            "Cannot read {}. Name a GeoJSON file of areas.",
            path.display()
        );
        std::process::exit(2);
    };
    let areas = areas(&bytes);
    let vertices: usize = areas
        .iter()
        .map(|(_, area)| geo::CoordsIter::coords_count(area))
        .sum();

    let start = Instant::now();
    let index = AreaIndex::build(areas.iter().map(|(key, area)| (*key, area)));
    let build_ms = start.elapsed().as_secs_f64() * 1e3;
    let plain = tree(&areas, Clone::clone);
    let prepared = tree(&areas, IntervalTreeMultiPolygon::new);

    let bounds = bounds_of(&areas);
    // A survey's points are in its areas; those beside them cost either side next to nothing.
    let random: Vec<[f64; 2]> = random_points(bounds, 7)
        .filter(|&point| locate_in_tree(&prepared, point).is_some())
        .take(POINTS)
        .collect();
    let mut arrival = random.clone();
    // Like submissions in arrival order: a hundred from one place, then a hundred from another.
    for hundred in arrival.chunks_mut(100) {
        let start = hundred[0];
        for (i, point) in hundred.iter_mut().enumerate() {
            *point = [start[0] + i as f64 * 2e-5, start[1] + (i % 7) as f64 * 2e-5];
        }
    }

    for &point in &random {
        let ours = index.locate(point[0], point[1]);
        assert_eq!(ours, locate_in_tree(&plain, point), "{point:?}");
        assert_eq!(ours, locate_in_tree(&prepared, point), "{point:?}");
    }

    // In turns, and the best of each: other work on the machine only ever slows one down.
    let (mut ours, mut ours_in_arrival_order, mut with_distance) = (0.0_f64, 0.0_f64, 0.0_f64);
    let (mut plain_peer, mut prepared_peer) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        for _ in 0..OURS_A_ROUND {
            ours = ours.max(million_per_second(&random, |p| index.locate(p[0], p[1])));
        }
        plain_peer = plain_peer.max(million_per_second(&random, |p| locate_in_tree(&plain, p)));
        for _ in 0..OURS_A_ROUND {
            ours = ours.max(million_per_second(&random, |p| index.locate(p[0], p[1])));
        }
        prepared_peer = prepared_peer.max(million_per_second(&random, |p| {
            locate_in_tree(&prepared, p)
        }));
        ours_in_arrival_order =
            ours_in_arrival_order.max(million_per_second(&arrival, |p| index.locate(p[0], p[1])));
        with_distance = with_distance.max(million_per_second(&random[..POINTS / 10], |p| {
            let area = index.locate(p[0], p[1])?;
            index.distance_to_edge_m(area, p[0], p[1])
        }));
    }
    let peer = plain_peer.max(prepared_peer);
    eprintln!(
        "{} areas, {vertices} vertices; index built in {build_ms:.0} ms, {:.1} MB; both agree on all points.",
        areas.len(),
        index.size_bytes() as f64 / 1e6,
    );
    eprintln!(
        "million points/s: ours in arrival order {ours_in_arrival_order:.1}; ours with distance to the edge {with_distance:.2}; rstar + geo {plain_peer:.2}, with interval trees {prepared_peer:.2}"
    );
    println!(
        "| locate 1 M random points in {} areas, one thread, exact | {ours:.1} M points/s | {peer:.2} M points/s (rstar + geo contains) | {:.1} × |",
        areas.len(),
        ours / peer
    );
}

fn areas(bytes: &[u8]) -> Vec<(u32, MultiPolygon<f64>)> {
    let read = KNOWN.iter().find_map(|(code, name)| {
        let properties = AreaProperties {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            ..AreaProperties::default()
        };
        read_areas(bytes, &properties)
            .ok()
            .filter(|file| file.refusals.is_empty())
    });
    let Some(file) = read else {
        eprintln!(
            "The file is not GeoJSON with uc_code and uc, tehsil_code and tehsil, district_code and district, or code and name."
        );
        std::process::exit(2);
    };
    file.areas
        .into_iter()
        .enumerate()
        .filter_map(|(i, area)| Some((i as u32, area.boundary?)))
        .collect()
}

fn bounds_of(areas: &[(u32, MultiPolygon<f64>)]) -> Rect<f64> {
    let all: MultiPolygon<f64> = areas.iter().flat_map(|(_, area)| area.0.clone()).collect();
    all.bounding_rect().unwrap()
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same points in every run, without end.
fn random_points(bounds: Rect<f64>, seed: u64) -> impl Iterator<Item = [f64; 2]> {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    std::iter::from_fn(move || {
        Some([
            bounds.min().x + next() * bounds.width(),
            bounds.min().y + next() * bounds.height(),
        ])
    })
}

fn million_per_second<T>(points: &[[f64; 2]], job: impl Fn([f64; 2]) -> T) -> f64 {
    let start = Instant::now();
    for &point in points {
        black_box(job(point));
    }
    points.len() as f64 / start.elapsed().as_secs_f64() / 1e6
}
