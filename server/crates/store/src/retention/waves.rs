//! Until when the households of a wave are enrolled, and up to which day its findings stand.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use domain::audit::{Action, Entry, Stamp};
use domain::time::SurveyDay;

/// A wave, as retention sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveRow {
    /// Surrogate key; 0 is "names none".
    pub wave_id: i32,
    /// Its code; empty for 0.
    pub code: String,
    /// The last day of enrolment; `None`: its households are enrolled.
    pub enrolled_until: Option<SurveyDay>,
    /// What was found up to this day stands.
    pub judged_until: Option<SurveyDay>,
}

impl Db {
    /// Every wave, by code.
    pub async fn waves_of_retention(&self) -> Result<Vec<WaveRow>, StoreError> {
        let rows: Vec<(i32, String, Option<i32>, Option<i32>)> = each_db!(self, pool => sqlx::query_as(
            "SELECT wave_id, code, enrolled_until, judged_until FROM wave ORDER BY code"
        ).fetch_all(pool).await?);
        let waves = rows.into_iter().map(|row| WaveRow {
            wave_id: row.0,
            code: row.1,
            enrolled_until: row.2.map(SurveyDay),
            judged_until: row.3.map(SurveyDay),
        });
        Ok(waves.collect())
    }

    /// Says until when the households of a wave are enrolled; `None` is "until further notice". Answers whether there is such a wave.
    pub async fn set_enrolment(
        &self,
        code: &str,
        until: Option<SurveyDay>,
        by: &Stamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let changed = each_tx!(&mut tx, conn => sqlx::query(
            "UPDATE wave SET enrolled_until = $1 WHERE code = $2"
        ).bind(until.map(|day| day.0)).bind(code).execute(&mut *conn).await?.rows_affected());
        if changed == 0 {
            return Ok(false);
        }
        let until = until.map_or_else(|| "open".to_owned(), |day| day.to_string());
        let entry = Entry::new(by.at, &by.by, Action::Retention)
            .about(format!("wave {code}"))
            .saying(format!("enrolled_until={until}"));
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }
}

/// Waves of which something can be judged no more, with the day up to which what was found stands.
pub(crate) async fn frozen(tx: &mut WriteTx) -> Result<Vec<(i32, SurveyDay)>, StoreError> {
    let rows: Vec<(i32, i32)> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT wave_id, judged_until FROM wave WHERE judged_until IS NOT NULL"
    ).fetch_all(&mut *conn).await?);
    Ok(rows
        .into_iter()
        .map(|row| (row.0, SurveyDay(row.1)))
        .collect())
}

/// From now on what was found in a wave up to `today` stands: contents of its visits are about to go. A tablet whose clock ran ahead has
/// visits after today; they are among them.
pub(crate) async fn freeze(
    tx: &mut WriteTx,
    wave_id: i32,
    today: SurveyDay,
) -> Result<(), StoreError> {
    let last: Option<i32> = each_tx!(tx, conn => sqlx::query_scalar(
        "SELECT MAX(survey_day) FROM fact WHERE wave_id = $1"
    ).bind(wave_id).fetch_one(&mut *conn).await?);
    let until = last.map_or(today.0, |last| last.max(today.0));
    each_tx!(tx, conn => {
        sqlx::query("UPDATE wave SET judged_until = $2 WHERE wave_id = $1")
            .bind(wave_id)
            .bind(until)
            .execute(&mut *conn)
            .await?;
    });
    Ok(())
}
