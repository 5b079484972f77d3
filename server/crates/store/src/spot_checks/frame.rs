//! What a draw is made from, read from facts and risks.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use domain::area::AreaId;
use domain::place::Fix;
use domain::spot_check::{Frame, FrameEnumerator, FrameInterview, histories, risk_after};
use domain::time::SurveyDay;
use std::collections::HashMap;

/// A frame with what is kept of its interviews beside what is drawn by.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotFrame {
    /// What is drawn from.
    pub frame: Frame,
    /// The ids of its submissions by their keys.
    pub submissions: HashMap<i64, String>,
}

/// A wave with interviews that can be drawn in a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotWave {
    /// Its key.
    pub wave_id: i32,
    /// Its code; empty: the wave of submissions that name none.
    pub code: String,
    /// Interviews.
    pub interviews: u64,
}

/// Completed interviews of a tehsil ($1) in the seven days from $2 on that count for their households: each household once. Outcome 0 is complete.
/// What was rejected never counts; of what is kept no longer nothing can be compared.
macro_rules! countable {
    () => {
        "f.area_id IN (WITH RECURSIVE down (area_id) AS (SELECT area_id FROM area WHERE area_id = $1 UNION ALL \
         SELECT a.area_id FROM area a JOIN down d ON a.parent_id = d.area_id) SELECT area_id FROM down) \
         AND f.survey_day >= $2 AND f.survey_day < $2 + 7 AND f.outcome = 0 AND f.counted AND f.kept"
    };
}

