//! Which archives there are: a row once the file is whole and on disk.

use super::waves;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use domain::audit::{Action, Entry, Stamp};
use domain::time::{EpochMs, SurveyDay};

/// An archive that was written, synced and hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArchive {
    /// The file's name, without its folder.
    pub name: String,
    /// The table that its rows come from.
    pub holding: String,
    /// The wave, of submissions.
    pub wave_id: Option<i32>,
    /// Lines.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// The first day on which it is to be deleted.
    pub delete_on: SurveyDay,
}

/// An archive on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveRow {
    /// Its number.
    pub archive_id: i64,
    /// What it is.
    pub archive: NewArchive,
    /// When it was made.
    pub made_at: EpochMs,
    /// Whether its rows are gone from the database.
    pub emptied: bool,
    /// Whether its file was deleted.
    pub deleted: bool,
}

impl Db {
    /// Every archive on record, oldest first.
    pub async fn list_archives(&self) -> Result<Vec<ArchiveRow>, StoreError> {
        type Columns = (
            i64,
            String,
            String,
            Option<i32>,
            i64,
            i64,
            Vec<u8>,
            i64,
            i32,
            Option<i64>,
            Option<i64>,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT archive_id, name, holding, wave_id, row_count, length_bytes, sha256, made_at_ms, delete_on, emptied_at_ms, \
             deleted_at_ms FROM retention_archive ORDER BY archive_id"
        ).fetch_all(pool).await?);
        let read = |row: Columns| {
            Ok(ArchiveRow {
                archive_id: row.0,
                archive: NewArchive {
                    name: row.1,
                    holding: row.2,
                    wave_id: row.3,
                    rows: u64::try_from(row.4).unwrap_or(0),
                    bytes: u64::try_from(row.5).unwrap_or(0),
                    sha256: row.6.try_into().map_err(|_| StoreError::Corrupt {
                        detail: format!("the hash of archive {} is not 32 bytes", row.0),
                    })?,
                    delete_on: SurveyDay(row.8),
                },
                made_at: EpochMs(row.7),
                emptied: row.9.is_some(),
                deleted: row.10.is_some(),
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Puts an archive on record; what was found in its wave up to `today` stands from now on. Answers its number.
    pub async fn add_archive(
        &self,
        archive: &NewArchive,
        today: SurveyDay,
        by: &Stamp,
    ) -> Result<i64, StoreError> {
        let mut tx = self.begin_write().await?;
        let last: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(archive_id), 0) FROM retention_archive"
        ).fetch_one(&mut *conn).await?);
        let archive_id = last + 1;
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO retention_archive (archive_id, name, holding, wave_id, row_count, length_bytes, sha256, made_at_ms, \
                 delete_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(archive_id)
            .bind(&archive.name)
            .bind(&archive.holding)
            .bind(archive.wave_id)
            .bind(count(archive.rows))
            .bind(count(archive.bytes))
            .bind(&archive.sha256[..])
            .bind(by.at.0)
            .bind(archive.delete_on.0)
            .execute(&mut *conn)
            .await?;
        });
        if let Some(wave_id) = archive.wave_id {
            waves::freeze(&mut tx, wave_id, today).await?;
        }
        let entry = Entry::new(by.at, &by.by, Action::Retention)
            .about(format!("archive {archive_id}"))
            .saying(format!(
                "made: table={} rows={} delete_on={}",
                archive.holding, archive.rows, archive.delete_on
            ));
        tx.commit_noted(&[entry]).await?;
        Ok(archive_id)
    }

    /// Notes that all rows of an archive are gone from the database.
    pub async fn archive_emptied(&self, archive_id: i64, by: &Stamp) -> Result<(), StoreError> {
        self.archive_is(archive_id, "emptied", by).await
    }

    /// Notes that an archive's file was deleted.
    pub async fn archive_deleted(&self, archive_id: i64, by: &Stamp) -> Result<(), StoreError> {
        self.archive_is(archive_id, "deleted", by).await
    }

    async fn archive_is(
        &self,
        archive_id: i64,
        what: &'static str,
        by: &Stamp,
    ) -> Result<(), StoreError> {
        let query = match what {
            "emptied" => "UPDATE retention_archive SET emptied_at_ms = $1 WHERE archive_id = $2",
            _ => "UPDATE retention_archive SET deleted_at_ms = $1 WHERE archive_id = $2",
        };
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query(query).bind(by.at.0).bind(archive_id).execute(&mut *conn).await?;
        });
        let entry = Entry::new(by.at, &by.by, Action::Retention)
            .about(format!("archive {archive_id}"))
            .saying(what);
        tx.commit_noted(&[entry]).await
    }
}
