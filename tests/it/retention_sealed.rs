//! Archives that are sealed: nobody reads them without the key, and what was changed, cut off or put elsewhere in them is noticed; archives
//! from before, which are plain, are still read.

use crate::retention::{
    archive_files, end_enrolment, only_its_owners, retention, stopped_with, survey, text_of,
};
use crate::support::{KEY, Place, Said, keys_of};
use server::retention::archive::{self, Manifest, Writer};
use std::path::{Path, PathBuf};
use store::{AuditFilter, AuditRow, Db};

/// Bytes of a sealed frame, and of what stands before the first.
const FRAME: usize = (64 << 10) + 16;
const HEAD: usize = 28;

const OTHER: &str =
    "fieldwatch-key:11577e577e577e577e577e577e577e577e577e577e577e577e577e577e577e57";

fn open(place: &Place, file: &Path) -> (Said, PathBuf) {
    let out = place.path("out.ndjson");
    let _ = std::fs::remove_file(&out);
    let (file, to) = (file.display().to_string(), out.display().to_string());
    (place.run(&["retention", "open", &file, "--out", &to]), out)
}

/// What the audit trail says was opened.
async fn openings(place: &Place) -> Vec<Option<String>> {
    let db = Db::open(place.url()).await.expect("the database");
    let filter = AuditFilter::default();
    let rows = db
        .list_audit(&filter, i64::MAX, 999)
        .await
        .expect("a trail");
    let opened = |row: &AuditRow| row.detail.as_deref() == Some("opened");
    rows.into_iter()
        .filter(opened)
        .map(|row| row.subject)
        .collect()
}

/// An archive of several frames, without a manifest beside it.
fn large(place: &Place) -> PathBuf {
    let path = place.path("large.ndjson.sealed");
    let vault = keys_of(KEY);
    let mut writer = Writer::begin(&path, vault.as_deref()).expect("it begins");
    for number in 0..3_000 {
        let line =
            serde_json::json!({"number": number, "said": "what a household said ".repeat(4)});
        writer.line(&line).expect("a line");
    }
    let manifest = Manifest {
        format: 2,
        program: String::new(),
        database: String::new(),
        holding: String::new(),
        wave: None,
        made_at: String::new(),
        delete_on: String::new(),
        rows: 0,
        bytes: 0,
        sha256: String::new(),
        sealed_under: None,
        runs: std::collections::BTreeMap::new(),
    };
    let written = writer.finish(manifest).expect("it is written");
    assert!(written.bytes > 4 * FRAME as u64, "{written:?}");
    std::fs::remove_file(archive::manifest_path(&path)).expect("the manifest");
    path
}

#[tokio::test]
async fn an_archive_is_sealed_names_its_key_and_is_read_back_by_command() {
    for mut place in Place::both().await {
        survey(&place).await;
        end_enrolment(&place, "2020-02-28");
        let said = retention(&place);
        assert!(said.out.contains("deleted 4"), "{}", said.all());
        let [file] = archive_files(&place).try_into().expect("one archive");
        assert!(file.display().to_string().ends_with(".ndjson.sealed"));
        only_its_owners(&file);
        let bytes = std::fs::read(&file).expect("it can be read");
        for word in ["H-secret", "submission_id", "/data/roof"] {
            let holds = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!holds, "{word}");
        }
        let manifest = archive::read_manifest(&file).expect("a manifest");
        let vault = keys_of(KEY).expect("a key");
        let number = vault.sealing_key().expect("its number").to_string();
        assert_eq!(manifest.sealed_under.as_ref(), Some(&number));
        assert_eq!((manifest.format, manifest.rows), (2, 4));
        let text = text_of(&place, &file);
        assert_eq!(text.lines().count(), 4);
        assert!(text.contains("H-secret-3"), "{text}");
        // Who read it stands in the trail, under the archive's number.
        assert_eq!(openings(&place).await, [Some("archive 1".to_owned())]);
        // What is there is not written over.
        let (file_name, out) = (file.display().to_string(), place.path("opened.ndjson"));
        let out = out.display().to_string();
        let again = place.run(&["retention", "open", &file_name, "--out", &out]);
        assert!(
            again.code == 1 && again.err.contains("is there already"),
            "{}",
            again.all()
        );
        // With a new key in front it opens; without its key it says which is needed, and there is no file.
        place.has_key(&format!("{OTHER},{KEY}"));
        assert_eq!(text_of(&place, &file), text);
        place.has_key(OTHER);
        let (said, out) = open(&place, &file);
        assert!(
            said.code == 1 && said.err.contains(&number),
            "{}",
            said.all()
        );
        assert!(!out.exists());
        // A file that is not the one that its manifest tells of.
        place.has_key(KEY);
        std::fs::write(&file, &bytes[..bytes.len() - 1]).expect("it can be written");
        let (said, out) = open(&place, &file);
        assert!(
            said.code == 1 && said.err.contains("its SHA-256 differs"),
            "{}",
            said.all()
        );
        assert!(!out.exists());
        // Without the database it is not opened unnoticed, but when it is said so.
        std::fs::write(&file, &bytes).expect("it can be written");
        let to = out.display().to_string();
        let elsewhere = Place::sqlite();
        let refused = elsewhere.run(&["retention", "open", &file_name, "--out", &to]);
        assert!(
            refused.code == 1 && refused.err.contains("--unnoted") && !out.exists(),
            "{}",
            refused.all()
        );
        elsewhere.must(&["retention", "open", &file_name, "--out", &to, "--unnoted"]);
        assert_eq!(std::fs::read_to_string(&out).expect("it can be read"), text);
    }
}

