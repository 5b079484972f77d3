//! Passphrases that have become known: a file of SHA-1 hashes as Have I Been Pwned publishes them, or of plain words.
//!
//! The file of hashes has tens of gigabytes. It is never read whole: it is ordered by hash, so that some thirty looks into it find a line.
//! Plain words are read into memory, up to a limit.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Hexadecimal digits of a SHA-1 hash.
const HASH_CHARS: usize = 40;
/// The longest line of a file of hashes: the hash, a colon, a count, the end of the line.
const LONGEST_LINE: usize = 80;
/// A list of words is read whole: a million of them have some 10 MB.
const MOST_BYTES_OF_WORDS: u64 = 64 << 20;
/// Lines of a file of hashes that are looked at when it is opened.
const SAMPLES: u64 = 64;

/// A list of passphrases that have become known.
#[derive(Debug)]
pub struct Breached(Kind);

#[derive(Debug)]
enum Kind {
    Hashes {
        path: PathBuf,
        file: Mutex<File>,
        bytes: u64,
    },
    Words(HashSet<String>),
}

impl Breached {
    /// Opens a list; which kind it is follows from its first line. Or says what is wrong with it.
    pub fn open(path: &Path) -> Result<Breached, String> {
        let shown = path.display();
        let cannot = |error: io::Error| {
            format!("The list of breached passwords {shown} cannot be read: {error}.")
        };
        let mut file = File::open(path).map_err(cannot)?;
        let bytes = file.metadata().map_err(cannot)?.len();
        if path.is_dir() {
            return Err(format!(
                "The list of breached passwords {shown} is a folder; name the file in it."
            ));
        }
        let mut first = Vec::new();
        (&mut file)
            .take(LONGEST_LINE as u64)
            .read_to_end(&mut first)
            .map_err(cannot)?;
        let first_line = first
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let first_line = first_line.strip_suffix(b"\r").unwrap_or(first_line);
        let digits = first_line
            .iter()
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        let is_hash = |chars| digits == chars && matches!(first_line.get(chars), None | Some(b':'));
        if bytes == 0 {
            return Err(format!("The list of breached passwords {shown} is empty."));
        }
        if is_hash(32) {
            return Err(format!(
                "The list of breached passwords {shown} holds NTLM hashes (32 digits). Take the file of SHA-1 hashes, ordered by hash."
            ));
        }
        if is_hash(HASH_CHARS) {
            let list = Breached(Kind::Hashes {
                path: path.to_owned(),
                file: Mutex::new(file),
                bytes,
            });
            list.look_through().map_err(cannot)??;
            return Ok(list);
        }
        if bytes > MOST_BYTES_OF_WORDS {
            return Err(format!(
                "The list of breached passwords {shown} holds words and is larger than {} MB. Shorten it, or take hashes: one SHA-1 hash a line, ordered by hash.",
                MOST_BYTES_OF_WORDS >> 20
            ));
        }
        let text = std::fs::read_to_string(path).map_err(|_| {
            format!("The list of breached passwords {shown} is neither lines of SHA-1 hashes nor of words in UTF-8. Unpack it, or take another file.")
        })?;
        let words = text
            .lines()
            .map(|word| compared(word.trim()))
            .filter(|word| !word.is_empty());
        Ok(Breached(Kind::Words(words.collect())))
    }

    /// Whether lines here and there are hashes, in ascending order; a file that is not answers "no" to everything, which nobody would notice.
    fn look_through(&self) -> io::Result<Result<(), String>> {
        let Kind::Hashes { path, file, bytes } = &self.0 else {
            return Ok(Ok(()));
        };
        let mut file = file
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut before = String::new();
        for sample in 0..SAMPLES {
            let Some(line) = line_at(&mut file, bytes / SAMPLES * sample)? else {
                continue;
            };
            let shown = path.display();
            let Some(hash) = hash_of(&line) else {
                return Ok(Err(format!(
                    "The list of breached passwords {shown} begins with SHA-1 hashes and has other lines further on. Take a whole file."
                )));
            };
            if hash < before {
                return Ok(Err(format!(
                    "The list of breached passwords {shown} is not ordered by hash. Take the version that is, or sort it: LC_ALL=C sort -o FILE FILE"
                )));
            }
            before = hash;
        }
        Ok(Ok(()))
    }

    /// Whether a passphrase in its normal form is on the list.
    pub fn has(&self, passphrase: &str) -> io::Result<bool> {
        match &self.0 {
            Kind::Words(words) => Ok(words.contains(&compared(passphrase))),
            Kind::Hashes { file, bytes, .. } => {
                let mut file = file
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                find(&mut file, *bytes, &sha1_of(passphrase))
            }
        }
    }
}

/// Words are compared whatever their case, as whoever guesses tries both.
fn compared(word: &str) -> String {
    domain::account::normalised(word).to_lowercase()
}

fn sha1_of(text: &str) -> String {
    use sha1::Digest;
    domain::hex::hex(&sha1::Sha1::digest(text.as_bytes())).to_ascii_uppercase()
}

