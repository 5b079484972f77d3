//! SQLite: the only place that opens a file, so that none is ever opened, or made, without its key (decision 0106). A test of the
//! architecture keeps it the only one.

use crate::database_key::{BUILT_IN, DatabaseKey, DatabaseKeys};
use crate::error::StoreError;
use rusqlite::{Connection, OpenFlags};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Twice SQLite's default: a third less processor time for an import, for half as many pages pass through the log.
/// A plain file keeps the size it was made with. An encrypted one always has this size, which has to be said before it can be read.
pub(crate) const PAGE_BYTES: u32 = 8_192;

/// How long a writer waits for another before it gives up.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// What every plain SQLite file begins with (sqlite.org/fileformat2.html). An encrypted one begins with 16 random bytes.
const PLAIN_HEAD: &[u8; 16] = b"SQLite format 3\0";

/// The smallest page there is: a file of pages, plain or encrypted, is a multiple of it.
const SMALLEST_PAGE: u64 = 512;

/// How a file looks before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Not there, or empty.
    New,
    /// It begins as a SQLite file does.
    Plain,
    /// It does not, and could be encrypted.
    Encrypted,
    /// Neither: not even pages.
    Other,
}

/// Looks at the beginning and the length of a file.
pub(crate) fn look(path: &Path) -> Result<Look, StoreError> {
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Look::New),
        Err(error) => return Err(unreadable(&error)),
    };
    let length = file.metadata().map_err(|error| unreadable(&error))?.len();
    if length == 0 {
        return Ok(Look::New);
    }
    let mut head = [0; PLAIN_HEAD.len()];
    match file.read_exact(&mut head) {
        Ok(()) if head == *PLAIN_HEAD => Ok(Look::Plain),
        Ok(()) if length.is_multiple_of(SMALLEST_PAGE) => Ok(Look::Encrypted),
        Ok(()) => Ok(Look::Other),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(Look::Other),
        Err(error) => Err(unreadable(&error)),
    }
}

/// Makes an empty file that its owner alone can read, and that was not there.
fn made_for_its_owner(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

fn unreadable(error: &std::io::Error) -> StoreError {
    StoreError::Unreachable {
        detail: error.to_string(),
    }
}

/// A file with the key that it is encrypted under, or none where it is plain: how it is opened, each time.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    path: PathBuf,
    key: Option<DatabaseKey>,
}

/// For what a connection is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    Reading,
    Writing,
}

impl Door {
    /// The door of a file: the key that opens it is found among those that were given; a new file gets the first.
    ///
    /// Errors: [`StoreError::NoEncryptionBuiltIn`], [`StoreError::NotEncrypted`], [`StoreError::NoDatabaseKey`],
    /// [`StoreError::WrongDatabaseKey`], [`StoreError::NotADatabase`].
    pub(crate) fn find(path: &Path, keys: Option<&DatabaseKeys>) -> Result<Door, StoreError> {
        let Some(keys) = keys else {
            return match look(path)? {
                Look::New | Look::Plain => Ok(Door::plain(path)),
                Look::Encrypted => Err(StoreError::NoDatabaseKey),
                Look::Other => Err(StoreError::NotADatabase),
            };
        };
        encrypts()?;
        match look(path)? {
            Look::New => Ok(Door {
                path: path.to_owned(),
                key: keys.first().cloned(),
            }),
            Look::Plain => Err(StoreError::NotEncrypted),
            Look::Other => Err(StoreError::NotADatabase),
            Look::Encrypted => {
                for key in keys.all() {
                    let door = Door::under(path, key.clone());
                    match door.try_it() {
                        Ok(()) => return Ok(door),
                        Err(StoreError::NotADatabase) => {}
                        Err(error) => return Err(error),
                    }
                }
                Err(StoreError::WrongDatabaseKey {
                    keys: keys.numbers(),
                })
            }
        }
    }

    /// That of a file that is not encrypted.
    pub(crate) fn plain(path: &Path) -> Door {
        Door {
            path: path.to_owned(),
            key: None,
        }
    }

    /// That of a file under a key.
    pub(crate) fn under(path: &Path, key: DatabaseKey) -> Door {
        Door {
            path: path.to_owned(),
            key: Some(key),
        }
    }

