//! Other tools' exports, through the real program: into the database, and read again from the raw rows alone.

use crate::support::{Place, Said};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/formats")
        .join(name)
}

fn import(place: &Place, mapping: &Path, file: &Path, more: &[&str]) -> Said {
    let (mapping, file) = (mapping.display().to_string(), file.display().to_string());
    let arguments = ["import", "submissions", "--mapping", &mapping, &file];
    place.run(&[&arguments[..], more].concat())
}

/// The facts: id, enumerator, day, claimed area, … as `dump_content` writes them.
async fn facts(place: &Place) -> Vec<String> {
    let mut facts: Vec<String> = place
        .content()
        .await
        .iter()
        .filter_map(|line| line.strip_prefix("fact|"))
        .map(str::to_owned)
        .collect();
    facts.sort();
    facts
}

/// Some cells of a fact, by their places in the line.
fn cells<const N: usize>(facts: &[String], id: &str, at: [usize; N]) -> [String; N] {
    let fact = facts
        .iter()
        .find(|fact| fact.split('|').next() == Some(id))
        .unwrap_or_else(|| panic!("no fact of {id} in {facts:#?}"));
    let cells: Vec<&str> = fact.split('|').collect();
    at.map(|at| cells[at].to_owned())
}

const DAY: usize = 2;
const AREA: usize = 3;
const WAVE: usize = 5;
const DEVICE: usize = 6;
const OUTCOME: usize = 7;
const REVIEW: usize = 8;
const WHERE: usize = 9;
const STARTED: usize = 13;
const ENDED: usize = 14;
const RECEIVED: usize = 15;
const LATITUDE: usize = 17;
const LONGITUDE: usize = 18;
const ACCURACY: usize = 19;
const FIX_AT: usize = 20;
const ACTIVE: usize = 22;
const SIZE: usize = 23;
const LISTED_LATITUDE: usize = 28;
const LISTED_LONGITUDE: usize = 29;

/// 2026-11-20, the day of every interview that has a time. All were received on the 21st.
const THE_20TH: &str = "20777";
const NO_DAY: &str = "-2147483648";
const RECEIVED_AT: &str = "1795224600000";

/// Imports an export twice and reads it again from the raw rows: only the first of the three changes anything.
async fn round_trip(
    place: &Place,
    [mapping, file]: [&str; 2],
    more: &[&str],
    recognised: &str,
    counts: &str,
) -> Vec<String> {
    place.small_survey().await;
    let first = import(place, &fixture(mapping), &fixture(file), more);
    assert_eq!(first.summary(), counts, "{}", first.all());
    let expected = format!("{file}: recognised as {recognised}");
    assert!(first.out.contains(&expected), "{}", first.all());
    place
        .nothing_changes(|| vec![import(place, &fixture(mapping), &fixture(file), more)])
        .await;
    facts(place).await
}

async fn quarantined(place: &Place) -> Vec<String> {
    let lines = place.content().await;
    let mut codes: Vec<String> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("quarantine|"))
        .map(|line| line.split('|').nth(1).unwrap_or_default().to_owned())
        .collect();
    codes.sort();
    codes
}

#[tokio::test]
async fn an_odk_csv_export_comes_in_and_its_traps_do_not_catch() {
    for place in Place::both().await {
        let facts = round_trip(
            &place,
            ["odk.toml", "odk.csv"],
            &[],
            "ODK Central CSV (columns KEY and SubmitterID)",
            "read 6 · accepted 3 · unchanged 0 · updated 0 · quarantined 3 (see them with: fieldwatch export quarantine)",
        )
        .await;
        let whole = [
            DAY, AREA, WAVE, DEVICE, OUTCOME, REVIEW, LATITUDE, LONGITUDE, ACCURACY, SIZE,
        ];
        assert_eq!(
            cells(&facts, "uuid:o1", whole),
            [
                THE_20TH,
                "U1",
                "W1",
                "collect:a",
                "0",
                "0",
                "310500000",
                "740500000",
                "4500",
                "6"
            ]
        );
        // A name within its parent, an offset without minutes, an accuracy of 0, issues.
        assert_eq!(
            cells(&facts, "uuid:o2", [AREA, STARTED, ACCURACY, REVIEW]),
            ["U1", "1795150800000", "-", "2"]
        );
        // No times: the day is unknown, and not that of the sync. A longitude that cannot be, a sentinel, a rejection.
        assert_eq!(
            cells(
                &facts,
                "uuid:o3",
                [DAY, AREA, WHERE, SIZE, REVIEW, RECEIVED]
            ),
            [NO_DAY, "U2", "1", "-", "3", RECEIVED_AT]
        );
        assert_eq!(
            quarantined(&place).await,
            ["encrypted", "outcome_not_mapped", "unknown_area_name"]
        );
    }
}

