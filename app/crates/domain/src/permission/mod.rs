//! Who may see and do what: one table of permissions by role, and grants that give a role in a subtree of areas for a time.
//!
//! A permission *to see* holds in an area if a grant that is in force gives it there. A permission *to act* needs a grant that also acts:
//! acting includes seeing, seeing does not include acting. Everything that a person can see or do asks here; what is not in the table
//! does not exist.

mod document;
mod giving;
mod grant;
mod name;
mod table;
#[cfg(test)]
mod tests;

pub use document::{document, matrix};
pub use giving::Gift;
pub use grant::{Grant, Grants};
pub use name::{HeldName, name_for};
pub use table::{Kind, Permission, PermissionSet, Reach};
