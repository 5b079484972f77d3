//! The words. Each message says what is wrong, where, and what to do, and reads alone in a log.

use std::fmt::{Display, Formatter, Result};

use super::document::shortened;
use super::{
    FeatureName, OutOfRangeGuess, PropertyRole, Refusal, RefusalReason, Repair, RepairKind,
};

const MEND: &str =
    "Mend the outline there (QGIS: Processing, “Fix geometries”) and import the file again.";

impl Display for FeatureName {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "Feature {}", self.position)?;
        match (&self.code, &self.name) {
            (Some(code), Some(name)) => write!(f, " (code {code}, “{}”)", shortened(name)),
            (Some(code), None) => write!(f, " (code {code})"),
            (None, Some(name)) => write!(f, " (“{}”)", shortened(name)),
            (None, None) => Ok(()),
        }
    }
}

impl Display for PropertyRole {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            PropertyRole::Code => "code",
            PropertyRole::Name => "name",
            PropertyRole::UrduName => "Urdu name",
            PropertyRole::Parent => "parent's code",
            PropertyRole::Setting => "setting",
        })
    }
}

impl Display for Repair {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let feature = &self.feature;
        let (count, one, many, done) = match self.kind {
            RepairKind::HeightsDropped(n) => (
                n,
                "position had a third number (a height)",
                "positions had a third number (a height)",
                "dropped",
            ),
            RepairKind::RingsClosed(n) => (
                n,
                "ring did not end where it began",
                "rings did not end where they began",
                "closed",
            ),
            RepairKind::RepeatedPointsDropped(n) => (
                n,
                "point repeated the point before it",
                "points repeated the point before them",
                "dropped",
            ),
            RepairKind::SpikesDropped(n) => (
                n,
                "point was the tip of a spike without area",
                "points were tips of spikes without area",
                "dropped",
            ),
            RepairKind::EmptyRingsDropped(n) => {
                (n, "ring had no area", "rings had no area", "dropped")
            }
            RepairKind::RingsRewound(n) => (
                n,
                "ring ran the wrong way round",
                "rings ran the wrong way round",
                "turned",
            ),
        };
        let (what, was) = if count == 1 {
            (one, "was")
        } else {
            (many, "were")
        };
        write!(f, "{feature}: {count} {what} and {was} {done}.")
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let feature = &self.feature;
        let place = |at: &geo::Coord<f64>| {
            format!("longitude {}, latitude {}", degrees(at.x), degrees(at.y))
        };
        match &self.reason {
            RefusalReason::NotAFeature(what) => write!(
                f,
                "{feature} is not a GeoJSON Feature: it is {what}. Export the areas again as a FeatureCollection."
            ),
            RefusalReason::MissingProperty {
                role,
                property,
                present,
            } => {
                write!(f, "{feature} has no property “{property}” for the {role}. ")?;
                if present.is_empty() {
                    f.write_str(
                        "It has no properties at all: export the areas with their attributes.",
                    )
                } else {
                    let list: Vec<String> =
                        present.iter().map(|name| format!("“{name}”")).collect();
                    write!(
                        f,
                        "It has {}. Say which of them carries the {role}.",
                        list.join(", ")
                    )
                }
            }
            RefusalReason::BadValue {
                role,
                property,
                problem,
            } => write!(
                f,
                "{feature}: the {role} in the property “{property}” is {problem}. Correct it in the file, or name another property."
            ),
            RefusalReason::DuplicateCode(first) => write!(
                f,
                "{feature} has the same code as {}. A code must name one area: correct one of the two, or dissolve them into one MultiPolygon.",
                first.to_string().replacen('F', "f", 1)
            ),
            RefusalReason::NoGeometryMember => write!(
                f,
                "{feature} has no “geometry”. Give it one, or write \"geometry\": null if the area has no known boundary."
            ),
            RefusalReason::WrongGeometry(what) => write!(
                f,
                "{feature} has for a geometry {what}, and an area needs a Polygon or a MultiPolygon. Export the layer of areas, not of points or lines."
            ),
            RefusalReason::BadCoordinates { problem, byte } => write!(
                f,
                "{feature} has coordinates that cannot be read: {problem} (byte {byte} of the file). Export it again."
            ),
            RefusalReason::OutOfRange { position, guess } => {
                write!(
                    f,
                    "{feature} has the position [{}, {}], which is not a longitude (−180 to 180) and a latitude (−90 to 90). ",
                    position.x, position.y
                )?;
                f.write_str(match guess {
                    OutOfRangeGuess::Swapped => "Longitude and latitude seem to be exchanged: GeoJSON writes longitude first. Export the areas again.",
                    OutOfRangeGuess::Projected => "Numbers of this size are metres of a projected system (UTM? Web Mercator?). Export the areas again in EPSG:4326 (WGS 84).",
                    OutOfRangeGuess::Unknown => "Export the areas again in EPSG:4326 (WGS 84).",
                })
            }
            RefusalReason::NothingLeft => write!(
                f,
                "{feature} has no ring with an area. Draw its boundary again, or write \"geometry\": null if it has no known boundary."
            ),
            RefusalReason::CrossesItself(at) => {
                write!(
                    f,
                    "{feature} has an outline that crosses itself at {}. {MEND}",
                    place(at)
                )
            }
            RefusalReason::RingsCross(at) => {
                write!(
                    f,
                    "{feature} has two outlines that cross each other at {}. {MEND}",
                    place(at)
                )
            }
            RefusalReason::RunsTwice(at) => write!(
                f,
                "{feature} has an outline that runs twice along the same line at {}. {MEND}",
                place(at)
            ),
            RefusalReason::HoleOutside(at) => {
                write!(
                    f,
                    "{feature} has a hole that lies outside it, at {}. {MEND}",
                    place(at)
                )
            }
            RefusalReason::PartInsidePart(at) => write!(
                f,
                "{feature} has a part that lies inside another of its parts, at {}. {MEND}",
                place(at)
            ),
            RefusalReason::TooIntricate => write!(
                f,
                "{feature} has so many long lines side by side that its outline cannot be checked. Simplify it (10 metres is enough for a survey) and import the file again."
            ),
        }
    }
}

/// Six decimals are 0.1 m; no trailing zeros.
fn degrees(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
