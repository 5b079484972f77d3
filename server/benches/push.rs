//! Sustained push over HTTP, beside plain multi-row INSERTs of the same rows into a bare table.
//!
//! `cargo bench -p server --bench push -- [SECONDS] [sqlite|postgresql]`. 8 clients over loopback, batches of 100 rows; PostgreSQL takes part
//! when `FIELDWATCH_TEST_POSTGRES_URL` names a server. Both sides are durable at each answer.

mod key;

use domain::audit::{By, Stamp};
use domain::time::EpochMs;
use server::clock::Clock;
use server::secret::{Token, token_hash};
use server::site::Site;
use server::web::assets::Assets;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::{Db, NewToken, TokenUse};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Any = Box<dyn Error + Send + Sync>;

const CLIENTS: usize = 8;
const BATCH_ROWS: u64 = 100;

/// What one side did.
struct Done {
    rows: u64,
    seconds: f64,
    /// Of every batch, sorted.
    times: Vec<Duration>,
}

fn main() -> Result<(), Any> {
    let seconds = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(60);
    let time = Duration::from_secs(seconds);
    let wanted = |name: &str| {
        let other = |argument: &String| {
            ["sqlite", "postgresql"].contains(&argument.as_str()) && argument != name
        };
        !std::env::args().any(|argument| other(&argument))
    };
    println!(
        "| push, {CLIENTS} clients, batches of {BATCH_ROWS}, {seconds} s | FieldWatch, rows/s | p50 | p99 | memory | peer, rows/s | ratio |\n\
         |---|---|---|---|---|---|---|"
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        if wanted("sqlite") {
            sqlite(time).await?;
        }
        if !wanted("postgresql") {
            return Ok(());
        }
        match std::env::var("FIELDWATCH_TEST_POSTGRES_URL") {
            Ok(admin) => postgres(&admin, time).await?,
            Err(_) => println!(
                "| PostgreSQL | not measured: FIELDWATCH_TEST_POSTGRES_URL is not set | | | | | |"
            ),
        }
        Ok(())
    })
}

async fn sqlite(time: Duration) -> Result<(), Any> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let ours = push(&format!("sqlite:{}", path("ours.db")), time).await?;
    let options = SqliteConnectOptions::new()
        .filename(path("peer.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    // SQLite has one writer; several connections would only wait for each other less politely.
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    let peer = insert_sqlite(&pool, time).await?;
    print_row("SQLite (peer: multi-row INSERT)", &ours, &peer);
    Ok(())
}

async fn postgres(admin: &str, time: Duration) -> Result<(), Any> {
    let pool = sqlx::PgPool::connect(admin).await?;
    let base = admin.rsplit_once('/').map_or(admin, |(base, _)| base);
    let name = format!("bench_push_{}", std::process::id());
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&pool)
        .await?;
    let url = format!("{base}/{name}");
    let ours = push(&url, time).await?;
    let bare = sqlx::PgPool::connect(&url).await?;
    let peer = insert_postgres(&bare, time).await?;
    bare.close().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "DROP DATABASE {name} WITH (FORCE)"
    )))
    .execute(&pool)
    .await?;
    print_row("PostgreSQL (peer: multi-row INSERT)", &ours, &peer);
    Ok(())
}

/// The cells of a row, as text: what both sides are given.
fn cells(id: u64) -> [String; 14] {
    let minute = id % 60;
    [
        format!("uuid:{id:08x}-d957-4c8c-82de-53ce69c8e194"),
        "PSER-HH".to_owned(),
        "W1".to_owned(),
        format!("E-PB0904-{:03}", id % 400),
        format!("TAB-{:06X}", id % 400),
        format!("H{id:014x}"),
        format!("PB0904-{:03}", id % 8 + 1),
        if id.is_multiple_of(5) {
            "not_at_home"
        } else {
            "complete"
        }
        .to_owned(),
        format!("2026-11-{:02}T09:{minute:02}:00+05:00", id / 4_000 % 28 + 1),
        format!("2026-11-{:02}T09:{minute:02}:59+05:00", id / 4_000 % 28 + 1),
        format!("2026-11-{:02}T18:{minute:02}:00+05:00", id / 4_000 % 28 + 1),
        format!("31.{:06}", 900_000 + id % 9_999),
        format!("74.{:06}", 10_000 + id % 9_999),
        "4.9".to_owned(),
    ]
}

const COLUMNS: [&str; 14] = [
    "submission_id",
    "form_id",
    "wave_code",
    "enumerator_code",
    "device_id",
    "household_ref",
    "area_code",
    "outcome",
    "started_at",
    "ended_at",
    "received_at",
    "latitude",
    "longitude",
    "accuracy_m",
];

/// A batch as NDJSON.
fn body(from: u64) -> String {
    let mut body = String::with_capacity(50_000);
    for id in from..from + BATCH_ROWS {
        body.push('{');
        for (name, value) in COLUMNS.iter().zip(cells(id)) {
            for part in ["\"", name, "\":\"", &value, "\","] {
                body.push_str(part);
            }
        }
        body.pop();
        body.push_str("}\n");
    }
    body
}

