//! A copy of a database to try something on, gone afterwards.

use super::{BackupError, Kind, To, manifest_path, put_back, verify};
use crate::db::Db;
use crate::forks::postgres_backup;
use crate::forks::sqlite::open_by;
use domain::time::EpochMs;
use std::path::{Path, PathBuf};

/// A copy of a database. [`Trial::end`] removes it.
pub struct Trial {
    /// The copy. Nothing was migrated in it.
    pub db: Db,
    backup: PathBuf,
    /// A database of its own on the server of the one that was copied: the server's address, and its name.
    scratch: Option<(String, String)>,
}

impl Db {
    /// Copies this database: a SQLite file into `folder`; of PostgreSQL a backup there, which is restored into a new database
    /// on the same server. Others go on reading and writing.
    ///
    /// Errors: those of [`Db::back_up`], and [`BackupError::Store`] where the user may not create databases.
    pub async fn copy_for_trial(&self, folder: &Path, now: EpochMs) -> Result<Trial, BackupError> {
        let name = format!("fieldwatch_try_{}_{}", std::process::id(), now.0);
        let backup = folder.join(&name);
        let manifest = self.back_up(&backup, now).await?;
        let copied = match (manifest.database, self) {
            (Kind::Postgresql, Db::Postgres(server)) => {
                self.copied_on_server(server.url(), &backup, &name, now)
                    .await
            }
            (_, Db::Sqlite(file)) => open_by(file.door.of_copy(&backup), false, None)
                .await
                .map(|file| (Db::Sqlite(file), None))
                .map_err(BackupError::from),
            (of, Db::Postgres(_)) => Err(BackupError::OtherKind { of }),
        };
        match copied {
            Ok((db, scratch)) => Ok(Trial {
                db,
                backup,
                scratch,
            }),
            Err(error) => {
                remove(&backup)?;
                Err(error)
            }
        }
    }

    async fn copied_on_server(
        &self,
        url: &str,
        backup: &Path,
        name: &str,
        now: EpochMs,
    ) -> Result<(Db, Option<(String, String)>), BackupError> {
        let copy = postgres_backup::create_database(url, name).await?;
        let scratch = Some((url.to_owned(), name.to_owned()));
        let to = To {
            url: &copy,
            replace: false,
            database_keys: None,
        };
        // It stays here: the keys need not.
        let restored = match verify(backup) {
            Ok(manifest) => put_back(backup, manifest, to, now).await,
            Err(error) => Err(error),
        };
        let opened = match restored {
            Ok(_) => Db::open(&copy).await.map_err(BackupError::from),
            Err(error) => Err(error),
        };
        match opened {
            Ok(db) => Ok((db, scratch)),
            Err(error) => {
                postgres_backup::drop_database(url, name).await?;
                Err(error)
            }
        }
    }
}

impl Trial {
    /// Removes the copy.
    pub async fn end(self) -> Result<(), BackupError> {
        self.db.close().await;
        if let Some((url, name)) = &self.scratch {
            postgres_backup::drop_database(url, name).await?;
        }
        remove(&self.backup)
    }
}

/// Removes a copy with all that stands beside it.
fn remove(backup: &Path) -> Result<(), BackupError> {
    let beside = |ending: &str| PathBuf::from(format!("{}{ending}", backup.display()));
    let files = [
        backup.to_owned(),
        beside("-wal"),
        beside("-shm"),
        manifest_path(backup),
    ];
    for file in files {
        match std::fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(BackupError::file(&file, &error)),
        }
    }
    Ok(())
}
