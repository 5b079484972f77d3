//! Made GeoJSON, short to write.

use super::properties;
use spatial::{AreaFile, AreaProperties, read_areas};

pub fn wanted() -> AreaProperties {
    properties("code", "name", None)
}

pub fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

pub fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

/// One feature with code A1 and name Attock.
pub fn attock(geometry: &str) -> String {
    collection(&[feature(r#"{"code":"A1","name":"Attock"}"#, geometry)])
}

pub fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#)
}

pub fn multi_polygon(polygons: &str) -> String {
    format!(r#"{{"type":"MultiPolygon","coordinates":{polygons}}}"#)
}

pub fn read(text: &str) -> AreaFile {
    read_areas(text.as_bytes(), &wanted()).unwrap()
}

pub fn lines<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(T::to_string).collect()
}

pub const SQUARE: &str = "[[[70,30],[71,30],[71,31],[70,31],[70,30]]]";
pub const SQUARE_POINTS: &str = "70 30,71 30,71 31,70 31,70 30";
