//! The changes of thresholds: append-only. What holds is the last change of each threshold, wave and setting.

use crate::db::Db;
use crate::error::StoreError;
use crate::flags::everybody_waits;
use crate::forks::{WriteTx, each_db, each_tx};
use domain::audit::{Action, By, Entry};
use domain::checks::{Check, Extent, LimitProblem, LimitsBook, ThresholdId};
use domain::setting::Setting;
use domain::time::EpochMs;

/// A change as somebody wants it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposed {
    /// The threshold.
    pub id: ThresholdId,
    /// Where.
    pub extent: Extent,
    /// The new value; `None` takes back what is set there.
    pub value: Option<f64>,
}

/// Changes to be made together.
#[derive(Clone, Debug, PartialEq)]
pub struct NewChange {
    /// When.
    pub at: EpochMs,
    /// Who, as the history shows it.
    pub actor: String,
    /// Who, if they have signed in.
    pub user_id: Option<i32>,
    /// Why, in their words.
    pub reason: String,
    /// What. One that changes nothing is passed over.
    pub proposed: Vec<Proposed>,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRow {
    /// Its number: they rise.
    pub change_id: i32,
    /// When.
    pub at: EpochMs,
    /// By whom.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// The check's number.
    pub check_number: i16,
    /// The threshold's name.
    pub threshold: String,
    /// Where.
    pub extent: Extent,
    /// What was set there before; `None`: nothing.
    pub before: Option<f64>,
    /// What was set; `None`: taken back.
    pub value: Option<f64>,
}

impl ChangeRow {
    /// The threshold, unless this program's checks have none of that name.
    pub fn id(&self) -> Option<ThresholdId> {
        let check = Check::from_rank(self.check_number)?;
        ThresholdId::of(check, &self.threshold).ok()
    }
}

/// Why changes were not saved. Nothing of them was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// One makes no sense.
    #[error("{problem}")]
    Refused {
        /// Its place among those proposed.
        index: usize,
        /// What is wrong, and what is allowed.
        problem: LimitProblem,
    },
    /// Somebody else has changed a threshold meanwhile.
    #[error("Thresholds have been changed since.")]
    ChangedSince,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for SaveError {
    fn from(error: sqlx::Error) -> SaveError {
        SaveError::Store(error.into())
    }
}

type Columns = (
    i32,
    i64,
    String,
    String,
    i16,
    String,
    Option<i32>,
    Option<i16>,
    Option<f64>,
    Option<f64>,
);

const CHANGES: &str = "SELECT change_id, at_ms, actor, reason, check_number, threshold, wave_id, setting, value_before, value \
                       FROM threshold_change WHERE ($1 < 0 OR check_number = $1) ORDER BY change_id";

impl Db {
    /// All changes of a check's thresholds, or of all, oldest first.
    pub async fn threshold_changes(
        &self,
        check: Option<Check>,
    ) -> Result<Vec<ChangeRow>, StoreError> {
        let check = check.map_or(-1, Check::rank);
        let rows: Vec<Columns> =
            each_db!(self, pool => sqlx::query_as(CHANGES).bind(check).fetch_all(pool).await?);
        Ok(rows.into_iter().map(read).collect())
    }

    /// The thresholds that hold, and the number of the last change that made them so (0: none).
    pub async fn limits(&self) -> Result<(LimitsBook, i32), StoreError> {
        Ok(book(&self.threshold_changes(None).await?))
    }

    /// Every wave's key and code; the key 0 is that of submissions which name none.
    pub async fn waves(&self) -> Result<Vec<(i32, String)>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_as(
            "SELECT wave_id, code FROM wave ORDER BY code"
        ).fetch_all(pool).await?))
    }

    /// Saves changes, all or none, and has everybody judged by them. With `expected_last` only if no other change has been made
    /// since that one. Answers how many there were to save.
    pub async fn save_thresholds(
        &self,
        change: &NewChange,
        expected_last: Option<i32>,
        by: &By,
    ) -> Result<u64, SaveError> {
        let mut tx = self.begin_write().await?;
        let saved = save_in(&mut tx, change, expected_last).await?;
        if saved > 0 {
            tx.commit_noted(&[entry_of(change, by)]).await?;
        }
        Ok(saved)
    }
}

