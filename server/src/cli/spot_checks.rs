//! `fieldwatch spot-checks`: what spot checks ask.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::spot_checks::question_file;
use domain::lang::Lang;
use std::path::PathBuf;
use store::Db;
use store::spot_checks::{NewQuestionSet, QuestionsSet};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Writes the questions that a wave's next draw asks as CSV, or sets them. Draws that were made keep theirs.
    Questions(Questions),
}

#[derive(clap::Args)]
#[group(skip)]
pub struct Questions {
    /// The wave's code; without it, the wave of submissions that name none.
    #[arg(long, default_value = "")]
    wave: String,
    /// Why: it stands in the history.
    #[arg(long)]
    reason: Option<String>,
    /// Takes the usual questions again.
    #[arg(long, conflicts_with = "file", requires = "reason")]
    usual: bool,
    /// The file with the questions; without it, those that hold are written.
    #[arg(requires = "reason")]
    file: Option<PathBuf>,
}

/// Wrong lines that are shown.
const SHOWN: usize = 20;

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    match command {
        Command::Questions(asked) => questions(db, clock, asked).await,
    }
}

async fn questions(db: &Db, clock: &Clock, asked: Questions) -> Outcome {
    let wave_id = wave_of(db, &asked.wave).await?;
    let questions = match (&asked.file, asked.usual) {
        (None, false) => {
            let held = db.spot_questions(wave_id).await?;
            let csv = question_file::table("questions", &held.questions).csv()?;
            print!("{}", String::from_utf8_lossy(&csv));
            return Ok(0);
        }
        (None, true) => None,
        (Some(path), _) => {
            let bytes = super::import::read_whole(path)?;
            let read = question_file::read(&bytes).map_err(|wrong| {
                let mut said = format!("{}: nothing was changed.", path.display());
                for problem in wrong.iter().take(SHOWN) {
                    said.push_str(&format!("\n  {}", problem.say(Lang::En)));
                }
                if wrong.len() > SHOWN {
                    said.push_str(&format!("\n  and {} more", wrong.len() - SHOWN));
                }
                Failure::new(said)
            });
            Some(read?)
        }
    };
    let reason = domain::checks::read_reason(asked.reason.as_deref().unwrap_or_default())
        .map_err(|problem| Failure::new(problem.to_string()))?;
    let count = questions.as_ref().map(Vec::len);
    let new = NewQuestionSet {
        wave_id,
        questions,
        at: clock.now(),
        actor: "command line".to_owned(),
        reason,
        seen: None,
    };
    match db.set_spot_questions(&new, &super::by()).await? {
        QuestionsSet::Set { .. } => match count {
            Some(count) => println!("{count} questions are asked from the next draw on."),
            None => println!("The usual questions are asked from the next draw on."),
        },
        QuestionsSet::Unchanged => println!("These are asked already: nothing was changed."),
        QuestionsSet::ChangedSince => {
            return Err(Failure::new(
                "Somebody has set other questions at the same moment: look at them, and try again.",
            ));
        }
    }
    Ok(0)
}

/// The key of a wave that somebody named.
async fn wave_of(db: &Db, code: &str) -> Result<i32, Failure> {
    let waves = db.waves().await?;
    if let Some((wave_id, _)) = waves.iter().find(|(_, known)| known == code) {
        return Ok(*wave_id);
    }
    let known: Vec<&str> = waves.iter().map(|(_, code)| code.as_str()).collect();
    let known: Vec<&str> = known.into_iter().filter(|code| !code.is_empty()).collect();
    Err(Failure::new(match known.as_slice() {
        [] => format!(
            "There is no wave \"{code}\": no wave is on file yet. Import targets or submissions that name it first."
        ),
        known => format!(
            "There is no wave \"{code}\". Known are: {}.",
            known.join(", ")
        ),
    }))
}
