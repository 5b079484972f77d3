//! `fieldwatch migrate`, and what every command does before it changes the tables of an older program: a backup.

use super::{Database, Failure, Outcome, backup};
use crate::clock;
use crate::disk;
use domain::audit::{Action, Entry};
use domain::number::grouped;
use std::path::PathBuf;
use std::time::Instant;
use store::Db;
use store::backup::BackupError;

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Migrates a copy instead, says what it takes, and changes nothing. The server may go on running.
    #[arg(long = "try")]
    tried: bool,
    /// The folder for the copy; by default that of the backups.
    #[arg(long, value_name = "FOLDER", requires = "tried")]
    scratch: Option<PathBuf>,
    /// Migrates without a backup: you have one of your own.
    #[arg(long, conflicts_with = "tried")]
    no_backup: bool,
}

pub async fn migrate(database: &Database, arguments: Arguments) -> Outcome {
    if arguments.tried {
        return on_a_copy(database, arguments.scratch).await;
    }
    let db = super::opening::made(database).await?;
    if arguments.no_backup {
        apply(&db).await?;
    } else {
        bring_up(database, &db).await?;
    }
    database.choose(&db).await?;
    let version = db.schema_version().await?;
    println!("{}: schema version {}", db.name(), version.found);
    Ok(0)
}

/// Brings a database to this program's version. One that holds something is backed up first.
pub async fn bring_up(database: &Database, db: &Db) -> Result<(), Failure> {
    let version = db.schema_version().await?;
    if version.is_current() {
        return Ok(());
    }
    if version.found > 0 {
        let now = clock::now();
        let name = match db {
            Db::Sqlite(file) => file.path().file_name().map_or_else(
                || "fieldwatch".to_owned(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Db::Postgres(_) => "fieldwatch".to_owned(),
        };
        let file = database.backup_folder(db).join(format!(
            "{name}.before-{}-to-{}.{}.backup",
            version.found, version.known, now.0
        ));
        let manifest = db.back_up(&file, now).await.map_err(|error| {
            let way_out = match error {
                BackupError::NoProgram { .. } => " Or make a backup by other means, and then run: fieldwatch migrate --no-backup",
                _ => "",
            };
            Failure::new(format!(
                "The database has to be upgraded, and could not be backed up before: {error} Nothing was changed.{way_out}"
            ))
        })?;
        eprintln!(
            "Backed up before the upgrade to {}: {}",
            file.display(),
            backup::summary(&manifest)
        );
    }
    apply(db).await
}

async fn apply(db: &Db) -> Result<(), Failure> {
    let before = db.schema_version().await?.found;
    let mut after = before;
    while let Some(applied) = db.apply_next().await? {
        if before > 0 {
            eprintln!("migrated by {}", applied.name);
        }
        after += 1;
    }
    // The trail itself is made by a migration: what made it is told after it.
    if after > before && before > 0 {
        let entry = Entry::new(clock::now(), &super::by(), Action::Migrated)
            .saying(format!("from {before} to {after}"));
        db.note(&[entry]).await?;
    }
    Ok(())
}

async fn on_a_copy(database: &Database, scratch: Option<PathBuf>) -> Outcome {
    let db = database.open().await?;
    let pending = db.pending_migrations().await?;
    if pending.is_empty() {
        println!(
            "{}: nothing to migrate; schema version {}",
            db.name(),
            db.schema_version().await?.found
        );
        return Ok(0);
    }
    let folder = scratch.unwrap_or_else(|| database.backup_folder(&db));
    let needed = db.size_bytes().await?;
    if let Some(free) = disk::free_bytes(&folder)
        && free < needed
    {
        return Err(Failure::new(format!(
            "{} has {} bytes free, and the copy needs {}. Name a folder on another disk with --scratch; nothing was changed.",
            folder.display(),
            grouped(free),
            grouped(needed)
        )));
    }
    let begun = Instant::now();
    let trial = db.copy_for_trial(&folder, clock::now()).await?;
    println!("copied in {:.1} s", begun.elapsed().as_secs_f64());
    let tried = on(&trial.db, pending.len()).await;
    trial.end().await?;
    tried?;
    println!(
        "{}: nothing was changed. To do it: fieldwatch migrate",
        db.name()
    );
    Ok(0)
}

/// Migrates a copy and says what each step took.
async fn on(copy: &Db, steps: usize) -> Result<(), Failure> {
    let failed = |step: &str, detail: String| {
        Failure::new(format!(
            "On the copy {step} failed: {detail} Nothing was changed. Stay with the program that wrote the database, and report this."
        ))
    };
    let before = copy.size_bytes().await?;
    let mut most = before;
    let begun = Instant::now();
    for _ in 0..steps {
        let step = Instant::now();
        let next = copy.pending_migrations().await?;
        let applied = copy.apply_next().await;
        let Some(applied) = applied
            .map_err(|error| failed(next.first().unwrap_or(&"a step"), error.to_string()))?
        else {
            break;
        };
        let bytes = copy.size_bytes().await?;
        most = most.max(bytes);
        println!(
            "{:<50} {:>8.2} s {:>16} bytes",
            applied.name,
            step.elapsed().as_secs_f64(),
            grouped(bytes)
        );
    }
    println!(
        "{steps} migrations in {:.1} s; the copy had {} bytes before and {} at most",
        begun.elapsed().as_secs_f64(),
        grouped(before),
        grouped(most)
    );
    match copy.examine().await? {
        Ok(()) => {
            println!("the migrated copy is whole, and every reference leads somewhere");
            Ok(())
        }
        Err(detail) => Err(failed("the check afterwards", format!("{detail}."))),
    }
}
