//! Opening the database that a command works on: at this program's version, with its keys, as far along as the command needs. No other file
//! of the program opens one, so that none is opened, or made, without the key of its file.

use super::{Database, Failure, about, derive, record_left_over, upgrade};
use crate::clock::Clock;
use store::{Db, StoreError};

impl Database {
    /// Opens it as it is, by the key of its file: nothing is migrated, and its answers need no key.
    pub(super) async fn open(&self) -> Result<Db, Failure> {
        let opened = Db::open_under(&self.url, self.database_keys()?).await;
        opened.map_err(|error| about(&self.url, &error))
    }
}

/// Opens a database that is there, at this program's version, with the keys that its answers are sealed under.
pub(super) async fn open(database: &Database) -> Result<Db, Failure> {
    let db = open_as_it_is(database).await?;
    database.unlock(&db).await?;
    Ok(db)
}

/// The same for whoever reads and writes no answers: the keys need not be there.
pub(super) async fn open_as_it_is(database: &Database) -> Result<Db, Failure> {
    let db = database.open().await?.with_keys(database.keys()?);
    database.may_be_begun(&db).await?;
    upgrade::bring_up(database, &db).await?;
    Ok(db)
}

/// The same, with all that was pushed on file.
pub(super) async fn open_settled(database: &Database, clock: &Clock) -> Result<Db, Failure> {
    let db = open(database).await?;
    record_left_over(&db, clock).await?;
    Ok(db)
}

/// The same, with everything judged that waited for it.
pub(super) async fn open_judged(database: &Database, clock: &Clock) -> Result<Db, Failure> {
    let db = open_settled(database, clock).await?;
    derive(&db, clock).await?;
    Ok(db)
}

/// Opens a database, making the file if it is not there yet.
pub(super) async fn open_or_create(database: &Database) -> Result<Db, Failure> {
    let db = made(database).await?;
    upgrade::bring_up(database, &db).await?;
    database.unlock(&db).await?;
    Ok(db)
}

/// The file is there now; not that it has tables.
pub(super) async fn made(database: &Database) -> Result<Db, Failure> {
    database.may_be_made()?;
    let opened = Db::open_or_create_under(&database.url, database.database_keys()?).await;
    let db = opened.map_err(|error| about(&database.url, &error))?;
    let db = db.with_keys(database.keys()?);
    database.may_be_begun(&db).await?;
    Ok(db)
}

/// Brings a file to this program's version that is to be encrypted under the key that was given, and is not yet.
pub(super) async fn bring_up_plain(database: &Database) -> Result<(), Failure> {
    let db = match Db::open_under(&database.url, None).await {
        Ok(db) => db,
        // It may be so already, which is said by who wants to encrypt it.
        Err(StoreError::NoDatabaseKey) => return Ok(()),
        Err(error) => return Err(about(&database.url, &error)),
    };
    let brought_up = upgrade::bring_up(database, &db).await;
    db.close().await;
    brought_up
}
