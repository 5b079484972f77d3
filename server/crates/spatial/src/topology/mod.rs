//! Areas as shared arcs: each common line once.
//!
//! Drawing each area's boundary on its own and simplifying it on its own tears gaps between
//! neighbours. Here the lines are cut where neighbours part (at junctions), each piece (an arc) is kept
//! once and simplified once, and an area is a list of arcs. So at every level of simplification
//! what is shared stays shared: no gap, no overlap.
//!
//! Coordinates are whole numbers of [`QUANTUM_DEGREES`], so equal places are equal and areas add up
//! exactly. Lines count as common where both neighbours have the same vertices; where one has a vertex
//! in the middle of the other's edge the two are separate arcs, kept unsimplified where they touch.

mod build;
mod check;
mod outline;
mod simplify;
mod thin;

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};

/// The unit of coordinates: 10⁻⁶ degrees, at most 0.11 m. Points closer than that become one.
pub const QUANTUM_DEGREES: f64 = 1e-6;
const QUANTA_PER_DEGREE: f64 = 1e6;
/// Metres of a degree of latitude on a sphere with the Earth's mean radius (6,371,008.8 m).
const METRES_PER_DEGREE: f64 = 111_195.080_233_532_9;

/// A place, in quanta.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GridPoint {
    /// Longitude.
    pub x: i32,
    /// Latitude.
    pub y: i32,
}

/// Areas with shared boundaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topology {
    /// At least two points each; first and last are equal in an arc that is a whole ring.
    arcs: Vec<Vec<GridPoint>>,
    areas: Vec<AreaShape>,
}

/// One area: its polygons, in the order in which they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaShape {
    /// The caller's key.
    pub area: u32,
    /// Each polygon's rings: the shell first, then its holes.
    pub polygons: Vec<Vec<ArcRing>>,
}

/// A ring: its arcs, end to end.
pub type ArcRing = Vec<ArcRef>;

/// An arc as part of a ring or an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ArcRef {
    /// Position in [`Topology::arcs`].
    pub arc: u32,
    /// Whether it is gone through from its last point to its first.
    pub reversed: bool,
}

impl AreaShape {
    fn rings(&self) -> impl Iterator<Item = &ArcRing> {
        self.polygons.iter().flatten()
    }

    fn arcs(&self) -> impl Iterator<Item = usize> {
        self.rings().flatten().map(|part| part.arc as usize)
    }
}

impl Topology {
    /// Finds the common lines of areas. Rings that have no area at the resolution of the quantum are
    /// left out; an area may so be left without polygons. Coordinates beyond ±180 are cut to that.
    pub fn build(areas: &[(u32, &MultiPolygon<f64>)]) -> Self {
        build::build(areas)
    }

    /// The same areas with fewer points: each arc is simplified once, by Douglas and Peucker's
    /// method ("Algorithms for the reduction of the number of points…", 1973), so that no dropped
    /// point lies farther than `tolerance_m` metres from the line (on a sphere, at the map's middle
    /// latitude). Junctions stay; a ring that is one arc keeps at least a triangle.
    ///
    /// Nothing changes sides: where a simplified line would cross or touch another, turn a ring
    /// over, change the order of lines at a junction, or jump over an island, the lines
    /// concerned are simplified with half the tolerance, and again, and in the end not at all.
    /// (What crosses before is left as it is.)
    pub fn simplify(&self, tolerance_m: f64) -> Self {
        simplify::simplify(self, tolerance_m)
    }

    /// The lines between areas of different groups (parents), and those with an area on one side
    /// only, as chains of arcs: the parents' outlines, exactly on their children's boundaries.
    pub fn outline_arcs(&self, group_of: impl Fn(u32) -> u32) -> Vec<Vec<ArcRef>> {
        outline::outline_arcs(self, group_of)
    }

    /// All arcs.
    pub fn arcs(&self) -> &[Vec<GridPoint>] {
        &self.arcs
    }

    /// All areas, in the order given.
    pub fn areas(&self) -> &[AreaShape] {
        &self.areas
    }

    /// For each arc, the keys of the areas that use it (twice if an area has it on both sides).
    pub fn users_of_arcs(&self) -> Vec<Vec<u32>> {
        let mut users = vec![Vec::new(); self.arcs.len()];
        for shape in &self.areas {
            for arc in shape.arcs() {
                users[arc].push(shape.area);
            }
        }
        users
    }

