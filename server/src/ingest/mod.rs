//! The way in: bytes of a file to recorded submissions, targets and roster lines.
//!
//! `file` tells what a file is, `records` cuts it into rows kept verbatim, `cells` names the cells of a row,
//! `formats` turns other tools' rows into these cells, `opening` brings this together for one file, `submissions` parses,
//! locates and records the rows batch by batch, `small` imports targets and rosters, `trails` what tools recorded while forms
//! were filled in. `archive` reads all of these out of the ZIP that a tool exports.

pub mod archive;
pub mod areas;
pub mod bundled;
pub mod cells;
mod chunks;
pub mod corrections;
pub mod exchanged;
pub mod file;
pub mod file_hash;
pub mod formats;
pub mod hash;
pub mod interpret;
pub mod json_elements;
pub mod left_over;
pub mod listing;
pub mod opening;
pub mod push;
pub mod records;
pub mod replay;
pub mod reprocess;
pub mod small;
pub mod submissions;
pub mod summary;
pub mod trails;
