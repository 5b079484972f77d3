//! PostgreSQL: codes of enumerators, waves, devices and forms to numbers, adding those that are new.

use crate::error::StoreError;
use crate::record::FactInput;
use crate::record::codes::{CodeMap, EachKind, Numbers, RowSymbols};
use sqlx::PgConnection;
use std::collections::BTreeSet;

/// The codes looked up so far. Codes are never removed, so that a number once seen stays right.
#[derive(Debug, Default)]
pub(crate) struct Codes(EachKind<CodeMap>);

/// A table of codes.
struct Table {
    find: &'static str,
    last: &'static str,
    insert: &'static str,
}

const TABLES: EachKind<Table> = [ENUMERATOR, WAVE, DEVICE, FORM, FORM_VERSION];
const ENUMERATOR: Table = Table {
    find: "SELECT code, enumerator_id FROM enumerator WHERE code = ANY($1)",
    last: "SELECT COALESCE(MAX(enumerator_id), 0) FROM enumerator",
    insert: "INSERT INTO enumerator (enumerator_id, code, in_roster) \
             SELECT id, code, FALSE FROM unnest($1::INTEGER[], $2::TEXT[]) AS new (id, code)",
};
const WAVE: Table = Table {
    find: "SELECT code, wave_id FROM wave WHERE code = ANY($1)",
    last: "SELECT COALESCE(MAX(wave_id), 0) FROM wave",
    insert: "INSERT INTO wave (wave_id, code) SELECT id, code FROM unnest($1::INTEGER[], $2::TEXT[]) AS new (id, code)",
};
const DEVICE: Table = Table {
    find: "SELECT code, device_id FROM device WHERE code = ANY($1)",
    last: "SELECT COALESCE(MAX(device_id), 0) FROM device",
    insert: "INSERT INTO device (device_id, code) SELECT id, code FROM unnest($1::INTEGER[], $2::TEXT[]) AS new (id, code)",
};
const FORM: Table = Table {
    find: "SELECT code, form_id FROM form WHERE code = ANY($1)",
    last: "SELECT COALESCE(MAX(form_id), 0) FROM form",
    insert: "INSERT INTO form (form_id, code) SELECT id, code FROM unnest($1::INTEGER[], $2::TEXT[]) AS new (id, code)",
};
const FORM_VERSION: Table = Table {
    find: "SELECT code, form_version_id FROM form_version WHERE code = ANY($1)",
    last: "SELECT COALESCE(MAX(form_version_id), 0) FROM form_version",
    insert: "INSERT INTO form_version (form_version_id, code) \
             SELECT id, code FROM unnest($1::INTEGER[], $2::TEXT[]) AS new (id, code)",
};

impl Codes {
    /// The numbers of all codes of these rows.
    pub(crate) async fn numbers<'a>(
        &mut self,
        connection: &mut PgConnection,
        rows: impl Iterator<Item = (RowSymbols, &'a FactInput)>,
    ) -> Result<Numbers, StoreError> {
        let mut numbers = Numbers::default();
        for (kind, wanted) in Numbers::wanted(rows).into_iter().enumerate() {
            let known = &mut self.0[kind];
            let codes = wanted.iter().map(|(_, code)| *code);
            load(connection, known, &TABLES[kind], codes).await?;
            for (symbol, code) in wanted {
                numbers.set(kind, symbol, get(known, code)?);
            }
        }
        Ok(numbers)
    }
}

fn get(known: &CodeMap, code: &str) -> Result<i32, StoreError> {
    known
        .get(code)
        .copied()
        .ok_or_else(|| StoreError::other("a code that was not looked up"))
}

async fn load<'a>(
    connection: &mut PgConnection,
    known: &mut CodeMap,
    table: &Table,
    codes: impl Iterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let mut wanted: BTreeSet<&str> = codes.filter(|code| !known.contains_key(*code)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let list: Vec<&str> = wanted.iter().copied().collect();
    let on_file: Vec<(String, i32)> = sqlx::query_as(table.find)
        .bind(list)
        .fetch_all(&mut *connection)
        .await?;
    for (code, id) in on_file {
        wanted.remove(code.as_str());
        known.insert(code, id);
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let last: i32 = sqlx::query_scalar(table.last)
        .fetch_one(&mut *connection)
        .await?;
    let codes: Vec<&str> = wanted.into_iter().collect();
    let ids: Vec<i32> = (last + 1..).take(codes.len()).collect();
    sqlx::query(table.insert)
        .bind(&ids)
        .bind(&codes)
        .execute(&mut *connection)
        .await?;
    known.extend(codes.into_iter().map(str::to_owned).zip(ids));
    Ok(())
}
