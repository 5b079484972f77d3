//! Importing areas: repairs are said, a refused file changes nothing, areas without a boundary exist.

use crate::support::Place;

fn import(place: &Place, name: &str, content: &str) -> crate::support::Said {
    let file = place.file(name, content).display().to_string();
    place.run(&[
        "import", "areas", "--level", "uc", "--code", "c", "--name", "n", "--parent", "p", &file,
    ])
}

fn feature(code: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"c":{code},"n":"Area","p":"T1"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

const GOOD: &str = "[[74.2,31.0],[74.3,31.0],[74.3,31.1],[74.2,31.1],[74.2,31.0]]";
const CROSSING: &str = "[[74.4,31.0],[74.5,31.1],[74.5,31.0],[74.4,31.1],[74.4,31.0]]";
const CLOCKWISE: &str = "[[74.6,31.0],[74.6,31.1],[74.7,31.1],[74.7,31.0],[74.6,31.0]]";

#[tokio::test]
async fn a_file_with_one_self_crossing_ring_is_refused_by_name_and_changes_nothing() {
    for place in Place::both().await {
        place.small_survey().await;
        let before = areas(&place).await;
        let said = import(
            &place,
            "crossing.geojson",
            &collection(&[feature("\"U7\"", GOOD), feature("\"U8\"", CROSSING)]),
        );
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(said.err.contains("U8"), "{}", said.all());
        assert_eq!(areas(&place).await, before);
    }
}

#[tokio::test]
async fn codes_written_as_floats_and_rings_wound_the_wrong_way_are_mended_and_said() {
    let place = Place::sqlite();
    place.small_survey().await;
    let said = import(
        &place,
        "mended.geojson",
        &collection(&[feature("20229015.0", CLOCKWISE)]),
    );
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.out.contains("repaired: "), "{}", said.all());
    assert!(
        said.out
            .contains("read 1 · added 1 · updated 0 · unchanged 0 · repaired 1"),
        "{}",
        said.all()
    );
    assert!(areas(&place).await.iter().any(|area| area.0 == "20229015"));
    let again = import(
        &place,
        "mended.geojson",
        &collection(&[feature("20229015.0", CLOCKWISE)]),
    );
    assert!(
        again.out.contains("added 0 · updated 0 · unchanged 1"),
        "{}",
        again.all()
    );
}

/// The square around the survey's one union council, and the same with longitude and latitude exchanged.
const AROUND: &str = "[[73.5,30.5],[74.9,30.5],[74.9,31.5],[73.5,31.5],[73.5,30.5]]";
const AROUND_EXCHANGED: &str = "[[30.5,73.5],[30.5,74.9],[31.5,74.9],[31.5,73.5],[30.5,73.5]]";
const EXCHANGED: &str = "[[31.0,74.2],[31.1,74.2],[31.1,74.3],[31.0,74.3],[31.0,74.2]]";

fn import_tehsil(place: &Place, ring: &str, more: &[&str]) -> crate::support::Said {
    let tehsil = feature("\"T1\"", ring).replace(r#""p":"T1""#, r#""p":"D1""#);
    let file = place.file("tehsil.geojson", collection(&[tehsil]));
    let file = file.display().to_string();
    let arguments = [
        "import", "areas", "--level", "tehsil", "--code", "c", "--name", "n", "--parent", "p",
    ];
    place.run(&[&arguments, more, &[file.as_str()]].concat())
}

#[tokio::test]
async fn areas_with_longitude_and_latitude_exchanged_are_named_and_change_nothing() {
    for place in Place::both().await {
        place.small_survey().await;
        assert_eq!(import_tehsil(&place, AROUND, &[]).code, 0);
        let before = boundaries(&place).await;
        let said = import(
            &place,
            "exchanged.geojson",
            &collection(&[feature("\"U6\"", GOOD), feature("\"U7\"", EXCHANGED)]),
        );
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err.contains(
                "1 of the 2 boundaries in the file (U7) have longitude and latitude exchanged"
            ) && said
                .err
                .contains("longitude 31.00 to 31.10 and latitude 74.20 to 74.30"),
            "{}",
            said.all()
        );
        assert_eq!(boundaries(&place).await, before);
        let right = import(
            &place,
            "right.geojson",
            &collection(&[feature("\"U7\"", GOOD)]),
        );
        assert_eq!(right.code, 0, "{}", right.all());
    }
}

