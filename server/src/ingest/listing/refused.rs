//! Rows of a listing that were not taken: a CSV file of their own, for its owner's eyes alone, made with the first of them. Corrected, it is
//! imported as it is: its first columns are passed over.

use super::rows::ListedLine;
use crate::retention::archive::{ArchiveError, create};
use domain::listing::LISTING_COLUMNS;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Where refused rows go.
pub struct Refused {
    path: PathBuf,
    file: Option<csv::Writer<BufWriter<File>>>,
    /// How many.
    pub rows: u64,
    /// The first of them: where it stands, and why.
    pub first: Vec<(u64, String)>,
}

/// How many are said at the end.
const SAID: usize = 10;

impl Refused {
    /// Into this file, which is written over.
    pub fn into(path: PathBuf) -> Refused {
        Refused {
            path,
            file: None,
            rows: 0,
            first: Vec::new(),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a row that was not taken.
    pub fn keep(&mut self, line: &ListedLine, problem: &str) -> Result<(), ArchiveError> {
        self.rows += 1;
        if self.first.len() < SAID {
            self.first.push((line.number, problem.to_owned()));
        }
        let said = |path: &Path, error: &csv::Error| {
            ArchiveError(format!("{} cannot be written: {error}.", path.display()))
        };
        if self.file.is_none() {
            let mut file = csv::Writer::from_writer(BufWriter::new(create(&self.path)?));
            let names = ["line", "problem"].into_iter().chain(LISTING_COLUMNS);
            file.write_record(names.chain(["row_as_it_came"]))
                .map_err(|error| said(&self.path, &error))?;
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let number = line.number.to_string();
        let raw = String::from_utf8_lossy(&line.raw).into_owned();
        let blank = LISTING_COLUMNS.map(|_| String::new());
        let cells = line.cells.as_ref().unwrap_or(&blank);
        let cells = cells.iter().map(String::as_str);
        let record = [number.as_str(), problem].into_iter().chain(cells);
        file.write_record(record.chain([raw.as_str()]))
            .map_err(|error| said(&self.path, &error))
    }

    /// Writes what is left; answers whether there is a file.
    pub fn finish(&mut self) -> Result<bool, ArchiveError> {
        let Some(file) = &mut self.file else {
            return Ok(false);
        };
        file.flush().map_err(|error| {
            ArchiveError(format!(
                "{} cannot be written: {error}.",
                self.path.display()
            ))
        })?;
        Ok(true)
    }
}
