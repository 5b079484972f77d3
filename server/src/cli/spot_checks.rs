//! `fieldwatch spot-checks`: what spot checks ask, and days without field work.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::export::{Cell, Table};
use crate::spot_checks::question_file;
use domain::area::{Area, AreaId, Level};
use domain::lang::Lang;
use domain::spot_check::{LONGEST_WORDS, Words, check_holiday};
use domain::time::SurveyDay;
use std::path::PathBuf;
use store::Db;
use store::spot_checks::{NewHoliday, NewQuestionSet, QuestionsSet};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Writes the questions that a wave's next draw asks as CSV, or sets them. Draws that were made keep theirs.
    Questions(Questions),
    /// Days without field work beside Sundays: no visit becomes late by them.
    #[command(subcommand)]
    Holidays(Holidays),
}

#[derive(clap::Subcommand)]
pub enum Holidays {
    /// Writes them as CSV, by day.
    List,
    /// Adds one.
    Add {
        #[command(flatten)]
        which: Which,
        /// What it is called, in English.
        #[arg(long)]
        name: String,
        /// What it is called, in Urdu.
        #[arg(long, default_value = "")]
        name_ur: String,
    },
    /// Takes one out.
    Remove {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(clap::Args)]
#[group(skip)]
pub struct Which {
    /// The day, such as 2026-11-09.
    day: String,
    /// The code of its district; without it, the whole survey.
    #[arg(long, value_name = "CODE")]
    district: Option<String>,
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
        Command::Holidays(what) => holidays(db, clock, what).await,
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

async fn holidays(db: &Db, clock: &Clock, what: Holidays) -> Outcome {
    let areas = db.load_areas().await?;
    let held = db.spot_holidays().await?;
    match what {
        Holidays::List => {
            let code = |id| areas.iter().find(|area| area.id == id);
            let rows = held.iter().map(|one| {
                let district = one.area.and_then(code).map(|area| area.code.as_str());
                vec![
                    Cell::Text(one.day.to_string()),
                    Cell::text(district),
                    Cell::Text(one.words.en.clone()),
                    Cell::filled(&one.words.ur),
                ]
            });
            let columns = ["day", "district_code", "name", "name_ur"];
            let csv = Table::of("holidays", columns, rows.collect()).csv()?;
            print!("{}", String::from_utf8_lossy(&csv));
        }
        Holidays::Add {
            which,
            name,
            name_ur,
        } => {
            let (day, area) = which.read(&areas)?;
            let words = Words {
                en: name.trim().to_owned(),
                ur: name_ur.trim().to_owned(),
            };
            if check_holiday(&words).is_err() {
                return Err(Failure::new(format!(
                    "A holiday has an English name of at most {LONGEST_WORDS} characters: give it with --name."
                )));
            }
            let new = NewHoliday {
                area,
                day,
                words,
                at: clock.now(),
                actor: "command line".to_owned(),
            };
            match db.add_spot_holiday(&new, &super::by()).await? {
                true => println!("{day} is a holiday."),
                false => {
                    return Err(Failure::new(format!(
                        "{day} is a holiday there already: nothing was changed. Take it out first to name it otherwise."
                    )));
                }
            }
        }
        Holidays::Remove { which } => {
            let (day, area) = which.read(&areas)?;
            let found = held.iter().find(|one| one.day == day && one.area == area);
            let removed = match found {
                Some(one) => {
                    db.remove_spot_holiday(one.id, clock.now(), &super::by())
                        .await?
                }
                None => false,
            };
            if !removed {
                return Err(Failure::new(format!(
                    "{day} is no holiday there. fieldwatch spot-checks holidays list says which are."
                )));
            }
            println!("{day} is no holiday any more.");
        }
    }
    Ok(0)
}

impl Which {
    /// The day, and the key of the district if there is one.
    fn read(&self, areas: &[Area]) -> Result<(SurveyDay, Option<AreaId>), Failure> {
        let day = SurveyDay::parse(&self.day).ok_or_else(|| {
            Failure::new(format!(
                "\"{}\" is no day. Write it like 2026-11-09.",
                self.day
            ))
        })?;
        let Some(code) = &self.district else {
            return Ok((day, None));
        };
        let district = areas
            .iter()
            .find(|area| area.code == *code && area.level == Level::District);
        let district = district.ok_or_else(|| {
            Failure::new(format!(
                "No district has the code {code}. Correct it, or leave it out for the whole survey."
            ))
        })?;
        Ok((day, Some(district.id)))
    }
}
