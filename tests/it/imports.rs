//! Importing: once is enough, twice changes nothing, any order and any batching come to the same.

use crate::support::{Place, Said, simulated};
use std::path::Path;

async fn set_up(place: &Place, visits: u64) -> std::path::PathBuf {
    place.demonstration(0).await;
    simulated(place, visits)
}

fn import_small_files(place: &Place, folder: &Path) -> [Said; 2] {
    [("targets", "targets.csv"), ("roster", "roster.csv")]
        .map(|(kind, file)| place.must(&["import", kind, &folder.join(file).display().to_string()]))
}

#[tokio::test]
async fn importing_the_same_file_again_says_unchanged_for_every_row_and_writes_nothing() {
    for place in Place::both().await {
        let folder = set_up(&place, 3_000).await;
        import_small_files(&place, &folder);
        let first = place.import(&folder.join("submissions.csv"));
        assert_eq!(
            first.summary(),
            "read 3,000 · accepted 3,000 · unchanged 0 · updated 0 · quarantined 0",
            "{}",
            first.all()
        );
        let content = place.content().await;
        let version = version(&place).await;

        for said in import_small_files(&place, &folder) {
            let summary = said.summary();
            assert!(
                summary.contains(" · accepted 0 · ") && summary.contains(" · updated 0 · "),
                "{summary}"
            );
        }
        let unchanged = "read 3,000 · accepted 0 · unchanged 3,000 · updated 0 · quarantined 0";
        assert_eq!(
            place.import(&folder.join("submissions.csv")).summary(),
            unchanged
        );
        // The same content in another form is the same content.
        assert_eq!(
            place.import(&folder.join("submissions.ndjson")).summary(),
            unchanged
        );
        assert_eq!(place.content().await, content);
        assert_eq!(self::version(&place).await, version, "nothing was written");
    }
}

async fn version(place: &Place) -> (i64, usize) {
    let db = crate::support::open(place.url())
        .await
        .expect("the database opens");
    let runs = db.list_runs(100).await.expect("runs can be listed").len();
    let version = db.data_version().await.expect("the version is there");
    db.close().await;
    (version, runs)
}

#[tokio::test]
async fn any_order_and_any_batching_come_to_the_same_content() {
    let reference = Place::sqlite();
    let folder = set_up(&reference, 4_000).await;
    import_small_files(&reference, &folder);
    assert_eq!(reference.import(&folder.join("submissions.csv")).code, 0);
    let content = reference.content().await;

    let text = std::fs::read_to_string(folder.join("submissions.csv")).expect("the simulated file");
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let rows: Vec<&str> = lines.collect();
    for [place, step] in [[Place::sqlite(), Place::sqlite()]] {
        // Three files, last first, the submissions before the targets.
        place.demonstration(0).await;
        for (number, piece) in rows.chunks(1_500).rev().enumerate() {
            let file = place.file(
                &format!("piece-{number}.csv"),
                format!("{header}\n{}\n", piece.join("\n")),
            );
            assert_eq!(place.import(&file).code, 0);
        }
        import_small_files(&place, &folder);
        assert!(
            place.content().await == content,
            "pieces in reverse order give another content"
        );
        // Every row turned round, and every seventh of them twice.
        step.demonstration(0).await;
        import_small_files(&step, &folder);
        let mut turned: Vec<&str> = rows.iter().rev().copied().collect();
        turned.extend(rows.iter().step_by(7));
        let file = step.file("turned.csv", format!("{header}\n{}\n", turned.join("\n")));
        assert_eq!(step.import(&file).code, 0);
        assert!(
            step.content().await == content,
            "rows in reverse order give another content"
        );
    }
}

#[tokio::test]
async fn changed_content_under_the_same_id_is_a_new_revision_and_the_old_one_is_kept() {
    for place in Place::both().await {
        place.small_survey().await;
        let header = "submission_id,enumerator_code,area_code,outcome,received_at,household_ref";
        let row = |outcome: &str, at: &str| {
            format!("{header}\ns1,E1,U1,{outcome},2026-11-20T{at}:00+05:00,h1\n")
        };
        let first = place.file("first.csv", row("partial", "18:00"));
        let edited = place.file("edited.csv", row("complete", "19:00"));
        assert!(
            place
                .import(&first)
                .summary()
                .starts_with("read 1 · accepted 1")
        );
        let said = place.import(&edited);
        assert!(
            said.summary()
                .starts_with("read 1 · accepted 0 · unchanged 0 · updated 1"),
            "{}",
            said.all()
        );
        // The older content arrives again: known, and not current.
        assert!(
            place
                .import(&first)
                .summary()
                .starts_with("read 1 · accepted 0 · unchanged 1")
        );
        let content = place.content().await;
        assert_eq!(
            content
                .iter()
                .filter(|line| line.contains("s1") && line.contains("partial"))
                .count(),
            1,
            "{content:#?}"
        );
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let cells = db.load_cube().await.expect("the cube loads").cells;
        assert_eq!(
            (cells.len(), cells[0].3.complete, cells[0].3.partial),
            (1, 1, 0)
        );
    }
}

