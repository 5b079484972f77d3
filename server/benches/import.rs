//! Import of submissions end to end, beside the databases' own bulk loaders over the same file.
//!
//! Ours: read, check, locate, keep every row verbatim, record facts, roll up, durable. Theirs: the rows as text into a
//! bare table. `cargo bench -p server --bench import -- [ROWS] [sqlite|postgresql]`; PostgreSQL takes part when
//! `FIELDWATCH_TEST_POSTGRES_URL` names a server, SQLite's peer needs the `sqlite3` program.

mod key;

use domain::audit::{By, Stamp};
use domain::time::EpochMs;
use server::clock::Clock;
use server::ingest::interpret::Context;
use server::ingest::opening;
use server::ingest::submissions::{self, Job};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;
use store::Db;

type Any = Box<dyn Error>;

/// Rounds of each; the best counts, because a busy machine only ever makes slower.
const ROUNDS: u32 = 2;

fn main() -> Result<(), Any> {
    let rows = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("submissions.csv");
    let clock = Clock::running("Asia/Karachi")?;
    let today = domain::time::SurveyDay::parse("2026-11-20").ok_or("a day")?;
    let scenario = simulate::Scenario::new(1, rows, today, clock.zone().clone());
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&file)?);
    simulate::Survey::new(&scenario).write_submissions_csv(&mut out)?;
    out.flush()?;
    drop(out);

    println!("| what | FieldWatch, rows/s | peer, rows/s | ratio |\n|---|---|---|---|");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let only = |database: &str| std::env::args().any(|argument| argument == database);
    if !only("postgresql") {
        runtime.block_on(sqlite(folder.path(), &file, &clock, rows))?;
    }
    if only("sqlite") {
        return Ok(());
    }
    match std::env::var("FIELDWATCH_TEST_POSTGRES_URL") {
        Ok(admin) => runtime.block_on(postgres(&admin, &file, &clock, rows))?,
        Err(_) => println!(
            "| import into PostgreSQL | not measured: FIELDWATCH_TEST_POSTGRES_URL is not set | | |"
        ),
    }
    Ok(())
}

async fn sqlite(folder: &Path, file: &Path, clock: &Clock, rows: u64) -> Result<(), Any> {
    let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
    for round in 0..ROUNDS {
        let url = format!(
            "sqlite:{}",
            folder.join(format!("ours-{round}.db")).display()
        );
        ours = ours.min(import(&url, file, clock).await?);
        let peer = folder.join(format!("peer-{round}.db"));
        let begun = Instant::now();
        let status = Command::new("sqlite3")
            .arg(&peer)
            .args([".mode csv", &format!(".import {} bare", file.display())])
            .status()
            .map_err(|error| {
                format!("the peer, Debian's package sqlite3, cannot be run: {error}")
            })?;
        if !status.success() {
            return Err("sqlite3 failed".into());
        }
        theirs = theirs.min(begun.elapsed().as_secs_f64());
    }
    print_row(
        "import into SQLite (peer: sqlite3 .import)",
        rows,
        ours,
        theirs,
    );
    Ok(())
}

async fn postgres(admin: &str, file: &Path, clock: &Clock, rows: u64) -> Result<(), Any> {
    let pool = sqlx::PgPool::connect(admin).await?;
    let base = admin.rsplit_once('/').map_or(admin, |(base, _)| base);
    let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
    for round in 0..ROUNDS {
        let name = format!("bench_{}_{round}", std::process::id());
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&pool)
            .await?;
        ours = ours.min(import(&format!("{base}/{name}"), file, clock).await?);
        theirs = theirs.min(copy(&format!("{base}/{name}"), file).await?);
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
            "DROP DATABASE {name} WITH (FORCE)"
        )))
        .execute(&pool)
        .await?;
    }
    print_row("import into PostgreSQL (peer: COPY)", rows, ours, theirs);
    Ok(())
}

/// `COPY` of the file into a table of text columns; seconds.
async fn copy(url: &str, file: &Path) -> Result<f64, Any> {
    let pool = sqlx::PgPool::connect(url).await?;
    let mut source = File::open(file)?;
    let mut chunk = vec![0; 1 << 20];
    let read = source.read(&mut chunk)?;
    let header = chunk[..read]
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let columns = String::from_utf8(header.to_vec())?
        .trim()
        .replace(',', " TEXT, ");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "CREATE TABLE bare ({columns} TEXT)"
    )))
    .execute(&pool)
    .await?;
    let begun = Instant::now();
    let mut connection = pool.acquire().await?;
    let mut copy = connection
        .copy_in_raw("COPY bare FROM STDIN WITH (FORMAT csv, HEADER)")
        .await?;
    copy.send(&chunk[..read]).await?;
    loop {
        let read = source.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        copy.send(&chunk[..read]).await?;
    }
    copy.finish().await?;
    Ok(begun.elapsed().as_secs_f64())
}

/// Our import into an empty database with areas; seconds, from opening the file to the last roll-up.
async fn import(url: &str, file: &Path, clock: &Clock) -> Result<f64, Any> {
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
    let begun = Instant::now();
    let context = Arc::new(Context::load(&db, clock.zone()).await?);
    let job = Job {
        source_name: "bench".to_owned(),
        by: By::machine("bench"),
        imported_at: clock.now(),
    };
    let opened = opening::open(File::open(file)?, None)?;
    let summary = submissions::import(&db, context, opened, job, Arc::default()).await?;
    let seconds = begun.elapsed().as_secs_f64();
    if summary.accepted != summary.read {
        return Err(format!("not every row was accepted: {summary}").into());
    }
    db.close().await;
    Ok(seconds)
}

fn print_row(what: &str, rows: u64, ours: f64, theirs: f64) {
    let rate = |seconds: f64| domain::number::grouped((rows as f64 / seconds) as u64);
    println!(
        "| {what} | {} | {} | {:.2} |",
        rate(ours),
        rate(theirs),
        theirs / ours
    );
}
