//! Retention: what is due, archives, deletion, and what stays true after it; on both databases, through the real program.

use crate::support::{KEY, Place, Said, keys_of, spot};
use domain::audit::{By, Stamp};
use domain::time::EpochMs;
use server::retention::{archive, run};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use store::Vault;
use store::retention::{FactKey, ToErase};

const HEADER: &str = "submission_id,wave_code,enumerator_code,device_id,household_ref,area_code,outcome,started_at,ended_at,received_at,latitude,longitude,household_size\n";

fn row(id: &str, wave: &str, household: &str, outcome: &str, minute: u32) -> String {
    format!(
        "{id},{wave},E1,T1,{household},U1,{outcome},2020-01-10T05:{minute:02}:00Z,2020-01-10T05:{:02}:30Z,2020-01-10T18:00:00Z,31.05,74.05,6\n",
        minute + 1
    )
}

fn import(place: &Place, name: &str, rows: &str) -> Said {
    place.import(&place.file(name, format!("{HEADER}{rows}")))
}

/// Two waves: four visits in the one (a household twice, a refusal, a revision), one in the other; a trail; a row that cannot be taken.
pub async fn survey(place: &Place) -> String {
    place.small_survey().await;
    let rows = [
        row("s1", "w1", "H-secret-1", "complete", 1),
        row("s2", "w1", "H-secret-1", "complete", 4),
        row("s3", "w1", "H-secret-2", "complete", 8),
        row("s4", "w1", "H-secret-3", "refused", 12),
        row("s5", "w2", "H-secret-1", "complete", 20),
    ]
    .concat();
    assert_eq!(import(place, "first.csv", &rows).code, 0);
    // A later revision of one, and a row that cannot be taken.
    let revised = row("s3", "w1", "H-secret-2", "complete", 9).replace("T18:00:00Z", "T19:00:00Z");
    let bad = row("s9", "w1", "H-secret-9", "maybe", 30);
    assert_eq!(
        import(place, "second.csv", &format!("{revised}{bad}")).code,
        3
    );
    let audit = place.file(
        "audit.csv",
        "instance ID,event,node,start,end\ns1,question,/data/roof,1578632460000,1578632470000\n",
    );
    let audit = audit.display().to_string();
    place.must(&["import", "submissions", "--format", "odk-audit", &audit]);
    place.must(&["reprocess"]);
    rows
}

pub fn end_enrolment(place: &Place, day: &str) {
    place.must(&["retention", "wave", "w1", "--enrolled-until", day]);
}

fn archives(place: &Place) -> String {
    place.path("archives").display().to_string()
}

pub fn retention(place: &Place) -> Said {
    place.run(&["retention", "run", "--archive", &archives(place)])
}

/// Everything that pages sum: it must not change by a deletion.
fn sums(content: &[String]) -> Vec<&String> {
    let sums = ["area_day|", "enumerator_day|"];
    let is_sum = |line: &&String| sums.iter().any(|table| line.starts_with(table));
    content.iter().filter(is_sum).collect()
}

fn lines_of<'a>(content: &'a [String], table: &str) -> Vec<&'a String> {
    let is_of = |line: &&String| line.starts_with(&format!("{table}|"));
    content.iter().filter(is_of).collect()
}

pub fn archive_files(place: &Place) -> Vec<PathBuf> {
    let Ok(folder) = std::fs::read_dir(place.path("archives")) else {
        return Vec::new();
    };
    let paths = folder.map(|entry| entry.expect("a file").path());
    let is_archive = |path: &PathBuf| {
        ["ndjson", "sealed"]
            .map(OsStr::new)
            .contains(&path.extension().unwrap_or_default())
    };
    let mut paths: Vec<PathBuf> = paths.filter(is_archive).collect();
    paths.sort();
    paths
}

/// What an archive holds, as the program opens it.
pub fn text_of(place: &Place, file: &Path) -> String {
    let out = place.path("opened.ndjson");
    let _ = std::fs::remove_file(&out);
    let (file, to) = (file.display().to_string(), out.display().to_string());
    place.must(&["retention", "open", &file, "--out", &to]);
    only_its_owners(&out);
    std::fs::read_to_string(&out).expect("it can be read")
}

