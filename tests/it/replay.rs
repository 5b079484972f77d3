//! Replay of the quarantine: what was mended comes in as if it had been imported again, the rest stays and says why.

use crate::support::{Place, Said};
use std::path::{Path, PathBuf};

pub const HEADER: &str = "submission_id,enumerator_code,area_code,outcome,started_at,household_ref";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/formats")
        .join(name)
}

pub fn replay(place: &Place, more: &[&str]) -> Said {
    place.run(&[&["quarantine", "replay"], more].concat())
}

fn import_with(place: &Place, mapping: &Path, file: &Path) -> Said {
    let (mapping, file) = (mapping.display().to_string(), file.display().to_string());
    place.run(&["import", "submissions", "--mapping", &mapping, &file])
}

pub fn add_area(place: &Place, code: &str, parent: &str) {
    place.add_areas("uc", &format!("code,name,parent\n{code},New,{parent}\n"));
}

/// The rows that wait: reason's code, reason, body, first and last seen.
pub async fn waiting(place: &Place) -> Vec<store::QuarantineRow> {
    let db = crate::support::open(place.url())
        .await
        .expect("the database opens");
    let rows = db.list_quarantine(None, 0, 100).await.expect("the rows");
    db.close().await;
    rows
}

pub async fn codes(place: &Place) -> Vec<String> {
    let mut codes: Vec<String> = waiting(place)
        .await
        .into_iter()
        .map(|row| row.reason_code)
        .collect();
    codes.sort();
    codes
}

async fn runs(place: &Place) -> Vec<store::RunRow> {
    let db = crate::support::open(place.url())
        .await
        .expect("the database opens");
    let runs = db.list_runs(100).await.expect("the runs");
    db.close().await;
    runs
}

/// Three files in three forms, each with a row for an area that is not there yet.
fn files(place: &Place) -> [PathBuf; 3] {
    let time = "2026-11-20T09:00:00+05:00";
    [
        place.file(
            "comma.csv",
            format!("{HEADER}\nc1,E1,U1,complete,{time},h1\nc2,E1,U9,complete,{time},\"h,2\"\n"),
        ),
        place.file(
            "semicolon.csv",
            format!(
                "\u{feff}{}\r\ns1;E1;U9;complete;{time};h3\r\ns2;E1;U9;done;{time};h4\r\n",
                HEADER.replace(',', ";")
            ),
        ),
        place.file(
            "rows.json",
            format!(
                "[{{\"submission_id\":\"j1\",\"enumerator_code\":\"E2\",\"area_code\":\"U9\",\"outcome\":\"refused\",\
                 \"started_at\":\"{time}\"}},\n {{\"submission_id\":\"j2\", cut ]"
            ),
        ),
    ]
}