#[tokio::test]
async fn a_larger_areas_exchanged_boundary_is_noticed_by_its_own_old_one_and_by_those_below() {
    let place = Place::sqlite();
    place.small_survey().await;
    for _ in 0..2 {
        let before = boundaries(&place).await;
        let said = import_tehsil(&place, AROUND_EXCHANGED, &[]);
        assert!(
            said.code == 1 && said.err.contains("longitude and latitude exchanged"),
            "{}",
            said.all()
        );
        assert_eq!(boundaries(&place).await, before);
        // The first time only the union council below is on file, the second time the tehsil itself is as well.
        assert_eq!(import_tehsil(&place, AROUND, &[]).code, 0);
    }
}

#[tokio::test]
async fn a_first_file_is_taken_as_it_is_and_a_wrong_one_on_file_can_be_replaced() {
    let place = Place::sqlite();
    place.add_areas("province", "code,name,parent\nP,Province,\n");
    place.add_areas("district", "code,name,parent\nD1,District,P\n");
    let first = import_tehsil(&place, AROUND_EXCHANGED, &[]);
    assert_eq!(first.code, 0, "{}", first.all());
    let right = import_tehsil(&place, AROUND, &[]);
    assert!(
        right.code == 1 && right.err.contains("add --as-given"),
        "{}",
        right.all()
    );
    let insisted = import_tehsil(&place, AROUND, &["--as-given"]);
    assert!(
        insisted.out.contains("read 1 · added 0 · updated 1"),
        "{}",
        insisted.all()
    );
}

#[tokio::test]
async fn divisions_are_imported_like_any_level_and_their_districts_add_up_to_them() {
    for place in Place::both().await {
        place.add_areas("province", "code,name,parent\nP,Province,\n");
        // Two parts, the first with a hole, and heights: what a division with an enclave and an island looks like.
        let division = r#"{"type":"FeatureCollection","features":[{"type":"Feature",
            "properties":{"c":9.0,"n":"Rawalpindi","u":"راولپنڈی","p":"P"},
            "geometry":{"type":"MultiPolygon","coordinates":[
                [[[73.0,32.0,5],[74.0,32.0,5],[74.0,33.0,5],[73.0,33.0,5],[73.0,32.0,5]],
                 [[73.4,32.4,5],[73.4,32.6,5],[73.6,32.6,5],[73.6,32.4,5],[73.4,32.4,5]]],
                [[[75.0,32.0,5],[75.1,32.0,5],[75.1,32.1,5],[75.0,32.1,5],[75.0,32.0,5]]]]}}]}"#;
        let file = place
            .file("division.geojson", division)
            .display()
            .to_string();
        let said = place.must(&[
            "import",
            "areas",
            "--level",
            "division",
            "--code",
            "c",
            "--name",
            "n",
            "--name-ur",
            "u",
            "--parent",
            "p",
            "--source",
            "Survey",
            "--dated",
            "2024-12-18",
            "--tolerance-m",
            "50",
            "--licence",
            "CC BY 4.0",
            &file,
        ]);
        assert_eq!(
            said.out.lines().last(),
            Some("read 1 · added 1 · updated 0 · unchanged 0 · repaired 1"),
            "{}",
            said.all()
        );
        assert!(said.out.contains("repaired: "), "{}", said.all());
        place.add_areas("district", "code,name,parent\nD1,One,9\nD2,Two,9\n");
        place.add_areas("tehsil", "code,name,parent\nT1,First,D1\nT2,Second,D2\n");
        place.add_areas("uc", "code,name,parent\nU1,Square,T1\nU2,Nowhere,T2\n");
        let rows = place.file(
            "rows.csv",
            "submission_id,enumerator_code,area_code,outcome,started_at\n\
             s1,E1,U1,complete,2026-11-20T05:00:00Z\ns2,E1,U2,complete,2026-11-20T06:00:00Z\n\
             s3,E1,9,complete,2026-11-20T07:00:00Z\n",
        );
        let said = place.import(&rows);
        assert_eq!(said.code, 0, "{}", said.all());
        let coverage = place.must(&["export", "coverage"]).out;
        for line in [
            "P,province,Province,,,3,",
            "9,division,Rawalpindi,P,,3,",
            "D1,district,One,9,,1,",
        ] {
            assert!(
                coverage.lines().any(|found| found.starts_with(line)),
                "{line}: {coverage}"
            );
        }
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let sources = db.boundary_sources().await.expect("sources can be read");
        assert!(
            sources.iter().any(|source| {
                source.level == domain::area::Level::Division
                    && source.tolerance_m == Some(50)
                    && source.licence.as_deref() == Some("CC BY 4.0")
                    && source.dated.as_deref() == Some("2024-12-18")
            }),
            "{sources:?}"
        );
        db.close().await;
    }
}

