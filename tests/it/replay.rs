//! Replay of the quarantine: what was mended comes in as if it had been imported again, the rest stays and says why.

use crate::push::{NDJSON, Pushed, request, row, token};
use crate::support::{Place, Said};
use std::path::{Path, PathBuf};
use std::process::Stdio;

const HEADER: &str = "submission_id,enumerator_code,area_code,outcome,started_at,household_ref";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/formats")
        .join(name)
}

fn replay(place: &Place, more: &[&str]) -> Said {
    place.run(&[&["quarantine", "replay"], more].concat())
}

fn import_with(place: &Place, mapping: &Path, file: &Path) -> Said {
    let (mapping, file) = (mapping.display().to_string(), file.display().to_string());
    place.run(&["import", "submissions", "--mapping", &mapping, &file])
}

fn add_area(place: &Place, code: &str, parent: &str) {
    let file = place.file(
        "more-areas.csv",
        format!("code,name,parent\n{code},New,{parent}\n"),
    );
    let file = file.display().to_string();
    place.must(&[
        "import", "areas", "--level", "uc", "--code", "code", "--name", "name", "--parent",
        "parent", &file,
    ]);
}

/// The rows that wait: reason's code, reason, body, first and last seen.
async fn waiting(place: &Place) -> Vec<store::QuarantineRow> {
    let db = store::Db::open(place.url())
        .await
        .expect("the database opens");
    let rows = db.list_quarantine(None, 0, 100).await.expect("the rows");
    db.close().await;
    rows
}

async fn codes(place: &Place) -> Vec<String> {
    let mut codes: Vec<String> = waiting(place)
        .await
        .into_iter()
        .map(|row| row.reason_code)
        .collect();
    codes.sort();
    codes
}

