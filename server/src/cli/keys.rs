//! The keys under which answers and secrets are kept: whence they come, whether they suffice, and `fieldwatch key`.

mod file;
mod given;
mod seal;

use super::{Database, Failure, Outcome};
use crate::clock;
use crate::vault::{Vault, new_key};
use clap::ValueEnum;
use given::Given;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::encryption::Change;
use store::{AnswersKept, DatabaseKeys, Db};

/// The environment's variable with a key file's text.
pub const VARIABLE: &str = "FIELDWATCH_SECRETS_KEY";

const SECRETS: Given = Given {
    file: "key file",
    opens: "every secret",
    variable: VARIABLE,
};

/// The keys of a file, which must be its owner's alone.
pub fn open_file(path: &Path) -> Result<Vault, String> {
    SECRETS.of_file(path, Vault::read)
}

/// How a new database keeps answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Keep {
    /// Encrypted under the key of the key file.
    Sealed,
    /// As they came: whoever gets hold of the database's file or of a backup has them.
    Plain,
}

/// The options of keys, which every command knows.
#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The file with the keys under which answers and the secrets of second factors are kept (`fieldwatch key new FILE` makes one); or its
    /// text in the environment as FIELDWATCH_SECRETS_KEY.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_SECRETS_KEY_FILE",
        value_name = "FILE"
    )]
    pub secrets_key_file: Option<PathBuf>,
    /// The file with the key that the whole file of a SQLite database is encrypted under (`fieldwatch key new FILE` makes one; a key of its
    /// own); or its text in the environment as FIELDWATCH_DATABASE_KEY. Only in a program that was built with the feature sqlcipher. A new
    /// database is encrypted under the first key in it; one that is there opens by any. `fieldwatch key encrypt-database` encrypts one that is
    /// plain.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_DATABASE_KEY_FILE",
        value_name = "FILE"
    )]
    pub database_key_file: Option<PathBuf>,
    /// How a new database keeps answers: sealed, which needs a key, or plain. A database that is there goes on as it is; `fieldwatch key seal`
    /// seals one that is plain.
    #[arg(
        long,
        global = true,
        env = "FIELDWATCH_KEEP_ANSWERS",
        value_enum,
        default_value_t = Keep::Sealed
    )]
    pub keep_answers: Keep,
}

impl Arguments {
    /// The keys, if any were given.
    pub fn open(&self) -> Result<Option<Arc<Vault>>, Failure> {
        let vault = SECRETS.open(self.secrets_key_file.as_deref(), Vault::read)?;
        Ok(vault.map(Arc::new))
    }
}

/// Why a new database is not begun: nobody should find out later that answers were readable.
fn refuse_without_a_key(database: &str) -> Failure {
    Failure::new(format!(
        "{database} is new, and there is no key to seal answers under. Make one with `fieldwatch key new secrets.key`, keep a copy where the \
         database's backups are not, and give it with --secrets-key-file secrets.key (or its text as {VARIABLE}). To keep answers as they come, \
         readable for whoever gets hold of the database or a backup, say --keep-answers plain. Nothing was made."
    ))
}

impl Database {
    /// The keys that were given, if any.
    pub fn keys(&self) -> Result<Option<Arc<Vault>>, Failure> {
        self.keys.open()
    }

    /// The keys of its file, if any were given.
    pub fn database_keys(&self) -> Result<Option<DatabaseKeys>, Failure> {
        self.keys.open_database_keys()
    }

    /// Whether a new database is to keep answers plain.
    pub fn keeps_plain(&self) -> bool {
        self.keys.keep_answers == Keep::Plain
    }

    /// Refuses to make a SQLite file for answers that could not be sealed.
    pub fn may_be_made(&self) -> Result<(), Failure> {
        let is_new = self.file().is_some_and(|file| !file.exists());
        match is_new && self.keys.keep_answers == Keep::Sealed && self.keys()?.is_none() {
            true => Err(refuse_without_a_key(&self.shown())),
            false => Ok(()),
        }
    }

    /// The same of one that is there and empty.
    pub async fn may_be_begun(&self, db: &Db) -> Result<(), Failure> {
        let is_empty = db.schema_version().await?.found == 0;
        match is_empty && self.keys.keep_answers == Keep::Sealed && self.keys()?.is_none() {
            true => Err(refuse_without_a_key(&self.shown())),
            false => Ok(()),
        }
    }

