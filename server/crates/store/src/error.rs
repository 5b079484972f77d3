//! What can go wrong with a database, in words that say what to do next.

use crate::vault::{KeyNumber, VaultError};

/// A failure of the store. Nothing of the operation that failed was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database was written by a later program.
    #[error(
        "The database {database} has schema version {found}, and this program knows versions up to {known}. \
         Use the newer program that wrote it, or restore a backup made before the upgrade."
    )]
    NewerDatabase {
        /// Which database, without a password.
        database: String,
        /// The version the database has.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// There is no such file.
    #[error(
        "There is no database at {database}. Create one with “fieldwatch migrate”, or correct the address."
    )]
    Missing {
        /// The address.
        database: String,
    },
    /// The address is neither SQLite's nor PostgreSQL's.
    #[error(
        "“{url}” is not a database address; write sqlite:FILE or postgres://USER@HOST/DATABASE."
    )]
    UnknownAddress {
        /// The address as given, without a password.
        url: String,
    },
    /// No room is left.
    #[error(
        "The disk is full; nothing of this batch was written; free space and run the same command again."
    )]
    DiskFull,
    /// Another process holds the database for too long.
    #[error(
        "The database is busy: another process is writing to it. Nothing was written; try again when it has finished."
    )]
    Busy,
    /// The file is something else.
    #[error("The file is not a SQLite database. Check the address; the file was not changed.")]
    NotADatabase,
    /// The file may be encrypted, and no key was given.
    #[error("{}", no_database_key())]
    NoDatabaseKey,
    /// No key that was given opens the file.
    #[error(
        "The file does not open under the database key {keys}: it is encrypted under another key, its beginning is damaged, or it is something \
         else. The manifest of its last backup names its key (database_key); give that with --database-key-file (or its text as \
         FIELDWATCH_DATABASE_KEY), or check the address. The file was not changed."
    )]
    WrongDatabaseKey {
        /// The numbers of the keys that were tried.
        keys: String,
    },
    /// The file is not encrypted, and a key was given.
    #[error(
        "The file is not encrypted, and a database key was given. Stop the server and encrypt it with `fieldwatch key encrypt-database`, or take \
         the key away (--database-key-file, FIELDWATCH_DATABASE_KEY). Nothing was changed."
    )]
    NotEncrypted,
    /// A key was given to a program that cannot use it.
    #[error(
        "A database key was given (--database-key-file, FIELDWATCH_DATABASE_KEY), and this program was built without encryption of database \
         files: build it with the feature sqlcipher, or take the key away. Nothing was changed."
    )]
    NoEncryptionBuiltIn,
    /// A key was given for a database that takes none.
    #[error(
        "A database key was given (--database-key-file, FIELDWATCH_DATABASE_KEY), and it encrypts SQLite files alone. PostgreSQL is encrypted by \
         its disk (docs/operations.md): take the key away. Nothing was changed."
    )]
    KeyForPostgres,
    /// The database is damaged.
    #[error("The database is damaged ({detail}). Stop using it and restore the last backup.")]
    Corrupt {
        /// What the database says of it.
        detail: String,
    },
    /// Answers are sealed, and a key that they are sealed under is not among those that were given.
    #[error(
        "What is sealed in {database} cannot be read without {keys}. Give the key file that holds it with --secrets-key-file (or its text as \
         FIELDWATCH_SECRETS_KEY); a key that is lost cannot be made again. Nothing was changed."
    )]
    KeysMissing {
        /// Which, without a password.
        database: String,
        /// The keys' numbers, in words.
        keys: String,
    },
    /// A sealed value does not open.
    #[error(
        "{place} cannot be opened: {detail}. Restore the last backup that can be read, and find out who writes to the database."
    )]
    Sealed {
        /// Table, column and row.
        place: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Rows of the inbox are there no longer.
    #[error("Another process has recorded these rows meanwhile.")]
    TakenElsewhere,
    /// A user of that name exists.
    #[error("There is already a user called “{username}”.")]
    UsernameTaken {
        /// The name.
        username: String,
    },
    /// Nobody would be left who runs the whole survey.
    #[error(
        "This is the last administrator of the whole survey who can sign in: nothing was changed. Give another person that role for good first."
    )]
    LastAdministrator,
    /// The database cannot be reached.
    #[error(
        "The database cannot be reached: {detail}. Check that it is running and that the address is right."
    )]
    Unreachable {
        /// What the connection says of it.
        detail: String,
    },
    /// Anything else: a bug here, or a database in a state that should not be.
    #[error("The database refused an operation: {detail}")]
    Other {
        /// What the database says of it; for the log.
        detail: String,
    },
}

