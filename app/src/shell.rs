//! The HTML document around every page.

use crate::App;
use crate::request;
use crate::texts::common::PRODUCT;
use domain::permission::Permission;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};

/// The HTML document. Nothing in it is inline, as the server's Content-Security-Policy demands: leptos' script that wakes the islands is the
/// file `public/islands.js`, and a test compares the two; only pages with an island ask for it ([`crate::components::island_code`]). Language and direction come from the [`api::Session`] in the context, or from a
/// [`domain::lang::Lang`] there when nobody is signed in.
pub fn shell() -> impl IntoView {
    provide_meta_context();
    // What is no island is never hydrated.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let lang = request::lang();
    // Who visits doors has a phone that keeps the list of the day.
    let session = request::session();
    let visits = session.is_some_and(|session| session.may(Permission::VisitSpotChecks));
    let phone = visits.then(|| view! { <script type="module" src="/phone/page.js"></script> });
    view! {
        <!DOCTYPE html>
        <html lang=lang.code() dir=lang.dir()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#0f3d3e" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0b1f20" />
                <meta name="robots" content="noindex, nofollow" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="stylesheet" href="/pkg/fieldwatch.css" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="manifest" href="/site.webmanifest" />
                {phone}
                <MetaTags />
                <Title formatter=move |page: String| format!("{page} · {}", PRODUCT.say(lang)) />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
