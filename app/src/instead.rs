//! Pages that the server shows in place of an address's own.

use crate::components::Page;
use crate::pages::failed::Failed;
use crate::request::{self, Answer};
use crate::texts::{common, standing};
use api::ApiError;
use api::accounts::AccountPage;
use api::listing::ListingPage;
use api::spot_checks::SpotPage;
use api::subject::SubjectView;
use leptos::prelude::*;

/// Which page stands in place of the address's own; put into the context by the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Instead {
    /// It cannot be made, or the reader may not see it, which is as if it did not exist.
    Failed(ApiError),
    /// Someone has signed in to whom nothing is granted at this time.
    NothingGranted,
    /// There is no network: what a phone shows in place of a page that it does not keep.
    NoNetwork,
    /// A page of accounts, which the server hands over whole.
    Account(Box<AccountPage>),
    /// A page of spot checks, likewise.
    SpotChecks(SpotPage),
    /// A page of household listings, likewise.
    Listing(ListingPage),
    /// The page that answers a household's request, handed over whole as well.
    Subject(Box<SubjectView>),
}

/// The page.
#[component]
pub fn InsteadOfPage(
    /// Which.
    instead: Instead,
) -> impl IntoView {
    match instead {
        Instead::Failed(error) => view! { <Failed error answer=Answer::current() /> }.into_any(),
        Instead::NothingGranted => view! { <NothingGranted /> }.into_any(),
        Instead::NoNetwork => crate::pages::no_network::show(),
        Instead::Account(page) => crate::pages::accounts::show(*page),
        Instead::SpotChecks(page) => crate::pages::spot_checks::show(page),
        Instead::Listing(page) => crate::pages::listing::show(page),
        Instead::Subject(view) => crate::pages::subject::show(*view),
    }
}

#[component]
fn NothingGranted() -> impl IntoView {
    Answer::current().forbidden();
    let lang = request::lang();
    view! {
        <Page title=standing::NOTHING.say(lang).to_owned()>
            <div class="message-page">
                <h1>{standing::NOTHING.say(lang)}</h1>
                <p>{standing::NOTHING_WHY.say(lang)}</p>
                <p>{standing::NOTHING_NEXT.say(lang)}</p>
                <form id="sign-out" method="post" action="/sign-out">
                    <button type="submit" class="button">{common::SIGN_OUT.say(lang)}</button>
                </form>
            </div>
        </Page>
    }
}
