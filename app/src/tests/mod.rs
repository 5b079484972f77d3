//! Pages as the server sends them, made from views that a fake backend hands out.

mod coverage_page;
mod errors;
mod fixture;
mod map;
mod rtl;
mod sign_in;
