//! `read_areas`: what is mended, what is refused, and the words.

#![allow(
    clippy::unwrap_used,
    reason = "a failed unwrap in a test is a failed test"
)]

mod common;

use common::geojson::*;
use common::properties;
use geo::{BoundingRect, Rect};
use spatial::geojson_in::exchanged_would_fit;
use spatial::read_areas;

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
    let bounds = b.boundary.as_ref().unwrap().bounding_rect().unwrap();
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
fn boxes_are_exchanged_only_if_they_meet_nothing_that_is_known_and_would_the_other_way_round() {
    let near = |west: f64, south: f64| Rect::new((west, south), (west + 1.0, south + 1.0));
    let known = [near(74.0, 31.0), near(70.0, 30.0)];
    for (found, exchanged) in [
        (near(31.0, 74.0), true),
        // Just touching the known box is meeting it, as given or exchanged.
        (near(32.0, 75.0), true),
        (near(32.001, 75.0), false),
        (near(75.0, 32.0), false),
        (near(10.0, 50.0), false),
    ] {
        assert_eq!(exchanged_would_fit(found, &known), exchanged, "{found:?}");
    }
    assert!(!exchanged_would_fit(near(31.0, 74.0), &[]));
}