    /// Chooses how a database keeps answers that has not chosen yet.
    pub async fn choose(&self, db: &Db) -> Result<AnswersKept, Failure> {
        let kept = db.answers_kept().await?;
        if kept != AnswersKept::NotChosen {
            return Ok(kept);
        }
        let db = match self.keys.keep_answers {
            Keep::Sealed if self.keys()?.is_none() => {
                return Err(refuse_without_a_key(&self.shown()));
            }
            Keep::Sealed => db.clone().with_keys(self.keys()?),
            Keep::Plain => db.clone().with_keys(None),
        };
        Ok(db.choose_answers(clock::now(), &super::by()).await?)
    }

    /// … and refuses where a key is missing that answers are sealed under.
    pub async fn unlock(&self, db: &Db) -> Result<(), Failure> {
        self.choose(db).await?;
        Ok(db.unlock().await?)
    }
}

#[derive(clap::Subcommand)]
pub enum KeyCommand {
    /// Makes a key in a new file that its owner alone can read.
    New {
        /// The file.
        file: PathBuf,
    },
    /// Puts a new key in front of those of a file: it seals from now on, the others go on opening what they sealed.
    Rotate {
        /// The file.
        file: PathBuf,
    },
    /// Seals answers that are plain, under the first key of the key file; others may go on working, a server only with the key.
    Seal {
        /// Writes anew what was sealed under older keys, too, so that they can be taken out of the key file: after `rotate` and a restart.
        #[arg(long)]
        write_anew: bool,
    },
    /// Encrypts the whole file of a plain SQLite database under the first key of --database-key-file. Stop the server first.
    EncryptDatabase,
    /// Writes an encrypted SQLite database as a plain file. Stop the server first.
    DecryptDatabase,
    /// Encrypts a SQLite database that is encrypted under another key of --database-key-file under the first one: after `rotate`. Stop the
    /// server first.
    RekeyDatabase,
}

/// `fieldwatch key`
pub async fn run(database: &Database, command: KeyCommand) -> Outcome {
    let line = new_key()?;
    match &command {
        KeyCommand::Seal { write_anew } => return seal::run(database, *write_anew).await,
        KeyCommand::EncryptDatabase => return file::run(database, Change::Encrypt).await,
        KeyCommand::DecryptDatabase => return file::run(database, Change::Decrypt).await,
        KeyCommand::RekeyDatabase => return file::run(database, Change::Rekey).await,
        KeyCommand::New { file } => {
            write_new(file, &format!("{line}\n"))?;
            println!(
                "{}: a new key. Whoever has it reads every answer and every secret in the database, and without it none can be read: keep a \
                 copy where the database's backups are not.",
                file.display()
            );
        }
        KeyCommand::Rotate { file } => {
            open_file(file).map_err(Failure::new)?;
            let keys = std::fs::read_to_string(file)?;
            // Whole or not at all: half a key file would lose the keys in it.
            let beside = PathBuf::from(format!("{}.new", file.display()));
            write_new(&beside, &format!("{line}\n{keys}"))?;
            std::fs::rename(&beside, file)?;
            println!(
                "{}: a new key stands in front. Start the server again; then what is sealed anew is sealed under it. `fieldwatch key seal \
                 --write-anew` does that for everything, after which the old key is needed no longer. If it is the file of the database's key, \
                 stop the server and run `fieldwatch key rekey-database` instead.",
                file.display()
            );
        }
    }
    Ok(0)
}

/// Writes a file that its owner alone can read, and that was not there.
pub fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let shown = path.display();
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::new(format!(
            "{shown} is there already; nothing was changed. A key that is lost cannot be made again: choose another name, or put a new key \
             in front with `fieldwatch key rotate`."
        )),
        _ => Failure::new(format!("{shown} cannot be written: {error}.")),
    })?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.key");
        assert!(open_file(&path).unwrap_err().contains("cannot be read"));
        std::fs::write(&path, new_key().unwrap()).unwrap();
        let rights = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
        rights(0o644).unwrap();
        assert!(open_file(&path).unwrap_err().contains("chmod 600"));
        rights(0o600).unwrap();
        assert!(open_file(&path).is_ok());
    }
}