#[tokio::test]
async fn a_household_completed_twice_is_counted_once() {
    for place in Place::both().await {
        place.small_survey().await;
        let file = place.file(
            "twice.csv",
            "submission_id,enumerator_code,area_code,outcome,ended_at,household_ref,review_state\n\
             b,E1,U1,complete,2026-11-20T10:00:00+05:00,h1,\n\
             a,E2,U1,complete,2026-11-19T10:00:00+05:00,h1,\n\
             c,E2,U1,complete,2026-11-18T10:00:00+05:00,h1,rejected\n\
             d,E2,U2,complete,2026-11-18T10:00:00+05:00,h1,\n",
        );
        assert_eq!(place.import(&file).code, 0);
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        let cells = db.load_cube().await.expect("the cube loads").cells;
        let sum = cells
            .iter()
            .fold(domain::coverage::Counts::default(), |sum, cell| {
                sum.plus(cell.3)
            });
        assert_eq!((sum.complete, sum.repeated, sum.rejected), (2, 1, 1));
        let nineteenth = cells
            .iter()
            .find(|cell| cell.2.to_string() == "2026-11-19")
            .expect("a cell on the 19th");
        assert_eq!(
            nineteenth.3.complete, 1,
            "the first completion is the one that counts"
        );
    }
}

#[tokio::test]
async fn reprocessing_everything_leaves_the_content_as_it_was() {
    for place in Place::both().await {
        let folder = set_up(&place, 2_000).await;
        import_small_files(&place, &folder);
        assert_eq!(place.import(&folder.join("submissions.csv")).code, 0);
        let extra = place.file("more.ndjson", "{\"submission_id\":\"x1\",\"enumerator_code\":\"E1\",\"area_code\":\"PB0101-002\",\"outcome\":\"complete\"}\n");
        assert_eq!(place.import(&extra).code, 0);
        let content = place.content().await;
        let said = place.must(&["reprocess", "--all"]);
        assert!(
            said.out.contains("read 2,001 · kept as they were 0"),
            "{}",
            said.all()
        );
        assert!(
            place.content().await == content,
            "reprocessing changed the content"
        );
    }
}

/// Facts that an older program derived and those of this one must not mix: their households are told apart differently, or
/// they lack what is read today.
#[tokio::test]
async fn an_import_beside_older_facts_is_refused_until_all_are_derived_again() {
    for place in Place::both().await {
        place.small_survey().await;
        let row = |id: &str| {
            format!(
                "submission_id,enumerator_code,area_code,outcome,ended_at,household_ref,listing_latitude,listing_longitude\n\
                 {id},E1,U1,complete,2026-11-20T10:00:00+05:00,h1,31.0501,74.0502\n"
            )
        };
        let (first, second) = (
            place.file("first.csv", row("a")),
            place.file("second.csv", row("b")),
        );
        assert_eq!(place.import(&first).code, 0);
        place
            .execute("UPDATE meta SET value = 1 WHERE key = 'facts_version'")
            .await;
        place
            .execute("UPDATE fact SET household_key = 5, listing_latitude = NULL, listing_longitude = NULL")
            .await;
        let before = place.content().await;
        let said = place.import(&second);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(
            said.err.contains("fieldwatch reprocess --all"),
            "{}",
            said.all()
        );
        assert_eq!(place.content().await, before);
        place.must(&["reprocess", "--all"]);
        assert_eq!(place.import(&second).code, 0);
        let listed =
            |line: &&String| line.starts_with("fact|") && line.contains("|310501000|740502000|");
        assert_eq!(place.content().await.iter().filter(listed).count(), 2);
        let counted = place
            .content()
            .await
            .iter()
            .filter(|line| line.starts_with("area_day|") && line.contains("|1|1|0|"))
            .count();
        assert_eq!(counted, 1, "one complete, one repeated");
    }
}

/// A file of bad rows imported again: the rows are noted as seen, and nothing else is written.
#[tokio::test]
async fn a_bad_row_that_comes_again_is_noted_as_seen_and_leaves_no_other_trace() {
    for place in Place::both().await {
        place.small_survey().await;
        let file = place.file(
            "bad.csv",
            "submission_id;enumerator_code;area_code;outcome\nb1;E1;U9;complete\n",
        );
        assert_eq!(place.import(&file).code, 3);
        // As if the first import had been an hour ago.
        place
            .execute("UPDATE quarantine SET first_seen_at_ms = first_seen_at_ms - 3600000, last_seen_at_ms = first_seen_at_ms - 3600000")
            .await;
        let seen = async |place: &Place| {
            let db = crate::support::open(place.url())
                .await
                .expect("the database opens");
            let row = db
                .list_quarantine(None, 0, 2)
                .await
                .expect("the row")
                .swap_remove(0);
            db.close().await;
            (row.first_seen_at.0, row.last_seen_at.0, row.format)
        };
        let before = seen(&place).await;
        assert_eq!(before.0, before.1);
        let (content, version) = (place.content().await, version(&place).await);
        let said = place.import(&file);
        assert!(
            said.summary()
                .starts_with("read 1 · accepted 0 · unchanged 0 · updated 0 · quarantined 1"),
            "{}",
            said.all()
        );
        let after = seen(&place).await;
        assert_eq!(
            (after.0, after.2),
            (before.0, Some(1)),
            "a semicolon's format"
        );
        assert!(after.1 >= before.1 + 3_600_000, "{before:?} {after:?}");
        assert_eq!(place.content().await, content);
        assert_eq!(self::version(&place).await, version, "no run");
    }
}
