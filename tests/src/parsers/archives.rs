//! Archives: the directory, which entry is what, and each entry as the stream that an import reads.

use super::{read_told, trails};
use server::ingest::archive::plan::Plan;
use server::ingest::archive::{Archive, Entry};
use server::ingest::opening::Told;
use std::io;

pub(super) fn archive(bytes: &[u8]) {
    // An archive is read from its end, so it is a file.
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("the archive is written");
    match Archive::open(file.path()) {
        Err(refused) => assert!(!refused.to_string().is_empty()),
        Ok(archive) => read(&archive),
    }
}

fn read(archive: &Archive) {
    for entry in &archive.entries {
        assert!(!entry.shown().contains(char::is_control));
        unpack(archive, entry);
    }
    let Ok(plan) = Plan::of(archive, None) else {
        return;
    };
    let sorted = plan.main.len()
        + plan.trails.len()
        + plan.single_trails.len()
        + plan.aside.len()
        + plan.other.len();
    assert!(sorted <= archive.entries.len(), "an entry is one thing");
    for (entry, _) in &plan.main {
        read_told(archive.stream(entry), &Told::default());
    }
    let logs = plan.trails.iter().map(|(entry, ..)| entry);
    for entry in logs.chain(&plan.single_trails) {
        trails::read(archive.stream(entry), &entry.name);
    }
}

/// Faults are said. That the thread which unpacks died would be none of the archive's.
fn unpack(archive: &Archive, entry: &Entry) {
    if let Err(fault) = io::copy(&mut archive.stream(entry), &mut io::sink()) {
        let said = fault.to_string();
        assert!(!said.is_empty() && !said.contains("broke off"), "{said}");
    }
}
