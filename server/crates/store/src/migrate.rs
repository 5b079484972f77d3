//! Migrations: numbered SQL files, the same numbers for both databases, each applied once in one transaction.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx, postgres_backup, sqlite_backup};

/// One step of the schema.
struct Migration {
    version: i64,
    /// The file's name.
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../../../migrations/sqlite/", $name)),
            postgres: include_str!(concat!("../../../../migrations/postgres/", $name)),
        }
    };
}

const MIGRATIONS: [Migration; 30] = [
    migration!(1, "0001_the_first_schema.sql"),
    migration!(2, "0002_whole_batches_and_rules.sql"),
    migration!(3, "0003_tokens.sql"),
    migration!(4, "0004_pulls.sql"),
    migration!(5, "0005_replay_and_what_an_import_left.sql"),
    migration!(6, "0006_trails.sql"),
    migration!(7, "0007_listing_points.sql"),
    migration!(8, "0008_inbox.sql"),
    migration!(9, "0009_deleted_there.sql"),
    migration!(10, "0010_flags.sql"),
    migration!(11, "0011_forms_and_answers.sql"),
    migration!(12, "0012_thresholds.sql"),
    migration!(13, "0013_what_has_to_be_judged_again.sql"),
    migration!(14, "0014_facts_by_themselves.sql"),
    migration!(15, "0015_work_in_sums.sql"),
    migration!(16, "0016_coordination.sql"),
    migration!(17, "0017_whom_a_case_is_about.sql"),
    migration!(18, "0018_grants.sql"),
    migration!(19, "0019_reading_tokens.sql"),
    migration!(20, "0020_audit.sql"),
    migration!(21, "0021_accounts.sql"),
    migration!(22, "0022_sealing.sql"),
    migration!(23, "0023_retention.sql"),
    migration!(24, "0024_spot_checks.sql"),
    migration!(25, "0025_results_of_spot_checks.sql"),
    migration!(26, "0026_listings.sql"),
    migration!(27, "0027_resurveys.sql"),
    migration!(28, "0028_spot_check_settings.sql"),
    migration!(29, "0029_phone_keys.sql"),
    migration!(30, "0030_coordination_version.sql"),
];

/// The newest schema version this program knows.
pub(crate) const KNOWN: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

/// How a database stands to this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemaVersion {
    /// The version the database has; 0 is an empty database.
    pub found: i64,
    /// The newest version this program knows.
    pub known: i64,
}