#[tokio::test]
async fn rows_of_an_area_imported_since_come_in_as_if_their_files_had_been_imported_again() {
    for (place, reference) in Place::both().await.into_iter().zip(Place::both().await) {
        reference.small_survey().await;
        add_area(&reference, "U9", "T1");
        for file in files(&reference) {
            reference.import(&file);
        }

        place.small_survey().await;
        let files = files(&place);
        for file in &files {
            assert_eq!(place.import(file).code, 3);
        }
        assert_eq!(
            codes(&place).await,
            [
                "malformed",
                "unknown_area",
                "unknown_area",
                "unknown_area",
                "unknown_outcome"
            ]
        );
        // As if it had been an hour ago, and the last row from before formats were kept.
        place
            .execute("UPDATE quarantine SET first_seen_at_ms = first_seen_at_ms - 3600000, last_seen_at_ms = first_seen_at_ms - 3600000, format = NULL")
            .await;
        let before = waiting(&place).await;
        let said = replay(&place, &[]);
        assert_eq!(said.code, 3, "{}", said.all());
        assert!(
            said.out.contains(
                "replayed 5 · accepted 0 · unchanged 0 · updated 0 · still quarantined 5"
            ),
            "{}",
            said.all()
        );
        let runs_before = runs(&place).await.len();
        assert_eq!(runs_before, 3, "nothing was taken: no run");

        add_area(&place, "U9", "T1");
        let said = replay(&place, &[]);
        assert_eq!(said.code, 3, "{}", said.all());
        assert!(
            said.out.contains(
                "replayed 5 · accepted 3 · unchanged 0 · updated 0 · still quarantined 2"
            ),
            "{}",
            said.all()
        );
        // Still bad: since when stays, till when and why are of today.
        let after = waiting(&place).await;
        let [done, cut] = &after[..] else {
            panic!("{after:#?}");
        };
        assert_eq!(
            (done.reason_code.as_str(), cut.reason_code.as_str()),
            ("unknown_outcome", "malformed")
        );
        let done_before = before
            .iter()
            .find(|row| row.body == done.body)
            .expect("it was there");
        assert!(
            done_before.reason.contains("U9") && !done.reason.contains("U9"),
            "{done:?}"
        );
        assert_eq!(done.first_seen_at, done_before.first_seen_at);
        assert!(done.last_seen_at.0 >= done_before.last_seen_at.0 + 3_600_000);
        assert_eq!(
            (done.format, cut.format),
            (Some(1), Some(2)),
            "learnt from the runs"
        );

        let content = place.content().await;
        assert_eq!(content, reference.content().await);
        let listed = runs(&place).await;
        assert_eq!(listed.len(), runs_before + 3, "one for each file");
        assert_eq!(listed[0].source_name, "replay of rows.json");
        assert_eq!(listed[0].actor, "command line");
        assert!(listed[0].finished_at.is_some());

        // Once more, and the files themselves: everything is known.
        let said = replay(&place, &[]);
        assert!(
            said.out.contains(
                "replayed 2 · accepted 0 · unchanged 0 · updated 0 · still quarantined 2"
            ),
            "{}",
            said.all()
        );
        for (file, unchanged) in files
            .iter()
            .zip(["unchanged 2", "unchanged 1", "unchanged 1"])
        {
            let said = place.import(file);
            assert!(said.summary().contains("accepted 0"), "{}", said.all());
            assert!(said.summary().contains(unchanged), "{}", said.all());
        }
        assert_eq!(place.content().await, content);
        assert_eq!(runs(&place).await.len(), listed.len());
        // Their header is with the replay's runs.
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.content().await, content);
    }
}

#[tokio::test]
async fn a_mended_mapping_or_zone_brings_rows_in_and_only_those_that_are_meant() {
    for place in Place::both().await {
        place.small_survey().await;
        let text = std::fs::read_to_string(fixture("kobo.toml")).expect("the fixture");
        let short = place.file("short.toml", text.replace("\"2\" = \"not_at_home\"\n", ""));
        import_with(&place, &short, &fixture("kobo.csv"));
        let untold = place.file(
            "untold.csv",
            format!("{HEADER}\nz1,E1,U1,complete,2026-11-20 09:00:00,h1\n"),
        );
        place.import(&untold);
        assert_eq!(codes(&place).await, ["no_zone", "outcome_not_mapped"]);

        // The mapping that it came with is not better now.
        let said = replay(&place, &["--reason", "outcome_not_mapped"]);
        assert!(
            said.out.contains("replayed 1 · accepted 0"),
            "{}",
            said.all()
        );
        // One that does not fit its file is said, and the row left as it is.
        let wrong = place.file(
            "wrong.toml",
            text.replace("enumerator_code = \"", "enumerator_code = \"no_such_"),
        );
        let said = replay(&place, &["--mapping", &wrong.display().to_string()]);
        assert_eq!(said.code, 3);
        assert!(
            said.out.contains("kobo.csv (import 1): 1 row left as they are: The mapping names fields that the file does not have"),
            "{}",
            said.all()
        );
        let mapping = fixture("kobo.toml").display().to_string();
        let said = replay(&place, &["--reason", "no_zone", "--mapping", &mapping]);
        assert_eq!(said.code, 1);
        assert!(said.err.contains("nothing to map"), "{}", said.all());
        let said = replay(&place, &["--import", "77"]);
        assert!(
            said.code == 1 && said.err.contains("There is no import 77"),
            "{}",
            said.all()
        );
        let said = replay(&place, &["--kind", "targts"]);
        assert!(
            said.code == 2 && said.err.contains("submissions, targets, roster"),
            "{}",
            said.all()
        );
        let said = replay(&place, &["--zone", "Mars/Olympus"]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert_eq!(codes(&place).await, ["no_zone", "outcome_not_mapped"]);

        let said = replay(&place, &["--import", "1", "--mapping", &mapping]);
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(
            said.out.contains(
                "replayed 1 · accepted 1 · unchanged 0 · updated 0 · still quarantined 0"
            ),
            "{}",
            said.all()
        );
        assert_eq!(codes(&place).await, ["no_zone"]);
        let said = replay(&place, &["--kind", "submissions", "--zone", "Asia/Karachi"]);
        assert_eq!(said.code, 0, "{}", said.all());
        assert_eq!(codes(&place).await, [""; 0]);

        let content = place.content().await;
        let said = import_with(&place, &fixture("kobo.toml"), &fixture("kobo.csv"));
        assert!(
            said.summary()
                .starts_with("read 2 · accepted 0 · unchanged 2"),
            "{}",
            said.all()
        );
        let untold = untold.display().to_string();
        let said = place.run(&["import", "submissions", "--zone", "Asia/Karachi", &untold]);
        assert!(
            said.summary()
                .starts_with("read 1 · accepted 0 · unchanged 1"),
            "{}",
            said.all()
        );
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.content().await, content);
    }
}

