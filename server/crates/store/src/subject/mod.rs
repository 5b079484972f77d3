//! One household's data: where they stand, what is corrected in them, and how they go (docs/decisions/0108).

mod corrections;
mod delete;
mod find;
mod spot_checks;

pub use corrections::NewCorrection;
pub use delete::{Deleted, ToDelete};
pub use find::HeldFlag;
pub use spot_checks::HeldSpotCheck;
