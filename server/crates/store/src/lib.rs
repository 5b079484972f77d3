//! The store: everything FieldWatch keeps, on SQLite or PostgreSQL.
//!
//! SQL rows are the durable truth. Small tables are read and written in the portable subset of SQL that both databases
//! understand; where they part (bulk load, locking, roll-up) each way stands by name in [`forks`].
//! Times are passed in; nothing here reads a clock.
//!
//! The way in: [`Db::open_or_create`], [`Db::migrate`], [`Db::import_areas`], [`Db::recorder`],
//! [`Db::roll_up`], [`Db::load_cube`].

pub mod accounts;
pub mod areas;
pub mod audit;
pub mod background;
pub mod backup;
mod beside;
pub mod coordination;
pub mod cube;
pub mod database_key;
pub mod db;
mod dump;
pub mod durable;
pub mod encryption;
pub mod error;
pub mod figures;
pub mod flags;
mod forks;
mod form_names;
pub mod grants;
pub mod inbox;
pub mod listing;
mod meta;
mod migrate;
pub mod people;
pub mod pulls;
pub mod quarantine;
pub mod record;
pub mod reprocess;
pub mod resurveys;
pub mod retention;
pub mod rollup;
pub mod roster;
pub mod run;
pub mod sealing;
pub mod since;
pub mod spot_checks;
pub mod subject;
pub mod targets;
pub mod thresholds;
pub mod tokens;
pub mod trail;
pub mod turns;
pub mod vault;
pub mod waiting;

pub use accounts::{
    CountedBy, HalfSession, LinkRow, NewLink, NewSession, SecondFactorRow, SessionRow,
    WhichSessions, purpose_of_second_factor, session_mark,
};
pub use areas::{AreaImport, AreaImportError, AreaInput, BoundaryChange};
pub use audit::{AuditFault, AuditFilter, AuditRow, AuditVerdict, Fault};
pub use cube::{AreaDayCell, CubeRows, Deployment, Presence, WavePlan};
pub use database_key::{DatabaseKey, DatabaseKeys};
pub use db::Db;
pub use error::StoreError;
pub use figures::{Figures, RowCounts};
pub use form_names::FormNames;
pub use grants::{GrantRow, NewGrant};
pub use inbox::{Delivery, Inbox, Leaving, Parcel};
pub use migrate::{Applied, SchemaVersion};
pub use people::{FirstGrant, LiveSession, NewUser, UserRow, people_version};
pub use pulls::{DeletedThere, PullClaim, PullEnd, PullForm, PullRow};
pub use quarantine::{QuarantineCount, QuarantineFilter, QuarantineRow};
pub use record::batch::Batch;
pub use record::{Arrival, BatchResult, FactInput, Recorder};
pub use reprocess::{RawRow, Replaced};
pub use rollup::RollUp;
pub use run::{Line, Rejected, RowOutcome, Run, RunInfo, RunKind, RunRow, RunSummary};
pub use sealing::{AnswersKept, KeyNeeded, WriteAnew};
pub use since::{CountingRun, LaterRuns};
pub use tokens::{NewToken, TokenRow, TokenUse};
pub use trail::{StoredPart, TrailPart, TrailsRecorded};
pub use vault::{KeyNumber, Vault, VaultError};
pub use waiting::WaitingRun;
