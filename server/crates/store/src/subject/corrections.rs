//! Corrections: beside the verbatim row, never in it.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use crate::meta;
use crate::retention::HeldCorrection;
use crate::sealing::{Column, Sealer};
use domain::audit::{Entry, Stamp};
use domain::time::EpochMs;

/// A correction that is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCorrection {
    /// A hash of the submission's id.
    pub id_hash: i64,
    /// The submission.
    pub submission_id: String,
    /// The column's name in the canonical format.
    pub field: String,
    /// What it should read; `None` takes the correction before it back.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
}

type Columns = (i64, String, String, Option<Vec<u8>>, String, String, i64);

impl Db {
    /// What was corrected in a submission, oldest first.
    pub async fn corrections_of(
        &self,
        id_hash: i64,
        id: &str,
    ) -> Result<Vec<HeldCorrection>, StoreError> {
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT correction_id, submission_id, field, body, reason, actor, at_ms FROM correction \
             WHERE id_hash = $1 AND submission_id = $2 ORDER BY correction_id"
        ).bind(id_hash).bind(id).fetch_all(pool).await?);
        let read = self.read_corrections(rows).await?;
        Ok(read.into_iter().map(|(_, correction)| correction).collect())
    }

    /// Every correction with its submission's id, oldest first.
    pub async fn corrections(&self) -> Result<Vec<(String, HeldCorrection)>, StoreError> {
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT correction_id, submission_id, field, body, reason, actor, at_ms FROM correction ORDER BY correction_id"
        ).fetch_all(pool).await?);
        self.read_corrections(rows).await
    }

    async fn read_corrections(
        &self,
        rows: Vec<Columns>,
    ) -> Result<Vec<(String, HeldCorrection)>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let sealer = Sealer::reading(self).await?;
        let read = |row: Columns| {
            let value = match row.3 {
                None => None,
                Some(body) => {
                    let text = sealer.open(Column::CorrectionBody, row.0, body)?;
                    let text = String::from_utf8(text).map_err(|_| StoreError::Corrupt {
                        detail: format!("correction {} is no text", row.0),
                    })?;
                    Some(text)
                }
            };
            let correction = HeldCorrection {
                field: row.2,
                value,
                reason: row.4,
                actor: row.5,
                at: EpochMs(row.6),
            };
            Ok((row.1, correction))
        };
        rows.into_iter().map(read).collect()
    }

    /// Records a correction with the entry that tells of it. Whoever keeps in memory how rows are read reads it anew.
    pub async fn add_correction(
        &self,
        new: &NewCorrection,
        by: &Stamp,
        entry: Entry,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let last: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(correction_id), 0) FROM correction"
        ).fetch_one(&mut *conn).await?);
        let correction_id = last + 1;
        let body = match &new.value {
            None => None,
            Some(text) => {
                Some(sealer.close(Column::CorrectionBody, correction_id, text.as_bytes())?)
            }
        };
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO correction (correction_id, id_hash, submission_id, field, body, reason, actor, at_ms) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(correction_id)
            .bind(new.id_hash)
            .bind(&new.submission_id)
            .bind(&new.field)
            .bind(body.as_deref())
            .bind(&new.reason)
            .bind(by.by.word())
            .bind(by.at.0)
            .execute(&mut *conn)
            .await?;
        });
        meta::bump_areas_version(&mut tx).await?;
        tx.commit_noted(&[entry]).await
    }
}
