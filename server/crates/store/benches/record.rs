//! How fast a file of submissions becomes durable, rolled up and countable, on both databases, each against its own
//! plain import of the same rows into a bare table in the same run.
//!
//!     cargo bench -p store --bench record [-- ROWS [BATCH_ROWS]]
//!
//! Beside the seconds stand the processor seconds of this program and of the `sqlite3` it started: on a machine that does
//! other things meanwhile they are the steadier measure. What a PostgreSQL server spends is not among them.
//!
//! PostgreSQL takes part when FIELDWATCH_TEST_POSTGRES_URL is set; `sqlite3` and `psql` must be on the PATH for the
//! peers.

use domain::area::Level;
use domain::audit::{By, Stamp};
use domain::outcome::{Outcome, ReviewState};
use domain::place::{Fix, Place};
use domain::time::{EpochMs, SurveyDay};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use store::{AreaInput, Arrival, BoundaryChange, Db, FactInput, RunInfo, RunKind};

const AREAS: u64 = 3_442;
const INTERVIEWS_A_DAY: u64 = 10;
const FIRST_DAY: i32 = 20_454;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse::<u64>().ok());
    let rows = numbers.next().unwrap_or(1_000_000);
    let batch_rows = numbers.next().unwrap_or(50_000).max(1);
    let directory = tempfile::tempdir()?;
    let csv = directory.path().join("rows.csv");
    write_csv(&csv, rows)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;

    println!("{rows} submissions, batches of {batch_rows}");
    println!(
        "{:<44} {:>9} {:>9} {:>12}",
        "", "seconds", "processor", "rows/s"
    );
    let peer = sqlite_peer(directory.path(), &csv)?;
    report("sqlite3 .import into a bare table", peer, rows);
    let url = format!("sqlite:{}", directory.path().join("bench.db").display());
    let ours = runtime.block_on(async {
        let db = Db::open_or_create(&url).await?;
        measure(&db, rows, batch_rows).await
    })?;
    report("SQLite, all of it", ours, rows);
    ratio(ours, peer);

    match std::env::var("FIELDWATCH_TEST_POSTGRES_URL") {
        Err(_) => println!("PostgreSQL not measured: FIELDWATCH_TEST_POSTGRES_URL is not set"),
        Ok(admin) => {
            let url = new_database(&admin)?;
            let peer = postgres_peer(&url, &csv)?;
            report("COPY into a bare table", peer, rows);
            let ours = runtime.block_on(async {
                let db = Db::open(&url).await?;
                let ours = measure(&db, rows, batch_rows).await?;
                db.close().await;
                Ok::<_, Failure>(ours)
            })?;
            report("PostgreSQL, all of it", ours, rows);
            ratio(ours, peer);
            psql(&admin, "DROP DATABASE fieldwatch_bench WITH (FORCE)")?;
        }
    }
    Ok(())
}

/// Seconds on the wall, and seconds on a processor.
#[derive(Clone, Copy, Default)]
struct Took {
    wall_s: f64,
    processor_s: f64,
}

struct Stopwatch(Instant, f64);

impl Stopwatch {
    fn start() -> Stopwatch {
        Stopwatch(Instant::now(), processor_s())
    }

    fn read(&self) -> Took {
        Took {
            wall_s: self.0.elapsed().as_secs_f64(),
            processor_s: processor_s() - self.1,
        }
    }
}

impl std::ops::AddAssign for Took {
    fn add_assign(&mut self, other: Took) {
        self.wall_s += other.wall_s;
        self.processor_s += other.processor_s;
    }
}

/// What this process and the children it has waited for have used, from Linux's `/proc` (its unit is 1/100 s); 0 where
/// there is none.
fn processor_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    ticks as f64 / 100.0
}

fn report(what: &str, took: Took, rows: u64) {
    println!(
        "{what:<44} {:>9.2} {:>9.2} {:>12.0}",
        took.wall_s,
        took.processor_s,
        rows as f64 / took.wall_s
    );
}

fn ratio(ours: Took, peer: Took) {
    println!(
        "{:<44} {:>9.2} of the peer's speed",
        "",
        peer.wall_s / ours.wall_s
    );
}

