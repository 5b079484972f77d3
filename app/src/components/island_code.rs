//! The islands' code, for pages that have one: it is more than everything else of a page together.

use leptos::prelude::*;
use leptos_meta::{Link, Script};

/// Asks for the module, its WebAssembly and leptos' script that wakes the islands.
pub fn island_code() -> AnyView {
    view! {
        <Link rel="modulepreload" href="/pkg/fieldwatch.js" />
        <Link rel="preload" href="/pkg/fieldwatch_bg.wasm" as_="fetch" type_="application/wasm" crossorigin="anonymous" />
        <Script type_="module" src="/islands.js" />
    }
    .into_any()
}
