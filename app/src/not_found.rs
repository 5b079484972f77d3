//! The page for an address that shows nothing.

use crate::components::Page;
use crate::request::{self, Answer};
use crate::texts::errors;
use leptos::prelude::*;

/// "Page not found", with HTTP 404. Areas outside the reader's scope look the same as areas that do not exist.
#[component]
pub fn NotFound() -> impl IntoView {
    Answer::current().not_found();
    let lang = request::lang();
    let (href, link) = match request::session() {
        Some(_) => ("/coverage", errors::TO_COVERAGE),
        None => ("/sign-in", crate::texts::sign_in::TITLE),
    };
    view! {
        <Page title=errors::NOT_FOUND.say(lang).to_owned()>
            <div class="message-page">
                <h1>{errors::NOT_FOUND.say(lang)}</h1>
                <p>{errors::NOT_FOUND_WHY.say(lang)}</p>
                <p>{errors::NOT_FOUND_NEXT.say(lang)}</p>
                <p><a class="button" href=href>{link.say(lang)}</a></p>
            </div>
        </Page>
    }
}
