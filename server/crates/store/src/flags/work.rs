//! What enumerators did, day by day in sums, and how flags stand: what measures of quality are built from.

use super::list::status;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::meta;
use domain::area::AreaId;
use domain::flag::Status;
use domain::permission::HeldName;
use domain::time::{EpochMs, SurveyDay};

/// An enumerator's work in sums. It replaces what was kept of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkRow {
    /// When they were last heard of: the newest receipt; where none was recorded, the end of the newest visit.
    pub last_heard: Option<EpochMs>,
    /// The same by device, of those they use.
    pub devices: Vec<(i32, EpochMs)>,
    /// Their days: see `domain::measures::write_cells`.
    pub days: Vec<u8>,
}

/// Flags that share everything that measures ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagsOfDay {
    /// Whose work they are about.
    pub enumerator_id: i32,
    /// The area they are filed under.
    pub area_id: AreaId,
    /// The wave.
    pub wave_id: i32,
    /// The day.
    pub survey_day: SurveyDay,
    /// The check's number.
    pub check: i16,
    /// The severity's rank.
    pub severity: i16,
    /// Where they stand.
    pub status: Status,
    /// When they were brought there; `None` while nobody has touched them.
    pub changed_at: Option<EpochMs>,
    /// How many.
    pub flags: u32,
}

/// Everything that measures of quality are built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityRows {
    /// Days by enumerator.
    pub days: Vec<(i32, Vec<u8>)>,
    /// Flags.
    pub flags: Vec<FlagsOfDay>,
    /// The latest receipt that can be in them.
    pub as_of: Option<EpochMs>,
    /// The version of quality that this is.
    pub version: i64,
}

/// Somebody who is on the roster or has sent something, and when they were last heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The enumerator.
    pub enumerator_id: i32,
    /// Their code.
    pub code: String,
    /// Their name.
    pub name: HeldName,
    /// The agency that sends them.
    pub agency: Option<String>,
    /// The tehsil of their deployment.
    pub tehsil_id: Option<AreaId>,
    /// The first day of it; `None` is open.
    pub active_from: Option<SurveyDay>,
    /// The last day of it; `None` is open.
    pub active_to: Option<SurveyDay>,
    /// When they were last heard of.
    pub last_heard: Option<EpochMs>,
}

/// A device that somebody uses, and when it was last heard of from anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceHeard {
    /// The device's id.
    pub code: String,
    /// Who was heard of from it last.
    pub enumerator_id: i32,
    /// When.
    pub last_heard: EpochMs,
}

pub(super) async fn write_work(
    tx: &mut WriteTx,
    enumerator_id: i32,
    work: &WorkRow,
) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        sqlx::query(
            "INSERT INTO enumerator_work (enumerator_id, last_heard_ms, days) VALUES ($1, $2, $3) \
             ON CONFLICT (enumerator_id) DO UPDATE SET last_heard_ms = excluded.last_heard_ms, days = excluded.days",
        )
        .bind(enumerator_id)
        .bind(work.last_heard.map(|at| at.0))
        .bind(&work.days)
        .execute(&mut *conn)
        .await?;
        for (device_id, at) in &work.devices {
            sqlx::query("UPDATE device_user SET last_heard_ms = $3 WHERE device_id = $1 AND enumerator_id = $2")
                .bind(device_id)
                .bind(enumerator_id)
                .bind(at.0)
                .execute(&mut *conn)
                .await?;
        }
    });
    Ok(())
}

type FlagColumns = (i32, i32, i32, i32, i16, i16, i16, Option<i64>, i64);

impl Db {
    /// A number that rises with every judging, every decision about a flag, and whatever changes the rates of spot checks.
    pub async fn quality_version(&self) -> Result<i64, StoreError> {
        self.number(meta::QUALITY_VERSION).await
    }

    /// Reads what measures of quality are built from. If somebody is judged or decides meanwhile, it is read again, so that all of it is
    /// of one version; after three times what was read last is answered all the same, and is out of date at once.
    pub async fn quality_rows(&self) -> Result<QualityRows, StoreError> {
        let mut left = 3;
        loop {
            let version = self.quality_version().await?;
            let rows = self.quality_rows_of(version).await?;
            left -= 1;
            if left == 0 || self.quality_version().await? == version {
                return Ok(rows);
            }
        }
    }

    async fn quality_rows_of(&self, version: i64) -> Result<QualityRows, StoreError> {
        let as_of: i64 = self.number(meta::LATEST_RECEIVED_MS).await?;
        let days = each_db!(self, pool => sqlx::query_as(
            "SELECT enumerator_id, days FROM enumerator_work ORDER BY enumerator_id"
        ).fetch_all(pool).await?);
        let flags: Vec<FlagColumns> = each_db!(self, pool => sqlx::query_as(concat!(
            "SELECT f.enumerator_id, f.area_id, f.wave_id, f.survey_day, f.check_number, f.severity, CAST(",
            status!(),
            " AS SMALLINT), s.changed_at_ms, COUNT(*) FROM finding f LEFT JOIN flag_state s \
             ON s.enumerator_id = f.enumerator_id AND s.identity = f.identity GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
        )).fetch_all(pool).await?);
        Ok(QualityRows {
            days,
            flags: flags.into_iter().filter_map(flags_of).collect(),
            as_of: meta::instant(as_of),
            version,
        })
    }

    /// Everybody on the roster, and whoever else has sent something, by code.
    pub async fn heard(&self) -> Result<Vec<Heard>, StoreError> {
        type Columns = (
            i32,
            String,
            Option<String>,
            Option<String>,
            Option<i32>,
            Option<i32>,
            Option<i32>,
            Option<i64>,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT e.enumerator_id, e.code, e.name, e.agency, CASE WHEN e.in_roster THEN e.tehsil_id END, e.active_from, e.active_to, \
             w.last_heard_ms FROM enumerator e LEFT JOIN enumerator_work w ON w.enumerator_id = e.enumerator_id ORDER BY e.code"
        ).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|row| Heard {
                enumerator_id: row.0,
                code: row.1,
                name: HeldName::of(row.2, row.4),
                agency: row.3,
                tehsil_id: row.4,
                active_from: row.5.map(SurveyDay),
                active_to: row.6.map(SurveyDay),
                last_heard: row.7.map(EpochMs),
            })
            .collect())
    }

    /// Every device that was heard of, with whoever used it last, by its id.
    pub async fn devices_heard(&self) -> Result<Vec<DeviceHeard>, StoreError> {
        let rows: Vec<(String, i32, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT d.code, u.enumerator_id, u.last_heard_ms FROM device_user u JOIN device d ON d.device_id = u.device_id \
             WHERE u.last_heard_ms IS NOT NULL AND NOT EXISTS (SELECT 1 FROM device_user o WHERE o.device_id = u.device_id \
             AND (o.last_heard_ms > u.last_heard_ms OR (o.last_heard_ms = u.last_heard_ms AND o.enumerator_id < u.enumerator_id))) \
             ORDER BY d.code"
        ).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|(code, enumerator_id, last_heard_ms)| DeviceHeard {
                code,
                enumerator_id,
                last_heard: EpochMs(last_heard_ms),
            })
            .collect())
    }
}

fn flags_of(row: FlagColumns) -> Option<FlagsOfDay> {
    Some(FlagsOfDay {
        enumerator_id: row.0,
        area_id: row.1,
        wave_id: row.2,
        survey_day: SurveyDay(row.3),
        check: row.4,
        severity: row.5,
        status: Status::from_rank(row.6)?,
        changed_at: row.7.map(EpochMs),
        flags: u32::try_from(row.8).unwrap_or(u32::MAX),
    })
}
