//! imports.csv: every import that changed something, newest first, for the page's download. Made piece by piece.

use crate::csv_pieces::{Piece, lines};
use crate::spreadsheet::for_spreadsheet;
use domain::time::EpochMs;
use store::{Db, RunRow};

/// Imports a piece.
const PIECE_RUNS: u32 = 1_000;

/// The header line. Times are UTC; a blank one is an import that runs, or was interrupted.
pub const HEADER: &str = "import,kind,source,actor,started_at,finished_at,read,accepted,unchanged,updated,quarantined,sha256\n";

/// The lines of the imports before `before`, and the `before` of the next piece; `None` at the end.
pub async fn piece(db: &Db, before: i32) -> Piece<i32> {
    let runs = db.list_runs_before(before, PIECE_RUNS).await?;
    let Some(last) = runs.last() else {
        return Ok(None);
    };
    Ok(Some((lines(runs.iter().map(line))?, last.run_id)))
}

fn line(run: &RunRow) -> [String; 12] {
    let time = |at: Option<EpochMs>| at.and_then(|at| at.to_rfc3339()).unwrap_or_default();
    let sums = run.summary;
    [
        run.run_id.to_string(),
        run.kind.code().to_owned(),
        for_spreadsheet(&run.source_name),
        for_spreadsheet(&run.actor),
        time(Some(run.started_at)),
        time(run.finished_at),
        sums.read.to_string(),
        sums.accepted.to_string(),
        sums.unchanged.to_string(),
        sums.updated.to_string(),
        sums.quarantined.to_string(),
        run.hash_in_digits().unwrap_or_default(),
    ]
}
