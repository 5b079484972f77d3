//! Audit logs, paradata and text audits, through the real program: beside submissions, before them and without them.

use crate::support::{Place, Said};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/formats")
        .join(name)
}

fn import(place: &Place, file: &Path, more: &[&str]) -> Said {
    let file = file.display().to_string();
    place.run(&[&["import", "submissions", &file], more].concat())
}

fn import_rows(place: &Place, name: &str, extension: &str, more: &[&str]) -> Said {
    let mapping = fixture(&format!("{name}.toml")).display().to_string();
    let file = fixture(&format!("{name}.{extension}"));
    import(place, &file, &[&["--mapping", &mapping], more].concat())
}

/// The lines of a table in the content, without its name.
async fn lines(place: &Place, table: &str) -> Vec<String> {
    let table = format!("{table}|");
    let content = place.content().await;
    let lines = content.iter().filter_map(|line| line.strip_prefix(&table));
    lines.map(str::to_owned).collect()
}

/// Active seconds of a submission on file: its own, or its trail's.
async fn active_s(place: &Place, id: &str) -> Option<u32> {
    let db = crate::support::open(place.url()).await.expect("it opens");
    let id_hash = server::ingest::hash::id_hash(id);
    let active_s = db.active_s(id_hash, id).await.expect("it can be read");
    db.close().await;
    active_s
}

/// The same file again, and everything derived again: nothing changes.
async fn nothing_changes(place: &Place, files: &[PathBuf]) {
    let again = || files.iter().map(|file| import(place, file, &[])).collect();
    place.nothing_changes(again).await;
}

#[tokio::test]
async fn an_odk_audit_log_comes_before_its_submissions_and_counts_when_they_are_there() {
    for place in Place::both().await {
        place.small_survey().await;
        let audit = fixture("odk-audit.csv");
        let said = import(&place, &audit, &["--format", "odk-audit"]);
        assert_eq!(said.code, 3, "{}", said.all());
        let expected = "odk-audit.csv: recognised as ODK audit log (columns instance ID, event, node, start and end)";
        assert!(said.out.contains(expected), "{}", said.all());
        assert_eq!(
            said.summary(),
            "read 5 · accepted 3 · unchanged 0 · updated 0 · quarantined 2 (see them with: fieldwatch export quarantine)"
        );
        let waiting = "3 trails belong to submissions that are not on file. They are kept, and count as soon as";
        assert!(said.out.contains(waiting), "{}", said.all());
        assert_eq!(active_s(&place, "uuid:o1").await, None, "no submission yet");

        import_rows(&place, "odk", "csv", &[]);
        // 60 s + 60 s (two questions of one screen) + 60 s after a pause of 40 minutes + 10 s an hour earlier by the clock.
        assert_eq!(active_s(&place, "uuid:o1").await, Some(190));
        assert_eq!(
            lines(&place, "trail_fact").await,
            [
                r#"uuid:o1|190|1|2400|3660|refused|-|{"/data/visit/roof":60000,"/data/visit/size":120000,"/data/who/enumerator":59500}"#,
                "uuid:o2|-|0|0|0|given|-|{}",
                r#"uuid:zz|60|0|0|0|-|-|{"/data/who/enumerator":60000}"#,
            ]
        );
        let quarantined: Vec<String> = lines(&place, "quarantine")
            .await
            .into_iter()
            .filter(|line| line.starts_with("3|"))
            .collect();
        assert_eq!(quarantined.len(), 2, "{quarantined:?}");
        assert!(quarantined[0].starts_with("3|missing|instance ID is blank;"));
        assert!(quarantined[1].starts_with("3|not_a_time|start is “soon”, which is not a time.|"));
        let said = import(&place, &audit, &[]);
        let waiting = "1 trail belongs to a submission that is not on file.";
        assert!(said.out.contains(waiting), "{}", said.all());
        nothing_changes(&place, &[audit]).await;
    }
}