#[tokio::test]
async fn names_that_a_spreadsheet_would_take_for_formulas_are_none_in_the_export() {
    let place = Place::sqlite();
    place.add_areas(
        "province",
        "code,name,parent\n-P,\"=HYPERLINK(\"\"x\"\")\",\n",
    );
    let coverage = place.must(&["export", "coverage"]).out;
    assert!(
        coverage.contains("\n'-P,province,\"'=HYPERLINK(\"\"x\"\")\",,"),
        "{coverage}"
    );
}

#[tokio::test]
async fn an_unknown_parent_refuses_the_file() {
    let place = Place::sqlite();
    place.small_survey().await;
    let before = areas(&place).await;
    let orphan = feature("\"U9\"", GOOD).replace("T1", "T9");
    let said = import(&place, "orphan.geojson", &collection(&[orphan]));
    assert!(
        said.code == 1 && said.err.contains("No area has the code T9"),
        "{}",
        said.all()
    );
    assert_eq!(areas(&place).await, before);
}

#[tokio::test]
async fn union_councils_without_a_polygon_exist_with_their_targets() {
    let place = Place::sqlite();
    place.small_survey().await;
    let targets = place.file("targets.csv", "area_code,wave_code,target_households,starts_on,ends_on\nU2,W1,120,2026-11-01,2026-11-30\nU9,W1,5,2026-11-01,2026-11-30\n");
    let said = place.run(&["import", "targets", &targets.display().to_string()]);
    assert_eq!(said.code, 3, "{}", said.all());
    assert!(
        said.summary()
            .starts_with("read 2 · accepted 1 · unchanged 0 · updated 0 · quarantined 1"),
        "{}",
        said.all()
    );
    let areas = areas(&place).await;
    assert!(
        areas.contains(&("U1".to_owned(), true)) && areas.contains(&("U2".to_owned(), false)),
        "{areas:?}"
    );
    let coverage = place.must(&["export", "coverage"]).out;
    assert!(
        coverage
            .lines()
            .any(|line| line.starts_with("U2,uc,Nowhere,T1,120,0,")),
        "{coverage}"
    );
    assert!(
        coverage
            .lines()
            .any(|line| line.starts_with("U1,uc,Square,T1,,0,")),
        "no target is blank, not 0: {coverage}"
    );
}

async fn areas(place: &Place) -> Vec<(String, bool)> {
    let db = crate::support::open(place.url())
        .await
        .expect("the database opens");
    let areas = db.load_areas().await.expect("areas can be read");
    db.close().await;
    areas
        .into_iter()
        .map(|area| (area.code, area.has_boundary))
        .collect()
}

/// Every boundary on file, with its level and area.
async fn boundaries(place: &Place) -> Vec<(i32, Vec<u8>)> {
    let db = crate::support::open(place.url())
        .await
        .expect("the database opens");
    let mut all = Vec::new();
    for level in domain::area::Level::ALL {
        all.extend(
            db.load_boundaries(level)
                .await
                .expect("boundaries can be read"),
        );
    }
    db.close().await;
    all
}
