//! What households said, as it stands in the tables: one function a table opens it, one writes it. Whatever else is done to contents at rest
//! is done here.

use crate::error::StoreError;

/// The verbatim row of a revision, as `raw_submission.body` has it.
pub(crate) fn open_raw(body: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    Ok(body)
}

/// Lines of a trail, compressed, as `raw_trail.body` has them.
pub(crate) fn open_trail(body: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    Ok(body)
}

/// A row that could not be taken, as `quarantine.body` has it.
pub(crate) fn open_quarantined(body: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    Ok(body)
}

/// A corrected value, as `correction.value` is to have it.
pub(crate) fn correction_value(value: &str) -> Vec<u8> {
    value.as_bytes().to_vec()
}

/// … and as it reads.
pub(crate) fn open_correction(value: Vec<u8>) -> Result<String, StoreError> {
    String::from_utf8(value).map_err(|_| StoreError::Corrupt {
        detail: "a corrected value is no text".to_owned(),
    })
}
