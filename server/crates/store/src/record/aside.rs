//! Submissions that stand aside: a re-survey was accepted that names them (docs/decisions/0114). Whatever is recorded of them again, they count
//! for nothing and compete for no household until the acceptance is taken back.

use crate::error::StoreError;
use rusqlite::Transaction;
use sqlx::PgConnection;
use std::collections::HashMap;

/// Of some submissions those that stand aside, each with the re-survey by which it does.
#[derive(Debug, Default)]
pub(crate) struct Aside(HashMap<String, i32>);

/// The lists of accepted re-surveys.
macro_rules! listed {
    () => {
        "FROM resurvey_interview i JOIN resurvey r ON r.resurvey_id = i.resurvey_id WHERE r.accepted \
         AND r.taken_back_at_ms IS NULL"
    };
}

impl Aside {
    /// The re-survey by which a submission stands aside.
    pub(crate) fn of(&self, submission_id: &str) -> Option<i32> {
        self.0.get(submission_id).copied()
    }

    /// Those of some submissions, on SQLite. Where no re-survey was accepted nothing is looked up.
    pub(crate) fn find_bulk<'a>(
        tx: &Transaction<'_>,
        submissions: impl Iterator<Item = &'a str>,
    ) -> Result<Aside, StoreError> {
        const ANY: &str =
            "SELECT EXISTS (SELECT 1 FROM resurvey WHERE accepted AND taken_back_at_ms IS NULL)";
        const ONE: &str = concat!(
            "SELECT i.resurvey_id ",
            listed!(),
            " AND i.submission_id = ?1"
        );
        let mut aside = Aside::default();
        if !tx
            .prepare_cached(ANY)?
            .query_row([], |row| row.get::<_, bool>(0))?
        {
            return Ok(aside);
        }
        let mut find = tx.prepare_cached(ONE)?;
        for id in submissions {
            let mut rows = find.query([id])?;
            if let Some(row) = rows.next()? {
                aside.0.insert(id.to_owned(), row.get(0)?);
            }
        }
        Ok(aside)
    }

    /// The same on PostgreSQL.
    pub(crate) async fn find<'a>(
        pg: &mut PgConnection,
        submissions: impl Iterator<Item = &'a str>,
    ) -> Result<Aside, StoreError> {
        const ANY: &str =
            "SELECT EXISTS (SELECT 1 FROM resurvey WHERE accepted AND taken_back_at_ms IS NULL)";
        const SOME: &str = concat!(
            "SELECT i.submission_id, i.resurvey_id ",
            listed!(),
            " AND i.submission_id = ANY($1)"
        );
        if !sqlx::query_scalar::<_, bool>(ANY)
            .fetch_one(&mut *pg)
            .await?
        {
            return Ok(Aside::default());
        }
        let submissions: Vec<&str> = submissions.collect();
        let rows: Vec<(String, i32)> = sqlx::query_as(SOME)
            .bind(&submissions)
            .fetch_all(&mut *pg)
            .await?;
        Ok(Aside(rows.into_iter().collect()))
    }

    /// Some, for tests of what follows from it.
    #[cfg(test)]
    pub(crate) fn these(submissions: &[&str]) -> Aside {
        let some = submissions.iter().map(|id| ((*id).to_owned(), 1));
        Aside(some.collect())
    }
}