async fn runs(place: &Place) -> Vec<store::RunRow> {
    let db = store::Db::open(place.url())
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
        reference.small_survey();
        add_area(&reference, "U9", "T1");
        for file in files(&reference) {
            reference.import(&file);
        }

        place.small_survey();
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
        place.small_survey();
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
        place.small_survey();
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
    place.small_survey();
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

#[tokio::test]
async fn what_a_token_may_not_speak_for_does_not_come_in_by_a_replay() {
    for place in Place::both().await {
        let pushed = Pushed::new(place).await;
        let narrow = token(&pushed.place, "narrow", "U2");
        let rows = [
            row("in", "U2", "complete"),
            row("out", "U1", "complete"),
            row("new", "U9", "complete"),
        ];
        pushed
            .send(request(&narrow, NDJSON, None, rows.concat()))
            .await;
        let (_, answer) = pushed.push(row("wide", "U9", "complete")).await;
        assert_eq!(answer["quarantined"], 1, "{answer}");
        pushed.site.desks().close().await;
        pushed.place.must(&["token", "revoke", "narrow"]);
        assert_eq!(
            codes(&pushed.place).await,
            ["outside_scope", "unknown_area", "unknown_area"]
        );

        add_area(&pushed.place, "U9", "T1");
        let said = replay(&pushed.place, &[]);
        assert!(
            said.out.contains(
                "replayed 3 · accepted 1 · unchanged 0 · updated 0 · still quarantined 2"
            ),
            "{}",
            said.all()
        );
        // The area is known now, and still not the token's.
        let after = waiting(&pushed.place).await;
        assert_eq!(codes(&pushed.place).await, ["outside_scope"; 2]);
        assert!(
            after.iter().any(|row| row
                .reason
                .contains("U2 and what lies below it; U9 does not")),
            "{after:#?}"
        );
        // The same row from somebody who may speak for it.
        let file = pushed
            .place
            .file("by-hand.ndjson", row("out", "U1", "complete"));
        assert_eq!(pushed.place.import(&file).code, 0);
        assert_eq!(waiting(&pushed.place).await.len(), 1);
    }
}

#[tokio::test]
async fn what_a_token_may_speak_for_by_now_comes_in() {
    let pushed = Pushed::new(Place::sqlite()).await;
    let file = pushed
        .place
        .file("t2.csv", "code,name,parent\nT2,Other,D1\n");
    let file = file.display().to_string();
    pushed.place.must(&[
        "import", "areas", "--level", "tehsil", "--code", "code", "--name", "name", "--parent",
        "parent", &file,
    ]);
    let other = token(&pushed.place, "other", "T2");
    pushed
        .send(request(&other, NDJSON, None, row("a", "U2", "complete")))
        .await;
    assert_eq!(codes(&pushed.place).await, ["outside_scope"]);
    // The union council was filed under the wrong tehsil.
    add_area(&pushed.place, "U2", "T2");
    let said = replay(&pushed.place, &[]);
    assert!(
        said.out.contains("replayed 1 · accepted 1"),
        "{}",
        said.all()
    );
}

#[tokio::test]
async fn a_target_that_waited_never_changes_one_that_is_on_file() {
    for place in Place::both().await {
        place.small_survey();
        let header = "area_code,wave_code,target_households,starts_on,ends_on";
        let target =
            |area: &str, households: u32| format!("{area},W1,{households},2026-11-01,2026-11-30\n");
        let import = |name: &str, rows: String| {
            let file = place
                .file(name, format!("{header}\n{rows}"))
                .display()
                .to_string();
            place.run(&["import", "targets", &file])
        };
        import(
            "old.csv",
            target("U8", 100) + &target("U9", 100) + &target("U1", 5),
        );
        import(
            "new.csv",
            target("U9", 200) + &target("U1", 7) + &target("U1", 6),
        );
        let roster = place.file(
            "roster.csv",
            "enumerator_code;name;tehsil_code\nE1;Ali;T9\n",
        );
        let roster = roster.display().to_string();
        place.run(&["import", "roster", &roster]);
        for code in ["U8", "U9"] {
            add_area(&place, code, "T1");
        }
        import("newest.csv", target("U8", 300));
        let said = replay(&place, &[]);
        assert!(
            said.out.contains(
                "replayed 5 · accepted 1 · unchanged 0 · updated 0 · still quarantined 4"
            ),
            "{}",
            said.all()
        );
        let targets: Vec<String> = place
            .content()
            .await
            .into_iter()
            .filter(|line| line.starts_with("target|"))
            .collect();
        for expected in ["U8|W1|300", "U9|W1|200", "U1|W1|6"] {
            assert!(
                targets.iter().any(|line| line.contains(expected)),
                "{expected} in {targets:#?}"
            );
        }
        assert_eq!(
            codes(&place).await,
            ["overruled", "overruled", "overruled", "unknown_area"]
        );
        let content = place.content().await;
        replay(&place, &[]);
        assert_eq!(place.content().await, content);
        // The tehsil is mended: the line of the roster comes in, and the file is then known.
        let file = place
            .file("t9.csv", "code,name,parent\nT9,Ninth,D1\n")
            .display()
            .to_string();
        place.must(&[
            "import", "areas", "--level", "tehsil", "--code", "code", "--name", "name", "--parent",
            "parent", &file,
        ]);
        let said = replay(&place, &["--kind", "roster"]);
        assert!(
            said.out.contains("replayed 1 · accepted 1"),
            "{}",
            said.all()
        );
        let said = place.run(&["import", "roster", &roster]);
        assert!(
            said.summary()
                .starts_with("read 1 · accepted 0 · unchanged 1"),
            "{}",
            said.all()
        );
    }
}

/// A row without a time of receipt was received when it came, not when it was replayed.
#[tokio::test]
async fn a_row_that_waited_does_not_pass_for_newer_than_what_came_meanwhile() {
    for place in Place::both().await {
        place.small_survey();
        let row = |area: &str, outcome: &str| {
            format!("{HEADER}\nr1,E1,{area},{outcome},2026-11-20T09:00:00+05:00,h1\n")
        };
        place.import(&place.file("first.csv", row("U9", "partial")));
        place
            .execute("UPDATE quarantine SET first_seen_at_ms = first_seen_at_ms - 1000")
            .await;
        assert_eq!(
            place
                .import(&place.file("second.csv", row("U1", "complete")))
                .code,
            0
        );
        add_area(&place, "U9", "T1");
        let said = replay(&place, &[]);
        assert!(
            said.out
                .contains("accepted 0 · unchanged 0 · updated 1 · still quarantined 0"),
            "{}",
            said.all()
        );
        let content = place.content().await;
        let facts: Vec<&String> = content
            .iter()
            .filter(|line| line.starts_with("fact|"))
            .collect();
        assert!(facts.len() == 1 && facts[0].contains("|U1|"), "{facts:#?}");
    }
}

#[tokio::test]
async fn a_replay_killed_half_way_or_twice_at_once_loses_nothing_and_takes_nothing_twice() {
    for place in Place::both().await {
        place.small_survey();
        let mut rows = HEADER.to_owned();
        for number in 0..20_000 {
            rows.push_str(&format!(
                "\nk{number},E1,U9,complete,2026-11-20T09:00:00+05:00,h{number}"
            ));
        }
        place.import(&place.file("many.csv", rows));
        add_area(&place, "U9", "T1");
        let start = || {
            place
                .command(&["quarantine", "replay"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts")
        };
        // Of one moment: nothing was taken between the first look at the quarantine and the second.
        let counts = async || {
            let db = store::Db::open(place.url())
                .await
                .expect("the database opens");
            let waiting = async || {
                let counts = db.count_quarantine().await.expect("counts");
                counts.iter().map(|count| count.rows).sum::<u64>()
            };
            let mut before = waiting().await;
            loop {
                let facts = db.raw_current(0, 30_000).await.expect("facts").len() as u64;
                let after = waiting().await;
                if before == after {
                    db.close().await;
                    return (facts, after);
                }
                before = after;
            }
        };
        let db = store::Db::open(place.url())
            .await
            .expect("the database opens");
        let mut first = start();
        while db.raw_current(0, 1).await.expect("facts").is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        first.kill().expect("it can be killed");
        first.wait().expect("it has ended");
        let (facts, waiting) = counts().await;
        assert_eq!(facts + waiting, 20_000);
        assert!(waiting > 0, "it was killed too late to show anything");
        let mut both = [start(), start()];
        for process in &mut both {
            assert_eq!(process.wait().expect("it has ended").code(), Some(0));
        }
        assert_eq!(counts().await, (20_000, 0));
    }
}
