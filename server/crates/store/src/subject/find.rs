//! Finding what is held about a household.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::retention::contents::{OnFile, on_file};
use crate::retention::{FreshKey, tombstones};
use domain::area::AreaId;
use domain::time::SurveyDay;

/// A flag that is about a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFlag {
    /// Whose work it is about.
    pub enumerator_id: i32,
    /// What tells it from the enumerator's other flags.
    pub identity: i64,
    /// The check's number.
    pub check_number: i16,
    /// The severity's rank.
    pub severity: i16,
    /// The day.
    pub survey_day: SurveyDay,
    /// Why, as JSON.
    pub evidence: String,
    /// Steps that people took with it.
    pub steps: i64,
}

impl Db {
    /// Submissions with contents in an area whose facts name a household by its key.
    pub async fn submissions_of_household(
        &self,
        area_id: AreaId,
        household_key: i64,
    ) -> Result<Vec<OnFile>, StoreError> {
        // By the enumerators who worked there: not every visit of a household is in an index by its key.
        let rows: Vec<(i32, i32, i64, i64, String)> = each_db!(self, pool => sqlx::query_as(
            "SELECT f.enumerator_id, f.survey_day, f.raw_id, r.id_hash, r.submission_id FROM \
             (SELECT enumerator_id, survey_day FROM rollup_enumerator_day WHERE area_id = $1 \
             UNION SELECT enumerator_id, survey_day FROM dirty_cell WHERE area_id = $1) c \
             JOIN fact f ON f.enumerator_id = c.enumerator_id AND f.survey_day = c.survey_day AND f.area_id = $1 \
             JOIN raw_submission r ON r.raw_id = f.raw_id WHERE f.household_key = $2 AND f.kept ORDER BY f.raw_id"
        ).bind(area_id).bind(household_key).fetch_all(pool).await?);
        Ok(rows.into_iter().map(on_file).collect())
    }

    /// Flags whose subject is a visit with this key (the hash of its submission's id), or that visit with another.
    pub async fn flags_about(&self, visit: i64) -> Result<Vec<HeldFlag>, StoreError> {
        type Columns = (i32, i64, i16, i16, i32, String, String, i64);
        let rows: Vec<Columns> = each_db!(self, pool => sqlx::query_as(
            "SELECT f.enumerator_id, f.identity, f.check_number, f.severity, f.survey_day, f.evidence, f.subject, \
             (SELECT COUNT(*) FROM flag_step s WHERE s.enumerator_id = f.enumerator_id AND s.identity = f.identity) \
             FROM finding f WHERE f.subject LIKE $1 OR f.evidence LIKE $1 ORDER BY f.enumerator_id, f.identity"
        ).bind(format!("%{visit}%")).fetch_all(pool).await?);
        let about = |row: &Columns| names(&row.6, visit) || names(&row.5, visit);
        let flags = rows.into_iter().filter(about).map(|row| HeldFlag {
            enumerator_id: row.0,
            identity: row.1,
            check_number: row.2,
            severity: row.3,
            survey_day: SurveyDay(row.4),
            evidence: row.5,
            steps: row.7,
        });
        Ok(flags.collect())
    }

    /// What stands for a household in the audit trail, in hexadecimal digits.
    pub async fn household_mark(
        &self,
        area_code: &str,
        reference: &str,
        fresh: &FreshKey,
    ) -> Result<String, StoreError> {
        let mut tx = self.begin_write().await?;
        let marker = tombstones::marker_or_new(&mut tx, fresh).await?;
        tx.commit_derived().await?;
        let mark = marker.household(area_code, reference);
        Ok(domain::hex::hex(&mark))
    }
}

/// Whether a number stands anywhere in a JSON text as a value of its own.
fn names(json: &str, number: i64) -> bool {
    fn holds(value: &serde_json::Value, number: i64) -> bool {
        match value {
            serde_json::Value::Number(one) => one.as_i64() == Some(number),
            serde_json::Value::Array(all) => all.iter().any(|one| holds(one, number)),
            serde_json::Value::Object(all) => all.values().any(|one| holds(one, number)),
            _ => false,
        }
    }
    serde_json::from_str(json).is_ok_and(|value| holds(&value, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_whole_and_wherever_it_stands() {
        for with in [r#"{"visit":{"key":12}}"#, r#"{"a":[1,{"b":12}]}"#] {
            assert!(names(with, 12), "{with}");
        }
        for without in [
            r#"{"key":123}"#,
            r#"{"key":"12"}"#,
            "12 {",
            r#"{"key":1.2}"#,
        ] {
            assert!(!names(without, 12), "{without}");
        }
    }
}
