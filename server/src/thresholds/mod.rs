//! Thresholds that people set: as a file, on the page of a check, with a preview.

pub mod file;
