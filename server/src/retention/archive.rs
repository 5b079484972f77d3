//! Archives on disk: NDJSON, a line a submission (or a row), in a file that only its owner may read, with a manifest beside it.
//!
//! A file gets its name when every byte of it is on disk; only then is it put on record, and only what is on record is deleted from the
//! database. The name holds the number that the record will have: what a killed run left without a record is written again.

use crate::cli::others_may_read;
use domain::hex::hex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use store::durable;

/// The longest line: a submission with its whole trail.
const MOST_LINE_BYTES: usize = 512 << 20;

/// What an archive says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The layout, 1.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// Of which database.
    pub database: String,
    /// The table that its rows come from.
    pub holding: String,
    /// The wave's code, of submissions.
    pub wave: Option<String>,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// The first day on which it is to be deleted.
    pub delete_on: String,
    /// Lines.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// How the rows of each run are to be read: headers and mappings, by the run's number.
    pub runs: BTreeMap<i32, Option<String>>,
}

/// What went wrong with a file, as a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ArchiveError(pub String);

fn about(path: &Path, what: &str, error: &io::Error) -> ArchiveError {
    ArchiveError(format!("{} cannot be {what}: {error}.", path.display()))
}

/// Where the manifest of an archive stands.
pub fn manifest_path(file: &Path) -> PathBuf {
    with_more(file, ".manifest.json")
}

fn with_more(file: &Path, more: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(more);
    file.with_file_name(name)
}

/// The name of the archive with a number.
pub fn name_of(archive_id: i64, holding: &str, wave: Option<&str>) -> String {
    let plain = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => letter,
        _ => '_',
    };
    let wave: String = wave.unwrap_or("").chars().map(plain).collect();
    format!("fieldwatch-archive-{archive_id:06}-{holding}-{wave}.ndjson")
        .replace("-.ndjson", ".ndjson")
}

/// Makes the folder if it is not there; refuses one that others may look into.
pub fn prepare(folder: &Path) -> Result<(), ArchiveError> {
    if !folder.exists() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(folder)
            .map_err(|error| about(folder, "made", &error))?;
    }
    if others_may_read(folder) {
        return Err(ArchiveError(format!(
            "The folder {0} can be read by others than its owner, and archives hold everything that households said. chmod 700 {0}",
            folder.display()
        )));
    }
    Ok(())
}

/// Makes a file that its owner alone may read, or empties the one that is there.
pub(crate) fn create(path: &Path) -> Result<File, ArchiveError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map_err(|error| about(path, "written", &error))
}

/// Makes a file's name durable.
fn sync_folder(file: &Path) -> Result<(), ArchiveError> {
    let folder = durable::folder_of(file);
    durable::sync(folder).map_err(|error| about(folder, "synced", &error))
}

/// An archive that is being written.
pub struct Writer {
    file: BufWriter<File>,
    path: PathBuf,
    part: PathBuf,
    hash: Sha256,
    rows: u64,
    bytes: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Lines.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
}