async fn push(url: &str, time: Duration) -> Result<Done, Any> {
    let db = key::keyed(Db::open_or_create(url).await?)?;
    db.migrate().await?;
    server::ingest::bundled::import(
        &db,
        &Stamp {
            by: By::program(),
            at: EpochMs(0),
        },
    )
    .await?;
    let clock = Clock::running("Asia/Karachi")?;
    let root = db.load_areas().await?.first().ok_or("areas")?.id;
    let secret = Token::draw()?;
    let token = NewToken {
        name: "bench".to_owned(),
        token_hash: token_hash(secret.as_str()),
        is_for: TokenUse::Send { scope: root },
        created_at: clock.now(),
    };
    db.create_token(&token, &By::program()).await?;
    let site = Arc::new(Site::open(db.clone(), clock, Assets::default()).await?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = server::web::router(site.clone());
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let next = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let mut done = clients(time, |until| {
        let (next, secret) = (next.clone(), secret.as_str().to_owned());
        async move { push_until(until, address, &secret, &next).await }
    })
    .await?;
    // What was acknowledged counts once it is recorded: facts, households, cells to be summed.
    site.desk().close().await;
    done.seconds = begun.elapsed().as_secs_f64();
    serving.abort();
    db.close().await;
    Ok(done)
}

async fn push_until(
    until: Instant,
    address: SocketAddr,
    secret: &str,
    next: &AtomicU64,
) -> Result<Vec<Duration>, Any> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut times = Vec::new();
    let mut answer = Vec::new();
    while Instant::now() < until {
        let body = body(next.fetch_add(BATCH_ROWS, Ordering::Relaxed));
        let head = format!(
            "POST /api/v1/submissions HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\n\
             Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let begun = Instant::now();
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        read_answer(&mut stream, &mut answer).await?;
        times.push(begun.elapsed());
        let text = std::str::from_utf8(&answer)?;
        if !text.contains(&format!("\"accepted\":{BATCH_ROWS}")) {
            return Err(format!("not every row was accepted: {text}").into());
        }
    }
    Ok(times)
}

async fn read_answer(stream: &mut TcpStream, answer: &mut Vec<u8>) -> Result<(), Any> {
    answer.clear();
    loop {
        if stream.read_buf(answer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&answer[..end])?.to_ascii_lowercase();
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .ok_or("an answer without a length")?
            .parse()?;
        let whole = end + 4 + length;
        if answer.len() < whole {
            let from = answer.len();
            answer.resize(whole, 0);
            stream.read_exact(&mut answer[from..]).await?;
        }
        return Ok(());
    }
}

/// Runs the clients until the time is over.
async fn clients<F, W>(time: Duration, work: F) -> Result<Done, Any>
where
    F: Fn(Instant) -> W,
    W: Future<Output = Result<Vec<Duration>, Any>> + Send + 'static,
{
    let begun = Instant::now();
    let running: Vec<_> = (0..CLIENTS)
        .map(|_| tokio::spawn(work(begun + time)))
        .collect();
    let mut times = Vec::new();
    for client in running {
        times.extend(client.await??);
    }
    times.sort_unstable();
    Ok(Done {
        rows: times.len() as u64 * BATCH_ROWS,
        seconds: begun.elapsed().as_secs_f64(),
        times,
    })
}

/// The peer's statements, for either database.
macro_rules! insert {
    ($name:ident, $pool:ty, $database:ty) => {
        async fn $name(pool: &$pool, time: Duration) -> Result<Done, Any> {
            let columns = COLUMNS.join(" TEXT, ");
            sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
                "CREATE TABLE bare ({columns} TEXT)"
            )))
            .execute(pool)
            .await?;
            let next = Arc::new(AtomicU64::new(0));
            clients(time, |until| {
                let (pool, next) = (pool.clone(), next.clone());
                async move {
                    let mut times = Vec::new();
                    while Instant::now() < until {
                        let from = next.fetch_add(BATCH_ROWS, Ordering::Relaxed);
                        let rows: Vec<_> = (from..from + BATCH_ROWS).map(cells).collect();
                        let begun = Instant::now();
                        let mut insert = sqlx::QueryBuilder::<$database>::new("INSERT INTO bare ");
                        insert.push_values(&rows, |mut row, cells| {
                            for cell in cells {
                                row.push_bind(cell.as_str());
                            }
                        });
                        insert.build().execute(&pool).await?;
                        times.push(begun.elapsed());
                    }
                    Ok(times)
                }
            })
            .await
        }
    };
}
insert!(insert_sqlite, sqlx::SqlitePool, sqlx::Sqlite);
insert!(insert_postgres, sqlx::PgPool, sqlx::Postgres);

fn print_row(what: &str, ours: &Done, peer: &Done) {
    let rate = |done: &Done| done.rows as f64 / done.seconds;
    let at = |share: usize| {
        let index = (ours.times.len() * share / 100).min(ours.times.len().saturating_sub(1));
        ours.times
            .get(index)
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    println!(
        "| {what} | {} | {:.1} ms | {:.1} ms | {} MB | {} | {:.2} |",
        domain::number::grouped(rate(ours) as u64),
        at(50),
        at(99),
        peak_mb(),
        domain::number::grouped(rate(peer) as u64),
        rate(ours) / rate(peer)
    );
}

/// The most memory that this process (server and clients) has had, in MB; 0 where the system does not tell.
fn peak_mb() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))?
                .trim();
            line.strip_suffix(" kB")?.parse::<u64>().ok()
        })
        .map_or(0, |kilobytes| kilobytes / 1_024)
}
