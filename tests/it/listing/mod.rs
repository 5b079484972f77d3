//! Household listings: read in, read again, corrected, counted, shown to whom, forgotten; through the real program on both databases.

mod asked;
mod pages;

use crate::support::{Place, Said};
use std::process::Stdio;
use std::time::Duration;

const HEADER: &str = "household_ref,area_code,latitude,longitude,address,enumerator_code\n";

/// Reads a listing in from rows under [`HEADER`].
pub fn listing(place: &Place, name: &str, rows: &str, more: &[&str]) -> Said {
    let file = place.file(&format!("{name}.csv"), format!("{HEADER}{rows}"));
    let file = file.display().to_string();
    let asked = ["listing", "import", "--name", "households", &file];
    place.run(&[&asked[..], more].concat())
}

/// What an import says at its end, without its seconds.
fn counts(said: &Said) -> &str {
    said.summary()
}

/// What `listing list` says of the only listing, from its counts on.
fn far(place: &Place) -> String {
    let said = place.must(&["listing", "list"]);
    let (_, counts) = said.out.split_once("listed ").expect("a listing");
    let (counts, _) = counts.split_once(" · read ").unwrap_or((counts, ""));
    counts.to_owned()
}

const ROWS: &str = "\
    H-1,U1,31.01,74.01,\"House 1, Street 4\",E1\n\
    H-2,U1,31.02,74.02,House 2,E1\n\
    H-3,U1,,,House 3,\n\
    H-1,U2,,,,\n";

async fn survey(place: &Place) {
    place.small_survey().await;
    let rows = [
        ("s1", "H-1", "U1", "refused"),
        ("s2", "H-1", "U1", "complete"),
        ("s3", "H-2", "U1", "not_at_home"),
        ("s4", "H-9", "U1", "complete"),
        ("s5", "", "U2", "complete"),
    ];
    let mut text =
        "submission_id,enumerator_code,household_ref,area_code,outcome,started_at,latitude,longitude\n"
            .to_owned();
    for (n, (id, household, area, outcome)) in rows.into_iter().enumerate() {
        text += &format!(
            "{id},E1,{household},{area},{outcome},2026-01-10T05:{:02}:00Z,31.05,74.05\n",
            n * 10
        );
    }
    assert_eq!(place.import(&place.file("visits.csv", text)).code, 0);
}

#[tokio::test]
async fn a_listing_is_counted_against_visits_whichever_came_first() {
    for place in Place::both().await {
        survey(&place).await;
        let said = listing(&place, "first", ROWS, &[]);
        assert_eq!(said.code, 0, "{}", said.all());
        let expected = "read 4 · new 4 · changed 0 · unchanged 0 · gone 0 · refused 0";
        assert_eq!(counts(&said), expected);
        let so_far = "4 · interviewed 1 · attempted 1 · nobody visited 2 · not on the list 1";
        assert_eq!(far(&place), so_far);
        // A visit that comes later is counted as well.
        let later = "submission_id,enumerator_code,household_ref,area_code,outcome,started_at\n\
            s6,E1,H-3,U1,complete,2026-01-11T05:00:00Z\n";
        assert_eq!(place.import(&place.file("later.csv", later)).code, 0);
        let so_far = "4 · interviewed 2 · attempted 1 · nobody visited 1 · not on the list 1";
        assert_eq!(far(&place), so_far);
    }
}

#[tokio::test]
async fn the_same_file_again_changes_nothing_and_a_corrected_one_replaces_by_reference() {
    for place in Place::both().await {
        survey(&place).await;
        assert_eq!(listing(&place, "first", ROWS, &[]).code, 0);
        let before = place.content().await;
        let again = listing(&place, "first", ROWS, &[]);
        assert!(again.out.contains("nothing was changed"), "{}", again.all());
        assert_eq!(place.content().await, before);

        let corrected = ROWS
            .replace("House 2", "The blue gate")
            .replace("H-3,U1", "H-4,U1");
        let dry = listing(&place, "second", &corrected, &["--dry-run"]);
        let expected = "read 4 · new 1 · changed 1 · unchanged 2 · gone 1 · refused 0";
        assert_eq!(counts(&dry), expected, "{}", dry.all());
        assert_eq!(place.content().await, before, "a dry run writes nothing");
        let said = listing(&place, "second", &corrected, &[]);
        assert_eq!(counts(&said), expected, "{}", said.all());
        // Who was interviewed stays interviewed; the one that is gone was visited by nobody.
        let so_far = "4 · interviewed 1 · attempted 1 · nobody visited 2 · not on the list 1";
        assert_eq!(far(&place), so_far);
        let some = listing(&place, "third", "H-8,U2,,,,\n", &["--keep-others"]);
        let expected = "read 1 · new 1 · changed 0 · unchanged 0 · gone 0 · refused 0";
        assert_eq!(counts(&some), expected, "{}", some.all());
        assert!(far(&place).starts_with("5 · "), "{}", far(&place));
    }
}

