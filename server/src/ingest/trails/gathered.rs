//! The lines of one part while they come: kept in pieces, so that nothing is moved when more come.
//!
//! A single buffer that doubles would stand in memory up to three times at the moment it grows: half of it filled, its
//! larger successor half empty, and the freed room of both not yet given back.

use crate::ingest::hash;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::{self, Write};

/// Bytes of a piece at most, unless a single line is longer. Small parts, which are most, begin with little.
const LONGEST_PIECE: usize = 256 << 10;

/// Bytes of one part, in the order in which they came.
#[derive(Debug, Default)]
pub struct Gathered {
    pieces: Vec<Vec<u8>>,
    length: usize,
}

impl Gathered {
    /// Adds a line, with the end of line that it came without.
    pub fn add_line(&mut self, line: &[u8]) {
        let needed = line.len() + 1;
        match self.pieces.last_mut() {
            Some(last) if last.len() + needed <= LONGEST_PIECE => {
                last.extend_from_slice(line);
                last.push(b'\n');
            }
            _ => self.pieces.push([line, b"\n"].concat()),
        }
        self.length += needed;
    }

    /// Bytes so far.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The fingerprint of all bytes.
    pub fn hash(&self) -> [u8; 16] {
        hash::hash_of_pieces(self.pieces.iter().map(Vec::as_slice))
    }

    /// All bytes as raw deflate, about a tenth of their length. What was compressed is freed at once.
    pub fn compress(self) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(
            Vec::with_capacity(self.length / 8 + 64),
            Compression::default(),
        );
        let written: io::Result<()> = self
            .pieces
            .into_iter()
            .try_for_each(|piece| encoder.write_all(&piece));
        // Writing into memory does not fail.
        written.and_then(|()| encoder.finish()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn lines_in_many_pieces_are_one_body_with_one_fingerprint() {
        let lines: Vec<Vec<u8>> = (0..40_usize)
            .map(|line| vec![b'a' + (line % 26) as u8; line * 1_500])
            .chain([vec![b'z'; 2 * LONGEST_PIECE]])
            .collect();
        let mut gathered = Gathered::default();
        lines.iter().for_each(|line| gathered.add_line(line));
        let mut whole = lines.join(&b'\n');
        whole.push(b'\n');
        assert!(gathered.pieces.len() > 3, "{}", gathered.pieces.len());
        assert_eq!(gathered.length(), whole.len());
        assert_eq!(gathered.hash(), hash::body_hash(&whole));
        let mut unpacked = Vec::new();
        flate2::read::DeflateDecoder::new(&gathered.compress()[..])
            .read_to_end(&mut unpacked)
            .expect("it was compressed whole");
        assert!(unpacked == whole);
    }
}
