//! What stands in place of numbers that are held back, explained once a page.

use crate::texts::common;
use domain::lang::Lang;
use leptos::prelude::*;

/// The explanation.
pub fn held_help(lang: Lang) -> AnyView {
    view! { <p id="held-help" class="hint">{common::HELD_HELP.say(lang)}</p> }.into_any()
}
