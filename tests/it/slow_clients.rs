//! Clients that dribble, that never end, that never read: none of them stops the others, and all are given up.

use crate::support::Place;
use crate::support::served::{Served, header_of};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// An honest question is answered within so long, whatever the others do; the program of the tests is not optimised.
const HONEST: Duration = Duration::from_secs(5);

/// Connects from one of this machine's many addresses.
async fn from(last: u8, served: &Served) -> TcpStream {
    let to: SocketAddr = served.address.parse().expect("an address");
    let socket = TcpSocket::new_v4().expect("a socket");
    let here = SocketAddr::from(([127, 0, 0, last], 0));
    socket.bind(here).expect("an address of this machine");
    socket.connect(to).await.expect("the server takes it")
}

/// Sends the beginning, then a byte every so often until the server has had enough. Answers how long that took.
async fn dribble(mut stream: TcpStream, beginning: &'static str, byte: &'static [u8]) -> Duration {
    let begun = Instant::now();
    let mut sent = stream.write_all(beginning.as_bytes()).await;
    let mut heard = [0; 1_000];
    while sent.is_ok() && begun.elapsed() < Duration::from_secs(120) {
        let listened = stream.read(&mut heard);
        match tokio::time::timeout(Duration::from_millis(250), listened).await {
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(_)) => {}
            Err(_) => sent = stream.write_all(byte).await,
        }
    }
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_dribbling_clients_do_not_stop_an_honest_one() {
    let place = Place::sqlite();
    place.small_survey().await;
    let limits = ["--header-within", "3", "--connections-by-address", "100"];
    let served = Served::new(&place, &limits);
    let mut slow = JoinSet::new();
    for number in 0..200_u8 {
        // Heads that never end, from four addresses; and connections that say nothing at all.
        let stream = from(2 + number % 4, &served).await;
        let beginning = if number % 8 == 0 {
            ""
        } else {
            "GET /sign-in HTTP/1.1\r\nHost: x\r\n"
        };
        let byte: &[u8] = if beginning.is_empty() { b"" } else { b"X" };
        slow.spawn(dribble(stream, beginning, byte));
    }
    let mut others = JoinSet::new();
    for number in 0..100_u8 {
        let stream = from(6 + number % 4, &served).await;
        if number % 2 == 0 {
            // Forms that never end.
            let form = "POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\nusername=";
            others.spawn(dribble(stream, form, b"a"));
        } else {
            // Many questions, no answer of which is ever read.
            others.spawn(async move {
                let mut stream = stream;
                let question = "GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200);
                let _ = stream.write_all(question.as_bytes()).await;
                tokio::time::sleep(Duration::from_secs(120)).await;
                Duration::ZERO
            });
        }
    }
    let begun = Instant::now();
    let mut worst = Duration::ZERO;
    for _ in 0..20 {
        let asked = Instant::now();
        let answer = tokio::task::block_in_place(|| served.get("/healthz", ""));
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        worst = worst.max(asked.elapsed());
    }
    assert!(worst < HONEST, "an honest client waited {worst:?}");
    // Who does not say what they want in time is given up.
    while let Some(took) = slow.join_next().await {
        let took = took.expect("a client does not panic");
        assert!(
            took < Duration::from_secs(30),
            "a head could dribble for {took:?}"
        );
    }
    assert!(begun.elapsed() > Duration::from_secs(1));
    let page = tokio::task::block_in_place(|| served.get("/sign-in", "Accept: text/html\r\n"));
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    others.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_cannot_take_all_the_connections() {
    let place = Place::sqlite();
    place.small_survey().await;
    let served = Served::new(&place, &["--connections-by-address", "20"]);
    let mut held = Vec::new();
    for _ in 0..60 {
        held.push(from(2, &served).await);
    }
    let mut closed = 0;
    for stream in &mut held {
        let read = stream.read_u8();
        if let Ok(Err(_)) = tokio::time::timeout(Duration::from_millis(200), read).await {
            closed += 1;
        }
    }
    assert_eq!(closed, 40, "those beyond the share are closed at once");
    let answer = tokio::task::block_in_place(|| served.get("/healthz", ""));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop(held);
    // The share comes back with the connections' end.
    let begun = Instant::now();
    loop {
        let mut again = from(2, &served).await;
        let asked =
            again.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        if asked.await.is_ok()
            && again.read_to_string(&mut answer).await.is_ok()
            && answer.contains(" 200 ")
        {
            break;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "the share is not given back"
        );
    }
}

/// A body that dribbles is ended after its grace of 30 seconds, with a word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_dribbles_is_ended_with_a_word() {
    let place = Place::sqlite();
    place.small_survey().await;
    let served = Served::new(&place, &[]);
    let mut stream = from(2, &served).await;
    let form = "POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
        Content-Length: 1000000\r\n\r\nusername=";
    stream
        .write_all(form.as_bytes())
        .await
        .expect("the server reads");
    let begun = Instant::now();
    let (mut hear, mut say) = stream.split();
    let dribbling = async {
        while say.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        std::future::pending::<()>().await;
    };
    let mut heard = Vec::new();
    tokio::select! {
        () = dribbling => {}
        ended = tokio::time::timeout(Duration::from_secs(90), hear.read_to_end(&mut heard)) => {
            assert!(ended.is_ok(), "the server waits for ever");
        }
    }
    let took = begun.elapsed();
    assert!(took > Duration::from_secs(25), "{took:?}");
    let answer = String::from_utf8_lossy(&heard);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn heads_have_a_size_and_a_number_of_lines() {
    let place = Place::sqlite();
    place.small_survey().await;
    let served = Served::new(&place, &[]);
    let long = format!("Cookie: a={}\r\n", "b".repeat(20_000));
    let many: String = (0..80).map(|number| format!("X-{number}: a\r\n")).collect();
    for (what, headers) in [("long", long), ("many", many)] {
        let answer = served.get("/healthz", &headers);
        assert!(answer.starts_with("HTTP/1.1 431"), "{what}: {answer}");
    }
    let usual = format!("Cookie: a={}\r\n", "b".repeat(4_000));
    let answer = served.get("/healthz", &usual);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(header_of(&answer, "server"), None);
}
