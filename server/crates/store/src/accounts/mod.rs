//! Accounts: sessions, keys of phones, links to new passphrases, second factors, and tries that were wrong.

mod links;
mod phone_keys;
mod second_factor;
mod sessions;
mod tries;

pub use links::{LinkRow, NewLink};
pub use second_factor::{SecondFactorRow, purpose_of_second_factor};
pub use sessions::{HalfSession, NewSession, SessionRow, WhichSessions, session_mark};
pub use tries::CountedBy;

pub(crate) use links::withdraw_all;
pub(crate) use sessions::{end_all, username_of};
