//! quarantine.csv: every row that could not be taken, what it was, why, and the row itself; for the export and for the
//! page's download. Made piece by piece: a quarantine may be larger than memory.

use crate::csv_pieces::{Piece, lines};
use crate::spreadsheet::for_spreadsheet;
use store::{Db, QuarantineFilter, QuarantineRow};

/// Rows a piece.
const PIECE_ROWS: u32 = 1_000;

/// The header line.
pub const HEADER: &str =
    "kind,source,row_number,reason_code,reason,first_seen_at,last_seen_at,row\n";

/// The lines of the rows that are meant, after row `after` (0: from the first), in order of arrival, and the `after` of the next piece;
/// `None` at the end. Without `sees_rows` what quotes the row, and the row itself, are blank.
pub async fn piece(db: &Db, filter: &QuarantineFilter, after: i64, sees_rows: bool) -> Piece<i64> {
    let rows = db.list_quarantine_for(filter, after, PIECE_ROWS).await?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    let line = |row| line(row, sees_rows);
    Ok(Some((lines(rows.iter().map(line))?, last.quarantine_id)))
}

fn line(row: &QuarantineRow, sees_rows: bool) -> [String; 8] {
    let told = |text: String| Some(text).filter(|_| sees_rows).unwrap_or_default();
    [
        row.kind.code().to_owned(),
        for_spreadsheet(&row.source_name),
        row.row_number.to_string(),
        row.reason_code.clone(),
        told(row.reason.clone()),
        row.first_seen_at.to_rfc3339().unwrap_or_default(),
        row.last_seen_at.to_rfc3339().unwrap_or_default(),
        told(for_spreadsheet(&String::from_utf8_lossy(&row.body))),
    ]
}
