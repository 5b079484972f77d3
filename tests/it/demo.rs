//! `fieldwatch demo`: the address, who can sign in, and a second start that seeds nothing.

use crate::support::Place;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// Starts the demo, reads what it says until it serves, and stops it.
fn started(place: &Place) -> Vec<String> {
    let mut demo = place
        .command(&["demo", "--listen", "127.0.0.1:0", "--interviews", "500"])
        .args(["--today", "2026-11-20", "--site"])
        .arg(place.site())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let lines = BufReader::new(demo.stdout.take().expect("a pipe")).lines();
    let mut said = Vec::new();
    for line in lines {
        let line = line.expect("words");
        // The last one of whom it names.
        let is_last = line.trim_start().starts_with("admin ");
        said.push(line);
        if is_last {
            break;
        }
    }
    demo.kill().expect("the demo can be stopped");
    demo.wait().expect("the demo has ended");
    said
}

#[tokio::test]
async fn the_demo_says_its_address_and_its_sign_ins_and_is_seeded_once() {
    for place in Place::both().await {
        let first = started(&place);
        let says = |lines: &[String], words: &str| lines.iter().any(|line| line.contains(words));
        assert!(says(&first, "Seeding "), "{first:#?}");
        assert!(
            says(&first, "submissions: read 500 · accepted 500"),
            "{first:#?}"
        );
        let content = place.content().await;

        let second = started(&place);
        assert!(
            !says(&second, "Seeding ") && !says(&second, "read "),
            "{second:#?}"
        );
        for lines in [&first, &second] {
            assert!(
                says(lines, "FieldWatch demo: http://127.0.0.1:"),
                "{lines:#?}"
            );
            assert!(says(lines, "fieldwatch-demo"), "{lines:#?}");
            for username in ["leadership", "qa", "csu", "attock", "monitor", "admin"] {
                assert!(
                    says(lines, &format!("  {username} ")),
                    "{username}: {lines:#?}"
                );
            }
        }
        assert_eq!(place.content().await, content, "{}", place.url());
    }
}
