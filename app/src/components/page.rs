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
        <Title text=title />
        <a class="skip" href="#main">{common::SKIP.say(lang)}</a>
        <Header />
        <main id="main" tabindex="-1">{children()}</main>
        <footer class="page-footer">
            <p>{common::FOOTER.say(lang)}</p>
        </footer>
    }
    .into_any()
}
