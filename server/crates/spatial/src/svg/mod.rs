//! A topology as SVG paths: whole pixels, relative steps, one path an area, few bytes.
//!
//! Every arc is projected and rounded once, so neighbours stay neighbours to the pixel.

mod label;
mod projection;

use std::fmt::Write;

pub use projection::Projection;

use crate::topology::{ArcRef, AreaShape, Topology};

/// A whole pixel. y grows downwards.
type Pixel = (i32, i32);

/// A map ready to be written into a page.
#[derive(Clone, Debug, PartialEq)]
pub struct SvgMap {
    /// Width of the view box in pixels; the box begins at 0 0.
    pub width: u32,
    /// Height of the view box in pixels.
    pub height: u32,
    /// Where a longitude and latitude is in the view box.
    pub projection: Projection,
    /// One an area, in the topology's order; an area without polygons has none.
    pub paths: Vec<AreaPath>,
    /// The parents' outlines over the areas, to be drawn with `fill="none"`.
    pub outlines: String,
}

/// An area as a path.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaPath {
    /// The caller's key.
    pub area: u32,
    /// The `d` attribute; holes need `fill-rule="evenodd"`.
    pub d: String,
    /// Where a label fits best: the pixel farthest from the boundary, always inside.
    pub label_at: (i32, i32),
    /// West, north, east, south.
    pub bounds: (i32, i32, i32, i32),
}

impl SvgMap {
    /// The `viewBox` attribute.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", self.width, self.height)
    }
}

impl Topology {
    /// Draws the map `width` pixels wide. `group_of` gives each area's parent for the outlines.
    /// Simplify before, to about [`Projection::metres_per_pixel`].
    pub fn to_svg(&self, width: u32, group_of: impl Fn(u32) -> u32) -> SvgMap {
        self.to_svg_in(&Projection::fit(self.bounds(), width), group_of)
    }

    /// Draws the map in a projection of the caller's choice (that of the map around it, say).
    pub fn to_svg_in(&self, projection: &Projection, group_of: impl Fn(u32) -> u32) -> SvgMap {
        let arcs: Vec<Vec<Pixel>> = self
            .arcs()
            .iter()
            .map(|points| in_pixels(points.iter().map(|point| projection.pixel(point.degrees()))))
            .collect();
        let paths = self
            .areas()
            .iter()
            .filter_map(|shape| area_path(self, shape, &arcs, projection))
            .collect();
        let mut outlines = PathWriter::default();
        for chain in self.outline_arcs(group_of) {
            outlines.line(&joined(&arcs, &chain));
        }
        SvgMap {
            width: projection.width(),
            height: projection.height(),
            projection: projection.clone(),
            paths,
            outlines: outlines.d,
        }
    }
}

/// Without repeated pixels and without points on a straight line between their neighbours.
fn in_pixels(points: impl Iterator<Item = Pixel>) -> Vec<Pixel> {
    let mut kept: Vec<Pixel> = Vec::new();
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = kept[..] {
            let (step, next) = ((b.0 - a.0, b.1 - a.1), (point.0 - b.0, point.1 - b.1));
            let goes_on = i64::from(step.0) * i64::from(next.1)
                == i64::from(step.1) * i64::from(next.0)
                && i64::from(step.0) * i64::from(next.0) + i64::from(step.1) * i64::from(next.1)
                    > 0;
            if goes_on {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

/// Arcs end to end.
fn joined(arcs: &[Vec<Pixel>], parts: &[ArcRef]) -> Vec<Pixel> {
    let mut line: Vec<Pixel> = Vec::new();
    for part in parts {
        let points = &arcs[part.arc as usize];
        let mut add = |point: &Pixel| {
            if line.last() != Some(point) {
                line.push(*point);
            }
        };
        if part.reversed {
            points.iter().rev().for_each(&mut add);
        } else {
            points.iter().for_each(&mut add);
        }
    }
    line
}

fn area_path(
    topology: &Topology,
    shape: &AreaShape,
    arcs: &[Vec<Pixel>],
    projection: &Projection,
) -> Option<AreaPath> {
    let all = || shape.polygons.iter().flatten();
    let mut rings: Vec<Vec<Pixel>> = all()
        .map(|ring| joined(arcs, ring))
        .filter(|ring| has_size(ring))
        .collect();
    if rings.is_empty() {
        // Smaller than a pixel, and yet it must be there to be seen and touched.
        let first = topology.points(*all().next()?.first()?).next()?;
        let (x, y) = projection.pixel(first.degrees());
        rings.push(vec![(x, y), (x + 1, y), (x, y + 1), (x, y)]);
    }
    let mut writer = PathWriter::default();
    for ring in &rings {
        writer.ring(ring);
    }
    let xs = || rings.iter().flatten().map(|pixel| pixel.0);
    let ys = || rings.iter().flatten().map(|pixel| pixel.1);
    Some(AreaPath {
        area: shape.area,
        d: writer.d,
        label_at: label::label_place(&rings),
        bounds: (xs().min()?, ys().min()?, xs().max()?, ys().max()?),
    })
}

fn has_size(ring: &[Pixel]) -> bool {
    let doubled: i64 = ring
        .windows(2)
        .map(|edge| {
            i64::from(edge[0].0) * i64::from(edge[1].1)
                - i64::from(edge[1].0) * i64::from(edge[0].1)
        })
        .sum();
    doubled != 0
}

/// Writes relative path commands: `m` and then bare pairs, which are relative lines.
#[derive(Default)]
struct PathWriter {
    d: String,
    at: Pixel,
}

impl PathWriter {
    fn ring(&mut self, points: &[Pixel]) {
        let Some((closing, points)) = points.split_last() else {
            return;
        };
        self.steps(points);
        self.d.push('z');
        // After `z` the pen is where the ring began.
        self.at = *closing;
    }

    /// Open, or closed by coming back.
    fn line(&mut self, points: &[Pixel]) {
        if points.len() > 1 {
            self.steps(points);
        }
    }

    fn steps(&mut self, points: &[Pixel]) {
        self.d.push('m');
        let mut needs_space = false;
        for point in points {
            for step in [point.0 - self.at.0, point.1 - self.at.1] {
                // A minus sign separates as well as a space.
                let space = if needs_space && step >= 0 { " " } else { "" };
                // Writing to a String cannot fail.
                let _ = write!(self.d, "{space}{step}");
                needs_space = true;
            }
            self.at = *point;
        }
    }
}
