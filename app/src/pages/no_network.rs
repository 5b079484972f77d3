//! What a phone shows in place of a page that it does not keep. Whoever reads it may have signed out, or chosen the other language since it was
//! kept: it names nobody and says everything in both.

use crate::components::Page;
use crate::request;
use crate::texts::{phone, spot_visit};
use domain::lang::Lang;
use leptos::prelude::*;

/// The page.
pub fn show() -> AnyView {
    let lang = request::lang();
    let said = [lang, lang.other()].map(words).collect_view();
    view! {
        <Page title=phone::NO_NETWORK.say(lang).to_owned()>
            <div class="message-page">{said}</div>
        </Page>
    }
    .into_any()
}

fn words(lang: Lang) -> AnyView {
    view! {
        <section lang=lang.code() dir=lang.dir()>
            <h1>{phone::NO_NETWORK.say(lang)}</h1>
            <p>{phone::NO_NETWORK_WHY.say(lang)}</p>
            <p>{phone::NO_NETWORK_NEXT.say(lang)}</p>
            <p>{phone::NOTHING_LOST.say(lang)}</p>
            <p><a class="button" href="/today">{spot_visit::TODAY.say(lang)}</a></p>
        </section>
    }
    .into_any()
}
