//! FieldWatch's pages and islands.
//!
//! The server's half (feature `ssr`) is everything: [`shell`] is the document, [`App`] chooses the page. The browser's
//! half (feature `hydrate`) is the islands alone: no router, no pages, no texts but those a page hands to its island.
//! There are no server functions: every form is a plain POST to an endpoint of the server (docs/decisions/0050).

// A view's type is as deep as its HTML; the compiler computes the layout of each level.
#![recursion_limit = "256"]

pub mod islands;

#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod instead;
#[cfg(feature = "ssr")]
mod not_found;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod request;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
pub mod texts;

#[cfg(all(test, feature = "ssr"))]
mod tests;

#[cfg(feature = "ssr")]
pub use instead::Instead;
#[cfg(feature = "ssr")]
pub use request::{StandsFor, TypedName};
#[cfg(feature = "ssr")]
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::shell;

/// Brings the islands of a server-rendered page to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
