//! `read_areas`: what is mended, what is refused, and the words.

#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]

mod common;

use common::{properties, real_file};
use spatial::geojson_in::{Limits, read_areas_within};
use spatial::{AreaFile, AreaProperties, read_areas};

fn wanted() -> AreaProperties {
    properties("code", "name", None)
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

/// One feature with code A1 and name Attock.
fn attock(geometry: &str) -> String {
    collection(&[feature(r#"{"code":"A1","name":"Attock"}"#, geometry)])
}

fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#)
}

fn multi_polygon(polygons: &str) -> String {
    format!(r#"{{"type":"MultiPolygon","coordinates":{polygons}}}"#)
}

fn read(text: &str) -> AreaFile {
    read_areas(text.as_bytes(), &wanted()).unwrap()
}

fn lines<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(T::to_string).collect()
}

const SQUARE: &str = "[[[70,30],[71,30],[71,31],[70,31],[70,30]]]";
const SQUARE_POINTS: &str = "70 30,71 30,71 31,70 31,70 30";

#[test]
fn a_clean_file_is_read_without_a_word() {
    let mut wanted = properties("code", "name", Some("up"));
    wanted.name_ur = Some("ur".to_owned());
    let text = collection(&[
        feature(
            r#"{"code":" A1 ","name":" Attock ","ur":"اٹک","up":"P"}"#,
            "null",
        ),
        feature(
            r#"{"code":7,"name":"B","ur":null,"up":20229015.0}"#,
            &polygon(SQUARE),
        ),
    ]);
    let file = read_areas(text.as_bytes(), &wanted).unwrap();
    assert!(
        file.repairs.is_empty() && file.refusals.is_empty(),
        "{file:?}"
    );
    let [attock, b] = &file.areas[..] else {
        panic!("{file:?}")
    };
    assert_eq!(
        (attock.code.as_str(), attock.name.as_str()),
        ("A1", "Attock")
    );
    assert_eq!(attock.name_ur.as_deref(), Some("اٹک"));
    assert_eq!(attock.parent_code.as_deref(), Some("P"));
    assert_eq!(attock.boundary, None);
    assert_eq!(b.code, "7");
    assert_eq!(b.name_ur, None);
    assert_eq!(b.parent_code.as_deref(), Some("20229015"));
    let bounds = file.bounds().unwrap();
    assert_eq!((bounds.min().x, bounds.max().y), (70.0, 31.0));
}

#[test]
fn a_single_feature_and_a_byte_order_mark_are_read() {
    let text = format!(
        "\u{feff}{}",
        feature(r#"{"code":1,"name":"B"}"#, &polygon(SQUARE))
    );
    assert_eq!(read(&text).areas.len(), 1);
}

#[test]
fn numbers_are_read_to_the_last_bit() {
    // A JSON reader's fast way can be one unit off; a boundary must be what is written.
    let text = attock(&polygon(
        "[[[70.00000000000001,30],[71.05,30],[51.24817837550540e0,31],[70.00000000000001,30]]]",
    ));
    let file = read(&text);
    let ring = file.areas[0].boundary.as_ref().unwrap().0[0]
        .exterior()
        .clone();
    assert!(
        ring.0
            .iter()
            .any(|p| p.x.to_bits() == "51.24817837550540".parse::<f64>().unwrap().to_bits())
    );
}

#[test]
fn what_can_be_mended_is_mended_and_said() {
    // (rings, repairs); each comes out as the square.
    let cases: [(&str, &[&str]); 9] = [
        (
            "[[[70,30,210],[71,30,211.5],[71,31,0],[70,31,1],[70,30,210]]]",
            &["5 positions had a third number (a height) and were dropped."],
        ),
        (
            "[[[70,31],[71,31],[71,30],[70,30],[70,31]]]",
            &["1 ring ran the wrong way round and was turned."],
        ),
        (
            "[[[70,30],[71,30],[71,31],[70,31]]]",
            &["1 ring did not end where it began and was closed."],
        ),
        (
            "[[[70,30],[71,30],[71,30],[71,30],[71,31],[70,31],[70,30],[70,30]]]",
            &["3 points repeated the point before them and were dropped."],
        ),
        (
            // Out and back.
            "[[[70,30],[71,30],[71,31],[69.5,31],[70,31],[70,30]]]",
            &["1 point was the tip of a spike without area and was dropped."],
        ),
        (
            // The spike is where the ring begins.
            "[[[69,30],[70,30],[71,30],[71,31],[70,31],[70,30],[69,30]]]",
            &[
                "1 point repeated the point before it and was dropped.",
                "1 point was the tip of a spike without area and was dropped.",
            ],
        ),
        (
            "[[[70,30],[71,30],[71,31],[70,31],[70,30]],[[70.2,30.2],[70.4,30.2],[70.2,30.2]],[[70.5,30.5]],[]]",
            &["3 rings had no area and were dropped."],
        ),
        (
            // A hole that runs counter-clockwise.
            "[[[70,30],[71,30],[71,31],[70,31],[70,30]],[[70.2,30.2],[70.4,30.2],[70.4,30.4],[70.2,30.2]]]",
            &["1 ring ran the wrong way round and was turned."],
        ),
        (
            "[[[70,31,5],[71,31],[71,31],[71,30],[70,30]]]",
            &[
                "1 position had a third number (a height) and was dropped.",
                "1 ring did not end where it began and was closed.",
                "1 point repeated the point before it and was dropped.",
                "1 ring ran the wrong way round and was turned.",
            ],
        ),
    ];
    for (rings, sentences) in cases {
        let file = read(&attock(&polygon(rings)));
        assert!(
            file.refusals.is_empty(),
            "{rings}: {:?}",
            lines(&file.refusals)
        );
        let mut points = file.areas[0].boundary.as_ref().unwrap().0[0]
            .exterior()
            .0
            .clone();
        points.pop();
        // The first point may have moved: begin with the south-western one.
        let start = points
            .iter()
            .position(|p| (p.x, p.y) == (70.0, 30.0))
            .unwrap();
        points.rotate_left(start);
        points.push(points[0]);
        let read: Vec<String> = points.iter().map(|p| format!("{} {}", p.x, p.y)).collect();
        assert_eq!(read.join(","), SQUARE_POINTS, "{rings}");
        let expected: Vec<String> = sentences
            .iter()
            .map(|s| format!("Feature 1 (code A1, “Attock”): {s}"))
            .collect();
        assert_eq!(lines(&file.repairs), expected, "{rings}");
    }
}

#[test]
fn what_cannot_be_mended_is_refused_by_name_with_the_place_and_what_to_do() {
    let mend =
        "Mend the outline there (QGIS: Processing, “Fix geometries”) and import the file again.";
    let cases = [
        (
            polygon("[[[70,30],[71,31],[71,30],[70,31],[70,30]]]"),
            format!("has an outline that crosses itself at longitude 70.5, latitude 30.5. {mend}"),
        ),
        (
            // The crossing is at a vertex of both strands.
            polygon("[[[70,30],[70.5,30.5],[71,31],[71,30],[70.5,30.5],[70,31],[70,30]]]"),
            format!("has an outline that crosses itself at longitude 70.5, latitude 30.5. {mend}"),
        ),
        (
            // … and at a vertex of one strand only.
            polygon("[[[70,30],[71,31],[71,30],[70.5,30.5],[70,31],[70,30]]]"),
            format!("has an outline that crosses itself at longitude 70.5, latitude 30.5. {mend}"),
        ),
        (
            polygon("[[[70,30],[71,30],[71,31],[70,31],[70,30]],[[70.5,30.5],[70.6,30.6],[71.5,30.5],[70.5,30.5]]]"),
            format!("has two outlines that cross each other at longitude 71, latitude 30.5. {mend}"),
        ),
        (
            multi_polygon("[[[[70,30],[71,30],[71,31],[70,31],[70,30]]],[[[71,30.2],[72,30.2],[72,30.8],[71,30.8],[71,30.2]]]]"),
            format!("has an outline that runs twice along the same line at longitude 71, latitude 30.2. {mend}"),
        ),
        (
            multi_polygon("[[[[70,30],[71,30],[71,31],[70,31],[70,30]]],[[[70.2,30.2],[70.4,30.2],[70.4,30.4],[70.2,30.2]]]]"),
            format!("has a part that lies inside another of its parts, at longitude 70.2, latitude 30.2. {mend}"),
        ),
        (
            polygon("[[[70,30],[71,30],[71,31],[70,31],[70,30]],[[72,30],[72.1,30.1],[72.1,30],[72,30]]]"),
            format!("has a hole that lies outside it, at longitude 72, latitude 30. {mend}"),
        ),
        (
            polygon("[[[30,72],[30,172.5],[31,72],[30,72]]]"),
            "has the position [30, 172.5], which is not a longitude (−180 to 180) and a latitude (−90 to 90). \
             Longitude and latitude seem to be exchanged: GeoJSON writes longitude first. Export the areas again."
                .to_owned(),
        ),
        (
            polygon("[[[301234.5,3723456.1],[301240,3723456],[301240,3723460],[301234.5,3723456.1]]]"),
            "has the position [301234.5, 3723456.1], which is not a longitude (−180 to 180) and a latitude (−90 to 90). \
             Numbers of this size are metres of a projected system (UTM? Web Mercator?). Export the areas again in EPSG:4326 (WGS 84)."
                .to_owned(),
        ),
        (
            polygon("[[[70,30],[190,30],[70,31],[70,30]]]"),
            "has the position [190, 30], which is not a longitude (−180 to 180) and a latitude (−90 to 90). \
             Export the areas again in EPSG:4326 (WGS 84)."
                .to_owned(),
        ),
        (
            polygon("[[[70,30],[71,30],[72,30],[70,30]]]"),
            "has no ring with an area. Draw its boundary again, or write \"geometry\": null if it has no known boundary.".to_owned(),
        ),
        (
            multi_polygon("[]"),
            "has no ring with an area. Draw its boundary again, or write \"geometry\": null if it has no known boundary.".to_owned(),
        ),
        (
            r#"{"type":"Point","coordinates":[70,30]}"#.to_owned(),
            "has for a geometry a Point, and an area needs a Polygon or a MultiPolygon. Export the layer of areas, not of points or lines.".to_owned(),
        ),
        (
            r#"{"type":"GeometryCollection","geometries":[]}"#.to_owned(),
            "has for a geometry a GeometryCollection, and an area needs a Polygon or a MultiPolygon. Export the layer of areas, not of points or lines.".to_owned(),
        ),
        (
            "7".to_owned(),
            "has for a geometry a number, and an area needs a Polygon or a MultiPolygon. Export the layer of areas, not of points or lines.".to_owned(),
        ),
        (
            r#"{"type":"Polygon"}"#.to_owned(),
            "has coordinates that cannot be read: there are none (byte HERE of the file). Export it again.".to_owned(),
        ),
        (
            polygon("[[[70,30],[71],[70,30]]]"),
            "has coordinates that cannot be read: invalid length 1, expected a position [longitude, latitude] (byte HERE of the file). Export it again.".to_owned(),
        ),
        (
            polygon(r#"[[["70",30]]]"#),
            "has coordinates that cannot be read: invalid type: string \"70\", expected f64 (byte HERE of the file). Export it again.".to_owned(),
        ),
        (
            polygon("[[[70,null]]]"),
            "has coordinates that cannot be read: invalid type: null, expected f64 (byte HERE of the file). Export it again.".to_owned(),
        ),
    ];
    for (geometry, sentence) in cases {
        let text = attock(&geometry);
        let file = read(&text);
        assert!(file.areas.is_empty());
        // The end of what the reader could not take, or the geometry that has no coordinates.
        let here = ["[71]", "\"70\"", "null"]
            .iter()
            .find_map(|bad| text.find(bad).map(|start| start + bad.len() - 1))
            .or_else(|| text.find(r#"{"type":"Polygon"}"#))
            .unwrap_or(0);
        let sentence = sentence.replace("HERE", &here.to_string());
        assert_eq!(
            lines(&file.refusals),
            [format!("Feature 1 (code A1, “Attock”) {sentence}")],
            "{geometry}"
        );
    }
}

#[test]
fn outlines_may_touch_at_a_point() {
    for geometry in [
        // Two parts that meet at a corner.
        multi_polygon(
            "[[[[70,30],[71,30],[71,31],[70,31],[70,30]]],[[[71,31],[72,31],[72,32],[71,32],[71,31]]]]",
        ),
        // A hole whose corner is on the shell's edge.
        polygon(
            "[[[70,30],[71,30],[71,31],[70,31],[70,30]],[[70.5,30],[70.6,30.5],[70.4,30.5],[70.5,30]]]",
        ),
        // A hole that touches the shell with every corner.
        polygon(
            "[[[70,30],[71,30],[71,31],[70,31],[70,30]],[[70.5,30],[71,30.5],[70,30.5],[70.5,30]]]",
        ),
        // A ring that comes back to one of its own points.
        polygon("[[[70,30],[71,30],[70.5,30.5],[71,31],[70,31],[70.5,30.5],[70,30]]]"),
        // An island in a lake.
        multi_polygon(
            "[[[[70,30],[74,30],[74,34],[70,34],[70,30]],[[71,31],[71,33],[73,33],[73,31],[71,31]]],[[[71.5,31.5],[72.5,31.5],[72.5,32.5],[71.5,31.5]]]]",
        ),
    ] {
        let file = read(&attock(&geometry));
        assert!(
            file.refusals.is_empty(),
            "{geometry}: {:?}",
            lines(&file.refusals)
        );
        assert_eq!(file.areas.len(), 1);
    }
}

#[test]
fn properties_that_cannot_be_used_are_refused_with_what_is_there() {
    let cases = [
        (
            r#"{"id":1,"CODE":"A1","name":"Attock"}"#,
            "Feature 1 (“Attock”) has no property “code” for the code. It has “CODE”, “id”, “name”. Say which of them carries the code.",
        ),
        (
            r#"{"code":"A1"}"#,
            "Feature 1 (code A1) has no property “name” for the name. It has “code”. Say which of them carries the name.",
        ),
        (
            "{}",
            "Feature 1 has no property “code” for the code. It has no properties at all: export the areas with their attributes.",
        ),
        (
            "null",
            "Feature 1 has no property “code” for the code. It has no properties at all: export the areas with their attributes.",
        ),
        (
            r#"{"code":20229015.5,"name":"Attock"}"#,
            "Feature 1 (“Attock”): the code in the property “code” is 20229015.5, a number with a fraction, which cannot be a code. Correct it in the file, or name another property.",
        ),
        (
            r#"{"code":1e300,"name":"Attock"}"#,
            "Feature 1 (“Attock”): the code in the property “code” is 1e+300, a number too large to be exact. Correct it in the file, or name another property.",
        ),
        (
            r#"{"code":" ","name":"Attock"}"#,
            "Feature 1 (“Attock”): the code in the property “code” is null or blank. Correct it in the file, or name another property.",
        ),
        (
            r#"{"code":true,"name":"Attock"}"#,
            "Feature 1 (“Attock”): the code in the property “code” is true or false, not text or a number. Correct it in the file, or name another property.",
        ),
        (
            r#"{"code":"A1","name":null}"#,
            "Feature 1 (code A1): the name in the property “name” is null or blank. Correct it in the file, or name another property.",
        ),
        (
            r#"{"code":"A\n1","name":"Attock"}"#,
            "Feature 1 (“Attock”): the code in the property “code” is text with a control character (“A 1”). Correct it in the file, or name another property.",
        ),
    ];
    for (properties, sentence) in cases {
        let file = read(&collection(&[feature(properties, &polygon(SQUARE))]));
        assert_eq!(lines(&file.refusals), [sentence], "{properties}");
    }
}

#[test]
fn the_same_code_twice_names_both_features() {
    let file = read(&collection(&[
        feature(r#"{"code":"A1","name":"Attock"}"#, "null"),
        feature(r#"{"code":"A2","name":"Jand"}"#, "null"),
        feature(r#"{"code":"A1 ","name":"Fateh Jang"}"#, "null"),
    ]));
    assert_eq!(
        lines(&file.refusals),
        [
            "Feature 3 (code A1, “Fateh Jang”) has the same code as feature 1 (code A1, “Attock”). \
          A code must name one area: correct one of the two, or dissolve them into one MultiPolygon."
        ]
    );
}

#[test]
fn one_bad_feature_does_not_hide_the_others() {
    let good = |code: u32| {
        feature(
            &format!(r#"{{"code":{code},"name":"n"}}"#),
            &polygon(SQUARE),
        )
    };
    let file = read(&collection(&[
        good(1),
        "5".to_owned(),
        r#"{"type":"Polygon","coordinates":[]}"#.to_owned(),
        r#"{"type":"Feature","properties":{"code":4,"name":"n"}}"#.to_owned(),
        good(5),
    ]));
    assert_eq!(file.areas.len(), 2);
    assert_eq!(
        lines(&file.refusals),
        [
            "Feature 2 is not a GeoJSON Feature: it is a number. Export the areas again as a FeatureCollection.",
            "Feature 3 is not a GeoJSON Feature: it is of “type” “Polygon”. Export the areas again as a FeatureCollection.",
            "Feature 4 (code 4, “n”) has no “geometry”. Give it one, or write \"geometry\": null if the area has no known boundary.",
        ]
    );
}

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
