//! Damages bytes in the ways that files are damaged, the same way every time.

use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Pieces that have broken parsers before.
const PIECES: [&[u8]; 32] = [
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"-999999999",
    b"##N/A##",
    b"1e999",
    b"-0.0",
    b"9223372036854775808",
    b"99999999999999999999999999",
    b"+06",
    b"0000-00-00T24:60:60Z",
    b"+262143-12-31T23:59:59.999999999+23:59",
    b"\xd9\x84\xd8\xa7\xdb\x81\xd9\x88\xd8\xb1",
    b"=1+1",
    b"../../x",
    b"||,||[]||",
];

/// A copy of `bytes` with one to six damages, decided by `seed` alone. `other` is where pieces are borrowed from.
pub fn mutated(bytes: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut out = bytes.to_vec();
    for _ in 0..random.random_range(1..=6) {
        let at = random.random_range(0..=out.len());
        let to = (at + random.random_range(0..=64)).min(out.len());
        match random.random_range(0..7) {
            0 if at < out.len() => out[at] ^= 1 << random.random_range(0..8),
            1 => drop(out.drain(at..to)),
            2 => {
                let piece = out[at..to].to_vec();
                out.splice(at..at, piece);
            }
            3 => out.truncate(at),
            4 if !other.is_empty() => {
                let from = random.random_range(0..other.len());
                let end = (from + random.random_range(0..=64)).min(other.len());
                out.splice(at..at, other[from..end].iter().copied());
            }
            5 => {
                let piece = PIECES[random.random_range(0..PIECES.len())];
                out.splice(at..to, piece.iter().copied());
            }
            _ => {
                let piece = PIECES[random.random_range(0..PIECES.len())];
                out.splice(at..at, piece.iter().copied());
            }
        }
    }
    out
}
