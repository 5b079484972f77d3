//! Areas on the ground: reading boundaries, finding the area of a point, and drawing areas.
//!
//! | job | where |
//! |---|---|
//! | GeoJSON bytes → areas, with repairs and refusals in sentences | [`geojson_in`] |
//! | a boundary ↔ bytes in a database, or GeoJSON | [`boundary_codec`], [`geojson_out`] |
//! | point → area, distance to an area's edge | [`index`] |
//! | shared arcs, simplification without gaps, parents' outlines | [`topology`] |
//! | the map as SVG paths | [`svg`] |
//!
//! Everything here is pure: bytes and geometries in, values out. No files, no clock, no randomness.
//! Coordinates are WGS 84 longitude and latitude in degrees, in that order. Edges are straight in
//! longitude and latitude (RFC 7946, section 3.1.1). Nothing here crosses the 180th meridian.

pub mod boundary_codec;
pub mod boxes;
pub mod geojson_in;
pub mod geojson_out;
pub mod index;
mod predicates;
mod segments;
pub mod svg;
pub mod topology;

pub use boundary_codec::{BoundaryError, decode_boundary, encode_boundary};
pub use geojson_in::{
    AreaFile, AreaFileError, AreaProperties, ReadArea, Refusal, Repair, read_areas,
};
pub use geojson_out::to_geojson_multipolygon;
pub use index::{AreaIndex, EdgeDistance};
pub use svg::{AreaPath, Projection, SvgMap};
pub use topology::Topology;
