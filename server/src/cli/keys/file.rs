//! The key that the database's file is encrypted under as a whole (decision 0106): whence it comes, and the commands that change it.

use super::super::opening::{bring_up_plain, open_as_it_is};
use super::super::{Database, Failure, Outcome, by};
use super::given::Given;
use crate::clock;
use crate::disk;
use domain::number::grouped;
use store::encryption::{Change, change};
use store::{DatabaseKeys, database_key};

const DATABASE: Given = Given {
    file: "database key file",
    opens: "the whole database",
    variable: "FIELDWATCH_DATABASE_KEY",
};

impl super::Arguments {
    /// Refuses a key that this program could only pass over: whoever gives one believes that the file is encrypted.
    pub fn refuse_a_key_in_vain(&self) -> Result<(), Failure> {
        let is_given = self.database_key_file.is_some() || DATABASE.text().is_some();
        match is_given && !database_key::BUILT_IN {
            true => Err(Failure::new(
                store::StoreError::NoEncryptionBuiltIn.to_string(),
            )),
            false => Ok(()),
        }
    }

    /// The keys of the database's file, if any were given.
    pub fn open_database_keys(&self) -> Result<Option<DatabaseKeys>, Failure> {
        DATABASE.open(self.database_key_file.as_deref(), DatabaseKeys::read)
    }
}

/// `fieldwatch key encrypt-database`, `decrypt-database`, `rekey-database`
pub async fn run(database: &Database, what: Change) -> Outcome {
    let Some(keys) = database.database_keys()? else {
        return Err(Failure::new(
            "No database key was given. Make one with `fieldwatch key new database.key`, keep a copy where the database's backups are not, and \
             give it with --database-key-file database.key (or its text as FIELDWATCH_DATABASE_KEY). Nothing was changed.",
        ));
    };
    // At this program's version, so that the trail is there to note it in.
    match what {
        Change::Encrypt => bring_up_plain(database).await?,
        Change::Decrypt | Change::Rekey => open_as_it_is(database).await?.close().await,
    }
    let_it_fit(database)?;
    let changed = change(&database.url, &keys, what, &by(), clock::now()).await?;
    let rows = grouped(changed.rows);
    let file = changed.file.display();
    let old = changed.old.display();
    match (changed.to, changed.from) {
        (Some(key), _) => println!("{file}: {rows} rows, encrypted under the key {key}."),
        (None, _) => println!("{file}: {rows} rows, not encrypted."),
    }
    match changed.from {
        None => println!(
            "The file from before is {old}, and readable for everybody who gets hold of it. When the server runs well, delete it and the backups \
             from before."
        ),
        Some(key) => println!(
            "The file from before is {old}, encrypted under the key {key}: keep that key as long as it and the backups that name it. When the \
             server runs well, delete it."
        ),
    }
    println!("{}", then(changed.to.is_some()));
    Ok(0)
}

fn then(is_encrypted: bool) -> &'static str {
    match is_encrypted {
        true => {
            "From now on every command needs the key: --database-key-file, in the configuration or the units of the server and of its backups."
        }
        false => {
            "From now on no command may be given the key: take --database-key-file out of the configuration and of the units."
        }
    }
}

/// The file is written a second time beside the first.
fn let_it_fit(database: &Database) -> Result<(), Failure> {
    let Some(file) = database.file() else {
        return Ok(());
    };
    let needed = std::fs::metadata(&file).map_or(0, |file| file.len());
    match disk::free_bytes(&file) {
        Some(free) if free < needed => Err(Failure::new(format!(
            "{} bytes are free beside {}, and its copy needs {}. Free some, or enlarge the disk; nothing was changed.",
            grouped(free),
            file.display(),
            grouped(needed)
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::new_key;

    #[cfg(unix)]
    #[test]
    fn a_database_key_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("database.key");
        let read = |path| DATABASE.of_file(path, DatabaseKeys::read);
        assert!(read(&path).unwrap_err().contains("cannot be read"));
        std::fs::write(&path, new_key().unwrap()).unwrap();
        let rights = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
        rights(0o644).unwrap();
        assert!(read(&path).unwrap_err().contains("chmod 600"));
        rights(0o600).unwrap();
        assert_eq!(read(&path).unwrap().all().len(), 1);
    }
}
