//! `fieldwatch reprocess`

use super::progress::Progress;
use super::{Failure, Outcome, import};
use crate::clock::Clock;
use crate::ingest::reprocess::reprocess_all;
use domain::audit::{Action, Entry};
use domain::number::grouped;
use store::Db;

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Every submission, not only what is waiting to be rolled up.
    #[arg(long)]
    all: bool,
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
    let entry = Entry::new(clock.now(), &super::by(), Action::Reprocessed).saying(format!(
        "everything: read={} kept={}",
        done.read,
        done.kept_as_they_were.len()
    ));
    db.note(&[entry]).await?;
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
