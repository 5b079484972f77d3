//! `fieldwatch mapping suggest`

use super::import::read_start;
use super::{Failure, Outcome};
use crate::ingest::archive::Archive;
use crate::ingest::archive::plan::Plan;
use crate::ingest::formats::suggest::suggest;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Drafts a mapping file from a file's own names, on standard output. Its guesses are marked: look through them.
    Suggest {
        /// A file exported by the collection tool, or its ZIP.
        file: PathBuf,
    },
}

pub fn run(command: &Command) -> Outcome {
    let Command::Suggest { file } = command;
    let mut start = read_start(file)?;
    if Archive::is_one(&start) {
        start = start_of_main(file)?;
    }
    let draft =
        suggest(&start).map_err(|reason| Failure::new(format!("{}: {reason}", file.display())))?;
    print!("{draft}");
    Ok(0)
}

/// The beginning of an archive's file of submissions.
fn start_of_main(path: &Path) -> Result<Vec<u8>, Failure> {
    let wrong = |reason: String| Failure::new(format!("{}: {reason}", path.display()));
    let archive = Archive::open(path).map_err(|error| wrong(error.to_string()))?;
    let plan = Plan::of(&archive, None).map_err(|error| wrong(format!("{error}.")))?;
    let [(entry, _)] = plan.main.as_slice() else {
        return Err(wrong(format!(
            "The archive holds {} files of submissions; a draft can be made for one. Unpack it and name the file.",
            plan.main.len()
        )));
    };
    let mut start = Vec::new();
    archive
        .stream(entry)
        .take(1 << 20)
        .read_to_end(&mut start)
        .map_err(|error| wrong(format!("{error}.")))?;
    Ok(start)
}
