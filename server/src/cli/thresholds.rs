//! `fieldwatch thresholds`: what the checks compare with, by wave and by urban or rural.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::thresholds::file;
use std::collections::HashMap;
use std::path::PathBuf;
use store::Db;
use store::thresholds::{NewChange, SaveError};

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Sets thresholds from a CSV file with the columns check, threshold, value (with its unit, or "default"), wave and setting. All lines
    /// or none.
    Import {
        /// Why: it stands in the history.
        #[arg(long)]
        reason: String,
        /// The file. `fieldwatch thresholds` writes one.
        file: PathBuf,
    },
}

/// Wrong lines that are shown.
const SHOWN: usize = 20;

pub async fn run(db: &Db, clock: &Clock, arguments: Arguments) -> Outcome {
    let waves: HashMap<String, i32> = db
        .waves()
        .await?
        .into_iter()
        .map(|(key, code)| (code, key))
        .collect();
    match arguments.command {
        None => print!("{}", file::write(&db.limits().await?.0, &waves)),
        Some(Command::Import { reason, file: path }) => {
            let bytes = super::import::read_whole(&path)?;
            let refused = |lines: Vec<String>| {
                let mut said = format!("{}: nothing was changed.", path.display());
                for line in lines.iter().take(SHOWN) {
                    said.push_str("\n  ");
                    said.push_str(line);
                }
                if lines.len() > SHOWN {
                    said.push_str(&format!("\n  and {} more", lines.len() - SHOWN));
                }
                Failure::new(said)
            };
            let reason = domain::checks::read_reason(&reason)
                .map_err(|problem| Failure::new(problem.to_string()))?;
            let lines = file::read(&bytes, &waves).map_err(refused)?;
            let change = NewChange {
                at: clock.now(),
                actor: "command line".to_owned(),
                user_id: None,
                reason,
                proposed: lines.iter().map(|line| line.proposed).collect(),
            };
            let saved = db.save_thresholds(&change, None, &super::by()).await;
            let changed = saved.map_err(|error| match &error {
                SaveError::Refused { index, problem } => {
                    let line = lines.get(*index).map_or(0, |line| line.line);
                    refused(vec![format!("Line {line}: {problem}")])
                }
                _ => Failure::from(error),
            })?;
            println!(
                "read {} · changed {changed} · unchanged {}",
                lines.len(),
                lines.len() as u64 - changed
            );
            if changed > 0 {
                println!(
                    "Everybody's work waits to be judged by them: a running server does it, or fieldwatch export flags."
                );
            }
        }
    }
    Ok(0)
}
