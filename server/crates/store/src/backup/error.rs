//! What can go wrong with a backup, in words that say what to do next.

use super::Kind;
use crate::error::StoreError;
use std::path::{Path, PathBuf};

/// A backup that was not made, or not put back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// There is a file of that name.
    #[error(
        "{} is there already, and a backup never overwrites anything. Choose another name.", file.display()
    )]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The database has no tables.
    #[error("{database} is an empty database: there is nothing to back up.")]
    NothingToBackUp {
        /// Which, without a password.
        database: String,
    },
    /// The manifest is missing.
    #[error(
        "{} is not there: without its manifest nobody can tell whether the backup is whole. Bring the file that stood beside the backup, \
         or take another backup. Nothing was changed.", file.display()
    )]
    NoManifest {
        /// Where it should be.
        file: PathBuf,
    },
    /// The backup is not what its manifest says.
    #[error("{} is damaged: {detail}. Take another backup; nothing was changed.", file.display())]
    Damaged {
        /// The backup.
        file: PathBuf,
        /// What differs.
        detail: String,
    },
    /// The backup was made by a later program.
    #[error(
        "{} was made by FieldWatch {program} with schema version {found}, and this program knows versions up to {known}. \
         Restore it with that program or a later one. Nothing was changed.", file.display()
    )]
    Newer {
        /// The backup.
        file: PathBuf,
        /// The program that made it.
        program: String,
        /// Its schema.
        found: i64,
        /// The newest schema that is known.
        known: i64,
    },
    /// What is sealed in the backup could not be read.
    #[error(
        "{} needs keys that were not given: {keys}. Without them nobody reads what is sealed in it. Give the key file that holds them with \
         --secrets-key-file (or its text as FIELDWATCH_SECRETS_KEY). Nothing was changed.", file.display()
    )]
    KeysMissing {
        /// The backup.
        file: PathBuf,
        /// The numbers of the keys.
        keys: String,
    },
    /// The key that the backup's file is encrypted under was not given.
    #[error(
        "{} is encrypted as a whole under the database key {key}, which was not given. Give the key file that holds it with --database-key-file \
         (or its text as FIELDWATCH_DATABASE_KEY), to a program that was built with the feature sqlcipher. Nothing was changed.", file.display()
    )]
    DatabaseKeyMissing {
        /// The backup.
        file: PathBuf,
        /// The number of its key.
        key: String,
    },
    /// A database key was given, and the backup is not encrypted.
    #[error(
        "{} is not encrypted, and a database key was given: what is restored from it would be readable. Restore it without the key \
         (--database-key-file, FIELDWATCH_DATABASE_KEY), then encrypt the database with `fieldwatch key encrypt-database`. Nothing was changed.",
        file.display()
    )]
    NotEncrypted {
        /// The backup.
        file: PathBuf,
    },
    /// Nobody can tell whether what is there is in use.
    #[error(
        "{} cannot be opened: it is encrypted under a key that was not given, or damaged. Its log stands beside it, so that a program may be \
         using it. Give its key, or stop the server and move the file, FILE-wal and FILE-shm away. Nothing was changed.", file.display()
    )]
    MaybeInUse {
        /// The file.
        file: PathBuf,
    },
    /// A backup of SQLite for PostgreSQL, or the other way round.
    #[error(
        "This is a backup of a {of} database; it can only be restored into one: give --database {}. Nothing was changed.", of.example()
    )]
    OtherKind {
        /// What was backed up.
        of: Kind,
    },
    /// Something is in the way.
    #[error(
        "{database} is not empty. Name another database, or add --replace to move this one aside; nothing was changed."
    )]
    NotEmpty {
        /// Which, without a password.
        database: String,
    },
    /// A server runs on it.
    #[error(
        "{database} is in use by another program: stop the server and try again. Nothing was changed."
    )]
    InUse {
        /// Which, without a password.
        database: String,
    },
    /// One of PostgreSQL's programs is missing.
    #[error(
        "{program} is not on this machine; it reads and writes backups of PostgreSQL. Install PostgreSQL's client programs of the server's \
         version or a later one (Debian: postgresql-client)."
    )]
    NoProgram {
        /// Its name.
        program: &'static str,
    },
    /// One of PostgreSQL's programs refused.
    #[error("{program} failed: {detail}. Nothing was changed.")]
    ProgramFailed {
        /// Its name.
        program: &'static str,
        /// What it said last.
        detail: String,
    },
    /// A file cannot be read or written.
    #[error("{}: {detail}. Check the folder, its rights and the free space.", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BackupError {
    pub(crate) fn file(file: &Path, error: &std::io::Error) -> BackupError {
        BackupError::File {
            file: file.to_owned(),
            detail: error.to_string(),
        }
    }

    pub(crate) fn damaged(file: &Path, detail: impl Into<String>) -> BackupError {
        BackupError::Damaged {
            file: file.to_owned(),
            detail: detail.into(),
        }
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> BackupError {
        BackupError::Store(error.into())
    }
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> BackupError {
        BackupError::Store(error.into())
    }
}
