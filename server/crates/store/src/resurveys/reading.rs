//! Reading: what was told at doors, whose work is meant, what was decided.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::area::AreaId;
use domain::evaluate::Part;
use domain::spot_check::{Scope, Tells, Told, Verdict, Work};
use domain::time::{EpochMs, SurveyDay};

/// A spot check that is closed, and what it told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldCheck {
    /// The check.
    pub check_id: i32,
    /// The wave of its draw.
    pub wave_id: i32,
    /// Whose interview, where, and what was decided.
    pub told: Told,
}

impl Tells for ToldCheck {
    fn told(&self) -> Option<Told> {
        Some(self.told)
    }
}

/// A decision about a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResurveyRow {
    /// Its number.
    pub resurvey_id: i32,
    /// The wave.
    pub wave_id: i32,
    /// Whose work.
    pub enumerator_id: i32,
    /// Their code.
    pub enumerator_code: String,
    /// The union council.
    pub area_id: AreaId,
    /// Whether it was accepted, or declined.
    pub is_accepted: bool,
    /// Why so much.
    pub scope: Scope,
    /// Complete interviews.
    pub interviews: u32,
    /// … of them counted until then.
    pub counted: u32,
    /// Fabricated, of those of the union council that were checked and told.
    pub fabricated_here: Part,
    /// Fabricated interviews of the enumerator in the wave.
    pub fabricated: u32,
    /// When.
    pub at: EpochMs,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When, by whom and why the acceptance was taken back.
    pub taken_back: Option<(EpochMs, String, String)>,
    /// Interviews of its list whose rows have been deleted since: they stay out.
    pub gone: u32,
}

impl ResurveyRow {
    /// Whether its interviews do not count now.
    pub fn stands(&self) -> bool {
        self.is_accepted && self.taken_back.is_none()
    }
}

/// An interview that is to be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResurveyInterview {
    /// The submission; empty: its rows were deleted since.
    pub submission_id: String,
    /// The day of the visit; `None` where no fact is on file.
    pub day: Option<SurveyDay>,
    /// Whether it counted for coverage, or does.
    pub counted: bool,
}

/// Interviews of one area, wave and day that do not count because they are made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeAgain {
    /// The union council.
    pub area_id: AreaId,
    /// The wave.
    pub wave_id: i32,
    /// The day of the visits.
    pub day: SurveyDay,
    /// How many.
    pub interviews: u32,
}

type Columns = (
    (i32, i32, i32, String, i32, bool, i16, i32, i32),
    (i32, i32, i32, i64, String, String),
    (Option<i64>, Option<String>, Option<String>, i64),
);

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn read((whose, why, back): Columns) -> Result<ResurveyRow, StoreError> {
    let scope = Scope::from_rank(whose.6).ok_or_else(|| StoreError::Corrupt {
        detail: format!("re-survey {} has an unknown scope", whose.0),
    })?;
    let taken_back = back.0.map(|at| {
        (
            EpochMs(at),
            back.1.unwrap_or_default(),
            back.2.unwrap_or_default(),
        )
    });
    Ok(ResurveyRow {
        resurvey_id: whose.0,
        wave_id: whose.1,
        enumerator_id: whose.2,
        enumerator_code: whose.3,
        area_id: whose.4,
        is_accepted: whose.5,
        scope,
        interviews: count(whose.7),
        counted: count(whose.8),
        fabricated_here: Part {
            part: u64::from(count(why.0)),
            of: u64::from(count(why.1)),
        },
        fabricated: count(why.2),
        at: EpochMs(why.3),
        by: why.4,
        reason: why.5,
        taken_back,
        gone: u32::try_from(back.3).unwrap_or(u32::MAX),
    })
}

/// Runs a query for rows of `resurvey` with one number bound. A row is wider than what a tuple reads: it is read in three parts.
macro_rules! rows_of {
    ($db:expr, $query:expr, $bound:expr) => {{
        use sqlx::Row;
        let mut rows: Vec<Columns> = Vec::new();
        each_db!($db, pool => {
            for row in sqlx::query($query).bind($bound).fetch_all(pool).await? {
                rows.push((
                    (
                        row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?,
                        row.try_get(5)?, row.try_get(6)?, row.try_get(7)?, row.try_get(8)?,
                    ),
                    (
                        row.try_get(9)?, row.try_get(10)?, row.try_get(11)?, row.try_get(12)?, row.try_get(13)?,
                        row.try_get(14)?,
                    ),
                    (row.try_get(15)?, row.try_get(16)?, row.try_get(17)?, row.try_get(18)?),
                ));
            }
        });
        rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()
    }};
}

macro_rules! resurvey_columns {
    () => {
        "SELECT r.resurvey_id, r.wave_id, r.enumerator_id, e.code, r.area_id, r.accepted, r.scope, r.interviews, r.counted, \
         r.fabricated_here, r.told_here, r.fabricated, r.at_ms, u.display_name, r.reason, \
         r.taken_back_at_ms, b.display_name, r.taken_back_reason, \
         (SELECT COUNT(*) FROM resurvey_interview i WHERE i.resurvey_id = r.resurvey_id AND i.submission_id = '') \
         FROM resurvey r JOIN enumerator e ON e.enumerator_id = r.enumerator_id JOIN app_user u ON u.user_id = r.user_id \
         LEFT JOIN app_user b ON b.user_id = r.taken_back_by "
    };
}

/// The work that is meant: complete, not rejected, on file, and not standing aside already. Outcome 0 is complete, review state 3 rejected.
macro_rules! of_work {
    () => {
        "f.outcome = 0 AND f.review_state <> 3 AND f.resurvey_id IS NULL AND f.kept"
    };
}
pub(super) use of_work;

