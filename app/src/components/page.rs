//! The frame of a page: skip link, header, main part, footer.

use super::header::Header;
use crate::request;
use crate::texts::common;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page with its title.
#[component]
pub fn Page(
    /// The title, without the product's name.
    title: String,
    /// What stands in the main part.
    children: Children,
) -> impl IntoView {
    let lang = request::lang();
    view! {
        <Title text=escaped(&title) />
        <a class="skip" href="#main">{common::SKIP.say(lang)}</a>
        <Header />
        <main id="main" tabindex="-1">{children()}</main>
        <footer class="page-footer">
            <p>{common::FOOTER.say(lang)}</p>
        </footer>
    }
    .into_any()
}

/// A title as HTML text. `leptos_meta` writes the title into the head as it is (docs/decisions/0053): an area's name
/// could end the element and go on with a script.
fn escaped(title: &str) -> String {
    title
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
