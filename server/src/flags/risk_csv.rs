//! risk.csv (FORMATS.md): one line an enumerator, wave and tehsil, for the export, for the page's download and for machines.

use crate::csv_pieces::{Piece, lines};
use crate::export::Cell;
use domain::area::AreaId;
use domain::cube::Cube;
use domain::risk::Contribution;
use store::flags::{RiskLine, RiskRow};
use store::{Db, StoreError};

/// Lines a piece.
const PIECE_LINES: u32 = 500;

/// The header line.
pub const HEADER: &str = "enumerator_code,tehsil_code,interviews,score,rank,contributions\n";

/// The lines from `offset` on, those of the tehsils in an area, and where the next piece begins; `None` at the end.
pub async fn piece(db: &Db, cube: &Cube, area: AreaId, offset: u32) -> Piece<u32> {
    let rows = rows(db, cube, area, offset, PIECE_LINES).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let next = offset + rows.len() as u32;
    let rows = rows.iter().map(|row| row.each_ref().map(Cell::csv));
    Ok(Some((lines(rows)?, next)))
}

/// At most `limit` lines from `offset` on, in the columns of [`HEADER`].
pub async fn rows(
    db: &Db,
    cube: &Cube,
    area: AreaId,
    offset: u32,
    limit: u32,
) -> Result<Vec<[Cell; 6]>, StoreError> {
    let rows = db.list_risks(area, offset, limit).await?;
    Ok(rows.iter().map(|row| line(cube, row)).collect())
}

fn line(cube: &Cube, row: &RiskLine) -> [Cell; 6] {
    let tehsil = cube.by_id(row.risk.tehsil_id);
    [
        Cell::text(Some(&row.enumerator_code)),
        Cell::text(tehsil.map(|area| area.code.as_str())),
        Cell::number(Some(row.risk.interviews as f64)),
        Cell::Fixed(row.risk.score, 2),
        Cell::number(Some(f64::from(row.risk.place))),
        Cell::Json(points(&row.risk)),
    ]
}

/// The signal of what was found at doors, beside the codes of checks.
const FABRICATED: &str = "spot_check_fabricated";

/// Points by check, as JSON, and those by which fabrications that were found at doors raised the score.
fn points(risk: &RiskRow) -> String {
    let reasons: Vec<Contribution> = serde_json::from_str(&risk.reasons).unwrap_or_default();
    let mut by_check: serde_json::Map<String, serde_json::Value> = reasons
        .iter()
        .map(|reason| {
            let points = (reason.points * 100.0).round() / 100.0;
            (reason.check.code().to_owned(), points.into())
        })
        .collect();
    if risk.fabricated > 0 {
        let points = ((risk.score - risk.flags_score) * 100.0).round() / 100.0;
        by_check.insert(FABRICATED.to_owned(), points.into());
    }
    serde_json::Value::Object(by_check).to_string()
}
