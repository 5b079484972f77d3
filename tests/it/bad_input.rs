//! Bad input: each a clear sentence, nothing lost, nothing half-written.

use crate::support::Place;

const HEADER: &str =
    "submission_id,enumerator_code,area_code,outcome,started_at,latitude,longitude,household_ref";

/// Imports a file and answers what the program said: exit code, standard output and error.
fn import(place: &Place, name: &str, content: impl AsRef<[u8]>) -> crate::support::Said {
    let file = place.file(name, content);
    place.import(&file)
}

#[tokio::test]
async fn a_file_of_the_wrong_kind_is_refused_in_a_sentence_and_changes_nothing() {
    let place = Place::sqlite();
    place.small_survey().await;
    let before = place.content().await;
    let cases: [(&str, &[u8], &str); 7] = [
        (
            "empty.csv",
            b"",
            "empty.csv: The file is empty. Export it again from the collection system.",
        ),
        (
            "book.xlsx",
            b"PK\x03\x04rest",
            "book.xlsx: The archive is cut off or damaged (",
        ),
        (
            "page.csv",
            b"<html>login</html>",
            "page.csv: The file is an HTML or XML page",
        ),
        (
            "wide.csv",
            b"\xff\xfes\0u\0b\0",
            "wide.csv: The file is UTF-16 text. Save it as CSV (UTF-8).",
        ),
        (
            "photo.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0",
            "photo.csv: The file is binary.",
        ),
        (
            "odk.csv",
            b"SubmissionDate,KEY\n2026-11-20,uuid:1\n",
            "The header has no column submission_id and no column enumerator_code and no column area_code and no column outcome. It has: submissiondate, key.",
        ),
        (
            "twice.csv",
            b"submission_id,enumerator_code,area_code,outcome,Outcome\n",
            "The header names the column outcome twice.",
        ),
    ];
    for (name, content, sentence) in cases {
        let said = import(&place, name, content);
        assert_eq!(said.code, 1, "{name}: {}", said.all());
        assert!(said.err.contains(sentence), "{name}: {}", said.all());
    }
    let said = place.import(&place.path("missing.csv"));
    assert!(
        said.code == 1
            && said
                .err
                .contains("missing.csv cannot be read: No such file"),
        "{}",
        said.all()
    );
    assert_eq!(place.content().await, before);
}

#[tokio::test]
async fn rows_that_cannot_be_read_are_set_aside_with_line_reason_and_text_and_the_others_are_taken()
{
    for place in Place::both().await {
        place.small_survey().await;
        let mut file = format!(
            "{HEADER}\n\
             s1,E1,U1,complete,2026-11-20T09:00:00+05:00,31.05,74.05,h1\n\
             s2,E1,U1,complete\n\
             s3,E1,U1,complete,2026-11-20 09:00:00,31.05,74.05,h3\n\
             s4,E1,U9,complete,2026-11-20T09:00:00+05:00,31.05,74.05,h4\n\
             s5,E1,U1,done,2026-11-20T09:00:00+05:00,31.05,,h5\n"
        )
        .into_bytes();
        file.extend_from_slice(b"s6,E1,U1,complete,,,,\xff\xfe\n");
        file.extend_from_slice(
            b"s7,E1,U1,complete,,,,\"cut in the middle\ns8,E1,U2,refused,,,,h8\n",
        );
        let said = import(&place, "rows.csv", &file);
        assert_eq!(said.code, 3, "{}", said.all());
        assert_eq!(
            said.summary(),
            "read 8 · accepted 3 · unchanged 0 · updated 0 · quarantined 5 (see them with: fieldwatch export quarantine)"
        );

        let quarantine = place.must(&["export", "quarantine"]).out;
        let expected = [
            (
                "rows.csv,3,ragged",
                "The row has 4 cells where the header has 8",
                "\"s2,E1,U1,complete\"",
            ),
            (
                "rows.csv,4,no_zone",
                "which names no time zone; add an offset such as +05:00",
                "s3,E1",
            ),
            (
                "rows.csv,5,unknown_area",
                "area_code is “U9”, and no area has that code",
                "s4,E1",
            ),
            (
                "rows.csv,6,unknown_outcome",
                "longitude is blank while its partner is given",
                "s5,E1",
            ),
            (
                "rows.csv,7,not_utf8",
                "The row is not UTF-8 text (first bad byte at offset 21)",
                "s6,E1",
            ),
        ];
        for (place_in_file, reason, text) in expected {
            let line = quarantine.lines().find(|line| line.contains(place_in_file));
            let line = line.unwrap_or_else(|| panic!("no {place_in_file} in\n{quarantine}"));
            assert!(line.contains(reason) && line.contains(text), "{line}");
        }

        // With the zone told, the row without one is taken, and leaves the quarantine.
        let path = place.path("rows.csv").display().to_string();
        let said = place.run(&["import", "submissions", "--zone", "Asia/Karachi", &path]);
        assert!(
            said.summary()
                .starts_with("read 8 · accepted 1 · unchanged 3 · updated 0 · quarantined 4"),
            "{}",
            said.all()
        );
        assert!(
            !place
                .must(&["export", "quarantine"])
                .out
                .contains("no_zone")
        );
    }
}

