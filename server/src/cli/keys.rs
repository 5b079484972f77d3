//! The key under which secrets and answers are kept: whence it comes, and `fieldwatch key`.

use super::{Failure, Outcome, others_may_read};
use crate::vault::{Vault, new_key};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The environment's variable with a key file's text.
pub const VARIABLE: &str = "FIELDWATCH_SECRETS_KEY";

/// The keys of a file, which must be its owner's alone.
pub fn open_file(path: &Path) -> Result<Vault, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        format!(
            "The key file {shown} cannot be read: {error}. `fieldwatch key new {shown}` makes one."
        )
    })?;
    if others_may_read(path) {
        return Err(format!(
            "The key file {shown} can be read by others than its owner; whoever has it reads every secret. chmod 600 {shown}"
        ));
    }
    Vault::read(&text).map_err(|what| format!("The key file {shown}: {what}."))
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
    let line = new_key()?;
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
            open_file(file).map_err(Failure::new)?;
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
