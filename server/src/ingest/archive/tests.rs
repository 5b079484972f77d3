use super::plan::Plan;
use super::*;
use std::io::{Cursor, Read, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, options()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive and the file it is read from.
struct Opened {
    _file: tempfile::NamedTempFile,
    archive: Archive,
}

fn opened(bytes: &[u8]) -> Result<Opened, ArchiveError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let archive = Archive::open(file.path())?;
    Ok(Opened {
        _file: file,
        archive,
    })
}

/// Why the archive is not read.
fn refused(bytes: &[u8]) -> String {
    opened(bytes).map(|_| ()).unwrap_err().to_string()
}

fn content(opened: &Opened, name: &str) -> io::Result<Vec<u8>> {
    let archive = &opened.archive;
    let entry = archive.entries.iter().find(|entry| entry.name == name);
    let mut content = Vec::new();
    archive.stream(entry.unwrap()).read_to_end(&mut content)?;
    Ok(content)
}

#[test]
fn entries_come_out_as_they_went_in() {
    let long: Vec<u8> = (0..3_000_000_u32)
        .map(|n| (n.wrapping_mul(n) >> 7) as u8)
        .collect();
    let archive = opened(&zipped(&[("a.csv", b"x,y\n1,2\n"), ("b/c.csv", &long)])).unwrap();
    assert_eq!(content(&archive, "a.csv").unwrap(), b"x,y\n1,2\n");
    assert_eq!(content(&archive, "b/c.csv").unwrap(), long);
}

#[test]
fn an_archive_that_a_server_wrote_as_a_stream_is_read_too() {
    // Lengths stand behind the entries then, and only the directory has them in front.
    let mut writer = ZipWriter::new_stream(Vec::new());
    writer.start_file("visits.csv", options()).unwrap();
    writer.write_all(b"KEY,SubmitterID\nuuid:1,2\n").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let archive = opened(&bytes).unwrap();
    assert_eq!(
        content(&archive, "visits.csv").unwrap(),
        b"KEY,SubmitterID\nuuid:1,2\n"
    );
}

#[test]
fn what_is_no_sound_archive_is_said() {
    let whole = zipped(&[("a.csv", b"x,y\n1,2\n")]);
    for length in [4, 30, whole.len() / 2, whole.len() - 1] {
        let sentence = refused(&whole[..length]);
        assert!(
            sentence.starts_with("The archive is cut off or damaged ("),
            "{sentence}"
        );
    }
    let workbook = zipped(&[("[Content_Types].xml", b"<x/>")]);
    assert!(refused(&workbook).contains("Excel workbook"));
}

#[test]
fn an_encrypted_entry_is_said_by_its_name() {
    let mut bytes = zipped(&[("visits.csv", b"x")]);
    // The flag in the local header and in the directory.
    let directory = bytes
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    let said = refused(&bytes);
    assert!(
        said.starts_with("visits.csv in the archive is encrypted with a password."),
        "{said}"
    );
}

#[test]
fn an_entry_that_was_changed_on_the_way_is_said_by_its_name() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    writer.start_file("visits.csv", stored).unwrap();
    writer.write_all(b"submission_id\nabc\n").unwrap();
    let mut bytes = writer.finish().unwrap().into_inner();
    let at = bytes.windows(3).position(|three| three == b"abc").unwrap();
    bytes[at] = b'X';
    let archive = opened(&bytes).unwrap();
    let said = content(&archive, "visits.csv").unwrap_err().to_string();
    assert!(
        said.starts_with("visits.csv in the archive is damaged ("),
        "{said}"
    );
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let mut bytes = zipped(&[("a.csv", b"x,y\n1,2\n"), ("b.csv", b"x,y\n1,2\n")]);
    // The second entry of the directory points at the first one's bytes.
    let at: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, four)| four == b"PK\x01\x02")
        .map(|(at, _)| at)
        .collect();
    bytes[at[1] + 42..at[1] + 46].fill(0);
    let said = refused(&bytes);
    assert!(said.contains("entries share their bytes"), "{said}");
}

#[test]
fn each_entry_is_told_by_its_columns_and_what_is_left_aside_is_named() {
    let bytes = zipped(&[
        ("visits.csv", b"SubmissionDate,KEY,SubmitterID\n"),
        ("visits-members.csv", b"name,PARENT_KEY,KEY\n"),
        ("visits - audit.csv", b"instance ID,event,node,start,end\n"),
        ("media/TA_0a1b2c3d-0000-4000-8000-00000000000f.csv", b""),
        ("media/house.jpg", b"\xff\xd8"),
        ("older.zip", b"PK\x03\x04"),
        ("__MACOSX/._visits.csv", b"x"),
        ("../../etc/passwd", b"root:x:0:0"),
        ("../../etc/cron.csv", b"a,b\n"),
        ("export__readme.txt", b"x"),
        ("empty.tab", b""),
    ]);
    let plan = Plan::of(&opened(&bytes).unwrap().archive, None).unwrap();
    let main: Vec<&str> = plan
        .main
        .iter()
        .map(|(entry, _)| entry.name.as_str())
        .collect();
    assert_eq!(main, ["visits.csv"]);
    let trails: Vec<&str> = plan
        .trails
        .iter()
        .map(|(entry, ..)| entry.name.as_str())
        .collect();
    assert_eq!(trails, ["visits - audit.csv"]);
    assert_eq!(plan.single_trails.len(), 1);
    let aside: Vec<(&str, &str)> = plan
        .aside
        .iter()
        .map(|(entry, reason)| (entry.name.as_str(), *reason))
        .collect();
    assert_eq!(
        aside,
        [
            (
                "visits-members.csv",
                "a table of repeats: column PARENT_KEY"
            ),
            (
                "older.zip",
                "an archive or a workbook within the archive: unpack this one and import that one by itself"
            ),
            ("../../etc/cron.csv", "no columns of submissions or trails"),
            ("empty.tab", "no table: it is empty or binary"),
        ]
    );
    let other: Vec<&str> = plan.other.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(
        other,
        ["media/house.jpg", "../../etc/passwd", "export__readme.txt"]
    );
}

#[test]
fn a_name_cannot_write_over_the_terminal() {
    assert_eq!(shown("a\u{1b}[2J\u{202e}b"), "a\u{fffd}[2J\u{fffd}b");
    assert!(shown(&"x".repeat(5_000)).len() < 120);
}
