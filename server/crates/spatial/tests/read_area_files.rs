//! Files as a whole: which are refused, how large they may be, and the real ones.

#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]

mod common;

use common::geojson::*;
use common::{properties, real_file};
use spatial::geojson_in::{Limits, read_areas_within};
use spatial::read_areas;

#[test]
fn files_of_which_nothing_can_be_read_say_why() {
    let json = "The file is JSON, and not a GeoJSON FeatureCollection: ";
    let export = ". Export the areas as a GeoJSON FeatureCollection.";
    let convert =
        "Convert it (QGIS: Export, Save Features As, GeoJSON, EPSG:4326) and import that file.";
    let cases: [(&[u8], String); 16] = [
        (b"", "The file is empty. Export the areas again as GeoJSON.".into()),
        (b" \n\t", "The file is empty. Export the areas again as GeoJSON.".into()),
        (b"[]", format!("{json}it is a list{export}")),
        (b"3", format!("{json}it is a number{export}")),
        (b"{}", format!("{json}it has no “type”{export}")),
        (br#"{"type":1}"#, format!("{json}its “type” is not text{export}")),
        (br#"{"type":"Polygon","coordinates":[]}"#, format!("{json}its “type” is “Polygon”{export}")),
        (br#"{"type":"FeatureCollection"}"#, format!("{json}it has no “features”{export}")),
        (br#"{"type":"FeatureCollection","features":{}}"#, format!("{json}its “features” is an object{export}")),
        (br#"{"type":"FeatureCollection","features":[]}"#, "The file is a FeatureCollection without features. Export the areas again.".into()),
        (br#"{"type":"Topology","objects":{}}"#, format!("The file is TopoJSON, not GeoJSON. {convert}")),
        (b"PK\x03\x04....", format!("The file is a ZIP archive (a zipped shapefile, KMZ or spreadsheet?), not GeoJSON. {convert}")),
        (b"<?xml version='1.0'?>", format!("The file is XML or HTML (KML? a web page instead of the download?), not GeoJSON. {convert}")),
        (
            b"{\"type\":\"FeatureCollection\",\n\"features\":[{\"type\":",
            "The file is not valid JSON: EOF while parsing a value at line 2, column 20 (byte 48). \
             It may have been cut while it was copied: export it again."
                .into(),
        ),
        (
            b"code,name\nA1,Attock\n",
            "The file is not valid JSON: expected value at line 1, column 1 (byte 0). \
             It may have been cut while it was copied: export it again."
                .into(),
        ),
        (
            b"{\"type\":\"\xff\"}",
            "The file is not UTF-8 text: byte 9 cannot be read. Export it again with the encoding UTF-8.".into(),
        ),
    ];
    for (bytes, sentence) in cases {
        let error = read_areas(bytes, &wanted()).unwrap_err();
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn a_declared_projection_is_refused_and_wgs84_is_not() {
    let with = |crs: &str| {
        format!(
            r#"{{"type":"FeatureCollection","crs":{crs},"features":[{}]}}"#,
            feature(r#"{"code":1,"name":"n"}"#, &polygon(SQUARE))
        )
    };
    let utm = with(r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32643"}}"#);
    assert_eq!(
        read_areas(utm.as_bytes(), &wanted())
            .unwrap_err()
            .to_string(),
        "The file says that its coordinates are in “urn:ogc:def:crs:EPSG::32643”, and areas are read in WGS 84 \
         longitude and latitude only. Export them again in EPSG:4326 (WGS 84)."
    );
    let wgs84 = with(r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}"#);
    assert_eq!(read(&wgs84).areas.len(), 1);
    assert_eq!(read(&with("null")).areas.len(), 1);
}

#[test]
fn a_file_just_over_a_limit_is_refused_and_one_at_it_is_read() {
    let text = collection(&[
        feature(r#"{"code":1,"name":"n"}"#, &polygon(SQUARE)),
        feature(r#"{"code":2,"name":"n"}"#, &polygon(SQUARE)),
    ]);
    let at = Limits {
        max_bytes: text.len(),
        max_features: 2,
        max_vertices: 10,
    };
    let says = |limits: Limits| {
        read_areas_within(text.as_bytes(), &wanted(), limits)
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    assert_eq!(says(at), Ok(()));
    let over = says(Limits {
        max_bytes: text.len() - 1,
        ..at
    })
    .unwrap_err();
    assert!(
        over.starts_with("The file has 325 bytes, and at most 324 are read."),
        "{over}"
    );
    let over = says(Limits {
        max_features: 1,
        ..at
    })
    .unwrap_err();
    assert!(
        over.starts_with("The file has 2 features, and at most 1 are read."),
        "{over}"
    );
    let over = says(Limits {
        max_vertices: 9,
        ..at
    })
    .unwrap_err();
    assert!(
        over.starts_with("The file has more than 9 points, the most that are read."),
        "{over}"
    );
}

#[test]
fn nesting_without_end_is_an_error_and_not_a_crash() {
    let deep = format!(
        r#"{{"type":"FeatureCollection","features":{}"#,
        "[".repeat(1_000_000)
    );
    assert!(read_areas(deep.as_bytes(), &wanted()).is_err());
    let deep = attock(&polygon(&format!(
        "{}{}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    )));
    assert_eq!(read(&deep).refusals.len(), 1);
}

#[test]
fn the_real_files_are_read_whole_and_need_no_repair() {
    for (file, code, name, parent, count) in [
        ("divisions.geojson", "division_code", "division", None, 10),
        (
            "districts.geojson",
            "district_code",
            "district",
            Some("division_code"),
            41,
        ),
        (
            "tehsils.geojson",
            "tehsil_code",
            "tehsil",
            Some("district_code"),
            146,
        ),
        (
            "union_councils_approx.geojson",
            "uc_code",
            "uc",
            Some("tehsil_code"),
            3442,
        ),
        (
            "districts_census2023_osm.geojson",
            "district",
            "district",
            None,
            36,
        ),
        (
            "bundle/districts_schematic.geojson",
            "district_code",
            "district",
            Some("division_code"),
            41,
        ),
        (
            "bundle/tehsils_schematic.geojson",
            "tehsil_code",
            "tehsil",
            Some("district_code"),
            146,
        ),
        (
            "bundle/union_councils_schematic.geojson",
            "uc_code",
            "uc",
            Some("tehsil_code"),
            3460,
        ),
    ] {
        let Some(bytes) = real_file(file) else { return };
        let read = read_areas(&bytes, &properties(code, name, parent)).unwrap();
        assert_eq!(lines(&read.refusals), [""; 0], "{file}");
        assert_eq!(lines(&read.repairs), [""; 0], "{file}");
        assert_eq!(read.areas.len(), count, "{file}");
        assert!(
            read.areas.iter().all(|area| area.boundary.is_some()),
            "{file}"
        );
        assert!(
            read.areas
                .iter()
                .all(|area| area.parent_code.is_some() == parent.is_some()),
            "{file}"
        );
        for area in &read.areas {
            let boundary = area.boundary.as_ref().unwrap();
            let bytes = spatial::encode_boundary(boundary);
            assert_eq!(
                spatial::decode_boundary(&bytes).as_ref(),
                Ok(boundary),
                "{file} {}",
                area.code
            );
        }
    }
}