#[tokio::test]
async fn bad_rows_are_refused_with_what_is_wrong_and_remove_nobody() {
    for place in Place::both().await {
        survey(&place).await;
        assert_eq!(listing(&place, "first", ROWS, &[]).code, 0);
        let bad = "\
            H-1,U1,31.01,74.01,\"House 1, Street 4\",E1\n\
            ,U1,,,zz-no-reference,\n\
            H-5,U9,,,zz-no-area,\n\
            H-6,U1,95,74,zz-no-place,\n\
            H-7,U1,,,zz-nobody,E-none\n\
            H-1,U1,,,zz-otherwise,\n\
            H-8,U1\n";
        let said = listing(&place, "second", bad, &[]);
        assert_eq!(said.code, 3, "{}", said.all());
        let expected = "read 7 · new 0 · changed 0 · unchanged 1 · gone 0 · refused 6";
        assert_eq!(counts(&said), expected, "{}", said.all());
        for line in [3, 4, 5, 6, 7, 8] {
            assert!(
                said.out.contains(&format!("line {line}: ")),
                "{}",
                said.all()
            );
        }
        assert!(!said.all().contains("zz-"), "{}", said.all());
        let refused = place.path("second.csv.refused.csv");
        let kept = std::fs::read_to_string(&refused).expect("the file of refusals");
        assert_eq!(kept.lines().count(), 7, "{kept}");
        assert!(kept.contains("zz-no-area") && kept.contains("enumerator_code is nobody's"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&refused)
                .expect("it is there")
                .permissions();
            assert_eq!(mode.mode() & 0o077, 0, "for its owner's eyes alone");
        }
        // Corrected, the file of refusals is imported as it is.
        let mended = kept
            .replace(",U9,", ",U2,")
            .replace("E-none", "E1")
            .lines()
            .filter(|line| {
                line.starts_with("line,")
                    || line.contains("zz-no-area")
                    || line.contains("zz-nobody")
            })
            .map(|line| format!("{line}\n"))
            .collect::<String>();
        let file = place.file("mended.csv", mended).display().to_string();
        let said = place.run(&[
            "listing",
            "import",
            "--name",
            "households",
            "--keep-others",
            &file,
        ]);
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(counts(&said).contains("read 2 · new 2 "), "{}", said.all());
        assert!(far(&place).starts_with("6 · "), "{}", far(&place));
    }
}

#[tokio::test]
async fn what_is_no_listing_is_refused_with_a_sentence_that_says_what_to_do() {
    let place = Place::sqlite();
    place.small_survey().await;
    let import = |name: &str, content: &str, more: &[&str]| {
        let file = place.file(name, content).display().to_string();
        let said = place.run(&[&["listing", "import", &file], more].concat());
        assert_eq!(said.code, 1, "{}", said.all());
        said.err
    };
    let name = ["--name", "x"];
    for (content, expected) in [
        ("a,b\n1,2\n", "household_ref"),
        ("{\"a\": 1}", "FeatureCollection"),
        ("", "The file is empty"),
        ("household_ref,area_code\n", "no household"),
    ] {
        let said = import("no.csv", content, &name);
        assert!(said.contains(expected), "{content}: {said}");
    }
    let row = "household_ref,area_code\nH,U1\n";
    assert!(import("a.csv", row, &["--name", " "]).contains("--name"));
    // Which wave is meant has to be plain.
    let targets = "area_code,wave_code,target_households,starts_on,ends_on\n\
        U1,W1,5,2026-01-01,2026-02-01\nU1,W2,5,2026-03-01,2026-04-01\n";
    let targets = place.file("targets.csv", targets).display().to_string();
    place.must(&["import", "targets", &targets]);
    assert!(import("a.csv", row, &name).contains("--wave with one of W1, W2"));
    let said = import("a.csv", row, &["--name", "x", "--wave", "W3"]);
    assert!(said.contains("No wave has the code W3"), "{said}");
    let file = place.file("a.csv", row).display().to_string();
    place.must(&["listing", "import", "--name", "x", "--wave", "W1", &file]);
    let said = import("a.csv", row, &["--name", "x", "--wave", "W2"]);
    assert!(said.contains("is a census of wave W1"), "{said}");
    let said = place.run(&["listing", "remove", "y", "--reason", "a slip"]);
    assert!(
        said.err.contains("No listing has the name y"),
        "{}",
        said.all()
    );
    place.must(&["listing", "remove", "x", "--reason", "drawn anew"]);
    assert!(place.must(&["listing", "list"]).out.contains("No listing"));
}

