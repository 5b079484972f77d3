//! Reads a source piece by piece behind what is already in a buffer.

use std::io::{self, Read};

/// Bytes asked for at a time.
const CHUNK: usize = 128 << 10;

/// A source and the room that its pieces are read into: made once, for making room again for every piece of a request costs
/// more than reading it.
pub struct Chunks<R> {
    source: R,
    room: Vec<u8>,
}

impl<R: Read> Chunks<R> {
    /// Starts at the beginning of `source`.
    pub fn new(source: R) -> Chunks<R> {
        Chunks {
            source,
            room: Vec::new(),
        }
    }

    /// Waits for the next piece and puts it behind what is in `buffer`. Answers whether the source has ended.
    pub fn read_behind(&mut self, buffer: &mut Vec<u8>) -> io::Result<bool> {
        self.room.resize(CHUNK, 0);
        loop {
            match self.source.read(&mut self.room) {
                Ok(read) => {
                    buffer.extend_from_slice(&self.room[..read]);
                    return Ok(read == 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The source itself, behind all pieces that were read.
    pub fn source(&mut self) -> &mut R {
        &mut self.source
    }
}