    /// That of another file under the same key, if any: of a copy.
    pub(crate) fn of_copy(&self, path: &Path) -> Door {
        Door {
            path: path.to_owned(),
            key: self.key.clone(),
        }
    }

    /// Where the file stands.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What it is encrypted under.
    pub(crate) fn key(&self) -> Option<&DatabaseKey> {
        self.key.as_ref()
    }

    /// Opens a file that is there, on a connection of its own.
    pub(crate) fn open(&self, what_for: For) -> Result<Connection, StoreError> {
        let flags = match what_for {
            For::Reading => OpenFlags::SQLITE_OPEN_READ_ONLY,
            For::Writing => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        // A connection is used by one thread at a time, which the types see to.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        if let Some(key) = &self.key {
            unlock(&connection, key)?;
        }
        connection.busy_timeout(BUSY_TIMEOUT)?;
        Ok(connection)
    }

    /// The same for a pool.
    pub(crate) fn options(&self) -> SqliteConnectOptions {
        let options = SqliteConnectOptions::new()
            .filename(&self.path)
            .busy_timeout(BUSY_TIMEOUT);
        match &self.key {
            None => options.page_size(PAGE_BYTES),
            // sqlx makes these two the first statements, in this order, and writes statements to the log: the key must not be among them.
            Some(key) => options
                .pragma("key", format!("\"{}\"", key.raw()))
                .pragma("cipher_page_size", PAGE_BYTES.to_string())
                .disable_statement_logging(),
        }
    }

    /// Attaches this file, which is not there yet, to a connection of another, as `copy`.
    pub(crate) fn attach_new(&self, connection: &Connection) -> Result<(), StoreError> {
        let path = self.path.to_str().ok_or_else(|| StoreError::Unreachable {
            detail: format!("the name of {} is not UTF-8", self.path.display()),
        })?;
        // The connection opens files that are there, and makes none.
        made_for_its_owner(&self.path).map_err(|error| unreadable(&error))?;
        // An empty key: the file is plain. The keys are values, not part of a text that an error might quote.
        let key = self.key.as_ref().map(DatabaseKey::raw).unwrap_or_default();
        connection.execute("ATTACH DATABASE ?1 AS copy KEY ?2", [path, &key])?;
        let pages = match self.key {
            Some(_) => "cipher_page_size",
            None => "page_size",
        };
        Ok(connection.execute_batch(&format!("PRAGMA copy.{pages} = {PAGE_BYTES}"))?)
    }

    /// Whether the file can be read through it.
    fn try_it(&self) -> Result<(), StoreError> {
        let connection = self.open(For::Writing)?;
        let tables = "SELECT COUNT(*) FROM sqlite_master";
        Ok(connection.query_row(tables, [], |_| Ok(()))?)
    }
}

/// Gives a connection its key, before anything else is asked of it.
fn unlock(connection: &Connection, key: &DatabaseKey) -> Result<(), StoreError> {
    // The size of pages is this connection's, and by the default, which is the whole program's, that of the copies which it writes (`VACUUM
    // INTO` has no other way to say it). SQLCipher writes lines of its own to standard error, between ours: what is wrong is in the
    // errors as well.
    let statements = format!(
        "PRAGMA key = \"{}\";
         PRAGMA cipher_page_size = {PAGE_BYTES};
         PRAGMA cipher_default_page_size = {PAGE_BYTES};
         PRAGMA cipher_log_level = NONE;",
        key.raw()
    );
    // The error may quote its statement.
    let keyed = connection.execute_batch(&statements);
    keyed.map_err(|_| StoreError::other("the database's key could not be set"))
}

/// Refuses where keys would be passed over in silence, as SQLite does with statements that it does not know.
pub(crate) fn encrypts() -> Result<(), StoreError> {
    match BUILT_IN && !cipher_version()?.is_empty() {
        true => Ok(()),
        false => Err(StoreError::NoEncryptionBuiltIn),
    }
}

/// The version of SQLCipher that is linked; empty if SQLite is.
pub(crate) fn cipher_version() -> Result<String, StoreError> {
    let connection = Connection::open_in_memory()?;
    let asked = connection.query_row("PRAGMA cipher_version", [], |row| row.get(0));
    match asked {
        Ok(version) => Ok(version),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}
