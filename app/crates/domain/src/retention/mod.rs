//! How long what is kept: one table of everything that is held about people, with the rule for each, and the days that follow from the
//! rules (docs/decisions/0107).
//!
//! The commitments are those of the registry's privacy policy: use for welfare planning alone; kept while a household is enrolled and
//! then archived; deleted after 7 years. Whether a household is enrolled follows from its wave: a wave has a last day of enrolment, or
//! none yet, and then everything of it is kept.

mod document;
mod holdings;
mod rule;

pub use document::document;
pub use holdings::{About, HOLDINGS, Holding};
pub use rule::{
    Due, Keep, Since, YEARS_ARCHIVED, anniversary, deleted_from, kept_from, removed_from,
};
