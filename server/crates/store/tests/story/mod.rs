//! The story: a survey from its first area to its last session. Each chapter goes on where the one before ended.

mod accounts;
mod areas;
mod audit;
mod coordination;
mod flags;
mod inbox;
mod people;
mod plans;
mod pulls;
mod quarantine;
mod recording;
mod reprocessing;
mod resurveys;
mod rollups;
mod spot_checks;
mod spot_results;
mod spot_visits;
mod thresholds;
mod tokens;
mod trails;

pub use audit::{an_entry, tell_of_changes as tell_of_changes_to_the_trail};
use store::Db;

pub async fn tell(db: &Db) {
    areas::tell(db).await;
    plans::tell(db).await;
    recording::tell(db).await;
    quarantine::tell(db).await;
    rollups::tell(db).await;
    reprocessing::tell(db).await;
    trails::tell(db).await;
    trails::tell_of_many(db).await;
    pulls::tell(db).await;
    inbox::tell(db).await;
    people::tell(db).await;
    accounts::tell(db).await;
    tokens::tell(db).await;
    flags::tell(db).await;
    thresholds::tell(db).await;
    coordination::tell(db).await;
    spot_checks::tell(db).await;
    resurveys::tell(db).await;
    audit::tell(db).await;
}
