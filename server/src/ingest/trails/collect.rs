//! Lines of trails, gathered by submission into parts, in bounded memory.
//!
//! In ODK's merged file the lines of one submission stand together, and then each submission is one part, however long the
//! file. Where they do not, a submission's lines are gathered as long as [`OPEN_BYTES`] of lines are in hand; what comes later is another
//! part of the same trail. Nothing is lost: of a log all parts count together.

use super::columns::Columns;
use super::gathered::Gathered;
use crate::ingest::cells::{Splitter, is_one_line};
use crate::ingest::hash::{body_hash, id_hash};
use crate::ingest::interpret::RowFormat;
use crate::ingest::records::Records;
use domain::trail::LineProblem;
use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Line, Rejected, TrailPart};

/// Bytes of lines in hand before their parts are closed: about 600 audits of a long interview.
const OPEN_BYTES: usize = 32 << 20;
/// A single trail that is longer is closed as well and goes on in another part.
const LONGEST_PART: usize = 8 << 20;
/// Parts of a transaction at most: files of one submission are small and many.
const MOST_PARTS: usize = 2_000;

/// What goes to the database at once.
#[derive(Debug, Default)]
pub struct Batch {
    /// Parts, compressed.
    pub parts: Vec<TrailPart>,
    /// Lines that could not be read.
    pub unreadable: Vec<Line<()>>,
}

/// Gathers lines of one or many files.
#[derive(Debug, Default)]
pub struct Collector {
    batch: Batch,
    batch_bytes: usize,
}

/// A file whose header was read.
pub struct Trail<R> {
    /// Its columns.
    pub columns: Columns,
    /// Its header line.
    pub header_line: Vec<u8>,
    /// The lines after it.
    pub records: Records<R>,
    /// The submission, if all lines are one submission's.
    pub submission: Option<String>,
}

struct Open {
    first_line: u64,
    body: Gathered,
}

/// What became of a record.
enum Taken {
    /// It is a line of this submission.
    By(String),
    /// It was set aside.
    Refused,
    /// A stray quote has joined several lines; nothing was done.
    SeveralLines,
}

impl Collector {
    /// Reads a file to its end. `full` takes each batch that is large enough and answers whether to go on; what is left is taken
    /// by [`Collector::rest`], after this or further files.
    pub fn read<R: Read>(
        &mut self,
        trail: Trail<R>,
        done_bytes: &AtomicU64,
        mut full: impl FnMut(Batch) -> bool,
    ) -> io::Result<()> {
        let Trail {
            columns,
            header_line,
            mut records,
            submission,
        } = trail;
        let mut splitter = columns.header().splitter();
        let mut file = InFile {
            columns: &columns,
            header_line: &header_line,
            submission: submission.as_deref(),
            open: HashMap::new(),
            order: Vec::new(),
            bytes: 0,
        };
        while let Some(record) = records.next_record()? {
            done_bytes.fetch_add(record.bytes.len() as u64 + 1, Ordering::Relaxed);
            let current = file.record(record.line, record.bytes, &mut splitter, self);
            if file.bytes >= OPEN_BYTES || self.batch_bytes >= OPEN_BYTES {
                file.close(current.as_deref(), self);
                if !self.hand_on(&mut full) {
                    return Ok(());
                }
            }
        }
        file.close(None, self);
        if self.batch.parts.len() >= MOST_PARTS || self.batch_bytes >= OPEN_BYTES {
            self.hand_on(&mut full);
        }
        Ok(())
    }

    /// What was gathered and not handed on.
    pub fn rest(&mut self) -> Batch {
        self.batch_bytes = 0;
        std::mem::take(&mut self.batch)
    }

    fn hand_on(&mut self, full: &mut impl FnMut(Batch) -> bool) -> bool {
        full(self.rest())
    }
}

struct InFile<'a> {
    columns: &'a Columns,
    header_line: &'a [u8],
    submission: Option<&'a str>,
    open: HashMap<String, Open>,
    /// Submissions in the order in which their first line came: the same file gives the same parts in the same order.
    order: Vec<String>,
    bytes: usize,
}

