//! Commands to type on the server.

use leptos::prelude::*;

/// Commands, one a line, left to right in every language.
#[component]
pub fn Commands(
    /// The lines.
    lines: &'static [&'static str],
) -> impl IntoView {
    view! {
        <pre class="commands" dir="ltr" lang="en" tabindex="0"><code>{lines.join("\n")}</code></pre>
    }
}
