//! PostgreSQL: codes of enumerators, waves, devices and forms to numbers, adding those that are new.

use crate::error::StoreError;
use crate::record::hash::CodeMap;
use crate::record::{FactInput, Origin, ResolvedFact};
use sqlx::PgConnection;
use std::collections::BTreeSet;

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
    last: &'static str,
    insert: &'static str,
}

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
    /// Looks up the codes of a batch's facts and adds those that are new.
    pub(crate) async fn load<'a>(
        &mut self,
        connection: &mut PgConnection,
        inputs: impl Iterator<Item = &'a FactInput> + Clone,
    ) -> Result<(), StoreError> {
        let enumerators = inputs.clone().map(|input| input.enumerator_code.as_str());
        load(connection, &mut self.enumerators, &ENUMERATOR, enumerators).await?;
        let waves = inputs
            .clone()
            .filter_map(|input| input.wave_code.as_deref());
        load(connection, &mut self.waves, &WAVE, waves).await?;
        let devices = inputs
            .clone()
            .filter_map(|input| input.device_code.as_deref());
        load(connection, &mut self.devices, &DEVICE, devices).await?;
        let forms = inputs
            .clone()
            .filter_map(|input| input.form_code.as_deref());
        load(connection, &mut self.forms, &FORM, forms).await?;
        let versions = inputs.filter_map(|input| input.form_version.as_deref());
        load(connection, &mut self.form_versions, &FORM_VERSION, versions).await
    }

    /// A fact ready to be loaded; its codes have gone through [`Codes::load`].
    pub(crate) fn resolve<'a>(
        &self,
        origin: Origin,
        counted: bool,
        input: &'a FactInput,
    ) -> Result<ResolvedFact<'a>, StoreError> {
        Ok(ResolvedFact {
            origin,
            enumerator_id: get(&self.enumerators, &input.enumerator_code)?,
            wave_id: match &input.wave_code {
                Some(code) => get(&self.waves, code)?,
                None => 0,
            },
            device_id: get_some(&self.devices, input.device_code.as_deref())?,
            form_id: get_some(&self.forms, input.form_code.as_deref())?,
            form_version_id: get_some(&self.form_versions, input.form_version.as_deref())?,
            counted,
            resurvey_id: None,
            input,
        })
    }
}

fn get(known: &CodeMap, code: &str) -> Result<i32, StoreError> {
    known
        .get(code)
        .copied()
        .ok_or_else(|| StoreError::other("a code that was not looked up"))
}

fn get_some(known: &CodeMap, code: Option<&str>) -> Result<Option<i32>, StoreError> {
    code.map(|code| get(known, code)).transpose()
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
