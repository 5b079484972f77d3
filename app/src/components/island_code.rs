//! The islands' code, for pages that have one: it is more than everything else of a page together.

use leptos::prelude::*;

/// Asks for the module, its WebAssembly and leptos' script that wakes the islands. Plain elements beside the island: what leptos puts into the
/// head has a random nonce, and no page would be the same twice.
pub fn island_code() -> AnyView {
    view! {
        <link rel="modulepreload" href="/pkg/fieldwatch.js" />
        <link
            rel="preload"
            href="/pkg/fieldwatch_bg.wasm"
            r#as="fetch"
            r#type="application/wasm"
            crossorigin=""
        />
        <script type="module" src="/islands.js"></script>
    }
    .into_any()
}
