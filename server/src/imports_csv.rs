//! imports.csv: every import that changed something, newest first, for the page's download. Made piece by piece.

use crate::spreadsheet::for_spreadsheet;
use domain::time::EpochMs;
use store::{Db, RunRow, StoreError};

/// Imports a piece.
const PIECE_RUNS: u32 = 1_000;

/// Why a piece could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PieceError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A line cannot be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

/// The header line. Times are UTC; a blank one is an import that runs, or was interrupted.
pub const HEADER: &str = "import,kind,source,actor,started_at,finished_at,read,accepted,unchanged,updated,quarantined,sha256\n";

/// The lines of the imports before `before`, and the `before` of the next piece; `None` at the end.
pub async fn piece(db: &Db, before: i32) -> Result<Option<(Vec<u8>, i32)>, PieceError> {
    let runs = db.list_runs_before(before, PIECE_RUNS).await?;
    let Some(last) = runs.last() else {
        return Ok(None);
    };
    let before = last.run_id;
    let mut out = csv::Writer::from_writer(Vec::new());
    for run in &runs {
        out.write_record(line(run))?;
    }
    let lines = out
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(Some((lines, before)))
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
