//! The key of a demonstration: a file of its own beside the database, so that nobody has to make one to look at FieldWatch.

use super::{Database, Failure, keys};
use crate::vault::new_key;
use std::path::PathBuf;

/// Where no key was given and answers are to be sealed: names the file beside the database, and makes it if the database is new.
pub fn see_to_it(database: &mut Database) -> Result<(), Failure> {
    if database.keys.keep_answers == keys::Keep::Plain || database.keys()?.is_some() {
        return Ok(());
    }
    let beside = beside(database);
    if !beside.exists() {
        // An old demonstration without a key goes on without one.
        if database.file().is_some_and(|file| file.exists()) {
            return Ok(());
        }
        let line = new_key()?;
        keys::write_new(&beside, &format!("{line}\n"))?;
        println!(
            "{}: a key of the demonstration's own, under which its answers are sealed. Other commands take it as --secrets-key-file.",
            beside.display()
        );
    }
    database.keys.secrets_key_file = Some(beside);
    Ok(())
}

/// `DB.key` beside a SQLite file; of PostgreSQL, the database's name in the working folder.
fn beside(database: &Database) -> PathBuf {
    match database.file() {
        Some(file) => PathBuf::from(format!("{}.key", file.display())),
        None => {
            let address = database.url.split('?').next().unwrap_or_default();
            let name = address.rsplit('/').next().unwrap_or_default();
            PathBuf::from(format!("{name}.key"))
        }
    }
}
