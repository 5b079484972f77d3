//! The question before signing out while entries wait on the phone. Its script (`public/phone/page.js`) opens it.

use crate::texts::phone as words;
use domain::lang::Lang;
use leptos::prelude::*;

/// The dialogue, closed.
pub fn unsent(lang: Lang) -> AnyView {
    let said = words::UNSENT.fill(lang, &[("count", "{count}")]);
    view! {
        <dialog id="unsent" aria-labelledby="unsent-title">
            <h2 id="unsent-title">{words::UNSENT_TITLE.say(lang)}</h2>
            <p id="unsent-said" data-said=said></p>
            <form method="dialog">
                <button class="button" value="stay">{words::STAY.say(lang)}</button>
                " "
                <button class="button button-second" value="leave">{words::LEAVE.say(lang)}</button>
            </form>
        </dialog>
    }
    .into_any()
}
