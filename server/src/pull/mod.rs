//! Submissions pulled from a collection system: asked for page by page, and recorded like rows of a file.
//!
//! - [`central`]: speaks with ODK Central: session, pages, what its refusals mean
//! - [`lines`]: how the pulls stand, for the imports page
//! - [`page`]: reads one page, and where the next one is
//! - [`patience`]: how long to wait before asking again
//! - [`restored`]: those that were deleted and are there again
//! - [`run`]: one pull, from its claim to its end
//! - [`schedule`]: pulls again and again, inside `fieldwatch serve`

pub mod central;
pub mod lines;
pub mod page;
pub mod patience;
mod restored;
pub mod run;
pub mod schedule;
