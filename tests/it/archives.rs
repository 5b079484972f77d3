//! The archives that collection tools export, through the real program; and archives that no tool exports.

use crate::support::{Place, Said};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/formats")
        .join(name)
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).expect("the fixture")
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, options()).expect("an entry");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

fn import(place: &Place, file: &Path, mapping: Option<&str>, more: &[&str]) -> Said {
    let file = file.display().to_string();
    let mapping = mapping.map(|name| fixture(name).display().to_string());
    let mut arguments = vec!["import", "submissions", &file];
    if let Some(mapping) = &mapping {
        arguments.extend(["--mapping", mapping]);
    }
    place.run(&[&arguments[..], more].concat())
}

/// What importing the files one by one leaves behind.
async fn one_by_one(files: &[&str], mapping: &str, more: &[&str]) -> Vec<String> {
    let place = Place::sqlite();
    place.small_survey().await;
    for file in files {
        import(&place, &fixture(file), Some(mapping), more);
    }
    place.content().await
}

#[tokio::test]
async fn an_archive_of_odk_central_comes_in_whole_main_file_first() {
    // Written as a server writes it: as a stream, with the lengths behind the entries.
    let mut writer = ZipWriter::new_stream(Vec::new());
    let files: [(&str, &[u8]); 4] = [
        ("visits - audit.csv", &bytes_of("odk-audit.csv")),
        (
            "visits-members.csv",
            b"name,PARENT_KEY,KEY\nA,uuid:o1,uuid:o1/1\n",
        ),
        ("media/1700000000.jpg", b"\xff\xd8\xff"),
        ("visits.csv", &bytes_of("odk.csv")),
    ];
    for (name, content) in files {
        writer.start_file(name, options()).expect("an entry");
        writer.write_all(content).expect("its content");
    }
    let archive = writer.finish().expect("an archive").into_inner();
    let expected = one_by_one(&["odk.csv", "odk-audit.csv"], "odk.toml", &[]).await;

    for place in Place::both().await {
        place.small_survey().await;
        let file = place.file("export.zip", &archive);
        let said = import(&place, &file, Some("odk.toml"), &[]);
        assert_eq!(said.code, 3, "{}", said.all());
        for sentence in [
            "export.zip: recognised visits.csv as ODK Central CSV (columns KEY and SubmitterID)\n",
            "export.zip: recognised visits - audit.csv as ODK audit log (columns instance ID, event, node, start and end)\n",
            "export.zip: left aside visits-members.csv (a table of repeats: column PARENT_KEY)\n",
            "export.zip: left aside 1 file that is no table (media/1700000000.jpg)\n",
            // Two of the three audits found their submissions, because those came first.
            "1 trail belongs to a submission that is not on file.",
        ] {
            assert!(said.out.contains(sentence), "{sentence}{}", said.all());
        }
        assert_eq!(
            said.summary(),
            "read 11 · accepted 6 · unchanged 0 · updated 0 · quarantined 5 (see them with: fieldwatch export quarantine)"
        );
        let content = place.content().await;
        assert_eq!(content, expected, "as the files one by one");
        let again = import(&place, &file, Some("odk.toml"), &[]);
        assert!(
            again
                .summary()
                .contains(" · accepted 0 · unchanged 6 · updated 0 · "),
            "{}",
            again.all()
        );
        assert_eq!(place.content().await, content);
    }
}

#[tokio::test]
async fn an_archive_of_survey_solutions_comes_in_whole() {
    let archive = zipped(&[
        (
            "interview__diagnostics.tab",
            &bytes_of("interview__diagnostics.tab"),
        ),
        (
            "members.tab",
            b"interview__key\tinterview__id\tmembers__id\tname\n",
        ),
        ("paradata.tab", &bytes_of("paradata.tab")),
        ("listing.tab", &bytes_of("survey-solutions.tab")),
        ("export__readme.txt", b"made"),
    ]);
    let zone = ["--zone", "Asia/Karachi"];
    let files = [
        "survey-solutions.tab",
        "paradata.tab",
        "interview__diagnostics.tab",
    ];
    let expected = one_by_one(&files, "survey-solutions.toml", &zone).await;
    let place = Place::sqlite();
    place.small_survey().await;
    let file = place.file("export.zip", &archive);
    let draft = place.must(&["mapping", "suggest", &file.display().to_string()]);
    assert!(
        draft.out.contains("# A draft for Survey Solutions tab"),
        "{}",
        draft.all()
    );
    let said = import(&place, &file, Some("survey-solutions.toml"), &zone);
    let aside = "left aside members.tab (a table beside the interviews: column interview__id without interview__status)";
    assert!(said.out.contains(aside), "{}", said.all());
    assert_eq!(place.content().await, expected);
}

