//! What is too large to be sealed in one piece, in frames that hold together: the STREAM construction (Hoang, Reyhanitabar, Rogaway and
//! Vizár 2015, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"; STREAM-BE32 of the crate `aead-stream`).
//!
//! A head (mark, layout, key number, 19 random bytes) and frames of [`FRAME_BYTES`] of plain text, the last of them shorter, perhaps
//! empty, each with its tag. The nonce of a frame is the random bytes, its place as 4 bytes (the most significant first) and whether it is
//! the last; head and purpose are authenticated with every frame. So a frame that was changed, left out, put elsewhere or taken from
//! another stream does not open, and a stream that was cut off is not taken for whole.

use super::cipher::{Cipher, NONCE_BYTES, TAG_BYTES};
use super::{KeyNumber, NUMBER_BYTES, Vault, VaultError};
use std::io::{self, BufRead, BufReader, Read, Write};

/// What a stream begins with: no text does, and no sealed value of a column.
pub const MARK: [u8; 5] = *b"\xf5FWA\x01";
/// The plain bytes of a frame.
pub const FRAME_BYTES: usize = 64 << 10;

/// The nonce without a frame's place and its being the last.
const RANDOM_BYTES: usize = NONCE_BYTES - 5;
const HEAD_BYTES: usize = MARK.len() + NUMBER_BYTES + RANDOM_BYTES;

/// What every frame of a stream has in common.
struct Frames {
    cipher: Cipher,
    random: [u8; RANDOM_BYTES],
    /// Head and purpose.
    about: Vec<u8>,
    next: u32,
}

impl Frames {
    fn of(cipher: Cipher, head: &[u8; HEAD_BYTES], purpose: &str) -> Frames {
        let mut random = [0; RANDOM_BYTES];
        random.copy_from_slice(&head[HEAD_BYTES - RANDOM_BYTES..]);
        Frames {
            cipher,
            random,
            about: [head, purpose.as_bytes()].concat(),
            next: 0,
        }
    }

    /// The nonce of the next frame.
    fn nonce(&mut self, is_last: bool) -> Result<[u8; NONCE_BYTES], VaultError> {
        let mut nonce = [0; NONCE_BYTES];
        nonce[..RANDOM_BYTES].copy_from_slice(&self.random);
        nonce[RANDOM_BYTES..][..4].copy_from_slice(&self.next.to_be_bytes());
        nonce[NONCE_BYTES - 1] = u8::from(is_last);
        // 256 TiB: a place is never used twice.
        self.next = self.next.checked_add(1).ok_or(VaultError::Damaged)?;
        Ok(nonce)
    }

    fn seal(&mut self, plain: &[u8], is_last: bool) -> Result<Vec<u8>, VaultError> {
        let nonce = self.nonce(is_last)?;
        let mut closed = Vec::new();
        self.cipher.seal(&nonce, &self.about, plain, &mut closed)?;
        Ok(closed)
    }

    fn open(&mut self, closed: &[u8], is_last: bool) -> Result<Vec<u8>, VaultError> {
        let nonce = self.nonce(is_last)?;
        self.cipher.open(&nonce, &self.about, closed)
    }
}

/// Seals what is written to it. What is not [finished](SealedWriter::finish) does not open.
pub struct SealedWriter<W> {
    out: W,
    frames: Frames,
    waiting: Vec<u8>,
}

