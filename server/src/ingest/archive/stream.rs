//! An entry as a stream that a thread of its own unpacks: it can be handed to whatever reads files, and at most a megabyte of it
//! waits in memory.

use super::{Archive, Entry, shown};
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use zip::ZipReadOptions;
use zip::read::ZipArchiveMetadata;

/// How many times its compressed length an entry may have. Deflate can at most 1,032; a bomb is made to come near it. The
/// worst of real exports is a table of thousands of columns that are nearly all `-999999999`: 50 kB a row of which an id, a
/// key and some times (about 100 bytes) do not repeat, so about 450.
const MOST_GROWTH: u64 = 800;
/// Below this nobody is harmed, and a short table may well repeat itself.
const GROWTH_COUNTS_FROM_BYTES: u64 = 16 << 20;
/// The longest entry: 20 million interviews of 50 kB. It bounds the time that is spent on an archive, for memory and disk are
/// bounded anyhow: rows are read one by one, and the same row twice is written once.
const MOST_BYTES: u64 = 1 << 40;

const CHUNK_BYTES: usize = 256 << 10;
const CHUNKS_WAITING: usize = 2;

/// The bytes of an entry.
pub struct EntryStream {
    /// An empty chunk is the end. A channel that closes without one is a thread that broke off, and what was read is not the whole.
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: io::Cursor<Vec<u8>>,
    has_ended: bool,
}

impl Archive {
    /// Begins to unpack an entry. Faults, such as a checksum that does not fit, come up where the stream is read.
    pub fn stream(&self, entry: &Entry) -> EntryStream {
        let (send, chunks) = sync_channel(CHUNKS_WAITING);
        let (path, directory, entry) = (self.path.clone(), self.directory.clone(), entry.clone());
        std::thread::spawn(move || {
            let end = unpack(path, &directory, &entry, &send);
            // Nobody listens any more: then nobody needs the end or the fault.
            let _ = send.send(end.map(|()| Vec::new()));
        });
        EntryStream::new(chunks)
    }
}

impl EntryStream {
    fn new(chunks: Receiver<io::Result<Vec<u8>>>) -> EntryStream {
        EntryStream {
            chunks,
            chunk: io::Cursor::new(Vec::new()),
            has_ended: false,
        }
    }
}

fn unpack(
    path: PathBuf,
    directory: &Arc<ZipArchiveMetadata>,
    entry: &Entry,
    send: &SyncSender<io::Result<Vec<u8>>>,
) -> io::Result<()> {
    let named = |error: String| {
        let name = shown(&entry.name);
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{name} in the archive is damaged ({error})"),
        )
    };
    let mut file = File::open(path)?;
    let reader = directory
        .entry(entry.index)
        .and_then(|found| found.with_reader(&mut file, ZipReadOptions::new()))
        .map_err(|error| named(error.to_string()))?;
    let mut bounded = Bounded::new(reader, entry);
    loop {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        let read = bounded
            .by_ref()
            .take(CHUNK_BYTES as u64)
            .read_to_end(&mut chunk);
        // What was unpacked before a fault is good, and is read before the fault is said.
        if !chunk.is_empty() && send.send(Ok(chunk)).is_err() {
            return Ok(());
        }
        match read {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) if error.get_ref().is_some_and(|inner| inner.is::<Bomb>()) => {
                return Err(error);
            }
            Err(error) => return Err(named(error.to_string())),
        }
    }
}

impl Read for EntryStream {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.chunk.read(out)?;
            if read > 0 || out.is_empty() || self.has_ended {
                return Ok(read);
            }
            let next = self.chunks.recv().unwrap_or_else(|_| {
                Err(io::Error::other(
                    "unpacking broke off before the end of the file in the archive",
                ))
            });
            self.has_ended = next.as_ref().map_or(true, Vec::is_empty);
            self.chunk = io::Cursor::new(next?);
        }
    }
}

/// An entry grows beyond all measure.
#[derive(Debug, thiserror::Error)]
#[error(
    "{name} in the archive grows to more than {limit} as it is unpacked; no export does, and it may be made to fill a disk"
)]
struct Bomb {
    name: String,
    limit: String,
}

/// Ends with an error when an entry has grown beyond what exports do.
struct Bounded<'a, R> {
    reader: R,
    entry: &'a Entry,
    bytes: u64,
}

impl<'a, R: Read> Bounded<'a, R> {
    fn new(reader: R, entry: &'a Entry) -> Bounded<'a, R> {
        Bounded {
            reader,
            entry,
            bytes: 0,
        }
    }

    fn limit(&self) -> Option<String> {
        let most = self.entry.compressed_bytes.saturating_mul(MOST_GROWTH);
        if self.bytes > MOST_BYTES {
            Some("a terabyte".to_owned())
        } else if self.bytes > GROWTH_COUNTS_FROM_BYTES && self.bytes > most {
            Some(format!("{MOST_GROWTH} times its length"))
        } else {
            None
        }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(out)?;
        self.bytes += read as u64;
        match self.limit() {
            None => Ok(read),
            Some(limit) => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                Bomb {
                    name: shown(&self.entry.name),
                    limit,
                },
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_whose_unpacking_breaks_off_is_no_whole_entry() {
        let read = |sent: Vec<io::Result<Vec<u8>>>| {
            let (send, chunks) = sync_channel(sent.len());
            for chunk in sent {
                send.send(chunk).unwrap();
            }
            drop(send);
            io::read_to_string(EntryStream::new(chunks))
        };
        let whole = read(vec![Ok(b"ab".to_vec()), Ok(b"c".to_vec()), Ok(Vec::new())]);
        assert_eq!(whole.unwrap(), "abc");
        let said = read(vec![Ok(b"ab".to_vec())]).unwrap_err().to_string();
        assert!(said.contains("broke off before the end"), "{said}");
    }

    fn grow(compressed_bytes: u64, bytes: u64) -> io::Result<u64> {
        let entry = Entry {
            index: 0,
            name: "visits.csv".to_owned(),
            compressed_bytes,
            stated_bytes: 1,
        };
        let mut bounded = Bounded::new(io::repeat(b'x').take(bytes), &entry);
        io::copy(&mut bounded, &mut io::sink())
    }

    #[test]
    fn an_entry_may_grow_as_exports_do_and_no_further() {
        const MIB: u64 = 1 << 20;
        assert_eq!(grow(1, 16 * MIB).unwrap(), 16 * MIB, "short");
        let said = grow(1, 17 * MIB).unwrap_err().to_string();
        assert!(
            said.contains("visits.csv") && said.contains("800 times its length"),
            "{said}"
        );
        // The sparsest real table, and what a bomb comes to.
        assert!(grow(64 * MIB / 450, 64 * MIB).is_ok());
        assert!(grow(64 * MIB / 800 + 1, 64 * MIB).is_ok());
        assert!(grow(64 * MIB / 1_000, 64 * MIB).is_err());
    }
}