#[tokio::test]
async fn survey_solutions_paradata_and_diagnostics_stand_side_by_side() {
    for place in Place::both().await {
        place.small_survey().await;
        import_rows(
            &place,
            "survey-solutions",
            "tab",
            &["--zone", "Asia/Karachi"],
        );
        let files = ["paradata.tab", "interview__diagnostics.tab"].map(fixture);
        let said = import(&place, &files[0], &[]);
        assert!(
            said.summary().starts_with("read 3 · accepted 2 · "),
            "{}",
            said.all()
        );
        // 60 s, then from 04:10 to 04:12 with 120 s for the position; the clock then steps back to 04:07.
        assert_eq!(active_s(&place, "c1").await, Some(180));
        let said = import(&place, &files[1], &[]);
        assert!(
            said.summary().starts_with("read 3 · accepted 2 · "),
            "{}",
            said.all()
        );
        assert_eq!(
            active_s(&place, "c1").await,
            Some(2_467),
            "the tool's own measure"
        );
        assert_eq!(active_s(&place, "c2").await, Some(20));
        assert_eq!(
            lines(&place, "trail_fact").await,
            [
                r#"c1|2467|0|0|300|-|mock|{"gps":120000,"result":30000}"#,
                r#"c2|20|0|0|0|-|-|{"remarks":20000}"#,
            ]
        );
        nothing_changes(&place, &files).await;
    }
}

const UUID: &str = "0a1b2c3d-0000-4000-8000-00000000000f";

#[tokio::test]
async fn a_text_audit_is_found_by_its_name_and_a_newer_one_takes_its_place() {
    let place = Place::sqlite();
    let header = "Field name,Total duration (seconds),First appeared (seconds into survey)";
    let name = format!("TA_{UUID}.csv");
    let file = place.file(&name, format!("{header}\ng/a,10,0\ng/b,20,10\n"));
    let said = import(&place, &file, &[]);
    assert_eq!(
        said.summary(),
        "read 1 · accepted 1 · unchanged 0 · updated 0 · quarantined 0"
    );
    let fact = |rest: &str| [format!("uuid:{UUID}|{rest}")];
    assert_eq!(
        lines(&place, "trail_fact").await,
        fact(r#"30|0|0|-|-|-|{"g/a":10000,"g/b":20000}"#)
    );
    // The form was opened again and sent again: both are kept, the later counts.
    let file = place.file(&name, format!("{header}\ng/a,40,0\n"));
    let said = import(&place, &file, &[]);
    assert_eq!(
        said.summary(),
        "read 1 · accepted 0 · unchanged 0 · updated 1 · quarantined 0"
    );
    assert_eq!(
        lines(&place, "trail_fact").await,
        fact(r#"40|0|0|-|-|-|{"g/a":40000}"#)
    );
    assert_eq!(lines(&place, "raw_trail").await.len(), 2);
    nothing_changes(&place, &[file]).await;

    let nameless = place.file("copy.csv", format!("{header}\ng/a,40,0\n"));
    let said = import(&place, &nameless, &[]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err
            .contains("neither a column nor its path says of which"),
        "{}",
        said.all()
    );
}

#[tokio::test]
async fn an_audit_log_of_one_submission_is_found_by_its_folder() {
    let place = Place::sqlite();
    let folder = place.path(&format!("uuid{UUID}"));
    std::fs::create_dir(&folder).expect("the test's folder can be written");
    let file = place.file(
        &format!("uuid{UUID}/audit.csv"),
        "event,node,start,end\nform start,,1000,\nquestion,/data/a,1000,11000\n",
    );
    let said = import(&place, &file, &[]);
    assert_eq!(said.code, 0, "{}", said.all());
    assert_eq!(
        lines(&place, "trail_fact").await,
        [format!("uuid:{UUID}|10|0|0|0|-|-|{{\"/data/a\":10000}}")]
    );
}

#[tokio::test]
async fn a_file_that_is_no_audit_log_is_not_taken_for_one() {
    let place = Place::sqlite();
    let file = place.file("visits.csv", "submission_id,outcome\n1,complete\n");
    let said = import(&place, &file, &["--format", "odk-audit"]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err.contains("no columns event, node, start and end"),
        "{}",
        said.all()
    );
}
