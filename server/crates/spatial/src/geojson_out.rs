//! A boundary as GeoJSON text.

use std::fmt::Write;

use geo::{LineString, MultiPolygon};

/// The boundary as a GeoJSON `MultiPolygon` geometry (RFC 7946), each number with the shortest
/// decimals that read back as the same number.
pub fn to_geojson_multipolygon(boundary: &MultiPolygon<f64>) -> String {
    let mut text = String::from(r#"{"type":"MultiPolygon","coordinates":["#);
    for (i, polygon) in boundary.0.iter().enumerate() {
        text.push_str(if i == 0 { "[" } else { ",[" });
        write_ring(&mut text, polygon.exterior());
        for hole in polygon.interiors() {
            text.push(',');
            write_ring(&mut text, hole);
        }
        text.push(']');
    }
    text.push_str("]}");
    text
}

fn write_ring(text: &mut String, ring: &LineString<f64>) {
    text.push('[');
    for (i, point) in ring.0.iter().enumerate() {
        let comma = if i == 0 { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma}[{},{}]", point.x, point.y);
    }
    text.push(']');
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    #[test]
    fn a_boundary_is_written_with_the_digits_it_was_read_with() {
        let boundary = MultiPolygon::new(vec![
            polygon![(x: 72.01755, y: 33.0), (x: 73.0, y: 33.5), (x: 72.5, y: 34.25)],
        ]);
        assert_eq!(
            super::to_geojson_multipolygon(&boundary),
            r#"{"type":"MultiPolygon","coordinates":[[[[72.01755,33],[73,33.5],[72.5,34.25],[72.01755,33]]]]}"#
        );
    }
}