/// What is said of a file that does not begin as a plain SQLite file does: nobody can tell an encrypted one from random bytes.
fn no_database_key() -> String {
    let how = match crate::database_key::BUILT_IN {
        true => "give its key with --database-key-file (or its text as FIELDWATCH_DATABASE_KEY)",
        false => {
            "take a program that was built with the feature sqlcipher and give it the key with --database-key-file"
        }
    };
    format!(
        "The file does not begin as a SQLite database does: it is encrypted, or no database at all. If it is encrypted, {how}; otherwise check \
         the address. The file was not changed."
    )
}

impl StoreError {
    /// Keys that are needed and not here; none where only that is known.
    pub(crate) fn keys_missing(database: String, numbers: Vec<KeyNumber>) -> StoreError {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let keys = match numbers.as_slice() {
            [] => "its key".to_owned(),
            [one] => format!("the key {one}"),
            several => format!("the keys {}", several.join(", ")),
        };
        StoreError::KeysMissing { database, keys }
    }

    /// An error that has no variant of its own.
    pub(crate) fn other(detail: impl std::fmt::Display) -> StoreError {
        StoreError::Other {
            detail: detail.to_string(),
        }
    }
}

impl From<VaultError> for StoreError {
    fn from(error: VaultError) -> StoreError {
        match error {
            VaultError::UnknownKey(number) => {
                StoreError::keys_missing("the database".to_owned(), vec![number])
            }
            VaultError::Damaged => StoreError::Sealed {
                place: "Something that is sealed".to_owned(),
                detail: error.to_string(),
            },
            VaultError::NoRandomness => StoreError::other(error),
        }
    }
}

/// SQLite's primary result codes (sqlite.org/rescode.html) that have a sentence of their own.
fn from_sqlite_code(extended_code: i32, detail: &str) -> StoreError {
    match extended_code & 0xff {
        5 | 6 => StoreError::Busy,
        11 => StoreError::Corrupt {
            detail: detail.to_owned(),
        },
        13 => StoreError::DiskFull,
        26 => StoreError::NotADatabase,
        _ => StoreError::other(detail),
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match &error {
            rusqlite::Error::SqliteFailure(code, _) => {
                from_sqlite_code(code.extended_code, &error.to_string())
            }
            _ => StoreError::other(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                if database
                    .try_downcast_ref::<sqlx::sqlite::SqliteError>()
                    .is_some()
                {
                    return from_sqlite_code(code.parse().unwrap_or(1), database.message());
                }
                from_postgres_code(&code, database.message())
            }
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => {
                StoreError::DiskFull
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Tls(_) => {
                StoreError::Unreachable {
                    detail: error.to_string(),
                }
            }
            _ => StoreError::other(error),
        }
    }
}

/// PostgreSQL's SQLSTATE codes (PostgreSQL documentation, appendix A) that have a sentence of their own.
fn from_postgres_code(code: &str, detail: &str) -> StoreError {
    match code {
        "53100" => StoreError::DiskFull,
        // A quota (EDQUOT) or a limit of the file system (EFBIG) has no code of its own there; the same hint follows it,
        // to check the free space. A server that speaks another language than English is not understood.
        "XX000" if detail.starts_with("could not extend file") => StoreError::DiskFull,
        "40001" | "40P01" | "55P03" => StoreError::Busy,
        "XX001" | "XX002" => StoreError::Corrupt {
            detail: detail.to_owned(),
        },
        "3D000" | "28000" | "28P01" | "57P03" | "53300" => StoreError::Unreachable {
            detail: detail.to_owned(),
        },
        _ => StoreError::other(detail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart_on_both_databases() {
        assert!(matches!(from_sqlite_code(13, ""), StoreError::DiskFull));
        assert!(matches!(
            from_postgres_code("53100", ""),
            StoreError::DiskFull
        ));
        let over_quota = "could not extend file \"base/1/2\": Disk quota exceeded";
        assert!(matches!(
            from_postgres_code("XX000", over_quota),
            StoreError::DiskFull
        ));
        assert!(matches!(
            from_postgres_code("XX000", "cache lookup failed"),
            StoreError::Other { .. }
        ));
    }

    #[test]
    fn extended_codes_read_like_their_primary_code() {
        // SQLITE_BUSY_SNAPSHOT is 517 = 5 | (2 << 8).
        assert!(matches!(from_sqlite_code(517, ""), StoreError::Busy));
        assert!(matches!(from_sqlite_code(26, ""), StoreError::NotADatabase));
        assert!(matches!(
            from_sqlite_code(19, "UNIQUE constraint failed"),
            StoreError::Other { .. }
        ));
    }
}