#[tokio::test]
async fn text_audits_of_surveycto_come_in_by_their_names() {
    const UUID: &str = "0a1b2c3d-0000-4000-8000-00000000000f";
    let place = Place::sqlite();
    place.small_survey().await;
    let visits = format!(
        "username,caseid,uc,result,SubmissionDate,formdef_version,KEY\nE1,h1,U1,1,2026-11-21T01:30:00Z,7,uuid:{UUID}\n"
    );
    let audit = "Field name,Total duration (seconds),First appeared (seconds into survey)\na,10,0\nb,50,10\n";
    let name = format!("media/TA_{UUID}.csv");
    let archive = zipped(&[
        (&name, audit.as_bytes()),
        (
            "media/TA_0a1b2c3d-0000-4000-8000-000000000000.csv",
            b"a,b\n1,2\n",
        ),
        ("visits_WIDE.csv", visits.as_bytes()),
    ]);
    let said = import(
        &place,
        &place.file("export.zip", archive),
        Some("surveycto.toml"),
        &[],
    );
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(
        said.out
            .contains("found 2 trails of one submission each (such as media/TA_"),
        "{}",
        said.all()
    );
    assert!(
        said.out
            .contains("(named like a trail, without its columns)"),
        "{}",
        said.all()
    );
    let db = crate::support::open(place.url()).await.expect("it opens");
    let id = format!("uuid:{UUID}");
    let active_s = db.active_s(server::ingest::hash::id_hash(&id), &id).await;
    assert_eq!(active_s.expect("it can be read"), Some(60));
    db.close().await;
}

/// Imports an archive that must be refused; nothing of it may be left in the database or on the disk.
async fn refused(name: &str, archive: &[u8], sentence: &str) {
    let place = Place::sqlite();
    place.small_survey().await;
    let file = place.file(name, archive);
    let (content, files) = (place.content().await, files_in(&place));
    let said = import(&place, &file, None, &[]);
    assert_eq!(said.code, 1, "{name}: {}", said.all());
    assert!(said.err.contains(sentence), "{name}: {}", said.all());
    assert_eq!(place.content().await, content, "{name}");
    assert_eq!(files_in(&place), files, "{name}");
}

/// Everything in the test's folder and the one above it that an entry's name could mean, but the database's own files.
fn files_in(place: &Place) -> Vec<PathBuf> {
    let folder = place.path("");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|file| file.expect("a file").path())
        .filter(|path| !path.display().to_string().contains("test.db"))
        .collect();
    files.extend(
        ["../escaped.csv", "../../escaped.csv"]
            .map(|name| folder.join(name))
            .into_iter()
            .filter(|path| path.exists()),
    );
    files.sort();
    files
}

const ROWS: &str = "submission_id,enumerator_code,area_code,outcome\ns1,E1,U1,complete\n";

#[tokio::test]
async fn an_archive_that_cannot_be_read_is_refused_in_a_sentence() {
    let whole = zipped(&[("visits.csv", ROWS.as_bytes())]);
    refused(
        "cut.zip",
        &whole[..whole.len() - 9],
        "The archive is cut off or damaged (",
    )
    .await;
    let mut encrypted = whole.clone();
    let directory = whole
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .expect("a directory");
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    refused(
        "secret.zip",
        &encrypted,
        "visits.csv in the archive is encrypted with a password.",
    )
    .await;
    let nothing = zipped(&[("photo.jpg", b"\xff"), ("inner.zip", &whole)]);
    refused(
        "nothing.zip",
        &nothing,
        "Nothing in the archive is a file of submissions or a trail.",
    )
    .await;
    let two = zipped(&[("a.csv", ROWS.as_bytes()), ("b.csv", ROWS.as_bytes())]);
    refused(
        "two.zip",
        &two,
        "holds several files of submissions (a.csv, b.csv)",
    )
    .await;
    let workbook = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<x/>"),
    ]);
    refused("book.xlsx", &workbook, "The file is an Excel workbook.").await;
}

#[tokio::test]
async fn an_entry_is_read_and_never_written_whatever_its_name_says() {
    let place = Place::sqlite();
    place.small_survey().await;
    let archive = zipped(&[
        ("../../escaped.csv", ROWS.as_bytes()),
        ("/etc/passwd", b"root"),
    ]);
    let file = place.file("paths.zip", &archive);
    let files = files_in(&place);
    let said = import(&place, &file, None, &[]);
    assert_eq!(
        said.summary(),
        "read 1 · accepted 1 · unchanged 0 · updated 0 · quarantined 0",
        "{}",
        said.all()
    );
    assert!(
        said.out
            .contains("recognised ../../escaped.csv as canonical"),
        "{}",
        said.all()
    );
    assert_eq!(files_in(&place), files);
}

#[tokio::test]
async fn an_entry_that_grows_without_measure_ends_in_a_sentence() {
    let place = Place::sqlite();
    place.small_survey().await;
    let mut bomb = ROWS.as_bytes().to_vec();
    bomb.resize(24 << 20, b'\n');
    let file = place.file("bomb.zip", zipped(&[("visits.csv", &bomb)]));
    assert!(file.metadata().expect("the file").len() < 40_000);
    let said = import(&place, &file, None, &[]);
    assert_eq!(said.code, 1, "{}", said.all());
    let sentence =
        "visits.csv in the archive grows to more than 800 times its length as it is unpacked";
    assert!(said.err.contains(sentence), "{}", said.all());
    assert!(
        said.err.contains("What was recorded before stays"),
        "{}",
        said.all()
    );
}
