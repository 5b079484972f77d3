//! `fieldwatch demo`: a simulated survey of Punjab, served. `fieldwatch simulate`: the same survey as files.

use super::progress::Progress;
use super::{Database, Failure, Outcome, demo_coordination, demo_key, import, serve, users};
use crate::clock::Clock;
use crate::ingest::listing::{self, HowRead, Refused};
use crate::ingest::opening;
use crate::ingest::submissions::{self, Job};
use crate::ingest::{bundled, small};
use crate::site::Site;
use domain::account::SecondFactor;
use domain::audit::{By, Stamp};
use domain::listing::ListingKind;
use domain::number::grouped;
use domain::people::Role;
use domain::time::SurveyDay;
use simulate::{Answers, Scenario, Survey};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use store::Db;
use store::listing::NewListing;

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    #[command(flatten)]
    serve: serve::Arguments,
    /// How many simulated visits to seed an empty database with.
    #[arg(long, default_value_t = 200_000)]
    interviews: u64,
    /// The seed of the simulation: the same seed and day give the same survey.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The simulated present, YYYY-MM-DD; the real day where absent.
    #[arg(long, value_parser = day)]
    today: Option<SurveyDay>,
    /// The password of every demo sign-in.
    #[arg(long, default_value = "fieldwatch-demo")]
    password: String,
    /// Seed the database and stop.
    #[arg(long)]
    seed_only: bool,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct SimulateArguments {
    /// The folder to write to; made if it is not there.
    #[arg(long)]
    out: PathBuf,
    /// How many visits.
    #[arg(long, default_value_t = 200_000)]
    interviews: u64,
    /// The seed: the same seed and day give the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The simulated present, YYYY-MM-DD; the real day where absent.
    #[arg(long, value_parser = day)]
    today: Option<SurveyDay>,
    /// Write the answers as well.
    #[arg(long)]
    answers: bool,
}

pub fn day(text: &str) -> Result<SurveyDay, String> {
    SurveyDay::parse(text).ok_or_else(|| "write the day like 2026-11-21".to_owned())
}

/// Who imports the simulated files.
pub(super) const SIMULATOR: &str = "simulator";

/// Who can sign in to a demo: username, name, role, code of the area they see.
const SIGN_INS: [(&str, &str, Role, &str); 6] = [
    ("leadership", "P&D Board", Role::Leadership, "PB"),
    ("qa", "BoS quality assurance", Role::BosQa, "PB"),
    ("csu", "Coordination Support Unit", Role::Csu, "PB"),
    (
        "attock",
        "District coordinator, Attock",
        Role::DistrictCoordinator,
        "PB01",
    ),
    (
        "monitor",
        "Tehsil monitor, Attock",
        Role::TehsilMonitor,
        "PB0101",
    ),
    ("admin", "Administrator", Role::Administrator, "PB"),
];

pub async fn run(mut database: Database, clock: Clock, arguments: Arguments) -> Outcome {
    // The address first: nobody wants to wait for a seeding that cannot be served.
    let listening = serve::listen(&arguments.serve).await?;
    let pulls = arguments.serve.pulls()?;
    demo_key::see_to_it(&mut database)?;
    let accounts = &arguments.serve.accounts;
    let accounts = accounts.open(database.keys()?, SecondFactor::Optional)?;
    let required = accounts.second_factor() == SecondFactor::Required;
    let db = super::open_or_create(&database).await?;
    // The sign-ins are made last: where they are, the seeding was finished.
    if db.find_user(SIGN_INS[0].0).await?.is_none() {
        refuse_a_real_survey(&db).await?;
        seed(&db, &clock, &arguments).await?;
    }
    if arguments.seed_only {
        return Ok(0);
    }
    let as_of = db.load_cube().await?.as_of;
    let site: Arc<Site> =
        serve::open(db, clock.standing_at(as_of), &arguments.serve, accounts).await?;
    let asked = serve::stop_asked();
    println!("FieldWatch demo: {}", listening.address()?);
    println!("All data are simulated. Time stands still at the last simulated receipt.");
    if !required {
        println!(
            "Second factors are optional here (--second-factor optional); `fieldwatch serve` demands them of administrators and BoS."
        );
    }
    println!("Sign in with the password given by --password (by default fieldwatch-demo) as:");
    for (username, name, _, scope) in SIGN_INS {
        println!("  {username:<11} {name} (sees {scope})");
    }
    io::stdout().flush()?;
    serve::until_stopped(site, listening, pulls, asked).await
}

/// Simulated interviews must never mix with real ones.
async fn refuse_a_real_survey(db: &Db) -> Result<(), Failure> {
    let runs = db.list_runs(u32::MAX >> 1).await?;
    if runs.iter().all(|run| run.actor == SIMULATOR) && db.list_users().await?.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{} holds a survey that is not a demonstration; nothing was changed. Name another database: \
         fieldwatch demo --database sqlite:demo.db",
        db.name()
    )))
}

