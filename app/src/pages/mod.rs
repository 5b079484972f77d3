//! One folder or file a page, as the addresses have them.

pub mod accounts;
pub mod audit;
pub mod checks;
pub mod coordination;
pub mod coverage;
mod day;
pub mod enumerator;
pub mod failed;
pub mod flags;
pub mod imports;
pub mod listing;
pub mod no_network;
pub mod overview;
pub mod pulls;
pub mod quality;
pub mod quarantine;
pub mod risk;
pub mod sign_in;
pub mod spot_checks;
pub mod subject;
