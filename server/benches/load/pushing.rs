//! A collection system that pushes batches all the while, and remembers what was acknowledged.

use super::Any;
use super::survey::{program, said};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::fmt::Write;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const BATCH_ROWS: u64 = 20;
const EVERY: Duration = Duration::from_millis(500);
/// Rows are recorded behind the answer; after so long without an end something is wrong.
const RECORDED_WITHIN: Duration = Duration::from_secs(120);

/// What was pushed.
pub struct Pushed {
    /// The rows of which the server said that it has them.
    pub acknowledged: u64,
    /// Median time of a batch, in milliseconds.
    pub p50_ms: f64,
    /// 99th percentile.
    pub p99_ms: f64,
}

/// A token that sends for the whole province.
pub fn token(url: &str) -> Result<String, Any> {
    let secret =
        said(program().args(["--database", url, "token", "add", "load", "--scope", "PB"]))?;
    Ok(secret.trim().to_owned())
}

/// Pushes until an instant; an error ends it.
pub async fn run(server: SocketAddr, secret: String, until: Instant) -> Result<Pushed, Any> {
    let mut acknowledged = 0;
    let mut times = Vec::new();
    while Instant::now() < until {
        let begun = Instant::now();
        batch(server, &secret, acknowledged).await?;
        acknowledged += BATCH_ROWS;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        tokio::time::sleep(EVERY).await;
    }
    times.sort_unstable_by(f64::total_cmp);
    let at = |part: usize| {
        times
            .get(times.len() * part / 100)
            .copied()
            .unwrap_or_default()
    };
    Ok(Pushed {
        acknowledged,
        p50_ms: at(50),
        p99_ms: at(99),
    })
}

async fn batch(server: SocketAddr, secret: &str, from: u64) -> Result<(), Any> {
    let mut body = String::new();
    for id in from..from + BATCH_ROWS {
        writeln!(
            body,
            "{{\"submission_id\":\"load-{id}\",\"enumerator_code\":\"E-PB0904-{:03}\",\"area_code\":\"PB0904-001\",\"outcome\":\"complete\",\
             \"started_at\":\"2026-11-19T09:00:00+05:00\",\"household_ref\":\"load-h{id}\"}}",
            id % 400
        )?;
    }
    let mut stream = TcpStream::connect(server).await?;
    let head = format!(
        "POST /api/v1/submissions HTTP/1.1\r\nHost: {server}\r\nAuthorization: Bearer {secret}\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let accepted = answer.matches("\"accepted\"").count() as u64;
    if !answer.starts_with("HTTP/1.1 200") || accepted < BATCH_ROWS {
        return Err(format!("a batch was answered with {answer}").into());
    }
    Ok(())
}

/// The submissions in the database, and those that were pushed among them; first waits until nothing lies in the inbox.
pub async fn counted(url: &str) -> Result<(u64, u64), Any> {
    let mut connection = SqliteConnectOptions::from_str(url)?
        .read_only(true)
        .connect()
        .await?;
    let begun = Instant::now();
    loop {
        let waiting: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM inbox")
            .fetch_one(&mut connection)
            .await?;
        if waiting == 0 || begun.elapsed() > RECORDED_WITHIN {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let (all, pushed): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE submission_id LIKE 'load-%') FROM raw_submission",
    )
    .fetch_one(&mut connection)
    .await?;
    Ok((all as u64, pushed as u64))
}
