//! SQLite: codes of enumerators, waves, devices and forms to numbers, adding those that are new.

use crate::error::StoreError;
use crate::record::FactInput;
use crate::record::codes::{CodeMap, EachKind, Numbers, RowSymbols};
use rusqlite::{OptionalExtension, Transaction, params};

/// The codes looked up so far. Codes are never removed, so that a number once seen stays right.
#[derive(Debug, Default)]
pub(crate) struct Codes(EachKind<CodeMap>);

/// A table of codes.
struct Table {
    find: &'static str,
    insert: &'static str,
}

const TABLES: EachKind<Table> = [ENUMERATOR, WAVE, DEVICE, FORM, FORM_VERSION];
const ENUMERATOR: Table = Table {
    find: "SELECT enumerator_id FROM enumerator WHERE code = ?1",
    insert: "INSERT INTO enumerator (code, in_roster) VALUES (?1, 0)",
};
const WAVE: Table = Table {
    find: "SELECT wave_id FROM wave WHERE code = ?1",
    insert: "INSERT INTO wave (code) VALUES (?1)",
};
const DEVICE: Table = Table {
    find: "SELECT device_id FROM device WHERE code = ?1",
    insert: "INSERT INTO device (code) VALUES (?1)",
};
const FORM: Table = Table {
    find: "SELECT form_id FROM form WHERE code = ?1",
    insert: "INSERT INTO form (code) VALUES (?1)",
};
const FORM_VERSION: Table = Table {
    find: "SELECT form_version_id FROM form_version WHERE code = ?1",
    insert: "INSERT INTO form_version (code) VALUES (?1)",
};

impl Codes {
    /// The numbers of all codes of these rows.
    pub(crate) fn numbers<'a>(
        &mut self,
        tx: &Transaction<'_>,
        rows: impl Iterator<Item = (RowSymbols, &'a FactInput)>,
    ) -> Result<Numbers, StoreError> {
        let mut numbers = Numbers::default();
        for (kind, wanted) in Numbers::wanted(rows).into_iter().enumerate() {
            for (symbol, code) in wanted {
                let number = find(tx, &mut self.0[kind], &TABLES[kind], code)?;
                numbers.set(kind, symbol, number);
            }
        }
        Ok(numbers)
    }
}

fn find(
    tx: &Transaction<'_>,
    known: &mut CodeMap,
    table: &Table,
    code: &str,
) -> Result<i32, StoreError> {
    if let Some(id) = known.get(code) {
        return Ok(*id);
    }
    let on_file = tx
        .prepare_cached(table.find)?
        .query_row([code], |row| row.get(0))
        .optional()?;
    let id = match on_file {
        Some(id) => id,
        None => {
            // The primary key is the row id: SQLite takes the largest plus one.
            tx.prepare_cached(table.insert)?.execute(params![code])?;
            i32::try_from(tx.last_insert_rowid())
                .map_err(|_| StoreError::other("more than 2,147,483,647 codes"))?
        }
    };
    known.insert(code.to_owned(), id);
    Ok(id)
}