    /// Points in all arcs together.
    pub fn point_count(&self) -> usize {
        self.arcs.iter().map(Vec::len).sum()
    }

    /// The box around all arcs, in degrees; `None` if there are none.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        let points = || self.arcs.iter().flatten();
        let low = GridPoint {
            x: points().map(|p| p.x).min()?,
            y: points().map(|p| p.y).min()?,
        };
        let high = GridPoint {
            x: points().map(|p| p.x).max()?,
            y: points().map(|p| p.y).max()?,
        };
        Some(Rect::new(low.degrees(), high.degrees()))
    }

    /// The boundary of an area in degrees; `None` if there is no such area.
    pub fn boundary(&self, area: u32) -> Option<MultiPolygon<f64>> {
        let shape = self.areas.iter().find(|shape| shape.area == area)?;
        let line = |ring: &ArcRing| -> LineString<f64> {
            self.ring_points(ring)
                .into_iter()
                .map(GridPoint::degrees)
                .collect()
        };
        let polygons = shape.polygons.iter().filter_map(|rings| {
            let (shell, holes) = rings.split_first()?;
            Some(Polygon::new(line(shell), holes.iter().map(line).collect()))
        });
        Some(polygons.collect())
    }

    /// Twice the area's size in square quanta, exactly: shells positive, holes negative if they
    /// run as [`crate::read_areas`] leaves them. Sums over areas equal the size of their union.
    pub fn doubled_size(&self, shape: &AreaShape) -> i128 {
        shape
            .rings()
            .map(|ring| doubled_size(&self.ring_points(ring)))
            .sum()
    }

    /// The points of a ring, the first again at the end.
    pub fn ring_points(&self, ring: &ArcRing) -> Vec<GridPoint> {
        let mut points: Vec<GridPoint> = Vec::new();
        for part in ring {
            points.pop();
            points.extend(self.points(*part));
        }
        points
    }

    /// The points of an arc in the direction in which it is used.
    pub fn points(&self, part: ArcRef) -> impl Iterator<Item = GridPoint> + '_ {
        let points = &self.arcs[part.arc as usize];
        let last = points.len() - 1;
        (0..points.len()).map(move |i| points[if part.reversed { last - i } else { i }])
    }

    /// The arcs that begin or end at each point.
    fn ends(&self) -> HashMap<GridPoint, Vec<ArcEnd>> {
        let mut ends: HashMap<GridPoint, Vec<ArcEnd>> = HashMap::new();
        for (arc, points) in self.arcs.iter().enumerate() {
            for (at, is_start) in [(points[0], true), (points[points.len() - 1], false)] {
                ends.entry(at).or_default().push(ArcEnd { arc, is_start });
            }
        }
        ends
    }
}

/// One end of an arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ArcEnd {
    arc: usize,
    is_start: bool,
}

impl GridPoint {
    /// The nearest place to a longitude and latitude in degrees.
    pub fn nearest(at: Coord<f64>) -> Self {
        // A cast from float cuts what is out of range, and 180° is 1.8e8.
        let quanta =
            |degrees: f64| (degrees.clamp(-180.0, 180.0) * QUANTA_PER_DEGREE).round() as i32;
        Self {
            x: quanta(at.x),
            y: quanta(at.y),
        }
    }

    /// Longitude and latitude in degrees, with the decimals of the quantum.
    pub fn degrees(self) -> Coord<f64> {
        Coord {
            x: f64::from(self.x) / QUANTA_PER_DEGREE,
            y: f64::from(self.y) / QUANTA_PER_DEGREE,
        }
    }

    /// As floats, exactly.
    fn exact(self) -> Coord<f64> {
        Coord {
            x: f64::from(self.x),
            y: f64::from(self.y),
        }
    }
}

/// Twice the signed size of a closed ring, positive if it runs counter-clockwise.
fn doubled_size(ring: &[GridPoint]) -> i128 {
    ring.windows(2)
        .map(|edge| {
            i128::from(edge[0].x) * i128::from(edge[1].y)
                - i128::from(edge[1].x) * i128::from(edge[0].y)
        })
        .sum()
}

/// Positive when `c` is left of the line from `a` to `b`; exact.
fn turn(a: GridPoint, b: GridPoint, c: GridPoint) -> i128 {
    let difference = |p: i32, q: i32| i128::from(p) - i128::from(q);
    difference(b.x, a.x) * difference(c.y, a.y) - difference(b.y, a.y) * difference(c.x, a.x)
}