/// What the audit trail says of a change.
pub(super) fn entry_of(change: &NewChange, by: &By) -> Entry {
    let set: Vec<String> = change
        .proposed
        .iter()
        .map(|proposed| match proposed.value {
            Some(value) => format!("{}={value}", proposed.id.threshold().name),
            None => format!("{}=default", proposed.id.threshold().name),
        })
        .collect();
    let checks: std::collections::BTreeSet<&str> = change
        .proposed
        .iter()
        .map(|proposed| proposed.id.check().code())
        .collect();
    Entry::new(change.at, by, Action::ThresholdsChanged)
        .about(checks.into_iter().collect::<Vec<_>>().join(","))
        .saying(set.join(", "))
}

/// [`Db::save_thresholds`] in a transaction.
pub(super) async fn save_in(
    tx: &mut WriteTx,
    change: &NewChange,
    expected_last: Option<i32>,
) -> Result<u64, SaveError> {
    let rows: Vec<Columns> =
        each_tx!(tx, conn => sqlx::query_as(CHANGES).bind(-1_i16).fetch_all(&mut *conn).await?);
    let rows: Vec<ChangeRow> = rows.into_iter().map(read).collect();
    let (mut limits, last) = book(&rows);
    if expected_last.is_some_and(|expected| expected != last) {
        return Err(SaveError::ChangedSince);
    }
    let mut next = last;
    for (index, proposed) in change.proposed.iter().enumerate() {
        let before = limits.set_at(proposed.id, proposed.extent);
        // Everywhere the catalogue's value holds until another is set.
        let is_default = before.is_none()
            && proposed.extent == Extent::EVERYWHERE
            && proposed.value == Some(proposed.id.threshold().default);
        if is_default || before == proposed.value {
            continue;
        }
        limits
            .set(proposed.id, proposed.extent, proposed.value)
            .map_err(|problem| SaveError::Refused { index, problem })?;
        next += 1;
        insert(tx, next, change, proposed, before).await?;
    }
    if next > last {
        everybody_waits(tx).await?;
    }
    Ok(u64::try_from(next - last).unwrap_or(0))
}

/// The number of the last change, in a transaction.
pub(crate) async fn last_change(tx: &mut WriteTx) -> Result<i32, StoreError> {
    Ok(each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(change_id), 0) FROM threshold_change"
    ).fetch_one(&mut *conn).await?))
}

async fn insert(
    tx: &mut WriteTx,
    change_id: i32,
    change: &NewChange,
    proposed: &Proposed,
    before: Option<f64>,
) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO threshold_change (change_id, at_ms, actor, user_id, reason, check_number, threshold, wave_id, setting, \
             value_before, value) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(change_id)
        .bind(change.at.0)
        .bind(&change.actor)
        .bind(change.user_id)
        .bind(&change.reason)
        .bind(proposed.id.check().rank())
        .bind(proposed.id.threshold().name)
        .bind(proposed.extent.wave)
        .bind(proposed.extent.setting.map(Setting::rank))
        .bind(before)
        .bind(proposed.value)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}

fn read(row: Columns) -> ChangeRow {
    ChangeRow {
        change_id: row.0,
        at: EpochMs(row.1),
        actor: row.2,
        reason: row.3,
        check_number: row.4,
        threshold: row.5,
        extent: Extent {
            wave: row.6,
            setting: row.7.and_then(Setting::from_rank),
        },
        before: row.8,
        value: row.9,
    }
}

/// The thresholds that hold after all changes, and the number of the last one (0: none). A threshold that this program's checks do not have, or a value that they no longer allow, is passed
/// over: the catalogue's value holds then, as it did before anybody set it.
pub fn book(rows: &[ChangeRow]) -> (LimitsBook, i32) {
    let mut book = LimitsBook::default();
    for row in rows {
        let Some(id) = row.id() else { continue };
        // Refused is what an older program allowed, or took back where nothing is set now.
        let _ = book.set(id, row.extent, row.value);
    }
    (book, rows.last().map_or(0, |row| row.change_id))
}