#[test]
fn an_archive_that_was_changed_cut_or_reordered_is_refused_and_leaves_no_file() {
    let place = Place::sqlite();
    place.must(&["migrate"]);
    let path = large(&place);
    let whole = std::fs::read(&path).expect("it can be read");
    let (said, out) = open(&place, &path);
    assert_eq!(said.code, 0, "{}", said.all());
    let text = std::fs::read_to_string(&out).expect("it can be read");
    assert_eq!(text.lines().count(), 3_000);
    only_its_owners(&out);

    let mut changed = whole.clone();
    changed[HEAD + 2 * FRAME + 77] ^= 1;
    let at_a_frames_end = whole[..HEAD + 2 * FRAME].to_vec();
    let within_a_frame = whole[..whole.len() - 5].to_vec();
    let (one, two) = (HEAD + FRAME, HEAD + 2 * FRAME);
    let reordered = [
        &whole[..HEAD],
        &whole[one..two],
        &whole[HEAD..one],
        &whole[two..],
    ]
    .concat();
    let left_out = [&whole[..one], &whole[two..]].concat();
    for (bytes, what) in [
        (changed, "changed"),
        (at_a_frames_end, "cut at a frame's end"),
        (within_a_frame, "cut within a frame"),
        (reordered, "reordered"),
        (left_out, "a frame left out"),
    ] {
        std::fs::write(&path, bytes).expect("it can be written");
        let (said, out) = open(&place, &path);
        assert!(
            said.code == 1 && said.err.contains("damaged"),
            "{what}: {}",
            said.all()
        );
        assert!(!out.exists(), "{what}");
    }
}

/// A database from before, without a key: its archives are plain. With a key given since they are read, and a run goes on by them.
#[tokio::test]
async fn an_archive_from_before_is_read_and_finished_by_a_program_that_seals() {
    for place in Place::both().await {
        let mut place = place.kept_plain();
        survey(&place).await;
        end_enrolment(&place, "2020-02-28");
        stopped_with(&place, 1, None).await;
        let [file] = archive_files(&place).try_into().expect("one archive");
        let plain = std::fs::read_to_string(&file).expect("it is text");
        assert_eq!(plain.lines().count(), 4);
        let manifest = std::fs::read_to_string(archive::manifest_path(&file));
        assert!(!manifest.expect("a manifest").contains("sealed_under"));
        assert_eq!(text_of(&place, &file), plain);
        place.has_key(KEY);
        assert_eq!(text_of(&place, &file), plain);
        let said = retention(&place);
        assert!(said.out.contains("deleted 3"), "{}", said.all());
        assert_eq!(archive_files(&place).len(), 1, "{}", said.all());
    }
    // And without one it is said that they are plain.
    let place = Place::sqlite().kept_plain();
    survey(&place).await;
    end_enrolment(&place, "2020-02-28");
    let said = retention(&place);
    assert!(said.out.contains("are not sealed"), "{}", said.all());
}