impl Db {
    /// The waves that have interviews to be drawn in a tehsil and the seven days from `starts_on` on, those with the most first.
    pub async fn spot_waves(
        &self,
        tehsil: AreaId,
        starts_on: SurveyDay,
    ) -> Result<Vec<SpotWave>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT w.wave_id, w.code, COUNT(*) FROM fact f JOIN wave w ON w.wave_id = f.wave_id WHERE ",
            countable!(),
            " GROUP BY w.wave_id, w.code ORDER BY 3 DESC, 1"
        );
        let rows: Vec<(i32, String, i64)> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(tehsil)
            .bind(starts_on.0)
            .fetch_all(pool)
            .await?);
        Ok(rows
            .into_iter()
            .map(|(wave_id, code, interviews)| SpotWave {
                wave_id,
                code,
                interviews: interviews.unsigned_abs(),
            })
            .collect())
    }

    /// The keys of the newest completed interviews of a wave, of those whose contents are kept: at most `most`, by the days with work that are
    /// summed up already.
    pub async fn newest_interviews(&self, wave: i32, most: u32) -> Result<Vec<i64>, StoreError> {
        Ok(each_db!(self, pool => sqlx::query_scalar(
            "SELECT f.raw_id FROM (SELECT DISTINCT enumerator_id, survey_day FROM rollup_enumerator_day WHERE wave_id = $1 \
             ORDER BY survey_day DESC, enumerator_id LIMIT $2) c \
             JOIN fact f ON f.enumerator_id = c.enumerator_id AND f.survey_day = c.survey_day \
             WHERE f.wave_id = $1 AND f.outcome = 0 AND f.kept ORDER BY f.survey_day DESC, f.raw_id DESC LIMIT $2"
        ).bind(wave).bind(i64::from(most)).fetch_all(pool).await?))
    }

    /// The frame of a tehsil, a wave and the seven days from `starts_on` on. An interview's place is where the household was listed, as its
    /// submission says, else as a listing of the wave does, else where the interview was made; its risk is its enumerator's score by the
    /// flags, raised by what was found at doors before. Of earlier checks those count that were drawn for an earlier week.
    pub async fn spot_frame(
        &self,
        tehsil: AreaId,
        wave: i32,
        starts_on: SurveyDay,
    ) -> Result<SpotFrame, StoreError> {
        const INTERVIEWS: &str = concat!(
            "SELECT f.raw_id, r.submission_id, f.enumerator_id, f.area_id, f.survey_day, k.flags_score, f.latitude, f.longitude, \
             f.accuracy_m, COALESCE(f.listing_latitude, h.latitude), COALESCE(f.listing_longitude, h.longitude) \
             FROM fact f LEFT JOIN listing_household h ON h.household_id = (SELECT MAX(x.household_id) FROM listing_household x \
             JOIN listing l ON l.listing_id = x.listing_id WHERE x.household_key = f.household_key AND l.wave_id = f.wave_id \
             AND x.latitude IS NOT NULL) JOIN raw_submission r ON r.raw_id = f.raw_id LEFT JOIN risk k ON k.enumerator_id = f.enumerator_id \
             AND k.wave_id = f.wave_id AND k.tehsil_id = $1 WHERE ",
            countable!(),
            " AND f.wave_id = $3 ORDER BY f.raw_id"
        );
        type Columns = (
            i64,
            String,
            i32,
            i32,
            i32,
            Option<f64>,
            Option<f64>,
            Option<f64>,
            Option<f64>,
            Option<f64>,
            Option<f64>,
        );
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(INTERVIEWS)
            .bind(tehsil)
            .bind(starts_on.0)
            .bind(wave)
            .fetch_all(pool)
            .await?);
        // The score as it stands may have been raised by this week's own checks.
        let mut told = self.told_checks(Some(starts_on)).await?;
        told.retain(|check| check.wave_id == wave);
        let histories = histories(&told);
        let risk = |enumerator: i32, flags_score: Option<f64>| {
            let score = flags_score.unwrap_or(0.0);
            let history = histories.get(&enumerator);
            history.map_or(score, |history| risk_after(score, history))
        };
        let mut submissions = HashMap::with_capacity(rows.len());
        let mut interviews = Vec::with_capacity(rows.len());
        for row in rows {
            let made_at = row.6.zip(row.7).map(|(latitude, longitude)| Fix {
                latitude,
                longitude,
                accuracy_m: row.8,
            });
            let listed_at = row.9.zip(row.10).map(|(latitude, longitude)| Fix {
                latitude,
                longitude,
                accuracy_m: None,
            });
            interviews.push(FrameInterview {
                key: row.0,
                enumerator: row.2,
                union_council: row.3,
                day: SurveyDay(row.4),
                risk: risk(row.2, row.5),
                point: listed_at.or(made_at).filter(Fix::is_possible),
            });
            submissions.insert(row.0, row.1);
        }
        let enumerators = self.spot_enumerators(tehsil, wave, starts_on).await?;
        Ok(SpotFrame {
            frame: Frame {
                tehsil,
                wave,
                starts_on,
                interviews,
                enumerators,
            },
            submissions,
        })
    }

    /// Those who made the frame's interviews. States 2 to 5 are those of checks at which something was found, outcomes 2 and 3 are serious and
    /// fabricated.
    async fn spot_enumerators(
        &self,
        tehsil: AreaId,
        wave: i32,
        starts_on: SurveyDay,
    ) -> Result<Vec<FrameEnumerator>, StoreError> {
        const QUERY: &str = concat!(
            "SELECT e.enumerator_id, (SELECT MIN(x.survey_day) FROM fact x WHERE x.enumerator_id = e.enumerator_id \
             AND x.survey_day > -2147483648), \
             (SELECT COUNT(*) FROM spot_check c JOIN spot_draw d ON d.draw_id = c.draw_id WHERE c.enumerator_id = e.enumerator_id \
             AND d.starts_on < $2 AND c.state BETWEEN 2 AND 5), \
             (SELECT COUNT(*) FROM spot_check c JOIN spot_draw d ON d.draw_id = c.draw_id WHERE c.enumerator_id = e.enumerator_id \
             AND d.starts_on < $2 AND c.outcome IN (2, 3)) \
             FROM (SELECT DISTINCT f.enumerator_id FROM fact f WHERE ",
            countable!(),
            " AND f.wave_id = $3) e ORDER BY e.enumerator_id"
        );
        let rows: Vec<(i32, Option<i32>, i64, i64)> = each_db!(self, pool => sqlx::query_as(QUERY)
            .bind(tehsil)
            .bind(starts_on.0)
            .bind(wave)
            .fetch_all(pool)
            .await?);
        Ok(rows
            .into_iter()
            .map(|(enumerator, first, checked, confirmed)| FrameEnumerator {
                enumerator,
                weeks_in_field: weeks_in_field(first, starts_on),
                was_checked: checked > 0,
                was_confirmed: confirmed > 0,
            })
            .collect())
    }
}

/// Weeks from the week of the first interview to the one that starts on `starts_on`, both included.
fn weeks_in_field(first: Option<i32>, starts_on: SurveyDay) -> u32 {
    let days_before = first.map_or(0, |first| starts_on.0.saturating_sub(first).max(0));
    days_before.unsigned_abs().div_ceil(7) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_with_that_of_the_first_interview() {
        let weeks = |first| weeks_in_field(Some(first), SurveyDay(100));
        assert_eq!(
            [106, 100, 99, 93, 92, 86, 85].map(weeks),
            [1, 1, 2, 2, 3, 3, 4]
        );
        assert_eq!(weeks_in_field(None, SurveyDay(100)), 1);
    }
}
