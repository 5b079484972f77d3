use super::*;

fn read(cells: &[(&str, &str)]) -> Result<Option<[String; 4]>, String> {
    let mut members: Vec<(String, String)> = cells
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    members.sort();
    let found = position(&Fields::of(&members), "g/gps");
    found
        .map(|found| {
            found
                .map(|p| [p.latitude, p.longitude, p.altitude_m, p.accuracy_m].map(Cow::into_owned))
        })
        .map_err(|problem| problem.to_string())
}

fn at(texts: [&str; 4]) -> Result<Option<[String; 4]>, String> {
    Ok(Some(texts.map(str::to_owned)))
}

#[test]
fn a_position_is_read_in_each_of_its_spellings() {
    let one = |text| read(&[("g/gps", text)]);
    assert_eq!(one("31.5 74.3 210 4.5"), at(["31.5", "74.3", "210", "4.5"]));
    assert_eq!(one("31.5 74.3"), at(["31.5", "74.3", "", ""]));
    assert_eq!(
        one(r#"{"type":"Point","coordinates":[74.3,31.5,210],"properties":{"accuracy":4.459}}"#),
        at(["31.5", "74.3", "210", "4.459"])
    );
    assert_eq!(
        one("POINT (74.3 31.5 210)"),
        at(["31.5", "74.3", "210", ""]),
        "the accuracy is lost and unknown"
    );
    let parts = |names: [&'static str; 4]| {
        read(&[
            (names[0], "31.5"),
            (names[1], "74.3"),
            (names[2], "210"),
            (names[3], "6"),
        ])
    };
    let whole = at(["31.5", "74.3", "210", "6"]);
    assert_eq!(
        parts([
            "g/gps/latitude",
            "g/gps/longitude",
            "g/gps/altitude",
            "g/gps/accuracy"
        ]),
        whole
    );
    assert_eq!(
        parts([
            "g/gpslatitude",
            "g/gpslongitude",
            "g/gpsaltitude",
            "g/gpsaccuracy"
        ]),
        whole
    );
    assert_eq!(
        parts([
            "g/_gps_latitude",
            "g/_gps_longitude",
            "g/_gps_altitude",
            "g/_gps_precision"
        ]),
        whole
    );
}

#[test]
fn an_accuracy_of_0_is_unknown_and_never_perfect() {
    for zero in ["0", "0.0", "0.000"] {
        assert_eq!(
            read(&[("g/gps", &format!("31.5 74.3 0 {zero}"))]),
            at(["31.5", "74.3", "0", ""])
        );
    }
    assert_eq!(
        read(&[(
            "g/gps",
            r#"{"type":"Point","coordinates":[74.3,31.5],"properties":{"accuracy":0}}"#
        )]),
        at(["31.5", "74.3", "", ""])
    );
}

#[test]
fn no_position_and_sentinels_are_none_and_nonsense_is_said() {
    assert_eq!(read(&[]), Ok(None));
    assert_eq!(
        read(&[("g/gps", r#"{"type":"Point","coordinates":[null,null]}"#)]),
        Ok(None)
    );
    assert_eq!(
        read(&[
            ("g/gps/latitude", "-999999999"),
            ("g/gps/longitude", "##N/A##")
        ]),
        Ok(None)
    );
    assert_eq!(
        read(&[("g/gps", "in the yard")]).unwrap_err(),
        "“g/gps” is “in the yard”, which is not a GPS position."
    );
}

#[test]
fn a_position_that_nobody_mapped_is_told_from_several_choices() {
    for text in [
        "31.5 74.3 0 5",
        "POINT (74.3 31.5)",
        r#"{"type":"Point","coordinates":[74.3,31.5]}"#,
    ] {
        assert!(is_position(text), "{text}");
    }
    for text in [
        "",
        "1 2 3 4",
        "31.5",
        "31.5 74.3 here",
        r#"{"type":"Polygonal"}"#,
    ] {
        assert!(!is_position(text), "{text}");
    }
}

#[test]
fn several_positions_in_a_header_are_not_guessed_between() {
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        only_point(&names(&["a/gps/latitude", "a/gps/longitude"]), None),
        Ok(Some("a/gps".to_owned()))
    );
    assert_eq!(
        only_point(&names(&["_gps_latitude", "_gps_longitude"]), None),
        Ok(Some("gps".to_owned()))
    );
    assert_eq!(
        only_point(&names(&["gpslatitude", "gpslongitude"]), None),
        Ok(Some("gps".to_owned()))
    );
    assert_eq!(only_point(&names(&["latitude"]), None), Ok(None));
    let error = only_point(
        &names(&["a/latitude", "a/longitude", "b/latitude", "b/longitude"]),
        None,
    )
    .unwrap_err();
    // Of two, the one that is not the listing's is the interview's.
    let both = names(&["a/latitude", "a/longitude", "b/latitude", "b/longitude"]);
    assert_eq!(only_point(&both, Some("a")), Ok(Some("b".to_owned())));
    assert!(
        error.starts_with("The file has several GPS positions (a, b)."),
        "{error}"
    );
}

#[test]
fn a_survey_solutions_position_has_its_fix_time_which_is_utc() {
    let cells = [
        ("gps__latitude", "31.5"),
        ("gps__longitude", "74.3"),
        ("gps__accuracy", "6"),
        ("gps__altitude", "-999999999"),
        ("gps__timestamp", "2026-11-20T04:12:44"),
    ];
    let members = cells.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let mut members = members.to_vec();
    members.sort();
    let names: Vec<String> = members.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(points(&names), ["gps"]);
    assert!(has_point(&names, "gps"));
    let found = position(&Fields::of(&members), "gps").unwrap().unwrap();
    assert_eq!(
        [
            found.latitude,
            found.accuracy_m,
            found.altitude_m,
            found.fix_at
        ],
        ["31.5", "6", "", "2026-11-20T04:12:44Z"]
    );
}
