//! What a backup says of itself, and whether that is true.

use super::{BackupError, Partial};
use crate::durable;
use crate::migrate;
use crate::vault::{KeyNumber, Vault};
use domain::time::EpochMs;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Of which kind of database a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A SQLite file that any program for SQLite opens.
    Sqlite,
    /// An archive of `pg_dump`, in its custom format.
    Postgresql,
}

impl Kind {
    pub(crate) fn example(self) -> &'static str {
        match self {
            Kind::Sqlite => "sqlite:FILE",
            Kind::Postgresql => "postgres://USER@HOST/DATABASE",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Sqlite => "SQLite",
            Kind::Postgresql => "PostgreSQL",
        })
    }
}

/// The layout of manifests that this program writes and reads.
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The layout of this manifest.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// Of which kind of database.
    pub database: Kind,
    /// When, as RFC 3339 in UTC.
    pub made_at: String,
    /// The last migration that was applied.
    pub schema_version: i64,
    /// The version of the data.
    pub data_version: i64,
    /// Rows by table.
    pub tables: BTreeMap<String, u64>,
    /// The numbers of the keys that something in it is sealed under. The keys themselves are not in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The number of the key that the file is encrypted under as a whole; absent where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_key: Option<String>,
    /// The length of the backup in bytes.
    pub bytes: u64,
    /// Its BLAKE3 hash, as 64 hexadecimal digits.
    pub blake3: String,
}

/// What stands in a database: for a manifest, and to compare with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) schema_version: i64,
    pub(crate) data_version: i64,
    pub(crate) tables: BTreeMap<String, u64>,
    /// Keys' numbers, sorted.
    pub(crate) keys: Vec<String>,
}

impl Content {
    /// The questions for the keys of a database with these tables: each answers numbers as text, and what was sealed.
    pub(crate) fn asks_for_keys(tables: &BTreeMap<String, u64>) -> Vec<&'static str> {
        let all = [
            ("sealing_key", "SELECT number, proof FROM sealing_key"),
            (
                "second_factor",
                "SELECT CAST(NULL AS TEXT), secret FROM second_factor WHERE secret IS NOT NULL",
            ),
            (
                "second_factor",
                "SELECT CAST(NULL AS TEXT), next_secret FROM second_factor WHERE next_secret IS NOT NULL",
            ),
        ];
        let asked = all
            .into_iter()
            .filter(|(table, _)| tables.contains_key(*table));
        asked.map(|(_, question)| question).collect()
    }

    /// The numbers in the answers to these, sorted, each once.
    pub(crate) fn keys_of(answers: Vec<(Option<String>, Option<Vec<u8>>)>) -> Vec<String> {
        let numbers = answers.into_iter().filter_map(|(number, sealed)| {
            number.or_else(|| Some(KeyNumber::of_sealed(&sealed?)?.to_string()))
        });
        let numbers: BTreeSet<String> = numbers.collect();
        numbers.into_iter().collect()
    }
}

/// Where the manifest of a backup stands.
pub fn manifest_path(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".manifest.json");
    file.with_file_name(name)
}

/// Reads the manifest of a backup and compares the file with it, byte for byte by its hash. Reads only.
///
/// Errors: [`BackupError::NoManifest`], [`BackupError::Damaged`], [`BackupError::Newer`], [`BackupError::File`].
pub fn verify(file: &Path) -> Result<Manifest, BackupError> {
    let path = manifest_path(file);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && file.exists() => {
            return Err(BackupError::NoManifest { file: path });
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(BackupError::file(file, &error));
        }
        Err(error) => return Err(BackupError::file(&path, &error)),
    };
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| BackupError::damaged(&path, format!("it is no manifest ({error})")))?;
    if manifest.schema_version > migrate::KNOWN || manifest.format > FORMAT {
        return Err(BackupError::Newer {
            file: file.to_owned(),
            program: manifest.program,
            found: manifest.schema_version,
            known: migrate::KNOWN,
        });
    }
    let (bytes, hash) = measured(file)?;
    if bytes != manifest.bytes {
        let expected = manifest.bytes;
        return Err(BackupError::damaged(
            file,
            format!("it has {bytes} bytes, and its manifest says {expected}"),
        ));
    }
    if hash != manifest.blake3 {
        return Err(BackupError::damaged(
            file,
            "its hash is not the one of its manifest",
        ));
    }
    Ok(manifest)
}

fn measured(file: &Path) -> Result<(u64, String), BackupError> {
    let said = |error: std::io::Error| BackupError::file(file, &error);
    let opened = File::open(file).map_err(said)?;
    let bytes = opened.metadata().map_err(said)?.len();
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(opened).map_err(said)?;
    Ok((bytes, hasher.finalize().to_hex().to_string()))
}

impl Manifest {
    pub(super) fn of(
        file: &Path,
        database: Kind,
        content: Content,
        now: EpochMs,
    ) -> Result<Manifest, BackupError> {
        let (bytes, blake3) = measured(file)?;
        Ok(Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            database,
            made_at: now.to_rfc3339().unwrap_or_default(),
            schema_version: content.schema_version,
            data_version: content.data_version,
            tables: content.tables,
            keys: content.keys,
            database_key: None,
            bytes,
            blake3,
        })
    }

    /// The keys it needs that are not among these.
    pub(super) fn keys_not_in(&self, keys: Option<&Vault>) -> Vec<String> {
        let held = |number: &str| {
            let number: Option<KeyNumber> = number.parse().ok();
            number.is_some_and(|number| keys.is_some_and(|vault| vault.holds(number)))
        };
        let missing = self.keys.iter().filter(|number| !held(number));
        missing.cloned().collect()
    }

    /// Writes it whole or not at all.
    pub(super) fn write(&self, path: &Path) -> Result<(), BackupError> {
        let partial = Partial::beside(path);
        let said = |error: std::io::Error| BackupError::file(path, &error);
        let mut text = serde_json::to_string_pretty(self).map_err(|error| said(error.into()))?;
        text.push('\n');
        std::fs::write(&partial.path, text).map_err(said)?;
        sync(&partial.path)?;
        std::fs::rename(&partial.path, path).map_err(said)?;
        sync_folder(path)
    }

    /// Whether a database holds what was backed up.
    pub(crate) fn agrees_with(&self, content: &Content) -> Result<(), String> {
        if content.schema_version != self.schema_version
            || content.data_version != self.data_version
        {
            return Err(format!(
                "it has schema version {} and data version {}, and its manifest says {} and {}",
                content.schema_version,
                content.data_version,
                self.schema_version,
                self.data_version
            ));
        }
        for (table, rows) in &self.tables {
            let found = content.tables.get(table).copied().unwrap_or(0);
            if found != *rows {
                return Err(format!(
                    "table {table} has {found} rows, and its manifest says {rows}"
                ));
            }
        }
        Ok(())
    }
}

/// Waits until a file is on the disk.
pub(crate) fn sync(path: &Path) -> Result<(), BackupError> {
    durable::sync(path).map_err(|error| BackupError::file(path, &error))
}

/// Waits until a file's name is on the disk.
pub(crate) fn sync_folder(path: &Path) -> Result<(), BackupError> {
    sync(durable::folder_of(path))
}