async fn measure(db: &Db, rows: u64, batch_rows: u64) -> Result<Took, Failure> {
    db.migrate().await?;
    let area = |code: String, parent: Option<String>| AreaInput {
        name: code.clone(),
        code,
        name_ur: None,
        parent_code: parent,
        setting: None,
        boundary: BoundaryChange::Keep,
    };
    let stamp = Stamp {
        by: By::machine("bench"),
        at: EpochMs(0),
    };
    db.import_areas(Level::Province, &[area("P".into(), None)], None, &stamp)
        .await?;
    let districts: Vec<AreaInput> = (0..41)
        .map(|n| area(format!("D{n}"), Some("P".into())))
        .collect();
    db.import_areas(Level::District, &districts, None, &stamp)
        .await?;
    let councils: Vec<AreaInput> = (0..AREAS)
        .map(|n| area(format!("U{n}"), Some(format!("D{}", n % 41))))
        .collect();
    db.import_areas(Level::UnionCouncil, &councils, None, &stamp)
        .await?;

    let run = || RunInfo {
        kind: RunKind::Submissions,
        source_name: "rows.csv".to_owned(),
        header: None,
        started_at: EpochMs(0),
        by: By::machine("bench"),
    };
    let mut recorder = db.recorder(run());
    let mut recording = Took::default();
    for batch in batches(rows, batch_rows) {
        let start = Stopwatch::start();
        recorder.record(batch).await?;
        recording += start.read();
    }
    let summary = recorder.finish(EpochMs(1)).await?;
    assert_eq!(summary.accepted, rows);
    report("  record", recording, rows);
    let start = Stopwatch::start();
    let rolled = db.roll_up().await?;
    let rolling = start.read();
    report(&format!("  roll up {} cells", rolled.cells), rolling, rows);

    let start = Stopwatch::start();
    let cube = db.load_cube().await?;
    report(
        &format!("  (load the cube: {} cells)", cube.cells.len()),
        start.read(),
        rows,
    );
    let mut recorder = db.recorder(run());
    let mut again = Took::default();
    for batch in batches(rows, batch_rows) {
        let start = Stopwatch::start();
        recorder.record(batch).await?;
        again += start.read();
    }
    let summary = recorder.finish(EpochMs(1)).await?;
    assert_eq!(summary.unchanged, rows);
    report("  (the same again: unchanged)", again, rows);
    let mut all = recording;
    all += rolling;
    Ok(all)
}

fn batches(rows: u64, batch_rows: u64) -> impl Iterator<Item = Vec<Arrival>> {
    (0..rows.div_ceil(batch_rows)).map(move |batch| {
        let first = batch * batch_rows;
        (first..rows.min(first + batch_rows)).map(arrival).collect()
    })
}

