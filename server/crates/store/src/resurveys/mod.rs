//! Interviews that are made again because fabrications were found (docs/decisions/0114): what proposals are made from, what was decided about them,
//! and the lists that no longer count.
//!
//! A decision is a row of `resurvey` and never changed, but that an acceptance can be taken back. The interviews of an acceptance are a list
//! (`resurvey_interview`); the facts of those that stand aside carry its number, so that sums and look-ups need no list.

mod deciding;
mod facts;
mod reading;

pub use deciding::{NewResurvey, ResurveyRefusal};
pub use reading::{MadeAgain, ResurveyInterview, ResurveyRow, ToldCheck};
