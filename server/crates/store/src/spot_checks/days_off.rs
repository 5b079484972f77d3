//! Days without field work, and where walks begin.

use crate::audit::area_code;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{each_db, each_tx};
use domain::area::AreaId;
use domain::audit::{Action, By, Entry};
use domain::place::Fix;
use domain::spot_check::{Absence, Holiday, Words};
use domain::time::{EpochMs, SurveyDay};

/// Absences are kept so many days after the last of theirs: as long as what was due then may still be asked about.
const ABSENCES_KEPT_DAYS: i32 = 60;

/// A holiday to be entered. It was checked before ([`domain::spot_check::check_holiday`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHoliday {
    /// Where; `None`: in the whole survey.
    pub area: Option<AreaId>,
    /// The day.
    pub day: SurveyDay,
    /// What it is called.
    pub words: Words,
    /// When it is entered.
    pub at: EpochMs,
    /// Who, as the history shows it.
    pub actor: String,
}

/// Days away to be entered. They were checked before ([`Absence::check`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAbsence {
    /// Whose.
    pub monitor: i32,
    /// The first day.
    pub from: SurveyDay,
    /// The last day, included.
    pub to: SurveyDay,
    /// When it is entered.
    pub at: EpochMs,
    /// The present day.
    pub today: SurveyDay,
    /// By whom.
    pub set_by: i32,
}