/// Opens what is read from it. A frame is given out only after it was found right.
pub struct SealedReader<R> {
    input: BufReader<R>,
    frames: Frames,
    plain: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl Vault {
    /// Begins a stream under the first key, for a purpose that tells it from everything else.
    ///
    /// # Errors
    /// The system gives no randomness, or `out` takes nothing.
    pub fn seal_stream<W: Write>(&self, purpose: &str, mut out: W) -> io::Result<SealedWriter<W>> {
        let (number, cipher) = self.0.first().ok_or(VaultError::Damaged).map_err(other)?;
        let mut head = [0; HEAD_BYTES];
        head[..MARK.len()].copy_from_slice(&MARK);
        head[MARK.len()..][..NUMBER_BYTES].copy_from_slice(&number.0);
        getrandom::fill(&mut head[HEAD_BYTES - RANDOM_BYTES..])
            .map_err(|_| other(VaultError::NoRandomness))?;
        out.write_all(&head)?;
        Ok(SealedWriter {
            out,
            frames: Frames::of(cipher.clone(), &head, purpose),
            waiting: Vec::with_capacity(FRAME_BYTES),
        })
    }

    /// Begins to open a stream that was sealed for the same purpose.
    ///
    /// # Errors
    /// It cannot be read, is no stream, or is sealed under a key that is not here. What is wrong with its frames is said when they are read.
    pub fn open_stream<R: Read>(&self, purpose: &str, input: R) -> io::Result<SealedReader<R>> {
        let mut input = BufReader::with_capacity(FRAME_BYTES + TAG_BYTES, input);
        let mut head = [0; HEAD_BYTES];
        input.read_exact(&mut head).map_err(cut_off)?;
        let number = number_of(&head).ok_or(VaultError::Damaged).map_err(other)?;
        let known = self.0.iter().find(|(known, _)| *known == number);
        let (_, cipher) = known.ok_or(VaultError::UnknownKey(number)).map_err(other)?;
        Ok(SealedReader {
            input,
            frames: Frames::of(cipher.clone(), &head, purpose),
            plain: Vec::new(),
            given: 0,
            is_over: false,
        })
    }
}

/// The number of the key that a stream is sealed under, by what it begins with; `None` if it is no stream.
pub fn number_of(beginning: &[u8]) -> Option<KeyNumber> {
    let rest = beginning.strip_prefix(&MARK)?;
    let (number, _) = rest.split_first_chunk::<NUMBER_BYTES>()?;
    Some(KeyNumber(*number))
}

fn other(error: VaultError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

fn cut_off(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => other(VaultError::Damaged),
        _ => error,
    }
}

impl<W: Write> SealedWriter<W> {
    /// Seals the last frame, and answers what the stream was written to.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.frame(true)?;
        Ok(self.out)
    }

    fn frame(&mut self, is_last: bool) -> io::Result<()> {
        let closed = self.frames.seal(&self.waiting, is_last).map_err(other)?;
        self.waiting.clear();
        self.out.write_all(&closed)
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Only when more comes: a full frame may still be the last.
        if self.waiting.len() == FRAME_BYTES && !bytes.is_empty() {
            self.frame(false)?;
        }
        let room = FRAME_BYTES - self.waiting.len();
        let taken = bytes.len().min(room);
        self.waiting.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    /// What waits for its frame stays: a short frame is the last.
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<R: Read> SealedReader<R> {
    fn frame(&mut self) -> io::Result<()> {
        let most = (FRAME_BYTES + TAG_BYTES) as u64;
        let mut closed = Vec::with_capacity(FRAME_BYTES + TAG_BYTES);
        self.input.by_ref().take(most).read_to_end(&mut closed)?;
        let is_last = self.input.fill_buf()?.is_empty();
        self.plain = self.frames.open(&closed, is_last).map_err(other)?;
        self.given = 0;
        self.is_over = is_last;
        Ok(())
    }
}

impl<R: Read> Read for SealedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.plain.len() {
            if self.is_over {
                return Ok(0);
            }
            self.frame()?;
        }
        let rest = &self.plain[self.given..];
        let taken = rest.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&rest[..taken]);
        self.given += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::new_key;

    const SEALED_FRAME: usize = FRAME_BYTES + TAG_BYTES;

    fn sealed(vault: &Vault, plain: &[u8]) -> Vec<u8> {
        let mut writer = vault.seal_stream("archive", Vec::new()).unwrap();
        // In pieces that fit no frame.
        for piece in plain.chunks(10_007) {
            writer.write_all(piece).unwrap();
        }
        writer.finish().unwrap()
    }

