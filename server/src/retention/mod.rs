//! Keeping, archiving and deleting by policy (docs/decisions/0107): what is due ([`plan`]), archives on disk ([`archive`]), and the run that
//! moves what is due into archives, deletes it from the database, and deletes archives whose time is over ([`run`]).

pub mod archive;
pub mod json;
pub mod plan;
pub mod run;

pub use plan::{Item, Task, plan};
pub use run::{Done, Report, RetentionError, run};

/// 256 random bits, for a key of tombstones where there is none yet.
pub fn fresh_key() -> Result<store::retention::FreshKey, getrandom::Error> {
    let mut key = [0; 32];
    getrandom::fill(&mut key)?;
    Ok(key)
}
