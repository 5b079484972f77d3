//! Judging a whole survey again, beside three of its checks written with polars' window functions over the same file.
//!
//! `cargo bench -p server --bench judge -- [ROWS]`. In memory: clocks, the whole catalogue and peers, one thread and all, against overlap,
//! travel speed and repeated points alone by polars on one thread (`benches/judge_peer.py`, from PyPI; its reading of the file is
//! not counted). Then the same with reading from and writing to SQLite, and one late submission at a time.

mod key;

use domain::answers::Sheet;
use domain::audit::{By, Stamp};
use domain::checks::{Check, LimitsBook};
use domain::peers::{Peers, Tally};
use domain::time::EpochMs;
use domain::visit::{FormVersion, Visit};
use rayon::prelude::*;
use server::clock::Clock;
use server::ingest::interpret::Context;
use server::ingest::submissions::{self, Job, read_rows};
use server::ingest::{bundled, opening};
use server::judging::{Judging, judge_waiting};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::flags::{PeersRow, ToJudge};
use store::{Arrival, Db, RunInfo, RunKind};

type Any = Box<dyn Error>;

/// Rounds of each; the best counts, because a busy machine only ever makes slower.
const ROUNDS: u32 = 7;
/// Late submissions, one at a time.
const LATE: usize = 300;
/// Names the database to a process that judges it again and has nothing else in memory.
const DATABASE_OF_CHILD: &str = "JUDGE_AGAIN";

fn main() -> Result<(), Any> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    if let Ok(url) = std::env::var(DATABASE_OF_CHILD) {
        return runtime.block_on(judge_again(&url));
    }
    let rows = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("submissions.csv");
    let clock = Clock::running("Asia/Karachi")?;
    let today = domain::time::SurveyDay::parse("2026-11-20").ok_or("a day")?;
    let mut scenario = simulate::Scenario::new(1, rows, today, clock.zone().clone());
    scenario.answers = simulate::Answers::Full;
    let survey = simulate::Survey::new(&scenario);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&file)?);
    survey.write_submissions_csv(&mut out)?;
    out.flush()?;
    drop(out);
    runtime.block_on(bench(folder.path(), &file, &clock, rows, survey.now()))
}

async fn bench(
    folder: &Path,
    file: &Path,
    clock: &Clock,
    rows: u64,
    now: EpochMs,
) -> Result<(), Any> {
    let url = format!("sqlite:{}", folder.join("judge.db").display());
    let db = key::keyed(Db::open_or_create(&url).await?)?;
    db.migrate().await?;
    bundled::import(
        &db,
        &Stamp {
            by: By::program(),
            at: EpochMs(0),
        },
    )
    .await?;
    let context = Arc::new(Context::load(&db, clock.zone()).await?);
    let mut arrivals = Vec::new();
    read_rows(
        opening::open(File::open(file)?, None)?,
        &context,
        now,
        |a| {
            arrivals.push(a);
        },
    )?;
    let work = work_of(&arrivals);
    let judging = with_peers(&db, &context, &work, now).await?;
    let ours = best(|| {
        let found: usize = work
            .iter()
            .map(|facts| judging.find(facts, judging.by()).findings.len())
            .sum();
        assert!(found > 0, "something is found");
    });
    let on_all = best(|| {
        let found: usize = work
            .par_iter()
            .map(|facts| judging.find(facts, judging.by()).findings.len())
            .sum();
        assert!(found > 0, "something is found");
    });
    println!("| what | FieldWatch, rows/s | peer, rows/s | ratio |\n|---|---|---|---|");
    match polars(file) {
        Ok(theirs) => {
            let peer = "(peer: three checks by polars, one thread)";
            print_row(
                &format!("whole catalogue in memory, one thread {peer}"),
                rows,
                ours,
                theirs,
            );
            print_row(
                &format!(
                    "the same on {} processors {peer}",
                    rayon::current_num_threads()
                ),
                rows,
                on_all,
                theirs,
            );
        }
        Err(error) => println!(
            "| whole catalogue in memory | {} | not measured: {error} | |",
            rate(rows, ours)
        ),
    }
    drop(judging);

    let job = Job {
        source_name: "bench".to_owned(),
        by: By::machine("bench"),
        imported_at: now,
    };
    let opened = opening::open(File::open(file)?, None)?;
    submissions::import(&db, context.clone(), opened, job, Arc::default()).await?;
    // Statistics are made on the way: from here on they stand.
    judge_waiting(&db, &context, now, |_| {}).await?;
    let this = std::env::current_exe()?;
    let said = run(Command::new(this).env(DATABASE_OF_CHILD, &url))?;
    let (seconds, peak_mib) = said.trim().split_once(' ').ok_or("two numbers")?;
    let with_database: f64 = seconds.parse()?;
    println!(
        "| all judged again, read from and written to SQLite | {}, {peak_mib} MiB at most | {} in memory, one thread | {:.1} times as long |",
        rate(rows, with_database),
        rate(rows, ours),
        with_database / ours
    );
    late(&db, &context, &arrivals, now).await
}

