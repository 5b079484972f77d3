//! Which address shows which page.

use crate::instead::{Instead, InsteadOfPage};
use crate::not_found::NotFound;
use crate::pages::audit::Audit;
use crate::pages::checks::Checks;
use crate::pages::checks::one::OneCheck;
use crate::pages::checks::preview::OnePreview;
use crate::pages::coordination::Board;
use crate::pages::coordination::cases::Cases;
use crate::pages::coordination::district::OneDistrict;
use crate::pages::coordination::import::ImportDispatch;
use crate::pages::coordination::new::NewCase;
use crate::pages::coordination::one::OneCase;
use crate::pages::coordination::refusals::Refusals;
use crate::pages::coordination::silent::SilentPage;
use crate::pages::coverage::{CoverageOfArea, CoverageOfScope};
use crate::pages::enumerator::OneEnumerator;
use crate::pages::flags::Flags;
use crate::pages::flags::one::OneFlag;
use crate::pages::imports::Imports;
use crate::pages::imports::one::OneImport;
use crate::pages::overview::Overview;
use crate::pages::quality::Quality;
use crate::pages::quality::one::OneMeasure;
use crate::pages::quarantine::Quarantine;
use crate::pages::risk::Risks;
use crate::pages::sign_in::SignIn;
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// Chooses the page by the address. Expects in the context: `Arc<dyn api::Backend>`, an [`api::Session`] (absent on
/// the sign-in page) and a [`domain::lang::Lang`]. An [`Instead`] there stands in place of the address's own page.
///
/// Every page is rendered to its end before the first byte is sent ([`SsrMode::Async`]): complete HTML, with the
/// status that fits it.
#[component]
pub fn App() -> impl IntoView {
    match use_context::<Instead>() {
        Some(instead) => view! { <InsteadOfPage instead /> }.into_any(),
        None => view! { <Pages /> }.into_any(),
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/") view=Overview ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async />
                <Route path=path!("/coverage") view=CoverageOfScope ssr=SsrMode::Async />
                <Route path=path!("/coverage/:code") view=CoverageOfArea ssr=SsrMode::Async />
                <Route path=path!("/flags") view=Flags ssr=SsrMode::Async />
                <Route path=path!("/flags/:key") view=OneFlag ssr=SsrMode::Async />
                <Route path=path!("/enumerators/:code") view=OneEnumerator ssr=SsrMode::Async />
                <Route path=path!("/risk") view=Risks ssr=SsrMode::Async />
                <Route path=path!("/checks") view=Checks ssr=SsrMode::Async />
                <Route path=path!("/checks/:code") view=OneCheck ssr=SsrMode::Async />
                <Route path=path!("/checks/:code/previews/:preview") view=OnePreview ssr=SsrMode::Async />
                <Route path=path!("/quality") view=Quality ssr=SsrMode::Async />
                <Route path=path!("/quality/:measure") view=OneMeasure ssr=SsrMode::Async />
                <Route path=path!("/coordination") view=Board ssr=SsrMode::Async />
                <Route path=path!("/coordination/districts/:code") view=OneDistrict ssr=SsrMode::Async />
                <Route path=path!("/coordination/cases") view=Cases ssr=SsrMode::Async />
                <Route path=path!("/coordination/cases/new") view=NewCase ssr=SsrMode::Async />
                <Route path=path!("/coordination/cases/:id") view=OneCase ssr=SsrMode::Async />
                <Route path=path!("/coordination/silent") view=SilentPage ssr=SsrMode::Async />
                <Route path=path!("/coordination/refusals") view=Refusals ssr=SsrMode::Async />
                <Route path=path!("/coordination/dispatch/import") view=ImportDispatch ssr=SsrMode::Async />
                <Route path=path!("/audit") view=Audit ssr=SsrMode::Async />
                <Route path=path!("/imports") view=Imports ssr=SsrMode::Async />
                <Route path=path!("/imports/:run") view=OneImport ssr=SsrMode::Async />
                <Route path=path!("/quarantine") view=Quarantine ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
