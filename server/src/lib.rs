//! The server's half of FieldWatch: the way in (`ingest`), the use cases (`site`, `coverage`), HTTP (`web`), and the
//! command line (`cli`).

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod accounts;
pub mod audit;
mod below;
pub mod breached;
mod chart;
pub mod cli;
pub mod clock;
pub mod coordination;
mod coverage;
mod csv_pieces;
mod desk;
pub mod disclosure;
pub mod disk;
mod export;
mod flags;
pub mod ground;
mod imports_csv;
pub mod ingest;
mod intake;
pub mod judging;
pub mod kept;
mod listener;
mod listing;
pub mod log;
pub mod metrics;
mod one_import;
pub mod permission;
mod positions;
pub mod present;
pub mod pull;
mod qr;
pub mod quality;
mod quarantine_csv;
pub mod retention;
pub mod secret;
pub mod sessions;
mod shapes;
pub mod site;
pub mod spot_checks;
mod spreadsheet;
pub mod subject;
pub mod thresholds;
pub use store::vault;
pub mod web;