impl Db {
    /// Every holiday, by day.
    pub async fn spot_holidays(&self) -> Result<Vec<Holiday>, StoreError> {
        type Columns = (i32, Option<i32>, i32, String, String);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT holiday_id, area_id, holiday_on, name, name_ur FROM spot_holiday ORDER BY holiday_on, holiday_id"
        ).fetch_all(pool).await?);
        let read = rows.into_iter().map(|(id, area, day, en, ur)| Holiday {
            id,
            area,
            day: SurveyDay(day),
            words: Words { en, ur },
        });
        Ok(read.collect())
    }

    /// Enters a holiday. `false` if there is one of that day and area already: nothing was written.
    pub async fn add_spot_holiday(&self, new: &NewHoliday, by: &By) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let there: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COUNT(*) FROM spot_holiday WHERE holiday_on = $1 AND COALESCE(area_id, -1) = $2"
        ).bind(new.day.0).bind(new.area.unwrap_or(-1)).fetch_one(&mut *conn).await?);
        if there > 0 {
            return Ok(false);
        }
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "INSERT INTO spot_holiday (holiday_id, area_id, holiday_on, name, name_ur, at_ms, actor) \
                 VALUES ((SELECT COALESCE(MAX(holiday_id), 0) + 1 FROM spot_holiday), $1, $2, $3, $4, $5, $6)",
            )
            .bind(new.area)
            .bind(new.day.0)
            .bind(&new.words.en)
            .bind(&new.words.ur)
            .bind(new.at.0)
            .bind(&new.actor)
            .execute(&mut *conn)
            .await?;
        });
        let area = match new.area {
            Some(area) => area_code(&mut tx, area).await?,
            None => None,
        };
        let entry = Entry::new(new.at, by, Action::SpotChecksSet)
            .in_area(area)
            .saying(format!("holiday {}: {}", new.day, new.words.en));
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Takes a holiday out. `false` if there is none of this number.
    pub async fn remove_spot_holiday(
        &self,
        holiday_id: i32,
        at: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let row: Option<(Option<i32>, i32, String)> = each_tx!(&mut tx, conn => sqlx::query_as(
            "SELECT area_id, holiday_on, name FROM spot_holiday WHERE holiday_id = $1"
        ).bind(holiday_id).fetch_optional(&mut *conn).await?);
        let Some((area, day, name)) = row else {
            return Ok(false);
        };
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM spot_holiday WHERE holiday_id = $1")
                .bind(holiday_id)
                .execute(&mut *conn)
                .await?;
        });
        let area = match area {
            Some(area) => area_code(&mut tx, area).await?,
            None => None,
        };
        let entry = Entry::new(at, by, Action::SpotChecksSet)
            .in_area(area)
            .saying(format!("holiday {} taken out: {name}", SurveyDay(day)));
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Every monitor's days away, by their first day.
    pub async fn spot_absences(&self) -> Result<Vec<Absence>, StoreError> {
        let rows: Vec<(i32, i32, i32, i32)> = each_db!(self, pool => sqlx::query_as(
            "SELECT absence_id, user_id, starts_on, ends_on FROM spot_absence ORDER BY starts_on, absence_id"
        ).fetch_all(pool).await?);
        let read = rows.into_iter().map(|(id, monitor, from, to)| Absence {
            id,
            monitor,
            from: SurveyDay(from),
            to: SurveyDay(to),
        });
        Ok(read.collect())
    }

    /// Enters a monitor's days away; those that are long over go.
    pub async fn add_spot_absence(&self, new: &NewAbsence, by: &By) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM spot_absence WHERE ends_on < $1")
                .bind(new.today.plus(-ABSENCES_KEPT_DAYS).0)
                .execute(&mut *conn)
                .await?;
            sqlx::query(
                "INSERT INTO spot_absence (absence_id, user_id, starts_on, ends_on, at_ms, set_by) \
                 VALUES ((SELECT COALESCE(MAX(absence_id), 0) + 1 FROM spot_absence), $1, $2, $3, $4, $5)",
            )
            .bind(new.monitor)
            .bind(new.from.0)
            .bind(new.to.0)
            .bind(new.at.0)
            .bind(new.set_by)
            .execute(&mut *conn)
            .await?;
        });
        let entry = Entry::new(new.at, by, Action::SpotChecksSet).saying(format!(
            "away: user={} from={} to={}",
            new.monitor, new.from, new.to
        ));
        tx.commit_noted(&[entry]).await
    }

    /// Takes a monitor's days away out. `false` if there are none of this number.
    pub async fn remove_spot_absence(
        &self,
        absence_id: i32,
        at: EpochMs,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let monitor: Option<i32> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "DELETE FROM spot_absence WHERE absence_id = $1 RETURNING user_id"
        ).bind(absence_id).fetch_optional(&mut *conn).await?);
        let Some(monitor) = monitor else {
            return Ok(false);
        };
        let entry = Entry::new(at, by, Action::SpotChecksSet)
            .saying(format!("away: user={monitor} taken out"));
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    /// Where the walks of tehsils begin, where that was entered.
    pub async fn spot_starts(&self) -> Result<Vec<(AreaId, Fix)>, StoreError> {
        let rows: Vec<(i32, f64, f64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT tehsil_id, latitude, longitude FROM spot_start ORDER BY tehsil_id"
        ).fetch_all(pool).await?);
        let read = rows.into_iter().map(|(tehsil, latitude, longitude)| {
            let accuracy_m = None;
            let fix = Fix {
                latitude,
                longitude,
                accuracy_m,
            };
            (tehsil, fix)
        });
        Ok(read.collect())
    }

    /// Sets where the walks of a tehsil begin, or that it is not said (`None`).
    pub async fn set_spot_start(
        &self,
        tehsil: AreaId,
        start: Option<Fix>,
        (at, user_id): (EpochMs, i32),
        by: &By,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        each_tx!(&mut tx, conn => {
            sqlx::query("DELETE FROM spot_start WHERE tehsil_id = $1")
                .bind(tehsil)
                .execute(&mut *conn)
                .await?;
            if let Some(start) = start {
                sqlx::query(
                    "INSERT INTO spot_start (tehsil_id, latitude, longitude, at_ms, set_by) VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(tehsil)
                .bind(start.latitude)
                .bind(start.longitude)
                .bind(at.0)
                .bind(user_id)
                .execute(&mut *conn)
                .await?;
            }
        });
        // Where exactly stands in no trail.
        let said = match start {
            Some(_) => "where walks begin was set",
            None => "where walks begin was taken out",
        };
        let entry = Entry::new(at, by, Action::SpotChecksSet)
            .in_area(area_code(&mut tx, tehsil).await?)
            .saying(said);
        tx.commit_noted(&[entry]).await
    }
}
