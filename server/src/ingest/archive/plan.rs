//! Which entry of an export is what, told by names and columns, and said with the reason.

use super::{Archive, Entry};
use crate::ingest::cells::Header;
use crate::ingest::file::{Form, recognise as recognise_form};
use crate::ingest::formats::Format;
use crate::ingest::formats::recognise::{Recognised, csv};
use crate::ingest::records::Records;
use crate::ingest::trails::import::columns_of;
use crate::ingest::trails::naming::submission_in;
use domain::trail::TrailSource;
use std::io::{self, Read};

/// What is done with the entries of an archive.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files with submissions; an export has one at most.
    pub main: Vec<(Entry, Recognised)>,
    /// Trails of many submissions, each line naming its own.
    pub trails: Vec<(Entry, TrailSource, &'static str)>,
    /// Trails of one submission each, which stands in the name.
    pub single_trails: Vec<Entry>,
    /// Tables that are left aside, and why.
    pub aside: Vec<(Entry, &'static str)>,
    /// Photos, recordings and what else is no table: how many, and one of them.
    pub other: Vec<Entry>,
}

impl Plan {
    /// Looks at the beginning of every table. Only a table of `format` is the main file, if it is told.
    pub fn of(archive: &Archive, format: Option<Format>) -> io::Result<Plan> {
        let mut plan = Plan::default();
        for entry in &archive.entries {
            let name = entry.file_name();
            let is_table = [".csv", ".tab", ".tsv"]
                .iter()
                .any(|end| name.ends_with(end));
            if name.starts_with('.') || entry.name.contains("__MACOSX/") {
                continue;
            } else if [".zip", ".xlsx"].iter().any(|end| name.ends_with(end)) {
                let reason = "an archive or a workbook within the archive: unpack this one and import that one by itself";
                plan.aside.push((entry.clone(), reason));
            } else if !is_table {
                plan.other.push(entry.clone());
            } else if submission_in(&entry.name).is_some() {
                plan.single_trails.push(entry.clone());
            } else {
                plan.table(archive, entry, format)?;
            }
        }
        Ok(plan)
    }

    fn table(
        &mut self,
        archive: &Archive,
        entry: &Entry,
        format: Option<Format>,
    ) -> io::Result<()> {
        let mut start = Vec::new();
        archive
            .stream(entry)
            .take(1 << 20)
            .read_to_end(&mut start)?;
        if let Some(columns) = columns_of(&start) {
            if columns.names_submissions() {
                let because = columns.because();
                self.trails.push((entry.clone(), columns.source, because));
            } else {
                let reason = "a trail of one submission, and its name does not say of which";
                self.aside.push((entry.clone(), reason));
            }
            return Ok(());
        }
        let names = match names(&start) {
            Ok(names) => names,
            Err(reason) => {
                self.aside.push((entry.clone(), reason));
                return Ok(());
            }
        };
        let recognised = csv(&names);
        let has = |name: &str| names.iter().any(|own| own == name);
        let is_ours = recognised.format != Format::Canonical || has("submission_id");
        if is_ours && format.is_none_or(|format| format == recognised.format) {
            self.main.push((entry.clone(), recognised));
            return Ok(());
        }
        let reason = if is_ours {
            "another format than --format says"
        } else if has("parent_key") {
            "a table of repeats: column PARENT_KEY"
        } else if has("interview__id") {
            "a table beside the interviews: column interview__id without interview__status"
        } else {
            "no columns of submissions or trails"
        };
        self.aside.push((entry.clone(), reason));
        Ok(())
    }

    /// Whether there is nothing to import.
    pub fn is_empty(&self) -> bool {
        self.main.is_empty() && self.trails.is_empty() && self.single_trails.is_empty()
    }
}

/// The names of a table's columns, or why it is none.
fn names(start: &[u8]) -> Result<Vec<String>, &'static str> {
    let separator = match recognise_form(start) {
        Ok(Form::Csv { separator }) => separator,
        Ok(_) => return Err("JSON under the name of a table: unpack it and import it by itself"),
        Err(_) => return Err("no table: it is empty or binary"),
    };
    let unreadable = "its header cannot be read";
    let mut records = Records::new(start);
    let first = records.next_record().ok().flatten().ok_or(unreadable)?;
    let header = Header::read(first.bytes, separator, &[]).map_err(|_| unreadable)?;
    Ok(header.names().to_vec())
}