/// The flags without the ids of submissions, which are not known any more once these are gone.
fn flags(place: &Place) -> Vec<String> {
    let out = place.must(&["export", "flags"]).out;
    let without_ids = |line: &str| {
        let (left, right) = (line.splitn(6, ','), line.splitn(8, ','));
        let left: Vec<&str> = left.take(5).collect();
        format!("{}|{}", left.join(","), right.last().unwrap_or_default())
    };
    out.lines().map(without_ids).collect()
}

#[tokio::test]
async fn a_dry_run_says_what_is_due_and_changes_nothing() {
    for place in Place::both().await {
        survey(&place).await;
        let nothing = place.must(&["retention", "run", "--dry-run", "--on", "2021-01-01"]);
        assert!(
            nothing.out.contains("Nothing is due on 2021-01-01."),
            "{}",
            nothing.all()
        );
        end_enrolment(&place, "2020-02-28");
        let content = place.content().await;
        let head = place.must(&["audit", "head"]).out;
        // The last day of enrolment is one of them.
        let before = place.must(&["retention", "run", "--dry-run", "--on", "2020-02-28"]);
        assert!(before.out.contains("Nothing is due"), "{}", before.all());
        let due = place.must(&["retention", "run", "--dry-run", "--on", "2020-02-29"]);
        let expected = "raw_submission: 4 rows of wave w1, due since 2020-02-29 (while enrolled, then archived; the archive is deleted 7 years after)";
        assert!(due.out.contains(expected), "{}", due.all());
        assert!(due.out.contains("nothing was changed"), "{}", due.all());
        assert!(!due.all().contains("secret"), "{}", due.all());
        assert_eq!(place.content().await, content);
        assert_eq!(place.must(&["audit", "head"]).out, head);
        assert!(archive_files(&place).is_empty());
    }
}

#[tokio::test]
async fn what_is_archived_goes_stays_counted_and_does_not_come_back() {
    for place in Place::both().await {
        let rows = survey(&place).await;
        end_enrolment(&place, "2020-02-28");
        let (content, found) = (place.content().await, flags(&place));
        assert!(found.len() > 9, "{found:?}");
        let said = retention(&place);
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(
            said.out.contains("wave w1 of 4 · archive") && said.out.contains("deleted 4"),
            "{}",
            said.all()
        );
        let after = place.content().await;
        assert_eq!(sums(&after), sums(&content));
        assert_eq!(lines_of(&after, "raw").len(), 1, "the other wave's alone");
        assert!(
            lines_of(&after, "raw_trail").is_empty() && lines_of(&after, "trail_fact").is_empty()
        );
        // The row that could not be taken was seen today; what is left names no household.
        let left: Vec<&String> = after
            .iter()
            .filter(|line| !line.starts_with("quarantine|"))
            .collect();
        for gone in ["H-secret-2", "H-secret-3", "|s1|", "|s4|"] {
            assert!(!left.iter().any(|line| line.contains(gone)), "{gone}");
        }

        // The archive holds all of it, for its owner's eyes, and is what its manifest says.
        let [file] = archive_files(&place).try_into().expect("one archive");
        let text = text_of(&place, &file);
        assert_eq!(text.lines().count(), 4);
        for whole in [
            "H-secret-1",
            "H-secret-3",
            "/data/roof",
            "05:08:00Z",
            "05:09:00Z",
        ] {
            assert!(text.contains(whole), "{whole}");
        }
        assert!(!text.contains("\"s5\""));
        only_its_owners(&file);
        let manifest = std::fs::read(archive::manifest_path(&file)).expect("its manifest");
        let manifest: archive::Manifest = serde_json::from_slice(&manifest).expect("JSON");
        assert_eq!(
            (manifest.rows, manifest.delete_on.as_str()),
            (4, "2027-03-01")
        );
        let hash = domain::hex::from_hex(&manifest.sha256).expect("hexadecimal");
        let hash = hash.try_into().expect("32 bytes");
        assert!(archive::is_whole(&file, &hash).expect("it can be read"));

        // Again: nothing. Sent again, in whatever form: known. Derived and judged again: the same.
        let again = retention(&place);
        assert!(again.out.contains("Nothing is due."), "{}", again.all());
        assert_eq!(archive_files(&place).len(), 1);
        let late = row("s1", "w1", "H-secret-1", "complete", 40);
        for sent in [rows, late] {
            let said = import(&place, "again.csv", &sent);
            assert!(
                said.summary().contains(" · accepted 0 · "),
                "{}",
                said.all()
            );
            assert!(said.summary().contains(" · updated 0 · "), "{}", said.all());
        }
        let audit = place.path("audit.csv").display().to_string();
        let said = place.must(&["import", "submissions", "--format", "odk-audit", &audit]);
        assert!(
            said.summary().contains(" · accepted 0 · "),
            "{}",
            said.all()
        );
        assert_eq!(place.content().await, after);
        place.execute("INSERT INTO unjudged (enumerator_id) SELECT DISTINCT enumerator_id FROM fact WHERE TRUE ON CONFLICT DO NOTHING").await;
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.content().await, after, "derived again");
        assert_eq!(flags(&place), found, "judged again");
        let verified = place.must(&["audit", "verify"]);
        assert!(
            verified.out.contains("The trail is whole."),
            "{}",
            verified.all()
        );
    }
}

