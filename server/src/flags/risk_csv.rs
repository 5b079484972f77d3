//! risk.csv (FORMATS.md): one line an enumerator, wave and tehsil, for the export and for the page's download.

use crate::csv_pieces::{Piece, lines};
use crate::spreadsheet::for_spreadsheet;
use domain::area::AreaId;
use domain::cube::Cube;
use domain::risk::Contribution;
use store::Db;
use store::flags::RiskLine;

/// Lines a piece.
const PIECE_LINES: u32 = 500;

/// The header line.
pub const HEADER: &str = "enumerator_code,tehsil_code,interviews,score,rank,contributions\n";

/// The lines from `offset` on, those of the tehsils in an area, and where the next piece begins; `None` at the end.
pub async fn piece(db: &Db, cube: &Cube, area: AreaId, offset: u32) -> Piece<u32> {
    let rows = db.list_risks(area, offset, PIECE_LINES).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let next = offset + rows.len() as u32;
    Ok(Some((lines(rows.iter().map(|row| line(cube, row)))?, next)))
}

fn line(cube: &Cube, row: &RiskLine) -> [String; 6] {
    let tehsil = cube.by_id(row.risk.tehsil_id);
    [
        for_spreadsheet(&row.enumerator_code),
        tehsil.map_or_else(String::new, |area| for_spreadsheet(&area.code)),
        row.risk.interviews.to_string(),
        format!("{:.2}", row.risk.score),
        row.risk.place.to_string(),
        points(&row.risk.reasons),
    ]
}

/// Points by check, as JSON.
fn points(reasons: &str) -> String {
    let reasons: Vec<Contribution> = serde_json::from_str(reasons).unwrap_or_default();
    let by_check: serde_json::Map<String, serde_json::Value> = reasons
        .iter()
        .map(|reason| {
            let points = (reason.points * 100.0).round() / 100.0;
            (reason.check.code().to_owned(), points.into())
        })
        .collect();
    serde_json::Value::Object(by_check).to_string()
}
