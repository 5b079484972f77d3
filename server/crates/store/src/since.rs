//! What became of a run's submissions since it ended.

use crate::db::Db;
use crate::error::StoreError;
use crate::forks::each_db;
use crate::run::RunRow;

/// Submissions of a run by the run whose revision of them counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountingRun {
    /// The run whose revisions count.
    pub run_id: i32,
    /// Its file.
    pub source_name: String,
    /// How many of the submissions.
    pub submissions: u64,
    /// Of these, those that its revisions say are rejected or deleted in the collection system.
    pub rejected: u64,
}

/// The runs of one kind that came after a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaterRuns {
    /// How many.
    pub runs: u64,
    /// New rows that they brought.
    pub accepted: u64,
    /// Rows that they changed.
    pub updated: u64,
    /// Rows that they set aside.
    pub quarantined: u64,
}

impl Db {
    /// Of the submissions that a run brought: whose revisions of them count now, most first. Each submission once; together
    /// they are all that the run brought. Looks at the run's own range of revisions and, of what is not current there, at
    /// the other revisions of the same submissions; one statement, so that the numbers are of one moment.
    pub async fn counting_runs(&self, run: &RunRow) -> Result<Vec<CountingRun>, StoreError> {
        let Some((first, last)) = run.raw_ids else {
            return Ok(Vec::new());
        };
        // On PostgreSQL revisions beyond the last whole batch may stand in the table before they count. Each revision and
        // each fact is looked up by itself: joined, PostgreSQL reads the whole tables for a run of many rows.
        let rows: Vec<(i32, String, i64, i64)> = each_db!(self, pool => sqlx::query_as(
            "SELECT counting.run_id, i.source_name, counting.submissions, counting.rejected FROM (\
             SELECT now.run_id, COUNT(*) AS submissions, \
             SUM(CASE WHEN now.review_state = 3 THEN 1 ELSE 0 END) AS rejected FROM (\
             SELECT r.run_id, (SELECT f.review_state FROM fact f WHERE f.enumerator_id = r.enumerator_id \
             AND f.survey_day = r.survey_day AND f.raw_id = r.raw_id) AS review_state FROM raw_submission r \
             WHERE r.raw_id BETWEEN $1 AND $2 AND r.run_id = $3 AND r.is_current \
             UNION ALL \
             SELECT other.run_id, other.review_state FROM (SELECT \
             (SELECT c.run_id FROM raw_submission c WHERE c.id_hash = s.id_hash AND c.submission_id = s.submission_id \
             AND c.is_current AND c.raw_id <= whole.value LIMIT 1) AS run_id, \
             (SELECT f.review_state FROM raw_submission c JOIN fact f ON f.enumerator_id = c.enumerator_id \
             AND f.survey_day = c.survey_day AND f.raw_id = c.raw_id WHERE c.id_hash = s.id_hash \
             AND c.submission_id = s.submission_id AND c.is_current AND c.raw_id <= whole.value LIMIT 1) AS review_state \
             FROM (SELECT DISTINCT id_hash, submission_id FROM raw_submission \
             WHERE raw_id BETWEEN $1 AND $2 AND run_id = $3 AND NOT is_current) AS s \
             CROSS JOIN (SELECT value FROM meta WHERE key = 'last_raw_id') AS whole) AS other WHERE other.run_id <> $3\
             ) AS now GROUP BY now.run_id) AS counting JOIN import_run i ON i.run_id = counting.run_id \
             ORDER BY counting.submissions DESC, counting.run_id"
        )
        .bind(first)
        .bind(last)
        .bind(run.run_id)
        .fetch_all(pool)
        .await?);
        Ok(rows
            .into_iter()
            .map(|row| CountingRun {
                run_id: row.0,
                source_name: row.1,
                submissions: u64::try_from(row.2).unwrap_or(0),
                rejected: u64::try_from(row.3).unwrap_or(0),
            })
            .collect())
    }

    /// The runs of the same kind that began after this one and changed something.
    pub async fn later_runs(&self, run: &RunRow) -> Result<LaterRuns, StoreError> {
        let row: (i64, i64, i64, i64) = each_db!(self, pool => sqlx::query_as(
            "SELECT COUNT(*), CAST(COALESCE(SUM(accepted), 0) AS BIGINT), CAST(COALESCE(SUM(updated), 0) AS BIGINT), \
             CAST(COALESCE(SUM(quarantined), 0) AS BIGINT) FROM import_run WHERE run_id > $1 AND kind = $2"
        )
        .bind(run.run_id)
        .bind(run.kind.rank())
        .fetch_one(pool)
        .await?);
        let count = |value: i64| u64::try_from(value).unwrap_or(0);
        Ok(LaterRuns {
            runs: count(row.0),
            accepted: count(row.1),
            updated: count(row.2),
            quarantined: count(row.3),
        })
    }
}
