//! The pages that people decide from, beside the same answers by GROUP BY over raw rows in DuckDB.
//!
//! `cargo bench -p server --bench measures -- [ROWS]`. Each page is asked for over loopback, one request after the other: as it is
//! rendered for the first time (an address, of quality a question, that nobody asked before), and as it is kept afterwards; pages of
//! coordination are not kept. DuckDB (Python, from PyPI) holds the
//! same rows in memory and answers the page's main question (`benches/measures_peer.py`); its reading of the file is not counted.
//! `FIELDWATCH_TEST_POSTGRES_URL` names a server on which a database is made for the run.

mod http;
mod survey;

use domain::time::SurveyDay;
use http::{ask, request};
use server::clock::Clock;
use server::site::Site;
use server::web::assets::Assets;
use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Db;
use survey::TODAY;
use tokio::net::TcpStream;

type Any = Box<dyn Error + Send + Sync>;

const REQUESTS: usize = 200;
const PEER_ROUNDS: u32 = 7;

/// A page, and the question of the peer's that it answers (and others with it).
const PAGES: [(&str, &str); 9] = [
    ("/", "overview"),
    ("/coverage", "coverage"),
    ("/quality", "quality"),
    ("/quality/dont_know", "by_enumerator"),
    ("/quality/accuracy_median", "accuracy"),
    ("/quality/dont_know?area=PB18", "by_enumerator_of_district"),
    ("/coordination", "last_heard"),
    ("/coordination/silent", "last_heard"),
    ("/coordination/refusals", "refusals"),
];

/// A page's address that nobody asked for before. Of quality also a question that nobody asked before: another last day, so that nothing that
/// was worked out of earlier ones serves.
fn anew(path: &str, number: usize) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    match SurveyDay::parse(TODAY) {
        Some(day) if path.starts_with("/quality") => {
            format!("{path}{join}to={}", day.plus(number as i32))
        }
        _ => format!("{path}{join}n={number}"),
    }
}

fn main() -> Result<(), Any> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(run())
}

async fn run() -> Result<(), Any> {
    let rows: u64 = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(2_000_000);
    let folder = tempfile::tempdir()?;
    let peer = peer(folder.path(), rows)?;
    println!(
        "| page, {rows} visits | first, p50 | p99 | kept, p50 | p99 | DuckDB, p50 | ratio, first | ratio, kept |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let sqlite = format!("sqlite:{}", folder.path().join("bench.db").display());
    measure("SQLite", &sqlite, rows, folder.path(), &peer).await?;
    match std::env::var("FIELDWATCH_TEST_POSTGRES_URL") {
        Ok(server) => {
            let url = made_anew(&server).await?;
            measure("PostgreSQL", &url, rows, folder.path(), &peer).await?;
        }
        Err(_) => println!(
            "| PostgreSQL | not measured: FIELDWATCH_TEST_POSTGRES_URL is not set | | | | | | |"
        ),
    }
    Ok(())
}

async fn measure(
    name: &str,
    url: &str,
    rows: u64,
    folder: &Path,
    peer: &HashMap<String, Duration>,
) -> Result<(), Any> {
    survey::seed(url, rows)?;
    let db = survey::keyed(Db::open(url).await?)?;
    let clock = Clock::running("Asia/Karachi")?.standing_at(db.load_cube().await?.as_of);
    let user = db.find_user("qa").await?.ok_or("the demo has its users")?;
    let cookie = survey::signed_in(&db, &clock, user.user_id).await?;
    let empty = folder.join("site");
    std::fs::create_dir_all(&empty)?;
    let begun = Instant::now();
    let site = Arc::new(Site::open(db, clock, Assets::read(&empty)?).await?);
    let opened = begun.elapsed();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, server::web::router(site)).await });
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    for (path, question) in PAGES {
        let mut first = Vec::with_capacity(REQUESTS);
        let mut kept = Vec::with_capacity(REQUESTS);
        for number in 0..REQUESTS {
            let page = request(&anew(path, number), &cookie);
            first.push(took(&mut stream, &page).await?);
            kept.push(took(&mut stream, &page).await?);
        }
        let ([first, first_99], [kept, kept_99]) = (quantiles(&mut first), quantiles(&mut kept));
        let peer = peer.get(question).copied().unwrap_or_default();
        let ratio = |ours: Duration| peer.as_secs_f64() / ours.as_secs_f64();
        println!(
            "| {name} {path} | {} | {} | {} | {} | {} | {:.0} | {:.0} |",
            ms(first),
            ms(first_99),
            ms(kept),
            ms(kept_99),
            ms(peer),
            ratio(first),
            ratio(kept)
        );
    }
    println!(
        "| {name}: everything read into memory at start | {} | | | | | | |",
        ms(opened)
    );
    Ok(())
}

async fn took(stream: &mut TcpStream, request: &[u8]) -> Result<Duration, Any> {
    let begun = Instant::now();
    ask(stream, request, &mut Vec::new()).await?;
    Ok(begun.elapsed())
}

/// Median and 99th percentile.
fn quantiles(times: &mut [Duration]) -> [Duration; 2] {
    times.sort_unstable();
    [times[times.len() / 2], times[times.len() * 99 / 100]]
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// A database of its own on a server.
async fn made_anew(server: &str) -> Result<String, Any> {
    const NAME: &str = "fieldwatch_bench_measures";
    let pool = sqlx::PgPool::connect(server).await?;
    for statement in [
        "DROP DATABASE IF EXISTS fieldwatch_bench_measures",
        "CREATE DATABASE fieldwatch_bench_measures",
    ] {
        sqlx::query(statement).execute(&pool).await?;
    }
    let (before, _) = server
        .rsplit_once('/')
        .ok_or("an address with a database")?;
    Ok(format!("{before}/{NAME}"))
}

/// The peer's median time by question.
fn peer(folder: &Path, rows: u64) -> Result<HashMap<String, Duration>, Any> {
    let out = folder.join("files");
    let rows = rows.to_string();
    survey::said(
        survey::program()
            .args([
                "simulate",
                "--today",
                TODAY,
                "--interviews",
                &rows,
                "--seed",
                "1",
                "--out",
            ])
            .arg(&out),
    )?;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = here.join("../target/bench-python");
    let python: PathBuf = venv.join("bin/python");
    if !python.exists() {
        survey::said(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    survey::said(Command::new(&python).args(["-m", "pip", "install", "--quiet", "duckdb"]))?;
    let said = survey::said(
        Command::new(&python)
            .arg(here.join("benches/measures_peer.py"))
            .arg(out.join("submissions.csv"))
            .arg(PEER_ROUNDS.to_string()),
    )?;
    std::fs::remove_dir_all(&out)?;
    let line = |line: &str| {
        let (question, seconds) = line.split_once(' ')?;
        Some((
            question.to_owned(),
            Duration::from_secs_f64(seconds.parse().ok()?),
        ))
    };
    Ok(said.lines().filter_map(line).collect())
}
