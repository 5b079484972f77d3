//! Clients that never end their question: heads and forms, a byte now and then.

use super::Any;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::task::JoinSet;

/// So many at a time; each comes again when it is given up.
const CLIENTS: u8 = 100;
const HEAD: &str = "GET /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: ";
const FORM: &str = "POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\nusername=";

/// What became of them.
#[derive(Default)]
pub struct Slow {
    /// How many connections they made.
    pub connections: usize,
    /// Of these, how many the server ended.
    pub given_up: usize,
    /// The longest that one of these lasted.
    pub longest_s: f64,
}

/// They all begin, and go on until an instant.
pub fn start(server: SocketAddr, until: Instant) -> JoinSet<Slow> {
    (0..CLIENTS)
        .map(|number| comes_again(number, server, until))
        .collect()
}

/// Waits for them all.
pub async fn finish(mut slow: JoinSet<Slow>) -> Result<Slow, Any> {
    let mut all = Slow::default();
    while let Some(one) = slow.join_next().await {
        let one = one?;
        all.connections += one.connections;
        all.given_up += one.given_up;
        all.longest_s = all.longest_s.max(one.longest_s);
    }
    Ok(all)
}

async fn comes_again(number: u8, server: SocketAddr, until: Instant) -> Slow {
    let mut slow = Slow::default();
    let beginning = if number.is_multiple_of(2) { HEAD } else { FORM };
    while Instant::now() < until {
        let begun = Instant::now();
        slow.connections += 1;
        match dribbles(number, server, beginning, until).await {
            Ok(true) => {
                slow.given_up += 1;
                slow.longest_s = slow.longest_s.max(begun.elapsed().as_secs_f64());
            }
            Ok(false) => {}
            // Refused for the rate of its address: that is what the limit is for.
            Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
        }
    }
    slow
}

/// One connection; whether the server gave it up.
async fn dribbles(
    number: u8,
    server: SocketAddr,
    beginning: &str,
    until: Instant,
) -> std::io::Result<bool> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from(([127, 0, 2, number % 4 + 1], 0)))?;
    let mut stream = socket.connect(server).await?;
    stream.write_all(beginning.as_bytes()).await?;
    let mut heard = [0; 1_000];
    while Instant::now() < until {
        match tokio::time::timeout(Duration::from_millis(500), stream.read(&mut heard)).await {
            Ok(Ok(0) | Err(_)) => return Ok(true),
            Ok(Ok(_)) => {}
            Err(_) if stream.write_all(b"a").await.is_err() => return Ok(true),
            Err(_) => {}
        }
    }
    Ok(false)
}