#[tokio::test]
async fn features_and_rows_of_the_same_households_are_the_same_listing() {
    let (csv, features) = (Place::sqlite(), Place::sqlite());
    for place in [&csv, &features] {
        survey(place).await;
    }
    let rows = "H-1,U1,31.01,74.01,House 1,E1\nH-3,U2,,,,\n";
    let file = features.file(
        "households.csv",
        r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [74.01, 31.01]},
             "properties": {"household_ref": "H-1", "area_code": "U1", "address": "House 1", "enumerator_code": "E1"}},
            {"type": "Feature", "geometry": null, "properties": {"household_ref": "H-3", "area_code": "U2"}}]}"#,
    );
    let file = file.display().to_string();
    features.must(&["listing", "import", "--name", "households", &file]);
    assert_eq!(listing(&csv, "households", rows, &[]).code, 0);
    assert_eq!(csv.content().await, features.content().await);
}

#[tokio::test]
async fn an_import_killed_at_any_moment_and_started_again_ends_as_an_undisturbed_one() {
    let rows: String = (0..30_000)
        .map(|n| format!("H-{n},U{},31.{n:05},74.{n:05},\"House {n}\",\n", 1 + n % 2))
        .collect();
    let undisturbed = Place::sqlite();
    survey(&undisturbed).await;
    assert_eq!(listing(&undisturbed, "large", &rows, &[]).code, 0);
    let content = undisturbed.content().await;
    for place in Place::both().await {
        survey(&place).await;
        let file = place.file("large.csv", format!("{HEADER}{rows}"));
        let file = file.display().to_string();
        let mut killed = 0;
        for wait_ms in [400, 900, 1_500, 2_500] {
            let mut import = place
                .command(&["listing", "import", "--name", "households", &file])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            tokio::time::sleep(Duration::from_millis(wait_ms)).await;
            if import.try_wait().expect("it can be asked").is_none() {
                import.kill().expect("it can be killed");
                killed += 1;
            }
            import.wait().expect("it has ended");
        }
        assert!(killed > 0, "no import ran long enough to be killed");
        place.must(&["listing", "import", "--name", "households", &file]);
        place.must(&["listing", "list"]);
        assert!(place.content().await == content, "the content differs");
    }
}

/// What is at rest: neither references nor addresses can be read in the database's file, and a backup brings everything back.
#[tokio::test]
async fn references_and_addresses_are_sealed_and_a_backup_holds_them() {
    let place = Place::sqlite();
    survey(&place).await;
    let rows = "ZZ-REFERENCE-1,U1,31.01,74.01,zz-behind-the-mill,E1\n";
    assert_eq!(listing(&place, "first", rows, &[]).code, 0);
    let content = place.content().await;
    assert!(
        content
            .iter()
            .any(|line| line.contains("zz-behind-the-mill"))
    );
    let backup = place.path("copy.backup").display().to_string();
    place.must(&["backup", &backup]);
    for name in place.files() {
        let is_of_the_database = name.starts_with("test.db") || name.starts_with("copy");
        let bytes = std::fs::read(place.path(&name)).unwrap_or_default();
        for mark in ["ZZ-REFERENCE-1", "zz-behind-the-mill"] {
            let found = bytes
                .windows(mark.len())
                .any(|part| part == mark.as_bytes());
            assert!(!(is_of_the_database && found), "{mark} stands in {name}");
        }
    }
    let restored = Place::sqlite();
    restored.must(&["restore", &backup]);
    assert_eq!(restored.content().await, content);
}
