//! An import takes in a file of any size in bounded memory.

use crate::support::Place;
use crate::support::memory::peak_kb;
use std::io::Write;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// What is sent: more than all batches in memory may hold together.
const SENT_BYTES: usize = 800 << 20;
/// Three batches of 96 MiB, what is read from them, and the program itself.
const MOST_BYTES: usize = 500 << 20;

#[tokio::test]
async fn a_file_larger_than_the_memory_of_an_import_is_read_to_its_end() {
    let place = Place::sqlite();
    place.small_survey().await;
    let mut import = import(&place);
    let mut file = import.stdin.take().expect("a pipe");
    file.write_all(b"submission_id,enumerator_code,area_code,outcome,answers\n")
        .expect("the header is read");
    // One submission again and again: known after the first time, so that the disk stays small.
    let row = format!(
        "s1,E1,U1,complete,\"{{\"\"note\"\":\"\"{}\"\"}}\"\n",
        "x".repeat(60_000)
    );
    let rows = SENT_BYTES / row.len();
    for _ in 0..rows {
        file.write_all(row.as_bytes()).expect("the rows are read");
    }
    let peak = peak_bytes(import.id());
    drop(file);
    let said: crate::support::Said = import.wait_with_output().expect("the program ends").into();
    assert_eq!(said.code, 0, "{}", said.all());
    let unchanged = domain::number::grouped(rows as u64 - 1);
    assert!(
        said.summary()
            .contains(&format!("accepted 1 · unchanged {unchanged} · ")),
        "{}",
        said.all()
    );
    assert!(
        peak < MOST_BYTES,
        "the import held {} MB of {} MB",
        peak >> 20,
        SENT_BYTES >> 20
    );
}

/// The most memory an import had so far; it is running, though perhaps not for long.
fn peak_bytes(process: u32) -> usize {
    let asked = Instant::now();
    loop {
        match peak_kb(process) {
            Some(kilobytes) => return kilobytes << 10,
            None if asked.elapsed() < Duration::from_secs(5) => {
                std::thread::sleep(Duration::from_millis(10));
            }
            None => panic!("no memory is told of process {process}"),
        }
    }
}

/// An import that reads what is sent to it.
fn import(place: &Place) -> Child {
    place
        .command(&["import", "submissions", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// What is sent of a merged audit log: many times what may be in hand of it.
const AUDIT_BYTES: usize = 320 << 20;
/// 32 MiB of lines in hand, as many that wait, and the program itself.
const MOST_AUDIT_BYTES: usize = 200 << 20;

#[test]
fn a_merged_audit_log_of_any_length_is_read_in_bounded_memory() {
    let place = Place::sqlite();
    let mut import = import(&place);
    let mut file = import.stdin.take().expect("a pipe");
    file.write_all(b"instance ID,event,node,start,end,new-value\n")
        .expect("the header is read");
    // Two submissions in turn, which no export does: their lines are gathered, and no submission is forgotten.
    let rows =
        ["u1", "u2"].map(|id| format!("{id},question,/a,1000,5000,{}\n", "x".repeat(60_000)));
    let pairs = AUDIT_BYTES / (2 * rows[0].len());
    for _ in 0..pairs {
        for row in &rows {
            file.write_all(row.as_bytes()).expect("the rows are read");
        }
    }
    let peak = peak_bytes(import.id());
    drop(file);
    let said: crate::support::Said = import.wait_with_output().expect("the program ends").into();
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.summary().contains("accepted 2 · "), "{}", said.all());
    assert!(
        peak < MOST_AUDIT_BYTES,
        "the import held {} MB of {} MB",
        peak >> 20,
        AUDIT_BYTES >> 20
    );
}
