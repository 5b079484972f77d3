//! ZIP archives, as collection tools export them: what is in them, and each entry as a stream.
//!
//! An archive is somebody else's file. Nothing in it decides anything here but the bytes of an entry: its name is shown and
//! compared, and never is a path; nothing is unpacked to disk; no entry is held in memory whole; how much an entry may grow is
//! bounded ([`stream`]).

pub mod plan;
pub mod stream;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::ZipArchive;
use zip::read::ZipArchiveMetadata;
use zip::result::ZipError;

/// An archive whose directory was read.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    directory: Arc<ZipArchiveMetadata>,
    /// What is in it, in the order of its directory, without folders.
    pub entries: Vec<Entry>,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    index: usize,
    /// Its name with its folders, as it stands there.
    pub name: String,
    /// Bytes in the archive.
    pub compressed_bytes: u64,
    /// Bytes it says it has.
    pub stated_bytes: u64,
}

/// Why an archive is not read at all. Nothing of it was imported.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Its directory, which stands at the end, is missing or broken.
    #[error(
        "The archive is cut off or damaged ({0}). Export or download it again; nothing of it was imported."
    )]
    Damaged(String),
    /// An Excel workbook is a ZIP archive as well.
    #[error("The file is an Excel workbook. Save the sheet as CSV (UTF-8) and import that.")]
    Workbook,
    /// A password is needed.
    #[error(
        "{} in the archive is encrypted with a password. Unpack the archive with it and import the files; nothing was imported.",
        shown(.0)
    )]
    Encrypted(String),
    /// Entries share a name, or bytes: no tool writes such an archive, and a hostile one is small and grows without end.
    #[error(
        "The archive is made in a way that no export is ({0}). Export it again from the collection system; nothing was imported."
    )]
    Hostile(&'static str),
    /// The file cannot be read.
    #[error("The archive cannot be read: {0}.")]
    Read(#[from] io::Error),
}

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> ArchiveError {
        match error {
            ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                ArchiveError::Read(error)
            }
            other => ArchiveError::Damaged(other.to_string()),
        }
    }
}

impl Archive {
    /// Whether a file begins as an archive does, or is an empty one.
    pub fn is_one(start: &[u8]) -> bool {
        start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
    }

    /// Reads the directory of the archive at `path`; a directory of a million entries takes about 300 MB.
    pub fn open(path: &Path) -> Result<Archive, ArchiveError> {
        let mut archive = ZipArchive::new(File::open(path)?)?;
        if archive.has_duplicate_names() {
            return Err(ArchiveError::Hostile("two entries have one name"));
        }
        if archive.has_overlapping_entries()? {
            return Err(ArchiveError::Hostile("entries share their bytes"));
        }
        let directory = archive.metadata();
        let mut entries = Vec::with_capacity(directory.len());
        for index in 0..directory.len() {
            let entry = directory.entry(index)?;
            if entry.is_dir() {
                continue;
            }
            let name = match entry.name() {
                Ok(name) => name.into_owned(),
                Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
            };
            if entry.encrypted() {
                return Err(ArchiveError::Encrypted(name));
            }
            if name == "[Content_Types].xml" {
                return Err(ArchiveError::Workbook);
            }
            entries.push(Entry {
                index,
                name,
                compressed_bytes: entry.compressed_size(),
                stated_bytes: entry.size(),
            });
        }
        Ok(Archive {
            path: path.to_owned(),
            directory,
            entries,
        })
    }
}

impl Entry {
    /// The last part of its name, in lower case.
    pub fn file_name(&self) -> String {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.to_lowercase()
    }

    /// Its name for a terminal.
    pub fn shown(&self) -> String {
        shown(&self.name)
    }
}

/// A name for a terminal: without control characters, which could write over what stands there, and not longer than a line.
pub fn shown(name: &str) -> String {
    const LONGEST: usize = 100;
    let plain = |letter: char| {
        let turns_text = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if letter.is_control() || turns_text {
            '\u{fffd}'
        } else {
            letter
        }
    };
    let start: String = name.chars().take(LONGEST).map(plain).collect();
    if name.chars().count() > LONGEST {
        format!("{start}…")
    } else {
        start
    }
}

#[cfg(test)]
mod tests;
