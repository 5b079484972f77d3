//! Encrypting the whole file of a SQLite database, decrypting it, and changing its key (decision 0106). All three are one way: the file is
//! written anew beside the old one, checked, noted in its own audit trail, and put in the old one's place, which stays under a name of
//! its own until a person deletes it. Whatever fails before leaves the database as it was.

use crate::backup::manifest::{sync, sync_folder};
use crate::backup::{BackupError, Partial};
use crate::database_key::{DatabaseKey, DatabaseKeys};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::sqlite::{off_the_executor, open_by, path_of};
use crate::forks::sqlite_backup::aside_of;
use crate::forks::sqlite_door::{Door, Look, encrypts, look};
use crate::forks::sqlite_export::{Held, export, has_log, hold};
use crate::vault::KeyNumber;
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;
use std::path::{Path, PathBuf};

/// What is to become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A plain file is encrypted under the first key.
    Encrypt,
    /// An encrypted one becomes plain.
    Decrypt,
    /// One that is encrypted under another key is encrypted under the first.
    Rekey,
}

impl Change {
    /// As a part of the old file's name.
    fn name(self) -> &'static str {
        match self {
            Change::Encrypt => "encryption",
            Change::Decrypt => "decryption",
            Change::Rekey => "rekeying",
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The database's file.
    pub file: PathBuf,
    /// The file from before, as it was.
    pub old: PathBuf,
    /// The key that it is encrypted under.
    pub from: Option<KeyNumber>,
    /// The key that the database is encrypted under now.
    pub to: Option<KeyNumber>,
    /// How many rows were written, all tables together.
    pub rows: u64,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// The database is not a file.
    #[error(
        "{database} is not a SQLite file: PostgreSQL is encrypted by its disk (docs/operations.md). Nothing was changed."
    )]
    NoFile {
        /// Which, without a password.
        database: String,
    },
    /// It is as it should become.
    #[error("{} is {how}. Nothing was changed.", file.display())]
    IsSo {
        /// The file.
        file: PathBuf,
        /// How it is.
        how: String,
    },
    /// The file, its copy, or the disk.
    #[error(transparent)]
    Backup(#[from] BackupError),
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> ChangeError {
        ChangeError::Backup(error.into())
    }
}

/// Changes the file that `url` names, which nobody else may have open. `now` is part of the old file's name.
///
/// Errors: [`ChangeError::NoFile`], [`ChangeError::IsSo`]; [`BackupError::InUse`], [`BackupError::Damaged`], [`BackupError::File`];
/// what [`Db::open_under`] says of a wrong key. After one, the database is as it was.
pub async fn change(
    url: &str,
    keys: &DatabaseKeys,
    change: Change,
    by: &By,
    now: EpochMs,
) -> Result<Changed, ChangeError> {
    let Some(address) = url.strip_prefix("sqlite:") else {
        return Err(ChangeError::NoFile {
            database: crate::db::without_password(url),
        });
    };
    let path = path_of(address)?;
    if !path.exists() {
        let database = path.display().to_string();
        return Err(StoreError::Missing { database }.into());
    }
    let keys = keys.clone();
    let (held, to, partial, changed) =
        blocking(move || write_anew(&path, &keys, change, now)).await?;
    note(&to, &changed, by, now).await?;
    blocking(move || put_in_place(held, &partial, changed)).await
}

/// Writes the file anew, beside it.
fn write_anew(
    path: &Path,
    keys: &DatabaseKeys,
    change: Change,
    now: EpochMs,
) -> Result<(Held, Door, Partial, Changed), ChangeError> {
    let from = door_of(path, keys, change)?;
    let old = aside_of(path, change.name(), now);
    let partial = Partial::beside(path);
    let to = match (change, keys.first()) {
        (Change::Encrypt | Change::Rekey, Some(key)) => Door::under(&partial.path, key.clone()),
        _ => Door::plain(&partial.path),
    };
    let held = hold(&from)?;
    let content = export(&held, &to)?;
    let changed = Changed {
        file: path.to_owned(),
        old,
        from: from.key().map(DatabaseKey::number),
        to: to.key().map(DatabaseKey::number),
        rows: content.tables.values().sum(),
    };
    Ok((held, to, partial, changed))
}

