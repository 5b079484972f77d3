//! `fieldwatch import targets|roster|submissions`

use super::import_trails;
use super::import_zip;
use super::progress::Progress;
use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::ingest::archive::Archive;
use crate::ingest::formats::Format;
use crate::ingest::formats::mapping::Mapping;
use crate::ingest::formats::recognise::Recognised;
use crate::ingest::interpret::Context;
use crate::ingest::opening::{self, Told};
use crate::ingest::small;
use crate::ingest::submissions::{self, Job};
use crate::ingest::summary::ImportSummary;
use crate::ingest::trails::import as trails;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use store::Db;

/// What a small file holds.
#[derive(Clone, Copy)]
pub enum Small {
    /// Targets.
    Targets,
    /// A roster.
    Roster,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct SmallArguments {
    /// CSV files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct SubmissionsArguments {
    /// The zone of times that name none, such as Asia/Karachi. Without it, a time without a zone is quarantined.
    #[arg(long)]
    zone: Option<String>,
    /// The tool that wrote the files; auto tells it by the names in them.
    #[arg(long, value_enum, default_value = "auto")]
    format: FormatArgument,
    /// What the form's fields are (TOML): needed for every format but canonical. `fieldwatch mapping suggest FILE` drafts one.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// CSV, NDJSON or JSON files, or a tool's ZIP export.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// [`Format`] as it is told on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FormatArgument {
    Auto,
    Canonical,
    OdkCsv,
    OdkJson,
    #[value(name = "surveycto")]
    SurveyCto,
    Kobo,
    SurveySolutions,
    /// An audit log of ODK or KoboToolbox.
    OdkAudit,
}

impl FormatArgument {
    fn told(self) -> Option<Format> {
        match self {
            FormatArgument::Auto | FormatArgument::OdkAudit => None,
            FormatArgument::Canonical => Some(Format::Canonical),
            FormatArgument::OdkCsv => Some(Format::OdkCsv),
            FormatArgument::OdkJson => Some(Format::OdkJson),
            FormatArgument::SurveyCto => Some(Format::SurveyCto),
            FormatArgument::Kobo => Some(Format::Kobo),
            FormatArgument::SurveySolutions => Some(Format::SurveySolutions),
        }
    }

    /// Whether a file that looks like a trail is taken for one.
    fn allows_trails(self) -> bool {
        matches!(
            self,
            FormatArgument::Auto | FormatArgument::OdkAudit | FormatArgument::SurveySolutions
        )
    }
}

fn told(arguments: &SubmissionsArguments) -> Result<Told, Failure> {
    let mapping = arguments
        .mapping
        .as_deref()
        .map(Mapping::from_file)
        .transpose();
    Ok(Told {
        zone: arguments.zone.clone(),
        format: arguments.format.told(),
        mapping: mapping.map_err(Failure::new)?.map(Arc::new),
    })
}

/// Says what a file was recognised as, where that is not plain.
pub fn say_recognised(path: &Path, recognised: Recognised, has_mapping: bool) {
    let (name, title) = (path.display(), recognised.format.title());
    if recognised.format != Format::Canonical {
        println!("{name}: recognised as {title} ({})", recognised.because);
    } else if has_mapping {
        println!(
            "{name}: recognised as {title} ({}); the mapping is not used",
            recognised.because
        );
    }
}

/// The longest file that is read whole, in bytes: 4,015 union councils with every bend of their borders have some hundred
/// megabytes.
const LONGEST_WHOLE: u64 = 1 << 30;

/// Reads a whole file; only for kinds that are small.
pub fn read_whole(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let file = open(path)?;
    let too_long = || {
        Failure::new(format!(
            "{} is longer than 1 GiB, which no file of areas is. Simplify its lines, or import it in parts.",
            path.display()
        ))
    };
    if file
        .metadata()
        .is_ok_and(|metadata| metadata.len() > LONGEST_WHOLE)
    {
        return Err(too_long());
    }
    // A pipe tells no length.
    file.take(LONGEST_WHOLE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > LONGEST_WHOLE {
        return Err(too_long());
    }
    Ok(bytes)
}

/// The first bytes of a file, enough for its names and first row.
pub fn read_start(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    open(path)?
        .take(1 << 20)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    Ok(bytes)
}

fn open(path: &Path) -> Result<File, Failure> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Failure::new(format!(
            "{} is a folder; name a file in it.",
            path.display()
        )));
    }
    Ok(file)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} cannot be read: {error}.", path.display()))
}

