//! `fieldwatch backup`, `restore`

use super::{Database, Failure, Outcome};
use crate::clock;
use domain::audit::{Action, Entry};
use domain::number::grouped;
use std::path::PathBuf;
use store::Db;
use store::backup::{self, Manifest};

#[derive(clap::Args)]
#[group(skip)]
pub struct BackupArguments {
    /// The file to write; nothing is overwritten. Its manifest is written beside it: keep the two together.
    file: PathBuf,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct RestoreArguments {
    /// The backup; its manifest stands beside it.
    file: PathBuf,
    /// Moves the database that is there aside, under a name with the time; nothing of it is deleted. Stop the server first.
    #[arg(long)]
    replace: bool,
}

pub async fn back_up(database: &Database, arguments: BackupArguments) -> Outcome {
    // Opened as it is: a backup before an upgrade is made by the new program.
    let db = database.open().await?;
    let manifest = db.back_up(&arguments.file, clock::now()).await?;
    println!("{}: {}", arguments.file.display(), summary(&manifest));
    note(&db, "made").await?;
    Ok(0)
}

pub async fn restore(database: &Database, arguments: RestoreArguments) -> Outcome {
    let RestoreArguments { file, replace } = arguments;
    let keys = database.keys()?;
    let database_keys = database.database_keys()?;
    let to = backup::To {
        url: &database.url,
        replace,
        database_keys: database_keys.as_ref(),
    };
    let restored = backup::restore(&file, to, keys.as_deref(), clock::now()).await?;
    if let Some(aside) = restored.moved_aside {
        println!("The database that was there is now {aside}.");
    }
    let db = database.open().await?;
    let made_at = &restored.manifest.made_at;
    note(&db, &format!("restored, made at {made_at}")).await?;
    db.close().await;
    println!(
        "Restored {}: {}",
        file.display(),
        summary(&restored.manifest)
    );
    println!(
        "Made at {}; look with: fieldwatch check",
        restored.manifest.made_at
    );
    Ok(0)
}

/// Notes it in the audit trail; in an older program's database there may be none yet.
async fn note(db: &Db, what: &str) -> Result<(), Failure> {
    if !db.schema_version().await?.is_current() {
        return Ok(());
    }
    let entry = Entry::new(clock::now(), &super::by(), Action::Backup).saying(what);
    db.note(&[entry]).await?;
    Ok(())
}

/// What a backup holds, in a line.
pub fn summary(manifest: &Manifest) -> String {
    let rows: u64 = manifest.tables.values().sum();
    let encrypted = manifest.database_key.as_ref();
    let encrypted = encrypted.map(|key| format!(" · encrypted under the key {key}"));
    format!(
        "{} rows in {} tables · schema version {} · {} bytes{}",
        grouped(rows),
        manifest.tables.len(),
        manifest.schema_version,
        grouped(manifest.bytes),
        encrypted.unwrap_or_default()
    )
}
