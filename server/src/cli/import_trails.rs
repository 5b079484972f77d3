//! `fieldwatch import submissions` of a file that holds trails.

use super::Failure;
use super::import::{job, named};
use super::progress::Progress;
use crate::clock::Clock;
use crate::ingest::summary::ImportSummary;
use crate::ingest::trails::columns::Columns;
use crate::ingest::trails::import::{self, Seen, TrailImport};
use std::fs::File;
use std::path::Path;
use store::Db;

/// Imports one trail and says what it was recognised as.
pub async fn trail(
    db: &Db,
    clock: &Clock,
    path: &Path,
    columns: Columns,
    (file, size): (Seen<File>, Option<u64>),
) -> Result<ImportSummary, Failure> {
    println!(
        "{}: recognised as {} ({})",
        path.display(),
        columns.source.title(),
        columns.because()
    );
    let trail =
        import::open(file, columns, &path.to_string_lossy()).map_err(|error| named(path, error))?;
    let progress = Progress::begin(&path.display().to_string(), size);
    let mut run = TrailImport::new(db, job(path, clock));
    let added = run.add(trail, progress.counter()).await;
    drop(progress);
    // What was read before a fault is recorded: importing again goes on from there.
    let finished = run.finish().await;
    added.map_err(|error| named(path, error))?;
    finished.map_err(|error| named(path, error))
}