pub fn only_its_owners(file: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

/// What a run does, step by step, as it would be when it is stopped in between.
async fn stopped(place: &Place, after_batches: usize) {
    stopped_with(place, after_batches, keys_of(KEY).as_deref()).await;
}

/// … by a program with these keys.
pub async fn stopped_with(place: &Place, after_batches: usize, keys: Option<&Vault>) {
    let db = crate::support::open(place.url()).await.expect("it opens");
    let folder = place.path("archives");
    archive::prepare(&folder).expect("a folder");
    let by = Stamp {
        by: By::command("test"),
        at: EpochMs(1_600_000_000_000),
    };
    let zone = jiff::tz::TimeZone::UTC;
    let waves = db.waves_of_retention().await.expect("waves");
    let wave = waves
        .iter()
        .find(|wave| wave.code == "w1")
        .expect("the wave");
    let at = run::Place {
        db: &db,
        folder: &folder,
        by: &by,
        zone: &zone,
        keys,
        progress: &AtomicU64::new(0),
    };
    let row = run::archive_wave(&at, wave).await.expect("it is written");
    let row = row.expect("there are rows");
    let page = db
        .submissions_of_wave(wave.wave_id, FactKey::FIRST, 9)
        .await
        .expect("a page");
    let mut held = Vec::new();
    for (_, hash, id) in page {
        held.push(db.held(hash, &id).await.expect("it is there"));
    }
    // As the run does it: those that do not count first.
    held.sort_by_key(|one| one.fact.as_ref().is_some_and(|fact| fact.counted));
    for one in held.into_iter().take(after_batches) {
        let erase = ToErase {
            id_hash: one.id_hash,
            submission_id: one.submission_id,
            revisions: one
                .revisions
                .iter()
                .map(|revision| revision.raw_id)
                .collect(),
        };
        let entry = domain::audit::Entry::new(by.at, &by.by, domain::audit::Action::Retention);
        let erased = db
            .erase_submissions(&[erase], &[7; 32], by.at, |_| entry)
            .await;
        assert_eq!(erased.expect("it goes").submissions, 1);
    }
    assert!(!row.emptied);
    db.close().await;
}

#[tokio::test]
async fn a_run_that_was_killed_between_archive_and_deletion_is_finished_by_the_next() {
    for batches in [0, 1, 3, 4] {
        for place in Place::both().await {
            survey(&place).await;
            end_enrolment(&place, "2020-02-28");
            let before = place.content().await;
            stopped(&place, batches).await;
            let halfway = place.content().await;
            assert_eq!(sums(&halfway), sums(&before));
            if batches == 0 {
                assert_eq!(halfway, before, "an archive alone deletes nothing");
            }
            // Whatever happens meanwhile, what counted counts.
            place.must(&["reprocess", "--all"]);
            assert_eq!(sums(&place.content().await), sums(&before));
            let said = retention(&place);
            assert_eq!(said.code, 0, "{}", said.all());
            assert!(
                said.out.contains(&format!("deleted {}", 4 - batches)),
                "{}",
                said.all()
            );
            assert_eq!(archive_files(&place).len(), 1, "no second archive");
            let after = place.content().await;
            assert_eq!(sums(&after), sums(&before));
            assert_eq!(lines_of(&after, "raw").len(), 1);
            assert!(retention(&place).out.contains("Nothing is due."));
            place.must(&["audit", "verify"]);
        }
    }
}

#[tokio::test]
async fn an_archive_that_is_not_whole_deletes_nothing() {
    let place = Place::sqlite();
    survey(&place).await;
    end_enrolment(&place, "2020-02-28");
    stopped(&place, 0).await;
    let content = place.content().await;
    let [file] = archive_files(&place).try_into().expect("one archive");
    let text = std::fs::read(&file).expect("it can be read");
    std::fs::write(&file, &text[..text.len() - 1]).expect("it can be written");
    let said = retention(&place);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err.contains("Nothing was deleted by it"),
        "{}",
        said.all()
    );
    assert_eq!(place.content().await, content);
    std::fs::write(&file, &text).expect("it can be written");
    assert_eq!(retention(&place).code, 0);
}