#[tokio::test]
async fn an_area_that_was_not_found_by_name_is_listed_with_the_nearest() {
    let place = Place::sqlite();
    place.small_survey().await;
    let said = import(&place, &fixture("odk.toml"), &fixture("odk.csv"), &[]);
    let line = "1 row: No area in Tehsil (T1) is called “Sqare”; spelt most like it: Square (U1).";
    assert!(said.out.contains(line), "{}", said.all());
}

#[tokio::test]
async fn an_odata_answer_comes_in_and_says_that_it_is_one_page() {
    let place = Place::sqlite();
    let facts = round_trip(
        &place,
        ["odk.toml", "odk.json"],
        &[],
        "ODK Central OData JSON (members __id and __system)",
        "read 4 · accepted 3 · unchanged 0 · updated 0 · quarantined 1 (see them with: fieldwatch export quarantine)",
    )
    .await;
    assert_eq!(
        cells(
            &facts,
            "uuid:j1",
            [DAY, AREA, LATITUDE, LONGITUDE, ACCURACY, SIZE]
        ),
        [THE_20TH, "U1", "310500000", "740500000", "4459", "6"]
    );
    // A well-known-text point has lost its accuracy: unknown.
    assert_eq!(
        cells(
            &facts,
            "uuid:j2",
            [DAY, LATITUDE, LONGITUDE, ACCURACY, REVIEW]
        ),
        [NO_DAY, "310500000", "740500000", "-", "4"]
    );
    // Deleted: rejected, though it was approved.
    assert_eq!(
        cells(&facts, "uuid:j3", [AREA, OUTCOME, REVIEW]),
        ["U2", "0", "3"]
    );
    assert_eq!(quarantined(&place).await, ["encrypted"]);
    let again = import(&place, &fixture("odk.toml"), &fixture("odk.json"), &[]);
    assert!(again.out.contains("one page of several"), "{}", again.all());
}

#[tokio::test]
async fn a_kobo_answer_comes_in_with_latitude_first_and_utc_receipts() {
    let place = Place::sqlite();
    let facts = round_trip(
        &place,
        ["kobo.toml", "kobo.json"],
        &[],
        "KoboToolbox (members _uuid and _submission_time)",
        "read 5 · accepted 4 · unchanged 0 · updated 0 · quarantined 1 (see them with: fieldwatch export quarantine)",
    )
    .await;
    assert_eq!(
        cells(&facts, "k1", [DAY, RECEIVED, LATITUDE, LONGITUDE, ACCURACY]),
        [THE_20TH, RECEIVED_AT, "310500000", "740500000", "4500"]
    );
    assert_eq!(cells(&facts, "k2", [LATITUDE, REVIEW]), ["-", "2"]);
    // Edited: a new _uuid, the same interview.
    assert_eq!(cells(&facts, "k3", [ACCURACY, REVIEW]), ["-", "3"]);

    // A mapping without a location takes _geolocation, which is [lat, lon] and has no accuracy.
    let other = Place::sqlite();
    other.small_survey().await;
    let text = std::fs::read_to_string(fixture("kobo.toml")).expect("the fixture");
    let without = other.file("m.toml", text.replace("location = \"visit/gps\"\n", ""));
    import(&other, &without, &fixture("kobo.json"), &[]);
    let facts = self::facts(&other).await;
    for id in ["k1", "k3"] {
        assert_eq!(
            cells(&facts, id, [LATITUDE, LONGITUDE, ACCURACY]),
            ["310500000", "740500000", "-"]
        );
    }
}

#[tokio::test]
async fn a_kobo_csv_with_semicolons_comes_in() {
    let place = Place::sqlite();
    let facts = round_trip(
        &place,
        ["kobo.toml", "kobo.csv"],
        &[],
        "KoboToolbox (columns _uuid and _submission_time)",
        "read 2 · accepted 2 · unchanged 0 · updated 0 · quarantined 0",
    )
    .await;
    assert_eq!(
        cells(
            &facts,
            "k1",
            [DAY, RECEIVED, LATITUDE, ACCURACY, SIZE, REVIEW]
        ),
        [THE_20TH, RECEIVED_AT, "310500000", "4500", "6", "1"]
    );
    assert_eq!(
        cells(&facts, "k2", [DAY, LATITUDE, SIZE, REVIEW]),
        [NO_DAY, "-", "-", "3"]
    );
}

