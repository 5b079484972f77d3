//! What is held back from whom: names, positions, small numbers; on every page, in every file and in every answer to a machine.

mod names;
mod others;
mod small_numbers;

use crate::support::Place;
use crate::support::web::{Answer, Web};
use std::io::Read;

/// Who signs in to the demonstration, and whether they may see names and single households.
pub const PEOPLE: [(&str, bool, bool); 6] = [
    ("monitor", true, true),
    ("attock", false, true),
    ("qa", true, true),
    ("csu", false, false),
    ("leadership", false, false),
    ("admin", false, true),
];

/// The texts of an answer: of a workbook those of all its parts, which are packed.
pub fn texts(answer: &Answer) -> String {
    if !answer.bytes.starts_with(b"PK\x03\x04") {
        return answer.text.clone();
    }
    let reader = std::io::Cursor::new(&answer.bytes);
    let mut archive = zip::ZipArchive::new(reader).expect("a workbook is an archive");
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        part.read_to_string(&mut all).expect("a part is text");
    }
    all
}

/// A seeded survey on each database.
pub async fn surveys() -> Vec<Web> {
    let mut all = Vec::new();
    for place in Place::both().await {
        all.push(Web::new(place).await);
    }
    all
}
