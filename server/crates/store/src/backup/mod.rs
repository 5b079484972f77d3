//! Backups: the whole database in one file, made while others write, and put back only whole (decision 0097).
//!
//! Beside the file stands its manifest, `FILE.manifest.json`. It is written last: where it is, the backup is complete.

pub(crate) mod error;
pub(crate) mod manifest;
mod trial;

pub use error::BackupError;
pub use manifest::{Kind, Manifest, manifest_path, verify};
pub use trial::Trial;

use crate::database_key::DatabaseKeys;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{postgres_backup, sqlite_backup};
use crate::vault::Vault;
use domain::time::EpochMs;
use std::path::{Path, PathBuf};

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// Where the database that was there before is now: a file, or a schema of the same PostgreSQL database.
    pub moved_aside: Option<String>,
}

impl Db {
    /// Writes a backup of this database as it is at one moment; others go on reading and writing. The copy is checked before it gets
    /// its name. `now` is noted in the manifest.
    ///
    /// Errors: [`BackupError::Exists`], [`BackupError::NothingToBackUp`], [`BackupError::NoProgram`], [`BackupError::File`],
    /// [`BackupError::Damaged`], [`BackupError::Store`]. After one, no file of that name was made.
    pub async fn back_up(&self, file: &Path, now: EpochMs) -> Result<Manifest, BackupError> {
        let manifest_file = manifest_path(file);
        for path in [file, &manifest_file] {
            if path.exists() {
                return Err(BackupError::Exists {
                    file: path.to_owned(),
                });
            }
        }
        if self.schema_version().await?.found == 0 {
            return Err(BackupError::NothingToBackUp {
                database: self.name(),
            });
        }
        let partial = Partial::beside(file);
        let (kind, content) = match self {
            Db::Sqlite(from) => (
                Kind::Sqlite,
                sqlite_backup::copy(from, &partial.path).await?,
            ),
            Db::Postgres(from) => (
                Kind::Postgresql,
                postgres_backup::dump(from, &partial.path).await?,
            ),
        };
        manifest::sync(&partial.path)?;
        let mut manifest = Manifest::of(&partial.path, kind, content, now)?;
        manifest.database_key = self.encrypted_under().map(|key| key.to_string());
        std::fs::rename(&partial.path, file).map_err(|error| BackupError::file(file, &error))?;
        manifest::sync_folder(file)?;
        manifest.write(&manifest_file)?;
        Ok(manifest)
    }
}

/// Where a backup is put.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// The address of a database that does not exist or is empty.
    pub url: &'a str,
    /// What is there is moved aside, under a name with the time; nothing of it is deleted.
    pub replace: bool,
    /// The keys of its file, if it is to be encrypted: the backup must be encrypted under one of them, and stays so.
    pub database_keys: Option<&'a DatabaseKeys>,
}

/// Puts a backup where `to` says. The backup is verified before anything is touched, that the keys it needs are among `keys` too, and what
/// was restored is checked against the manifest.
///
/// Errors: those of [`verify`], [`BackupError::KeysMissing`], [`BackupError::DatabaseKeyMissing`], [`BackupError::NotEncrypted`],
/// [`BackupError::OtherKind`], [`BackupError::NotEmpty`], [`BackupError::InUse`], [`BackupError::MaybeInUse`], [`BackupError::NoProgram`],
/// [`BackupError::Store`]. After one, the database there is as it was.
pub async fn restore(
    file: &Path,
    to: To<'_>,
    keys: Option<&Vault>,
    now: EpochMs,
) -> Result<Restored, BackupError> {
    let manifest = verify(file)?;
    let missing = manifest.keys_not_in(keys);
    if !missing.is_empty() {
        return Err(BackupError::KeysMissing {
            file: file.to_owned(),
            keys: missing.join(", "),
        });
    }
    put_back(file, manifest, to, now).await
}

/// Puts a verified backup where `to` says.
async fn put_back(
    file: &Path,
    manifest: Manifest,
    To {
        url,
        replace,
        database_keys,
    }: To<'_>,
    now: EpochMs,
) -> Result<Restored, BackupError> {
    let is_sqlite = url.starts_with("sqlite:");
    let moved_aside = match manifest.database {
        Kind::Sqlite if is_sqlite => {
            let path = crate::forks::sqlite::path_of(url.trim_start_matches("sqlite:"))?;
            let keys = database_keys.cloned();
            sqlite_backup::restore(file, &manifest, &path, replace, keys, now).await?
        }
        Kind::Postgresql if url.starts_with("postgres") => {
            if database_keys.is_some() {
                return Err(StoreError::KeyForPostgres.into());
            }
            postgres_backup::restore(file, &manifest, url, replace, now).await?
        }
        of => return Err(BackupError::OtherKind { of }),
    };
    Ok(Restored {
        manifest,
        moved_aside,
    })
}

/// The time as part of a name: `20261126T235900Z`.
fn stamp(now: EpochMs) -> String {
    let text = now.to_rfc3339().unwrap_or_else(|| now.0.to_string());
    let seconds = text.split(['.', '+']).next().unwrap_or_default();
    let digits: String = seconds
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .collect();
    format!("{}Z", digits.trim_end_matches('Z'))
}

/// The time as part of a name that is not taken: [`stamp`], or with `_2`, `_3` behind it where something of that second is there.
pub(crate) fn free_stamp(now: EpochMs, is_taken: impl Fn(&str) -> bool) -> String {
    let mut free = stamp(now);
    let mut number = 1;
    while is_taken(&free) {
        number += 1;
        free = format!("{}_{number}", stamp(now));
    }
    free
}

/// A file that is being written, under a name of its own; gone unless it was renamed.
pub(crate) struct Partial {
    pub(crate) path: PathBuf,
}

impl Partial {
    pub(crate) fn beside(file: &Path) -> Partial {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".partial-{}", std::process::id()));
        Partial {
            path: file.with_file_name(name),
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Once renamed it is there no longer; what cannot be removed stays beside the backups under its telling name.
        let _ = std::fs::remove_file(&self.path);
        for ending in ["-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.path.display()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_part_of_a_name() {
        assert_eq!(stamp(EpochMs(0)), "19700101T000000Z");
        assert_eq!(stamp(EpochMs(1_795_737_540_123)), "20261126T235900Z");
        let taken = ["19700101T000000Z", "19700101T000000Z_2"];
        let free = free_stamp(EpochMs(0), |stamp| taken.contains(&stamp));
        assert_eq!(free, "19700101T000000Z_3");
    }
}