impl InFile<'_> {
    /// Takes a record, or the lines it joins; answers the submission it belongs to.
    fn record(
        &mut self,
        line: u64,
        bytes: &[u8],
        splitter: &mut Splitter,
        collector: &mut Collector,
    ) -> Option<String> {
        match self.line(line, bytes, true, splitter, collector) {
            Taken::By(submission) => return Some(submission),
            Taken::Refused => return None,
            Taken::SeveralLines => {}
        }
        let mut last = None;
        for (offset, bytes) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let number = line + offset as u64;
            if let Taken::By(submission) = self.line(number, bytes, false, splitter, collector) {
                last = Some(submission);
            }
        }
        last
    }

    fn line(
        &mut self,
        line: u64,
        bytes: &[u8],
        may_join: bool,
        splitter: &mut Splitter,
        collector: &mut Collector,
    ) -> Taken {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) if may_join && bytes.contains(&b'\n') => return Taken::SeveralLines,
            Err(error) => {
                let problem = LineProblem::NotUtf8(error.valid_up_to());
                self.refuse(line, bytes, &problem, collector);
                return Taken::Refused;
            }
        };
        let cells: Vec<&str> = splitter.split(text).collect();
        if may_join && !is_one_line(&cells, text, self.columns.header()) {
            return Taken::SeveralLines;
        }
        let submission = match self.submission {
            Some(submission) => Ok(submission),
            None => self.columns.submission(&cells),
        };
        let picked = self.columns.pick(&cells);
        match submission.and_then(|id| self.columns.said(picked).map(|_| id)) {
            Ok(id) => {
                let id = id.to_owned();
                self.keep(line, bytes, &id);
                Taken::By(id)
            }
            Err(problem) => {
                self.refuse(line, bytes, &problem, collector);
                Taken::Refused
            }
        }
    }

    fn keep(&mut self, line: u64, bytes: &[u8], id: &str) {
        if !self.open.contains_key(id) {
            let mut body = Gathered::default();
            body.add_line(self.header_line);
            self.order.push(id.to_owned());
            self.open.insert(
                id.to_owned(),
                Open {
                    first_line: line,
                    body,
                },
            );
        }
        if let Some(open) = self.open.get_mut(id) {
            open.body.add_line(bytes);
            self.bytes += bytes.len() + 1;
        }
    }

    fn refuse(&self, line: u64, bytes: &[u8], problem: &LineProblem, collector: &mut Collector) {
        // The same line of two submissions is two lines.
        let (told, key) = match self.submission {
            Some(id) => (
                format!(
                    "{problem} It stands in the {} of {id}.",
                    self.columns.source.title()
                ),
                [id.as_bytes(), b"\n", bytes].concat(),
            ),
            None => (problem.to_string(), bytes.to_vec()),
        };
        collector.batch_bytes += bytes.len() + told.len();
        collector.batch.unreadable.push(Line {
            row_number: line,
            body: bytes.to_vec(),
            body_hash: body_hash(&key),
            format: RowFormat::of_separator(self.columns.header().separator()).rank(),
            content: Err(Rejected {
                code: problem.reason(),
                reason: told,
            }),
        });
    }

    /// Closes all parts but that of `current`, whose next lines may be about to come, unless it is too long.
    fn close(&mut self, current: Option<&str>, collector: &mut Collector) {
        let mut stays = Vec::new();
        for id in std::mem::take(&mut self.order) {
            let Some(open) = self.open.remove(&id) else {
                continue;
            };
            if current == Some(id.as_str()) && open.body.length() < LONGEST_PART {
                self.open.insert(id.clone(), open);
                stays.push(id);
                continue;
            }
            collector.batch_bytes += open.body.length();
            collector.batch.parts.push(TrailPart {
                id_hash: id_hash(&id),
                submission_id: id,
                source: self.columns.source,
                content_hash: open.body.hash(),
                row_number: open.first_line,
                length_bytes: open.body.length() as u64,
                body: open.body.compress(),
            });
        }
        self.bytes = stays
            .iter()
            .filter_map(|id| self.open.get(id))
            .map(|open| open.body.length())
            .sum();
        self.order = stays;
    }
}

#[cfg(test)]
mod tests;
