//! Files that are made to do harm: a sentence, an end, and no more memory than for any other file.

use crate::support::memory::peak_kb;
use crate::support::{Place, Said};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// What the program may hold over any of these files.
const MOST_KB: usize = 400 << 10;

/// Runs the program, sends it what it will take of `beginning` and then of `filling` up to two gigabytes, watches its memory,
/// and answers what it said.
fn watched(place: &Place, arguments: &[&str], beginning: &str, filling: Option<u8>) -> Said {
    let mut running = place
        .command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = running.stdin.take().expect("a pipe");
    let mut left = pipe.write_all(beginning.as_bytes());
    let piece = vec![filling.unwrap_or_default(); 1 << 20];
    let mut highest_kb = peak_kb(running.id()).unwrap_or(0);
    for _ in 0..filling.map_or(0, |_| 2 << 10) {
        // A program that has seen enough closes the pipe.
        left = left.and_then(|()| pipe.write_all(&piece));
        if left.is_err() {
            break;
        }
        highest_kb = highest_kb.max(peak_kb(running.id()).unwrap_or(0));
    }
    drop(pipe);
    while running.try_wait().expect("it can be waited for").is_none() {
        highest_kb = highest_kb.max(peak_kb(running.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    let said: Said = running.wait_with_output().expect("it ended").into();
    assert!(highest_kb > 0, "its memory was never seen: {}", said.all());
    assert!(
        highest_kb < MOST_KB,
        "{} MB: {}",
        highest_kb >> 10,
        said.all()
    );
    said
}

/// A beginning, and then zeros up to two gigabytes; it takes no room on the disk.
fn two_gigabytes(place: &Place, name: &str, beginning: &str) -> String {
    let path = place.path(name);
    let mut file = File::create(&path).expect("a file");
    file.write_all(beginning.as_bytes()).expect("its beginning");
    file.set_len(2 << 30).expect("its length");
    path.display().to_string()
}

#[tokio::test]
async fn a_line_of_two_gigabytes_is_refused_in_a_sentence_and_what_came_before_it_stays() {
    let place = Place::sqlite();
    place.small_survey().await;
    let header = "submission_id,enumerator_code,area_code,outcome\n";
    let row = "s1,E1,U1,complete\n";
    let json =
        r#"{"submission_id":"s1","enumerator_code":"E1","area_code":"U1","outcome":"complete"}"#;
    for (kind, beginning, said) in [
        (
            "submissions",
            format!("{header}{row}s2,"),
            "line 3 is longer than 8 MB",
        ),
        (
            "submissions",
            format!("{json}\n{{\"submission_id\":\""),
            "an element is longer than 8 MB",
        ),
        (
            "submissions",
            "submission_id,".to_owned(),
            "longer than 8 MB",
        ),
        ("targets", "area_code,".to_owned(), "longer than 8 MB"),
        (
            "roster",
            "enumerator_code\nE".to_owned(),
            "longer than 8 MB",
        ),
    ] {
        let answer = watched(
            &place,
            &["import", kind, "/dev/stdin"],
            &beginning,
            Some(b'x'),
        );
        assert_eq!(answer.code, 1, "{beginning}: {}", answer.all());
        assert!(answer.err.contains(said), "{beginning}: {}", answer.all());
    }
    let whole = place.file("whole.csv", format!("{header}{row}"));
    let again = place.must(&["import", "submissions", &whole.display().to_string()]);
    assert!(
        again.summary().contains("accepted 0 · unchanged 1"),
        "{}",
        again.all()
    );
}

#[test]
fn an_area_file_that_is_no_area_file_is_not_read_into_memory_for_ever() {
    let place = Place::sqlite();
    let file = two_gigabytes(
        &place,
        "areas.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[",
    );
    let arguments = [
        "import", "areas", "--level", "uc", "--code", "c", "--name", "n", &file,
    ];
    let answer = place.run(&arguments);
    assert_eq!(answer.code, 1, "{}", answer.all());
    assert!(answer.err.contains("longer than 1 GiB"), "{}", answer.all());
}

/// `{"a":{"a":… }}`, so many levels deep.
fn deep(levels: usize) -> String {
    format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels))
}

#[tokio::test]
async fn json_nested_without_end_is_set_aside_row_by_row() {
    let place = Place::sqlite();
    place.small_survey().await;
    let good = r#""enumerator_code":"E1","area_code":"U1","outcome":"complete""#;
    let rows = format!(
        "{{\"submission_id\":\"s1\",{good}}}\n{{\"submission_id\":\"s2\",{good},\"answers\":{0}}}\n{0}\n{{\"submission_id\":\"s3\",{good}}}\n",
        deep(100_000)
    );
    let file = place.file("deep.ndjson", rows).display().to_string();
    let said = watched(&place, &["import", "submissions", &file], "", None);
    assert!(
        said.summary().starts_with("read 4 · accepted 3 · "),
        "{}",
        said.all()
    );
    assert!(said.summary().contains("quarantined 1"), "{}", said.all());

    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/odk.toml");
    let odk = format!(
        "{{\"@odata.context\":\"x\",\"value\":[{{\"__id\":\"uuid:1\",\"x\":{},\"__system\":{{}}}}]}}",
        deep(100_000)
    );
    let file = place.file("deep.json", odk).display().to_string();
    let mapping = mapping.display().to_string();
    let said = watched(
        &place,
        &["import", "submissions", "--mapping", &mapping, &file],
        "",
        None,
    );
    assert!(
        said.summary().starts_with("read 1 · accepted 0 · "),
        "{}",
        said.all()
    );

    let areas = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":{}}}",
        deep(100_000)
    );
    let file = place.file("deep.geojson", areas).display().to_string();
    let said = watched(
        &place,
        &[
            "import", "areas", "--level", "uc", "--code", "c", "--name", "n", &file,
        ],
        "",
        None,
    );
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(said.err.starts_with("fieldwatch: "), "{}", said.all());
}

#[tokio::test]
async fn nul_bytes_are_set_aside_and_the_rest_of_the_file_goes_on() {
    for place in Place::both().await {
        place.small_survey().await;
        let file = place.file(
            "nul.csv",
            "submission_id,enumerator_code,area_code,outcome,device_id\ns1,E1,U1,complete,\ns\x002,E1,U1,complete,\n\
             s3,E\x001,U1,complete,\ns4,E1,U1,complete,\x00\ns5,E1,U1,complete,d\n",
        );
        let said = place.run(&["import", "submissions", &file.display().to_string()]);
        assert_eq!(said.code, 3, "{}", said.all());
        assert!(
            said.summary()
                .contains("accepted 2 · unchanged 0 · updated 0 · quarantined 3"),
            "{}",
            said.all()
        );
        let out = place.must(&["export", "quarantine"]).out;
        assert_eq!(out.matches("NUL character").count(), 3, "{out}");
    }
}
