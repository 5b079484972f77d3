//! quarantine.csv: every row that could not be taken, what it was, why, and the row itself; for the export and for the
//! page's download. Made piece by piece: a quarantine may be larger than memory.

use crate::spreadsheet::for_spreadsheet;
use store::{Db, QuarantineFilter, StoreError};

/// Rows a piece.
const PIECE_ROWS: u32 = 1_000;

/// Why a piece could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PieceError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row cannot be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

/// The header line.
pub const HEADER: &str =
    "kind,source,row_number,reason_code,reason,first_seen_at,last_seen_at,row\n";

/// The lines of the rows that are meant, after row `after` (0: from the first), in order of arrival, and the `after` of the next piece;
/// `None` at the end.
pub async fn piece(
    db: &Db,
    filter: &QuarantineFilter,
    after: i64,
) -> Result<Option<(Vec<u8>, i64)>, PieceError> {
    let rows = db.list_quarantine_for(filter, after, PIECE_ROWS).await?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    let after = last.quarantine_id;
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in &rows {
        out.write_record([
            row.kind.code(),
            &for_spreadsheet(&row.source_name),
            &row.row_number.to_string(),
            &row.reason_code,
            &row.reason,
            &row.first_seen_at.to_rfc3339().unwrap_or_default(),
            &row.last_seen_at.to_rfc3339().unwrap_or_default(),
            &for_spreadsheet(&String::from_utf8_lossy(&row.body)),
        ])?;
    }
    let lines = out
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(Some((lines, after)))
}
