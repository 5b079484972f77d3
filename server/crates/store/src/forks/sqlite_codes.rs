//! SQLite: codes of enumerators, waves, devices and forms to numbers, adding those that are new.

use crate::error::StoreError;
use crate::record::hash::CodeMap;
use crate::record::{FactInput, Origin, ResolvedFact};
use rusqlite::{OptionalExtension, Transaction, params};

/// The codes looked up so far. Codes are never removed, so that a number once seen stays right.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    enumerators: CodeMap,
    waves: CodeMap,
    devices: CodeMap,
    forms: CodeMap,
    form_versions: CodeMap,
}

/// A table of codes.
struct Table {
    find: &'static str,
    insert: &'static str,
}

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
    /// A fact ready to be loaded.
    pub(crate) fn resolve<'a>(
        &mut self,
        tx: &Transaction<'_>,
        origin: Origin,
        counted: bool,
        input: &'a FactInput,
    ) -> Result<ResolvedFact<'a>, StoreError> {
        Ok(ResolvedFact {
            origin,
            enumerator_id: find(
                tx,
                &mut self.enumerators,
                &ENUMERATOR,
                &input.enumerator_code,
            )?,
            wave_id: match &input.wave_code {
                Some(code) => find(tx, &mut self.waves, &WAVE, code)?,
                None => 0,
            },
            device_id: match &input.device_code {
                Some(code) => Some(find(tx, &mut self.devices, &DEVICE, code)?),
                None => None,
            },
            form_id: match &input.form_code {
                Some(code) => Some(find(tx, &mut self.forms, &FORM, code)?),
                None => None,
            },
            form_version_id: match &input.form_version {
                Some(code) => Some(find(tx, &mut self.form_versions, &FORM_VERSION, code)?),
                None => None,
            },
            counted,
            resurvey_id: None,
            input,
        })
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
