//! The integration tests, in one program: linking is the slow part.

mod architecture;
mod archives;
mod areas;
mod bad_input;
mod durability;
mod formats;
mod imports;
mod killed;
mod memory;
mod push;
mod real_boundaries;
mod support;
mod trails;
mod web;