#[tokio::test]
async fn a_surveycto_export_comes_in_by_the_zone_that_is_told() {
    let place = Place::sqlite();
    let files = ["surveycto.toml", "surveycto.csv"];
    let facts = round_trip(
        &place,
        files,
        &["--zone", "Asia/Karachi"],
        "SurveyCTO CSV (columns KEY and formdef_version)",
        "read 3 · accepted 3 · unchanged 0 · updated 0 · quarantined 0",
    )
    .await;
    assert_eq!(
        cells(
            &facts,
            "uuid:s1",
            [DAY, STARTED, ENDED, DEVICE, ACCURACY, ACTIVE, REVIEW]
        ),
        [
            THE_20TH,
            "1795200000000",
            "1795201140000",
            "862",
            "4500",
            "1140",
            "1"
        ]
    );
    // No times but a duration, filled in by a browser.
    assert_eq!(
        cells(&facts, "uuid:s2", [DAY, DEVICE, ACTIVE, LATITUDE]),
        [NO_DAY, "-", "900", "-"]
    );
    assert_eq!(cells(&facts, "uuid:s3", [ACCURACY, REVIEW]), ["-", "3"]);

    // Without the zone nothing is guessed.
    let untold = Place::sqlite();
    untold.small_survey().await;
    let said = import(&untold, &fixture(files[0]), &fixture(files[1]), &[]);
    assert!(said.summary().contains("accepted 0"), "{}", said.all());
    assert_eq!(quarantined(&untold).await, ["no_zone"; 3]);
}

#[tokio::test]
async fn a_survey_solutions_main_file_comes_in_with_its_missing_values_blank() {
    for place in Place::both().await {
        let facts = round_trip(
            &place,
            ["survey-solutions.toml", "survey-solutions.tab"],
            &["--zone", "Asia/Karachi"],
            "Survey Solutions tab (columns interview__id and interview__status)",
            "read 5 · accepted 4 · unchanged 0 · updated 0 · quarantined 1 (see them with: fieldwatch export quarantine)",
        )
        .await;
        // Without a receipt, one cell stands for receipt and completion.
        let [lat, acc, fix, size] = [LATITUDE, ACCURACY, FIX_AT, SIZE].map(|at| at - 1);
        // The form's times are in the tablet's zone, the fix's in UTC: five minutes into the interview.
        assert_eq!(
            cells(
                &facts,
                "c1",
                [DAY, AREA, OUTCOME, REVIEW, STARTED, lat, acc, fix, size]
            ),
            [
                THE_20TH,
                "U1",
                "0",
                "0",
                "1795147200000",
                "310500000",
                "4500",
                "1795147500000",
                "6"
            ]
        );
        // Approved, found by its name, and nothing else is known.
        assert_eq!(
            cells(&facts, "c2", [AREA, REVIEW, lat, acc, fix, size]),
            ["U1", "1", "-", "-", "-", "-"]
        );
        // Sent back to the interviewer; an accuracy of 0; no time of its own, so the day is the fix's.
        assert_eq!(
            cells(&facts, "c3", [DAY, REVIEW, acc]),
            [THE_20TH, "3", "-"]
        );
        // Assigned and not finished: partial, whatever constant the mapping has.
        assert_eq!(cells(&facts, "c4", [OUTCOME, REVIEW]), ["1", "0"]);
        assert_eq!(quarantined(&place).await, ["unknown_review_state"]);
    }
}

#[tokio::test]
async fn a_position_that_the_mapping_does_not_name_is_asked_about_and_never_dropped() {
    let place = Place::sqlite();
    place.small_survey().await;
    let file = place.file(
        "one-cell.csv",
        "username,caseid,uc,result,SubmissionDate,gps,formdef_version,KEY\nE1,h1,U1,1,2026-11-21T01:30:00Z,31.05 74.05 210.5 4.5,7,uuid:s1\n",
    );
    let said = import(&place, &fixture("surveycto.toml"), &file, &[]);
    assert!(said.summary().contains("quarantined 1"), "{}", said.all());
    assert_eq!(quarantined(&place).await, ["position_not_mapped"]);
    let text = std::fs::read_to_string(fixture("surveycto.toml")).expect("the fixture");
    let mapped = text.replace("[fields]\n", "[fields]\nlocation = \"gps\"\n");
    import(&place, &place.file("m.toml", mapped), &file, &[]);
    assert_eq!(
        cells(
            &facts(&place).await,
            "uuid:s1",
            [LATITUDE, LONGITUDE, ACCURACY]
        ),
        ["310500000", "740500000", "4500"]
    );
}

