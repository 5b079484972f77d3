//! Archives on disk: NDJSON, a line a submission (or a row), in a file that only its owner may read, sealed where there is a key
//! ([`vault::frames`]), with a manifest beside it.
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
use store::vault::frames::{self, SealedWriter};
use store::{Vault, durable};

/// What archives are sealed for: nothing else that is sealed opens as one.
const PURPOSE: &str = "retention archive";

/// The longest line: a submission with its whole trail.
const MOST_LINE_BYTES: usize = 512 << 20;

/// What an archive says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The layout: 1 of a plain file, 2 of a sealed one.
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
    /// Bytes of the file as it lies.
    pub bytes: u64,
    /// SHA-256 of the file as it lies, hexadecimal.
    pub sha256: String,
    /// The number of the key that it is sealed under; `None`: it is plain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_under: Option<String>,
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

/// The name of the archive with a number. Of a sealed one it says so: what is in it is no text.
pub fn name_of(archive_id: i64, holding: &str, wave: Option<&str>, is_sealed: bool) -> String {
    let plain = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => letter,
        _ => '_',
    };
    let wave: String = wave.unwrap_or("").chars().map(plain).collect();
    let more = if is_sealed { ".sealed" } else { "" };
    format!("fieldwatch-archive-{archive_id:06}-{holding}-{wave}.ndjson{more}")
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

/// Makes a file that its owner alone may read, or empties the one that is there: whoever could read that one cannot read what comes.
pub(crate) fn create(path: &Path) -> Result<File, ArchiveError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path).and_then(|file| {
        // The mode above is of new files alone. Before the first byte, so that nobody reads in between.
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        file.set_len(0)?;
        Ok(file)
    });
    made.map_err(|error| about(path, "written", &error))
}

/// Makes a file's name durable.
fn sync_folder(file: &Path) -> Result<(), ArchiveError> {
    let folder = durable::folder_of(file);
    durable::sync(folder).map_err(|error| about(folder, "synced", &error))
}

/// Writes on, and knows what was written.
struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// How lines go to the file.
enum Out {
    Plain(Hashed),
    Sealed(Box<SealedWriter<Hashed>>),
}

