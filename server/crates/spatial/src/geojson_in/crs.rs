//! The old `crs` member (GeoJSON 2008). RFC 7946 dropped it; QGIS and GDAL still write it.

use serde_json::Value;

use super::document::shortened;

/// What the member declares, if that is not WGS 84 longitude and latitude. Null declares nothing.
pub(super) fn other_than_wgs84(member: &str) -> Option<String> {
    let Ok(value) = serde_json::from_str::<Value>(member) else {
        return Some(shortened(member));
    };
    if value.is_null() {
        return None;
    }
    let name = match &value {
        Value::String(name) => Some(name.as_str()),
        other => other.pointer("/properties/name").and_then(Value::as_str),
    };
    let code = value.pointer("/properties/code").and_then(Value::as_u64);
    match (name, code) {
        (Some(name), _) if is_wgs84(name) => None,
        (None, Some(4326)) => None,
        (Some(name), _) => Some(shortened(name)),
        (None, _) => Some(shortened(member)),
    }
}

/// The names under which WGS 84 longitude and latitude is written. (`EPSG::4326` is latitude first
/// by the letter of its register; in GeoJSON everyone writes longitude first under it.)
fn is_wgs84(name: &str) -> bool {
    let name = name.trim().to_ascii_uppercase();
    let last = name.rsplit([':', '/', '#']).next().unwrap_or_default();
    match last {
        "CRS84" | "WGS84" | "WGS 84" => true,
        "4326" => name == "4326" || name.contains("EPSG"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::other_than_wgs84;

    #[test]
    fn every_way_of_writing_wgs84_is_known() {
        for name in [
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:EPSG::4326",
            "EPSG:4326",
            "epsg:4326",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "http://www.opengis.net/gml/srs/epsg.xml#4326 EPSG:4326",
        ] {
            let member = format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#);
            assert_eq!(other_than_wgs84(&member), None, "{name}");
        }
        assert_eq!(other_than_wgs84("null"), None);
        assert_eq!(
            other_than_wgs84(r#"{"type":"EPSG","properties":{"code":4326}}"#),
            None
        );
    }

    #[test]
    fn another_system_is_named() {
        for (member, declared) in [
            (
                r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32643"}}"#,
                "urn:ogc:def:crs:EPSG::32643",
            ),
            (
                r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}}"#,
                "urn:ogc:def:crs:EPSG::3857",
            ),
            (r#"{"type":"link"}"#, r#"{"type":"link"}"#),
            (
                r#"{"type":"name","properties":{"name":"urn:x:14326"}}"#,
                "urn:x:14326",
            ),
        ] {
            assert_eq!(other_than_wgs84(member).as_deref(), Some(declared));
        }
    }
}