#[tokio::test]
async fn a_mapping_that_was_mended_makes_new_revisions_of_the_rows_it_changes() {
    let place = Place::sqlite();
    place.small_survey().await;
    let text = std::fs::read_to_string(fixture("kobo.toml")).expect("the fixture");
    let wrong = place.file("wrong.toml", text.replace("\"not_at_home\"", "\"refused\""));
    let commented = place.file("right.toml", format!("# mended\n{text}"));
    import(&place, &wrong, &fixture("kobo.csv"), &[]);
    let said = import(&place, &commented, &fixture("kobo.csv"), &[]);
    assert_eq!(
        said.summary(),
        "read 2 · accepted 0 · unchanged 1 · updated 1 · quarantined 0",
        "{}",
        said.all()
    );
    assert_eq!(cells(&facts(&place).await, "k2", [OUTCOME]), ["3"]);
}

#[tokio::test]
async fn a_mapping_that_was_mended_brings_rows_out_of_the_quarantine() {
    for place in Place::both().await {
        place.small_survey().await;
        let text = std::fs::read_to_string(fixture("kobo.toml")).expect("the fixture");
        let short = place.file("short.toml", text.replace("\"2\" = \"not_at_home\"\n", ""));
        import(&place, &short, &fixture("kobo.csv"), &[]);
        assert_eq!(quarantined(&place).await, ["outcome_not_mapped"]);
        let said = import(&place, &fixture("kobo.toml"), &fixture("kobo.csv"), &[]);
        assert_eq!(
            said.summary(),
            "read 2 · accepted 1 · unchanged 1 · updated 0 · quarantined 0",
            "{}",
            said.all()
        );
        assert_eq!(quarantined(&place).await, [""; 0]);
    }
}

/// Latitude and longitude of the fix and of the listing point. An assumed time of receipt is one cell instead of two.
fn positions(facts: &[String], id: &str) -> [String; 4] {
    let fewer = usize::from(cells(facts, id, [RECEIVED]) == ["assumed"]);
    let at = [LATITUDE, LONGITUDE, LISTED_LATITUDE, LISTED_LONGITUDE];
    cells(facts, id, at.map(|at| at - fewer))
}

const VISIT: [&str; 2] = ["310500000", "740500000"];
const LISTED: [&str; 2] = ["310501000", "740502000"];
const NONE: [&str; 2] = ["-", "-"];

#[tokio::test]
async fn the_point_where_a_household_was_listed_comes_in_beside_that_of_the_interview() {
    let zone = &["--zone", "Asia/Karachi"][..];
    let set_aside = "(see them with: fieldwatch export quarantine)";
    let cases = [
        (
            ["listing-odk.toml", "listing-odk.csv"],
            &[][..],
            "ODK Central CSV",
            format!("read 4 · accepted 2 · unchanged 0 · updated 0 · quarantined 2 {set_aside}"),
            &[("uuid:o1", VISIT, LISTED), ("uuid:o2", VISIT, NONE)][..],
            &["half_a_fix", "impossible_listing_point"][..],
        ),
        (
            ["listing-odk.toml", "listing-odk.json"],
            &[],
            "ODK Central OData JSON",
            format!("read 4 · accepted 3 · unchanged 0 · updated 0 · quarantined 1 {set_aside}"),
            // GeoJSON and well-known text: longitude first.
            &[
                ("uuid:j1", VISIT, LISTED),
                ("uuid:j2", NONE, LISTED),
                ("uuid:j3", NONE, NONE),
            ],
            &["not_a_position"],
        ),
        (
            ["listing-kobo.toml", "listing-kobo.json"],
            &[],
            "KoboToolbox",
            "read 3 · accepted 3 · unchanged 0 · updated 0 · quarantined 0".to_owned(),
            // The first position of the form is the listing's, and so is `_geolocation`.
            &[
                ("k1", VISIT, LISTED),
                ("k2", NONE, LISTED),
                ("k3", VISIT, NONE),
            ],
            &[],
        ),
        (
            ["listing-surveycto.toml", "listing-surveycto.csv"],
            zone,
            "SurveyCTO CSV",
            "read 2 · accepted 2 · unchanged 0 · updated 0 · quarantined 0".to_owned(),
            &[("uuid:s1", VISIT, LISTED), ("uuid:s2", VISIT, NONE)],
            &[],
        ),
        (
            [
                "listing-survey-solutions.toml",
                "listing-survey-solutions.tab",
            ],
            zone,
            "Survey Solutions tab",
            "read 2 · accepted 2 · unchanged 0 · updated 0 · quarantined 0".to_owned(),
            &[("c1", VISIT, LISTED), ("c2", VISIT, NONE)],
            &[],
        ),
    ];
    for (files, more, recognised, counts, expected, set_aside) in cases {
        for place in Place::both().await {
            let facts = round_trip(&place, files, more, recognised, &counts).await;
            for (id, visit, listed) in expected {
                assert_eq!(
                    positions(&facts, id),
                    [*visit, *listed].concat()[..],
                    "{id}"
                );
            }
            assert_eq!(quarantined(&place).await, set_aside);
        }
    }
}