#[tokio::test]
async fn what_has_changed_since_it_was_archived_stays_and_is_archived_again() {
    for place in Place::both().await {
        survey(&place).await;
        end_enrolment(&place, "2020-02-28");
        stopped(&place, 0).await;
        let revised =
            row("s4", "w1", "H-secret-3", "refused", 13).replace("T18:00:00Z", "T20:00:00Z");
        assert_eq!(import(&place, "revised.csv", &revised).code, 0);
        let said = retention(&place);
        assert!(
            said.out.contains("deleted 3 · 1 changed meanwhile"),
            "{}",
            said.all()
        );
        // The same run finds it due again and takes it with its revision.
        let files = archive_files(&place);
        assert_eq!(files.len(), 2, "{}", said.all());
        let text = text_of(&place, &files[1]);
        assert!(
            text.contains("05:12:00Z") && text.contains("05:13:00Z"),
            "{text}"
        );
        assert_eq!(lines_of(&place.content().await, "raw").len(), 1);
    }
}

#[tokio::test]
async fn an_archive_is_deleted_when_seven_years_are_over_and_flags_with_it() {
    for place in Place::both().await {
        survey(&place).await;
        end_enrolment(&place, "2010-02-28");
        place.execute("INSERT INTO finding SELECT 1, 77, 1, 1, 1, 18271, f.area_id, f.wave_id, NULL, '{}', '{}', 1 FROM fact f WHERE f.counted AND f.wave_id = (SELECT wave_id FROM wave WHERE code = 'w1') LIMIT 1").await;
        let said = retention(&place);
        assert!(said.out.contains("deleted 4"), "{}", said.all());
        let [file] = archive_files(&place).try_into().expect("one archive");
        // Moved elsewhere: said, and not taken for deleted.
        let aside = place.path("aside.ndjson");
        std::fs::rename(&file, &aside).expect("it can be moved");
        let said = retention(&place);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err.contains("were not in the folder"),
            "{}",
            said.all()
        );
        std::fs::rename(&aside, &file).expect("it can be moved");
        assert_eq!(retention(&place).code, 0);
        assert!(archive_files(&place).is_empty());
        let shown = place.must(&["retention", "show"]).out;
        assert!(
            shown.contains("4 rows of raw_submission, to be deleted on 2017-03-01 · deleted"),
            "{shown}"
        );
        assert!(retention(&place).out.contains("Nothing is due."));
    }
}

