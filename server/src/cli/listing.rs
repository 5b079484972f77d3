//! `fieldwatch listing`: household listings.

use super::progress::Progress;
use super::{Failure, Outcome, import};
use crate::clock::Clock;
use crate::ingest::listing::{self, HowRead, ListingSummary, Refused};
use domain::audit::Stamp;
use domain::listing::{ListingKind, Progress as HowFar};
use domain::number::grouped;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;
use store::Db;
use store::listing::NewListing;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Reads a listing in: CSV with the columns household_ref, area_code, latitude, longitude, address, enumerator_code (the first two are
    /// needed), or GeoJSON points with these as properties. Again under the same name, it replaces the listing by reference.
    Import(ImportArguments),
    /// Shows the listings, and how far the interviews have come with them.
    List,
    /// Removes a listing with its households.
    Remove(RemoveArguments),
}

#[derive(clap::Args)]
#[group(skip)]
pub struct ImportArguments {
    /// CSV or GeoJSON.
    file: PathBuf,
    /// The listing's name.
    #[arg(long)]
    name: String,
    /// What it lists: every household there is, or those that were drawn.
    #[arg(long, value_enum, default_value = "census")]
    kind: KindArgument,
    /// The code of its wave; '' are the interviews that name none. Not needed where there is one wave.
    #[arg(long, value_name = "CODE")]
    wave: Option<String>,
    /// Households of the listing that the file does not name stay on it: for a part of a listing, or for corrected rows.
    #[arg(long)]
    keep_others: bool,
    /// Says what would become of the file, and writes nothing into the database.
    #[arg(long)]
    dry_run: bool,
    /// The file that rows are written to which cannot be taken, with what is wrong; by default FILE.refused.csv.
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct RemoveArguments {
    /// The listing's name.
    name: String,
    /// Why: it stands in the audit trail.
    #[arg(long)]
    reason: String,
}

/// [`ListingKind`] as it is told on the command line.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum KindArgument {
    /// Every household there is.
    Census,
    /// The households that were drawn.
    Sample,
}

impl From<KindArgument> for ListingKind {
    fn from(kind: KindArgument) -> ListingKind {
        match kind {
            KindArgument::Census => ListingKind::Census,
            KindArgument::Sample => ListingKind::Sample,
        }
    }
}

/// The longest name of a listing, in characters.
const LONGEST_NAME: usize = 100;

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    match command {
        Command::Import(arguments) => import_file(db, clock, arguments).await,
        Command::List => list(db, clock).await,
        Command::Remove(arguments) => remove(db, clock, &arguments).await,
    }
}

async fn import_file(db: &Db, clock: &Clock, arguments: ImportArguments) -> Outcome {
    let (begun, path) = (Instant::now(), &arguments.file);
    let unreadable = |error: std::io::Error| {
        Failure::new(format!("{} cannot be read: {error}.", path.display()))
    };
    let name = arguments.name.trim().to_owned();
    let is_sound = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.chars().any(char::is_control);
    if !is_sound {
        return Err(Failure::new(format!(
            "--name takes a name of 1 to {LONGEST_NAME} characters on one line."
        )));
    }
    if db.load_areas().await?.is_empty() {
        return Err(Failure::new(
            "No areas are on file, so no household can be placed. Import areas first: fieldwatch import areas --help",
        ));
    }
    let wave = wave(db, arguments.wave.as_deref()).await?;
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    let file_hash = listing::hash_of(File::open(path).map_err(unreadable)?).map_err(unreadable)?;
    let new = NewListing {
        name,
        kind: arguments.kind.into(),
        wave,
        source_name: import::job(path, clock).source_name,
        file_hash,
    };
    let by = super::stamp(clock);
    let mut refused = Refused::into(arguments.refused.unwrap_or_else(|| beside(path)));
    let progress = Progress::begin(&path.display().to_string(), Some(size));
    let counter = progress.counter();
    let how = HowRead {
        is_dry: arguments.dry_run,
        keeps_others: arguments.keep_others,
        by: &by,
        progress: &counter,
    };
    let file = File::open(path).map_err(unreadable)?;
    let read = listing::import(db, new, file, &how, &mut refused).await;
    drop(progress);
    let summary = read.map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    if !arguments.dry_run {
        db.roll_up().await?;
        db.count_listings(u64::MAX).await?;
    }
    say(
        &summary,
        &refused,
        arguments.dry_run,
        begun.elapsed().as_secs_f64(),
    );
    Ok(if summary.taken.refused > 0 { 3 } else { 0 })
}

