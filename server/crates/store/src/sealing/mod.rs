//! Sealing: what households said is kept encrypted, so that whoever gets hold of the database's file, its disk or a backup has no answers
//! (decision 0104).
//!
//! Sealed are the columns of [`Column`] and no others: nothing that is compared or added up in SQL. A value is sealed by the
//! [vault](crate::vault) under the first key of the process's key file, for a purpose that names table, column and row, so that a value
//! that is moved to another row does not open there.
//!
//! - [`value`]: how a sealed value is told from a plain one
//! - [`kept`]: how this database keeps answers, and under which keys
//! - [`sealer`]: sealing and opening, as a transaction or a reader does it: **the one piece through which answers are read and written**
//! - [`write_anew`]: `fieldwatch key seal`
//!
//! Whoever reads a sealed column:
//!
//! ```text
//! let rows = …;                                        // first the rows, then how they are kept
//! let sealer = Sealer::reading(&db).await?;            // in a transaction: Sealer::in_tx(&mut tx, &db.keys()).await?
//! let body = sealer.open(Column::RawBody, raw_id, body)?;
//! ```

pub(crate) mod kept;
mod sealer;
mod value;
mod write_anew;

pub use kept::{AnswersKept, KeyNeeded};
pub(crate) use sealer::quarantine_row;
pub(crate) use sealer::{Column, Sealer, Values};
pub use write_anew::{Pass, Sealed, WriteAnew};

use crate::db::Db;
use crate::vault::Vault;
use std::sync::Arc;

/// The keys that this process has been given, if any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys(pub(crate) Option<Arc<Vault>>);

impl Db {
    /// The same database, with the keys to seal and open answers by. Nothing is asked of the database: see [`Db::unlock`].
    pub fn with_keys(mut self, keys: Option<Arc<Vault>>) -> Db {
        match &mut self {
            Db::Sqlite(file) => file.keys = Keys(keys),
            Db::Postgres(server) => server.keys = Keys(keys),
        }
        self
    }

    /// The keys that it was given.
    pub(crate) fn keys(&self) -> &Keys {
        match self {
            Db::Sqlite(file) => &file.keys,
            Db::Postgres(server) => &server.keys,
        }
    }
}