/// A migration that was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Its number.
    pub version: i64,
    /// The name of its file.
    pub name: &'static str,
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
        while self.apply_next().await?.is_some() {}
        self.refuse_newer().await?;
        self.schema_version().await
    }

    /// The names of the migrations that [`Db::migrate`] would apply, in order.
    pub async fn pending_migrations(&self) -> Result<Vec<&'static str>, StoreError> {
        let found = self.schema_version().await?.found;
        let pending = MIGRATIONS.iter().filter(|one| one.version > found);
        Ok(pending.map(|one| one.name).collect())
    }

    /// Applies the next migration, in a transaction of its own; `None` if there is none left. A step that fails leaves the schema
    /// as it was.
    ///
    /// Errors: as of [`Db::migrate`].
    pub async fn apply_next(&self) -> Result<Option<Applied>, StoreError> {
        if self.schema_version().await?.found >= KNOWN {
            return Ok(None);
        }
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
        let Some(migration) = MIGRATIONS.iter().find(|one| one.version > found) else {
            return Ok(None);
        };
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
        tx.commit_derived().await?;
        Ok(Some(Applied {
            version: migration.version,
            name: migration.name,
        }))
    }

    /// Whether the database is whole and every reference leads somewhere; the inner error says what is found first. Reads the whole of a
    /// SQLite file. Of PostgreSQL every table is read once: it keeps references by itself.
    pub async fn examine(&self) -> Result<Result<(), String>, StoreError> {
        match self {
            Db::Sqlite(file) => {
                file.blocking(|_, connection| sqlite_backup::examine(connection))
                    .await
            }
            Db::Postgres(server) => postgres_backup::examine(server).await,
        }
    }

    /// The bytes that the database takes up on its disk: of SQLite with its log, of PostgreSQL what the server says.
    pub async fn size_bytes(&self) -> Result<u64, StoreError> {
        match self {
            Db::Sqlite(file) => {
                let log = format!("{}-wal", file.path().display());
                let length =
                    |path: &std::path::Path| std::fs::metadata(path).map_or(0, |of| of.len());
                Ok(length(file.path()) + length(log.as_ref()))
            }
            Db::Postgres(server) => {
                let bytes: i64 = sqlx::query_scalar("SELECT pg_database_size(current_database())")
                    .fetch_one(&server.pool)
                    .await?;
                Ok(u64::try_from(bytes).unwrap_or(0))
            }
        }
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

    /// Rows from before first and last seen, and from before runs knew what they had brought.
    #[tokio::test]
    async fn what_can_be_told_of_rows_from_before_is_filled_in() {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", directory.path().join("old.db").display());
        let db = Db::open_or_create(&url).await.unwrap();
        let Db::Sqlite(file) = &db else {
            unreachable!()
        };
        let is_new = |migration: &&Migration| !migration.sqlite.contains("last_seen_at_ms");
        for migration in MIGRATIONS.iter().take_while(is_new) {
            sqlx::raw_sql(migration.sqlite)
                .execute(&file.pool)
                .await
                .unwrap();
        }
        sqlx::raw_sql(
            "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY);
             INSERT INTO import_run VALUES (1, 0, 'a.csv', NULL, 5, 6, 'x', 3, 3, 0, 0, 0), (2, 0, 'b.csv', NULL, 5, 6, 'x', 1, 0, 0, 0, 1);
             INSERT INTO raw_submission VALUES (1, 1, x'00', 's1', 0, 0, 1, 1, 1, 0, 1, 2, x''), (2, 2, x'00', 's2', 0, 0, 1, 1, 1, 0, 3, 2, x''),
                 (3, 3, x'00', 's3', 0, 0, 1, 1, 1, 0, 1, 3, x''), (4, 4, x'00', 's4', 0, 0, 1, 1, 1, 0, 1, 4, x'');
             UPDATE meta SET value = 3 WHERE key = 'last_raw_id';
             INSERT INTO quarantine VALUES (1, 0, 2, 2, 'ragged', 'It is.', x'61', x'00000000000000000000000000000000', 77);",
        )
        .execute(&file.pool)
        .await
        .unwrap();
        for migration in MIGRATIONS.iter().take_while(is_new) {
            sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
                .bind(migration.version)
                .execute(&file.pool)
                .await
                .unwrap();
        }
        db.migrate().await.unwrap();
        let row = db.list_quarantine(None, 0, 9).await.unwrap().swap_remove(0);
        assert_eq!(
            (row.first_seen_at.0, row.last_seen_at.0, row.format),
            (77, 77, None)
        );
        let runs = db.list_runs(9).await.unwrap();
        // The fourth revision is beyond the last whole batch.
        assert_eq!((runs[1].raw_ids, runs[0].raw_ids), (Some((1, 3)), None));
        assert_eq!((runs[1].set_aside, runs[1].file_hash), (None, None));
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
                    // Guards, which each of the two writes in its own words.
                    "CREATE"
                        if ["CREATE TRIGGER", "CREATE FUNCTION"]
                            .iter()
                            .any(|guard| line.starts_with(guard)) =>
                    {
                        None
                    }
                    "CREATE" => Some(line.split('(').next()?.trim().to_owned()),
                    ")" | ");" | "INSERT" => None,
                    // How a value is kept, which only one of the two lets one choose.
                    "ALTER" if line.contains(" SET STORAGE ") => None,
                    word => Some(word.to_owned()),
                }
            })
            .collect()
    }
}
