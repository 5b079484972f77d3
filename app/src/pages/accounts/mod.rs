//! Pages of accounts. The server hands each over whole, in answer to a look or to a form (docs/decisions/0093).

mod factor;
mod grant_fields;
mod invite;
mod link;
mod own;
mod people;
mod person;
mod sessions;

use crate::texts::accounts as words;
use api::accounts::AccountPage;
use domain::lang::Lang;
use leptos::prelude::*;

/// The page.
pub fn show(page: AccountPage) -> AnyView {
    match page {
        AccountPage::Code(view) => factor::code(view),
        AccountPage::SetUp(view) => factor::set_up(view),
        AccountPage::Codes(view) => factor::codes(view),
        AccountPage::Link(view) => link::open(view),
        AccountPage::LinkClosed => link::closed(),
        AccountPage::Own(view) => own::page(view),
        AccountPage::People(view) => people::page(view),
        AccountPage::Person(view) => person::page(*view),
        AccountPage::Invite(view) => invite::page(view),
        AccountPage::LinkMade(view) => invite::made(view),
    }
}

/// What is wrong, above the form that it is about.
fn wrong(lang: Lang, id: &'static str, said: String) -> AnyView {
    view! {
        <div class="notice notice-error" role="alert">
            <h2>{words::PROBLEM.say(lang)}</h2>
            <p id=id>{said}</p>
        </div>
    }
    .into_any()
}

/// What was done.
fn done(said: &'static str) -> AnyView {
    view! { <p id="done" class="notice" role="status">{said}</p> }.into_any()
}

/// A field for a passphrase. `described` names what says more about it.
fn passphrase(
    name: &'static str,
    label: &'static str,
    is_new: bool,
    is_wrong: bool,
    described: Option<&'static str>,
) -> AnyView {
    let complete = if is_new {
        "new-password"
    } else {
        "current-password"
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name name=name type="password" dir="auto" autocomplete=complete required=true maxlength="1000"
                aria-invalid=is_wrong.then_some("true") aria-describedby=described
            />
        </div>
    }
    .into_any()
}