/// An archive that is being written.
pub struct Writer {
    out: Out,
    path: PathBuf,
    part: PathBuf,
    rows: u64,
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

/// Makes room for an archive. A file of that name that is not on record was left by a run that was killed; it is written again if it is of
/// this database.
pub fn make_room(path: &Path, database: &str) -> Result<(), ArchiveError> {
    if !path.exists() {
        return Ok(());
    }
    let left = read_manifest(path);
    if !left.is_ok_and(|manifest| manifest.database == database) {
        return Err(ArchiveError(format!(
            "{} is there already and is not an archive of this database. Choose another folder with --archive.",
            path.display()
        )));
    }
    fs::remove_file(path).map_err(|error| about(path, "removed", &error))
}

impl Writer {
    /// Begins an archive, sealed if there is a key.
    pub fn begin(path: &Path, keys: Option<&Vault>) -> Result<Writer, ArchiveError> {
        let part = with_more(path, ".part");
        let hashed = Hashed {
            file: BufWriter::new(create(&part)?),
            hash: Sha256::new(),
            bytes: 0,
        };
        let out = match keys {
            None => Out::Plain(hashed),
            Some(vault) => {
                let sealed = vault.seal_stream(PURPOSE, hashed);
                Out::Sealed(Box::new(
                    sealed.map_err(|error| about(&part, "written", &error))?,
                ))
            }
        };
        Ok(Writer {
            out,
            path: path.to_owned(),
            part,
            rows: 0,
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
        self.rows += 1;
        let written = match &mut self.out {
            Out::Plain(out) => out.write_all(line.as_bytes()),
            Out::Sealed(out) => out.write_all(line.as_bytes()),
        };
        written.map_err(|error| about(&self.part, "written", &error))
    }

    /// Ends it: everything is on disk, the manifest before the file has its name. `manifest` gets the numbers.
    pub fn finish(self, mut manifest: Manifest) -> Result<Written, ArchiveError> {
        let hashed = match self.out {
            Out::Plain(hashed) => hashed,
            Out::Sealed(sealed) => sealed
                .finish()
                .map_err(|error| about(&self.part, "written", &error))?,
        };
        let file = hashed
            .file
            .into_inner()
            .map_err(|error| about(&self.part, "written", error.error()))?;
        file.sync_all()
            .map_err(|error| about(&self.part, "synced", &error))?;
        let written = Written {
            rows: self.rows,
            bytes: hashed.bytes,
            sha256: hashed.hash.finalize().into(),
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
        drop(self.out);
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

/// Reads the manifest of an archive.
pub fn read_manifest(file: &Path) -> Result<Manifest, ArchiveError> {
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

/// An archive's text, opened if it is sealed. What is wrong with it further on is said when it is read.
pub fn text(path: &Path, keys: Option<&Vault>) -> Result<Box<dyn BufRead>, ArchiveError> {
    let file = File::open(path).map_err(|error| about(path, "read", &error))?;
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let beginning = reader
        .fill_buf()
        .map_err(|error| about(path, "read", &error))?;
    let Some(number) = frames::number_of(beginning) else {
        return Ok(Box::new(reader));
    };
    let vault = keys.ok_or_else(|| {
        ArchiveError(format!(
            "{} is sealed under the key {number}. Name a file that holds it with --secrets-key-file.",
            path.display()
        ))
    })?;
    let opened = vault.open_stream(PURPOSE, reader);
    let opened = opened.map_err(|error| about(path, "opened", &error))?;
    Ok(Box::new(BufReader::with_capacity(1 << 20, opened)))
}

/// Reads an archive line by line.
pub fn lines(
    path: &Path,
    keys: Option<&Vault>,
) -> Result<impl Iterator<Item = Result<Value, ArchiveError>> + use<>, ArchiveError> {
    let mut reader = text(path, keys)?;
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

/// Writes an archive's text into a new file that its owner alone may read; answers its bytes. What does not open to its end, or is not
/// what its manifest says, leaves no file.
pub fn open_into(path: &Path, out: &Path, keys: Option<&Vault>) -> Result<u64, ArchiveError> {
    // The manifest may be lost: a sealed archive tells by itself whether it is whole.
    if let Ok(manifest) = read_manifest(path) {
        let hash = domain::hex::from_hex(&manifest.sha256).and_then(|hash| hash.try_into().ok());
        let is_right = hash.map(|hash| is_whole(path, &hash)).transpose()?;
        if is_right != Some(true) {
            return Err(ArchiveError(format!(
                "{} is not the file that its manifest tells of: its SHA-256 differs. Take the copy that is whole.",
                path.display()
            )));
        }
    }
    let mut reader = text(path, keys)?;
    if out.exists() {
        return Err(ArchiveError(format!(
            "{} is there already. Name a file that is not.",
            out.display()
        )));
    }
    let mut file = create(out)?;
    let copied = io::copy(&mut reader, &mut file).and_then(|bytes| {
        file.sync_all()?;
        Ok(bytes)
    });
    copied.map_err(|error| {
        drop(file);
        let _ = fs::remove_file(out);
        about(path, "opened", &error)
    })
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

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_could_read_is_its_owners_alone_once_it_is_written_again() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "longer than what comes").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write_json(&path, &1).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), "1");
    }

    #[test]
    fn a_name_holds_nothing_that_leads_elsewhere() {
        assert_eq!(
            name_of(7, "raw_submission", Some("../2026 w1"), false),
            "fieldwatch-archive-000007-raw_submission-___2026_w1.ndjson"
        );
        assert_eq!(
            name_of(8, "quarantine", None, false),
            "fieldwatch-archive-000008-quarantine.ndjson"
        );
        assert_eq!(
            name_of(9, "quarantine", None, true),
            "fieldwatch-archive-000009-quarantine.ndjson.sealed"
        );
    }
}