#[tokio::test]
async fn exchanged_coordinates_are_said_and_the_rows_kept() {
    let place = Place::sqlite();
    place.small_survey().await;
    let file = format!(
        "{HEADER}\ns1,E1,U1,complete,,31.05,74.05,\ns2,E1,U1,complete,,74.05,31.05,\ns3,E1,U1,complete,,31.05,-199.06,\n"
    );
    let said = import(&place, "swapped.csv", file);
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(
        said.out
            .contains("Latitude and longitude look exchanged in 1 row (first in line 3)"),
        "{}",
        said.all()
    );
    assert!(
        said.summary().starts_with("read 3 · accepted 3"),
        "{}",
        said.all()
    );
}

#[tokio::test]
async fn nothing_can_be_imported_before_there_are_areas_and_the_program_says_so() {
    let place = Place::sqlite();
    let said = import(
        &place,
        "early.csv",
        format!("{HEADER}\ns1,E1,U1,complete,,,,\n"),
    );
    assert!(
        said.code == 1 && said.err.contains("Import areas first"),
        "{}",
        said.all()
    );
}

#[tokio::test]
async fn a_database_from_a_newer_version_is_left_alone() {
    for place in Place::both().await {
        place.must(&["migrate"]);
        store_from_the_future(place.url()).await;
        let said = place.run(&["check"]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(said.out.contains("newer"), "{}", said.all());
        let said = place.run(&["user", "list"]);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(said.err.contains("newer"), "{}", said.all());
    }
}

async fn store_from_the_future(url: &str) {
    let sql = "INSERT INTO schema_version (version) VALUES (9999)";
    if url.starts_with("sqlite:") {
        let pool = sqlx::SqlitePool::connect(url)
            .await
            .expect("the database opens");
        sqlx::raw_sql(sql)
            .execute(&pool)
            .await
            .expect("a later migration is noted");
        pool.close().await;
    } else {
        let pool = sqlx::PgPool::connect(url)
            .await
            .expect("the database opens");
        sqlx::raw_sql(sql)
            .execute(&pool)
            .await
            .expect("a later migration is noted");
        pool.close().await;
    }
}

#[test]
fn a_file_that_is_no_database_is_not_overwritten() {
    let place = Place::sqlite();
    let notes = place.file(
        "test.db",
        "These are my notes about the survey, not a database at all.\n".repeat(40),
    );
    for command in [&["check"][..], &["user", "list"]] {
        let said = place.run(command);
        assert_eq!(said.code, 1, "{}", said.all());
        assert!(said.all().contains("test.db"), "{}", said.all());
    }
    assert!(
        std::fs::read_to_string(notes)
            .expect("still there")
            .starts_with("These are my notes")
    );
}

#[tokio::test]
async fn a_port_in_use_is_said_with_a_way_out() {
    let place = Place::sqlite();
    place.small_survey().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let said = place.run(&["serve", "--listen", &address]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err
            .contains(&format!("{address} is in use by another program")),
        "{}",
        said.all()
    );
    assert!(said.err.contains("--listen 127.0.0.1:"), "{}", said.all());
}

#[tokio::test]
async fn a_demonstration_is_never_seeded_into_a_real_survey() {
    let place = Place::sqlite();
    place.small_survey().await;
    let said = import(
        &place,
        "real.csv",
        format!("{HEADER}\ns1,E1,U1,complete,,,,\n"),
    );
    assert_eq!(said.code, 0, "{}", said.all());
    let before = place.content().await;
    let said = place.run(&["demo", "--seed-only", "--listen", "127.0.0.1:0"]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(
        said.err
            .contains("holds a survey that is not a demonstration"),
        "{}",
        said.all()
    );
    assert_eq!(place.content().await, before);
}

#[tokio::test]
async fn quotes_inside_cells_of_two_rows_swallow_no_row_between_them() {
    let place = Place::sqlite();
    place.small_survey().await;
    let rows = "submission_id,enumerator_code,area_code,outcome,remarks\n\
                q1,E1,U1,complete,5\" pipe\nq2,E1,U1,complete,\nq3,E1,U1,complete,7\" pipe\n\
                q4,E1,U1,complete,\"two\nlines\"\n";
    let said = import(&place, "inches.csv", rows);
    assert_eq!(
        said.summary(),
        "read 4 · accepted 4 · unchanged 0 · updated 0 · quarantined 0",
        "{}",
        said.all()
    );
}