/// The finaliser of MurmurHash3: spreads a number over 64 bits.
fn mix(n: u64) -> u64 {
    let mut hash = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// One row of the canonical format, about 300 bytes. Rows arrive by day, enumerators interleaved; one complete in 50
/// repeats a household.
fn body(n: u64) -> String {
    let hash = mix(n);
    let (enumerator, day) = place_in_time(n);
    let mut row = String::with_capacity(320);
    let _ = write!(
        row,
        "uuid:{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x},pser_main,2026.1,W1,E{enumerator:05},tab-{enumerator:06},\
         HH-{:010x},U{},B{:06},{},2026-01-{:02}T09:{:02}:11+05:00,2026-01-{:02}T10:{:02}:43+05:00,\
         2026-01-{:02}T18:30:00+05:00,31.{:06},74.{:06},{}.5,210,2026-01-{:02}T09:31:00+05:00,false,1934,6,42,40,1,1,,\
         received",
        hash as u32,
        (hash >> 32) as u16,
        hash & 0xfff,
        (hash >> 12) & 0xfff,
        n,
        household(n),
        enumerator % AREAS,
        hash % 87_000,
        outcome(n).code(),
        1 + day % 28,
        hash % 60,
        1 + day % 28,
        (hash >> 8) % 60,
        1 + day % 28,
        hash % 1_000_000,
        (hash >> 20) % 1_000_000,
        3 + hash % 20,
        1 + day % 28,
    );
    row
}

fn place_in_time(n: u64) -> (u64, i32) {
    let enumerators = 10_000;
    let day = n / (enumerators * INTERVIEWS_A_DAY);
    (mix(n) % enumerators, day as i32)
}

fn household(n: u64) -> u64 {
    if n % 50 == 49 { mix(n - 7) } else { mix(n) }
}

fn outcome(n: u64) -> Outcome {
    match mix(n ^ 5) % 10 {
        0 => Outcome::Refused,
        1 => Outcome::NotAtHome,
        _ => Outcome::Complete,
    }
}

fn arrival(n: u64) -> Arrival {
    let body = body(n);
    let (enumerator, day) = place_in_time(n);
    let day = FIRST_DAY + day;
    let started = EpochMs(i64::from(day) * 86_400_000 + (mix(n) % 30_000_000) as i64);
    let ended = EpochMs(started.0 + 1_934_000);
    let mut content_hash = [0; 16];
    content_hash[..8].copy_from_slice(&mix(n ^ 77).to_le_bytes());
    content_hash[8..].copy_from_slice(&mix(n ^ 78).to_le_bytes());
    Arrival {
        id_hash: mix(n ^ 99).cast_signed(),
        submission_id: body.split(',').next().unwrap_or_default().to_owned(),
        content_hash,
        quarantine_hash: content_hash,
        body: body.into_bytes(),
        row_number: n + 2,
        format: 1,
        received_at: EpochMs(started.0 + 20_000_000),
        received_assumed: false,
        content: Ok(FactInput {
            enumerator_code: format!("E{enumerator:05}"),
            wave_code: Some("W1".to_owned()),
            device_code: Some(format!("tab-{enumerator:06}")),
            area_id: 43 + (enumerator % AREAS) as i32,
            located_area_id: Some(43 + (enumerator % AREAS) as i32),
            survey_day: SurveyDay(day),
            outcome: outcome(n),
            review_state: ReviewState::Received,
            place: Place::InsideClaimed,
            edge_distance_m: Some((mix(n) % 5_000) as f64 / 3.0),
            household_key: Some(household(n).cast_signed()),
            started_at: Some(started),
            ended_at: Some(ended),
            completed_at: ended,
            fix: Some(Fix {
                latitude: 31.0 + (mix(n) % 1_000_000) as f64 / 1e6,
                longitude: 74.0 + (mix(n) % 1_000_003) as f64 / 1e6,
                accuracy_m: Some(4.5),
            }),
            fix_at: Some(EpochMs(started.0 + 60_000)),
            mock_location: Some(false),
            active_s: Some(1_934),
            household_size: Some(6),
            items_required: Some(42),
            items_answered: Some(40),
            items_dont_know: Some(1),
            items_refused: Some(1),
            listing_point: None,
            form_code: None,
            form_version: None,
            sheet: None,
        }),
    }
}

const COLUMNS: &str = "submission_id,form_id,form_version,wave_code,enumerator_code,device_id,household_ref,area_code,\
     block_code,outcome,started_at,ended_at,received_at,latitude,longitude,accuracy_m,altitude_m,fix_at,mock_location,\
     active_s,household_size,items_required,items_answered,items_dont_know,items_refused,answers,review_state";

fn write_csv(path: &Path, rows: u64) -> Result<(), Failure> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "{COLUMNS}")?;
    for n in 0..rows {
        writeln!(file, "{}", body(n))?;
    }
    file.flush()?;
    let bytes = std::fs::metadata(path)?.len();
    println!("{} bytes a row", bytes / rows.max(1));
    Ok(())
}

/// The `sqlite3` program's own import, into a table that it makes of text columns.
fn sqlite_peer(directory: &Path, csv: &Path) -> Result<Took, Failure> {
    let start = Stopwatch::start();
    let status = Command::new("sqlite3")
        .arg(directory.join("peer.db"))
        .arg(".mode csv")
        .arg(format!(".import {} bare", csv.display()))
        .status()?;
    let took = start.read();
    if !status.success() {
        return Err("sqlite3 failed".into());
    }
    Ok(took)
}

fn new_database(admin: &str) -> Result<String, Failure> {
    psql(
        admin,
        "DROP DATABASE IF EXISTS fieldwatch_bench WITH (FORCE)",
    )?;
    psql(admin, "CREATE DATABASE fieldwatch_bench")?;
    let (server, _) = admin.rsplit_once('/').ok_or("a URL without a database")?;
    Ok(format!("{server}/fieldwatch_bench"))
}

fn postgres_peer(url: &str, csv: &Path) -> Result<Took, Failure> {
    let columns: Vec<String> = COLUMNS
        .split(',')
        .map(|column| format!("{column} text"))
        .collect();
    psql(url, &format!("CREATE TABLE bare ({})", columns.join(", ")))?;
    let start = Stopwatch::start();
    psql(
        url,
        &format!("\\copy bare from '{}' csv header", csv.display()),
    )?;
    let took = start.read();
    psql(url, "DROP TABLE bare")?;
    Ok(took)
}

fn psql(url: &str, command: &str) -> Result<(), Failure> {
    let status = Command::new("psql")
        .args([url, "-q", "-c", command])
        .stdout(Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("psql failed: {command}").into())
    }
}
