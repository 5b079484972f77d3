//! The hash of a file, taken while it is read: SHA-256, which a clerk can check with `sha256sum FILE`.

use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// A source whose bytes are hashed as they are read.
pub struct Hashed<R> {
    source: R,
    hash: FileHash,
}

/// What is known of the hash. Clones look at the same one.
#[derive(Clone, Default)]
pub struct FileHash(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    hasher: Sha256,
    ended: bool,
}

impl<R> Hashed<R> {
    /// Hashes what is read from `source` from here on.
    pub fn new(source: R) -> Hashed<R> {
        Hashed {
            source,
            hash: FileHash::default(),
        }
    }

    /// Where the hash will be known.
    pub fn hash(&self) -> FileHash {
        self.hash.clone()
    }
}

impl FileHash {
    /// The hash of the whole file; `None` until it was read to its end.
    pub fn of_whole(&self) -> Option<[u8; 32]> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.ended.then(|| state.hasher.clone().finalize().into())
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let mut state = self.hash.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.hasher.update(&buffer[..read]);
        state.ended |= read == 0 && !buffer.is_empty();
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_sha256sum_and_known_at_the_end_only() {
        let mut file = Hashed::new(&b"abc"[..]);
        let hash = file.hash();
        let mut buffer = [0; 2];
        let hex = |hash: &FileHash| hash.of_whole().map(|bytes| domain::hex::hex(&bytes));
        assert_eq!(file.read(&mut buffer).unwrap(), 2);
        assert_eq!(file.read(&mut []).unwrap(), 0);
        assert_eq!(file.read(&mut buffer).unwrap(), 1);
        assert_eq!(hex(&hash), None);
        assert_eq!(file.read(&mut buffer).unwrap(), 0);
        // NIST's example of one block.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&hash).as_deref(), Some(expected));
    }
}
