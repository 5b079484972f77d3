//! One household's data, for whoever answers its request: found, exported, corrected, deleted (docs/decisions/0108). The command line and
//! the page ask here.

mod change;
mod find;
pub mod page;
mod spot_checks;
pub mod words;

pub use change::{Correction, Deletion, correct, delete};
pub use find::{Found, Household, Seen, find};
pub use words::to_json;

use store::StoreError;

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SubjectError {
    /// What was asked cannot be done; a sentence for whoever asked, which quotes nothing of the household.
    #[error("{0}")]
    Asked(Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Areas or boundaries cannot be read.
    #[error(transparent)]
    Ground(#[from] crate::ground::GroundError),
    /// The system gives no random bytes.
    #[error("The system gives no random bytes; nothing was done.")]
    NoRandomness,
}

/// What cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No reference, or no area, was given.
    Missing,
    /// The area is none.
    UnknownArea,
    /// What was typed to confirm is another reference.
    NotConfirmed,
    /// No reason was given.
    NoReason,
    /// Nothing is held about the household.
    NothingHeld,
    /// The submission is none of the household's.
    OtherSubmission,
    /// The column is none that a household may correct.
    UnknownField,
    /// The row with the correction cannot be read: why, in sentences.
    Unreadable(String),
    /// Something came in while it was being deleted, again and again.
    Changing,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sentence = match self {
            Refusal::Missing => "Give the reference and the code of its union council.",
            Refusal::UnknownArea => {
                "No area has that code. Correct it; the list is on the coverage page."
            }
            Refusal::NotConfirmed => {
                "What was typed to confirm is another reference. Nothing was changed; type the reference again."
            }
            Refusal::NoReason => {
                "A reason is needed: who asked, and where it is on file. Nothing was changed."
            }
            Refusal::NothingHeld => {
                "Nothing is held about a household of this reference in this area. Look at how the reference and the code are written."
            }
            Refusal::OtherSubmission => {
                "The submission is none of this household's. Nothing was changed."
            }
            Refusal::UnknownField => {
                "That cannot be corrected here: it is not the household's to say. Nothing was changed."
            }
            Refusal::Unreadable(why) => {
                return write!(
                    f,
                    "With this correction the interview cannot be read; nothing was changed. {why}"
                );
            }
            Refusal::Changing => {
                "Something about the household came in at the same time. Try again."
            }
        };
        f.write_str(sentence)
    }
}

impl From<Refusal> for SubjectError {
    fn from(refusal: Refusal) -> SubjectError {
        SubjectError::Asked(refusal)
    }
}
