//! A server that is asked to stop: what was asked before is answered, what works in the background waits again, nothing is lost.

use crate::push::{row, token};
use crate::support::Place;
use crate::support::served::Served;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Begins a push, and waits until the server has it.
fn half_a_push(served: &Served, secret: &str, first: &str, length: usize) -> TcpStream {
    let mut push = served.connect();
    let address = &served.address;
    write!(
        push,
        "POST /api/v1/submissions HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
    )
    .expect("the server reads");
    let mut begun = [0; 12];
    // The server says "continue" when it begins to read the body: from now on the request runs.
    push.read_exact(&mut begun).expect("the server answers");
    assert_eq!(&begun, b"HTTP/1.1 100");
    push.write_all(first.as_bytes()).expect("the server reads");
    push
}

#[tokio::test]
async fn what_was_begun_is_ended_what_is_idle_is_closed_and_nothing_new_is_taken() {
    for place in Place::both().await {
        place.small_survey().await;
        let secret = token(&place, "tablets", "P");
        let mut served = Served::logging(&place, &[], "info");
        let rows = [row("a", "U1", "complete"), row("b", "U1", "refused")];
        let length = rows.iter().map(String::len).sum();
        let mut push = half_a_push(&served, &secret, &rows[0], length);
        let mut idle = served.connect();
        // Answered once: otherwise it might still wait in the system's queue, which ends with the listener.
        idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            .expect("the server reads");
        let mut heard = Vec::new();
        while !heard.ends_with(b"ok\n") {
            let mut byte = [0];
            idle.read_exact(&mut byte).expect("the server answers");
            heard.push(byte[0]);
        }
        served.ask_to_stop();
        // An idle connection is closed at once, and nobody new is let in.
        assert_eq!(idle.read(&mut [0; 10]).expect("it ends"), 0);
        let begun = Instant::now();
        while TcpStream::connect(&served.address).is_ok() {
            assert!(begun.elapsed() < Duration::from_secs(10), "it takes more");
        }
        push.write_all(rows[1].as_bytes())
            .expect("the server reads");
        let mut answer = String::new();
        push.read_to_string(&mut answer)
            .expect("the server answers");
        assert!(
            answer.contains("HTTP/1.1 200") && answer.contains("\"accepted\":2"),
            "{answer}"
        );
        assert_eq!(
            served.ends_within(Duration::from_secs(20)),
            Some(0),
            "{}",
            served.log()
        );
        // Rows that were acknowledged are on file; sums are made by whoever comes next.
        let db = crate::support::open(place.url())
            .await
            .expect("the database opens");
        db.roll_up().await.expect("what waits is rolled up");
        db.close().await;
        let site = place.site().display().to_string();
        let said = place.must(&["check", "--site", &site]).out;
        let line = said.lines().find(|line| line.contains(" submissions "));
        assert!(line.is_some_and(|line| line.ends_with(" 2")), "{said}");
    }
}

#[tokio::test]
async fn what_does_not_end_in_time_is_cut_off() {
    let place = Place::sqlite();
    place.small_survey().await;
    let secret = token(&place, "tablets", "P");
    let mut served = Served::new(&place, &["--shutdown-within", "1"]);
    let first = row("a", "U1", "complete");
    let mut push = half_a_push(&served, &secret, &first, first.len() + 1_000);
    let asked = Instant::now();
    served.ask_to_stop();
    assert_eq!(served.ends_within(Duration::from_secs(20)), Some(0));
    assert!(
        asked.elapsed() > Duration::from_millis(900),
        "it was given its second"
    );
    assert!(served.log().contains("cut off"), "{}", served.log());
    let mut answer = String::new();
    // The push was not acknowledged: its sender sends it again.
    let heard = push.read_to_string(&mut answer);
    assert!(
        heard.is_err() || !answer.contains("HTTP/1.1 200"),
        "{answer}"
    );
}
