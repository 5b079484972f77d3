//! One folder or file a page, as the addresses have them.

pub mod coverage;
pub mod failed;
pub mod sign_in;
