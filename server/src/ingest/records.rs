//! Cuts a CSV stream into records, each kept as the bytes it came in, in constant memory.
//!
//! A line feed ends a record unless it stands inside quotes. One stray quote must not swallow the rest of a file, so a
//! quoted record may not run on for ever: past [`LONGEST_RECORD`] it is cut at its first line feed, and reading
//! goes on with the next line.

use super::chunks::Chunks;
use std::io::{self, Read};

/// The longest record that quotes may hold together, in bytes. A row of PSER's form with all answers is about 10 kB.
pub const LONGEST_RECORD: usize = 1 << 20;

/// One record as it came, without its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Whether a line end followed; the last record of a stream may have none, or may have been cut.
    pub has_end: bool,
}

/// Reads records from a stream.
pub struct Records<R> {
    chunks: Chunks<R>,
    buffer: Vec<u8>,
    /// First byte of the buffer that is not yet delivered.
    start: usize,
    ended: bool,
    line: u64,
}

impl<R: Read> Records<R> {
    /// Starts at the beginning of `source`.
    pub fn new(source: R) -> Records<R> {
        Records {
            chunks: Chunks::new(source),
            buffer: Vec::new(),
            start: 0,
            ended: false,
            line: 1,
        }
    }

    /// The next record that is not blank, or `None` at the end.
    pub fn next_record(&mut self) -> io::Result<Option<Record<'_>>> {
        loop {
            let Some((length, with_end)) = self.find_end()? else {
                return Ok(None);
            };
            let (from, to) = (self.start, self.start + length);
            let line = self.line;
            self.start += with_end;
            self.line += self.buffer[from..from + with_end]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count() as u64;
            let has_end = self.buffer[from + with_end - 1] == b'\n';
            let bytes = &self.buffer[from..to];
            if !bytes.trim_ascii().is_empty() {
                // Borrowed again, because the borrow above would last across the loop.
                return Ok(Some(Record {
                    line,
                    bytes: &self.buffer[from..to],
                    has_end,
                }));
            }
        }
    }

    /// Length of the next record without and with its line end; reads on until the end is known.
    fn find_end(&mut self) -> io::Result<Option<(usize, usize)>> {
        let mut scanned = 0;
        let mut quoted = false;
        let mut first_line_end = None;
        loop {
            let waiting = &self.buffer[self.start..];
            while let Some(step) = memchr::memchr2(b'"', b'\n', &waiting[scanned..]) {
                let at = scanned + step;
                scanned = at + 1;
                if waiting[at] == b'"' {
                    quoted = !quoted;
                    continue;
                }
                first_line_end = first_line_end.or(Some(at));
                if !quoted {
                    return Ok(Some((without_carriage_return(&waiting[..at]), at + 1)));
                }
                if at > LONGEST_RECORD {
                    break;
                }
            }
            if let (true, Some(at)) = (waiting.len() > LONGEST_RECORD || self.ended, first_line_end)
                && quoted
            {
                return Ok(Some((without_carriage_return(&waiting[..at]), at + 1)));
            }
            if self.ended {
                let length = waiting.len();
                return Ok((length > 0).then(|| (without_carriage_return(waiting), length)));
            }
            scanned = waiting.len();
            if waiting.len() > 8 * LONGEST_RECORD {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "line {} is longer than 8 MB; this is no CSV file with one record a line",
                        self.line
                    ),
                ));
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.ended = self.chunks.read_behind(&mut self.buffer)?;
        Ok(())
    }
}

fn without_carriage_return(line: &[u8]) -> usize {
    if line.last() == Some(&b'\r') {
        line.len() - 1
    } else {
        line.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Delivers one byte a call: every boundary falls everywhere.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else {
                return Ok(0);
            };
            out[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn records(text: &[u8]) -> Vec<(u64, String)> {
        let mut reader = Records::new(Drip(text));
        let mut out = Vec::new();
        while let Some(record) = reader.next_record().unwrap() {
            out.push((
                record.line,
                String::from_utf8_lossy(record.bytes).into_owned(),
            ));
        }
        out
    }

    #[test]
    fn line_ends_inside_quotes_do_not_end_a_record() {
        let found = records(b"a,b\r\n1,\"x\ny\"\n\n2,\"he said \"\"no\"\"\"\n3,4");
        let expected = [
            (1, "a,b"),
            (2, "1,\"x\ny\""),
            (5, "2,\"he said \"\"no\"\"\""),
            (6, "3,4"),
        ];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_row_and_not_the_file() {
        let found = records(b"a,b\n1,\"cut\n2,x\n3,y\n");
        let expected = [(1, "a,b"), (2, "1,\"cut"), (3, "2,x"), (4, "3,y")];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_quote_that_never_closes_in_a_large_file_does_not_fill_the_memory() {
        let mut text = b"a,b\n1,\"cut\n".to_vec();
        for _ in 0..400_000 {
            text.extend_from_slice(b"2,xxxxxxxx\n");
        }
        let mut reader = Records::new(text.as_slice());
        let mut count = 0;
        let mut most = 0;
        while reader.next_record().unwrap().is_some() {
            count += 1;
            most = most.max(reader.buffer.capacity());
        }
        assert_eq!(count, 400_002);
        assert!(most < 8 * LONGEST_RECORD, "{most}");
    }
}
