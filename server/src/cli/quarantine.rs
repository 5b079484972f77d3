//! `fieldwatch quarantine replay`

use super::progress::Progress;
use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::ingest::formats::mapping::Mapping;
use crate::ingest::push::Reading;
use crate::ingest::replay::{Mended, Replayed, replay};
use domain::audit::Stamp;
use domain::number::grouped;
use std::path::PathBuf;
use std::sync::Arc;
use store::{Db, QuarantineFilter, RunKind};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Reads rows that could not be taken again, after areas or a mapping were mended. What is taken leaves the quarantine.
    Replay(ReplayArguments),
}

#[derive(clap::Args)]
#[group(skip)]
pub struct ReplayArguments {
    /// Only rows of this kind: submissions, targets or roster.
    #[arg(long, value_parser = kind)]
    kind: Option<RunKind>,
    /// Only rows with this reason's code, as `fieldwatch export quarantine` writes it, such as unknown_area.
    #[arg(long)]
    reason: Option<String>,
    /// Only rows of this import: the number in the address of its page.
    #[arg(long)]
    import: Option<i32>,
    /// The mended mapping (TOML) for rows of another tool's files; without it, the one they came with.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// The zone of times that name none, such as Asia/Karachi; without it, the one that was told at the import.
    #[arg(long)]
    zone: Option<String>,
}

fn kind(code: &str) -> Result<RunKind, String> {
    RunKind::from_code(code).ok_or_else(|| {
        let known: Vec<&str> = RunKind::ALL.into_iter().map(RunKind::code).collect();
        format!("choose one of: {}", known.join(", "))
    })
}

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    let Command::Replay(arguments) = command;
    let mapping = arguments.mapping.as_deref().map(Mapping::from_file);
    let mended = Mended {
        mapping: mapping.transpose().map_err(Failure::new)?.map(Arc::new),
        zone: arguments.zone,
    };
    if let Some(import) = arguments.import
        && db.find_run(import).await?.is_none()
    {
        return Err(Failure::new(format!(
            "There is no import {import}. Its number stands in the address of its page, after /imports/."
        )));
    }
    let filter = QuarantineFilter {
        kind: arguments.kind,
        reason_code: arguments.reason,
        run_id: arguments.import,
    };
    let reading = Arc::new(Reading::load(db, clock.zone()).await?);
    let by = Stamp {
        by: super::by(),
        at: clock.now(),
    };
    let progress = Progress::begin("replaying", None);
    let replayed = replay(db, reading, &filter, &mended, &by, &progress.counter()).await;
    drop(progress);
    let replayed = replayed?;
    super::derive(db, clock).await?;
    Ok(say(&replayed))
}

/// Prints what became of the rows and answers the exit code.
fn say(replayed: &Replayed) -> u8 {
    for left in &replayed.left_alone {
        println!(
            "{} (import {}): {} left as they are: {}",
            left.source_name,
            left.run_id,
            match left.rows {
                1 => "1 row".to_owned(),
                rows => format!("{} rows", grouped(rows)),
            },
            left.reason
        );
    }
    let rows = &replayed.rows;
    let still = replayed.still();
    let see = if still > 0 {
        " (see them with: fieldwatch export quarantine)"
    } else {
        ""
    };
    println!(
        "replayed {} · accepted {} · unchanged {} · updated {} · still quarantined {}{see}",
        grouped(rows.read),
        grouped(rows.accepted),
        grouped(rows.unchanged),
        grouped(rows.updated),
        grouped(still),
    );
    if still > 0 { 3 } else { 0 }
}
