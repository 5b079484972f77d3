//! What a phone keeps, and what waits there to be sent. The server knows none of it: this is the frame with all words, hidden, which the phone's
//! own script (`public/phone/page.js`) fills in and shows.

use crate::texts::{Text, phone as words};
use domain::lang::Lang;
use leptos::prelude::*;

/// A text with its placeholder left for the script to fill in.
fn open(lang: Lang, text: Text, name: &str) -> String {
    text.fill(lang, &[(name, &format!("{{{name}}}"))])
}

/// The section of the list and of a check's page.
pub fn section(lang: Lang) -> AnyView {
    let entry = words::ENTRY.fill(lang, &[("number", "{number}"), ("time", "{time}")]);
    view! {
        <section id="phone" class="phone no-print" aria-labelledby="phone-title" hidden>
            <p id="phone-old" class="notice" role="status" data-said=open(lang, words::OLD, "time") hidden></p>
            <p id="phone-new" class="notice" role="status" data-said=open(lang, words::NEW, "number") hidden></p>
            <h2 id="phone-title">{words::TITLE.say(lang)}</h2>
            <p id="phone-kept" role="status" data-said=open(lang, words::KEPT, "time") hidden></p>
            <p id="phone-locked" data-said=open(lang, words::LOCKED, "count") hidden></p>
            <ul id="phone-entries"></ul>
            <p><button id="phone-send" type="button" class="button" hidden>{words::SEND.say(lang)}</button></p>
            <template id="phone-entry">
                <li
                    data-said=entry data-waiting=words::WAITING.say(lang) data-refused=words::REFUSED.say(lang)
                    data-wrong=words::WRONG.say(lang) data-sign-in=words::SIGN_IN.say(lang) data-sure=open(lang, words::SURE, "number")
                >
                    <p><a class="phone-door"></a> " " <span class="tag tag-plain"></span></p>
                    <ul class="phone-problems"></ul>
                    <details>
                        <summary>{words::ENTERED.say(lang)}</summary>
                        <dl class="facts"></dl>
                    </details>
                    <p class="phone-actions">
                        <a class="phone-correct" hidden>{words::CORRECT.say(lang)}</a>
                        " "
                        <button type="button" class="button button-second phone-remove" hidden>{words::REMOVE.say(lang)}</button>
                    </p>
                </li>
            </template>
        </section>
    }
    .into_any()
}

/// What is said beside a door that was entered on this phone.
pub fn door(lang: Lang) -> AnyView {
    view! {
        <p class="phone-door-waits notice" hidden>{words::DOOR_WAITS.say(lang)}</p>
        <p class="phone-door-sent notice" hidden>{words::DOOR_SENT.say(lang)}</p>
    }
    .into_any()
}

/// What is said above a form that was filled in on this phone already.
pub fn again(lang: Lang) -> AnyView {
    view! { <p id="phone-again" class="notice" data-said=open(lang, words::AGAIN, "time") hidden></p> }
        .into_any()
}

/// The button that asks the phone where it is.
pub fn place(lang: Lang) -> AnyView {
    view! {
        <p
            id="place" data-looking=words::LOOKING.say(lang) data-said=open(lang, words::PLACE, "metres")
            data-none=words::NO_PLACE.say(lang) hidden
        >
            <button id="take-place" type="button" class="button button-second">{words::TAKE_PLACE.say(lang)}</button>
            " "
            <span id="place-said" role="status"></span>
        </p>
    }
    .into_any()
}
