//! `fieldwatch retention`: what is held, until when, and what is done when the time is over.

use super::progress::Progress;
use super::{Database, Failure, Outcome};
use crate::clock::Clock;
use crate::retention::run::{Place, Report};
use crate::retention::{archive, plan, run as carry_out};
use domain::audit::{Action, Entry};
use domain::number::grouped;
use domain::time::SurveyDay;
use std::path::{Path, PathBuf};
use store::{Db, Vault};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Writes what is held about people and for how long, as Markdown.
    Table,
    /// Shows until when the households of each wave are enrolled, and the archives on record.
    Show,
    /// Says until when the households of a wave are enrolled. After that day its submissions are due to be archived.
    Wave(WaveArguments),
    /// Archives and deletes what is due. What goes stays counted, and does not come back when it is sent again.
    Run(RunArguments),
    /// Writes what a sealed archive holds into a file, as it was before it was sealed. The key is asked for, and the audit trail says so.
    Open(OpenArguments),
}

#[derive(clap::Args)]
#[group(skip)]
pub struct WaveArguments {
    /// The wave's code; '' are the submissions that name none.
    code: String,
    /// The last day of enrolment, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = day, conflicts_with = "open", required_unless_present = "open")]
    enrolled_until: Option<SurveyDay>,
    /// Its households are enrolled until further notice.
    #[arg(long)]
    open: bool,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct RunArguments {
    /// Says what is due and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// The folder of archives, which only its owner may read.
    #[arg(long, value_name = "FOLDER", required_unless_present = "dry_run")]
    archive: Option<PathBuf>,
    /// What is due on this day, of a dry run; without it, today.
    #[arg(long, value_name = "DAY", value_parser = day, requires = "dry_run")]
    on: Option<SurveyDay>,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct OpenArguments {
    /// The archive. Its manifest is looked at where it lies beside it.
    archive: PathBuf,
    /// The new file, which its owner alone may read. Delete it when you have read it.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where the database is no longer to be had: no audit trail says that the archive was opened.
    #[arg(long)]
    unnoted: bool,
}

fn day(text: &str) -> Result<SurveyDay, String> {
    SurveyDay::parse(text).ok_or_else(|| "write a day as YYYY-MM-DD".to_owned())
}

pub async fn run(database: &Database, clock: &Clock, command: Command) -> Outcome {
    match command {
        Command::Table => {
            print!("{}", domain::retention::document());
            Ok(0)
        }
        Command::Show => show(&super::open(database).await?).await,
        Command::Wave(arguments) => wave(&super::open(database).await?, clock, arguments).await,
        Command::Run(arguments) if arguments.dry_run => {
            let on = arguments.on.unwrap_or_else(|| today(clock));
            dry_run(&super::open(database).await?, clock, on).await
        }
        Command::Run(arguments) => {
            let db = super::open_judged(database, clock).await?;
            let keys = database.keys()?;
            let folder = arguments.archive.unwrap_or_default();
            real_run(&db, clock, folder, keys.as_deref()).await
        }
        Command::Open(arguments) => open(database, clock, &arguments).await,
    }
}

async fn open(database: &Database, clock: &Clock, arguments: &OpenArguments) -> Outcome {
    let keys = database.keys()?;
    if !arguments.unnoted {
        let db = super::open(database).await.map_err(|Failure(said)| {
            Failure::new(format!(
                "{said}\nWho opens an archive is noted in the audit trail. Where its database is no longer to be had, say --unnoted."
            ))
        })?;
        note_opening(&db, clock, &arguments.archive).await?;
    }
    let bytes = archive::open_into(&arguments.archive, &arguments.out, keys.as_deref());
    let bytes = bytes.map_err(|error| Failure::new(error.to_string()))?;
    println!(
        "{}: {} bytes. It holds everything that households said: delete it when you have read it.",
        arguments.out.display(),
        grouped(bytes)
    );
    Ok(0)
}

/// Notes that an archive is about to be read: before it is, for what is in the file has been seen.
async fn note_opening(db: &Db, clock: &Clock, archive: &Path) -> Result<(), Failure> {
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    let rows = db.list_archives().await?;
    let about = match rows.iter().find(|row| row.archive.name == name) {
        Some(row) => format!("archive {}", row.archive_id),
        // Moved, renamed, or another database's.
        None => "an archive that is not on record under this name".to_owned(),
    };
    let by = super::stamp(clock);
    let entry = Entry::new(by.at, &by.by, Action::Retention)
        .about(about)
        .saying("opened");
    db.note(&[entry]).await?;
    Ok(())
}

fn today(clock: &Clock) -> SurveyDay {
    SurveyDay::of(clock.now(), clock.zone())
}

async fn show(db: &Db) -> Outcome {
    for wave in db.waves_of_retention().await? {
        let until = wave.enrolled_until.map_or_else(
            || "until further notice".to_owned(),
            |day| format!("until {day}"),
        );
        let judged = wave
            .judged_until
            .map_or_else(String::new, |day| format!(" · findings stand up to {day}"));
        println!("wave '{}': enrolled {until}{judged}", wave.code);
    }
    for row in db.list_archives().await? {
        let state = match (row.emptied, row.deleted) {
            (_, true) => "deleted",
            (true, false) => "kept",
            (false, false) => "not emptied yet: run again",
        };
        println!(
            "{}: {} rows of {}, to be deleted on {} · {state}",
            row.archive.name,
            grouped(row.archive.rows),
            row.archive.holding,
            row.archive.delete_on
        );
    }
    Ok(0)
}

async fn wave(db: &Db, clock: &Clock, arguments: WaveArguments) -> Outcome {
    let by = super::stamp(clock);
    let known = db
        .set_enrolment(&arguments.code, arguments.enrolled_until, &by)
        .await?;
    if !known {
        return Err(Failure::new(format!(
            "There is no wave {}. fieldwatch retention show lists the waves.",
            arguments.code
        )));
    }
    match arguments.enrolled_until {
        Some(day) => println!(
            "Households of wave '{}' are enrolled until {day}.",
            arguments.code
        ),
        None => println!(
            "Households of wave '{}' are enrolled until further notice.",
            arguments.code
        ),
    }
    Ok(0)
}

async fn dry_run(db: &Db, clock: &Clock, on: SurveyDay) -> Outcome {
    let items = plan(db, on, clock.zone()).await?;
    for item in &items {
        let due = &item.due;
        println!(
            "{}: {} rows of {}, due since {} ({})",
            due.table,
            grouped(due.rows),
            due.which,
            due.since,
            due.keep.words()
        );
    }
    if items.is_empty() {
        println!("Nothing is due on {on}.");
    } else {
        println!("A dry run: nothing was changed.");
    }
    Ok(0)
}

async fn real_run(db: &Db, clock: &Clock, folder: PathBuf, keys: Option<&Vault>) -> Outcome {
    let by = super::stamp(clock);
    let progress = Progress::begin("archiving", None);
    let counter = progress.counter();
    let done = carry_out(&Place {
        db,
        folder: &folder,
        by: &by,
        zone: clock.zone(),
        keys,
        progress: &counter,
    })
    .await;
    drop(progress);
    let report = done.map_err(|error| Failure::new(error.to_string()))?;
    if report.done.is_empty() {
        println!("Nothing is due.");
        return Ok(0);
    }
    let file = folder.join(format!("fieldwatch-retention-{}.json", by.at.0));
    archive::write_json(&file, &report.to_json(by.at))
        .map_err(|error| Failure::new(error.to_string()))?;
    say(&report);
    if keys.is_none() && report.done.iter().any(|done| done.archive.is_some()) {
        println!(
            "The archives are not sealed, as no key was given (--secrets-key-file): keep the folder on an encrypted disk."
        );
    }
    println!("Report: {}", file.display());
    match report.done.iter().any(|done| done.not_found) {
        true => Err(Failure::new(
            "Archives whose time is over were not in the folder. Name the folder that they are in with --archive, or delete their copies by hand.",
        )),
        false => Ok(0),
    }
}

fn say(report: &Report) {
    for done in &report.done {
        let due = &done.item.due;
        let into = done
            .archive
            .as_ref()
            .map_or_else(String::new, |name| format!(" · archive {name}"));
        let changed = match done.changed {
            0 => String::new(),
            changed => format!(
                " · {} changed meanwhile, for the next run",
                grouped(changed)
            ),
        };
        println!(
            "{}: {} of {}{into} · deleted {}{changed}",
            due.table,
            due.which,
            grouped(due.rows),
            grouped(done.deleted)
        );
    }
}