#[tokio::test]
async fn rows_of_each_tool_come_in_as_if_their_file_had_been_imported_by_the_mended_mapping() {
    for place in Place::both().await {
        place.small_survey().await;
        for (number, (mapping, file)) in [
            ("odk.toml", "odk.csv"),
            ("odk.toml", "odk.json"),
            ("kobo.toml", "kobo.json"),
        ]
        .into_iter()
        .enumerate()
        {
            let text = std::fs::read_to_string(fixture(mapping)).expect("the fixture");
            let short = place.file("short.toml", text.replace("\"2\" = ", "\"other-2\" = "));
            import_with(&place, &short, &fixture(file));
            let whole = fixture(mapping).display().to_string();
            let before = waiting(&place).await.len();
            let import = runs(&place).await[0].run_id.to_string();
            let said = replay(
                &place,
                &[
                    "--import",
                    &import,
                    "--reason",
                    "outcome_not_mapped",
                    "--mapping",
                    &whole,
                ],
            );
            assert!(
                said.out.contains(" · accepted 1 · "),
                "{file}: {}",
                said.all()
            );
            assert_eq!(waiting(&place).await.len(), before - 1, "{file}");
            let runs_before = runs(&place).await.len();
            assert_eq!(
                runs_before,
                2 * (number + 1),
                "an import and its replay each"
            );
            let content = place.content().await;
            let said = import_with(&place, &fixture(mapping), &fixture(file));
            assert!(
                said.summary().contains(" · accepted 0 · "),
                "{file}: {}",
                said.all()
            );
            assert!(
                said.summary().contains(" · updated 0 · "),
                "{file}: {}",
                said.all()
            );
            assert_eq!(place.content().await, content, "{file}");
            assert_eq!(runs(&place).await.len(), runs_before, "{file}");
        }
        let content = place.content().await;
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.content().await, content);
    }
}

#[tokio::test]
async fn rows_of_two_tools_are_never_read_by_one_mapping() {
    let place = Place::sqlite();
    place.small_survey().await;
    for (tool, row_of) in [("kobo", "kobo.csv"), ("odk", "odk.csv")] {
        let text = std::fs::read_to_string(fixture(&format!("{tool}.toml"))).expect("the fixture");
        let short = place.file("short.toml", text.replace("\"2\" = ", "\"22\" = "));
        import_with(&place, &short, &fixture(row_of));
    }
    let before = waiting(&place).await;
    let said = replay(
        &place,
        &["--mapping", &fixture("kobo.toml").display().to_string()],
    );
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("KoboToolbox, ODK Central CSV") && said.err.contains("--import"),
        "{}",
        said.all()
    );
    assert_eq!(waiting(&place).await, before);
}