impl Writer {
    /// Begins an archive. A file of that name that is not on record was left by a run that was killed; it is written again if it is of
    /// this database.
    pub fn begin(path: &Path, database: &str) -> Result<Writer, ArchiveError> {
        if path.exists() {
            let left = read_manifest(path);
            if !left.is_ok_and(|manifest| manifest.database == database) {
                return Err(ArchiveError(format!(
                    "{} is there already and is not an archive of this database. Choose another folder with --archive.",
                    path.display()
                )));
            }
            fs::remove_file(path).map_err(|error| about(path, "removed", &error))?;
        }
        let part = with_more(path, ".part");
        Ok(Writer {
            file: BufWriter::new(create(&part)?),
            path: path.to_owned(),
            part,
            hash: Sha256::new(),
            rows: 0,
            bytes: 0,
        })
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Adds a line.
    pub fn line(&mut self, value: &Value) -> Result<(), ArchiveError> {
        let mut line = value.to_string();
        line.push('\n');
        self.hash.update(line.as_bytes());
        self.rows += 1;
        self.bytes += line.len() as u64;
        self.file
            .write_all(line.as_bytes())
            .map_err(|error| about(&self.part, "written", &error))
    }

    /// Ends it: everything is on disk, the manifest before the file has its name. `manifest` gets the numbers.
    pub fn finish(self, mut manifest: Manifest) -> Result<Written, ArchiveError> {
        let file = self
            .file
            .into_inner()
            .map_err(|error| about(&self.part, "written", error.error()))?;
        file.sync_all()
            .map_err(|error| about(&self.part, "synced", &error))?;
        let written = Written {
            rows: self.rows,
            bytes: self.bytes,
            sha256: self.hash.finalize().into(),
        };
        manifest.rows = written.rows;
        manifest.bytes = written.bytes;
        manifest.sha256 = hex(&written.sha256);
        write_json(&manifest_path(&self.path), &manifest)?;
        fs::rename(&self.part, &self.path).map_err(|error| about(&self.path, "named", &error))?;
        sync_folder(&self.path)?;
        Ok(written)
    }

    /// Takes back what was begun.
    pub fn give_up(self) -> Result<(), ArchiveError> {
        drop(self.file);
        fs::remove_file(&self.part).map_err(|error| about(&self.part, "removed", &error))
    }
}

/// Writes a file of its owner's, whole and synced.
pub fn write_json(path: &Path, value: &impl Serialize) -> Result<(), ArchiveError> {
    let text = serde_json::to_vec_pretty(value)
        .map_err(|error| ArchiveError(format!("{}: {error}", path.display())))?;
    let mut file = create(path)?;
    file.write_all(&text)
        .and_then(|()| file.sync_all())
        .map_err(|error| about(path, "written", &error))
}

fn read_manifest(file: &Path) -> Result<Manifest, ArchiveError> {
    let path = manifest_path(file);
    let text = fs::read(&path).map_err(|error| about(&path, "read", &error))?;
    serde_json::from_slice(&text)
        .map_err(|error| ArchiveError(format!("{} is no manifest: {error}.", path.display())))
}

/// Whether a file has this hash. Reads all of it.
pub fn is_whole(path: &Path, sha256: &[u8; 32]) -> Result<bool, ArchiveError> {
    let mut file = File::open(path).map_err(|error| about(path, "read", &error))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read =
            io::Read::read(&mut file, &mut buffer).map_err(|error| about(path, "read", &error))?;
        if read == 0 {
            return Ok(<[u8; 32]>::from(hash.finalize()) == *sha256);
        }
        hash.update(&buffer[..read]);
    }
}

/// Reads an archive line by line.
pub fn lines(
    path: &Path,
) -> Result<impl Iterator<Item = Result<Value, ArchiveError>> + use<>, ArchiveError> {
    let file = File::open(path).map_err(|error| about(path, "read", &error))?;
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let path = path.to_owned();
    let mut line = Vec::new();
    Ok(std::iter::from_fn(move || {
        line.clear();
        let limit = MOST_LINE_BYTES as u64;
        match io::Read::take(&mut reader, limit).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(serde_json::from_slice(&line).map_err(|error| {
                ArchiveError(format!("A line of {} is no JSON: {error}.", path.display()))
            })),
            Err(error) => Some(Err(about(&path, "read", &error))),
        }
    }))
}

/// Deletes an archive with its manifest.
pub fn delete(path: &Path) -> Result<(), ArchiveError> {
    for path in [path.to_owned(), manifest_path(path)] {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(about(&path, "deleted", &error));
            }
            _ => {}
        }
    }
    sync_folder(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_nothing_that_leads_elsewhere() {
        assert_eq!(
            name_of(7, "raw_submission", Some("../2026 w1")),
            "fieldwatch-archive-000007-raw_submission-___2026_w1.ndjson"
        );
        assert_eq!(
            name_of(8, "quarantine", None),
            "fieldwatch-archive-000008-quarantine.ndjson"
        );
    }
}