async fn seed(db: &Db, clock: &Clock, arguments: &Arguments) -> Result<(), Failure> {
    println!("Seeding {} with a simulated survey of Punjab.", db.name());
    let stamp = Stamp {
        by: By::machine(SIMULATOR),
        at: clock.now(),
    };
    let areas = bundled::import(db, &stamp).await.map_err(Failure::new)?;
    println!("areas:       {areas}, with schematic boundaries where there are any");
    // The simulated working day must be over: yesterday is, today perhaps not.
    let today = arguments.today.unwrap_or_else(|| clock.today().plus(-1));
    let mut scenario = scenario(arguments.seed, arguments.interviews, today, clock)?;
    scenario.answers = Answers::Full;
    let survey = Arc::new(Survey::new(&scenario));
    let job = |name: &str| Job {
        source_name: name.to_owned(),
        by: By::machine(SIMULATOR),
        imported_at: survey.now(),
    };
    let (mut targets, mut roster) = (Vec::new(), Vec::new());
    survey.write_targets_csv(&mut targets)?;
    survey.write_roster_csv(&mut roster)?;
    println!(
        "targets:     {}",
        small::import_targets(db, targets.as_slice(), job("targets.csv")).await?
    );
    println!(
        "roster:      {}",
        small::import_roster(db, roster.as_slice(), job("roster.csv")).await?
    );

    let context = Arc::new(import::context(db, clock).await?);
    let begun = std::time::Instant::now();
    let (read, write) = io::pipe()?;
    let simulated = survey.clone();
    let simulator =
        std::thread::spawn(move || simulated.write_submissions_csv(io::BufWriter::new(write)));
    let opened = opening::open(read, None)?;
    let progress = Progress::begin("submissions", None);
    let imported = submissions::import(
        db,
        context,
        opened,
        job("submissions.csv"),
        progress.counter(),
    )
    .await;
    drop(progress);
    let mut summary = imported?;
    simulator
        .join()
        .map_err(|_| Failure::new("the simulator stopped unexpectedly"))??;
    seed_listing(db, &survey).await?;
    super::derive(db, clock).await?;
    summary.seconds = begun.elapsed().as_secs_f64();
    println!("submissions: {summary}");
    for (username, name, role, scope) in SIGN_INS.into_iter().rev() {
        if username == SIGN_INS[0].0 {
            demo_coordination::seed(db, arguments.seed, today).await?;
        }
        users::add_if_absent(db, clock, username, name, role, scope, &arguments.password).await?;
    }
    Ok(())
}

/// The district of the demo's coordinator and monitor: of the others no listing was read in.
const LISTED_DISTRICT: &str = "PB01";

/// A listing of one district.
async fn seed_listing(db: &Db, survey: &Survey) -> Result<(), Failure> {
    let mut file = Vec::new();
    survey.write_listing_csv(LISTED_DISTRICT, &mut file)?;
    let wave = Survey::stage(LISTED_DISTRICT).map_or("", |(wave, _)| wave.code());
    let new = NewListing {
        name: "Attock 2026".to_owned(),
        kind: ListingKind::Census,
        wave: wave.to_owned(),
        source_name: "listing.csv".to_owned(),
        file_hash: listing::hash_of(file.as_slice())?,
    };
    let by = Stamp {
        by: By::machine(SIMULATOR),
        at: survey.now(),
    };
    let how = HowRead {
        is_dry: false,
        keeps_others: false,
        by: &by,
        progress: &AtomicU64::new(0),
    };
    // Every row of it can be taken: nothing is written there.
    let mut refused = Refused::into(PathBuf::from("listing.csv.refused.csv"));
    let summary = listing::import(db, new, file.as_slice(), &how, &mut refused).await?;
    println!(
        "listing:     households {} of one district",
        grouped(summary.taken.new)
    );
    Ok(())
}

fn scenario(
    seed: u64,
    interviews: u64,
    today: SurveyDay,
    clock: &Clock,
) -> Result<Scenario, Failure> {
    if interviews > Scenario::MOST_INTERVIEWS {
        return Err(Failure::new(format!(
            "--interviews may be at most {}.",
            Scenario::MOST_INTERVIEWS
        )));
    }
    Ok(Scenario::new(seed, interviews, today, clock.zone().clone()))
}

pub fn simulate_files(clock: &Clock, arguments: &SimulateArguments) -> Outcome {
    // The simulated working day must be over: yesterday is, today perhaps not.
    let today = arguments.today.unwrap_or_else(|| clock.today().plus(-1));
    let mut scenario = scenario(arguments.seed, arguments.interviews, today, clock)?;
    if arguments.answers {
        scenario.answers = Answers::Small;
    }
    let survey = Survey::new(&scenario);
    std::fs::create_dir_all(&arguments.out)?;
    write_file(&arguments.out, "targets.csv", |out| {
        survey.write_targets_csv(out)
    })?;
    write_file(&arguments.out, "roster.csv", |out| {
        survey.write_roster_csv(out)
    })?;
    write_file(&arguments.out, "submissions.csv", |out| {
        survey.write_submissions_csv(out)
    })?;
    write_file(&arguments.out, "submissions.ndjson", |out| {
        survey.write_submissions_ndjson(out)
    })?;
    write_file(&arguments.out, "truth.csv", |out| {
        survey.write_truth_csv(out)
    })?;
    Ok(0)
}

fn write_file(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut io::BufWriter<File>) -> io::Result<()>,
) -> Result<(), Failure> {
    let path = folder.join(name);
    let said =
        |error: io::Error| Failure::new(format!("{} cannot be written: {error}.", path.display()));
    let mut out = io::BufWriter::with_capacity(1 << 20, File::create(&path).map_err(said)?);
    write(&mut out).map_err(said)?;
    out.flush().map_err(said)?;
    println!("{}", path.display());
    Ok(())
}