/// The first whole line that begins at or after a place; `None` behind the last.
fn line_at(file: &mut File, at: u64) -> io::Result<Option<Vec<u8>>> {
    // One before: a line that begins right there is one.
    file.seek(SeekFrom::Start(at.saturating_sub(1)))?;
    let mut bytes = Vec::new();
    file.take(2 * LONGEST_LINE as u64).read_to_end(&mut bytes)?;
    let begins = match at {
        0 => 0,
        _ => match bytes.iter().position(|byte| *byte == b'\n') {
            Some(end) => end + 1,
            // No line of hashes is so long: it is shown as it is, and refused.
            None if bytes.len() > LONGEST_LINE => return Ok(Some(bytes)),
            None => return Ok(None),
        },
    };
    let rest = &bytes[begins..];
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok((!line.is_empty()).then(|| line.to_vec()))
}

fn hash_of(line: &[u8]) -> Option<String> {
    let hash = line.get(..HASH_CHARS)?;
    let ends = matches!(line.get(HASH_CHARS), None | Some(b':' | b'\r'));
    (ends && hash.iter().all(u8::is_ascii_hexdigit))
        .then(|| String::from_utf8_lossy(hash).to_ascii_uppercase())
}

/// Bisection by bytes: each look halves what is left, whatever the lines' lengths.
fn find(file: &mut File, bytes: u64, hash: &str) -> io::Result<bool> {
    let (mut low, mut high) = (0, bytes);
    while low < high {
        let middle = low + (high - low) / 2;
        let Some(line) = line_at(file, middle)? else {
            high = middle;
            continue;
        };
        let damaged = || io::Error::other("a line of the list of breached passwords is no hash");
        match hash_of(&line).ok_or_else(damaged)?.as_str().cmp(hash) {
            std::cmp::Ordering::Equal => return Ok(true),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn list(content: impl AsRef<[u8]>) -> Result<Breached, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        std::fs::write(&path, content).unwrap();
        Breached::open(&path)
    }

    fn hashes(words: &[String], end: &str, count: bool) -> String {
        let mut lines: Vec<String> = words.iter().map(|word| sha1_of(word)).collect();
        lines.sort_unstable();
        lines
            .iter()
            .enumerate()
            .fold(String::new(), |mut text, (at, hash)| {
                let count = if count {
                    format!(":{}", 10_u64.pow(at as u32 % 9))
                } else {
                    String::new()
                };
                write!(text, "{hash}{count}{end}").unwrap();
                text
            })
    }

    #[test]
    fn every_hash_of_a_file_is_found_and_no_other() {
        // NIST's own test of the hash.
        assert_eq!(sha1_of("abc"), "A9993E364706816ABA3E25717850C26C9CD0D89D");
        for size in [1_u32, 2, 3, 17, 300] {
            let words: Vec<String> = (0..size)
                .map(|at| format!("passphrase number {at}"))
                .collect();
            for (end, count) in [("\r\n", true), ("\n", true), ("\n", false)] {
                let text = hashes(&words, end, count);
                for text in [text.as_str(), text.trim_end()] {
                    let list = list(text).unwrap();
                    for word in &words {
                        assert!(list.has(word).unwrap(), "{word} of {size}");
                    }
                    for other in 0..50 {
                        assert!(!list.has(&format!("something else {other}")).unwrap());
                    }
                }
            }
        }
    }

    #[test]
    fn words_are_compared_whatever_their_case_and_keyboard() {
        let list = list("Correct Horse Battery\r\n\n  بارش کی پہلی رات \n").unwrap();
        for known in [
            "correct horse BATTERY",
            "بارش کی پہلی رات",
            "\u{ff23}orrect horse battery",
        ] {
            assert!(list.has(known).unwrap(), "{known}");
        }
        assert!(!list.has("correct horse").unwrap());
        assert!(!list.has("").unwrap());
    }

    #[test]
    fn a_file_that_is_no_such_list_is_refused_with_what_to_do() {
        let words: Vec<String> = (0..300).map(|at| format!("word {at}")).collect();
        let ordered = hashes(&words, "\n", true);
        let backwards: Vec<&str> = ordered.lines().rev().collect();
        let broken = format!("{ordered}\nnot a hash at all\n{}", "x".repeat(20_000));
        for (content, said) in [
            (Vec::new(), "is empty"),
            (b"0123456789ABCDEF0123456789ABCDEF:3\n".to_vec(), "NTLM"),
            (backwards.join("\n").into_bytes(), "not ordered"),
            (broken.into_bytes(), "other lines"),
            (vec![0x1f, 0x8b, 0xff, 0xfe, 0x0a], "Unpack it"),
        ] {
            let error = list(content).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
        let folder = tempfile::tempdir().unwrap();
        assert!(Breached::open(folder.path()).is_err());
        assert!(
            Breached::open(&folder.path().join("none"))
                .unwrap_err()
                .contains("cannot be read")
        );
    }
}
