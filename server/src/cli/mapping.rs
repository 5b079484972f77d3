//! `fieldwatch mapping suggest`

use super::import::read_start;
use super::{Failure, Outcome};
use crate::ingest::formats::suggest::suggest;
use std::path::PathBuf;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Drafts a mapping file from a file's own names, on standard output. Its guesses are marked: look through them.
    Suggest {
        /// A file exported by the collection tool.
        file: PathBuf,
    },
}

pub fn run(command: &Command) -> Outcome {
    let Command::Suggest { file } = command;
    let draft = suggest(&read_start(file)?)
        .map_err(|reason| Failure::new(format!("{}: {reason}", file.display())))?;
    print!("{draft}");
    Ok(0)
}