#[tokio::test]
async fn rows_that_could_not_be_taken_are_archived_after_a_year() {
    for place in Place::both().await {
        survey(&place).await;
        place
            .execute("UPDATE quarantine SET last_seen_at_ms = 1600000000000")
            .await;
        let said = retention(&place);
        assert!(
            said.out.contains("rows that could not be taken of 1"),
            "{}",
            said.all()
        );
        assert!(lines_of(&place.content().await, "quarantine").is_empty());
        let [file] = archive_files(&place).try_into().expect("one archive");
        let text = text_of(&place, &file);
        assert!(text.contains("H-secret-9"), "{text}");
        assert!(retention(&place).out.contains("Nothing is due."));
    }
}

#[tokio::test]
async fn archives_go_into_no_folder_that_others_may_look_into() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    survey(&place).await;
    end_enrolment(&place, "2020-02-28");
    let folder = place.path("archives");
    std::fs::create_dir(&folder).expect("it can be made");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&folder, open).expect("rights");
    let content = place.content().await;
    let said = retention(&place);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(said.err.contains("chmod 700"), "{}", said.all());
    assert_eq!(place.content().await, content);
}

#[test]
fn every_table_of_the_schema_has_its_line_and_no_line_is_of_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    for kind in ["sqlite", "postgres"] {
        let mut tables = std::collections::BTreeSet::from(["schema_version".to_owned()]);
        for entry in std::fs::read_dir(root.join(kind)).expect("the migrations") {
            let text = std::fs::read_to_string(entry.expect("a file").path()).expect("SQL");
            let made = text
                .lines()
                .filter_map(|line| line.strip_prefix("CREATE TABLE "));
            tables.extend(made.filter_map(|rest| Some(rest.split([' ', '(']).next()?.to_owned())));
            for gone in text
                .lines()
                .filter_map(|line| line.strip_prefix("DROP TABLE "))
            {
                tables.remove(gone.trim_end_matches(';'));
            }
        }
        let told: std::collections::BTreeSet<String> = domain::retention::HOLDINGS
            .iter()
            .map(|holding| holding.table.to_owned())
            .collect();
        let missing: Vec<&String> = tables.difference(&told).collect();
        assert!(
            missing.is_empty(),
            "no line in domain/src/retention/holdings.rs: {missing:?}"
        );
        let stale: Vec<&String> = told.difference(&tables).collect();
        assert!(stale.is_empty(), "lines of no table: {stale:?}");
    }
}

#[test]
fn the_document_is_what_the_program_writes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/retention.md");
    let kept = std::fs::read_to_string(path).expect("docs/retention.md");
    assert!(
        kept == domain::retention::document(),
        "write it anew: fieldwatch retention table > docs/retention.md"
    );
}

#[tokio::test]
async fn what_spot_checks_hold_of_a_household_goes_with_its_submissions() {
    for place in Place::both().await {
        survey(&place).await;
        let checks = spot::visited(&place, "T1", "w1", "2020-01-06").await;
        assert!(checks.len() >= 2, "{checks:?}");
        end_enrolment(&place, "2020-02-28");
        let before = spot::on_file(&place).await;
        assert!(before.iter().all(|held| !spot::is_bare(held)));
        let dry = place.run(&["retention", "run", "--dry-run"]);
        assert_eq!(dry.code, 0, "{}", dry.all());
        assert_eq!(
            spot::on_file(&place).await,
            before,
            "a dry run changes nothing"
        );
        let said = retention(&place);
        assert_eq!(said.code, 0, "{}", said.all());
        let after = spot::on_file(&place).await;
        assert_eq!(after.len(), before.len());
        for (held, before) in after.iter().zip(&before) {
            assert!(spot::is_bare(held), "{held:?}");
            let stays = |one: &store::subject::HeldSpotCheck| {
                let check = &one.check;
                let drawn = (check.check_id, check.enumerator_id, check.probability);
                (drawn, check.reasons.clone(), check.state, check.outcome)
            };
            assert_eq!(stays(held), stays(before), "what rates are made of stays");
        }
        // The archive holds the interviews, not what was said at second visits.
        for file in archive_files(&place) {
            let text = text_of(&place, &file);
            assert!(!text.contains(spot::NOTE) && !text.contains(spot::COMMENT));
        }
    }
}
