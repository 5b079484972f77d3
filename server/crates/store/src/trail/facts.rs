//! The table `trail_fact`: what follows from trails, one row a submission.

use super::Key;
use super::many::ROWS;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_tx};
use domain::trail::TrailFacts;

/// Facts on their way into the table, written when there are enough for a statement. Each submission comes once: PostgreSQL refuses
/// a statement that would replace a row twice.
#[derive(Default)]
pub(super) struct Written {
    waiting: Vec<Row>,
}

struct Row {
    id_hash: i64,
    submission_id: String,
    /// In the order of the columns: `active_s`, `pauses`, `paused_s`, `clock_back_s`.
    counts: [Option<i32>; 4],
    location_refused: Option<bool>,
    mock_location: Option<bool>,
    question_ms: String,
}

impl Written {
    /// Takes the facts of a submission.
    pub(super) async fn push(
        &mut self,
        tx: &mut WriteTx,
        (id_hash, submission_id): Key<'_>,
        facts: &TrailFacts,
    ) -> Result<(), StoreError> {
        let column =
            |value: Option<u32>| value.map(|value| i32::try_from(value).unwrap_or(i32::MAX));
        self.waiting.push(Row {
            id_hash,
            submission_id: submission_id.to_owned(),
            counts: [
                facts.active_s,
                facts.pauses,
                facts.paused_s,
                facts.clock_back_s,
            ]
            .map(column),
            location_refused: facts.location_refused,
            mock_location: facts.mock_location,
            question_ms: serde_json::to_string(&facts.question_ms).map_err(StoreError::other)?,
        });
        if self.waiting.len() == ROWS {
            write(tx, &self.waiting).await?;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Writes what is waiting still.
    pub(super) async fn finish(self, tx: &mut WriteTx) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        write(tx, &self.waiting).await
    }
}

async fn write(tx: &mut WriteTx, rows: &[Row]) -> Result<(), StoreError> {
    each_tx!(tx, conn => {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO trail_fact (id_hash, submission_id, active_s, pauses, paused_s, clock_back_s, \
             location_refused, mock_location, question_ms) ",
        );
        query.push_values(rows, |mut columns, row| {
            columns.push_bind(row.id_hash).push_bind(&row.submission_id);
            for count in row.counts {
                columns.push_bind(count);
            }
            columns
                .push_bind(row.location_refused)
                .push_bind(row.mock_location)
                .push_bind(&row.question_ms);
        });
        query.push(
            " ON CONFLICT (id_hash, submission_id) DO UPDATE SET active_s = excluded.active_s, \
             pauses = excluded.pauses, paused_s = excluded.paused_s, clock_back_s = excluded.clock_back_s, \
             location_refused = excluded.location_refused, mock_location = excluded.mock_location, \
             question_ms = excluded.question_ms",
        );
        query.build().persistent(rows.len() == ROWS).execute(&mut *conn).await?;
        // What a trail adds to a submission, its enumerator is judged by.
        let mut wait = sqlx::QueryBuilder::new(
            "INSERT INTO unjudged (enumerator_id) SELECT DISTINCT enumerator_id FROM raw_submission \
             WHERE is_current AND enumerator_id IS NOT NULL AND id_hash IN (",
        );
        let mut hashes = wait.separated(", ");
        for row in rows {
            hashes.push_bind(row.id_hash);
        }
        wait.push(") ON CONFLICT DO NOTHING");
        wait.build().persistent(rows.len() == ROWS).execute(&mut *conn).await?;
    });
    Ok(())
}
