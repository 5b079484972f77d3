//! The integration tests, in one program: linking is the slow part.

mod architecture;
mod archives;
mod areas;
mod bad_input;
mod demo;
mod durability;
mod formats;
mod full_disk;
mod fuzz;
mod hostile;
mod imports;
mod killed;
mod memory;
mod one_import;
mod pull;
mod push;
mod real_boundaries;
mod rejected;
mod replay;
mod replay_bounds;
mod replay_button;
mod sessions;
mod sums;
mod support;
mod trails;
mod web;
