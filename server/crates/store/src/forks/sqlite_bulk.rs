//! SQLite: many rows through one prepared `INSERT … VALUES (…), (…), …`.
//!
//! Opening and closing the cursors of a table and its indexes costs about as much as inserting a row; a statement of
//! several rows pays it once.

use crate::error::StoreError;
use rusqlite::{Statement, ToSql, Transaction};

/// Parameters of one statement. More rows a statement gain little, and a long statement takes long to prepare.
const PARAMETERS: usize = 900;

/// The row being bound: push every column's value, in order.
pub(crate) struct RowParameters<'s, 'c> {
    statement: &'s mut Statement<'c>,
    next: usize,
}

impl RowParameters<'_, '_> {
    pub(crate) fn push(&mut self, value: impl ToSql) -> rusqlite::Result<()> {
        self.next += 1;
        self.statement.raw_bind_parameter(self.next, value)
    }
}

/// Inserts rows; `bind` pushes the values of one.
///
/// Say `INSERT OR ROLLBACK` where a conflict is a bug: without it SQLite copies every page it is about to change, to be
/// able to undo the one statement. A failure ends the whole transaction either way.
///
/// `head` is the statement up to and including `VALUES `, `tail` what follows the rows, `columns` how many a row has.
pub(crate) fn insert_all<T>(
    tx: &Transaction<'_>,
    (head, columns, tail): (&str, usize, &str),
    rows: &[T],
    mut bind: impl FnMut(&mut RowParameters<'_, '_>, &T) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let together = (PARAMETERS / columns).max(1);
    let mut groups = rows.chunks_exact(together);
    if rows.len() >= together {
        let mut statement = tx.prepare_cached(&statement_of(head, columns, tail, together))?;
        for group in groups.by_ref() {
            insert_group(&mut statement, group, &mut bind)?;
        }
    }
    let rest = groups.remainder();
    if !rest.is_empty() {
        let mut statement = tx.prepare_cached(&statement_of(head, columns, tail, 1))?;
        for row in rest {
            insert_group(&mut statement, std::slice::from_ref(row), &mut bind)?;
        }
    }
    Ok(())
}

fn insert_group<T>(
    statement: &mut Statement<'_>,
    group: &[T],
    bind: &mut impl FnMut(&mut RowParameters<'_, '_>, &T) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut parameters = RowParameters { statement, next: 0 };
    for row in group {
        bind(&mut parameters, row)?;
    }
    statement.raw_execute()?;
    Ok(())
}

fn statement_of(head: &str, columns: usize, tail: &str, rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(","));
    format!("{head}{}{tail}", vec![row; rows].join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_arrives_whatever_their_number() {
        for count in [0, 1, 449, 450, 451, 1_000] {
            let mut connection = rusqlite::Connection::open_in_memory().unwrap();
            connection.execute_batch("CREATE TABLE t (a, b)").unwrap();
            let tx = connection.transaction().unwrap();
            let rows: Vec<i64> = (0..count).collect();
            let statement = ("INSERT INTO t (a, b) VALUES ", 2, "");
            insert_all(&tx, statement, &rows, |row, n| {
                row.push(n)?;
                row.push(2 * n)?;
                Ok(())
            })
            .unwrap();
            let (found, sum): (i64, i64) = tx
                .query_row(
                    "SELECT COUNT(*), COALESCE(SUM(b - a), 0) FROM t",
                    [],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .unwrap();
            assert_eq!((found, sum), (count, rows.iter().sum()));
        }
    }
}
