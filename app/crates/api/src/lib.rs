//! What pages and forms exchange with the server: views, queries, error codes, and the use cases behind them.
//!
//! The UI knows the server only through [`Backend`]; it cannot name the database.

pub mod accounts;
pub mod audit;
pub mod backend;
pub mod coordination;
pub mod coverage;
pub mod day;
pub mod days;
pub mod error;
pub mod figure;
pub mod flags;
pub mod intake;
pub mod listing;
pub mod one_import;
pub mod overview;
pub mod pulls;
pub mod quality;
pub mod query;
pub mod spot_checks;
pub mod subject;
pub mod thresholds;

pub use backend::{Backend, Seat, Session};
pub use error::ApiError;
