//! Opening the database that a command works on: at this program's version, with its keys, as far along as the command needs.

use super::{Database, Failure, about, derive, record_left_over, upgrade};
use crate::clock::Clock;
use store::Db;

/// Opens a database that is there, at this program's version, with the keys that its answers are sealed under.
pub(super) async fn open(database: &Database) -> Result<Db, Failure> {
    let db = open_as_it_is(database).await?;
    database.unlock(&db).await?;
    Ok(db)
}

/// The same for whoever reads and writes no answers: the keys need not be there.
pub(super) async fn open_as_it_is(database: &Database) -> Result<Db, Failure> {
    let opened = Db::open(&database.url).await;
    let db = opened.map_err(|error| about(&database.url, &error))?;
    let db = db.with_keys(database.keys()?);
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
    let opened = Db::open_or_create(&database.url).await;
    let db = opened.map_err(|error| about(&database.url, &error))?;
    let db = db.with_keys(database.keys()?);
    database.may_be_begun(&db).await?;
    Ok(db)
}