impl Db {
    /// What the closed spot checks told, in the order of their numbers; those that could not tell are left out. State 5 is closed. With `before`
    /// those alone that were drawn for an earlier week than the one that starts on that day.
    pub async fn told_checks(
        &self,
        before: Option<SurveyDay>,
    ) -> Result<Vec<ToldCheck>, StoreError> {
        let rows: Vec<(i32, i32, i32, i32, i16)> = each_db!(self, pool => sqlx::query_as(
            "SELECT c.check_id, d.wave_id, c.enumerator_id, c.area_id, CAST(c.outcome AS SMALLINT) FROM spot_check c \
             JOIN spot_draw d ON d.draw_id = c.draw_id WHERE c.state = 5 AND c.outcome IS NOT NULL AND d.starts_on < $1 ORDER BY c.check_id"
        ).bind(before.map_or(i32::MAX, |day| day.0)).fetch_all(pool).await?);
        let told = rows.into_iter().filter_map(|row| {
            let verdict = Verdict::from_rank(row.4)?;
            (verdict != Verdict::CannotTell).then_some(ToldCheck {
                check_id: row.0,
                wave_id: row.1,
                told: Told {
                    enumerator: row.2,
                    union_council: row.3,
                    verdict,
                },
            })
        });
        Ok(told.collect())
    }

    /// The work of an enumerator in a wave, by union council, that could be made again.
    pub async fn work_of(&self, wave_id: i32, enumerator_id: i32) -> Result<Vec<Work>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT f.area_id, COUNT(*), COUNT(*) FILTER (WHERE f.counted) FROM fact f WHERE f.enumerator_id = $1 AND f.wave_id = $2 AND ",
            of_work!(),
            " GROUP BY f.area_id ORDER BY f.area_id"
        );
        let rows: Vec<(i32, i64, i64)> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(enumerator_id)
            .bind(wave_id)
            .fetch_all(pool)
            .await?);
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(rows
            .into_iter()
            .map(|(union_council, interviews, counted)| Work {
                enumerator: enumerator_id,
                union_council,
                interviews: count(interviews),
                counted: count(counted),
            })
            .collect())
    }

    /// The interviews of an enumerator in a union council and wave that could be made again, by day.
    pub async fn interviews_of_work(
        &self,
        wave_id: i32,
        enumerator_id: i32,
        area_id: AreaId,
    ) -> Result<Vec<ResurveyInterview>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT r.submission_id, f.survey_day, f.counted FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
             WHERE f.enumerator_id = $1 AND f.wave_id = $2 AND f.area_id = $3 AND ",
            of_work!(),
            " ORDER BY f.survey_day, f.raw_id"
        );
        let rows: Vec<(String, i32, bool)> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(enumerator_id)
            .bind(wave_id)
            .bind(area_id)
            .fetch_all(pool)
            .await?);
        let rows = rows.into_iter();
        Ok(rows
            .map(|(submission_id, day, counted)| ResurveyInterview {
                submission_id,
                day: Some(SurveyDay(day)),
                counted,
            })
            .collect())
    }

    /// The list of an acceptance, in its order.
    pub async fn resurvey_interviews(
        &self,
        resurvey_id: i32,
    ) -> Result<Vec<ResurveyInterview>, StoreError> {
        let rows: Vec<(String, Option<i32>, bool)> = each_db!(self, pool => sqlx::query_as(
            "SELECT i.submission_id, n.survey_day, i.counted FROM resurvey_interview i LEFT JOIN \
             (SELECT r.submission_id, r.survey_day FROM fact f JOIN raw_submission r ON r.raw_id = f.raw_id \
             WHERE f.resurvey_id = $1 AND r.is_current) n ON n.submission_id = i.submission_id \
             WHERE i.resurvey_id = $1 ORDER BY i.number"
        ).bind(resurvey_id).fetch_all(pool).await?);
        let rows = rows.into_iter();
        Ok(rows
            .map(|(submission_id, day, counted)| ResurveyInterview {
                submission_id,
                day: day.map(SurveyDay),
                counted,
            })
            .collect())
    }

    /// All decisions, the newest first.
    pub async fn list_resurveys(&self) -> Result<Vec<ResurveyRow>, StoreError> {
        const QUERY: &str = concat!(
            resurvey_columns!(),
            "WHERE r.resurvey_id > $1 ORDER BY r.resurvey_id DESC"
        );
        rows_of!(self, QUERY, 0)
    }

    /// A decision.
    pub async fn find_resurvey(&self, resurvey_id: i32) -> Result<Option<ResurveyRow>, StoreError> {
        const QUERY: &str = concat!(resurvey_columns!(), "WHERE r.resurvey_id = $1");
        Ok(rows_of!(self, QUERY, resurvey_id)?.pop())
    }

    /// The interviews that do not count because they are made again, in sums.
    pub async fn made_again(&self) -> Result<Vec<MadeAgain>, StoreError> {
        let rows: Vec<(i32, i32, i32, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT f.area_id, f.wave_id, f.survey_day, COUNT(*) FROM fact f WHERE f.resurvey_id IS NOT NULL \
             AND f.outcome = 0 AND f.review_state <> 3 GROUP BY f.area_id, f.wave_id, f.survey_day ORDER BY 1, 2, 3"
        ).fetch_all(pool).await?);
        let rows = rows.into_iter();
        Ok(rows
            .map(|(area_id, wave_id, day, interviews)| MadeAgain {
                area_id,
                wave_id,
                day: SurveyDay(day),
                interviews: u32::try_from(interviews).unwrap_or(u32::MAX),
            })
            .collect())
    }
}
