//! The key under which the databases of the benchmarks are sealed, as new databases are.

use store::{Db, Vault};

/// As the text of a key file.
pub const KEY: &str =
    "fieldwatch-key:be9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9cbe9c";

/// The same database, with the key.
pub fn keyed(db: Db) -> Result<Db, String> {
    Ok(db.with_keys(Some(Vault::read(KEY)?.into())))
}
