//! Every parser over its kept corpus and a fixed number of damaged copies of it: no panic, no memory that grows.
//!
//! `cargo fuzz` searches further (README.md says how); what it finds is mended, and kept in the corpus.

use crate::support::memory::held_kb;
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::process::Command;
use tests::mutate::mutated;
use tests::parsers::ALL;

/// Damaged copies of each file of the corpus.
const COPIES: u64 = 250;
/// A parser may keep nothing of what it has read; what allocators and one-time tables keep is far below this.
const MOST_GROWTH_KB: usize = 64 << 10;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder().join("corpus").join(name))
        .unwrap_or_else(|error| panic!("the corpus of {name}: {error}"))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).expect("a file of the corpus");
            (path, bytes)
        })
        .collect()
}

/// Runs a parser over its corpus; answers how many inputs that were.
fn run(name: &str, parser: fn(&[u8]), seeds: std::ops::Range<u64>) -> u64 {
    let files = corpus(name);
    let mut inputs = 0;
    for (index, (path, bytes)) in files.iter().enumerate() {
        let (_, other) = &files[(index + 1) % files.len()];
        let damaged = seeds.clone().map(|seed| {
            (
                format!("damaged by seed {seed}"),
                mutated(bytes, other, seed),
            )
        });
        for (how, input) in [("as it is".to_owned(), bytes.clone())]
            .into_iter()
            .chain(damaged)
        {
            inputs += 1;
            if std::panic::catch_unwind(AssertUnwindSafe(|| parser(&input))).is_err() {
                let kept = std::env::temp_dir().join(format!("fuzz-{name}"));
                std::fs::write(&kept, &input).expect("the input is kept");
                panic!(
                    "{name} panics over {}, {how}; the input is kept in {}",
                    path.display(),
                    kept.display()
                );
            }
        }
    }
    inputs
}

#[test]
fn no_parser_panics_over_its_corpus_or_damaged_copies_of_it() {
    for (name, parser) in ALL {
        assert!(
            run(name, parser, 0..COPIES) > COPIES,
            "{name} has no corpus"
        );
    }
}

/// Alone in a process, which the test below starts: the other tests would count as well.
#[test]
fn memory_over_the_corpus() {
    for (name, parser) in ALL {
        run(name, parser, 0..20);
    }
    let before = resident_kb();
    for round in 1..=4 {
        for (name, parser) in ALL {
            run(name, parser, round * 20..(round + 1) * 20);
        }
    }
    println!("grew by {} kB", resident_kb().saturating_sub(before));
}

#[test]
fn no_parser_keeps_memory() {
    let said = Command::new(std::env::current_exe().expect("this program"))
        .args([
            "--exact",
            "fuzz::memory_over_the_corpus",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .output()
        .expect("the test runs again");
    let text = String::from_utf8_lossy(&said.stdout);
    let grew: usize = text
        .lines()
        .find_map(|line| {
            line.split_once("grew by ")?
                .1
                .strip_suffix(" kB")?
                .parse()
                .ok()
        })
        .unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&said.stderr)));
    assert!(grew < MOST_GROWTH_KB, "the parsers keep {grew} kB");
}

fn resident_kb() -> usize {
    held_kb(std::process::id()).expect("this is Linux")
}

#[test]
fn every_parser_has_its_fuzz_target_and_its_corpus() {
    let named = |text: &str| {
        text.lines()
            .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
            .skip(1)
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    let manifest = std::fs::read_to_string(folder().join("Cargo.toml")).expect("fuzz/Cargo.toml");
    let parsers: BTreeSet<_> = ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named(&manifest), parsers);
    for name in &parsers {
        let target = folder().join(format!("fuzz_targets/{name}.rs"));
        let text = std::fs::read_to_string(&target).expect("a fuzz target");
        assert!(text.contains(&format!("run(\"{name}\", bytes)")), "{text}");
    }
    let folders: BTreeSet<_> = std::fs::read_dir(folder().join("corpus"))
        .expect("the corpus")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(folders, parsers);
}
