//! `fieldwatch subject`: what one household asks about its data.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::retention::archive;
use crate::subject::{Correction, Deletion, Household, Seen, correct, delete, find, to_json};
use domain::submission::Column;
use std::io::Read;
use std::path::PathBuf;
use store::Db;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Shows what is held about a household, in numbers.
    Find(Which),
    /// Writes everything that is held about a household as JSON.
    Export(ExportArguments),
    /// Records a correction beside the verbatim row, and derives the fact again.
    Correct(CorrectArguments),
    /// Deletes everything that is held about a household. Counts stay, and what was deleted does not come back.
    Delete(DeleteArguments),
}

#[derive(clap::Args)]
#[group(skip)]
pub struct Which {
    /// The household's reference; - reads it from standard input, for a command line can be read by everybody on the machine.
    reference: String,
    /// The code of its union council: references are unique there only.
    #[arg(long, value_name = "CODE")]
    area: String,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct ExportArguments {
    #[command(flatten)]
    which: Which,
    /// The file to write, for its owner's eyes alone; without it, standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct CorrectArguments {
    #[command(flatten)]
    which: Which,
    /// The submission in which it is corrected, as export shows it.
    #[arg(long, value_name = "ID")]
    submission: String,
    /// The column of the canonical format, such as household_size.
    #[arg(long)]
    field: String,
    /// What it should read.
    #[arg(
        long,
        conflicts_with = "take_back",
        required_unless_present = "take_back"
    )]
    value: Option<String>,
    /// Takes the correction before back: what the row says holds again.
    #[arg(long)]
    take_back: bool,
    /// Who asked, and where it is on file.
    #[arg(long)]
    reason: String,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct DeleteArguments {
    #[command(flatten)]
    which: Which,
    /// Who asked, and where it is on file. It stands in the audit trail: no names.
    #[arg(long)]
    reason: String,
    /// The reference again, so that no other household is deleted by a slip.
    #[arg(long, value_name = "REFERENCE")]
    confirm: String,
}

impl Which {
    fn household(&self) -> Result<Household, Failure> {
        let mut reference = self.reference.clone();
        if reference == "-" {
            reference.clear();
            std::io::stdin()
                .take(10_000)
                .read_to_string(&mut reference)?;
        }
        Ok(Household::of(&self.area, &reference)?)
    }
}

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    let by = super::stamp(clock);
    match command {
        Command::Find(which) => {
            let found = find(db, &which.household()?, Seen::Found, &by).await?;
            let revisions: usize = found
                .submissions
                .iter()
                .map(|(one, _)| one.revisions.len())
                .sum();
            let trails: usize = found
                .submissions
                .iter()
                .map(|(one, _)| one.trails.len())
                .sum();
            let flags: usize = found.submissions.iter().map(|(_, flags)| flags.len()).sum();
            println!(
                "submissions {} · revisions {revisions} · parts of trails {trails} · flags {flags} · listed {} · quarantined {} · waiting {} · spot \
                 checks {} · entries of the audit trail {}",
                found.submissions.len(),
                found.listed.len(),
                found.quarantined.len(),
                found.waiting,
                found.spot_checks.len(),
                found.entries.len()
            );
            if found.perhaps > 0 {
                println!(
                    "{} rows of the quarantine hold the reference and not the area's code: look at them by hand.",
                    found.perhaps
                );
            }
            for (held, _) in &found.submissions {
                let day = held.fact.as_ref().map(|fact| fact.survey_day.to_string());
                println!("  {} of {}", held.submission_id, day.unwrap_or_default());
            }
            Ok(0)
        }
        Command::Export(arguments) => {
            let found = find(db, &arguments.which.household()?, Seen::Exported, &by).await?;
            match arguments.output {
                Some(file) => archive::write_json(&file, &to_json(&found))?,
                None => println!("{:#}", to_json(&found)),
            }
            Ok(0)
        }
        Command::Correct(arguments) => {
            let household = arguments.which.household()?;
            if !Column::CORRECTABLE
                .iter()
                .any(|one| one.name() == arguments.field)
            {
                let names: Vec<&str> = Column::CORRECTABLE.iter().map(|one| one.name()).collect();
                return Err(Failure::new(format!(
                    "{} cannot be corrected here. Choose one of: {}.",
                    arguments.field,
                    names.join(", ")
                )));
            }
            let asked = Correction {
                confirmed: household.reference.clone(),
                household,
                submission_id: arguments.submission,
                field: arguments.field,
                value: arguments.value,
                reason: arguments.reason,
            };
            correct(db, clock.zone(), &asked, &by).await?;
            super::derive(db, clock).await?;
            println!("Recorded beside the row, and the fact was derived again.");
            Ok(0)
        }
        Command::Delete(arguments) => {
            let asked = Deletion {
                household: arguments.which.household()?,
                confirmed: arguments.confirm,
                reason: arguments.reason,
            };
            let deleted = delete(db, &asked, &by).await?;
            super::derive(db, clock).await?;
            println!(
                "deleted: submissions {} · revisions {} · parts of trails {} · listed {} · quarantined {} · flags {} · visits of spot checks {}",
                deleted.erased.submissions,
                deleted.erased.revisions,
                deleted.erased.trails,
                deleted.listed,
                deleted.quarantined,
                deleted.flags,
                deleted.erased.spot_visits
            );
            println!(
                "Counts of coverage stay, a keyed hash of each submission's id, and the entries of the audit trail. Backups and archives keep \
                 what they hold until their time is over."
            );
            Ok(0)
        }
    }
}
