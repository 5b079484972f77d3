//! How much is due. Counting changes nothing.

use super::loose::LooseTable;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use domain::audit::{Action, Entry, Stamp};
use domain::time::{EpochMs, SurveyDay};

/// A table of which rows, or the words in them, are deleted after some years, without an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Flags of a wave with everything that was decided about them.
    Flags {
        /// The wave.
        wave_id: i32,
    },
    /// Households of a wave's listings.
    Listed {
        /// The wave.
        wave_id: i32,
    },
    /// The words of closed cases whose last step was before.
    Cases {
        /// An instant.
        before: EpochMs,
    },
    /// Names of enumerators whose last day on the roster was before.
    Names {
        /// A day.
        before: SurveyDay,
    },
    /// Links that had run out before.
    Invitations {
        /// An instant.
        before: EpochMs,
    },
}

/// `domain::coordination::CaseStatus` that is no more to be worked on.
const CLOSED: i16 = domain::coordination::CaseStatus::Closed as i16;

impl Plain {
    /// The table, as the domain's list of holdings has it.
    pub fn table(self) -> &'static str {
        match self {
            Plain::Flags { .. } => "finding",
            Plain::Listed { .. } => "listing_household",
            Plain::Cases { .. } => "coordination_case",
            Plain::Names { .. } => "enumerator",
            Plain::Invitations { .. } => "invitation",
        }
    }

    /// How many are due; then what deletes them, each with the same two numbers.
    fn statements(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Plain::Flags { .. } => (
                "SELECT COUNT(*) FROM finding WHERE wave_id = $1 AND $2 = 0",
                &[
                    "DELETE FROM flag_step WHERE EXISTS (SELECT 1 FROM finding f WHERE f.enumerator_id = flag_step.enumerator_id \
                     AND f.identity = flag_step.identity AND f.wave_id = $1 AND $2 = 0)",
                    "DELETE FROM flag_state WHERE EXISTS (SELECT 1 FROM finding f WHERE f.enumerator_id = flag_state.enumerator_id \
                     AND f.identity = flag_state.identity AND f.wave_id = $1 AND $2 = 0)",
                    "DELETE FROM finding WHERE wave_id = $1 AND $2 = 0",
                ],
            ),
            Plain::Listed { .. } => (
                "SELECT COUNT(*) FROM listing_household WHERE listing_id IN (SELECT listing_id FROM listing WHERE wave_id = $1) AND $2 = 0",
                &[
                    "DELETE FROM listing_household WHERE listing_id IN (SELECT listing_id FROM listing WHERE wave_id = $1) AND $2 = 0",
                ],
            ),
            Plain::Cases { .. } => (
                "SELECT COUNT(*) FROM coordination_case c WHERE c.status = $2 AND c.title <> '' AND NOT EXISTS \
                 (SELECT 1 FROM case_step s WHERE s.case_id = c.case_id AND s.at_ms >= $1)",
                &[
                    "UPDATE case_step SET title = NULL, detail = NULL, comment = NULL WHERE case_id IN (SELECT c.case_id \
                     FROM coordination_case c WHERE c.status = $2 AND c.title <> '' AND NOT EXISTS \
                     (SELECT 1 FROM case_step s WHERE s.case_id = c.case_id AND s.at_ms >= $1))",
                    "UPDATE coordination_case SET title = '', detail = NULL, reference = NULL WHERE status = $2 AND title <> '' \
                     AND NOT EXISTS (SELECT 1 FROM case_step s WHERE s.case_id = coordination_case.case_id AND s.at_ms >= $1)",
                ],
            ),
            Plain::Names { .. } => (
                "SELECT COUNT(*) FROM enumerator WHERE active_to < $1 AND $2 = 0 AND (name IS NOT NULL OR supervisor_code IS NOT NULL \
                 OR team IS NOT NULL OR agency IS NOT NULL)",
                &[
                    "UPDATE enumerator SET name = NULL, supervisor_code = NULL, team = NULL, agency = NULL \
                   WHERE active_to < $1 AND $2 = 0",
                ],
            ),
            Plain::Invitations { .. } => (
                "SELECT COUNT(*) FROM invitation WHERE expires_at_ms < $1 AND $2 = 0",
                &["DELETE FROM invitation WHERE expires_at_ms < $1 AND $2 = 0"],
            ),
        }
    }

    /// The two numbers.
    fn numbers(self) -> (i64, i16) {
        match self {
            Plain::Flags { wave_id } | Plain::Listed { wave_id } => (i64::from(wave_id), 0),
            Plain::Cases { before } => (before.0, CLOSED),
            Plain::Names { before } => (i64::from(before.0), 0),
            Plain::Invitations { before } => (before.0, 0),
        }
    }
}

impl Db {
    /// How many submissions of a wave still have their contents.
    pub async fn count_kept(&self, wave_id: i32) -> Result<u64, StoreError> {
        self.counted(
            "SELECT COUNT(*) FROM fact WHERE wave_id = $1 AND kept AND $2 = 0",
            (i64::from(wave_id), 0),
        )
        .await
    }

    /// How many rows of a table without a wave are due: those that came, or were last seen, before.
    pub async fn count_loose(&self, table: LooseTable, before: EpochMs) -> Result<u64, StoreError> {
        self.counted(table.count(), (before.0, 0)).await
    }

    /// How many are due.
    pub async fn count_plain(&self, plain: Plain) -> Result<u64, StoreError> {
        self.counted(plain.statements().0, plain.numbers()).await
    }

    async fn counted(
        &self,
        query: &'static str,
        (number, also): (i64, i16),
    ) -> Result<u64, StoreError> {
        let rows: i64 = each_db!(self, pool => sqlx::query_scalar(query)
            .bind(number)
            .bind(also)
            .fetch_one(pool)
            .await?);
        Ok(u64::try_from(rows).unwrap_or(0))
    }

    /// Deletes what is due, in one transaction with its entry. Nothing due writes nothing.
    pub async fn delete_plain(&self, plain: Plain, by: &Stamp) -> Result<u64, StoreError> {
        let due = self.count_plain(plain).await?;
        if due == 0 {
            return Ok(0);
        }
        let (number, also) = plain.numbers();
        let mut tx = self.begin_write().await?;
        for statement in plain.statements().1 {
            each_tx!(&mut tx, conn => {
                sqlx::query(*statement).bind(number).bind(also).execute(&mut *conn).await?;
            });
        }
        if matches!(plain, Plain::Flags { .. }) {
            crate::meta::bump_quality_version(&mut tx).await?;
        }
        let entry = Entry::new(by.at, &by.by, Action::Retention)
            .about(plain.table())
            .saying(format!("deleted: rows={due}"));
        tx.commit_noted(&[entry]).await?;
        Ok(due)
    }
}
