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
        place.small_survey();
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
    place.small_survey();
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

#[tokio::test]
async fn areas_with_longitude_and_latitude_exchanged_are_noticed_by_the_boundaries_above_them() {
    let place = Place::sqlite();
    place.small_survey();
    let around = "[[73.5,30.5],[74.9,30.5],[74.9,31.5],[73.5,31.5],[73.5,30.5]]";
    let exchanged = "[[31.0,74.2],[31.1,74.2],[31.1,74.3],[31.0,74.3],[31.0,74.2]]";
    let file = place.file(
        "tehsil.geojson",
        collection(&[feature("\"T1\"", around).replace(r#""p":"T1""#, r#""p":"D1""#)]),
    );
    place.must(&[
        "import",
        "areas",
        "--level",
        "tehsil",
        "--code",
        "c",
        "--name",
        "n",
        "--parent",
        "p",
        &file.display().to_string(),
    ]);
    let before = areas(&place).await;
    let said = import(
        &place,
        "exchanged.geojson",
        &collection(&[feature("\"U7\"", exchanged)]),
    );
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err
            .contains("longitude 31.00 to 31.10 and latitude 74.20 to 74.30")
            && said.err.contains("exchanged"),
        "{}",
        said.all()
    );
    assert_eq!(areas(&place).await, before);
    let right = import(
        &place,
        "right.geojson",
        &collection(&[feature("\"U7\"", GOOD)]),
    );
    assert_eq!(right.code, 0, "{}", right.all());
}

#[tokio::test]
async fn an_unknown_parent_refuses_the_file() {
    let place = Place::sqlite();
    place.small_survey();
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
    place.small_survey();
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
    let db = store::Db::open(place.url())
        .await
        .expect("the database opens");
    let areas = db.load_areas().await.expect("areas can be read");
    db.close().await;
    areas
        .into_iter()
        .map(|area| (area.code, area.has_boundary))
        .collect()
}