/// The door of the file as it is, if there is something to change.
fn door_of(path: &Path, keys: &DatabaseKeys, change: Change) -> Result<Door, ChangeError> {
    encrypts()?;
    let is_so = |how: String| {
        Err(ChangeError::IsSo {
            file: path.to_owned(),
            how,
        })
    };
    if look(path)? == Look::Plain {
        return match change {
            Change::Encrypt => Ok(Door::plain(path)),
            Change::Decrypt | Change::Rekey => is_so("not encrypted".to_owned()),
        };
    }
    let door = Door::find(path, Some(keys))?;
    let Some(number) = door.key().map(DatabaseKey::number) else {
        return Ok(door);
    };
    let is_first = keys.first().map(DatabaseKey::number) == Some(number);
    match change {
        Change::Encrypt => is_so(format!(
            "encrypted already, under the key {number}; its key is changed by `fieldwatch key rekey-database`"
        )),
        Change::Rekey if is_first => is_so(format!(
            "encrypted under the first key given already, {number}; `fieldwatch key rotate FILE` puts a new one in front"
        )),
        Change::Decrypt | Change::Rekey => Ok(door),
    }
}

/// Notes it in the new file, before anybody else can read that.
async fn note(to: &Door, changed: &Changed, by: &By, now: EpochMs) -> Result<(), ChangeError> {
    let db = Db::Sqlite(open_by(to.clone(), false, None).await?);
    let noted = async {
        // An older program's database may have no trail yet.
        if db.schema_version().await?.is_current() {
            let entry = Entry::new(now, by, Action::KeyRotated).saying(changed.words());
            db.note(&[entry]).await?;
        }
        Ok::<_, StoreError>(())
    };
    let noted = noted.await;
    db.close().await;
    Ok(noted?)
}

impl Changed {
    /// As the audit trail has it.
    fn words(&self) -> String {
        match (self.from, self.to) {
            (None, Some(to)) => format!("the database's file was encrypted under the key {to}"),
            (Some(from), Some(to)) => format!(
                "the database's file, encrypted under the key {from}, is encrypted under the key {to}"
            ),
            (Some(from), None) => format!(
                "the database's file, encrypted under the key {from}, is not encrypted any longer"
            ),
            (None, None) => "the database's file was written anew".to_owned(),
        }
    }
}

/// Gives the new file the old one's name. The old one is held until then, so that nobody has written to it meanwhile; who waited for it
/// finds that it was moved, and does not write.
fn put_in_place(held: Held, partial: &Partial, changed: Changed) -> Result<Changed, ChangeError> {
    let (new, path) = (&partial.path, &changed.file);
    let said = |error: std::io::Error| BackupError::file(path, &error);
    if has_log(new) {
        let detail = "its log could not be folded into it";
        return Err(BackupError::damaged(new, detail).into());
    }
    let rights = std::fs::metadata(path).map_err(said)?.permissions();
    std::fs::set_permissions(new, rights).map_err(said)?;
    sync(new)?;
    // A second name for the old file, and then its first one for the new file, so that there is a database at every moment. Where the
    // disk knows no second names, the old one is moved.
    if std::fs::hard_link(path, &changed.old).is_err() {
        std::fs::rename(path, &changed.old).map_err(said)?;
    }
    if let Err(error) = std::fs::rename(new, path) {
        std::fs::rename(&changed.old, path).map_err(said)?;
        return Err(said(error).into());
    }
    sync_folder(path)?;
    drop(held);
    Ok(changed)
}

async fn blocking<T, F>(work: F) -> Result<T, ChangeError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, ChangeError> + Send + 'static,
{
    off_the_executor(move || Ok(work())).await?
}
