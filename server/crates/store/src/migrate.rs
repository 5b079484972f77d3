//! Migrations: numbered SQL files, the same numbers for both databases, each applied once in one transaction.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};

/// One step of the schema.
struct Migration {
    version: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            sqlite: include_str!(concat!("../../../../migrations/sqlite/", $name)),
            postgres: include_str!(concat!("../../../../migrations/postgres/", $name)),
        }
    };
}

const MIGRATIONS: [Migration; 4] = [
    migration!(1, "0001_the_first_schema.sql"),
    migration!(2, "0002_whole_batches_and_rules.sql"),
    migration!(3, "0003_tokens.sql"),
    migration!(4, "0004_trails.sql"),
];

/// The newest schema version this program knows.
const KNOWN: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

/// How a database stands to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemaVersion {
    /// The version the database has; 0 is an empty database.
    pub found: i64,
    /// The newest version this program knows.
    pub known: i64,
}

impl SchemaVersion {
    /// Whether [`Db::migrate`] has nothing to do.
    pub fn is_current(self) -> bool {
        self.found == self.known
    }
}

impl Db {
    /// The version of the schema. Writes nothing.
    pub async fn schema_version(&self) -> Result<SchemaVersion, StoreError> {
        let exists: bool = match self {
            Db::Sqlite(file) => {
                sqlx::query_scalar(
                    "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'schema_version')",
                )
                .fetch_one(&file.pool)
                .await?
            }
            Db::Postgres(server) => {
                sqlx::query_scalar("SELECT to_regclass('schema_version') IS NOT NULL")
                    .fetch_one(&server.pool)
                    .await?
            }
        };
        let found = if exists {
            each_db!(self, pool => sqlx::query_scalar::<_, Option<i64>>(
                "SELECT MAX(version) FROM schema_version"
            ).fetch_one(pool).await?)
            .unwrap_or(0)
        } else {
            0
        };
        Ok(SchemaVersion {
            found,
            known: KNOWN,
        })
    }

    /// Brings the schema to the version this program knows. Does nothing if it has it. A step that fails leaves the
    /// schema as it was before that step.
    ///
    /// Errors: [`StoreError::NewerDatabase`], [`StoreError::DiskFull`], [`StoreError::Busy`].
    pub async fn migrate(&self) -> Result<SchemaVersion, StoreError> {
        if self.schema_version().await?.is_current() {
            return self.schema_version().await;
        }
        for migration in &MIGRATIONS {
            let mut tx = self.begin_write().await?;
            // Asked again under the lock: two servers may start at once.
            each_tx!(&mut tx, conn => {
                sqlx::query(
                    "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)",
                )
                .execute(&mut *conn)
                .await?;
            });
            let found: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
                "SELECT COALESCE(MAX(version), 0) FROM schema_version"
            ).fetch_one(&mut *conn).await?);
            if found >= migration.version {
                continue;
            }
            match &mut tx {
                WriteTx::Sqlite(tx) => {
                    sqlx::raw_sql(migration.sqlite).execute(&mut **tx).await?;
                }
                WriteTx::Postgres(tx) => {
                    sqlx::raw_sql(migration.postgres).execute(&mut **tx).await?;
                }
            }
            each_tx!(&mut tx, conn => {
                sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
                    .bind(migration.version)
                    .execute(&mut *conn)
                    .await?;
            });
            tx.commit().await?;
        }
        self.refuse_newer().await?;
        self.schema_version().await
    }

    /// A schema from the future may mean anything: nothing is read from it, nothing written.
    pub(crate) async fn refuse_newer(&self) -> Result<(), StoreError> {
        let version = self.schema_version().await?;
        if version.found > version.known {
            return Err(StoreError::NewerDatabase {
                database: self.name(),
                found: version.found,
                known: version.known,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_numbered_from_one_without_gaps() {
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.version, index as i64 + 1);
        }
    }

    #[test]
    fn both_databases_have_the_same_tables_and_columns() {
        for migration in &MIGRATIONS {
            assert_eq!(shape(migration.sqlite), shape(migration.postgres));
        }
    }

    /// Table and column names in order, without types and comments.
    fn shape(sql: &str) -> Vec<String> {
        sql.lines()
            .map(str::trim_start)
            .filter(|line| !line.starts_with("--"))
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                match words.next()? {
                    "CREATE" => Some(line.split('(').next()?.trim().to_owned()),
                    ")" | ");" | "INSERT" => None,
                    word => Some(word.to_owned()),
                }
            })
            .collect()
    }
}