/// Judges everybody's work in a database once more, and prints the seconds and the most memory in use.
async fn judge_again(url: &str) -> Result<(), Any> {
    let db = key::keyed(Db::open_or_create(url).await?)?;
    let clock = Clock::running("Asia/Karachi")?;
    let context = Context::load(&db, clock.zone()).await?;
    let now = domain::time::EpochMs(0);
    // As a program with other checks does it.
    db.judged_by(0).await?;
    let begun = Instant::now();
    judge_waiting(&db, &context, now, |_| {}).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak_kib = status.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .split(' ')
            .next()?
            .parse()
            .ok()
    });
    let peak_mib: u64 = peak_kib.unwrap_or(0) / 1_024;
    println!("{seconds} {peak_mib}");
    Ok(())
}

/// Numbers for codes, as the database gives them.
#[derive(Default)]
struct Numbers(HashMap<String, i32>);

impl Numbers {
    fn of(&mut self, code: &str) -> i32 {
        if let Some(number) = self.0.get(code) {
            return *number;
        }
        let number = self.0.len() as i32 + 1;
        self.0.insert(code.to_owned(), number);
        number
    }
}

/// Facts in memory, one enumerator after another, as the database would hand them on.
fn work_of(arrivals: &[Arrival]) -> Vec<ToJudge> {
    let (mut people, mut devices) = (Numbers::default(), Numbers::default());
    let (mut waves, mut versions) = (Numbers::default(), Numbers::default());
    let mut sheets: HashMap<i32, Vec<(i64, Sheet)>> = HashMap::new();
    let mut counted: HashSet<i64> = HashSet::new();
    let mut by_enumerator: BTreeMap<i32, Vec<Visit>> = BTreeMap::new();
    for arrival in arrivals {
        let Ok(fact) = &arrival.content else { continue };
        let mut visit = Visit {
            key: arrival.id_hash,
            enumerator: people.of(&fact.enumerator_code),
            device: fact.device_code.as_deref().map(|code| devices.of(code)),
            area: fact.area_id,
            wave: fact.wave_code.as_deref().map_or(0, |code| waves.of(code)),
            outcome: fact.outcome,
            review_state: fact.review_state,
            place: fact.place,
            edge_distance_m: fact.edge_distance_m,
            household: fact.household_key,
            counted: false,
            started_at: fact.started_at,
            ended_at: fact.ended_at,
            received_at: Some(arrival.received_at),
            fix: fact.fix,
            fix_at: fact.fix_at,
            mock_location: fact.mock_location,
            active_s: fact.active_s,
            household_size: fact.household_size,
            items_required: fact.items_required,
            items_answered: fact.items_answered,
            items_dont_know: fact.items_dont_know,
            items_refused: fact.items_refused,
            listing_point: fact.listing_point,
            form: fact.form_version.as_deref().map(|version| FormVersion {
                form: 1,
                version: versions.of(version),
            }),
        };
        visit.counted = visit.is_valid_complete()
            && visit
                .household
                .is_none_or(|household| counted.insert(household));
        if let Some(sheet) = &fact.sheet {
            let of_person = sheets.entry(visit.enumerator).or_default();
            of_person.push((visit.key, sheet.clone()));
        }
        by_enumerator
            .entry(visit.enumerator)
            .or_default()
            .push(visit);
    }
    by_enumerator
        .into_iter()
        .map(|(enumerator_id, visits)| ToJudge {
            enumerator_id,
            visits,
            sheets: sheets
                .remove(&enumerator_id)
                .unwrap_or_default()
                .into_iter()
                .collect(),
            ..ToJudge::default()
        })
        .collect()
}

