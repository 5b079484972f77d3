//! Trails: whatever a file is, its lines become parts that say the same whenever they are asked.

use domain::trail::{TrailFacts, TrailSource};
use server::ingest::hash::{body_hash, id_hash};
use server::ingest::trails::collect::{Batch, Collector};
use server::ingest::trails::derive::derive;
use server::ingest::trails::gathered::Gathered;
use server::ingest::trails::import::{columns_of, open, peek};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::AtomicU64;
use store::{StoredPart, TrailPart};

/// As a collection tool names the file of one submission.
const PATH: &str = "media/TA_0a1b2c3d-0000-4000-8000-00000000000f.csv";

pub(super) fn trail(bytes: &[u8]) {
    read(bytes, PATH);
    // What the database holds is ours; if it was damaged all the same, that is an error with a reason.
    let compressed = || {
        let mut body = Gathered::default();
        body.add_line(bytes);
        body.compress()
    };
    for source in TrailSource::ALL {
        for body in [Cow::Borrowed(bytes), Cow::Owned(compressed())] {
            if let Err(reason) = derive(&[StoredPart { source, body }]) {
                assert!(!reason.is_empty());
            }
        }
    }
}

/// Reads a file that may be a trail, as an import does.
pub(super) fn read(source: impl Read, path: &str) {
    let Ok((start, source)) = peek(source) else {
        return;
    };
    let Some(columns) = columns_of(&start) else {
        return;
    };
    let trail = match open(source, columns, path) {
        Ok(trail) => trail,
        Err(refused) => return assert!(!refused.to_string().is_empty()),
    };
    let mut collector = Collector::default();
    let mut batches = Vec::new();
    // A source may break off; what was read before is recorded.
    let _ = collector.read(trail, &AtomicU64::new(0), |batch| {
        batches.push(batch);
        true
    });
    batches.push(collector.rest());
    check(&batches);
}

fn check(batches: &[Batch]) {
    let mut submissions: BTreeMap<&str, Vec<StoredPart<'_>>> = BTreeMap::new();
    for part in batches.iter().flat_map(|batch| &batch.parts) {
        check_part(part);
        let stored = StoredPart {
            source: part.source,
            body: Cow::Borrowed(&part.body[..]),
        };
        submissions
            .entry(&part.submission_id)
            .or_default()
            .push(stored);
    }
    for parts in submissions.values() {
        let once = facts(parts);
        let twice = facts(&[&parts[..], &parts[..]].concat());
        assert_eq!(once, twice, "each line counts once");
    }
    for line in batches.iter().flat_map(|batch| &batch.unreadable) {
        let said = line.content.as_ref().err();
        assert!(said.is_some_and(|said| !said.reason.is_empty()));
    }
}

/// A part that was taken can always be read: an import would end otherwise.
fn facts(parts: &[StoredPart<'_>]) -> TrailFacts {
    derive(parts).unwrap_or_else(|reason| panic!("a part that was taken cannot be read: {reason}"))
}

fn check_part(part: &TrailPart) {
    assert!((1..=128).contains(&part.submission_id.chars().count()));
    assert!(!part.submission_id.contains('\0'));
    assert_eq!(part.id_hash, id_hash(&part.submission_id));
    let mut body = Vec::new();
    flate2::read::DeflateDecoder::new(&part.body[..])
        .read_to_end(&mut body)
        .expect("a part can be unpacked");
    assert_eq!(body.len() as u64, part.length_bytes);
    assert_eq!(body_hash(&body), part.content_hash);
}
