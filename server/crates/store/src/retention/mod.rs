//! Keeping, archiving and deleting: what is due, what is read for an archive, what goes (docs/decisions/0107).
//!
//! A submission is deleted whole, in one transaction with its entry in the audit trail: every revision, its trail, what was corrected in it
//! and every note of its id. Its fact stays without its contents, so that what was counted stays counted, and a keyed hash of its id stays,
//! so that it does not come in again.

pub mod archives;
pub mod contents;
pub mod due;
pub mod erase;
pub mod loose;
pub(crate) mod tombstones;
pub mod waves;

pub use archives::{ArchiveRow, NewArchive};
pub use contents::{FactKey, HeldCorrection, HeldFact, HeldRevision, HeldSubmission, HeldTrail};
pub use erase::{Erased, ToErase};
pub use loose::{LooseRow, LooseTable};
pub use waves::WaveRow;

/// A fresh key of tombstones: 256 random bits, used where there is none yet.
pub type FreshKey = [u8; 32];