/// `FILE.refused.csv`
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".refused.csv");
    PathBuf::from(name)
}

fn say(summary: &ListingSummary, refused: &Refused, is_dry: bool, seconds: f64) {
    let taken = &summary.taken;
    if summary.is_known {
        println!(
            "This very file was read in before, and every row of it was taken: nothing was changed."
        );
        return;
    }
    for (number, problem) in &refused.first {
        println!("  line {number}: {problem}");
    }
    if taken.refused > 0 {
        println!(
            "{} rows were not taken. They stand with what is wrong in {}: correct them there and import that file with --keep-others. It \
             holds references and addresses: delete it when it is done.",
            grouped(taken.refused),
            refused.path().display()
        );
    }
    if summary.keeps_for_refused {
        println!(
            "Households that the file does not name were not removed: they may be among the rows that were not taken."
        );
    }
    if taken.deleted > 0 {
        println!(
            "{} households had been deleted on their request, and stay away.",
            grouped(taken.deleted)
        );
    }
    if is_dry {
        println!(
            "Nothing was written (--dry-run). Of rows of one household that stand far apart the last is counted as changed."
        );
    }
    println!(
        "read {} · new {} · changed {} · unchanged {} · gone {} · refused {} · {seconds:.1} s",
        grouped(summary.read),
        grouped(taken.new),
        grouped(taken.changed),
        grouped(taken.unchanged),
        grouped(taken.gone),
        grouped(taken.refused),
    );
}

/// The wave that is meant: the one that is told, else the only one there is.
async fn wave(db: &Db, told: Option<&str>) -> Result<String, Failure> {
    let waves = db.waves_of_retention().await?;
    let codes = waves.into_iter().map(|wave| wave.code);
    let codes: Vec<String> = codes.filter(|code| !code.is_empty()).collect();
    let all = codes.join(", ");
    match (told, &codes[..]) {
        (Some(code), []) => Ok(code.to_owned()),
        (Some(""), _) => Ok(String::new()),
        (Some(code), codes) if codes.iter().any(|one| one == code) => Ok(code.to_owned()),
        (Some(code), _) => Err(Failure::new(format!(
            "No wave has the code {code}; there are: {all}. Correct it, or import the targets of that wave first."
        ))),
        (None, []) => Ok(String::new()),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(Failure::new(format!(
            "Say of which wave the listing is: --wave with one of {all}, or --wave '' for interviews that name none."
        ))),
    }
}

async fn list(db: &Db, clock: &Clock) -> Outcome {
    db.count_listings(u64::MAX).await?;
    let listings = db.list_listings().await?;
    if listings.is_empty() {
        println!("No listing was read in. fieldwatch listing import --help");
    }
    for row in listings {
        let areas = db.listing_progress(row.listing_id).await?.into_iter();
        let sum = areas.fold(HowFar::default(), |sum, (_, progress)| sum.plus(progress));
        let ended = match row.finished_at {
            Some(at) => format!("read {}", at.to_minute_in(clock.zone())),
            None => "not read to its end: import its file again".to_owned(),
        };
        println!(
            "{} ({}, wave '{}'): listed {} · interviewed {} · attempted {} · nobody visited {} · not on the list {} · {ended} from {}",
            row.name,
            row.kind.code(),
            row.wave,
            grouped(sum.listed),
            grouped(sum.interviewed),
            grouped(sum.attempted),
            grouped(sum.nobody()),
            grouped(sum.not_listed),
            row.source_name,
        );
    }
    Ok(0)
}

async fn remove(db: &Db, clock: &Clock, arguments: &RemoveArguments) -> Outcome {
    if arguments.reason.trim().is_empty() {
        return Err(Failure::new(
            "--reason is blank. Say why it is removed; nothing was changed.",
        ));
    }
    let by: Stamp = super::stamp(clock);
    let removed = db
        .remove_listing(&arguments.name, arguments.reason.trim(), &by)
        .await?;
    match removed {
        Some(households) => {
            println!("removed: households {}", grouped(households));
            Ok(0)
        }
        None => Err(Failure::new(format!(
            "No listing has the name {}. fieldwatch listing list shows them.",
            arguments.name
        ))),
    }
}
