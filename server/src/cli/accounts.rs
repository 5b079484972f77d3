//! The options of accounts, and `fieldwatch key`: the key under which secrets are kept.

use super::{Failure, Outcome};
use crate::accounts::Accounts;
use crate::breached::Breached;
use crate::vault::{self, Vault};
use clap::ValueEnum;
use domain::account::SecondFactor;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Whether those whose role demands a second factor are made to have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    /// Administrators and BoS quality assurance can do nothing before they have set one up.
    Required,
    /// Everybody may have one.
    Optional,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// The file with the key under which secrets are kept (`fieldwatch key new FILE` makes one); or its text in the environment as
    /// FIELDWATCH_SECRETS_KEY. Without it nobody can have a second factor.
    #[arg(long, env = "FIELDWATCH_SECRETS_KEY_FILE", value_name = "FILE")]
    pub secrets_key_file: Option<PathBuf>,
    /// Whether administrators and BoS quality assurance must have a second factor; where it is not said, they must (in the demo they need
    /// not).
    #[arg(long, env = "FIELDWATCH_SECOND_FACTOR", value_enum)]
    pub second_factor: Option<Wanted>,
    #[command(flatten)]
    pub breached: BreachedArguments,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct BreachedArguments {
    /// A list of passphrases that have become known, which nobody may choose: SHA-1 hashes ordered by hash, as Have I Been Pwned publishes
    /// them, or words, one a line.
    #[arg(long, env = "FIELDWATCH_BREACHED_PASSWORDS", value_name = "FILE")]
    pub breached_passwords: Option<PathBuf>,
}

impl BreachedArguments {
    /// Opens the list, if one is named.
    pub fn open(&self) -> Result<Option<Breached>, Failure> {
        let list = self.breached_passwords.as_deref().map(Breached::open);
        list.transpose().map_err(Failure::new)
    }
}

impl Arguments {
    /// What accounts need; `otherwise` is what holds where it is not said whether a second factor is required.
    pub fn open(&self, otherwise: SecondFactor) -> Result<Accounts, Failure> {
        let second_factor = match self.second_factor {
            Some(Wanted::Required) => SecondFactor::Required,
            Some(Wanted::Optional) => SecondFactor::Optional,
            None => otherwise,
        };
        let vault = self.vault()?;
        if vault.is_none() && second_factor == SecondFactor::Required {
            return Err(Failure::new(format!(
                "Administrators and BoS quality assurance must have a second factor, and there is no key to keep its secrets under. Make one \
                 with `fieldwatch key new secrets.key`, keep it where the database's backups are not, and start with --secrets-key-file \
                 secrets.key (or its text in {}). To do without second factors, say --second-factor optional.",
                vault::VARIABLE
            )));
        }
        Ok(Accounts::new(vault, self.breached.open()?, second_factor))
    }

    fn vault(&self) -> Result<Option<Vault>, Failure> {
        if let Some(path) = &self.secrets_key_file {
            return Vault::open_file(path).map(Some).map_err(Failure::new);
        }
        let text = std::env::var(vault::VARIABLE).unwrap_or_default();
        if text.trim().is_empty() {
            return Ok(None);
        }
        let read = Vault::read(&text).map(Some);
        read.map_err(|what| Failure::new(format!("{}: {what}.", vault::VARIABLE)))
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
}

/// `fieldwatch key`
pub fn key(command: &KeyCommand) -> Outcome {
    let line = vault::new_key()?;
    match command {
        KeyCommand::New { file } => {
            write_new(file, &format!("{line}\n"))?;
            println!(
                "{}: a new key. Whoever has it reads every secret in the database, and without it none can be read: keep a copy where the \
                 database's backups are not.",
                file.display()
            );
        }
        KeyCommand::Rotate { file } => {
            Vault::open_file(file).map_err(Failure::new)?;
            let keys = std::fs::read_to_string(file)?;
            // Whole or not at all: half a key file would lose the keys in it.
            let beside = PathBuf::from(format!("{}.new", file.display()));
            write_new(&beside, &format!("{line}\n{keys}"))?;
            std::fs::rename(&beside, file)?;
            println!(
                "{}: a new key stands in front. Start the server again; then what is sealed anew is sealed under it.",
                file.display()
            );
        }
    }
    Ok(0)
}

/// Writes a file that its owner alone can read, and that was not there.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
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
