//! Opening a database.

use crate::database_key::{DatabaseKey, DatabaseKeys};
use crate::error::StoreError;
use crate::forks::sqlite::SqliteFile;
use crate::forks::{self, postgres::PostgresServer};
use crate::vault::KeyNumber;

/// An open database. Cheap to clone: clones share the connections.
#[derive(Clone, Debug)]
pub enum Db {
    /// A file, nothing to install: the default.
    Sqlite(SqliteFile),
    /// A server, for a province in production.
    Postgres(PostgresServer),
}

impl Db {
    /// Opens an existing database, a plain file if it is SQLite's.
    ///
    /// `url` is `sqlite:FILE` or `postgres://USER@HOST/DATABASE`. SQLite addresses may end in
    /// `?max_page_count=N`, which bounds the file (a page is 8,192 bytes): beyond it writes fail as on a full disk.
    ///
    /// Errors: [`StoreError::Missing`], [`StoreError::NotADatabase`], [`StoreError::NewerDatabase`],
    /// [`StoreError::Unreachable`], [`StoreError::UnknownAddress`].
    pub async fn open(url: &str) -> Result<Db, StoreError> {
        Db::open_with(url, false, None).await
    }

    /// Opens a database, creating a SQLite file that is missing, not encrypted. A PostgreSQL database must exist.
    pub async fn open_or_create(url: &str) -> Result<Db, StoreError> {
        Db::open_with(url, true, None).await
    }

    /// Opens an existing database with the keys of its file, if any were given: then it must be a SQLite file that one of them opens.
    ///
    /// Errors: those of [`Db::open`], [`StoreError::NoDatabaseKey`], [`StoreError::WrongDatabaseKey`], [`StoreError::NotEncrypted`],
    /// [`StoreError::NoEncryptionBuiltIn`], [`StoreError::KeyForPostgres`].
    pub async fn open_under(url: &str, keys: Option<DatabaseKeys>) -> Result<Db, StoreError> {
        Db::open_with(url, false, keys).await
    }

    /// The same, creating a SQLite file that is missing, encrypted under the first key.
    pub async fn open_or_create_under(
        url: &str,
        keys: Option<DatabaseKeys>,
    ) -> Result<Db, StoreError> {
        Db::open_with(url, true, keys).await
    }

    async fn open_with(
        url: &str,
        create: bool,
        keys: Option<DatabaseKeys>,
    ) -> Result<Db, StoreError> {
        let db = if let Some(address) = url.strip_prefix("sqlite:") {
            Db::Sqlite(forks::sqlite::open(address, create, keys).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            if keys.is_some() {
                return Err(StoreError::KeyForPostgres);
            }
            Db::Postgres(forks::postgres::open(url).await?)
        } else {
            return Err(StoreError::UnknownAddress {
                url: without_password(url),
            });
        };
        db.refuse_newer().await?;
        Ok(db)
    }

    /// Which database this is, for messages: without a password.
    pub fn name(&self) -> String {
        match self {
            Db::Sqlite(file) => file.path().display().to_string(),
            Db::Postgres(server) => without_password(server.url()),
        }
    }

    /// The number of the key that its file is encrypted under; `None` where it is plain, and of PostgreSQL.
    pub fn encrypted_under(&self) -> Option<KeyNumber> {
        match self {
            Db::Sqlite(file) => file.door.key().map(DatabaseKey::number),
            Db::Postgres(_) => None,
        }
    }

    /// Waits until all connections are closed. SQLite then folds its log into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite(file) => file.pool.close().await,
            Db::Postgres(server) => server.pool.close().await,
        }
    }
}

/// The address with what stands between `user:` and `@` struck out.
pub(crate) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((credentials, host)) = rest.rsplit_once('@') else {
        return url.to_owned();
    };
    match credentials.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:…@{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_stands_in_a_message() {
        assert_eq!(
            without_password("postgres://me:secret@host/db"),
            "postgres://me:…@host/db"
        );
        assert_eq!(
            without_password("postgres://me@host/db"),
            "postgres://me@host/db"
        );
        assert_eq!(without_password("postgres:///db"), "postgres:///db");
    }

    #[tokio::test]
    async fn an_address_of_neither_database_is_refused_with_an_example() {
        let error = Db::open("mysql://host/db").await.unwrap_err();
        assert!(error.to_string().contains("write sqlite:FILE"), "{error}");
    }
}