#[tokio::test]
async fn which_of_two_positions_is_the_interviews_is_never_guessed() {
    let place = Place::sqlite();
    place.small_survey().await;
    let text = std::fs::read_to_string(fixture("listing-kobo.toml")).expect("the fixture");
    let without = place.file("m.toml", text.replace("location = \"visit/gps\"\n", ""));
    let said = import(&place, &without, &fixture("listing-kobo.json"), &[]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err.contains("_geolocation is the first position"),
        "{}",
        said.all()
    );
    // A mapping that learns of the listing makes new revisions of the rows that have its point.
    let before = text.replace("listing_point = \"listing/gps\"\n", "");
    import(
        &place,
        &place.file("b.toml", before),
        &fixture("listing-kobo.json"),
        &[],
    );
    let said = import(
        &place,
        &fixture("listing-kobo.toml"),
        &fixture("listing-kobo.json"),
        &[],
    );
    assert!(
        said.summary().contains("unchanged 1 · updated 2"),
        "{}",
        said.all()
    );
    // Called none, it is none, and the listing's stays.
    let none = place.file("n.toml", text.replace("\"visit/gps\"", "\"\""));
    import(&place, &none, &fixture("listing-kobo.json"), &[]);
    let facts = facts(&place).await;
    assert_eq!(positions(&facts, "k1"), [NONE, LISTED].concat()[..]);
}

#[tokio::test]
async fn without_a_mapping_the_way_to_one_is_said_and_nothing_is_imported() {
    let place = Place::sqlite();
    place.small_survey().await;
    for file in [
        "odk.csv",
        "odk.json",
        "kobo.json",
        "kobo.csv",
        "surveycto.csv",
        "survey-solutions.tab",
    ] {
        let path = fixture(file).display().to_string();
        let said = place.run(&["import", "submissions", &path]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err
                .contains("fieldwatch mapping suggest FILE > mapping.toml"),
            "{}",
            said.all()
        );
        let draft = place.must(&["mapping", "suggest", &path]).out;
        assert!(
            draft.contains("[fields]\n") && draft.contains("# guess"),
            "{draft}"
        );
    }
    assert_eq!(facts(&place).await, [""; 0]);
}

#[tokio::test]
async fn a_mapping_that_does_not_fit_the_file_is_refused_by_the_fields_name() {
    let place = Place::sqlite();
    place.small_survey().await;
    let said = import(&place, &fixture("surveycto.toml"), &fixture("odk.csv"), &[]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err
            .contains("The mapping names fields that the file does not have: enumerator_code = “username”, area_code = “uc”"),
        "{}",
        said.all()
    );
    for (format, file) in [("odk-json", "odk.csv"), ("surveycto", "kobo.json")] {
        let said = import(
            &place,
            &fixture("odk.toml"),
            &fixture(file),
            &["--format", format],
        );
        assert!(said.err.contains("Leave --format out"), "{}", said.all());
    }
    let broken = place.file("broken.toml", "[fields]\nenumerator = \"x\"\n");
    let said = import(&place, &broken, &fixture("odk.csv"), &[]);
    assert!(
        said.err.contains("unknown field `enumerator`"),
        "{}",
        said.all()
    );
}