pub fn job(path: &Path, clock: &Clock) -> Job {
    let source_name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    Job {
        source_name,
        by: super::by(),
        imported_at: clock.now(),
    }
}

/// Imports targets or rosters.
pub async fn small(db: &Db, clock: &Clock, kind: Small, arguments: SmallArguments) -> Outcome {
    let mut total = ImportSummary::default();
    for path in &arguments.files {
        let begun = Instant::now();
        let (file, job) = (open(path)?, job(path, clock));
        let imported = match kind {
            Small::Targets => small::import_targets(db, file, job).await,
            Small::Roster => small::import_roster(db, file, job).await,
        };
        let mut summary = imported.map_err(|error| named(path, error))?;
        summary.seconds = begun.elapsed().as_secs_f64();
        total.add(&summary);
    }
    // Who is on the roster, and when an area is to be surveyed, is part of what work is judged by.
    db.judge_everybody_again().await?;
    super::derive(db, clock).await?;
    Ok(say(&total))
}

pub async fn submissions(db: &Db, clock: &Clock, arguments: SubmissionsArguments) -> Outcome {
    let told = told(&arguments)?;
    let context = Arc::new(context(db, clock).await?);
    let mut total = ImportSummary::default();
    for path in &arguments.files {
        let begun = Instant::now();
        let file = open(path)?;
        let size = file.metadata().ok().map(|metadata| metadata.len());
        let (start, file) = trails::peek(file).map_err(|error| named(path, error))?;
        if Archive::is_one(&start) {
            let only_trails = arguments.format == FormatArgument::OdkAudit;
            let mut summary =
                import_zip::archive(db, clock, path, &context, &told, only_trails).await?;
            summary.seconds = begun.elapsed().as_secs_f64();
            total.add(&summary);
            continue;
        }
        let columns = trails::columns_of(&start).filter(|_| arguments.format.allows_trails());
        if let Some(columns) = columns {
            let mut summary = import_trails::trail(db, clock, path, columns, (file, size)).await?;
            summary.seconds = begun.elapsed().as_secs_f64();
            total.add(&summary);
            continue;
        }
        if arguments.format == FormatArgument::OdkAudit {
            return Err(Failure::new(format!(
                "{}: --format says ODK audit log, and the file has no columns event, node, start and end. Leave --format out, or name \
                 another.",
                path.display()
            )));
        }
        need_areas(&context)?;
        let opened = opening::open_as(file, &told).map_err(|error| named(path, error))?;
        say_recognised(path, opened.recognised(), told.mapping.is_some());
        let progress = Progress::begin(&path.display().to_string(), size);
        let imported = submissions::import(
            db,
            context.clone(),
            opened,
            job(path, clock),
            progress.counter(),
        )
        .await;
        drop(progress);
        let mut summary = imported.map_err(|error| named(path, error))?;
        summary.seconds = begun.elapsed().as_secs_f64();
        total.add(&summary);
    }
    super::derive(db, clock).await?;
    Ok(say(&total))
}

/// What submissions are understood by.
pub async fn context(db: &Db, clock: &Clock) -> Result<Context, Failure> {
    Ok(Context::load(db, clock.zone()).await?)
}

/// Without areas every row would be set aside.
pub fn need_areas(context: &Context) -> Result<(), Failure> {
    if context.areas.is_empty() {
        return Err(Failure::new(
            "No areas are on file, so no submission can be placed. Import areas first: fieldwatch import areas --help",
        ));
    }
    Ok(())
}

pub fn named(path: &Path, error: submissions::ImportError) -> Failure {
    Failure::new(format!("{}: {error}", path.display()))
}

/// Prints the summary line and answers the exit code.
pub fn say(summary: &ImportSummary) -> u8 {
    if let Some(sentence) = summary.swapped_sentence() {
        println!("{sentence}");
    }
    if summary.names_next_page {
        println!(
            "The file is one page of several: it names a next one. Fetch and import the others too."
        );
    }
    if let Some(sentence) = summary.waiting_sentence() {
        println!("{sentence}");
    }
    for line in summary.unmatched_lines() {
        println!("{line}");
    }
    println!("{summary}");
    summary.exit_code()
}
