//! Pages as the server sends them, made from views that a fake backend hands out.

// The made fixture is not inside `#[test]` functions, where unwrapping is allowed anyway.
#![allow(clippy::unwrap_used)]

mod accounts;
mod audit;
mod coordination;
mod coordination_views;
mod coverage_page;
mod errors;
mod fixture;
mod flags;
mod intake;
mod map;
mod one_import;
mod overview;
mod quality;
mod resurveys;
mod rtl;
mod shell;
mod sign_in;
mod standing;
mod subject;
mod thresholds;
