//! `fieldwatch check`, `reprocess`

use super::progress::Progress;
use super::{Failure, Outcome, import};
use crate::clock::Clock;
use crate::ingest::reprocess::reprocess_all;
use crate::site::load_cube;
use domain::number::grouped;
use store::Db;

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Every submission, not only what is waiting to be rolled up.
    #[arg(long)]
    all: bool,
}

pub async fn check(db: &Db) -> Outcome {
    let version = db.schema_version().await?;
    let cube = load_cube(db).await?;
    let areas = db.load_areas().await?.len() as u64;
    println!("{}: schema version {}", db.name(), version.found);
    println!("areas: {}", grouped(areas));
    if let Some(root) = cube.root() {
        let open = domain::cube::Period {
            wave: None,
            from: None,
            to: domain::time::SurveyDay(i32::MAX),
        };
        let summary = cube.summary(root.id, &open);
        println!(
            "submissions: {}",
            grouped(u64::from(summary.counts.submissions()))
        );
        println!(
            "households complete: {}",
            grouped(u64::from(summary.counts.complete))
        );
    }
    let quarantined: u64 = db
        .count_quarantine()
        .await?
        .iter()
        .map(|count| count.rows)
        .sum();
    println!("quarantined rows: {}", grouped(quarantined));
    println!(
        "as of: {}",
        cube.as_of()
            .and_then(|at| at.to_rfc3339())
            .unwrap_or_else(|| "nothing received yet".to_owned())
    );
    if db.has_dirty_cells().await? {
        println!("Some cells wait to be rolled up; serve does it, or: fieldwatch reprocess");
    }
    Ok(0)
}

pub async fn reprocess(db: &Db, clock: &Clock, arguments: Arguments) -> Outcome {
    if !arguments.all {
        super::record_left_over(db, clock).await?;
        let rolled_up = db.roll_up().await?;
        super::derive(db, clock).await?;
        println!(
            "rolled up {} waiting cells; --all derives everything again",
            grouped(rolled_up.cells)
        );
        return Ok(0);
    }
    let context = import::context(db, clock).await?;
    let progress = Progress::begin("reprocessing", None);
    let done = reprocess_all(db, &context, &progress.counter()).await;
    drop(progress);
    let done = done?;
    // Rows that were pushed before waited for the facts to follow this program's rules.
    super::record_left_over(db, clock).await?;
    super::derive(db, clock).await?;
    println!(
        "read {} · kept as they were {}",
        grouped(done.read),
        grouped(done.kept_as_they_were.len() as u64)
    );
    for (id, reason) in done.kept_as_they_were.iter().take(20) {
        println!("  {id}: {reason}");
    }
    if done.kept_as_they_were.is_empty() {
        Ok(0)
    } else {
        Err(Failure::new(
            "Some submissions can no longer be read as they are configured; their facts stay as they were.",
        ))
    }
}
