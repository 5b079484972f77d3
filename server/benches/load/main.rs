//! Many people at once while an import runs: does anybody get an error, how long do they wait, is anything lost?
//!
//! `cargo bench -p server --bench load -- [SECONDS] [ROWS]`. The program itself serves an embedded database with a demonstration of 200,000
//! visits. Then at the same time: 200 people with accounts of their own ask for pages of their role, one after the other with a few
//! seconds of thought between; 100 slow clients dribble; a collection system pushes batches; and `fieldwatch import` takes in a file of
//! 500,000 rows. At the end every row of the file and every row that was acknowledged is looked for. It fails if anybody got anything but
//! the page, or if anything is lost.

#[path = "../http/mod.rs"]
mod http;
mod people;
mod pushing;
mod slow;
#[path = "../survey/mod.rs"]
mod survey;

use server::clock::Clock;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use store::Db;
use survey::{TODAY, program, said};

type Any = Box<dyn Error + Send + Sync>;

const VISITS: u64 = 200_000;

fn main() -> Result<(), Any> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(run())
}

async fn run() -> Result<(), Any> {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let time = Duration::from_secs(numbers.next().unwrap_or(120));
    let rows: u64 = numbers.next().unwrap_or(500_000);
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("load.db").display());
    survey::seed(&url, VISITS)?;
    let file = simulated(folder.path(), rows)?;

    let db = survey::keyed(Db::open(&url).await?)?;
    let clock = Clock::running("Asia/Karachi")?;
    let people = people::invite(&db, &clock).await?;
    db.close().await;
    let secret = pushing::token(&url)?;
    let (held, _) = pushing::counted(&url).await?;
    let server = Served::start(&url, &folder.path().join("serve.log"))?;

    let begun = Instant::now();
    let until = begun + time;
    let slow = slow::start(server.address, until);
    let asking = people::start(people, server.address, until);
    let pushing = tokio::spawn(pushing::run(server.address, secret, until));
    let importing = tokio::task::spawn_blocking({
        let url = url.clone();
        move || import(&url, &file)
    });
    let asked = people::finish(asking).await?;
    let pushed = pushing.await??;
    let slow = slow::finish(slow).await?;
    let import = importing.await??;
    let served_kb = peak_kb(server.process.id())?;
    let (all, of_pushed) = pushing::counted(&url).await?;
    said(program().args(["--database", &url, "audit", "verify"]))?;

    println!(
        "| pages, {} people, {} s | asked | not answered | p50 | p99 | longest |\n|---|---|---|---|---|---|",
        people::COUNT,
        time.as_secs()
    );
    for line in asked.lines() {
        println!("{line}");
    }
    println!("\n| beside them | |\n|---|---|");
    println!(
        "| import of {rows} rows | {:.0} s, {:.0} rows/s, {} MB at most |",
        import.seconds,
        rows as f64 / import.seconds,
        import.peak_kb >> 10
    );
    println!("| server | {} MB at most |", served_kb >> 10);
    println!(
        "| pushed | {} rows acknowledged; a batch: p50 {:.0} ms, p99 {:.0} ms |",
        pushed.acknowledged, pushed.p50_ms, pushed.p99_ms
    );
    println!(
        "| slow clients | {} connections, {} of them ended by the server, after {:.0} s at the latest |",
        slow.connections, slow.given_up, slow.longest_s
    );
    let there = all - held;
    let due = rows + pushed.acknowledged;
    println!("| rows that are there afterwards | {there} of {due} |");
    told(&std::fs::read_to_string(folder.path().join("serve.log"))?);
    for error in asked.errors.iter().take(10) {
        println!("\n{error}");
    }
    match asked.errors.len() {
        0 if there == due && of_pushed == pushed.acknowledged => Ok(()),
        errors => Err(format!(
            "{errors} pages were not answered; {there} of {due} rows are there, {of_pushed} of {} pushed ones",
            pushed.acknowledged
        )
        .into()),
    }
}

/// What the server wrote to its log: the beginnings of what is more than slow, and how much there is of all.
fn told(log: &str) {
    let is_slow = |line: &&str| line.contains("slow statement");
    let slow = log.lines().filter(is_slow).count();
    println!("| statements of the database that took more than a second | {slow} |");
    for line in log.lines().filter(|line| !is_slow(line)).take(20) {
        println!("\nlog: {}", line.chars().take(300).collect::<String>());
    }
}

/// Another survey's submissions: none of them is in the demonstration.
fn simulated(folder: &Path, rows: u64) -> Result<PathBuf, Any> {
    let out = folder.join("files");
    let (to, rows) = (out.display().to_string(), rows.to_string());
    said(program().args([
        "simulate",
        "--today",
        TODAY,
        "--interviews",
        &rows,
        "--seed",
        "2",
        "--out",
        &to,
    ]))?;
    Ok(out.join("submissions.csv"))
}

struct Imported {
    seconds: f64,
    peak_kb: u64,
}

/// `fieldwatch import` to its end, with the most memory it ever held.
fn import(url: &str, file: &Path) -> Result<Imported, Any> {
    let begun = Instant::now();
    let mut import = program()
        .args(["--database", url, "import", "submissions"])
        .arg(file)
        .stdout(Stdio::null())
        .spawn()?;
    let mut most = 0;
    let status = loop {
        if let Some(status) = import.try_wait()? {
            break status;
        }
        most = peak_kb(import.id()).unwrap_or(most);
        std::thread::sleep(Duration::from_millis(200));
    };
    if !status.success() {
        return Err(format!("the import ended with {status}").into());
    }
    Ok(Imported {
        seconds: begun.elapsed().as_secs_f64(),
        peak_kb: most,
    })
}

/// The program as it is run, until this falls out of scope.
struct Served {
    process: Child,
    address: std::net::SocketAddr,
}

impl Served {
    fn start(url: &str, log: &Path) -> Result<Served, Any> {
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
        let mut process = program()
            .args([
                "--database",
                url,
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--second-factor",
                "optional",
                "--site",
            ])
            .arg(site)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(File::create(log)?)
            .spawn()?;
        let mut line = String::new();
        let out = process.stdout.take().ok_or("a pipe")?;
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim().strip_prefix("FieldWatch serves http://");
        let Some(address) = address.map(|address| address.trim_end_matches('/').parse()) else {
            let said = std::fs::read_to_string(log)?;
            return Err(format!("the server did not start: {line}{said}").into());
        };
        Ok(Served {
            process,
            address: address?,
        })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The most memory that a process ever held, in kilobytes, as Linux tells it.
fn peak_kb(process: u32) -> Result<u64, Any> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kilobytes
        .ok_or("Linux tells the memory of processes")?
        .parse()?)
}