    fn opened(vault: &Vault, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, String> {
        let mut plain = Vec::new();
        let mut reader = vault
            .open_stream(purpose, sealed)
            .map_err(|error| error.to_string())?;
        let read = reader.read_to_end(&mut plain);
        read.map(|_| plain).map_err(|error| error.to_string())
    }

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 7 % 251) as u8).collect()
    }

    #[test]
    fn a_stream_of_any_length_opens_as_it_was() {
        let vault = Vault::read(&new_key().unwrap()).unwrap();
        for (length, frames) in [
            (0, 1),
            (1, 1),
            (FRAME_BYTES - 1, 1),
            (FRAME_BYTES, 1),
            (FRAME_BYTES + 1, 2),
            (3 * FRAME_BYTES, 3),
            (3 * FRAME_BYTES + 17, 4),
        ] {
            let plain = bytes(length);
            let sealed = sealed(&vault, &plain);
            assert_eq!(sealed.len(), HEAD_BYTES + length + frames * TAG_BYTES);
            assert_eq!(opened(&vault, "archive", &sealed), Ok(plain), "{length}");
            assert_eq!(number_of(&sealed), vault.sealing_key());
        }
        assert_ne!(sealed(&vault, b"x"), sealed(&vault, b"x"));
    }

    #[test]
    fn what_was_changed_cut_reordered_or_put_together_does_not_open() {
        let vault = Vault::read(&new_key().unwrap()).unwrap();
        let plain = bytes(3 * FRAME_BYTES + 100);
        let whole = sealed(&vault, &plain);
        let refused = |sealed: &[u8], what: &str| {
            let said = opened(&vault, "archive", sealed);
            assert!(said.is_err_and(|said| said.contains("damaged")), "{what}");
        };
        // A bit of the mark is another file's, one of the key's number another key's.
        for at in [9, 20, HEAD_BYTES - 1, HEAD_BYTES, 70_000, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            refused(&changed, &format!("byte {at}"));
        }
        for length in [
            0,
            HEAD_BYTES - 1,
            HEAD_BYTES,
            HEAD_BYTES + 1,
            HEAD_BYTES + SEALED_FRAME,
            HEAD_BYTES + 3 * SEALED_FRAME,
            whole.len() - 1,
        ] {
            refused(&whole[..length], &format!("cut to {length}"));
        }
        let (head, body) = whole.split_at(HEAD_BYTES);
        let frames: Vec<&[u8]> = body.chunks(SEALED_FRAME).collect();
        for (order, what) in [
            (&[1, 0, 2, 3][..], "two exchanged"),
            (&[0, 2, 3], "one left out"),
            (&[0, 1, 1, 2, 3], "one twice"),
            (&[0, 1, 3], "the end moved"),
        ] {
            let parts = order.iter().map(|at| frames[*at]);
            let parts: Vec<&[u8]> = std::iter::once(head).chain(parts).collect();
            refused(&parts.concat(), what);
        }
        refused(&[&whole[..], b"more"].concat(), "something behind the end");
        let another = sealed(&vault, &plain);
        let (_, others) = another.split_at(HEAD_BYTES);
        let mixed = [head, frames[0], &others[SEALED_FRAME..]].concat();
        refused(&mixed, "frames of another stream");
        assert!(opened(&vault, "something else", &whole).is_err());
        // Nothing of a frame that is not right is given out; the ones before it were.
        let mut changed = whole.clone();
        changed[HEAD_BYTES + SEALED_FRAME] ^= 1;
        let mut reader = vault.open_stream("archive", &changed[..]).unwrap();
        let mut given = Vec::new();
        assert!(reader.read_to_end(&mut given).is_err());
        assert_eq!(given, plain[..FRAME_BYTES]);
    }

    #[test]
    fn a_stream_names_its_key_and_opens_by_any_key_of_the_file() {
        let (old, new) = (new_key().unwrap(), new_key().unwrap());
        let before = Vault::read(&old).unwrap();
        let sealed = sealed(&before, b"kept for seven years");
        let both = Vault::read(&format!("{new}\n{old}")).unwrap();
        let plain = opened(&both, "archive", &sealed);
        assert_eq!(plain.as_deref(), Ok(&b"kept for seven years"[..]));
        let without = Vault::read(&new).unwrap();
        let said = opened(&without, "archive", &sealed).unwrap_err();
        let number = before.sealing_key().unwrap().to_string();
        assert!(said.contains(&number) && said.contains("add that key"));
        assert_eq!(number_of(b"{\"submission_id\""), None);
    }
}