/// What work is judged by, with the statistics that a first judging leads to.
async fn with_peers<'a>(
    db: &Db,
    context: &'a Context,
    work: &[ToJudge],
    now: EpochMs,
) -> Result<Judging<'a>, Any> {
    let first = Judging::load(db, context, LimitsBook::default()).await?;
    let tallies: Vec<Tally> = work
        .iter()
        .flat_map(|facts| first.find(facts, first.by()).tallies)
        .collect();
    let peers = serde_json::to_string(&Peers::of(1, &tallies))?;
    let row = PeersRow {
        version: 1,
        made_at: now,
        interviews: 1,
        last_change: 0,
        checks: Check::all_versions(),
        peers,
    };
    db.keep_peers(&row).await?;
    Ok(Judging::load(db, context, LimitsBook::default()).await?)
}

/// One submission after another arrives late, and what it touches is judged again.
async fn late(db: &Db, context: &Context, arrivals: &[Arrival], now: EpochMs) -> Result<(), Any> {
    let mut recorder = db.recorder(RunInfo {
        kind: RunKind::Submissions,
        source_name: "late".to_owned(),
        header: None,
        started_at: now,
        by: By::machine("bench"),
    });
    let mut took: Vec<Duration> = Vec::with_capacity(LATE);
    for number in 0..LATE {
        let like = &arrivals[number * (arrivals.len() / LATE)];
        let id = format!("late-{number}");
        let late = Arrival {
            id_hash: server::ingest::hash::id_hash(&id),
            submission_id: id,
            ..like.clone()
        };
        recorder.record(vec![late]).await?;
        let begun = Instant::now();
        judge_waiting(db, context, now, |_| {}).await?;
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    let ms = |at: usize| took[at].as_secs_f64() * 1_000.0;
    println!(
        "| judging one late submission | median {:.1} ms | p99 {:.1} ms | |",
        ms(LATE / 2),
        ms(LATE * 99 / 100)
    );
    Ok(())
}

fn best(mut run: impl FnMut()) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

/// Seconds that polars takes, by its own clock, once the file is in memory.
fn polars(file: &Path) -> Result<f64, Any> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = here.join("../target/bench-python");
    let python: PathBuf = venv.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "polars"]))?;
    }
    let mut script = Command::new(&python);
    script
        .arg(here.join("benches/judge_peer.py"))
        .arg(file)
        .arg(ROUNDS.to_string())
        .env("POLARS_MAX_THREADS", "1");
    Ok(run(&mut script)?.trim().parse()?)
}

fn run(command: &mut Command) -> Result<String, Any> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn rate(rows: u64, seconds: f64) -> String {
    domain::number::grouped((rows as f64 / seconds) as u64)
}

fn print_row(what: &str, rows: u64, ours: f64, theirs: f64) {
    println!(
        "| {what} | {} | {} | {:.2} |",
        rate(rows, ours),
        rate(rows, theirs),
        theirs / ours
    );
}
